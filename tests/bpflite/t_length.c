// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_length.c - the length of a frame is bounded by the card's longest one: what is read at an offset from it
 * reaches so far and no farther, in both views, and what compares it with more is decided
 */
#include <stdio.h>
#include <string.h>

#include "tests/bpflite/tb.h"

#define RET_A { 0x16, 0, 0, 0 }

/* The length is bounded, and so is what begins at an offset from it. */
int main(void)
{
	static const struct {
		struct bpfl_insn prog[6];
		uint32_t n, longest, reach;
	} tests[] = {
		/* ether[len - 1] as libpcap writes it */
		{ { { 0x80, 0, 0, 0 }, { 0x14, 0, 0, 1 }, { 0x07, 0, 0, 0 }, { 0x50, 0, 0, 0 }, RET_A },
		  5, 9600, 9599 },
		{ { { 0x80, 0, 0, 0 }, { 0x14, 0, 0, 14 }, { 0x07, 0, 0, 0 }, { 0x40, 0, 0, 10 }, RET_A },
		  5, 0, 16386 },
		{ { { 0x81, 0, 0, 0 }, { 0x50, 0, 0, 2 }, RET_A }, 3, 1514, 1516 },
		/* That may be below 0. */
		{ { { 0x80, 0, 0, 0 }, { 0x14, 0, 0, 15 }, { 0x07, 0, 0, 0 }, { 0x50, 0, 0, 0 }, RET_A },
		  5, 9600, BPFL_REACH_ANY },
	};
	static const struct bpfl_insn above[] = {
		{ 0x80, 0, 0, 0 }, { 0x25, 0, 1, 9600 }, { 0x06, 0, 0, 9 }, { 0x06, 0, 0, 0 },
	};
	static struct tb_prog p;
	static struct tb_frame f;
	uint32_t i, len, reach, wrong = 0;

	memset(f.wire, 9, 200);
	for (i = 0; i < 8; i++) {
		memcpy(p.insn, tests[i / 2].prog, sizeof(tests[0].prog));
		p.n = tests[i / 2].n;
		tb_target(&p.target, i % 2);
		p.target.longest = tests[i / 2].longest;
		/* In the linux view a tag may be before it. */
		reach = tests[i / 2].reach + (i % 2 || tests[i / 2].reach == BPFL_REACH_ANY ? 0 : 4);
		if (!tb_translate(&p) || p.res.reach != reach) {
			printf("length %u: ", i);
			tb_print(&p);
			wrong++;
		}
		for (len = 14; len < 140; len++) {
			tb_frame_set(&f, len, len % 2 && len > 18);
			wrong += !tb_compare(&p, &f);
		}
	}
	/* No frame is so long. */
	memcpy(p.insn, above, sizeof(above));
	p.n = 4;
	tb_target(&p.target, true);
	p.target.longest = 9600;
	if (!tb_translate(&p) || p.res.mode != BPFL_EXACT || p.res.path != 1 ||
	    tb_run(&p, &f, NULL, NULL).kind != BPFL_DROP) {
		tb_print(&p);
		wrong++;
	}
	return !!wrong;
}
