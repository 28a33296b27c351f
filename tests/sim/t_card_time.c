// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_card_time.c - jumped time is the time that clocking would have given
 *
 * Guards against a clock or microsecond counter that loses fractions over a jump, a jump over a retire
 * deadline or the end of an interval that an interrupt waits for, and an interval that a jump cuts short.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "card_time.h"

struct regs {
	uint32_t sec, sec_up, sec_down, ns, frac, inc_frac, us, phase, deadline[WEIR_CARD_TAPS];
	uint32_t irq_cfg[WEIR_CARD_TAPS];
	uint16_t armed, cool, irq_at[WEIR_CARD_TAPS], pend, mask;
	uint8_t inc_ns, card_pend, card_mask;
};

static struct weir_card_time on(struct regs *r)
{
	return (struct weir_card_time){
		.sec = &r->sec, .sec_up = &r->sec_up, .sec_down = &r->sec_down, .ns = &r->ns,
		.frac = &r->frac, .inc_ns = &r->inc_ns, .inc_frac = &r->inc_frac, .us = &r->us,
		.phase = &r->phase, .armed = &r->armed, .deadline = r->deadline,
		.pend = &r->pend, .mask = &r->mask, .card_pend = &r->card_pend, .card_mask = &r->card_mask,
		.cool = &r->cool, .irq_at = r->irq_at, .irq_cfg = r->irq_cfg,
		.clk_hz = 156250000,
	};
}

/* One cycle, counted plainly. */
static void cycle(struct regs *r)
{
	uint64_t frac = (uint64_t)r->frac + r->inc_frac;

	r->frac = (uint32_t)frac;
	r->ns += r->inc_ns + (uint32_t)(frac >> 32);
	if (r->ns >= 1000000000) {
		r->ns -= 1000000000;
		r->sec++;
	}
	r->sec_up = r->sec + 1;
	r->sec_down = r->sec - 1;
	r->phase += 1000000;
	if (r->phase >= 156250000) {
		r->phase -= 156250000;
		r->us++;
	}
}

static void test_forward(void **state)
{
	struct regs a = { .inc_ns = 6, .inc_frac = 1717986918, .us = 0xfffffff0, .sec = 5 }, b;
	struct weir_card_time t = on(&b);
	unsigned int n, i;

	(void)state;
	srand(1);
	a.ns = 999990000;
	cycle(&a);
	b = a;
	for (n = 0; n < 300; n++) {
		unsigned int cycles = (unsigned int)rand() % 10000;

		if (n == 100)
			b.inc_ns = a.inc_ns = 255;
		for (i = 0; i < cycles; i++)
			cycle(&a);
		weir_card_time_forward(&t, cycles);
		assert_memory_equal(&a, &b, sizeof(a));
	}
	assert_true(a.sec > 5);
	/* A day: 86,400 s less what 2^32 / 5 * 2 is rounded down by, 0.4 * 2^-32 ns a cycle. */
	memset(&b, 0, sizeof(b));
	b.inc_ns = 6;
	b.inc_frac = 1717986918;
	weir_card_time_forward(&t, UINT64_C(86400) * 156250000);
	assert_int_equal(b.sec, 86399);
	assert_int_equal(b.ns, 999998742);
	assert_int_equal(b.us, UINT64_C(86400000000) & 0xffffffff);
	assert_int_equal(b.phase, 0);
}

static void test_set(void **state)
{
	struct regs r = { .frac = 7 };
	struct weir_card_time t = on(&r);

	(void)state;
	weir_card_time_set(&t, 0, 999999999);
	assert_int_equal(r.sec, 0);
	assert_int_equal(r.sec_up, 1);
	assert_int_equal(r.sec_down, 0xffffffff);
	assert_int_equal(r.ns, 999999999);
	assert_int_equal(r.frac, 0);
}

static void test_limit(void **state)
{
	struct regs r = { .us = 0xffffffff };
	struct weir_card_time t = on(&r);
	uint64_t n;

	(void)state;
	assert_true(weir_card_time_limit(&t) == UINT64_MAX);
	r.deadline[3] = 99;			/* in 100 us, over the wrap */
	r.deadline[4] = 0;			/* not armed */
	r.armed = 1 << 3;
	n = weir_card_time_limit(&t);
	assert_int_equal(n, 99 * 625 / 4);
	weir_card_time_forward(&t, n);
	assert_int_equal(r.us, 97);		/* a cycle short of 98, two microseconds of clocking */
	r.armed |= 1 << 15;
	r.deadline[15] = 97;			/* now */
	assert_int_equal(weir_card_time_limit(&t), 0);
	r.deadline[15] = 90;			/* over */
	assert_int_equal(weir_card_time_limit(&t), 0);
}

/* An interrupt's interval ends in a jump, also where 16 bits of microseconds wrap. */
static void test_intervals(void **state)
{
	struct regs r = { .us = 0x1fff0, .cool = 0xffff };
	struct weir_card_time t = on(&r);
	unsigned int i;

	(void)state;
	for (i = 0; i < WEIR_CARD_TAPS; i++) {
		r.irq_at[i] = 0xfff0 - 5;
		r.irq_cfg[i] = 0x1ff0000 | 65535;
	}
	/* 105 on the counter are surely more than 104 whole microseconds, and perhaps less than 105. */
	r.irq_cfg[3] = 0x1ff0000 | 104;
	r.irq_cfg[4] = 0x1ff0000 | 105;
	weir_card_time_forward(&t, 15625);
	assert_int_equal(r.cool, 0xfff7);
	weir_card_time_forward(&t, 157);
	assert_int_equal(r.cool, 0xffe7);
	weir_card_time_forward(&t, 10240000 - 15625 - 157 + 156);
	assert_int_equal(r.cool, 0);
}

/* An interrupt that waits for its interval is waited for; one that is masked, or due, is not. */
static void test_waiting(void **state)
{
	struct regs r = { .us = 0x1fff0, .cool = 1 << 6 };
	struct weir_card_time t = on(&r);

	(void)state;
	r.irq_at[6] = 0xfff0 - 30;
	r.irq_cfg[6] = 0x1ff0000 | 130;
	assert_true(weir_card_time_limit(&t) == UINT64_MAX);
	r.pend = r.mask = 1 << 6;
	assert_true(weir_card_time_limit(&t) == UINT64_MAX);
	assert_int_equal(weir_card_time_irq_due(&t), 0);
	r.mask = 0;
	assert_int_equal(weir_card_time_limit(&t), 15625);
	assert_int_equal(weir_card_time_irq_due(&t), 0);
	weir_card_time_forward(&t, 15625);
	assert_int_equal(r.cool, 1 << 6);
	assert_int_equal(weir_card_time_limit(&t), 0);
	r.us++;					/* the card looks, and ends it */
	assert_int_equal(weir_card_time_limit(&t), 0);
	r.cool = 0;
	assert_int_equal(weir_card_time_irq_due(&t), 1);
	r.mask = 1 << 6;
	assert_int_equal(weir_card_time_irq_due(&t), 0);
	r.card_pend = r.card_mask = 1;
	assert_int_equal(weir_card_time_irq_due(&t), 0);
	r.card_mask = 0;
	assert_int_equal(weir_card_time_irq_due(&t), 1);
	/* Without an interval there is nothing to wait for. */
	r = (struct regs){ .pend = 2, .cool = 2, .irq_cfg = { [1] = 0x1ff0000 } };
	assert_int_equal(weir_card_time_limit(&t), 0);
	weir_card_time_forward(&t, 157);
	assert_int_equal(r.cool, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_forward),
		cmocka_unit_test(test_set),
		cmocka_unit_test(test_limit),
		cmocka_unit_test(test_intervals),
		cmocka_unit_test(test_waiting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
