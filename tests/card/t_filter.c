// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_filter.c - the card's filters against the simulator of bpflite, frame by frame
 *
 *   t_filter random SEED ROUNDS FRAMES
 *       random stores, wild ones too, and programs of 1 to 16 taps, at line rate: no content may lose a frame
 *       that the simulator keeps, or keep another one
 *   t_filter swap SEED CHANGES TAPS
 *       one tap, at line rate, or three change programs while frames come: each frame is judged by one of
 *       them, that which the completion record of its block names
 *   t_filter line FRAMES TAPS
 *       frames of 64 bytes back to back, and one tap, or four with filters of their own that together keep
 *       each frame at most once: none is lost, whatever has been in the store before
 *
 * Guards wrong verdicts, lengths and orders, drops that filters cause, and frames between two filters.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"
#include "tests/rtl/lane_bench.h"

#define RANDOM_META 6
#define GENERATIONS 4096u

static struct bench b;
static struct gen g;
static struct bpfl_uop store[BPFL_STORE];
static struct lane_prog progs[LANE_PROGS];
/* Program of a tap's generation; none: UINT32_MAX. */
static uint32_t program[BENCH_TAPS][GENERATIONS];
static uint32_t taps, newest[BENCH_TAPS];
static uint64_t seen[SEEN_N];
static bool alone;	/* no tap's program takes turns from another's: the budget is enough for all */

/* What nobody outside the card can know is not asked for. */
static void sober(void)
{
	struct bpfl_fields f;
	uint32_t i;

	for (i = 0; i < BPFL_STORE; i++) {
		bpfl_unpack(&f, &store[i]);
		if (f.src != WEIR_UOP_SRC_META || (f.off & 15) != RANDOM_META)
			continue;
		f.off = WEIR_UOP_META_PROTO;
		bpfl_pack(&store[i], &f);
	}
}

static void load(void)
{
	uint32_t i;

	sober();
	if (weir_hw_store(&b.hw, 0, (const u32 (*)[WEIR_HW_UOP_WORDS])store, BPFL_STORE))
		bench_fail(&b, "the store cannot be written");
	for (i = 0; i < LANE_PROGS; i++) {
		struct weir_hw_program p = { progs[i].start, progs[i].slots, progs[i].snap, progs[i].wire };

		if (p.slots > b.hw.p.budget)
			p.slots = progs[i].slots = (uint8_t)b.hw.p.budget;
		if (weir_hw_program(&b.hw, i, &p))
			bench_fail(&b, "program %u cannot be set", i);
	}
}

/* As the lanes see it: its first bytes on the wire. */
static void job_of(const struct model_frame *f, struct lane_job *job)
{
	uint32_t head = f->vlan ? 12 : 0, n;

	job->frame = (struct bpfl_frame){ job->window, f->len, f->vlan, f->tci, f->tpid, f->proto, f->ptype,
					  f->hash, 0 };
	memset(job->window, 0xee, sizeof(job->window));
	memcpy(job->window, f->data, head);
	if (f->vlan) {
		job->window[12] = (uint8_t)(f->tpid >> 8);
		job->window[13] = (uint8_t)f->tpid;
		job->window[14] = (uint8_t)(f->tci >> 8);
		job->window[15] = (uint8_t)f->tci;
		head = 16;
	}
	n = f->len - (f->vlan ? 12 : 0);
	memcpy(job->window + head, f->data + (f->vlan ? 12 : 0),
	       n < BPFL_WINDOW - head ? n : BPFL_WINDOW - head);
}

/* All taps match all frames, so the frame's programs are those of all taps; with `alone` of this one. */
static int verdict(void *ctx, unsigned int tap, uint32_t generation, const struct model_frame *f,
		   uint32_t *keep)
{
	static struct lane_model m;
	static struct lane_job job;
	uint32_t p = program[tap][generation % GENERATIONS], t, i;

	(void)ctx;
	*keep = UINT32_MAX;
	if (p == UINT32_MAX)
		return 1;
	job_of(f, &job);
	job.progs = (uint16_t)(1u << p);
	for (t = 0; t < taps && !alone; t++)
		if (program[t][newest[t]] != UINT32_MAX)
			job.progs |= (uint16_t)(1u << program[t][newest[t]]);
	lane_model_run(&m, store, progs, &job, b.hw.p.budget, seen);
	for (i = 0; i < m.events; i++)
		if (m.event[i].prog == p) {
			if (m.event[i].kind == BPFL_KEEP && m.event[i].keep < 16383)
				*keep = m.event[i].keep;
			return m.event[i].kind == BPFL_DROP ? 0 : m.event[i].kind == BPFL_KEEP ? 1 : 2;
		}
	return 2;
}

static void set(unsigned int t, uint32_t p)
{
	newest[t]++;
	program[t][newest[t] % GENERATIONS] = p;
	bench_filter(&b, t, p == UINT32_MAX ? WEIR_HW_NO_PROGRAM : p);
}

static void start(unsigned int t)
{
	struct weir_hw_tap_cfg c = bench_tap_all(t);

	c.snaplen = bench_pick(&b, 4) ? c.snaplen : bench_pick(&b, 200);
	c.backlog = 60000;
	c.block_nr = 16;
	c.retire_us = 20 + bench_pick(&b, 100);
	bench_tap_start(&b, t, &c);
	b.tap[t].hold_max = 0;
	b.tap[t].walk.verdict = verdict;
	b.tap[t].walk.gen = b.tap[t].walk.latest = b.tap[t].walk.sure = newest[t];
}

static void stop(unsigned int t)
{
	bench_tap_stop(&b, t);
	if (b.tap[t].walk.lost || bench_count(&b, t, WEIR_HW_TAP_drop_no_block))
		bench_fail(&b, "tap %u: %" PRIu64 " frames lost", t, b.tap[t].walk.lost);
}

static uint32_t pick_program(void)
{
	return bench_pick(&b, 5) ? bench_pick(&b, LANE_PROGS) : UINT32_MAX;
}

static void random_round(uint64_t *rng, uint64_t frames)
{
	uint64_t all = 0, filtered = 0;
	unsigned int t;

	taps = 1 + bench_pick(&b, bench_one_in(&b, 3) ? BENCH_TAPS : 3);
	lane_random_store(rng, bench_one_in(&b, 3), store, progs);
	load();
	for (t = 0; t < taps; t++) {
		start(t);
		set(t, pick_program());
		bench_filter_wait(&b, t);
	}
	/* As many copies as the bus carries. */
	gen_start(&g, &b, 4000);
	g.left = frames;
	g.min = 14;
	g.max = bench_one_in(&b, 4) ? 1514 : 200;
	g.random = 1;
	g.gap_permille = taps > 1 ? 1000 : 100;
	g.gap_max = taps > 1 ? 40 * taps : 100;
	gen_finish(&g, &b);
	for (t = 0; t < taps; t++) {
		stop(t);
		all += b.tap[t].walk.delivered;
		filtered += b.tap[t].walk.filtered;
	}
	printf("note: %u taps: %" PRIu64 " copies delivered, %" PRIu64 " rejected\n", taps, all, filtered);
}

/* Programs that are over within the budget together. */
static void short_programs(uint64_t *rng)
{
	uint32_t i;

	lane_random_store(rng, false, store, progs);
	for (i = 0; i < LANE_PROGS; i++)
		if (progs[i].slots > b.hw.p.budget / 3)
			progs[i].slots = (uint8_t)(b.hw.p.budget / 3);
	alone = true;
	load();
}

static void swap(uint64_t *rng, uint64_t changes)
{
	uint64_t n, delivered = 0, filtered = 0;
	unsigned int t;

	short_programs(rng);
	for (t = 0; t < taps; t++)
		start(t);
	gen_start(&g, &b, 4000);
	g.left = UINT64_MAX;
	g.min = 46;
	g.max = 100;
	g.random = 1;
	/* Three copies of each frame are more than the bus carries at line rate. */
	g.gap_permille = taps > 1 ? 1000 : 0;
	g.gap_max = 60;
	for (n = 0; n < changes; n++) {
		t = bench_pick(&b, taps);
		set(t, pick_program());
		bench_step(&b, bench_pick(&b, 4) ? bench_pick(&b, 500) : bench_pick(&b, 8000));
		bench_filter_wait(&b, t);
	}
	g.left = 0;
	gen_finish(&g, &b);
	for (t = 0; t < taps; t++) {
		stop(t);
		delivered += b.tap[t].walk.delivered;
		filtered += b.tap[t].walk.filtered;
	}
	printf("note: %" PRIu64 " changes; %" PRIu64 " copies delivered, %" PRIu64 " rejected\n", changes,
	       delivered, filtered);
}

/* A program of ten turns: bytes that are not what the tap wants end it, at the last one at the latest. */
static void chain(uint32_t t)
{
	struct bpfl_fields f = { .size = WEIR_UOP_SIZE_B, .t_eq = WEIR_UOP_VERDICT | WEIR_UOP_V_ALL };
	uint32_t i;

	progs[t] = (struct lane_prog){ .start = (uint16_t)(t * 10), .slots = 10 };
	for (i = 0; i < 10; i++) {
		bool last = i == 9;

		/* Never true; then two bits of a byte. */
		f.off = (int32_t)(20 + i);
		f.k = last ? t << 1 : 0x100;
		f.lo = last;
		f.hi = last ? 2 : 31;
		f.t_lt = f.t_gt = last ? WEIR_UOP_VERDICT | WEIR_UOP_V_DROP : (uint16_t)(t * 10 + i + 1);
		bpfl_pack(&store[t * 10 + i], &f);
	}
}

static void line(uint64_t *rng, uint64_t frames)
{
	unsigned int t;

	lane_random_store(rng, true, store, progs);
	for (t = 0; t < taps; t++)
		chain(t);
	alone = true;
	load();
	for (t = 0; t < taps; t++) {
		start(t);
		set(t, t);
		bench_filter_wait(&b, t);
	}
	gen_line(&g, &b, 60, frames, 4000);
	gen_finish(&g, &b);
	for (t = 0; t < taps; t++) {
		stop(t);
		printf("note: tap %u: %" PRIu64 " of %" PRIu64 " frames kept, the others rejected\n",
		       t, b.tap[t].walk.delivered, frames);
		if (!b.tap[t].walk.delivered || b.tap[t].walk.delivered + b.tap[t].walk.filtered != frames)
			bench_fail(&b, "tap %u: some kept, and all judged expected", t);
	}
}

int main(int argc, char **argv)
{
	uint64_t seed, rng, n, rounds;

	if (argc < 4)
		return 2;
	seed = strtoull(argv[2], NULL, 0);
	rng = seed * 2 + 1;
	memset(program, 0xff, sizeof(program));
	bench_open(&b, "t_filter", seed, NULL);
	if (!strcmp(argv[1], "line")) {
		taps = (uint32_t)atoi(argv[3]);
		line(&rng, seed);
	} else if (!strcmp(argv[1], "swap")) {
		taps = argc > 4 ? (uint32_t)atoi(argv[4]) : 1;
		swap(&rng, strtoull(argv[3], NULL, 0));
	} else {
		rounds = strtoull(argv[3], NULL, 0);
		for (n = 0; n < rounds; n++)
			random_round(&rng, argc > 4 ? strtoull(argv[4], NULL, 0) : 1000);
	}
	bench_close(&b);
	return 0;
}
