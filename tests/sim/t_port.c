// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_port.c - a frame becomes the right beats, in the right cycles
 *
 * Guards against a wrong tkeep at the end, a gap within a frame and a start that is missed.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "port.h"

static struct weir_port port;

static void test_beats(void **state)
{
	static uint8_t data[WEIR_DEV_FRAME_MAX], got[WEIR_DEV_FRAME_MAX + 8];
	static const uint32_t lens[] = { 1, 7, 8, 9, 15, 16, 60, 1514, 9600, WEIR_DEV_FRAME_MAX };
	struct weir_port_beat b;
	uint64_t cycle = 5;
	uint32_t i, n, at;

	(void)state;
	for (i = 0; i < sizeof(data); i++)
		data[i] = (uint8_t)(i * 7 + (i >> 8));
	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		struct weir_dev_frame f = { data, lens[i], (int)(i & 1), cycle + i, 0, 0, 0 };

		assert_int_equal(weir_port_in(&port, &f), 1);
		assert_int_equal(weir_port_in(&port, &f), 0);
		for (n = 0; n < i; n++)
			assert_int_equal(weir_port_drive(&port, cycle++, &b), 0);
		for (at = 0; at < lens[i]; at += 8) {
			uint32_t left = lens[i] - at;

			assert_int_equal(weir_port_drive(&port, cycle++, &b), 1);
			assert_int_equal(b.first, at == 0);
			assert_int_equal(b.last, left <= 8);
			assert_int_equal(b.keep, left >= 8 ? 0xff : (1 << left) - 1);
			assert_int_equal(b.bad, left <= 8 && (i & 1));
			memcpy(got + at, &b.data, 8);
		}
		assert_memory_equal(got, data, lens[i]);
	}
	assert_int_equal(weir_port_drive(&port, cycle, &b), 0);
}

/* The next one may follow without a gap; its data is copied when it is handed over. */
static void test_back_to_back(void **state)
{
	uint8_t a[16], c[16];
	struct weir_dev_frame f = { a, 16, 0, 0, 1, 7, 8 };
	struct weir_port_beat b;

	(void)state;
	memset(a, 1, 16);
	memset(c, 2, 16);
	assert_int_equal(weir_port_in(&port, &f), 1);
	assert_int_equal(weir_port_wait(&port, 100), 0);
	memset(a, 0xff, 16);
	assert_int_equal(weir_port_drive(&port, 100, &b), 1);
	assert_int_equal(weir_port_frame(&port)->sec, 7);
	assert_true(b.data == UINT64_C(0x0101010101010101));
	f.data = c;
	assert_int_equal(weir_port_in(&port, &f), 1);
	assert_int_equal(weir_port_drive(&port, 101, &b), 1);
	assert_true(b.last && b.data == UINT64_C(0x0101010101010101));
	assert_int_equal(weir_port_drive(&port, 102, &b), 1);
	assert_true(b.first && b.data == UINT64_C(0x0202020202020202));
	assert_int_equal(weir_port_drive(&port, 103, &b), 1);
	assert_true(weir_port_wait(&port, 104) == UINT64_MAX);
	assert_int_equal(weir_port_drive(&port, 104, &b), 0);
	f.start = 110;
	assert_int_equal(weir_port_in(&port, &f), 1);
	assert_int_equal(weir_port_wait(&port, 104), 6);
}

static void test_lengths(void **state)
{
	uint8_t a[1];
	struct weir_dev_frame f = { a, 0, 0, 0, 0, 0, 0 };

	(void)state;
	memset(&port, 0, sizeof(port));
	assert_int_equal(weir_port_in(&port, &f), -EINVAL);
	f.len = WEIR_DEV_FRAME_MAX + 1;
	assert_int_equal(weir_port_in(&port, &f), -EINVAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_beats),
		cmocka_unit_test(test_back_to_back),
		cmocka_unit_test(test_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
