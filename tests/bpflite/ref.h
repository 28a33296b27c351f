/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ref.h - classic BPF, run a step at a time by the book: what it read, and which way it went
 */
#ifndef TB_REF_H
#define TB_REF_H

#include "tests/bpflite/tb.h"

#define REF_LOADS 256u

struct ref {
	/* Of the last run: bytes of the view that were asked for, and how many at once */
	uint32_t loads, at[REF_LOADS];
	uint8_t size[REF_LOADS];
	/* Of all runs: bit 0 of an instruction: it went on or did not jump; bit 1: it jumped */
	uint8_t ways[BPFL_INSNS];
};

/* Bytes of the view to keep, 0 for drop. */
uint32_t ref_run(struct ref *ref, const struct tb_prog *p, const struct tb_frame *f);

#endif
