/* SPDX-License-Identifier: BSD-3-Clause */
/* compare.c - two TPACKET_V3 blocks, field by field; layout: include/uapi/linux/if_packet.h */
#include <linux/if_packet.h>
#include <stdio.h>
#include <string.h>
#include "compare.h"

#define WHOSE_TIME (TP_STATUS_TS_SOFTWARE | TP_STATUS_TS_SYS_HARDWARE | TP_STATUS_TS_RAW_HARDWARE)
#define SLL_OFF TPACKET_ALIGN(sizeof(struct tpacket3_hdr))

static int differ(struct compare *c, const char *what, uint64_t kernel, uint64_t card)
{
	if (kernel == card)
		return 0;
	snprintf(c->text, sizeof(c->text), "block %llu, packet %llu: %s: kernel %#llx, card %#llx",
		 (unsigned long long)c->block, (unsigned long long)c->packets, what,
		 (unsigned long long)kernel, (unsigned long long)card);
	return 1;
}

static int bytes_differ(struct compare *c, const char *what, const uint8_t *kernel,
			const uint8_t *card, size_t len)
{
	char where[64];
	size_t i;

	for (i = 0; i < len; i++) {
		if (kernel[i] == card[i])
			continue;
		snprintf(where, sizeof(where), "%s, byte %zu", what, i);
		return differ(c, where, kernel[i], card[i]);
	}
	return 0;
}

#define FIELD(what) differ(c, #what, k->what, d->what)

static int headers(struct compare *c, const struct tpacket_block_desc *kernel,
		   const struct tpacket_block_desc *card)
{
	const struct tpacket_hdr_v1 *k = &kernel->hdr.bh1, *d = &card->hdr.bh1;

	return differ(c, "version", kernel->version, card->version) ||
	       differ(c, "offset_to_priv", kernel->offset_to_priv, card->offset_to_priv) ||
	       FIELD(block_status) || FIELD(num_pkts) || FIELD(offset_to_first_pkt) ||
	       FIELD(blk_len) ||
	       differ(c, "seq_num", k->seq_num - c->kernel_seq, d->seq_num - c->card_seq);
}

/* The kernel writes sll_halen bytes of sll_addr and leaves the rest as it was; the card writes zeros. */
static int addresses(struct compare *c, const struct sockaddr_ll *k, const struct sockaddr_ll *d)
{
	static const uint8_t zeros[sizeof(k->sll_addr)];

	if (FIELD(sll_family) || FIELD(sll_protocol) || FIELD(sll_hatype) || FIELD(sll_pkttype) ||
	    FIELD(sll_halen))
		return 1;
	if (k->sll_halen > sizeof(zeros))
		return differ(c, "sll_halen", sizeof(zeros), k->sll_halen);
	return bytes_differ(c, "sll_addr", k->sll_addr, d->sll_addr, k->sll_halen) ||
	       bytes_differ(c, "sll_addr behind sll_halen", zeros, d->sll_addr + d->sll_halen,
			    sizeof(zeros) - d->sll_halen);
}

static int packets(struct compare *c, const struct tpacket3_hdr *k, const struct tpacket3_hdr *d,
		   uint32_t room)
{
	const uint8_t *kb = (const uint8_t *)k, *db = (const uint8_t *)d;
	uint32_t bits = ~(uint32_t)WHOSE_TIME;

	if (FIELD(tp_next_offset) || FIELD(tp_snaplen) || FIELD(tp_len) || FIELD(tp_mac) ||
	    FIELD(tp_net) || FIELD(hv1.tp_vlan_tci) || FIELD(hv1.tp_vlan_tpid) ||
	    FIELD(hv1.tp_padding) ||
	    differ(c, "tp_status", k->tp_status & bits, d->tp_status & bits) ||
	    bytes_differ(c, "tp_padding", k->tp_padding, d->tp_padding, sizeof(k->tp_padding)) ||
	    addresses(c, (const void *)(kb + SLL_OFF), (const void *)(db + SLL_OFF)))
		return 1;
	if (k->tp_mac > room || k->tp_snaplen > room - k->tp_mac)
		return differ(c, "packet ends behind its block", room, k->tp_mac + k->tp_snaplen);
	return bytes_differ(c, "data", kb + k->tp_mac, db + k->tp_mac, k->tp_snaplen);
}

int compare_blocks(struct compare *c, const uint8_t *kernel, const uint8_t *card)
{
	const struct tpacket_block_desc *k = (const void *)kernel;
	uint32_t i, off = k->hdr.bh1.offset_to_first_pkt, num = k->hdr.bh1.num_pkts;

	if (headers(c, k, (const void *)card) ||
	    bytes_differ(c, "private area", kernel + k->offset_to_priv, card + k->offset_to_priv,
			 c->priv))
		return 1;
	for (i = 0; i < num; i++, c->packets++) {
		const struct tpacket3_hdr *packet = (const void *)(kernel + off);

		if (off % 8 || off > c->block_size - SLL_OFF - sizeof(struct sockaddr_ll))
			return differ(c, "packet begins behind its block", c->block_size, off);
		if (packets(c, packet, (const void *)(card + off), c->block_size - off))
			return 1;
		if (!packet->tp_next_offset != (i == num - 1))
			return differ(c, "number of packets in the chain", num, i + 1);
		off += packet->tp_next_offset;
	}
	return 0;
}
