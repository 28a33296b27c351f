// SPDX-License-Identifier: BSD-3-Clause
/*
 * uop.c - a micro-operation's fields, packed and by themselves
 */
#include "uop.h"

static uint32_t get(const struct bpfl_uop *u, unsigned int lsb, unsigned int bits)
{
	uint64_t two = u->w[lsb / 32];

	if (lsb / 32 + 1 < WEIR_UOP_WORDS)
		two |= (uint64_t)u->w[lsb / 32 + 1] << 32;
	return (uint32_t)(two >> lsb % 32 & ((UINT64_C(1) << bits) - 1));
}

static void put(struct bpfl_uop *u, unsigned int lsb, unsigned int bits, uint32_t value)
{
	uint64_t two = (value & ((UINT64_C(1) << bits) - 1)) << lsb % 32;

	u->w[lsb / 32] |= (uint32_t)two;
	if (two >> 32)
		u->w[lsb / 32 + 1] |= (uint32_t)(two >> 32);
}

enum {
#define LSB(name, lsb, bits) LSB_##name = lsb, BITS_##name = bits,
	WEIR_UOP_FIELDS(LSB)
#undef LSB
};

#define GET(u, name) get(u, LSB_##name, BITS_##name)
#define PUT(u, name, value) put(u, LSB_##name, BITS_##name, value)

void bpfl_unpack(struct bpfl_fields *f, const struct bpfl_uop *u)
{
	uint32_t off = GET(u, OFF);

	f->k = GET(u, K);
	f->t_eq = (uint16_t)GET(u, T_EQ);
	f->t_lt = (uint16_t)GET(u, T_LT);
	f->t_gt = (uint16_t)GET(u, T_GT);
	f->off = (int32_t)(off ^ 1u << (BITS_OFF - 1)) - (1 << (BITS_OFF - 1));
	f->offk = (uint8_t)GET(u, OFFK);
	f->src = (uint8_t)GET(u, SRC);
	f->size = (uint8_t)GET(u, SIZE);
	f->lo = (uint8_t)GET(u, LO);
	f->hi = (uint8_t)GET(u, HI);
	f->alu = (uint8_t)GET(u, ALU);
	f->opb = (uint8_t)GET(u, OPB);
	f->dst = (uint8_t)GET(u, DST);
	f->idx = (uint8_t)GET(u, IDX);
	f->set = (uint8_t)GET(u, SET);
	f->cx = (uint8_t)GET(u, CX);
}

void bpfl_pack(struct bpfl_uop *u, const struct bpfl_fields *f)
{
	*u = (struct bpfl_uop){ { 0 } };
	PUT(u, K, f->k);
	PUT(u, T_EQ, f->t_eq);
	PUT(u, T_LT, f->t_lt);
	PUT(u, T_GT, f->t_gt);
	PUT(u, OFF, (uint32_t)f->off);
	PUT(u, OFFK, f->offk);
	PUT(u, SRC, f->src);
	PUT(u, SIZE, f->size);
	PUT(u, LO, f->lo);
	PUT(u, HI, f->hi);
	PUT(u, ALU, f->alu);
	PUT(u, OPB, f->opb);
	PUT(u, DST, f->dst);
	PUT(u, IDX, f->idx);
	PUT(u, SET, f->set);
	PUT(u, CX, f->cx);
}
