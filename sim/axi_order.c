// SPDX-License-Identifier: BSD-3-Clause
/*
 * axi_order.c - whether a block's status word is written behind everything else of the block
 *
 * An application that sees TP_STATUS_USER reads the block. So the card must not even offer that write
 * before the header and all data of the block have been answered: a host may take writes of one
 * master in another order than this simulated one does, and any of them may have failed.
 */
#include "axi.h"

#include <linux/if_packet.h>

#define STATUS_AT	8	/* struct tpacket_block_desc: hdr.bh1.block_status */

static int is_open_in(const struct weir_axi *axi, unsigned int from, uint64_t first, uint64_t last,
		      uint64_t *which)
{
	for (; from != axi->aw_n; from++) {
		*which = axi->w[from & (WEIR_AXI_DEPTH - 1)].a.addr;
		if (*which >= first && *which <= last)
			return 1;
	}
	return 0;
}

void weir_axi_order_offer(struct weir_axi *axi, const struct weir_axi_addr *a, uint64_t end,
			  int answering)
{
	struct weir_axi_order *o = &axi->offered;
	uint64_t first, last;

	o->status = o->early = 0;
	if (!axi->host->block || !axi->host->block(axi->host->ctx, a->addr, &first, &last))
		return;
	if (a->addr > first + STATUS_AT || end <= first + STATUS_AT)
		return;
	o->status = first + STATUS_AT;
	/* One that is answered in this very cycle is. */
	o->early = is_open_in(axi, axi->b_n + (unsigned int)answering, first, last, &o->before);
}

int weir_axi_order_broken(const struct weir_axi *axi, const struct weir_axi_addr *a,
			  const struct weir_axi_order *o, const struct weir_axi_write *w)
{
	uint64_t at = o->status - a->addr / axi->bus * axi->bus;

	return o->early && (w->strb[at / 64] >> at % 64 & 1) && (w->data[at] & TP_STATUS_USER);
}
