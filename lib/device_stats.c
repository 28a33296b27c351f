// SPDX-License-Identifier: BSD-3-Clause
/*
 * device_stats.c - what a network interface's driver counts, under its own names, by ethtool's ioctl
 */
#include <errno.h>
#include <linux/ethtool.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "weir.h"

/* More than any driver has: the kernel's word for how much it is going to write is not believed. */
#define MOST 65536u

static int ask(int fd, const char *interface, void *cmd)
{
	struct ifreq ifr = { .ifr_data = cmd };

	strcpy(ifr.ifr_name, interface);
	return ioctl(fd, SIOCETHTOOL, &ifr) ? -errno : 0;
}

/* How many counters there are, or -errno. */
static int count(int fd, const char *interface)
{
	/* It ends in one number a set that was asked for. */
	union {
		struct ethtool_sset_info info;
		__u64 room[sizeof(struct ethtool_sset_info) / sizeof(__u64) + 1];
	} set = { .info = { .cmd = ETHTOOL_GSSET_INFO, .sset_mask = 1ull << ETH_SS_STATS } };
	int ret = ask(fd, interface, &set);

	if (ret)
		return ret;
	if (!set.info.sset_mask)
		return 0;
	return set.info.data[0] <= MOST ? (int)set.info.data[0] : -EOVERFLOW;
}

static int read_all(int fd, const char *interface, uint32_t n, struct weir_device_stat *out)
{
	struct ethtool_gstrings *names = calloc(1, sizeof(*names) + (size_t)n * ETH_GSTRING_LEN);
	struct ethtool_stats *values =
		calloc(1, sizeof(*values) + (size_t)n * sizeof(values->data[0]));
	int ret = names && values ? 0 : -ENOMEM;
	uint32_t i;

	if (!ret) {
		*names = (struct ethtool_gstrings){ .cmd = ETHTOOL_GSTRINGS,
						    .string_set = ETH_SS_STATS,
						    .len = n };
		*values = (struct ethtool_stats){ .cmd = ETHTOOL_GSTATS, .n_stats = n };
		ret = ask(fd, interface, names);
	}
	if (!ret)
		ret = ask(fd, interface, values);
	if (!ret && (names->len != n || values->n_stats != n))
		ret = -EAGAIN;
	for (i = 0; !ret && i < n; i++) {
		memcpy(out[i].name, names->data + (size_t)i * ETH_GSTRING_LEN, ETH_GSTRING_LEN);
		out[i].name[ETH_GSTRING_LEN - 1] = '\0';
		out[i].value = values->data[i];
	}
	free(names);
	free(values);
	return ret;
}

int weir_device_stats(const char *interface, struct weir_device_stat **out, size_t *n)
{
	struct weir_device_stat *all;
	int fd, ret;

	_Static_assert(sizeof(all->name) == ETH_GSTRING_LEN, "as ethtool has them");
	*out = NULL;
	*n = 0;
	if (!*interface || strlen(interface) >= IFNAMSIZ)
		return -EINVAL;
	fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	ret = count(fd, interface);
	if (ret > 0) {
		uint32_t have = (uint32_t)ret;

		all = calloc(have, sizeof(*all));
		ret = all ? read_all(fd, interface, have, all) : -ENOMEM;
		if (ret) {
			free(all);
		} else {
			*out = all;
			*n = have;
		}
	}
	close(fd);
	return ret;
}

void weir_device_stats_free(struct weir_device_stat *stats)
{
	free(stats);
}
