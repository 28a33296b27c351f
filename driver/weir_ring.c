// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_ring.c - memory of a tap's blocks
 *
 * It is coherent: card and driver pass blocks to and fro by a word in them, which mappings that have to be
 * synchronized for either side would make a race of.
 */
#include <linux/dma-mapping.h>
#include <linux/slab.h>

#include "weir_tap.h"

/* A failure is told by whoever wanted them; nobody is killed for memory that a capture would like to have. */
#define GFP_BLOCKS	(GFP_KERNEL | __GFP_NOWARN | __GFP_RETRY_MAYFAIL)

static int alloc_blocks(struct device *dev, struct weir_ring *ring, u32 blocks)
{
	for (; ring->blocks < blocks; ring->blocks++) {
		u32 n = ring->blocks;

		ring->block[n] = dma_alloc_coherent(dev, ring->block_bytes, &ring->block_dma[n], GFP_BLOCKS);
		if (!ring->block[n])
			return -ENOMEM;
	}
	return 0;
}

int weir_ring_alloc(struct weir_card *card, struct weir_ring *ring, u32 blocks, u32 block_bytes)
{
	struct device *dev = &card->pdev->dev;
	int ret = -ENOMEM;

	memset(ring, 0, sizeof(*ring));
	ring->block_bytes = block_bytes;
	ring->table_bytes = ALIGN(weir_hw_desc_bytes(blocks), WEIR_HW_PAGE);
	ring->block = kvcalloc(blocks, sizeof(*ring->block), GFP_KERNEL);
	ring->block_dma = kvcalloc(blocks, sizeof(*ring->block_dma), GFP_KERNEL);
	ring->table = dma_alloc_coherent(dev, ring->table_bytes, &ring->table_dma, GFP_KERNEL);
	if (ring->block && ring->block_dma && ring->table)
		ret = alloc_blocks(dev, ring, blocks);
	if (ret)
		weir_ring_free(card, ring);
	return ret;
}

void weir_ring_free(struct weir_card *card, struct weir_ring *ring)
{
	struct device *dev = &card->pdev->dev;
	u32 n = ring->blocks;

	while (n--)
		dma_free_coherent(dev, ring->block_bytes, ring->block[n], ring->block_dma[n]);
	if (ring->table)
		dma_free_coherent(dev, ring->table_bytes, ring->table, ring->table_dma);
	kvfree(ring->block_dma);
	kvfree(ring->block);
	memset(ring, 0, sizeof(*ring));
}
