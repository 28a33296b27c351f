// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_rtl.c [NEAR FAR] [CASES] - random programs, translated, in a lane of the RTL, on random frames and on
 * frames cut to each length
 *
 * Several programs are in the store at once, and each frame runs all of them, at line rate and faster. The
 * lane's bench compares each micro-operation and verdict with bpflite's simulator; here the verdict is
 * compared with what the program makes of the frame by the library's interpreter, by tests/bpflite/ref.c
 * and, with the two interfaces of kernel.sh, by the running kernel's filter on a packet socket. A case is one
 * program on one frame.
 */
#include <inttypes.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bpflite/tb_codes.h"
#include "tests/bpflite/tb_kernel.h"
#include "tests/rtl/lane_bench.h"

#define UNDERWAY 64u	/* frames between their making and their verdict, at most */
#define LENGTHS 256u
#define MORE 12u	/* frames of a round behind the one that is cut to every length */

enum fate { DROPPED, WHOLE, CUT, UNSURE, FATES };

static struct tb_prog progs[LANE_PROGS];
static struct ref refs[LANE_PROGS];
static uint32_t loaded, budget;
static bool same_tag; /* frames of the round have a tag all or none, and programs may know that */
static struct tb_frame base; /* the next frame, and how much of it */
static uint32_t next_len;
static bool whole; /* the frame that is cut is behind us */
static struct tb_frame frames[UNDERWAY];
static uint32_t kernel_keeps[UNDERWAY][LANE_PROGS];
static uint64_t made, judged_frames;
static struct tb_rand rand_;

static const char *near; /* NULL: no kernel is asked */
static int ifindex, socks[LANE_PROGS];

static uint64_t cases, programs, modes[3], fates[FATES], lengths[LENGTHS], most;
static struct tb_codes codes;

static uint32_t least_len(bool vlan)
{
	return near ? tb_net_least(vlan) : 14;
}

static void new_frame(void)
{
	if (near) {
		tb_net_frame(&base, &rand_);
		base.lib.ifindex = ifindex;
	} else {
		tb_random_frame(&base, &rand_);
	}
	next_len = base.lib.len;
}

/* Loads that a jump looks at, moved to the window's end or to what the card knows of the frame. */
static void spice(struct tb_prog *p)
{
	static const uint8_t data[] = { 0, 4, 8, 28, 32, 44, 48, 48, 48, 60 };
	uint32_t i;

	for (i = 0; i + 1 < p->n; i++) {
		struct bpfl_insn *f = &p->insn[i];

		if ((f->code & 0xe7) != 0x20 || (f[1].code & 7) != 5 || f[1].code == 5 || tb_rnd(&rand_, 3))
			continue;
		if (p->target.wire || tb_rnd(&rand_, 2)) {
			f->k = 123 + tb_rnd(&rand_, 7);
			continue;
		}
		f->k = 0xfffff000u + data[tb_rnd(&rand_, sizeof(data))];
		/* Against more than it can be, the comparison is none. */
		if (tb_rnd(&rand_, 2))
			f[1].k = tb_rnd(&rand_, 3);
	}
}

/* A program in the rest of the store and of the budget; false: it is full. */
static bool add_program(uint32_t *at, uint32_t *left, struct bpfl_uop *store, struct lane_prog *entry)
{
	struct tb_prog *p = &progs[loaded];

	tb_random_program(p, &rand_, tb_rnd(&rand_, 4) ? 24 : 90);
	tb_target(&p->target, !near && tb_rnd(&rand_, 2));
	if (!tb_rnd(&rand_, 3))
		spice(p);
	if (near)
		p->target.ifindex = (uint32_t)ifindex;
	if (same_tag && tb_rnd(&rand_, 2))
		p->target.vlan = base.lib.vlan ? BPFL_VLAN_ALWAYS : BPFL_VLAN_NEVER;
	else if (!near && !tb_rnd(&rand_, 5))
		p->target.vlan = BPFL_VLAN_HIDDEN;
	p->target.vlan_otherhost = !near && !tb_rnd(&rand_, 4);
	p->target.base = *at;
	p->target.store = tb_rnd(&rand_, 12) ? BPFL_STORE - *at : tb_rnd(&rand_, 3);
	if (p->target.store > BPFL_STORE - *at)
		p->target.store = BPFL_STORE - *at;
	p->target.budget = *left;
	if (!tb_translate(p)) {
		printf("refused\n");
		tb_print(p);
		return false;
	}
	/* What is not exact gets a share, so that it expires. */
	p->target.budget = p->res.mode == BPFL_EXACT ? p->res.path : 1 + tb_rnd(&rand_, *left);
	memcpy(store + *at, p->store, p->res.uops * sizeof(store[0]));
	*entry = (struct lane_prog){ (uint16_t)*at, (uint16_t)p->res.snap, (uint8_t)p->target.budget,
				     p->res.wire };
	*at += p->res.uops;
	*left -= p->target.budget;
	modes[p->res.mode]++;
	memset(refs[loaded].ways, 0, p->n);
	loaded++;
	return true;
}

static void account(void)
{
	uint32_t i;

	for (i = 0; i < loaded; i++)
		tb_codes_add(&codes, &progs[i], &refs[i]);
	programs += loaded;
	most = loaded > most ? loaded : most;
}

/* The kernel has the programs, too; sockets without one keep nothing. */
static void attach_all(void)
{
	static struct tb_prog none = { .insn = { { 0x06, 0, 0, 0 } }, .n = 1 };
	uint32_t i;

	for (i = 0; i < LANE_PROGS; i++) {
		int ret = tb_net_attach(&socks[i], i < loaded ? &progs[i] : &none);

		if (ret) {
			printf("the kernel refuses a program: %d\n", ret);
			tb_print(&progs[i]);
			exit(1);
		}
	}
}

static uint64_t load(uint64_t *rng, struct bpfl_uop *store, struct lane_prog *entries)
{
	uint32_t at = 0, left = budget;

	(void)rng;
	account();
	loaded = 0;
	same_tag = tb_rnd(&rand_, 2);
	whole = false;
	new_frame();
	while (loaded < LANE_PROGS && left && at < BPFL_STORE)
		if (!add_program(&at, &left, store, &entries[loaded]))
			exit(1);
	if (near)
		attach_all();
	return next_len - least_len(base.lib.vlan) + 1 + MORE;
}

/* Behind the last length of a frame: others, whole. */
static void next_frame(void)
{
	bool tag = base.lib.vlan;

	if (next_len-- > least_len(tag) && !whole)
		return;
	whole = true;
	do {
		new_frame();
	} while (same_tag && tag != (bool)base.lib.vlan);
}

/* The first frame, each time a byte shorter, with what is behind its end in the window; then others. */
static void job(uint64_t *rng, struct lane_job *j)
{
	struct tb_frame *f = &frames[made % UNDERWAY];
	uint32_t i;

	(void)rng;
	*f = base;
	tb_frame_set(f, next_len + (f->lib.vlan ? 4 : 0), f->lib.vlan);
	lengths[next_len]++;
	next_frame();
	if (near && !tb_net_send(f))
		exit(1);
	for (i = 0; near && i < loaded; i++)
		kernel_keeps[made % UNDERWAY][i] = tb_net_got(socks[i]);
	memcpy(j->window, f->wire, sizeof(j->window));
	j->frame = f->lane;
	j->frame.window = j->window;
	j->progs = (uint16_t)((1u << loaded) - 1);
	made++;
}

static enum fate fate(const struct bpfl_verdict *v, const struct tb_frame *f)
{
	if (v->kind == BPFL_UNSURE)
		return UNSURE;
	if (v->kind == BPFL_DROP)
		return DROPPED;
	return v->keep < f->lib.len ? CUT : WHOLE;
}

static int judged_one(uint32_t n, const struct tb_frame *f, const struct lane_event *event)
{
	struct bpfl_verdict v = { (enum bpfl_kind)event->kind, event->keep, 0 };
	const struct tb_prog *p = &progs[n];
	uint32_t want = tb_want(p, f), ref = ref_run(&refs[n], p, f), i;
	uint32_t kernel = near ? kernel_keeps[judged_frames % UNDERWAY][n] : want;

	cases++;
	fates[fate(&v, f)]++;
	if (event->prog == n && tb_right(p, f, &v, want) && !ref == !want && kernel == want)
		return 0;
	tb_print(p);
	for (i = 0; i < f->lib.len + (f->lib.vlan ? 4 : 0); i++)
		printf(" %02x", f->wire[i]);
	printf("\nframe of %u bytes, tag %u, type %u, hash 0x%x; program %u of %u: lane %u, %u bytes, "
	       "for program %u; interpreter %u bytes, reference 0x%x, kernel %u\n",
	       f->lib.len, f->lib.vlan, f->lib.pkttype, f->lib.hash, n, loaded, event->kind, event->keep,
	       event->prog, want, ref, kernel);
	return 1;
}

static int judged(const struct lane_job *j, const struct lane_event *event, uint32_t events)
{
	const struct tb_frame *f = &frames[judged_frames % UNDERWAY];
	uint32_t i;

	(void)j;
	if (events != loaded || made - judged_frames > UNDERWAY) {
		printf("verdicts of a frame: %u expected, actual %u\n", loaded, events);
		return 1;
	}
	for (i = 0; i < loaded; i++)
		if (judged_one(i, f, &event[i]))
			return 1;
	judged_frames++;
	return 0;
}

/* Of enum lane_seen: what the translator makes programs do. */
static bool wanted(uint32_t seen)
{
	switch (seen) {
	case SEEN_NEGATIVE:	/* such offsets are known before */
	case SEEN_NO_TURN:
	case SEEN_LATE_PROG:
	case SEEN_META + WEIR_UOP_META_RANDOM:
	case SEEN_META + 7:
		return false;
	case SEEN_VIEW + 2:
	case SEEN_VIEW + 3:
		return !near;
	}
	return true;
}

static int over(const uint64_t *seen, uint64_t n)
{
	static const char *const name[FATES] = { "dropped", "kept whole", "cut", "unsure" };
	bool all;
	uint32_t i;

	account();
	all = tb_codes_all(&codes, 10);
	for (i = 0; i < SEEN_N; i++)
		if (wanted(i) && !seen[i]) {
			printf("case %u of enum lane_seen never came\n", i);
			all = false;
		}
	for (i = 0; i < FATES; i++)
		if (fates[i] < cases / 100) {
			printf("%s: %" PRIu64 " times only\n", name[i], fates[i]);
			all = false;
		}
	/* The lengths around which a header ends, and the window. */
	for (i = least_len(false); i <= 150; i++)
		if (!lengths[i]) {
			printf("no frame of %u bytes\n", i);
			all = false;
		}
	for (i = 0; i < 3; i++)
		if (modes[i] < programs / 200) {
			printf("mode %u: %" PRIu64 " programs only\n", i, modes[i]);
			all = false;
		}
	printf("note: %" PRIu64 " cases in the RTL, %" PRIu64 " frames: %" PRIu64 " dropped, %" PRIu64
	       " kept whole, %" PRIu64 " cut, %" PRIu64 " unsure: as simulator, interpreters%s say\n",
	       cases, n, fates[0], fates[1], fates[2], fates[3], near ? " and kernel" : "");
	printf("note: %" PRIu64 " programs, up to %" PRIu64 " at once: %" PRIu64 " exact, %" PRIu64
	       " prefilters, %" PRIu64 " unsure of all\n",
	       programs, most, modes[0], modes[1], modes[2]);
	return !all;
}

int lane_main(uint32_t turns, int argc, char **argv)
{
	static const struct lane_source src = {
		.name = "t_rtl", .load = load, .job = job, .judged = judged, .over = over, .count = &cases,
		.line = true,
	};
	uint32_t i;

	budget = turns;
	rand_.s = tb_seed();
	if (argc > 2) {
		near = argv[1];
		ifindex = (int)if_nametoindex(near);
		tb_net_open(near, argv[2]);
		for (i = 0; i < LANE_PROGS; i++)
			socks[i] = tb_net_socket();
		argc -= 2;
		argv += 2;
	}
	return lane_bench_run(&src, budget, tb_count(argc > 1 ? argv[1] : NULL, 2000000), rand_.s | 1);
}
