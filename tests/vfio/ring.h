/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ring.h - a tap of the card in the machine's memory, and the frames in its blocks
 */
#ifndef TEST_VFIO_RING_H
#define TEST_VFIO_RING_H

#include "client.h"

#define RING_TAP	2U
#define RING_VECTOR	3U
#define RING_BLOCKS	128U	/* more than any test fills: none has to be quick */
#define RING_BLOCK	65536U
#define RING_DESC	UINT64_C(0x200000)	/* guest addresses */
#define RING_COMPL	UINT64_C(0x300000)
#define RING_AT		(RAM_HIGH + 0x100000)	/* the first block */

/* Frames of a savefile, in its order; one pass after the other. */
struct frames {
	unsigned int nr;
	struct { uint32_t len; uint8_t *data; } frame[512];
};
void frames_load(struct frames *f, const char *path);
void frames_free(struct frames *f);

struct ring {
	unsigned int next;		/* block */
	uint64_t seq;
	uint64_t seen;			/* frames, compared with what was played */
	struct weir_hw_tap_cfg cfg;
};

/* Descriptors, completions and the tap's registers; then the tap runs, its interrupt is unmasked, and the
 * card receives. */
void ring_start(struct ring *r, struct client *c);
/* The same with interrupts at least so far apart. */
void ring_start_moderated(struct ring *r, struct client *c, uint32_t interval_us);
/* Takes what blocks there are and gives them back: each frame must be the one that comes next. How many. */
unsigned int ring_take(struct ring *r, struct client *c, const struct frames *f);
/* Until so many frames were seen, waiting for interrupts. */
void ring_wait(struct ring *r, struct client *c, const struct frames *f, uint64_t frames);

#endif
