// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_states.c - what is known where ways of a program meet
 *
 * A state waits in the pool for the instruction that jumps lead to. When the pool is empty, nothing is
 * known there: that is always right.
 */
#include "bpfl_states.h"

#define NO_STATE 0xffffu
#define TOP 0xfffeu /* nothing is known */

void bpfl_states_init(struct bpfl_fold *f)
{
	uint32_t i;

	for (i = 0; i < f->n; i++)
		f->w->u.fold.at[i] = NO_STATE;
	/* Free ones are a list by their def. */
	for (i = 0; i < BPFL_STATES; i++)
		f->w->u.fold.pool[i].def = i + 1 < BPFL_STATES ? (uint16_t)(i + 1) : NO_STATE;
	f->free = 0;
	f->same = NO_STATE;
}

void bpfl_states_changed(struct bpfl_fold *f)
{
	f->same = NO_STATE;
}

void bpfl_states_differ(struct bpfl_state *s)
{
	unsigned int v;

	for (v = 0; v < BPFL_VALS; v++)
		s->like[v] = (uint8_t)v;
}

void bpfl_states_new(struct bpfl_state *s, unsigned int v)
{
	unsigned int i, first = BPFL_VALS;

	s->like[v] = (uint8_t)v;
	/* Those that were the same as it are still so among each other. */
	for (i = v + 1; i < BPFL_VALS; i++) {
		if (s->like[i] != v)
			continue;
		first = first < i ? first : i;
		s->like[i] = (uint8_t)first;
	}
}

void bpfl_states_copy(struct bpfl_state *s, unsigned int v, unsigned int from)
{
	unsigned int i, like = s->like[from];

	if (v == from)
		return;
	if (v > like) {
		s->like[v] = (uint8_t)like;
		return;
	}
	for (i = v; i < BPFL_VALS; i++)
		if (s->like[i] == like)
			s->like[i] = (uint8_t)v;
}

/* What is the same in both */
static void join_like(struct bpfl_state *s, const struct bpfl_state *by)
{
	uint8_t was[BPFL_VALS];
	unsigned int v, first;

	for (v = 0; v < BPFL_VALS; v++)
		was[v] = s->like[v];
	for (v = 0; v < BPFL_VALS; v++) {
		for (first = 0; was[first] != was[v] || by->like[first] != by->like[v]; first++)
			;
		s->like[v] = (uint8_t)first;
	}
}

static void nothing_known(struct bpfl_state *s)
{
	uint32_t v;

	*s = (struct bpfl_state){ .def = NO_DEF };
	for (v = 0; v < BPFL_VALS; v++)
		s->val[v] = UINT32_MAX;
	bpfl_states_differ(s);
}

static uint16_t take(struct bpfl_fold *f, const struct bpfl_state *s)
{
	struct bpfl_state *pool = f->w->u.fold.pool;
	uint16_t at = f->free;

	if (at == NO_STATE)
		return TOP;
	f->free = pool[at].def;
	pool[at] = *s;
	pool[at].refs = 1;
	return at;
}

static void release(struct bpfl_fold *f, uint16_t at)
{
	struct bpfl_state *pool = f->w->u.fold.pool;

	if (at == TOP || --pool[at].refs)
		return;
	pool[at].def = f->free;
	f->free = at;
	if (f->same == at)
		f->same = NO_STATE;
}

/* Both come from the same load: what is in A can be had from it, wherever one came from. */
static bool same_def(const struct bpfl_work *w, uint32_t a, uint32_t b)
{
	while (a != b) {
		if (a == NO_DEF || b == NO_DEF || w->op[a] != w->op[b] ||
		    (w->op[a] != IN_TXA && w->op[a] != IN_LD_LEN && w->k[a] != w->k[b]))
			return false;
		if (in_class(w->op[a]) != IN_ALU)
			return true;
		a = w->def[a];
		b = w->def[b];
	}
	return true;
}

static void join(const struct bpfl_work *w, struct bpfl_state *s, const struct bpfl_state *by)
{
	uint32_t v;

	for (v = 0; v < BPFL_VALS; v++) {
		if (!(s->known & by->known & 1u << v) || s->val[v] != by->val[v])
			s->known &= ~(1u << v);
		if (by->val[v] > s->val[v])
			s->val[v] = by->val[v];
	}
	join_like(s, by);
	if (by->sure < s->sure)
		s->sure = by->sure;
	if (!same_def(w, s->def, by->def))
		s->def = NO_DEF;
}

void bpfl_states_flow(struct bpfl_fold *f, uint32_t to)
{
	struct bpfl_state *pool = f->w->u.fold.pool;
	uint16_t *at = &f->w->u.fold.at[to], one;

	if (bit_of(f->w->jumped, to))
		set_bit_of(f->w->many, to);
	set_bit_of(f->w->jumped, to);
	if (*at == NO_STATE) {
		if (f->same == NO_STATE)
			f->same = take(f, &f->s);
		else if (f->same != TOP)
			pool[f->same].refs++;
		*at = f->same;
		return;
	}
	if (*at == TOP || *at == f->same)
		return;
	if (pool[*at].refs > 1) {
		one = take(f, &pool[*at]);
		release(f, *at);
		*at = one;
		if (one == TOP)
			return;
	}
	join(f->w, &pool[*at], &f->s);
}

void bpfl_states_arrive(struct bpfl_fold *f, uint32_t i)
{
	uint16_t at = f->w->u.fold.at[i];

	if (at == NO_STATE)
		return;
	if (f->on)
		set_bit_of(f->w->many, i);
	if (at == TOP) {
		nothing_known(&f->s);
		f->same = TOP;
	} else if (f->on) {
		join(f->w, &f->s, &f->w->u.fold.pool[at]);
		f->same = NO_STATE;
	} else {
		f->s = f->w->u.fold.pool[at];
		f->same = at;
	}
	f->on = true;
	release(f, at);
}
