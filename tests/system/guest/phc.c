// SPDX-License-Identifier: BSD-3-Clause
/*
 * phc.c - a net device's PTP clock and the switch of its time stamps, as the kernel offers them
 */
#define _GNU_SOURCE
#include "phc.h"

#include <errno.h>
#include <fcntl.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/timex.h>
#include <unistd.h>

#include <linux/ethtool.h>
#include <linux/sockios.h>

#define NS 1000000000LL

static int control(const char *dev, unsigned long what, void *data)
{
	struct ifreq ifr = { .ifr_data = data };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0), ret;

	snprintf(ifr.ifr_name, sizeof(ifr.ifr_name), "%s", dev);
	ret = ioctl(fd, what, &ifr) ? -errno : 0;
	close(fd);
	return ret;
}

int phc_open(const char *dev, clockid_t *phc)
{
	struct ethtool_ts_info info = { .cmd = ETHTOOL_GET_TS_INFO };
	char path[32] = "no clock";
	int fd = -1, ret = control(dev, SIOCETHTOOL, &info);

	if (!ret && info.phc_index >= 0) {
		snprintf(path, sizeof(path), "/dev/ptp%d", info.phc_index);
		fd = open(path, O_RDWR | O_CLOEXEC);
		ret = fd < 0 ? -errno : 0;
	}
	if (fd < 0) {
		fprintf(stderr, "%s: %s: %s\n", dev, path, strerror(-ret));
		return -1;
	}
	/* FD_TO_CLOCKID of the kernel's documents. */
	*phc = (clockid_t)(~(unsigned int)fd << 3 | 3);
	return 0;
}

static struct timespec to_ts(int64_t ns)
{
	struct timespec ts = { .tv_sec = ns / NS, .tv_nsec = ns % NS };

	if (ts.tv_nsec < 0) {
		ts.tv_sec--;
		ts.tv_nsec += NS;
	}
	return ts;
}

int phc_set(clockid_t phc, int64_t ns)
{
	struct timespec ts = to_ts(ns);

	return clock_settime(phc, &ts);
}

int phc_step(clockid_t phc, int64_t ns)
{
	struct timespec ts = to_ts(ns);
	struct timex tx = { .modes = ADJ_SETOFFSET | ADJ_NANO };

	tx.time.tv_sec = ts.tv_sec;
	tx.time.tv_usec = ts.tv_nsec;
	return clock_adjtime(phc, &tx) < 0 ? -1 : 0;
}

/* The kernel takes parts in a million with 16 fractional bits. Rounded up, because it rounds down. */
int phc_slew(clockid_t phc, long ppb)
{
	struct timex tx = { .modes = ADJ_FREQUENCY };

	tx.freq = (ppb * 65536 + (ppb < 0 ? 0 : 999)) / 1000;
	return clock_adjtime(phc, &tx) < 0 ? -1 : 0;
}

long phc_rate(clockid_t phc)
{
	struct timex tx = { .modes = 0 };

	if (clock_adjtime(phc, &tx) < 0)
		return -1;
	return tx.freq * 1000 / 65536;
}

int64_t phc_now(clockid_t phc)
{
	struct timespec ts;

	if (clock_gettime(phc, &ts)) {
		printf("not ok - the clock cannot be read: %s\n", strerror(errno));
		exit(1);
	}
	return ts.tv_sec * NS + ts.tv_nsec;
}

int stamp_get(const char *dev, struct hwtstamp_config *cfg)
{
	memset(cfg, 0xff, sizeof(*cfg));
	return control(dev, SIOCGHWTSTAMP, cfg);
}

int stamp_set(const char *dev, struct hwtstamp_config *cfg)
{
	return control(dev, SIOCSHWTSTAMP, cfg);
}
