/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * axi.h - the host's end of the card's AXI4 master: memory with latencies, stalls and errors
 *
 * One ID, in-order responses, INCR bursts (AMBA AXI4, IHI 0022H, A3 and A5). Per cycle:
 * weir_axi_drive() gives the slave's outputs, the card settles, weir_axi_sample() takes what the
 * next clock edge transfers and checks the card's side of the protocol. The first rule broken is
 * told in `fault`; nothing is transferred after it.
 */
#ifndef WEIR_AXI_H
#define WEIR_AXI_H

#include "device.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WEIR_AXI_BUS_MAX	64	/* bytes of the widest data bus */
#define WEIR_AXI_PAGE		4096	/* no burst crosses a multiple of it (A3.4.1) */
#define WEIR_AXI_DEPTH		64	/* bursts open each way; a power of two */
#define WEIR_AXI_STALL_MAX	10000	/* cycles that the card may keep the slave waiting */

#define WEIR_AXI_OKAY	0
#define WEIR_AXI_SLVERR	2

/* What the card drives. */
struct weir_axi_in {
	uint64_t awaddr, araddr;
	const void *wdata;
	uint64_t wstrb;
	uint8_t awlen, awsize, awburst, awvalid;
	uint8_t arlen, arsize, arburst, arvalid;
	uint8_t wlast, wvalid, bready, rready;
};

/* What the slave drives. */
struct weir_axi_out {
	uint8_t awready, wready, arready;
	uint8_t bvalid, bresp;
	uint8_t rvalid, rresp, rlast;
	uint8_t rdata[WEIR_AXI_BUS_MAX];
};

struct weir_axi_addr {
	uint64_t addr;
	uint8_t len, size, burst;
};

/* Of a write that covers a block's status word: what was not yet answered when it was offered. */
struct weir_axi_order {
	uint64_t status;		/* its address */
	uint64_t before;		/* address of an open write to the same block */
	int early;			/* there is one */
};

struct weir_axi_write {
	struct weir_axi_addr a;
	struct weir_axi_order order;
	uint64_t due;			/* cycle of the response, at the earliest */
	unsigned int beats;
	uint64_t strb[WEIR_AXI_PAGE / 64];	/* a bit a byte of data */
	uint8_t data[WEIR_AXI_PAGE];	/* from a.addr rounded down to the bus width */
};

struct weir_axi_read {
	struct weir_axi_addr a;
	uint64_t due;
};

struct weir_axi {
	const struct weir_dev_host *host;
	struct weir_dev_stats *stats;
	unsigned int bus;		/* bytes of the data bus */
	unsigned int max_payload;	/* bytes of a write burst, most */
	unsigned int read_latency, write_latency, stall_permille, error_ppm;
	uint64_t rng;

	/* What a reset ends, from here on. Free-running: addresses taken, bursts whose data came, responses
	 * taken. */
	unsigned int aw_n, w_n, b_n;
	unsigned int w_beat;		/* taken of the burst w_n */
	struct weir_axi_write w[WEIR_AXI_DEPTH];
	unsigned int ar_n, r_n;
	struct weir_axi_read r[WEIR_AXI_DEPTH];
	unsigned int r_beat;
	uint8_t r_data[WEIR_AXI_PAGE];
	struct weir_axi_out out;
	uint64_t b_since, r_since, w_since;	/* since when the slave waits for the card */

	/* What was offered and not taken, and must stand. */
	struct weir_axi_addr aw_held, ar_held;
	struct weir_axi_order offered;		/* with aw_held */
	int aw_stalled, ar_stalled, w_stalled, w_last_held;
	uint64_t w_strb_held;
	uint8_t w_data_held[WEIR_AXI_BUS_MAX];

	char fault[256];
};

/* `opts` may be NULL; `bus` is 8 to WEIR_AXI_BUS_MAX. `host` and `stats` must outlive the slave. */
void weir_axi_init(struct weir_axi *axi, const struct weir_dev_host *host,
		   const struct weir_dev_opts *opts, unsigned int bus,
		   struct weir_dev_stats *stats);
/* The bus as its reset leaves it: nothing is under way. The random numbers go on. */
void weir_axi_reset(struct weir_axi *axi);
const struct weir_axi_out *weir_axi_drive(struct weir_axi *axi, uint64_t cycle);
/* 0, or -EPROTO when the card broke a rule: see axi->fault. */
int weir_axi_sample(struct weir_axi *axi, const struct weir_axi_in *in, uint64_t cycle);
/* 1 while a burst is unanswered or an address, data or response is under way. */
int weir_axi_open(const struct weir_axi *axi);

/* axi_order.c. A write up to `end` is offered for the first time, while the oldest one is being answered
 * or not; and, its data in `w`, whether it hands a block over too early. */
void weir_axi_order_offer(struct weir_axi *axi, const struct weir_axi_addr *a, uint64_t end,
			  int answering);
int weir_axi_order_broken(const struct weir_axi *axi, const struct weir_axi_addr *a,
			  const struct weir_axi_order *o, const struct weir_axi_write *w);

#ifdef __cplusplus
}
#endif
#endif
