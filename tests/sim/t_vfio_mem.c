// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_vfio_mem.c - a guest's memory is where it was mapped, page by page, and nowhere else
 *
 * Guards against a lookup that takes one base for all, a split that moves or loses a page, memory that is
 * still reached after it was taken back, and a file that shrinks and takes the server with it. A model
 * of one entry a page says what must be there.
 */
#define _GNU_SOURCE	/* memfd_create() */
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "vfio_mem.h"
#include "vfio_msg.h"

#define PAGE	4096U
#define RW	3U

/* hostmem.c stops a device only where it was asked to, which is not here. */
struct weir_dev;
void weir_dev_stop(struct weir_dev *dev, const char *reason);
void weir_dev_stop(struct weir_dev *dev, const char *reason)
{
	(void)dev;
	fail_msg("%s", reason);
}

/* A file whose page n begins with the number n. */
static int make_file(unsigned int pages)
{
	int fd = memfd_create("guest", MFD_CLOEXEC);
	uint32_t n;

	assert_true(fd >= 0);
	assert_int_equal(ftruncate(fd, (off_t)pages * PAGE), 0);
	for (n = 0; n < pages; n++)
		assert_int_equal(pwrite(fd, &n, 4, (off_t)n * PAGE), 4);
	return fd;
}

/* The number in the page at addr, or -1. */
static int64_t page_at(struct weir_vfio_mem *mem, uint64_t addr)
{
	uint32_t n;

	return weir_vfio_mem_dma_read(mem, addr, &n, 4) ? -1 : (int64_t)n;
}

static void test_map(void **state)
{
	struct weir_vfio_mem *mem = weir_vfio_mem_create();
	int fd = make_file(16);
	uint32_t v = 77;

	(void)state;
	assert_non_null(mem);
	assert_int_equal(weir_vfio_mem_map(mem, 0, 4 * PAGE, RW, fd, 0), 0);
	assert_int_equal(weir_vfio_mem_map(mem, 4 * PAGE, PAGE, 1, -1, 0), 0);
	assert_int_equal(weir_vfio_mem_map(mem, 0x100000000, 4 * PAGE, 1, fd, 8 * PAGE), 0);
	assert_int_equal(weir_vfio_mem_map(mem, UINT64_C(0xfffffffffffff000), PAGE, RW, fd, 15 * PAGE), 0);
	assert_int_equal(weir_vfio_mem_map(mem, 3 * PAGE, PAGE, RW, fd, 0), -EEXIST);
	assert_int_equal(weir_vfio_mem_map(mem, 4 * PAGE, PAGE, RW, fd, 0), -EEXIST);
	assert_int_equal(weir_vfio_mem_map(mem, 8 * PAGE, 2 * PAGE, RW, fd, 15 * PAGE), -EINVAL);
	assert_int_equal(weir_vfio_mem_map(mem, 8 * PAGE, PAGE, RW, fd, 17 * PAGE), -EINVAL);
	assert_int_equal(weir_vfio_mem_ranges(mem), 4);
	assert_null(weir_vfio_mem_error(mem));
	assert_int_equal(page_at(mem, 3 * PAGE), 3);
	assert_int_equal(page_at(mem, 0x100000000 + 2 * PAGE), 10);
	assert_int_equal(page_at(mem, UINT64_C(0xfffffffffffff000)), 15);
	assert_int_equal(weir_vfio_mem_refused(mem), 0);
	/* Without memory, behind the end, and against its flags. */
	assert_int_equal(page_at(mem, 4 * PAGE), -1);
	assert_int_equal(page_at(mem, 4 * PAGE - 2), -1);
	assert_int_equal(weir_vfio_mem_dma_write(mem, 0x100000000, &v, NULL, 4), -EFAULT);
	assert_int_equal(page_at(mem, 0x100000000), 8);
	assert_int_equal(weir_vfio_mem_refused(mem), 3);
	assert_string_equal(weir_vfio_mem_error(mem), "DMA write of 4 bytes at 0x100000000: expected a "
			    "range that may be written, actual in RAM at 0x100000000, 0x100000000 to "
			    "0x100003fff");
	assert_int_equal(weir_vfio_mem_dma_write(mem, PAGE, &v, NULL, 4), 0);
	assert_int_equal(page_at(mem, PAGE), 77);
	weir_vfio_mem_master(mem, 0);
	assert_int_equal(page_at(mem, PAGE), -1);
	assert_int_equal(weir_vfio_mem_dma_write(mem, PAGE, &v, NULL, 4), -EFAULT);
	assert_string_equal(weir_vfio_mem_error(mem),
			    "DMA write of 4 bytes at 0x1000: bus mastering expected on, actual off");
	weir_vfio_mem_master(mem, 1);
	assert_int_equal(page_at(mem, 0), 0);
	weir_vfio_mem_destroy(mem);
	close(fd);
}

#define SPACE 256U

/* Random maps and unmaps of a small space, all pages compared after each. */
static void test_churn(void **state)
{
	struct weir_vfio_mem *mem = weir_vfio_mem_create();
	const char *given = getenv("SEED");
	unsigned int seed = given ? (unsigned int)strtoul(given, NULL, 0) : 1, i, k;
	unsigned int maps = 0, holes = 0;
	int64_t model[SPACE];
	int fd = make_file(SPACE);

	(void)state;
	printf("SEED=%u\n", seed);
	srandom(seed);
	for (i = 0; i < SPACE; i++)
		model[i] = -2;		/* not mapped; -1: without memory */
	for (i = 0; i < 20000; i++) {
		unsigned int from = (unsigned int)random() % SPACE, n = (unsigned int)random() % 24 + 1;
		unsigned int off = (unsigned int)random() % SPACE, any = 0, kind = random() % 8;
		int ret;

		if (n > SPACE - from)
			n = SPACE - from;
		if (n > SPACE - off)
			n = SPACE - off;
		for (k = from; k < from + n; k++)
			any += model[k] != -2;
		if (kind < 5) {
			ret = weir_vfio_mem_map(mem, (uint64_t)from * PAGE, (uint64_t)n * PAGE, RW,
						kind ? fd : -1, (uint64_t)off * PAGE);
			assert_int_equal(ret, any ? -EEXIST : 0);
			for (k = 0; !any && k < n; k++)
				model[from + k] = kind ? (int64_t)(off + k) : -1;
			maps += !any;
		} else {
			ret = weir_vfio_mem_unmap(mem, (uint64_t)from * PAGE, (uint64_t)n * PAGE);
			assert_int_equal(ret, 0);
			for (k = from; k < from + n; k++)
				model[k] = -2;
			holes += any > 0;
		}
		for (k = 0; k < SPACE; k++)
			assert_int_equal(page_at(mem, (uint64_t)k * PAGE),
					 model[k] < 0 ? -1 : model[k]);
	}
	assert_true(maps > 1000 && holes > 1000);
	weir_vfio_mem_unmap_all(mem);
	assert_int_equal(weir_vfio_mem_ranges(mem), 0);
	assert_int_equal(page_at(mem, 0), -1);
	weir_vfio_mem_destroy(mem);
	close(fd);
}

/* As many maps as were promised, of 4 KiB, and none more; where a page is does not follow from another. */
static void test_many(void **state)
{
	struct weir_vfio_mem *mem = weir_vfio_mem_create();
	int fd = make_file(512);
	unsigned int i;

	(void)state;
	for (i = 0; i < WEIR_VFIO_MAPS_MAX; i++)
		if (weir_vfio_mem_map(mem, (uint64_t)i * 2 * PAGE, PAGE, RW, fd,
				      (uint64_t)(i * 7 % 512) * PAGE))
			break;
	/* More than the 65,530 maps that Linux gives a process as a rule. */
	assert_int_equal(i, WEIR_VFIO_MAPS_MAX);
	assert_int_equal(weir_vfio_mem_map(mem, (uint64_t)i * 2 * PAGE, PAGE, RW, -1, 0), -ENOSPC);
	for (i = 0; i < WEIR_VFIO_MAPS_MAX; i += 11)
		assert_int_equal(page_at(mem, (uint64_t)i * 2 * PAGE), (int)(i * 7 % 512));
	for (i = WEIR_VFIO_MAPS_MAX; i-- > 0;)
		if (weir_vfio_mem_unmap(mem, (uint64_t)i * 2 * PAGE, PAGE))
			break;
	assert_int_equal(i, UINT32_MAX);
	assert_int_equal(weir_vfio_mem_ranges(mem), 0);
	assert_int_equal(page_at(mem, 0), -1);
	/* In any order, too: those in front are moved each time. */
	for (i = 4096; i-- > 0;)
		assert_int_equal(weir_vfio_mem_map(mem, (uint64_t)(i * 2731 % 4096) * PAGE, PAGE, RW, fd,
						   0), 0);
	weir_vfio_mem_destroy(mem);
	close(fd);
}

/* The file is cut under the maps: an error response, and what is still there goes on. */
static void test_cut(void **state)
{
	struct weir_vfio_mem *mem = weir_vfio_mem_create();
	uint8_t strb[8] = { 0xff, 0xff, 0, 0, 0, 0, 0, 0x80 }, data[64] = { 0 };
	int fd = make_file(8), i;

	(void)state;
	assert_int_equal(weir_vfio_mem_map(mem, 0, 8 * PAGE, RW, fd, 0), 0);
	assert_int_equal(page_at(mem, 5 * PAGE), 5);
	assert_int_equal(ftruncate(fd, 4 * PAGE), 0);
	for (i = 0; i < 3; i++) {
		assert_int_equal(page_at(mem, 5 * PAGE), -1);
		assert_int_equal(weir_vfio_mem_dma_write(mem, 6 * PAGE, data, strb, 64), -EFAULT);
		assert_int_equal(weir_vfio_mem_dma_write(mem, 6 * PAGE, data, NULL, 8), -EFAULT);
		assert_int_equal(page_at(mem, 3 * PAGE), 3);
	}
	assert_int_equal(weir_vfio_mem_refused(mem), 9);
	assert_string_equal(weir_vfio_mem_error(mem),
			    "DMA write of 8 bytes at 0x6000: memory expected, actual SIGBUS: its file "
			    "was cut");
	assert_int_equal(ftruncate(fd, 8 * PAGE), 0);
	assert_int_equal(page_at(mem, 5 * PAGE), 0);
	weir_vfio_mem_destroy(mem);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_map),
		cmocka_unit_test(test_churn),
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
