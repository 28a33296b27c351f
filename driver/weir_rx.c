// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_rx.c - frames of the blocks copied into skbs
 *
 * Copied, because a block goes back to the card as a whole: one frame held by a socket would hold its
 * neighbours' memory.
 */
#include <linux/if_vlan.h>

#include "weir_net.h"

#define LINEAR_MAX	512u	/* above, all but the head goes into pages */
#define HEAD		128u	/* holds the headers that the stack looks at */

static struct sk_buff *paged(struct weir_net *net, const u8 *data, u32 len)
{
	struct sk_buff *skb = napi_alloc_skb(&net->napi, HEAD);
	u32 done = HEAD;

	if (!skb)
		return NULL;
	skb_put_data(skb, data, HEAD);
	while (done < len) {
		u32 part = min_t(u32, len - done, PAGE_SIZE);
		struct page *page = dev_alloc_page();

		if (!page) {
			kfree_skb(skb);
			return NULL;
		}
		memcpy(page_address(page), data + done, part);
		skb_add_rx_frag(skb, skb_shinfo(skb)->nr_frags, page, 0, part, PAGE_SIZE);
		done += part;
	}
	return skb;
}

static struct sk_buff *linear(struct weir_net *net, const u8 *data, u32 len)
{
	struct sk_buff *skb = napi_alloc_skb(&net->napi, len);

	if (skb)
		skb_put_data(skb, data, len);
	return skb;
}

static void count(struct weir_net *net, u64 *which)
{
	u64_stats_update_begin(&net->sync);
	(*which)++;
	u64_stats_update_end(&net->sync);
}

void weir_rx_take(void *arg, const struct weir_walk_frame *f)
{
	struct weir_net *net = arg;
	struct sk_buff *skb;

	/* The tap keeps the longest frame whole and a block holds it: a shorter one is not what was sent. */
	if (f->caplen < f->len) {
		count(net, &net->rx_cut);
		return;
	}
	skb = f->caplen > LINEAR_MAX ? paged(net, f->data, f->caplen) : linear(net, f->data, f->caplen);
	if (!skb) {
		count(net, &net->rx_nomem);
		return;
	}
	WRITE_ONCE(net->rx_now, (u64)f->sec * NSEC_PER_SEC + f->nsec);
	skb->protocol = eth_type_trans(skb, net->dev);
	if (READ_ONCE(net->stamp))
		skb_hwtstamps(skb)->hwtstamp = ktime_set(f->sec, f->nsec);
	if (f->vlan)
		__vlan_hwaccel_put_tag(skb, htons(f->tpid), f->tci);
	u64_stats_update_begin(&net->sync);
	net->rx_frames++;
	net->rx_bytes += f->caplen + (f->vlan ? VLAN_HLEN : 0);
	net->rx_multicast += skb->pkt_type == PACKET_MULTICAST;
	u64_stats_update_end(&net->sync);
	/*
	 * Without GRO not by napi_gro_receive() either: it gathers frames and gives the stack a list, of
	 * which the device's last tap gets a frame that nobody else wants behind later ones.
	 */
	if (net->dev->features & NETIF_F_GRO)
		napi_gro_receive(&net->napi, skb);
	else
		netif_receive_skb(skb);
}

void weir_rx_drop(void *arg, const struct weir_walk_frame *f)
{
	struct weir_net *net = arg;

	count(net, &net->rx_unread);
}
