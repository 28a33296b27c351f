# SPDX-License-Identifier: BSD-3-Clause
$(call test,regs/blocks,tests/regs/t_regs.sh)
$(call test,regs/generator,PYTHONDONTWRITEBYTECODE=1 $(O)/venv/bin/python tests/regs/test_gen.py \
	$(O)/tests/regs/gen,$(O)/venv/regs.ok)
