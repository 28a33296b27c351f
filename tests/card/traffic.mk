# SPDX-License-Identifier: BSD-3-Clause
# tests/card, second part: traffic through the whole card, checked byte by byte (model.h, bench.h)
#   make soak SOAK=1000000    t_stress of so many snapshots, of each kind, from a seed of the day
BENCH_BOX := $(addprefix $(TCARD)/,bench.o ring.o taps.o sums.o gen.o model.o walk.o) \
	$(addprefix $(O)/tests/rtl/,rx_model.o rx_random.o)
BENCH_OBJS := $(BENCH_BOX) $(HW_OBJS)
FILTER_NAMES := filter filter_swap filter_rude
BENCH_NAMES := blocks linerate overload isolation stress hash clock irq retire_timer $(FILTER_NAMES)
BENCH_BINS := $(BENCH_NAMES:%=$(TCARD)/t_%)
$(TCARD)/t_stress: $(TCARD)/stress.o
$(FILTER_NAMES:%=$(TCARD)/t_%): $(TCARD)/filters.o $(addprefix $(O)/tests/rtl/,lane_model.o lane_random.o) $(BPFL_OBJS)
$(BENCH_BINS): %: %.o $(BENCH_OBJS) $(SIM_LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(SIM_LIB) -Wl,-rpath,'$$ORIGIN/../..'

bench_test = $(call test,card/$(1),$(TCARD)/t_$(2),$(TCARD)/t_$(firstword $(2)),$(3))
# The longest first. 10^5 snapshots in all.
$(call bench_test,stress,stress 1 60000,1200)
$(call bench_test,stress-errors,stress 1000001 20000 errors,600)
$(call bench_test,stress-close,stress 2000001 20000 close,600)
$(call bench_test,linerate-64,linerate 64 1000000,300)
$(call bench_test,linerate-65,linerate 65 1000000,300)
$(foreach n,127 1518 9018 mix,$(call bench_test,linerate-$(n),linerate $(n) 10000000c,300))
# Kept frames as far apart as a lane takes, and farther: those between have windows in it too.
$(call bench_test,linerate-64-rare,linerate 64 300000 1 0 61,120)
$(call bench_test,linerate-64-2taps,linerate 64 100000 2,120)
# 4 taps at 1518 bytes are 4 % more than the bus carries.
$(call bench_test,linerate-1518-4taps,linerate 1518 2000000c 4 60,120)
$(call bench_test,overload,overload,120)
$(call bench_test,filter,filter random 1 24 1000,300)
$(call bench_test,filter-line,filter line 1000000 1,300)
$(call bench_test,filter-line-4taps,filter line 1000000 4,300)
$(call bench_test,filter-wild,filter wild 1 10 10000,120)
$(call bench_test,filter-rude,filter_rude 3 20000,120)
$(call bench_test,filter-swap,filter_swap 1 1000 1,300)
$(call bench_test,filter-swap-3taps,filter_swap 2 400 3,300)
$(call bench_test,isolation,isolation,120)
$(call bench_test,hash,hash docs/rtl.md,60)
$(foreach n,clock irq retire_timer,$(call bench_test,$(n),$(n),120))
$(foreach s,1 2 3,$(call bench_test,blocks-seed$(s),blocks $(s),120))

SOAK ?= 100000
.PHONY: soak
soak: $(TCARD)/t_stress
	$(Q)for kind in '' errors close; do $< $${SEED:-$$(date +%y%m%d)0000} $(SOAK) $$kind; done
