// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_walk.c - the driver's walker gives the frames of a right block, and none behind the first contradiction
 *
 * Guards against a length believed before it is compared: each field is damaged alone, to values just outside
 * of what is right and to extremes, in a block that ends where the address sanitizer's red zone begins.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "blocks.h"

#define SEQ 0x100000001ull

/* Walks all; the sum of the bytes makes the sanitizer look at each. Returns frames or -EPROTO. */
static int walk(const void *block, const char **wrong, u32 *sum)
{
	struct weir_walk_frame f;
	struct weir_walk w;
	int n = 0, ret = weir_walk_begin(&w, block, BLOCK_BYTES, BLOCK_MAC, SEQ);
	u32 i;

	while (!ret) {
		ret = weir_walk_next(&w, &f);
		if (ret != 1)
			break;
		for (i = 0; i < f.caplen; i++)
			*sum += f.data[i];
		ret = ++n > 100 ? -ELOOP : 0;
	}
	*wrong = w.wrong;
	if (ret == -EPROTO) {
		assert_non_null(w.wrong);
		assert_int_not_equal(weir_walk_next(&w, &f), 1);
	}
	return ret ? ret : n;
}

static void right_blocks(void **state)
{
	static const u32 lens[] = { 14, 15, 60, 61, 62, 1514 };
	struct tpacket_block_desc *d = block_new(SEQ);
	const char *wrong;
	u32 i, sum = 0, want = 0;

	(void)state;
	assert_int_equal(walk(d, &wrong, &sum), -EPROTO);
	assert_string_equal(wrong, "num_pkts");
	for (i = 0; i < sizeof(lens) / sizeof(lens[0]); i++) {
		assert_non_null(block_add(d, lens[i], lens[i] + i));
		want += i * lens[i];
		assert_int_equal(walk(d, &wrong, &sum), i + 1);
		assert_null(wrong);
		assert_int_equal(sum, want);
		sum = 0;
	}
	free(d);
	/* One frame that fills the block to its last byte. */
	d = block_new(SEQ);
	assert_non_null(block_add(d, BLOCK_BYTES - 48 - BLOCK_MAC, BLOCK_BYTES));
	assert_int_equal(walk(d, &wrong, &sum), 1);
	free(d);
}

static void what_a_frame_says(void **state)
{
	struct tpacket_block_desc *d = block_new(SEQ);
	struct tpacket3_hdr *p = block_add(d, 64, 9000);
	struct weir_walk_frame f;
	struct weir_walk w;

	(void)state;
	p->tp_status = TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID;
	p->hv1.tp_vlan_tci = 0xe123;
	p->hv1.tp_vlan_tpid = 0x88a8;
	assert_true(weir_walk_ready(d));
	assert_int_equal(weir_walk_begin(&w, d, BLOCK_BYTES, BLOCK_MAC, SEQ), 0);
	assert_int_equal(weir_walk_next(&w, &f), 1);
	assert_ptr_equal(f.data, (u8 *)p + BLOCK_MAC);
	assert_int_equal(f.caplen, 64);
	assert_int_equal(f.len, 9000);
	assert_int_equal(f.sec, 1000);
	assert_int_equal(f.nsec, 999999999);
	assert_true(f.vlan);
	assert_int_equal(f.tci, 0xe123);
	assert_int_equal(f.tpid, 0x88a8);
	assert_int_equal(weir_walk_next(&w, &f), 0);
	assert_int_equal(weir_walk_next(&w, &f), 0);
	weir_walk_give(d);
	assert_false(weir_walk_ready(d));
	free(d);
}

struct damage {
	const char *name;
	u32 at, bytes;		/* packet fields: from the packet */
	int packet;		/* -1 for the block's header */
};

#define HDR(f, n) { #f, offsetof(struct tpacket_block_desc, f), n, -1 }
#define PKT(f, n, i) { #f, offsetof(struct tpacket3_hdr, f), n, i }

static const struct damage fields[] = {
	HDR(version, 4), HDR(offset_to_priv, 4), HDR(hdr.bh1.num_pkts, 4),
	HDR(hdr.bh1.offset_to_first_pkt, 4), HDR(hdr.bh1.blk_len, 4), HDR(hdr.bh1.seq_num, 4),
	{ "upper half of seq_num", offsetof(struct tpacket_block_desc, hdr.bh1.seq_num) + 4, 4, -1 },
	PKT(hv1.tp_vlan_tpid, 2, 0), PKT(hv1.tp_vlan_tpid, 2, 2),
	PKT(tp_next_offset, 4, 0), PKT(tp_snaplen, 4, 0), PKT(tp_mac, 2, 0),
	PKT(tp_next_offset, 4, 1), PKT(tp_snaplen, 4, 1), PKT(tp_mac, 2, 1),
	PKT(tp_next_offset, 4, 2), PKT(tp_snaplen, 4, 2), PKT(tp_mac, 2, 2),
};

/* Of one damage and one value; 100 bytes of frame, so that 1 more or less is another total. */
static void damaged(const struct damage *g, u32 change, bool add)
{
	struct tpacket_block_desc *d = block_new(SEQ);
	u8 *p = (u8 *)d;
	const char *wrong;
	u32 i, v = 0, sum = 0;

	for (i = 0; i < 3; i++) {
		u8 *packet = (u8 *)block_add(d, 102 + 8 * i, 4000);

		if (g->packet == (int)i)
			p = packet;
	}
	memcpy(&v, p + g->at, g->bytes);
	i = add ? v + change : change;
	if (g->bytes == 2)
		i &= 0xffff;
	if (i != v) {
		memcpy(p + g->at, &i, g->bytes);
		if (walk(d, &wrong, &sum) != -EPROTO)
			fail_msg("%s of packet %d: %u instead of %u is not found", g->name, g->packet, i, v);
	}
	free(d);
}

static void each_field(void **state)
{
	static const u32 values[] = { 0, 1, 13, 14, 47, 48, 4095, 4096, 65535, 0x7fffffff, 0x80000000,
				      0xfffffff8, 0xffffffff };
	size_t i, n;

	(void)state;
	for (i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		for (n = 0; n < sizeof(values) / sizeof(values[0]); n++)
			damaged(&fields[i], values[n], false);
		for (n = 1; n <= 4096; n *= 2) {
			/* A frame of a few bytes more or less may take the same place: that is not wrong. */
			if (strcmp(fields[i].name, "tp_snaplen") || n > 7) {
				damaged(&fields[i], (u32)n, true);
				damaged(&fields[i], -(u32)n, true);
			}
		}
	}
}

static void times_and_lengths(void **state)
{
	struct tpacket_block_desc *d = block_new(SEQ);
	struct tpacket3_hdr *p = block_add(d, 60, 60);
	const char *wrong;
	u32 sum = 0;

	(void)state;
	p->tp_nsec = 1000000000;
	assert_int_equal(walk(d, &wrong, &sum), -EPROTO);
	assert_string_equal(wrong, "tp_nsec");
	p->tp_nsec = 0;
	p->tp_len = 59;
	assert_int_equal(walk(d, &wrong, &sum), -EPROTO);
	assert_string_equal(wrong, "tp_len");
	free(d);
}

static void expect(const void *block, const char *what)
{
	const char *wrong = NULL;
	u32 sum = 0;

	assert_int_equal(walk(block, &wrong, &sum), -EPROTO);
	assert_string_equal(wrong, what);
}

/* A tag is of a kind that the card lifts, or there is none and nothing of one: any other makes Linux warn. */
static void tags(void **state)
{
	static const struct {
		u32 status, tpid;
		const char *wrong;
	} cases[] = {
		{ 0, 0, NULL },
		{ TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID, 0x8100, NULL },
		{ TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID, 0x88a8, NULL },
		{ TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID, 0x9100, "tp_vlan_tpid" },
		{ TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID, 0x0081, "tp_vlan_tpid" },
		{ TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID, 0x8101, "tp_vlan_tpid" },
		{ TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID, 0, "tp_vlan_tpid" },
		{ TP_STATUS_VLAN_VALID, 0x8100, "tp_status" },
		{ TP_STATUS_VLAN_TPID_VALID, 0x8100, "tp_status" },
		{ TP_STATUS_VLAN_TPID_VALID, 0, "tp_status" },
		{ 0, 0x8100, "tp_vlan_tpid" },
	};
	struct tpacket_block_desc *d = block_new(SEQ);
	struct tpacket3_hdr *p = block_add(d, 60, 60);
	const char *wrong;
	u32 i, sum = 0;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		p->tp_status = TP_STATUS_USER | cases[i].status;
		p->hv1.tp_vlan_tpid = (u16)cases[i].tpid;
		assert_int_equal(walk(d, &wrong, &sum), cases[i].wrong ? -EPROTO : 1);
		if (cases[i].wrong)
			assert_string_equal(wrong, cases[i].wrong);
	}
	free(d);
}

/* Fields that are wrong together, so that each stands alone between the walker and what is outside. */
static void lies_that_agree(void **state)
{
	struct tpacket_block_desc *d = block_new(SEQ);
	struct tpacket3_hdr *p = block_add(d, 14, 64);

	(void)state;
	p->tp_snaplen = 13;
	expect(d, "tp_snaplen");
	p->tp_len = 9000;
	p->tp_snaplen = BLOCK_BYTES;
	expect(d, "tp_snaplen");
	p->tp_snaplen = 14;
	d->hdr.bh1.num_pkts = 2;
	expect(d, "num_pkts");
	d->hdr.bh1.num_pkts = 1;
	d->hdr.bh1.blk_len = 40;
	expect(d, "blk_len");
	d->hdr.bh1.blk_len = 148;
	expect(d, "blk_len");
	p->tp_snaplen = BLOCK_BYTES - 48 - BLOCK_MAC + 8;
	p->tp_len = BLOCK_BYTES;
	d->hdr.bh1.blk_len = BLOCK_BYTES + 8;
	expect(d, "blk_len");
	free(d);
	/* The first one takes some of the second one's place. */
	d = block_new(SEQ);
	p = block_add(d, 14, 64);
	block_add(d, 14, 64);
	p->tp_snaplen = 20;
	p->tp_next_offset = 104;
	expect(d, "blk_len ends before its last frame, at");
	free(d);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(right_blocks),
		cmocka_unit_test(what_a_frame_says),
		cmocka_unit_test(each_field),
		cmocka_unit_test(tags),
		cmocka_unit_test(lies_that_agree),
		cmocka_unit_test(times_and_lengths),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
