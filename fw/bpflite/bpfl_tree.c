// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_tree.c - numbers that lead somewhere, as a balanced tree of compares
 *
 * One compare has three ways to go on, so a number costs one micro-operation, and so does a block of
 * numbers that have their highest bits in common; any other range costs two.
 */
#include "bpfl_int.h"

#define DEPTH 12	/* of a tree of BPFL_TESTS items */

static void insert(struct bpfl_item *items, uint32_t n, uint32_t at, struct bpfl_item item)
{
	for (; n > at; n--)
		items[n] = items[n - 1];
	items[at] = item;
}

uint32_t bpfl_items_add(struct bpfl_item *items, uint32_t n, struct bpfl_item item)
{
	uint32_t i = 0, end = n, mid;
	struct bpfl_item gap = item;

	if (item.lo > item.hi)
		return n;
	/* The first that does not end before it */
	while (i < end) {
		mid = (i + end) / 2;
		if (items[mid].hi < item.lo)
			i = mid + 1;
		else
			end = mid;
	}
	for (; ; i++) {
		if (i == n || items[i].lo > item.hi) {
			gap.hi = item.hi;
			insert(items, n, i, gap);
			return n + 1;
		}
		if (items[i].lo > gap.lo) {
			gap.hi = items[i].lo - 1;
			insert(items, n++, i++, gap);
		}
		if (items[i].hi >= item.hi)
			return n;
		gap.lo = items[i].hi + 1;
	}
}

/* Those that lead where all others do are none; neighbours that lead to one place are one. */
static uint32_t simplify(struct bpfl_item *items, uint32_t n, uint32_t other)
{
	uint32_t i, to = 0;

	for (i = 0; i < n; i++) {
		if (items[i].target == other)
			continue;
		if (to && items[to - 1].target == items[i].target && items[to - 1].hi + 1 == items[i].lo)
			items[to - 1].hi = items[i].hi;
		else
			items[to++] = items[i];
	}
	return to;
}

bool bpfl_split(struct bpfl_fields *f, const struct bpfl_item *item, uint32_t from, uint32_t to, uint32_t lt,
		uint32_t gt)
{
	uint32_t size = item->hi - item->lo;

	f->t_eq = item->target;
	f->t_lt = (uint16_t)(item->lo == from ? item->target : lt);
	f->t_gt = (uint16_t)(item->hi == to ? item->target : gt);
	f->k = item->lo == from ? item->hi : item->lo;
	if (!size || item->lo == from || item->hi == to)
		return true;
	if (size & (size + 1) || item->lo & size)
		return false;
	for (f->lo = 0; size >> f->lo; f->lo++)
		;
	return true;
}

/* Both neighbours' targets are known. */
static uint32_t node(struct bpfl_gen *g, const struct bpfl_fields *key, const struct bpfl_item *item,
		     uint32_t from, uint32_t to, uint32_t lt, uint32_t gt)
{
	struct bpfl_fields u = *key;

	if (item->lo == from && item->hi == to)
		return item->target;
	if (bpfl_split(&u, item, from, to, lt, gt))
		return bpfl_place(g, &u);
	u.k = item->hi;
	u.t_eq = u.t_lt = item->target;
	u.t_gt = (uint16_t)gt;
	u.t_gt = (uint16_t)bpfl_place(g, &u);
	u.k = item->lo;
	u.t_lt = (uint16_t)lt;
	return bpfl_place(g, &u);
}

/* Items `first` up to `end` of a tree, and the numbers that come to them. */
struct part {
	uint32_t first, end, from, to, lt, step;
};

uint32_t bpfl_tree(struct bpfl_gen *g, const struct bpfl_fields *key, uint32_t most, uint32_t n,
		   uint32_t other)
{
	struct bpfl_item *items = g->w->u.gen.item;
	struct part parts[DEPTH], *p = parts;
	uint32_t target = other;

	n = simplify(items, n, other);
	*p = (struct part){ 0, n, 0, most, other, 0 };
	for (;;) {
		uint32_t mid = (p->first + p->end) / 2;
		const struct bpfl_item *item = &items[mid];

		if (p->first == p->end) {
			target = other;
		} else if (!p->step++) {
			p[1] = (struct part){ p->first, item->lo == p->from ? p->first : mid, p->from,
					      item->lo - 1, other, 0 };
			p++;
			continue;
		} else if (p->step == 2) {
			p->lt = target;
			p[1] = (struct part){ item->hi == p->to ? p->end : mid + 1,
					      p->end,
					      item->hi + 1,
					      p->to,
					      other,
					      0 };
			p++;
			continue;
		} else {
			target = node(g, key, item, p->from, p->to, p->lt, target);
		}
		if (p-- == parts)
			return target;
	}
}
