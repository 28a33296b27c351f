// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_linerate.c - frames back to back at 10 Gb/s into one tap: none is lost
 *
 *   t_linerate LENGTH FRAMES|CYCLESc [TAPS [ALLOW [RARE]]]   LENGTH on the wire with FCS, or mix
 *
 * ALLOW of 1,000 frames may be lost, where the copies are more than the bus carries. With RARE the taps take
 * one frame in so many, as a mean.
 * Prints cycles a frame, DMA bytes a captured byte against what the format needs, beats of the DMA
 * bus, and the simulation's speed. Guards throughput: a writer, a queue or a header path that needs
 * more cycles a frame than the line gives, and bytes written twice.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gen.h"

static struct bench b;
static struct gen g;

static double seconds(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec * 1e-9;
}

static void parse(char **argv)
{
	char *end;
	uint64_t n = strtoull(argv[2], &end, 0);

	g.min = (uint32_t)strtoul(argv[1], NULL, 0) - 4;
	g.max = g.min;
	if (!strcmp(argv[1], "mix")) {
		g.mix = 1;
		g.min = 60;
		g.max = 9600;
	}
	if (g.min < 14 || g.max > 9600 || !n)
		bench_fail(&b, "%s %s: a length of 18 to 9604 and a number expected", argv[1],
			   argv[2]);
	g.left = *end ? UINT64_MAX : n;
	g.until = *end ? n : UINT64_MAX;
}

static void report(const struct weir_dev_stats *was, uint64_t cycles, double took,
		   unsigned int taps)
{
	struct weir_dev_stats s;
	uint64_t bytes = 0, need = 0, frames = b.sent;
	unsigned int t;

	weir_dev_stats(b.dev, &s);
	s.dma_write_bytes -= was->dma_write_bytes;
	s.dma_write_beats -= was->dma_write_beats;
	s.dma_write_bursts -= was->dma_write_bursts;
	for (t = 0; t < taps; t++) {
		/* A frame's bytes; its record; a block's header and the words written at its end. */
		bytes += b.tap[t].walk.captured;
		need += b.tap[t].walk.bytes + 48 * b.tap[t].walk.blocks;
	}
	printf("note: %" PRIu64
	       " frames, %.3f cycles each; DMA %.3f bytes a captured byte, the format "
	       "needs %.3f (+%.2f %%)\n",
	       frames, (double)cycles / (double)frames, (double)s.dma_write_bytes / (double)bytes,
	       (double)need / (double)bytes,
	       100.0 * (double)s.dma_write_bytes / (double)need - 100.0);
	printf("note: bus %.3f bytes a captured byte, %.1f %% of its cycles, %.2f beats a burst; "
	       "%.2f M cycles/s\n",
	       32.0 * (double)s.dma_write_beats / (double)bytes,
	       100.0 * (double)s.dma_write_beats / (double)cycles,
	       (double)s.dma_write_beats / (double)s.dma_write_bursts,
	       (double)cycles / took * 1e-6);
	if ((double)s.dma_write_bytes > 1.03 * (double)need)
		bench_fail(&b, "DMA: at most 3 %% more than the format needs expected");
}

/* Lost at most so many of 1,000 frames, and those shed because DMA did not keep up. */
static void check_tap(unsigned int t, unsigned int allow)
{
	uint64_t lost = g.rare ? b.tap[t].walk.lost : b.sent - b.tap[t].walk.delivered;

	if (lost)
		printf("note: tap %u lost %" PRIu64 " of %" PRIu64 " frames\n", t, lost, b.sent);
	if (1000 * lost > allow * b.sent || lost != bench_count(&b, t, WEIR_HW_TAP_drop_backlog))
		bench_fail(&b,
			   "tap %u: %" PRIu64 " frames lost, %" PRIu64 " of them shed; at most %u "
			   "in 1,000 expected",
			   t, lost, bench_count(&b, t, WEIR_HW_TAP_drop_backlog), allow);
}

int main(int argc, char **argv)
{
	unsigned int taps = argc > 3 ? (unsigned int)atoi(argv[3]) : 1, t;
	unsigned int allow = argc > 4 ? (unsigned int)atoi(argv[4]) : 0;
	struct weir_dev_stats was;
	struct weir_hw_tap_cfg c;
	uint64_t from;
	double began;

	if (argc < 3 || taps < 1 || taps > BENCH_TAPS) {
		printf("t_linerate LENGTH FRAMES|CYCLESc [TAPS [ALLOW [RARE]]]\n");
		return 2;
	}
	bench_open(&b, "t_linerate", 1, NULL);
	parse(argv);
	g.rare = argc > 5 ? (uint32_t)atoi(argv[5]) : 0;
	for (t = 0; t < taps; t++) {
		c = bench_tap_all(t);
		if (g.rare)
			c.protocol = 0x800;
		bench_tap_start(&b, t, &c);
	}
	bench_step(&b, 4000);
	weir_dev_stats(b.dev, &was);
	from = bench_cycle(&b);
	if (g.until != UINT64_MAX)
		g.until += from;
	began = seconds();
	gen_start(&g, &b, 16);
	gen_finish(&g, &b);
	for (t = 0; t < taps; t++)
		bench_tap_stop(&b, t);
	report(&was, g.eighths / 8 - from, seconds() - began, taps);
	if (b.late || b.port[WEIR_HW_PORT_overflow])
		bench_fail(&b,
			   "none expected, actual %d frames later than the line has them, %" PRIu64
			   " overflow",
			   b.late, b.port[WEIR_HW_PORT_overflow]);
	for (t = 0; t < taps; t++)
		check_tap(t, allow);
	bench_close(&b);
	return 0;
}
