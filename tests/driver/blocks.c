// SPDX-License-Identifier: BSD-3-Clause
/*
 * blocks.c - blocks as the card writes them
 */
#include "blocks.h"

#include <stdlib.h>
#include <string.h>

struct tpacket_block_desc *block_new(u64 seq)
{
	struct tpacket_block_desc *d = calloc(1, BLOCK_BYTES);

	if (!d)
		abort();
	d->version = 2;
	d->offset_to_priv = 48;
	d->hdr.bh1.block_status = TP_STATUS_USER;
	d->hdr.bh1.offset_to_first_pkt = 48;
	d->hdr.bh1.blk_len = 48;
	d->hdr.bh1.seq_num = seq;
	return d;
}

struct tpacket3_hdr *block_add(struct tpacket_block_desc *d, u32 caplen, u32 len)
{
	struct tpacket_hdr_v1 *h = &d->hdr.bh1;
	u32 total = (BLOCK_MAC + caplen + 7) & ~7u, last = 48, n;
	struct tpacket3_hdr *p;

	if (h->blk_len + total > BLOCK_BYTES)
		return NULL;
	for (n = 1; n < h->num_pkts; n++)
		last += ((struct tpacket3_hdr *)((u8 *)d + last))->tp_next_offset;
	if (h->num_pkts)
		((struct tpacket3_hdr *)((u8 *)d + last))->tp_next_offset = h->blk_len - last;
	p = (struct tpacket3_hdr *)((u8 *)d + h->blk_len);
	p->tp_mac = BLOCK_MAC;
	p->tp_net = BLOCK_MAC + 14;
	p->tp_snaplen = caplen;
	p->tp_len = len;
	p->tp_sec = 1000 + h->num_pkts;
	p->tp_nsec = 999999999;
	memset((u8 *)p + BLOCK_MAC, (int)h->num_pkts, caplen);
	h->blk_len += total;
	h->num_pkts++;
	return p;
}
