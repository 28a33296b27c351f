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

#define WEIR_RING_BLOCKS_MIN	8u
#define WEIR_RING_BLOCKS_MAX	1024u
#define WEIR_RING_BYTES_MAX	(1024u * 1024u)	/* of a block */

/* Blocks, and the table that names them to the card. */
struct weir_ring {
	u32 blocks, block_bytes;
	void **block;
	dma_addr_t *block_dma;
	void *table;
	size_t table_bytes;
	dma_addr_t table_dma;
};

struct weir_tap {
	struct weir_card *card;
	u32 index;		/* in the card */
	struct weir_hw_tap_cfg cfg;

	struct weir_ring ring;

	u32 next;		/* the block that is read next */
	u64 seq;		/* its number */
	bool open;		/* walk stands in it */
	struct weir_walk walk;
	u32 bad;		/* blocks in a row */
	const char *fault;	/* why nothing can be read any more, or NULL */

	/* Since probe. */
	u64 garbage_blocks, garbage_frames, idle_polls, faults;
};

/* weir_ring.c: of blocks of block_bytes, a multiple of 4 KiB. 0 or -ENOMEM, and then the ring is empty. */
int weir_ring_alloc(struct weir_card *card, struct weir_ring *ring, u32 blocks, u32 block_bytes);
/* Also an empty one. */
void weir_ring_free(struct weir_card *card, struct weir_ring *ring);

/* From the first block of tap->ring on, with tap->cfg but for its ring. Reasons are logged. */
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
/* Of a tap that is stopped: gives what is left of a block to take(), as distrustful as ever, but clears
 * tap->fault before. False: no block is handed over any more. */
bool weir_tap_drain(struct weir_tap *tap, weir_tap_take *take, void *arg);

#endif
