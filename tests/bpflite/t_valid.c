// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_valid.c [PROGRAMS] - each translation goes every way that its program can go, and says the same; a
 * translation that is made wrong is found
 *
 * The frames come of the program's and the translation's own constants (cover.c), the truth from a third
 * interpreter (ref.c). Then single fields of micro-operations are changed, one at a time: most changes
 * must be seen. Those that cannot be seen are changes of what nobody uses: bits of a number that is
 * always 0, ways that no frame goes.
 */
#include <string.h>

#include "fw/bpflite/bpfl_int.h"
#include "tests/bpflite/cover.h"
#include "tests/bpflite/expr.h"

#define RUNS 60000u
#define SEARCHES 5u

/* All ways of programs and translations must be gone but these. */
static const struct {
	const char *name;
	uint32_t insn, uop;
} never[] = {
	/* Behind the window: the lane is unsure before it compares. */
	{ "byte 200", 0, 2 },
};

static struct cover cover;
static struct tb_prog p, bad;

/* Another translation; false if it is as before. */
static bool mutate(struct tb_prog *m, struct tb_rand *r)
{
	struct bpfl_uop *u = &m->store[tb_rnd(r, m->res.uops)], old = *u;
	struct bpfl_fields f;
	uint16_t t;

	bpfl_unpack(&f, u);
	/* It does nothing that could be changed. */
	if (!bpfl_compares(&f) && f.dst == WEIR_UOP_DST_NONE && f.src == WEIR_UOP_SRC_IMM)
		return false;
	switch (tb_rnd(r, 8)) {
	case 0:
		if (!bpfl_uses_k(&f))
			return false;
		f.k += tb_rnd(r, 2) ? 1 : -1;
		break;
	case 1:
		if (!bpfl_is_load(&f))
			return false;
		f.off += tb_rnd(r, 2) ? 1 : -1;
		break;
	case 2:
		t = f.t_eq;
		f.t_eq = f.t_lt;
		f.t_lt = t;
		break;
	case 3:
		t = f.t_eq;
		f.t_eq = f.t_gt;
		f.t_gt = t;
		break;
	case 4:
		f.t_eq = (uint16_t)(WEIR_UOP_VERDICT | tb_rnd(r, 2));
		break;
	case 5:
		if (!bpfl_is_load(&f))
			return false;
		f.size = (uint8_t)tb_rnd(r, 3);
		break;
	case 6:
		f.src = (uint8_t)tb_rnd(r, 8);
		break;
	default:
		f.hi = (uint8_t)(f.hi == 31 ? tb_rnd(r, 8) : f.hi - 1u);
	}
	bpfl_pack(u, &f);
	return memcmp(u, &old, sizeof(old));
}

/* A wrong lowering of the kind that this is for: of a chain's load behind a test that accepts, the drop is
 * lost. */
static bool seeded(struct tb_rand *r)
{
	static const struct bpfl_insn prog[] = {
		{ 0x20, 0, 0, 26 }, { 0x15, 4, 0, 1 }, { 0x20, 0, 0, 30 },     { 0x15, 2, 0, 1 },
		{ 0x20, 0, 0, 26 }, { 0x15, 0, 1, 2 }, { 0x06, 0, 0, 0xffff }, { 0x06, 0, 0, 0 },
	};
	static const struct bpfl_fields wrong[] = {
		{ .off = 26, .size = 2, .hi = 31, .k = 1, .t_eq = 0x401, .t_lt = 1, .t_gt = 1 },
		{ .off = 26, .size = 2, .hi = 31, .k = 2, .t_eq = 0x401, .t_lt = 2, .t_gt = 2 },
		{ .off = 30, .size = 2, .hi = 31, .k = 1, .t_eq = 0x401, .t_lt = 0x400, .t_gt = 0x400 },
	};
	uint32_t i, right;

	memcpy(p.insn, prog, sizeof(prog));
	p.n = sizeof(prog) / sizeof(prog[0]);
	tb_target(&p.target, true);
	if (!tb_translate(&p))
		return false;
	cover_search(&cover, &p, r, RUNS);
	right = cover.wrong;
	for (i = 0; i < 3; i++)
		bpfl_pack(&p.store[i], &wrong[i]);
	return !right && cover_check(&cover, &p);
}

struct sum {
	uint32_t insn_ways, insn_gone, uop_ways, uop_gone;
};

static void add(struct sum *s)
{
	s->insn_ways += cover.insn_ways;
	s->insn_gone += cover.insn_gone;
	s->uop_ways += cover.uop_ways;
	s->uop_gone += cover.uop_gone;
}

static bool all_gone(const struct expr *e)
{
	uint32_t i, insn = cover.insn_ways, uop = cover.uop_ways;

	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (!strcmp(e->name, never[i].name)) {
			insn -= never[i].insn;
			uop -= never[i].uop;
		}
	return cover.insn_gone == insn && cover.uop_gone == uop;
}

/* A search may miss a way by its first, random bytes. */
static bool every_way(const struct expr *e, struct tb_rand *r, uint32_t *runs)
{
	uint32_t n;

	for (n = 0; n < SEARCHES; n++) {
		cover_search(&cover, &p, r, RUNS);
		*runs += cover.runs;
		if (cover.wrong || all_gone(e))
			return true;
	}
	printf("%s: %u of %u ways gone, of the program %u of %u\n", e->name, cover.uop_gone, cover.uop_ways,
	       cover.insn_gone, cover.insn_ways);
	return false;
}

static void next_random(struct tb_rand *r)
{
	tb_random_program(&p, r, 40);
	tb_target(&p.target, tb_rnd(r, 2));
	p.target.vlan = tb_rnd(r, 2) ? BPFL_VLAN_HIDDEN : BPFL_VLAN_UNKNOWN;
	p.target.vlan_otherhost = tb_rnd(r, 2);
}

/* Some changes of the program at hand: how many of them are seen. */
static void change(struct tb_rand *r, uint32_t *made, uint32_t *found)
{
	uint32_t i;

	for (i = 0; i < 60; i++) {
		bad = p;
		if (!mutate(&bad, r))
			continue;
		*made += 1;
		*found += !!cover_check(&cover, &bad);
	}
}

int main(int argc, char **argv)
{
	FILE *file = fopen("tests/bpflite/expressions", "r");
	struct tb_rand r = { tb_seed() };
	uint32_t made = 0, found = 0, programs = 0, runs = 0,
		 random = tb_count(argc > 1 ? argv[1] : NULL, 300);
	struct sum told = { 0 }, any = { 0 };
	bool more = true, all = true;
	struct expr e;

	if (!file || !seeded(&r))
		return printf("a wrong translation is not found\n"), 1;
	while (more || random) {
		more = more && expr_next(file, &e, &p);
		if (!more) {
			random--;
			snprintf(e.name, sizeof(e.name), "random");
			next_random(&r);
		}
		if (!tb_translate(&p))
			return 1;
		if (more) {
			all = every_way(&e, &r, &runs) && all;
		} else {
			cover_search(&cover, &p, &r, RUNS / 10);
			runs += cover.runs;
		}
		if (cover.wrong) {
			printf("%s: %u of %u wrong\n", e.name, cover.wrong, cover.runs);
			tb_print(&p);
			return 1;
		}
		programs++;
		add(more ? &told : &any);
		if (more && p.res.mode == BPFL_EXACT)
			change(&r, &made, &found);
	}
	fclose(file);
	printf("note: %u programs, %u frames, none wrong; of the expressions %u of %u ways of "
	       "compares were gone, %u of %u of jumps; %u of %u wrong changes seen\n",
	       programs, runs, told.uop_gone, told.uop_ways, told.insn_gone, told.insn_ways, found,
	       made);
	printf("note: of random programs %u of %u ways of compares, %u of %u of jumps\n",
	       any.uop_gone, any.uop_ways, any.insn_gone, any.insn_ways);
	/* Of random programs much cannot be reached. */
	if (programs > 200 &&
	    (any.uop_gone < any.uop_ways / 10 * 7 || any.insn_gone < any.insn_ways / 10 * 4))
		return 1;
	return !all || found < made / 10 * 9;
}
