// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_filter.c - the card's filters against the simulator of bpflite, frame by frame
 *
 *   t_filter random SEED ROUNDS FRAMES
 *       random stores, wild ones too, and programs of 1 to 16 taps, with frames of many lengths: no content may
 *       lose a frame that the simulator keeps, or keep another one
 *   t_filter line FRAMES TAPS
 *       frames of 64 bytes back to back, and one tap, or four with filters of their own that together keep
 *       each frame at most once: none is lost, whatever has been in the store before, and each snapshot on
 *       the way accounts for all
 *
 * Guards wrong verdicts, lengths and orders, and drops that filters cause.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filters.h"

static struct filters f;

static uint32_t pick_program(void)
{
	return bench_pick(&f.b, 5) ? bench_pick(&f.b, LANE_PROGS) : UINT32_MAX;
}

static void random_round(uint64_t frames)
{
	uint64_t all = 0, filtered = 0;
	unsigned int t;

	f.taps = 1 + bench_pick(&f.b, bench_one_in(&f.b, 3) ? BENCH_TAPS : 3);
	lane_random_store(&f.rng, bench_one_in(&f.b, 3), f.store, f.progs);
	filters_load(&f);
	for (t = 0; t < f.taps; t++) {
		filters_start(&f, t);
		filters_set(&f, t, pick_program());
		bench_filter_wait(&f.b, t);
	}
	/* As many copies as the bus carries. */
	gen_start(&f.g, &f.b, 4000);
	f.g.left = frames;
	f.g.min = 14;
	f.g.max = bench_one_in(&f.b, 4) ? 1514 : 200;
	f.g.random = 1;
	f.g.gap_permille = f.taps > 1 ? 1000 : 100;
	f.g.gap_max = f.taps > 1 ? 40 * f.taps : 100;
	gen_finish(&f.g, &f.b);
	for (t = 0; t < f.taps; t++) {
		filters_stop(&f, t);
		all += f.b.tap[t].walk.delivered;
		filtered += f.b.tap[t].walk.filtered;
	}
	printf("note: %u taps: %" PRIu64 " copies delivered, %" PRIu64 " rejected\n", f.taps, all, filtered);
}

/* ---- line rate ---- */

static void line(uint64_t frames)
{
	uint64_t pending = 0, snapshots = 0, kept = 0;
	unsigned int t;

	lane_random_store(&f.rng, true, f.store, f.progs);
	for (t = 0; t < f.taps; t++)
		filters_chain(&f, t);
	f.alone = true;
	filters_load(&f);
	for (t = 0; t < f.taps; t++) {
		filters_start(&f, t);
		filters_set(&f, t, t);
		bench_filter_wait(&f.b, t);
	}
	gen_line(&f.g, &f.b, 60, frames, 4000);
	for (; f.g.left; snapshots++) {
		bench_step(&f.b, 20000);
		/* It checks the tap's sum. To read more would hold up the port's next frames. */
		bench_snapshot_quick(&f.b, 1u << snapshots % f.taps);
		pending += f.b.count[snapshots % f.taps][WEIR_HW_TAP_pending];
	}
	gen_finish(&f.g, &f.b);
	for (t = 0; t < f.taps; t++) {
		filters_stop(&f, t);
		kept += filters_judged(&f, t, frames);
	}
	printf("note: %" PRIu64 " snapshots, %" PRIu64 " frames pending in one as a mean; %d frames late\n",
	       snapshots, pending / snapshots, f.b.late);
	if (!pending || kept > frames)
		bench_fail(&f.b, "frames pending in snapshots, and one copy a frame at most expected");
}

int main(int argc, char **argv)
{
	uint64_t n, rounds, frames;

	if (argc < 4)
		return 2;
	filters_open(&f, "t_filter", strtoull(argv[2], NULL, 0));
	rounds = strtoull(argv[3], NULL, 0);
	frames = argc > 4 ? strtoull(argv[4], NULL, 0) : 1000;
	if (!strcmp(argv[1], "line")) {
		f.taps = (uint32_t)rounds;
		line(f.b.seed);
	} else {
		for (n = 0; n < rounds; n++)
			random_round(frames);
	}
	bench_close(&f.b);
	return 0;
}
