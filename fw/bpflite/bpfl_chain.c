// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_chain.c - a chain of tests made into trees, one for each thing that is compared
 *
 * A test may only overtake others that lead to the same target, and no load that may fail: a frame that
 * is too short for it is dropped there, whatever a later test would say. Where that ends, a new tree
 * begins.
 */
#include "bpfl_int.h"

#define GROUPS	16u
#define MIXED	0xffffu		/* a group's tests lead to different targets */
#define NO_TEST	0xffffffffu

struct group {
	struct bpfl_fields key;
	uint32_t most;
	uint16_t target;
	bool fresh;		/* its load may fail */
};

/* What ends a segment but the last is no room for one more group, or for one more test. */
_Static_assert(BPFL_SEGMENTS * GROUPS >= BPFL_INSNS && GROUPS < BPFL_TESTS / 2, "each segment has a start");

/* As many tests of a chain as one run of this can do. */
struct segment {
	uint32_t n, groups;
	uint32_t items;		/* at most so many */
	uint32_t via, next;	/* the instruction that comes next; its test, or NO_TEST */
	struct group group[GROUPS];
};

static bool same_key(const struct bpfl_fields *a, const struct bpfl_fields *b)
{
	return a->src == b->src && a->size == b->size && a->off == b->off && a->idx == b->idx &&
	       a->hi == b->hi;
}

static bool may_fail(const struct bpfl_gen *g, const struct segment *s, const struct bpfl_fields *key,
		     uint32_t d)
{
	uint32_t i;

	if (!bpfl_is_load(key) || bit_of(g->w->nofail, bpfl_base(g->w, d)))
		return false;
	for (i = 0; i < s->groups; i++)
		if (bpfl_same_load(&s->group[i].key, key))
			return false;
	return true;
}

/* The group that a test can be one of; GROUPS: none is left. */
static uint32_t find_group(const struct bpfl_gen *g, struct segment *s, uint32_t test, uint16_t target)
{
	struct bpfl_fields key;
	uint32_t most = bpfl_key(g, test, &key), i;

	for (i = s->groups; i-- > 0; ) {
		if (same_key(&s->group[i].key, &key))
			return i;
		if (s->group[i].fresh || s->group[i].target != target)
			break;
	}
	if (s->groups == GROUPS)
		return GROUPS;
	s->group[s->groups] = (struct group){ key, most, target, may_fail(g, s, &key, g->w->def[test]) };
	return s->groups++;
}

static void walk(const struct bpfl_gen *g, struct segment *s, uint32_t test)
{
	uint32_t entry, group, bound;
	struct bpfl_item item;

	s->n = s->groups = s->items = 0;
	s->next = test;
	s->via = NO_TEST;
	while (s->next != NO_TEST) {
		uint32_t via = bpfl_test_item(g, s->next, &item);

		/* A range may be cut into one piece more than there are items. */
		bound = s->items + 1 + (item.lo < item.hi ? s->items : 0);
		if (bound > 2 * s->n + 1)
			bound = 2 * s->n + 1;
		if (s->n == BPFL_TESTS || bound > BPFL_TESTS)
			return;
		group = find_group(g, s, s->next, item.target);
		if (group == GROUPS)
			return;
		if (s->group[group].target != item.target)
			s->group[group].target = MIXED;
		s->items = bound;
		g->w->u.gen.test[s->n] = (uint16_t)s->next;
		g->w->u.gen.group[s->n++] = (uint8_t)group;
		entry = g->w->u.gen.entry[via];
		s->via = via;
		s->next = entry & ENTRY_TESTS ? ENTRY_VALUE(entry) : NO_TEST;
	}
}

static bool begins_with(const struct bpfl_gen *g, uint32_t target, const struct bpfl_fields *key)
{
	struct bpfl_fields f;

	if (target & WEIR_UOP_VERDICT)
		return false;
	bpfl_unpack(&f, &g->out[target]);
	return bpfl_same_load(&f, key);
}

static uint32_t build(struct bpfl_gen *g, const struct segment *s)
{
	uint32_t target = ENTRY_VALUE(g->w->u.gen.entry[s->via]), group, i, n;
	struct bpfl_item item;

	for (group = s->groups; group-- > 0; ) {
		const struct group *gr = &s->group[group];
		struct bpfl_fields u = gr->key;

		for (n = i = 0; i < s->n; i++) {
			if (g->w->u.gen.group[i] != group)
				continue;
			bpfl_test_item(g, g->w->u.gen.test[i], &item);
			n = bpfl_items_add(g->w->u.gen.item, n, item);
		}
		target = bpfl_tree(g, &gr->key, gr->most, n, target);
		/* There may be nothing left to compare, but the load. */
		if (gr->fresh && !begins_with(g, target, &u)) {
			bpfl_all_to(&u, target);
			target = bpfl_place(g, &u);
		}
	}
	return target;
}

uint32_t bpfl_chain(struct bpfl_gen *g, uint32_t first)
{
	uint16_t *start = g->w->u.gen.start;
	uint32_t test, target = NO_TEST, n = 0;
	struct segment s;

	for (test = first; test != NO_TEST; test = s.next) {
		start[n++] = (uint16_t)test;
		walk(g, &s, test);
	}
	/* The last segment first: it is what the others go on to. */
	while (n--) {
		walk(g, &s, start[n]);
		if (target != NO_TEST)
			g->w->u.gen.entry[s.via] = ENTRY(0, target);
		target = build(g, &s);
	}
	return target;
}
