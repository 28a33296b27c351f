/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hostmem.h - the memory that a driver has handed to the card, and nothing else
 *
 * Every DMA must lie inside one handed-over range and do what the range allows. One that does not
 * ends the run: the address, what the card wanted, the nearest range by name (a driver names it
 * after the tap) and, from weir_dev_stop(), the cycle. Or, when asked so, it gets an AXI error and
 * is counted. The card never sees a pointer: an address is what the driver chose for the range.
 *
 * One thread at a time, that of the device. Words of 4 and 8 bytes that lie on their own multiple
 * are read and written whole, a lone one in acquire and release order, so that another thread may
 * poll or clear a status word meanwhile.
 */
#ifndef WEIR_HOSTMEM_H
#define WEIR_HOSTMEM_H

#include "device.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WEIR_HOSTMEM_READ	1U	/* the card may read it */
#define WEIR_HOSTMEM_WRITE	2U	/* the card may write it */
#define WEIR_HOSTMEM_STATUS	4U	/* the card may read its bytes 8 to 15: a block's status */

#define WEIR_HOSTMEM_BLOCK	(WEIR_HOSTMEM_WRITE | WEIR_HOSTMEM_STATUS)

struct weir_hostmem;

/* answer = 0: a wrong DMA ends the run. 1: it gets an error response and is counted.
 * NULL when memory is short. */
struct weir_hostmem *weir_hostmem_create(int answer);
void weir_hostmem_destroy(struct weir_hostmem *mem);
/* The device that a wrong DMA stops; NULL before weir_dev_destroy(). */
void weir_hostmem_attach(struct weir_hostmem *mem, struct weir_dev *dev);

/* 0; -EINVAL for no length, no or unknown flags or an end beyond 2^64; -EEXIST when it overlaps a
 * range; -ENOMEM. `label` is copied (31 characters) and names the range, like "tap 3 block 17". */
int weir_hostmem_add(struct weir_hostmem *mem, uint64_t addr, void *ptr, size_t len,
		     unsigned int flags, const char *label);
/* Takes back the range that begins at addr; -ENOENT when there is none. */
int weir_hostmem_remove(struct weir_hostmem *mem, uint64_t addr);

/* For struct weir_dev_host, with ctx = the struct weir_hostmem. 0 or -EFAULT. */
int weir_hostmem_dma_read(void *ctx, uint64_t addr, void *data, size_t len);
int weir_hostmem_dma_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb,
			   size_t len);
/* Likewise: a block is a range of WEIR_HOSTMEM_STATUS. */
int weir_hostmem_block(void *ctx, uint64_t addr, uint64_t *first, uint64_t *last);

/* How many DMA were wrong, and what the last one did (NULL: none yet). */
uint64_t weir_hostmem_refused(const struct weir_hostmem *mem);
const char *weir_hostmem_error(const struct weir_hostmem *mem);

#ifdef __cplusplus
}
#endif
#endif
