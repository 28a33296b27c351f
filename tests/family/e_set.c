/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * e_set.c - table test: setsockopt(SOL_PACKET)
 */
#include <linux/net_tstamp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "family.h"

static struct tpacket_req3 ring_of(void)
{
	struct tpacket_req3 req = {
		.tp_block_size = 4096,
		.tp_block_nr = 4,
		.tp_frame_size = 2048,
		.tp_frame_nr = 8,
	};

	return req;
}

/* ringed: a socket with a ring, of V2. */
static int ringed(int which)
{
	struct tpacket_req3 req = ring_of();
	int fd = must_set(sock(SOCK_RAW, 0), PACKET_VERSION, TPACKET_V2);

	if (set(fd, which, &req, sizeof(struct tpacket_req)))
		stop("ring");
	return fd;
}

static void ring_errors_of(const char *name, int which, socklen_t want_len, int version)
{
	struct tpacket_req3 req = ring_of();
	char text[40];
	int fd = must_set(sock(SOCK_RAW, 0), PACKET_VERSION, version);

	snprintf(text, sizeof(text), "%s.short", name);
	call(text, set(fd, which, &req, want_len - 1), EINVAL);
	snprintf(text, sizeof(text), "%s.pointer", name);
	call(text, set(fd, which, (void *)1, want_len), EINVAL);
	snprintf(text, sizeof(text), "%s.empty", name);
	call(text, set(fd, which, &req, 0), EINVAL);
	snprintf(text, sizeof(text), "%s.longer", name);
	call(text, set(fd, which, &req, sizeof(req)), 0);
	close(fd);
}

static void ring_errors(void)
{
	ring_errors_of("v2.rx", PACKET_RX_RING, sizeof(struct tpacket_req), TPACKET_V2);
	ring_errors_of("v3.rx", PACKET_RX_RING, sizeof(struct tpacket_req3), TPACKET_V3);
}

static void tx_ring_errors(void)
{
	ring_errors_of("v2.tx", PACKET_TX_RING, sizeof(struct tpacket_req), TPACKET_V2);
	ring_errors_of("v3.tx", PACKET_TX_RING, sizeof(struct tpacket_req3), TPACKET_V3);
}

static void switches(void)
{
	static const struct {
		const char *name;
		int option;
	} t[] = { { "auxdata", PACKET_AUXDATA }, { "origdev", PACKET_ORIGDEV } };
	int fd = sock(SOCK_RAW, 0);
	char text[40];
	int64_t wide = 5;

	call("copy_thresh", set_int(fd, PACKET_COPY_THRESH, 100), 0);
	call("copy_thresh.short", set(fd, PACKET_COPY_THRESH, &wide, 3), EINVAL);
	call("copy_thresh.long", set(fd, PACKET_COPY_THRESH, &wide, 8), EINVAL);
	call("copy_thresh.negative", set_int(fd, PACKET_COPY_THRESH, -1), 0);
	for (size_t i = 0; i < COUNT(t); i++) {
		call(t[i].name, set(fd, t[i].option, &wide, 4), 0);
		snprintf(text, sizeof(text), "%s.is", t[i].name);
		num(text, get_int(fd, t[i].option), 1);
		snprintf(text, sizeof(text), "%s.short", t[i].name);
		call(text, set(fd, t[i].option, &wide, 3), EINVAL);
		snprintf(text, sizeof(text), "%s.long", t[i].name);
		call(text, set(fd, t[i].option, &wide, 8), 0);
		snprintf(text, sizeof(text), "%s.off", t[i].name);
		call(text, set_int(fd, t[i].option, 0), 0);
		snprintf(text, sizeof(text), "%s.off.is", t[i].name);
		num(text, get_int(fd, t[i].option), 0);
		snprintf(text, sizeof(text), "%s.pointer", t[i].name);
		call(text, set(fd, t[i].option, (void *)1, 4), EFAULT);
	}
}

static void versions(void)
{
	int64_t wide = TPACKET_V2;
	int fd = sock(SOCK_RAW, 0);

	num("at_first", get_int(fd, PACKET_VERSION), TPACKET_V1);
	call("v1", set_int(fd, PACKET_VERSION, TPACKET_V1), 0);
	call("v2", set_int(fd, PACKET_VERSION, TPACKET_V2), 0);
	num("v2.is", get_int(fd, PACKET_VERSION), TPACKET_V2);
	call("v3", set_int(fd, PACKET_VERSION, TPACKET_V3), 0);
	call("v4", set_int(fd, PACKET_VERSION, 3), EINVAL);
	call("negative", set_int(fd, PACKET_VERSION, -1), EINVAL);
	call("short", set(fd, PACKET_VERSION, &wide, 2), EINVAL);
	call("long", set(fd, PACKET_VERSION, &wide, 8), EINVAL);
	call("pointer", set(fd, PACKET_VERSION, (void *)1, 4), EFAULT);
	num("still", get_int(fd, PACKET_VERSION), TPACKET_V3);
	fd = ringed(PACKET_RX_RING);
	call("ring", set_int(fd, PACKET_VERSION, TPACKET_V3), EBUSY);
	call("ring.same", set_int(fd, PACKET_VERSION, TPACKET_V2), EBUSY);
}

static void reserve_loss(void)
{
	int64_t wide = 4;
	int fd = sock(SOCK_RAW, 0);

	num("reserve.at_first", get_int(fd, PACKET_RESERVE), 0);
	call("reserve", set_int(fd, PACKET_RESERVE, 4), 0);
	num("reserve.is", get_int(fd, PACKET_RESERVE), 4);
	call("reserve.most", set_int(fd, PACKET_RESERVE, 0x7fffffff), 0);
	call("reserve.more", set_int(fd, PACKET_RESERVE, (int)0x80000000), EINVAL);
	call("reserve.short", set(fd, PACKET_RESERVE, &wide, 3), EINVAL);
	call("reserve.long", set(fd, PACKET_RESERVE, &wide, 8), EINVAL);
	num("loss.at_first", get_int(fd, PACKET_LOSS), 0);
	call("loss", set_int(fd, PACKET_LOSS, 5), 0);
	num("loss.is", get_int(fd, PACKET_LOSS), 1);
	call("loss.short", set(fd, PACKET_LOSS, &wide, 3), EINVAL);
	fd = ringed(PACKET_RX_RING);
	call("ring.reserve", set_int(fd, PACKET_RESERVE, 4), EBUSY);
	call("ring.loss", set_int(fd, PACKET_LOSS, 1), EBUSY);
}

static void vnet(void)
{
	int fd = sock(SOCK_RAW, 0), low = sock(SOCK_DGRAM, 0);

	num("at_first", get_int(fd, PACKET_VNET_HDR), 0);
	call("raw", set_int(fd, PACKET_VNET_HDR, 7), 0);
	num("raw.is", get_int(fd, PACKET_VNET_HDR), 1);
	call("off", set_int(fd, PACKET_VNET_HDR, 0), 0);
	num("off.is", get_int(fd, PACKET_VNET_HDR), 0);
	call("dgram", set_int(low, PACKET_VNET_HDR, 1), EINVAL);
	call("dgram.off", set_int(low, PACKET_VNET_HDR, 0), EINVAL);
	call("short", set(fd, PACKET_VNET_HDR, "\1", 1), EINVAL);
	call("ring", set_int(ringed(PACKET_RX_RING), PACKET_VNET_HDR, 1), EBUSY);
}

static void stamps(void)
{
	int fd = sock(SOCK_RAW, 0), with = ringed(PACKET_RX_RING);
	int64_t wide = 0;

	num("at_first", get_int(fd, PACKET_TIMESTAMP), 0);
	call("raw", set_int(fd, PACKET_TIMESTAMP, SOF_TIMESTAMPING_RAW_HARDWARE), 0);
	num("raw.is", get_int(fd, PACKET_TIMESTAMP), SOF_TIMESTAMPING_RAW_HARDWARE);
	call("any", set_int(fd, PACKET_TIMESTAMP, 0x7ffffff1), 0);
	hex("any.is", (uint64_t)get_int(fd, PACKET_TIMESTAMP), 0x7ffffff1);
	call("short", set(fd, PACKET_TIMESTAMP, &wide, 3), EINVAL);
	call("long", set(fd, PACKET_TIMESTAMP, &wide, 8), EINVAL);
	call("ring", set_int(with, PACKET_TIMESTAMP, SOF_TIMESTAMPING_SOFTWARE), 0);
	num("ring.is", get_int(with, PACKET_TIMESTAMP), SOF_TIMESTAMPING_SOFTWARE);
}

static void no_group(void)
{
	int fd = bound(SOCK_RAW, PROTO);

	call("data", set(fd, PACKET_FANOUT_DATA, "\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 16), EINVAL);
	call("short", set(fd, PACKET_FANOUT, "\0\0", 2), EINVAL);
	num("none", get_int(fd, PACKET_FANOUT), 0);
	call("join", set_int(fd, PACKET_FANOUT, 58), 0);
}

static void tx_has_off(void)
{
	int fd = sock(SOCK_RAW, 0), rx = ringed(PACKET_RX_RING);

	num("at_first", get_int(fd, PACKET_TX_HAS_OFF), 0);
	call("set", set_int(fd, PACKET_TX_HAS_OFF, 9), 0);
	num("set.is", get_int(fd, PACKET_TX_HAS_OFF), 1);
	call("rx_ring", set_int(rx, PACKET_TX_HAS_OFF, 1), 0);
	num("rx_ring.is", get_int(rx, PACKET_TX_HAS_OFF), 0);
	call("short", set(fd, PACKET_TX_HAS_OFF, "\1", 1), EINVAL);
}

static void bypass_ignore(void)
{
	int fd = sock(SOCK_RAW, 0);
	int64_t wide = 1;

	num("bypass.at_first", get_int(fd, PACKET_QDISC_BYPASS), 0);
	call("bypass", set_int(fd, PACKET_QDISC_BYPASS, -7), 0);
	num("bypass.is", get_int(fd, PACKET_QDISC_BYPASS), 1);
	call("bypass.short", set(fd, PACKET_QDISC_BYPASS, &wide, 3), EINVAL);
	call("ignore", set_int(fd, PACKET_IGNORE_OUTGOING, 1), 0);
	num("ignore.is", get_int(fd, PACKET_IGNORE_OUTGOING), 1);
	call("ignore.2", set_int(fd, PACKET_IGNORE_OUTGOING, 2), EINVAL);
	call("ignore.negative", set_int(fd, PACKET_IGNORE_OUTGOING, -1), EINVAL);
	call("ignore.short", set(fd, PACKET_IGNORE_OUTGOING, &wide, 3), EINVAL);
	call("ignore.off", set_int(fd, PACKET_IGNORE_OUTGOING, 0), 0);
}

static void unknown(void)
{
	static const int levels[] = { 0, 6, 17, 41, 262, 264, 9999 };
	char text[16];
	int fd = sock(SOCK_RAW, 0), value = 1;

	call("o3", set_int(fd, 3, 1), ENOPROTOOPT);
	call("o4", set_int(fd, 4, 1), ENOPROTOOPT);
	call("o16", set_int(fd, PACKET_TX_TIMESTAMP, 1), ENOPROTOOPT);
	call("o25", set_int(fd, 25, 1), ANY_ERR);
	call("o99", set_int(fd, 99, 1), ENOPROTOOPT);
	call("negative", set_int(fd, -1, 1), ENOPROTOOPT);
	call("statistics", set_int(fd, PACKET_STATISTICS, 1), ENOPROTOOPT);
	call("hdrlen", set_int(fd, PACKET_HDRLEN, 1), ENOPROTOOPT);
	for (size_t i = 0; i < COUNT(levels); i++) {
		snprintf(text, sizeof(text), "level%d", levels[i]);
		call(text, setsockopt(fd, levels[i], PACKET_AUXDATA, &value, sizeof(value)),
		     ENOPROTOOPT);
	}
}

const struct fam_case cases_set[] = {
	{ "44", "rx_ring", ring_errors },	{ "44", "tx_ring", tx_ring_errors },
	{ "45", "switches", switches },		{ "46", "version", versions },
	{ "47", "reserve_loss", reserve_loss }, { "48", "vnet_hdr", vnet },
	{ "49", "timestamp", stamps },		{ "50", "fanout", no_group },
	{ "51", "tx_has_off", tx_has_off },	{ "52", "bypass_ignore", bypass_ignore },
	{ "53", "unknown", unknown },		{ 0 },
};
