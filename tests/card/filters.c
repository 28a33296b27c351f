// SPDX-License-Identifier: BSD-3-Clause
/*
 * filters.c - see filters.h
 */
#include "filters.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define RANDOM_META 6

void filters_open(struct filters *f, const char *name, uint64_t seed)
{
	memset(f, 0, sizeof(*f));
	memset(f->program, 0xff, sizeof(f->program));
	f->rng = seed * 2 + 1;
	bench_open(&f->b, name, seed, NULL);
}

void filters_line(struct filters *f, uint64_t frames)
{
	gen_line(&f->g, &f->b, 60, frames, 4000);
	f->g.random = 1;
}

void filters_sober(struct bpfl_uop *u, uint32_t n)
{
	struct bpfl_fields f;
	uint32_t i;

	for (i = 0; i < n; i++) {
		bpfl_unpack(&f, &u[i]);
		if (f.src != WEIR_UOP_SRC_META || (f.off & 15) != RANDOM_META)
			continue;
		f.off = WEIR_UOP_META_PROTO;
		bpfl_pack(&u[i], &f);
	}
}

void filters_load(struct filters *f)
{
	struct bench *b = &f->b;
	uint32_t i;

	filters_sober(f->store, BPFL_STORE);
	if (weir_hw_store(&b->hw, 0, (const u32(*)[WEIR_HW_UOP_WORDS])f->store, BPFL_STORE))
		bench_fail(b, "the store cannot be written");
	for (i = 0; i < LANE_PROGS; i++) {
		struct lane_prog *g = &f->progs[i];
		struct weir_hw_program p = { g->start, g->slots, g->snap, g->wire };

		if (p.slots > b->hw.p.budget)
			p.slots = g->slots = (uint8_t)b->hw.p.budget;
		if (weir_hw_program(&b->hw, i, &p))
			bench_fail(b, "program %u cannot be set", i);
	}
}

void filters_chain(struct filters *f, uint32_t t)
{
	struct bpfl_fields u = { .size = WEIR_UOP_SIZE_B,
				 .t_eq = WEIR_UOP_VERDICT | WEIR_UOP_V_ALL };
	uint32_t i;

	f->progs[t] = (struct lane_prog){ .start = (uint16_t)(t * FILTERS_CHAIN),
					  .slots = FILTERS_CHAIN };
	for (i = 0; i < FILTERS_CHAIN; i++) {
		bool last = i == FILTERS_CHAIN - 1;

		/* Never true; then two bits of a byte. */
		u.off = (int32_t)(20 + i);
		u.k = last ? t << 1 : 0x100;
		u.lo = last;
		u.hi = last ? 2 : 31;
		u.t_lt = u.t_gt = last ? WEIR_UOP_VERDICT | WEIR_UOP_V_DROP :
					 (uint16_t)(t * FILTERS_CHAIN + i + 1);
		bpfl_pack(&f->store[t * FILTERS_CHAIN + i], &u);
	}
}

void filters_job(const struct model_frame *m, struct lane_job *job)
{
	uint32_t head = m->vlan ? 12 : 0, n;

	job->frame = (struct bpfl_frame){ job->window, m->len,	 m->vlan, m->tci, m->tpid,
					  m->proto,    m->ptype, m->hash, 0 };
	memset(job->window, 0xee, sizeof(job->window));
	memcpy(job->window, m->data, head);
	if (m->vlan) {
		job->window[12] = (uint8_t)(m->tpid >> 8);
		job->window[13] = (uint8_t)m->tpid;
		job->window[14] = (uint8_t)(m->tci >> 8);
		job->window[15] = (uint8_t)m->tci;
		head = 16;
	}
	n = m->len - (m->vlan ? 12 : 0);
	memcpy(job->window + head, m->data + (m->vlan ? 12 : 0),
	       n < BPFL_WINDOW - head ? n : BPFL_WINDOW - head);
}

int filters_said(uint32_t kind, uint32_t bytes, uint32_t *keep)
{
	if (kind == BPFL_KEEP && bytes < 16383)
		*keep = bytes;
	return kind == BPFL_DROP ? 0 : kind == BPFL_KEEP ? 1 : 2;
}

int filters_verdict(void *ctx, unsigned int tap, uint32_t generation,
		    const struct model_frame *frame, uint32_t *keep)
{
	static struct lane_model m;
	static struct lane_job job;
	struct filters *f = ctx;
	uint32_t p = f->program[tap][generation % FILTERS_GENERATIONS], t, i;

	*keep = UINT32_MAX;
	if (p == UINT32_MAX)
		return 1;
	filters_job(frame, &job);
	job.progs = (uint16_t)(1u << p);
	for (t = 0; t < f->taps && !f->alone; t++)
		if (f->program[t][f->newest[t] % FILTERS_GENERATIONS] != UINT32_MAX)
			job.progs |=
				(uint16_t)(1u << f->program[t][f->newest[t] % FILTERS_GENERATIONS]);
	lane_model_run(&m, f->store, f->progs, &job, f->b.hw.p.budget, f->seen);
	for (i = 0; i < m.events; i++)
		if (m.event[i].prog == p)
			return filters_said(m.event[i].kind, m.event[i].keep, keep);
	return 2;
}

void filters_start(struct filters *f, unsigned int t)
{
	struct weir_hw_tap_cfg c = bench_tap_all(t);
	struct bench_tap *tap = &f->b.tap[t];

	c.snaplen = bench_pick(&f->b, 4) ? c.snaplen : bench_pick(&f->b, 200);
	c.backlog = 60000;
	c.block_nr = 16;
	c.retire_us = 20 + bench_pick(&f->b, 100);
	bench_tap_start(&f->b, t, &c);
	tap->hold_max = 0;
	tap->walk.verdict = filters_verdict;
	tap->walk.ctx = f;
	tap->walk.gen = tap->walk.latest = tap->walk.sure = f->newest[t];
}

void filters_set(struct filters *f, unsigned int t, uint32_t p)
{
	f->newest[t]++;
	f->program[t][f->newest[t] % FILTERS_GENERATIONS] = p;
	bench_filter(&f->b, t, p == UINT32_MAX ? WEIR_HW_NO_PROGRAM : p);
}

void filters_stop(struct filters *f, unsigned int t)
{
	bench_tap_stop(&f->b, t);
	if (f->b.tap[t].walk.lost || bench_count(&f->b, t, WEIR_HW_TAP_drop_no_block))
		bench_fail(&f->b, "tap %u: %" PRIu64 " frames lost", t, f->b.tap[t].walk.lost);
}

uint64_t filters_judged(struct filters *f, unsigned int t, uint64_t frames)
{
	uint64_t delivered = bench_count(&f->b, t, WEIR_HW_TAP_delivered);
	uint64_t filtered = bench_count(&f->b, t, WEIR_HW_TAP_filtered);

	printf("note: tap %u: %" PRIu64 " of %" PRIu64 " frames kept, %" PRIu64 " rejected\n", t,
	       delivered, frames, filtered);
	if (delivered + filtered != frames ||
	    bench_count(&f->b, t, WEIR_HW_TAP_matched) != frames || !delivered)
		bench_fail(&f->b, "tap %u: all of %" PRIu64 " frames kept or rejected expected", t,
			   frames);
	return delivered;
}
