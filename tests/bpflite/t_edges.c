// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_edges.c - the edges of classic BPF, each by its name: what a lane says of a frame after translation,
 * in the view told
 *
 * Each is a mistake that a filter in hardware has made somewhere: stale X, bounds that are not checked, a
 * division that is not caught, M that is not cleared, a shift of 32.
 */
#include <stdio.h>
#include <string.h>

#include "tests/bpflite/tb.h"

#define LINUX	1
#define WIRE	2
#define BOTH	3
#define ANY_A	(-1)		/* RET A, of another value than 0 */
#define UNKNOWN	(-2)		/* the host must say */
#define AD(x)	(0xfffff000u + (x))
#define NET(x)	(0xfff00000u + (x))
#define LL(x)	(0xffe00000u + (x))

/* The frame is 64 bytes, each of them its number, but for byte 14, 0x45, and byte 13, 0. With a tag of
 * 0x2005 where told. */
struct edge {
	const char *name;
	int views;
	bool vlan;
	int want;		/* bytes kept of 64, 0 for drop */
	struct bpfl_insn insn[10];
};

#define RET_A	{ 0x16, 0, 0, 0 }
#define RET(k)	{ 0x06, 0, 0, k }
#define LD(k)	{ 0x00, 0, 0, k }
#define LDX(k)	{ 0x01, 0, 0, k }

static const struct edge edges[] = {
	{ "division by X of 0 drops", BOTH, false, 0, { LD(9), { 0x3c, 0, 0, 0 }, RET(9) } },
	{ "division by X that a load gives",
	  BOTH,
	  false,
	  UNKNOWN,
	  { { 0xb1, 0, 0, 14 }, LD(40), { 0x3c, 0, 0, 0 }, RET_A } },
	{ "division by a constant X", BOTH, false, 13, { LD(40), LDX(3), { 0x3c, 0, 0, 0 }, RET_A } },
	{ "remainder by a constant", BOTH, false, 5, { { 0x30, 0, 0, 40 }, { 0x94, 0, 0, 7 }, RET_A } },
	{ "quotient of a word",
	  BOTH,
	  false,
	  0x292a2b2c / 1000003,
	  { { 0x20, 0, 0, 41 }, { 0x34, 0, 0, 1000003 }, { 0x34, 0, 0, 12 }, { 0x24, 0, 0, 12 }, RET_A } },
	{ "remainder of a word by a divisor of 33 bits' multiplier",
	  BOTH,
	  false,
	  0x292a2b2c % 7 + 20,
	  { { 0x20, 0, 0, 41 }, { 0x94, 0, 0, 7 }, { 0x04, 0, 0, 20 }, RET_A } },
	{ "shift by 33 from X, linux", LINUX, false, 32, { LD(16), LDX(33), { 0x6c, 0, 0, 0 }, RET_A } },
	{ "shift by 33 from X, wire", WIRE, false, 0, { LD(16), LDX(33), { 0x6c, 0, 0, 0 }, RET_A } },
	{ "shift right by a loaded 40, linux",
	  LINUX,
	  false,
	  4,
	  { { 0x30, 0, 0, 40 }, { 0x07, 0, 0, 0 }, LD(0x400), { 0x7c, 0, 0, 0 }, RET_A } },
	{ "shift right by a loaded 40, wire",
	  WIRE,
	  false,
	  0,
	  { { 0x30, 0, 0, 40 }, { 0x07, 0, 0, 0 }, LD(0x400), { 0x7c, 0, 0, 0 }, RET_A } },
	{ "X + offset wraps to a byte, linux",
	  LINUX,
	  false,
	  38,
	  { { 0x30, 0, 0, 40 }, { 0x07, 0, 0, 0 }, { 0x50, 0, 0, 0xfffffffeu }, RET_A } },
	{ "X + offset does not wrap, wire",
	  WIRE,
	  false,
	  0,
	  { { 0x30, 0, 0, 40 }, { 0x07, 0, 0, 0 }, { 0x50, 0, 0, 0xfffffffeu }, RET_A } },
	{ "X + offset stays negative", BOTH, false, 0, { LDX(1), { 0x50, 0, 0, 0xfffffff0u }, RET(9) } },
	{ "network offset, linux", LINUX, false, 20, { { 0x30, 0, 0, NET(6) }, RET_A } },
	{ "network offset, wire", WIRE, false, 0, { { 0x30, 0, 0, NET(6) }, RET_A } },
	{ "network offset behind a tag, linux", LINUX, true, 20, { { 0x30, 0, 0, NET(6) }, RET_A } },
	{ "network offset from X, linux",
	  LINUX,
	  false,
	  30,
	  { { 0x30, 0, 0, 16 }, { 0x07, 0, 0, 0 }, { 0x50, 0, 0, NET(0) }, RET_A } },
	{ "link offset, linux", LINUX, false, 20, { { 0x30, 0, 0, LL(20) }, RET_A } },
	{ "link offset, halfword at the end, linux", LINUX, false, 0, { { 0x28, 0, 0, LL(63) }, RET(9) } },
	{ "below the link offsets", BOTH, false, 0, { { 0x30, 0, 0, LL(-1) }, RET(9) } },
	{ "MSH at a network offset, linux",
	  LINUX,
	  false,
	  20,
	  { { 0xb1, 0, 0, NET(0) }, { 0x87, 0, 0, 0 }, RET_A } },
	{ "ancillary byte: tag is there", LINUX, true, 1, { { 0x30, 0, 0, AD(48) }, RET_A } },
	{ "ancillary halfword: TCI",
	  LINUX,
	  true,
	  0x2005 & 63,
	  { { 0x28, 0, 0, AD(44) }, { 0x54, 0, 0, 63 }, RET_A } },
	{ "ancillary word: TCI",
	  LINUX,
	  true,
	  0x2005 & 63,
	  { { 0x20, 0, 0, AD(44) }, { 0x54, 0, 0, 63 }, RET_A } },
	{ "ancillary word: TPID",
	  LINUX,
	  true,
	  60,
	  { { 0x20, 0, 0, AD(60) }, { 0x15, 0, 1, 0x8100 }, RET(60), RET(0) } },
	{ "ancillary: no tag",
	  LINUX,
	  false,
	  9,
	  { { 0x30, 0, 0, AD(48) }, { 0x15, 0, 1, 0 }, RET(9), RET(0) } },
	{ "ancillary in the wire view", WIRE, true, 0, { { 0x30, 0, 0, AD(48) }, RET(9) } },
	{ "interface number", LINUX, false, 7, { { 0x20, 0, 0, AD(8) }, RET_A } },
	{ "hardware type, mark, queue",
	  LINUX,
	  false,
	  1,
	  { { 0x20, 0, 0, AD(20) },
	    { 0x07, 0, 0, 0 },
	    { 0x20, 0, 0, AD(24) },
	    { 0x0c, 0, 0, 0 },
	    { 0x07, 0, 0, 0 },
	    { 0x20, 0, 0, AD(28) },
	    { 0x0c, 0, 0, 0 },
	    RET_A } },
	{ "A ^= X is no load",
	  LINUX,
	  false,
	  22,
	  { { 0x30, 0, 0, 16 }, LDX(6), { 0x20, 0, 0, AD(40) }, RET_A } },
	{ "CPU is the host's", LINUX, false, UNKNOWN, { { 0x20, 0, 0, AD(36) }, RET(9) } },
	{ "netlink attribute is the host's", LINUX, false, UNKNOWN, { { 0x20, 0, 0, AD(12) }, RET(9) } },
	{ "payload offset is the host's", LINUX, false, UNKNOWN, { { 0x20, 0, 0, AD(52) }, RET(9) } },
	{ "random number, the same for both tests",
	  LINUX,
	  false,
	  9,
	  { { 0x20, 0, 0, AD(56) }, { 0x15, 0, 1, 4 }, RET(9), RET(0) } },
	{ "MSH, and A is kept",
	  BOTH,
	  false,
	  30,
	  { LD(10), { 0xb1, 0, 0, 14 }, { 0x0c, 0, 0, 0 }, RET_A } },
	{ "MSH behind the end", BOTH, false, 0, { { 0xb1, 0, 0, 64 }, RET(9) } },
	{ "RET A of 0", BOTH, false, 0, { { 0x30, 0, 0, 0 }, RET_A } },
	{ "RET A of a word", BOTH, false, 64, { { 0x20, 0, 0, 40 }, RET_A } },
	{ "A and X are 0 at first", BOTH, false, 12, { { 0x0c, 0, 0, 0 }, { 0x04, 0, 0, 12 }, RET_A } },
	{ "X right after LDX",
	  BOTH,
	  false,
	  17,
	  { LD(0), LDX(7), { 0x0c, 0, 0, 0 }, { 0x04, 0, 0, 10 }, RET_A } },
	{ "jump by X right after LDX from a cell",
	  BOTH,
	  false,
	  9,
	  { { 0x30, 0, 0, 5 },
	    { 0x02, 0, 0, 3 },
	    { 0x61, 0, 0, 3 },
	    { 0x30, 0, 0, 5 },
	    { 0x1d, 0, 1, 0 },
	    RET(9),
	    RET(0) } },
	{ "load by X right after TAX",
	  BOTH,
	  false,
	  21,
	  { { 0x30, 0, 0, 20 }, { 0x07, 0, 0, 0 }, { 0x50, 0, 0, 1 }, RET_A } },
	{ "NEG is 0 - A", BOTH, false, 5, { LD(0xfffffffbu), { 0x84, 0, 0, 0 }, RET_A } },
	{ "NEG of a load",
	  BOTH,
	  false,
	  9,
	  { { 0x30, 0, 0, 20 }, { 0x84, 0, 0, 0 }, { 0x15, 0, 1, -20u }, RET(9), RET(0) } },
	{ "MUL keeps 32 bits", BOTH, false, 0, { { 0x30, 0, 0, 16 }, { 0x24, 0, 0, 0x10000000 }, RET_A } },
	{ "JGT is unsigned",
	  BOTH,
	  false,
	  9,
	  { { 0x20, 0, 0, 20 }, { 0x84, 0, 0, 0 }, { 0x25, 0, 1, 1 }, RET(9), RET(0) } },
	{ "JA over a return", BOTH, false, 9, { { 0x05, 0, 0, 1 }, RET(0), RET(9) } },
	{ "LEN", BOTH, false, 64, { { 0x80, 0, 0, 0 }, RET_A } },
	{ "LEN in X, tagged",
	  WIRE,
	  true,
	  12,
	  { { 0x81, 0, 0, 0 }, { 0x87, 0, 0, 0 }, { 0x15, 0, 1, 68 }, RET(13), RET(0) } },
	{ "LEN in X, tag lifted",
	  LINUX,
	  true,
	  13,
	  { { 0x81, 0, 0, 0 }, { 0x87, 0, 0, 0 }, { 0x15, 0, 1, 64 }, RET(13), RET(0) } },
	{ "keep 16 of the wire is 12 stored", WIRE, true, 12, { RET(16) } },
	{ "keep 20 of the wire is 16 stored", WIRE, true, 16, { RET(20) } },
	{ "last byte", BOTH, false, 63, { { 0x30, 0, 0, 63 }, RET_A } },
	{ "word across the end", BOTH, false, 0, { { 0x20, 0, 0, 61 }, RET(9) } },
	{ "a load that fails behind a test that accepts",
	  BOTH,
	  false,
	  9,
	  { { 0x30, 0, 0, 5 }, { 0x15, 1, 0, 5 }, { 0x30, 0, 0, 100 }, RET(9) } },
	{ "a load that fails before a test that accepts",
	  BOTH,
	  false,
	  0,
	  { { 0x30, 0, 0, 100 }, { 0x30, 0, 0, 5 }, { 0x15, 0, 1, 5 }, RET(9), RET(9) } },
	{ "a load that nobody wants fails", BOTH, false, 0, { { 0x20, 0, 0, 200 }, LD(1), RET(9) } },
	{ "a cell is written between its load and the test",
	  BOTH,
	  false,
	  9,
	  { { 0x30, 0, 0, 5 },
	    { 0x02, 0, 0, 0 },
	    { 0xb1, 0, 0, 6 },
	    { 0x60, 0, 0, 0 },
	    { 0x03, 0, 0, 0 },
	    { 0x15, 0, 1, 5 },
	    RET(9),
	    RET(0) } },
	{ "a test that drops comes before one of another byte",
	  BOTH,
	  false,
	  0,
	  { { 0x30, 0, 0, 30 },
	    { 0x15, 6, 0, 99 },
	    { 0x30, 0, 0, 26 },
	    { 0x15, 4, 0, 98 },
	    { 0x15, 2, 0, 26 },
	    { 0x30, 0, 0, 30 },
	    { 0x15, 1, 0, 30 },
	    RET(0),
	    RET(9) } },
	{ "100 bytes wanted of 64", BOTH, false, 64, { RET(100) } },
};

static void make_frame(struct tb_frame *f, bool vlan)
{
	uint32_t i, at = 0;

	memset(f, 0, sizeof(*f));
	for (i = 0; i < 64; i++) {
		if (i == 12 && vlan) {
			memcpy(f->wire + at, "\x81\x00\x20\x05", 4);
			at += 4;
		}
		f->wire[at++] = (uint8_t)(i == 14 ? 0x45 : i == 13 ? 0 : i);
	}
	tb_frame_set(f, at, vlan);
}

/* Counts the insns up to the last return. */
static uint32_t length(const struct edge *e)
{
	uint32_t i, n = 0;

	for (i = 0; i < 10; i++)
		if ((e->insn[i].code & 7) == 6)
			n = i + 1;
	return n;
}

static uint32_t one(const struct edge *e, bool wire)
{
	static struct tb_prog p;
	static struct tb_frame f;
	struct bpfl_verdict v;
	uint32_t got;

	make_frame(&f, e->vlan);
	memcpy(p.insn, e->insn, sizeof(e->insn));
	p.n = length(e);
	tb_target(&p.target, wire);
	if (!tb_translate(&p)) {
		printf("%s: refused\n", e->name);
		return 1;
	}
	v = tb_run(&p, &f, NULL, NULL);
	got = v.kind == BPFL_DROP ? 0 : v.keep < 64 ? v.keep : 64;
	if (e->want == UNKNOWN ? v.kind == BPFL_UNSURE && p.res.mode != BPFL_EXACT :
	    v.kind != BPFL_UNSURE && got == (uint32_t)(e->want > 64 ? 64 : e->want))
		return 0;
	printf("%s, %s view: %d, not %d\n", e->name, wire ? "wire" : "linux",
	       v.kind == BPFL_UNSURE ? -2 : (int)got, e->want);
	tb_print(&p);
	return 1;
}

/* Two tests of one random number: it must be asked for once. */
static uint32_t random_once(void)
{
	static const struct bpfl_insn prog[] = {
		{ 0x20, 0, 0, AD(56) }, { 0x45, 0, 2, 1 }, { 0x25, 0, 1, 100 }, RET(9), RET(0),
	};
	static struct tb_prog p;
	struct bpfl_fields f;
	uint32_t i, asked = 0;

	memcpy(p.insn, prog, sizeof(prog));
	p.n = sizeof(prog) / sizeof(prog[0]);
	tb_target(&p.target, false);
	if (!tb_translate(&p) || p.res.mode != BPFL_EXACT)
		return 1;
	for (i = 0; i < p.res.uops; i++) {
		bpfl_unpack(&f, &p.store[i]);
		asked += f.src == WEIR_UOP_SRC_META && f.off == WEIR_UOP_META_RANDOM;
	}
	if (asked == 1)
		return 0;
	printf("a random number is asked for %u times\n", asked);
	tb_print(&p);
	return 1;
}

/* What a host that runs the program again would throw again is left to it. */
static uint32_t random_prefilter(void)
{
	static const struct bpfl_insn prog[] = {
		{ 0x30, 0, 0, 200 }, { 0x20, 0, 0, AD(56) }, { 0x45, 0, 1, 1 }, RET(9), RET(0),
	};
	static struct tb_prog p;
	static struct tb_frame f;

	memcpy(p.insn, prog, sizeof(prog));
	p.n = sizeof(prog) / sizeof(prog[0]);
	tb_target(&p.target, false);
	tb_frame_set(&f, 300, false);
	if (tb_translate(&p) && p.res.mode == BPFL_PREFILTER && p.res.error.reason == BPFL_WHY_HOST &&
	    tb_run(&p, &f, NULL, NULL).kind == BPFL_UNSURE)
		return 0;
	printf("a prefilter throws\n");
	tb_print(&p);
	return 1;
}

/* What a check says, and where. */
static uint32_t refusals(void)
{
	static const struct {
		uint32_t insn;
		enum bpfl_reason reason;
		struct bpfl_insn prog[4];
		uint32_t n;
	} bad[] = {
		{ 0, BPFL_WHY_SIZE, { RET(0) }, 0 },
		{ 1, BPFL_WHY_CODE, { LD(1), { 0x0e, 0, 0, 0 }, RET(0) }, 3 },
		{ 0, BPFL_WHY_CODE, { { 0x106, 0, 0, 0 }, RET(0) }, 2 },
		{ 0, BPFL_WHY_CODE, { { 0x8c, 0, 0, 0 }, RET(0) }, 2 },
		{ 1, BPFL_WHY_DIVISOR, { LD(1), { 0x94, 0, 0, 0 }, RET(0) }, 3 },
		{ 0, BPFL_WHY_SHIFT, { { 0x64, 0, 0, 32 }, RET(0) }, 2 },
		{ 0, BPFL_WHY_CELL, { { 0x02, 0, 0, 16 }, RET(0) }, 2 },
		{ 2,
		  BPFL_WHY_UNWRITTEN,
		  { { 0x15, 0, 1, 0 }, { 0x02, 0, 0, 1 }, { 0x60, 0, 0, 1 }, RET(0) },
		  4 },
		{ 0, BPFL_WHY_JUMP, { { 0x15, 1, 0, 0 }, RET(0) }, 2 },
		{ 0, BPFL_WHY_JUMP, { { 0x05, 0, 0, 1 }, RET(0) }, 2 },
		{ 1, BPFL_WHY_BACKWARD, { LD(1), { 0x05, 0, 0, 0xfffffffeu }, RET(0) }, 3 },
		{ 0, BPFL_WHY_ANCILLARY, { { 0x20, 0, 0, AD(64) }, RET(0) }, 2 },
		{ 0, BPFL_WHY_ANCILLARY, { { 0x20, 0, 0, AD(2) }, RET(0) }, 2 },
		{ 1, BPFL_WHY_RETURN, { RET(0), LD(1) }, 2 },
	};
	static struct tb_prog p;
	uint32_t i, wrong = 0;

	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		memcpy(p.insn, bad[i].prog, sizeof(bad[i].prog));
		p.n = bad[i].n;
		tb_target(&p.target, false);
		if (!tb_translate(&p) && p.res.error.reason == bad[i].reason &&
		    p.res.error.insn == bad[i].insn)
			continue;
		printf("bad program %u: instruction %u, \"%s\"\n", i, p.res.error.insn,
		       bpfl_reason_text(p.res.error.reason));
		wrong++;
	}
	return wrong;
}

int main(void)
{
	uint32_t i, wrong = refusals() + random_once() + random_prefilter(),
		    n = sizeof(edges) / sizeof(edges[0]);

	for (i = 0; i < n; i++) {
		if (edges[i].views & LINUX)
			wrong += one(&edges[i], false);
		if (edges[i].views & WIRE)
			wrong += one(&edges[i], true);
	}
	printf("note: %u edges\n", n);
	return !!wrong;
}
