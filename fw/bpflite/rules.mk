# SPDX-License-Identifier: BSD-3-Clause
# fw/bpflite: from classic BPF to micro-operations, and the simulator that runs them. Freestanding: the card's CPU, the
# library and the tests compile the same files.
BPFL_SRCS := $(wildcard fw/bpflite/*.c)
BPFL_OBJS := $(BPFL_SRCS:%.c=$(O)/%.o)
$(BPFL_OBJS): XFLAGS := -ffreestanding -fvisibility=hidden

# What is generated from uop.tbl is committed.
.PHONY: uop
uop:
	$(Q)fw/bpflite/uopgen
$(call test,bpflite/table,fw/bpflite/uopgen --check)
