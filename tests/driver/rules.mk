# SPDX-License-Identifier: BSD-3-Clause
# tests/driver: the Linux driver as far as it shows without a kernel to load it into
$(call test,driver/build,O=$(O) tests/driver/build.sh,$(O)/deps/driver,300)

# The walker of blocks, always under both sanitizers; the rest of the flags as everywhere.
WALK_SRCS := driver/weir_walk.c tests/driver/blocks.c
WALK_HDRS := driver/weir_walk.h tests/driver/blocks.h $(wildcard driver/hw/*.h include/*.h)
$(O)/tests/driver/t_walk: tests/driver/t_walk.c $(WALK_SRCS) $(WALK_HDRS) $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -Idriver -fsanitize=address$(,)undefined -fno-sanitize-recover=all \
		-o $@ $< $(WALK_SRCS) -lcmocka
$(call test,driver/blocks,$(O)/tests/driver/t_walk,$(O)/tests/driver/t_walk,60)

# A name beside those of tests/fuzz, whose runner it uses.
FUZZ_RUNS_walk ?= 150000
$(O)/tests/fuzz/fuzz_walk: tests/driver/fuzz_walk.c $(WALK_SRCS) $(WALK_HDRS)
	@mkdir -p $(@D)
	$(call say,FUZZ,$<)
	$(Q)clang -std=gnu11 -O1 -g -fsanitize=fuzzer$(,)address$(,)undefined -fno-sanitize-recover=all \
		-Iinclude -Idriver/hw -Idriver -o $@ $< $(WALK_SRCS)
$(call test,driver/fuzz,O=$(O) tests/fuzz/run.sh walk $(FUZZ_RUNS_walk),$(O)/tests/fuzz/fuzz_walk,200)

# The hardware layer, always under both sanitizers: alone, and what uses it in tests/card against the card itself, whose
# model is a library without them.
HWSAN := $(O)/tests/driver/san
HWSAN_FLAGS := -fsanitize=address$(,)undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
HWSAN_CARD := $(addprefix $(HWSAN)/tests/card/,bench.o ring.o taps.o sums.o gen.o model.o walk.o) \
	$(addprefix $(HWSAN)/tests/rtl/,rx_model.o rx_random.o)
HWSAN_HW := $(HW_SRCS:%.c=$(HWSAN)/%.o)
$(HWSAN)/%.o: %.c $(O)/flags | $(O)/deps/build
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) $(HWSAN_FLAGS) -MMD -MP -MF $@.d -c -o $@ $<
hwsan_link = $(Q)$(CC) $(ALL_LDFLAGS) $(HWSAN_FLAGS) -o $@ $(filter %.o,$^)
$(HWSAN)/t_hw: $(HWSAN)/tests/lib/t_hw.o $(HWSAN_HW)
	$(call say,LINK,$@)
	$(hwsan_link) -lcmocka
$(addprefix $(HWSAN)/t_hw_,returns clock filter): $(HWSAN)/t_%: $(HWSAN)/tests/driver/t_%.o $(HWSAN_HW)
	$(call say,LINK,$@)
	$(hwsan_link) -lcmocka -pthread
HWSAN_RUNS := clock irq blocks
$(HWSAN_RUNS:%=$(HWSAN)/t_%): $(HWSAN)/t_%: $(HWSAN)/tests/card/t_%.o $(HWSAN_CARD) $(HWSAN_HW) $(SIM_LIB)
	$(call say,LINK,$@)
	$(hwsan_link) $(SIM_LIB) -Wl,-rpath,'$$ORIGIN/../../..'
$(foreach n,hw hw_returns hw_clock hw_filter $(HWSAN_RUNS),$(call test,driver/san-$(n),$(HWSAN)/t_$(n)$(if \
	$(filter blocks,$(n)), 4),$(HWSAN)/t_$(n),300))

# The programs of a card's taps, always under both sanitizers, too.
PROG_SRCS := driver/weir_prog.c $(filter-out %/bpfl_text.c,$(BPFL_SRCS)) $(HW_SRCS)
PROG_HDRS := $(wildcard driver/weir_prog.h driver/hw/*.h fw/bpflite/*.h)
$(O)/tests/driver/t_prog: tests/driver/t_prog.c $(PROG_SRCS) $(PROG_HDRS) $(O)/flags
	@mkdir -p $(@D)
	$(call say,CC,$<)
	$(Q)$(CC) $(ALL_CFLAGS) -Idriver -Ifw/bpflite -fsanitize=address$(,)undefined -fno-sanitize-recover=all \
		-o $@ $< $(PROG_SRCS) -lcmocka
$(call test,driver/programs,$(O)/tests/driver/t_prog,$(O)/tests/driver/t_prog,60)
