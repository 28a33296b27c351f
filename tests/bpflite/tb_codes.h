/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * tb_codes.h - which instructions of classic BPF ran, to see that random programs do everything
 */
#ifndef TB_CODES_H
#define TB_CODES_H

#include "tests/bpflite/ref.h"

struct tb_codes {
	uint64_t ran[256];	/* programs in which some frame came to an instruction of that code */
	uint64_t ancillary[64];	/* the same, of the kernel's data, by number */
	uint64_t cell[16];	/* the same, of loads from cells of M */
	uint64_t both;		/* jumps in programs that went both ways */
};

/* Adds what the runs of a program, the first of which began with ref->ways all 0, came to. */
void tb_codes_add(struct tb_codes *c, const struct tb_prog *p, const struct ref *ref);
/* Each instruction there is came in at least so many; prints which did not. */
bool tb_codes_all(const struct tb_codes *c, uint64_t least);

#endif
