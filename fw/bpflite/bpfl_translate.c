// SPDX-License-Identifier: BSD-3-Clause
/*
 * bpfl_translate.c - a program translated for a lane: passes in order, what fits, what it is worth
 */
#include "bpfl_int.h"

#define TAG_AT		12u
#define TAG_LEN		4u
#define CONSTANTS	16u	/* of RET that are counted */

/* The constant that most returns have, of those for which there is no other verdict: SNAP's. */
static uint32_t find_snap(const struct bpfl_work *w, uint32_t n)
{
	uint32_t val[CONSTANTS], count[CONSTANTS], used = 0, best = 0, i, j;

	for (i = 0; i < n; i++) {
		if (w->op[i] != IN_RET_K || !w->k[i] || w->k[i] >= BPFL_KEEP_MAX)
			continue;
		for (j = 0; j < used && val[j] != w->k[i]; j++)
			;
		if (j == CONSTANTS)
			continue;
		if (j == used) {
			val[used] = w->k[i];
			count[used++] = 0;
		}
		count[j]++;
		best = count[j] > count[best] ? j : best;
	}
	return used ? val[best] : 0;
}

static uint16_t shifted(uint16_t target, uint32_t by)
{
	return target & WEIR_UOP_VERDICT ? target : (uint16_t)((target + by) % BPFL_STORE);
}

static uint16_t moved(uint16_t target, const uint16_t *place, uint32_t base)
{
	return target & WEIR_UOP_VERDICT ? target : shifted(place[target], base);
}

static void mark(uint16_t *place, uint32_t target)
{
	if (!(target & WEIR_UOP_VERDICT))
		place[target] = 1;
}

/* Those that are run, from the first place on; returns how many. */
static uint32_t compact(struct bpfl_gen *g, uint32_t start, uint32_t base)
{
	uint16_t *place = g->w->u.end.place;
	struct bpfl_fields f = { .src = WEIR_UOP_SRC_IMM, .hi = 31 };
	uint32_t i, n = 0;

	if (start & WEIR_UOP_VERDICT) {
		bpfl_all_to(&f, start);
		bpfl_pack(&g->out[0], &f);
		return 1;
	}
	for (i = 0; i < BPFL_STORE; i++)
		place[i] = 0;
	place[start] = 1;
	for (i = start; i < BPFL_STORE; i++) {
		if (!place[i])
			continue;
		bpfl_unpack(&f, &g->out[i]);
		mark(place, f.t_eq);
		mark(place, f.t_lt);
		mark(place, f.t_gt);
		place[i] = (uint16_t)(n++ + 1);
	}
	for (i = start; i < BPFL_STORE; i++)
		place[i] = place[i] ? (uint16_t)(place[i] - 1) : (uint16_t)NOWHERE;
	for (i = start; i < BPFL_STORE; i++) {
		if (place[i] == NOWHERE)
			continue;
		bpfl_unpack(&f, &g->out[i]);
		f.t_eq = moved(f.t_eq, place, base);
		f.t_lt = moved(f.t_lt, place, base);
		f.t_gt = moved(f.t_gt, place, base);
		bpfl_pack(&g->out[place[i]], &f);
	}
	return n;
}

static uint32_t behind(const struct bpfl_work *w, uint32_t target, uint32_t base, bool *unsure)
{
	if (target == VERDICT(UNSURE))
		*unsure = true;
	return target & WEIR_UOP_VERDICT ? 0 : w->u.end.path[(target - base) % BPFL_STORE];
}

/* The longest path, and whether one of them ends with UNSURE. */
static uint32_t longest(struct bpfl_work *w, const struct bpfl_uop *out, uint32_t n, uint32_t base,
			bool *unsure)
{
	struct bpfl_fields f;
	uint32_t i, most, one;

	*unsure = false;
	for (i = n; i-- > 0; ) {
		bpfl_unpack(&f, &out[i]);
		most = behind(w, f.t_eq, base, unsure);
		one = behind(w, f.t_lt, base, unsure);
		most = one > most ? one : most;
		one = f.set ? 0 : behind(w, f.t_gt, base, unsure);
		w->u.end.path[i] = (uint16_t)(1 + (one > most ? one : most));
	}
	return w->u.end.path[0];
}

static bool fits(struct bpfl_gen *g, uint32_t cut, const struct bpfl_target *t, struct bpfl_result *res)
{
	g->cut = cut;
	bpfl_gen(g);
	res->uops = compact(g, g->next, t->base);
	return !g->full && res->uops <= t->store;
}

/* What there is no space for is left to the host, from an instruction on: g->cut. */
static void generate(struct bpfl_gen *g, const struct bpfl_target *t, struct bpfl_result *res)
{
	uint32_t good = 0, bad = g->n, mid;

	if (fits(g, g->n, t, res))
		return;
	while (bad - good > 1) {
		mid = (good + bad) / 2;
		if (fits(g, mid, t, res))
			good = mid;
		else
			bad = mid;
	}
	fits(g, good, t, res);
}

static enum bpfl_mode judge(const struct bpfl_target *t, struct bpfl_result *res, uint32_t cut, bool unsure,
			    uint32_t reach_insn)
{
	if (res->error.reason != BPFL_WHY_OK && !unsure)
		res->error = (struct bpfl_error){ 0, BPFL_WHY_OK };
	if (res->error.reason != BPFL_WHY_OK)
		return BPFL_PREFILTER;
	if (cut < res->insns)
		res->error = (struct bpfl_error){ cut, BPFL_WHY_STORE };
	else if (res->path > t->budget)
		res->error.reason = BPFL_WHY_PATH;
	else if (res->reach >= t->window)
		res->error = (struct bpfl_error){ reach_insn, res->reach_x ? BPFL_WHY_REACH_X :
						  BPFL_WHY_REACH };
	return res->error.reason == BPFL_WHY_OK ? BPFL_EXACT : BPFL_PREFILTER;
}

static void once(struct bpfl_fold *f, struct bpfl_uop *out)
{
	struct bpfl_gen g = { .prog = f->prog, .n = f->n, .w = f->w, .out = out };
	struct bpfl_result *res = f->res;
	struct bpfl_fields first;
	bool unsure;

	res->error = (struct bpfl_error){ 0, BPFL_WHY_OK };
	res->reach = 0;
	res->reach_x = res->random = false;
	bpfl_fold(f);
	/* The lifted tag is in the window, whether the view has it or not. */
	if (!res->wire && f->t->vlan != BPFL_VLAN_NEVER && res->reach >= TAG_AT &&
	    res->reach != BPFL_REACH_ANY)
		res->reach += TAG_LEN;
	g.snap = res->snap = find_snap(f->w, f->n);
	generate(&g, f->t, res);
	res->path = longest(f->w, out, res->uops, f->t->base, &unsure);
	res->mode = judge(f->t, res, g.cut, unsure, f->reach_insn);
	bpfl_unpack(&first, &out[0]);
	if (res->uops == 1 && first.src == WEIR_UOP_SRC_IMM && first.t_eq == VERDICT(UNSURE))
		res->mode = BPFL_SOFTWARE;
}

int bpfl_translate(const struct bpfl_insn *prog, uint32_t n, const struct bpfl_target *t,
		   struct bpfl_uop *out, struct bpfl_result *res, struct bpfl_work *w)
{
	struct bpfl_fold f = { .prog = prog, .n = n, .t = t, .w = w, .res = res };

	*res = (struct bpfl_result){ .mode = BPFL_SOFTWARE, .insns = n };
	/* A tag that is not there for the program is skipped in both views. */
	res->wire = t->wire && t->vlan != BPFL_VLAN_HIDDEN;
	if (bpfl_check(prog, n, w, &res->error))
		return -1;
	res->path_before = bpfl_longest(prog, n, w);
	once(&f, out);
	/* What the host runs again would be thrown for again. */
	if (res->mode != BPFL_EXACT && res->random) {
		f.no_random = true;
		once(&f, out);
	}
	return 0;
}

void bpfl_relocate(struct bpfl_uop *uops, uint32_t n, uint32_t by)
{
	struct bpfl_fields f;
	uint32_t i;

	for (i = 0; i < n; i++) {
		bpfl_unpack(&f, &uops[i]);
		f.t_eq = shifted(f.t_eq, by);
		f.t_lt = shifted(f.t_lt, by);
		f.t_gt = shifted(f.t_gt, by);
		bpfl_pack(&uops[i], &f);
	}
}
