// SPDX-License-Identifier: BSD-3-Clause
/*
 * afpacket.c - the transport afpacket:IF: the kernel fills the ring, on any Ethernet interface
 */
#include <arpa/inet.h>
#include <linux/filter.h>
#include <net/if.h>
#include <net/if_arp.h>
#include <poll.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "af_link.h"
#include "weir_int.h"

/* The kernel takes milliseconds and, in some versions, keeps 16 bits of them. */
#define RETIRE_MS_MAX 65535u
/* poll() says ready as long as the newest block is held; then look again after so long. */
#define HELD_MS 1

struct af {
	int fd;
	unsigned int ifindex;
	size_t map_len;
	uint64_t packets, drops, freezes;	/* since open; under the handle's lock */
};

enum { AF_RX_FRAMES, AF_RX_BYTES, AF_RX_ERRORS, AF_RX_DROPPED, AF_RX_MISSED, AF_MATCHED,
       AF_DELIVERED, AF_NO_BLOCK, AF_FREEZES, AF_STATS };

static const struct weir_stat_desc af_desc[AF_STATS] = {
	[AF_RX_FRAMES] = { "port.rx_frames", "Frames the interface received since it exists.", 0 },
	[AF_RX_BYTES] = { "port.rx_bytes", "Bytes of those frames.", 0 },
	[AF_RX_ERRORS] = { "port.rx_errors", "Bad frames the interface received.", 0 },
	[AF_RX_DROPPED] = { "port.rx_dropped", "Frames that the kernel had no use for.", 0 },
	[AF_RX_MISSED] = { "port.rx_missed", "Frames that the interface had no room for.", 0 },
	[AF_MATCHED] = { "tap.matched", "Frames that the socket matched.", 0 },
	[AF_DELIVERED] = { "tap.delivered", "Frames put into blocks.", 0 },
	[AF_NO_BLOCK] = { "tap.drop_no_block",
			  "Frames dropped because the application held the next block.", 0 },
	[AF_FREEZES] = { "tap.freezes", "Times that the ring froze (tp_freeze_q_cnt).", 0 },
};

static int setopt(struct weir *w, int opt, const void *val, socklen_t len, const char *what)
{
	struct af *af = w->tp;

	if (!setsockopt(af->fd, SOL_PACKET, opt, val, len))
		return 0;
	return weir_fail(w, -errno, "the kernel refuses %s: %s", what, strerror(errno));
}

static int check_interface(struct weir *w, const char *name)
{
	struct af *af = w->tp;
	struct ifreq ifr = { 0 };

	if (!*name || strlen(name) >= IFNAMSIZ)
		return weir_fail(w, -EINVAL, "\"%.60s\" is no interface name", name);
	af->ifindex = if_nametoindex(name);
	if (!af->ifindex)
		return weir_fail(w, -ENODEV, "there is no interface %s", name);
	strcpy(ifr.ifr_name, name);
	if (ioctl(af->fd, SIOCGIFHWADDR, &ifr))
		return weir_fail(w, -errno, "%s: %s", name, strerror(errno));
	if (ifr.ifr_hwaddr.sa_family != ARPHRD_ETHER && ifr.ifr_hwaddr.sa_family != ARPHRD_LOOPBACK)
		return weir_fail(w, -EPROTONOSUPPORT, "%s is not an Ethernet interface", name);
	return 0;
}

static int make_ring(struct weir *w)
{
	const struct weir_opts *o = &w->opts;
	struct af *af = w->tp;
	uint64_t retire = (o->retire_us + 999ull) / 1000;
	struct tpacket_req3 req = {
		.tp_block_size = o->block_size,
		.tp_block_nr = o->block_nr,
		/* Only checked, not used, by version 3. */
		.tp_frame_size = o->block_size,
		.tp_frame_nr = o->block_nr,
		.tp_retire_blk_tov = retire < RETIRE_MS_MAX ? (unsigned int)retire : RETIRE_MS_MAX,
		.tp_sizeof_priv = o->priv_size,
		.tp_feature_req_word = o->flags & WEIR_HASH ? TP_FT_REQ_FILL_RXHASH : 0,
	};
	int version = TPACKET_V3, ret;
	void *map;

	ret = setopt(w, PACKET_VERSION, &version, sizeof(version), "TPACKET_V3");
	if (!ret)
		ret = setopt(w, PACKET_RESERVE, &o->reserve, sizeof(o->reserve), "the reserve");
	if (!ret)
		ret = setopt(w, PACKET_RX_RING, &req, sizeof(req), "the ring");
	if (ret)
		return ret;
	af->map_len = (size_t)o->block_size * o->block_nr;
	map = mmap(NULL, af->map_len, PROT_READ | PROT_WRITE, MAP_SHARED, af->fd, 0);
	if (map == MAP_FAILED)
		return weir_fail(w, -errno, "the ring cannot be mapped: %s", strerror(errno));
	w->ring.base = map;
	return 0;
}

static int join(struct weir *w)
{
	struct af *af = w->tp;
	struct packet_mreq mr = { .mr_ifindex = (int)af->ifindex, .mr_type = PACKET_MR_PROMISC };
	int one = 1, ret = 0;

	if (w->opts.flags & WEIR_PROMISC)
		ret = setopt(w, PACKET_ADD_MEMBERSHIP, &mr, sizeof(mr), "promiscuous mode");
	/* Without this option, from 4.20 on, the library leaves them out by itself. */
	if (!ret && w->opts.direction == WEIR_IN)
		setsockopt(af->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one));
	return ret;
}

static int af_open(struct weir *w, const char *arg)
{
	struct af *af;
	int ret;

	if (w->opts.flags & WEIR_HIDE_TAG)
		return weir_fail(w, -EINVAL, "WEIR_HIDE_TAG is not for afpacket:");
	af = calloc(1, sizeof(*af));
	if (!af)
		return weir_fail(w, -ENOMEM, "no memory");
	w->tp = af;
	/* Protocol 0: nothing is received before weir_start(). */
	af->fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (af->fd < 0)
		return weir_fail(w, -errno, "no packet socket: %s%s", strerror(errno),
				 errno == EPERM ? " (it takes CAP_NET_RAW)" : "");
	ret = check_interface(w, arg);
	if (!ret)
		ret = make_ring(w);
	return ret ? ret : join(w);
}

static void af_close(struct weir *w)
{
	struct af *af = w->tp;

	if (w->ring.base)
		munmap(w->ring.base, af->map_len);
	if (af->fd >= 0)
		close(af->fd);
	free(af);
	w->tp = NULL;
}

static int af_error(struct weir *w)
{
	struct af *af = w->tp;
	socklen_t len = sizeof(int);
	int err = 0;

	if (getsockopt(af->fd, SOL_SOCKET, SO_ERROR, &err, &len) || !err)
		return 0;
	return weir_fail(w, -err, "%s: %s", w->device, strerror(err));
}

static int af_start(struct weir *w)
{
	struct af *af = w->tp;
	struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons((uint16_t)w->opts.protocol),
		.sll_ifindex = (int)af->ifindex,
	};

	if (bind(af->fd, (struct sockaddr *)&ll, sizeof(ll)))
		return weir_fail(w, -errno, "%s: %s", w->device, strerror(errno));
	return af_error(w);
}

/* The kernel cuts frames by the value of a socket filter. */
static int af_snaplen(struct weir *w, uint32_t bytes)
{
	struct af *af = w->tp;
	struct sock_filter keep = BPF_STMT(BPF_RET | BPF_K, bytes);
	struct sock_fprog prog = { .len = 1, .filter = &keep };
	int none = 0, ret;

	if (bytes < WEIR_SNAPLEN_MAX)
		ret = setsockopt(af->fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog));
	else
		ret = setsockopt(af->fd, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof(none));
	if (!ret || errno == ENOENT)
		return 0;
	return weir_fail(w, -errno, "the kernel refuses the snap length: %s", strerror(errno));
}

static int af_wait(struct weir *w, int ms)
{
	struct af *af = w->tp;
	struct pollfd p[2] = {
		{ .fd = w->brk_fd, .events = POLLIN },
		{ .fd = af->fd, .events = POLLIN },
	};
	int n = poll(p, 2, ms);

	if (n < 0)
		return errno == EINTR ? 1 : weir_fail(w, -errno, "poll: %s", strerror(errno));
	if (n && p[1].revents & (POLLERR | POLLHUP)) {
		int ret = af_error(w);

		if (ret)
			return ret;
	}
	if (n && !p[0].revents && !ring_ready(w)) {
		if (!ms)
			return 0;
		poll(p, 1, HELD_MS);
	}
	return n > 0;
}

static int af_fd(struct weir *w)
{
	return ((struct af *)w->tp)->fd;
}

static int af_stats(struct weir *w, uint64_t *v)
{
	struct af *af = w->tp;
	struct rtnl_link_stats64 link;
	struct tpacket_stats_v3 st = { 0 };
	socklen_t len = sizeof(st);
	int ret = af_link_stats(af->ifindex, &link);

	if (ret)
		return ret;
	v[AF_RX_FRAMES] = link.rx_packets;
	v[AF_RX_BYTES] = link.rx_bytes;
	v[AF_RX_ERRORS] = link.rx_errors;
	v[AF_RX_DROPPED] = link.rx_dropped;
	v[AF_RX_MISSED] = link.rx_missed_errors;
	/* Reading clears the kernel's 32 bits; the sum is kept here. */
	pthread_mutex_lock(&w->lock);
	if (getsockopt(af->fd, SOL_PACKET, PACKET_STATISTICS, &st, &len))
		ret = -errno;
	af->packets += st.tp_packets;
	af->drops += st.tp_drops;
	af->freezes += st.tp_freeze_q_cnt;
	v[AF_MATCHED] = af->packets;
	v[AF_DELIVERED] = af->packets - af->drops;
	v[AF_NO_BLOCK] = af->drops;
	v[AF_FREEZES] = af->freezes;
	pthread_mutex_unlock(&w->lock);
	return ret;
}

static void af_info(const struct weir *w, struct weir_info *info)
{
	(void)w;
	(void)info;
}

const struct transport weir_afpacket = {
	.name = "afpacket",
	.open = af_open,
	.close = af_close,
	.start = af_start,
	.wait = af_wait,
	.snaplen = af_snaplen,
	.fd = af_fd,
	.timeout = -1,
	.stats = af_stats,
	.stat_desc = af_desc,
	.stat_n = AF_STATS,
	.info = af_info,
	.filter_reason = "afpacket: the library runs the filter, the interface is not a card",
};
