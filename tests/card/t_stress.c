// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_stress.c - 16 taps, everything at random: t_stress SEED SNAPSHOTS [errors|close]
 *
 * Taps of all kinds start, change, stop, fault and are reset under traffic of all kinds, on a host
 * that stalls, while applications withhold blocks and give them back in any order. At every
 * snapshot the identities of the counters hold; every delivered byte is what the model says; no DMA
 * leaves what is handed over; interrupts are neither lost nor too many. `errors`: the host answers
 * with errors as well. `close`: frames closer than Ethernet has them, so that the port overflows.
 * The same seed does the same again.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "stress.h"

#define SECTION 400 /* snapshots on one card, then the next one with other latencies */

static struct stress s;

static struct weir_dev_opts host_opts(uint64_t seed, int errors)
{
	uint64_t rng = seed * UINT64_C(0xa0761d6478bd642f) + 1;
	struct weir_dev_opts o = { .size = sizeof(o), .seed = seed };

	rx_rand(&rng);
	o.read_latency = 1 + rx_pick(&rng, 800);
	o.write_latency = 1 + rx_pick(&rng, 400);
	o.stall_permille = rx_pick(&rng, 2) ? 0 : rx_pick(&rng, 500);
	if (errors)
		o.error_ppm = 100 + rx_pick(&rng, 3000);
	return o;
}

static void addresses(struct bench *b)
{
	unsigned int i, t;

	rx_random_cfg(&b->rng, &b->rx);
	if (weir_hw_dma_setup(&b->hw, BENCH_COMPL_ADDR, bench_pick(b, 3), bench_pick(b, 12)) ||
	    weir_hw_control(&b->hw, true, b->rx.lift))
		bench_fail(b, "the card cannot be set up");
	weir_hw_station(&b->hw, b->rx.mac);
	for (i = 0; i < RX_ADDRS; i++)
		weir_hw_address(&b->hw, i, b->rx.addr[i].mac, b->rx.addr[i].taps);
	for (t = 0; t < BENCH_TAPS; t++)
		b->rx.tap[t].run = 1;
}

static void traffic(struct bench *b, struct gen *g, int close)
{
	static const uint32_t most[] = { 100, 300, 1514, 9700, 9700 };

	memset(g, 0, sizeof(*g));
	g->left = UINT64_MAX;
	g->min = bench_one_in(b, 2) ? 60 : 1;
	g->max = most[bench_pick(b, 5)];
	g->mix = bench_one_in(b, 2);
	g->gap_permille = bench_one_in(b, 3) ? 0 : bench_pick(b, 1000);
	g->gap_max = 1 + bench_pick(b, bench_one_in(b, 2) ? 100 : 3000);
	g->bad_permille = 10;
	g->random = 1;
	g->close = close;
	b->model.overflows = close;
	gen_start(g, b, 10);
}

static uint32_t some_taps(struct bench *b)
{
	uint32_t taps = 1u << bench_pick(b, BENCH_TAPS);
	unsigned int t;

	/* Of taps that are off nothing can change; one of them now and then. */
	for (t = 0; t < BENCH_TAPS; t++)
		taps |= (uint32_t)b->tap[t].on << t;
	return taps;
}

static void finish(void)
{
	struct bench *b = &s.b;
	unsigned int t;

	b->next = NULL;
	for (t = 0; t < BENCH_TAPS; t++)
		if (b->tap[t].on)
			stress_stop(&s, t);
	bench_check_irqs(b);
	for (t = 0; t < BENCH_TAPS; t++)
		s.irqs += b->tap[t].irqs;
	s.snapshots += b->snapshots;
	s.frames += b->sent;
	s.cycles += bench_cycle(b);
	bench_close(b);
	if (!b->model.overflows && b->port[WEIR_HW_PORT_overflow])
		bench_fail(b, "overflow: none expected, actual %" PRIu64,
			   b->port[WEIR_HW_PORT_overflow]);
}

static void section(uint64_t seed, uint64_t snapshots, const char *kind)
{
	struct weir_dev_opts o = host_opts(seed, !strcmp(kind, "errors"));
	struct bench *b = &s.b;
	unsigned int t;

	bench_open(b, "t_stress", seed, &o);
	addresses(b);
	s.taps = 1 + bench_pick(b, bench_one_in(b, 2) ? 5 : BENCH_TAPS);
	traffic(b, &s.g, !strcmp(kind, "close"));
	while (b->snapshots < snapshots) {
		bench_step(b, bench_pick(b, bench_one_in(b, 50) ? 6000 : 200));
		if (bench_one_in(b, 3))
			stress_act(&s);
		t = bench_pick(b, s.taps);
		if (b->tap[t].live)
			stress_look(&s, t);
		bench_snapshot_quick(b, some_taps(b));
		if (b->model.frames > MODEL_FRAMES / 2)
			break;
	}
	finish();
}

int main(int argc, char **argv)
{
	const char *kind = argc > 3 ? argv[3] : "";
	uint64_t seed, want;

	if (argc < 3) {
		printf("t_stress SEED SNAPSHOTS [errors|close]\n");
		return 2;
	}
	seed = strtoull(argv[1], NULL, 0);
	want = strtoull(argv[2], NULL, 0);
	setvbuf(stdout, NULL, _IOLBF, 0);
	for (; s.snapshots < want; seed++) {
		printf("section %" PRIu64 "\n", seed);
		section(seed, SECTION, kind);
	}
	printf("note: %" PRIu64 " snapshots exact; %" PRIu64 " frames, %" PRIu64 " blocks, %" PRIu64
	       " interrupts, %.1f M cycles\n",
	       s.snapshots, s.frames, s.blocks, s.irqs, (double)s.cycles * 1e-6);
	printf("note: taps: %" PRIu64 " starts, %" PRIu64 " refused, %" PRIu64 " stops, %" PRIu64
	       " faults, %" PRIu64 " bad descriptors; %" PRIu64 " soft resets\n",
	       s.starts, s.refused, s.stops, s.faults, s.bad_desc, s.resets);
	return 0;
}
