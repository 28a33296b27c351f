// SPDX-License-Identifier: BSD-3-Clause
/*
 * packet.c - a capture by a packet socket with a TPACKET_V3 ring, which AF_PACKET or PF_WEIR fills
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
#include "packet.h"

/* The kernel takes milliseconds and, in some versions, keeps 16 bits of them. */
#define RETIRE_MS_MAX 65535u
/* poll() says ready as long as the newest block is held; then look again after so long. */
#define HELD_MS 1

const struct weir_stat_desc packet_stat_desc[PACKET_STATS] = {
	[PACKET_RX_FRAMES] = { "port.rx_frames", "Frames the interface received since it exists.", 0 },
	[PACKET_RX_BYTES] = { "port.rx_bytes", "Bytes of those frames.", 0 },
	[PACKET_RX_ERRORS] = { "port.rx_errors", "Bad frames the interface received.", 0 },
	[PACKET_RX_DROPPED] = { "port.rx_dropped", "Frames that the kernel had no use for.", 0 },
	[PACKET_RX_MISSED] = { "port.rx_missed", "Frames that the interface had no room for.", 0 },
	[PACKET_MATCHED] = { "tap.matched", "Frames that the socket matched.", 0 },
	[PACKET_DELIVERED] = { "tap.delivered", "Frames put into blocks.", 0 },
	[PACKET_NO_BLOCK] = { "tap.drop_no_block",
			      "Frames dropped because the application held the next block.", 0 },
	[PACKET_FREEZES] = { "tap.freezes", "Times that the ring froze (tp_freeze_q_cnt).", 0 },
};

static int setopt(struct weir *w, int opt, const void *val, socklen_t len, const char *what)
{
	struct packet *p = w->tp;

	if (!setsockopt(p->fd, SOL_PACKET, opt, val, len))
		return 0;
	return weir_fail(w, -errno, "the kernel refuses %s: %s", what, strerror(errno));
}

static int check_interface(struct weir *w, const char *name)
{
	struct packet *p = w->tp;
	struct ifreq ifr = { 0 };

	if (!*name || strlen(name) >= IFNAMSIZ)
		return weir_fail(w, -EINVAL, "\"%.60s\" is no interface name", name);
	p->ifindex = if_nametoindex(name);
	if (!p->ifindex)
		return weir_fail(w, -ENODEV, "there is no interface %s", name);
	strcpy(ifr.ifr_name, name);
	if (ioctl(p->fd, SIOCGIFHWADDR, &ifr))
		return weir_fail(w, -errno, "%s: %s", name, strerror(errno));
	if (ifr.ifr_hwaddr.sa_family != ARPHRD_ETHER && ifr.ifr_hwaddr.sa_family != ARPHRD_LOOPBACK)
		return weir_fail(w, -EPROTONOSUPPORT, "%s is not an Ethernet interface", name);
	return 0;
}

static int make_ring(struct weir *w)
{
	const struct weir_opts *o = &w->opts;
	struct packet *p = w->tp;
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
	p->map_len = (size_t)o->block_size * o->block_nr;
	map = mmap(NULL, p->map_len, PROT_READ | PROT_WRITE, MAP_SHARED, p->fd, 0);
	if (map == MAP_FAILED)
		return weir_fail(w, -errno, "the ring cannot be mapped: %s", strerror(errno));
	w->ring.base = map;
	return 0;
}

static int join(struct weir *w)
{
	struct packet *p = w->tp;
	struct packet_mreq mr = { .mr_ifindex = (int)p->ifindex, .mr_type = PACKET_MR_PROMISC };
	int one = 1, ret = 0;

	if (w->opts.flags & WEIR_PROMISC)
		ret = setopt(w, PACKET_ADD_MEMBERSHIP, &mr, sizeof(mr), "promiscuous mode");
	/* Without this option, from 4.20 on, the library leaves them out by itself. */
	if (!ret && w->opts.direction == WEIR_IN)
		setsockopt(p->fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &one, sizeof(one));
	return ret;
}

int packet_new(struct weir *w, int fd)
{
	struct packet *p = calloc(1, sizeof(*p));

	if (!p) {
		close(fd);
		return weir_fail(w, -ENOMEM, "no memory");
	}
	p->fd = fd;
	w->tp = p;
	return 0;
}

int packet_set_up(struct weir *w, const char *interface)
{
	int ret = check_interface(w, interface);

	if (!ret)
		ret = make_ring(w);
	return ret ? ret : join(w);
}

void packet_close(struct weir *w)
{
	struct packet *p = w->tp;

	if (w->ring.base)
		munmap(w->ring.base, p->map_len);
	close(p->fd);
	free(p);
	w->tp = NULL;
}

static int socket_error(struct weir *w)
{
	struct packet *p = w->tp;
	socklen_t len = sizeof(int);
	int err = 0;

	if (getsockopt(p->fd, SOL_SOCKET, SO_ERROR, &err, &len) || !err)
		return 0;
	return weir_fail(w, -err, "%s: %s", w->device, strerror(err));
}

int packet_start(struct weir *w)
{
	struct packet *p = w->tp;
	struct sockaddr_ll ll = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons((uint16_t)w->opts.protocol),
		.sll_ifindex = (int)p->ifindex,
	};

	if (bind(p->fd, (struct sockaddr *)&ll, sizeof(ll)))
		return weir_fail(w, -errno, "%s: %s", w->device, strerror(errno));
	return socket_error(w);
}

/* The kernel cuts frames by the value of a socket filter. */
int packet_snaplen(struct weir *w, uint32_t bytes)
{
	struct packet *p = w->tp;
	struct sock_filter keep = BPF_STMT(BPF_RET | BPF_K, bytes);
	struct sock_fprog prog = { .len = 1, .filter = &keep };
	int none = 0, ret;

	if (bytes < WEIR_SNAPLEN_MAX)
		ret = setsockopt(p->fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog));
	else
		ret = setsockopt(p->fd, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof(none));
	if (!ret || errno == ENOENT)
		return 0;
	return weir_fail(w, -errno, "the kernel refuses the snap length: %s", strerror(errno));
}

int packet_wait(struct weir *w, int ms)
{
	struct packet *p = w->tp;
	struct pollfd ev[2] = {
		{ .fd = w->brk_fd, .events = POLLIN },
		{ .fd = p->fd, .events = POLLIN },
	};
	int n = poll(ev, 2, ms);

	if (n < 0)
		return errno == EINTR ? 1 : weir_fail(w, -errno, "poll: %s", strerror(errno));
	if (n && ev[1].revents & (POLLERR | POLLHUP)) {
		int ret = socket_error(w);

		if (ret)
			return ret;
	}
	if (n && !ev[0].revents && !ring_ready(w)) {
		if (!ms)
			return 0;
		poll(ev, 1, HELD_MS);
	}
	return n > 0;
}

int packet_fd(struct weir *w)
{
	return ((struct packet *)w->tp)->fd;
}

int packet_stats(struct weir *w, uint64_t *v)
{
	struct packet *p = w->tp;
	struct rtnl_link_stats64 link;
	struct tpacket_stats_v3 st = { 0 };
	socklen_t len = sizeof(st);
	int ret = af_link_stats(p->ifindex, &link);

	if (ret)
		return ret;
	v[PACKET_RX_FRAMES] = link.rx_packets;
	v[PACKET_RX_BYTES] = link.rx_bytes;
	v[PACKET_RX_ERRORS] = link.rx_errors;
	v[PACKET_RX_DROPPED] = link.rx_dropped;
	v[PACKET_RX_MISSED] = link.rx_missed_errors;
	/* Reading clears the kernel's 32 bits; the sum is kept here. */
	pthread_mutex_lock(&w->lock);
	if (getsockopt(p->fd, SOL_PACKET, PACKET_STATISTICS, &st, &len))
		ret = -errno;
	p->packets += st.tp_packets;
	p->drops += st.tp_drops;
	p->freezes += st.tp_freeze_q_cnt;
	v[PACKET_MATCHED] = p->packets;
	v[PACKET_DELIVERED] = p->packets - p->drops;
	v[PACKET_NO_BLOCK] = p->drops;
	v[PACKET_FREEZES] = p->freezes;
	pthread_mutex_unlock(&w->lock);
	return ret;
}

void packet_info(const struct weir *w, struct weir_info *info)
{
	(void)w;
	(void)info;
}
