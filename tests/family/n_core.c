/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * n_core.c - table test: network namespaces, what is seen of a socket from outside, options of
 * SOL_SOCKET
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include "family.h"

static int in_other_netns(void)
{
	struct got g;
	int fd;

	if (unshare(CLONE_NEWNET))
		return ENOTSUP;
	fd = sock(SOCK_RAW, PROTO);
	if (!bind_to(fd, fam.index > 1 ? fam.index + 1000 : 1000, PROTO) || errno != ENODEV)
		return EEXIST;
	give(TO_DEV, PROTO, 60);
	return take_flags(fd, &g, 1, 0) ? EISCONN : g.error;
}

static void namespaces(void)
{
	int error = run_child(in_other_netns), fd = bound(SOCK_RAW, PROTO), was, home;
	struct got g;

	errno = error;
	call("other", -1, EAGAIN);
	/* A socket belongs to the namespace that it was made in. */
	home = open("/proc/self/ns/net", O_RDONLY);
	was = unshare(CLONE_NEWNET);
	if (was || home < 0)
		stop("unshare");
	give(TO_DEV, PROTO, 60);
	yes("from_other", take(fd, &g));
	where("from_other.index", name_of(fd, NULL).sll_ifindex, fam.index);
	call("bind_from_other", bind_to(fd, fam.index, PROTO), 0);
	if (setns(home, CLONE_NEWNET))
		stop("setns");
}

/* hooks: lines of /proc/net/ptype for dev, and the function of the first. */
static unsigned int hooks(char *function, size_t size)
{
	char line[200], dev[IFNAMSIZ + 1], name[100];
	FILE *f = fopen("/proc/net/ptype", "r");
	unsigned int n = 0;

	*function = 0;
	if (!f)
		stop("ptype");
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%*s %16s %99s", dev, name) == 2 && !strcmp(dev, fam.dev) && !n++)
			snprintf(function, size, "%s", name);
	fclose(f);
	return n;
}

static void hook_list(void)
{
	char function[100], none_of[100];
	unsigned int before;
	int fd;

	/* The witness has one too. */
	close(fam.witness);
	before = hooks(none_of, sizeof(none_of));
	fd = bound(SOCK_RAW, PROTO_ALL);
	num("more", hooks(function, sizeof(function)) - before, 1);
	word("function", function, fam.family == AF_PACKET ? "packet_rcv" : NULL);
	close(fd);
	num("closed", hooks(none_of, sizeof(none_of)) - before, 0);
}

static void core_read(int fd, const char *name, int option, int64_t want)
{
	int value = -1;
	socklen_t len = sizeof(value);

	if (getsockopt(fd, SOL_SOCKET, option, &value, &len))
		call(name, -1, want == ANY ? ANY_ERR : 0);
	else
		num(name, value, want);
}

static void core_options(void)
{
	int fd = bound(SOCK_RAW, PROTO), value = 4096;

	core_read(fd, "type", SO_TYPE, SOCK_RAW);
	core_read(fd, "protocol", SO_PROTOCOL, 0);
	core_read(fd, "accepts", SO_ACCEPTCONN, 0);
	core_read(fd, "error", SO_ERROR, 0);
	call("rcvbuf", setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &value, sizeof(value)), 0);
	core_read(fd, "rcvbuf.is", SO_RCVBUF, 8192);
	value = 6;
	call("priority", setsockopt(fd, SOL_SOCKET, SO_PRIORITY, &value, sizeof(value)), 0);
	core_read(fd, "priority.is", SO_PRIORITY, 6);
	call("mark", setsockopt(fd, SOL_SOCKET, SO_MARK, &value, sizeof(value)), 0);
	core_read(fd, "mark.is", SO_MARK, 6);
	value = 0;
	call("peek_off", setsockopt(fd, SOL_SOCKET, SO_PEEK_OFF, &value, sizeof(value)),
	     EOPNOTSUPP);
	core_read(fd, "rcvlowat", SO_RCVLOWAT, 1);
	call("zerocopy", setsockopt(fd, SOL_SOCKET, SO_ZEROCOPY, &value, sizeof(value)),
	     EOPNOTSUPP);
	call("to_device",
	     setsockopt(fd, SOL_SOCKET, SO_BINDTODEVICE, fam.peer, (socklen_t)strlen(fam.peer)), 0);
	where("to_device.name", name_of(fd, NULL).sll_ifindex, fam.index);
	give(TO_DEV, PROTO, 60);
	yes("to_device.still", !none(fd));
}

static void rcvbuf_of_ring(void)
{
	struct tpacket_req req = { 16384, 4, 2048, 32 };
	int fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VERSION, TPACKET_V2), one = 1;
	unsigned int packets = 0, drops = 0;

	call("rcvbuf", setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &one, sizeof(one)), 0);
	call("ring", set(fd, PACKET_RX_RING, &req, sizeof(req)), 0);
	give_many(32, 1000);
	yes("stats", stats(fd, &packets, &drops));
	num("packets", packets, 32);
	num("drops", drops, 0);
}

static void later_options(void)
{
	int fd = sock(SOCK_RAW, 0);

	/* PACKET_VNET_HDR_SZ, of newer kernels. */
	call("vnet_hdr_sz", set_int(fd, 24, 12), ANY_ERR);
	num("vnet_hdr_sz.is", get_int(fd, 24), ANY);
	num("vnet_hdr", get_int(fd, PACKET_VNET_HDR), ANY);
	call("vnet_hdr_sz.odd", set_int(fd, 24, 11), ANY_ERR);
}

/* Frames must not wait in a socket that is gone, nor reach its successor. */
static void reopened(void)
{
	struct got g;

	for (int i = 0; i < 20; i++) {
		int fd = bound(i % 2 ? SOCK_RAW : SOCK_DGRAM, PROTO);

		give(TO_DEV, PROTO, 60);
		if (i % 3 == 0 && !take(fd, &g))
			stop("recvmsg");
		close(fd);
	}
	yes("empty", none(bound(SOCK_RAW, PROTO)));
}

const struct fam_case cases_core[] = {
	{ "118", "namespaces", namespaces },
	{ "118", "reopened", reopened },
	{ "121", "hooks", hook_list },
	{ "126", "options", core_options },
	{ "126", "rcvbuf_of_ring", rcvbuf_of_ring },
	{ "127", "later_options", later_options },
	{ 0 },
};
