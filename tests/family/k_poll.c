/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * k_poll.c - table test: poll() and statistics
 */
#include <arpa/inet.h>
#include <linux/errqueue.h>
#include <linux/filter.h>
#include <linux/net_tstamp.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"

static void newest_slot(void)
{
	struct ring r = { 0 };

	ring_open(&r);
	hex("empty", (uint64_t)poll_now(r.fd, POLLIN), 0);
	give_many(2, 60);
	hex("two", (uint64_t)poll_now(r.fd, POLLIN), POLLIN);
	slot_free(&r, 0);
	hex("newest_left", (uint64_t)poll_now(r.fd, POLLIN), POLLIN);
	slot_free(&r, 1);
	hex("none_left", (uint64_t)poll_now(r.fd, POLLIN), 0);
	give_many(2, 60);
	slot_free(&r, 3);
	hex("oldest_left", (uint64_t)poll_now(r.fd, POLLIN), 0);
}

static void newest_block(void)
{
	struct ring r = { .version = TPACKET_V3, .tov_ms = 60000 };

	ring_open(&r);
	hex("empty", (uint64_t)poll_now(r.fd, POLLIN), 0);
	give(TO_DEV, PROTO, 60);
	hex("open", (uint64_t)poll_now(r.fd, POLLIN), 0);
	give_many(10, 1000);
	hex("blocks", (uint64_t)poll_now(r.fd, POLLIN), POLLIN);
	hex("b0", block_status(&r, 0), TP_STATUS_USER);
	hex("b1", block_status(&r, 1), TP_STATUS_USER);
	hex("b2", block_status(&r, 2), TP_STATUS_USER);
	block_free(&r, 0);
	block_free(&r, 1);
	hex("newest_left", (uint64_t)poll_now(r.fd, POLLIN), POLLIN);
	block_free(&r, 2);
	hex("none_left", (uint64_t)poll_now(r.fd, POLLIN), 0);
}

static void writable(void)
{
	struct tpacket_req3 tx = { 4096, 2, 2048, 4, 0, 0, 0 };
	int fd = bound(SOCK_RAW, PROTO);
	struct ring r = { 0 };

	hex("plain", (uint64_t)poll_now(fd, POLLIN | POLLOUT), POLLOUT);
	ring_open(&r);
	hex("rx_ring", (uint64_t)poll_now(r.fd, POLLIN | POLLOUT), POLLOUT);
	must_set(fd, PACKET_VERSION, TPACKET_V2);
	call("tx_ring", set(fd, PACKET_TX_RING, &tx, sizeof(struct tpacket_req)), 0);
	hex("tx_ring.poll", (uint64_t)poll_now(fd, POLLIN | POLLOUT), POLLOUT);
}

/* The stamp of before the device, which any has. */
static void error_poll(void)
{
	int on = SOF_TIMESTAMPING_TX_SCHED | SOF_TIMESTAMPING_SOFTWARE,
	    fd = bound(SOCK_RAW, PROTO);
	const struct sock_extended_err *error;
	uint8_t frame[60];
	struct got g;

	call("timestamping", setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &on, sizeof(on)), 0);
	hex("before", (uint64_t)poll_now(fd, 0), 0);
	build(frame, TO_ALL, PROTO, sizeof(frame));
	call("send", send(fd, frame, sizeof(frame), 0), 0);
	hex("poll", (uint64_t)poll_until(fd, POLLIN, 50), POLLERR);
	g.control_len = 0;
	yes("error_queue", take_flags(fd, &g, FRAME_MAX, MSG_ERRQUEUE));
	hex("flags", (uint64_t)g.flags, MSG_ERRQUEUE);
	num("len", g.len, 60);
	error = control(&g, SOL_PACKET, PACKET_TX_TIMESTAMP, sizeof(*error));
	yes("message", error);
	if (error) {
		num("errno", error->ee_errno, ENOMSG);
		num("origin", error->ee_origin, SO_EE_ORIGIN_TIMESTAMPING);
	}
	hex("after", (uint64_t)poll_now(fd, 0), 0);
}

static void downed(void)
{
	struct ring r = { 0 };

	ring_open(&r);
	hex("up", (uint64_t)poll_now(r.fd, 0), 0);
	link_up(fam.dev, false);
	hex("down", (uint64_t)poll_now(r.fd, 0), POLLERR);
	num("error", sock_error(r.fd), ENETDOWN);
	hex("after", (uint64_t)poll_now(r.fd, 0), 0);
	link_restore();
}

/* Frames that the filter refuses are in no count, whether there was room or not. */
static void counted(void)
{
	struct sock_filter long_only[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0),
		BPF_JUMP(BPF_JMP | BPF_JGE | BPF_K, 70, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, UINT32_MAX),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_fprog prog = { .len = COUNT(long_only), .filter = long_only };
	struct ring r = { .nr = 1 };
	unsigned int packets = 0, drops = 0;

	r.fd = sock(SOCK_RAW, 0);
	if (setsockopt(r.fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		stop("filter");
	ring_open(&r);
	for (int i = 0; i < 6; i++)
		give(TO_DEV, PROTO, i % 2 ? 70 : 69);
	yes("stats", stats(r.fd, &packets, &drops));
	num("packets", packets, 3);
	num("drops", drops, 1);
	give(TO_DEV, PROTO, 69);
	yes("stats.again", stats(r.fd, &packets, &drops));
	num("packets.again", packets, 0);
	num("drops.again", drops, 0);
}

const struct fam_case cases_poll[] = {
	{ "102", "slots", newest_slot },
	{ "102", "blocks", newest_block },
	{ "103", "writable", writable },
	{ "104", "down", downed },
	{ "104", "error_queue", error_poll },
	{ "105", "counts", counted },
	{ 0 },
};
