/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * vfio_mem.h - a guest's memory, as its virtual machine maps it for the card
 *
 * Up to WEIR_VFIO_MAPS_MAX ranges of whole pages. Those that came with a descriptor are mapped here and can
 * be reached by DMA; the others (ROM) are known and cannot. A DMA outside, or against what the range
 * allows, is an AXI error: counted, told, never more. So is one to memory whose file has become too
 * short for it (SIGBUS). The memory belongs to somebody else who writes it meanwhile.
 */
#ifndef WEIR_VFIO_MEM_H
#define WEIR_VFIO_MEM_H

#include <stddef.h>
#include <stdint.h>

struct weir_vfio_mem;

/* NULL when memory is short. One at a time in a process: SIGBUS has one handler. */
struct weir_vfio_mem *weir_vfio_mem_create(void);
void weir_vfio_mem_destroy(struct weir_vfio_mem *mem);

/*
 * flags: WEIR_VFIO_DMA_*; fd: -1 for none, stays the caller's. addr, size and offset are whole pages with
 * ends below 2^64 and 2^63. 0; -EEXIST when it overlaps a range; -ENOSPC: too many; -EINVAL: no file of
 * memory, or one that ends before the range does; -ENOMEM, or what fstat() and mmap() say.
 */
int weir_vfio_mem_map(struct weir_vfio_mem *mem, uint64_t addr, uint64_t size, uint32_t flags, int fd,
		      uint64_t offset);
/* Takes back what of [addr, addr + size) is mapped; a range that reaches beyond is split. Nothing there is no
 * error, as with Linux: behind an IOMMU, clients clear all of an address space. The caller sees to it that
 * no DMA is under way. 0, or -ENOSPC or -ENOMEM for one range more. */
int weir_vfio_mem_unmap(struct weir_vfio_mem *mem, uint64_t addr, uint64_t size);
void weir_vfio_mem_unmap_all(struct weir_vfio_mem *mem);
size_t weir_vfio_mem_ranges(const struct weir_vfio_mem *mem);

/* While off every DMA is refused: the function may not be bus master. On from the start. */
void weir_vfio_mem_master(struct weir_vfio_mem *mem, int on);

/* For struct weir_dev_host, ctx being the struct weir_vfio_mem. 0 or -EFAULT. */
int weir_vfio_mem_dma_read(void *ctx, uint64_t addr, void *data, size_t len);
int weir_vfio_mem_dma_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb, size_t len);

/* How many DMA were refused, and what the last one was (NULL: none yet). */
uint64_t weir_vfio_mem_refused(const struct weir_vfio_mem *mem);
const char *weir_vfio_mem_error(const struct weir_vfio_mem *mem);

#endif
