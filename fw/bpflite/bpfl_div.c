// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_div.c - division by a constant, by a multiplication
 *
 * A / d is the high half of A * m, shifted by s, with m = 2^(32 + s) / d, rounded up: exact as long as
 * the error, A times what was rounded up, stays below 2^(32 + s). Where m would need a bit more than a
 * word has, t = high half of A * (m - 2^32), and A / d = (((A - t) >> 1) + t) >> s - 1.
 */
#include "bpfl_int.h"

#define CELL_T	16	/* cells of the translator's own */
#define CELL_A	17

/* 2^bits / d, without what is behind the point; *rest is the remainder. */
static uint64_t power_by(unsigned int bits, uint32_t d, uint32_t *rest)
{
	uint64_t q = 0, r = 1;

	while (bits--) {
		r <<= 1;
		q <<= 1;
		if (r >= d) {
			r -= d;
			q |= 1;
		}
	}
	*rest = (uint32_t)r;
	return q;
}

/* The least s and its m that are exact up to `most`; false: m has a bit more. */
static bool multiplier(uint32_t d, uint32_t most, uint32_t *m, unsigned int *s)
{
	uint32_t rest;
	uint64_t q;

	for (*s = 0; ; ++*s) {
		q = power_by(32 + *s, d, &rest) + 1;
		*m = (uint32_t)q;
		if (q >> 32)
			return false;
		if ((uint64_t)(d - rest) * most >> *s < UINT64_C(1) << 32)
			return true;
	}
}

static void step(struct bpfl_gen *g, struct bpfl_fields f, unsigned int alu, unsigned int opb, uint32_t k,
		 unsigned int dst, unsigned int idx)
{
	f.alu = (uint8_t)alu;
	f.opb = (uint8_t)opb;
	if (opb == WEIR_UOP_OPB_K)
		f.k = k;
	f.dst = (uint8_t)dst;
	if (dst == WEIR_UOP_DST_MEM || opb == WEIR_UOP_OPB_MEM)
		f.idx = (uint8_t)idx;
	bpfl_before(g, &f);
}

static void shift_a(struct bpfl_gen *g, unsigned int by)
{
	const struct bpfl_fields a = { .src = WEIR_UOP_SRC_A, .hi = 31 };

	if (by)
		step(g, a, WEIR_UOP_ALU_SHR, WEIR_UOP_OPB_K, by, WEIR_UOP_DST_A, 0);
}

/* Backward: A = src / d. */
static void quotient(struct bpfl_gen *g, struct bpfl_fields src, uint32_t d, uint32_t most)
{
	const struct bpfl_fields a = { .src = WEIR_UOP_SRC_A, .hi = 31 };
	unsigned int s;
	uint32_t m;

	if (multiplier(d, most, &m, &s)) {
		shift_a(g, s);
		step(g, src, WEIR_UOP_ALU_MULH, WEIR_UOP_OPB_K, m, WEIR_UOP_DST_A, 0);
		return;
	}
	shift_a(g, s - 1);
	step(g, a, WEIR_UOP_ALU_ADD, WEIR_UOP_OPB_MEM, 0, WEIR_UOP_DST_A, CELL_T);
	shift_a(g, 1);
	step(g, src, WEIR_UOP_ALU_SUB, WEIR_UOP_OPB_MEM, 0, WEIR_UOP_DST_A, CELL_T);
	step(g, src, WEIR_UOP_ALU_MULH, WEIR_UOP_OPB_K, m, WEIR_UOP_DST_MEM, CELL_T);
}

void bpfl_divide(struct bpfl_gen *g, uint32_t i)
{
	const struct bpfl_fields a = { .src = WEIR_UOP_SRC_A, .hi = 31 };
	uint32_t d = g->w->k[i], most = UINT32_MAX;
	struct bpfl_fields src;

	bpfl_source_a(g, i, &src);
	/* There is one number of a cell. */
	if (src.src == WEIR_UOP_SRC_MEM)
		src = a;
	if (src.hi < 31)
		most = (2u << src.hi) - 1;
	else if (bpfl_is_load(&src) && src.size != WEIR_UOP_SIZE_W)
		most = src.size == WEIR_UOP_SIZE_H ? 0xffff : 0xff;
	if (g->w->op[i] == IN_DIV)
		return quotient(g, src, d, most);
	/* A - A / d * d: A is had again, or is in a cell. */
	if (src.src == WEIR_UOP_SRC_A) {
		struct bpfl_fields kept = { .src = WEIR_UOP_SRC_MEM, .idx = CELL_A, .hi = 31 };

		step(g, kept, WEIR_UOP_ALU_SUB, WEIR_UOP_OPB_A, 0, WEIR_UOP_DST_A, 0);
	} else {
		step(g, src, WEIR_UOP_ALU_SUB, WEIR_UOP_OPB_A, 0, WEIR_UOP_DST_A, 0);
	}
	step(g, a, WEIR_UOP_ALU_MUL, WEIR_UOP_OPB_K, d, WEIR_UOP_DST_A, 0);
	quotient(g, src, d, most);
	if (src.src == WEIR_UOP_SRC_A)
		step(g, a, WEIR_UOP_ALU_PASS, WEIR_UOP_OPB_A, 0, WEIR_UOP_DST_MEM, CELL_A);
}
