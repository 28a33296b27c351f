// SPDX-License-Identifier: BSD-3-Clause
/* taps.c - lives of taps: started, changed, ended, and the sums of each */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "bench.h"

struct weir_hw_tap_cfg bench_tap_all(unsigned int t)
{
	return (struct weir_hw_tap_cfg){
		.block_nr = 8,
		.block_pages = 64,
		.mac_offset = 82,
		.net_offset = 96,
		.snaplen = 262143,
		.first_seq = 1,
		.ifindex = 7,
		.hatype = 1,
		.protocol = WEIR_HW_ETH_P_ALL,
		.types = 0x1f,
		.promisc = true,
		.backlog = 40000,
		.irq_vector = t + 1,
	};
}

static void set_rx(struct bench *b, unsigned int t)
{
	const struct weir_hw_tap_cfg *c = &b->tap[t].cfg;

	b->rx.tap[t] = (struct rx_tap){ .run = 1,
					.proto = (uint16_t)c->protocol,
					.vlan_otherhost = c->vlan_otherhost,
					.promisc = c->promisc,
					.allmulti = c->allmulti,
					.types = c->types };
}

void bench_unsure(struct bench *b, unsigned int t)
{
	uint64_t now = bench_cycle(b), id = b->model.frames;

	while (id && b->model.frames - id < MODEL_FRAMES - 1) {
		struct model_frame *f = model_get(&b->model, id - 1);

		if (f->end + BENCH_TAP_COMMIT < now || id <= b->tap[t].walk.from)
			break;
		f->must &= (uint16_t) ~(1u << t);
		f->may |= (uint16_t)(1u << t);
		id--;
	}
	b->tap[t].sure_from = UINT64_MAX;
}

void bench_accept(struct bench *b, unsigned int t, bool promisc, bool allmulti, uint32_t types)
{
	struct bench_tap *tap = &b->tap[t];
	uint64_t sure_from = tap->sure_from;

	if (tap->live)
		bench_unsure(b, t);
	tap->cfg.promisc = promisc;
	tap->cfg.allmulti = allmulti;
	tap->cfg.types = types;
	weir_hw_tap_accept(&b->hw, t, promisc, allmulti, types);
	set_rx(b, t);
	if (tap->live)
		tap->sure_from = sure_from > bench_cycle(b) + 16 ? sure_from : bench_cycle(b) + 16;
}

void bench_filter(struct bench *b, unsigned int t, uint32_t program)
{
	struct model_walk *w = &b->tap[t].walk;

	/* One that sees it judge and tell before this returns. */
	w->latest++;
	w->set_at[w->latest % MODEL_GENERATIONS] = bench_cycle(b);
	if (weir_hw_tap_filter(&b->hw, t, program, w->latest))
		bench_fail(b, "tap %u: generation %u cannot be set", t, w->latest);
}

void bench_filter_wait(struct bench *b, unsigned int t)
{
	struct model_walk *w = &b->tap[t].walk;

	if (weir_hw_tap_filter_wait(&b->hw, t))
		bench_fail(b, "tap %u: generation %u expected in force, actual not in time", t, w->latest);
	w->sure = w->latest;
	w->sure_from = bench_cycle(b);
}

/* Masked by ONESHOT when the interrupt came, or here; then none may come. */
void bench_mask(struct bench *b, unsigned int t)
{
	weir_hw_irq_mask(&b->hw, 1u << t);
	b->tap[t].masked = 1;
}

void bench_unmask(struct bench *b, unsigned int t)
{
	b->tap[t].masked = 0;
	weir_hw_irq_unmask(&b->hw, 1u << t);
}

void bench_check_irqs(struct bench *b)
{
	unsigned int t, longest = 0;

	for (t = 0; t < BENCH_TAPS; t++) {
		if (b->tap[t].masked)
			bench_unmask(b, t);
		if (b->tap[t].cfg.irq_interval_us > longest)
			longest = b->tap[t].cfg.irq_interval_us;
	}
	bench_step(b, 1000 + longest * 157);
	for (t = 0; t < BENCH_TAPS; t++)
		if (b->tap[t].irq_completions != b->tap[t].completions)
			bench_fail(b,
				   "tap %u: an interrupt behind block %" PRIu64
				   " expected, actual the last behind %" PRIu64,
				   t, b->tap[t].completions, b->tap[t].irq_completions);
}

void bench_tap_start(struct bench *b, unsigned int t, const struct weir_hw_tap_cfg *cfg)
{
	struct bench_tap *tap = &b->tap[t];
	enum weir_hw_reason reason;
	uint32_t error;

	/* What is still due from the life before comes by the new settings. */
	bench_mask(b, t);
	tap->cfg = *cfg;
	tap->life++;
	tap->loose |= b->errors;
	tap->faults += (unsigned int)tap->loose;
	bench_ring_make(b, t);
	tap->sure_from = UINT64_MAX;
	model_walk_start(&tap->walk, &b->model, t, &tap->cfg);
	/* A frame on its way is judged at its end. */
	while (tap->walk.cursor && b->model.frames - tap->walk.cursor < MODEL_FRAMES - 1 &&
	       model_get(&b->model, tap->walk.cursor - 1)->end + BENCH_TAP_COMMIT > bench_cycle(b))
		model_get(&b->model, --tap->walk.cursor)->may |= (uint16_t)(1u << t);
	tap->walk.from = tap->walk.cursor;
	set_rx(b, t);
	bench_snapshot_tap(b, t);
	memcpy(tap->base, b->count[t], sizeof(tap->base));
	if (weir_hw_tap_setup(&b->hw, t, &tap->cfg, &reason))
		bench_fail(b, "tap %u: cannot be set up: %s", t, weir_hw_reason_text(reason));
	tap->irq_first = 1;
	bench_unmask(b, t);
	if (weir_hw_tap_start(&b->hw, t, &error) && !tap->loose)
		bench_fail(b, "tap %u: START: %s", t, weir_hw_tap_error_text(error));
	tap->live = 1;
	tap->sure_from = bench_cycle(b) + b->known;
}

void bench_tap_ended(struct bench *b, unsigned int t)
{
	struct bench_tap *tap = &b->tap[t];

	tap->live = 0;
	tap->sure_from = 0;
	b->taken_cycle = 0;
	bench_serve(b);
	model_walk_skip(&tap->walk, &b->model, b->model.frames);
	bench_snapshot_tap(b, t);
	bench_check_life(b, t);
	tap->loose = 0;
	bench_ring_drop(b, t);
}

void bench_tap_stop(struct bench *b, unsigned int t)
{
	bench_unsure(b, t);
	if (weir_hw_tap_stop(&b->hw, t))
		bench_fail(b, "tap %u: DISABLED expected after STOP, actual not in time", t);
	bench_tap_ended(b, t);
}
