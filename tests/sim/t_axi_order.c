// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_axi_order.c - a master that hands a block over before all of it has been answered is stopped
 *
 * Guards against a check that never fires, and against one that takes a sound master for a wrong one:
 * the same order of writes is right or wrong by when the last one is offered, to which block it goes and
 * what it says.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "axi_bench.h"

#define BLOCK	8192u
#define STATUS	0xf00u		/* the strobes of bytes 8 to 11 */

static int block(void *ctx, uint64_t addr, uint64_t *first, uint64_t *last)
{
	(void)ctx;
	/* Behind the fourth: memory that is no block. */
	if (addr < BASE || addr >= BASE + 4 * BLOCK)
		return 0;
	*first = BASE + (addr - BASE) / BLOCK * BLOCK;
	*last = *first + BLOCK - 1;
	return 1;
}

static struct bench *make(unsigned int stall, uint64_t seed)
{
	struct weir_dev_opts opts = { .stall_permille = stall, .seed = seed, .write_latency = 5 };
	struct bench *b = bench_make(&opts);

	b->host.block = block;
	return b;
}

/* One beat, offered until address and data are taken; -EPROTO when that breaks a rule. */
static int put(struct bench *b, uint64_t addr, uint32_t strb, uint8_t value)
{
	b->in.awaddr = addr;
	b->in.wstrb = strb;
	b->in.awvalid = b->in.wvalid = b->in.wlast = 1;
	memset(b->wdata, value, BUS);
	while (b->in.awvalid || b->in.wvalid) {
		if (bench_tick(b))
			return -EPROTO;
		b->in.awvalid = b->in.awvalid && !b->out->awready;
		b->in.wvalid = b->in.wvalid && !b->out->wready;
	}
	return 0;
}

static void settle(struct bench *b)
{
	while (weir_axi_open(b->axi))
		assert_int_equal(bench_tick(b), 0);
}

/* Whatever of the block is under way: header, first data, data in the block's second page. */
static void test_early(void **state)
{
	static const uint64_t before[] = { 0, 32, 64, 4096, BLOCK - 32 };
	unsigned int i, seed;

	(void)state;
	for (i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		for (seed = 0; seed < 40; seed++) {
			struct bench *b = make(seed ? 500 : 0, seed);
			char text[200];

			assert_int_equal(put(b, BASE + BLOCK + before[i], ~0u, 0), 0);
			assert_int_equal(put(b, BASE + BLOCK, STATUS, 1), -EPROTO);
			snprintf(text, sizeof(text), "AXI W 0x%llx: a block's status expected after "
				 "the response to the write of 0x%llx in it, actual before",
				 (unsigned long long)(BASE + BLOCK + 8),
				 (unsigned long long)(BASE + BLOCK + before[i]));
			assert_string_equal(b->axi->fault, text);
			bench_drop(b);
		}
	}
}

/* The address comes too early, though its data come behind the response. */
static void test_early_address(void **state)
{
	struct bench *b = make(0, 0);
	int i;

	(void)state;
	assert_int_equal(put(b, BASE, ~0u, 0), 0);
	b->in.awvalid = 1;
	assert_int_equal(bench_tick(b), 0);
	b->in.awvalid = 0;
	for (i = 0; i < 20; i++)
		assert_int_equal(bench_tick(b), 0);
	b->in.wvalid = b->in.wlast = 1;
	b->in.wstrb = STATUS;
	b->wdata[8] = 1;
	assert_int_equal(bench_tick(b), -EPROTO);
	bench_drop(b);
}

static void test_sound(void **state)
{
	unsigned int seed;

	(void)state;
	for (seed = 0; seed < 40; seed++) {
		struct bench *b = make(seed ? 500 : 0, seed);

		/* Other blocks' writes and what is no block may be open, and its own status. */
		assert_int_equal(put(b, BASE, ~0u, 0), 0);
		assert_int_equal(put(b, BASE + 4096, ~0u, 7), 0);
		settle(b);
		assert_int_equal(put(b, BASE + BLOCK, ~0u, 0), 0);
		assert_int_equal(put(b, BASE + 4 * BLOCK, ~0u, 1), 0);
		assert_int_equal(put(b, BASE, STATUS, 1), 0);
		assert_int_equal(put(b, BASE + 5 * BLOCK, STATUS, 1), 0);
		/* A header that leaves the block with the card, and data that look like a status. */
		assert_int_equal(put(b, BASE + BLOCK, STATUS, 0), 0);
		assert_int_equal(put(b, BASE + BLOCK + 4096, STATUS, 1), 0);
		assert_int_equal(put(b, BASE + BLOCK, ~STATUS, 1), 0);
		settle(b);
		assert_int_equal(put(b, BASE + BLOCK, STATUS, 1), 0);
		settle(b);
		assert_int_equal(b->mem[BLOCK + 8], 1);
		bench_drop(b);
	}
}

/* A response that is given in the cycle of the offer is given. */
static void test_same_cycle(void **state)
{
	struct bench *b = make(0, 0);

	(void)state;
	assert_int_equal(put(b, BASE, ~0u, 0), 0);
	while (b->cycle < 5)
		assert_int_equal(bench_tick(b), 0);
	assert_int_equal(put(b, BASE, STATUS, 1), 0);
	assert_true(b->out->bvalid);
	bench_drop(b);
	b = make(0, 0);
	assert_int_equal(put(b, BASE, ~0u, 0), 0);
	while (b->cycle < 4)
		assert_int_equal(bench_tick(b), 0);
	assert_int_equal(put(b, BASE, STATUS, 1), -EPROTO);
	bench_drop(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_early), cmocka_unit_test(test_early_address),
		cmocka_unit_test(test_sound), cmocka_unit_test(test_same_cycle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
