// SPDX-License-Identifier: BSD-3-Clause
/*
 * socket_standin.c - in place of the driver, see its header
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "socket_standin.h"

struct standin standin;

/* The linker makes these names. */
int __real_socket(int domain, int type, int protocol);
int __wrap_socket(int domain, int type, int protocol);
int __real_setsockopt(int fd, int level, int opt, const void *val, socklen_t len);
int __wrap_setsockopt(int fd, int level, int opt, const void *val, socklen_t len);
int __real_ioctl(int fd, unsigned long what, void *arg);
int __wrap_ioctl(int fd, unsigned long what, void *arg);
int __real_access(const char *path, int mode);
int __wrap_access(const char *path, int mode);
FILE *__real_fopen(const char *path, const char *mode);
FILE *__wrap_fopen(const char *path, const char *mode);

static int fails(int err)
{
	errno = err;
	return -1;
}

int standin_socket(int domain, int type, int protocol)
{
	return __real_socket(domain, type, protocol);
}

int __wrap_socket(int domain, int type, int protocol)
{
	if (domain != STANDIN_FAMILY)
		return __real_socket(domain, type, protocol);
	if (standin.loads)
		standin.number = standin.loads;
	if (standin.domain < 0)
		return fails(-standin.domain);
	return __real_socket(standin.domain, type, protocol);
}

int __wrap_setsockopt(int fd, int level, int opt, const void *val, socklen_t len)
{
	if (standin.no_memory && level == SOL_PACKET && opt == PACKET_RX_RING)
		return fails(ENOMEM);
	if (standin.no_filter && level == SOL_SOCKET && opt == SO_ATTACH_FILTER &&
	    ((const struct sock_fprog *)val)->len > 1)
		return fails(ENOMEM);
	return __real_setsockopt(fd, level, opt, val, len);
}

int __wrap_ioctl(int fd, unsigned long what, void *arg)
{
	struct ifreq *ifr = arg;
	struct ethtool_drvinfo *info;

	if (what != SIOCETHTOOL || strcmp(ifr->ifr_name, "lo"))
		return __real_ioctl(fd, what, arg);
	if (!standin.driver)
		return fails(EOPNOTSUPP);
	info = (struct ethtool_drvinfo *)ifr->ifr_data;
	snprintf(info->driver, sizeof(info->driver), "%s", standin.driver);
	return 0;
}

int __wrap_access(const char *path, int mode)
{
	if (standin.no_sysfs && !strcmp(path, "/sys/module"))
		return fails(ENOENT);
	return __real_access(path, mode);
}

FILE *__wrap_fopen(const char *path, const char *mode)
{
	if (strcmp(path, "/sys/module/weir/parameters/family"))
		return __real_fopen(path, mode);
	if (standin.number)
		return fmemopen((void *)standin.number, strlen(standin.number), "r");
	errno = ENOENT;
	return NULL;
}

bool standin_net(void)
{
	struct ifreq ifr = { .ifr_name = "lo", .ifr_flags = IFF_UP };
	int fd, ret;

	if (unshare(CLONE_NEWNET) && unshare(CLONE_NEWUSER | CLONE_NEWNET))
		return false;
	fd = __real_socket(AF_INET, SOCK_DGRAM, 0);
	ret = fd < 0 ? -1 : __real_ioctl(fd, SIOCSIFFLAGS, &ifr);
	if (fd >= 0)
		close(fd);
	return !ret;
}
