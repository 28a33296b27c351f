// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_overload.c - more copies than the DMA bus carries: t_overload [FRAMES]
 *
 * Four taps want every minimum frame, twice what the bus carries. Each loses what it loses by its own
 * BACKLOG threshold: counted as drop_backlog, the tap with the highest threshold last and least,
 * and never a frame at the port. Guards the shared frame buffer against the taps.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gen.h"

#define TAPS 4

static struct bench b;
static struct gen g;

static uint64_t lost(unsigned int t)
{
	return g.made - b.tap[t].walk.delivered;
}

static void check(unsigned int t, unsigned int above)
{
	printf("note: BACKLOG %u bytes: %" PRIu64 " of %" PRIu64 " frames lost\n",
	       b.tap[t].cfg.backlog, lost(t), g.made);
	if (lost(t) != bench_count(&b, t, WEIR_HW_TAP_drop_backlog))
		bench_fail(&b, "tap %u: drop_backlog: expected %" PRIu64 ", actual %" PRIu64, t,
			   lost(t), bench_count(&b, t, WEIR_HW_TAP_drop_backlog));
	if (above < TAPS && lost(t) < lost(above))
		bench_fail(&b,
			   "tap %u: %" PRIu64 " frames lost, fewer than the %" PRIu64
			   " of tap %u whose threshold is higher",
			   t, lost(t), lost(above), above);
}

static void run(const uint32_t backlog[TAPS], uint64_t frames)
{
	struct weir_hw_tap_cfg c;
	unsigned int t;

	for (t = 0; t < TAPS; t++) {
		c = bench_tap_all(t);
		c.backlog = backlog[t];
		bench_tap_start(&b, t, &c);
	}
	gen_line(&g, &b, 60, frames, 4000);
	gen_finish(&g, &b);
	for (t = 0; t < TAPS; t++)
		bench_tap_stop(&b, t);
	if (b.port[WEIR_HW_PORT_overflow])
		bench_fail(&b, "overflow: expected 0, actual %" PRIu64,
			   b.port[WEIR_HW_PORT_overflow]);
}

int main(int argc, char **argv)
{
	/* The order of the taps is not that of the thresholds. */
	static const uint32_t stairs[TAPS] = { 32000, 8000, 48000, 16000 };
	static const uint32_t same[TAPS] = { 30000, 30000, 30000, 30000 };
	uint64_t frames = argc > 1 ? strtoull(argv[1], NULL, 0) : 100000;
	unsigned int t;

	bench_open(&b, "t_overload", 1, NULL);
	run(stairs, frames);
	check(1, 3);
	check(3, 0);
	check(0, 2);
	check(2, TAPS);
	if (lost(2))
		bench_fail(&b, "tap 2: none lost expected, actual %" PRIu64, lost(2));
	run(same, frames);
	for (t = 0; t < TAPS; t++)
		check(t, TAPS);
	bench_close(&b);
	return 0;
}
