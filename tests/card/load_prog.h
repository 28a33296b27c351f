/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * load_prog.h - the programs whose loading is measured, and what their translation takes of this host
 */
#ifndef CARD_LOAD_PROG_H
#define CARD_LOAD_PROG_H

#include "fw/bpflite/bpflite.h"

struct load_prog {
	const char *name;
	uint32_t want;		/* instructions that it must have, as the table tells */
	bool libpcap;		/* it is libpcap's, of the text in load_prog.c; else generated */
	double compiled_ns;	/* libpcap's processor time for that, the median */
	struct bpfl_insn insn[BPFL_INSNS];
	uint32_t n;
	struct bpfl_uop uops[BPFL_STORE];
	struct bpfl_result res;
};

#define LOAD_PROGS 5u

/* Number i of them, translated as the only one of a card; `runs` of libpcap's. NULL, or what went wrong. */
const char *load_prog(struct load_prog *p, uint32_t i, const struct bpfl_target *t, uint32_t runs);
/* A filter that is none of these and keeps frames of 60 bytes: what is in force before. */
const char *load_prog_before(struct load_prog *p, const struct bpfl_target *t);
/* Number i of the addresses in these lists, which begin with the first. */
uint32_t load_prog_address(uint32_t i);
/*
 * Processor time of one translation of each: the median of `runs`, each of a millisecond at least. They take
 * turns, so that what else a machine has to do meets all of them.
 */
void load_prog_ns(const struct load_prog p[LOAD_PROGS], const struct bpfl_target *t, uint32_t runs,
		  double ns[LOAD_PROGS]);

#endif
