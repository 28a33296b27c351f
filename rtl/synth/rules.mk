# SPDX-License-Identifier: BSD-3-Clause
# "make synth": what the card takes on ECP5, by block. "make timing": the clock it reaches, placed and routed
# with three seeds; BLOCK=weir_stream for one block alone, SEEDS="1 2 3 4" for others.
BLOCK ?= weir_card
SEEDS ?= 1 2 3

synth: | $(O)/deps/synth
	$(Q)O=$(O) rtl/synth/synth $(BLOCK)
timing: | $(O)/deps/timing $(O)/venv/regs.ok
	$(Q)O=$(O) SEEDS='$(SEEDS)' rtl/synth/timing $(BLOCK)
