/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * cover.h - frames that send a program and its translation every way, made of what both compare and where
 */
#ifndef TB_COVER_H
#define TB_COVER_H

#include "tests/bpflite/ref.h"

#define COVER_FRAMES 6000u /* that are kept */
#define COVER_BYTES 208u /* of each: more than a lane has, so that programs go where it cannot */

struct cover_frame {
	uint8_t wire[COVER_BYTES];
	uint16_t len;
	uint8_t vlan, ptype, new;
	uint32_t want; /* bytes to keep, by ref_run() */
};

struct cover {
	struct ref ref;
	/* Of each micro-operation, by frames that were dropped: 1 =, 2 <, 4 >; by others the same, times
	 * 16 */
	uint8_t ways[BPFL_STORE];
	uint32_t frames, fresh; /* those before `fresh` have been varied */
	struct cover_frame frame[COVER_FRAMES];
	uint32_t runs, wrong;
	/* Of all jumps and compares, how many ways there are and how many were gone */
	uint32_t insn_ways, insn_gone, uop_ways, uop_gone;
};

/* Searches, and compares program, interpreters and lane as it goes: c->wrong of c->runs differ. */
void cover_search(struct cover *c, const struct tb_prog *p, struct tb_rand *r, uint32_t runs);
/* Runs a translation on the frames of a search: how many it is wrong for. */
uint32_t cover_check(const struct cover *c, const struct tb_prog *p);

#endif
