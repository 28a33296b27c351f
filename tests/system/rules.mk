# SPDX-License-Identifier: BSD-3-Clause
# tests/system: stock Linux in a virtual machine with the simulated card. "make check-system" runs the tests of this list;
# they are not in that of "make check", which would download kernels and QEMU.
SYS := $(O)/system
SYS_KERNELS := 6.1 6.12 7.3
# Some 400 MB of packages.
KEEP += $(addprefix system/,trixie bookworm kernels qemu root.ok)
SYS_GUEST := pci driver ptp features
# What those need that need something, most of all a savefile plugged into the card.
SYS_PASSES = --port pcap:$(O)/tests/system/frames.pcap,pace=recorded,loop=forever,hold=each
SYS_ARGS_ptp = $(SYS_PASSES),clock=own
SYS_ARGS_features = $(SYS_PASSES) --append iomem=relaxed
# What the supervisor gives a machine; the runner waits for longer.
SYS_SECS := 300
sys_line = $(1)$(tab)$(2)$(tab)$(3)$(newline)
sys_boot = $(call sys_line,system/$(1)-$(2),360,O=$(O) tests/system/run --seconds $(SYS_SECS) --name $(1)-$(2) \
	$(SYS_ARGS_$(1)) $(2) tests/system/guest/$(1).list)
sys_tests = $(call sys_line,system/module,300,O=$(O) tests/system/module $(SYS_KERNELS)) \
	$(foreach t,$(SYS_GUEST),$(foreach k,$(SYS_KERNELS),$(call sys_boot,$(t),$(k))))

# Kernels, QEMU and the guest's programs, once; whatever is missing for that is told by the script.
.PHONY: check-system system-root
system-root: | $(O)/deps/system
	@O=$(O) tests/system/root
# The guest's own programs, and the savefile that they are about.
SYS_BINS := $(addprefix $(O)/tests/system/,ptp frames)
$(SYS_BINS): $(O)/tests/system/%: $(O)/tests/system/guest/%.o $(O)/tests/system/guest/savefile.o \
		$(O)/tests/system/guest/phc.o
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^
$(O)/tests/system/frames.pcap: $(O)/tests/system/frames
	$(Q)$< make $@
check-system: system-root $(VFIO) $(SYS_BINS) $(O)/tests/system/frames.pcap
	@mkdir -p $(SYS)
	$(file >$(SYS)/tests.list,$(subst $(newline) ,$(newline),$(sys_tests)))
	@O=$(SYS) tests/run --file $(SYS)/tests.list --no-skip

# The supervisor itself, with programs that only seem to be card and QEMU: this needs nothing and is in "make check".
$(call test,system/supervisor,tests/system/t_run.sh,,60)
$(call test,system/clean,tests/system/clean.sh,,60)
