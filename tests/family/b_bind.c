/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * b_bind.c - table test: addresses, bind(), what frames and sockets say of where they come from
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include "family.h"

/* By bytes, as a program in another language would. */
static void layout(void)
{
	uint8_t to[20] = { 0 }, name[32];
	int fd = sock(SOCK_RAW, 0), index = fam.index;
	uint16_t family = AF_PACKET, hatype;
	socklen_t len = sizeof(name);

	memcpy(to, &family, 2);
	to[2] = PROTO >> 8;
	to[3] = PROTO & 0xff;
	memcpy(to + 4, &index, 4);
	call("bind", bind(fd, (struct sockaddr *)to, sizeof(to)), 0);
	memset(name, 0xff, sizeof(name));
	call("getsockname", getsockname(fd, (struct sockaddr *)name, &len), 0);
	num("len", len, 18);
	memcpy(&family, name, 2);
	num("family", family, AF_PACKET);
	hex("protocol", (uint64_t)name[2] << 8 | name[3], PROTO);
	memcpy(&index, name + 4, 4);
	where("index", index, fam.index);
	memcpy(&hatype, name + 8, 2);
	num("hatype", hatype, 1);
	num("pkttype", name[10], 0);
	num("halen", name[11], MAC_LEN);
	station("address", name + 12, fam.mac);
	num("beyond", name[18], 0xff);
}

static void bind_errors(void)
{
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(PROTO),
		.sll_ifindex = fam.index,
	};
	struct sockaddr_storage longer = { 0 };
	int fd = sock(SOCK_RAW, 0);

	call("short", bind(fd, (struct sockaddr *)&to, sizeof(to) - 1), EINVAL);
	call("empty", bind(fd, (struct sockaddr *)&to, 0), EINVAL);
	to.sll_family = AF_INET;
	call("family", bind(fd, (struct sockaddr *)&to, sizeof(to)), EINVAL);
	to.sll_family = AF_UNSPEC;
	call("no_family", bind(fd, (struct sockaddr *)&to, sizeof(to)), EINVAL);
	to.sll_family = AF_PACKET;
	to.sll_ifindex = 987654;
	call("index", bind(fd, (struct sockaddr *)&to, sizeof(to)), ENODEV);
	to.sll_ifindex = -1;
	call("negative", bind(fd, (struct sockaddr *)&to, sizeof(to)), ENODEV);
	where("unbound", name_of(fd, NULL).sll_ifindex, 0);
	to.sll_ifindex = fam.index;
	memcpy(&longer, &to, sizeof(to));
	call("longer", bind(fd, (struct sockaddr *)&longer, sizeof(longer)), 0);
	to.sll_ifindex = 987654;
	call("index_again", bind(fd, (struct sockaddr *)&to, sizeof(to)), ENODEV);
	where("as_before", name_of(fd, NULL).sll_ifindex, fam.index);
	give(TO_DEV, PROTO, 60);
	yes("still_receives", !none(fd));
	close(fd);
	fd = bound(SOCK_RAW, PROTO);
	call("fanout", set_int(fd, PACKET_FANOUT, 57), 0);
	call("in_fanout", bind_to(fd, fam.index, PROTO), EINVAL);
}

static void any_device(void)
{
	struct got g;
	int fd = bound(SOCK_RAW, PROTO);

	call("bind_protocol_0", bind_to(fd, fam.index, 0), 0);
	hex("protocol", ntohs(name_of(fd, NULL).sll_protocol), PROTO);
	give(TO_DEV, PROTO, 60);
	yes("kept", take(fd, &g));
	call("bind_peer", bind_to(fd, fam.peer_index, 0), 0);
	give(TO_DEV, PROTO, 60);
	yes("peer_sees_none", none(fd));
	call("bind_0", bind_to(fd, 0, 0), 0);
	hex("protocol_0", ntohs(name_of(fd, NULL).sll_protocol), PROTO);
	give(TO_DEV, PROTO, 61);
	yes("all_devices", take(fd, &g));
	num("len", g.len, 61);
	where("from", g.from.sll_ifindex, fam.index);
	where("name", name_of(fd, NULL).sll_ifindex, 0);
	call("bind_other", bind_to(fd, 0, PROTO_MARK), 0);
	give(TO_DEV, PROTO, 60);
	yes("other_protocol", none(fd));
}

static void names(void)
{
	struct sockaddr_ll name;
	socklen_t len = sizeof(name);
	int fd = sock(SOCK_DGRAM, 0);

	name = name_of(fd, &len);
	num("unbound.len", len, 12);
	num("unbound.family", name.sll_family, AF_PACKET);
	hex("unbound.protocol", ntohs(name.sll_protocol), 0);
	num("unbound.index", name.sll_ifindex, 0);
	num("unbound.hatype", name.sll_hatype, 0);
	num("unbound.pkttype", name.sll_pkttype, 0);
	num("unbound.halen", name.sll_halen, 0);
	if (bind_to(fd, fam.index, PROTO))
		stop("bind");
	len = sizeof(name);
	name = name_of(fd, &len);
	num("len", len, 18);
	num("family", name.sll_family, AF_PACKET);
	hex("protocol", ntohs(name.sll_protocol), PROTO);
	where("index", name.sll_ifindex, fam.index);
	num("hatype", name.sll_hatype, 1);
	num("halen", name.sll_halen, MAC_LEN);
	station("address", name.sll_addr, fam.mac);
	len = 4;
	name = name_of(fd, &len);
	num("short.len", len, 18);
	num("short.family", name.sll_family, AF_PACKET);
	num("short.beyond", name.sll_ifindex, -1);
	len = (socklen_t)-1;
	call("negative", getsockname(fd, (struct sockaddr *)&name, &len), EINVAL);
}

static void sender_of(const char *kind, int type)
{
	static const uint8_t zero[2];
	char text[40];
	struct got g;
	int fd = bound(type, PROTO);

	give(TO_DEV, PROTO, 60);
	snprintf(text, sizeof(text), "%s", kind);
	yes(text, take(fd, &g));
	snprintf(text, sizeof(text), "%s.name_len", kind);
	num(text, g.name_len, sizeof(struct sockaddr_ll));
	snprintf(text, sizeof(text), "%s.family", kind);
	num(text, g.from.sll_family, AF_PACKET);
	snprintf(text, sizeof(text), "%s.protocol", kind);
	hex(text, ntohs(g.from.sll_protocol), PROTO);
	snprintf(text, sizeof(text), "%s.index", kind);
	where(text, g.from.sll_ifindex, fam.index);
	snprintf(text, sizeof(text), "%s.hatype", kind);
	num(text, g.from.sll_hatype, 1);
	snprintf(text, sizeof(text), "%s.pkttype", kind);
	num(text, g.from.sll_pkttype, PACKET_HOST);
	snprintf(text, sizeof(text), "%s.halen", kind);
	num(text, g.from.sll_halen, MAC_LEN);
	snprintf(text, sizeof(text), "%s.address", kind);
	station(text, g.from.sll_addr, fam.peer_mac);
	snprintf(text, sizeof(text), "%s.tail_zero", kind);
	yes(text, !memcmp(g.from.sll_addr + MAC_LEN, zero, sizeof(zero)));
}

static void senders(void)
{
	struct sockaddr_ll from;
	socklen_t len = 12;
	uint8_t data[100];
	int fd = bound(SOCK_RAW, PROTO);

	sender_of("raw", SOCK_RAW);
	sender_of("dgram", SOCK_DGRAM);
	memset(&from, 0xff, sizeof(from));
	if (recvfrom(fd, data, sizeof(data), 0, (struct sockaddr *)&from, &len) < 0)
		stop("recvfrom");
	num("short.len", len, sizeof(from));
	num("short.halen", from.sll_halen, MAC_LEN);
	num("short.beyond", from.sll_addr[0], 0xff);
	give(TO_DEV, PROTO, 60);
	num("no_name", recv(fd, data, sizeof(data), 0), 60);
}

static void packet_types(void)
{
	static const char *const name[] = { "host", "broadcast", "multicast", "otherhost" };
	static const int want[] = { PACKET_HOST, PACKET_BROADCAST, PACKET_MULTICAST,
				    PACKET_OTHERHOST };
	struct packet_mreq open = { .mr_ifindex = fam.index, .mr_type = PACKET_MR_PROMISC };
	int fd = bound(SOCK_RAW, PROTO), all = bound(SOCK_RAW, PROTO_ALL);
	struct got g;

	/* A device with address filters passes them all then. */
	if (setsockopt(fam.witness, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &open, sizeof(open)))
		stop("promisc");
	settle();
	for (int i = 0; i < 4; i++) {
		give((enum to)i, PROTO, 60);
		yes(name[i], take(fd, &g) && take(all, &g));
		num("type", g.from.sll_pkttype, want[i]);
	}
	emit(60);
	yes("outgoing", take(all, &g));
	num("type", g.from.sll_pkttype, PACKET_OUTGOING);
	station("address", g.from.sll_addr, fam.mac);
	where("index", g.from.sll_ifindex, fam.index);
	yes("no_more", none(all));
}

/* What the kernel hands back of a multicast that it sends and has joined itself. */
static void looped(void)
{
	struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons(9) };
	struct ip_mreqn out = { .imr_ifindex = fam.index };
	int all = bound(SOCK_RAW, PROTO_ALL), ip = bound(SOCK_RAW, 0x0800),
	    udp = socket(AF_INET, SOCK_DGRAM, 0);
	struct got g;

	if (shell("ip addr add 192.0.2.1/24 dev %s", fam.dev))
		stop("ip addr");
	to.sin_addr.s_addr = htonl(INADDR_ALLHOSTS_GROUP);
	call("multicast_if", setsockopt(udp, IPPROTO_IP, IP_MULTICAST_IF, &out, sizeof(out)), 0);
	num("sent", sendto(udp, "twenty bytes of data", 20, 0, (struct sockaddr *)&to, sizeof(to)),
	    20);
	yes("outgoing", take(all, &g));
	num("type", g.from.sll_pkttype, PACKET_OUTGOING);
	num("len", g.len, LINK_LEN + 20 + 8 + 20);
	yes("no_loopback", none(all) && none(ip));
	shell("ip addr del 192.0.2.1/24 dev %s", fam.dev);
}

const struct fam_case cases_bind[] = {
	{ "11", "layout", layout },	    { "12", "bind", bind_errors },
	{ "13", "any_device", any_device }, { "15", "getsockname", names },
	{ "16", "sender", senders },	    { "17", "types", packet_types },
	{ "17", "loopback", looped },	    { 0 },
};
