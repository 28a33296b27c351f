// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_axi.c - the AXI4 slave keeps order and latencies
 *
 * Guards against data that is seen too early or in the wrong order, and against wrong byte lanes.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "axi_bench.h"

static void test_write_latency(void **state)
{
	struct weir_dev_opts opts = { .write_latency = 20 };
	struct bench *b = bench_make(&opts);
	uint64_t t;

	(void)state;
	bench_write(b, BASE, 0xffffffff, 1);
	t = b->cycle - 1;
	bench_write(b, BASE, 0xffffffff, 2);
	while (assert_int_equal(bench_tick(b), 0), !b->out->bvalid)
		assert_int_equal(b->mem[0], 0);
	assert_int_equal(b->cycle - 1, t + 20);
	assert_int_equal(b->mem[0], 1);		/* not yet the second */
	assert_int_equal(b->out->bresp, WEIR_AXI_OKAY);
	assert_true(weir_axi_open(b->axi));
	assert_int_equal(bench_tick(b), 0);
	assert_true(b->out->bvalid);
	assert_int_equal(b->mem[31], 2);
	assert_false(weir_axi_open(b->axi));
	assert_int_equal(b->stats.dma_write_bursts, 2);
	assert_int_equal(b->stats.dma_write_bytes, 64);
	bench_drop(b);
}

/* The response waits for the master, and only one is shown at a time. */
static void test_bready(void **state)
{
	struct weir_dev_opts opts = { .write_latency = 1 };
	struct bench *b = bench_make(&opts);
	unsigned int i;

	(void)state;
	b->in.bready = 0;
	bench_write(b, BASE, 1, 1);
	bench_write(b, BASE, 1, 2);
	for (i = 0; i < 50; i++)
		assert_int_equal(bench_tick(b), 0);
	assert_true(b->out->bvalid);
	assert_int_equal(b->mem[0], 1);
	b->in.bready = 1;
	assert_int_equal(bench_tick(b), 0);
	assert_int_equal(bench_tick(b), 0);
	assert_int_equal(b->mem[0], 2);
	bench_drop(b);
}

static void test_strobes(void **state)
{
	static const struct {
		uint64_t addr;
		uint32_t strb;
		size_t len;		/* as it arrives: from the first byte written to the last */
		int holes;
	} cases[] = {
		{ BASE, 0xffffffff, 32, 0 },
		{ BASE, 0x00000001, 1, 0 },
		{ BASE, 0x80000000, 1, 0 },
		{ BASE, 0x0ff00000, 8, 0 },
		{ BASE, 0x80000001, 32, 1 },
		{ BASE, 0x00a50000, 8, 1 },
		{ BASE + 12, 0xfffff000, 20, 0 },
		{ BASE, 0, 0, 0 },
	};
	size_t i;
	int byte;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct bench *b = bench_make(NULL);

		bench_write(b, cases[i].addr, cases[i].strb, 0xab);
		while (weir_axi_open(b->axi))
			assert_int_equal(bench_tick(b), 0);
		for (byte = 0; byte < 32; byte++)
			assert_int_equal(b->mem[byte], cases[i].strb >> byte & 1 ? 0xab : 0);
		assert_int_equal(b->calls, cases[i].len > 0);
		assert_int_equal(b->last_len, cases[i].len);
		assert_int_equal(b->last_strb, cases[i].holes);
		bench_drop(b);
	}
}

static void test_read(void **state)
{
	struct weir_dev_opts opts = { .read_latency = 30 };
	struct bench *b = bench_make(&opts);
	uint64_t t;
	unsigned int i;

	(void)state;
	b->in.araddr = BASE + 0x48;
	b->in.arvalid = 1;
	assert_int_equal(bench_tick(b), 0);
	b->in.arvalid = 0;
	t = b->cycle - 1;
	/* Sampled when the latency is over, not when it was asked for. */
	for (i = 0; i < 25; i++)
		assert_int_equal(bench_tick(b), 0);
	for (i = 0; i < 8; i++)
		b->mem[0x48 + i] = (uint8_t)(0x10 + i);
	while (assert_int_equal(bench_tick(b), 0), !b->out->rvalid)
		;
	assert_int_equal(b->cycle - 1, t + 30);
	assert_true(b->out->rlast);
	assert_int_equal(b->out->rresp, WEIR_AXI_OKAY);
	assert_memory_equal(b->out->rdata + 8, b->mem + 0x48, 8);
	assert_int_equal(b->out->rdata[0] | b->out->rdata[7] | b->out->rdata[16], 0);
	assert_false(weir_axi_open(b->axi));
	/* A burst of three full beats, from the middle of a bus word. */
	for (i = 0; i < 96; i++)
		b->mem[i] = (uint8_t)(i + 1);
	b->in.araddr = BASE + 5;
	b->in.arlen = 2;
	b->in.arsize = 5;
	b->in.arvalid = 1;
	assert_int_equal(bench_tick(b), 0);
	b->in.arvalid = 0;
	for (i = 0; i < 3; i++) {
		while (assert_int_equal(bench_tick(b), 0), !b->out->rvalid)
			;
		assert_memory_equal(b->out->rdata + (i ? 0 : 5), b->mem + 32 * i + (i ? 0 : 5),
				    i ? 32 : 27);
		assert_int_equal(b->out->rlast, i == 2);
	}
	assert_int_equal(b->stats.dma_reads, 2);
	bench_drop(b);
}

static void test_errors(void **state)
{
	struct bench *b = bench_make(NULL);

	(void)state;
	b->refuse = -EFAULT;
	bench_write(b, BASE, 1, 1);
	while (assert_int_equal(bench_tick(b), 0), !b->out->bvalid)
		;
	assert_int_equal(b->out->bresp, WEIR_AXI_SLVERR);
	b->in.araddr = BASE;
	b->in.arvalid = 1;
	assert_int_equal(bench_tick(b), 0);
	b->in.arvalid = 0;
	while (assert_int_equal(bench_tick(b), 0), !b->out->rvalid)
		;
	assert_int_equal(b->out->rresp, WEIR_AXI_SLVERR);
	assert_int_equal(b->out->rdata[0], 0xff);
	assert_int_equal(b->stats.dma_errors, 2);
	bench_drop(b);
}

/* A master that is right, with random bursts, pauses, stalls and errors: what was answered OKAY is in
 * memory, in order, and nothing else. */
struct master {
	uint64_t addr[4096];
	uint8_t len[4096], value[4096];
	uint32_t first[4096];
	unsigned int made, aw, w, beat, b, errors;
	uint8_t expect[MEM_SIZE];
};

static void offer(struct bench *b, struct master *m)
{
	if (m->made < 4096 && m->made - m->b < 200) {
		unsigned int page = (unsigned int)rand() % (MEM_SIZE / 4096) * 4096;
		unsigned int len = (unsigned int)rand() % 8;

		m->addr[m->made] = BASE + page + (unsigned int)rand() % (128 - len) * BUS;
		m->first[m->made] = (unsigned int)rand() % BUS;
		m->len[m->made] = (uint8_t)len;
		m->value[m->made++] = (uint8_t)rand();
	}
	if (!b->in.awvalid && m->aw < m->made && rand() % 3) {
		b->in.awvalid = 1;
		b->in.awaddr = m->addr[m->aw] + m->first[m->aw];
		b->in.awlen = m->len[m->aw];
	}
	if (!b->in.wvalid && m->w < m->made && (m->w < m->aw || b->in.awvalid) && rand() % 3) {
		b->in.wvalid = 1;
		memset(b->wdata, m->value[m->w] + (int)m->beat, BUS);
		b->in.wstrb = m->beat ? 0xffffffff : ~UINT32_C(0) << m->first[m->w];
		b->in.wlast = m->beat == m->len[m->w];
	}
	b->in.bready = rand() % 2;
}

static void take(struct bench *b, struct master *m)
{
	unsigned int beat;

	if (b->in.awvalid && b->out->awready) {
		b->in.awvalid = 0;
		m->aw++;
	}
	if (b->in.wvalid && b->out->wready) {
		b->in.wvalid = 0;
		m->beat = b->in.wlast ? 0 : m->beat + 1;
		m->w += b->in.wlast;
	}
	if (!b->out->bvalid || !b->in.bready)
		return;
	assert_true(m->b < m->w && m->b < m->aw);
	if (b->out->bresp == WEIR_AXI_OKAY) {
		for (beat = 0; beat <= m->len[m->b]; beat++) {
			uint64_t at = m->addr[m->b] - BASE + beat * BUS;
			unsigned int skip = beat ? 0 : m->first[m->b];

			memset(m->expect + at + skip, m->value[m->b] + (int)beat, BUS - skip);
		}
	}
	m->errors += b->out->bresp != WEIR_AXI_OKAY;
	m->b++;
}

static void test_random(void **state)
{
	struct weir_dev_opts opts = { .seed = 7, .stall_permille = 300, .error_ppm = 50000 };
	struct bench *b = bench_make(&opts);
	struct master *m = calloc(1, sizeof(*m));
	unsigned int reads = 0;

	(void)state;
	assert_non_null(m);
	srand(7);
	while (m->b < 4096) {
		offer(b, m);
		if (!b->in.arvalid && reads < 3000) {
			b->in.arvalid = 1;
			b->in.araddr = BASE + (unsigned int)rand() % (MEM_SIZE / 8) * 8;
		}
		assert_int_equal(bench_tick(b), 0);
		take(b, m);
		if (b->in.arvalid && b->out->arready) {
			b->in.arvalid = 0;
			reads++;
		}
		assert_true(b->cycle < 2000000);
		/* With no response under way, memory is exactly what was answered. */
		if (b->cycle % 64 == 0 && !b->axi->out.bvalid)
			assert_memory_equal(b->mem, m->expect, MEM_SIZE);
	}
	while (weir_axi_open(b->axi))
		assert_int_equal(bench_tick(b), 0);
	assert_memory_equal(b->mem, m->expect, MEM_SIZE);
	assert_true(m->errors > 100 && m->errors < 400);
	assert_int_equal(b->stats.dma_write_bursts, 4096);
	assert_int_equal(b->stats.dma_reads, 3000);
	assert_true(b->stats.dma_errors > m->errors);
	free(m);
	bench_drop(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_write_latency), cmocka_unit_test(test_bready),
		cmocka_unit_test(test_strobes), cmocka_unit_test(test_read),
		cmocka_unit_test(test_errors), cmocka_unit_test(test_random),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
