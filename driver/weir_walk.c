// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_walk.c - the frames of a block
 *
 * The card writes each field in one way only (docs/rtl.md, "From a record to a block"), so most are compared
 * for being equal. The layout is that of linux/if_packet.h, little-endian whatever the host is.
 */
#include <linux/if_ether.h>
#include <linux/if_packet.h>

#include "weir_walk.h"

#define AT(field) ((u32)offsetof(struct tpacket_block_desc, field))
#define IN(field) ((u32)offsetof(struct tpacket3_hdr, field))
#define ALIGN8(n) (((n) + 7u) & ~7u)
#define ETH_HEADER 14u
#define NSEC 1000000000u
#define TAG (TP_STATUS_VLAN_VALID | TP_STATUS_VLAN_TPID_VALID)

static u16 get16(const u8 *p)
{
	u16 v = *(const volatile u16 *)p;
	const u8 *b = (const u8 *)&v;

	return (u16)(b[0] | b[1] << 8);
}

/* One access: status words must not be seen in pieces, nor change between check and use. */
static u32 get32(const u8 *p)
{
	u32 v = *(const volatile u32 *)p;
	const u8 *b = (const u8 *)&v;

	return b[0] | (u32)b[1] << 8 | (u32)b[2] << 16 | (u32)b[3] << 24;
}

static int wrong(struct weir_walk *w, const char *what, u64 value)
{
	w->left = 0;
	w->end = w->at;
	w->wrong = what;
	w->value = value;
	return -EPROTO;
}

bool weir_walk_ready(const void *block)
{
	return get32((const u8 *)block + AT(hdr.bh1.block_status)) & TP_STATUS_USER;
}

void weir_walk_give(void *block)
{
	/* TP_STATUS_KERNEL is 0, the same in any order of bytes. */
	*(volatile u32 *)((u8 *)block + AT(hdr.bh1.block_status)) = TP_STATUS_KERNEL;
}

int weir_walk_begin(struct weir_walk *w, const void *block, u32 bytes, u32 mac, u64 seq)
{
	const u8 *b = block;
	u32 version = get32(b + AT(version)), priv = get32(b + AT(offset_to_priv));
	u32 first = get32(b + AT(hdr.bh1.offset_to_first_pkt));
	u32 num = get32(b + AT(hdr.bh1.num_pkts)), len = get32(b + AT(hdr.bh1.blk_len));
	u64 got = get32(b + AT(hdr.bh1.seq_num)) | (u64)get32(b + AT(hdr.bh1.seq_num) + 4) << 32;

	w->block = b;
	w->mac = mac;
	w->at = WEIR_HW_BLOCK_HDR;
	w->wrong = NULL;
	if (version != 2)
		return wrong(w, "version", version);
	if (priv != WEIR_HW_BLOCK_HDR)
		return wrong(w, "offset_to_priv", priv);
	if (first != WEIR_HW_BLOCK_HDR)
		return wrong(w, "offset_to_first_pkt", first);
	if (got != seq)
		return wrong(w, "seq_num", got);
	if (len < first || len > bytes || len % 8)
		return wrong(w, "blk_len", len);
	/* The card hands no empty block over. */
	if (!num || num > (len - first) / ALIGN8(mac + ETH_HEADER))
		return wrong(w, "num_pkts", num);
	w->end = len;
	w->left = num;
	return 0;
}

static int take(struct weir_walk *w, struct weir_walk_frame *f)
{
	const u8 *p = w->block + w->at;
	u32 room = w->end - w->at, status = get32(p + IN(tp_status));
	u32 next = get32(p + IN(tp_next_offset)), total;

	f->caplen = get32(p + IN(tp_snaplen));
	f->len = get32(p + IN(tp_len));
	f->sec = get32(p + IN(tp_sec));
	f->nsec = get32(p + IN(tp_nsec));
	f->tci = (u16)get32(p + IN(hv1.tp_vlan_tci));
	f->tpid = get16(p + IN(hv1.tp_vlan_tpid));
	f->vlan = status & TP_STATUS_VLAN_VALID;
	f->data = p + w->mac;
	if (get16(p + IN(tp_mac)) != w->mac)
		return wrong(w, "tp_mac", get16(p + IN(tp_mac)));
	/* begin() has left room for the header and the smallest frame of each that is to come. */
	if (f->caplen < ETH_HEADER || f->caplen > room - w->mac)
		return wrong(w, "tp_snaplen", f->caplen);
	if (f->len < f->caplen)
		return wrong(w, "tp_len", f->len);
	if (f->nsec >= NSEC)
		return wrong(w, "tp_nsec", f->nsec);
	/* A tag of one of two kinds or none, and then nothing of one: the stack warns of any other kind. */
	if ((status & TAG) != (f->vlan ? TAG : 0))
		return wrong(w, "tp_status", status);
	if (f->vlan ? f->tpid != ETH_P_8021Q && f->tpid != ETH_P_8021AD : f->tpid)
		return wrong(w, "tp_vlan_tpid", f->tpid);
	total = ALIGN8(w->mac + f->caplen);
	if (next != (w->left > 1 ? total : 0))
		return wrong(w, "tp_next_offset", next);
	/* Both are multiples of 8 and the frame ends within room: so does total. */
	w->at += total;
	w->left--;
	return 1;
}

int weir_walk_next(struct weir_walk *w, struct weir_walk_frame *f)
{
	u32 least = ALIGN8(w->mac + ETH_HEADER);

	if (!w->left)
		return w->at == w->end ? 0 : wrong(w, "blk_len does not end with its last frame, at", w->at);
	if (w->end - w->at < least)
		return wrong(w, "blk_len ends before its last frame, at", w->at);
	return take(w, f);
}
