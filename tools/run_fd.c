// SPDX-License-Identifier: BSD-3-Clause
/*
 * run_fd.c - a descriptor from one process to another, and a number beside it
 */
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "run.h"

union control {
	struct cmsghdr align;
	char bytes[CMSG_SPACE(sizeof(int))];
};

int run_fd_send(int sock, int fd, int number)
{
	struct iovec iov = { &number, sizeof(number) };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1 };
	union control c = { 0 };

	if (fd >= 0) {
		m.msg_control = c.bytes;
		m.msg_controllen = sizeof(c.bytes);
		c.align.cmsg_level = SOL_SOCKET;
		c.align.cmsg_type = SCM_RIGHTS;
		c.align.cmsg_len = CMSG_LEN(sizeof(fd));
		memcpy(CMSG_DATA(&c.align), &fd, sizeof(fd));
	}
	return sendmsg(sock, &m, MSG_NOSIGNAL) < 0 ? -errno : 0;
}

int run_fd_receive(int sock, int *number)
{
	struct iovec iov = { number, sizeof(*number) };
	union control c = { 0 };
	struct msghdr m = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = c.bytes,
			    .msg_controllen = sizeof(c.bytes) };
	ssize_t n;
	int fd = -1;

	do
		n = recvmsg(sock, &m, MSG_CMSG_CLOEXEC);
	while (n < 0 && errno == EINTR);
	if (n != sizeof(*number)) {
		*number = 0;
		return -1;
	}
	if (m.msg_controllen >= CMSG_LEN(sizeof(fd)) && c.align.cmsg_type == SCM_RIGHTS)
		memcpy(&fd, CMSG_DATA(&c.align), sizeof(fd));
	return fd;
}
