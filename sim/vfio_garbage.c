// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_garbage.c - a card whose blocks contradict themselves, for those that read them
 *
 * At the bus only one write hands a block over: four bytes, 8 behind the start of a page, with
 * TP_STATUS_USER in them. A header begins no burst there that is so short, and the end of a tp_next_offset
 * is patched to 0.
 */
#include "vfio_garbage.h"

#include <errno.h>
#include <linux/if_packet.h>
#include <string.h>

#include "rng.h"

#define PAGE		4096U
#define HEADER		48U	/* bytes of either */
#define STATUS_AT	8U
#define BITS_MAX	3U
#define BLOCK_MAX	(1024 * PAGE)

_Static_assert(sizeof(struct tpacket_block_desc) == HEADER && sizeof(struct tpacket3_hdr) == HEADER,
	       "headers of 48 bytes");

static uint32_t below(struct weir_vfio_garbage *g, uint32_t n)
{
	return weir_rng(&g->rng) % n;
}

void weir_vfio_garbage_init(struct weir_vfio_garbage *g, unsigned int one_in, uint64_t seed)
{
	memset(g, 0, sizeof(*g));
	g->one_in = one_in;
	g->rng = (seed + 1) * UINT64_C(0x9e3779b97f4a7c15) | 1;
}

/* Where a header of the block is, at random: 0 for its own, else a packet's. The card wrote the offsets, but
 * they are read from memory that others write: -EBADMSG for what no card writes. */
static int choose(struct weir_vfio_garbage *g, struct weir_vfio_mem *mem, uint64_t block, uint32_t *at)
{
	struct tpacket_block_desc d;
	struct tpacket3_hdr h;
	uint32_t n;
	int ret;

	*at = 0;
	ret = weir_vfio_mem_dma_read(mem, block, &d, sizeof(d));
	if (ret)
		return ret;
	if (d.hdr.bh1.num_pkts > BLOCK_MAX / HEADER)
		return -EBADMSG;
	n = below(g, d.hdr.bh1.num_pkts + 1);
	if (!n)
		return 0;
	h.tp_next_offset = d.hdr.bh1.offset_to_first_pkt;
	for (;;) {
		if (h.tp_next_offset < HEADER || h.tp_next_offset > BLOCK_MAX - *at)
			return -EBADMSG;
		*at += h.tp_next_offset;
		if (!--n)
			return 0;
		ret = weir_vfio_mem_dma_read(mem, block + *at, &h, sizeof(h));
		if (ret)
			return ret;
	}
}

static void spoil(struct weir_vfio_garbage *g, struct weir_vfio_mem *mem, uint64_t block)
{
	uint8_t header[HEADER];
	uint32_t at, n;

	if (choose(g, mem, block, &at) || weir_vfio_mem_dma_read(mem, block + at, header, HEADER))
		return;
	if (!at)
		memcpy(header + STATUS_AT, g->status, sizeof(g->status));
	for (n = 1 + below(g, BITS_MAX); n; n--) {
		uint32_t bit = below(g, HEADER * 8);

		header[bit / 8] ^= (uint8_t)(1U << bit % 8);
	}
	if (!at) {
		memcpy(g->status, header + STATUS_AT, sizeof(g->status));
		/* Handed over with the rest, and no sooner. */
		memset(header + STATUS_AT, 0, sizeof(g->status));
	}
	if (!weir_vfio_mem_dma_write(mem, block + at, header, NULL, HEADER))
		g->blocks++;
}

const void *weir_vfio_garbage_write(struct weir_vfio_garbage *g, struct weir_vfio_mem *mem, uint64_t addr,
				    const void *data, const uint8_t *strb, size_t len)
{
	if (!g->one_in || strb || len != sizeof(g->status) || addr % PAGE != STATUS_AT)
		return data;
	memcpy(g->status, data, sizeof(g->status));
	if (!(g->status[0] & TP_STATUS_USER) || below(g, g->one_in))
		return data;
	spoil(g, mem, addr - STATUS_AT);
	return g->status;
}
