# SPDX-License-Identifier: BSD-3-Clause
# What is generated from regs/weir.rdl, and the tests of the generator. Building the rest needs none of
# this: the generated files are committed.

REGS_GEN = PYTHONDONTWRITEBYTECODE=1 $(O)/venv/bin/python regs/gen.py

regs: | $(O)/venv/regs.ok
	$(Q)$(REGS_GEN) .
regs-check: | $(O)/venv/regs.ok
	$(Q)$(REGS_GEN) --check .

$(call test,regs/check,$(REGS_GEN) --check .,$(O)/venv/regs.ok)
