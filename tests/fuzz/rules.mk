# SPDX-License-Identifier: BSD-3-Clause
# tests/fuzz: the library's entry points under libFuzzer with ASan and UBSan; "make fuzz" gives each a fixed
# number of inputs. Built by clang apart from the rest: everything is instrumented.
FUZZ_CC    ?= clang
FUZZ_FLAGS := -std=gnu11 -O1 -g -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all \
	-Iinclude -Idriver/hw -Ilib -Isim -Itests/lib -DWEIR_VERSION='"$(VERSION)"'
FUZZ_NAMES := block open savefile
FUZZ_BINS  := $(FUZZ_NAMES:%=$(O)/tests/fuzz/fuzz_%)
FUZZ_SRCS  := $(LIB_SRCS) $(HW_SRCS) tests/lib/blocks.c

$(FUZZ_BINS): $(O)/tests/fuzz/%: tests/fuzz/%.c $(FUZZ_SRCS) $(wildcard lib/*.h driver/hw/*.h include/*.h)
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)$(FUZZ_CC) $(FUZZ_FLAGS) -o $@ $< $(FUZZ_SRCS) $(LIB_NEEDS)

.PHONY: fuzz
fuzz: test-fuzz
FUZZ_RUNS_block    ?= 150000
FUZZ_RUNS_open     ?= 10000
FUZZ_RUNS_savefile ?= 12000
fuzz_test = $(call test,fuzz/$(1),O=$(O) tests/fuzz/run.sh $(1) $(FUZZ_RUNS_$(1)),$(O)/tests/fuzz/fuzz_$(1),200)
$(foreach n,$(FUZZ_NAMES),$(call fuzz_test,$(n)))
