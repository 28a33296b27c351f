// SPDX-License-Identifier: BSD-3-Clause
/*
 * tb_random.c - random programs of the shapes that compilers make, and frames that get far in them
 */
#include "tests/bpflite/tb.h"

#include <string.h>

struct maker {
	struct tb_prog *p;
	struct tb_rand *r;
	uint32_t most;
	uint32_t k[8];		/* constants of this program */
	uint32_t off[4];	/* places of this program */
	uint32_t cell[4];	/* cells of M of this program */
};

static const uint8_t common[] = { 0, 1, 2, 3, 4, 8, 0x45, 0x50, 0xff };

static uint32_t offset(struct maker *m)
{
	static const uint32_t odd[] = { 0xfffff000u - 4,
					0xfff00000u,
					0xfff00002u,
					0xffe00000u,
					0xffe0000cu,
					0xffd00000u,
					0x7fffffffu,
					0x80000000u,
					127,
					128,
					200,
					2047,
					2048,
					5000,
					0xfffffffeu };

	switch (tb_rnd(m->r, 12)) {
	case 0:
		return tb_rnd(m->r, 90);
	case 1:
		return tb_rnd(m->r, 4) ? tb_rnd(m->r, 40) : odd[tb_rnd(m->r, sizeof(odd) / sizeof(odd[0]))];
	case 2:
		return tb_rnd(m->r, 140);
	}
	return m->off[tb_rnd(m->r, 4)];
}

static uint32_t constant(struct maker *m)
{
	uint32_t k = m->k[tb_rnd(m->r, 8)];

	switch (tb_rnd(m->r, 10)) {
	case 0:
		return tb_rnd(m->r, 64);
	case 1:
		return common[tb_rnd(m->r, sizeof(common))];
	case 2:
		return k + tb_rnd(m->r, 3) - 1;
	case 3:
		return tb_rnd(m->r, 0x7fffffff) * 2 + tb_rnd(m->r, 2);
	case 4:
		return 0xffffffffu << tb_rnd(m->r, 32);
	case 5:
		return 0xffffffffu >> tb_rnd(m->r, 32);
	}
	return k;
}

static void put(struct maker *m, uint32_t code, uint32_t k)
{
	struct tb_prog *p = m->p;

	if (p->n < m->most)
		p->insn[p->n++] = (struct bpfl_insn){ (uint16_t)code, 0, 0, k };
}

static uint32_t size(struct maker *m)
{
	return tb_rnd(m->r, 3) << 3;
}

/* Few, so that what is stored is loaded again. */
static uint32_t cell(struct maker *m)
{
	return tb_rnd(m->r, 16) ? m->cell[tb_rnd(m->r, 4)] : tb_rnd(m->r, 16);
}

/* A load, and tests of it one after the other that lead to one or two places. */
static void put_chain(struct maker *m)
{
	static const uint8_t tests[] = { 0x15, 0x15, 0x15, 0x15, 0x25, 0x35 };
	uint32_t n = 1 + tb_rnd(m->r, tb_rnd(m->r, 6) ? 5 : 30), goal = tb_rnd(m->r, 3) * n, bits = size(m);

	if (tb_rnd(m->r, 4))
		put(m, 0x20 | bits, offset(m));
	else
		put(m, 0x40 | bits, tb_rnd(m->r, 20));
	if (!tb_rnd(m->r, 4))
		put(m, 0x54, constant(m));
	if (!tb_rnd(m->r, 8))
		put(m, 0x74, tb_rnd(m->r, 9));
	while (n--) {
		uint8_t test = tests[tb_rnd(m->r, sizeof(tests))];
		uint32_t at = m->p->n;

		put(m, test, constant(m));
		if (at < m->p->n) {
			bool turned = test != 0x15 && tb_rnd(m->r, 2);

			m->p->insn[at].jt = (uint8_t)(turned ? 0 : n + goal);
			m->p->insn[at].jf = (uint8_t)(turned ? n + goal : 0);
		}
		if (!tb_rnd(m->r, 3))
			put(m, 0x20 | size(m), offset(m));
	}
}

static void put_alu(struct maker *m)
{
	static const uint8_t ops[] = { 0x04, 0x14, 0x24, 0x34, 0x44, 0x54, 0x54,
				       0x54, 0x64, 0x74, 0x84, 0x94, 0xa4 };
	uint8_t op = ops[tb_rnd(m->r, sizeof(ops))];
	uint32_t k = constant(m);

	if (op == 0x84)
		return put(m, op, 0);
	if (!tb_rnd(m->r, 3) && (op != 0x34 || !tb_rnd(m->r, 3)) && (op != 0x94 || !tb_rnd(m->r, 3)))
		return put(m, op | 8, 0);
	if (op == 0x64 || op == 0x74)
		k %= tb_rnd(m->r, 3) ? 9 : 32;
	put(m, op, (op == 0x34 || op == 0x94) && !k ? 3 : k);
}

static void put_load(struct maker *m)
{
	static const uint8_t ad[] = { 0, 4, 8, 20, 28, 32, 40, 40, 44, 48, 60 };

	switch (tb_rnd(m->r, 10)) {
	case 0:
		return put(m, 0x20 | size(m), 0xfffff000u + ad[tb_rnd(m->r, sizeof(ad))]);
	case 1:
		return put(m, tb_rnd(m->r, 2), constant(m));
	case 2:
		return put(m, 0x80 | tb_rnd(m->r, 2), 0);
	case 3:
		return put(m, 0x60 | tb_rnd(m->r, 2), cell(m));
	case 4:
		return put(m, 0xb1, tb_rnd(m->r, 3) ? 14 : offset(m));
	case 5:
	case 6:
		return put(m, 0x40 | size(m), tb_rnd(m->r, 6) ? tb_rnd(m->r, 30) : constant(m));
	}
	put(m, 0x20 | size(m), offset(m));
}

static void put_any(struct maker *m)
{
	static const uint8_t jumps[] = { 0x05, 0x15, 0x1d, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x45, 0x4d };

	switch (tb_rnd(m->r, 13)) {
	case 0:
	case 1:
		return put_chain(m);
	case 2:
	case 3:
	case 4:
		return put_load(m);
	case 5:
	case 9:
		return put(m, 2 + tb_rnd(m->r, 2), cell(m));
	case 10:
		return put(m, 0x60 | tb_rnd(m->r, 2), cell(m));
	case 6:
		return put(m, tb_rnd(m->r, 2) ? 0x07 : 0x87, 0);
	case 7:
		put(m, jumps[tb_rnd(m->r, sizeof(jumps))], constant(m));
		m->p->insn[m->p->n - 1].jt = (uint8_t)tb_rnd(m->r, 8);
		m->p->insn[m->p->n - 1].jf = (uint8_t)tb_rnd(m->r, 8);
		if (m->p->insn[m->p->n - 1].code == 0x05)
			m->p->insn[m->p->n - 1].k = tb_rnd(m->r, 8);
		return;
	case 8:
		if (!tb_rnd(m->r, 3))
			return put(m, tb_rnd(m->r, 3) ? 0x06 : 0x16, tb_rnd(m->r, 2) ? tb_rnd(m->r, 200) : 0);
		/* fall through */
	default:
		put_alu(m);
	}
}

/* What is not valid yet is made a harmless instruction, or a return. */
static void repair(struct maker *m)
{
	struct bpfl_error err;
	struct tb_prog *p = m->p;

	while (bpfl_check(p->insn, p->n, &p->work, &err)) {
		struct bpfl_insn *f = &p->insn[err.insn];

		if (err.reason == BPFL_WHY_JUMP && f->code != 0x05 && (f->jt || f->jf)) {
			f->jt /= 2;
			f->jf /= 2;
		} else if (err.reason == BPFL_WHY_UNWRITTEN) {
			*f = (struct bpfl_insn){ f->code & 1 ? 0x01 : 0x30, 0, 0, f->code & 1 ? 6 : 13 };
		} else {
			*f = (struct bpfl_insn){ 0x06, 0, 0, tb_rnd(m->r, 2) ? 96 : 0 };
		}
	}
}

void tb_random_program(struct tb_prog *p, struct tb_rand *r, uint32_t most)
{
	static const uint32_t keep[] = { 0, 0, 96, 262144, 65535, 65534, 13, 16, 17, 40 };
	struct maker m = { .p = p, .r = r, .most = 1 + tb_rnd(r, most) };
	uint32_t i;

	for (i = 0; i < 8; i++)
		m.k[i] = tb_rnd(r, 2) ? common[tb_rnd(r, sizeof(common))] :
			 (uint32_t)common[tb_rnd(r, 9)] << 8 | common[tb_rnd(r, 9)];
	for (i = 0; i < 4; i++)
		m.off[i] = tb_rnd(r, 64);
	/* Most often those that compilers take first */
	for (i = 0; i < 4; i++)
		m.cell[i] = tb_rnd(r, 2) ? tb_rnd(r, 4) : tb_rnd(r, 16);
	p->n = 0;
	if (tb_rnd(r, 2)) {
		put(&m, 0x30, tb_rnd(r, 20));
		put(&m, 0x02, cell(&m));
		put(&m, 0xb1, 14);
		put(&m, 0x03, cell(&m));
	}
	while (p->n < m.most)
		put_any(&m);
	/* Returns to jump to */
	for (i = 0; i < 1 + tb_rnd(r, 12); i++)
		p->insn[p->n++] = (struct bpfl_insn){ tb_rnd(r, 12) ? 0x06 : 0x16, 0, 0,
						      keep[tb_rnd(r, sizeof(keep) / sizeof(keep[0]))] };
	p->insn[p->n++] = (struct bpfl_insn){ 0x06, 0, 0, keep[tb_rnd(r, sizeof(keep) / sizeof(keep[0]))] };
	repair(&m);
}

void tb_random_frame(struct tb_frame *f, struct tb_rand *r)
{
	bool vlan = !tb_rnd(r, 3);
	uint32_t len = (vlan ? 18 : 14) + tb_rnd(r, tb_rnd(r, 3) ? 70 : 180), i;

	for (i = 0; i < len; i++)
		f->wire[i] = tb_rnd(r, 8) ? common[tb_rnd(r, sizeof(common))] : (uint8_t)tb_rnd(r, 256);
	/* A tag of no VLAN, with a priority alone */
	if (vlan && !tb_rnd(r, 4)) {
		f->wire[14] = (uint8_t)(tb_rnd(r, 16) << 4);
		f->wire[15] = 0;
	}
	f->lib.pkttype = (uint8_t)tb_rnd(r, 5);
	f->lib.hash = tb_rnd(r, 2) ? tb_rnd(r, 5) : tb_rnd(r, 0x7fffffff);
	f->lib.ifindex = 7;
	tb_frame_set(f, len, vlan);
}
