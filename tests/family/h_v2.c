/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * h_v2.c - table test: receive rings of TPACKET_V2
 */
#include <arpa/inet.h>
#include <linux/filter.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"

#define HDR 32

static struct tpacket2_hdr *must_have(const struct ring *r, unsigned int i)
{
	struct tpacket2_hdr *h = slot_wait(r, i);

	errno = ETIMEDOUT;
	if (!h)
		stop("frame");
	return h;
}

static void header(void)
{
	static const uint8_t zero[4];
	struct ring r = { 0 };
	struct tpacket2_hdr *h;

	ring_open(&r);
	/* All but the status, which says that the slot is the kernel's. */
	memset((uint8_t *)slot_at(&r, 0) + 4, 0xff, 2044);
	give(TO_DEV, PROTO, 60);
	h = must_have(&r, 0);
	hex("status", slot_status(&r, 0), TP_STATUS_USER);
	num("len", h->tp_len, 60);
	num("snaplen", h->tp_snaplen, 60);
	num("mac", h->tp_mac, V2_MAC);
	num("net", h->tp_net, V2_NET);
	yes("now", is_now(h->tp_sec, h->tp_nsec));
	num("tci", h->tp_vlan_tci, 0);
	num("tpid", h->tp_vlan_tpid, 0);
	yes("padding", !memcmp(h->tp_padding, zero, sizeof(zero)));
	yes("data", frame_ok((uint8_t *)h + h->tp_mac, 0, 52));
	num("beyond", ((uint8_t *)h)[V2_MAC + 60], 0xff);
	num("size", sizeof(*h), HDR);
}

static void sender_address(void)
{
	static const uint8_t zero[2];
	struct ring r = { 0 };
	struct sockaddr_ll from;

	ring_open(&r);
	memset((uint8_t *)slot_at(&r, 0) + 4, 0xff, 200);
	give(TO_ALL, PROTO, 60);
	memcpy(&from, (uint8_t *)must_have(&r, 0) + HDR, sizeof(from));
	num("family", from.sll_family, AF_PACKET);
	hex("protocol", ntohs(from.sll_protocol), PROTO);
	where("index", from.sll_ifindex, fam.index);
	num("hatype", from.sll_hatype, 1);
	num("pkttype", from.sll_pkttype, PACKET_BROADCAST);
	num("halen", from.sll_halen, MAC_LEN);
	station("address", from.sll_addr, fam.peer_mac);
	num("tail", from.sll_addr[6], ANY);
	yes("tail_0", !memcmp(from.sll_addr + MAC_LEN, zero, 2) || from.sll_addr[6] == 0xff);
}

static void offset_of(const char *name, int type, unsigned int reserve, bool vnet, unsigned int mac,
		      unsigned int net)
{
	struct ring r = { .type = type, .reserve = reserve };
	struct tpacket2_hdr *h;
	char text[40];

	if (vnet)
		r.fd = must_set(sock(type, 0), PACKET_VNET_HDR, 1);
	ring_open(&r);
	give(TO_DEV, PROTO, 60);
	h = must_have(&r, 0);
	snprintf(text, sizeof(text), "%s.mac", name);
	num(text, h->tp_mac, mac);
	snprintf(text, sizeof(text), "%s.net", name);
	num(text, h->tp_net, net);
	snprintf(text, sizeof(text), "%s.data", name);
	yes(text, frame_ok((uint8_t *)h + h->tp_net, LINK_LEN, 60 - LINK_LEN - 8));
	close(r.fd);
}

static void offsets(void)
{
	offset_of("raw", SOCK_RAW, 0, false, V2_MAC, V2_NET);
	offset_of("raw_4", SOCK_RAW, 4, false, V2_MAC + 4, V2_NET + 4);
	offset_of("raw_17", SOCK_RAW, 17, false, V2_MAC + 17, V2_NET + 17);
	offset_of("raw_1000", SOCK_RAW, 1000, false, V2_MAC + 1000, V2_NET + 1000);
	offset_of("vnet", SOCK_RAW, 0, true, V2_MAC + 10, V2_NET + 10);
	offset_of("vnet_4", SOCK_RAW, 4, true, V2_MAC + 14, V2_NET + 14);
	offset_of("dgram", SOCK_DGRAM, 0, false, V2_NET, V2_NET);
	offset_of("dgram_4", SOCK_DGRAM, 4, false, V2_NET + 4, V2_NET + 4);
}

static void far(void)
{
	struct ring fits = { .block = 131072, .nr = 1, .frame = 131072, .reserve = 65535 - V2_NET };
	struct ring beyond = {
		.block = 131072, .nr = 1, .frame = 131072, .reserve = 65536 - V2_NET
	};
	unsigned int packets = 0, drops = 0;

	ring_open(&fits);
	ring_open(&beyond);
	give(TO_DEV, PROTO, 60);
	num("net", must_have(&fits, 0)->tp_net, 65535);
	hex("beyond", slot_status(&beyond, 0), 0);
	yes("stats", stats(beyond.fd, &packets, &drops));
	num("packets", packets, 1);
	num("drops", drops, 1);
}

static void owners(void)
{
	struct ring r = { .nr = 2 };
	unsigned int packets = 0, drops = 0;

	ring_open(&r);
	/* A bit of the user's own in slot 1. */
	__atomic_store_n(&slot_at(&r, 1)->tp_status, 0x40000, __ATOMIC_RELEASE);
	give_many(2, 60);
	hex("s0", slot_status(&r, 0), TP_STATUS_USER);
	hex("s1", slot_status(&r, 1), 0x40000);
	hex("s2", slot_status(&r, 2), 0);
	yes("stats", stats(r.fd, &packets, &drops));
	num("packets", packets, 2);
	num("drops", drops, 1);
	slot_free(&r, 1);
	give(TO_DEV, PROTO, 60);
	hex("s1.free", slot_status(&r, 1), TP_STATUS_USER);
	hex("s2.after", slot_status(&r, 2), 0);
	/* Freed out of order: the kernel goes on where it was. */
	slot_free(&r, 0);
	give(TO_DEV, PROTO, 60);
	hex("s0.skipped", slot_status(&r, 0), 0);
	hex("s2.next", slot_status(&r, 2), TP_STATUS_USER);
}

static void around(void)
{
	struct ring r = { .nr = 2 };
	unsigned int good = 0;

	ring_open(&r);
	for (unsigned int i = 0; i < 10; i++) {
		give(TO_DEV, PROTO, 60 + i);
		good += must_have(&r, i)->tp_len == 60 + i;
		slot_free(&r, i);
	}
	num("frames", good, 10);
	num("drops", get_int(r.fd, PACKET_STATISTICS), 10);
}

static void checksum(void)
{
	struct ring r = { 0 };

	ring_open(&r);
	give_partial(34, 6, 100);
	must_have(&r, 0);
	hex("status", slot_status(&r, 0), fam.pair ? TP_STATUS_USER | TP_STATUS_CSUMNOTREADY : ANY);
}

static void status_bits(void)
{
	const uint32_t tag = TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID;
	struct ring r = { .protocol = PROTO_ALL };

	ring_open(&r);
	give(TO_DEV, PROTO, 60);
	must_have(&r, 0);
	hex("plain", slot_status(&r, 0), TP_STATUS_USER);
	give_tagged(9, -1, PROTO, 64);
	must_have(&r, 1);
	hex("tag", slot_status(&r, 1), TP_STATUS_USER | tag);
	emit(60);
	must_have(&r, 2);
	hex("outgoing", slot_status(&r, 2), TP_STATUS_USER);
	give_tagged(0, -1, PROTO, 64);
	must_have(&r, 3);
	hex("tag_0", slot_status(&r, 3), TP_STATUS_USER | tag);
}

static void losing(void)
{
	struct ring r = { .nr = 1 };
	unsigned int packets = 0, drops = 0;

	ring_open(&r);
	give_many(2, 60);
	hex("s0", slot_status(&r, 0), TP_STATUS_USER);
	hex("s1", slot_status(&r, 1), TP_STATUS_USER);
	give(TO_DEV, PROTO, 60);
	slot_free(&r, 0);
	slot_free(&r, 1);
	give_many(2, 60);
	hex("s0.lost", slot_status(&r, 0), TP_STATUS_USER | TP_STATUS_LOSING);
	hex("s1.lost", slot_status(&r, 1), TP_STATUS_USER | TP_STATUS_LOSING);
	yes("stats", stats(r.fd, &packets, &drops));
	num("packets", packets, 5);
	num("drops", drops, 1);
	slot_free(&r, 0);
	give(TO_DEV, PROTO, 60);
	hex("s0.after", slot_status(&r, 0), TP_STATUS_USER);
}

static void too_big(void)
{
	struct ring r = { .frame = 128 };
	struct tpacket2_hdr *h;
	struct got g;

	ring_open(&r);
	give(TO_DEV, PROTO, 200);
	h = must_have(&r, 0);
	hex("status", slot_status(&r, 0), TP_STATUS_USER);
	num("len", h->tp_len, 200);
	num("snaplen", h->tp_snaplen, 128 - V2_MAC);
	yes("data", frame_ok((uint8_t *)h + V2_MAC, 0, 128 - V2_MAC));
	yes("no_copy", none(r.fd));
	call("copy_thresh", set_int(r.fd, PACKET_COPY_THRESH, 1), 0);
	give(TO_DEV, PROTO, 200);
	h = must_have(&r, 1);
	hex("copy.status", slot_status(&r, 1), TP_STATUS_USER | TP_STATUS_COPY);
	num("copy.snaplen", h->tp_snaplen, 128 - V2_MAC);
	yes("copy", take(r.fd, &g));
	num("copy.len", g.len, 200);
	give(TO_DEV, PROTO, 62);
	must_have(&r, 2);
	hex("fits.status", slot_status(&r, 2), TP_STATUS_USER);
	num("fits.snaplen", slot_at(&r, 2)->tp_snaplen, 62);
	yes("fits.no_copy", none(r.fd));
}

static void tag(void)
{
	struct ring r = { .protocol = PROTO_ALL };
	struct tpacket2_hdr *h;
	uint8_t *at;

	ring_open(&r);
	give_tagged(0xb123, -1, PROTO, 68);
	h = must_have(&r, 0);
	at = (uint8_t *)h + h->tp_mac;
	num("tci", h->tp_vlan_tci, 0xb123);
	hex("tpid", h->tp_vlan_tpid, PROTO_VLAN);
	num("len", h->tp_len, 64);
	num("snaplen", h->tp_snaplen, 64);
	hex("type", (uint64_t)at[12] << 8 | at[13], PROTO);
	num("first", at[14], 18);
	give_tagged(7, 8, PROTO, 68);
	h = must_have(&r, 1);
	at = (uint8_t *)h + h->tp_mac;
	num("two.tci", h->tp_vlan_tci, 7);
	hex("two.type", (uint64_t)at[12] << 8 | at[13], PROTO_VLAN);
	hex("two.inner", (uint64_t)at[14] << 8 | at[15], 8);
}

static void woken(void)
{
	struct ring r = { 0 };
	int epoll, n = 0;

	ring_open(&r);
	epoll = edge_open(r.fd);
	for (int i = 0; i < 4; i++) {
		give(TO_DEV, PROTO, 60);
		n += edges(epoll);
	}
	num("wakes", n, 4);
	num("quiet", edges(epoll), 0);
}

const struct fam_case cases_v2[] = {
	{ "70", "header", header },
	{ "71", "address", sender_address },
	{ "72", "offsets", offsets },
	{ "73", "far_offset", far },
	{ "74", "owners", owners },
	{ "75", "around", around },
	{ "76", "status", status_bits },
	{ "76", "checksum", checksum },
	{ "77", "losing", losing },
	{ "78", "too_big", too_big },
	{ "79", "tag", tag },
	{ "80", "wakes", woken },
	{ 0 },
};
