# SPDX-License-Identifier: BSD-3-Clause
# tests/fuzz: the entry points of library and savefile reader under libFuzzer with ASan and UBSan; "make fuzz"
# gives each a fixed number of inputs. Built by clang apart from the rest: everything is instrumented.
FUZZ_CC    ?= clang
FUZZ_FLAGS := -std=gnu11 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	-Iinclude -Idriver/hw -Ilib -Isim -Itests/lib -I. -DWEIR_VERSION='"$(VERSION)"'
FUZZ_NAMES := block bpflite open savefile reader vfio
FUZZ_BINS  := $(FUZZ_NAMES:%=$(O)/tests/fuzz/fuzz_%)
FUZZ_HDRS  := $(wildcard fw/bpflite/*.h lib/*.h driver/hw/*.h include/*.h sim/*.h tests/lib/*.h tests/sim/*.h tests/bpflite/*.h)
FUZZ_SRCS  := $(LIB_SRCS) $(HW_SRCS) $(BPFL_SRCS) tests/lib/blocks.c

# The simulation's end of a savefile, and a card that only takes in.
$(O)/tests/fuzz/fuzz_reader: FUZZ_MORE := sim/pcap_port.c sim/port.c tests/sim/savefile.c
$(O)/tests/fuzz/fuzz_reader: sim/pcap_port.c sim/port.c tests/sim/savefile.c

$(O)/tests/fuzz/fuzz_vfio: FUZZ_MORE := sim/vfio_msg.c sim/vfio_reply.c
$(O)/tests/fuzz/fuzz_vfio: sim/vfio_msg.c sim/vfio_reply.c

# What compares a lane with the interpreter
$(O)/tests/fuzz/fuzz_bpflite: FUZZ_MORE := tests/bpflite/tb.c
$(O)/tests/fuzz/fuzz_bpflite: tests/bpflite/tb.c

$(FUZZ_BINS): $(O)/tests/fuzz/%: tests/fuzz/%.c $(FUZZ_SRCS) $(FUZZ_HDRS)
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)$(FUZZ_CC) $(FUZZ_FLAGS) -o $@ $< $(FUZZ_SRCS) $(FUZZ_MORE) $(LIB_NEEDS)

.PHONY: fuzz
fuzz: test-fuzz
FUZZ_RUNS_block    ?= 150000
FUZZ_RUNS_bpflite  ?= 100000
FUZZ_RUNS_open     ?= 10000
FUZZ_RUNS_savefile ?= 12000
FUZZ_RUNS_reader   ?= 30000
FUZZ_RUNS_vfio     ?= 400000
fuzz_test = $(call test,fuzz/$(1),O=$(O) tests/fuzz/run.sh $(1) $(FUZZ_RUNS_$(1)),$(O)/tests/fuzz/fuzz_$(1),200)
$(foreach n,$(FUZZ_NAMES),$(call fuzz_test,$(n)))
# The parser that any client reaches gets more of them with "make soak".
soak: $(O)/tests/fuzz/soak
$(O)/tests/fuzz/soak: $(O)/tests/fuzz/fuzz_vfio FORCE
	O=$(O) tests/fuzz/run.sh vfio 40000000
