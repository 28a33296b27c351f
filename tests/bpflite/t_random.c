// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_random.c [CASES] - random programs, translated and run by the lane's simulator, say of random frames, or
 * of one cut to each length, what the interpreters of classic BPF say, in both views, whatever is known or
 * shown of tags
 */
#include <stdio.h>
#include <string.h>

#include "tests/bpflite/tb_codes.h"

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

static struct tb_prog p;
static struct tb_frame f;
static struct tb_codes codes;
static struct ref ref;
static uint64_t cases, kept, unsure, lengths[256];

static void random_frame(struct tb_rand *r)
{
	do {
		tb_random_frame(&f, r);
	} while (p.target.vlan == (f.lib.vlan ? BPFL_VLAN_NEVER : BPFL_VLAN_ALWAYS));
}

static bool one_case(void)
{
	struct bpfl_verdict v;

	if (!tb_compare(&p, &f))
		return false;
	if (!ref_run(&ref, &p, &f) != !tb_want(&p, &f)) {
		tb_print(&p);
		printf("the interpreters do not agree on a frame of %u bytes\n", f.lib.len);
		return false;
	}
	v = tb_run(&p, &f, NULL, NULL);
	kept += v.kind == BPFL_KEEP;
	unsure += v.kind == BPFL_UNSURE;
	lengths[f.lib.len]++;
	cases++;
	return true;
}

/* Random frames; or a frame at all its lengths. */
static bool frames(struct tb_rand *r)
{
	bool each = !tb_rnd(r, 8), vlan;
	uint32_t i, len;

	memset(ref.ways, 0, p.n);
	for (i = 0; i < FRAMES && !each; i++) {
		random_frame(r);
		if (!one_case())
			return false;
	}
	random_frame(r);
	vlan = f.lib.vlan;
	for (len = f.lib.len; len >= 14 && each; len--) {
		tb_frame_set(&f, len + (vlan ? 4 : 0), vlan);
		if (!one_case())
			return false;
	}
	tb_codes_add(&codes, &p, &ref);
	return true;
}

static bool every_length(void)
{
	uint32_t i;

	for (i = 14; i <= 150; i++)
		if (!lengths[i]) {
			printf("no frame of %u bytes\n", i);
			return false;
		}
	return true;
}

int main(int argc, char **argv)
{
	struct tb_rand r = { tb_seed() };
	uint64_t all = tb_count(argc > 1 ? argv[1] : NULL, 2000000), exact = 0, programs = 0;

	while (cases < all) {
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
		if (!frames(&r))
			return 1;
	}
	printf("note: %llu programs, %llu of them exact; %llu cases, %llu kept, %llu unsure: all as the "
	       "interpreters say\n",
	       (unsigned long long)programs, (unsigned long long)exact, (unsigned long long)cases,
	       (unsigned long long)kept, (unsigned long long)unsure);
	return !tb_codes_all(&codes, 10) || !every_length() || exact < programs / 3 || kept < cases / 20 ||
	       !unsure || kept + unsure > cases / 10 * 9;
}
