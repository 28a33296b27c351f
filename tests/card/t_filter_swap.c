// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_filter_swap.c SEED RELOADS TAPS - programs are written and put in force while frames come, of
 * 64 bytes back to back to one tap, or others to three: each frame is judged by one of them as it
 * was then, that which the completion record of its block names
 *
 * Most go where the tap's program before was, as soon as the card says that it is free. Guards
 * frames between two filters, and places and generations that are used again while a frame still
 * needs them.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filters.h"

/* A number's part of the store, which its programs do not leave. */
#define PART (BPFL_STORE / LANE_PROGS)
#define TAPS 3

static struct filters f;
/* Each generation's program, kept: its place is another's soon. */
static struct kept_program {
	struct lane_prog prog;
	struct bpfl_uop uop[PART];
} kept[TAPS][FILTERS_GENERATIONS];

static uint32_t program_of(unsigned int t, uint32_t generation)
{
	return f.program[t][generation % FILTERS_GENERATIONS];
}

static uint16_t inside(uint16_t target, uint32_t from, uint32_t n)
{
	return target & WEIR_UOP_VERDICT ? target : (uint16_t)(from + target % n);
}

/* Of n micro-operations; turns of three programs are within the budget. */
static void make_program(uint32_t p, uint32_t n)
{
	static struct bpfl_uop fresh[BPFL_STORE];
	static struct lane_prog entries[LANE_PROGS];
	uint32_t from = p * PART, most = f.b.hw.p.budget / TAPS, i;
	struct bpfl_fields u;

	lane_random_store(&f.rng, false, fresh, entries);
	filters_sober(fresh, n);
	for (i = 0; i < n; i++) {
		bpfl_unpack(&u, &fresh[i]);
		u.t_eq = inside(u.t_eq, from, n);
		u.t_lt = inside(u.t_lt, from, n);
		u.t_gt = inside(u.t_gt, from, n);
		bpfl_pack(&f.store[from + i], &u);
	}
	f.progs[p] = entries[p];
	f.progs[p].start = (uint16_t)(from + f.progs[p].start % n);
	if (f.progs[p].slots > most)
		f.progs[p].slots = (uint8_t)most;
}

/* Another program for a number that no tap has. Its entry comes first or last. */
static void write_program(uint32_t p)
{
	uint32_t from = p * PART, n = 1 + bench_pick(&f.b, bench_one_in(&f.b, 3) ? PART : 8);
	bool first = bench_one_in(&f.b, 2);
	struct weir_hw_program hw;
	int ret = 0;

	make_program(p, n);
	hw = (struct weir_hw_program){ f.progs[p].start, f.progs[p].slots, f.progs[p].snap,
				       f.progs[p].wire };
	if (first)
		ret = weir_hw_program(&f.b.hw, p, &hw);
	if (!ret)
		ret = weir_hw_store(&f.b.hw, from,
				    (const u32(*)[WEIR_HW_UOP_WORDS]) & f.store[from], n);
	if (!ret && !first)
		ret = weir_hw_program(&f.b.hw, p, &hw);
	if (ret)
		bench_fail(&f.b, "program %u cannot be loaded", p);
}

static int verdict(void *ctx, unsigned int tap, uint32_t generation,
		   const struct model_frame *frame, uint32_t *keep)
{
	static struct bpfl_uop lane[BPFL_STORE];
	static struct lane_job job;
	const struct kept_program *k = &kept[tap][generation % FILTERS_GENERATIONS];
	struct bpfl_run run = { k->prog.start, k->prog.slots, k->prog.snap, k->prog.wire };
	struct bpfl_verdict v;

	(void)ctx;
	*keep = UINT32_MAX;
	if (program_of(tap, generation) == UINT32_MAX)
		return 1;
	filters_job(frame, &job);
	memcpy(&lane[k->prog.start / PART * PART], k->uop, sizeof(k->uop));
	v = bpfl_run(lane, &run, &job.frame, NULL, NULL);
	return filters_said(v.kind, v.keep, keep);
}

static bool in_force(uint32_t p)
{
	uint32_t t;

	for (t = 0; t < f.taps; t++)
		if (program_of(t, f.newest[t]) == p)
			return true;
	return false;
}

/*
 * Into a free number, then in force; now and then no program. Returns whether it went where the
 * one before was.
 */
static int reload(unsigned int t)
{
	uint32_t gen = f.newest[t] + 1, before = gen > 1 ? program_of(t, gen - 2) : UINT32_MAX,
		 p = before;
	struct kept_program *k = &kept[t][gen % FILTERS_GENERATIONS];

	if (p == UINT32_MAX || bench_one_in(&f.b, 8))
		p = bench_pick(&f.b, LANE_PROGS);
	while (in_force(p))
		p = (p + 1) % LANE_PROGS;
	write_program(p);
	k->prog = f.progs[p];
	memcpy(k->uop, &f.store[p * PART], sizeof(k->uop));
	filters_set(&f, t, p);
	return p == before;
}

static void start(void)
{
	unsigned int t;

	f.alone = true;
	lane_random_store(&f.rng, false, f.store, f.progs);
	filters_load(&f);
	for (t = 0; t < f.taps; t++) {
		filters_start(&f, t);
		f.b.tap[t].walk.verdict = verdict;
	}
	filters_line(&f, UINT64_MAX);
	if (f.taps == 1)
		return;
	/* Three copies of each frame are more than the bus carries at line rate. */
	f.g.min = 46;
	f.g.max = 100;
	f.g.gap_permille = 1000;
	f.g.gap_max = 60;
}

static void swap(uint64_t reloads)
{
	uint64_t n = 0, same = 0, delivered = 0, filtered = 0;
	unsigned int t;

	start();
	while (n < reloads) {
		t = bench_pick(&f.b, f.taps);
		if (bench_one_in(&f.b, 30)) {
			filters_set(&f, t, UINT32_MAX);
		} else {
			same += (uint64_t)reload(t);
			n++;
		}
		bench_step(&f.b,
			   bench_pick(&f.b, 4) ? bench_pick(&f.b, 500) : bench_pick(&f.b, 8000));
		bench_filter_wait(&f.b, t);
	}
	f.g.left = 0;
	gen_finish(&f.g, &f.b);
	for (t = 0; t < f.taps; t++) {
		filters_stop(&f, t);
		delivered += f.b.tap[t].walk.delivered;
		filtered += f.b.tap[t].walk.filtered;
	}
	printf("note: %" PRIu64 " programs loaded, %" PRIu64
	       " where the tap's one before was, while %" PRIu64
	       " frames came, %d of them late; %" PRIu64 " copies delivered, %" PRIu64
	       " rejected\n",
	       n, same, f.b.sent, f.b.late, delivered, filtered);
	if (delivered < n || filtered < n || same < n / 2)
		bench_fail(&f.b, "frames kept and rejected, and most places used again expected");
}

int main(int argc, char **argv)
{
	if (argc < 4)
		return 2;
	filters_open(&f, "t_filter_swap", strtoull(argv[1], NULL, 0));
	f.taps = (uint32_t)atoi(argv[3]);
	if (!f.taps || f.taps > TAPS)
		bench_fail(&f.b, "1 to %d taps expected", TAPS);
	swap(strtoull(argv[2], NULL, 0));
	bench_close(&f.b);
	return 0;
}
