// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_sock_rx.c - a frame of any net device on its way to a socket: filter, length, room, then its
 * ring or its queue
 *
 * Called in RCU's read side with bottom halves off. The skb may be shared with other hooks: for the
 * time of the call its data is moved to where the socket's type wants it to begin, and put back.
 */
#include <linux/filter.h>
#include <linux/if_arp.h>

#include "weir_fed.h"

/* SOCK_RAW sees the link's header, SOCK_DGRAM what is behind it. */
static bool begin(const struct sock *sk, struct sk_buff *skb, const struct net_device *dev)
{
	int off;

	if (!dev_has_header(dev))
		return true;
	if (sk->sk_type != SOCK_DGRAM) {
		off = -skb_mac_offset(skb);
		if (off < 0 || off > (int)skb_headroom(skb))
			return false;
		skb_push(skb, off);
	} else if (skb->pkt_type == PACKET_OUTGOING) {
		off = skb_network_offset(skb);
		if (off < 0 || off > (int)skb_headlen(skb))
			return false;
		skb_pull(skb, off);
	}
	return true;
}

/* How many bytes the socket's filter wants, up to all; 0 is none. */
static u32 filter(const struct sock *sk, struct sk_buff *skb)
{
	/* A device's memory cannot be read. */
	u32 len = weir_frags_readable(skb) ? skb->len : skb_headlen(skb);
	struct sk_filter *f;

	rcu_read_lock();
	f = rcu_dereference(sk->sk_filter);
	if (f)
		len = min(len, bpf_prog_run_clear_cb(f->prog, skb));
	rcu_read_unlock();
	return len;
}

u32 weir_sock_csum(const struct sk_buff *skb)
{
	u32 status = 0;

	if (skb->ip_summed == CHECKSUM_PARTIAL)
		status = TP_STATUS_CSUMNOTREADY;
	else if (skb->pkt_type != PACKET_OUTGOING && skb_csum_unnecessary(skb))
		status = TP_STATUS_CSUM_VALID;
#ifdef TP_STATUS_GSO_TCP
	if (skb_is_gso(skb) && skb_is_gso_tcp(skb))
		status |= TP_STATUS_GSO_TCP;
#endif
	return status;
}

static void describe(struct weir_sock *ws, const struct weir_frame *f, struct sk_buff *skb)
{
	struct weir_sock_cb *cb = weir_sock_cb(skb);

	memset(cb, 0, sizeof(*cb));
	cb->wire_len = skb->len;
	cb->ifindex = READ_ONCE(ws->origdev) ? f->orig->ifindex : f->dev->ifindex;
	cb->hatype = f->dev->type;
	cb->halen = dev_parse_header(skb, cb->addr);
}

void weir_sock_enqueue(struct sock *sk, struct sk_buff *skb)
{
	skb->dev = NULL;
	skb_dst_drop(skb);
	nf_reset_ct(skb);
	skb_clear_delivery_time(skb);
	spin_lock_bh(&sk->sk_receive_queue.lock);
	sock_skb_set_dropcount(sk, skb);
	__skb_queue_tail(&sk->sk_receive_queue, skb);
	spin_unlock_bh(&sk->sk_receive_queue.lock);
}

/* An skb that others do not hold: itself, or a clone. */
static struct sk_buff *own(struct sk_buff *skb)
{
	return skb_shared(skb) ? skb_clone(skb, GFP_ATOMIC) : skb;
}

/* 1: f->skb is not the caller's any more. 0: it is. -ENOBUFS: it is, and the frame is lost. */
static int to_queue(struct weir_sock *ws, const struct weir_frame *f)
{
	struct sock *sk = &ws->sk;
	struct sk_buff *skb;

	if (atomic_read(&sk->sk_rmem_alloc) >= READ_ONCE(sk->sk_rcvbuf))
		goto drop;
	skb = own(f->skb);
	if (!skb)
		goto drop;
	describe(ws, f, skb);
	if (pskb_trim(skb, f->len)) {
		if (skb != f->skb)
			kfree_skb(skb);
		goto drop;
	}
	skb_set_owner_r(skb, sk);
	weir_sock_got(ws);
	weir_sock_enqueue(sk, skb);
	sk->sk_data_ready(sk);
	return skb == f->skb;
drop:
	weir_sock_lost(ws);
	atomic_inc(&sk->sk_drops);
	return -ENOBUFS;
}

struct sk_buff *weir_sock_copy(struct weir_sock *ws, const struct weir_frame *f)
{
	struct sock *sk = &ws->sk;
	struct sk_buff *skb;

	if (atomic_read(&sk->sk_rmem_alloc) >= READ_ONCE(sk->sk_rcvbuf))
		return NULL;
	skb = skb_clone(f->skb, GFP_ATOMIC);
	if (!skb)
		return NULL;
	describe(ws, f, skb);
	skb_set_owner_r(skb, sk);
	return skb;
}

/* As to_queue(), but never 1. */
static int to_ring(struct weir_sock *ws, struct weir_frame *f)
{
	struct sock *sk = &ws->sk;
	struct weir_rxring *ring;
	bool wake = false;
	int ret = 0;

	spin_lock_bh(&ws->lock);
	ring = ws->ring;
	/* It was there a moment ago: the frame is one of those that fall between. */
	if (ring && !(ws->turn.on && weir_fed_between(ws, f->skb)))
		ret = weir_rxring_put(ring, f, &wake);
	spin_unlock_bh(&ws->lock);
	if (wake)
		sk->sk_data_ready(sk);
	return ret;
}

int weir_sock_rcv(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
		  struct net_device *orig)
{
	struct weir_sock *ws = container_of(pt, struct weir_sock, hook);
	struct weir_frame f = { .skb = skb, .dev = dev, .orig = orig };
	struct sock *sk = &ws->sk;
	u8 *data = skb->data;
	u32 len = skb->len;
	int ret = 0;

	/* Before 7.x hooks for every device are of all namespaces. */
	if (skb->pkt_type == PACKET_LOOPBACK || !net_eq(dev_net(dev), sock_net(sk)))
		goto done;
	skb->dev = dev;
	if (!begin(sk, skb, dev))
		goto done;
	f.len = filter(sk, skb);
	if (f.len)
		ret = READ_ONCE(ws->ring) ? to_ring(ws, &f) : to_queue(ws, &f);
	else
		atomic64_inc(&ws->filtered);
	if (ret > 0)
		return 0;
	if (skb_shared(skb)) {
		skb->data = data;
		skb->len = len;
	}
done:
	if (ret < 0)
		kfree_skb(skb);
	else
		consume_skb(skb);
	return 0;
}
