// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_fed_map.c - the pages of a ring, as a card is given them
 *
 * The application reads a block while the card writes the next one, and nobody tells the kernel: so a
 * mapping that has to be synchronized, or that is of other pages than these (swiotlb), is of no use.
 */
#include <linux/dma-map-ops.h>
#include <linux/dma-mapping.h>
#include <linux/iommu.h>

#include "weir_fed.h"

#ifdef WEIR_HAVE_DMA_REQUIRE_COHERENT
#define MAP_ATTRS DMA_ATTR_REQUIRE_COHERENT
#else
#define MAP_ATTRS 0
#endif

static bool translated(struct device *dev)
{
	struct iommu_domain *domain = iommu_get_domain_for_dev(dev);

	return domain && domain->type != IOMMU_DOMAIN_IDENTITY;
}

/*
 * Linux 6.1 says of every mapping behind an IOMMU that it needs to be synchronized. There only devices that
 * are not trusted get other pages.
 */
static bool bounced(struct device *dev, dma_addr_t dma)
{
	if (translated(dev))
		return !dev_is_dma_coherent(dev) || to_pci_dev(dev)->untrusted;
	return dma_need_sync(dev, dma);
}

int weir_fed_map(struct weir_fed_map *map, struct device *dev, const struct weir_rxring *r)
{
	dma_addr_t dma;
	int ret;

	map->dev = dev;
	map->block_bytes = r->block_bytes;
	map->table_bytes = ALIGN(weir_hw_desc_bytes(r->block_nr), WEIR_HW_PAGE);
	map->block = kvcalloc(r->block_nr, sizeof(*map->block), GFP_KERNEL_ACCOUNT);
	map->table = dma_alloc_coherent(dev, map->table_bytes, &map->table_dma, GFP_KERNEL | __GFP_NOWARN);
	ret = -ENOMEM;
	if (!map->block || !map->table)
		goto undo;
	for (; map->blocks < r->block_nr; map->blocks++) {
		dma = dma_map_page_attrs(dev, r->blocks[map->blocks].page, 0, map->block_bytes,
					 DMA_BIDIRECTIONAL, MAP_ATTRS);
		ret = -EIO;
		if (dma_mapping_error(dev, dma))
			goto undo;
		map->block[map->blocks] = dma;
		if (bounced(dev, dma) ||
		    weir_hw_desc_write(map->table, map->blocks, dma, map->block_bytes / WEIR_HW_PAGE)) {
			map->blocks++;
			goto undo;
		}
		cond_resched();
	}
	return 0;
undo:
	weir_fed_unmap(map);
	return ret;
}

void weir_fed_unmap(struct weir_fed_map *map)
{
	/* With no copy of them there is nothing to bring back, and the application has them in use. */
	while (map->blocks)
		dma_unmap_page_attrs(map->dev, map->block[--map->blocks], map->block_bytes,
				     DMA_BIDIRECTIONAL, MAP_ATTRS | DMA_ATTR_SKIP_CPU_SYNC);
	if (map->table)
		dma_free_coherent(map->dev, map->table_bytes, map->table, map->table_dma);
	kvfree(map->block);
	memset(map, 0, sizeof(*map));
}
