// SPDX-License-Identifier: BSD-3-Clause
/*
 * cbpf_run.c - runs a checked classic BPF program on a frame
 *
 * In the wire view the lifted tag is at its place behind the addresses, without the frame being
 * copied: a load looks through the seams. In the linux view the tag is not there, negative offsets
 * are the kernel's.
 */
#include <stdbool.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "cbpf.h"

#define TAG_AT 12u
#define TAG_LEN 4u
#define ETH_HLEN 14u

struct view {
	const struct weir_frame *f;
	bool tag;		/* a tag is to be seen at TAG_AT */
	bool linux_view;
	uint32_t caplen, len;
	uint8_t head[TAG_AT + TAG_LEN];	/* the bytes up to and with the tag */
};

static void view_init(struct view *v, const struct weir_frame *f, enum weir_view view)
{
	v->f = f;
	v->linux_view = view == WEIR_VIEW_LINUX;
	v->tag = !v->linux_view && f->vlan && f->caplen >= TAG_AT;
	v->caplen = f->caplen;
	v->len = f->len;
	if (!v->tag)
		return;
	v->caplen += TAG_LEN;
	v->len = weir_frame_wire_len(f);
	weir_frame_wire(f, v->head, sizeof(v->head));
}

static uint8_t byte_at(const struct view *v, uint32_t k)
{
	if (!v->tag)
		return v->f->data[k];
	return k < sizeof(v->head) ? v->head[k] : v->f->data[k - TAG_LEN];
}

static bool load_data(const struct view *v, uint32_t k, uint32_t size, uint32_t *val)
{
	uint32_t i, x = 0;

	if (k > v->caplen || size > v->caplen - k)
		return false;
	for (i = 0; i < size; i++)
		x = x << 8 | byte_at(v, k + i);
	*val = x;
	return true;
}

static bool load(const struct view *v, uint32_t k, uint32_t size, uint32_t *val)
{
	int32_t off = (int32_t)k;

	if (off < 0 && v->linux_view) {
		if (off >= SKF_NET_OFF)
			k = ETH_HLEN + (uint32_t)(off - SKF_NET_OFF);
		else if (off >= SKF_LL_OFF)
			k = (uint32_t)(off - SKF_LL_OFF);
	}
	return load_data(v, k, size, val);
}

/* SplitMix64, seeded once a thread: nobody's secret hangs on it. */
uint32_t cbpf_random(void)
{
	static _Thread_local uint64_t state;
	uint64_t z;

	if (!state && getrandom(&state, sizeof(state), GRND_NONBLOCK) != sizeof(state))
		state = (uint64_t)time(NULL) << 32 ^ (uintptr_t)&state;
	state += 0x9e3779b97f4a7c15u;
	z = (state ^ state >> 30) * 0xbf58476d1ce4e5b9u;
	z = (z ^ z >> 27) * 0x94d049bb133111ebu;
	return (uint32_t)(z >> 32);
}

/* x is the register X; *val is A before and after. */
static bool ancillary(const struct view *v, uint32_t k, uint32_t x, uint32_t *val)
{
	const struct weir_frame *f = v->f;

	if (!v->linux_view || k < (uint32_t)SKF_AD_OFF)
		return false;
	switch (k - (uint32_t)SKF_AD_OFF) {
	case SKF_AD_PROTOCOL:
		*val = f->protocol;
		return true;
	case SKF_AD_PKTTYPE:
		*val = f->pkttype;
		return true;
	case SKF_AD_IFINDEX:
		*val = (uint32_t)f->ifindex;
		return true;
	case SKF_AD_HATYPE:
		*val = 1;
		return true;
	case SKF_AD_RXHASH:
		*val = f->hash;
		return true;
	case SKF_AD_ALU_XOR_X:
		*val ^= x;
		return true;
	case SKF_AD_MARK:
	case SKF_AD_QUEUE:
		*val = 0;
		return true;
	case SKF_AD_RANDOM:
		*val = cbpf_random();
		return true;
	case SKF_AD_VLAN_TAG:
		*val = f->vlan_tci;
		return true;
	case SKF_AD_VLAN_TAG_PRESENT:
		*val = f->vlan;
		return true;
	case SKF_AD_VLAN_TPID:
		*val = f->vlan ? f->vlan_tpid : 0;
		return true;
	}
	return false;
}

static uint32_t size_of(uint16_t code)
{
	return BPF_SIZE(code) == BPF_W ? 4 : BPF_SIZE(code) == BPF_H ? 2 : 1;
}

struct machine {
	uint32_t a, x, m[BPF_MEMWORDS];
};

/* false: the load failed, the frame is dropped. */
static bool do_load(const struct view *v, const struct sock_filter *f, struct machine *s)
{
	uint32_t val;

	switch (f->code) {
	case BPF_LD | BPF_IMM:
		s->a = f->k;
		return true;
	case BPF_LD | BPF_MEM:
		s->a = s->m[f->k];
		return true;
	case BPF_LD | BPF_W | BPF_LEN:
		s->a = v->len;
		return true;
	case BPF_LDX | BPF_IMM:
		s->x = f->k;
		return true;
	case BPF_LDX | BPF_MEM:
		s->x = s->m[f->k];
		return true;
	case BPF_LDX | BPF_W | BPF_LEN:
		s->x = v->len;
		return true;
	case BPF_LDX | BPF_B | BPF_MSH:
		if (!load(v, f->k, 1, &val))
			return false;
		s->x = (val & 15) << 2;
		return true;
	}
	if (BPF_MODE(f->code) == BPF_IND) {
		/* The sum wraps in the kernel and does not in libpcap, whose view the wire's is. */
		if (!v->linux_view && s->x + f->k < f->k)
			return false;
		return load(v, s->x + f->k, size_of(f->code), &s->a);
	}
	return ancillary(v, f->k, s->x, &s->a) || load(v, f->k, size_of(f->code), &s->a);
}

/* A register may shift by more than a word has: the kernel takes it modulo 32, libpcap gives 0. */
static uint32_t shift(const struct view *v, uint16_t op, uint32_t a, uint32_t by)
{
	if (by > 31 && !v->linux_view)
		return 0;
	return op == BPF_LSH ? a << (by & 31) : a >> (by & 31);
}

static bool do_alu(const struct view *view, const struct sock_filter *f, struct machine *s)
{
	uint32_t v = BPF_SRC(f->code) == BPF_X ? s->x : f->k;

	switch (BPF_OP(f->code)) {
	case BPF_ADD:
		s->a += v;
		break;
	case BPF_SUB:
		s->a -= v;
		break;
	case BPF_MUL:
		s->a *= v;
		break;
	case BPF_DIV:
		if (!v)
			return false;
		s->a /= v;
		break;
	case BPF_MOD:
		if (!v)
			return false;
		s->a %= v;
		break;
	case BPF_AND:
		s->a &= v;
		break;
	case BPF_OR:
		s->a |= v;
		break;
	case BPF_XOR:
		s->a ^= v;
		break;
	case BPF_LSH:
	case BPF_RSH:
		s->a = shift(view, BPF_OP(f->code), s->a, v);
		break;
	case BPF_NEG:
		s->a = -s->a;
		break;
	}
	return true;
}

static uint32_t jump(const struct sock_filter *f, const struct machine *s)
{
	uint32_t v = BPF_SRC(f->code) == BPF_X ? s->x : f->k;
	bool yes = false;

	switch (BPF_OP(f->code)) {
	case BPF_JA:
		return f->k;
	case BPF_JEQ:
		yes = s->a == v;
		break;
	case BPF_JGT:
		yes = s->a > v;
		break;
	case BPF_JGE:
		yes = s->a >= v;
		break;
	case BPF_JSET:
		yes = s->a & v;
		break;
	}
	return yes ? f->jt : f->jf;
}

uint32_t cbpf_run(const struct sock_filter *prog, const struct weir_frame *frame,
		  enum weir_view view)
{
	struct machine s = { 0 };
	struct view v;

	view_init(&v, frame, view);
	for (;; prog++) {
		switch (BPF_CLASS(prog->code)) {
		case BPF_LD:
		case BPF_LDX:
			if (!do_load(&v, prog, &s))
				return 0;
			break;
		case BPF_ST:
			s.m[prog->k] = s.a;
			break;
		case BPF_STX:
			s.m[prog->k] = s.x;
			break;
		case BPF_ALU:
			if (!do_alu(&v, prog, &s))
				return 0;
			break;
		case BPF_JMP:
			prog += jump(prog, &s);
			break;
		case BPF_RET:
			return BPF_RVAL(prog->code) == BPF_A ? s.a : prog->k;
		case BPF_MISC:
			if (BPF_MISCOP(prog->code) == BPF_TXA)
				s.a = s.x;
			else
				s.x = s.a;
			break;
		}
	}
}
