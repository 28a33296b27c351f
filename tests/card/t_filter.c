// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_filter.c - the card's filters against the simulator of bpflite, frame by frame
 *
 *   t_filter random SEED ROUNDS FRAMES
 *       random stores, wild ones too, and programs of 1 to 16 taps, at line rate: no content may lose a frame
 *       that the simulator keeps, or keep another one
 *   t_filter swap SEED RELOADS TAPS
 *       while frames come, of 64 bytes back to back to one tap or others to three, programs are written to
 *       the store and put in force: each frame is judged by one of them, that which the completion record of
 *       its block names
 *   t_filter line FRAMES TAPS
 *       frames of 64 bytes back to back, and one tap, or four with filters of their own that together keep
 *       each frame at most once: none is lost, whatever has been in the store before, and each snapshot on
 *       the way accounts for all
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

static int said(uint32_t kind, uint32_t bytes, uint32_t *keep)
{
	if (kind == BPFL_KEEP && bytes < 16383)
		*keep = bytes;
	return kind == BPFL_DROP ? 0 : kind == BPFL_KEEP ? 1 : 2;
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
		if (m.event[i].prog == p)
			return said(m.event[i].kind, m.event[i].keep, keep);
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

/* ---- reloads ---- */

/* A number's part of the store, which its programs do not leave. */
#define PART (BPFL_STORE / LANE_PROGS)
/* Each generation's program, kept: its place is another's soon. */
static struct kept_program {
	struct lane_prog prog;
	struct bpfl_uop uop[PART];
} kept[3][GENERATIONS];

static uint16_t inside(uint16_t target, uint32_t from)
{
	return target & WEIR_UOP_VERDICT ? target : (uint16_t)(from + target % PART);
}

/* Another program for a number that no tap has: turns of three such are within the budget. */
static void write_program(uint64_t *rng, uint32_t p)
{
	static struct bpfl_uop fresh[BPFL_STORE];
	static struct lane_prog entries[LANE_PROGS];
	uint32_t from = p * PART, most = b.hw.p.budget / 3, i;
	struct weir_hw_program hw;
	struct bpfl_fields f;

	lane_random_store(rng, false, fresh, entries);
	memcpy(&store[from], &fresh[from], PART * sizeof(store[0]));
	sober();
	for (i = from; i < from + PART; i++) {
		bpfl_unpack(&f, &store[i]);
		f.t_eq = inside(f.t_eq, from);
		f.t_lt = inside(f.t_lt, from);
		f.t_gt = inside(f.t_gt, from);
		bpfl_pack(&store[i], &f);
	}
	progs[p] = entries[p];
	progs[p].start = (uint16_t)(from + progs[p].start % PART);
	if (progs[p].slots > most)
		progs[p].slots = (uint8_t)most;
	hw = (struct weir_hw_program){ progs[p].start, progs[p].slots, progs[p].snap, progs[p].wire };
	if (weir_hw_store(&b.hw, from, (const u32 (*)[WEIR_HW_UOP_WORDS])&store[from], PART) ||
	    weir_hw_program(&b.hw, p, &hw))
		bench_fail(&b, "program %u cannot be loaded", p);
}

static int reloaded(void *ctx, unsigned int tap, uint32_t generation, const struct model_frame *f,
		    uint32_t *keep)
{
	static struct bpfl_uop lane[BPFL_STORE];
	static struct lane_job job;
	const struct kept_program *k = &kept[tap][generation];
	struct bpfl_run run = { k->prog.start, k->prog.slots, k->prog.snap, k->prog.wire };
	struct bpfl_verdict v;

	(void)ctx;
	*keep = UINT32_MAX;
	if (program[tap][generation] == UINT32_MAX)
		return 1;
	job_of(f, &job);
	memcpy(&lane[k->prog.start / PART * PART], k->uop, sizeof(k->uop));
	v = bpfl_run(lane, &run, &job.frame, NULL, NULL);
	return said(v.kind, v.keep, keep);
}

/* Into a free number, then in force; now and then no program. Returns whether it was a load. */
static int reload(uint64_t *rng, unsigned int t)
{
	uint32_t p = bench_pick(&b, LANE_PROGS), gen = newest[t] + 1, i;

	if (bench_one_in(&b, 20)) {
		set(t, UINT32_MAX);
		return 0;
	}
	for (i = 0; i < taps; i++)
		if (program[i][newest[i]] == p) {
			p = (p + 1) % LANE_PROGS;
			i = UINT32_MAX; /* from the first one again */
		}
	write_program(rng, p);
	kept[t][gen].prog = progs[p];
	memcpy(kept[t][gen].uop, &store[p * PART], sizeof(kept[t][gen].uop));
	set(t, p);
	return 1;
}

static void swap(uint64_t *rng, uint64_t reloads)
{
	uint64_t n = 0, delivered = 0, filtered = 0;
	unsigned int t;

	lane_random_store(rng, false, store, progs);
	load();
	for (t = 0; t < taps; t++) {
		start(t);
		b.tap[t].walk.verdict = reloaded;
	}
	gen_start(&g, &b, 4000);
	g.left = UINT64_MAX;
	/* Three copies of each frame are more than the bus carries at line rate. */
	g.min = taps > 1 ? 46 : 60;
	g.max = taps > 1 ? 100 : 60;
	g.gap_permille = taps > 1 ? 1000 : 0;
	g.gap_max = 60;
	g.random = 1;
	while (n < reloads) {
		t = bench_pick(&b, taps);
		n += (uint64_t)reload(rng, t);
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
	printf("note: %" PRIu64 " programs loaded while %" PRIu64 " frames came, %d of them late; %" PRIu64
	       " copies delivered, %" PRIu64 " rejected\n", n, b.sent, b.late, delivered, filtered);
	if (delivered < n || filtered < n)
		bench_fail(&b, "some kept and some rejected by a program expected");
}

/* ---- line rate ---- */

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

/* Returns the copies delivered. */
static uint64_t judged(unsigned int t, uint64_t frames)
{
	uint64_t delivered = bench_count(&b, t, WEIR_HW_TAP_delivered);
	uint64_t filtered = bench_count(&b, t, WEIR_HW_TAP_filtered);

	printf("note: tap %u: %" PRIu64 " of %" PRIu64 " frames kept, %" PRIu64 " rejected\n", t, delivered,
	       frames, filtered);
	if (delivered + filtered != frames || bench_count(&b, t, WEIR_HW_TAP_matched) != frames || !delivered)
		bench_fail(&b, "tap %u: all of %" PRIu64 " frames kept or rejected expected", t, frames);
	return delivered;
}

static void line(uint64_t *rng, uint64_t frames)
{
	uint64_t pending = 0, snapshots = 0, copies = 0;
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
	for (; g.left; snapshots++) {
		bench_step(&b, 20000);
		/* It checks the tap's sum. To read more would hold up the port's next frames. */
		bench_snapshot_quick(&b, 1u << snapshots % taps);
		pending += b.count[snapshots % taps][WEIR_HW_TAP_pending];
	}
	gen_finish(&g, &b);
	for (t = 0; t < taps; t++) {
		stop(t);
		copies += judged(t, frames);
	}
	printf("note: %" PRIu64 " snapshots, %" PRIu64 " frames pending in one as a mean; %d frames late\n",
	       snapshots, pending / snapshots, b.late);
	if (!pending || copies > frames)
		bench_fail(&b, "frames pending in snapshots, and one copy a frame at most expected");
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
