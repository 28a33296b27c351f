/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bpflite.h - classic BPF checked, and translated to micro-operations of a filter lane
 *
 * Freestanding: no allocation, no recursion, no state but what the caller gives. docs/filter.md says what is
 * made of a program, and when it is exact.
 */
#ifndef WEIR_BPFLITE_H
#define WEIR_BPFLITE_H

#include "bpfl_work.h"
#include "uop.h"

/* As struct sock_filter and struct bpf_insn. */
struct bpfl_insn {
	uint16_t code;
	uint8_t jt, jf;
	uint32_t k;
};

/* What is wrong with a program, or why its translation is not exact. */
#define BPFL_REASONS(X) \
	X(OK, "") \
	X(SIZE, "a program has 1 to 4,096 instructions") \
	X(CODE, "no such instruction") \
	X(DIVISOR, "division by the constant 0") \
	X(SHIFT, "shift by a constant of 32 or more") \
	X(CELL, "M has 16 cells") \
	X(UNWRITTEN, "a cell of M is read that not every path to here has written") \
	X(JUMP, "jump behind the end") \
	X(BACKWARD, "jump backward") \
	X(ANCILLARY, "no such ancillary datum") \
	X(RETURN, "the last instruction is no return") \
	X(PATH, "the longest path is over the budget") \
	X(STORE, "too long for the card's store") \
	X(REACH, "reads behind the bytes that a lane has") \
	X(REACH_X, "reads at an offset that is not bounded to the bytes that a lane has") \
	X(DIV_X, "division by X") \
	X(SHIFT_X, "shift by an X that may be 32 or more, in the wire view of a hidden tag") \
	X(HOST, "asks for what only the host knows") \
	X(TURNS, "other taps' programs leave a frame too few turns")

enum bpfl_reason {
#define BPFL_REASON(name, text) BPFL_WHY_##name,
	BPFL_REASONS(BPFL_REASON)
#undef BPFL_REASON
};

/* One line of text without the instruction; "" for BPFL_WHY_OK. */
const char *bpfl_reason_text(enum bpfl_reason reason);

struct bpfl_error {
	uint32_t insn;		/* number of the instruction, from 0 */
	enum bpfl_reason reason;
};

/* By the rules of Linux's bpf_check_classic(): 0, or -1 and *err says where and why. */
int bpfl_check(const struct bpfl_insn *prog, uint32_t n, struct bpfl_work *w, struct bpfl_error *err);

/* Instructions of the longest path of a checked program. */
uint32_t bpfl_longest(const struct bpfl_insn *prog, uint32_t n, struct bpfl_work *w);

/*
 * What a program can know of the lifted tag before it sees a frame. HIDDEN: there may be one, but the program
 * must not see it, in neither view.
 */
enum bpfl_vlan { BPFL_VLAN_UNKNOWN, BPFL_VLAN_NEVER, BPFL_VLAN_ALWAYS, BPFL_VLAN_HIDDEN };

/* Where a translation will run. */
struct bpfl_target {
	bool wire;		/* view */
	enum bpfl_vlan vlan;
	bool vlan_otherhost;	/* frames of a VLAN are somebody else's, whatever their packet type */
	uint32_t ifindex;	/* what the host calls the interface; 0: not known, only the host can tell */
	uint32_t hatype;	/* ARPHRD_*: Ethernet is 1 */
	uint32_t store;		/* micro-operations there is space for, up to BPFL_STORE */
	uint32_t budget;	/* turns that a frame has */
	uint32_t window;	/* bytes of a frame that a lane has */
	uint32_t longest;	/* bytes that a frame can have, with its tag; 0: as many as a lane counts */
	uint32_t base;		/* place of the first micro-operation; targets are absolute */
};

enum bpfl_mode {
	BPFL_EXACT,		/* the card decides as the program does */
	BPFL_PREFILTER,		/* some verdicts are UNSURE, the others are right */
	BPFL_SOFTWARE,		/* all would be UNSURE */
};

#define BPFL_REACH_ANY	UINT32_MAX

struct bpfl_result {
	enum bpfl_mode mode;
	bool wire;			/* the view that a lane has to run the translation in */
	struct bpfl_error error;	/* why not exact: the first cause, and where; or why not valid */
	uint32_t insns, path_before;	/* of the program */
	uint32_t uops, path;		/* of the translation */
	uint32_t reach; /* last byte of the window that a load asks for, BPFL_REACH_ANY: not bounded */
	bool reach_x;			/* it is asked for at an offset from X */
	bool random;			/* it asks for random numbers */
	uint32_t snap;			/* the program's number for SNAP, 0 when it has none */
};

/*
 * Checks and translates. `out` has BPFL_STORE places, the first res->uops of which are then the program; it
 * starts with the first. Returns 0, or -1 for a program that is not valid (res->error).
 */
int bpfl_translate(const struct bpfl_insn *prog, uint32_t n, const struct bpfl_target *t,
		   struct bpfl_uop *out, struct bpfl_result *res, struct bpfl_work *w);

/* Moves a translation in the store: `by` is added to each place that a target names, modulo BPFL_STORE. */
void bpfl_relocate(struct bpfl_uop *uops, uint32_t n, uint32_t by);

/* One micro-operation as text, as snprintf() would return and cut it. */
size_t bpfl_uop_text(char *buf, size_t size, const struct bpfl_uop *u);
/* A translation as a graph for Graphviz's dot; so, too. */
size_t bpfl_graph(char *buf, size_t size, const struct bpfl_uop *uops, uint32_t n, uint32_t base);

#endif
