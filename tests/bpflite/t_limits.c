// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_limits.c - programs of up to 4,096 instructions, of the worst shapes for the translator: never wrong,
 * never more than there is space for; how much memory and time it takes
 *
 * Tells the time for 1, 50, 161 and 1,000 instructions. Times are for the reader; the test only minds that no
 * shape takes much more than its length, and that a chain of many segments takes no more than another shape.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "tests/bpflite/tb.h"

#define SLOW_NS 200000000u /* of processor time, for 4,096 instructions */
#define RUNS	5
#define RATIO	4

static struct tb_prog p;

static uint64_t now_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static void put(uint32_t code, uint32_t k)
{
	p.insn[p.n++] = (struct bpfl_insn){ (uint16_t)code, 0, 0, k };
}

static void test(uint32_t k, uint32_t jt, uint32_t jf)
{
	put(0x15, k);
	p.insn[p.n - 1].jt = (uint8_t)jt;
	p.insn[p.n - 1].jf = (uint8_t)jf;
}

/* Tests of one load, all for one target: further ones by way of a jump. */
static void list(uint32_t n, uint32_t step)
{
	uint32_t i, left;

	put(0x20, 26);
	for (i = 1; i < n - 2; i++) {
		left = n - 3 - i;
		if (left < 250) {
			test(i * step, left, i == n - 3 ? 1 : 0);
		} else {
			test(i * step, 0, 1);
			put(0x05, n - 2 - p.n - 1);
			i++;
		}
	}
	put(0x06, 0xffff);
	put(0x06, 0);
}

/* Loads one behind the other, each with a test whose numbers overlap. */
static void ladder(uint32_t n)
{
	uint32_t i;

	for (i = 0; p.n < n - 8; i++) {
		put(0x28, i % 50);
		put(0x25 + i % 2 * 16, i * 7 % 300);
		p.insn[p.n - 1].jf = (uint8_t)(i % 5);
	}
	while (p.n < n)
		put(0x06, p.n % 3 * 50);
}

static void numbers(uint32_t n)
{
	put(0x30, 20);
	while (p.n < n - 1)
		put(p.n % 3 ? 0x04 : p.n % 2 ? 0xa4 : 0x94, p.n * 77 + 3);
	put(0x16, 0);
}

static void cells(uint32_t n)
{
	uint32_t i;

	for (i = 0; i < 16; i++) {
		put(0x30, i);
		put(0x02, i);
	}
	while (p.n < n - 4) {
		put(0x60 + p.n % 2, p.n % 16);
		put(p.n % 4 ? 0x40 : 0x0c, p.n % 9);
		put(0x02 + p.n % 2, p.n * 5 % 16);
	}
	while (p.n < n)
		put(0x16, 0);
}

static void jumps(uint32_t n)
{
	uint32_t i;

	put(0x30, 20);
	for (i = 1; i < n - 1; i++) {
		uint32_t left = n - i - 2;

		test(i % 256, left < 200 ? left : 200, 0);
		if (p.insn[i].jt > 200 - i % 199)
			p.insn[i].jt = (uint8_t)(200 - i % 199);
	}
	put(0x06, 96);
}

/* Loads that may fail, each with a test: as many segments of one chain as there can be. */
static void segments(uint32_t n)
{
	uint32_t i, left;

	put(0x20, 120);
	for (i = 0; p.n < n - 4; i++) {
		put(0x30, p.n * 7 % 100);
		left = n - 2 - p.n;
		if (left < 250) {
			test(i * 77 % 128, left, 0);
		} else {
			test(i * 77 % 128, 0, 1);
			put(0x05, n - 2 - p.n);
		}
	}
	while (p.n < n - 2)
		put(0x30, 3);
	put(0x06, 0);
	put(0x06, 0xffff);
}

static bool run(const char *name, uint32_t n, uint32_t store, uint32_t most)
{
	static struct tb_frame f;
	struct tb_rand r = { n };
	uint64_t begin;
	uint32_t i;

	tb_target(&p.target, false);
	p.target.store = store;
	begin = now_ns();
	if (!tb_translate(&p)) {
		printf("%s: %u: %s\n", name, p.res.error.insn, bpfl_reason_text(p.res.error.reason));
		return false;
	}
	begin = now_ns() - begin;
	printf("%-8s %4u instructions, path %u: mode %d, %u micro-operations of %u, path %u, %llu us\n",
	       name, n, p.res.path_before, p.res.mode, p.res.uops, store, p.res.path,
	       (unsigned long long)begin / 1000);
	if (p.n != n || p.res.insns != n || p.res.uops > store || begin > SLOW_NS || p.res.mode > most)
		return false;
	for (i = 0; i < 300; i++) {
		tb_random_frame(&f, &r);
		/* Tests of one number mostly miss: some do not. */
		if (i % 2)
			memcpy(f.wire + 26, "\0\0\0", 3);
		tb_frame_set(&f, f.lib.len + (f.lib.vlan ? 4 : 0), f.lib.vlan);
		if (!tb_compare(&p, &f))
			return false;
	}
	return true;
}

/* Of so many runs the fastest: what else runs on the host only adds to it. */
static uint64_t fastest(void (*make)(uint32_t n), uint32_t runs)
{
	uint64_t begin, best = UINT64_MAX;

	p.n = 0;
	make(BPFL_INSNS);
	tb_target(&p.target, false);
	while (runs--) {
		begin = now_ns();
		tb_translate(&p);
		begin = now_ns() - begin;
		best = begin < best ? begin : best;
	}
	return best;
}

/* A chain of hundreds of segments is walked twice, not once for each of them. */
static bool linear(void)
{
	uint64_t other = fastest(ladder, RUNS), chain = fastest(segments, RUNS);

	printf("note: %u instructions: %llu us as a chain of segments, %llu us as a ladder\n", BPFL_INSNS,
	       (unsigned long long)chain / 1000, (unsigned long long)other / 1000);
	return chain < RATIO * other;
}

static void tell_time(uint32_t n)
{
	uint64_t begin;
	uint32_t i;

	p.n = 0;
	if (n == 1)
		put(0x06, 0xffff);
	else
		list(n, 0x01010101);
	tb_target(&p.target, false);
	begin = now_ns();
	for (i = 0; i < 20; i++)
		tb_translate(&p);
	printf("note: %u instructions take %llu us, %u micro-operations\n", n,
	       (unsigned long long)(now_ns() - begin) / 20000, p.res.uops);
}

int main(void)
{
	static const struct {
		const char *name;
		void (*make)(uint32_t n);
	} shape[] = { { "ladder", ladder }, { "numbers", numbers }, { "cells", cells }, { "jumps", jumps },
		      { "segments", segments } };
	static const uint32_t sizes[] = { 50, 161, 1000, BPFL_INSNS };
	bool ok = true;
	uint32_t i, j, step;

	for (i = 0; i < 4; i++) {
		for (step = 1; step < 0x02000000; step += 0x01010100) {
			p.n = 0;
			list(sizes[i], step);
			ok &= run("list", sizes[i], BPFL_STORE, i < 2 ? BPFL_EXACT : BPFL_PREFILTER);
		}
		for (j = 0; j < sizeof(shape) / sizeof(shape[0]); j++) {
			p.n = 0;
			shape[j].make(sizes[i]);
			ok &= run(shape[j].name, sizes[i], BPFL_STORE, BPFL_PREFILTER);
			p.n = 0;
			shape[j].make(sizes[i]);
			ok &= run(shape[j].name, sizes[i], 16, BPFL_SOFTWARE);
		}
	}
	ok &= linear();
	tell_time(1);
	tell_time(50);
	tell_time(161);
	tell_time(1000);
	printf("note: %zu bytes of memory\n", sizeof(struct bpfl_work));
	return !ok || sizeof(struct bpfl_work) >= 65536;
}
