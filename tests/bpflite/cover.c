// SPDX-License-Identifier: BSD-3-Clause
/*
 * cover.c - see cover.h
 *
 * A frame that goes a new way, in the program or in its translation, or by that way to another verdict,
 * is kept and varied: at each place that the program asked for, with each constant of it, one less, one
 * more, its highest bit and its lowest alone, shifted as the program shifts; and cut there.
 */
#include "tests/bpflite/cover.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CONSTANTS 600u
#define STEPS 1100u		/* of a lane, that are looked at */

struct search {
	struct cover *c;
	const struct tb_prog *p;
	struct tb_frame f;
	uint32_t k[CONSTANTS], ks;
	bool new, from_kept;
	/* The last run */
	uint32_t steps;
	uint16_t pc[STEPS];
	uint8_t way[STEPS];
};

static void note_way(void *ctx, const struct bpfl_step *step)
{
	const struct bpfl_fields *f = step->f;
	struct search *s = ctx;
	uint8_t way;

	/* A load that fails goes no way of these. */
	if (s->steps == STEPS || step->end != BPFL_RAN)
		return;
	way = f->set ? (step->target == f->t_eq ? 1 : 2) : step->r == f->k ? 1 : step->r < f->k ? 2 : 4;
	if (f->cx)
		way = step->target == f->t_eq ? 1 : step->target == f->t_lt ? 2 : 4;
	s->pc[s->steps] = (uint16_t)((step->pc - s->p->target.base) % BPFL_STORE);
	s->way[s->steps++] = way;
}

/* The ways of the last run, from it to a frame that is dropped or one that is not. */
static void note_run(struct search *s, bool dropped)
{
	uint32_t i;

	for (i = 0; i < s->steps; i++) {
		uint8_t way = (uint8_t)(s->way[i] << (dropped ? 0 : 4)), *ways = &s->c->ways[s->pc[i]];

		if (!(*ways & way))
			s->new = true;
		*ways |= way;
	}
}

static uint32_t stored(const struct tb_prog *p, const struct tb_frame *f, uint32_t keep)
{
	if (p->res.wire && f->lib.vlan && keep > 12)
		keep = keep > 16 ? keep - 4 : 12;
	return keep < f->lib.len ? keep : f->lib.len;
}

static void try_frame(struct search *s, uint32_t len, bool vlan, uint8_t ptype)
{
	struct cover *c = s->c;
	struct cover_frame *kept = &c->frame[c->frames];
	uint8_t before[BPFL_INSNS];
	struct bpfl_verdict v;
	uint32_t want;

	s->f.lib.pkttype = ptype;
	tb_frame_set(&s->f, len, vlan);
	memcpy(before, c->ref.ways, s->p->n);
	s->new = false;
	want = stored(s->p, &s->f, ref_run(&c->ref, s->p, &s->f));
	s->steps = 0;
	v = tb_run(s->p, &s->f, note_way, s);
	note_run(s, v.kind == BPFL_DROP);
	c->runs++;
	if (!tb_right(s->p, &s->f, &v, want))
		c->wrong++;
	if (memcmp(before, c->ref.ways, s->p->n))
		s->new = true;
	/* Some space is for neighbours of what passes: they show a test that is not made. */
	if (c->frames == COVER_FRAMES ||
	    (!s->new && (!s->from_kept || c->frames > COVER_FRAMES / 4 * 3)))
		return;
	memcpy(kept->wire, s->f.wire, len);
	kept->len = (uint16_t)len;
	kept->vlan = vlan;
	kept->ptype = ptype;
	kept->new = s->new;
	kept->want = want;
	c->frames++;
}

static void add_constant(struct search *s, uint32_t k)
{
	uint32_t i;

	for (i = 0; i < s->ks && s->k[i] != k; i++)
		;
	if (i == s->ks && s->ks < CONSTANTS)
		s->k[s->ks++] = k;
}

static void find_constants(struct search *s)
{
	uint32_t i, j, shift;

	add_constant(s, 0);
	add_constant(s, 0xffffffff);
	for (i = 0; i < s->p->n; i++)
		if ((s->p->insn[i].code & 7) == 5 || (s->p->insn[i].code & 7) == 4)
			add_constant(s, s->p->insn[i].k);
	/* Where no bit of a constant is set, where one is, where one is too many */
	for (i = s->ks; i-- > 0;) {
		add_constant(s, ~s->k[i]);
		add_constant(s, s->k[i] & -s->k[i]);
		add_constant(s, s->k[i] | 0x80);
		add_constant(s, s->k[i] | 0x8000);
	}
	for (i = 0; i < s->p->n; i++) {
		if (s->p->insn[i].code != 0x74 && s->p->insn[i].code != 0x64)
			continue;
		shift = s->p->insn[i].k;
		for (j = s->ks; j-- > 0;)
			add_constant(s, s->p->insn[i].code == 0x74 ? s->k[j] << shift : s->k[j] >> shift);
	}
}

static void load_frame(struct search *s, const struct cover_frame *from)
{
	memcpy(s->f.wire, from->wire, sizeof(from->wire));
}

/* Writes a number where the program read from a frame. */
static void vary(struct search *s, const struct cover_frame *from, uint32_t at, uint32_t size, uint32_t val)
{
	uint32_t i;

	load_frame(s, from);
	/* In the linux view the lifted tag is not counted. */
	if (!s->p->res.wire && from->vlan && at + size > 12)
		at += 4;
	if (at + size > COVER_BYTES)
		return;
	for (i = 0; i < size; i++)
		s->f.wire[at + i] = (uint8_t)(val >> 8 * (size - 1 - i));
	try_frame(s, from->len, from->vlan, from->ptype);
}

static void vary_all(struct search *s, const struct cover_frame *kept, uint32_t runs)
{
	struct cover_frame from = *kept;
	struct ref loads;
	uint32_t i, j, add;

	load_frame(s, &from);
	s->from_kept = from.want;
	s->f.lib.pkttype = from.ptype;
	tb_frame_set(&s->f, from.len, from.vlan);
	loads = s->c->ref;
	ref_run(&loads, s->p, &s->f);
	for (i = 0; i < loads.loads; i++) {
		uint32_t end = loads.at[i] + loads.size[i] + (!s->p->res.wire && from.vlan ? 4 : 0);

		for (j = 0; j < s->ks && s->c->runs < runs; j++)
			for (add = 0; add < 3; add++)
				vary(s, &from, loads.at[i], loads.size[i], s->k[j] + add - 1);
		load_frame(s, &from);
		for (add = 0; add < 3; add++)
			if (end + add > (from.vlan ? 19u : 15u) && end + add - 1 <= COVER_BYTES)
				try_frame(s, end + add - 1, from.vlan, from.ptype);
	}
	load_frame(s, &from);
	for (i = 0; i < 5; i++)
		try_frame(s, from.len, from.vlan, (uint8_t)i);
	/* No card lifts a tag out of less. */
	if (from.len >= 18)
		try_frame(s, from.len, !from.vlan, from.ptype);
}

static bool conditional(const struct tb_prog *p, uint32_t i)
{
	return (p->insn[i].code & 7) == 5 && p->insn[i].code != 5 && p->insn[i].jt != p->insn[i].jf;
}

static void count(struct cover *c, const struct tb_prog *p)
{
	struct bpfl_fields f;
	uint32_t i, gone;

	for (i = 0; i < p->n; i++) {
		if (!conditional(p, i))
			continue;
		c->insn_ways += 2;
		c->insn_gone += (c->ref.ways[i] & 1) + (c->ref.ways[i] >> 1 & 1);
	}
	for (i = 0; i < p->res.uops; i++) {
		bpfl_unpack(&f, &p->store[i]);
		if (f.t_eq == f.t_lt && (f.set || f.t_lt == f.t_gt))
			continue;
		/* Different targets are different ways. */
		c->uop_ways += 2 + (!f.set && f.t_gt != f.t_eq && f.t_gt != f.t_lt && f.t_eq != f.t_lt);
		gone = c->ways[i] | c->ways[i] >> 4;
		if (f.set || f.t_lt == f.t_gt)
			c->uop_gone += (gone & 1) + !!(gone & 6);
		else if (f.t_eq == f.t_lt)
			c->uop_gone += !!(gone & 3) + !!(gone & 4);
		else if (f.t_eq == f.t_gt)
			c->uop_gone += !!(gone & 5) + !!(gone & 2);
		else
			c->uop_gone += (gone & 1) + (gone >> 1 & 1) + (gone >> 2 & 1);
	}
}

void cover_search(struct cover *c, const struct tb_prog *p, struct tb_rand *r, uint32_t runs)
{
	static struct search s;
	uint32_t i;

	memset(c, 0, sizeof(*c));
	memset(&s, 0, sizeof(s));
	s.c = c;
	s.p = p;
	s.f.lib.ifindex = (int32_t)p->target.ifindex;
	find_constants(&s);
	for (i = 0; i < COVER_BYTES; i++)
		s.f.wire[i] = i == 14 ? 0x45 : (uint8_t)tb_rnd(r, 256);
	/* The length alone may decide. */
	for (i = COVER_BYTES; i > 18; i--) {
		try_frame(&s, i, false, 0);
		try_frame(&s, i, true, 0);
	}
	for (; c->fresh < c->frames && c->runs < runs; c->fresh++)
		if (c->frame[c->fresh].new)
			vary_all(&s, &c->frame[c->fresh], runs);
	count(c, p);
}

uint32_t cover_check(const struct cover *c, const struct tb_prog *p)
{
	static struct tb_frame f;
	uint32_t i, wrong = 0;

	f.lib.ifindex = (int32_t)p->target.ifindex;
	for (i = 0; i < c->frames; i++) {
		const struct cover_frame *from = &c->frame[i];
		struct bpfl_verdict v;

		memcpy(f.wire, from->wire, sizeof(from->wire));
		f.lib.pkttype = from->ptype;
		tb_frame_set(&f, from->len, from->vlan);
		v = tb_run(p, &f, NULL, NULL);
		wrong += !tb_right(p, &f, &v, from->want);
	}
	return wrong;
}
