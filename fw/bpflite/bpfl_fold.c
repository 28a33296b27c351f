// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_fold.c - forward over a program: which instructions are run, and what is known in them
 *
 * What is a constant on all ways becomes one, a jump that goes one way only becomes JA, what only the
 * host can answer ends the way. It also finds how far loads at offsets from X reach.
 */
#include "bpfl_states.h"

#define NET_OFF 0xfff00000u /* from here on, up to AD_OFF and beyond: behind the Ethernet header */
#define LL_OFF		0xffe00000u	/* from here on: the frame */
#define ETH_HLEN	14u
#define FRAME_MAX	0x10000u	/* no frame has this byte */
#define LEN_MIN		14u		/* no frame is shorter; no tag is lifted that leaves less */
#define LEN_MAX		16387u		/* LEN has 14 bits in a lane, and a tag's four bytes more */

bool bpfl_resolve(bool wire, uint32_t *off)
{
	if (*off < 0x80000000u)
		return true;
	if (wire || *off < LL_OFF)
		return false;
	*off = *off >= NET_OFF ? *off - NET_OFF + ETH_HLEN : *off - LL_OFF;
	return true;
}

static bool known(const struct bpfl_fold *f, unsigned int v)
{
	return f->s.known >> v & 1;
}

/* The program is libpcap's, but the lane has to run it in the kernel's view. */
static bool other_view(const struct bpfl_fold *f)
{
	return f->t->wire && !f->res->wire;
}

static void set(struct bpfl_fold *f, unsigned int v, bool is_known, uint32_t val)
{
	struct bpfl_state *s = &f->s;
	uint32_t base = s->def == NO_DEF ? NO_DEF : bpfl_base(f->w, s->def);

	bpfl_states_changed(f);
	bpfl_states_new(s, v);
	s->val[v] = val;
	s->known = (s->known & ~(1u << v)) | (uint32_t)(is_known || !val) << v;
	/* A value that can be had from X or a cell cannot any more. */
	if (base == NO_DEF)
		return;
	if (v == BPFL_VAL_A ||
	    (v == BPFL_VAL_X && (f->w->op[base] == IN_TXA || (f->w->op[base] & 0xe7) == IN_LD_IND)) ||
	    (f->w->op[base] == IN_LD_MEM && f->w->k[base] == v))
		s->def = NO_DEF;
}

static void is(struct bpfl_fold *f, uint32_t i, uint8_t op, uint32_t k)
{
	f->w->op[i] = op;
	f->w->k[i] = k;
}

static void constant(struct bpfl_fold *f, uint32_t i, unsigned int v, uint32_t k)
{
	is(f, i, v == BPFL_VAL_A ? IN_LD_IMM : IN_LDX_IMM, k);
	set(f, v, true, k);
}

/* The way ends here: with a drop, or so that the host decides. */
static void drop(struct bpfl_fold *f, uint32_t i)
{
	is(f, i, IN_RET_K, 0);
	f->on = false;
}

static void unsure(struct bpfl_fold *f, uint32_t i, enum bpfl_reason why)
{
	is(f, i, OP_UNSURE, 0);
	f->on = false;
	if (f->res->error.reason == BPFL_WHY_OK)
		f->res->error = (struct bpfl_error){ i, why };
}

static void ancillary(struct bpfl_fold *f, uint32_t i, uint32_t ad)
{
	enum bpfl_vlan vlan = f->t->vlan;
	uint32_t number = WEIR_UOP_META_HASH, most = UINT32_MAX;

	switch (ad) {
	case AD_PROTOCOL:
	case AD_VLAN_TAG:
	case AD_VLAN_TPID:
		if (ad != AD_PROTOCOL && (vlan == BPFL_VLAN_NEVER || vlan == BPFL_VLAN_HIDDEN))
			return constant(f, i, BPFL_VAL_A, 0);
		number = ad == AD_PROTOCOL ? WEIR_UOP_META_PROTO :
			 ad == AD_VLAN_TAG ? WEIR_UOP_META_TCI : WEIR_UOP_META_TPID;
		most = 0xffff;
		break;
	case AD_VLAN_TAG_PRESENT:
		if (vlan != BPFL_VLAN_UNKNOWN)
			return constant(f, i, BPFL_VAL_A, vlan == BPFL_VLAN_ALWAYS);
		number = WEIR_UOP_META_VLAN;
		most = 1;
		break;
	case AD_PKTTYPE:
		if (f->t->vlan_otherhost && vlan != BPFL_VLAN_NEVER) {
			is(f, i, OP_PTYPE, 0);
			return set(f, BPFL_VAL_A, false, 0xff);
		}
		number = WEIR_UOP_META_PTYPE;
		most = 0xff;
		break;
	case AD_IFINDEX:
		if (!f->t->ifindex)
			return unsure(f, i, BPFL_WHY_HOST);
		return constant(f, i, BPFL_VAL_A, f->t->ifindex);
	case AD_HATYPE:
		return constant(f, i, BPFL_VAL_A, f->t->hatype);
	case AD_MARK:
	case AD_QUEUE:
		return constant(f, i, BPFL_VAL_A, 0);
	case AD_RANDOM:
		f->res->random = true;
		if (f->no_random)
			return unsure(f, i, BPFL_WHY_HOST);
		number = WEIR_UOP_META_RANDOM;
		break;
	case AD_RXHASH:
		break;
	default:
		return unsure(f, i, BPFL_WHY_HOST);
	}
	is(f, i, OP_META, number);
	set(f, BPFL_VAL_A, false, most);
	/* Another time it would be another number. */
	if (ad != AD_RANDOM)
		f->s.def = (uint16_t)i;
}

static void reaches(struct bpfl_fold *f, uint32_t i, uint32_t last, bool by_x)
{
	if (last <= f->res->reach)
		return;
	f->res->reach = last;
	f->res->reach_x = by_x;
	f->reach_insn = i;
}

/* A load from byte `off` of the view on. */
static void absolute(struct bpfl_fold *f, uint32_t i, uint8_t code, uint32_t off)
{
	uint32_t bytes = in_bytes(code), end = off + bytes;
	bool msh = code == IN_LDX_MSH;

	is(f, i, code, off);
	if (off < FRAME_MAX)
		reaches(f, i, end - 1, false);
	if (end <= f->s.sure) {
		set_bit_of(f->w->nofail, i);
	} else {
		f->s.sure = end;
		bpfl_states_changed(f);
	}
	if (msh)
		return set(f, BPFL_VAL_X, false, 60);
	set(f, BPFL_VAL_A, false, bytes == 4 ? UINT32_MAX : bytes == 2 ? 0xffff : 0xff);
	if (off < 2048)
		f->s.def = (uint16_t)i;
}

/* The last byte that a load at X + k may ask for, of those that a frame can have; 0: none. */
static uint32_t reach_x(bool wire, uint32_t k, uint32_t most, uint32_t bytes)
{
	int64_t lo = wire ? (int64_t)k : (int64_t)(int32_t)k, hi = lo + most;

	if (wire && lo >= FRAME_MAX)
		return 0;
	if (hi >= FRAME_MAX)
		return BPFL_REACH_ANY;
	if (lo >= -(int64_t)FRAME_MAX)
		return hi < 0 ? 0 : (uint32_t)hi + bytes - 1;
	/* All of it behind the Ethernet header, or all of it from the first byte on. */
	if (lo >= (int32_t)NET_OFF && hi < (int32_t)NET_OFF + (int32_t)FRAME_MAX)
		return (uint32_t)(hi - (int32_t)NET_OFF) + ETH_HLEN + bytes - 1;
	if (lo >= (int32_t)LL_OFF && hi < (int32_t)LL_OFF + (int32_t)FRAME_MAX)
		return (uint32_t)(hi - (int32_t)LL_OFF) + bytes - 1;
	return BPFL_REACH_ANY;
}

static void indirect(struct bpfl_fold *f, uint32_t i, uint8_t code, uint32_t k)
{
	uint32_t x = f->s.val[BPFL_VAL_X], off = x + k, reach, bytes = in_bytes(code);

	if (known(f, BPFL_VAL_X)) {
		if ((f->t->wire && off < k) || !bpfl_resolve(f->t->wire, &off))
			return drop(f, i);
		return absolute(f, i, (uint8_t)(IN_LD_ABS | (code & 0x18)), off);
	}
	/* The lane would wrap, or take it for a negative offset. */
	if (other_view(f) && (uint64_t)k + x >= LL_OFF)
		return unsure(f, i, BPFL_WHY_REACH_X);
	is(f, i, code, k);
	set(f, BPFL_VAL_A, false, bytes == 4 ? UINT32_MAX : bytes == 2 ? 0xffff : 0xff);
	if ((int32_t)k >= -2048 && (int32_t)k < 2048)
		f->s.def = (uint16_t)i;
	reach = reach_x(f->t->wire, k, x, bytes);
	reaches(f, i, reach, true);
}

static void load(struct bpfl_fold *f, uint32_t i, uint8_t code, uint32_t k)
{
	unsigned int v = in_class(code) == IN_LD ? BPFL_VAL_A : BPFL_VAL_X;

	switch (code) {
	case IN_LD_IMM:
	case IN_LDX_IMM:
		return constant(f, i, v, k);
	case IN_LD_MEM:
	case IN_LDX_MEM:
		if (known(f, k))
			return constant(f, i, v, f->s.val[k]);
		if (f->s.like[v] == f->s.like[k])
			return is(f, i, OP_NOP, 0);
		/* Of cells that are the same only the first is read. */
		k = f->s.like[k];
		set(f, v, false, f->s.val[k]);
		bpfl_states_copy(&f->s, v, k);
		break;
	case IN_LD_LEN:
	case IN_LDX_LEN:
		set(f, v, false, f->t->longest && f->t->longest < LEN_MAX ? f->t->longest : LEN_MAX);
		break;
	case IN_LD_IND:
	case IN_LD_IND | IN_H:
	case IN_LD_IND | IN_B:
		return indirect(f, i, code, k);
	default:
		if (!f->t->wire && code != IN_LDX_MSH && k >= AD_OFF && k - AD_OFF != AD_ALU_XOR_X)
			return ancillary(f, i, k - AD_OFF);
		if (!bpfl_resolve(f->t->wire, &k))
			return drop(f, i);
		return absolute(f, i, code, k);
	}
	is(f, i, code, k);
	if (v == BPFL_VAL_A)
		f->s.def = (uint16_t)i;
}

static void arithmetic(struct bpfl_fold *f, uint32_t i, uint8_t code, uint32_t k)
{
	bool by_x = code & IN_X && code != IN_NEG, b_known = !by_x || known(f, BPFL_VAL_X);
	uint32_t a = f->s.val[BPFL_VAL_A], b = by_x ? f->s.val[BPFL_VAL_X] : k, r, d = f->s.def;
	uint8_t op = (uint8_t)(code == IN_NEG ? IN_NEG : code & ~IN_X);
	struct bpfl_fields e;
	unsigned int lo, hi, shift;

	if ((op == IN_DIV || op == IN_MOD) && !b_known)
		return unsure(f, i, BPFL_WHY_DIV_X);
	if (b > 31 && (op == IN_LSH || op == IN_RSH)) {
		if (!b_known && other_view(f))
			return unsure(f, i, BPFL_WHY_SHIFT_X);
		if (b_known && f->t->wire)
			return constant(f, i, BPFL_VAL_A, 0);
		if (b_known)
			b &= 31;
	}
	if (b_known && (known(f, BPFL_VAL_A) || !b)) {
		if (!bpfl_alu(f->t->wire, op, a, b, &r))
			return drop(f, i);
		if (known(f, BPFL_VAL_A))
			return constant(f, i, BPFL_VAL_A, r);
	}
	if (b_known && bpfl_alu_same(op, a, b))
		return is(f, i, OP_NOP, 0);
	is(f, i, b_known ? op : code, b_known ? b : 0);
	r = bpfl_alu_most(op, a, b, b_known);
	if (op == IN_SUB && b_known && b <= LEN_MIN && d != NO_DEF && f->w->op[d] == IN_LD_LEN)
		r = a - b;
	if (!r)
		return constant(f, i, BPFL_VAL_A, 0);
	set(f, BPFL_VAL_A, false, r);
	if (d == NO_DEF || !b_known || (op != IN_RSH && (op != IN_AND || !bpfl_mask(b, &lo, &hi))))
		return;
	/* Bits of a load are a load of bits. */
	if (bpfl_operand(f->w, i, &e, &shift))
		f->s.def = (uint16_t)i;
}

static void store(struct bpfl_fold *f, uint32_t i, unsigned int v, uint32_t cell)
{
	uint32_t val = f->s.val[v];

	if (f->s.like[v] == f->s.like[cell] || (known(f, v) && known(f, cell) && f->s.val[cell] == val))
		return is(f, i, OP_NOP, 0);
	if (known(f, v))
		is(f, i, OP_ST_IMM, val);
	else
		is(f, i, v == BPFL_VAL_A ? IN_ST : IN_STX, cell);
	set(f, cell, known(f, v), val);
	bpfl_states_copy(&f->s, cell, v);
}

static void transfer(struct bpfl_fold *f, uint32_t i, uint8_t code)
{
	unsigned int from = code == IN_TAX ? BPFL_VAL_A : BPFL_VAL_X;
	unsigned int to = code == IN_TAX ? BPFL_VAL_X : BPFL_VAL_A;

	if (known(f, from))
		return constant(f, i, to, f->s.val[from]);
	if (f->s.like[to] == f->s.like[from])
		return is(f, i, OP_NOP, 0);
	is(f, i, code, 0);
	set(f, to, false, f->s.val[from]);
	bpfl_states_copy(&f->s, to, from);
	if (to == BPFL_VAL_A)
		f->s.def = (uint16_t)i;
}

static void jump(struct bpfl_fold *f, uint32_t i, uint8_t code)
{
	const struct bpfl_insn *in = &f->prog[i];
	bool by_x = code & IN_X, b_known = !by_x || known(f, BPFL_VAL_X);
	uint32_t b = by_x ? f->s.val[BPFL_VAL_X] : in->k;
	uint8_t op = (uint8_t)(code & ~IN_X);
	int yes = -1;

	f->on = false;
	if (b_known)
		yes = bpfl_decide(op, f->s.val[BPFL_VAL_A], known(f, BPFL_VAL_A), b);
	if (in->jt == in->jf)
		yes = 1;
	if (yes >= 0) {
		is(f, i, IN_JA, yes ? in->jt : in->jf);
		return bpfl_states_flow(f, i + 1 + (yes ? in->jt : in->jf));
	}
	is(f, i, b_known ? op : code, b_known ? b : 0);
	bpfl_states_flow(f, i + 1 + in->jt);
	bpfl_states_flow(f, i + 1 + in->jf);
}

static void step(struct bpfl_fold *f, uint32_t i)
{
	uint8_t code = (uint8_t)f->prog[i].code;
	uint32_t k = f->prog[i].k;

	switch (in_class(code)) {
	case IN_LD:
		/* Linux's load that is none: A ^= X */
		if ((code & 0xe0) == IN_LD_ABS && k == AD_OFF + AD_ALU_XOR_X && !f->t->wire)
			return arithmetic(f, i, IN_XOR | IN_X, 0);
		return load(f, i, code, k);
	case IN_LDX:
		return load(f, i, code, k);
	case IN_ST:
	case IN_STX:
		return store(f, i, code == IN_ST ? BPFL_VAL_A : BPFL_VAL_X, k);
	case IN_ALU:
		return arithmetic(f, i, code, k);
	case IN_MISC:
		return transfer(f, i, code);
	case IN_RET:
		is(f, i, code, k);
		if (code == IN_RET_A && known(f, BPFL_VAL_A))
			is(f, i, IN_RET_K, f->s.val[BPFL_VAL_A]);
		f->on = false;
		return;
	}
	if (code != IN_JA)
		return jump(f, i, code);
	is(f, i, IN_JA, k);
	f->on = false;
	bpfl_states_flow(f, i + 1 + k);
}

void bpfl_fold(struct bpfl_fold *f)
{
	uint32_t i;

	for (i = 0; i < BPFL_INSNS / 32; i++)
		f->w->jumped[i] = f->w->many[i] = f->w->nofail[i] = 0;
	bpfl_states_init(f);
	f->s = (struct bpfl_state){ .known = (1u << BPFL_VALS) - 1, .def = NO_DEF };
	bpfl_states_differ(&f->s);
	f->on = true;
	for (i = 0; i < f->n; i++) {
		bpfl_states_arrive(f, i);
		f->w->def[i] = NO_DEF;
		f->w->op[i] = OP_DEAD;
		if (!f->on)
			continue;
		f->w->def[i] = f->s.def;
		step(f, i);
	}
}
