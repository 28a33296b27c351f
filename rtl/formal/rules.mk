# SPDX-License-Identifier: BSD-3-Clause
# The proofs: "make formal" runs all of rtl/formal/proofs, "make formal-NAME" one.
# SOLVER=z3 or yices; without yices (it comes with $(O)/venv) z3 is taken.

PROOFS := $(shell sed 's/\#.*//' rtl/formal/proofs | awk 'NF { print $$1 }')

.PHONY: $(addprefix formal-,$(PROOFS))
formal: | $(O)/deps/formal $(O)/venv/regs.ok
	$(Q)O=$(O) rtl/formal/prove
$(addprefix formal-,$(PROOFS)): formal-%: | $(O)/deps/formal $(O)/venv/regs.ok
	$(Q)O=$(O) rtl/formal/prove $*

$(foreach p,$(PROOFS),$(call test,formal/$(p),rtl/formal/prove $(p)))
