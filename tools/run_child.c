// SPDX-License-Identifier: BSD-3-Clause
/*
 * run_child.c - starts COMMAND under the filter, and gets the descriptor by which it asks
 */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "run.h"
#include "tool.h"

/* What the child says before it becomes COMMAND: 0, NNP, or -errno of the filter. */
#define NNP 1

__attribute__((noreturn)) static void become(const struct run *r, int sock, const sigset_t *mask,
					     void (*on_child)(int))
{
	bool nnp = false;
	int fd = run_filter(&nnp), err;

	if (run_fd_send(sock, fd, fd < 0 ? fd : nnp ? NNP : 0) || fd < 0)
		_exit(EXIT_RUN);
	close(fd);
	/* Until the other end is closed: what is told of COMMAND comes before what it says itself. */
	run_fd_receive(sock, &err);
	close(sock);
	signal(SIGCHLD, on_child);
	sigprocmask(SIG_SETMASK, mask, NULL);
	execvp(r->command[0], r->command);
	err = errno;
	run_say("%s: %s", r->command[0], strerror(err));
	_exit(err == ENOENT ? EXIT_NOT_FOUND : EXIT_NOT_EXECUTED);
}

static const char *reason(int err)
{
	switch (err) {
	case 0:
		return "it was ended";
	case -EBUSY:
		return "it has a supervisor already, another weir run or that of a container";
	case -ENOSYS:
	case -EINVAL:
		return "this kernel or processor has no seccomp user notification";
	}
	return strerror(-err);
}

int run_child(struct run *r)
{
	void (*on_child)(int);
	int pair[2], number;
	sigset_t all, mask;

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair))
		return run_say("%s", strerror(errno)), EXIT_RUN;
	/* No signal is lost between here and the loop that passes them on. */
	sigfillset(&all);
	sigdelset(&all, SIGTSTP);
	sigdelset(&all, SIGTTIN);
	sigdelset(&all, SIGTTOU);
	sigprocmask(SIG_BLOCK, &all, &mask);
	on_child = signal(SIGCHLD, SIG_DFL);
	r->child = fork();
	if (!r->child) {
		close(pair[0]);
		become(r, pair[1], &mask, on_child);
	}
	close(pair[1]);
	if (r->child < 0) {
		close(pair[0]);
		return run_say("%s", strerror(errno)), EXIT_RUN;
	}
	r->listener = run_fd_receive(pair[0], &number);
	if (r->listener >= 0)
		run_program(r->command[0], number == NNP);
	close(pair[0]);
	if (r->listener >= 0)
		return 0;
	run_say("%s cannot be supervised: %s", r->command[0], reason(number));
	waitpid(r->child, NULL, 0);
	return EXIT_RUN;
}
