// SPDX-License-Identifier: BSD-3-Clause
/*
 * cbpf_check.c - what a classic BPF program must hold to before it is run
 *
 * As bpf_check_classic() of Linux: known instructions, jumps forward and inside, M[] read only where
 * every path wrote it, no constant division by zero or over-wide shift, a return at the end.
 */
#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "cbpf.h"

static bool known_load(uint16_t code)
{
	switch (code) {
	case BPF_LD | BPF_W | BPF_ABS:
	case BPF_LD | BPF_H | BPF_ABS:
	case BPF_LD | BPF_B | BPF_ABS:
	case BPF_LD | BPF_W | BPF_IND:
	case BPF_LD | BPF_H | BPF_IND:
	case BPF_LD | BPF_B | BPF_IND:
	case BPF_LD | BPF_W | BPF_LEN:
	case BPF_LD | BPF_IMM:
	case BPF_LD | BPF_MEM:
	case BPF_LDX | BPF_W | BPF_LEN:
	case BPF_LDX | BPF_B | BPF_MSH:
	case BPF_LDX | BPF_IMM:
	case BPF_LDX | BPF_MEM:
		return true;
	}
	return false;
}

static bool known_alu(uint16_t code)
{
	uint16_t op = BPF_OP(code);

	if (op == BPF_NEG)
		return code == (BPF_ALU | BPF_NEG);
	return (code & ~(0xf0 | BPF_X)) == BPF_ALU && op <= BPF_XOR;
}

static bool known(uint16_t code)
{
	switch (BPF_CLASS(code)) {
	case BPF_LD:
	case BPF_LDX:
		return known_load(code);
	case BPF_ST:
	case BPF_STX:
		return code == BPF_ST || code == BPF_STX;
	case BPF_ALU:
		return known_alu(code);
	case BPF_JMP:
		return code == (BPF_JMP | BPF_JA) ||
		       ((code & ~(0xf0 | BPF_X)) == BPF_JMP && BPF_OP(code) > BPF_JA &&
			BPF_OP(code) <= BPF_JSET);
	case BPF_RET:
		return code == (BPF_RET | BPF_K) || code == (BPF_RET | BPF_A);
	case BPF_MISC:
		return code == (BPF_MISC | BPF_TAX) || code == (BPF_MISC | BPF_TXA);
	}
	return false;
}

static int check_ancillary(uint32_t k)
{
	if (k < (uint32_t)SKF_AD_OFF)
		return 0;
	switch (k - (uint32_t)SKF_AD_OFF) {
	case SKF_AD_PROTOCOL:
	case SKF_AD_PKTTYPE:
	case SKF_AD_IFINDEX:
	case SKF_AD_HATYPE:
	case SKF_AD_RXHASH:
	case SKF_AD_VLAN_TAG:
	case SKF_AD_VLAN_TAG_PRESENT:
	case SKF_AD_VLAN_TPID:
		return 0;
	}
	return k - (uint32_t)SKF_AD_OFF < SKF_AD_MAX ? -EOPNOTSUPP : -EINVAL;
}

static int check_operand(const struct sock_filter *f, uint32_t left)
{
	switch (BPF_CLASS(f->code)) {
	case BPF_LD:
		if (BPF_MODE(f->code) == BPF_ABS)
			return check_ancillary(f->k);
		/* fall through */
	case BPF_LDX:
		if (BPF_MODE(f->code) == BPF_MEM)
			return f->k < BPF_MEMWORDS ? 0 : -EINVAL;
		return 0;
	case BPF_ST:
	case BPF_STX:
		return f->k < BPF_MEMWORDS ? 0 : -EINVAL;
	case BPF_ALU:
		if (BPF_SRC(f->code) == BPF_X)
			return 0;
		if (BPF_OP(f->code) == BPF_DIV || BPF_OP(f->code) == BPF_MOD)
			return f->k ? 0 : -EINVAL;
		if (BPF_OP(f->code) == BPF_LSH || BPF_OP(f->code) == BPF_RSH)
			return f->k < 32 ? 0 : -EINVAL;
		return 0;
	case BPF_JMP:
		if (f->code == (BPF_JMP | BPF_JA))
			return f->k < left ? 0 : -EINVAL;
		return f->jt < left && f->jf < left ? 0 : -EINVAL;
	}
	return 0;
}

/* M[] cells that every path to an instruction has written; jumps only go forward. */
static int check_memory(const struct sock_filter *prog, uint32_t n)
{
	uint16_t *valid = malloc(n * sizeof(*valid)), now = 0;
	uint32_t i;
	int ret = 0;

	if (!valid)
		return -ENOMEM;
	memset(valid, 0xff, n * sizeof(*valid));
	for (i = 0; i < n && !ret; i++) {
		const struct sock_filter *f = &prog[i];

		now &= valid[i];
		switch (f->code) {
		case BPF_ST:
		case BPF_STX:
			now |= (uint16_t)(1u << f->k);
			break;
		case BPF_LD | BPF_MEM:
		case BPF_LDX | BPF_MEM:
			if (!(now & 1u << f->k))
				ret = -EINVAL;
			break;
		case BPF_JMP | BPF_JA:
			valid[i + 1 + f->k] &= now;
			now = 0xffff;
			break;
		default:
			if (BPF_CLASS(f->code) != BPF_JMP)
				break;
			valid[i + 1 + f->jt] &= now;
			valid[i + 1 + f->jf] &= now;
			now = 0xffff;
		}
	}
	free(valid);
	return ret;
}

static int longest_path(const struct sock_filter *prog, uint32_t n, uint32_t *path)
{
	uint16_t *len = malloc(n * sizeof(*len));
	uint32_t i, a, b;

	if (!len)
		return -ENOMEM;
	for (i = n; i-- > 0; ) {
		const struct sock_filter *f = &prog[i];

		if (BPF_CLASS(f->code) == BPF_RET) {
			len[i] = 1;
			continue;
		}
		a = b = 0;
		if (f->code == (BPF_JMP | BPF_JA))
			a = b = f->k;
		else if (BPF_CLASS(f->code) == BPF_JMP)
			a = f->jt, b = f->jf;
		a = len[i + 1 + a];
		b = len[i + 1 + b];
		len[i] = (uint16_t)(1 + (a > b ? a : b));
	}
	*path = len[0];
	free(len);
	return 0;
}

int cbpf_check(const struct sock_filter *prog, uint32_t n, uint32_t *path)
{
	uint32_t i;
	int ret;

	if (!n || n > BPF_MAXINSNS)
		return -EINVAL;
	for (i = 0; i < n; i++) {
		if (!known(prog[i].code))
			return -EINVAL;
		ret = check_operand(&prog[i], n - i - 1);
		if (ret)
			return ret;
	}
	if (BPF_CLASS(prog[n - 1].code) != BPF_RET)
		return -EINVAL;
	ret = check_memory(prog, n);
	return ret ? ret : longest_path(prog, n, path);
}
