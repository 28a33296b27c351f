// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_user.c - the vfio-user server: a socket, one client at a time, and the card behind it
 */
#define _GNU_SOURCE	/* accept4() */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "vfio_user.h"

#define SEND_SECONDS 5
/* Messages at one look at the socket. */
#define DRAIN_MAX 256
/* The longest sleep: a timer that nothing above knows of ends with the next look at it. */
#define SLEEP_MS 500

int weir_vfio_user_signals(struct weir_vfio_user *u)
{
	sigset_t set;

	sigemptyset(&set);
	sigaddset(&set, SIGINT);
	sigaddset(&set, SIGTERM);
	sigaddset(&set, SIGUSR1);
	sigaddset(&set, SIGUSR2);
	sigaddset(&set, SIGRTMIN);
	sigprocmask(SIG_BLOCK, &set, NULL);
	/* Whoever reads stderr may leave first. */
	signal(SIGPIPE, SIG_IGN);
	u->sig = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	return u->sig < 0 ? -errno : 0;
}

/* What is left of a server that was killed: a socket that nobody listens at. One of another type does not
 * disturb a server that lives, which refuses it with EPROTOTYPE. */
static void remove_stale(const struct sockaddr_un *sa)
{
	int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct stat st;

	if (fd < 0)
		return;
	if (!stat(sa->sun_path, &st) && S_ISSOCK(st.st_mode) &&
	    connect(fd, (const struct sockaddr *)sa, sizeof(*sa)) && errno == ECONNREFUSED)
		unlink(sa->sun_path);
	close(fd);
}

int weir_vfio_user_open(struct weir_vfio_user *u, const char *path, char *err, size_t err_len)
{
	struct sockaddr_un sa = { .sun_family = AF_UNIX };
	int ret;

	u->listen = u->conn = -1;
	u->need = WEIR_VFIO_HDR;
	if (strlen(path) >= sizeof(sa.sun_path)) {
		snprintf(err, err_len, "%s: longer than the %zu bytes of a socket's name", path,
			 sizeof(sa.sun_path) - 1);
		return -ENAMETOOLONG;
	}
	memcpy(sa.sun_path, path, strlen(path));
	remove_stale(&sa);
	u->listen = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (u->listen >= 0 && !bind(u->listen, (const struct sockaddr *)&sa, sizeof(sa)) &&
	    !listen(u->listen, 4))
		return 0;
	ret = -errno;
	snprintf(err, err_len, "%s: %s", path, strerror(-ret));
	/* It may be another server's. */
	if (u->listen >= 0)
		close(u->listen);
	u->listen = -1;
	return ret;
}

void weir_vfio_user_close(struct weir_vfio_user *u, const char *path)
{
	if (u->conn >= 0)
		close(u->conn);
	if (u->listen >= 0) {
		close(u->listen);
		unlink(path);
	}
	if (u->sig >= 0)
		close(u->sig);
}

static void drop_fds(struct weir_vfio_user *u)
{
	while (u->fds)
		if (u->fd[--u->fds] >= 0)
			close(u->fd[u->fds]);
}

static void take_client(struct weir_vfio_user *u)
{
	struct timeval tv = { .tv_sec = SEND_SECONDS };

	u->conn = accept4(u->listen, NULL, NULL, SOCK_CLOEXEC);
	if (u->conn < 0)
		return;
	setsockopt(u->conn, SOL_SOCKET, SO_SNDTIMEO, &tv, sizeof(tv));
	u->stats.clients++;
	u->negotiated = 0;
	u->have = 0;
	u->need = WEIR_VFIO_HDR;
	weir_vfio_log("a client is there");
}

static void leave_client(struct weir_vfio_user *u)
{
	drop_fds(u);
	close(u->conn);
	u->conn = -1;
	weir_vfio_card_release(u->card);
	weir_vfio_log("the client is gone: the card is reset");
}

/* Descriptors arrive with the first byte of their message. Those beyond the limit are closed here. */
static int take_fds(struct weir_vfio_user *u, struct msghdr *mh)
{
	struct cmsghdr *c;
	size_t i, n;
	int ret = mh->msg_flags & MSG_CTRUNC ? -EPROTO : 0;

	for (c = CMSG_FIRSTHDR(mh); c; c = CMSG_NXTHDR(mh, c)) {
		if (c->cmsg_level != SOL_SOCKET || c->cmsg_type != SCM_RIGHTS)
			continue;
		n = (c->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		for (i = 0; i < n; i++) {
			int fd;

			memcpy(&fd, CMSG_DATA(c) + i * sizeof(int), sizeof(fd));
			if (u->fds < WEIR_VFIO_FDS_MAX) {
				u->fd[u->fds++] = fd;
			} else {
				close(fd);
				ret = -EPROTO;
			}
		}
	}
	return ret;
}

/* What is there of the message: 1 when it is whole, 0 when not, -errno when the client is gone or wrong. */
static int receive(struct weir_vfio_user *u)
{
	_Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof(int) * (WEIR_VFIO_FDS_MAX + 4))];
	struct weir_vfio_hdr hdr;
	char why[200];

	while (u->have < u->need) {
		struct iovec iov = { u->in + u->have, u->need - u->have };
		struct msghdr mh = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control,
				     .msg_controllen = sizeof(control) };
		ssize_t n = recvmsg(u->conn, &mh, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);

		if (n < 0 && (errno == EAGAIN || errno == EINTR))
			return 0;
		if (n <= 0) {
			if (u->have)
				weir_vfio_log("malformed message: it ends after %u bytes", u->have);
			return -ECONNRESET;
		}
		if (take_fds(u, &mh)) {
			weir_vfio_log("malformed message: more than %u descriptors", WEIR_VFIO_FDS_MAX);
			u->stats.malformed++;
			return -EPROTO;
		}
		u->have += (uint32_t)n;
		if (u->have != WEIR_VFIO_HDR || u->need != WEIR_VFIO_HDR)
			continue;
		if (weir_vfio_hdr_parse(&hdr, u->in, why, sizeof(why))) {
			weir_vfio_log("malformed message: %s", why);
			u->stats.malformed++;
			return -EPROTO;
		}
		u->need = hdr.size;
	}
	return 1;
}

/* All that is there: a message a look would cost each a step of the card. But not for ever: a client that
 * always has one more would keep frames and signals waiting. -errno: the client is gone. */
static int drain(struct weir_vfio_user *u)
{
	int ret = 0, n;

	for (n = 0; n < DRAIN_MAX && (ret = receive(u)) > 0; n++) {
		ret = weir_vfio_user_serve(u);
		drop_fds(u);
		u->have = 0;
		u->need = WEIR_VFIO_HDR;
		if (ret)
			break;
	}
	return ret;
}

/* 1 when the run shall end. */
static int take_signal(struct weir_vfio_user *u)
{
	struct signalfd_siginfo si;

	while (read(u->sig, &si, sizeof(si)) == sizeof(si)) {
		if (si.ssi_signo == SIGUSR1) {
			weir_vfio_port_go(u->port);
		} else if (si.ssi_signo == SIGUSR2) {
			u->card->dead = !u->card->dead;
			weir_vfio_log("the card %s", u->card->dead ? "answers all ones" : "answers again");
		} else if (si.ssi_signo == (uint32_t)SIGRTMIN) {
			weir_vfio_card_link(u->card, u->card->cut);
			weir_vfio_log("the link is %s", u->card->cut ? "cut" : "there again");
		} else {
			return 1;
		}
	}
	return 0;
}

static uint64_t now_ns(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * 1000000000 + (uint64_t)ts.tv_nsec;
}

enum { AT_SIGNAL, AT_CLIENT, AT_PORT, AT_NUM };

int weir_vfio_user_run(struct weir_vfio_user *u)
{
	for (;;) {
		struct pollfd p[AT_NUM] = { [AT_SIGNAL] = { u->sig, POLLIN, 0 } };
		uint64_t began = now_ns();
		int busy, open;

		if (u->card->world)
			weir_vfio_card_now(u->card, began);
		busy = weir_vfio_card_run(u->card, u->port);
		p[AT_CLIENT] = (struct pollfd){ u->conn >= 0 ? u->conn : u->listen, POLLIN, 0 };
		/* What Linux sends while the card does not receive waits in Linux. */
		open = u->card->rx_enabled && !u->card->cut && !u->card->fault_told;
		p[AT_PORT] = (struct pollfd){ open ? weir_vfio_port_fd(u->port) : -1, POLLIN, 0 };
		if (poll(p, AT_NUM, busy ? 0 : u->card->world ? 1 : SLEEP_MS) < 0 && errno != EINTR)
			return -errno;
		if (!busy && !u->card->world)
			weir_vfio_card_slept(u->card, now_ns() - began);
		if (p[AT_SIGNAL].revents && take_signal(u))
			return 0;
		if (!p[AT_CLIENT].revents)
			continue;
		if (u->conn < 0) {
			take_client(u);
		} else if (drain(u) < 0) {
			leave_client(u);
			if (u->once)
				return 0;
		}
	}
}
