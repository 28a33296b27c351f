# SPDX-License-Identifier: BSD-3-Clause
# tests/bpflite: the translator of classic BPF, against interpreters, libpcap and the kernel
TBPF := $(O)/tests/bpflite
TBPF_NAMES := random expr kernel valid edges limits length text place tags
TBPF_BINS := $(TBPF_NAMES:%=$(TBPF)/t_%)
TBPF_BOX := $(addprefix $(TBPF)/,tb.o tb_random.o expr.o expr_pcap.o ref.o cover.o)
$(TBPF_BINS): %: %.o $(TBPF_BOX) $(LIB_INSIDE)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIB_INSIDE) -lcmocka $(LIB_NEEDS)
$(TBPF)/t_kernel: $(TBPF)/tb_kernel.o
$(TBPF)/t_random: $(TBPF)/tb_codes.o

$(call test,bpflite/random,$(TBPF)/t_random,$(TBPF)/t_random,60)
$(call test,bpflite/expr,$(TBPF)/t_expr tests/golden/traffic.pcap,$(TBPF)/t_expr,120)
$(call test,bpflite/kernel,tests/bpflite/kernel.sh $(TBPF)/t_kernel,$(TBPF)/t_kernel,120)
$(call test,bpflite/edges,$(TBPF)/t_edges,$(TBPF)/t_edges,20)
$(call test,bpflite/tags,$(TBPF)/t_tags,$(TBPF)/t_tags,20)
$(call test,bpflite/limits,$(TBPF)/t_limits,$(TBPF)/t_limits,60)
$(call test,bpflite/length,$(TBPF)/t_length,$(TBPF)/t_length,20)
$(call test,bpflite/rv32,tests/bpflite/rv32.sh)
$(call test,bpflite/stack,tests/bpflite/stack.sh)
$(call test,bpflite/text,$(TBPF)/t_text,$(TBPF)/t_text,20)
$(call test,bpflite/place,$(TBPF)/t_place,$(TBPF)/t_place,20)
$(call test,bpflite/valid,$(TBPF)/t_valid,$(TBPF)/t_valid,120)

# The table of expressions in docs/filter.md
.PHONY: filter-table
filter-table: $(TBPF)/t_expr
	$(Q)tests/bpflite/table.sh $<
$(call test,bpflite/filter-table,tests/bpflite/table.sh $(TBPF)/t_expr --check,$(TBPF)/t_expr,20)

# 10^7 random cases, and as many of a kernel; with "make soak".
soak: $(TBPF)/soak
$(TBPF)/soak: $(TBPF_BINS) FORCE
	$(TBPF)/t_random 10000000
	tests/bpflite/kernel.sh $(TBPF)/t_kernel 21000
	$(TBPF)/t_valid 100000
