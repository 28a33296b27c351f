# SPDX-License-Identifier: BSD-3-Clause
# tests/card: the whole card, right on device.h
TCARD := $(O)/tests/card
TCARD_NAMES := registers smoke speed
TCARD_BINS  := $(TCARD_NAMES:%=$(TCARD)/t_%)
$(TCARD_BINS): %: %.o $(TCARD)/card.o $(SIM_LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(SIM_LIB) -Wl,-rpath,'$$ORIGIN/../..' -lcmocka
$(foreach n,$(TCARD_NAMES),$(call test,card/$(n),$(TCARD)/t_$(n),$(TCARD)/t_$(n),120))
include $(wildcard tests/card/traffic.mk)

# Interrupts and latency as the driver sets the card up: docs/bench.md.
$(TCARD)/irq_table: $(TCARD)/irq_table.o $(HW_OBJS) $(SIM_LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(SIM_LIB) -Wl,-rpath,'$$ORIGIN/../..' -lm
.PHONY: bench-irq
bench-irq: $(TCARD)/irq_table
	$(Q)$< >$<.md
	$(Q)sed -i -e '/^| frames a second/,/^$$/{/^|/d}' -e '/^<!-- make bench-irq -->/r $<.md' docs/bench.md
$(call test,card/irq_table,$(TCARD)/irq_table quick,$(TCARD)/irq_table,120)

# What a filter's load takes, of the card and of this host: docs/filter.md. $(LIB_INSIDE) has the hardware layer.
$(TCARD)/load_table: $(TCARD)/load_table.o $(TCARD)/load_prog.o $(BENCH_BOX) $(LIB_INSIDE) $(SIM_LIB)
	$(call say,LINK,$@)
	$(Q)$(CC) $(ALL_LDFLAGS) -o $@ $(filter %.o,$^) $(LIB_INSIDE) $(SIM_LIB) -Wl,-rpath,'$$ORIGIN/../..' $(LIB_NEEDS)
.PHONY: bench-filter
bench-filter: $(TCARD)/load_table
	$(Q)$< >$<.md
	$(Q)sed -i -e '/^<!-- made by make bench-filter/,/^<!-- end of the times/{/^<!--/!d}' \
		-e '/^<!-- made by make bench-filter/r $<.md' docs/filter.md
$(call test,card/load_table,$(TCARD)/load_table quick,$(TCARD)/load_table,300)
