// SPDX-License-Identifier: BSD-3-Clause
/*
 * uop_run.c - the instruction-set simulator: what a lane makes of a program and a frame (docs/filter.md)
 */
#include "uop.h"

#define TAG_AT		12u
#define TAG_LEN		4u
#define NET_AT		14u		/* where SKF_NET_OFF begins */
#define NET_OFF		(-0x100000)
#define LL_OFF		(-0x200000)

struct lane {
	const struct bpfl_frame *frame;
	bool wire;
	uint32_t a, x, m[BPFL_CELLS];
};

static uint32_t length(const struct lane *l)
{
	return l->frame->len + (l->wire && l->frame->vlan ? TAG_LEN : 0);
}

/* The offset of a load as an unsigned number; false: no frame has a byte there. */
static bool offset(const struct lane *l, const struct bpfl_fields *f, uint32_t *at)
{
	uint32_t off = f->offk ? f->k : (uint32_t)f->off, sum = off;

	if (f->src == WEIR_UOP_SRC_IND)
		sum += l->x;
	*at = sum;
	if (l->wire)
		return f->src != WEIR_UOP_SRC_IND || sum >= off;
	if ((int32_t)sum >= 0)
		return true;
	if ((int32_t)sum >= NET_OFF)
		*at = NET_AT + (sum - (uint32_t)NET_OFF);
	else if ((int32_t)sum >= LL_OFF)
		*at = sum - (uint32_t)LL_OFF;
	else
		return false;
	return true;
}

static enum bpfl_end load(const struct lane *l, const struct bpfl_fields *f, uint32_t *v)
{
	uint32_t size = f->size == WEIR_UOP_SIZE_B ? 1 : f->size == WEIR_UOP_SIZE_H ? 2 : 4;
	bool skip = l->frame->vlan && !l->wire;
	uint32_t at, i, last, len = length(l);

	if (!offset(l, f, &at) || at > len || size > len - at)
		return BPFL_FAILED;
	last = at + size - 1;
	if (skip && last >= TAG_AT)
		last += TAG_LEN;
	if (last >= BPFL_WINDOW)
		return BPFL_OUTSIDE;
	for (*v = 0, i = at; i < at + size; i++)
		*v = *v << 8 | l->frame->window[i + (skip && i >= TAG_AT ? TAG_LEN : 0)];
	return BPFL_RAN;
}

static uint32_t meta(const struct bpfl_frame *frame, uint32_t number)
{
	switch (number) {
	case WEIR_UOP_META_VLAN:
		return frame->vlan;
	case WEIR_UOP_META_TCI:
		return frame->vlan ? frame->tci : 0;
	case WEIR_UOP_META_TPID:
		return frame->vlan ? frame->tpid : 0;
	case WEIR_UOP_META_PROTO:
		return frame->proto;
	case WEIR_UOP_META_PTYPE:
		return frame->ptype;
	case WEIR_UOP_META_HASH:
		return frame->hash;
	case WEIR_UOP_META_RANDOM:
		return frame->random;
	}
	return 0;
}

static enum bpfl_end source(const struct lane *l, const struct bpfl_fields *f, uint32_t *v)
{
	switch (f->src) {
	case WEIR_UOP_SRC_ABS:
	case WEIR_UOP_SRC_IND:
		return load(l, f, v);
	case WEIR_UOP_SRC_A:
		*v = l->a;
		break;
	case WEIR_UOP_SRC_X:
		*v = l->x;
		break;
	case WEIR_UOP_SRC_MEM:
		*v = l->m[f->idx];
		break;
	case WEIR_UOP_SRC_LEN:
		*v = length(l);
		break;
	case WEIR_UOP_SRC_IMM:
		*v = f->k;
		break;
	default:
		*v = meta(l->frame, (uint32_t)f->off & 15);
	}
	return BPFL_RAN;
}

static uint32_t operand(const struct lane *l, const struct bpfl_fields *f)
{
	switch (f->opb) {
	case WEIR_UOP_OPB_X:
		return l->x;
	case WEIR_UOP_OPB_A:
		return l->a;
	case WEIR_UOP_OPB_MEM:
		return l->m[f->idx];
	}
	return f->k;
}

static uint32_t alu(const struct lane *l, const struct bpfl_fields *f, uint32_t v)
{
	uint32_t b = operand(l, f);

	switch (f->alu) {
	case WEIR_UOP_ALU_ADD:
		return v + b;
	case WEIR_UOP_ALU_SUB:
		return v - b;
	case WEIR_UOP_ALU_AND:
		return v & b;
	case WEIR_UOP_ALU_OR:
		return v | b;
	case WEIR_UOP_ALU_XOR:
		return v ^ b;
	case WEIR_UOP_ALU_SHL:
		return l->wire && b > 31 ? 0 : v << (b & 31);
	case WEIR_UOP_ALU_SHR:
		return l->wire && b > 31 ? 0 : v >> (b & 31);
	case WEIR_UOP_ALU_MUL:
		return v * b;
	case WEIR_UOP_ALU_MULH:
		return (uint32_t)((uint64_t)v * b >> 32);
	case WEIR_UOP_ALU_NEG:
		return -v;
	case WEIR_UOP_ALU_MSH:
		return (v & 15) << 2;
	}
	return v;
}

static uint32_t choose(const struct bpfl_fields *f, uint32_t r, uint32_t c)
{
	if (f->set)
		return r & c ? f->t_eq : f->t_lt;
	return r == c ? f->t_eq : r < c ? f->t_lt : f->t_gt;
}

static void step(struct lane *l, struct bpfl_step *s)
{
	const struct bpfl_fields *f = s->f;
	uint32_t c = f->cx ? l->x : f->k, v = 0;

	s->end = source(l, f, &v);
	if (s->end != BPFL_RAN) {
		s->target = WEIR_UOP_VERDICT | (s->end == BPFL_FAILED ? WEIR_UOP_V_DROP : WEIR_UOP_V_UNSURE);
		return;
	}
	s->v = v & (~0u << f->lo) & (~0u >> (31 - f->hi));
	s->r = alu(l, f, s->v);
	if (f->dst == WEIR_UOP_DST_A)
		l->a = s->r;
	else if (f->dst == WEIR_UOP_DST_X)
		l->x = s->r;
	else if (f->dst == WEIR_UOP_DST_MEM)
		l->m[f->idx] = s->r;
	s->target = choose(f, s->r, c);
}

/* Bytes of the view to bytes of the frame without its tag. */
static uint32_t stored(const struct lane *l, uint32_t n)
{
	if (n > BPFL_KEEP_MAX)
		n = BPFL_KEEP_MAX;
	if (!l->wire || !l->frame->vlan || n <= TAG_AT)
		return n;
	return n > TAG_AT + TAG_LEN ? n - TAG_LEN : TAG_AT;
}

static void decide(const struct lane *l, struct bpfl_verdict *d, uint32_t code, uint32_t snap, uint32_t r,
		   uint32_t k)
{
	d->kind = BPFL_KEEP;
	switch (code & ~WEIR_UOP_VERDICT) {
	case WEIR_UOP_V_DROP:
		d->kind = BPFL_DROP;
		break;
	case WEIR_UOP_V_ALL:
		d->keep = BPFL_KEEP_MAX;
		break;
	case WEIR_UOP_V_SNAP:
		d->keep = stored(l, snap);
		break;
	case WEIR_UOP_V_R:
		d->kind = r ? BPFL_KEEP : BPFL_DROP;
		d->keep = stored(l, r);
		break;
	case WEIR_UOP_V_K:
		d->kind = k ? BPFL_KEEP : BPFL_DROP;
		d->keep = stored(l, k);
		break;
	default:
		d->kind = BPFL_UNSURE;
	}
}

struct bpfl_verdict bpfl_run(const struct bpfl_uop *store, const struct bpfl_run *run,
			     const struct bpfl_frame *frame, bpfl_trace *trace, void *ctx)
{
	struct bpfl_verdict d = { BPFL_UNSURE, 0, 0 };
	struct lane l = { .frame = frame, .wire = run->wire };
	uint32_t pc = run->start;
	struct bpfl_fields f;

	while (d.slots < run->slots) {
		struct bpfl_step s = { .pc = pc, .f = &f };

		bpfl_unpack(&f, &store[pc % BPFL_STORE]);
		d.slots++;
		step(&l, &s);
		if (trace)
			trace(ctx, &s);
		if (s.target & WEIR_UOP_VERDICT) {
			decide(&l, &d, s.target, run->snap, s.r, f.k);
			break;
		}
		pc = s.target;
	}
	return d;
}
