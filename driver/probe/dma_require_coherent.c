// SPDX-License-Identifier: GPL-2.0-only
/* A mapping can be asked not to be one of other pages than those given. */
#include <linux/dma-mapping.h>

unsigned long weir_probe(void);

unsigned long weir_probe(void)
{
	return DMA_ATTR_REQUIRE_COHERENT;
}
