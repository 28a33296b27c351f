// SPDX-License-Identifier: BSD-3-Clause
/*
 * afpacket.c - the transport afpacket:IF: the kernel fills the ring, on any Ethernet interface
 */
#include <sys/socket.h>

#include "packet.h"

static int af_open(struct weir *w, const char *arg)
{
	int fd, ret;

	if (w->opts.flags & WEIR_HIDE_TAG)
		return weir_fail(w, -EINVAL, "WEIR_HIDE_TAG is not for afpacket:");
	/* Protocol 0: nothing is received before weir_start(). */
	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return weir_fail(w, -errno, "no packet socket: %s%s", strerror(errno),
				 errno == EPERM ? " (it takes CAP_NET_RAW)" : "");
	ret = packet_new(w, fd);
	return ret ? ret : packet_set_up(w, arg);
}

const struct transport weir_afpacket = {
	.name = "afpacket",
	.open = af_open,
	.close = packet_close,
	.start = packet_start,
	.wait = packet_wait,
	.snaplen = packet_snaplen,
	.fd = packet_fd,
	.timeout = -1,
	.stats = packet_stats,
	.stat_desc = packet_stat_desc,
	.stat_n = PACKET_STATS,
	.info = packet_info,
	.filter_reason = "afpacket: the library runs the filter, the interface is not a card",
};
