# SPDX-License-Identifier: BSD-3-Clause
# tests/bpflite: the translator of classic BPF, against interpreters, libpcap and the kernel
TBPF := $(O)/tests/bpflite
TBPF_NAMES := random
TBPF_BINS := $(TBPF_NAMES:%=$(TBPF)/t_%)
TBPF_BOX := $(TBPF)/tb.o $(TBPF)/tb_random.o
$(TBPF_BINS): %: %.o $(TBPF_BOX) $(LIB_INSIDE)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIB_INSIDE) -lcmocka $(LIB_NEEDS)

$(call test,bpflite/random,$(TBPF)/t_random,$(TBPF)/t_random,60)
