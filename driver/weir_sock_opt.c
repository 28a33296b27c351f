// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_sock_opt.c - the options of level SOL_PACKET, and WEIR_INFO of SOL_WEIR
 *
 * What is not there yet, sending and fan-out, is told apart from what never was: -EOPNOTSUPP, not
 * -ENOPROTOOPT.
 */
#include <linux/virtio_net.h>

#include "weir_fed.h"

/* A setting that decides how a ring is laid out: 0, or -EBUSY with a ring. */
static int fixed(const struct weir_sock *ws)
{
	return ws->ring ? -EBUSY : 0;
}

static int set_version(struct weir_sock *ws, int val)
{
	if (val != TPACKET_V1 && val != TPACKET_V2 && val != TPACKET_V3)
		return -EINVAL;
	if (fixed(ws))
		return -EBUSY;
	WRITE_ONCE(ws->version, val);
	return 0;
}

static int set_vnet(struct weir_sock *ws, int bytes)
{
	if (ws->sk.sk_type != SOCK_RAW || (bytes && bytes != sizeof(struct virtio_net_hdr) &&
					   bytes != sizeof(struct virtio_net_hdr_mrg_rxbuf)))
		return -EINVAL;
	if (fixed(ws))
		return -EBUSY;
	WRITE_ONCE(ws->vnet_bytes, bytes);
	return 0;
}

static int set_reserve(struct weir_sock *ws, int val)
{
	if (val < 0)
		return -EINVAL;
	if (fixed(ws))
		return -EBUSY;
	ws->reserve = val;
	return 0;
}

static int set_ignore(struct weir_sock *ws, int val)
{
	if (val != 0 && val != 1)
		return -EINVAL;
	WRITE_ONCE(ws->hook.ignore_outgoing, val);
	return 0;
}

/* ws->mutex is held. */
static int set(struct weir_sock *ws, int opt, int val)
{
	switch (opt) {
	case PACKET_VERSION:
		return set_version(ws, val);
	case PACKET_RESERVE:
		return set_reserve(ws, val);
	case PACKET_VNET_HDR:
		return set_vnet(ws, val ? sizeof(struct virtio_net_hdr) : 0);
#ifdef PACKET_VNET_HDR_SZ
	case PACKET_VNET_HDR_SZ:
		return set_vnet(ws, val);
#endif
	case PACKET_IGNORE_OUTGOING:
		return set_ignore(ws, val);
	case PACKET_LOSS:
		if (fixed(ws))
			return -EBUSY;
		ws->loss = val;
		return 0;
	case PACKET_TX_HAS_OFF:
		/* With a ring it changes nothing, and says so to nobody. */
		if (!fixed(ws))
			ws->tx_has_off = val;
		return 0;
	case PACKET_COPY_THRESH:
		WRITE_ONCE(ws->copy_thresh, val);
		return 0;
	case PACKET_AUXDATA:
		WRITE_ONCE(ws->auxdata, val);
		return 0;
	case PACKET_ORIGDEV:
		WRITE_ONCE(ws->origdev, val);
		return 0;
	case PACKET_TIMESTAMP:
		if (ws->stamps != (u32)val) {
			WRITE_ONCE(ws->stamps, val);
			weir_fed_again(ws);
		}
		return 0;
	case PACKET_QDISC_BYPASS:
		ws->bypass = val;
		return 0;
	}
	return -ENOPROTOOPT;
}

/* Is it one of those that take an int, and may there be more behind it? */
static bool takes_int(int opt, bool *longer)
{
	switch (opt) {
	case PACKET_AUXDATA:
	case PACKET_ORIGDEV:
	case PACKET_VNET_HDR:
#ifdef PACKET_VNET_HDR_SZ
	case PACKET_VNET_HDR_SZ:
#endif
		*longer = true;
		return true;
	case PACKET_COPY_THRESH:
	case PACKET_VERSION:
	case PACKET_RESERVE:
	case PACKET_LOSS:
	case PACKET_TIMESTAMP:
	case PACKET_TX_HAS_OFF:
	case PACKET_QDISC_BYPASS:
	case PACKET_IGNORE_OUTGOING:
		*longer = false;
		return true;
	}
	return false;
}

int weir_sock_setsockopt(struct socket *sock, int level, int opt, sockptr_t val, unsigned int len)
{
	struct weir_sock *ws = weir_sk(sock->sk);
	bool longer;
	int n, ret;

	if (level != SOL_PACKET)
		return -ENOPROTOOPT;
	switch (opt) {
	case PACKET_ADD_MEMBERSHIP:
	case PACKET_DROP_MEMBERSHIP:
		return weir_sock_member(ws, opt, val, len);
	case PACKET_RX_RING:
	case PACKET_TX_RING:
		weir_sock_turn_begin(ws);
		ret = weir_rxring_set(ws, opt, val, len);
		weir_sock_turn_end(ws);
		return ret;
	case PACKET_FANOUT:
		return len == sizeof(int) || len == sizeof(struct fanout_args) ? -EOPNOTSUPP : -EINVAL;
	case PACKET_FANOUT_DATA:
		/* Of a group, which there is none. */
		return -EINVAL;
	}
	if (!takes_int(opt, &longer))
		return -ENOPROTOOPT;
	if (longer ? len < sizeof(n) : len != sizeof(n))
		return -EINVAL;
	if (copy_from_sockptr(&n, val, sizeof(n)))
		return -EFAULT;
	if (opt == PACKET_TIMESTAMP)
		weir_sock_turn_begin(ws);
	mutex_lock(&ws->mutex);
	ret = set(ws, opt, n);
	mutex_unlock(&ws->mutex);
	if (opt == PACKET_TIMESTAMP)
		weir_sock_turn_end(ws);
	return ret;
}

static int hdrlen(int version)
{
	switch (version) {
	case TPACKET_V1:
		return sizeof(struct tpacket_hdr);
	case TPACKET_V2:
		return sizeof(struct tpacket2_hdr);
	case TPACKET_V3:
		return sizeof(struct tpacket3_hdr);
	}
	return -EINVAL;
}

/* Reading sets them to nothing. */
static int statistics(struct weir_sock *ws, union tpacket_stats_u *st)
{
	u32 drops;

	mutex_lock(&ws->mutex);
	weir_fed_count(ws);
	mutex_unlock(&ws->mutex);
	drops = atomic_xchg(&ws->drops, 0);
	st->stats3.tp_packets = atomic_xchg(&ws->packets, 0) + drops;
	st->stats3.tp_drops = drops;
	st->stats3.tp_freeze_q_cnt = atomic_xchg(&ws->freezes, 0);
	return READ_ONCE(ws->version) == TPACKET_V3 ? sizeof(st->stats3) : sizeof(st->stats1);
}

/* An option that is an int, or a negative errno; ws->mutex is held. */
static int get(const struct weir_sock *ws, int opt)
{
	switch (opt) {
	case PACKET_AUXDATA:
		return ws->auxdata;
	case PACKET_ORIGDEV:
		return ws->origdev;
	case PACKET_VNET_HDR:
		return !!ws->vnet_bytes;
#ifdef PACKET_VNET_HDR_SZ
	case PACKET_VNET_HDR_SZ:
		return ws->vnet_bytes;
#endif
	case PACKET_VERSION:
		return ws->version;
	case PACKET_RESERVE:
		return ws->reserve;
	case PACKET_LOSS:
		return ws->loss;
	case PACKET_FANOUT:
		return 0;
	case PACKET_TX_HAS_OFF:
		return ws->tx_has_off;
	case PACKET_QDISC_BYPASS:
		return ws->bypass;
	case PACKET_IGNORE_OUTGOING:
		return ws->hook.ignore_outgoing;
	case PACKET_ROLLOVER_STATS:
		return -EINVAL;
	}
	return -ENOPROTOOPT;
}

static int get_info(struct weir_sock *ws, char __user *val, int __user *len)
{
	struct weir_sock_info info;
	int room;

	if (get_user(room, len))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	weir_sock_info(ws, &info);
	room = min_t(int, room, sizeof(info));
	if (put_user(room, len) || copy_to_user(val, &info, room))
		return -EFAULT;
	return 0;
}

int weir_sock_getsockopt(struct socket *sock, int level, int opt, char __user *val, int __user *len)
{
	struct weir_sock *ws = weir_sk(sock->sk);
	int room, n = 0, bytes = sizeof(n);
	union tpacket_stats_u st;
	const void *from = &n;

	if (level == SOL_WEIR)
		return opt == WEIR_INFO ? get_info(ws, val, len) : -ENOPROTOOPT;
	if (level != SOL_PACKET)
		return -ENOPROTOOPT;
	if (get_user(room, len))
		return -EFAULT;
	if (room < 0)
		return -EINVAL;
	switch (opt) {
	case PACKET_STATISTICS:
		bytes = statistics(ws, &st);
		from = &st;
		break;
	case PACKET_HDRLEN:
		if (room < (int)sizeof(n))
			return -EINVAL;
		if (copy_from_user(&n, val, sizeof(n)))
			return -EFAULT;
		n = hdrlen(n);
		if (n < 0)
			return n;
		break;
	/* Any int, also a negative one. */
	case PACKET_COPY_THRESH:
		n = READ_ONCE(ws->copy_thresh);
		break;
	case PACKET_TIMESTAMP:
		n = READ_ONCE(ws->stamps);
		break;
	default:
		mutex_lock(&ws->mutex);
		n = get(ws, opt);
		mutex_unlock(&ws->mutex);
		if (n < 0)
			return n;
	}
	room = min(room, bytes);
	if (put_user(room, len) || copy_to_user(val, from, room))
		return -EFAULT;
	return 0;
}
