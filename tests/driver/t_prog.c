// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_prog.c - the programs of a card's taps, against a card that is registers and a store
 *
 * After each change every tap's program is run out of the store, from where the registers say, and must judge
 * frames as it should. Guards against a place that is written to while a tap may still run what is there,
 * programs that together take more turns than a frame has, one that is not exact and is loaded, and waits
 * without an end.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/lib/hw_identity.h"
#include "weir_prog.h"

#define REGS 0x10000u
#define WAITS 20u
#define TAPS 8u
#define BUDGET 40u
#define LD_W 0x20
#define JEQ 0x15
#define RET 0x06

static struct {
	u32 reg[REGS / 4];
	struct bpfl_uop store[BPFL_STORE];
	u32 program[WEIR_HW_PROGRAMS]; /* as FILTER.PROGRAM was told */
	bool runs[TAPS][BPFL_STORE]; /* places that the tap's program has */
	bool still[TAPS][BPFL_STORE]; /* the one before it, until the change is over */
	u32 takes, left[TAPS]; /* relax() calls of a change */
	u32 stored, swaps, relaxed;
} c;
static struct weir_hw hw;
static struct weir_progs progs;

static u32 rd32(void *ctx, u32 off)
{
	(void)ctx;
	assert_true(off < REGS && off % 4 == 0);
	return c.reg[off / 4];
}

static void mark(bool *places, u32 at)
{
	struct bpfl_fields f;

	if (at & WEIR_UOP_VERDICT || places[at])
		return;
	places[at] = true;
	bpfl_unpack(&f, &c.store[at]);
	mark(places, f.t_eq);
	mark(places, f.t_lt);
	mark(places, f.t_gt);
}

static u32 start_of(u32 filter)
{
	return WEIR_HW_GET(WEIR_FILTER_PROGRAM_START,
			   c.program[WEIR_HW_GET(WEIR_TAP_FILTER_PROGRAM, filter)]);
}

static void swap(u32 tap, u32 filter)
{
	assert_false(c.reg[WEIR_FILTER_SWAPPING / 4] >> tap & 1);
	memcpy(c.still[tap], c.runs[tap], sizeof(c.still[tap]));
	memset(c.runs[tap], 0, sizeof(c.runs[tap]));
	if (filter & WEIR_TAP_FILTER_ENABLE_MASK)
		mark(c.runs[tap], start_of(filter));
	c.reg[WEIR_FILTER_SWAPPING / 4] |= 1u << tap;
	c.left[tap] = c.takes;
	c.swaps++;
}

static void store(u32 place)
{
	u32 t;

	assert_true(place < BPFL_STORE);
	for (t = 0; t < TAPS; t++)
		assert_false(c.runs[t][place] || c.still[t][place]);
	memcpy(&c.store[place], &c.reg[WEIR_FILTER_UOP_0 / 4], sizeof(c.store[place]));
	c.stored++;
}

static void wr32(void *ctx, u32 off, u32 val)
{
	u32 t;

	(void)ctx;
	assert_true(off < REGS && off % 4 == 0);
	c.reg[off / 4] = val;
	if (off == WEIR_FILTER_STORE)
		store(val);
	if (off == WEIR_FILTER_PROGRAM)
		c.program[WEIR_HW_GET(WEIR_FILTER_PROGRAM_INDEX, val)] = val;
	for (t = 0; t < TAPS; t++)
		if (off == WEIR_TAP_FILTER(t))
			swap(t, val);
}

static int relax(void *ctx)
{
	u32 t;

	(void)ctx;
	c.relaxed++;
	for (t = 0; t < TAPS; t++) {
		if (!c.left[t] || --c.left[t])
			continue;
		c.reg[WEIR_FILTER_SWAPPING / 4] &= ~(1u << t);
		memset(c.still[t], 0, sizeof(c.still[t]));
	}
	return 0;
}

static const struct weir_hw_ops ops = { rd32, wr32, relax };
static const struct weir_hw_tap_cfg cfg = { .ifindex = 7, .hatype = 1 };

static void begin(u32 caps)
{
	memset(&c, 0, sizeof(c));
	hw = (struct weir_hw){ .ops = &ops, .wait_max = WAITS };
	assert_int_equal(hw_identity(&hw, c.reg, caps), 0);
	hw.p.taps = TAPS;
	hw.p.store_ops = 128;
	hw.p.budget = BUDGET;
	hw.p.window_bytes = 128;
	c.takes = 3;
	weir_progs_init(&progs, &hw);
}

static int setup(void **state)
{
	(void)state;
	begin(WEIR_ID_CAPS_FILTER_MASK);
	return 0;
}

#define CHAIN 12u
/* One word after the other, each compared with a number: n turns, to all of which `key` belongs. */
static u32 chain(struct bpfl_insn *to, u32 n, u32 key)
{
	u32 i;

	for (i = 0; i < n; i++) {
		to[2 * i] = (struct bpfl_insn){ LD_W, 0, 0, 16 + 4 * i };
		to[2 * i + 1] =
			(struct bpfl_insn){ JEQ, 0, (uint8_t)(2 * (n - i - 1) + 1), key + i };
	}
	to[2 * n] = (struct bpfl_insn){ RET, 0, 0, 65535 };
	to[2 * n + 1] = (struct bpfl_insn){ RET, 0, 0, 0 };
	return 2 * n + 2;
}

static int give(u32 tap, u32 n, u32 key, struct bpfl_result *res)
{
	struct bpfl_insn prog[2 * BUDGET + 4];

	return weir_prog_set(&progs, tap, &cfg, prog, chain(prog, n, key), res);
}

/* What the tap would do with a frame of that key, by registers and store alone. */
static bool keeps(u32 tap, u32 n, u32 key)
{
	u32 filter = c.reg[WEIR_TAP_FILTER(tap) / 4],
	    number = WEIR_HW_GET(WEIR_TAP_FILTER_PROGRAM, filter), i;
	uint8_t bytes[BPFL_WINDOW] = { 0 };
	struct bpfl_frame f = { .window = bytes, .len = sizeof(bytes) };
	struct bpfl_run run = { start_of(filter),
				WEIR_HW_GET(WEIR_FILTER_PROGRAM_SLOTS, c.program[number]), 0,
				false };
	struct bpfl_verdict v;

	if (!(filter & WEIR_TAP_FILTER_ENABLE_MASK))
		return true;
	for (i = 0; i < 4 * n; i++)
		bytes[16 + i] = (uint8_t)((key + i / 4) >> (24 - i % 4 * 8));
	v = bpfl_run(c.store, &run, &f, NULL, NULL);
	assert_int_not_equal(v.kind, BPFL_UNSURE);
	return v.kind == BPFL_KEEP;
}

static u32 generation(u32 tap)
{
	return c.reg[WEIR_TAP_GENERATION(tap) / 4];
}

static void shared_and_exchanged(void **state)
{
	struct bpfl_result res;
	u32 stored;

	(void)state;
	assert_int_equal(give(1, 4, 100, &res), 0);
	assert_true(res.mode == BPFL_EXACT && generation(1) == 1 && c.stored == res.uops);
	assert_true(keeps(1, 4, 100) && !keeps(1, 4, 101));
	/* Not before the change is over. */
	assert_int_equal(c.reg[WEIR_FILTER_SWAPPING / 4], 0);
	assert_int_equal(c.relaxed, 3);
	stored = c.stored;
	assert_int_equal(give(2, 4, 100, &res), 0);
	assert_true(res.mode == BPFL_EXACT && c.stored == stored);
	assert_int_equal(start_of(c.reg[WEIR_TAP_FILTER(1) / 4]),
			 start_of(c.reg[WEIR_TAP_FILTER(2) / 4]));
	assert_int_equal(give(1, 5, 200, &res), 0);
	assert_true(generation(1) == 2 && keeps(1, 5, 200) && !keeps(1, 5, 100));
	assert_true(keeps(2, 4, 100) && !keeps(2, 4, 200));
	assert_int_equal(weir_prog_clear(&progs, 2), 0);
	assert_true(generation(2) == 2 && keeps(2, 4, 300));
	/* Nothing to take away: nothing is told. */
	stored = c.swaps;
	assert_int_equal(weir_prog_clear(&progs, 2), 0);
	assert_int_equal(c.swaps, stored);
}

/* The turns of all taps' programs are a frame's; what is not exact leaves the tap with what it had. */
static void not_exact(void **state)
{
	const struct bpfl_insn far[] = {
		{ LD_W, 0, 0, 1000 }, { JEQ, 0, 1, 5 }, { RET, 0, 0, 9 }, { RET, 0, 0, 0 }
	};
	const struct bpfl_insn hash[] = { { LD_W, 0, 0, 0xfffff000u + 32 }, { 0x16, 0, 0, 0 } };
	const struct bpfl_insn cpu[] = { { LD_W, 0, 0, 0xfffff000u + 36 }, { 0x16, 0, 0, 0 } };
	struct bpfl_result res;
	u32 stored, t;

	(void)state;
	for (t = 0; t < 3; t++) {
		assert_int_equal(give(t, CHAIN, 1000 * t, &res), 0);
		assert_int_equal(res.mode, BPFL_EXACT);
	}
	stored = c.stored;
	assert_int_equal(give(3, CHAIN, 9000, &res), 0);
	assert_true(res.mode == BPFL_PREFILTER && res.error.reason == BPFL_WHY_TURNS);
	assert_int_equal(progs.place.now[3], BPFL_NONE);
	/* Of this tap's own turns there are enough. */
	assert_int_equal(give(2, CHAIN, 9000, &res), 0);
	assert_int_equal(res.mode, BPFL_EXACT);
	stored += res.uops;
	assert_int_equal(weir_prog_set(&progs, 2, &cfg, far, 4, &res), 0);
	assert_int_equal(res.error.reason, BPFL_WHY_REACH);
	assert_int_equal(weir_prog_set(&progs, 2, &cfg, hash, 2, &res), 0);
	assert_true(res.mode == BPFL_SOFTWARE && res.error.reason == BPFL_WHY_HOST &&
		    !res.error.insn);
	assert_int_equal(weir_prog_set(&progs, 2, &cfg, cpu, 2, &res), 0);
	assert_int_not_equal(res.mode, BPFL_EXACT);
	assert_true(keeps(2, CHAIN, 9000) && !keeps(2, CHAIN, 2000) && generation(2) == 2);
	assert_int_equal(c.stored, stored);
}

/* A card that does not come to an end, one that is gone, one that knows no filters. */
static void failing(void **state)
{
	struct bpfl_result res;

	(void)state;
	assert_int_equal(give(0, 2, 50, &res), 0);
	c.takes = WAITS + 5;
	assert_int_equal(give(0, 2, 60, &res), -ETIMEDOUT);
	c.relaxed = 0;
	c.left[0] = 0;
	assert_int_equal(give(0, 2, 70, &res), -ETIMEDOUT);
	assert_true(c.relaxed <= WAITS + 1);
	assert_int_equal(weir_prog_clear(&progs, 0), -ETIMEDOUT);
	memset(c.reg, 0xff, sizeof(c.reg));
	assert_int_equal(give(1, 2, 50, &res), -ENODEV);
	begin(0);
	assert_int_equal(give(1, 2, 50, &res), 0);
	assert_int_not_equal(res.mode, BPFL_EXACT);
	assert_int_equal(weir_prog_clear(&progs, 1), 0);
	assert_int_equal(c.swaps, 0);
}

/* A reset takes all programs, a tap's setup its own. */
static void forgotten(void **state)
{
	struct bpfl_result res;

	(void)state;
	assert_int_equal(give(0, 3, 50, &res), 0);
	assert_int_equal(give(4, 3, 50, &res), 0);
	wr32(NULL, WEIR_TAP_FILTER(4), 0);
	assert_int_equal(weir_prog_forget(&progs, 4), 0);
	assert_int_equal(progs.place.now[4], BPFL_NONE);
	assert_int_equal(progs.place.prog[progs.place.now[0]].users, 1);
	assert_int_equal(give(4, 3, 50, &res), 0);
	assert_true(generation(4) == 1 && keeps(4, 3, 50));
	weir_progs_init(&progs, &hw);
	assert_int_equal(progs.place.now[0], BPFL_NONE);
}

static void random_changes(void **state)
{
	u32 n[TAPS] = { 0 }, key[TAPS] = { 0 }, exact = 0, i, t;
	struct bpfl_result res;

	(void)state;
	srand(1);
	for (i = 0; i < 5000; i++) {
		u32 tap = (u32)rand() % TAPS, turns = 1 + (u32)rand() % CHAIN,
		    k = (u32)rand() % 6 * 100;

		c.takes = 1 + (u32)rand() % WAITS;
		if (rand() % 8 == 0) {
			assert_int_equal(weir_prog_clear(&progs, tap), 0);
			n[tap] = 0;
		} else {
			assert_int_equal(give(tap, turns, k, &res), 0);
			if (res.mode == BPFL_EXACT) {
				n[tap] = turns;
				key[tap] = k;
				exact++;
			}
		}
		for (t = 0; t < TAPS; t++) {
			assert_true(keeps(t, CHAIN, n[t] ? key[t] : k));
			assert_int_equal(keeps(t, CHAIN, 3), !n[t]);
		}
	}
	assert_in_range(exact, 1000, 4900);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(shared_and_exchanged, setup),
		cmocka_unit_test_setup(not_exact, setup),
		cmocka_unit_test_setup(failing, setup),
		cmocka_unit_test_setup(forgotten, setup),
		cmocka_unit_test_setup(random_changes, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
