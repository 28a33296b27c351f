// SPDX-License-Identifier: BSD-3-Clause
/*
 * run_target.c - the thread that asked for a socket: what it may, and a socket where it is
 *
 * The thread waits in the kernel while it is looked at, so none of this changes. Another one could
 * have got its number: whoever asks here has to ask whether the notification is still valid after.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <linux/nsfs.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run.h"

/* What a user who is not known in this namespace is shown as. */
#define OVERFLOW_UID 65534

static bool same(int a, int b)
{
	struct stat x, y;

	return !fstat(a, &x) && !fstat(b, &y) && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

static int read_status(struct target *t)
{
	bool caps = false, uid = false;
	unsigned long long mask;
	unsigned int euid;
	char line[256];
	int fd = openat(t->proc, "status", O_RDONLY | O_CLOEXEC);
	FILE *f = fd < 0 ? NULL : fdopen(fd, "r");

	if (!f) {
		int ret = -errno;

		if (fd >= 0)
			close(fd);
		return ret;
	}
	while (fgets(line, sizeof(line), f)) {
		line[strcspn(line, "\n")] = '\0';
		if (!strncmp(line, "Name:\t", 6)) {
			snprintf(t->name, sizeof(t->name), "%.63s", line + 6);
		} else if (sscanf(line, "Uid: %*u %u", &euid) == 1) {
			t->euid = euid;
			uid = true;
		} else if (sscanf(line, "CapEff: %llx", &mask) == 1) {
			t->caps = mask;
			caps = true;
		}
	}
	fclose(f);
	return caps && uid ? 0 : -ESRCH;
}

int run_target_open(struct target *t, pid_t tid)
{
	char path[32];
	int ret;

	*t = (struct target){ .net = -1, .user = -1 };
	snprintf(path, sizeof(path), "/proc/%d", (int)tid);
	t->proc = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (t->proc < 0)
		return -errno;
	ret = read_status(t);
	if (!ret) {
		t->net = openat(t->proc, "ns/net", O_RDONLY | O_CLOEXEC);
		ret = t->net < 0 ? -errno : 0;
	}
	if (!ret) {
		t->user = openat(t->proc, "ns/user", O_RDONLY | O_CLOEXEC);
		ret = t->user < 0 ? -errno : 0;
	}
	if (ret)
		run_target_close(t);
	return ret;
}

void run_target_close(struct target *t)
{
	if (t->net >= 0)
		close(t->net);
	if (t->user >= 0)
		close(t->user);
	close(t->proc);
}

/*
 * As cap_capable() of security/commoncap.c: in its own user namespace a thread may what it has as
 * effective, in one that its user made, everything.
 */
bool run_target_may(const struct target *t)
{
	/* A namespace outside of ours is none that we could see, nor one that the thread has a right over. */
	int ns = ioctl(t->net, NS_GET_USERNS), parent;
	bool may = false, over = false;
	uid_t owner;

	while (ns >= 0 && !over) {
		if (same(ns, t->user)) {
			may = t->caps >> CAP_NET_RAW & 1;
			over = true;
		} else {
			parent = ioctl(ns, NS_GET_PARENT);
			if (parent >= 0 && same(parent, t->user)) {
				may = !ioctl(ns, NS_GET_OWNER_UID, &owner) && owner == t->euid &&
				      owner != OVERFLOW_UID;
				over = may;
			}
			close(ns);
			ns = parent;
		}
	}
	if (ns >= 0)
		close(ns);
	return may;
}

/* Who has no rights to enter it may have them as the one who made it: those of its user namespace. */
static int enter(int net)
{
	int user;

	if (!setns(net, CLONE_NEWNET))
		return 0;
	if (errno != EPERM)
		return -errno;
	user = ioctl(net, NS_GET_USERNS);
	if (user < 0 || setns(user, CLONE_NEWUSER) || setns(net, CLONE_NEWNET))
		return -errno;
	return 0;
}

/* A process of its own goes there, since there may be no way back. */
static int socket_elsewhere(int net, int family, int type, int protocol)
{
	int pair[2], fd, ret = 0;
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return -errno;
	pid = fork();
	if (!pid) {
		ret = enter(net);
		fd = ret ? ret : run_socket(family, type, protocol);
		_exit(run_fd_send(pair[1], fd, fd < 0 ? fd : 0) ? 1 : 0);
	}
	ret = pid < 0 ? -errno : 0;
	close(pair[1]);
	fd = -1;
	if (!ret) {
		fd = run_fd_receive(pair[0], &ret);
		while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	close(pair[0]);
	if (fd >= 0)
		return fd;
	return ret ? ret : -EIO;
}

int run_target_socket(const struct target *t, int family, int type, int protocol)
{
	int own = open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC);
	bool here = own >= 0 && same(own, t->net);

	if (own >= 0)
		close(own);
	return here ? run_socket(family, type, protocol) :
		      socket_elsewhere(t->net, family, type, protocol);
}
