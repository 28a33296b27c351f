// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_filter_rude.c SEEDS FRAMES - filter registers are written with anything at any time, under
 * frames of 64 bytes back to back: nothing breaks, and taps whose program is not overwritten get
 * what they are to get
 *
 * Micro-operations, programs that run, and the filters of two taps, which change while the change
 * before is not over, and which stop and start meanwhile. Another tap has no filter, one has a
 * program of its own. Afterwards the card filters as if nothing had been. Guards against all that a
 * driver of mistakes, or a hostile one, can do here.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filters.h"

enum { ALL, CHAIN, RUDE, TAPS = 4 };

static struct filters f;
static uint64_t writes, restarts;

static uint32_t any(void)
{
	return (uint32_t)(rx_rand(&f.rng) >> 32);
}

/* Each bit random, or a number that means something. */
static uint32_t filter(void)
{
	return bench_one_in(&f.b, 4) ? any() :
				       WEIR_TAP_FILTER_ENABLE_MASK | bench_pick(&f.b, LANE_PROGS);
}

/* But for the program of CHAIN, which has number 0 and the first places. */
static void scribble(void)
{
	uint32_t t = RUDE + bench_pick(&f.b, TAPS - RUDE), val = any();
	struct weir_hw *hw = &f.b.hw;

	writes++;
	switch (bench_pick(&f.b, 10)) {
	case 0:
	case 1:
		return weir_hw_wr32(hw, WEIR_FILTER_UOP_0 + 4 * bench_pick(&f.b, WEIR_HW_UOP_WORDS),
				    val);
	case 2:
	case 3:
		if ((val & WEIR_FILTER_STORE_PLACE_MASK) < FILTERS_CHAIN)
			val += FILTERS_CHAIN;
		return weir_hw_wr32(hw, WEIR_FILTER_STORE, val);
	case 4:
		val |= (val & WEIR_FILTER_PROGRAM_INDEX_MASK) == 0;
		return weir_hw_wr32(hw, WEIR_FILTER_PROGRAM, val);
	case 5:
		return weir_hw_wr32(hw, WEIR_FILTER_SNAP, val);
	case 6:
		return weir_hw_wr32(hw, WEIR_TAP_GENERATION(t), val);
	case 7:
		weir_hw_rd32(hw, WEIR_FILTER_UOP_0 + 4 * bench_pick(&f.b, 8));
		return;
	default:
		return weir_hw_wr32(hw, WEIR_TAP_FILTER(t), filter());
	}
}

/* What such a tap keeps is shed before it can cost another's copies. */
static void start_rude(unsigned int t)
{
	struct weir_hw_tap_cfg c = bench_tap_all(t);

	c.backlog = 6000;
	c.retire_us = 20;
	f.b.tap[t].blind = 1;
	f.b.tap[t].hold_max = 0;
	bench_tap_start(&f.b, t, &c);
}

static void start(void)
{
	unsigned int t;

	lane_random_store(&f.rng, true, f.store, f.progs);
	f.taps = TAPS;
	f.alone = true;
	filters_chain(&f, 0);
	filters_load(&f);
	filters_start(&f, ALL);
	filters_start(&f, CHAIN);
	filters_set(&f, CHAIN, 0);
	bench_filter_wait(&f.b, CHAIN);
	for (t = RUDE; t < TAPS; t++)
		start_rude(t);
}

static void rude(uint64_t frames)
{
	uint64_t kept, filtered = 0, shed = 0;
	unsigned int t;

	start();
	gen_line(&f.g, &f.b, 60, frames, 4000);
	while (f.g.left) {
		scribble();
		bench_step(&f.b,
			   bench_pick(&f.b, 4) ? bench_pick(&f.b, 10) : bench_pick(&f.b, 300));
		if (!bench_one_in(&f.b, 500))
			continue;
		t = RUDE + bench_pick(&f.b, TAPS - RUDE);
		bench_tap_stop(&f.b, t);
		start_rude(t);
		restarts++;
	}
	gen_finish(&f.g, &f.b);
	for (t = 0; t < TAPS; t++) {
		if (t < RUDE) {
			filters_stop(&f, t);
			continue;
		}
		bench_tap_stop(&f.b, t);
		f.b.tap[t].blind = 0;
		filtered += f.b.count[t][WEIR_HW_TAP_filtered];
		shed += f.b.count[t][WEIR_HW_TAP_drop_backlog];
	}
	kept = f.b.tap[ALL].walk.delivered;
	printf("note: %" PRIu64 " frames, %d late; %" PRIu64 " accesses, %" PRIu64
	       " restarts; %" PRIu64 " and %" PRIu64 " copies of the others, of the rude %" PRIu64
	       " rejected, %" PRIu64 " shed\n",
	       frames, f.b.late, writes, restarts, kept, f.b.tap[CHAIN].walk.delivered, filtered,
	       shed);
	if (kept != frames ||
	    f.b.tap[CHAIN].walk.delivered + f.b.tap[CHAIN].walk.filtered != frames ||
	    f.b.port[WEIR_HW_PORT_overflow])
		bench_fail(&f.b, "each frame for the other taps expected, and no overflow");
	if (!filtered || !restarts)
		bench_fail(&f.b, "frames rejected and taps started anew expected");
}

/* The same taps and more, with filters that are told as they should. */
static void polite(uint64_t frames)
{
	unsigned int t;

	if (weir_hw_wait(&f.b.hw, WEIR_FILTER_SWAPPING, ~0u, 0))
		bench_fail(&f.b, "no change of a filter under way expected, actual %x",
			   weir_hw_rd32(&f.b.hw, WEIR_FILTER_SWAPPING));
	for (t = 0; t < TAPS; t++)
		filters_chain(&f, t);
	filters_load(&f);
	for (t = 0; t < TAPS; t++) {
		filters_start(&f, t);
		filters_set(&f, t, t);
		bench_filter_wait(&f.b, t);
	}
	gen_line(&f.g, &f.b, 60, frames, 4000);
	gen_finish(&f.g, &f.b);
	for (t = 0; t < TAPS; t++) {
		filters_stop(&f, t);
		filters_judged(&f, t, frames);
	}
}

int main(int argc, char **argv)
{
	uint64_t seed, frames;

	if (argc < 3)
		return 2;
	frames = strtoull(argv[2], NULL, 0);
	for (seed = 1; seed <= strtoull(argv[1], NULL, 0); seed++) {
		filters_open(&f, "t_filter_rude", seed);
		writes = restarts = 0;
		rude(frames);
		polite(frames / 4);
		bench_close(&f.b);
	}
	return 0;
}
