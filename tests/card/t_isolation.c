// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_isolation.c - what the applications of other taps do costs a tap at line rate nothing
 *
 * Tap 0 takes minimum frames back to back and loses none, while the other taps want the same frames
 * and have applications that never give a block back, take long, have a ring of one block, or
 * give back in the wrong order. Guards the writer against waiting for an application.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gen.h"

#define NEVER UINT64_MAX

static struct bench b;
static struct gen g;

static const struct other {
	uint32_t nr, pages, mac;
	uint64_t hold_min, hold_max;
} never[] = { { 1, 1, 82, NEVER, NEVER } }, one_block[] = { { 1, 1, 82, 40000, 80000 } },
  slow[] = { { 4, 1, 82, 100000, 300000 },
	     { 7, 1, 83, 50000, 400000 },
	     { 2, 2, 90, 200000, 200000 } },
  all[] = { { 1, 1, 82, NEVER, NEVER },
	    { 1, 1, 82, 60000, 90000 },
	    { 5, 1, 85, 200000, 700000 },
	    { 12, 1, 82, 400000, 900000 },
	    { 2, 1, 100, 100000, 100000 } };

/*
 * BACKLOG counts bytes of frames, and each may stand for a copy for every tap: the others' share is
 * divided by their number, or their copies alone would keep the bus busy until tap 0 sheds.
 */
static void start(unsigned int t, const struct other *o, unsigned int taps)
{
	struct weir_hw_tap_cfg c = bench_tap_all(t);

	c.block_nr = o->nr;
	c.block_pages = o->pages;
	c.mac_offset = o->mac;
	c.net_offset = o->mac + 14;
	c.backlog = 24000 / taps;
	b.tap[t].hold_min = o->hold_min;
	b.tap[t].hold_max = o->hold_max;
	bench_tap_start(&b, t, &c);
}

static void run(const char *name, const struct other *o, unsigned int kinds, unsigned int taps,
		uint64_t frames)
{
	struct weir_hw_tap_cfg c = bench_tap_all(0);
	uint64_t lost, blocks = 0;
	unsigned int t;

	b.tap[0].hold_max = 0;
	bench_tap_start(&b, 0, &c);
	for (t = 1; t <= taps; t++)
		start(t, &o[t % kinds], taps);
	gen_line(&g, &b, 60, frames, 4000);
	gen_finish(&g, &b);
	for (t = 0; t <= taps; t++)
		bench_tap_stop(&b, t);
	lost = g.made - b.tap[0].walk.delivered;
	for (t = 1; t <= taps; t++)
		blocks += b.tap[t].walk.blocks;
	printf("note: %s: %u other taps, %" PRIu64 " blocks theirs; tap 0 lost %" PRIu64
	       " of %" PRIu64 " frames\n",
	       name, taps, blocks, lost, g.made);
	if (lost || b.port[WEIR_HW_PORT_overflow])
		bench_fail(&b,
			   "%s: no frame of tap 0 lost expected, actual %" PRIu64
			   ", overflow %" PRIu64,
			   name, lost, b.port[WEIR_HW_PORT_overflow]);
	if (!blocks)
		bench_fail(&b, "%s: some blocks of the others expected", name);
}

int main(int argc, char **argv)
{
	uint64_t frames = argc > 1 ? strtoull(argv[1], NULL, 0) : 40000;

	bench_open(&b, "t_isolation", 1, NULL);
	run("never given back", never, 1, 15, frames);
	run("rings of one block", one_block, 1, 7, frames);
	run("slow", slow, sizeof(slow) / sizeof(slow[0]), 6, frames);
	run("all kinds", all, sizeof(all) / sizeof(all[0]), 15, frames);
	bench_close(&b);
	return 0;
}
