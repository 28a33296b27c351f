/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * a_create.c - table test: socket(), the calls that a packet socket has and has not, ioctl()
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/net_tstamp.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <unistd.h>
#include "family.h"

static int open_errno(void)
{
	return socket(fam.family, SOCK_RAW, 0) < 0 ? errno : 0;
}

static int without_caps(void)
{
	drop_caps();
	return open_errno();
}

static int in_user_namespace(void)
{
	return unshare(CLONE_NEWUSER) ? ENOTSUP : open_errno();
}

static int in_own_network(void)
{
	return unshare(CLONE_NEWUSER | CLONE_NEWNET) ? ENOTSUP : open_errno();
}

static void caps(void)
{
	int (*const as[])(void) = { open_errno, without_caps, in_user_namespace, in_own_network };
	static const char *const names[] = { "root", "no_caps", "userns", "userns_netns" };
	static const int want[] = { 0, EPERM, EPERM, 0 };

	for (size_t i = 0; i < COUNT(as); i++) {
		int error = run_child(as[i]);

		errno = error;
		call(names[i], error ? -1 : 0, want[i]);
	}
}

static void types(void)
{
	static const struct {
		const char *name;
		int type, want;
	} t[] = {
		{ "raw", SOCK_RAW, 0 },
		{ "dgram", SOCK_DGRAM, 0 },
		{ "packet", 10, 0 },
		{ "stream", SOCK_STREAM, ESOCKTNOSUPPORT },
		{ "seqpacket", SOCK_SEQPACKET, ESOCKTNOSUPPORT },
		{ "rdm", SOCK_RDM, ESOCKTNOSUPPORT },
		{ "0", 0, ESOCKTNOSUPPORT },
		{ "11", 11, EINVAL },
		{ "flag", SOCK_RAW | 020, EINVAL },
	};
	int fd;

	for (size_t i = 0; i < COUNT(t); i++)
		call(t[i].name, socket(fam.family, t[i].type, 0), t[i].want);
	fd = sock(SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	yes("cloexec", fcntl(fd, F_GETFD) & FD_CLOEXEC);
	yes("nonblock", fcntl(fd, F_GETFL) & O_NONBLOCK);
}

static void protocols(void)
{
	static const int protocol[] = { 0, 1, 3, 4, 0x0800, PROTO, 0xffff };
	char name[16];
	int fd;

	for (size_t i = 0; i < COUNT(protocol); i++) {
		snprintf(name, sizeof(name), "p%04x", protocol[i]);
		fd = sock(SOCK_RAW, protocol[i]);
		hex(name, ntohs(name_of(fd, NULL).sll_protocol), protocol[i]);
		close(fd);
	}
}

static void protocol_zero(void)
{
	struct got g;
	int fd = sock(SOCK_RAW, 0);

	give(TO_DEV, PROTO, 60);
	yes("none", none(fd));
	call("bind", bind_to(fd, fam.index, 0), 0);
	give(TO_DEV, PROTO, 60);
	yes("none_of_dev", none(fd));
	call("bind_protocol", bind_to(fd, fam.index, PROTO), 0);
	yes("nothing_old", none(fd));
	give(TO_DEV, PROTO, 61);
	yes("frame", take(fd, &g));
	num("len", g.len, 61);
}

/* loop: a frame that passes lo. */
static void loop(void)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = 1, .sll_halen = MAC_LEN };
	uint8_t frame[60];
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	build(frame, TO_DEV, PROTO, sizeof(frame));
	memset(frame, 0, 2 * (size_t)MAC_LEN);
	if (sendto(fd, frame, sizeof(frame), 0, (struct sockaddr *)&to, sizeof(to)) < 0)
		stop("lo");
	close(fd);
}

static void before_bind(void)
{
	struct got g;
	int fd = sock(SOCK_RAW, PROTO), dgram = sock(SOCK_DGRAM, PROTO);

	give(TO_DEV, PROTO, 60);
	loop();
	yes("first", take(fd, &g));
	where("first.from", g.from.sll_ifindex, fam.index);
	yes("second", take(fd, &g));
	where("second.from", g.from.sll_ifindex, 1);
	num("second.type", g.from.sll_pkttype, PACKET_HOST);
	yes("dgram", take(dgram, &g));
	num("dgram.len", g.len, 60 - LINK_LEN);
	where("name", name_of(fd, NULL).sll_ifindex, 0);
}

static void old_way(void)
{
	int fd = socket(AF_INET, 10, htons(PROTO)), value = 0;
	socklen_t len = sizeof(value);

	call("socket", fd, 0);
	call("domain.read", getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &value, &len), 0);
	num("domain", value, AF_PACKET);
	call("type.read", getsockopt(fd, SOL_SOCKET, SO_TYPE, &value, &len), 0);
	num("type", value, 10);
}

static void not_there(void)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = fam.index };
	struct sockaddr_storage peer;
	socklen_t len = sizeof(peer);
	int pair[2], fd = bound(SOCK_RAW, PROTO);

	call("connect", connect(fd, (struct sockaddr *)&to, sizeof(to)), EOPNOTSUPP);
	call("listen", listen(fd, 1), EOPNOTSUPP);
	call("accept", accept(fd, NULL, NULL), EOPNOTSUPP);
	call("shutdown", shutdown(fd, SHUT_RDWR), EOPNOTSUPP);
	call("socketpair", socketpair(fam.family, SOCK_RAW, 0, pair), EOPNOTSUPP);
	call("getpeername", getpeername(fd, (struct sockaddr *)&peer, &len), EOPNOTSUPP);
}

static void there(void)
{
	uint8_t data[100];
	struct timeval tv;
	struct got g;
	int fd = bound(SOCK_RAW, PROTO), value = 0;
	socklen_t len = sizeof(value);

	if (getsockopt(fd, SOL_SOCKET, SO_DOMAIN, &value, &len))
		stop("SO_DOMAIN");
	yes("own_domain", value == fam.family);
	hex("poll", (uint64_t)poll_now(fd, POLLIN | POLLOUT), POLLOUT);
	call("stamp.none", ioctl(fd, SIOCGSTAMP, &tv), ENOENT);
	call("mmap", mmap(NULL, 4096, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED ? -1 : 0, EINVAL);
	give(TO_DEV, PROTO, 60);
	hex("poll.frame", (uint64_t)poll_now(fd, POLLIN | POLLOUT), POLLIN | POLLOUT);
	num("read", read(fd, data, sizeof(data)), 60);
	call("stamp", ioctl(fd, SIOCGSTAMP, &tv), 0);
	give(TO_DEV, PROTO, 62);
	yes("recvmsg", take(fd, &g));
	num("recvmsg.len", g.len, 62);
	call("lseek", lseek(fd, 0, SEEK_SET), ESPIPE);
}

static void through(void)
{
	struct ethtool_value link = { .cmd = ETHTOOL_GLINK };
	struct hwtstamp_config config = { 0 };
	struct ifreq req = { 0 };
	int fd = bound(SOCK_RAW, PROTO), inet = socket(AF_INET, SOCK_DGRAM, 0), ret, error;

	snprintf(req.ifr_name, sizeof(req.ifr_name), "%s", fam.dev);
	call("index", ioctl(fd, SIOCGIFINDEX, &req), 0);
	where("index.is", req.ifr_ifindex, fam.index);
	call("flags", ioctl(fd, SIOCGIFFLAGS, &req), 0);
	yes("flags.up", req.ifr_flags & IFF_UP);
	call("hwaddr", ioctl(fd, SIOCGIFHWADDR, &req), 0);
	station("hwaddr.is", (uint8_t *)req.ifr_hwaddr.sa_data, fam.mac);
	call("mtu", ioctl(fd, SIOCGIFMTU, &req), 0);
	num("mtu.is", req.ifr_mtu, ANY);
	req.ifr_data = (char *)&link;
	call("ethtool", ioctl(fd, SIOCETHTOOL, &req), 0);
	num("ethtool.link", link.data, 1);
	/* What the device says to another family's socket. */
	req.ifr_data = (char *)&config;
	ret = ioctl(inet, SIOCSHWTSTAMP, &req);
	error = ret ? errno : 0;
	call("hwtstamp", ioctl(fd, SIOCSHWTSTAMP, &req), error);
	snprintf(req.ifr_name, sizeof(req.ifr_name), "absent0");
	call("absent", ioctl(fd, SIOCGIFINDEX, &req), ENODEV);
	call("unknown", ioctl(fd, 0x12345678, &req), ENOTTY);
	call("tty", ioctl(fd, 0x5401, &req), ENOTTY);
}

static void own_ioctls(void)
{
	struct tpacket_req req = { 4096, 4, 2048, 8 };
	struct timespec ts;
	struct ifreq ifr = { 0 };
	int fd = bound(SOCK_RAW, PROTO), dgram = bound(SOCK_DGRAM, PROTO), n = -1;

	call("outq", ioctl(fd, SIOCOUTQ, &n), 0);
	num("outq.is", n, 0);
	call("inq", ioctl(fd, SIOCINQ, &n), 0);
	num("inq.is", n, 0);
	call("stamp_ns", ioctl(fd, SIOCGSTAMPNS, &ts), ENOENT);
	give(TO_DEV, PROTO, 70);
	give(TO_DEV, PROTO, 80);
	call("inq.frames", ioctl(fd, SIOCINQ, &n), 0);
	num("inq.first", n, 70);
	call("inq.dgram", ioctl(dgram, SIOCINQ, &n), 0);
	num("inq.dgram.first", n, 70 - LINK_LEN);
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", fam.dev);
	call("no_address", ioctl(fd, SIOCGIFADDR, &ifr), EADDRNOTAVAIL);
	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "absent0");
	call("absent_address", ioctl(fd, SIOCGIFADDR, &ifr), ENODEV);
	fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VERSION, TPACKET_V2);
	if (set(fd, PACKET_RX_RING, &req, sizeof(req)))
		stop("ring");
	give(TO_DEV, PROTO, 70);
	call("inq.ring", ioctl(fd, SIOCINQ, &n), 0);
	num("inq.ring.is", n, 0);
}

const struct fam_case cases_create[] = {
	{ "1", "caps", caps },
	{ "2", "types", types },
	{ "3", "protocols", protocols },
	{ "3", "zero", protocol_zero },
	{ "4", "before_bind", before_bind },
	{ "5", "inet_packet", old_way },
	{ "6", "unsupported", not_there },
	{ "7", "operations", there },
	{ "9", "device_ioctl", through },
	{ "10", "own_ioctl", own_ioctls },
	{ 0 },
};
