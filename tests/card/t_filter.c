// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_filter.c - the card's filters against the simulator of bpflite, frame by frame
 *
 *   t_filter random SEED ROUNDS FRAMES
 *       random stores, wild ones too, and programs of 1 to 16 taps, with frames of many lengths: no
 *       content may lose a frame that the simulator keeps, or keep another one
 *   t_filter wild SEED ROUNDS FRAMES
 *       the same of stores and programs of which all bits are random, in each other round but for
 *       verdicts, with frames of 64 bytes back to back
 *   t_filter line FRAMES TAPS
 *       frames of 64 bytes back to back, and one tap, or four with filters of their own that
 *       together keep each frame at most once: none is lost, whatever has been in the store before,
 *       and each snapshot on the way accounts for all
 *
 * Guards wrong verdicts, lengths and orders, and drops that filters cause.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filters.h"

/*
 * Frames of 64 bytes at line rate, of which the bus carries two copies each: on how many wild
 * programs are tried, and how many copies in ten of them the taps may keep.
 */
#define TRIED 100u
#define COPIES_IN_TEN 15u

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
	printf("note: %u taps: %" PRIu64 " copies delivered, %" PRIu64 " rejected\n", f.taps, all,
	       filtered);
}

/* ---- wild programs ---- */

static struct model_frame tried[TRIED];

static void make_tried(void)
{
	static struct rx_verdict v[TRIED];
	static struct rx_frame in;
	uint32_t i;

	for (i = 0; i < TRIED; i++) {
		do {
			rx_random_frame(&f.rng, &f.b.rx, 60, &in);
			in.bad = 0;
			rx_judge(&f.b.rx, &in, &v[i]);
		} while (v[i].err);
		tried[i] = (struct model_frame){ .len = v[i].stored,
						 .data = v[i].data,
						 .hash = v[i].hash,
						 .tci = v[i].tci,
						 .tpid = v[i].tpid,
						 .proto = v[i].proto,
						 .vlan = (uint8_t)v[i].vlan,
						 .ptype = (uint8_t)v[i].ptype };
	}
}

/* Of random verdicts hardly any is one that there is. */
static uint16_t verdict_there_is(uint16_t target)
{
	return target & WEIR_UOP_VERDICT ? (uint16_t)(WEIR_UOP_VERDICT | target % 6) : target;
}

static void make_store(bool verdicts)
{
	struct bpfl_fields u;
	uint32_t i;

	lane_random_store(&f.rng, true, f.store, f.progs);
	filters_sober(f.store, BPFL_STORE);
	for (i = 0; i < BPFL_STORE && verdicts; i++) {
		bpfl_unpack(&u, &f.store[i]);
		u.t_eq = verdict_there_is(u.t_eq);
		u.t_lt = verdict_there_is(u.t_lt);
		u.t_gt = verdict_there_is(u.t_gt);
		bpfl_pack(&f.store[i], &u);
	}
}

/*
 * Places from which a program says this of some frames and that of others: few, of wild
 * micro-operations.
 */
static uint32_t mixed[BPFL_STORE], mixed_n;

static void find_mixed(void)
{
	static struct lane_job job[TRIED];
	uint32_t i, p, drops;

	for (i = 0; i < TRIED; i++)
		filters_job(&tried[i], &job[i]);
	for (p = mixed_n = 0; p < BPFL_STORE; p++) {
		struct bpfl_run run = { .start = p, .slots = f.b.hw.p.budget };

		for (i = drops = 0; i < TRIED; i++)
			drops += bpfl_run(f.store, &run, &job[i].frame, NULL, NULL).kind ==
				 BPFL_DROP;
		if (drops && drops < TRIED)
			mixed[mixed_n++] = p;
	}
}

/* Copies that the taps keep of those frames. */
static uint32_t copies(void)
{
	uint32_t i, t, keep, n = 0;

	for (i = 0; i < TRIED; i++)
		for (t = 0; t < f.taps; t++)
			n += filters_verdict(&f, t, f.newest[t], &tried[i], &keep) != 0;
	return n;
}

/*
 * Another random program, or one that another tap has, for the last tap, until the bus carries
 * what all taps keep.
 */
static void choose(void)
{
	uint32_t t = f.taps - 1, *p = &f.program[t][f.newest[t] % FILTERS_GENERATIONS], i;

	do {
		*p = bench_pick(&f.b, LANE_PROGS);
		for (i = 0; i < t && f.program[i][f.newest[i] % FILTERS_GENERATIONS] != *p; i++)
			;
		if (i < t)
			continue;
		lane_random_prog(&f.rng, &f.progs[*p]);
		if (mixed_n && bench_pick(&f.b, 4))
			f.progs[*p].start = (uint16_t)mixed[bench_pick(&f.b, mixed_n)];
		if (f.progs[*p].slots > f.b.hw.p.budget)
			f.progs[*p].slots = (uint8_t)f.b.hw.p.budget;
	} while (copies() * 10 > TRIED * COPIES_IN_TEN);
}

static void wild_round(uint64_t n, uint64_t frames, uint32_t taps)
{
	uint64_t all = 0, filtered = 0, unsure = 0;
	unsigned int t;

	make_store(n % 2);
	make_tried();
	find_mixed();
	for (f.taps = 1; f.taps <= taps; f.taps++)
		choose();
	f.taps = taps;
	filters_load(&f);
	for (t = 0; t < taps; t++) {
		uint32_t p = f.program[t][f.newest[t] % FILTERS_GENERATIONS];

		filters_start(&f, t);
		filters_set(&f, t, p);
		bench_filter_wait(&f.b, t);
	}
	filters_line(&f, frames);
	gen_finish(&f.g, &f.b);
	for (t = 0; t < taps; t++) {
		filters_stop(&f, t);
		all += f.b.tap[t].walk.delivered;
		filtered += f.b.tap[t].walk.filtered;
		unsure += f.b.tap[t].walk.unsure;
	}
	printf("note: %u taps: %" PRIu64 " copies delivered, %" PRIu64 " of them unsure, %" PRIu64
	       " rejected, %d late\n",
	       taps, all, unsure, filtered, f.b.late);
	if (all + filtered != frames * taps || f.b.port[WEIR_HW_PORT_overflow] || f.b.late)
		bench_fail(&f.b,
			   "all frames judged expected, none lost by overflow: actual %" PRIu64
			   " of %" PRIu64 ", %" PRIu64,
			   all + filtered, frames * taps,
			   (uint64_t)f.b.port[WEIR_HW_PORT_overflow]);
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
	printf("note: %" PRIu64 " snapshots, %" PRIu64
	       " frames pending in one as a mean; %d frames late\n",
	       snapshots, pending / snapshots, f.b.late);
	if (!pending || kept > frames)
		bench_fail(&f.b,
			   "frames pending in snapshots, and one copy a frame at most expected");
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
			if (!strcmp(argv[1], "wild"))
				wild_round(n, frames,
					   n > 1 ? 1 + bench_pick(&f.b, BENCH_TAPS) : BENCH_TAPS);
			else
				random_round(frames);
	}
	bench_close(&f.b);
	return 0;
}
