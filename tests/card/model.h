/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * model.h - what the card must write for a frame and a tap, and whether a block is that
 *
 * Written from docs/rtl.md, docs/architecture.md and the kernel's linux/if_packet.h; it shares
 * nothing with the RTL. Lengths in bytes, times in nanoseconds of the card's clock.
 */
#ifndef CARD_MODEL_H
#define CARD_MODEL_H

#include "tests/rtl/rx_model.h"
#include "weir_hw.h"

#define MODEL_FRAMES (1u << 17) /* remembered; a test drains the card before it sends more */

/* A good frame as the card stores it. */
struct model_frame {
	uint64_t id;		/* counts good frames */
	uint64_t start, end;	/* cycles of its first and behind its last beat */
	uint64_t ns;		/* time stamp, before the offset of a tap; seen: as a tap gave it */
	uint32_t frac;		/* and its fraction, 2^-32 ns */
	int seen;
	uint32_t len;		/* behind the lifted tag */
	uint8_t *data;
	uint32_t hash;
	uint16_t tci, tpid, proto;
	uint8_t vlan, ptype;
	uint16_t must, may;	/* taps that surely match it, that possibly do */
	uint32_t keep;		/* bytes that the filter of the tap that is looked at keeps */
};

/*
 * The clock is known but for its fraction when it was set: phase_lo <= phase < phase_hi, in 2^-32 ns,
 * narrowed by each time stamp seen. One that leaves nothing between them is wrong.
 */
struct model {
	struct model_frame *frame; /* id modulo MODEL_FRAMES */
	uint64_t frames;
	int overflows;		/* frames that match may be lost at the port */
	int64_t phase_lo, phase_hi;
};

#define MODEL_JUDGED 400 /* cycles behind its last beat in which a frame has met its filters */
#define MODEL_GENERATIONS 64
#define MODEL_NS 2	/* phase is within so many nanoseconds */

int model_init(struct model *m);
void model_free(struct model *m);
struct model_frame *model_get(struct model *m, uint64_t id);
/* Keeps a frame that was judged; forgets one that is MODEL_FRAMES older. */
struct model_frame *model_add(struct model *m, const struct rx_verdict *v, uint64_t start,
			      uint64_t end);
/* A tap says that the frame came at ns: 0, or -1 when the clock cannot have said so. */
int model_seen(struct model *m, struct model_frame *f, uint64_t ns);

/* The largest offset + length that a packet of the tap may have in a block. */
uint32_t model_room(const struct weir_hw_tap_cfg *cfg);
/* tp_snaplen, and the bytes that the packet takes in the block; *cut: no block could hold all. */
uint32_t model_snap(const struct weir_hw_tap_cfg *cfg, const struct model_frame *f, int *cut);
uint32_t model_total(const struct weir_hw_tap_cfg *cfg, const struct model_frame *f);
/* The packet's bytes, model_total() of them; behind == 0: the last one of its block. */
void model_packet(const struct weir_hw_tap_cfg *cfg, const struct model_frame *f, int behind,
		  uint8_t *out);
uint32_t model_first(const struct weir_hw_tap_cfg *cfg);
/* The time as the tap gives it, and back. */
void model_tap_time(const struct weir_hw_tap_cfg *cfg, uint64_t ns, uint32_t *sec, uint32_t *nsec);
uint64_t model_card_time(const struct weir_hw_tap_cfg *cfg, uint32_t sec, uint32_t nsec);

/* What a tap's filter of a generation says of a frame: 0 reject, 1 keep so many bytes, 2 no verdict: keep. */
typedef int model_verdict(void *ctx, unsigned int tap, uint32_t generation, const struct model_frame *f,
			  uint32_t *keep);

/* How far the checker of one tap has come, since its START. */
struct model_walk {
	const struct weir_hw_tap_cfg *cfg;
	unsigned int tap;
	uint64_t seq;		/* of the next block */
	uint64_t cursor;	/* frames before it have had their fate */
	uint64_t from;		/* the cursor at START */
	uint64_t delivered, clamped, blocks, blocks_tmo, losing;
	uint64_t captured;	/* bytes of frames in packets */
	uint64_t bytes;		/* of packets, their headers and padding included */
	uint64_t lost, lost_maybe; /* frames passed over: surely matched, possibly matched */
	uint64_t lost_start;	/* cycle in which the last of them surely matched began */
	uint64_t clear_cycle;	/* of the last CLEAR_LOSING */
	uint64_t last_ns;	/* time of the block retired last */
	uint32_t last_len;	/* its blk_len; 0: the next frame need not have been too large for it */
	uint32_t num_pkts;	/* of the block checked last */
	/* Filters. Generations count up from 0, which is no filter. */
	model_verdict *verdict;	/* NULL: the tap never had one */
	void *ctx;
	uint32_t gen, latest;	/* frames so far were judged by, one set last */
	uint32_t told;		/* of the last block with a frame */
	uint32_t sure, block;	/* surely in force for frames from sure_from on; of the block at hand */
	uint64_t sure_from;
	uint64_t set_at[MODEL_GENERATIONS]; /* cycles in which the last of them were set */
	uint64_t filtered, filtered_maybe; /* frames rejected: surely, possibly matched */
	uint64_t unsure, unsure_maybe; /* frames without a verdict: in blocks, among those passed over */
	unsigned int early;	/* blocks that a change of the filter may have closed before they were full */
	char error[256];
};

/* Begins behind all frames that were sent. */
void model_walk_start(struct model_walk *w, const struct model *m, unsigned int tap,
		      const struct weir_hw_tap_cfg *cfg);
/* Frames up to the cursor's end count as passed over. */
void model_walk_skip(struct model_walk *w, struct model *m, uint64_t up_to);
/* Counts a retired block and its packets, as its header tells them. 0, or -1 and w->error. */
int model_walk_count(struct model_walk *w, const uint8_t *block);
/*
 * Checks a retired block. guard: what was in it before. open_ns, now_ns: the card's time before which
 * it was not opened, and that of now. 0, or -1 and w->error.
 */
int model_walk_block(struct model_walk *w, struct model *m, const uint8_t *block,
		     const uint8_t *guard, uint64_t open_ns, uint64_t now_ns);

#endif
