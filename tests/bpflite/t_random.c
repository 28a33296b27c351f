// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_random.c [CASES] - random programs, translated and run by the lane's simulator, say of random frames
 * what the interpreter of classic BPF says, in both views, whatever is known or shown of tags
 */
#include <stdio.h>
#include <string.h>

#include "tests/bpflite/tb.h"

#define FRAMES 12u

/* A translation for one place, moved to another, is that for the other. */
static bool moves(const struct tb_prog *p)
{
	static struct tb_prog q;

	q = *p;
	q.target.base = 0;
	if (!tb_translate(&q))
		return false;
	bpfl_relocate(q.store, q.res.uops, p->target.base);
	return q.res.uops == p->res.uops && !memcmp(q.store, p->store, q.res.uops * sizeof(q.store[0]));
}

int main(int argc, char **argv)
{
	static struct tb_prog p;
	static struct tb_frame f;
	struct tb_rand r = { tb_seed() };
	uint32_t cases, all = tb_count(argc > 1 ? argv[1] : NULL, 2000000), kept = 0, unsure = 0,
			exact = 0, programs = 0, i;

	for (cases = 0; cases < all; cases += FRAMES) {
		tb_random_program(&p, &r, tb_rnd(&r, 4) ? 24 : tb_rnd(&r, 8) ? 90 : 600);
		tb_target(&p.target, tb_rnd(&r, 2));
		p.target.base = tb_rnd(&r, 3) ? 0 : tb_rnd(&r, 64);
		p.target.vlan = tb_rnd(&r, 3) ? BPFL_VLAN_UNKNOWN : 1 + tb_rnd(&r, 3);
		p.target.vlan_otherhost = tb_rnd(&r, 2);
		p.target.store = tb_rnd(&r, 6) ? BPFL_STORE - 64 : tb_rnd(&r, 30);
		p.target.budget = tb_rnd(&r, 4) ? TB_BUDGET : tb_rnd(&r, 8);
		if (!tb_translate(&p) || p.res.uops > (p.target.store ? p.target.store : 1)) {
			printf("refused, or more than there is space for\n");
			tb_print(&p);
			return 1;
		}
		if (p.target.base && !moves(&p)) {
			printf("another translation for another place\n");
			tb_print(&p);
			return 1;
		}
		programs++;
		exact += p.res.mode == BPFL_EXACT;
		for (i = 0; i < FRAMES; i++) {
			struct bpfl_verdict v;

			do {
				tb_random_frame(&f, &r);
			} while (p.target.vlan == (f.lib.vlan ? BPFL_VLAN_NEVER : BPFL_VLAN_ALWAYS));
			if (!tb_compare(&p, &f))
				return 1;
			v = tb_run(&p, &f, NULL, NULL);
			kept += v.kind == BPFL_KEEP;
			unsure += v.kind == BPFL_UNSURE;
		}
	}
	printf("note: %u programs, %u of them exact; %u frames, %u kept, %u unsure: all as the "
	       "interpreter says\n",
	       programs, exact, cases, kept, unsure);
	return exact < programs / 3 || kept < cases / 20;
}
