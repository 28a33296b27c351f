/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * socket.c - sockets of the family under test, for the cases of the table test
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <linux/capability.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include "family.h"

#define TAKE_TRIES 5000

int sock(int type, int protocol)
{
	int fd = socket(fam.family, type, htons((uint16_t)protocol));

	if (fd < 0)
		stop("socket");
	return fd;
}

int bind_to(int fd, int index, int protocol)
{
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons((uint16_t)protocol),
		.sll_ifindex = index,
	};

	return bind(fd, (struct sockaddr *)&to, sizeof(to));
}

int bound(int type, int protocol)
{
	int fd = sock(type, 0);

	if (bind_to(fd, fam.index, protocol))
		stop("bind");
	return fd;
}

int set(int fd, int option, const void *value, socklen_t len)
{
	return setsockopt(fd, SOL_PACKET, option, value, len);
}

int set_int(int fd, int option, int value)
{
	return set(fd, option, &value, sizeof(value));
}

int must_set(int fd, int option, int value)
{
	if (set_int(fd, option, value))
		stop("setsockopt");
	return fd;
}

int64_t get_int(int fd, int option)
{
	int value = 0;
	socklen_t len = sizeof(value);

	return getsockopt(fd, SOL_PACKET, option, &value, &len) ? -errno : value;
}

int sock_error(int fd)
{
	int error = 0;
	socklen_t len = sizeof(error);

	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len))
		stop("SO_ERROR");
	return error;
}

struct sockaddr_ll name_of(int fd, socklen_t *len)
{
	struct sockaddr_ll name;
	socklen_t n = sizeof(name);

	memset(&name, 0xff, sizeof(name));
	if (getsockname(fd, (struct sockaddr *)&name, len ? len : &n))
		stop("getsockname");
	return name;
}

bool stats(int fd, unsigned int *packets, unsigned int *drops)
{
	struct tpacket_stats_v3 st = { 0 };
	socklen_t len = sizeof(st);

	if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &st, &len))
		return false;
	*packets = st.tp_packets;
	*drops = st.tp_drops;
	return true;
}

bool take_flags(int fd, struct got *g, size_t room, int flags)
{
	struct iovec iov = { .iov_base = g->data, .iov_len = room };
	struct timespec ms = { .tv_nsec = 1000000 };
	struct msghdr msg;

	for (int i = 0; i < TAKE_TRIES; i++) {
		memset(g, 0xff, sizeof(*g));
		msg = (struct msghdr){
			.msg_name = &g->from,
			.msg_namelen = sizeof(g->from),
			.msg_iov = &iov,
			.msg_iovlen = 1,
			.msg_control = g->control.bytes,
			.msg_controllen = sizeof(g->control.bytes),
		};
		g->len = recvmsg(fd, &msg, flags | MSG_DONTWAIT);
		g->error = g->len < 0 ? errno : 0;
		g->flags = msg.msg_flags;
		g->name_len = msg.msg_namelen;
		g->control_len = msg.msg_controllen;
		if (g->error != EAGAIN)
			return !g->error;
		nanosleep(&ms, NULL);
	}
	return false;
}

bool take(int fd, struct got *g)
{
	return take_flags(fd, g, sizeof(g->data), 0);
}

bool none(int fd)
{
	uint8_t byte;

	settle();
	return recv(fd, &byte, 1, MSG_DONTWAIT) < 0 && errno == EAGAIN;
}

const void *control(const struct got *g, int level, int type, size_t size)
{
	struct msghdr msg = {
		.msg_control = (void *)(uintptr_t)g->control.bytes,
		.msg_controllen = g->control_len,
	};

	if (g->control_len > sizeof(g->control.bytes))
		return NULL;
	for (struct cmsghdr *c = CMSG_FIRSTHDR(&msg); c; c = CMSG_NXTHDR(&msg, c))
		if (c->cmsg_level == level && c->cmsg_type == type && c->cmsg_len >= CMSG_LEN(size))
			return CMSG_DATA(c);
	return NULL;
}

int poll_until(int fd, int events, int ms)
{
	struct pollfd p = { .fd = fd, .events = (short)events };

	return poll(&p, 1, ms) < 0 ? -errno : p.revents;
}

int poll_now(int fd, int events)
{
	return poll_until(fd, events, 0);
}

int run_child(int (*fn)(void))
{
	pid_t pid = fork();
	int status;

	if (!pid)
		_exit(fn());
	if (pid < 0 || waitpid(pid, &status, 0) != pid || !WIFEXITED(status))
		stop("child");
	return WEXITSTATUS(status);
}

void drop_caps(void)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct none[2] = { { 0 } };

	if (syscall(SYS_capset, &head, none))
		_exit(EFAULT);
}
