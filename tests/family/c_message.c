/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * c_message.c - table test: recvmsg()'s flags, its control messages and those of sendmsg()
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/filter.h>
#include <linux/net_tstamp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "family.h"

/* Not in every C library's headers. */
#define SO_RCVMARK_NEW 75
#define SO_TXTIME_NR 61

static void flags(void)
{
	static const struct {
		const char *name;
		int flag, want;
	} f[] = {
		{ "oob", MSG_OOB, EINVAL },
		{ "waitall", MSG_WAITALL, EINVAL },
		{ "dontroute", MSG_DONTROUTE, EINVAL },
		{ "nosignal", MSG_NOSIGNAL, EINVAL },
		{ "cloexec", MSG_CMSG_CLOEXEC, EINVAL },
		{ "eor", MSG_EOR, EINVAL },
		{ "peek", MSG_PEEK, EAGAIN },
		{ "trunc", MSG_TRUNC, EAGAIN },
		{ "errqueue", MSG_ERRQUEUE, EAGAIN },
		{ "none", 0, EAGAIN },
	};
	struct iovec iov = { 0 };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1 };
	int fd = bound(SOCK_RAW, PROTO);

	for (size_t i = 0; i < COUNT(f); i++)
		call(f[i].name, recvmsg(fd, &msg, f[i].flag | MSG_DONTWAIT), f[i].want);
}

static void short_buffer(void)
{
	int fd = bound(SOCK_RAW, PROTO);
	struct got g;

	give(TO_DEV, PROTO, 60);
	yes("peek", take_flags(fd, &g, 20, MSG_PEEK));
	num("peek.len", g.len, 20);
	hex("peek.flags", (uint64_t)g.flags, MSG_TRUNC);
	yes("peek_trunc", take_flags(fd, &g, 20, MSG_PEEK | MSG_TRUNC));
	num("peek_trunc.len", g.len, 60);
	yes("short", take_flags(fd, &g, 20, 0));
	num("short.len", g.len, 20);
	hex("short.flags", (uint64_t)g.flags, MSG_TRUNC);
	num("short.last", g.data[19], 19);
	num("short.beyond", g.data[20], 0xff);
	yes("rest_lost", none(fd));
	give(TO_DEV, PROTO, 60);
	yes("trunc", take_flags(fd, &g, 20, MSG_TRUNC));
	num("trunc.len", g.len, 60);
	hex("trunc.flags", (uint64_t)g.flags, MSG_TRUNC);
	give(TO_DEV, PROTO, 60);
	yes("exact", take_flags(fd, &g, 60, MSG_TRUNC));
	num("exact.len", g.len, 60);
	hex("exact.flags", (uint64_t)g.flags, 0);
	give(TO_DEV, PROTO, 60);
	yes("empty", take_flags(fd, &g, 0, 0));
	num("empty.len", g.len, 0);
	hex("empty.flags", (uint64_t)g.flags, MSG_TRUNC);
}

static void snapped(void)
{
	struct sock_filter keep[] = { BPF_STMT(BPF_RET | BPF_K, 40) };
	struct sock_fprog prog = { .len = 1, .filter = keep };
	int fd = bound(SOCK_RAW, PROTO);
	struct got g;

	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		stop("filter");
	give(TO_DEV, PROTO, 60);
	yes("trunc", take_flags(fd, &g, 20, MSG_TRUNC));
	num("trunc.len", g.len, 40);
}

static void error_queue(void)
{
	int fd = bound(SOCK_RAW, PROTO);
	uint8_t byte;

	call("empty", recv(fd, &byte, 1, MSG_ERRQUEUE), EAGAIN);
	give(TO_DEV, PROTO, 60);
	call("frame", recv(fd, &byte, 1, MSG_ERRQUEUE), EAGAIN);
	call("frame.recv", recv(fd, &byte, 1, MSG_DONTWAIT), 0);
}

static void aux_of(const char *kind, int fd, uint32_t status, uint32_t len, uint32_t snaplen,
		   int net, int tci)
{
	const struct tpacket_auxdata *aux;
	char text[40];
	struct got g;

	snprintf(text, sizeof(text), "%s", kind);
	aux = take(fd, &g) ? control(&g, SOL_PACKET, PACKET_AUXDATA, sizeof(*aux)) : NULL;
	yes(text, aux);
	if (!aux)
		return;
	snprintf(text, sizeof(text), "%s.status", kind);
	hex(text, aux->tp_status, status);
	snprintf(text, sizeof(text), "%s.len", kind);
	num(text, aux->tp_len, len);
	snprintf(text, sizeof(text), "%s.snaplen", kind);
	num(text, aux->tp_snaplen, snaplen);
	snprintf(text, sizeof(text), "%s.mac", kind);
	num(text, aux->tp_mac, 0);
	snprintf(text, sizeof(text), "%s.net", kind);
	num(text, aux->tp_net, net);
	snprintf(text, sizeof(text), "%s.tci", kind);
	num(text, aux->tp_vlan_tci, tci);
	snprintf(text, sizeof(text), "%s.tpid", kind);
	hex(text, aux->tp_vlan_tpid, tci ? PROTO_VLAN : 0);
	snprintf(text, sizeof(text), "%s.all", kind);
	yes(text, g.control_len == CMSG_SPACE(sizeof(*aux)));
}

static void auxdata(void)
{
	struct sock_filter keep[] = { BPF_STMT(BPF_RET | BPF_K, 40) };
	struct sock_fprog prog = { .len = 1, .filter = keep };
	const uint32_t tag = TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID;
	int fd = bound(SOCK_RAW, PROTO_ALL), low = bound(SOCK_DGRAM, PROTO_ALL);
	struct got g;

	give(TO_DEV, PROTO, 60);
	yes("off", take(fd, &g) && !control(&g, SOL_PACKET, PACKET_AUXDATA, 0) && take(low, &g));
	must_set(fd, PACKET_AUXDATA, 1);
	must_set(low, PACKET_AUXDATA, 1);
	give(TO_DEV, PROTO, 60);
	aux_of("raw", fd, TP_STATUS_USER, 60, 60, LINK_LEN, 0);
	aux_of("dgram", low, TP_STATUS_USER, 46, 46, 0, 0);
	give_tagged(0x6005, -1, PROTO, 64);
	aux_of("tag", fd, TP_STATUS_USER | tag, 60, 60, LINK_LEN, 0x6005);
	aux_of("tag.dgram", low, TP_STATUS_USER | tag, 46, 46, 0, 0x6005);
	if (setsockopt(fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		stop("filter");
	give(TO_DEV, PROTO, 60);
	aux_of("snap", fd, TP_STATUS_USER, 60, 40, LINK_LEN, 0);
}

/* A tag for priority only: VLAN 0. */
static void auxdata_zero(void)
{
	int fd = must_set(bound(SOCK_RAW, PROTO_ALL), PACKET_AUXDATA, 1);
	const struct tpacket_auxdata *aux;
	struct got g;

	give_tagged(0, -1, PROTO, 64);
	aux = take(fd, &g) ? control(&g, SOL_PACKET, PACKET_AUXDATA, sizeof(*aux)) : NULL;
	yes("aux", aux);
	if (aux) {
		hex("status", aux->tp_status,
		    TP_STATUS_USER | TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID);
		num("tci", aux->tp_vlan_tci, 0);
		hex("tpid", aux->tp_vlan_tpid, PROTO_VLAN);
		num("len", aux->tp_len, 60);
	}
}

static void list(const char *name, int option, int value, const char *want)
{
	int fd = bound(SOCK_RAW, PROTO);
	char text[100] = "";
	size_t used = 0;
	struct got g;
	struct msghdr msg = { .msg_control = g.control.bytes };

	if (setsockopt(fd, SOL_SOCKET, option, &value, sizeof(value))) {
		call(name, -1, ANY_ERR);
		close(fd);
		return;
	}
	/* The kernel begins to stamp frames some time after it was asked to. */
	usleep(100000);
	give(TO_DEV, PROTO, 60);
	if (!take(fd, &g))
		stop("recvmsg");
	msg.msg_controllen = g.control_len;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&msg); c && used < sizeof(text) - 20;
	     c = CMSG_NXTHDR(&msg, c))
		used += (size_t)snprintf(text + used, sizeof(text) - used, "%s%d/%d:%zu",
					 used ? "," : "", c->cmsg_level, c->cmsg_type,
					 c->cmsg_len - CMSG_LEN(0));
	word(name, used ? text : "none", want);
	close(fd);
}

static void core_messages(void)
{
	list("timestamp", SO_TIMESTAMP, 1, "1/29:16");
	list("timestampns", SO_TIMESTAMPNS, 1, "1/35:16");
	list("timestamping", SO_TIMESTAMPING,
	     SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE, "1/37:48");
	/* Without frames dropped there is nothing to say. */
	list("rxq_ovfl", SO_RXQ_OVFL, 1, "none");
	list("rcvmark", SO_RCVMARK_NEW, 1, "1/36:4");
}

static long send_with(int fd, int level, int type, const void *value, size_t size)
{
	uint8_t frame[60];
	union {
		uint8_t bytes[64];
		size_t align;
	} c = { { 0 } };
	struct iovec iov = { .iov_base = frame, .iov_len = sizeof(frame) };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = c.bytes,
		.msg_controllen = CMSG_SPACE(size),
	};
	struct cmsghdr *head = CMSG_FIRSTHDR(&msg);

	build(frame, TO_ALL, PROTO, sizeof(frame));
	head->cmsg_level = level;
	head->cmsg_type = type;
	head->cmsg_len = CMSG_LEN(size);
	memcpy(CMSG_DATA(head), value, size);
	return sendmsg(fd, &msg, 0);
}

static void send_messages(void)
{
	const uint32_t word32 = 0;
	const uint64_t word64 = 0;
	int fd = bound(SOCK_RAW, PROTO);

	call("mark", send_with(fd, SOL_SOCKET, SO_MARK, &word32, 4), 0);
	call("mark.short", send_with(fd, SOL_SOCKET, SO_MARK, &word32, 2), EINVAL);
	call("timestamping", send_with(fd, SOL_SOCKET, SO_TIMESTAMPING, &word32, 4), 0);
	call("txtime", send_with(fd, SOL_SOCKET, SO_TXTIME_NR, &word64, 8), EINVAL);
	call("unknown", send_with(fd, SOL_SOCKET, 9999, &word32, 4), EINVAL);
	call("other_level", send_with(fd, SOL_PACKET, 9999, &word32, 4), 0);
}

const struct fam_case cases_message[] = {
	{ "28", "flags", flags },
	{ "29", "short_buffer", short_buffer },
	{ "29", "snapped", snapped },
	{ "30", "error_queue", error_queue },
	{ "31", "auxdata", auxdata },
	{ "31", "vlan_0", auxdata_zero },
	{ "32", "messages", core_messages },
	{ "33", "send_messages", send_messages },
	{ 0 },
};
