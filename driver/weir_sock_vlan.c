// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_sock_vlan.c - VLAN tags as a socket is told of them
 *
 * On the way in the kernel has lifted the outer tag out of the frame. On the way out it may be in the
 * frame: SOCK_RAW shows it there, and SOCK_DGRAM, whose frames begin behind it, in the metadata.
 */
#include <linux/if_arp.h>
#include <linux/if_vlan.h>

#include "weir_sock.h"

/* The n-th tag in the frame itself. */
static const struct vlan_hdr *in_frame(const struct sk_buff *skb, int n, struct vlan_hdr *buf)
{
	return skb_header_pointer(skb, skb_mac_offset(skb) + ETH_HLEN + n * VLAN_HLEN, sizeof(*buf), buf);
}

static bool behind_tags(const struct sock *sk, const struct sk_buff *skb, u16 hatype)
{
	return sk->sk_type == SOCK_DGRAM && hatype == ARPHRD_ETHER && eth_type_vlan(skb->protocol) &&
	       skb_mac_header_was_set(skb);
}

void weir_sock_tag(const struct sock *sk, const struct sk_buff *skb, u16 hatype, struct weir_sock_tag *tag)
{
	const struct vlan_hdr *vlan;
	struct vlan_hdr buf;

	memset(tag, 0, sizeof(*tag));
	if (skb_vlan_tag_present(skb)) {
		tag->tci = skb_vlan_tag_get(skb);
		tag->tpid = ntohs(skb->vlan_proto);
	} else if (behind_tags(sk, skb, hatype)) {
		vlan = in_frame(skb, 0, &buf);
		tag->tci = vlan ? ntohs(vlan->h_vlan_TCI) : 0;
		tag->tpid = ntohs(skb->protocol);
	} else {
		return;
	}
	tag->status = TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID;
}

__be16 weir_sock_protocol(const struct sock *sk, const struct sk_buff *skb, u16 hatype)
{
	__be16 proto = skb->protocol;
	const struct vlan_hdr *vlan;
	struct vlan_hdr buf;
	int n = 0;

	if (!behind_tags(sk, skb, hatype))
		return proto;
	while (eth_type_vlan(proto)) {
		vlan = in_frame(skb, n++, &buf);
		if (!vlan)
			return 0;
		proto = vlan->h_vlan_encapsulated_proto;
	}
	return proto;
}
