// SPDX-License-Identifier: BSD-3-Clause
/*
 * run_family.c - which number PF_WEIR has here, and whether its sockets are packet sockets
 */
#include <errno.h>
#include <linux/if_packet.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "run.h"
#include "tool.h"

#define NUMBER "/sys/module/weir/parameters/family"

int run_socket(int family, int type, int protocol)
{
	struct sockaddr_ll name = { 0 };
	socklen_t len = sizeof(name);
	int fd = socket(family, type | SOCK_CLOEXEC, protocol);

	if (fd < 0)
		return -errno;
	/* PF_WEIR says AF_PACKET in its addresses; who else has that number does not. */
	if (getsockname(fd, (struct sockaddr *)&name, &len) || name.sll_family != AF_PACKET) {
		close(fd);
		return -EAFNOSUPPORT;
	}
	return fd;
}

static int published(void)
{
	int family = -1;
	FILE *f = fopen(NUMBER, "r");
	char text[16];

	if (!f) {
		if (errno == ENOENT)
			run_say("the module weir is not loaded: modprobe weir (or --family N)");
		else
			run_say("%s: %s", NUMBER, strerror(errno));
		return -1;
	}
	if (fgets(text, sizeof(text), f))
		family = atoi(text);
	fclose(f);
	if (family <= 0) {
		run_say("the module weir has no socket family: rmmod weir; modprobe weir family=18");
		return -1;
	}
	return family;
}

int run_family(int asked)
{
	int family = asked ? asked : published(), fd;

	if (family < 0)
		return -1;
	fd = run_socket(family, SOCK_RAW, 0);
	if (fd >= 0) {
		close(fd);
		return family;
	}
	/* Who may not have one may still serve programs in namespaces that they make themselves. */
	if (fd == -EPERM)
		return family;
	if (fd == -EAFNOSUPPORT || fd == -EPROTONOSUPPORT || fd == -ESOCKTNOSUPPORT)
		run_say("family %d is not PF_WEIR: %s", family,
			asked ? "see " NUMBER " for its number, or leave --family out" :
				"somebody unloaded the module, or forbids the family");
	else
		run_say("a socket of family %d: %s", family, strerror(-fd));
	return -1;
}
