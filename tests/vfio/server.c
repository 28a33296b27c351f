// SPDX-License-Identifier: BSD-3-Clause
/* server.c - the program under test: started, listened to, ended */
#define _GNU_SOURCE
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "client.h"

static void nap(void)
{
	usleep(5000);
}

void server_start(struct server *s, const char *const *more)
{
	const char *argv[16] = { getenv("WEIR_SIM_SERVER"), "--vfio-user", s->socket,
				 "--json-stats", s->json };
	struct stat st;
	int n = 5, i;

	assert_non_null(argv[0]);
	snprintf(s->dir, sizeof(s->dir), "/tmp/weir-vfio-XXXXXX");
	assert_non_null(mkdtemp(s->dir));
	snprintf(s->socket, sizeof(s->socket), "%s/socket", s->dir);
	snprintf(s->log, sizeof(s->log), "%s/log", s->dir);
	snprintf(s->json, sizeof(s->json), "%s/json", s->dir);
	while (*more && n < 15)
		argv[n++] = *more++;
	s->pid = fork();
	assert_true(s->pid >= 0);
	if (!s->pid) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		if (!freopen(s->log, "w", stderr))
			_exit(126);
		execv(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	for (i = 0; i < WAIT_MS / 5 && !server_said(s, "listening at"); i++) {
		assert_int_equal(waitpid(s->pid, NULL, WNOHANG), 0);
		nap();
	}
	assert_int_equal(stat(s->socket, &st), 0);
}

int server_wait(struct server *s)
{
	int status = 0, i;
	pid_t pid = 0;

	for (i = 0; i < WAIT_MS / 5 && !pid; i++) {
		pid = waitpid(s->pid, &status, WNOHANG);
		nap();
	}
	if (pid != s->pid) {
		kill(s->pid, SIGKILL);
		fail_msg("the server does not end");
	}
	assert_true(WIFEXITED(status));
	/* It leaves no socket behind. */
	assert_int_equal(access(s->socket, F_OK), -1);
	return WEXITSTATUS(status);
}

int server_stop(struct server *s)
{
	assert_int_equal(kill(s->pid, SIGTERM), 0);
	return server_wait(s);
}

static char *contents(const char *path)
{
	static char text[1 << 20];
	FILE *f = fopen(path, "r");
	size_t n = 0;

	if (f) {
		n = fread(text, 1, sizeof(text) - 1, f);
		fclose(f);
	}
	text[n] = '\0';
	return text;
}

int server_said(const struct server *s, const char *text)
{
	int i;

	for (i = 0; i < 400; i++) {
		if (strstr(contents(s->log), text))
			return 1;
		nap();
	}
	print_error("expected: %s\nactual:\n%s", text, contents(s->log));
	return 0;
}

unsigned int server_times(const struct server *s, const char *text)
{
	const char *at = contents(s->log);
	unsigned int n = 0;

	for (; (at = strstr(at, text)); at++)
		n++;
	return n;
}

uint64_t server_json(const struct server *s, const char *name)
{
	char key[64], *at;

	snprintf(key, sizeof(key), "\"%s\": ", name);
	at = strstr(contents(s->json), key);
	if (!at)
		fail_msg("no %s in the statistics", name);
	return strtoull(at + strlen(key), NULL, 10);
}

unsigned long server_ticks(const struct server *s)
{
	unsigned long user, sys;
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "/proc/%d/stat", (int)s->pid);
	f = fopen(path, "r");
	assert_non_null(f);
	assert_int_equal(fscanf(f, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user,
				&sys), 2);
	fclose(f);
	return user + sys;
}

void server_remove(struct server *s)
{
	unlink(s->log);
	unlink(s->json);
	rmdir(s->dir);
}
