/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * card.h - the simulated card with memory and one ring a tap, for tests that stand right on device.h
 *
 * Every function ends the test with a line when the card has a fault. Addresses that the card sees
 * name the tap: (tap + 1) << 40.
 */
#ifndef TEST_CARD_H
#define TEST_CARD_H

#include "device.h"
#include "hostmem.h"
#include "weir_regs.h"

#define CARD_TAPS	16
#define CARD_PAGE	4096u

struct card_ring {
	unsigned int nr;
	uint32_t size;			/* of a block, bytes */
	uint8_t *block;			/* all of them, one after the other */
	uint64_t *desc;
};

struct card {
	struct weir_dev *dev;
	struct weir_hostmem *mem;
	unsigned int irqs[256];		/* by vector */
	uint8_t *compl;			/* the completion table */
	struct card_ring ring[CARD_TAPS];
};

/* A tap's configuration; 0 where not said otherwise. */
struct card_tap {
	unsigned int blocks;
	uint32_t block_size;		/* bytes, a multiple of CARD_PAGE */
	uint32_t priv, mac, net;	/* mac 0: 82, net 0: mac + 14 */
	uint32_t snaplen;		/* 0: 262,143 */
	uint32_t retire_us;
	uint32_t protocol;		/* 0: 3, all */
	uint32_t match_bits;		/* more of TAP.MATCH */
	uint32_t accept;		/* TAP.ACCEPT; 0: all frames */
	uint32_t irq;			/* TAP.IRQ */
	uint32_t status_bits;
	uint32_t ifindex;
};

void card_open(struct card *c, const struct weir_dev_opts *opts);
void card_close(struct card *c);
uint32_t card_read(struct card *c, uint32_t addr);
void card_write(struct card *c, uint32_t addr, uint32_t value);
/* Clocks it exactly so far, whatever interrupts come. */
void card_step(struct card *c, uint64_t cycles);
/* Clocks until it is idle and the port has taken all; fails after 1,000,000 cycles. */
void card_settle(struct card *c);

/* Memory for the ring, descriptors and the tap's registers, its interrupt unmasked; not started. */
void card_tap_setup(struct card *c, unsigned int tap, const struct card_tap *cfg);
/* START or STOP and what TAP.STATE says then; a tap that runs then matches. */
uint32_t card_tap_start(struct card *c, unsigned int tap);
uint32_t card_tap_stop(struct card *c, unsigned int tap);
/* Takes the memory back; the tap must be disabled. */
void card_tap_free(struct card *c, unsigned int tap);
uint8_t *card_block(struct card *c, unsigned int tap, unsigned int index);

/* Hands the frame to the port, clocking until that takes it. */
void card_frame(struct card *c, const struct weir_dev_frame *f);
/* Takes a snapshot; then a counter of the register map, like WEIR_TAP_COUNTERS_MATCHED(3). */
void card_snapshot(struct card *c);
uint64_t card_counter(struct card *c, uint32_t addr);

#endif
