// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_retire_timer.c - a block is retired RETIRE microseconds after its first frame, clocked or jumped
 *
 * Guards the timers' length and order, that an empty block is never retired, that RETIRE 0 means never,
 * and that idle time which is jumped, not clocked, never passes a deadline.
 */
#include <inttypes.h>
#include <linux/if_packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"

/* A timer's microsecond has begun already, 16 taps share a timer, DMA takes 3 answers: generous. */
#define EARLY 160
#define LATE (160 + 1000)

static struct bench b;
static struct gen g;
static uint64_t first[BENCH_TAPS]; /* cycle in which a tap's first frame began */

static uint64_t cycles_of(uint64_t us)
{
	return us * 625 / 4;
}

static void start(unsigned int t, uint32_t us)
{
	struct weir_hw_tap_cfg c = bench_tap_all(t);

	c.block_pages = 1;
	c.retire_us = us;
	b.tap[t].hold_max = UINT64_MAX;
	bench_tap_start(&b, t, &c);
}

/* One frame for all taps that run. */
static void send(void)
{
	gen_line(&g, &b, 60, 1, 100);
	while (g.left || b.waiting || !weir_dev_port_idle(b.dev))
		bench_step(&b, 16);
}

static void check(unsigned int t)
{
	struct bench_tap *tap = &b.tap[t];
	uint64_t took = bench_cycle(&b) - first[t], want = cycles_of(tap->cfg.retire_us);
	uint32_t i = (tap->next + tap->cfg.block_nr - 1) % tap->cfg.block_nr;
	struct tpacket_block_desc d;

	if (took + EARLY < want || took > want + LATE)
		bench_fail(&b,
			   "tap %u: retired after %u us (%" PRIu64
			   " cycles) expected, actual %" PRIu64,
			   t, tap->cfg.retire_us, want, took);
	memcpy(&d, tap->block[i].mem, sizeof(d));
	if (!(d.hdr.bh1.block_status & TP_STATUS_BLK_TMO))
		bench_fail(&b, "tap %u: BLK_TMO expected, actual status %x", t,
			   d.hdr.bh1.block_status);
}

/* Lets time pass, jumping where it may, until so many taps have one block more. */
static void pass(unsigned int taps, int jump, uint64_t longest)
{
	uint64_t end = bench_cycle(&b) + longest, blocks[BENCH_TAPS];
	unsigned int t, left = taps;

	for (t = 0; t < BENCH_TAPS; t++)
		blocks[t] = b.tap[t].walk.blocks;
	while (left) {
		if (bench_cycle(&b) > end)
			bench_fail(&b, "%u taps retired expected, actual %u still not", taps, left);
		bench_step(&b, 16);
		for (t = 0; t < BENCH_TAPS; t++)
			if (b.tap[t].on && b.tap[t].walk.blocks > blocks[t]) {
				blocks[t] = UINT64_MAX;
				left--;
				check(t);
			}
		if (jump && left)
			weir_dev_jump(b.dev, UINT64_MAX / 4);
	}
}

static void all_taps(const uint32_t us[], unsigned int taps, int jump)
{
	uint32_t longest = 0;
	unsigned int t;

	for (t = 0; t < taps; t++) {
		start(t, us[t]);
		longest = us[t] > longest ? us[t] : longest;
	}
	bench_step(&b, 4000);
	send();
	for (t = 0; t < taps; t++)
		first[t] = model_get(&b.model, b.model.frames - 1)->start;
	pass(taps, jump, cycles_of(longest) + 2 * LATE);
	for (t = 0; t < taps; t++)
		bench_tap_stop(&b, t);
}

/* Nothing retires a block without frames, nor one whose tap has RETIRE 0. */
static void never(void)
{
	start(0, 1);
	start(1, 0);
	bench_step(&b, 4000);
	bench_step(&b, cycles_of(50));
	if (b.tap[0].walk.blocks)
		bench_fail(&b, "an empty block is never retired expected, actual one");
	send();
	first[0] = model_get(&b.model, b.model.frames - 1)->start;
	pass(1, 0, cycles_of(50));
	bench_step(&b, cycles_of(50));
	if (b.tap[0].walk.blocks != 1 || b.tap[1].walk.blocks)
		bench_fail(&b, "1 and 0 blocks expected, actual %" PRIu64 " and %" PRIu64,
			   b.tap[0].walk.blocks, b.tap[1].walk.blocks);
	/* With no timer armed nothing but the caller limits a jump. */
	bench_release(&b, 0, 0);
	bench_step(&b, 2000);
	if (weir_dev_jump(b.dev, 1000000000) != 1000000000)
		bench_fail(&b, "a jump of 10^9 cycles expected");
	bench_tap_stop(&b, 0);
	bench_tap_stop(&b, 1);
	if (b.tap[1].walk.delivered != 1)
		bench_fail(&b, "STOP retires the open block expected");
}

int main(void)
{
	static const uint32_t shorts[BENCH_TAPS] = { 1,	 2,  3,	 5,  8,	  13,  21,  34,
						     55, 89, 89, 89, 144, 233, 377, 610 };
	static const uint32_t longs[BENCH_TAPS] = { 100,       10000,	  10001,    10002,
						    1000000,   999999,	  7,	    50000000,
						    123456,    60000000,  65535000, 100000000,
						    900000000, 777777777, 33333333, 2000000000 };
	static const uint32_t one[] = { 40000 };

	bench_open(&b, "t_retire_timer", 1, NULL);
	all_taps(shorts, BENCH_TAPS, 0);
	all_taps(one, 1, 0);
	all_taps(shorts, BENCH_TAPS, 1);
	all_taps(longs, BENCH_TAPS, 1);
	never();
	bench_close(&b);
	return 0;
}
