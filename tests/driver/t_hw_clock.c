// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_hw_clock.c - what the hardware layer writes into the card's clock for a rate, against a calculation
 * that rounds once, and how it reads the time
 *
 * Guards against a rate that is cut to whole parts in 10^9, which are 28 of the card's steps, and against a
 * product that does not fit.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "weir_hw.h"

#define REGS	0x10000u

static u32 reg[REGS / 4];
static u32 reads;

static u32 rd32(void *ctx, u32 off)
{
	(void)ctx;
	assert_true(off < REGS && off % 4 == 0);
	reads++;
	return reg[off / 4];
}

static void wr32(void *ctx, u32 off, u32 val)
{
	(void)ctx;
	assert_true(off < REGS && off % 4 == 0);
	reg[off / 4] = val;
}

static const struct weir_hw_ops ops = { .rd32 = rd32, .wr32 = wr32 };
static struct weir_hw hw = { .ops = &ops };

static u64 increment(void)
{
	return (u64)reg[WEIR_CLOCK_INC_NS / 4] << 32 | reg[WEIR_CLOCK_INC_FRAC / 4];
}

/* In 2^-32 ns. */
static u64 period(u32 clk_hz, s32 scaled_ppm)
{
	const unsigned __int128 unit = (unsigned __int128)1000000000 << 32;
	const u64 one = (u64)1000000 << 16, by = (u64)((s64)one + scaled_ppm);
	const unsigned __int128 below = (unsigned __int128)clk_hz * one;

	return (u64)((unit * by + below / 2) / below);
}

/* One step off is right where the exact value is so near a half that 2^-48 ns decide. */
static void slews(u32 clk_hz, s32 scaled_ppm)
{
	u64 got, want = period(clk_hz, scaled_ppm);

	hw.p.clk_hz = clk_hz;
	assert_int_equal(weir_hw_clock_slew(&hw, scaled_ppm), 0);
	got = increment();
	if (got > want + 1 || got + 1 < want)
		fail_msg("%u Hz, %d / 65536 ppm: 0x%llx, not 0x%llx", clk_hz, scaled_ppm,
			 (unsigned long long)got, (unsigned long long)want);
}

static void each_rate(void **state)
{
	static const s32 rates[] = { 0, 1, -1, 2, 3, 7, 32, 33, 65, 66, 1000, -4321, 65535, 65536, 65537,
				     16384001, -16383999, WEIR_HW_SLEW_MAX - 1, WEIR_HW_SLEW_MAX,
				     -WEIR_HW_SLEW_MAX };
	static const u32 clocks[] = { 156250000, 322265625, 250000000, 3999999, 4000001, 99999989,
				      4294967295u };
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(clocks) / sizeof(clocks[0]); i++)
		for (n = 0; n < sizeof(rates) / sizeof(rates[0]); n++)
			slews(clocks[i], rates[n]);
}

/* 6.4 ns a cycle, where 10^-9 of it are 27.5 steps. */
static void finer_than_ppb(void **state)
{
	(void)state;
	hw.p.clk_hz = 156250000;
	assert_int_equal(weir_hw_clock_slew(&hw, 0), 0);
	assert_true(increment() == 0x666666666);
	/* 0.046 in 10^9. */
	assert_int_equal(weir_hw_clock_slew(&hw, 3), 0);
	assert_true(increment() == 0x666666668);
	assert_int_equal(weir_hw_clock_slew(&hw, -60), 0);
	assert_true(increment() == 0x666666666 - 25);
	assert_int_equal(weir_hw_clock_slew(&hw, WEIR_HW_SLEW_MAX), 0);
	assert_true(increment() == 0x666666666 + 27487791);
	assert_int_equal(weir_hw_clock_slew(&hw, -WEIR_HW_SLEW_MAX), 0);
	assert_true(increment() == 0x666666666 - 27487790);
	/* A period of 256 ns does not fit, one that gets there neither. */
	hw.p.clk_hz = 3906250;
	assert_int_equal(weir_hw_clock_slew(&hw, 0), -ERANGE);
	hw.p.clk_hz = 3907000;
	assert_int_equal(weir_hw_clock_slew(&hw, WEIR_HW_SLEW_MAX), -ERANGE);
	assert_int_equal(weir_hw_clock_slew(&hw, 0), 0);
}

/* One read, so that whoever asks when knows it to one access. */
static void the_time(void **state)
{
	u32 sec = 0, ns = 0;

	(void)state;
	reg[WEIR_CLOCK_NOW_NS / 4] = 5;
	reg[WEIR_CLOCK_NOW_SEC / 4] = 6;
	reads = 0;
	assert_int_equal(weir_hw_clock_latch(&hw, &ns), 0);
	assert_int_equal(reads, 1);
	assert_int_equal(reg[WEIR_CLOCK_COMMAND / 4], WEIR_CLOCK_COMMAND_LATCH_MASK);
	assert_int_equal(weir_hw_clock_latched(&hw, &sec), 0);
	assert_true(sec == 6 && ns == 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_rate),
		cmocka_unit_test(finer_than_ppb),
		cmocka_unit_test(the_time),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
