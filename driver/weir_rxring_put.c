// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_rxring_put.c - one frame into a ring: where its parts go, what is said of it, and the copy
 * itself
 *
 * The whole copy is made with ws->lock held. So whoever holds it finds every slot and block either
 * written or untouched.
 */
#include <linux/virtio_net.h>

#include "weir_sock.h"

#define MAC_LEAST	16u		/* bytes that a ring keeps for a link's header, and its unit */

/* What of a frame goes where in its slot. False: that cannot be told in 16 bits. */
static bool place(const struct weir_rxring *r, const struct weir_frame *f, struct weir_place *p)
{
	u32 mac_len = 0;
	int off;
	u64 net;

	if (r->ws->sk.sk_type == SOCK_DGRAM) {
		net = ALIGN(r->hdr_bytes, TPACKET_ALIGNMENT) + MAC_LEAST + (u64)r->reserve;
	} else {
		off = skb_network_offset(f->skb);
		if (off < 0)
			return false;
		mac_len = off;
		net = ALIGN(r->hdr_bytes + (u64)max(mac_len, MAC_LEAST), TPACKET_ALIGNMENT) + r->reserve +
		      r->vnet_bytes;
		p->vnet = r->vnet_bytes;
	}
	if (net > U16_MAX)
		return false;
	p->net = net;
	p->mac = p->net - mac_len;
	p->len = f->len;
	return true;
}

/* Cut to what a slot (V2) or a block (V3) holds. */
static bool cut(const struct weir_rxring *r, struct weir_place *p)
{
	u32 room = r->version == TPACKET_V3 ? r->block_bytes - r->open.first : r->frame_bytes;

	if ((u64)p->mac + p->len <= room)
		return false;
	if (p->mac <= room) {
		p->len = room - p->mac;
	} else {
		p->len = 0;
		p->vnet = false;
		if (r->version == TPACKET_V3)
			p->mac = room;
	}
	return true;
}

/* The best time that is known of a frame, and the bits that say which; none for the time of the copy. */
static void stamp(const struct weir_rxring *r, const struct sk_buff *skb, struct weir_place *p)
{
	ktime_t hard = skb_shinfo(skb)->hwtstamps.hwtstamp, soft = skb_tstamp(skb);

	if (READ_ONCE(r->ws->stamps) & SOF_TIMESTAMPING_RAW_HARDWARE && hard) {
		p->ts = ktime_to_timespec64(hard);
		p->status |= TP_STATUS_TS_RAW_HARDWARE;
	} else if (soft) {
		p->ts = ktime_to_timespec64(soft);
		p->status |= TP_STATUS_TS_SOFTWARE;
	} else {
		ktime_get_real_ts64(&p->ts);
	}
}

/* An address longer than sll_addr may go on as far as the frame's own bytes. */
static void address(const struct weir_rxring *r, const struct weir_frame *f, const struct weir_place *p,
		    struct sockaddr_ll *sll, u32 at)
{
	const struct weir_sock *ws = r->ws;
	u32 begin = at + offsetof(struct sockaddr_ll, sll_addr);
	u32 from = p->mac - (p->vnet ? r->vnet_bytes : 0);
	u8 addr[MAX_ADDR_LEN] = { };
	u32 halen = dev_parse_header(f->skb, addr);

	memset(sll, 0, sizeof(*sll));
	sll->sll_family = AF_PACKET;
	sll->sll_protocol = weir_sock_protocol(&ws->sk, f->skb, f->dev->type);
	sll->sll_ifindex = READ_ONCE(ws->origdev) ? f->orig->ifindex : f->dev->ifindex;
	sll->sll_hatype = f->dev->type;
	sll->sll_pkttype = f->skb->pkt_type;
	sll->sll_halen = halen;
	if (from > begin)
		memcpy((u8 *)sll + offsetof(struct sockaddr_ll, sll_addr), addr, min(halen, from - begin));
}

void weir_rxring_fill(const struct weir_rxring *r, const struct weir_frame *f, const struct weir_place *p,
		      u8 *hdr, u32 sll_at, const struct virtio_net_hdr *vnet)
{
	if (p->vnet) {
		memset(hdr + p->mac - r->vnet_bytes, 0, r->vnet_bytes);
		memcpy(hdr + p->mac - r->vnet_bytes, vnet, sizeof(*vnet));
	}
	skb_copy_bits(f->skb, 0, hdr + p->mac, p->len);
	address(r, f, p, (struct sockaddr_ll *)(hdr + sll_at), sll_at);
}

/* The whole frame for the queue, if the application asked for that. */
static void copy_whole(const struct weir_rxring *r, const struct weir_frame *f, struct weir_place *p)
{
	struct weir_sock *ws = r->ws;
	struct sk_buff *skb;

	if (!READ_ONCE(ws->copy_thresh) || r->version == TPACKET_V3)
		return;
	skb = weir_sock_copy(ws, f);
	if (!skb)
		return;
	p->status |= TP_STATUS_COPY;
	weir_sock_enqueue(&ws->sk, skb);
}

int weir_rxring_put(struct weir_rxring *r, const struct weir_frame *f, bool *wake)
{
	struct weir_place p = { .status = weir_sock_csum(f->skb) };
	struct weir_sock *ws = r->ws;
	struct virtio_net_hdr vnet = { };
	bool too_long;
	void *hdr;

	if (!place(r, f, &p))
		goto drop;
	too_long = cut(r, &p);
	if (p.vnet && virtio_net_hdr_from_skb(f->skb, &vnet, virtio_legacy_is_little_endian(), true, 0)) {
		*wake = true;
		goto drop;
	}
	if (r->version == TPACKET_V3)
		hdr = weir_rxring_v3_room(r, p.mac + p.len, wake);
	else
		hdr = weir_rxring_v2_room(r);
	if (!hdr)
		goto drop;
	weir_sock_got(ws);
	if (too_long)
		copy_whole(r, f, &p);
	stamp(r, f->skb, &p);
	if (r->version == TPACKET_V3) {
		weir_rxring_v3_fill(r, f, &p, hdr, &vnet);
	} else {
		weir_rxring_v2_fill(r, f, &p, hdr, &vnet);
		*wake = true;
	}
	return 0;
drop:
	/* A full ring wakes nobody for each frame that it has no room for. */
	weir_sock_lost(ws);
	return -ENOBUFS;
}
