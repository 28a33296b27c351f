// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_device.c - an access to a register ends, whatever the card does: within 10,000 cycles, or with a fault
 *
 * Guards against a card that does not answer and with it a client that waits until its own time is out, an
 * answer that just comes in time and is given up, and a card that is clocked on behind a fault.
 * sim/device.cpp itself, over a card that answers as told; the Verilated one always does.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "card_time.h"
#include "device.h"
#include "stub/stub.h"
#include "weir_regs.h"

#define LIMIT 10000U

struct stub stub;
static struct weir_dev *dev;

/* No clock, no timers. */
int weir_card_time_find(struct weir_card_time *t,
			void *(*find)(void *ctx, const char *name, size_t size, const char *instance),
			void *ctx)
{
	(void)t;
	(void)find;
	(void)ctx;
	return 0;
}

void weir_card_time_set(const struct weir_card_time *t, uint32_t sec, uint32_t ns)
{
	(void)t;
	(void)sec;
	(void)ns;
}

void weir_card_time_forward(const struct weir_card_time *t, uint64_t cycles)
{
	(void)t;
	(void)cycles;
}

uint64_t weir_card_time_limit(const struct weir_card_time *t)
{
	(void)t;
	return UINT64_MAX;
}

int weir_card_time_irq_due(const struct weir_card_time *t)
{
	(void)t;
	return 0;
}

static int setup(void **state)
{
	const struct weir_dev_host host = { NULL, NULL, NULL, NULL, NULL };
	char err[200];

	(void)state;
	stub = (struct stub){ .delay = 3 };
	dev = weir_dev_create(&host, NULL, err, sizeof(err));
	return dev ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	weir_dev_destroy(dev);
	return 0;
}

static uint32_t get(void)
{
	return weir_dev_read32(dev, WEIR_CTRL_SCRATCH);
}

static void set(void)
{
	weir_dev_write32(dev, WEIR_CTRL_SCRATCH, 1);
}

/* It has a fault with this text, and nothing moves it any more but a reset. */
static void stopped(const char *text)
{
	uint64_t was = stub.cycles;

	assert_non_null(weir_dev_fault(dev));
	if (!strstr(weir_dev_fault(dev), text))
		fail_msg("%s", weir_dev_fault(dev));
	stub.delay = 3;
	stub.resp = 0;
	assert_int_equal(get(), UINT32_MAX);
	set();
	assert_int_equal(weir_dev_step(dev, 100), 0);
	assert_int_equal(weir_dev_jump(dev, 100), 0);
	assert_int_equal(stub.cycles, was);
	weir_dev_reset(dev);
	assert_null(weir_dev_fault(dev));
	assert_int_equal(get(), 42);
}

static void test_in_time(void **state)
{
	uint64_t was = stub.cycles;

	(void)state;
	stub.delay = LIMIT - 1;
	assert_int_equal(get(), 42);
	assert_int_equal(stub.cycles - was, LIMIT);
	set();
	assert_int_equal(stub.cycles - was, 2 * LIMIT);
	assert_null(weir_dev_fault(dev));
}

static void test_late(void **state)
{
	uint64_t was = stub.cycles;

	(void)state;
	stub.delay = LIMIT;
	assert_int_equal(get(), UINT32_MAX);
	assert_int_equal(stub.cycles - was, LIMIT);
	stopped("read of register 0x00114: answer expected within 10000 cycles, actual none");
}

static void test_none(void **state)
{
	uint64_t was = stub.cycles;

	(void)state;
	stub.delay = 0;
	set();
	assert_int_equal(stub.cycles - was, LIMIT);
	stopped("write of register 0x00114: answer expected within 10000 cycles, actual none");
	stub.delay = 0;
	assert_int_equal(get(), UINT32_MAX);
	stopped("read of register 0x00114");
}

static void test_error(void **state)
{
	(void)state;
	stub.resp = 2;
	assert_int_equal(get(), UINT32_MAX);
	stopped("read of register 0x00114: response 0 expected, actual 2");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_in_time, setup, teardown),
		cmocka_unit_test_setup_teardown(test_late, setup, teardown),
		cmocka_unit_test_setup_teardown(test_none, setup, teardown),
		cmocka_unit_test_setup_teardown(test_error, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
