// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_gen.c - backward over a folded program: its micro-operations
 *
 * What comes next is open as long as it has no place: an instruction before it becomes part of it if one
 * micro-operation can do both (bpfl_merge.c). Returns and jumps are targets. Two micro-operations that
 * are alike are one. A placed one that is merged with what is before it is copied: that takes no more
 * space than what is before it alone would.
 */
#include "bpfl_int.h"

#define OTHERHOST 3	/* the packet type */

static uint32_t target_live(const struct bpfl_gen *g, uint32_t target)
{
	return target & WEIR_UOP_VERDICT ? 0 : g->w->u.gen.live[target];
}

static uint32_t live_behind(const struct bpfl_gen *g, const struct bpfl_fields *u)
{
	return target_live(g, u->t_eq) | target_live(g, u->t_lt) | target_live(g, u->t_gt);
}

static uint32_t written(const struct bpfl_fields *u)
{
	return u->dst == WEIR_UOP_DST_A ? LIVE_A : u->dst == WEIR_UOP_DST_X ? LIVE_X :
	       u->dst == WEIR_UOP_DST_MEM && u->idx < 16 ? 1u << u->idx : 0;
}

uint32_t bpfl_end_of_load(const struct bpfl_fields *u)
{
	if (u->src != WEIR_UOP_SRC_ABS)
		return 0;
	return (u->offk ? u->k : (uint32_t)u->off) + (1u << u->size);
}

uint32_t bpfl_place(struct bpfl_gen *g, const struct bpfl_fields *u)
{
	uint16_t *hash = g->w->u.gen.hash;
	struct bpfl_uop new;
	uint32_t h, i;

	bpfl_pack(&new, u);
	for (h = i = 0; i < WEIR_UOP_WORDS; i++)
		h = (h ^ new.w[i]) * 0x9e3779b1u;
	for (h >>= 21; hash[h] != NOWHERE; h = (h + 1) % BPFL_HASH) {
		const struct bpfl_uop *old = &g->out[hash[h]];

		for (i = 0; i < WEIR_UOP_WORDS && old->w[i] == new.w[i]; i++)
			;
		if (i == WEIR_UOP_WORDS)
			return hash[h];
	}
	if (!g->top) {
		g->full = true;
		return VERDICT(UNSURE);
	}
	g->out[--g->top] = new;
	hash[h] = (uint16_t)g->top;
	g->w->u.gen.live[g->top] = (live_behind(g, u) & ~written(u)) | bpfl_reads(u);
	return g->top;
}

void bpfl_go_to(struct bpfl_gen *g, uint32_t target)
{
	g->open = OPEN_NONE;
	g->next = target;
	g->live = target_live(g, target);
	g->ahead = 0;
	if (target & WEIR_UOP_VERDICT)
		return;
	g->open = OPEN_UOP;
	bpfl_unpack(&g->u, &g->out[target]);
	g->ahead = bpfl_end_of_load(&g->u);
}

uint32_t bpfl_settle(struct bpfl_gen *g)
{
	if (g->open == OPEN_TESTS)
		bpfl_tests_open(g);
	if (g->open == OPEN_UOP && g->next == NOWHERE)
		g->next = bpfl_place(g, &g->u);
	/* There may have been no place. */
	if (g->next & WEIR_UOP_VERDICT)
		bpfl_go_to(g, g->next);
	return g->next;
}

void bpfl_open(struct bpfl_gen *g, const struct bpfl_fields *u)
{
	uint32_t end = bpfl_end_of_load(u);

	g->u = *u;
	g->open = OPEN_UOP;
	g->next = NOWHERE;
	g->live = (live_behind(g, u) & ~written(u)) | bpfl_reads(u);
	/* Only what comes without a choice is sure to be asked for. */
	if (bpfl_compares(u) || end > g->ahead)
		g->ahead = end;
}

void bpfl_before(struct bpfl_gen *g, struct bpfl_fields *p)
{
	struct bpfl_fields u;
	bool live;

	if (g->open == OPEN_TESTS)
		bpfl_tests_open(g);
	if (g->open == OPEN_UOP) {
		u = g->u;
		live = (p->dst == WEIR_UOP_DST_MEM && p->idx >= 16) ||
		       (live_behind(g, &u) & ~written(&u) & written(p));
		/* The same load for both */
		if (bpfl_same_load(&u, p) && p->alu == WEIR_UOP_ALU_PASS && u.alu == WEIR_UOP_ALU_PASS &&
		    u.dst == WEIR_UOP_DST_NONE && u.lo == p->lo && u.hi == p->hi &&
		    !(bpfl_reads(&u) & written(p)) && p->dst != WEIR_UOP_DST_MEM) {
			u.dst = p->dst;
			return bpfl_open(g, &u);
		}
		if (bpfl_merge(&u, p, live))
			return bpfl_open(g, &u);
	}
	bpfl_all_to(p, bpfl_settle(g));
	bpfl_open(g, p);
}

/* The test that comes next asks for the same bytes, or more: then its load may fail. */
static bool test_asks(struct bpfl_gen *g, const struct bpfl_fields *p)
{
	uint32_t d = g->w->def[g->next], base;
	struct bpfl_fields f;
	unsigned int shift;

	if (d == NO_DEF || !bpfl_operand(g->w, d, &f, &shift))
		return false;
	if (!bpfl_same_load(&f, p) && (!bpfl_end_of_load(p) || bpfl_end_of_load(p) > bpfl_end_of_load(&f)))
		return false;
	base = bpfl_base(g->w, d);
	g->w->nofail[base / 32] &= ~(1u << base % 32);
	return true;
}

/* A load of which nobody wants the value: it may fail. */
static void check_load(struct bpfl_gen *g, const struct bpfl_fields *p)
{
	struct bpfl_fields u = *p;

	/* It is dropped anyway. */
	if (g->open == OPEN_NONE && g->next == VERDICT(DROP))
		return;
	if (g->open == OPEN_TESTS && test_asks(g, p))
		return;
	if (g->open == OPEN_UOP && (bpfl_same_load(&g->u, p) ||
				    (bpfl_end_of_load(p) && bpfl_end_of_load(p) <= g->ahead)))
		return;
	u.dst = WEIR_UOP_DST_NONE;
	u.alu = WEIR_UOP_ALU_PASS;
	u.lo = 0;
	u.hi = 31;
	bpfl_all_to(&u, bpfl_settle(g));
	bpfl_open(g, &u);
}

/* What comes next is what an instruction begins with. */
static void open_entry(struct bpfl_gen *g, uint32_t i)
{
	uint32_t e = g->w->u.gen.entry[i];

	if (!(e & ENTRY_TESTS))
		return bpfl_go_to(g, ENTRY_VALUE(e));
	g->open = OPEN_TESTS;
	g->next = ENTRY_VALUE(e);
	g->live = ENTRY_LIVE(e);
	g->ahead = 0;
}

uint32_t bpfl_entry(struct bpfl_gen *g, uint32_t i)
{
	uint32_t *e = &g->w->u.gen.entry[i];

	if (*e & ENTRY_TESTS) {
		open_entry(g, i);
		*e = ENTRY(0, bpfl_settle(g));
	}
	return ENTRY_VALUE(*e);
}

uint32_t bpfl_entry_live(const struct bpfl_gen *g, uint32_t i)
{
	uint32_t e = g->w->u.gen.entry[i];

	return e & ENTRY_TESTS ? ENTRY_LIVE(e) : target_live(g, ENTRY_VALUE(e));
}

/* A as a source: had again from where it came from if that is one micro-operation's. */
void bpfl_source_a(const struct bpfl_gen *g, uint32_t i, struct bpfl_fields *f)
{
	unsigned int shift;

	if (g->w->def[i] != NO_DEF && bpfl_operand(g->w, g->w->def[i], f, &shift) && !shift)
		return;
	*f = (struct bpfl_fields){ .src = WEIR_UOP_SRC_A, .hi = 31 };
}

static void gen_return(struct bpfl_gen *g, uint32_t i)
{
	struct bpfl_fields u = { .src = WEIR_UOP_SRC_IMM, .hi = 31 };
	uint32_t k = g->w->k[i];

	if (g->w->op[i] == OP_UNSURE)
		return bpfl_go_to(g, VERDICT(UNSURE));
	if (g->w->op[i] == IN_RET_K && (!k || k >= BPFL_KEEP_MAX || k == g->snap))
		return bpfl_go_to(g, !k ? VERDICT(DROP) : k == g->snap ? VERDICT(SNAP) : VERDICT(ALL));
	g->ahead = 0;
	if (g->w->op[i] == IN_RET_K) {
		u.k = k;
		bpfl_all_to(&u, VERDICT(K));
	} else {
		bpfl_source_a(g, i, &u);
		bpfl_all_to(&u, VERDICT(R));
	}
	bpfl_open(g, &u);
}

static void gen_alu(struct bpfl_gen *g, uint32_t i)
{
	static const uint8_t ops[] = {
		WEIR_UOP_ALU_ADD, WEIR_UOP_ALU_SUB, WEIR_UOP_ALU_MUL, 0, WEIR_UOP_ALU_OR, WEIR_UOP_ALU_AND,
		WEIR_UOP_ALU_SHL, WEIR_UOP_ALU_SHR, WEIR_UOP_ALU_NEG, 0, WEIR_UOP_ALU_XOR,
	};
	uint8_t code = g->w->op[i];
	uint32_t k = g->w->k[i];
	unsigned int lo = 0, hi = 31;
	struct bpfl_fields p;

	if (!(g->live & LIVE_A))
		return;
	if (code == IN_DIV || code == IN_MOD) {
		bpfl_mask(k, &lo, &hi);
		if (lo != hi)
			return bpfl_divide(g, i);
		code = code == IN_DIV ? IN_RSH : IN_AND;
		k = code == IN_RSH ? lo : k - 1;
	}
	bpfl_source_a(g, i, &p);
	p.dst = WEIR_UOP_DST_A;
	if (code == IN_AND && (bpfl_mask(k, &lo, &hi))) {
		p.lo = p.lo > lo ? p.lo : (uint8_t)lo;
		p.hi = p.hi < hi ? p.hi : (uint8_t)hi;
		if (p.lo > p.hi)
			p = (struct bpfl_fields){ .src = WEIR_UOP_SRC_IMM, .hi = 31, .dst = WEIR_UOP_DST_A };
		return bpfl_before(g, &p);
	}
	p.alu = ops[code >> 4];
	p.opb = code & IN_X && code != IN_NEG ? WEIR_UOP_OPB_X : WEIR_UOP_OPB_K;
	p.k = k;
	bpfl_before(g, &p);
}

/* A jump that is no test of A and a constant: by bits, or by X. */
static void gen_jump(struct bpfl_gen *g, uint32_t i)
{
	uint32_t yes = bpfl_entry(g, i + 1 + g->prog[i].jt), no = bpfl_entry(g, i + 1 + g->prog[i].jf);
	uint8_t code = g->w->op[i], op = (uint8_t)(code & ~IN_X);
	struct bpfl_fields u;

	if (yes == no)
		return bpfl_go_to(g, yes);
	bpfl_source_a(g, i, &u);
	u.cx = !!(code & IN_X);
	u.k = u.cx ? u.k : g->w->k[i];
	u.set = op == IN_JSET;
	u.t_eq = (uint16_t)(op == IN_JGT ? no : yes);
	u.t_lt = (uint16_t)no;
	u.t_gt = (uint16_t)(op == IN_JEQ ? no : yes);
	if (u.set)
		u.t_gt = (uint16_t)no;
	g->ahead = 0;
	bpfl_open(g, &u);
}

static void gen_load(struct bpfl_gen *g, uint32_t i)
{
	unsigned int v = in_class(g->w->op[i]) == IN_LDX || g->w->op[i] == IN_TAX ? BPFL_VAL_X : BPFL_VAL_A;
	struct bpfl_fields p;

	if (g->w->op[i] == IN_TAX)
		bpfl_source_a(g, i, &p);
	else
		bpfl_source(g->w, i, &p);
	p.dst = v == BPFL_VAL_X ? WEIR_UOP_DST_X : WEIR_UOP_DST_A;
	if (g->live & 1u << v)
		return bpfl_before(g, &p);
	/* A has come from a load already. */
	if (bpfl_is_load(&p) && g->w->op[i] != IN_TAX && !bit_of(g->w->nofail, i))
		check_load(g, &p);
}

/* The packet type, but for frames of a VLAN, which are somebody else's. */
static void gen_ptype(struct bpfl_gen *g)
{
	struct bpfl_fields own = { .src = WEIR_UOP_SRC_META, .off = WEIR_UOP_META_PTYPE, .hi = 31,
				   .dst = WEIR_UOP_DST_A };
	struct bpfl_fields other = { .src = WEIR_UOP_SRC_IMM, .k = OTHERHOST, .hi = 31,
				     .dst = WEIR_UOP_DST_A };
	struct bpfl_fields vid = { .src = WEIR_UOP_SRC_META, .off = WEIR_UOP_META_TCI, .hi = 11 };
	uint32_t next;

	if (!(g->live & LIVE_A))
		return;
	next = bpfl_settle(g);
	bpfl_before(g, &other);
	vid.t_lt = vid.t_gt = (uint16_t)bpfl_settle(g);
	bpfl_go_to(g, next);
	bpfl_before(g, &own);
	vid.t_eq = (uint16_t)bpfl_settle(g);
	bpfl_open(g, &vid);
}

static void gen_store(struct bpfl_gen *g, uint32_t i)
{
	struct bpfl_fields p = { .src = WEIR_UOP_SRC_X, .hi = 31 };
	uint32_t to = g->prog[i].k;

	if (!(g->live & 1u << to))
		return;
	if (g->w->op[i] == IN_ST)
		bpfl_source_a(g, i, &p);
	if (g->w->op[i] == OP_ST_IMM) {
		p.src = WEIR_UOP_SRC_IMM;
		p.k = g->w->k[i];
	}
	/* A source in another cell has to be in A: there is one number of a cell. */
	if (p.src == WEIR_UOP_SRC_MEM)
		p = (struct bpfl_fields){ .src = WEIR_UOP_SRC_A, .hi = 31 };
	p.dst = WEIR_UOP_DST_MEM;
	p.idx = (uint8_t)to;
	bpfl_before(g, &p);
}

static void gen_insn(struct bpfl_gen *g, uint32_t i)
{
	uint8_t code = g->w->op[i];

	if (code == IN_RET_K || code == IN_RET_A || code == OP_UNSURE)
		return gen_return(g, i);
	if (code == OP_NOP)
		return;
	if (code == OP_PTYPE)
		return gen_ptype(g);
	switch (in_class(code)) {
	case IN_ALU:
		return gen_alu(g, i);
	case IN_JMP:
		if (code == IN_JA)
			return open_entry(g, i + 1 + g->w->k[i]);
		if (code & IN_X || code == IN_JSET)
			return gen_jump(g, i);
		return bpfl_test(g, i);
	}
	if (code == IN_ST || code == IN_STX || code == OP_ST_IMM)
		return gen_store(g, i);
	gen_load(g, i);
}

void bpfl_gen(struct bpfl_gen *g)
{
	uint32_t i;

	for (i = 0; i < BPFL_HASH; i++)
		g->w->u.gen.hash[i] = NOWHERE;
	g->top = BPFL_STORE;
	g->full = false;
	for (i = g->n; i-- > 0; ) {
		if (g->w->op[i] == OP_DEAD)
			continue;
		if (i >= g->cut && g->w->op[i] != IN_RET_K)
			bpfl_go_to(g, VERDICT(UNSURE));
		else
			gen_insn(g, i);
		if (!bit_of(g->w->jumped, i))
			continue;
		/* Tests that one jump leads to wait for it: they may be more of its kind. */
		if (g->open == OPEN_TESTS && !bit_of(g->w->many, i))
			g->w->u.gen.entry[i] = ENTRY(g->live, g->next) | ENTRY_TESTS;
		else
			g->w->u.gen.entry[i] = ENTRY(0, bpfl_settle(g));
	}
	bpfl_settle(g);
}
