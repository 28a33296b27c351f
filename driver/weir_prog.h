/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * weir_prog.h - which filters a card's taps run: translated, placed, loaded, exchanged
 *
 * Knows no kernel, so that it is tested in user space. One struct weir_progs for all taps of a card, since
 * they share its store and the turns that a frame has; who calls holds what serializes the card's struct
 * weir_hw.
 *
 * Only exact programs are loaded. What a prefilter is unsure of the host would have to judge, in pages that
 * belong to the application by then: so its frames are copied, and the kernel's own filter judges them.
 */
#ifndef WEIR_PROG_H
#define WEIR_PROG_H

#include "bpfl_place.h"
#include "weir_hw.h"

struct weir_progs {
	struct weir_hw *hw;
	u32 generation[BPFL_TAPS];	/* of the program that a tap was given last */
	struct bpfl_place place;
	/* For the time of a call. */
	struct bpfl_work work;
	struct bpfl_uop uops[BPFL_STORE];
};

/* hw is known and has just been reset: no tap has a program. */
void weir_progs_init(struct weir_progs *p, struct weir_hw *hw);

/* What a tap with this configuration would make of a classic program. Changes nothing. */
void weir_prog_look(struct weir_progs *p, const struct weir_hw_tap_cfg *cfg, const struct bpfl_insn *prog,
		    u32 n, struct bpfl_result *res);

/*
 * If res->mode becomes BPFL_EXACT the program is the tap's, and when this returns no frame is in the card
 * that the one before judges. Otherwise the tap has what it had, and res->error tells why. -errno: what the
 * tap runs is not known, it has to be stopped. A tap is given its program between setup and start, too.
 */
int weir_prog_set(struct weir_progs *p, u32 tap, const struct weir_hw_tap_cfg *cfg,
		  const struct bpfl_insn *prog, u32 n, struct bpfl_result *res);
/* So, too: from now on the tap keeps every frame. */
int weir_prog_clear(struct weir_progs *p, u32 tap);
/* weir_hw_tap_setup() has set the tap up: it has no program. */
int weir_prog_forget(struct weir_progs *p, u32 tap);

#endif
