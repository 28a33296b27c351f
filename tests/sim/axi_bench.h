/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * axi_bench.h - an AXI slave with memory behind it and no card before it
 */
#ifndef AXI_BENCH_H
#define AXI_BENCH_H

#include "axi.h"

#define MEM_SIZE	65536
#define BASE		UINT64_C(0x7f0000000000)
#define BUS		32

struct bench {
	struct weir_axi *axi;
	struct weir_dev_host host;
	struct weir_dev_stats stats;
	struct weir_axi_in in;
	const struct weir_axi_out *out;
	uint8_t wdata[WEIR_AXI_BUS_MAX];
	uint64_t cycle;
	uint8_t mem[MEM_SIZE];
	int refuse;			/* the callbacks' answer */
	unsigned int calls;
	size_t last_len;
	int last_strb;
};

/* opts as for weir_axi_init(). */
struct bench *bench_make(const struct weir_dev_opts *opts);
void bench_drop(struct bench *b);
/* One cycle: 0 or -EPROTO; b->out afterwards is what was driven in it. */
int bench_tick(struct bench *b);
/* A burst of one beat, address and data taken in the same cycle. */
void bench_write(struct bench *b, uint64_t addr, uint32_t strb, uint8_t value);

#endif
