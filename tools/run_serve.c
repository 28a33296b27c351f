// SPDX-License-Identifier: BSD-3-Clause
/*
 * run_serve.c - one socket(AF_PACKET) and its answer: a socket of PF_WEIR, an error, or the kernel's own
 *
 * The kernel's own is its answer to that very call with these arguments, which are no pointers, by the
 * rights that the thread has: nothing is gained by it. It is left to the kernel where PF_WEIR could not
 * say more: arguments that AF_PACKET refuses, and SOCK_PACKET as long as PF_WEIR has none.
 */
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "run.h"

#define TYPE_MASK 0xf	/* of the kernel's socket.h */

/* A later kernel may have longer ones. */
union note {
	struct seccomp_notif n;
	char room[512];
};

union answer {
	struct seccomp_notif_resp r;
	char room[512];
};

static void answer(struct run *r, uint64_t id, int value, int error, uint32_t flags)
{
	union answer a = { .r = { .id = id, .val = value, .error = error, .flags = flags } };

	/* ENOENT: it was ended, or a signal took it out of the call. */
	if (ioctl(r->listener, SECCOMP_IOCTL_NOTIF_SEND, &a) && errno != ENOENT)
		run_say("an answer could not be given: %s", strerror(errno));
}

static void leave(struct run *r, uint64_t id)
{
	answer(r, id, 0, 0, SECCOMP_USER_NOTIF_FLAG_CONTINUE);
}

static void refuse(struct run *r, const struct seccomp_notif *n, const char *name, int error,
		   const char *why)
{
	if (r->verbose || error != r->error)
		run_say("%s (%u) gets no socket: %s", name, n->pid, why);
	r->error = error;
	answer(r, n->id, 0, error, 0);
}

/* Into the table of the thread that asks: the descriptor there, or -errno. */
static int hand_over(struct run *r, uint64_t id, int fd, bool cloexec)
{
	struct seccomp_notif_addfd a = { .id = id, .flags = SECCOMP_ADDFD_FLAG_SEND,
					 .srcfd = (uint32_t)fd, .newfd_flags = cloexec ? O_CLOEXEC : 0 };
	int there = ioctl(r->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &a);

	if (there >= 0 || errno != EINVAL)
		return there < 0 ? -errno : there;
	/* Before Linux 5.14: in two steps, between which a signal may leave it with nobody who knows. */
	a.flags = 0;
	there = ioctl(r->listener, SECCOMP_IOCTL_NOTIF_ADDFD, &a);
	if (there < 0)
		return -errno;
	answer(r, id, there, 0, 0);
	return there;
}

static void give(struct run *r, const struct seccomp_notif *n, const struct target *t)
{
	int type = (int)n->data.args[1], protocol = (int)n->data.args[2];
	int fd = run_target_socket(t, r->family, type & ~SOCK_CLOEXEC, protocol);
	uint64_t id = n->id;
	int there;

	if (fd == -ESOCKTNOSUPPORT) {
		run_say("%s (%u): PF_WEIR has no SOCK_PACKET, it gets AF_PACKET's", t->name, n->pid);
		leave(r, n->id);
		return;
	}
	if (fd < 0) {
		refuse(r, n, t->name, fd,
		       fd == -EAFNOSUPPORT ? "the module weir is gone, or another has its number" :
		       fd == -EPERM ? "weir run itself has no CAP_NET_RAW in its network namespace" :
				      strerror(-fd));
		return;
	}
	/* Was it this thread that was looked at, or one that got its number since? */
	if (ioctl(r->listener, SECCOMP_IOCTL_NOTIF_ID_VALID, &id)) {
		close(fd);
		return;
	}
	there = hand_over(r, id, fd, type & SOCK_CLOEXEC);
	close(fd);
	if (there >= 0) {
		r->given++;
		if (r->verbose)
			run_say("%s (%u): socket(%s, 0x%04x) is PF_WEIR's, descriptor %d", t->name, n->pid,
				(type & TYPE_MASK) == SOCK_RAW ? "SOCK_RAW" :
				(type & TYPE_MASK) == SOCK_DGRAM ? "SOCK_DGRAM" : "SOCK_PACKET",
				(unsigned int)protocol, there);
	} else if (there != -ENOENT) {
		refuse(r, n, t->name, there, strerror(-there));
	}
}

void run_serve(struct run *r)
{
	union note note = { 0 };
	struct seccomp_notif *n = &note.n;
	struct target t;
	int type, ret;

	/* ENOENT: whoever asked has been ended before this could look. */
	if (ioctl(r->listener, SECCOMP_IOCTL_NOTIF_RECV, &note))
		return;
	type = (int)n->data.args[1];
	if (type & ~(TYPE_MASK | SOCK_CLOEXEC | SOCK_NONBLOCK) ||
	    ((type & TYPE_MASK) != SOCK_RAW && (type & TYPE_MASK) != SOCK_DGRAM &&
	     (type & TYPE_MASK) != SOCK_PACKET)) {
		leave(r, n->id);
		return;
	}
	ret = run_target_open(&t, (pid_t)n->pid);
	if (ret) {
		if (ret != -ENOENT && ret != -ESRCH)
			refuse(r, n, "a process", -EPERM, "weir run may not look at it in /proc");
		else
			answer(r, n->id, 0, -EPERM, 0);
		return;
	}
	if (run_target_may(&t))
		give(r, n, &t);
	else
		refuse(r, n, t.name, -EPERM, "it has no CAP_NET_RAW, so AF_PACKET would refuse it too");
	run_target_close(&t);
}
