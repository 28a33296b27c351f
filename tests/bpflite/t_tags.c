// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_tags.c - what a program sees of a tag that its tap hides, and of a frame's packet type when frames
 * of a VLAN are somebody else's; what of that a lane cannot do, and says so
 *
 * Guards a filter that tells of a tag which the application never sees, or counts its bytes.
 */
#include <stdio.h>
#include <string.h>

#include "tests/bpflite/tb.h"

#define AD(x)	(0xfffff000u + (x))
#define RET_A	{ 0x16, 0, 0, 0 }
#define RET(k)	{ 0x06, 0, 0, k }
#define PTYPE	{ 0x20, 0, 0, AD(4) }
#define EQ(k)	{ 0x15, 0, 1, k }
#define LINUX	false
#define WIRE	true
#define UNSURE	(-1)
#define PRIORITY 0xf000		/* a tag of no VLAN */

/* The frame is of 64 bytes, each of them its number, but for its type, 0x0800, behind the tag. */
struct seen {
	const char *name;
	bool wire, otherhost;
	enum bpfl_vlan vlan;
	uint16_t tci;
	uint8_t ptype;
	int want;		/* bytes kept, of those without the tag */
	uint32_t path;		/* 0: any */
	enum bpfl_reason why;
	struct bpfl_insn insn[6];
};

#define HIDDEN	BPFL_VLAN_HIDDEN
#define SHOWN	BPFL_VLAN_UNKNOWN

/* Name; view, whether frames of a VLAN are somebody else's, what becomes of the tag; TCI, packet type;
 * bytes kept, path, why not exact; program */
static const struct seen cases[] = {
	{ "no tag", LINUX, 0, HIDDEN, 5, 0, 9, 1, 0, { { 0x30, 0, 0, AD(48) }, EQ(0), RET(9), RET(0) } },
	{ "no TCI", LINUX, 0, HIDDEN, 5, 0, 9, 1, 0, { { 0x20, 0, 0, AD(44) }, EQ(0), RET(9), RET(0) } },
	{ "no TPID", LINUX, 0, HIDDEN, 5, 0, 9, 1, 0, { { 0x20, 0, 0, AD(60) }, EQ(0), RET(9), RET(0) } },
	{ "its type", WIRE, 0, HIDDEN, 5, 0, 9, 1, 0, { { 0x28, 0, 0, 12 }, EQ(0x800), RET(9), RET(0) } },
	{ "type of a shown one", WIRE, 0, SHOWN, 5, 0, 9, 1, 0,
	  { { 0x28, 0, 0, 12 }, EQ(0x8100), RET(9), RET(0) } },
	{ "its length", WIRE, 0, HIDDEN, 5, 0, 9, 1, 0, { { 0x80, 0, 0, 0 }, EQ(64), RET(9), RET(0) } },
	{ "bytes kept", WIRE, 0, HIDDEN, 5, 0, 18, 1, 0, { RET(18) } },
	{ "bytes kept of a shown one", WIRE, 0, SHOWN, 5, 0, 14, 1, 0, { RET(18) } },
	{ "a negative offset", WIRE, 0, HIDDEN, 5, 0, 0, 1, 0, { { 0x30, 0, 0, 0xfff00000u }, RET(9) } },
	{ "the window's last byte", LINUX, 0, HIDDEN, 5, 0, 0, 1, 0, { { 0x30, 0, 0, 123 }, RET(9) } },
	{ "behind the window", LINUX, 0, HIDDEN, 5, 0, 0, 1, BPFL_WHY_REACH,
	  { { 0x30, 0, 0, 124 }, RET(9) } },
	{ "behind the window, wire", WIRE, 0, HIDDEN, 5, 0, 0, 1, BPFL_WHY_REACH,
	  { { 0x30, 0, 0, 124 }, RET(9) } },
	{ "an X that is small", WIRE, 0, HIDDEN, 5, 0, 18, 2, 0,
	  { { 0xb1, 0, 0, 20 }, { 0x50, 0, 0, 2 }, RET_A } },
	{ "X + offset does not wrap", WIRE, 0, HIDDEN, 5, 0, UNSURE, 0, BPFL_WHY_REACH_X,
	  { { 0x30, 0, 0, 40 }, { 0x07, 0, 0, 0 }, { 0x50, 0, 0, 0xfffffffeu }, RET_A } },
	{ "a shift by less than 32", WIRE, 0, HIDDEN, 5, 0, 40, 0, 0,
	  { { 0xb1, 0, 0, 30 }, { 0x87, 0, 0, 0 }, { 0x54, 0, 0, 1 }, { 0x07, 0, 0, 0 }, { 0x7c, 0, 0, 0 },
	    RET(40) } },
	{ "a shift by more", WIRE, 0, HIDDEN, 5, 0, UNSURE, 0, BPFL_WHY_SHIFT_X,
	  { { 0x30, 0, 0, 40 }, { 0x07, 0, 0, 0 }, { 0x7c, 0, 0, 0 }, RET_A } },
	{ "somebody else's", LINUX, 1, HIDDEN, 5, 0, 9, 2, 0, { PTYPE, EQ(3), RET(9), RET(0) } },
	{ "somebody else's broadcast", LINUX, 1, SHOWN, 0xf, 1, 3, 2, 0, { PTYPE, RET_A } },
	{ "ours, with a priority", LINUX, 1, HIDDEN, PRIORITY, 0, 9, 3, 0, { PTYPE, EQ(0), RET(9), RET(0) } },
	{ "ours, without a tag", LINUX, 1, BPFL_VLAN_NEVER, 0, 2, 2, 1, 0, { PTYPE, RET_A } },
	{ "another tap's", LINUX, 0, HIDDEN, 5, 2, 2, 1, 0, { PTYPE, RET_A } },
};

static void make_frame(struct tb_frame *f, const struct seen *c)
{
	uint32_t i, at = 0;

	memset(f, 0, sizeof(*f));
	for (i = 0; i < 64; i++) {
		if (i == 12 && c->tci) {
			memcpy(f->wire + at, "\x81\x00", 2);
			f->wire[at + 2] = (uint8_t)(c->tci >> 8);
			f->wire[at + 3] = (uint8_t)c->tci;
			at += 4;
		}
		f->wire[at++] = (uint8_t)(i == 12 ? 8 : i == 13 ? 0 : i);
	}
	f->lib.pkttype = c->ptype;
	tb_frame_set(f, at, c->tci);
}

static uint32_t one(const struct seen *c)
{
	static struct tb_frame f;
	static struct tb_prog p;
	struct bpfl_verdict v;
	int got;

	make_frame(&f, c);
	memcpy(p.insn, c->insn, sizeof(c->insn));
	for (p.n = 6; (p.insn[p.n - 1].code & 7) != 6; p.n--)
		;
	tb_target(&p.target, c->wire);
	p.target.vlan = c->vlan;
	p.target.vlan_otherhost = c->otherhost;
	if (!tb_translate(&p)) {
		printf("%s: refused\n", c->name);
		return 1;
	}
	v = tb_run(&p, &f, NULL, NULL);
	got = v.kind == BPFL_UNSURE ? UNSURE : v.kind == BPFL_DROP ? 0 : (int)v.keep;
	if (got == c->want && p.res.error.reason == c->why && (!c->path || p.res.path == c->path) &&
	    (p.res.mode == BPFL_EXACT) == !c->why && (got == UNSURE || tb_compare(&p, &f)))
		return 0;
	printf("%s: %d, not %d\n", c->name, got, c->want);
	tb_print(&p);
	return 1;
}

int main(void)
{
	uint32_t i, wrong = 0, n = sizeof(cases) / sizeof(cases[0]);

	for (i = 0; i < n; i++)
		wrong += one(&cases[i]);
	printf("note: %u cases\n", n);
	return !!wrong;
}
