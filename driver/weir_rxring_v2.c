// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_rxring_v2.c - TPACKET_V2: a ring of slots of one size, each with its own status
 *
 * A slot is free when its status is 0, and nothing else. The ring stops at the first one that is not.
 */
#include "weir_sock.h"

static struct tpacket2_hdr *slot(const struct weir_rxring *r, u32 n)
{
	u8 *block = r->blocks[n / r->frames_per_block].data;

	return (struct tpacket2_hdr *)(block + n % r->frames_per_block * (size_t)r->frame_bytes);
}

struct tpacket2_hdr *weir_rxring_v2_room(struct weir_rxring *r)
{
	struct tpacket2_hdr *h = slot(r, r->head);

	/* Pairs with the store by which the application gives the slot back. */
	if (smp_load_acquire(&h->tp_status) != TP_STATUS_KERNEL)
		return NULL;
	r->head = r->head + 1 < r->frame_nr ? r->head + 1 : 0;
	return h;
}

void weir_rxring_v2_fill(struct weir_rxring *r, const struct weir_frame *f, struct weir_place *p,
			 struct tpacket2_hdr *h, const struct virtio_net_hdr *vnet)
{
	struct weir_sock_tag tag;

	weir_rxring_fill(r, f, p, (u8 *)h, TPACKET_ALIGN(sizeof(*h)), vnet);
	weir_sock_tag(&r->ws->sk, f->skb, f->dev->type, &tag);
	h->tp_len = f->skb->len;
	h->tp_snaplen = p->len;
	h->tp_mac = p->mac;
	h->tp_net = p->net;
	h->tp_sec = p->ts.tv_sec;
	h->tp_nsec = p->ts.tv_nsec;
	h->tp_vlan_tci = tag.tci;
	h->tp_vlan_tpid = tag.tpid;
	memset(h->tp_padding, 0, sizeof(h->tp_padding));
	p->status |= TP_STATUS_USER | tag.status;
	if (atomic_read(&r->ws->drops))
		p->status |= TP_STATUS_LOSING;
	/* The last word: with it the slot is the application's. */
	smp_store_release(&h->tp_status, p->status);
}

bool weir_rxring_v2_readable(const struct weir_rxring *r)
{
	return READ_ONCE(slot(r, r->head ? r->head - 1 : r->frame_nr - 1)->tp_status) != TP_STATUS_KERNEL;
}
