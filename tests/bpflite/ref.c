// SPDX-License-Identifier: BSD-3-Clause
/*
 * ref.c - see ref.h; written from the kernel's and libpcap's manuals, without a look at the library's
 * interpreter
 */
#include "tests/bpflite/ref.h"

#include <string.h>

struct cpu {
	const struct tb_prog *p;
	struct weir_frame f;	/* as the program's tap shows it */
	struct ref *ref;
	const uint8_t *data;
	uint32_t len, a, x, m[16];
};

static bool fetch(struct cpu *c, uint32_t at, uint32_t size, uint32_t *val)
{
	uint32_t i;

	if (!c->p->target.wire && at >= 0x80000000u) {
		if (at >= 0xfff00000u)
			at = at - 0xfff00000u + 14;
		else if (at >= 0xffe00000u)
			at -= 0xffe00000u;
		else
			return false;
	}
	if (at < TB_FRAME_MAX && c->ref->loads < REF_LOADS) {
		c->ref->at[c->ref->loads] = at;
		c->ref->size[c->ref->loads++] = (uint8_t)size;
	}
	if ((uint64_t)at + size > c->len)
		return false;
	for (*val = i = 0; i < size; i++)
		*val = *val << 8 | c->data[at + i];
	return true;
}

static bool ancillary(struct cpu *c, uint32_t ad)
{
	const struct weir_frame *f = &c->f;

	switch (ad) {
	case SKF_AD_PROTOCOL:
		c->a = f->protocol;
		return true;
	case SKF_AD_PKTTYPE:
		c->a = f->pkttype;
		return true;
	case SKF_AD_IFINDEX:
		c->a = c->p->target.ifindex;
		return true;
	case SKF_AD_HATYPE:
		c->a = 1;
		return true;
	case SKF_AD_RXHASH:
		c->a = f->hash;
		return true;
	case SKF_AD_RANDOM:
		/* A lane's in these tests */
		c->a = 4;
		return true;
	case SKF_AD_ALU_XOR_X:
		c->a ^= c->x;
		return true;
	case SKF_AD_VLAN_TAG:
		c->a = f->vlan ? f->vlan_tci : 0;
		return true;
	case SKF_AD_VLAN_TAG_PRESENT:
		c->a = f->vlan;
		return true;
	case SKF_AD_VLAN_TPID:
		c->a = f->vlan ? f->vlan_tpid : 0;
		return true;
	}
	c->a = 0;
	return true;
}

static bool load(struct cpu *c, const struct bpfl_insn *f)
{
	uint32_t size = (f->code & 0x18) == 0 ? 4 : (f->code & 0x18) == 0x08 ? 2 : 1, val = 0;

	switch (f->code & 0xe7) {
	case 0x00:
		c->a = f->k;
		return true;
	case 0x01:
		c->x = f->k;
		return true;
	case 0x60:
		c->a = c->m[f->k];
		return true;
	case 0x61:
		c->x = c->m[f->k];
		return true;
	case 0x80:
		c->a = c->len;
		return true;
	case 0x81:
		c->x = c->len;
		return true;
	case 0xa1:
		if (!fetch(c, f->k, 1, &val))
			return false;
		c->x = 4 * (val % 16);
		return true;
	case 0x20:
		if (!c->p->target.wire && f->k >= 0xfffff000u)
			return ancillary(c, f->k - 0xfffff000u);
		return fetch(c, f->k, size, &c->a);
	}
	if (c->p->target.wire && c->x > UINT32_MAX - f->k)
		return false;
	return fetch(c, c->x + f->k, size, &c->a);
}

static bool alu(struct cpu *c, const struct bpfl_insn *f)
{
	uint32_t b = f->code & 8 ? c->x : f->k;
	bool wide = c->p->target.wire && b > 31;

	switch (f->code >> 4) {
	case 0x0:
		c->a += b;
		return true;
	case 0x1:
		c->a -= b;
		return true;
	case 0x2:
		c->a *= b;
		return true;
	case 0x3:
	case 0x9:
		if (!b)
			return false;
		c->a = f->code >> 4 == 3 ? c->a / b : c->a % b;
		return true;
	case 0x4:
		c->a |= b;
		return true;
	case 0x5:
		c->a &= b;
		return true;
	case 0x6:
		c->a = wide ? 0 : c->a << (b & 31);
		return true;
	case 0x7:
		c->a = wide ? 0 : c->a >> (b & 31);
		return true;
	case 0x8:
		c->a = 0 - c->a;
		return true;
	}
	c->a ^= b;
	return true;
}

static bool met(const struct cpu *c, const struct bpfl_insn *f)
{
	uint32_t b = f->code & 8 ? c->x : f->k;

	switch (f->code >> 4) {
	case 1:
		return c->a == b;
	case 2:
		return c->a > b;
	case 3:
		return c->a >= b;
	}
	return c->a & b;
}

uint32_t ref_run(struct ref *ref, const struct tb_prog *p, const struct tb_frame *f)
{
	struct cpu c = { .p = p,
			 .f = tb_seen(p, f),
			 .ref = ref,
			 .data = f->bare,
			 .len = f->lib.len };
	uint32_t pc = 0;

	if (p->target.wire && c.f.vlan) {
		c.data = f->wire;
		c.len += 4;
	}
	ref->loads = 0;
	for (;;) {
		const struct bpfl_insn *in = &p->insn[pc];
		bool jumped = false, ok = true;

		switch (in->code & 7) {
		case 0:
		case 1:
			ok = load(&c, in);
			break;
		case 2:
			c.m[in->k] = c.a;
			break;
		case 3:
			c.m[in->k] = c.x;
			break;
		case 4:
			ok = alu(&c, in);
			break;
		case 5:
			jumped = in->code != 5 && met(&c, in);
			pc += in->code == 5 ? in->k : jumped ? in->jt : in->jf;
			break;
		case 6:
			ref->ways[in - p->insn] |= 1;
			return in->code == 6 ? in->k : c.a;
		default:
			*(in->code == 0x07 ? &c.x : &c.a) = in->code == 0x07 ? c.a : c.x;
		}
		ref->ways[in - p->insn] |= (uint8_t)(jumped ? 2 : 1);
		if (!ok)
			return 0;
		pc++;
	}
}
