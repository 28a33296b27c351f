// SPDX-License-Identifier: BSD-3-Clause
/*
 * family.c - PF_WEIR on this machine: its number, its sockets, its cards' interfaces
 *
 * The number of the family is whatever the loaded driver says. It is not believed: a socket of a stranger's
 * family would answer in its own way.
 */
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "family.h"

#define NUMBER_FILE "/sys/module/weir/parameters/family"
#define DRIVER "weir"
/* What the driver takes unless it is told another. */
#define NUMBER_DEFAULT 18

static __attribute__((format(printf, 3, 4))) int say(char *why, int ret, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(why, FAMILY_WHY, fmt, ap);
	va_end(ap);
	return ret;
}

static int raw_socket(int family)
{
	int fd = socket(family, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	return fd < 0 ? -errno : fd;
}

/* Is there somebody else in its place, who will not let it load? fd is what its number gave. */
static int not_loaded(int fd, char *why)
{
	if (access("/sys/module", F_OK))
		return say(why, -EAFNOSUPPORT, "sysfs is not mounted, where the driver weir tells the number "
			   "of its socket family: mount -t sysfs sysfs /sys");
	if (fd >= 0 || fd == -ESOCKTNOSUPPORT || fd == -EPROTONOSUPPORT)
		return say(why, -EAFNOSUPPORT, "the driver is not loaded, and another module has its socket "
			   "family, %d: \"modprobe weir family=N\" loads it with a number that is free",
			   NUMBER_DEFAULT);
	return say(why, -EAFNOSUPPORT, "the driver is not loaded: \"modprobe weir\" loads it; if that fails, "
		   "dmesg tells why");
}

/* 1 to 255; 0: switched off; or -errno. */
static int number(char *why)
{
	FILE *f = fopen(NUMBER_FILE, "re");
	unsigned int n;
	int ret, fd;

	if (!f && errno == ENOENT) {
		/* With an alias for modprobe this loads the driver. */
		fd = raw_socket(NUMBER_DEFAULT);
		if (fd >= 0)
			close(fd);
		f = fopen(NUMBER_FILE, "re");
		if (!f && errno == ENOENT)
			return not_loaded(fd, why);
	}
	if (!f)
		return say(why, -errno, NUMBER_FILE ": %s", strerror(errno));
	ret = fscanf(f, "%u", &n) == 1 && n < 256 ? (int)n : -EAFNOSUPPORT;
	fclose(f);
	if (ret < 0)
		say(why, ret, NUMBER_FILE " is no number of a socket family: another module is called weir");
	return ret;
}

/* PF_WEIR says AF_PACKET in its addresses, whatever its number. */
static bool is_ours(int fd)
{
	struct sockaddr_ll ll = { 0 };
	socklen_t len = sizeof(ll);

	return !getsockname(fd, (struct sockaddr *)&ll, &len) && ll.sll_family == AF_PACKET;
}

static int refused(int n, int err, char *why)
{
	switch (err) {
	case -EPERM:
		return say(why, err, "not permitted: capturing takes CAP_NET_RAW: be root, or give that "
			   "to the program by \"setcap cap_net_raw+ep FILE\"");
	case -EACCES:
		return say(why, err, "a security policy (AppArmor, SELinux) refuses this program sockets of "
			   "family %d; that it may have packet sockets is not enough", n);
	case -EAFNOSUPPORT:
		return say(why, err, "the kernel refuses socket family %d, the driver's: that is "
			   "about to go, or this process may not use it (systemd's RestrictAddressFamilies=)",
			   n);
	}
	return say(why, err, "no socket of family %d: %s", n, strerror(-err));
}

int family_socket(char why[FAMILY_WHY])
{
	int n = number(why), fd;

	if (n < 0)
		return n;
	if (!n)
		return say(why, -EAFNOSUPPORT, "the driver was loaded without its sockets, family=0: "
			   "\"modprobe -r weir\" and \"modprobe weir\" without that, which a file in "
			   "/etc/modprobe.d may say");
	fd = raw_socket(n);
	if (fd >= 0 && is_ours(fd))
		return fd;
	if (fd < 0 && fd != -ESOCKTNOSUPPORT && fd != -EPROTONOSUPPORT)
		return refused(n, fd, why);
	if (fd >= 0)
		close(fd);
	return say(why, -EAFNOSUPPORT, "sockets of family %d are somebody else's, not the driver's: load it "
		   "with a number that is free, \"modprobe -r weir\" and \"modprobe weir family=N\"", n);
}

enum family_link family_link(const char *interface, char driver[FAMILY_DRIVER])
{
	struct ethtool_drvinfo info = { .cmd = ETHTOOL_GDRVINFO };
	struct ifreq ifr = { .ifr_data = (void *)&info };
	int fd;

	*driver = '\0';
	if (!*interface || strlen(interface) >= IFNAMSIZ || !if_nametoindex(interface))
		return FAMILY_NO_LINK;
	strcpy(ifr.ifr_name, interface);
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return FAMILY_OTHER_LINK;
	if (!ioctl(fd, SIOCETHTOOL, &ifr))
		snprintf(driver, FAMILY_DRIVER, "%.*s", FAMILY_DRIVER - 1, info.driver);
	close(fd);
	return strcmp(driver, DRIVER) ? FAMILY_OTHER_LINK : FAMILY_CARD_LINK;
}
