// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_rxring_v3.c - TPACKET_V3: blocks of many frames, handed over when they are full or when a timer
 * says so
 *
 * One block is open, the one at r->head, unless the ring is frozen: then that block was not free when
 * it was needed, and the next frame or the timer looks again. An empty block takes any frame that it
 * can hold, as the card's does; Linux would hand it over empty when the frame fills it to the last
 * byte.
 */
#include <linux/jiffies.h>

#include "weir_sock.h"

#define FIRST_LEAST	ALIGN(sizeof(struct tpacket_block_desc), 8)
#define RETIRE_MS_MOST	U16_MAX

static struct tpacket_block_desc *block(const struct weir_rxring *r, u32 n)
{
	return (struct tpacket_block_desc *)r->blocks[n].data;
}

static bool taken(const struct weir_rxring *r)
{
	/* Pairs with the store by which the application gives the block back. Other bits are its own. */
	return smp_load_acquire(&block(r, r->head)->hdr.bh1.block_status) & TP_STATUS_USER;
}

static void arm(struct weir_rxopen *o)
{
	o->deadline = jiffies + o->retire;
	mod_timer(&o->timer, o->deadline);
}

static void open_block(struct weir_rxring *r)
{
	struct tpacket_block_desc *d = block(r, r->head);
	struct tpacket_hdr_v1 *h = &d->hdr.bh1;
	struct weir_rxopen *o = &r->open;
	struct timespec64 now;

	ktime_get_real_ts64(&now);
	o->used = o->first;
	o->frames = 0;
	o->frozen = false;
	d->version = TPACKET_V3;
	d->offset_to_priv = FIRST_LEAST;
	h->num_pkts = 0;
	h->offset_to_first_pkt = o->first;
	h->blk_len = o->first;
	h->seq_num = o->seq++;
	h->ts_first_pkt.ts_sec = now.tv_sec;
	h->ts_first_pkt.ts_nsec = now.tv_nsec;
	arm(o);
}

/* Hands the open block over; which is open then, next_block() decides. */
static void close_block(struct weir_rxring *r, u32 status)
{
	struct tpacket_block_desc *d = block(r, r->head);
	struct tpacket_hdr_v1 *h = &d->hdr.bh1;
	struct weir_rxopen *o = &r->open;

	((struct tpacket3_hdr *)((u8 *)d + o->last))->tp_next_offset = 0;
	h->num_pkts = o->frames;
	h->blk_len = o->used;
	h->ts_last_pkt.ts_sec = o->last_ts.tv_sec;
	h->ts_last_pkt.ts_nsec = o->last_ts.tv_nsec;
	if (atomic_read(&r->ws->drops))
		status |= TP_STATUS_LOSING;
	/* The last word: with it the block is the application's. */
	smp_store_release(&h->block_status, TP_STATUS_USER | status);
	r->head = r->head + 1 < r->block_nr ? r->head + 1 : 0;
}

static bool next_block(struct weir_rxring *r)
{
	if (taken(r)) {
		r->open.frozen = true;
		atomic_inc(&r->ws->freezes);
		return false;
	}
	open_block(r);
	return true;
}

struct tpacket3_hdr *weir_rxring_v3_room(struct weir_rxring *r, u32 bytes, bool *wake)
{
	struct weir_rxopen *o = &r->open;
	struct tpacket3_hdr *h;

	bytes = ALIGN(bytes, 8);
	if (o->frozen) {
		if (taken(r))
			return NULL;
		open_block(r);
	}
	if (o->frames && o->used + bytes >= r->block_bytes) {
		close_block(r, 0);
		*wake = true;
		if (!next_block(r))
			return NULL;
	}
	h = (struct tpacket3_hdr *)((u8 *)block(r, r->head) + o->used);
	o->last = o->used;
	o->used += bytes;
	o->frames++;
	h->tp_next_offset = bytes;
	return h;
}

void weir_rxring_v3_fill(struct weir_rxring *r, const struct weir_frame *f, struct weir_place *p,
			 struct tpacket3_hdr *h, const struct virtio_net_hdr *vnet)
{
	struct weir_sock_tag tag;

	weir_rxring_fill(r, f, p, (u8 *)h, TPACKET_ALIGN(sizeof(*h)), vnet);
	weir_sock_tag(&r->ws->sk, f->skb, f->dev->type, &tag);
	h->tp_sec = p->ts.tv_sec;
	h->tp_nsec = p->ts.tv_nsec;
	h->tp_snaplen = p->len;
	h->tp_len = f->skb->len;
	h->tp_status = TP_STATUS_USER | p->status | tag.status;
	h->tp_mac = p->mac;
	h->tp_net = p->net;
	h->hv1.tp_rxhash = r->open.hash ? skb_get_hash(f->skb) : 0;
	h->hv1.tp_vlan_tci = tag.tci;
	h->hv1.tp_vlan_tpid = tag.tpid;
	h->hv1.tp_padding = 0;
	memset(h->tp_padding, 0, sizeof(h->tp_padding));
	r->open.last_ts = p->ts;
}

bool weir_rxring_v3_readable(const struct weir_rxring *r)
{
	u32 before = r->head ? r->head - 1 : r->block_nr - 1;

	return READ_ONCE(block(r, before)->hdr.bh1.block_status) != TP_STATUS_KERNEL;
}

static void expired(struct timer_list *timer)
{
	struct weir_rxopen *o = container_of(timer, struct weir_rxopen, timer);
	struct weir_rxring *r = container_of(o, struct weir_rxring, open);
	struct sock *sk = &r->ws->sk;
	bool wake = false;

	spin_lock_bh(&r->ws->lock);
	if (r->closing || o->paused)
		goto out;
	/* Another block was opened while this waited for the lock, and the timer runs for that one. */
	if (time_before(jiffies, o->deadline))
		goto out;
	if (o->frozen) {
		if (!taken(r)) {
			open_block(r);
			goto out;
		}
	} else if (o->frames) {
		close_block(r, TP_STATUS_BLK_TMO);
		wake = true;
		if (next_block(r))
			goto out;
	}
	arm(o);
out:
	spin_unlock_bh(&r->ws->lock);
	/* The socket lives until weir_rxring_v3_stop() has waited for this. */
	if (wake)
		sk->sk_data_ready(sk);
}

void weir_rxring_v3_init(struct weir_rxring *r, const struct tpacket_req3 *req, u32 retire_ms)
{
	struct weir_rxopen *o = &r->open;

	timer_setup(&o->timer, expired, 0);
	o->retire = msecs_to_jiffies(clamp_t(u32, retire_ms, 1, RETIRE_MS_MOST));
	o->seq = 1;
	o->hash = req->tp_feature_req_word & TP_FT_REQ_FILL_RXHASH;
}

void weir_rxring_v3_start(struct weir_rxring *r)
{
	open_block(r);
}

void weir_rxring_v3_pause(struct weir_rxring *r, struct weir_rxat *at)
{
	struct weir_rxopen *o = &r->open;
	bool wake = false;

	spin_lock_bh(&r->ws->lock);
	o->paused = true;
	if (!o->frozen && o->frames) {
		close_block(r, 0);
		wake = true;
	} else if (!o->frozen) {
		/* It was opened for nothing, and is opened once more under the same number. */
		o->seq--;
	}
	at->block = r->head;
	at->seq = o->seq;
	spin_unlock_bh(&r->ws->lock);
	timer_delete_sync(&o->timer);
	if (wake)
		r->ws->sk.sk_data_ready(&r->ws->sk);
}

/* With the lock held. */
void weir_rxring_v3_resume(struct weir_rxring *r, const struct weir_rxat *at)
{
	struct weir_rxopen *o = &r->open;

	r->head = at->block;
	o->seq = at->seq;
	o->paused = false;
	if (!taken(r)) {
		open_block(r);
		return;
	}
	o->frozen = true;
	arm(o);
}

void weir_rxring_v3_stop(struct weir_rxring *r)
{
	timer_delete_sync(&r->open.timer);
}
