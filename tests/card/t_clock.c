// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_clock.c - the card's clock by its registers: set, step, slew, latch, and frames stamped with it
 *
 * The cycle in which a latch takes effect is learned from the clock that bench.c set with a frame; from
 * then on each reading is predicted. Guards the rate, wraps of the second, and that a reading is
 * of one instant.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gen.h"

#define NS_PER_S INT64_C(1000000000)
#define SLACK 2 /* ns: fractions before and behind */

static struct bench b;
static struct gen g;
static uint64_t lag; /* cycles from a call of latch() to its instant */

static int64_t latch(uint64_t *cycle)
{
	uint32_t sec, ns;

	*cycle = bench_cycle(&b) + lag;
	if (weir_hw_clock_read(&b.hw, &sec, &ns))
		bench_fail(&b, "the clock cannot be read");
	if (ns >= NS_PER_S)
		bench_fail(&b, "NOW_NS: below 10^9 expected, actual %u", ns);
	return sec * NS_PER_S + ns;
}

static void near(const char *what, int64_t want, int64_t got, int64_t slack)
{
	if (got < want - slack || got > want + slack)
		bench_fail(&b, "%s: expected %" PRId64 " ns, actual %" PRId64, what, want, got);
}

/* Time that goes by in so many cycles, at the rate that the registers hold. */
static int64_t gone(uint64_t cycles)
{
	uint64_t inc = (uint64_t)weir_hw_rd32(&b.hw, WEIR_CLOCK_INC_NS) << 32 |
		       weir_hw_rd32(&b.hw, WEIR_CLOCK_INC_FRAC);

	return (int64_t)(((unsigned __int128)inc * cycles) >> 32);
}

static void learn(void)
{
	uint64_t cycle;
	int64_t got = latch(&cycle);

	while (bench_ns(&b, cycle + lag) + SLACK < (uint64_t)got)
		if (++lag > 100)
			bench_fail(&b, "a latch within 100 cycles expected");
	near("latch", (int64_t)bench_ns(&b, cycle + lag), got, SLACK);
}

static void rate(const char *what, uint64_t cycles, int64_t want)
{
	uint64_t c0, c1, jumped;
	int64_t t0 = latch(&c0), t1;

	jumped = weir_dev_jump(b.dev, cycles);
	if (jumped < cycles)
		bench_step(&b, cycles - jumped);
	t1 = latch(&c1);
	near(what, gone(c1 - c0), t1 - t0, SLACK);
	if (want)
		near(what, want * (int64_t)(c1 - c0) / 5, (t1 - t0) * 1000000,
		     4000000 + (int64_t)(c1 - c0) / 1000);
}

/* After SET the time goes on from what was set; the cycle is known within the write. */
static void set(uint32_t sec, uint32_t ns)
{
	uint64_t c0 = bench_cycle(&b), c1, c2;
	int64_t t;

	if (weir_hw_clock_set(&b.hw, sec, ns))
		bench_fail(&b, "set %u.%09u", sec, ns);
	c1 = bench_cycle(&b);
	t = latch(&c2) - (sec * NS_PER_S + ns);
	if (t < gone(c2 - c1) - 64 || t > gone(c2 - c0) + SLACK)
		bench_fail(&b,
			   "set to %u.%09u: %" PRId64 " to %" PRId64
			   " ns expected, actual %" PRId64,
			   sec, ns, gone(c2 - c1) - 64, gone(c2 - c0) + SLACK, t);
}

static void step(int32_t ns)
{
	uint64_t c0, c1;
	int64_t t0 = latch(&c0), t1;

	if (weir_hw_clock_step(&b.hw, ns))
		bench_fail(&b, "step %d", ns);
	t1 = latch(&c1);
	near("step", gone(c1 - c0) + ns, t1 - t0, SLACK);
}

/* Readings around the end of a second: each one of one instant, no time lost. */
static void second(void)
{
	uint64_t c0, c1;
	int64_t t0, t1;
	unsigned int i;

	set(4999, 999990000);
	t0 = latch(&c0);
	for (i = 0; i < 300; i++) {
		t1 = latch(&c1);
		near("latch near the second's end", t0 + gone(c1 - c0), t1, SLACK);
		bench_step(&b, i % 7);
	}
	if (t1 / NS_PER_S != 5000)
		bench_fail(&b, "second 5000 expected, actual %" PRId64, t1 / NS_PER_S);
}

/* Frames carry this clock: bench.c's idea of it is set by a reading, the walk compares. */
static void stamps(void)
{
	struct weir_hw_tap_cfg c = bench_tap_all(0);
	uint64_t cycle;

	set(77, 999900000);
	b.time_ns = (uint64_t)latch(&cycle);
	b.time_cycle = cycle;
	c.retire_us = 5;
	c.time_sec = -78;
	c.time_ns = 5;
	bench_tap_start(&b, 0, &c);
	gen_line(&g, &b, 200, 3000, 4000);
	gen_finish(&g, &b);
	bench_step(&b, 5000);
	bench_tap_stop(&b, 0);
	if (b.tap[0].walk.delivered != 3000)
		bench_fail(&b, "3000 frames expected, actual %" PRIu64, b.tap[0].walk.delivered);
}

int main(void)
{
	static const int32_t steps[] = {
		1, -1, 6, -7, 500000000, -500000000, 999999999, -999999999
	};
	unsigned int i, n;

	bench_open(&b, "t_clock", 1, NULL);
	learn();
	rate("nominal rate", 1000000, 32000000);
	rate("nominal rate, jumped", UINT64_C(1000000000), 32000000);
	set(0, 0);
	set(4000000000, 1);
	set(1, 999999999);
	for (n = 0; n < 50; n++)
		for (i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
			step(steps[i]);
	second();
	if (weir_hw_clock_slew(&b.hw, 1 << 16))
		bench_fail(&b, "slew");
	rate("1 ppm fast", 2000000, 32000032);
	if (weir_hw_clock_slew(&b.hw, -WEIR_HW_SLEW_MAX))
		bench_fail(&b, "slew");
	rate("1000 ppm slow", 2000000, 31968000);
	if (weir_hw_clock_slew(&b.hw, 0))
		bench_fail(&b, "slew");
	rate("nominal again", 1000000, 32000000);
	if (weir_hw_clock_set(&b.hw, 0, 1000000000) != -EINVAL ||
	    weir_hw_clock_step(&b.hw, 1000000000) != -EINVAL)
		bench_fail(&b, "10^9 ns refused expected");
	stamps();
	bench_close(&b);
	return 0;
}
