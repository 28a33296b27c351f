// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_smoke.c - ten frames through one tap, every byte of its blocks by hand
 *
 * The way of a frame on the real card: port, tap, block, status word, completion record, interrupt,
 * counters; blocks closed by fullness, by STOP and by the retire time; idle time jumped on the way.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "card.h"

#define FRAMES	10
#define LEN	1000
/* ALIGN8(82 + 1000): 48 + 3 * 1088 is 3,312, and a fourth does not fit into 4,096. */
#define STEP	1088

static struct card card;

static void put(uint8_t *at, unsigned int n, uint64_t v)
{
	while (n--) {
		*at++ = (uint8_t)v;
		v >>= 8;
	}
}

/* What the frames are, and what must be told of them. Lengths are LEN or LEN and a tag of 4 bytes. */
static const struct {
	uint8_t dst[6];
	uint16_t tpid, tci;		/* 0: no tag */
	uint16_t ethertype;		/* after the tag */
	uint16_t protocol;		/* sll_protocol */
	uint8_t pkttype;
} kinds[FRAMES] = {
	{ { 0x02, 0x11, 0x22, 0x33, 0x44, 0x55 }, 0, 0, 0x0800, 0x0800, 0 },
	{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, 0, 0, 0x0806, 0x0806, 1 },
	{ { 0x33, 0x33, 0x00, 0x00, 0x00, 0x01 }, 0, 0, 0x86dd, 0x86dd, 2 },
	{ { 0x02, 0x11, 0x22, 0x33, 0x44, 0x56 }, 0, 0, 0x0800, 0x0800, 3 },
	{ { 0x02, 0x11, 0x22, 0x33, 0x44, 0x55 }, 0x8100, 0x6123, 0x0800, 0x0800, 0 },
	{ { 0x02, 0x11, 0x22, 0x33, 0x44, 0x55 }, 0x88a8, 0xf001, 0x8100, 0x8100, 0 },
	{ { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, 0x8100, 0x0000, 0x0806, 0x0806, 1 },
	{ { 0x02, 0x11, 0x22, 0x33, 0x44, 0x55 }, 0, 0, 0x03da, 0x0004, 0 },
	{ { 0x01, 0x80, 0xc2, 0x00, 0x00, 0x00 }, 0, 0, 0x0600, 0x0600, 2 },
	{ { 0x12, 0x11, 0x22, 0x33, 0x44, 0x55 }, 0, 0, 0xffff, 0xffff, 3 },
};

/* Frame n as it comes in; without the tag with `lifted`. Returns its length. */
static uint32_t make_frame(unsigned int n, uint8_t *f, int lifted)
{
	uint32_t at = 12, i;

	memcpy(f, kinds[n].dst, 6);
	for (i = 0; i < 6; i++)
		f[6 + i] = (uint8_t)(0xa0 + n + i);
	if (kinds[n].tpid && !lifted) {
		f[at++] = (uint8_t)(kinds[n].tpid >> 8);
		f[at++] = (uint8_t)kinds[n].tpid;
		f[at++] = (uint8_t)(kinds[n].tci >> 8);
		f[at++] = (uint8_t)kinds[n].tci;
	}
	f[at++] = (uint8_t)(kinds[n].ethertype >> 8);
	f[at++] = (uint8_t)kinds[n].ethertype;
	for (i = 14; i < LEN; i++)
		f[at++] = (uint8_t)(n * 31 + i * 7 + (i >> 8));
	return at;
}

/* Packet n at `at`: struct tpacket3_hdr, struct sockaddr_ll, the frame; zeros between. */
static void expect_packet(uint8_t *at, unsigned int n, uint32_t next)
{
	uint32_t status = 0x80000001;		/* TS_RAW_HARDWARE as configured, USER */
	unsigned int i;

	if (kinds[n].tpid)
		status |= 0x50;			/* VLAN_VALID, VLAN_TPID_VALID */
	put(at + 0, 4, next);
	put(at + 4, 4, 1700000000 + n);
	put(at + 8, 4, 999999990 + n);
	put(at + 12, 4, LEN);
	put(at + 16, 4, LEN);
	put(at + 20, 4, status);
	put(at + 24, 2, 82);
	put(at + 26, 2, 96);
	put(at + 32, 4, kinds[n].tci);
	put(at + 36, 2, kinds[n].tpid);
	put(at + 48, 2, 17);			/* AF_PACKET */
	at[50] = (uint8_t)(kinds[n].protocol >> 8);
	at[51] = (uint8_t)kinds[n].protocol;
	put(at + 52, 4, 7);			/* sll_ifindex */
	put(at + 56, 2, 1);			/* ARPHRD_ETHER */
	at[58] = kinds[n].pkttype;
	at[59] = 6;
	for (i = 0; i < 6; i++)
		at[60 + i] = (uint8_t)(0xa0 + n + i);
	make_frame(n, at + 82, 1);
}

/* Block number `seq` (from 1) with packets first to first + n - 1. */
static void expect_block(uint64_t seq, unsigned int first, unsigned int n, uint32_t status)
{
	const uint8_t *got = card_block(&card, 0, (unsigned int)(seq - 1) % 4);
	static uint8_t want[4096];
	unsigned int i;

	memset(want, 0, sizeof(want));
	put(want + 0, 4, 2);			/* TPACKET_V3 */
	put(want + 4, 4, 48);
	put(want + 8, 4, status);
	put(want + 12, 4, n);
	put(want + 16, 4, 48);
	put(want + 20, 4, 48 + n * STEP);
	put(want + 24, 8, seq);
	memcpy(want + 32, got + 32, 8);		/* ts_first: when it was opened; below */
	put(want + 40, 4, 1700000000 + first + n - 1);
	put(want + 44, 4, 999999990 + first + n - 1);
	for (i = 0; i < n; i++)
		expect_packet(want + 48 + i * STEP, first + i, i + 1 < n ? STEP : 0);
	for (i = 0; i < 48 + n * STEP; i++)
		if (got[i] != want[i])
			fail_msg("block %u byte %u (packet %d, its byte %d): 0x%02x expected, "
				 "actual 0x%02x", (unsigned int)seq, i, ((int)i - 48) / STEP,
				 ((int)i - 48) % STEP, want[i], got[i]);
}

static void start(const struct card_tap *cfg)
{
	card_open(&card, NULL);
	card_write(&card, WEIR_PORT_MAC_LO, 0x33221102);
	card_write(&card, WEIR_PORT_MAC_HI, 0x5544);
	card_tap_setup(&card, 0, cfg);
	card_write(&card, WEIR_CTRL_CONTROL, WEIR_CTRL_CONTROL_RX_ENABLE_MASK |
		   WEIR_CTRL_CONTROL_VLAN_LIFT_MASK);
	assert_int_equal(card_tap_start(&card, 0), WEIR_TAP_STATE_RUNNING);
}

static void send(unsigned int n, uint64_t at)
{
	uint8_t buf[LEN + 4];
	struct weir_dev_frame f = { buf, make_frame(n, buf, 0), 0, at, 1, 1700000000 + n,
				    999999990 + n };

	card_frame(&card, &f);
}

static uint32_t word(const uint8_t *at)
{
	return at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static void test_ten(void **state)
{
	struct card_tap cfg = { .blocks = 4, .block_size = 4096, .ifindex = 7,
				.status_bits = 0x80000000, .irq = 5 << WEIR_TAP_IRQ_VECTOR_SHIFT };
	unsigned int n;

	(void)state;
	start(&cfg);
	for (n = 0; n < FRAMES; n++)
		send(n, 0);
	card_settle(&card);
	for (n = 0; n < 3; n++)
		expect_block(n + 1, 3 * n, 3, 1);
	assert_int_equal(word(card_block(&card, 0, 3) + 8), 0);
	assert_int_equal(card.irqs[5], 3);
	assert_int_equal(card_tap_stop(&card, 0), WEIR_TAP_STATE_DISABLED);
	card_settle(&card);
	expect_block(4, 9, 1, 1);
	assert_int_equal(card.irqs[5], 4);
	/* The completion record of tap 0. */
	assert_int_equal(word(card.compl + WEIR_HOST_COMPLETION_SEQ_LO), 4);
	assert_int_equal(word(card.compl + WEIR_HOST_COMPLETION_SEQ_HI), 0);
	assert_int_equal(word(card.compl + WEIR_HOST_COMPLETION_HEAD) & 0xffff, 0);
	assert_int_equal(word(card.compl + WEIR_HOST_COMPLETION_GENERATION), 0);
	assert_int_equal(word(card.compl + WEIR_HOST_COMPLETION_BLOCKS), 4);
	assert_int_equal(word(card.compl + WEIR_HOST_COMPLETION_FRAMES), 1);
	card_snapshot(&card);
	assert_int_equal(card_counter(&card, WEIR_PORT_COUNTERS_RX_FRAMES), 10);
	assert_int_equal(card_counter(&card, WEIR_PORT_COUNTERS_RX_BYTES), 10 * LEN + 3 * 4);
	assert_int_equal(card_counter(&card, WEIR_PORT_COUNTERS_MATCHED), 10);
	assert_int_equal(card_counter(&card, WEIR_PORT_COUNTERS_IN_FLIGHT), 0);
	assert_int_equal(card_counter(&card, WEIR_TAP_COUNTERS_MATCHED(0)), 10);
	assert_int_equal(card_counter(&card, WEIR_TAP_COUNTERS_DELIVERED(0)), 10);
	assert_int_equal(card_counter(&card, WEIR_TAP_COUNTERS_PENDING(0)), 0);
	assert_int_equal(card_counter(&card, WEIR_TAP_COUNTERS_BLOCKS(0)), 4);
	assert_int_equal(card_counter(&card, WEIR_TAP_COUNTERS_BLOCKS_TMO(0)), 0);
	card_tap_free(&card, 0);
	card_close(&card);
}

/* A block retires at its time, to the microsecond, though nothing is clocked until then. */
static void test_retire(void **state)
{
	struct card_tap cfg = { .blocks = 4, .block_size = 4096, .ifindex = 7, .retire_us = 8000,
				.status_bits = 0x80000000 };
	struct weir_dev_stats stats;
	uint64_t opened, jumped;

	(void)state;
	start(&cfg);
	send(0, 0);
	opened = weir_dev_cycle(card.dev);
	card_settle(&card);
	jumped = weir_dev_jump(card.dev, UINT64_C(1) << 40);
	assert_true(jumped > 1000000 && jumped < 8000 * 625 / 4);
	assert_int_equal(word(card_block(&card, 0, 0) + 8), 0);
	while (!word(card_block(&card, 0, 0) + 8))
		card_step(&card, 1);
	expect_block(1, 0, 1, 0x21);		/* USER, BLK_TMO */
	/* The frame's way in, most of it a lane's 640 cycles, 8 ms, two writes and answers, 160 together. */
	assert_in_range(weir_dev_cycle(card.dev) - opened, 1250000, 1250000 + 1440);
	card_settle(&card);
	/* No timer any more: it can go as far as one likes, but for the polls of the block that is out. */
	jumped = weir_dev_jump(card.dev, UINT64_C(1) << 40);
	assert_in_range(jumped, (UINT64_C(1) << 40) - 2000, UINT64_C(1) << 40);
	weir_dev_stats(card.dev, &stats);
	assert_true(stats.cycles < 10000);
	send(1, 0);
	card_settle(&card);
	assert_int_equal(card_tap_stop(&card, 0), WEIR_TAP_STATE_DISABLED);
	expect_block(2, 1, 1, 1);
	card_close(&card);
}

/* Time is jumped between frames, and a block that is given back before the next is there for it, without
 * a doorbell. */
static void test_give_back(void **state)
{
	struct card_tap cfg = { .blocks = 4, .block_size = 4096, .ifindex = 7,
				.status_bits = 0x80000000 };
	uint64_t at;
	unsigned int n;

	(void)state;
	start(&cfg);
	for (n = 0; n < FRAMES; n++)
		send(n, 0);
	for (n = 0; n < 3; n++)
		send(n, 0);			/* the third does not fit: no block */
	card_settle(&card);
	assert_int_equal(word(card_block(&card, 0, 3) + 12), 3);
	put(card_block(&card, 0, 0) + 8, 4, 0);
	at = weir_dev_cycle(card.dev) + 500000000;
	send(3, at);
	while (weir_dev_cycle(card.dev) < at)
		if (!weir_dev_jump(card.dev, at - weir_dev_cycle(card.dev)))
			card_step(&card, 1);
	card_settle(&card);
	assert_int_equal(card_tap_stop(&card, 0), WEIR_TAP_STATE_DISABLED);
	/* The ring's first block again: sequence 5, LOSING since a frame was lost, packet 3. */
	assert_int_equal(word(card_block(&card, 0, 0) + 8), 1 | 4);
	assert_int_equal(word(card_block(&card, 0, 0) + 12), 1);
	assert_int_equal(word(card_block(&card, 0, 0) + 24), 5);
	card_snapshot(&card);
	assert_int_equal(card_counter(&card, WEIR_TAP_COUNTERS_DELIVERED(0)), 13);
	assert_int_equal(card_counter(&card, WEIR_TAP_COUNTERS_DROP_NO_BLOCK(0)), 1);
	assert_int_equal(card_counter(&card, WEIR_TAP_COUNTERS_FREEZES(0)), 1);
	card_close(&card);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_ten),
		cmocka_unit_test(test_retire),
		cmocka_unit_test(test_give_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
