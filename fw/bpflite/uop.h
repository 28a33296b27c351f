/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * uop.h - micro-operations of a filter lane as C has them: fields, and a lane of its own that runs them
 *
 * docs/filter.md says what a micro-operation means. Freestanding: nothing here allocates or keeps state.
 */
#ifndef WEIR_BPFLITE_UOP_H
#define WEIR_BPFLITE_UOP_H

#include "bpfl_os.h"
#include "weir_uop.h"

#define BPFL_STORE	1024u	/* micro-operations that a lane keeps */
#define BPFL_CELLS	32u	/* of M */
#define BPFL_WINDOW	128u	/* bytes of a frame that a lane sees */
#define BPFL_BUDGET	40u	/* turns that a frame has in the default build */
#define BPFL_KEEP_MAX	65535u

/* A micro-operation as the card takes it: bit n is bit n % 32 of word n / 32; the last ones are 0. */
struct bpfl_uop {
	uint32_t w[WEIR_UOP_WORDS];
};

/* Its fields, each by itself. off is signed. */
struct bpfl_fields {
	uint32_t k;
	int32_t off;
	uint16_t t_eq, t_lt, t_gt;
	uint8_t offk, src, size, lo, hi, alu, opb, dst, idx, set, cx;
};

void bpfl_unpack(struct bpfl_fields *f, const struct bpfl_uop *u);
/* What is beyond a field's bits is cut off. */
void bpfl_pack(struct bpfl_uop *u, const struct bpfl_fields *f);

struct bpfl_frame {
	const uint8_t *window;	/* as on the wire, with the tag: BPFL_WINDOW bytes or the whole frame */
	uint32_t len;		/* of the frame without a lifted tag */
	bool vlan;		/* a tag was lifted */
	uint16_t tci, tpid;	/* of it */
	uint16_t proto;
	uint8_t ptype;
	uint32_t hash;
	uint32_t random;	/* what META.RANDOM gives, each time */
};

struct bpfl_run {
	uint32_t start;		/* place of the first micro-operation */
	uint32_t slots;		/* allowance; 0: the verdict is UNSURE */
	uint32_t snap;		/* bytes that SNAP keeps */
	bool wire;		/* view */
};

enum bpfl_kind { BPFL_DROP, BPFL_KEEP, BPFL_UNSURE };

struct bpfl_verdict {
	enum bpfl_kind kind;
	uint32_t keep;		/* with BPFL_KEEP: bytes, not counting a lifted tag, to BPFL_KEEP_MAX */
	uint32_t slots;		/* micro-operations that ran */
};

/* How a micro-operation ended: by its targets, or before it came to them. */
enum bpfl_end {
	BPFL_RAN,
	BPFL_FAILED,	/* a load of what the frame does not have */
	BPFL_OUTSIDE,	/* a load of what the lane does not have */
};

/* What a micro-operation found. */
struct bpfl_step {
	uint32_t pc;
	const struct bpfl_fields *f;
	enum bpfl_end end;
	uint32_t v, r;		/* 0 unless it ran */
	uint32_t target;
};

/* For whoever wants to see each: may be NULL. */
typedef void bpfl_trace(void *ctx, const struct bpfl_step *step);

/* Runs the program at run->start of `store`, which has BPFL_STORE micro-operations, on a frame. */
struct bpfl_verdict bpfl_run(const struct bpfl_uop *store, const struct bpfl_run *run,
			     const struct bpfl_frame *frame, bpfl_trace *trace, void *ctx);

#endif
