/* SPDX-License-Identifier: BSD-3-Clause */
/* gen.h - frames for the card at the spacing of 10 Gb/s Ethernet, or wider */
#ifndef CARD_GEN_H
#define CARD_GEN_H

#include "bench.h"

struct gen {
	uint64_t left;			/* frames still to come */
	uint64_t until;			/* no frame begins at or after this cycle */
	uint32_t min, max;		/* lengths without FCS */
	uint64_t eighths;		/* where the next frame begins, in byte times of the line */
	uint32_t gap_permille;		/* chance of a pause behind a frame */
	uint32_t gap_max;		/* its length in cycles */
	uint32_t bad_permille;		/* flagged frames */
	int random;			/* tags, addresses, protocols; else untagged to any address */
	int mix;			/* lengths: mostly short or full */
	int close;			/* closer than Ethernet allows, now and then */
	uint32_t rare;			/* not 0: one in so many is IPv4, as a mean */
	uint64_t next_rare;
	uint64_t rng;
	uint64_t made;
	struct rx_frame frame;
};

/* Makes it the bench's source; the first frame begins `delay` cycles from now. */
void gen_start(struct gen *g, struct bench *b, uint64_t delay);
/* Frames of one length, as many as that, from `delay` cycles on, back to back. */
void gen_line(struct gen *g, struct bench *b, uint32_t len, uint64_t frames, uint64_t delay);
/* Until the source is empty and all is in memory. */
void gen_finish(struct gen *g, struct bench *b);

#endif
