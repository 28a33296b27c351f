/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * b_event.c - table test: devices that go down, come up, go away, and devices upon devices
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"

#define RING_BYTES 16384

/* A device upon dev, which hands its frames up to a second device. */
#define TOP "famtop"
#define GONE "famgone"
#define GONE_PEER "famgonep"

static void bind_down(void)
{
	struct got g;
	int fd = sock(SOCK_RAW, 0);

	link_up(fam.dev, false);
	call("bind", bind_to(fd, fam.index, PROTO), 0);
	num("error", sock_error(fd), ENETDOWN);
	num("error.again", sock_error(fd), 0);
	where("name", name_of(fd, NULL).sll_ifindex, fam.index);
	yes("empty", none(fd));
	link_restore();
	give(TO_DEV, PROTO, 60);
	yes("up.frame", take(fd, &g));
}

static void down(void)
{
	uint8_t byte;
	int fd = bound(SOCK_RAW, PROTO), idle = sock(SOCK_RAW, PROTO), other = sock(SOCK_RAW, 0);
	struct got g;

	if (bind_to(other, fam.index, 0))
		stop("bind");
	give(TO_DEV, PROTO, 60);
	link_up(fam.dev, false);
	hex("poll", (uint64_t)poll_now(fd, POLLIN), POLLIN | POLLERR);
	call("recv", recv(fd, &byte, 1, MSG_DONTWAIT), ENETDOWN);
	hex("poll.after", (uint64_t)poll_now(fd, POLLIN), POLLIN);
	yes("queued", take(fd, &g));
	call("recv.after", recv(fd, &byte, 1, MSG_DONTWAIT), EAGAIN);
	num("unbound.error", sock_error(idle), 0);
	/* Bound, but for no protocol. */
	num("no_protocol.error", sock_error(other), 0);
	where("name", name_of(fd, NULL).sll_ifindex, fam.index);
	hex("protocol", ntohs(name_of(fd, NULL).sll_protocol), PROTO);
	link_restore();
}

/* Who waits in poll() or recv() hears of it. */
static void down_waiting(void)
{
	int fd = bound(SOCK_RAW, PROTO), ends[2], told[2];
	uint8_t byte;
	pid_t pid;

	if (pipe(ends))
		stop("pipe");
	pid = fork();
	if (!pid) {
		told[0] = poll_until(fd, POLLIN, 10000);
		told[1] = recv(fd, &byte, 1, 0) < 0 ? errno : 0;
		_exit(write(ends[1], told, sizeof(told)) == sizeof(told) ? 0 : 1);
	}
	/* Until it waits, most likely; else it finds the same. */
	usleep(50000);
	link_up(fam.dev, false);
	if (pid < 0 || read(ends[0], told, sizeof(told)) != sizeof(told))
		stop("child");
	hex("poll", (uint64_t)told[0], POLLERR);
	num("recv", told[1], ENETDOWN);
	waitpid(pid, NULL, 0);
	link_restore();
}

static void up_ring(void)
{
	struct ring two = { 0 }, three = { .version = TPACKET_V3 };

	ring_open(&two);
	ring_open(&three);
	give(TO_DEV, PROTO, 60);
	link_up(fam.dev, false);
	num("error", sock_error(two.fd), ENETDOWN);
	hex("kept", slot_status(&two, 0), TP_STATUS_USER);
	yes("kept.block", block_wait(&three, 0));
	link_restore();
	give(TO_DEV, PROTO, 61);
	yes("frame", slot_wait(&two, 1));
	num("frame.len", slot_at(&two, 1)->tp_len, 61);
	yes("block", block_wait(&three, 1));
	num("block.len", packet_at(&three, 1, 0)->tp_len, 61);
	num("block.seq", (int64_t)block_at(&three, 1)->seq_num, 2);
}

static void up(void)
{
	struct got g;
	int fd = bound(SOCK_RAW, PROTO), all = bound(SOCK_DGRAM, PROTO), closed = sock(SOCK_RAW, 0);

	if (bind_to(closed, fam.index, 0))
		stop("bind");
	link_up(fam.dev, false);
	num("error", sock_error(fd), ENETDOWN);
	num("error.dgram", sock_error(all), ENETDOWN);
	link_restore();
	give(TO_DEV, PROTO, 60);
	yes("frame", take(fd, &g));
	num("len", g.len, 60);
	yes("frame.dgram", take(all, &g));
	yes("no_protocol", none(closed));
	num("error.after", sock_error(fd), 0);
}

static int on_gone(int type, int index)
{
	int fd = sock(type, 0);

	if (bind_to(fd, index, PROTO))
		stop("bind");
	return fd;
}

static void make_gone(void)
{
	shell("ip link del %s 2>/dev/null", GONE);
	if (shell("ip link add %s type veth peer name %s && ip link set %s up && ip link set %s up",
		  GONE, GONE_PEER, GONE, GONE_PEER))
		stop("ip link add");
}

static void unregister(void)
{
	struct tpacket_req req = { 4096, 4, 2048, 8 };
	struct packet_mreq group = { .mr_type = PACKET_MR_PROMISC };
	uint8_t *map, byte;
	struct sockaddr_ll name;
	socklen_t len = sizeof(name);
	int index, fd;

	make_gone();
	index = (int)if_nametoindex(GONE);
	fd = must_set(on_gone(SOCK_RAW, index), PACKET_VERSION, TPACKET_V2);
	group.mr_ifindex = index;
	call("member", set(fd, PACKET_ADD_MEMBERSHIP, &group, sizeof(group)), 0);
	call("ring", set(fd, PACKET_RX_RING, &req, sizeof(req)), 0);
	map = mmap(NULL, RING_BYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
	if (map == MAP_FAILED)
		stop("mmap");
	map[RING_BYTES - 1] = 57;
	shell("ip link del %s", GONE);
	hex("poll", (uint64_t)poll_now(fd, 0), POLLERR);
	num("error", sock_error(fd), ENETDOWN);
	name = name_of(fd, &len);
	num("name.len", len, 12);
	num("name.index", name.sll_ifindex, -1);
	num("name.hatype", name.sll_hatype, 0);
	hex("name.protocol", ntohs(name.sll_protocol), PROTO);
	call("recv", recv(fd, &byte, 1, MSG_DONTWAIT), EAGAIN);
	call("drop", set(fd, PACKET_DROP_MEMBERSHIP, &group, sizeof(group)), 0);
	num("map", map[RING_BYTES - 1], 57);
	map[0] = 1;
	num("map.writable", map[0], 1);
	map[0] = 0;
	call("bind_gone", bind_to(fd, index, PROTO), ENODEV);
	call("bind", bind_to(fd, fam.index, PROTO), 0);
	give(TO_DEV, PROTO, 60);
	num("map.frame", map[0], TP_STATUS_USER);
}

static void send_gone(void)
{
	uint8_t frame[60];
	int fd;

	make_gone();
	fd = on_gone(SOCK_RAW, (int)if_nametoindex(GONE));
	build(frame, TO_ALL, PROTO, sizeof(frame));
	call("send", send(fd, frame, sizeof(frame), 0), 0);
	shell("ip link del %s", GONE);
	num("error", sock_error(fd), ENETDOWN);
	call("send.gone", send(fd, frame, sizeof(frame), 0), ENXIO);
}

static void moved(void)
{
	int fd, ready[2], end[2];
	char byte = 0;
	pid_t pid;

	if (pipe(ready) || pipe(end))
		stop("pipe");
	make_gone();
	fd = on_gone(SOCK_RAW, (int)if_nametoindex(GONE));
	pid = fork();
	if (!pid) {
		/* Holds a namespace until its parent is done. */
		close(end[1]);
		byte = unshare(CLONE_NEWNET) ? 1 : 0;
		_exit(write(ready[1], &byte, 1) == 1 && read(end[0], &byte, 1) == 0 ? 0 : 1);
	}
	if (pid < 0 || read(ready[0], &byte, 1) != 1 || byte)
		stop("namespace");
	num("move", shell("ip link set %s netns %d", GONE, pid), 0);
	num("error", sock_error(fd), ENETDOWN);
	where("name", name_of(fd, NULL).sll_ifindex, -1);
	shell("ip link del %s", GONE_PEER);
	close(end[1]);
	waitpid(pid, NULL, 0);
}

/* What happens to one device is nothing to sockets of another, or of all. */
static void others(void)
{
	int fd = bound(SOCK_RAW, PROTO), every = sock(SOCK_RAW, PROTO);
	struct packet_mreq open = { .mr_ifindex = fam.index, .mr_type = PACKET_MR_PROMISC };

	call("member", set(fd, PACKET_ADD_MEMBERSHIP, &open, sizeof(open)), 0);
	make_gone();
	link_up(GONE, false);
	shell("ip link del %s", GONE);
	num("error", sock_error(fd), 0);
	num("every.error", sock_error(every), 0);
	where("name", name_of(fd, NULL).sll_ifindex, fam.index);
	where("every.name", name_of(every, NULL).sll_ifindex, 0);
	hex("member.flags", link_flags(fam.dev) & IFF_PROMISC, IFF_PROMISC);
	give(TO_DEV, PROTO, 60);
	yes("frame", !none(fd));
	yes("every.frame", !none(every));
}

static void original(void)
{
	struct got g;
	struct sockaddr_ll ring_from;
	struct ring r = { 0 };
	uint8_t frame[60];
	int index, fd, both;

	shell("ip link del %s 2>/dev/null", TOP);
	if (shell("ip link add link %s name %s address 02:57:00:00:00:03 type macvlan 2>/dev/null &&"
		  " ip link set %s up",
		  fam.dev, TOP, TOP)) {
		skip("no macvlan");
		return;
	}
	index = (int)if_nametoindex(TOP);
	fd = sock(SOCK_RAW, 0);
	both = sock(SOCK_RAW, PROTO);
	if (bind_to(fd, index, PROTO))
		stop("bind");
	/* A device may learn of a further address later. */
	settle();
	build(frame, TO_DEV, PROTO, sizeof(frame));
	memcpy(frame, "\x02\x57\x00\x00\x00\x03", MAC_LEN);
	num("off", get_int(fd, PACKET_ORIGDEV), 0);
	give_raw(frame, sizeof(frame));
	yes("frame", take(fd, &g));
	yes("upper", g.from.sll_ifindex == index);
	call("set", set_int(fd, PACKET_ORIGDEV, 1), 0);
	num("on", get_int(fd, PACKET_ORIGDEV), 1);
	give_raw(frame, sizeof(frame));
	yes("frame.on", take(fd, &g));
	where("lower", g.from.sll_ifindex, fam.index);
	yes("unbound.frame", take(both, &g));
	yes("unbound.upper", g.from.sll_ifindex == index);
	r.fd = must_set(sock(SOCK_RAW, 0), PACKET_ORIGDEV, 1);
	ring_open(&r);
	if (bind_to(r.fd, index, PROTO))
		stop("bind");
	give_raw(frame, sizeof(frame));
	yes("ring", slot_wait(&r, 0));
	memcpy(&ring_from, (uint8_t *)slot_at(&r, 0) + sizeof(struct tpacket2_hdr),
	       sizeof(ring_from));
	where("ring.lower", ring_from.sll_ifindex, fam.index);
	shell("ip link del %s", TOP);
}

const struct fam_case cases_event[] = {
	{ "14", "bind_down", bind_down },
	{ "18", "origdev", original },
	{ "20", "down", down },
	{ "20", "waiting", down_waiting },
	{ "21", "up", up },
	{ "21", "rings", up_ring },
	{ "22", "unregister", unregister },
	{ "22", "send", send_gone },
	{ "22", "moved", moved },
	{ "22", "others", others },
	{ 0 },
};
