// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_hw_filter.c - the hardware layer and a change of a tap's filter that takes its time, against a card that
 * is only registers
 *
 * Guards against a snap length that cuts frames which the host has yet to judge by the filter before, a tap
 * that goes on with the filter of another driver, and an allowance that its register cannot hold.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/lib/hw_identity.h"

#define REGS	0x10000u
#define WAITS	20
#define TAP	3u

static struct {
	u32 reg[REGS / 4];
	u32 writes;
	u32 takes;	/* relax() calls that a change takes */
	u32 swapping;	/* until this one is over */
	u32 relaxed;
} c;
static struct weir_hw hw;

static u32 rd32(void *ctx, u32 off)
{
	(void)ctx;
	assert_true(off < REGS && off % 4 == 0);
	return c.reg[off / 4];
}

/* A change that is over after so many calls of relax(). */
static void change(u32 relaxes)
{
	c.reg[WEIR_FILTER_SWAPPING / 4] |= 1u << TAP;
	c.swapping = relaxes;
}

static void wr32(void *ctx, u32 off, u32 val)
{
	(void)ctx;
	assert_true(off < REGS && off % 4 == 0);
	c.writes++;
	c.reg[off / 4] = val;
	if (off != WEIR_TAP_FILTER(TAP) && off != WEIR_TAP_GENERATION(TAP))
		return;
	assert_false(c.reg[WEIR_FILTER_SWAPPING / 4] >> TAP & 1);
	if (off == WEIR_TAP_FILTER(TAP))
		change(c.takes);
}

static int relax(void *ctx)
{
	(void)ctx;
	c.relaxed++;
	if (c.swapping && !--c.swapping)
		c.reg[WEIR_FILTER_SWAPPING / 4] &= ~(1u << TAP);
	return 0;
}

static const struct weir_hw_ops ops = { rd32, wr32, relax };

static int setup(void **state)
{
	(void)state;
	memset(&c, 0, sizeof(c));
	hw = (struct weir_hw){ .ops = &ops, .wait_max = WAITS };
	return hw_identity(&hw, c.reg, WEIR_ID_CAPS_FILTER_MASK);
}

/* More at once, less when all is through that the filter before judges; not at all if that has no end. */
static void snap_length(void **state)
{
	u32 *now = &c.reg[WEIR_TAP_SNAPLEN(TAP) / 4];

	(void)state;
	c.reg[WEIR_TAP_STATE(TAP) / 4] = WEIR_TAP_STATE_RUNNING;
	*now = 96;
	change(5);
	assert_int_equal(weir_hw_tap_snaplen(&hw, TAP, 1000), 0);
	assert_true(*now == 1000 && !c.relaxed);
	assert_int_equal(weir_hw_tap_snaplen(&hw, TAP, 96), 0);
	assert_true(*now == 96 && c.relaxed == 5);
	change(WAITS + 1);
	c.writes = 0;
	assert_int_equal(weir_hw_tap_snaplen(&hw, TAP, 95), -ETIMEDOUT);
	assert_true(*now == 96 && !c.writes);
	/* Another tap's is not waited for. */
	c.relaxed = 0;
	c.reg[WEIR_TAP_SNAPLEN(TAP + 1) / 4] = 96;
	assert_int_equal(weir_hw_tap_snaplen(&hw, TAP + 1, 95), 0);
	/* Nor what a card without filters has there. */
	hw.p.caps = 0;
	assert_int_equal(weir_hw_tap_snaplen(&hw, TAP, 95), 0);
	assert_true(*now == 95 && !c.relaxed);
}

static const struct weir_hw_tap_cfg good = {
	.ring = 0x10000, .block_nr = 8, .block_pages = 16, .mac_offset = 82, .net_offset = 96, .first_seq = 1,
};

/* Whoever had the tap before left a filter, or is changing it right now. */
static void former_owner(void **state)
{
	enum weir_hw_reason reason;

	c.reg[WEIR_TAP_FILTER(TAP) / 4] = WEIR_TAP_FILTER_ENABLE_MASK | 5;
	c.reg[WEIR_TAP_GENERATION(TAP) / 4] = 77;
	c.takes = 4;
	change(7);
	assert_int_equal(weir_hw_tap_setup(&hw, TAP, &good, &reason), 0);
	assert_int_equal(c.reg[WEIR_TAP_FILTER(TAP) / 4], 0);
	assert_int_equal(c.reg[WEIR_TAP_GENERATION(TAP) / 4], 0);
	/* Its own filter can be set now. */
	assert_int_equal(c.relaxed, 4 + 7);
	assert_int_equal(weir_hw_tap_filter(&hw, TAP, 2, 1), 0);
	assert_int_equal(weir_hw_tap_filter(&hw, TAP, 3, 2), -EBUSY);
	setup(state);
	change(WAITS + 1);
	c.writes = 0;
	assert_int_equal(weir_hw_tap_setup(&hw, TAP, &good, &reason), -ETIMEDOUT);
	assert_int_equal(reason, WEIR_HW_FINE);
	setup(state);
	hw.p.caps = 0;
	c.reg[WEIR_TAP_FILTER(TAP) / 4] = 5;
	assert_int_equal(weir_hw_tap_setup(&hw, TAP, &good, &reason), 0);
	assert_int_equal(c.reg[WEIR_TAP_FILTER(TAP) / 4], 5);
}

/* ID.LANES has more bits for the budget than a program has for its allowance. */
static void allowance(void **state)
{
	struct weir_hw_program p = { .start = 8, .slots = 40 };

	(void)state;
	hw.p.store_ops = 1024;
	hw.p.budget = 40;
	assert_int_equal(weir_hw_turns(&hw), 40);
	assert_int_equal(weir_hw_program(&hw, 1, &p), 0);
	c.writes = 0;
	p.slots = 41;
	assert_int_equal(weir_hw_program(&hw, 1, &p), -EINVAL);
	hw.p.budget = 1000;
	assert_int_equal(weir_hw_turns(&hw), 63);
	p.slots = 64;
	assert_int_equal(weir_hw_program(&hw, 1, &p), -EINVAL);
	assert_int_equal(c.writes, 0);
	p.slots = 63;
	assert_int_equal(weir_hw_program(&hw, 1, &p), 0);
	assert_int_equal(WEIR_HW_GET(WEIR_FILTER_PROGRAM_SLOTS, c.reg[WEIR_FILTER_PROGRAM / 4]), 63);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(snap_length, setup),
		cmocka_unit_test_setup(former_owner, setup),
		cmocka_unit_test_setup(allowance, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
