/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * weir_tap.h - a tap whose blocks belong to the kernel
 *
 * Memory and state belong to one user: weir_tap_poll() by its NAPI alone, the rest while that is disabled.
 */
#ifndef WEIR_TAP_H
#define WEIR_TAP_H

#include "weir.h"
#include "weir_walk.h"

#define WEIR_TAP_BLOCKS_MIN	8u
#define WEIR_TAP_BLOCKS_MAX	1024u

struct weir_tap {
	struct weir_card *card;
	u32 index;		/* in the card */
	struct weir_hw_tap_cfg cfg;

	u32 blocks, block_bytes;
	void **block;
	dma_addr_t *block_dma;
	void *table;
	size_t table_bytes;
	dma_addr_t table_dma;

	u32 next;		/* the block that is read next */
	u64 seq;		/* its number */
	bool open;		/* walk stands in it */
	struct weir_walk walk;
	u32 bad, good;		/* blocks in a row */
	const char *fault;	/* why nothing can be read any more, or NULL */

	/* Since probe. */
	u64 garbage_blocks, garbage_frames, idle_polls, faults;
};

/* Blocks of block_bytes, a multiple of 4 KiB; less when the kernel has no such pieces, never below 16 KiB. */
int weir_tap_alloc(struct weir_tap *tap, u32 blocks, u32 block_bytes);
void weir_tap_free(struct weir_tap *tap);

/* From the first block on, with tap->cfg but for its ring. Reasons are logged. */
int weir_tap_start(struct weir_tap *tap);
/* DISABLED afterwards, or the card is off the bus; the blocks handed over by then can still be polled. */
int weir_tap_stop(struct weir_tap *tap);
/* Does the card say so? For any user; what it means is for weir_tap_poll(). */
bool weir_tap_faulted(struct weir_tap *tap);
/* Lets it interrupt, once. */
void weir_tap_irq_on(struct weir_tap *tap);

/*
 * Gives up to budget frames to take(). Returns how many; a block that contradicts itself counts as one. With
 * less than budget there is no more for now, or tap->fault says why there never will be.
 */
typedef void weir_tap_take(void *arg, const struct weir_walk_frame *f);
int weir_tap_poll(struct weir_tap *tap, int budget, weir_tap_take *take, void *arg);

#endif
