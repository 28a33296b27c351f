/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * vfio_garbage.h - a card whose blocks contradict themselves, for those that read them
 */
#ifndef WEIR_VFIO_GARBAGE_H
#define WEIR_VFIO_GARBAGE_H

#include "vfio_mem.h"

struct weir_vfio_garbage {
	unsigned int one_in;	/* so many blocks that are handed over; 0: none */
	uint64_t rng;
	uint64_t blocks;	/* that were spoilt */
	uint8_t status[4];
};

void weir_vfio_garbage_init(struct weir_vfio_garbage *g, unsigned int one_in, uint64_t seed);

/*
 * Called with each DMA write before it is done. One that hands a block over, the status word alone, has 1
 * to 3 bits flipped in a header of the block, which is in memory by then: in the block's, which the status
 * word is part of, or in that of one packet. Frames stay as they are. Returns the data to be written: that
 * of the call, or a status word with other bits that is good until the next call.
 */
const void *weir_vfio_garbage_write(struct weir_vfio_garbage *g, struct weir_vfio_mem *mem, uint64_t addr,
				    const void *data, const uint8_t *strb, size_t len);

#endif
