/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * link.c - the interfaces of the table test: a veth pair of its own, up and down, and what the
 * kernel counts for them
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <net/if.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <unistd.h>
#include "family.h"

/* shell: BusyBox's takes its own ip before the one of the path, and that knows no veth. */
int shell(const char *format, ...)
{
	static const char real[] = "ip() { /bin/ip \"$@\"; }; ";
	char command[512];
	size_t at = 0;
	va_list args;
	int n;

	if (!access("/bin/ip", X_OK))
		at = (size_t)snprintf(command, sizeof(command), "%s", real);
	va_start(args, format);
	n = vsnprintf(command + at, sizeof(command) - at, format, args);
	va_end(args);
	if (n < 0 || (size_t)n >= sizeof(command) - at)
		return -1;
	return system(command);
}

static bool put(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY);
	bool done = fd >= 0 && write(fd, text, strlen(text)) == (ssize_t)strlen(text);

	if (fd >= 0)
		close(fd);
	return done;
}

/* own_netns: with the sysfs of that namespace; false when this process may not. */
bool own_netns(void)
{
	int flags = CLONE_NEWNET | CLONE_NEWNS;
	char map[40];
	unsigned int uid = geteuid(), gid = getegid();

	if (uid)
		flags |= CLONE_NEWUSER;
	if (unshare(flags))
		return false;
	if (uid) {
		snprintf(map, sizeof(map), "0 %u 1", uid);
		if (!put("/proc/self/uid_map", map) || !put("/proc/self/setgroups", "deny"))
			return false;
		snprintf(map, sizeof(map), "0 %u 1", gid);
		if (!put("/proc/self/gid_map", map))
			return false;
	}
	return !mount("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) &&
	       !mount("sysfs", "/sys", "sysfs", 0, NULL);
}

/* make_links: a pair on which nothing passes but what the test sends. */
bool make_links(const char *dev, const char *peer)
{
	put("/proc/sys/net/ipv6/conf/default/disable_ipv6", "1");
	put("/proc/sys/net/ipv6/conf/all/disable_ipv6", "1");
	if (shell("ip link add %s address 02:57:00:00:00:01 type veth"
		  " peer name %s address 02:57:00:00:00:02 2>&1",
		  dev, peer))
		return false;
	for (int i = 0; i < 2; i++) {
		const char *name = i ? peer : dev;

		shell("ethtool -K %s rx off tx off sg off tso off gso off gro off rxvlan off txvlan off"
		      " >/dev/null",
		      name);
		if (shell("ip link set %s arp off multicast on up", name))
			return false;
	}
	return !shell("ip link set lo up");
}

void link_up(const char *name, bool up)
{
	struct ifreq req = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	snprintf(req.ifr_name, sizeof(req.ifr_name), "%s", name);
	if (ioctl(fd, SIOCGIFFLAGS, &req))
		stop("SIOCGIFFLAGS");
	req.ifr_flags = (short)((req.ifr_flags & ~IFF_UP) | (up ? IFF_UP : 0));
	if (ioctl(fd, SIOCSIFFLAGS, &req))
		stop("SIOCSIFFLAGS");
	close(fd);
}

unsigned int link_flags(const char *name)
{
	char path[100];
	unsigned int flags = 0;
	FILE *f;

	snprintf(path, sizeof(path), "/sys/class/net/%s/flags", name);
	f = fopen(path, "r");
	if (!f || fscanf(f, "%x", &flags) != 1)
		stop("flags");
	fclose(f);
	return flags;
}

unsigned int link_groups(const char *name, const uint8_t *mac)
{
	char line[200], dev[IFNAMSIZ], address[40], want[2 * MAC_LEN + 1];
	unsigned int users, found = 0;
	FILE *f = fopen("/proc/net/dev_mcast", "r");

	if (!f)
		stop("dev_mcast");
	for (int i = 0; i < MAC_LEN; i++)
		snprintf(want + 2 * i, 3, "%02x", mac[i]);
	/* Index, name, users, global use, address. */
	while (fgets(line, sizeof(line), f))
		if (sscanf(line, "%*d %15s %u %*d %39s", dev, &users, address) == 3 &&
		    !strcmp(dev, name) && !strcmp(address, want))
			found = users;
	fclose(f);
	return found;
}
