/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * c_receive.c - table test: which frames a socket gets, and how much of each
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/filter.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"

static void attach(int fd, struct sock_filter *f, unsigned short n)
{
	struct sock_fprog prog = { .len = n, .filter = f };

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		stop("SO_ATTACH_FILTER");
}

static void filtered(void)
{
	/* The type of a frame; the first byte of what a frame carries, which is its index. */
	struct sock_filter raw[] = {
		BPF_STMT(BPF_LD | BPF_H | BPF_ABS, 12),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, PROTO, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 30),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct sock_filter dgram[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, LINK_LEN, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 9000),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	unsigned int packets = 0, drops = 0;
	struct got g;
	int fd = bound(SOCK_RAW, PROTO_ALL), low = bound(SOCK_DGRAM, PROTO),
	    fails = bound(SOCK_DGRAM, PROTO);

	attach(fd, raw, COUNT(raw));
	attach(low, dgram, COUNT(dgram));
	attach(fails, raw, COUNT(raw));
	give(TO_DEV, PROTO_MARK, 60);
	give(TO_DEV, PROTO, 60);
	yes("raw", take(fd, &g));
	num("raw.len", g.len, 30);
	num("raw.flags", g.flags, 0);
	yes("raw.no_more", none(fd));
	yes("dgram", take(low, &g));
	num("dgram.len", g.len, 60 - LINK_LEN);
	yes("dgram.other", none(fails));
	yes("stats", stats(fd, &packets, &drops));
	num("packets", packets, 1);
	num("drops", drops, 0);
	yes("stats.other", stats(fails, &packets, &drops));
	num("packets.other", packets, 0);
	num("drops.other", drops, 0);
}

static void cut_to(const char *name, unsigned int keep, int want)
{
	struct sock_filter f[] = { BPF_STMT(BPF_RET | BPF_K, keep) };
	int fd = bound(SOCK_RAW, PROTO);
	struct got g;

	attach(fd, f, COUNT(f));
	give(TO_DEV, PROTO, 100);
	num(name, take(fd, &g) ? g.len : -1, want);
	close(fd);
}

static void snap(void)
{
	cut_to("1", 1, 1);
	cut_to("14", LINK_LEN, LINK_LEN);
	cut_to("99", 99, 99);
	cut_to("100", 100, 100);
	cut_to("101", 101, 100);
	cut_to("all", UINT32_MAX, 100);
}

/* The same in rings, and offsets that count from the network header. */
static void snap_rings(void)
{
	struct sock_filter f[] = {
		BPF_STMT(BPF_LD | BPF_B | BPF_ABS, (unsigned int)SKF_NET_OFF),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, LINK_LEN, 0, 3),
		BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0),
		BPF_JUMP(BPF_JMP | BPF_JGT | BPF_K, 80, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, 30),
		BPF_STMT(BPF_RET | BPF_K, 0),
	};
	struct ring two = { 0 }, three = { .version = TPACKET_V3 };
	struct tpacket3_hdr *p;
	struct tpacket2_hdr *h;

	two.fd = sock(SOCK_RAW, 0);
	three.fd = sock(SOCK_RAW, 0);
	attach(two.fd, f, COUNT(f));
	attach(three.fd, f, COUNT(f));
	ring_open(&two);
	ring_open(&three);
	give(TO_DEV, PROTO, 80);
	give(TO_DEV, PROTO, 100);
	h = slot_wait(&two, 0);
	p = block_wait(&three, 0) ? packet_at(&three, 0, 0) : NULL;
	errno = ETIMEDOUT;
	if (!h || !p)
		stop("frame");
	num("v2.len", h->tp_len, 100);
	num("v2.snaplen", h->tp_snaplen, 30);
	hex("v2.next", slot_status(&two, 1), 0);
	num("v3.len", p->tp_len, 100);
	num("v3.snaplen", p->tp_snaplen, 30);
	num("v3.packets", block_at(&three, 0)->num_pkts, 1);
	num("v3.blk_len", block_at(&three, 0)->blk_len, BLOCK_HDR + V3_MAC + 30);
}

static void outgoing_rings(void)
{
	struct ring two = { .protocol = PROTO_ALL, .type = SOCK_DGRAM };
	struct ring three = { .protocol = PROTO_ALL, .version = TPACKET_V3 };
	struct sockaddr_ll from;
	struct tpacket3_hdr *p;
	struct tpacket2_hdr *h;

	ring_open(&two);
	ring_open(&three);
	emit(60);
	h = slot_wait(&two, 0);
	p = block_wait(&three, 0) ? packet_at(&three, 0, 0) : NULL;
	errno = ETIMEDOUT;
	if (!h || !p)
		stop("frame");
	memcpy(&from, (uint8_t *)h + 32, sizeof(from));
	num("v2.type", from.sll_pkttype, PACKET_OUTGOING);
	num("v2.len", h->tp_len, 60 - LINK_LEN);
	num("v2.first", ((uint8_t *)h)[h->tp_net], LINK_LEN);
	memcpy(&from, (uint8_t *)p + BLOCK_HDR, sizeof(from));
	num("v3.type", from.sll_pkttype, PACKET_OUTGOING);
	station("v3.address", from.sll_addr, fam.mac);
	num("v3.len", p->tp_len, 60);
	yes("v3.data", frame_ok((uint8_t *)p + p->tp_net, LINK_LEN, 60 - LINK_LEN - 8));
}

static void outgoing(void)
{
	struct got g;
	int all = bound(SOCK_RAW, PROTO_ALL), one = bound(SOCK_RAW, PROTO),
	    dgram = bound(SOCK_DGRAM, PROTO_ALL);
	int anywhere = sock(SOCK_RAW, PROTO_ALL);

	emit(60);
	yes("all", take(all, &g));
	num("all.type", g.from.sll_pkttype, PACKET_OUTGOING);
	num("all.len", g.len, 60);
	yes("dgram", take(dgram, &g));
	num("dgram.type", g.from.sll_pkttype, PACKET_OUTGOING);
	num("dgram.len", g.len, 60 - LINK_LEN);
	num("dgram.first", g.data[0], LINK_LEN);
	yes("unbound", take(anywhere, &g));
	where("unbound.from", g.from.sll_ifindex, fam.index);
	yes("single", none(one));
	give(TO_DEV, PROTO, 60);
	yes("single.frame", take(one, &g));
}

static void own(void)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = fam.index };
	int fd = bound(SOCK_RAW, PROTO_ALL), other = bound(SOCK_RAW, PROTO_ALL);
	uint8_t frame[60];
	struct got g;

	build(frame, TO_ALL, PROTO, sizeof(frame));
	memcpy(frame + MAC_LEN, fam.mac, MAC_LEN);
	call("send", sendto(fd, frame, sizeof(frame), 0, (struct sockaddr *)&to, sizeof(to)), 0);
	yes("other", take(other, &g));
	num("other.type", g.from.sll_pkttype, PACKET_OUTGOING);
	yes("itself", none(fd));
}

static void ignored(void)
{
	struct got g;
	int fd = bound(SOCK_RAW, PROTO_ALL);

	num("off", get_int(fd, PACKET_IGNORE_OUTGOING), 0);
	call("set", set_int(fd, PACKET_IGNORE_OUTGOING, 1), 0);
	num("on", get_int(fd, PACKET_IGNORE_OUTGOING), 1);
	emit(60);
	yes("none", none(fd));
	give(TO_DEV, PROTO, 61);
	yes("incoming", take(fd, &g));
	num("incoming.len", g.len, 61);
	call("clear", set_int(fd, PACKET_IGNORE_OUTGOING, 0), 0);
	emit(62);
	yes("outgoing", take(fd, &g));
	num("outgoing.len", g.len, 62);
}

#define FLOOD 60

static void overflow(void)
{
	unsigned int packets = 0, drops = 0, kept = 0;
	const uint32_t *dropped;
	int fd = bound(SOCK_RAW, PROTO), one = 1;
	struct got g;

	call("rcvbuf", setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &one, sizeof(one)), 0);
	call("ovfl", setsockopt(fd, SOL_SOCKET, SO_RXQ_OVFL, &one, sizeof(one)), 0);
	give_many(FLOOD, 60);
	while (recv(fd, g.data, sizeof(g.data), MSG_DONTWAIT) > 0)
		kept++;
	yes("some_kept", kept > 0 && kept < FLOOD);
	yes("stats", stats(fd, &packets, &drops));
	num("packets", packets, FLOOD);
	yes("the_others_dropped", drops == FLOOD - kept);
	give(TO_DEV, PROTO, 60);
	yes("frame", take(fd, &g));
	dropped = control(&g, SOL_SOCKET, SO_RXQ_OVFL, sizeof(*dropped));
	yes("message", dropped);
	yes("message.drops", dropped && *dropped == drops);
	yes("stats.again", stats(fd, &packets, &drops));
	num("packets.again", packets, 1);
	num("drops.again", drops, 0);
}

/* What DGRAM calls the protocol is behind all tags; the outer one is lifted before any socket sees it. */
static void tagged(void)
{
	int raw = bound(SOCK_RAW, PROTO_ALL), low = bound(SOCK_DGRAM, PROTO_ALL),
	    one = bound(SOCK_RAW, PROTO);
	struct got g;

	give_tagged(5, -1, PROTO, 68);
	yes("raw", take(raw, &g));
	hex("raw.protocol", ntohs(g.from.sll_protocol), PROTO);
	num("raw.len", g.len, 64);
	hex("raw.type", (uint64_t)g.data[12] << 8 | g.data[13], PROTO);
	yes("dgram", take(low, &g));
	hex("dgram.protocol", ntohs(g.from.sll_protocol), PROTO);
	num("dgram.len", g.len, 50);
	/* Nobody has that VLAN: to a socket of one protocol the frame is somebody else's. */
	yes("one", take(one, &g));
	num("one.type", g.from.sll_pkttype, PACKET_OTHERHOST);
	give_tagged(5, 6, PROTO, 68);
	yes("inner", take(raw, &g));
	hex("inner.protocol", ntohs(g.from.sll_protocol), PROTO_VLAN);
	num("inner.len", g.len, 64);
	hex("inner.type", (uint64_t)g.data[12] << 8 | g.data[13], PROTO_VLAN);
	yes("inner.dgram", take(low, &g));
	hex("inner.dgram.protocol", ntohs(g.from.sll_protocol), PROTO);
	num("inner.dgram.len", g.len, 50);
	hex("inner.dgram.first", (uint64_t)g.data[0] << 8 | g.data[1], 6);
	yes("inner.one", none(one));
}

static void with_ring(void)
{
	struct tpacket_req3 req = { .tp_block_size = 4096,
				    .tp_block_nr = 4,
				    .tp_frame_size = 4096,
				    .tp_frame_nr = 4,
				    .tp_retire_blk_tov = 10 };
	uint8_t byte;
	int fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VERSION, TPACKET_V3);

	call("ring", set(fd, PACKET_RX_RING, &req, sizeof(req)), 0);
	call("trunc", recv(fd, NULL, 0, MSG_TRUNC | MSG_DONTWAIT), EAGAIN);
	give(TO_DEV, PROTO, 60);
	call("trunc.frame", recv(fd, &byte, 1, MSG_TRUNC | MSG_DONTWAIT), EAGAIN);
	call("peek", recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT), EAGAIN);
	link_up(fam.dev, false);
	yes("poll", poll_until(fd, POLLERR, 100) & POLLERR);
	call("peek.down", recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT), ENETDOWN);
	call("peek.after", recv(fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT), EAGAIN);
	num("error.after", sock_error(fd), 0);
	link_restore();
}

const struct fam_case cases_receive[] = {
	{ "19", "tags", tagged },
	{ "23", "filter", filtered },
	{ "23", "snaplen", snap },
	{ "23", "rings", snap_rings },
	{ "24", "outgoing", outgoing },
	{ "24", "rings", outgoing_rings },
	{ "25", "own", own },
	{ "26", "ignore_outgoing", ignored },
	{ "27", "rcvbuf", overflow },
	{ "34", "recv_with_ring", with_ring },
	{ 0 },
};
