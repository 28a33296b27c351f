// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_vfio_msg.c - messages of vfio-user are taken apart as QEMU makes them, and only those
 *
 * Guards against a length, offset, argsz or number of descriptors that is believed: each is set to its
 * last good and first bad value. Guards against answers whose layout a client cannot read.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "vfio_bench.h"

static void test_header(void **state)
{
	struct weir_vfio_hdr h;

	(void)state;
	vfio_begin(WEIR_VFIO_RESET, 16, 0);
	vfio_good(0);
	assert_int_equal(vfio_msg.hdr.id, 0x1234);
	assert_int_equal(weir_vfio_hdr_parse(&h, vfio_buf, vfio_why, sizeof(vfio_why)), 0);
	assert_int_equal(h.size, 16);
	vfio_put(4, 4, 15);
	vfio_wrong(0, "DEVICE_RESET: 16 to 65536 bytes expected, actual 15");
	vfio_put(4, 4, 17);
	vfio_wrong(0, "DEVICE_RESET: 16 to 16 bytes expected, actual 17");
	vfio_put(4, 4, UINT32_MAX);
	vfio_wrong(0, "DEVICE_RESET: 16 to 65536 bytes expected, actual 4294967295");
	vfio_begin(WEIR_VFIO_RESET, 16, WEIR_VFIO_REPLY);
	vfio_wrong(0, "DEVICE_RESET: flags of a command expected, actual 0x1");
	vfio_begin(WEIR_VFIO_RESET, 16, WEIR_VFIO_ERROR);
	vfio_wrong(0, "DEVICE_RESET: flags of a command expected, actual 0x20");
	vfio_begin(WEIR_VFIO_RESET, 16, WEIR_VFIO_NO_REPLY);
	vfio_good(0);
	assert_int_equal(vfio_msg.no_reply, 1);
	vfio_wrong(1, "DEVICE_RESET: 0 descriptors expected at most, actual 1");
	/* Commands that are not offered are no reason to part. */
	vfio_begin(99, 40, 0);
	assert_int_equal(vfio_parse(0, 1), 0);
	assert_int_equal(vfio_msg.error, ENOTSUP);
	vfio_wrong(1, "message: 0 descriptors expected at most, actual 1");
	vfio_begin(0, 16, 0);
	assert_int_equal(vfio_parse(0, 1), 0);
	assert_int_equal(vfio_msg.error, ENOTSUP);
	vfio_begin(WEIR_VFIO_DMA_READ, 32, 0);
	assert_int_equal(vfio_parse(0, 1), 0);
	assert_int_equal(vfio_msg.error, ENOTSUP);
}

static void test_version(void **state)
{
	uint8_t out[WEIR_VFIO_REPLY_MAX];
	size_t n;

	(void)state;
	vfio_begin(WEIR_VFIO_RESET, 16, 0);
	assert_int_equal(vfio_parse(0, 0), -EPROTO);
	assert_string_equal(vfio_why, "DEVICE_RESET: VERSION expected first, actual command 13");
	vfio_begin(WEIR_VFIO_VERSION, 20, 0);
	assert_int_equal(vfio_parse(0, 0), 0);
	vfio_wrong(0, "VERSION: one expected, actual a second one");
	vfio_put(4, 4, 19);
	assert_int_equal(vfio_parse(0, 0), -EPROTO);
	vfio_put(4, 4, 23);
	memcpy(vfio_buf + 20, "{}", 3);
	vfio_put(18, 2, 7);
	assert_int_equal(vfio_parse(0, 0), 0);
	assert_int_equal(vfio_msg.u.version.minor, 7);
	n = weir_vfio_reply_version(out, &vfio_msg);
	assert_int_equal(vfio_get(out, 2), 0x1234);
	assert_int_equal(vfio_get(out + 4, 4), n);
	assert_int_equal(vfio_get(out + 8, 4), WEIR_VFIO_REPLY);
	assert_int_equal(vfio_get(out + 16, 4), 0);
	assert_int_equal(strlen((char *)out + 20) + 21, n);
	assert_non_null(strstr((char *)out + 20, "\"max_dma_maps\":65535"));
	vfio_buf[22] = '}';
	assert_int_equal(vfio_parse(0, 0), -EPROTO);
	memcpy(vfio_buf + 20, "\0}", 3);
	assert_int_equal(vfio_parse(0, 0), -EPROTO);
	vfio_begin(WEIR_VFIO_VERSION, 20, 0);
	vfio_put(16, 2, 1);
	assert_int_equal(vfio_parse(0, 0), -EPROTO);
	assert_string_equal(vfio_why, "VERSION: major version 0 expected, actual 1");
	vfio_begin(WEIR_VFIO_VERSION, 20, WEIR_VFIO_NO_REPLY);
	assert_int_equal(vfio_parse(0, 0), -EPROTO);
}

static void map(uint32_t argsz, uint32_t flags, uint64_t offset, uint64_t addr, uint64_t size)
{
	vfio_begin(WEIR_VFIO_DMA_MAP, 48, 0);
	vfio_put(16, 4, argsz);
	vfio_put(20, 4, flags);
	vfio_put(24, 8, offset);
	vfio_put(32, 8, addr);
	vfio_put(40, 8, size);
}

static void test_map(void **state)
{
	(void)state;
	map(32, 3, 0xc3000, 0x100000000, 0x25000);
	vfio_good(1);
	vfio_good(0);
	vfio_wrong(2, "DMA_MAP: 1 descriptors expected at most, actual 2");
	assert_int_equal(vfio_msg.hdr.size, 48);
	vfio_good(1);
	assert_int_equal(vfio_msg.u.map.offset, 0xc3000);
	assert_int_equal(vfio_msg.u.map.addr, 0x100000000);
	assert_int_equal(vfio_msg.u.map.size, 0x25000);
	map(31, 3, 0, 0, 4096);
	vfio_wrong(1, "DMA_MAP: argsz of 32 or more expected, actual 31");
	map(32, 4, 0, 0, 4096);
	vfio_wrong(1, "DMA_MAP: flags 1 to 3 expected, actual 0x4");
	map(32, 0, 0, 0, 4096);
	vfio_wrong(1, "DMA_MAP: flags 1 to 3 expected, actual 0x0");
	map(32, 1, 0, 0, 0);
	vfio_wrong(0, "DMA_MAP: whole pages expected, actual 0x0 bytes at 0x0, offset 0x0");
	map(32, 1, 0, 2048, 4096);
	vfio_wrong(0, "DMA_MAP: whole pages expected, actual 0x1000 bytes at 0x800, offset 0x0");
	map(32, 1, 0, 0, 4097);
	vfio_wrong(0, "DMA_MAP: whole pages expected, actual 0x1001 bytes at 0x0, offset 0x0");
	map(32, 1, 1, 0, 4096);
	vfio_wrong(1, "DMA_MAP: whole pages expected, actual 0x1000 bytes at 0x0, offset 0x1");
	map(32, 3, 0, UINT64_C(0xfffffffffffff000), 4096);
	vfio_good(1);
	map(32, 3, 0, UINT64_C(0xfffffffffffff000), 8192);
	vfio_wrong(1, "DMA_MAP: an end below 2^64 expected, actual 0x2000 bytes at 0xfffffffffffff000, "
	      "offset 0x0");
	map(32, 3, UINT64_C(0x7ffffffffffff000), 0, 4096);
	vfio_good(1);
	map(32, 3, UINT64_C(0x7ffffffffffff000), 0, 8192);
	assert_int_equal(vfio_parse(1, 1), -EPROTO);
	map(32, 3, UINT64_C(0x8000000000000000), 0, 4096);
	assert_int_equal(vfio_parse(1, 1), -EPROTO);
}

static void unmap(uint32_t argsz, uint32_t flags, uint64_t addr, uint64_t size)
{
	vfio_begin(WEIR_VFIO_DMA_UNMAP, 40, 0);
	vfio_put(16, 4, argsz);
	vfio_put(20, 4, flags);
	vfio_put(24, 8, addr);
	vfio_put(32, 8, size);
}

static void test_unmap(void **state)
{
	uint8_t out[WEIR_VFIO_REPLY_MAX];

	(void)state;
	unmap(24, 0, 0x1000, 0x2000);
	vfio_good(0);
	assert_int_equal(weir_vfio_reply_unmap(out, &vfio_msg), 40);
	assert_int_equal(vfio_get(out + 24, 8), 0x1000);
	assert_int_equal(vfio_get(out + 32, 8), 0x2000);
	unmap(23, 0, 0x1000, 0x2000);
	vfio_wrong(0, "DMA_UNMAP: argsz of 24 or more expected, actual 23");
	unmap(24, 1, 0x1000, 0x2000);
	vfio_wrong(0, "DMA_UNMAP: flags 0 or 2 expected, actual 0x1");
	unmap(24, 2, 0, 0);
	vfio_good(0);
	unmap(24, 2, 0, 4096);
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
	unmap(24, 0, 0, 0);
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
	unmap(24, 0, 1, 4096);
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
	unmap(24, 0, UINT64_C(0xfffffffffffff000), 8192);
	assert_int_equal(vfio_parse(0, 1), -EPROTO);
}

static void info(unsigned int cmd, uint32_t size, uint32_t argsz, uint32_t index)
{
	vfio_begin(cmd, size, 0);
	vfio_put(16, 4, argsz);
	vfio_put(24, 4, index);
}

static void test_info(void **state)
{
	uint8_t out[WEIR_VFIO_REPLY_MAX];

	(void)state;
	info(WEIR_VFIO_GET_INFO, 32, 16, 0);
	vfio_good(0);
	assert_int_equal(weir_vfio_reply_info(out, &vfio_msg, &vfio_shape), 32);
	assert_int_equal(vfio_get(out + 20, 4), 3);
	assert_int_equal(vfio_get(out + 24, 4), 9);
	assert_int_equal(vfio_get(out + 28, 4), 5);
	info(WEIR_VFIO_GET_INFO, 32, 15, 0);
	vfio_wrong(0, "GET_INFO: argsz of 16 or more expected, actual 15");
	info(WEIR_VFIO_GET_REGION_INFO, 48, 32, 0);
	vfio_good(0);
	assert_int_equal(weir_vfio_reply_info(out, &vfio_msg, &vfio_shape), 48);
	assert_int_equal(vfio_get(out + 20, 4), 3);
	assert_int_equal(vfio_get(out + 32, 8), 262144);
	info(WEIR_VFIO_GET_REGION_INFO, 48, 32, 8);
	vfio_good(0);
	assert_int_equal(weir_vfio_reply_info(out, &vfio_msg, &vfio_shape), 48);
	assert_int_equal(vfio_get(out + 20, 4), 0);
	assert_int_equal(vfio_get(out + 32, 8), 0);
	info(WEIR_VFIO_GET_REGION_INFO, 48, 32, 9);
	assert_int_equal(vfio_parse(0, 1), 0);
	assert_int_equal(vfio_msg.error, EINVAL);
	assert_int_equal(weir_vfio_reply_error(out, &vfio_msg, EINVAL), 16);
	assert_int_equal(vfio_get(out + 8, 4), WEIR_VFIO_REPLY | WEIR_VFIO_ERROR);
	assert_int_equal(vfio_get(out + 12, 4), EINVAL);
	info(WEIR_VFIO_GET_REGION_INFO, 48, 31, 0);
	vfio_wrong(0, "GET_REGION_INFO: argsz of 32 or more expected, actual 31");
	info(WEIR_VFIO_GET_IRQ_INFO, 32, 16, WEIR_VFIO_IRQ_MSIX);
	vfio_good(0);
	assert_int_equal(weir_vfio_reply_info(out, &vfio_msg, &vfio_shape), 32);
	assert_int_equal(vfio_get(out + 20, 4), WEIR_VFIO_IRQ_EVENTFD);
	assert_int_equal(vfio_get(out + 28, 4), 32);
	info(WEIR_VFIO_GET_IRQ_INFO, 32, 16, 5);
	assert_int_equal(vfio_parse(0, 1), 0);
	assert_int_equal(vfio_msg.error, EINVAL);
	info(WEIR_VFIO_GET_IRQ_INFO, 32, 15, 0);
	vfio_wrong(0, "GET_IRQ_INFO: argsz of 16 or more expected, actual 15");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_header), cmocka_unit_test(test_version),
		cmocka_unit_test(test_map),    cmocka_unit_test(test_unmap),
		cmocka_unit_test(test_info),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
