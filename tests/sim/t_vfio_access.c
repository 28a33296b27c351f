// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_vfio_access.c - accesses and interrupts in messages of vfio-user stay within what the device has
 *
 * Guards against an offset, a count or a number of an interrupt that is believed, and against sums
 * of them that wrap: each is set to its last good and first bad value.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vfio_bench.h"

static void irqs(uint32_t bytes, uint32_t flags, uint32_t index, uint32_t start, uint32_t count)
{
	vfio_begin(WEIR_VFIO_SET_IRQS, 36 + bytes, 0);
	vfio_put(16, 4, 20 + bytes);
	vfio_put(20, 4, flags);
	vfio_put(24, 4, index);
	vfio_put(28, 4, start);
	vfio_put(32, 4, count);
}

static void test_irqs(void **state)
{
	(void)state;
	irqs(0, 0x24, 2, 0, 1);
	vfio_good(0);
	vfio_good(1);
	vfio_wrong(2, "SET_IRQS: no descriptor or one for each of 1 interrupts expected, actual 2");
	irqs(0, 0x24, 2, 0, 16);
	vfio_good(16);
	vfio_wrong(17, "SET_IRQS: 16 descriptors expected at most, actual 17");
	irqs(0, 0x24, 2, 31, 1);
	vfio_good(1);
	irqs(0, 0x24, 2, 31, 2);
	vfio_wrong(0, "SET_IRQS: interrupts below 32 expected, actual 2 from 31");
	irqs(0, 0x24, 2, 33, UINT32_MAX);
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
	irqs(0, 0x24, 2, 1, UINT32_MAX);
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
	irqs(0, 0x24, 5, 0, 0);
	vfio_wrong(0, "SET_IRQS: index 0 to 4 expected, actual 5");
	irqs(0, 0x21, 2, 0, 0);
	vfio_good(0);
	vfio_wrong(1, "SET_IRQS: no descriptor or one for each of 0 interrupts expected, actual 1");
	irqs(0, 0x24, 2, 0, 0);
	vfio_wrong(0, "SET_IRQS: one interrupt or more expected, actual none");
	irqs(0, 0x26, 2, 0, 1);
	vfio_wrong(0, "SET_IRQS: one kind of data and one action expected, actual flags 0x26");
	irqs(0, 0x04, 2, 0, 1);
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
	irqs(0, 0x2c, 2, 0, 1);
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
	irqs(0, 0x0c, 2, 0, 1);
	assert_int_equal(vfio_parse(0, 1), 0);
	assert_int_equal(vfio_msg.error, ENOTSUP);
	irqs(3, 0x22, 2, 4, 3);
	vfio_good(0);
	irqs(2, 0x22, 2, 4, 3);
	vfio_wrong(0, "SET_IRQS: 39 bytes expected, actual 38");
	irqs(0, 0x24, 2, 0, 1);
	vfio_put(16, 4, 19);
	vfio_wrong(0, "SET_IRQS: argsz of 20 or more expected, actual 19");
}

static void rw(unsigned int cmd, uint32_t bytes, uint32_t region, uint64_t offset, uint32_t count)
{
	vfio_begin(cmd, 32 + bytes, 0);
	vfio_put(16, 8, offset);
	vfio_put(24, 4, region);
	vfio_put(28, 4, count);
}

static void test_rw(void **state)
{
	uint8_t out[WEIR_VFIO_REPLY_MAX];

	(void)state;
	rw(WEIR_VFIO_REGION_READ, 0, 0, 262136, 8);
	vfio_good(0);
	assert_int_equal(weir_vfio_reply_rw(out, &vfio_msg, (const uint8_t *)"12345678"), 40);
	assert_memory_equal(out + 32, "12345678", 8);
	rw(WEIR_VFIO_REGION_READ, 0, 0, 262137, 8);
	vfio_wrong(0, "REGION_READ: an end within region 0 expected, actual 8 bytes at 0x3fff9");
	rw(WEIR_VFIO_REGION_READ, 0, 0, UINT64_MAX, 4);
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
	rw(WEIR_VFIO_REGION_READ, 0, 7, 0, 4096);
	vfio_good(0);
	rw(WEIR_VFIO_REGION_READ, 0, 0, 0, 4097);
	vfio_wrong(0, "REGION_READ: 1 to 4096 bytes expected, actual 4097");
	rw(WEIR_VFIO_REGION_READ, 0, 0, 0, 0);
	vfio_wrong(0, "REGION_READ: 1 to 4096 bytes expected, actual 0");
	rw(WEIR_VFIO_REGION_READ, 0, 1, 0, 4);
	vfio_wrong(0, "REGION_READ: a region of the device expected, actual 1");
	rw(WEIR_VFIO_REGION_READ, 0, 9, 0, 4);
	vfio_wrong(0, "REGION_READ: a region of the device expected, actual 9");
	rw(WEIR_VFIO_REGION_READ, 0, 0, 0, 4);
	vfio_put(8, 4, WEIR_VFIO_NO_REPLY);
	vfio_wrong(0, "REGION_READ: a request for a reply expected, actual none");
	rw(WEIR_VFIO_REGION_WRITE, 4, 0, 0x104, 4);
	vfio_put(8, 4, WEIR_VFIO_NO_REPLY);
	vfio_good(0);
	assert_int_equal(weir_vfio_reply_rw(out, &vfio_msg, NULL), 32);
	rw(WEIR_VFIO_REGION_WRITE, 5, 0, 0x104, 4);
	vfio_wrong(0, "REGION_WRITE: 36 bytes expected, actual 37");
	rw(WEIR_VFIO_REGION_WRITE, 0, 0, 0x104, 4);
	vfio_wrong(0, "REGION_WRITE: 36 bytes expected, actual 32");
}

static void record(uint32_t i, uint32_t region, uint64_t offset, uint32_t count)
{
	vfio_put(24 + i * 24, 8, offset);
	vfio_put(32 + i * 24, 4, region);
	vfio_put(36 + i * 24, 4, count);
	vfio_put(40 + i * 24, 8, i + 1);
}

static void test_multi(void **state)
{
	struct weir_vfio_write w;
	uint32_t i;
	int one = 1;

	(void)state;
	vfio_begin(WEIR_VFIO_WRITE_MULTI, 24 + 200 * 24, WEIR_VFIO_NO_REPLY);
	vfio_put(16, 8, 200);
	for (i = 0; i < 200; i++)
		record(i, 0, 4 * i, 4);
	assert_int_equal(weir_vfio_parse(&vfio_msg, &vfio_shape, vfio_buf, 0, &one, vfio_why,
					 sizeof(vfio_why)), 0);
	assert_int_equal(vfio_msg.u.multi.nr, 200);
	for (i = 0; i < 200; i++) {
		weir_vfio_multi(&vfio_msg, i, &w);
		assert_int_equal(w.offset, 4 * i);
		assert_int_equal(w.count, 4);
		assert_int_equal(w.data[0], (uint8_t)(i + 1));
	}
	vfio_put(16, 8, 201);
	vfio_wrong(0, "WRITE_MULTI: writes of 24 bytes that fill 4800 bytes expected, actual 201");
	vfio_put(16, 8, UINT64_C(0xaaaaaaaaaaaaab7));	/* times 24 is small again */
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
	vfio_put(16, 8, 200);
	record(199, 0, 262144, 4);
	vfio_wrong(0, "WRITE_MULTI: an end within region 0 expected, actual 4 bytes at 0x40000");
	record(199, 0, 0, 9);
	vfio_wrong(0, "WRITE_MULTI: 1 to 8 bytes a write expected, actual 9");
	record(199, 3, 0, 8);
	vfio_wrong(0, "WRITE_MULTI: a region of the device expected, actual 3");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_irqs), cmocka_unit_test(test_rw), cmocka_unit_test(test_multi),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
