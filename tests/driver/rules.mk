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
