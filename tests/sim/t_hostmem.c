// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_hostmem.c - a DMA reaches what was handed over, and nothing else
 *
 * Guards against a lookup that lets a DMA run over a range's end, into the range behind it or into one
 * that was taken back, and against a refusal that does not name tap and address.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "hostmem.h"

static char stopped[512];
static int stops;

/* The device's part of a refusal. */
void weir_dev_stop(struct weir_dev *dev, const char *reason)
{
	assert_ptr_equal(dev, (struct weir_dev *)stopped);
	snprintf(stopped, sizeof(stopped), "%s", reason);
	stops++;
}

static struct weir_hostmem *make(int answer)
{
	struct weir_hostmem *mem = weir_hostmem_create(answer);

	assert_non_null(mem);
	weir_hostmem_attach(mem, (struct weir_dev *)stopped);
	stops = 0;
	stopped[0] = '\0';
	return mem;
}

static void test_add(void **state)
{
	struct weir_hostmem *mem = make(0);
	uint8_t buf[64];

	(void)state;
	assert_int_equal(weir_hostmem_add(mem, 0x1000, buf, 0, WEIR_HOSTMEM_READ, "a"), -EINVAL);
	assert_int_equal(weir_hostmem_add(mem, 0x1000, buf, 64, 0, "a"), -EINVAL);
	assert_int_equal(weir_hostmem_add(mem, 0x1000, buf, 64, 8, "a"), -EINVAL);
	assert_int_equal(weir_hostmem_add(mem, UINT64_MAX - 62, buf, 64, 1, "a"), -EINVAL);
	assert_int_equal(weir_hostmem_add(mem, UINT64_MAX - 63, buf, 64, 1, "top"), 0);
	assert_int_equal(weir_hostmem_add(mem, 0x1000, buf, 64, 1, "a"), 0);
	assert_int_equal(weir_hostmem_add(mem, 0x1000, buf, 64, 1, "b"), -EEXIST);
	assert_int_equal(weir_hostmem_add(mem, 0xfff, buf, 2, 1, "b"), -EEXIST);
	assert_int_equal(weir_hostmem_add(mem, 0x103f, buf, 1, 1, "b"), -EEXIST);
	assert_int_equal(weir_hostmem_add(mem, 0xf00, buf, 0x1000, 1, "b"), -EEXIST);
	assert_int_equal(weir_hostmem_add(mem, 0xfff, buf, 1, 1, "b"), 0);
	assert_int_equal(weir_hostmem_add(mem, 0x1040, buf, 1, 1, "c"), 0);
	assert_int_equal(weir_hostmem_remove(mem, 0x1001), -ENOENT);
	assert_int_equal(weir_hostmem_remove(mem, 0x2000), -ENOENT);
	assert_int_equal(weir_hostmem_remove(mem, 0x1000), 0);
	assert_int_equal(weir_hostmem_remove(mem, 0x1000), -ENOENT);
	weir_hostmem_destroy(mem);
}

static void test_access(void **state)
{
	struct weir_hostmem *mem = make(0);
	uint8_t a[32], data[32], strb[4] = { 0x05, 0x00, 0x00, 0x80 };
	unsigned int i;

	(void)state;
	for (i = 0; i < 32; i++) {
		a[i] = (uint8_t)i;
		data[i] = (uint8_t)(0x80 + i);
	}
	assert_int_equal(weir_hostmem_add(mem, UINT64_C(0xffffffffff000), a, 32, 3, "a"), 0);
	assert_int_equal(weir_hostmem_dma_write(mem, UINT64_C(0xffffffffff000), data, strb, 32), 0);
	assert_int_equal(a[0], 0x80);
	assert_int_equal(a[1], 1);
	assert_int_equal(a[2], 0x82);
	for (i = 3; i < 31; i++)
		assert_int_equal(a[i], i);
	assert_int_equal(a[31], 0x9f);
	assert_int_equal(weir_hostmem_dma_write(mem, UINT64_C(0xffffffffff004), data, NULL, 4), 0);
	assert_int_equal(weir_hostmem_dma_write(mem, UINT64_C(0xffffffffff00b), data, NULL, 7), 0);
	assert_int_equal(weir_hostmem_dma_write(mem, UINT64_C(0xffffffffff018), data, NULL, 8), 0);
	assert_memory_equal(a + 4, data, 4);
	assert_int_equal(a[8], 8);
	assert_int_equal(a[10], 10);
	assert_memory_equal(a + 11, data, 7);
	assert_int_equal(a[18], 18);
	assert_memory_equal(a + 24, data, 8);
	assert_int_equal(weir_hostmem_dma_read(mem, UINT64_C(0xffffffffff010), data, 8), 0);
	assert_memory_equal(data, a + 16, 8);
	assert_int_equal(weir_hostmem_dma_read(mem, UINT64_C(0xffffffffff001), data, 31), 0);
	assert_memory_equal(data, a + 1, 31);
	assert_int_equal(stops, 0);
	assert_null(weir_hostmem_error(mem));
	weir_hostmem_destroy(mem);
}

/* One wrong write or read each: memory stays as it was, the run stops with this text. */
static void refused(struct weir_hostmem *mem, int write, uint64_t addr, size_t len,
		    const char *text)
{
	uint8_t data[256];
	uint64_t before = weir_hostmem_refused(mem);
	int was = stops;

	memset(data, 0xee, sizeof(data));
	assert_int_equal(write ? weir_hostmem_dma_write(mem, addr, data, NULL, len) :
				 weir_hostmem_dma_read(mem, addr, data, len), -EFAULT);
	assert_int_equal(weir_hostmem_refused(mem), before + 1);
	assert_string_equal(weir_hostmem_error(mem), text);
	assert_int_equal(stops, was + 1);
	assert_string_equal(stopped, text);
}

static void test_refuse(void **state)
{
	struct weir_hostmem *mem = make(0);
	uint8_t a[64] = { 0 }, b[64] = { 0 }, zero[64] = { 0 };

	(void)state;
	refused(mem, 1, 0x1000, 8, "DMA write of 8 bytes at 0x1000: expected one range that was "
		"handed over, actual no memory is handed over");
	assert_int_equal(weir_hostmem_add(mem, 0x1000, a, 64, WEIR_HOSTMEM_BLOCK,
					  "tap 3 block 0"), 0);
	assert_int_equal(weir_hostmem_add(mem, 0x1040, b, 64, WEIR_HOSTMEM_READ,
					  "tap 3 descriptors"), 0);
	refused(mem, 1, 0x103f, 2, "DMA write of 2 bytes at 0x103f: expected one range that was "
		"handed over, actual in tap 3 block 0, 0x1000 to 0x103f");
	refused(mem, 1, 0xfff, 8, "DMA write of 8 bytes at 0xfff: expected one range that was "
		"handed over, actual in tap 3 block 0, 0x1000 to 0x103f");
	refused(mem, 1, 0xff0, 8, "DMA write of 8 bytes at 0xff0: expected one range that was "
		"handed over, actual 8 bytes before the start of tap 3 block 0");
	refused(mem, 1, 0x1090, 8, "DMA write of 8 bytes at 0x1090: expected one range that was "
		"handed over, actual 16 bytes behind the end of tap 3 descriptors");
	refused(mem, 0, 0x107c, 8, "DMA read of 8 bytes at 0x107c: expected one range that was "
		"handed over, actual in tap 3 descriptors, 0x1040 to 0x107f");
	refused(mem, 1, 0x1048, 8, "DMA write of 8 bytes at 0x1048: expected a range that may be "
		"written, actual in tap 3 descriptors, 0x1040 to 0x107f");
	refused(mem, 0, 0x1000, 8, "DMA read of 8 bytes at 0x1000: expected a block's bytes 8 to "
		"15, actual in tap 3 block 0, 0x1000 to 0x103f");
	refused(mem, 0, 0x100c, 8, "DMA read of 8 bytes at 0x100c: expected a block's bytes 8 to "
		"15, actual in tap 3 block 0, 0x1000 to 0x103f");
	assert_int_equal(weir_hostmem_dma_read(mem, 0x1008, zero, 8), 0);
	assert_int_equal(weir_hostmem_remove(mem, 0x1000), 0);
	refused(mem, 1, 0x1010, 8, "DMA write of 8 bytes at 0x1010: expected one range that was "
		"handed over, actual was tap 3 block 0 until it was taken back");
	refused(mem, 1, UINT64_MAX - 3, 8, "DMA write of 8 bytes at 0xfffffffffffffffc: expected "
		"one range that was handed over, actual 18446744073709547388 bytes behind the end "
		"of tap 3 descriptors");
	assert_memory_equal(a, zero, 64);
	assert_memory_equal(b, zero, 64);
	weir_hostmem_destroy(mem);
}

static void test_answer(void **state)
{
	struct weir_hostmem *mem = make(1);
	uint8_t data[8] = { 0 };

	(void)state;
	assert_int_equal(weir_hostmem_dma_read(mem, 0x1000, data, 8), -EFAULT);
	assert_int_equal(weir_hostmem_dma_write(mem, 0x1000, data, NULL, 8), -EFAULT);
	assert_int_equal(weir_hostmem_refused(mem), 2);
	assert_int_equal(stops, 0);
	weir_hostmem_destroy(mem);
}

#define RANGES	4000
#define SIZE	4096

/* Ranges come and go at random; each DMA is judged by a plain table beside. */
static void test_random(void **state)
{
	struct weir_hostmem *mem = make(1);
	uint8_t *pool = calloc(RANGES, SIZE), there[RANGES] = { 0 };
	uint64_t base = UINT64_C(0x123450000000), v;
	unsigned int n, ok = 0;

	(void)state;
	assert_non_null(pool);
	srand(1);
	for (n = 0; n < 400000; n++) {
		unsigned int i = (unsigned int)rand() % RANGES, off = (unsigned int)rand() % SIZE;
		uint64_t addr = base + (uint64_t)i * SIZE;
		int fits = there[i] && off + 8 <= SIZE;

		if (n % 4 == 0 && !there[i]) {
			assert_int_equal(weir_hostmem_add(mem, addr, pool + (size_t)i * SIZE, SIZE,
							  3, "r"), 0);
			there[i] = 1;
		} else if (n % 16 == 1 && there[i]) {
			assert_int_equal(weir_hostmem_remove(mem, addr), 0);
			there[i] = 0;
		} else {
			v = addr + off;
			assert_int_equal(weir_hostmem_dma_write(mem, addr + off, &v, NULL, 8),
					 fits ? 0 : -EFAULT);
			if (fits)
				assert_memory_equal(pool + (size_t)i * SIZE + off, &v, 8);
			ok += (unsigned int)fits;
		}
	}
	assert_true(ok > 100000);
	free(pool);
	weir_hostmem_destroy(mem);
}

/* Only what is handed over as a block is one, from its first byte to its last. */
static void test_block(void **state)
{
	struct weir_hostmem *mem = make(0);
	uint64_t first = 0, last = 0;
	uint8_t buf[8192];

	(void)state;
	assert_int_equal(weir_hostmem_add(mem, 0x4000, buf, 8192, WEIR_HOSTMEM_BLOCK, "b"), 0);
	assert_int_equal(weir_hostmem_add(mem, 0x6000, buf, 64, WEIR_HOSTMEM_WRITE, "record"), 0);
	assert_int_equal(weir_hostmem_block(mem, 0x3fff, &first, &last), 0);
	assert_int_equal(weir_hostmem_block(mem, 0x6000, &first, &last), 0);
	assert_int_equal(weir_hostmem_block(mem, 0x4000, &first, &last), 1);
	assert_true(first == 0x4000 && last == 0x5fff);
	first = 0;
	assert_int_equal(weir_hostmem_block(mem, 0x5fff, &first, &last), 1);
	assert_true(first == 0x4000);
	assert_int_equal(stops, 0);
	weir_hostmem_destroy(mem);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_add), cmocka_unit_test(test_access),
		cmocka_unit_test(test_refuse), cmocka_unit_test(test_answer),
		cmocka_unit_test(test_random), cmocka_unit_test(test_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
