// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_vfio_garbage.c - the switch that spoils blocks flips bits of headers, of the blocks that it was told
 * to, and no others
 *
 * Guards against a test of garbage that never sees any: a hand-over that is not recognized, a spoilt frame
 * in place of a header, the same header each time, a status word that comes before what it stands for,
 * and against one that believes what somebody else wrote into the block meanwhile.
 */
#define _GNU_SOURCE	/* memfd_create() */
#include <linux/if_packet.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cmocka.h>

#include "device.h"
#include "vfio_garbage.h"
#include "vfio_msg.h"

#define BASE	0x100000U
#define BLOCK	0x4000U
#define PACKETS	5U
#define STRIDE	400U	/* from packet to packet */
#define HEADER	48U

static struct {
	struct weir_vfio_mem *mem;
	uint8_t *ram, was[BLOCK];
	struct weir_vfio_garbage g;
} t;

/* What hostmem.c would stop on request. */
void weir_dev_stop(struct weir_dev *dev, const char *why)
{
	(void)dev;
	(void)why;
}

static int setup(void **state)
{
	int fd = memfd_create("ram", MFD_CLOEXEC);

	(void)state;
	t.mem = weir_vfio_mem_create();
	if (fd < 0 || ftruncate(fd, BLOCK) || !t.mem)
		return -1;
	t.ram = mmap(NULL, BLOCK, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (t.ram == MAP_FAILED || weir_vfio_mem_map(t.mem, BASE, BLOCK, WEIR_VFIO_DMA_READABLE |
						     WEIR_VFIO_DMA_WRITEABLE, fd, 0))
		return -1;
	close(fd);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	weir_vfio_mem_destroy(t.mem);
	munmap(t.ram, BLOCK);
	return 0;
}

/* A block as it is in memory before its status word comes. */
static void fill(void)
{
	struct tpacket_block_desc *d = (struct tpacket_block_desc *)t.ram;
	uint32_t i;

	memset(t.ram, 0x5a, BLOCK);
	memset(d, 0, sizeof(*d));
	d->version = 2;
	d->hdr.bh1.num_pkts = PACKETS;
	d->hdr.bh1.offset_to_first_pkt = HEADER;
	for (i = 0; i < PACKETS; i++) {
		struct tpacket3_hdr *h = (struct tpacket3_hdr *)(t.ram + HEADER + i * STRIDE);

		memset(h, 0, sizeof(*h));
		h->tp_next_offset = i + 1 < PACKETS ? STRIDE : 0;
	}
	memcpy(t.was, t.ram, BLOCK);
}

/* Hands the block over; what is written in place of `status`. */
static uint32_t hand_over(uint32_t status)
{
	uint32_t v;

	memcpy(&v, weir_vfio_garbage_write(&t.g, t.mem, BASE + 8, &status, NULL, 4), 4);
	return v;
}

static unsigned int bits(uint8_t a, uint8_t b)
{
	return (unsigned int)__builtin_popcount((unsigned int)(a ^ b));
}

/* Flipped bits by header, the status word's with the block's; fails for any outside of headers. */
static unsigned int flipped(uint32_t status, unsigned int of[1 + PACKETS])
{
	unsigned int sum = (unsigned int)__builtin_popcount(status ^ TP_STATUS_USER), n;
	uint32_t i;

	memset(of, 0, (1 + PACKETS) * sizeof(*of));
	of[0] = sum;
	for (i = 0; i < BLOCK; i++) {
		n = bits(t.ram[i], t.was[i]);
		if (!n)
			continue;
		sum += n;
		if (i < HEADER) {
			of[0] += n;
			assert_false(i >= 8 && i < 12);
			continue;
		}
		assert_in_range((i - HEADER) % STRIDE, 0, HEADER - 1);
		assert_in_range((i - HEADER) / STRIDE, 0, PACKETS - 1);
		of[1 + (i - HEADER) / STRIDE] += n;
	}
	return sum;
}

static void test_every_header(void **state)
{
	unsigned int of[1 + PACKETS], hit[1 + PACKETS] = { 0 }, status_hit = 0, i, n, headers;

	(void)state;
	weir_vfio_garbage_init(&t.g, 1, 3);
	for (i = 0; i < 2000; i++) {
		uint32_t status;

		fill();
		status = hand_over(TP_STATUS_USER);
		status_hit += status != TP_STATUS_USER;
		/* Two flips of one bit are none. */
		assert_in_range(flipped(status, of), 0, 3);
		for (headers = n = 0; n <= PACKETS; n++) {
			hit[n] += of[n] != 0;
			headers += of[n] != 0;
		}
		assert_in_range(headers, 0, 1);
	}
	assert_int_equal(t.g.blocks, 2000);
	/* A sixth each: 333, with a deviation of 17. The status word is a twelfth of a header with two
	 * bits. */
	for (n = 0; n <= PACKETS; n++)
		assert_in_range(hit[n], 230, 440);
	assert_in_range(status_hit, 15, 120);
}

static void test_how_many(void **state)
{
	unsigned int of[1 + PACKETS], spoilt = 0, i;

	(void)state;
	weir_vfio_garbage_init(&t.g, 10, 3);
	for (i = 0; i < 2000; i++) {
		fill();
		spoilt += flipped(hand_over(TP_STATUS_USER), of) != 0;
	}
	assert_in_range(t.g.blocks, 140, 260);
	assert_in_range(spoilt, t.g.blocks - 10, t.g.blocks);
	weir_vfio_garbage_init(&t.g, 0, 3);
	for (i = 0; i < 100; i++) {
		fill();
		assert_int_equal(flipped(hand_over(TP_STATUS_USER), of), 0);
	}
}

/* Everything else that a card writes, and a block that is not in memory. */
static void test_others(void **state)
{
	static const uint8_t data[64] = { TP_STATUS_USER }, strb[] = { 0x0d };
	unsigned int of[1 + PACKETS];

	(void)state;
	weir_vfio_garbage_init(&t.g, 1, 3);
	fill();
	assert_int_equal(hand_over(0), 0);
	assert_ptr_equal(weir_vfio_garbage_write(&t.g, t.mem, BASE + 16, data, NULL, 4), data);
	assert_ptr_equal(weir_vfio_garbage_write(&t.g, t.mem, BASE + 8, data, NULL, 5), data);
	assert_ptr_equal(weir_vfio_garbage_write(&t.g, t.mem, BASE + 8, data, strb, 4), data);
	weir_vfio_garbage_write(&t.g, t.mem, BASE + 0x100008, data, NULL, 4);
	assert_int_equal(flipped(TP_STATUS_USER, of), 0);
	assert_int_equal(t.g.blocks, 0);
}

/* Numbers that no card writes, in the block's header and in every packet's: left alone, and never the end. */
static void test_untrusted(void **state)
{
	static const struct { uint32_t packets, first, next; } bad[] = {
		{ UINT32_MAX, HEADER, STRIDE }, { UINT32_MAX - 1, HEADER, 0 }, { 1U << 31, HEADER, 0 },
		{ 80000, HEADER, STRIDE }, { 80000, HEADER, 0 }, { 80000, HEADER, UINT32_MAX },
		{ 80000, 0, STRIDE }, { 80000, UINT32_MAX, STRIDE }, { 80000, HEADER, 1U << 31 },
	};
	struct tpacket_block_desc *d = (struct tpacket_block_desc *)t.ram;
	unsigned int of[1 + PACKETS], own = 0, i, k;
	struct tpacket3_hdr *h;

	(void)state;
	weir_vfio_garbage_init(&t.g, 1, 3);
	for (i = 0; i < 9 * 200; i++) {
		fill();
		d->hdr.bh1.num_pkts = bad[i % 9].packets;
		d->hdr.bh1.offset_to_first_pkt = bad[i % 9].first;
		for (k = 0; k < PACKETS; k++) {
			h = (struct tpacket3_hdr *)(t.ram + HEADER + k * STRIDE);
			h->tp_next_offset = bad[i % 9].next;
		}
		memcpy(t.was, t.ram, BLOCK);
		flipped(hand_over(TP_STATUS_USER), of);
		own += of[0] != 0;
		for (k = 1; k <= PACKETS; k++)
			own += of[k] != 0;
	}
	/* One header in 80,000 can be found. */
	assert_in_range(own, 0, 9);
	assert_in_range(t.g.blocks, own, own + 9);
}

static void test_seed(void **state)
{
	uint8_t first[BLOCK];
	uint32_t status;

	(void)state;
	weir_vfio_garbage_init(&t.g, 1, 3);
	fill();
	status = hand_over(TP_STATUS_USER);
	memcpy(first, t.ram, BLOCK);
	weir_vfio_garbage_init(&t.g, 1, 3);
	fill();
	assert_int_equal(hand_over(TP_STATUS_USER), status);
	assert_memory_equal(first, t.ram, BLOCK);
	weir_vfio_garbage_init(&t.g, 1, 4);
	fill();
	assert_true(hand_over(TP_STATUS_USER) != status || memcmp(first, t.ram, BLOCK));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_header), cmocka_unit_test(test_how_many),
		cmocka_unit_test(test_others), cmocka_unit_test(test_untrusted),
		cmocka_unit_test(test_seed),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
