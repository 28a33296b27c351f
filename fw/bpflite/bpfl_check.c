// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_check.c - what a classic BPF program must hold to
 *
 * As bpf_check_classic() of Linux: known instructions, jumps forward and inside, M read only where every path
 * wrote it, no constant division by zero or over-wide shift, a return at the end.
 */
#include "bpfl_insn.h"
#include "bpflite.h"

const char *bpfl_reason_text(enum bpfl_reason reason)
{
	static const char *const text[] = {
#define BPFL_TEXT(name, line) line,
		BPFL_REASONS(BPFL_TEXT)
#undef BPFL_TEXT
	};

	return (size_t)reason < sizeof(text) / sizeof(text[0]) ? text[reason] : "";
}

static bool known_load(uint16_t code)
{
	switch (code) {
	case IN_LD_ABS:
	case IN_LD_ABS | IN_H:
	case IN_LD_ABS | IN_B:
	case IN_LD_IND:
	case IN_LD_IND | IN_H:
	case IN_LD_IND | IN_B:
	case IN_LD_IMM:
	case IN_LD_MEM:
	case IN_LD_LEN:
	case IN_LDX_IMM:
	case IN_LDX_MEM:
	case IN_LDX_LEN:
	case IN_LDX_MSH:
		return true;
	}
	return false;
}

static bool known(uint16_t code)
{
	uint16_t k = (uint16_t)(code & ~IN_X);

	switch (in_class(code)) {
	case IN_LD:
	case IN_LDX:
		return known_load(code);
	case IN_ST:
	case IN_STX:
		return code == IN_ST || code == IN_STX;
	case IN_ALU:
		return code == IN_NEG || (k <= IN_XOR && k != IN_NEG && (k & 0xff0f) == IN_ADD);
	case IN_JMP:
		return code == IN_JA || k == IN_JEQ || k == IN_JGT || k == IN_JGE || k == IN_JSET;
	case IN_RET:
		return code == IN_RET_K || code == IN_RET_A;
	}
	return code == IN_TAX || code == IN_TXA;
}

static enum bpfl_reason check_operand(const struct bpfl_insn *f, uint32_t left)
{
	switch (f->code) {
	case IN_LD_ABS:
	case IN_LD_ABS | IN_H:
	case IN_LD_ABS | IN_B:
		return f->k < AD_OFF || (f->k - AD_OFF < AD_MAX && f->k % 4 == 0) ? BPFL_WHY_OK :
										    BPFL_WHY_ANCILLARY;
	case IN_LD_MEM:
	case IN_LDX_MEM:
	case IN_ST:
	case IN_STX:
		return f->k < 16 ? BPFL_WHY_OK : BPFL_WHY_CELL;
	case IN_DIV:
	case IN_MOD:
		return f->k ? BPFL_WHY_OK : BPFL_WHY_DIVISOR;
	case IN_LSH:
	case IN_RSH:
		return f->k < 32 ? BPFL_WHY_OK : BPFL_WHY_SHIFT;
	case IN_JA:
		/* To the kernel a jump as libpcap writes one back is far behind the end. */
		return f->k < left ? BPFL_WHY_OK : f->k >> 31 ? BPFL_WHY_BACKWARD : BPFL_WHY_JUMP;
	}
	if (in_class(f->code) == IN_JMP)
		return f->jt < left && f->jf < left ? BPFL_WHY_OK : BPFL_WHY_JUMP;
	return BPFL_WHY_OK;
}

/* Cells of M that every path to an instruction has written; jumps only go forward. n when all is well. */
static uint32_t unwritten(const struct bpfl_insn *prog, uint32_t n, uint16_t *valid)
{
	uint32_t i;
	uint16_t now = 0;

	for (i = 0; i < n; i++)
		valid[i] = 0xffff;
	for (i = 0; i < n; i++) {
		const struct bpfl_insn *f = &prog[i];

		now &= valid[i];
		if (f->code == IN_ST || f->code == IN_STX) {
			now |= (uint16_t)(1u << f->k);
		} else if (f->code == IN_LD_MEM || f->code == IN_LDX_MEM) {
			if (!(now & 1u << f->k))
				return i;
		} else if (f->code == IN_JA) {
			valid[i + 1 + f->k] &= now;
			now = 0xffff;
		} else if (in_class(f->code) == IN_JMP) {
			valid[i + 1 + f->jt] &= now;
			valid[i + 1 + f->jf] &= now;
			now = 0xffff;
		}
	}
	return n;
}

int bpfl_check(const struct bpfl_insn *prog, uint32_t n, struct bpfl_work *w, struct bpfl_error *err)
{
	uint32_t i;

	*err = (struct bpfl_error){ 0, BPFL_WHY_SIZE };
	if (!n || n > BPFL_INSNS)
		return -1;
	for (i = 0; i < n; i++) {
		err->insn = i;
		err->reason = known(prog[i].code) ? check_operand(&prog[i], n - i - 1) : BPFL_WHY_CODE;
		if (err->reason != BPFL_WHY_OK)
			return -1;
	}
	err->reason = BPFL_WHY_RETURN;
	if (in_class(prog[n - 1].code) != IN_RET)
		return -1;
	err->reason = BPFL_WHY_UNWRITTEN;
	err->insn = unwritten(prog, n, w->u.valid);
	if (err->insn < n)
		return -1;
	*err = (struct bpfl_error){ 0, BPFL_WHY_OK };
	return 0;
}

uint32_t bpfl_longest(const struct bpfl_insn *prog, uint32_t n, struct bpfl_work *w)
{
	uint16_t *len = w->u.valid;
	uint32_t i, a, b;

	for (i = n; i-- > 0; ) {
		const struct bpfl_insn *f = &prog[i];

		if (in_class(f->code) == IN_RET) {
			len[i] = 1;
			continue;
		}
		a = b = 0;
		if (f->code == IN_JA)
			a = b = f->k;
		else if (in_class(f->code) == IN_JMP)
			a = f->jt, b = f->jf;
		a = len[i + 1 + a];
		b = len[i + 1 + b];
		len[i] = (uint16_t)(1 + (a > b ? a : b));
	}
	return len[0];
}
