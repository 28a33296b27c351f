// SPDX-License-Identifier: BSD-3-Clause
/* sums.c - the counters: identities of each snapshot, sums of what was sent and seen */
#include <inttypes.h>
#include <string.h>

#include "bench.h"

u64 bench_count(const struct bench *b, unsigned int t, unsigned int counter)
{
	return b->count[t][counter] - b->tap[t].base[counter];
}

static u64 drops(const struct bench *b, unsigned int t)
{
	return bench_count(b, t, WEIR_HW_TAP_drop_no_block) +
	       bench_count(b, t, WEIR_HW_TAP_drop_backlog) +
	       bench_count(b, t, WEIR_HW_TAP_drop_dma) + bench_count(b, t, WEIR_HW_TAP_drop_reset) +
	       bench_count(b, t, WEIR_HW_TAP_drop_stopped);
}

static void equal(struct bench *b, unsigned int t, const char *what, u64 expected, u64 actual)
{
	if (expected != actual)
		bench_fail(b, "tap %u: %s of its life: expected %" PRIu64 ", actual %" PRIu64, t,
			   what, expected, actual);
}

/* The counters of a life that is over against the blocks and frames seen. */
void bench_check_life(struct bench *b, unsigned int t)
{
	const struct model_walk *w = &b->tap[t].walk;
	u64 overflow = b->port[WEIR_HW_PORT_overflow];
	u64 matched = bench_count(b, t, WEIR_HW_TAP_matched);
	u64 filtered = bench_count(b, t, WEIR_HW_TAP_filtered);
	u64 unsure = bench_count(b, t, WEIR_HW_TAP_unsure);
	u64 least = w->delivered + w->lost - (overflow < w->lost ? overflow : w->lost) + w->filtered;
	u64 most = w->delivered + w->lost + w->lost_maybe + w->filtered + w->filtered_maybe;

	equal(b, t, "pending", 0, b->count[t][WEIR_HW_TAP_pending]);
	equal(b, t, "delivered", w->delivered, bench_count(b, t, WEIR_HW_TAP_delivered));
	equal(b, t, "blocks", w->blocks, bench_count(b, t, WEIR_HW_TAP_blocks));
	equal(b, t, "matched", w->delivered + drops(b, t) + filtered, matched);
	if (b->tap[t].blind)
		return;
	if (filtered < w->filtered || filtered > w->filtered + w->filtered_maybe)
		bench_fail(b, "tap %u: filtered: expected %" PRIu64 " to %" PRIu64 ", actual %" PRIu64, t,
			   w->filtered, w->filtered + w->filtered_maybe, filtered);
	if (unsure < w->unsure || unsure > w->unsure + w->unsure_maybe)
		bench_fail(b, "tap %u: unsure: expected %" PRIu64 " to %" PRIu64 ", actual %" PRIu64, t,
			   w->unsure, w->unsure + w->unsure_maybe, unsure);
	if (matched < least || matched > most)
		bench_fail(b,
			   "tap %u: matched: expected %" PRIu64 " to %" PRIu64 ", actual %" PRIu64,
			   t, least, most, matched);
	if (w->losing && !drops(b, t))
		bench_fail(b, "tap %u: LOSING in a block: expected drops, actual none", t);
	if (b->tap[t].loose || bench_count(b, t, WEIR_HW_TAP_drop_reset))
		return;
	equal(b, t, "blocks_tmo", w->blocks_tmo, bench_count(b, t, WEIR_HW_TAP_blocks_tmo));
	equal(b, t, "clamped", w->clamped, bench_count(b, t, WEIR_HW_TAP_clamped));
	equal(b, t, "dma_errors", 0, bench_count(b, t, WEIR_HW_TAP_dma_errors));
	equal(b, t, "drop_dma", 0, bench_count(b, t, WEIR_HW_TAP_drop_dma));
	equal(b, t, "completions", w->blocks, b->tap[t].last.blocks);
}

static void check_sum(struct bench *b, const char *what, u64 expected, u64 actual)
{
	if (expected != actual)
		bench_fail(b, "port: %s: expected %" PRIu64 ", actual %" PRIu64, what, expected,
			   actual);
}

/* All that went in is known, and nothing is on its way. */
void bench_check_port(struct bench *b)
{
	const u64 *p = b->port;

	bench_snapshot(b);
	check_sum(b, "rx_frames", b->sent, p[WEIR_HW_PORT_rx_frames]);
	check_sum(b, "rx_bytes", b->bytes, p[WEIR_HW_PORT_rx_bytes]);
	check_sum(b, "err_bad", b->bad, p[WEIR_HW_PORT_err_bad]);
	check_sum(b, "err_runt", b->runt, p[WEIR_HW_PORT_err_runt]);
	check_sum(b, "err_long", b->longer, p[WEIR_HW_PORT_err_long]);
	check_sum(b, "in_flight", 0, p[WEIR_HW_PORT_in_flight]);
	check_sum(b, "cfg_refused", b->refused, p[WEIR_HW_PORT_cfg_refused]);
}

/* ---- snapshots ---- */

static void check_identity(struct bench *b, const u64 *was)
{
	const u64 *p = b->port;
	u64 errored = p[WEIR_HW_PORT_err_bad] + p[WEIR_HW_PORT_err_runt] + p[WEIR_HW_PORT_err_long];
	u64 sum = errored + p[WEIR_HW_PORT_overflow] + p[WEIR_HW_PORT_unmatched] +
		  p[WEIR_HW_PORT_matched] + p[WEIR_HW_PORT_in_flight];
	unsigned int i;

	if (p[WEIR_HW_PORT_rx_frames] != sum)
		bench_fail(b,
			   "port: rx_frames %" PRIu64
			   ": expected the sum of its fates, actual %" PRIu64,
			   p[WEIR_HW_PORT_rx_frames], sum);
	if (p[WEIR_HW_PORT_rx_frames] > b->sent || errored > b->bad + b->runt + b->longer)
		bench_fail(b,
			   "port: %" PRIu64 " frames, %" PRIu64 " with errors expected at most, "
			   "actual %" PRIu64 ", %" PRIu64,
			   b->sent, b->bad + b->runt + b->longer, p[WEIR_HW_PORT_rx_frames],
			   errored);
	if (p[WEIR_HW_PORT_gate_refused])
		bench_fail(b, "port: gate_refused: expected 0, actual %" PRIu64,
			   p[WEIR_HW_PORT_gate_refused]);
	for (i = 0; i < WEIR_PORT_COUNTER_NUM; i++)
		if (i != WEIR_HW_PORT_in_flight && p[i] < was[i])
			bench_fail(b, "port: counter %u fell from %" PRIu64 " to %" PRIu64, i,
				   was[i], p[i]);
}

static void check_tap(struct bench *b, unsigned int t, const u64 *was)
{
	const u64 *c = b->count[t];
	u64 sum = c[WEIR_HW_TAP_delivered] + c[WEIR_HW_TAP_filtered] +
		  c[WEIR_HW_TAP_drop_no_block] + c[WEIR_HW_TAP_drop_backlog] +
		  c[WEIR_HW_TAP_drop_dma] + c[WEIR_HW_TAP_drop_reset] +
		  c[WEIR_HW_TAP_drop_stopped] + c[WEIR_HW_TAP_pending];
	unsigned int i;

	if (c[WEIR_HW_TAP_matched] != sum)
		bench_fail(b,
			   "tap %u: matched %" PRIu64
			   ": expected the sum of its fates, actual %" PRIu64,
			   t, c[WEIR_HW_TAP_matched], sum);
	/* A gauge below 0 would be a huge number. */
	if (c[WEIR_HW_TAP_pending] > MODEL_FRAMES)
		bench_fail(b, "tap %u: pending %" PRIu64, t, c[WEIR_HW_TAP_pending]);
	for (i = 0; i < WEIR_TAP_COUNTER_NUM; i++)
		if (i != WEIR_HW_TAP_pending && c[i] < was[i])
			bench_fail(b, "tap %u: counter %u fell from %" PRIu64 " to %" PRIu64, t, i,
				   was[i], c[i]);
}

static void read_tap(struct bench *b, unsigned int t, int quick)
{
	u64 was[WEIR_TAP_COUNTER_NUM];
	unsigned int i;

	memcpy(was, b->count[t], sizeof(was));
	if (!quick && weir_hw_tap_counters(&b->hw, t, b->count[t]))
		bench_fail(b, "tap %u: counters cannot be read", t);
	for (i = 0; quick && i <= WEIR_HW_TAP_pending; i++)
		b->count[t][i] = weir_hw_rd32(&b->hw, WEIR_TAP_COUNTERS_MATCHED(t) + 8 * i);
	check_tap(b, t, was);
}

static void read_port(struct bench *b, int quick)
{
	u64 was[WEIR_PORT_COUNTER_NUM];
	unsigned int i;

	memcpy(was, b->port, sizeof(was));
	if (!quick && weir_hw_port_counters(&b->hw, b->port))
		bench_fail(b, "port: counters cannot be read");
	for (i = 0; quick && i <= WEIR_HW_PORT_in_flight; i++)
		if (i != WEIR_HW_PORT_rx_bytes)
			b->port[i] = weir_hw_rd32(&b->hw, WEIR_PORT_COUNTERS_RX_FRAMES + 8 * i);
	check_identity(b, was);
}

static void snapshot(struct bench *b, uint32_t taps, int quick)
{
	unsigned int t;

	if (weir_hw_snapshot(&b->hw))
		bench_fail(b, "a snapshot expected, actual none in time");
	b->snapshots++;
	read_port(b, quick);
	for (t = 0; t < BENCH_TAPS; t++)
		if (taps >> t & 1)
			read_tap(b, t, quick);
}

void bench_snapshot(struct bench *b)
{
	snapshot(b, ~0u, 0);
}

void bench_snapshot_quick(struct bench *b, uint32_t taps)
{
	snapshot(b, taps, 1);
}

void bench_snapshot_tap(struct bench *b, unsigned int t)
{
	snapshot(b, 1u << t, 0);
}
