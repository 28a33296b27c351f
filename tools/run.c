// SPDX-License-Identifier: BSD-3-Clause
/*
 * run.c - weir run: a program that knows AF_PACKET alone, on sockets of PF_WEIR
 *
 * A seccomp filter stops COMMAND, its threads and all that it starts at socket(AF_PACKET) and nowhere
 * else; this process makes the socket and puts it into the table of the one that waits. No library is
 * preloaded, so it does not matter how a program was linked or who makes its system calls.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "run.h"
#include "tool.h"

/* Of a stop that the terminal asked for, everybody in the foreground has heard after so long. */
#define SETTLE_NS 20000000

enum { O_FAMILY = 256 };

static const char help[] =
"usage: weir run [option]... [--] COMMAND [ARGUMENT]...\n"
"\n"
"Runs COMMAND with sockets of PF_WEIR wherever it asks for one of AF_PACKET, whatever it is linked to,\n"
"also in its threads and in the programs that it starts. It needs CAP_NET_RAW as it would without.\n"
"\n"
"  -v, --verbose   tell of each socket that is given\n"
"  --family N      PF_WEIR's number, if it is not that of /sys/module/weir/parameters/family\n"
"\n"
"Ends as COMMAND does, with 128 and the signal's number if one ended it; 125: it could not be supervised,\n"
"126: it could not be executed, 127: there is no such program. docs/run.md tells what is not covered.\n";

void run_say(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	say_line("weir run", fmt, ap);
	va_end(ap);
}

/* 0, or an exit status; -1: all has been said. */
static int parse(struct run *r, int argc, char **argv)
{
	static const struct option longs[] = {
		{ "family", required_argument, NULL, O_FAMILY },
		{ "verbose", no_argument, NULL, 'v' },
		{ "help", no_argument, NULL, 'h' },
		{ 0 },
	};
	uint64_t family;
	int c;

	opterr = 0;
	/* What is behind COMMAND's name is its own. */
	while ((c = getopt_long(argc, argv, "+:hv", longs, NULL)) != -1) {
		switch (c) {
		case O_FAMILY:
			if (parse_number(optarg, 10, 1, 255, &family))
				return misuse("run", "--family %s: not a number from 1 to 255", optarg);
			r->family = (int)family;
			break;
		case 'v':
			r->verbose = true;
			break;
		case 'h':
			fputs(help, stdout);
			return -1;
		default:
			return bad_option("run", c, argv);
		}
	}
	if (optind == argc)
		return misuse("run", "no command; see weir run --help");
	r->command = argv + optind;
	return 0;
}

/* Has COMMAND stopped while the terminal is its? Then the shell has to see that, as by a stop of ours. */
static void stop_too(const struct run *r)
{
	struct timespec settle = { .tv_nsec = SETTLE_NS };
	int tty = open("/dev/tty", O_RDONLY | O_CLOEXEC | O_NOCTTY);
	siginfo_t si = { 0 };
	bool front = tty >= 0 && tcgetpgrp(tty) == getpgrp();

	if (tty >= 0)
		close(tty);
	nanosleep(&settle, NULL);
	if (!waitid(P_PID, (id_t)r->child, &si, WSTOPPED | WNOHANG) && si.si_pid && front)
		raise(SIGSTOP);
}

/* The status that COMMAND has ended with, or -1. */
static int ended(const struct run *r)
{
	siginfo_t si = { 0 };
	int status;

	if (!waitid(P_PID, (id_t)r->child, &si, WSTOPPED | WNOHANG | WNOWAIT) && si.si_pid)
		stop_too(r);
	if (waitpid(r->child, &status, WNOHANG) != r->child)
		return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/*
 * A signal for this process is meant for COMMAND. But for those of the terminal, which sends them to
 * both, and what COMMAND sends to its parent.
 */
static int on_signal(struct run *r, int fd)
{
	struct signalfd_siginfo si;

	if (read(fd, &si, sizeof(si)) != sizeof(si))
		return -1;
	if (si.ssi_signo == SIGCHLD)
		return r->child ? ended(r) : -1;
	if (r->child && si.ssi_code <= 0 && si.ssi_pid != (uint32_t)r->child)
		kill(r->child, (int)si.ssi_signo);
	return -1;
}

/* Until COMMAND has ended, whose status it returns, or nobody is left who could ask. */
static int supervise(struct run *r, int signals)
{
	struct pollfd p[2] = { { .fd = r->listener, .events = POLLIN }, { .fd = signals, .events = POLLIN } };
	int status = -1;

	while (status < 0 && (r->child || r->listener >= 0)) {
		if (poll(p, 2, -1) < 0 && errno != EINTR) {
			run_say("%s", strerror(errno));
			return EXIT_RUN;
		}
		if (p[0].revents & POLLIN) {
			run_serve(r);
		} else if (p[0].revents) {
			close(r->listener);
			r->listener = p[0].fd = -1;
		}
		if (p[1].revents)
			status = on_signal(r, signals);
	}
	return status;
}

/* COMMAND has ended, but not all that it started: a copy of this process is theirs until the last has. */
static void stay(struct run *r, int signals)
{
	struct pollfd p = { .fd = r->listener };
	int null;

	if (r->listener < 0 || (poll(&p, 1, 0) == 1 && p.revents & POLLHUP))
		return;
	if (fork())
		return;
	/* Nobody who waits for the end of a pipe shall wait for this. */
	null = open("/dev/null", O_RDWR | O_CLOEXEC);
	if (null >= 0) {
		dup2(null, STDIN_FILENO);
		dup2(null, STDOUT_FILENO);
		dup2(null, STDERR_FILENO);
	}
	setsid();
	r->child = 0;
	supervise(r, signals);
	_exit(EXIT_OK);
}

int cmd_run(int argc, char **argv)
{
	struct run r = { .listener = -1 };
	int status = parse(&r, argc, argv), signals;
	sigset_t blocked;

	if (status)
		return status < 0 ? EXIT_OK : status;
	r.family = run_family(r.family);
	if (r.family < 0)
		return EXIT_RUN;
	status = run_child(&r);
	if (status)
		return status;
	sigprocmask(SIG_BLOCK, NULL, &blocked);
	signals = signalfd(-1, &blocked, SFD_CLOEXEC);
	if (signals < 0) {
		run_say("%s", strerror(errno));
		kill(r.child, SIGKILL);
		return EXIT_RUN;
	}
	status = supervise(&r, signals);
	stay(&r, signals);
	if (r.verbose)
		run_say("%llu sockets given", (unsigned long long)r.given);
	return status;
}
