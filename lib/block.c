// SPDX-License-Identifier: BSD-3-Clause
/*
 * block.c - reads a TPACKET_V3 block that nobody has to be believed
 *
 * A card, or what drives it, may write anything. So every offset and length is read once, into a
 * variable, and checked against the block before it leads anywhere. Offsets below are bytes from
 * the block's beginning.
 */
#include <arpa/inet.h>
#include <stdio.h>

#include "weir_int.h"

/* A field that the other side may change while it is looked at. */
#define ONCE(x) (*(const volatile __typeof__(x) *)&(x))

#define PREFETCH_FRAMES 8u

static int bad(struct blk *b, const char *what, uint64_t value)
{
	b->corrupt = true;
	snprintf(b->why, sizeof(b->why), "block %u contradicts itself: %s %llu", b->index, what,
		 (unsigned long long)value);
	return -EIO;
}

/* Checks the block's header and points the cursor at its first frame. */
int block_check(struct blk *b, const struct ring *r)
{
	const struct tpacket_block_desc *d = b->pub.base;
	const struct tpacket_hdr_v1 *h = &d->hdr.bh1;
	uint32_t first = WEIR_BLOCK_HDR + ALIGN_UP(r->priv_size, 8u);
	uint32_t off = ONCE(h->offset_to_first_pkt), used = ONCE(h->blk_len);
	uint32_t frames = ONCE(h->num_pkts), version = ONCE(d->version);
	uint32_t priv = ONCE(d->offset_to_priv);

	b->corrupt = false;
	b->left = 0;
	b->pub.status = ONCE(h->block_status);
	b->pub.seq = ONCE(h->seq_num);
	if (version != 2)
		return bad(b, "version", version);
	if (priv != WEIR_BLOCK_HDR)
		return bad(b, "offset_to_priv", priv);
	if (used < first || used > r->block_size)
		return bad(b, "blk_len", used);
	if (off != first)
		return bad(b, "offset_to_first_pkt", off);
	if (frames > (used - first) / ALIGN_UP(WEIR_MAC_MIN, 8u))
		return bad(b, "num_pkts", frames);
	b->off = off;
	b->left = frames;
	b->pub.used = used;
	b->pub.frames = frames;
	b->pub.first_sec = ONCE(h->ts_first_pkt.ts_sec);
	b->pub.first_nsec = ONCE(h->ts_first_pkt.ts_nsec);
	b->pub.last_sec = ONCE(h->ts_last_pkt.ts_sec);
	b->pub.last_nsec = ONCE(h->ts_last_pkt.ts_nsec);
	return 0;
}

static void fill_meta(struct weir_frame *f, const uint8_t *p)
{
	const struct tpacket3_hdr *h = (const struct tpacket3_hdr *)p;
	const struct sockaddr_ll *ll = (const struct sockaddr_ll *)(p + WEIR_PKT_HDR);

	f->status = h->tp_status;
	f->hash = h->hv1.tp_rxhash;
	f->vlan = !!(f->status & TP_STATUS_VLAN_VALID);
	f->vlan_tci = (uint16_t)h->hv1.tp_vlan_tci;
	f->vlan_tpid = h->hv1.tp_vlan_tpid;
	/* A kernel before 3.14 does not say which; it knew one. */
	if (!(f->status & TP_STATUS_VLAN_TPID_VALID))
		f->vlan_tpid = 0x8100;
	if (!f->vlan)
		f->vlan_tci = f->vlan_tpid = 0;
	f->clock = f->status & TP_STATUS_TS_RAW_HARDWARE ? WEIR_CLOCK_CARD : WEIR_CLOCK_HOST;
	f->protocol = ntohs(ll->sll_protocol);
	f->pkttype = ll->sll_pkttype;
	f->ifindex = ll->sll_ifindex;
}

/* Fetches a frame some way ahead: a guess by the length of this one, never read here. */
static void prefetch(const uint8_t *base, uint32_t off, uint32_t step, uint32_t used)
{
	uint64_t ahead = off + (uint64_t)step * PREFETCH_FRAMES;

	if (ahead + 128 <= used) {
		__builtin_prefetch(base + ahead);
		__builtin_prefetch(base + ahead + 64);
	}
}

/* Moves on to the next frame, unfiltered, and describes it in b->frame. 1, 0 behind the last. */
int block_next(struct blk *b)
{
	const uint8_t *p = (const uint8_t *)b->pub.base + b->off;
	const struct tpacket3_hdr *h = (const struct tpacket3_hdr *)p;
	uint32_t room, next, caplen, len, nsec;
	struct weir_frame *f = &b->frame;
	uint16_t mac;

	if (b->corrupt)
		return -EIO;
	if (!b->left)
		return 0;
	room = b->pub.used - b->off;
	if (room < WEIR_MAC_MIN)
		return bad(b, "blk_len ends in a packet header, at", b->off);
	next = ONCE(h->tp_next_offset);
	caplen = ONCE(h->tp_snaplen);
	len = ONCE(h->tp_len);
	mac = ONCE(h->tp_mac);
	nsec = ONCE(h->tp_nsec);
	if (mac < WEIR_MAC_MIN)
		return bad(b, "tp_mac", mac);
	if (mac > room || caplen > room - mac)
		return bad(b, "tp_snaplen", caplen);
	if (caplen > len)
		return bad(b, "tp_len", len);
	if (nsec >= 1000000000u)
		return bad(b, "tp_nsec", nsec);
	/* The last one has 0; any other leads on, past this frame and within the block. */
	if (b->left == 1 ? next != 0 : next % 8 || next < mac + caplen || next > room)
		return bad(b, "tp_next_offset", next);
	f->data = p + mac;
	f->caplen = caplen;
	f->len = len;
	f->sec = ONCE(h->tp_sec);
	f->nsec = nsec;
	fill_meta(f, p);
	b->left--;
	if (next) {
		b->off += next;
		prefetch(b->pub.base, b->off, next, b->pub.used);
	}
	return 1;
}
