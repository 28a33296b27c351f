/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bpfl_place.h - which programs are in the lanes, where, for which taps, and what turns each may take
 *
 * Taps with the same program share it. A frame may match all taps, so the allowances of all programs
 * together are at most the frame's budget: a program for which not enough is left is a prefilter with what
 * there is, or is not loaded. A program that is exchanged stays until the caller says that no frame can still
 * run in it.
 */
#ifndef WEIR_BPFL_PLACE_H
#define WEIR_BPFL_PLACE_H

#include "bpflite.h"

#define BPFL_PROGRAMS	16u
#define BPFL_TAPS	32u
#define BPFL_NONE	UINT32_MAX

struct bpfl_program {
	uint32_t start, uops;	/* places in the store; uops 0: this number is free */
	uint32_t slots;		/* allowance in turns, at least 1 */
	uint32_t snap;		/* bytes that SNAP keeps */
	bool wire;
	bool whole;		/* a prefilter: no verdict cuts, since the host looks at the frame again */
	uint32_t users;		/* taps, now or until they are said to be over */
};

struct bpfl_place {
	uint32_t store, budget;	/* of the card */
	struct bpfl_program prog[BPFL_PROGRAMS];
	uint32_t now[BPFL_TAPS], before[BPFL_TAPS];	/* programs of the taps, or BPFL_NONE */
	struct bpfl_uop uop[BPFL_STORE];		/* what the lanes' store has */
};

void bpfl_place_init(struct bpfl_place *p, uint32_t store, uint32_t budget);

/*
 * Finds a place for a translation and makes it the tap's program; the one before must be over. res->mode
 * becomes BPFL_PREFILTER with the reason where turns are short. Returns the program's number; *load: it is
 * new, and its micro-operations, at prog[].start of uop[], have to be put into the card. BPFL_NONE: no
 * number, place or turn is left, res->mode is BPFL_SOFTWARE and the tap's program stays.
 */
uint32_t bpfl_place_set(struct bpfl_place *p, uint32_t tap, const struct bpfl_uop *uops,
			struct bpfl_result *res, bool *load);
/* The tap has no program any more; the one before must be over, this one is when it is said to be. */
void bpfl_place_clear(struct bpfl_place *p, uint32_t tap);
/* The card was not told of the last bpfl_place_set() or _clear(): the tap keeps what it had before. */
void bpfl_place_undo(struct bpfl_place *p, uint32_t tap);
/* No frame is in the card that the tap's program before judges. */
void bpfl_place_over(struct bpfl_place *p, uint32_t tap);

#endif
