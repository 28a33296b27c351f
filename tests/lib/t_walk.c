// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_walk.c - a good block gives its frames; a block that contradicts itself gives -EIO, is counted,
 * and is never read outside of what it is (run with SAN=1 to see the latter)
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "blocks.h"

static void fill(struct weir *w, uint32_t i, uint64_t seq)
{
	test_begin(w, i, seq);
	assert_true(test_add(w, i, 60, 60));
	assert_true(test_add(w, i, 14, 1514));
	assert_true(test_add(w, i, 1001, 1001));
}

static void good_block(void **state)
{
	static const uint32_t caplen[] = { 60, 14, 1001 }, len[] = { 60, 1514, 1001 };
	struct weir *w = test_open(2, 24);
	const struct weir_frame *f;
	uint32_t i, k;

	(void)state;
	assert_int_equal(weir_next(w, &f), 0);
	fill(w, 0, 1);
	test_give(w, 0);
	for (i = 0; i < 3; i++) {
		assert_int_equal(weir_next(w, &f), 1);
		assert_int_equal(f->caplen, caplen[i]);
		assert_int_equal(f->len, len[i]);
		assert_int_equal(f->sec, 1700000000 + i);
		assert_int_equal(f->nsec, 999999999 - i);
		assert_int_equal(f->protocol, 0x0800);
		assert_int_equal(f->pkttype, PACKET_OTHERHOST);
		assert_int_equal(f->ifindex, 7);
		assert_int_equal(f->vlan, 0);
		for (k = 0; k < f->caplen; k++)
			assert_int_equal(f->data[k], k & 0xff);
	}
	/* The block is given back only when its last frame is no longer needed. */
	assert_int_equal(test_block(w, 0)->hdr.bh1.block_status, TP_STATUS_USER);
	assert_int_equal(weir_next(w, &f), 0);
	assert_int_equal(test_block(w, 0)->hdr.bh1.block_status, TP_STATUS_KERNEL);
	test_over(w);
	assert_int_equal(weir_next(w, &f), -ENODATA);
	assert_int_equal(weir_next(w, &f), -ENODATA);
	weir_close(w);
}

static void full_block(void **state)
{
	struct weir *w = test_open(1, 0);
	const struct weir_frame *f;

	(void)state;
	test_begin(w, 0, 1);
	/* Fills the block to its last byte, as only the first frame of one may. */
	assert_true(test_add(w, 0, TEST_BLOCK - 48 - TEST_MAC, 9000));
	assert_int_equal(test_block(w, 0)->hdr.bh1.blk_len, TEST_BLOCK);
	test_give(w, 0);
	assert_int_equal(weir_next(w, &f), 1);
	assert_int_equal(f->caplen, TEST_BLOCK - 48 - TEST_MAC);
	assert_int_equal(weir_next(w, &f), 0);
	weir_close(w);
}

/* The frame that fills the block says that there is another one behind it: the header looked for would
 * be behind the block's memory, which the sanitizers would see; without them the wording tells. */
static void over_the_edge(void **state)
{
	struct weir *w = test_open(1, 0);
	const struct weir_frame *f;

	(void)state;
	test_begin(w, 0, 1);
	assert_true(test_add(w, 0, TEST_BLOCK - 48 - TEST_MAC, 9000));
	test_block(w, 0)->hdr.bh1.num_pkts = 2;
	test_packet(w, 0, 0)->tp_next_offset = TEST_BLOCK - 48;
	test_give(w, 0);
	assert_int_equal(weir_next(w, &f), 1);
	assert_int_equal(weir_next(w, &f), -EIO);
	assert_non_null(strstr(weir_error(w), "ends in a packet header"));
	weir_close(w);
}

static void tagged(void **state)
{
	struct weir *w = test_open(1, 0);
	const struct weir_frame *f;
	struct tpacket3_hdr *h;

	(void)state;
	fill(w, 0, 1);
	h = test_packet(w, 0, 0);
	h->tp_status |= TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID;
	h->hv1.tp_vlan_tci = 0xa005;
	h->hv1.tp_vlan_tpid = 0x88a8;
	h = test_packet(w, 0, 1);
	h->tp_status |= TP_STATUS_VLAN_VALID | TP_STATUS_TS_RAW_HARDWARE;
	h->hv1.tp_vlan_tci = 3;
	test_packet(w, 0, 2)->hv1.tp_vlan_tci = 9;
	test_give(w, 0);
	assert_int_equal(weir_next(w, &f), 1);
	assert_true(f->vlan && f->vlan_tci == 0xa005 && f->vlan_tpid == 0x88a8);
	assert_int_equal(f->clock, WEIR_CLOCK_HOST);
	assert_int_equal(weir_next(w, &f), 1);
	assert_true(f->vlan && f->vlan_tci == 3 && f->vlan_tpid == 0x8100);
	assert_int_equal(f->clock, WEIR_CLOCK_CARD);
	assert_int_equal(weir_next(w, &f), 1);
	assert_true(!f->vlan && !f->vlan_tci && !f->vlan_tpid);
	weir_close(w);
}

/* One field of block 0 made wrong; so many frames are still good before it is met. */
struct corruption {
	const char *name;
	int frames;
	void (*apply)(struct weir *w);
};

#define BLOCK(w) test_block(w, 0)
#define BH(w) BLOCK(w)->hdr.bh1
#define PKT(w, n) test_packet(w, 0, n)
#define CASE(fn, stmt) \
	static void fn(struct weir *w) \
	{ \
		stmt; \
	}
CASE(c_version, BLOCK(w)->version = 1)
CASE(c_priv, BLOCK(w)->offset_to_priv = 0xfffffff0)
CASE(c_len_small, BH(w).blk_len = 40)
CASE(c_len_big, BH(w).blk_len = TEST_BLOCK + 8)
CASE(c_len_huge, BH(w).blk_len = 0xffffffff)
CASE(c_len_cut, BH(w).blk_len -= 1000)
CASE(c_len_header, BH(w).blk_len = 48 + 152 + 96 + 40)
CASE(c_first_low, BH(w).offset_to_first_pkt = 0)
CASE(c_first_odd, BH(w).offset_to_first_pkt += 4)
CASE(c_first_high, BH(w).offset_to_first_pkt = 0xfffffff8)
CASE(c_num_more, BH(w).num_pkts = 4)
CASE(c_num_less, BH(w).num_pkts = 2)
CASE(c_num_huge, BH(w).num_pkts = 0xffffffff)
CASE(c_next_zero, PKT(w, 0)->tp_next_offset = 0)
CASE(c_next_self, PKT(w, 1)->tp_next_offset = 8)
CASE(c_next_odd, PKT(w, 1)->tp_next_offset += 4)
CASE(c_next_far, PKT(w, 1)->tp_next_offset = TEST_BLOCK)
CASE(c_next_huge, PKT(w, 1)->tp_next_offset = 0xfffffff8)
CASE(c_next_last, PKT(w, 2)->tp_next_offset = 8)
CASE(c_mac_low, PKT(w, 0)->tp_mac = 20)
CASE(c_mac_high, PKT(w, 2)->tp_mac = 0xffff)
CASE(c_cap_over, PKT(w, 2)->tp_snaplen = 2000; PKT(w, 2)->tp_len = 2000)
CASE(c_cap_huge, PKT(w, 0)->tp_snaplen = 0xffffffff; PKT(w, 0)->tp_len = 0xffffffff)
CASE(c_cap_next, PKT(w, 0)->tp_snaplen = PKT(w, 0)->tp_len = 200)
CASE(c_len_less, PKT(w, 1)->tp_len = 13)
CASE(c_nsec, PKT(w, 1)->tp_nsec = 1000000000)

static const struct corruption corruptions[] = {
	{ "version", 0, c_version }, { "offset_to_priv", 0, c_priv },
	{ "blk_len small", 0, c_len_small }, { "blk_len above block", 0, c_len_big },
	{ "blk_len huge", 0, c_len_huge }, { "blk_len cuts a frame", 2, c_len_cut },
	{ "blk_len cuts a header", 2, c_len_header },
	{ "first 0", 0, c_first_low }, { "first odd", 0, c_first_odd },
	{ "first huge", 0, c_first_high }, { "num_pkts + 1", 2, c_num_more },
	{ "num_pkts - 1", 1, c_num_less }, { "num_pkts huge", 0, c_num_huge },
	{ "next 0 in the middle", 0, c_next_zero }, { "next into itself", 1, c_next_self },
	{ "next odd", 1, c_next_odd }, { "next outside", 1, c_next_far },
	{ "next huge", 1, c_next_huge }, { "next of the last", 2, c_next_last },
	{ "mac low", 0, c_mac_low }, { "mac outside", 2, c_mac_high },
	{ "snaplen outside", 2, c_cap_over }, { "snaplen huge", 0, c_cap_huge },
	{ "snaplen into the next", 0, c_cap_next }, { "len below snaplen", 1, c_len_less },
	{ "nsec", 1, c_nsec },
};

static void corrupt_blocks(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < ARRAY_SIZE(corruptions); i++) {
		const struct corruption *c = &corruptions[i];
		struct weir *w = test_open(2, 0);
		const struct weir_frame *f;
		int k;

		fill(w, 0, 1);
		fill(w, 1, 2);
		c->apply(w);
		test_give(w, 0);
		test_give(w, 1);
		for (k = 0; k < c->frames; k++)
			if (weir_next(w, &f) != 1)
				fail_msg("%s: frame %d is missing: %s", c->name, k, weir_error(w));
		if (weir_next(w, &f) != -EIO || f)
			fail_msg("%s: not refused", c->name);
		assert_non_null(strstr(weir_error(w), "contradicts itself"));
		/* It was given back, and the next one is read. */
		assert_int_equal(BH(w).block_status, TP_STATUS_KERNEL);
		for (k = 0; k < 3; k++)
			assert_int_equal(weir_next(w, &f), 1);
		assert_int_equal(weir_next(w, &f), 0);
		assert_int_equal(atomic_load(&w->lib[LIB_CORRUPT]), 1);
		assert_int_equal(atomic_load(&w->lib[LIB_FRAMES]), 3 + c->frames);
		weir_close(w);
	}
}

static void sequence(void **state)
{
	struct weir *w = test_open(2, 0);
	const struct weir_frame *f;
	int i;

	(void)state;
	fill(w, 0, 1);
	fill(w, 1, 3);
	test_give(w, 0);
	test_give(w, 1);
	for (i = 0; i < 6; i++)
		assert_int_equal(weir_next(w, &f), 1);
	assert_int_equal(atomic_load(&w->lib[LIB_SEQ]), 1);
	weir_close(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(good_block), cmocka_unit_test(full_block),
		cmocka_unit_test(over_the_edge), cmocka_unit_test(tagged),
		cmocka_unit_test(corrupt_blocks),
		cmocka_unit_test(sequence),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
