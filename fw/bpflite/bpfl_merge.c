// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_merge.c - two micro-operations, one after the other, made one
 *
 * p writes a register that u reads. Both have one source, one ALU, one constant K and one cell; what one
 * of them does not use is free for the other.
 */
#include "bpfl_int.h"

void bpfl_all_to(struct bpfl_fields *u, uint32_t target)
{
	u->t_eq = u->t_lt = u->t_gt = (uint16_t)target;
}

bool bpfl_compares(const struct bpfl_fields *u)
{
	return u->t_eq != u->t_lt || (!u->set && u->t_lt != u->t_gt);
}

static bool has_operand(const struct bpfl_fields *u)
{
	return u->alu != WEIR_UOP_ALU_PASS && u->alu <= WEIR_UOP_ALU_MULH;
}

bool bpfl_is_load(const struct bpfl_fields *u)
{
	return u->src == WEIR_UOP_SRC_ABS || u->src == WEIR_UOP_SRC_IND;
}

bool bpfl_same_load(const struct bpfl_fields *a, const struct bpfl_fields *b)
{
	return bpfl_is_load(a) && a->src == b->src && a->size == b->size && a->offk == b->offk &&
	       (a->offk ? a->k == b->k : a->off == b->off);
}

/* K before the comparison */
static bool operand_k(const struct bpfl_fields *u)
{
	return u->src == WEIR_UOP_SRC_IMM || (u->offk && bpfl_is_load(u)) ||
	       (has_operand(u) && u->opb == WEIR_UOP_OPB_K);
}

static bool verdict_k(const struct bpfl_fields *u)
{
	return u->t_eq == VERDICT(K) || u->t_lt == VERDICT(K) || u->t_gt == VERDICT(K);
}

static bool compare_k(const struct bpfl_fields *u)
{
	return verdict_k(u) || (bpfl_compares(u) && !u->cx);
}

bool bpfl_uses_k(const struct bpfl_fields *u)
{
	return operand_k(u) || compare_k(u);
}

static bool uses_idx(const struct bpfl_fields *u)
{
	return u->src == WEIR_UOP_SRC_MEM || u->dst == WEIR_UOP_DST_MEM ||
	       (has_operand(u) && u->opb == WEIR_UOP_OPB_MEM);
}

static uint32_t cell(const struct bpfl_fields *u)
{
	return u->idx < 16 ? 1u << u->idx : 0;
}

uint32_t bpfl_reads(const struct bpfl_fields *u)
{
	uint32_t live = 0;

	if (u->src == WEIR_UOP_SRC_A)
		live |= LIVE_A;
	if (u->src == WEIR_UOP_SRC_X || u->src == WEIR_UOP_SRC_IND || (u->cx && bpfl_compares(u)))
		live |= LIVE_X;
	if (u->src == WEIR_UOP_SRC_MEM)
		live |= cell(u);
	if (!has_operand(u))
		return live;
	return live | (u->opb == WEIR_UOP_OPB_A ? LIVE_A : u->opb == WEIR_UOP_OPB_X ? LIVE_X :
		       u->opb == WEIR_UOP_OPB_MEM ? cell(u) : 0);
}

static bool is_dst(const struct bpfl_fields *p, unsigned int a, unsigned int x, unsigned int mem,
		   unsigned int what, unsigned int idx)
{
	return (p->dst == WEIR_UOP_DST_A && what == a) || (p->dst == WEIR_UOP_DST_X && what == x) ||
	       (p->dst == WEIR_UOP_DST_MEM && what == mem && idx == p->idx);
}

static bool source_is_dst(const struct bpfl_fields *u, const struct bpfl_fields *p)
{
	return is_dst(p, WEIR_UOP_SRC_A, WEIR_UOP_SRC_X, WEIR_UOP_SRC_MEM, u->src, u->idx);
}

static bool operand_is_dst(const struct bpfl_fields *u, const struct bpfl_fields *p)
{
	return has_operand(u) &&
	       is_dst(p, WEIR_UOP_OPB_A, WEIR_UOP_OPB_X, WEIR_UOP_OPB_MEM, u->opb, u->idx);
}

static bool whole(const struct bpfl_fields *u)
{
	return !u->lo && u->hi == 31;
}

/* m has what is p's, but for K and the cell: they are given to m if nobody else needs them. */
static bool share(struct bpfl_fields *m, const struct bpfl_fields *u, const struct bpfl_fields *p,
		  bool u_k, bool u_idx, bool p_idx)
{
	if (operand_k(p) && u_k && p->k != u->k)
		return false;
	if (p_idx && u_idx && p->idx != u->idx)
		return false;
	m->k = operand_k(p) ? p->k : u->k;
	m->idx = p_idx ? p->idx : u->idx;
	return true;
}

/* u only tests A op K, both constants: A tested with another constant. */
static bool test_through(struct bpfl_fields *u, const struct bpfl_fields *p)
{
	uint32_t c = p->k, k = u->k, low;
	bool equality = !u->set && u->t_lt == u->t_gt;
	struct bpfl_fields m = *p;

	if (!whole(u) || u->alu != WEIR_UOP_ALU_PASS || u->dst != WEIR_UOP_DST_NONE || u->cx ||
	    verdict_k(u) || p->opb != WEIR_UOP_OPB_K || (p->offk && bpfl_is_load(p)))
		return false;
	m.alu = WEIR_UOP_ALU_PASS;
	m.dst = WEIR_UOP_DST_NONE;
	m.set = u->set;
	m.t_eq = u->t_eq;
	m.t_lt = u->t_lt;
	m.t_gt = u->t_gt;
	if (p->alu == WEIR_UOP_ALU_AND && u->set) {
		m.k = c & k;
	} else if (p->alu == WEIR_UOP_ALU_AND && !k) {
		m.set = 1;
		m.k = c;
		m.t_eq = u->t_gt;
		m.t_lt = u->t_eq;
	} else if (p->alu == WEIR_UOP_ALU_SHR && c < 32 && (u->set || k << c >> c == k)) {
		m.k = k << c;
		m.lo = m.lo > c ? m.lo : (uint8_t)c;
	} else if (p->alu == WEIR_UOP_ALU_SHL && c < 32) {
		low = ~(~0u << c);
		m.k = k >> c;
		m.hi = m.hi < 31 - c ? m.hi : (uint8_t)(31 - c);
		/* A number that no shifted one is equal to */
		if (!u->set && k & low)
			m.t_eq = m.t_lt;
	} else if (equality && (p->alu == WEIR_UOP_ALU_ADD || p->alu == WEIR_UOP_ALU_SUB ||
				p->alu == WEIR_UOP_ALU_XOR)) {
		m.k = p->alu == WEIR_UOP_ALU_ADD ? k - c : p->alu == WEIR_UOP_ALU_SUB ? k + c : k ^ c;
	} else {
		return false;
	}
	if (m.lo > m.hi)
		return false;
	*u = m;
	return true;
}

/* u's V is p's R. */
static bool merge_source(struct bpfl_fields *u, const struct bpfl_fields *p, bool live)
{
	bool same = whole(u) && u->alu == WEIR_UOP_ALU_PASS, plain = p->alu == WEIR_UOP_ALU_PASS;
	struct bpfl_fields m = *u, rest = *u;

	if ((!plain && !same) || (live && (!same || u->dst != WEIR_UOP_DST_NONE)))
		return false;
	/* What u reads of K and cells besides its V */
	rest.src = WEIR_UOP_SRC_A;
	if (!share(&m, u, p, bpfl_uses_k(&rest), uses_idx(&rest),
		   p->src == WEIR_UOP_SRC_MEM || (has_operand(p) && p->opb == WEIR_UOP_OPB_MEM) ||
		   (live && p->dst == WEIR_UOP_DST_MEM)))
		return !live && !plain && has_operand(p) && test_through(u, p);
	m.src = p->src;
	m.size = p->size;
	m.off = p->off;
	m.offk = p->offk;
	m.lo = u->lo > p->lo ? u->lo : p->lo;
	m.hi = u->hi < p->hi ? u->hi : p->hi;
	if (!plain) {
		m.alu = p->alu;
		m.opb = p->opb;
		m.lo = p->lo;
		m.hi = p->hi;
	}
	if (m.lo > m.hi)
		return false;
	if (live)
		m.dst = p->dst;
	*u = m;
	return true;
}

static bool commutes(unsigned int alu)
{
	return alu == WEIR_UOP_ALU_ADD || alu == WEIR_UOP_ALU_AND || alu == WEIR_UOP_ALU_OR ||
	       alu == WEIR_UOP_ALU_XOR || alu == WEIR_UOP_ALU_MUL || alu == WEIR_UOP_ALU_MULH;
}

static bool as_operand(unsigned int src, uint8_t *opb)
{
	switch (src) {
	case WEIR_UOP_SRC_A:
		*opb = WEIR_UOP_OPB_A;
		return true;
	case WEIR_UOP_SRC_X:
		*opb = WEIR_UOP_OPB_X;
		return true;
	case WEIR_UOP_SRC_MEM:
		*opb = WEIR_UOP_OPB_MEM;
		return true;
	}
	return false;
}

/* u's operand is p's R: p is but a copy, or V and operand change places. Not if p's R is needed besides. */
static bool merge_operand(struct bpfl_fields *u, const struct bpfl_fields *p)
{
	struct bpfl_fields m = *u, rest = *u;

	if (p->alu != WEIR_UOP_ALU_PASS || (u->cx && bpfl_compares(u) && p->dst == WEIR_UOP_DST_X) ||
	    (u->src == WEIR_UOP_SRC_IND && p->dst == WEIR_UOP_DST_X))
		return false;
	rest.opb = WEIR_UOP_OPB_A;
	if (whole(p) && as_operand(p->src, &m.opb) &&
	    share(&m, u, p, bpfl_uses_k(&rest), uses_idx(&rest), p->src == WEIR_UOP_SRC_MEM)) {
		*u = m;
		return true;
	}
	m = *u;
	if (!commutes(u->alu) || !whole(u) || !as_operand(u->src, &m.opb))
		return false;
	/* u's own source becomes the operand, and keeps its cell. */
	if (!share(&m, u, p, bpfl_uses_k(&rest), uses_idx(&rest), p->src == WEIR_UOP_SRC_MEM))
		return false;
	m.src = p->src;
	m.size = p->size;
	m.off = p->off;
	m.offk = p->offk;
	m.lo = p->lo;
	m.hi = p->hi;
	*u = m;
	return true;
}

bool bpfl_merge(struct bpfl_fields *u, const struct bpfl_fields *p, bool live)
{
	struct bpfl_fields rest = *u;
	bool source = source_is_dst(u, p), operand = operand_is_dst(u, p);

	if (source == operand)
		return false;
	if (operand)
		return !live && merge_operand(u, p);
	rest.src = WEIR_UOP_SRC_LEN;
	if (bpfl_reads(&rest) & (p->dst == WEIR_UOP_DST_A ? LIVE_A :
				 p->dst == WEIR_UOP_DST_X ? LIVE_X :
							    cell(p)))
		return false;
	/* A cell of the translator's own is always read again. */
	return merge_source(u, p, live);
}
