// SPDX-License-Identifier: BSD-3-Clause
/* axi_bench.c - an AXI slave with memory behind it and no card before it */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "axi_bench.h"

static int mem_read(void *ctx, uint64_t addr, void *data, size_t len)
{
	struct bench *b = ctx;

	assert_true(addr >= BASE && addr + len <= BASE + MEM_SIZE);
	memcpy(data, b->mem + (addr - BASE), len);
	return b->refuse;
}

static int mem_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb, size_t len)
{
	struct bench *b = ctx;
	size_t i;

	assert_true(addr >= BASE && addr + len <= BASE + MEM_SIZE);
	b->calls++;
	b->last_len = len;
	b->last_strb = !!strb;
	if (b->refuse)
		return b->refuse;
	assert_true(!strb || ((strb[0] & 1) && (strb[(len - 1) / 8] >> (len - 1) % 8 & 1)));
	for (i = 0; i < len; i++)
		if (!strb || (strb[i / 8] >> i % 8 & 1))
			b->mem[addr - BASE + i] = ((const uint8_t *)data)[i];
	return 0;
}

struct bench *bench_make(const struct weir_dev_opts *opts)
{
	struct bench *b = calloc(1, sizeof(*b));

	assert_non_null(b);
	b->axi = malloc(sizeof(*b->axi));
	assert_non_null(b->axi);
	b->host = (struct weir_dev_host){ b, mem_read, mem_write, NULL, NULL };
	weir_axi_init(b->axi, &b->host, opts, BUS, &b->stats);
	b->in.wdata = b->wdata;
	b->in.bready = b->in.rready = 1;
	b->in.awburst = b->in.arburst = 1;
	b->in.awsize = 5;
	b->in.arsize = 3;
	return b;
}

void bench_drop(struct bench *b)
{
	free(b->axi);
	free(b);
}

int bench_tick(struct bench *b)
{
	static struct weir_axi_out seen;
	int ret;

	seen = *weir_axi_drive(b->axi, b->cycle);
	b->out = &seen;
	ret = weir_axi_sample(b->axi, &b->in, b->cycle);
	b->cycle++;
	return ret;
}

void bench_write(struct bench *b, uint64_t addr, uint32_t strb, uint8_t value)
{
	b->in.awaddr = addr;
	b->in.awlen = 0;
	b->in.wstrb = strb;
	b->in.awvalid = b->in.wvalid = b->in.wlast = 1;
	memset(b->wdata, value, BUS);
	assert_int_equal(bench_tick(b), 0);
	assert_true(b->out->awready && b->out->wready);
	b->in.awvalid = b->in.wvalid = 0;
}
