# SPDX-License-Identifier: BSD-3-Clause
# The proofs: "make formal" runs all of rtl/formal/proofs, "make formal-NAME" one.
# "make formal-structure" shows that only the gate drives the bus; "make mutate" measures the gate's proof
# on MUTANTS=60 mutants, which takes some twenty minutes and is no part of "make check".
# SOLVER=z3 or yices; without yices (it comes with $(O)/venv) z3 is taken.

PROOFS := $(shell sed 's/\#.*//' rtl/formal/proofs | awk 'NF { print $$1 }')

.PHONY: $(addprefix formal-,$(PROOFS) structure) mutate
formal: | $(O)/deps/formal $(O)/venv/regs.ok
	$(Q)O=$(O) rtl/formal/prove
	$(Q)O=$(O) rtl/formal/structure
$(addprefix formal-,$(PROOFS)): formal-%: | $(O)/deps/formal $(O)/venv/regs.ok
	$(Q)O=$(O) rtl/formal/prove $*
formal-structure: | $(O)/deps/formal
	$(Q)O=$(O) rtl/formal/structure
MUTANTS ?= 60
mutate: | $(O)/deps/formal $(O)/venv/regs.ok
	$(Q)O=$(O) rtl/formal/mutate $(MUTANTS)

$(foreach p,$(PROOFS),$(call test,formal/$(p),rtl/formal/prove $(p)))
TEST_SECS_formal/lane_uop := 900
TEST_SECS_formal/filter_pace := 900
$(call test,formal/structure,rtl/formal/structure)
