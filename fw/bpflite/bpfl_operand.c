// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_operand.c - what is in A, as a load that a micro-operation can do again
 *
 * To load again costs nothing, a lane's operations begin with a load anyway. So a value that comes from a
 * load, some bits of it and a shift need not be kept in A.
 */
#include "bpfl_int.h"

#define DEPTH 4		/* masks and shifts between a load and its use */

uint32_t bpfl_base(const struct bpfl_work *w, uint32_t d)
{
	while (in_class(w->op[d]) == IN_ALU)
		d = w->def[d];
	return d;
}

static void frame_source(uint8_t src, uint8_t code, uint32_t k, struct bpfl_fields *f)
{
	unsigned int bytes = in_bytes(code);

	f->src = src;
	f->size = bytes == 4 ? WEIR_UOP_SIZE_W : bytes == 2 ? WEIR_UOP_SIZE_H : WEIR_UOP_SIZE_B;
	f->offk = (int32_t)k < -2048 || (int32_t)k > 2047;
	if (f->offk)
		f->k = k;
	else
		f->off = (int32_t)k;
}

void bpfl_source(const struct bpfl_work *w, uint32_t i, struct bpfl_fields *f)
{
	uint8_t op = w->op[i];

	*f = (struct bpfl_fields){ .hi = 31 };
	switch (op) {
	case IN_LD_IMM:
	case IN_LDX_IMM:
		f->src = WEIR_UOP_SRC_IMM;
		f->k = w->k[i];
		break;
	case IN_LD_MEM:
	case IN_LDX_MEM:
		f->src = WEIR_UOP_SRC_MEM;
		f->idx = (uint8_t)w->k[i];
		break;
	case IN_LD_LEN:
	case IN_LDX_LEN:
		f->src = WEIR_UOP_SRC_LEN;
		break;
	case OP_META:
		f->src = WEIR_UOP_SRC_META;
		f->off = (int32_t)w->k[i];
		break;
	case IN_TXA:
		f->src = WEIR_UOP_SRC_X;
		break;
	case IN_LD_IND:
	case IN_LD_IND | IN_H:
	case IN_LD_IND | IN_B:
		frame_source(WEIR_UOP_SRC_IND, op, w->k[i], f);
		break;
	default:
		frame_source(WEIR_UOP_SRC_ABS, op, w->k[i], f);
		if (op == IN_LDX_MSH)
			f->alu = WEIR_UOP_ALU_MSH;
	}
}

static unsigned int width(const struct bpfl_fields *f)
{
	if (f->src == WEIR_UOP_SRC_ABS || f->src == WEIR_UOP_SRC_IND)
		return f->size == WEIR_UOP_SIZE_B ? 8 : f->size == WEIR_UOP_SIZE_H ? 16 : 32;
	return 32;
}

bool bpfl_operand(const struct bpfl_work *w, uint32_t d, struct bpfl_fields *f, unsigned int *shift)
{
	unsigned int lo, hi, n = 0, low = 0, high;
	uint32_t chain[DEPTH] = { 0 };

	for (; in_class(w->op[d]) == IN_ALU; d = w->def[d]) {
		if (n == DEPTH)
			return false;
		chain[n++] = d;
	}
	bpfl_source(w, d, f);
	high = width(f) - 1;
	*shift = 0;
	while (n--) {
		d = chain[n];
		if (w->op[d] == IN_RSH) {
			*shift += w->k[d];
			low = low > *shift ? low : *shift;
		} else {
			bpfl_mask(w->k[d], &lo, &hi);
			low = low > lo + *shift ? low : lo + *shift;
			high = high < hi + *shift ? high : hi + *shift;
		}
		if (low > high)
			return false;
	}
	f->lo = (uint8_t)low;
	f->hi = (uint8_t)(high == width(f) - 1 ? 31 : high);
	return true;
}
