# SPDX-License-Identifier: BSD-3-Clause
# tests/tools: the weir command as a user meets it
$(call test,tools/errors,O=$(O) tests/tools/errors.sh,all,200)
$(call test,tools/capture,O=$(O) tests/tools/capture.sh,all,300)
$(call test,tools/filter,O=$(O) tests/tools/filter.sh,all,120)
$(call test,tools/program,O=$(O) tests/tools/program.sh,all,120)
$(call test,tools/cut,O=$(O) tests/tools/cut.sh,all,120)
$(call test,tools/signal,O=$(O) tests/tools/signal.sh,all,600)
$(call test,tools/completion,O=$(O) tests/tools/completion.sh,all,30)
$(call test,tools/afpacket,O=$(O) tests/tools/afpacket.sh,all,120)
$(call test,tools/tcpdump,O=$(O) tests/tools/tcpdump.sh,all,120)
$(call test,tools/progress,O=$(O) tests/tools/progress.sh,all,120)
$(call test,tools/run,O=$(O) tests/tools/run.sh,all $(O)/tests/tools/run_raw,180)

# No library, and nothing that a compiler puts in for one.
$(O)/tests/tools/run_raw: tests/tools/run_raw.c tests/tools/rules.mk
	@mkdir -p $(@D)
	$(call say,LINK,$@)
	$(Q)$(CC) -std=gnu11 $(WARN) -O2 -g -ffreestanding -fno-stack-protector -fno-pie -no-pie -static -nostdlib -o $@ $<
