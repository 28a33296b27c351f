// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_axi_rules.c - the AXI4 slave stops a master that breaks a rule, and says which
 *
 * Guards against protocol checks that never fire. Each master below is wrong in one way.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "axi_bench.h"

/* What a wrong master does, and what must be said of it. Step n acts before tick n. */
struct crime {
	void (*act)(struct bench *b, unsigned int step);
	const char *text;
};

static void burst_type(struct bench *b, unsigned int step)
{
	(void)step;
	b->in.awvalid = 1;
	b->in.awburst = 2;
}

static void read_type(struct bench *b, unsigned int step)
{
	(void)step;
	b->in.arvalid = 1;
	b->in.arburst = 0;
}

static void beat_size(struct bench *b, unsigned int step)
{
	(void)step;
	b->in.awvalid = 1;
	b->in.awsize = 6;
}

static void cross_4k(struct bench *b, unsigned int step)
{
	(void)step;
	b->in.awvalid = 1;
	b->in.awaddr = BASE + 4096 - 32;
	b->in.awlen = 1;
}

static void read_cross_4k(struct bench *b, unsigned int step)
{
	(void)step;
	b->in.arvalid = 1;
	b->in.araddr = BASE + 4096 - 8;
	b->in.arlen = 1;
}

static void too_long(struct bench *b, unsigned int step)
{
	(void)step;
	b->in.awvalid = 1;
	b->in.awlen = 16;
}

static void narrow(struct bench *b, unsigned int step)
{
	(void)step;
	b->in.awvalid = 1;
	b->in.awlen = 1;
	b->in.awsize = 3;
}

static void no_address(struct bench *b, unsigned int step)
{
	(void)step;
	b->in.wvalid = 1;
}

static void early_last(struct bench *b, unsigned int step)
{
	b->in.awvalid = !step;
	b->in.awlen = 3;
	b->in.wvalid = 1;
	b->in.wlast = step == 2;
}

static void late_last(struct bench *b, unsigned int step)
{
	b->in.awvalid = !step;
	b->in.awlen = 1;
	b->in.wvalid = 1;
}

static void low_lanes(struct bench *b, unsigned int step)
{
	b->in.awvalid = !step;
	b->in.awaddr = BASE + 8;
	b->in.wvalid = b->in.wlast = 1;
	b->in.wstrb = 0xff80;
}

static void high_lanes(struct bench *b, unsigned int step)
{
	b->in.awvalid = !step;
	b->in.awaddr = BASE + 8;
	b->in.awsize = 2;
	b->in.wvalid = b->in.wlast = 1;
	b->in.wstrb = 0x1f00;
}

static void no_data(struct bench *b, unsigned int step)
{
	b->in.awvalid = !step;
	b->in.awaddr = BASE;
}

static void no_bready(struct bench *b, unsigned int step)
{
	b->in.bready = 0;
	b->in.awvalid = b->in.wvalid = b->in.wlast = !step;
}

static void no_rready(struct bench *b, unsigned int step)
{
	b->in.rready = 0;
	b->in.arvalid = !step;
	b->in.araddr = BASE;
}

static void test_crimes(void **state)
{
	static const struct crime crimes[] = {
		{ burst_type, "AXI AW 0x0: burst type expected 1 (INCR), actual 2" },
		{ read_type, "AXI AR 0x0: burst type expected 1 (INCR), actual 0" },
		{ beat_size, "AXI AW 0x0: beat of at most 32 bytes expected, actual 64" },
		{ cross_4k, "AXI AW 0x7f0000000fe0: burst expected within 4 KiB, actual end "
			    "0x7f0000001020" },
		{ read_cross_4k, "AXI AR 0x7f0000000ff8: burst expected within 4 KiB, actual end "
				 "0x7f0000001008" },
		{ too_long, "AXI AW 0x0: at most 512 bytes expected, actual 544" },
		{ narrow, "AXI AW 0x0: full beats of 32 bytes expected, actual 8" },
		{ no_address, "AXI W: data expected with or after its address, actual before it" },
		{ early_last, "AXI W 0x0: last expected 0 in beat 3 of 4, actual 1" },
		{ late_last, "AXI W 0x0: last expected 1 in beat 2 of 2, actual 0" },
		{ low_lanes, "AXI W 0x7f0000000008: strobes expected within 0xffffff00 in beat 1, "
			     "actual 0xff80" },
		{ high_lanes, "AXI W 0x7f0000000008: strobes expected within 0xf00 in beat 1, "
			      "actual 0x1f00" },
		{ no_data, "AXI W 0x7f0000000000: data expected within 10000 cycles, actual none" },
		{ no_bready, "AXI B: ready expected within 10000 cycles, actual none" },
		{ no_rready, "AXI R: ready expected within 10000 cycles, actual none" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(crimes) / sizeof(crimes[0]); i++) {
		struct bench *b = bench_make(NULL);
		unsigned int n = 0;

		do {
			crimes[i].act(b, n);
		} while (!bench_tick(b) && ++n < 20000);
		assert_string_equal(b->axi->fault, crimes[i].text);
		bench_drop(b);
	}
}

/* Every signal that is offered must stand while it is not taken. */
static void test_held(void **state)
{
	static const char *const texts[] = {
		"AXI AW 0x7f0000000000: valid expected until ready, actual dropped",
		"AXI AW: expected to stay 0x7f0000000000 len 0 size 5 while stalled, actual "
		"0x7f0000000020 len 0 size 5",
		"AXI W: valid expected until ready, actual dropped",
		"AXI W: expected to stay strb 0x3 last 1 while stalled, actual strb 0x7 last 1",
		"AXI W: byte 1 expected to stay 0x00 while stalled, actual 0x55",
		"AXI AR 0x7f0000000000: valid expected until ready, actual dropped",
		"AXI AR: expected to stay 0x7f0000000000 len 0 size 3 while stalled, actual "
		"0x7f0000000008 len 0 size 3",
	};
	struct weir_dev_opts opts = { .stall_permille = 1000 };
	unsigned int i;

	(void)state;
	for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		struct bench *b = bench_make(&opts);

		b->in.awaddr = b->in.araddr = BASE;
		b->in.awvalid = b->in.wvalid = b->in.wlast = b->in.arvalid = 1;
		b->in.wstrb = 3;
		assert_int_equal(bench_tick(b), 0);
		b->wdata[2] = 0x55;		/* not strobed: free to change */
		assert_int_equal(bench_tick(b), 0);
		b->in.awvalid = i != 0;
		b->in.awaddr += i == 1 ? 32 : 0;
		b->in.wvalid = i != 2;
		b->in.wstrb |= i == 3 ? 4 : 0;
		b->wdata[1] = i == 4 ? 0x55 : 0;
		b->in.arvalid = i != 5;
		b->in.araddr += i == 6 ? 8 : 0;
		assert_int_equal(bench_tick(b), -EPROTO);
		assert_string_equal(b->axi->fault, texts[i]);
		bench_drop(b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_crimes),
		cmocka_unit_test(test_held),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
