/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bench.h - the simulated card, frames on their way into it, and an application that reads blocks
 *
 * Traffic and applications go on during register accesses: whatever lets cycles pass feeds the port
 * and looks at the rings. Every wait is bounded. What is wrong ends the program with a line that
 * holds the seed, the cycle, what was expected and what was seen.
 */
#ifndef CARD_BENCH_H
#define CARD_BENCH_H

#include "device.h"
#include "hostmem.h"
#include "model.h"
#include "weir_hw.h"

#define BENCH_TAPS 16
#define BENCH_COMPL_ADDR UINT64_C(0x6000000000)
#define BENCH_CYCLES_PER_US 156.25
#define BENCH_TAP_COMMIT 400	/* cycles after its last beat in which a frame has been judged */

/* The next frame for the port; start is a cycle, the past means at once. */
struct bench_frame {
	const uint8_t *data;
	uint32_t len;
	int bad;
	uint64_t start;
};

struct bench_block {
	uint8_t *mem;
	int held;		/* the application has it */
	uint64_t since;		/* cycle in which that became so, or ceased */
	uint64_t release;	/* cycle in which bench gives it back; UINT64_MAX: never by itself */
};

/* A tap and its ring, as driver and application hold them. */
struct bench_tap {
	struct weir_hw_tap_cfg cfg;
	struct model_walk walk;
	int on;			/* the ring is handed over */
	int live;		/* running, as far as the driver knows */
	uint64_t sure_from;	/* a frame that begins at or after it is surely judged by cfg */
	uint32_t next;		/* block that is retired next */
	uint32_t held;		/* blocks that the application has */
	struct bench_block *block;
	uint8_t *mem;		/* of all blocks */
	uint64_t *desc;
	uint64_t hold_min, hold_max; /* cycles that the application keeps a block; UINT64_MAX: for good */
	unsigned int faults;	/* that may have interrupted */
	int loose;		/* may fault at any time: nothing is sure */
	int blind;		/* what its filter does is not known: packets are counted, not looked at */
	int spoil;		/* one of its descriptors is made invalid */
	unsigned int life;	/* lives begun; each has addresses of its own */
	u64 base[WEIR_TAP_COUNTER_NUM]; /* counters at START */
	/* interrupts */
	uint64_t completions;	/* completion records written */
	uint64_t irqs, irq_cycle, irq_completions;
	int irq_first;		/* the next one is the first with this interval */
	struct weir_hw_completion last; /* record written last */
	uint32_t generation[256];	/* of the last blocks retired, by their number since START */
	int masked;		/* by ONESHOT or bench_mask() */
};

struct bench {
	const char *name;
	uint64_t seed, rng;
	struct weir_dev *dev;
	struct weir_hostmem *mem;
	struct weir_hw hw;
	struct rx_cfg rx;		/* how frames are judged; .run is not looked at */
	struct model model;
	struct bench_tap tap[BENCH_TAPS];
	uint8_t *compl;
	uint64_t known;			/* cycles after START until a first block's status is read */
	int errors;			/* the host answers with errors: every tap is loose */
	/* source of frames; NULL or 0: none now */
	int (*next)(void *ctx, struct bench *b, struct bench_frame *out);
	void *ctx;
	int waiting;			/* a frame waits for the port */
	struct bench_frame ready;
	uint64_t prev_end;		/* cycle behind the last frame's last beat */
	int late;			/* frames handed over after their start count here */
	/* the card's time: at cycle time_cycle it was time_ns */
	uint64_t time_cycle, time_ns, inc;
	/* frames and bytes that went in */
	uint64_t sent, bytes, bad, runt, longer;
	uint64_t refused;		/* register writes that the card was to refuse */
	uint64_t taken_cycle;		/* when the rings were last looked at */
	uint64_t card_irqs, snapshots;
	u64 port[WEIR_PORT_COUNTER_NUM]; /* of the last snapshot */
	u64 count[BENCH_TAPS][WEIR_TAP_COUNTER_NUM];
};

void bench_fail(struct bench *b, const char *fmt, ...)
	__attribute__((noreturn, format(printf, 2, 3)));
/* opts may be NULL. The card's clock is set, all taps are disabled, ports take frames. */
void bench_open(struct bench *b, const char *name, uint64_t seed, struct weir_dev_opts *opts);
/* Drains the card and compares what went in with the port's counters. */
void bench_close(struct bench *b);

uint64_t bench_cycle(const struct bench *b);
/* The card's time at a cycle, in nanoseconds. */
uint64_t bench_ns(const struct bench *b, uint64_t cycle);
uint32_t bench_pick(struct bench *b, uint32_t n);	/* 0 to n - 1 */
int bench_one_in(struct bench *b, uint32_t n);
/* Hands frames to the port and looks at the rings, without letting time pass. */
void bench_serve(struct bench *b);
void bench_step(struct bench *b, uint64_t cycles);
/* Steps until cond(ctx) or fails with `what` after so many cycles. */
void bench_until(struct bench *b, int (*cond)(struct bench *b), uint64_t cycles, const char *what);
int bench_idle(struct bench *b);	/* nothing under way but what waits for applications */
/* No more frames, and all is in memory; not while a tap reads the status of a taken block. */
void bench_drain(struct bench *b);

/* ---- ring.c ---- */

/* What blocks hold while the card has them; block_status without USER. */
const uint8_t *bench_guard(void);
/* Memory for the tap's ring, handed over; cfg.ring is filled in. */
void bench_ring_make(struct bench *b, unsigned int t);
/* Takes it back: from now on the card must not touch it. */
void bench_ring_drop(struct bench *b, unsigned int t);
/* Checks blocks that were retired, gives back those whose time has come. */
void bench_ring_serve(struct bench *b, unsigned int t);
void bench_release(struct bench *b, unsigned int t, uint32_t index);

/* ---- taps.c ---- */

/* A configuration that takes all frames into 8 blocks of 64 pages. */
struct weir_hw_tap_cfg bench_tap_all(unsigned int t);
/* Ring, configuration, START; waits until frames are surely matched. */
void bench_tap_start(struct bench *b, unsigned int t, const struct weir_hw_tap_cfg *cfg);
/* STOP, then the life's sums are compared with the counters, and the ring is taken back. */
void bench_tap_stop(struct bench *b, unsigned int t);
/* The same for a tap that is DISABLED by other means. */
void bench_tap_ended(struct bench *b, unsigned int t);
/* ACCEPT and its meaning. */
void bench_accept(struct bench *b, unsigned int t, bool promisc, bool allmulti, uint32_t types);
/* Another filter, of the generation behind the one before; UINT32_MAX: none. Then: until it is in force. */
void bench_filter(struct bench *b, unsigned int t, uint32_t program);
void bench_filter_wait(struct bench *b, unsigned int t);
void bench_mask(struct bench *b, unsigned int t);
void bench_unmask(struct bench *b, unsigned int t);
/* All unmasked: each block retired has been followed by an interrupt. Frames must have ended. */
void bench_check_irqs(struct bench *b);
/* Frames on their way and for some cycles more may be judged by the old or the new setting. */
void bench_unsure(struct bench *b, unsigned int t);

/* ---- sums.c ---- */

/* A snapshot; all counters are read, the identities checked and that nothing fell but gauges. */
void bench_snapshot(struct bench *b);
/* The same, of some taps (bits), in 32 bits, and without the counters of no identity: quicker. */
void bench_snapshot_quick(struct bench *b, uint32_t taps);
/* The same of one tap, all of it. */
void bench_snapshot_tap(struct bench *b, unsigned int t);
/* Of a life that is over, against the blocks and frames seen. */
void bench_check_life(struct bench *b, unsigned int t);
/* Of the port, when nothing is on its way. */
void bench_check_port(struct bench *b);
u64 bench_count(const struct bench *b, unsigned int t, unsigned int counter); /* since START */

#endif
