// SPDX-License-Identifier: BSD-3-Clause
/*
 * run_program.c - the file that COMMAND names: rights that it will not get, sockets that will not be seen
 */
#define _GNU_SOURCE
#include <elf.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "run.h"
#include "tool.h"

static bool executable(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISREG(st.st_mode) && !access(path, X_OK);
}

/* As execvp() looks for it. */
static bool find(const char *name, char *path, size_t room)
{
	const char *p = getenv("PATH"), *end;

	if (strchr(name, '/')) {
		snprintf(path, room, "%s", name);
		return executable(path);
	}
	for (p = p ? p : "/bin:/usr/bin"; p; p = *end ? end + 1 : NULL) {
		end = strchrnul(p, ':');
		snprintf(path, room, "%.*s%s%s", (int)(end - p), p, end > p ? "/" : "", name);
		if (executable(path))
			return true;
	}
	return false;
}

static void tell_rights(const char *path)
{
	struct stat st;
	const char *what = NULL;

	/* Root has no less without them. */
	if (stat(path, &st) || !geteuid())
		return;
	if (getxattr(path, "security.capability", NULL, 0) > 0)
		what = "file capabilities";
	else if (st.st_mode & S_ISUID && st.st_uid != geteuid())
		what = "a set-user-ID bit";
	else if ((st.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP) && st.st_gid != getegid())
		what = "a set-group-ID bit";
	if (what)
		run_say("%s has %s, lost here: without CAP_SYS_ADMIN a filter needs no_new_privs. "
			"Run weir run as root, or with CAP_NET_RAW as ambient capability "
			"(setpriv --inh-caps +net_raw --ambient-caps +net_raw)", path, what);
}

void run_program(const char *name, bool nnp)
{
	char path[PATH_MAX];
	unsigned char head[EI_NIDENT + 4] = { 0 };
	int fd;

	if (!find(name, path, sizeof(path)))
		return;
	if (nnp)
		tell_rights(path);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return;
	/* The machine is the 16 bits behind type, in the order of all i386. */
	if (read(fd, head, sizeof(head)) == sizeof(head) && !memcmp(head, ELFMAG, SELFMAG) &&
	    head[EI_CLASS] == ELFCLASS32 && head[EI_NIDENT + 2] == EM_386)
		run_say("%s is for i386: sockets that it makes by socketcall() stay AF_PACKET's", path);
	close(fd);
}
