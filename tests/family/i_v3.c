/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * i_v3.c - table test: blocks of TPACKET_V3, their bytes
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"


static void block_header(void)
{
	struct ring r = { .version = TPACKET_V3, .tov_ms = SLOW_MS };
	const struct tpacket_block_desc *d;
	struct tpacket_hdr_v1 *h;

	ring_open(&r);
	give(TO_DEV, PROTO, 60);
	give(TO_DEV, PROTO, 70);
	h = block_must(&r, 0);
	d = (const struct tpacket_block_desc *)r.map;
	num("version", d->version, 2);
	num("offset_to_priv", d->offset_to_priv, BLOCK_HDR);
	hex("status", h->block_status, TP_STATUS_USER | TP_STATUS_BLK_TMO);
	num("packets", h->num_pkts, 2);
	num("first", h->offset_to_first_pkt, BLOCK_HDR);
	num("blk_len", h->blk_len, BLOCK_HDR + 144 + 152);
	num("seq", (int64_t)h->seq_num, 1);
	yes("ts_last", is_now(h->ts_last_pkt.ts_sec, h->ts_last_pkt.ts_nsec));
	num("size", sizeof(*d), BLOCK_HDR);
	num("at.version", offsetof(struct tpacket_block_desc, version), 0);
	num("at.status", offsetof(struct tpacket_block_desc, hdr.bh1.block_status), 8);
	num("at.seq", offsetof(struct tpacket_block_desc, hdr.bh1.seq_num), 24);
	num("at.last", offsetof(struct tpacket_block_desc, hdr.bh1.ts_last_pkt), 40);
}

static void packet_header(void)
{
	static const uint8_t zero[8];
	struct ring r = { .version = TPACKET_V3, .tov_ms = 30 };
	struct tpacket3_hdr *p;

	ring_open(&r);
	memset(r.map + BLOCK_HDR, 0xff, 4096 - BLOCK_HDR);
	give(TO_DEV, PROTO, 60);
	block_must(&r, 0);
	p = packet_at(&r, 0, 0);
	num("next", p->tp_next_offset, 0);
	yes("now", is_now(p->tp_sec, p->tp_nsec));
	num("snaplen", p->tp_snaplen, 60);
	num("len", p->tp_len, 60);
	hex("status", p->tp_status & ~(uint32_t)TP_STATUS_TS_SOFTWARE, TP_STATUS_USER);
	num("mac", p->tp_mac, V3_MAC);
	num("net", p->tp_net, V3_NET);
	num("rxhash", p->hv1.tp_rxhash, 0);
	num("tci", p->hv1.tp_vlan_tci, 0);
	num("tpid", p->hv1.tp_vlan_tpid, 0);
	num("padding16", p->hv1.tp_padding, 0);
	yes("padding", !memcmp(p->tp_padding, zero, sizeof(zero)));
	yes("data", frame_ok((uint8_t *)p + V3_MAC, 0, 52));
	num("size", sizeof(*p), 48);
}

static void address(void)
{
	struct ring r = { .version = TPACKET_V3, .tov_ms = 30 };
	struct sockaddr_ll from;

	ring_open(&r);
	give(TO_ALL, PROTO, 60);
	block_must(&r, 0);
	memcpy(&from, (uint8_t *)packet_at(&r, 0, 0) + 48, sizeof(from));
	num("family", from.sll_family, AF_PACKET);
	hex("protocol", ntohs(from.sll_protocol), PROTO);
	where("index", from.sll_ifindex, fam.index);
	num("hatype", from.sll_hatype, 1);
	num("pkttype", from.sll_pkttype, PACKET_BROADCAST);
	num("halen", from.sll_halen, MAC_LEN);
	station("address", from.sll_addr, fam.peer_mac);
}

static void offset_of(const char *name, int type, unsigned int reserve, bool vnet, unsigned int mac,
		      unsigned int net)
{
	struct ring r = { .version = TPACKET_V3, .type = type, .reserve = reserve, .tov_ms = 10 };
	struct tpacket3_hdr *p;
	char text[40];

	if (vnet)
		r.fd = must_set(sock(type, 0), PACKET_VNET_HDR, 1);
	ring_open(&r);
	give(TO_DEV, PROTO, 60);
	block_must(&r, 0);
	p = packet_at(&r, 0, 0);
	snprintf(text, sizeof(text), "%s.mac", name);
	num(text, p->tp_mac, mac);
	snprintf(text, sizeof(text), "%s.net", name);
	num(text, p->tp_net, net);
	snprintf(text, sizeof(text), "%s.data", name);
	yes(text, frame_ok((uint8_t *)p + p->tp_net, LINK_LEN, 60 - LINK_LEN - 8));
	close(r.fd);
}

static void offsets(void)
{
	offset_of("raw", SOCK_RAW, 0, false, V3_MAC, V3_NET);
	offset_of("raw_4", SOCK_RAW, 4, false, V3_MAC + 4, V3_NET + 4);
	offset_of("raw_17", SOCK_RAW, 17, false, V3_MAC + 17, V3_NET + 17);
	offset_of("vnet", SOCK_RAW, 0, true, V3_MAC + 10, V3_NET + 10);
	offset_of("dgram", SOCK_DGRAM, 0, false, V3_NET, V3_NET);
	offset_of("dgram_4", SOCK_DGRAM, 4, false, V3_NET + 4, V3_NET + 4);
}

static void chain(void)
{
	static const unsigned int lens[] = { 60, 61, 62, 63, 64, 65, 1000 };
	struct ring r = { .version = TPACKET_V3, .tov_ms = SLOW_MS, .priv = 13, .reserve = 4 };
	unsigned int want = BLOCK_HDR + 16, each;
	struct tpacket_hdr_v1 *h;
	struct tpacket3_hdr *p;
	char text[40];

	ring_open(&r);
	memset(r.map + BLOCK_HDR, 0x57, 16);
	for (size_t i = 0; i < COUNT(lens); i++)
		give(TO_DEV, PROTO, lens[i]);
	h = block_must(&r, 0);
	num("first", h->offset_to_first_pkt, want);
	num("packets", h->num_pkts, COUNT(lens));
	for (unsigned int i = 0; i < COUNT(lens); i++) {
		each = (V3_MAC + 4 + lens[i] + 7) & ~7U;
		p = packet_at(&r, 0, i);
		snprintf(text, sizeof(text), "p%u.next", i);
		num(text, p->tp_next_offset, i + 1 < COUNT(lens) ? each : 0);
		snprintf(text, sizeof(text), "p%u.len", i);
		num(text, p->tp_len, lens[i]);
		want += each;
	}
	num("blk_len", h->blk_len, want);
	num("private", r.map[BLOCK_HDR + 12], 0x57);
}

/* fourth: 48 + 3 * 1,088 leave 784 bytes; what is put there must end before the block does. */
static void fourth(const char *name, unsigned int len, bool fits)
{
	struct ring r = { .version = TPACKET_V3, .tov_ms = 60000 };

	ring_open(&r);
	give_many(3, 1000);
	give(TO_DEV, PROTO, len);
	hex(name, block_status(&r, 0), fits ? 0 : TP_STATUS_USER);
	close(r.fd);
}

static void capacity(void)
{
	struct ring r = { .version = TPACKET_V3, .tov_ms = 60000 };
	struct tpacket_hdr_v1 *h;

	ring_open(&r);
	/* 82 + 1,000 are 1,088 with what aligns: three in a block of 4,096. */
	give_many(4, 1000);
	h = block_must(&r, 0);
	hex("status", h->block_status, TP_STATUS_USER);
	num("packets", h->num_pkts, 3);
	num("blk_len", h->blk_len, BLOCK_HDR + 3 * 1088);
	num("last.next", packet_at(&r, 0, 2)->tp_next_offset, 0);
	fourth("fits", 694, true);
	fourth("fits_not", 695, false);
	fourth("to_the_end", 702, false);
}

static void sequence(void)
{
	struct ring r = { .version = TPACKET_V3, .nr = 3, .tov_ms = 10 };
	const struct tpacket_block_desc *d;
	char text[40];

	ring_open(&r);
	d = (const struct tpacket_block_desc *)(r.map + 2 * 4096);
	num("never_opened", d->version, 0);
	for (unsigned int i = 0; i < 7; i++) {
		give(TO_DEV, PROTO, 60);
		snprintf(text, sizeof(text), "b%u", i);
		num(text, (int64_t)block_must(&r, i)->seq_num, i + 1);
		block_free(&r, i);
	}
	num("opened", d->version, 2);
}

static void clamped(void)
{
	/* Behind the private area 1,048 bytes are left, 82 of them before the data. */
	struct ring r = { .version = TPACKET_V3, .tov_ms = 20, .priv = 3000, .frame = 128 };
	unsigned int packets = 0, drops = 0, at;
	struct tpacket3_hdr *p;

	ring_open(&r);
	give(TO_DEV, PROTO, 1400);
	/* What would fill a block to its end goes into the next; the first is handed over without any. */
	at = !block_must(&r, 0)->num_pkts;
	num("empty_before", at, 1);
	block_must(&r, at);
	p = packet_at(&r, at, 0);
	num("len", p->tp_len, 1400);
	num("snaplen", p->tp_snaplen, 1048 - V3_MAC);
	hex("status", p->tp_status & ~(uint32_t)TP_STATUS_TS_SOFTWARE, TP_STATUS_USER);
	yes("data", frame_ok((uint8_t *)p + V3_MAC, 0, 1048 - V3_MAC));
	yes("stats", stats(r.fd, &packets, &drops));
	num("packets", packets, 1);
	num("drops", drops, 0);
}

static void tag(void)
{
	struct ring r = { .version = TPACKET_V3, .tov_ms = 30, .protocol = PROTO_ALL };
	const uint32_t valid = TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID;
	struct tpacket3_hdr *p;

	ring_open(&r);
	give_tagged(0xb123, -1, PROTO, 68);
	block_must(&r, 0);
	p = packet_at(&r, 0, 0);
	hex("status", p->tp_status & ~(uint32_t)TP_STATUS_TS_SOFTWARE, TP_STATUS_USER | valid);
	num("tci", p->hv1.tp_vlan_tci, 0xb123);
	hex("tpid", p->hv1.tp_vlan_tpid, PROTO_VLAN);
	num("len", p->tp_len, 64);
}

const struct fam_case cases_v3[] = {
	{ "79", "tag_v3", tag },
	{ "81", "block_header", block_header },
	{ "82", "packet_header", packet_header },
	{ "83", "address", address },
	{ "83", "offsets", offsets },
	{ "84", "chain", chain },
	{ "85", "capacity", capacity },
	{ "86", "sequence", sequence },
	{ "94", "clamped", clamped },
	{ 0 },
};
