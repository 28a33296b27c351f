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

int main(int argc, char **argv)
{
	FILE *file = fopen("tests/bpflite/expressions", "r");
	struct tb_rand r = { tb_seed() };
	uint32_t made = 0, found = 0, programs = 0, runs = 0, i,
		 random = tb_count(argc > 1 ? argv[1] : NULL, 300);
	uint32_t insn_ways = 0, insn_gone = 0, uop_ways = 0, uop_gone = 0;
	bool more = true;
	struct expr e;

	if (!file || !seeded(&r))
		return printf("a wrong translation is not found\n"), 1;
	while (more || random) {
		more = more && expr_next(file, &e, &p);
		if (!more) {
			random--;
			snprintf(e.name, sizeof(e.name), "random");
			tb_random_program(&p, &r, 40);
			tb_target(&p.target, tb_rnd(&r, 2));
			p.target.vlan = tb_rnd(&r, 2) ? BPFL_VLAN_HIDDEN : BPFL_VLAN_UNKNOWN;
			p.target.vlan_otherhost = tb_rnd(&r, 2);
		}
		if (!tb_translate(&p))
			return 1;
		cover_search(&cover, &p, &r, more ? RUNS : RUNS / 10);
		if (cover.wrong) {
			printf("%s: %u of %u wrong\n", e.name, cover.wrong, cover.runs);
			tb_print(&p);
			return 1;
		}
		programs++;
		runs += cover.runs;
		if (!more)
			continue;
		insn_ways += cover.insn_ways;
		insn_gone += cover.insn_gone;
		uop_ways += cover.uop_ways;
		uop_gone += cover.uop_gone;
		if (cover.uop_gone < cover.uop_ways)
			printf("%s: %u of %u ways gone, of the program %u of %u\n", e.name, cover.uop_gone,
			       cover.uop_ways, cover.insn_gone, cover.insn_ways);
		if (p.res.mode != BPFL_EXACT)
			continue;
		for (i = 0; i < 60; i++) {
			bad = p;
			if (!mutate(&bad, &r))
				continue;
			made++;
			found += !!cover_check(&cover, &bad);
		}
	}
	fclose(file);
	printf("note: %u programs, %u frames, none wrong; of the expressions %u of %u ways of "
	       "compares were gone, %u of %u of jumps; %u of %u wrong changes seen\n",
	       programs, runs, uop_gone, uop_ways, insn_gone, insn_ways, found, made);
	return uop_gone < uop_ways / 10 * 9 || found < made / 20 * 17;
}
