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
