/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * socket_standin.h - in place of the driver: what the calls of t_socket get, by the linker's --wrap
 */
#ifndef SOCKET_STANDIN_H
#define SOCKET_STANDIN_H

#include <stdbool.h>

#define STANDIN_FAMILY 18

struct standin {
	const char *number;	/* what the file of the driver's parameter holds; NULL: there is none */
	const char *driver;	/* lo's; NULL: it tells none */
	int domain;		/* of a socket of STANDIN_FAMILY; or -errno */
	const char *loads;	/* the same once a socket of STANDIN_FAMILY was asked for */
	bool no_sysfs;
	bool no_memory;		/* for a ring */
	bool no_filter;		/* longer than one instruction */
};
extern struct standin standin;

/* The kernel's own. */
int standin_socket(int domain, int type, int protocol);
/* This process is in a network of its own with lo up and nobody else in it; false: not permitted. */
bool standin_net(void);

#endif
