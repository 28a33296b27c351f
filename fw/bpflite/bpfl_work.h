/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bpfl_work.h - the memory that a check or a translation works in, given by its caller
 *
 * Nothing in it is for the caller; it need not be cleared, and tells nothing afterwards.
 */
#ifndef WEIR_BPFL_WORK_H
#define WEIR_BPFL_WORK_H

#include "bpfl_os.h"

#define BPFL_INSNS	4096u	/* that a program may have */
#define BPFL_STATES	230u
#define BPFL_TESTS	512u
#define BPFL_SEGMENTS	256u
#define BPFL_HASH	2048u

/* What is known of the values at a place of a program: M, then A and X. */
enum { BPFL_VAL_A = 16, BPFL_VAL_X = 17, BPFL_VALS = 18 };
struct bpfl_state {
	uint32_t val[BPFL_VALS];	/* the value if known, else the most that it can be */
	uint32_t known;			/* a bit for each */
	uint8_t like[BPFL_VALS];	/* the first value that is the same */
	uint32_t sure;			/* bytes that the frame has, since loads of them did not fail */
	uint16_t def;			/* instruction that A comes from and can be had from again */
	uint16_t refs;
};

/* Values from lo to hi of a group of tests, and where they lead. */
struct bpfl_item {
	uint32_t lo, hi;
	uint16_t target;
};

struct bpfl_work {
	/* The program as fold leaves it. */
	uint8_t op[BPFL_INSNS];
	uint32_t k[BPFL_INSNS];
	uint16_t def[BPFL_INSNS];
	uint32_t jumped[BPFL_INSNS / 32];	/* some jump leads here */
	uint32_t many[BPFL_INSNS / 32];		/* more than one way does */
	uint32_t nofail[BPFL_INSNS / 32];	/* a load that cannot fail */
	union {
		uint16_t valid[BPFL_INSNS];	/* check: cells of M; longest path */
		struct {
			uint16_t at[BPFL_INSNS];
			struct bpfl_state pool[BPFL_STATES];
		} fold;
		struct {
			uint32_t entry[BPFL_INSNS];	/* where a jump to an instruction leads */
			uint32_t live[1024];		/* what a placed micro-operation and its like read */
			uint16_t hash[BPFL_HASH];
			uint16_t test[BPFL_TESTS];
			uint8_t group[BPFL_TESTS];
			uint16_t start[BPFL_SEGMENTS];	/* of a chain: the first test of each */
			struct bpfl_item item[BPFL_TESTS];
		} gen;
		struct {
			uint16_t place[1024], path[1024];
		} end;
	} u;
};

_Static_assert(sizeof(struct bpfl_work) < 65536, "the card's CPU has no more");

#endif
