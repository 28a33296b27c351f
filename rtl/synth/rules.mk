# SPDX-License-Identifier: BSD-3-Clause
# "make synth": what the card takes on ECP5, by block. "make timing": the clock it reaches, placed and routed
# with three seeds; BLOCK=weir_stream for one block alone, SEEDS="1 2 3 4" for others. "make timing-blocks": the same
# of every block alone, a line each.
BLOCK ?= weir_card
SEEDS ?= 1 2 3

synth: | $(O)/deps/synth
	$(Q)O=$(O) rtl/synth/synth $(BLOCK)
timing: | $(O)/deps/timing $(O)/venv/regs.ok
	$(Q)O=$(O) SEEDS='$(SEEDS)' rtl/synth/timing $(BLOCK)

BLOCKS ?= $(filter-out weir_card,$(basename $(notdir $(shell sed -n '/\.v$$/p' rtl/files.f))))
.PHONY: timing-blocks
timing-blocks: | $(O)/deps/timing $(O)/venv/regs.ok
	$(Q)bad=0; for b in $(BLOCKS); do \
		O=$(O) SEEDS='$(SEEDS)' rtl/synth/timing $$b >$(O)/timing.txt || bad=1; \
		grep '^weir_' $(O)/timing.txt || bad=1; \
	done; exit $$bad
