// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_alu.c - arithmetic of classic BPF on what is known of numbers
 */
#include "bpfl_int.h"

bool bpfl_alu(bool wire, unsigned int op, uint32_t a, uint32_t b, uint32_t *r)
{
	switch (op) {
	case IN_ADD:
		*r = a + b;
		break;
	case IN_SUB:
		*r = a - b;
		break;
	case IN_MUL:
		*r = a * b;
		break;
	case IN_DIV:
	case IN_MOD:
		if (!b)
			return false;
		*r = op == IN_DIV ? a / b : a % b;
		break;
	case IN_OR:
		*r = a | b;
		break;
	case IN_AND:
		*r = a & b;
		break;
	case IN_XOR:
		*r = a ^ b;
		break;
	case IN_LSH:
		*r = wire && b > 31 ? 0 : a << (b & 31);
		break;
	case IN_RSH:
		*r = wire && b > 31 ? 0 : a >> (b & 31);
		break;
	default:
		*r = -a;
	}
	return true;
}

uint32_t bpfl_alu_most(unsigned int op, uint32_t a, uint32_t b, bool known)
{
	switch (op) {
	case IN_ADD:
		return a + b < a ? UINT32_MAX : a + b;
	case IN_MUL:
		return (uint64_t)a * b >> 32 ? UINT32_MAX : a * b;
	case IN_DIV:
		return known ? a / b : a;
	case IN_MOD:
		return known && b - 1 < a ? b - 1 : a;
	case IN_OR:
	case IN_XOR:
		return smear(a | b);
	case IN_AND:
		return a < b ? a : b;
	case IN_LSH:
		return known && a << b >> b == a ? a << b : UINT32_MAX;
	case IN_RSH:
		return known ? a >> b : a;
	}
	return UINT32_MAX;
}

bool bpfl_alu_same(unsigned int op, uint32_t most, uint32_t b)
{
	switch (op) {
	case IN_ADD:
	case IN_SUB:
	case IN_OR:
	case IN_XOR:
	case IN_LSH:
	case IN_RSH:
		return !b;
	case IN_MUL:
	case IN_DIV:
		return b == 1;
	case IN_MOD:
		return most < b;
	case IN_AND:
		return (smear(most) & b) == smear(most);
	}
	return false;
}

int bpfl_decide(unsigned int op, uint32_t most, bool known, uint32_t b)
{
	switch (op) {
	case IN_JEQ:
		return known ? most == b : b > most ? 0 : -1;
	case IN_JGT:
		return known ? most > b : most <= b ? 0 : -1;
	case IN_JGE:
		return known ? most >= b : most < b ? 0 : !b ? 1 : -1;
	}
	return known ? !!(most & b) : !(smear(most) & b) ? 0 : -1;
}

bool bpfl_mask(uint32_t k, unsigned int *lo, unsigned int *hi)
{
	uint32_t low = k & -k;

	if (!k || (k + low) & k)
		return false;
	for (*lo = 0; !(k >> *lo & 1); ++*lo)
		;
	for (*hi = 31; !(k >> *hi & 1); --*hi)
		;
	return true;
}
