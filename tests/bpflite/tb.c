// SPDX-License-Identifier: BSD-3-Clause
/*
 * tb.c - frames for program and lane, and the comparison of the two
 */
#include "tests/bpflite/tb.h"

#include <linux/if_packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TAG_AT 12u
#define TAG_LEN 4u

void tb_frame_set(struct tb_frame *f, uint32_t len, bool vlan)
{
	uint32_t bare = len - (vlan ? TAG_LEN : 0);

	memcpy(f->bare, f->wire, TAG_AT);
	memcpy(f->bare + TAG_AT, f->wire + TAG_AT + (vlan ? TAG_LEN : 0), bare > TAG_AT ? bare - TAG_AT : 0);
	f->lib.data = f->bare;
	f->lib.caplen = f->lib.len = bare;
	f->lib.vlan = vlan;
	f->lib.vlan_tpid = vlan ? (uint16_t)(f->wire[12] << 8 | f->wire[13]) : 0;
	f->lib.vlan_tci = vlan ? (uint16_t)(f->wire[14] << 8 | f->wire[15]) : 0;
	f->lib.protocol = (uint16_t)(f->bare[12] << 8 | f->bare[13]);
	if (f->lib.protocol < 1536)
		f->lib.protocol = f->bare[14] == 0xff && f->bare[15] == 0xff ? 1 : 4;
	f->lane = (struct bpfl_frame){
		.window = f->wire, .len = bare, .vlan = vlan, .tci = f->lib.vlan_tci,
		.tpid = f->lib.vlan_tpid, .proto = f->lib.protocol, .ptype = f->lib.pkttype,
		.hash = f->lib.hash, .random = 4,
	};
}

void tb_target(struct bpfl_target *t, bool wire)
{
	*t = (struct bpfl_target){
		.wire = wire, .ifindex = 7, .hatype = 1, .store = BPFL_STORE, .budget = TB_BUDGET,
		.window = BPFL_WINDOW,
	};
}

bool tb_translate(struct tb_prog *p)
{
	return !bpfl_translate(p->insn, p->n, &p->target, p->store, &p->res, &p->work);
}

struct bpfl_verdict tb_run(const struct tb_prog *p, const struct tb_frame *f, bpfl_trace *trace, void *ctx)
{
	struct bpfl_run run = { .start = p->target.base, .slots = p->target.budget, .snap = p->res.snap,
				.wire = p->res.wire };
	struct bpfl_uop moved[BPFL_STORE];

	if (!p->target.base)
		return bpfl_run(p->store, &run, &f->lane, trace, ctx);
	memset(moved, 0xff, sizeof(moved));
	memcpy(moved + p->target.base, p->store, p->res.uops * sizeof(moved[0]));
	return bpfl_run(moved, &run, &f->lane, trace, ctx);
}

struct weir_frame tb_seen(const struct tb_prog *p, const struct tb_frame *f)
{
	struct weir_frame seen = f->lib;

	if (p->target.vlan_otherhost && seen.vlan && seen.vlan_tci & 0xfff)
		seen.pkttype = PACKET_OTHERHOST;
	if (p->target.vlan == BPFL_VLAN_HIDDEN) {
		seen.vlan = 0;
		seen.vlan_tci = seen.vlan_tpid = 0;
	}
	return seen;
}

uint32_t tb_want(const struct tb_prog *p, const struct tb_frame *f)
{
	bool wire = p->target.wire;
	struct weir_frame seen = tb_seen(p, f);
	uint32_t keep = cbpf_run((const struct sock_filter *)p->insn, &seen,
				 wire ? WEIR_VIEW_WIRE : WEIR_VIEW_LINUX);

	/* The value counts bytes of the view. */
	if (wire && seen.vlan && keep > TAG_AT)
		keep = keep > TAG_AT + TAG_LEN ? keep - TAG_LEN : TAG_AT;
	return keep < f->lib.len ? keep : f->lib.len;
}

bool tb_right(const struct tb_prog *p, const struct tb_frame *f, const struct bpfl_verdict *v, uint32_t want)
{
	switch (v->kind) {
	case BPFL_UNSURE:
		return p->res.mode != BPFL_EXACT;
	case BPFL_DROP:
		return !want;
	default:
		return want && (v->keep < f->lib.len ? v->keep : f->lib.len) == want;
	}
}

void tb_print(const struct tb_prog *p)
{
	char text[200];
	uint32_t i;

	printf("%s view, vlan %d%s, mode %d (%u: %s), path %u of %u, reach %u, snap %u\n",
	       p->target.wire ? "wire" : "linux", p->target.vlan,
	       p->target.vlan_otherhost ? " and somebody else's" : "", p->res.mode, p->res.error.insn,
	       bpfl_reason_text(p->res.error.reason), p->res.path, p->target.budget, p->res.reach,
	       p->res.snap);
	for (i = 0; i < p->n; i++)
		printf("{ 0x%02x, %u, %u, 0x%x }, // %u\n", p->insn[i].code, p->insn[i].jt, p->insn[i].jf,
		       p->insn[i].k, i);
	for (i = 0; i < p->res.uops; i++) {
		bpfl_uop_text(text, sizeof(text), &p->store[i]);
		printf("%4u  %s\n", p->target.base + i, text);
	}
}

static void print_step(void *ctx, const struct bpfl_step *s)
{
	static const char *const ends[] = { [BPFL_RAN] = "", [BPFL_FAILED] = ", failed",
					    [BPFL_OUTSIDE] = ", outside" };

	(void)ctx;
	printf("  at %u%s: V 0x%x, R 0x%x, to 0x%x\n", s->pc, ends[s->end], s->v, s->r, s->target);
}

bool tb_compare(const struct tb_prog *p, const struct tb_frame *f)
{
	struct bpfl_verdict v = tb_run(p, f, NULL, NULL);
	uint32_t want = tb_want(p, f), i;

	if (tb_right(p, f, &v, want) && (p->res.mode == BPFL_PREFILTER || v.slots <= p->res.path))
		return true;
	tb_print(p);
	printf("frame of %u bytes%s:", f->lib.len, f->lib.vlan ? " and a tag" : "");
	for (i = 0; i < f->lib.len + (f->lib.vlan ? TAG_LEN : 0); i++)
		printf(" %02x", f->wire[i]);
	tb_run(p, f, print_step, NULL);
	printf("\nprogram keeps %u, lane says %s, %u bytes, after %u\n", want,
	       v.kind == BPFL_DROP ? "drop" : v.kind == BPFL_KEEP ? "keep" : "unsure", v.keep, v.slots);
	return false;
}

uint32_t tb_rnd(struct tb_rand *r, uint32_t n)
{
	r->s = r->s * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)((r->s >> 33) * (uint64_t)n >> 31);
}

uint64_t tb_seed(void)
{
	const char *text = getenv("SEED");
	uint64_t seed = text ? strtoull(text, NULL, 0) : (uint64_t)time(NULL);

	printf("seed %llu\n", (unsigned long long)seed);
	return seed;
}

uint32_t tb_count(const char *arg, uint32_t usual)
{
	return arg ? (uint32_t)strtoul(arg, NULL, 0) : usual;
}
