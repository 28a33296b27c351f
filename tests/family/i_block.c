/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * i_block.c - table test: blocks of TPACKET_V3, when they change hands
 */
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"

/* Three frames of this length fill a block of 4,096 so far that no other fits. */
#define THIRD 1000

static void wait_ms(unsigned int ms)
{
	struct timespec t = { .tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000L };

	nanosleep(&t, NULL);
}

static void hand_over(void)
{
	struct ring r = { .version = TPACKET_V3, .nr = 2, .tov_ms = SLOW_MS };
	unsigned int packets, drops;

	ring_open(&r);
	give_many(4, THIRD);
	hex("full", block_must(&r, 0)->block_status, TP_STATUS_USER);
	hex("timer", block_must(&r, 1)->block_status, TP_STATUS_USER | TP_STATUS_BLK_TMO);
	give(TO_DEV, PROTO, 60);
	block_free(&r, 0);
	block_free(&r, 1);
	give(TO_DEV, PROTO, 60);
	hex("lost", block_must(&r, 0)->block_status,
	    TP_STATUS_USER | TP_STATUS_BLK_TMO | TP_STATUS_LOSING);
	if (!stats(r.fd, &packets, &drops))
		stop("stats");
	num("drops", drops, 1);
	block_free(&r, 0);
	give(TO_DEV, PROTO, 60);
	hex("after", block_must(&r, 1)->block_status, TP_STATUS_USER | TP_STATUS_BLK_TMO);
}

static void timers(void)
{
	struct tpacket_req3 req;
	struct ring slow = { .version = TPACKET_V3, .tov_ms = 60000 },
		    endless = { .version = TPACKET_V3, .tov_ms = UINT32_MAX };
	struct ring derived = { .version = TPACKET_V3 };
	int fd = must_set(sock(SOCK_RAW, 0), PACKET_VERSION, TPACKET_V3);

	ring_open(&slow);
	ring_open(&endless);
	/* 0 asks for a time from the device's speed, so bound first. */
	derived.fd = fd;
	if (bind_to(fd, fam.index, PROTO))
		stop("bind");
	req = ring_req(&derived);
	req.tp_retire_blk_tov = 0;
	call("derived.ring", set(fd, PACKET_RX_RING, &req, sizeof(req)), 0);
	close(fd);
	give(TO_DEV, PROTO, 60);
	wait_ms(300);
	hex("slow", block_status(&slow, 0), 0);
	hex("endless", block_status(&endless, 0), 0);
}

static void derived(void)
{
	struct ring r = { .version = TPACKET_V3 };
	struct tpacket_req3 req = ring_req(&r);

	r.fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VERSION, TPACKET_V3);
	req.tp_retire_blk_tov = 0;
	call("ring", set(r.fd, PACKET_RX_RING, &req, sizeof(req)), 0);
	give(TO_DEV, PROTO, 60);
	hex("poll", (uint64_t)poll_until(r.fd, POLLIN, 500), POLLIN);
}

static void idle(void)
{
	struct ring r = { .version = TPACKET_V3, .tov_ms = 10 };

	ring_open(&r);
	hex("poll", (uint64_t)poll_until(r.fd, POLLIN, 150), 0);
	hex("status", block_status(&r, 0), 0);
	give(TO_DEV, PROTO, 60);
	hex("poll.frame", (uint64_t)poll_until(r.fd, POLLIN, 500), POLLIN);
	num("packets", block_must(&r, 0)->num_pkts, 1);
	block_free(&r, 0);
	hex("poll.after", (uint64_t)poll_until(r.fd, POLLIN, 150), 0);
	hex("status.after", block_status(&r, 1), 0);
}

static int64_t ns(uint32_t sec, uint32_t nsec)
{
	return (int64_t)sec * 1000000000 + nsec;
}

static void times(void)
{
	struct ring r = { .version = TPACKET_V3, .tov_ms = 60000 };
	struct tpacket_hdr_v1 *h;
	struct tpacket3_hdr *first, *last;

	ring_open(&r);
	wait_ms(30);
	give_many(4, THIRD);
	h = block_must(&r, 0);
	first = packet_at(&r, 0, 0);
	last = packet_at(&r, 0, 2);
	yes("first_is_opening", ns(h->ts_first_pkt.ts_sec, h->ts_first_pkt.ts_nsec) + 20000000 <=
					ns(first->tp_sec, first->tp_nsec));
	yes("first_now", is_now(h->ts_first_pkt.ts_sec, h->ts_first_pkt.ts_nsec));
	yes("last_is_last",
	    ns(h->ts_last_pkt.ts_sec, h->ts_last_pkt.ts_nsec) == ns(last->tp_sec, last->tp_nsec));
	yes("in_order", ns(first->tp_sec, first->tp_nsec) <= ns(last->tp_sec, last->tp_nsec));
}

static void frozen(void)
{
	struct ring r = { .version = TPACKET_V3, .nr = 2, .tov_ms = 60000 };
	struct tpacket_stats_v3 st;
	socklen_t len = sizeof(st);

	ring_open(&r);
	give_many(6, THIRD);
	hex("b0", block_status(&r, 0), TP_STATUS_USER);
	hex("b1", block_status(&r, 1), 0);
	give_many(3, THIRD);
	hex("b1.full", block_status(&r, 1), TP_STATUS_USER);
	call("stats", getsockopt(r.fd, SOL_PACKET, PACKET_STATISTICS, &st, &len), 0);
	num("packets", st.tp_packets, 9);
	num("drops", st.tp_drops, 3);
	num("freezes", st.tp_freeze_q_cnt, 1);
	/* Not the block that is next. */
	block_free(&r, 1);
	give(TO_DEV, PROTO, THIRD);
	call("stats.wrong", getsockopt(r.fd, SOL_PACKET, PACKET_STATISTICS, &st, &len), 0);
	num("wrong.drops", st.tp_drops, 1);
	num("wrong.freezes", st.tp_freeze_q_cnt, 0);
	block_free(&r, 0);
	give_many(4, THIRD);
	hex("b0.again", block_status(&r, 0), TP_STATUS_USER);
	num("b0.packets", block_at(&r, 0)->num_pkts, 3);
	num("b0.seq", (int64_t)block_at(&r, 0)->seq_num, 3);
	call("stats.after", getsockopt(r.fd, SOL_PACKET, PACKET_STATISTICS, &st, &len), 0);
	num("after.packets", st.tp_packets, 4);
	num("after.drops", st.tp_drops, 0);
}

/* The timer too opens a block that was given back, before any frame comes. */
static void thawed(void)
{
	struct ring r = { .version = TPACKET_V3, .nr = 1, .tov_ms = 50 };

	ring_open(&r);
	give(TO_DEV, PROTO, 60);
	num("first", (int64_t)block_must(&r, 0)->seq_num, 1);
	block_free(&r, 0);
	wait_ms(500);
	num("opened", (int64_t)block_at(&r, 0)->seq_num, 2);
	hex("status", block_status(&r, 0), 0);
	give(TO_DEV, PROTO, 61);
	num("packets", block_must(&r, 0)->num_pkts, 1);
	num("len", packet_at(&r, 0, 0)->tp_len, 61);
	num("seq", (int64_t)block_at(&r, 0)->seq_num, 2);
}

/* A datagram between two hosts, for something to hash. */
static void flow(uint8_t last)
{
	uint8_t frame[80];
	uint32_t sum = 0;

	build(frame, TO_DEV, 0x0800, sizeof(frame));
	memcpy(frame + LINK_LEN,
	       "\x45\0\0\x42\0\1\0\0\x40\x11\0\0\xc0\0\2\1\xc0\0\2\2\0\x35\0\x35\0\x2e\0\0", 28);
	frame[LINK_LEN + 19] = last;
	for (int i = 0; i < 20; i += 2)
		sum += (uint32_t)frame[LINK_LEN + i] << 8 | frame[LINK_LEN + i + 1];
	sum = ~((sum & 0xffff) + (sum >> 16));
	frame[LINK_LEN + 10] = (uint8_t)(sum >> 8);
	frame[LINK_LEN + 11] = (uint8_t)sum;
	give_raw(frame, sizeof(frame));
}

static void hashed(void)
{
	struct ring with = { .version = TPACKET_V3,
			     .tov_ms = SLOW_MS,
			     .protocol = 0x0800,
			     .feature = TP_FT_REQ_FILL_RXHASH };
	struct ring without = { .version = TPACKET_V3, .tov_ms = SLOW_MS, .protocol = 0x0800 };
	uint32_t hash[3] = { 0 };

	ring_open(&with);
	ring_open(&without);
	flow(2);
	flow(3);
	flow(2);
	num("with.packets", block_must(&with, 0)->num_pkts, 3);
	block_must(&without, 0);
	for (unsigned int i = 0; i < 3; i++)
		hash[i] = packet_at(&with, 0, i)->hv1.tp_rxhash;
	yes("with", hash[0]);
	yes("same_flow", hash[0] == hash[2]);
	yes("other_flow", hash[0] != hash[1]);
	num("without", packet_at(&without, 0, 0)->hv1.tp_rxhash, 0);
}

static void woken(void)
{
	struct ring r = { .version = TPACKET_V3, .nr = 3, .tov_ms = 60000 };
	int epoll, n = 0;

	ring_open(&r);
	epoll = edge_open(r.fd);
	for (int i = 0; i < 3; i++) {
		give(TO_DEV, PROTO, THIRD);
		n += edges(epoll);
	}
	num("filling", n, 0);
	give(TO_DEV, PROTO, THIRD);
	num("retired", edges(epoll), 1);
	for (int i = 0; i < 3; i++)
		give(TO_DEV, PROTO, THIRD);
	num("second", edges(epoll), 1);
	give_many(3, THIRD);
	num("third", edges(epoll), 1);
	give(TO_DEV, PROTO, THIRD);
	num("drop", edges(epoll), ANY);
}

const struct fam_case cases_block[] = {
	{ "87", "hand_over", hand_over }, { "88", "timers", timers },
	{ "88", "derived", derived },	  { "89", "idle", idle },
	{ "90", "times", times },	  { "91", "frozen", frozen },
	{ "91", "thawed", thawed },	  { "92", "rxhash", hashed },
	{ "93", "wakes", woken },	  { 0 },
};
