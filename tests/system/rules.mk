# SPDX-License-Identifier: BSD-3-Clause
# tests/system: stock Linux in a virtual machine with the simulated card; docs/system-tests.md tells what is shown.
SYS := $(O)/system
SYS_KERNELS := 6.1 6.12 7.3
# Some 400 MB of packages.
KEEP += $(addprefix system/,trixie bookworm kernels qemu root.ok)
include tests/system/guest.mk
# What the supervisor gives a machine; the runner waits for longer.
sys_secs = $(or $(SYS_SECS_$(1)),300)
sys_cmd = O=$(O) tests/system/ready $(2) && O=$(O) tests/system/run --seconds $(sys_secs) --name $(1)-$(2) \
	$(SYS_ARGS_$(1)) $(if $(SYS_MORE),--append '$(SYS_MORE)') $(2) \
	tests/system/guest/$(or $(SYS_LIST_$(1)),$(1)).list$(if $(SYS_THEN_$(1)), \
	&& tests/system/$(SYS_THEN_$(1)) $(SYS)/run/$(1)-$(2) $(SYS_LAST_$(1)))
sys_boot = $(call test,system/$(1)-$(2),$(call sys_cmd,$(1),$(2)),,$(shell expr $(sys_secs) + 300))

# Kernels, QEMU and the guest's programs, once; whatever is missing for that is told by the script.
# What "make check" fetches too, for whoever wants to do so before.
.PHONY: check-system check-debug system-root
system-root: | $(O)/deps/system
	@O=$(O) tests/system/root
# The guest's own programs, and the savefile that they are about.
SYS_BINS := $(addprefix $(O)/tests/system/,ptp frames)
$(SYS_BINS): $(O)/tests/system/%: $(O)/tests/system/guest/%.o $(O)/tests/system/guest/savefile.o \
		$(O)/tests/system/guest/phc.o
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^
$(addprefix $(O)/tests/system/,within same storm fed sockinfo): $(O)/tests/system/%: $(O)/tests/system/guest/%.o
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $^ -Wl,--as-needed -lpcap
# Static, as are programs that no library can be put under.
$(O)/tests/system/sequence: $(O)/tests/system/guest/sequence.o
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) $(if $(SAN),,-static) -o $@ $^
# Without tags, or some would be dropped by the guest's stack.
$(SYS_SHORT): tests/golden/traffic.pcap
	@mkdir -p $(@D)
	$(Q)tcpdump -Z root -r $< -w $@ 'less 100 and not vlan' 2>/dev/null
$(O)/tests/system/frames.pcap: $(O)/tests/system/frames
	$(Q)$< make $@
# AppArmor's profiles of one test.
SYS_POLICY := $(O)/tests/system/policy/raw.bin
$(SYS_POLICY): tests/system/policy driver/examples/apparmor | $(O)/deps/system
	$(call say,POLICY,$(@D))
	$(Q)tests/system/policy $(@D)
check-system: test-system

# What Debian's kernels find of bugs in memory if told to look; those that find more would have to be built.
check-debug:
	@$(MAKE) --no-print-directory check-system \
		SYS_MORE='slub_debug=FZPU slab_nomerge page_poison=1 kfence.sample_interval=1'

# The download comes first of all tests, beside others that need the processor.
SYS_FILES := $(SYS_BINS) $(addprefix $(O)/tests/system/,within same storm sequence fed sockinfo) $(O)/tests/family/t_family \
	$(O)/tests/tools/run_raw $(TOOL) $(O)/tests/system/frames.pcap $(SYS_SHORT) $(SYS_POLICY)
$(call test,system/root,O=$(O) tests/system/root,$(VFIO) $(SYS_FILES),1200)
TESTS := system/root $(filter-out system/root,$(TESTS))
# The supervisor itself, with programs that only seem to be card and QEMU: this needs nothing.
$(call test,system/supervisor,tests/system/t_run.sh,,180)
$(call test,system/clean,tests/system/clean.sh,,60)
$(call test,system/module,O=$(O) tests/system/ready $(SYS_KERNELS),,900)
$(call test,system/dkms,O=$(O) tests/system/ready && O=$(O) tests/system/dkms 6.1,,600)
$(foreach t,$(SYS_GUEST),$(foreach k,$(or $(SYS_KERNELS_$(t)),$(SYS_KERNELS)),$(call sys_boot,$(t),$(k))))
