/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * filters.h - what tests of the card's filters share: store and programs, taps that use them, and
 * who judges
 */
#ifndef CARD_FILTERS_H
#define CARD_FILTERS_H

#include "gen.h"
#include "tests/rtl/lane_bench.h"

#define FILTERS_GENERATIONS 4096u
#define FILTERS_CHAIN 10u /* micro-operations of a chain, and its turns */

struct filters {
	struct bench b;
	struct gen g;
	uint64_t rng; /* of stores and programs */
	struct bpfl_uop store[BPFL_STORE];
	struct lane_prog progs[LANE_PROGS];
	uint32_t taps;
	/* Program of a tap's generation; none: UINT32_MAX. */
	uint32_t program[BENCH_TAPS][FILTERS_GENERATIONS], newest[BENCH_TAPS];
	uint64_t seen[SEEN_N];
	bool alone; /* no tap's program takes turns from another's: the budget is enough for all */
};

void filters_open(struct filters *f, const char *name, uint64_t seed);
/* Frames of 60 bytes, with FCS 64, back to back, as many as that, of all kinds. */
void filters_line(struct filters *f, uint64_t frames);

/* What nobody outside the card can know is taken out of micro-operations. */
void filters_sober(struct bpfl_uop *u, uint32_t n);
/* All of f->store and f->progs, sober and with the budget as the most turns, into the card. */
void filters_load(struct filters *f);
/*
 * A program of ten turns for tap t: bytes that are not what it wants end it, at the last one at
 * the latest.
 */
void filters_chain(struct filters *f, uint32_t t);

/* As the lanes see it: its first bytes on the wire. */
void filters_job(const struct model_frame *m, struct lane_job *job);
/* A lane's verdict as a model_verdict. */
int filters_said(uint32_t kind, uint32_t bytes, uint32_t *keep);
/*
 * By f->store; all taps match all frames, so a frame's programs are those of all taps, with
 * f->alone of this one.
 */
model_verdict filters_verdict;

/* The tap starts with room for bursts; its program is that of its newest generation. */
void filters_start(struct filters *f, unsigned int t);
/* Another one from the next frame on. */
void filters_set(struct filters *f, unsigned int t, uint32_t p);
/* Stops it; none of its frames may have been lost. */
void filters_stop(struct filters *f, unsigned int t);
/*
 * Of a tap that is stopped: all of so many frames were kept, some at least, or rejected. Returns
 * the copies.
 */
uint64_t filters_judged(struct filters *f, unsigned int t, uint64_t frames);

#endif
