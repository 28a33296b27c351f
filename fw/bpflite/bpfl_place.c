// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_place.c - programs of taps in the lanes' store
 */
#include "bpfl_place.h"

void bpfl_place_init(struct bpfl_place *p, uint32_t store, uint32_t budget)
{
	uint32_t i;

	p->store = store < BPFL_STORE ? store : BPFL_STORE;
	p->budget = budget;
	for (i = 0; i < BPFL_PROGRAMS; i++)
		p->prog[i] = (struct bpfl_program){ 0 };
	for (i = 0; i < BPFL_TAPS; i++)
		p->now[i] = p->before[i] = BPFL_NONE;
}

static uint32_t kept_whole(uint32_t target, const struct bpfl_fields *f)
{
	switch (target) {
	case WEIR_UOP_VERDICT | WEIR_UOP_V_K:
		return WEIR_UOP_VERDICT | (f->k ? WEIR_UOP_V_ALL : WEIR_UOP_V_DROP);
	case WEIR_UOP_VERDICT | WEIR_UOP_V_SNAP:
		return WEIR_UOP_VERDICT | WEIR_UOP_V_ALL;
	case WEIR_UOP_VERDICT | WEIR_UOP_V_R:
		/* 0 bytes would be a drop: let the host see. */
		return WEIR_UOP_VERDICT | WEIR_UOP_V_UNSURE;
	}
	return target;
}

/* No verdict cuts: the host runs the program on what comes, and a load behind the cut would fail there. */
static void keep_whole(struct bpfl_uop *uop)
{
	struct bpfl_fields f;

	bpfl_unpack(&f, uop);
	f.t_eq = (uint16_t)kept_whole(f.t_eq, &f);
	f.t_lt = (uint16_t)kept_whole(f.t_lt, &f);
	f.t_gt = (uint16_t)kept_whole(f.t_gt, &f);
	bpfl_pack(uop, &f);
}

/* The translation begins at place 0, the program where it is: targets differ by that. */
static bool same(const struct bpfl_place *p, const struct bpfl_program *q, const struct bpfl_uop *uops,
		 const struct bpfl_result *res)
{
	uint32_t i, w;

	if (q->whole != (res->mode != BPFL_EXACT || q->slots < res->path))
		return false;
	if (q->uops != res->uops || q->wire != res->wire || q->snap != res->snap)
		return false;
	for (i = 0; i < q->uops; i++) {
		struct bpfl_uop u = uops[i];

		bpfl_relocate(&u, 1, q->start);
		if (q->whole)
			keep_whole(&u);
		for (w = 0; w < WEIR_UOP_WORDS; w++)
			if (u.w[w] != p->uop[q->start + i].w[w])
				return false;
	}
	return true;
}

static bool others(const struct bpfl_place *p, uint32_t tap, uint32_t number)
{
	uint32_t t;

	for (t = 0; t < BPFL_TAPS; t++)
		if (t != tap && (p->now[t] == number || p->before[t] == number))
			return true;
	return false;
}

/*
 * Of the programs of other taps, those that they are changing included, none may be short of turns. Of this
 * tap's own a frame runs one, the one before or the one to be, and never both.
 */
static uint32_t turns_left(const struct bpfl_place *p, uint32_t tap)
{
	uint32_t i, taken = 0;

	for (i = 0; i < BPFL_PROGRAMS; i++)
		if (p->prog[i].uops && others(p, tap, i))
			taken += p->prog[i].slots;
	return taken < p->budget ? p->budget - taken : 0;
}

/* The end of a program that has a place of [at, at + n); at itself when all of it is free. */
static uint32_t behind(const struct bpfl_place *p, uint32_t at, uint32_t n)
{
	uint32_t i;

	for (i = 0; i < BPFL_PROGRAMS; i++)
		if (p->prog[i].uops && p->prog[i].start < at + n && at < p->prog[i].start + p->prog[i].uops)
			return p->prog[i].start + p->prog[i].uops;
	return at;
}

/* First fit: BPFL_NONE when there is none. */
static uint32_t space(const struct bpfl_place *p, uint32_t n)
{
	uint32_t at = 0, next;

	while (n <= p->store && at <= p->store - n) {
		next = behind(p, at, n);
		if (next == at)
			return at;
		at = next;
	}
	return BPFL_NONE;
}

static uint32_t fail(struct bpfl_result *res, enum bpfl_reason reason)
{
	res->mode = BPFL_SOFTWARE;
	res->error.reason = reason;
	return BPFL_NONE;
}

static uint32_t load_new(struct bpfl_place *p, uint32_t tap, const struct bpfl_uop *uops,
			 struct bpfl_result *res)
{
	/* Without an allowance, too, a program takes a turn: none has less. */
	uint32_t number = 0, left = turns_left(p, tap), slots = res->path ? res->path : 1, start, i;

	while (number < BPFL_PROGRAMS && p->prog[number].uops)
		number++;
	start = space(p, res->uops);
	if (number == BPFL_PROGRAMS || start == BPFL_NONE)
		return fail(res, BPFL_WHY_STORE);
	if (!left)
		return fail(res, BPFL_WHY_TURNS);
	if (res->path > left && res->mode == BPFL_EXACT) {
		res->mode = BPFL_PREFILTER;
		res->error.reason = BPFL_WHY_TURNS;
	}
	slots = slots < left ? slots : left;
	p->prog[number] = (struct bpfl_program){ start, res->uops, slots, res->snap, res->wire,
						 res->mode != BPFL_EXACT, 0 };
	for (i = 0; i < res->uops; i++)
		p->uop[start + i] = uops[i];
	bpfl_relocate(&p->uop[start], res->uops, start);
	for (i = 0; i < res->uops && p->prog[number].whole; i++)
		keep_whole(&p->uop[start + i]);
	return number;
}

uint32_t bpfl_place_set(struct bpfl_place *p, uint32_t tap, const struct bpfl_uop *uops,
			struct bpfl_result *res, bool *load)
{
	uint32_t number;

	*load = false;
	if (tap >= BPFL_TAPS || res->mode == BPFL_SOFTWARE || !res->uops)
		return BPFL_NONE;
	for (number = 0; number < BPFL_PROGRAMS; number++)
		if (p->prog[number].uops && same(p, &p->prog[number], uops, res) &&
		    (others(p, tap, number) || p->prog[number].slots <= turns_left(p, tap)))
			break;
	if (number == BPFL_PROGRAMS) {
		number = load_new(p, tap, uops, res);
		if (number == BPFL_NONE)
			return BPFL_NONE;
		*load = true;
	} else if (p->prog[number].slots < res->path && res->mode == BPFL_EXACT) {
		res->mode = BPFL_PREFILTER;
		res->error.reason = BPFL_WHY_TURNS;
	}
	p->before[tap] = p->now[tap];
	p->now[tap] = number;
	p->prog[number].users++;
	return number;
}

void bpfl_place_clear(struct bpfl_place *p, uint32_t tap)
{
	if (tap >= BPFL_TAPS || p->now[tap] == BPFL_NONE)
		return;
	p->before[tap] = p->now[tap];
	p->now[tap] = BPFL_NONE;
}

void bpfl_place_over(struct bpfl_place *p, uint32_t tap)
{
	struct bpfl_program *q;

	if (tap >= BPFL_TAPS || p->before[tap] == BPFL_NONE)
		return;
	q = &p->prog[p->before[tap]];
	if (!--q->users)
		q->uops = 0;
	p->before[tap] = BPFL_NONE;
}

void bpfl_place_undo(struct bpfl_place *p, uint32_t tap)
{
	uint32_t number;

	if (tap >= BPFL_TAPS)
		return;
	number = p->now[tap];
	p->now[tap] = p->before[tap];
	p->before[tap] = number;
	bpfl_place_over(p, tap);
}
