/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * tb.h - toolbox of the translator's tests: frames, random programs, and what a lane must say of a frame
 */
#ifndef TB_H
#define TB_H

#include <linux/filter.h>

#include "cbpf.h"
#include "fw/bpflite/bpflite.h"

#define TB_FRAME_MAX	16384u
#define TB_BUDGET	BPFL_BUDGET

/* A frame as the card has it: the bytes of the wire, of which a tag at byte 12 may have been lifted. */
struct tb_frame {
	uint8_t wire[TB_FRAME_MAX];
	uint8_t bare[TB_FRAME_MAX];	/* without the tag */
	struct weir_frame lib;		/* for cbpf_run() */
	struct bpfl_frame lane;
};

/* Makes the rest of a frame from f->wire: `len` bytes, of which a lifted tag's are four. */
void tb_frame_set(struct tb_frame *f, uint32_t len, bool vlan);

/* A program, translated. */
struct tb_prog {
	struct bpfl_insn insn[BPFL_INSNS];
	uint32_t n;
	struct bpfl_target target;
	struct bpfl_uop store[BPFL_STORE];
	struct bpfl_result res;
	struct bpfl_work work;
};

void tb_target(struct bpfl_target *t, bool wire);
/* false: the program is not valid. */
bool tb_translate(struct tb_prog *p);
struct bpfl_verdict tb_run(const struct tb_prog *p, const struct tb_frame *f, bpfl_trace *trace, void *ctx);
/* The frame as its tap shows it, by what the target says of tags. */
struct weir_frame tb_seen(const struct tb_prog *p, const struct tb_frame *f);
/* What the program itself says: bytes of f->bare to keep, 0 for drop. */
uint32_t tb_want(const struct tb_prog *p, const struct tb_frame *f);
/* Whether a verdict is what it must be: equal, or UNSURE where that is allowed. */
bool tb_right(const struct tb_prog *p, const struct tb_frame *f, const struct bpfl_verdict *v, uint32_t want);
/* The same, and everything about it on stdout if not. */
bool tb_compare(const struct tb_prog *p, const struct tb_frame *f);
void tb_print(const struct tb_prog *p);

struct tb_rand {
	uint64_t s;
};
uint32_t tb_rnd(struct tb_rand *r, uint32_t n);
/* A valid program of up to `most` instructions of all kinds, but those that only a kernel knows. */
void tb_random_program(struct tb_prog *p, struct tb_rand *r, uint32_t most);
/* Bytes that such a program's constants are likely to meet. */
void tb_random_frame(struct tb_frame *f, struct tb_rand *r);

/* SEED of the environment, or another one each time; it is printed. */
uint64_t tb_seed(void);
/* An argument's number, if there is one. */
uint32_t tb_count(const char *arg, uint32_t usual);

#endif
