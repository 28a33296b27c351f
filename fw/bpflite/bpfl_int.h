/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bpfl_int.h - what the translator's passes share
 *
 * fold goes forward over the instructions and leaves those that are run, with what is known put in. gen
 * goes backward and makes micro-operations of them: so each target is known when it is named, and what is
 * live is, too.
 */
#ifndef WEIR_BPFL_INT_H
#define WEIR_BPFL_INT_H

#include "bpfl_insn.h"
#include "bpflite.h"

#define NO_DEF		0xffffu
#define NOWHERE		0xffffu		/* a micro-operation that has no place yet */
#define LIVE_A		(1u << BPFL_VAL_A)
#define LIVE_X		(1u << BPFL_VAL_X)
#define VERDICT(name)	(WEIR_UOP_VERDICT | WEIR_UOP_V_##name)

static inline bool bit_of(const uint32_t *bits, uint32_t i)
{
	return bits[i / 32] >> i % 32 & 1;
}

static inline void set_bit_of(uint32_t *bits, uint32_t i)
{
	bits[i / 32] |= 1u << i % 32;
}

/* Ones from the lowest bit to the highest that a number up to `most` can have */
static inline uint32_t smear(uint32_t most)
{
	most |= most >> 1;
	most |= most >> 2;
	most |= most >> 4;
	most |= most >> 8;
	return most | most >> 16;
}

/* ---- bpfl_fold.c ---- */
struct bpfl_fold {
	const struct bpfl_insn *prog;
	uint32_t n;
	const struct bpfl_target *t;
	struct bpfl_work *w;
	struct bpfl_result *res;
	bool no_random;		/* random numbers are for the host */
	struct bpfl_state s;	/* what is known here */
	bool on;		/* some way leads here */
	uint16_t same;		/* place of the pool that is like s */
	uint16_t free;
	uint32_t reach_insn;	/* the load that reaches farthest */
};

void bpfl_fold(struct bpfl_fold *f);
/* A load's view offset as a lane has it from byte 0 on; false: it always fails. */
bool bpfl_resolve(bool wire, uint32_t *off);

/* ---- bpfl_alu.c ---- */
/* A op b; false: division by 0. */
bool bpfl_alu(bool wire, unsigned int op, uint32_t a, uint32_t b, uint32_t *r);
/* The most that it can be, of numbers up to a and b; known: b is that number. */
uint32_t bpfl_alu_most(unsigned int op, uint32_t a, uint32_t b, bool known);
/* It is A, whatever number up to `most` A is. */
bool bpfl_alu_same(unsigned int op, uint32_t most, uint32_t b);
/* A compared by op, A up to `most`: 1 or 0, -1 for not known. */
int bpfl_decide(unsigned int op, uint32_t most, bool known, uint32_t b);
/* Ones in a row, and which. */
bool bpfl_mask(uint32_t k, unsigned int *lo, unsigned int *hi);

/* ---- bpfl_operand.c ---- */
/* The value that instruction d leaves in A, as what a micro-operation can load: source, its bits LO to
 * HI, to be shifted right. False: it cannot be said so. */
bool bpfl_operand(const struct bpfl_work *w, uint32_t d, struct bpfl_fields *f, unsigned int *shift);
/* The load that d begins with. */
uint32_t bpfl_base(const struct bpfl_work *w, uint32_t d);
/* Source fields of a load instruction. */
void bpfl_source(const struct bpfl_work *w, uint32_t i, struct bpfl_fields *f);

/* ---- bpfl_gen.c ---- */
enum bpfl_open { OPEN_NONE, OPEN_UOP, OPEN_TESTS };
struct bpfl_gen {
	const struct bpfl_insn *prog;
	uint32_t n, cut;	/* instructions; from `cut` on the host decides */
	struct bpfl_work *w;
	struct bpfl_uop *out;
	uint32_t top, snap;
	bool full;
	/* What comes next, seen from where gen is. */
	enum bpfl_open open;
	uint32_t next;		/* NONE: its target; UOP: its place or NOWHERE; TESTS: the first test */
	struct bpfl_fields u;
	uint32_t live;		/* cells, A, X that it reads */
	uint32_t ahead;		/* bytes of the frame that it is sure to ask for */
};

void bpfl_gen(struct bpfl_gen *g);
/* The place of a micro-operation like this: its target. */
uint32_t bpfl_place(struct bpfl_gen *g, const struct bpfl_fields *u);
/* What comes next is now a target, or a micro-operation. */
void bpfl_go_to(struct bpfl_gen *g, uint32_t target);
void bpfl_open(struct bpfl_gen *g, const struct bpfl_fields *u);
/* What comes next gets a place: its target. */
uint32_t bpfl_settle(struct bpfl_gen *g);
/* Where a jump to instruction i leads, now that it must have a place; what is live there, without one. */
uint32_t bpfl_entry(struct bpfl_gen *g, uint32_t i);
uint32_t bpfl_entry_live(const struct bpfl_gen *g, uint32_t i);
/* Puts a micro-operation before what comes next: its targets are made. */
void bpfl_before(struct bpfl_gen *g, struct bpfl_fields *p);
/* The bytes that the frame must have for an ABS load; 0: it is none. */
uint32_t bpfl_end_of_load(const struct bpfl_fields *u);
/* A as a source, at instruction i: had again from where it came from if that is one micro-operation's. */
void bpfl_source_a(const struct bpfl_gen *g, uint32_t i, struct bpfl_fields *f);

/* An entry that is a chain of tests without a place: its first, and what is live */
#define ENTRY_TESTS		(1u << 30)
#define ENTRY(live, value)	((live) | (uint32_t)(value) << 18)
#define ENTRY_LIVE(e)		((e) & 0x3ffffu)
#define ENTRY_VALUE(e)		((e) >> 18 & 0xfffu)

/* ---- bpfl_merge.c ---- */
void bpfl_all_to(struct bpfl_fields *u, uint32_t target);
bool bpfl_compares(const struct bpfl_fields *u);
bool bpfl_uses_k(const struct bpfl_fields *u);
uint32_t bpfl_reads(const struct bpfl_fields *u);
bool bpfl_is_load(const struct bpfl_fields *u);
bool bpfl_same_load(const struct bpfl_fields *a, const struct bpfl_fields *b);
/* u with p before it, in one micro-operation; `live`: what p writes is read behind u. False: it cannot be. */
bool bpfl_merge(struct bpfl_fields *u, const struct bpfl_fields *p, bool live);

/* ---- bpfl_test.c ---- */
/* A jump by A and a constant: what comes next is now this test. */
void bpfl_test(struct bpfl_gen *g, uint32_t i);
/* What a test compares, without its lowest bits: fields of V, and the highest number that it can be. */
uint32_t bpfl_key(const struct bpfl_gen *g, uint32_t i, struct bpfl_fields *f);
/* The numbers that meet a test and their target, lo > hi for none. Returns the instruction that comes if
 * not met. */
uint32_t bpfl_test_item(const struct bpfl_gen *g, uint32_t i, struct bpfl_item *item);
/* What comes next is no chain of tests any more. */
void bpfl_tests_open(struct bpfl_gen *g);

/* ---- bpfl_chain.c, bpfl_tree.c ---- */
/* A chain of tests gets places: the target of its first. */
uint32_t bpfl_chain(struct bpfl_gen *g, uint32_t first);
/* The item of numbers, of those from `from` to `to` that f has: one compare, or false. */
bool bpfl_split(struct bpfl_fields *f, const struct bpfl_item *item, uint32_t from, uint32_t to, uint32_t lt,
		uint32_t gt);
/* n items from the first of the work's on, in order, none of which has a number of another: if `item` has
 * some that none of them has, they are put in. */
uint32_t bpfl_items_add(struct bpfl_item *items, uint32_t n, struct bpfl_item item);
/* Of a key with numbers up to `most` n items, all others lead to `other`: the target. */
uint32_t bpfl_tree(struct bpfl_gen *g, const struct bpfl_fields *key, uint32_t most, uint32_t n,
		   uint32_t other);

/* ---- bpfl_div.c ---- */
/* A divided by a constant that is no power of two: DIV or MOD at instruction i. */
void bpfl_divide(struct bpfl_gen *g, uint32_t i);

#endif
