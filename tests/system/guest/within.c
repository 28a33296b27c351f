// SPDX-License-Identifier: BSD-3-Clause
/*
 * within.c - runs a command in the guest and tells how long it took, in time that the machine really had
 *
 *   within MS run COMMAND...     once
 *   within MS until COMMAND...   again and again, until it exits with 0
 *
 * Prints "GUEST_MS WALL_MS". Exit status: that of the command; 124 when it was not done after MS of guest
 * time, or after WALL_MAX times as much on the clock: it is then killed, and not waited for.
 *
 * An emulated machine on a busy host stands still now and then while its clock goes on. So this program
 * sleeps TICK_MS at a time and counts no more than MOST_MS for a sleep, however long it took: a driver that
 * waits does not disturb these sleeps, a host that has other things to do does. What keeps even them
 * from running is for the clock to find.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define TICK_MS		5
#define MOST_MS		6
#define WALL_MAX	10
#define EXIT_LATE	124
#define EXIT_USAGE	125

static uint64_t now_us(void)
{
	struct timespec ts;

	/* Goes on in suspend, as what is measured here does. */
	clock_gettime(CLOCK_BOOTTIME, &ts);
	return (uint64_t)ts.tv_sec * 1000000 + (uint64_t)ts.tv_nsec / 1000;
}

static pid_t start(char **argv)
{
	pid_t pid = fork();

	if (pid)
		return pid;
	/* Its output is not the two numbers. */
	dup2(STDERR_FILENO, STDOUT_FILENO);
	execvp(argv[0], argv);
	fprintf(stderr, "within: %s: %s\n", argv[0], strerror(errno));
	_exit(EXIT_USAGE);
}

/* The exit status of what ended, or -1: not yet. A signal is told as a shell does. */
static int ended(pid_t pid)
{
	int status;

	if (waitpid(pid, &status, WNOHANG) != pid)
		return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int main(int argc, char **argv)
{
	const struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };
	uint64_t limit_us, began, last, now, guest_us = 0;
	int again, status = -1;
	pid_t pid;

	if (argc < 4 || (strcmp(argv[2], "run") && strcmp(argv[2], "until"))) {
		fprintf(stderr, "usage: within MS run|until COMMAND...\n");
		return EXIT_USAGE;
	}
	limit_us = strtoull(argv[1], NULL, 10) * 1000;
	again = !strcmp(argv[2], "until");
	began = last = now_us();
	pid = start(argv + 3);
	while (pid > 0) {
		nanosleep(&tick, NULL);
		now = now_us();
		guest_us += now - last < MOST_MS * 1000 ? now - last : MOST_MS * 1000;
		last = now;
		status = ended(pid);
		if (status >= 0 && (!again || !status))
			break;
		if (guest_us > limit_us || now - began > WALL_MAX * limit_us) {
			if (status < 0)
				kill(pid, SIGKILL);
			status = EXIT_LATE;
			break;
		}
		if (status >= 0)
			pid = start(argv + 3);
	}
	if (pid < 0) {
		perror("within: fork");
		return EXIT_USAGE;
	}
	printf("%llu %llu\n", (unsigned long long)guest_us / 1000, (unsigned long long)(last - began) / 1000);
	return status;
}
