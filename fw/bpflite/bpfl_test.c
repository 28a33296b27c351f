// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_test.c - comparisons of A with constants, as numbers that lead somewhere
 *
 * A test that is not met goes on to the next one. As long as only one way leads to that it gets no place,
 * so that a chain of them can become a tree (bpfl_chain.c).
 */
#include "bpfl_int.h"

/* The next test is where A is not above, if the chain goes on there only. */
static bool goes_on_met(const struct bpfl_gen *g, uint32_t i)
{
	const uint32_t *entry = &g->w->u.gen.entry[i + 1];

	return g->w->op[i] != IN_JEQ && entry[g->prog[i].jt] & ENTRY_TESTS &&
	       !(entry[g->prog[i].jf] & ENTRY_TESTS);
}

/* The key with its lowest bits, and the shift of A against it. */
static void test_source(const struct bpfl_gen *g, uint32_t i, struct bpfl_fields *f, unsigned int *shift)
{
	*shift = 0;
	if (g->w->def[i] != NO_DEF && bpfl_operand(g->w, g->w->def[i], f, shift))
		return;
	*shift = 0;
	*f = (struct bpfl_fields){ .src = WEIR_UOP_SRC_A, .hi = 31 };
}

static uint32_t most_of(const struct bpfl_fields *f)
{
	if (f->hi < 31)
		return (2u << f->hi) - 1;
	if (!bpfl_is_load(f) || f->size == WEIR_UOP_SIZE_W)
		return UINT32_MAX;
	return f->size == WEIR_UOP_SIZE_H ? 0xffff : 0xff;
}

uint32_t bpfl_key(const struct bpfl_gen *g, uint32_t i, struct bpfl_fields *f)
{
	unsigned int shift;

	test_source(g, i, f, &shift);
	f->lo = 0;
	return most_of(f);
}

uint32_t bpfl_test_item(const struct bpfl_gen *g, uint32_t i, struct bpfl_item *item)
{
	uint32_t yes = i + 1 + g->prog[i].jt, no = i + 1 + g->prog[i].jf, most, low;
	uint64_t from = g->w->k[i];
	bool on_met = goes_on_met(g, i);
	struct bpfl_fields f;
	unsigned int shift;

	test_source(g, i, &f, &shift);
	most = most_of(&f);
	low = (1u << f.lo) - 1;
	item->target = (uint16_t)ENTRY_VALUE(g->w->u.gen.entry[on_met ? no : yes]);
	/* Of numbers with all their bits, those from `from` on meet JGE and JGT. */
	from <<= shift;
	if (g->w->op[i] == IN_JEQ) {
		*item = (struct bpfl_item){ (uint32_t)from, (uint32_t)from | low, item->target };
		if (from > most || from & low)
			item->lo = 1, item->hi = 0;
		return no;
	}
	/* The lowest bits, those that were shifted out among them, do not count. It is `most` + 1 at
	 * most: fold has decided what is above. */
	from = (from + (g->w->op[i] == IN_JGT) + low) & ~(uint64_t)low;
	if (on_met ? !from : from > most) {
		item->lo = 1;
		item->hi = 0;
	} else {
		item->lo = on_met ? 0 : (uint32_t)from;
		item->hi = on_met ? (uint32_t)(from - 1) : most;
	}
	return on_met ? yes : no;
}

void bpfl_test(struct bpfl_gen *g, uint32_t i)
{
	uint32_t *entry = g->w->u.gen.entry;
	uint32_t yes = i + 1 + g->prog[i].jt, no = i + 1 + g->prog[i].jf;
	struct bpfl_fields f;

	/* One side of it may be the next test. */
	if (!goes_on_met(g, i))
		bpfl_entry(g, yes);
	if (entry[yes] == entry[no])
		return bpfl_go_to(g, ENTRY_VALUE(entry[no]));
	bpfl_key(g, i, &f);
	g->open = OPEN_TESTS;
	g->next = i;
	g->live = bpfl_reads(&f) | bpfl_entry_live(g, yes) | bpfl_entry_live(g, no);
	g->ahead = 0;
}

void bpfl_tests_open(struct bpfl_gen *g)
{
	uint32_t i = g->next, most, no, other;
	struct bpfl_item item;
	struct bpfl_fields u;

	no = bpfl_test_item(g, i, &item);
	if (g->w->u.gen.entry[no] & ENTRY_TESTS)
		return bpfl_go_to(g, bpfl_chain(g, i));
	other = ENTRY_VALUE(g->w->u.gen.entry[no]);
	most = bpfl_key(g, i, &u);
	if (item.lo > item.hi)
		bpfl_all_to(&u, other);
	else
		bpfl_split(&u, &item, 0, most, other, other);
	if (!bpfl_compares(&u) && !bpfl_is_load(&u))
		return bpfl_go_to(g, u.t_eq);
	g->ahead = 0;
	bpfl_open(g, &u);
}
