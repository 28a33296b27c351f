// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_trace.c - trace=FILE writes the waves of exactly the cycles that were simulated, in an FST file that is
 * whole
 *
 * Guards against a trace library that nobody builds any more, that does not fit libweir, or that leaves a
 * file which viewers cannot open. FST has no public standard; the layout is that of fstapi.h, GTKWave's
 * and Verilator's implementation.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <endian.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "weir.h"

/* Types of blocks: a byte in front of each, then its length, without that byte. */
#define FST_HEADER	0
#define FST_GEOMETRY	3
#define FST_TYPES	9
#define FST_HEADER_LEN	329

/* sim/device.cpp: 16 cycles of reset in front, two looks a cycle, 3.2 ns each, in units of 100 ps. */
#define RESET_CYCLES	16
#define TICK		32

struct fst {
	unsigned int blocks[FST_TYPES];
	uint64_t begin, end, scopes, names, signals, sections;
	double e;
	signed char unit;
	char writer[128];
};

static uint64_t read_u64(FILE *f)
{
	uint64_t v;

	assert_int_equal(fread(&v, sizeof(v), 1, f), 1);
	return be64toh(v);
}

static void read_header(FILE *f, struct fst *t)
{
	t->begin = read_u64(f);
	t->end = read_u64(f);
	assert_int_equal(fread(&t->e, sizeof(t->e), 1, f), 1);
	read_u64(f);
	t->scopes = read_u64(f);
	t->names = read_u64(f);
	t->signals = read_u64(f);
	t->sections = read_u64(f);
	assert_int_equal(fread(&t->unit, 1, 1, f), 1);
	assert_int_equal(fread(t->writer, sizeof(t->writer), 1, f), 1);
}

/* Block by block, to an end that is the file's. */
static void read_fst(const char *path, struct fst *t)
{
	FILE *f = fopen(path, "rb");
	int type;

	memset(t, 0, sizeof(*t));
	assert_non_null(f);
	while ((type = getc(f)) != EOF) {
		long at = ftell(f);
		uint64_t len = read_u64(f);

		/* A block that was not finished has a number that is none of these. */
		assert_true(type < FST_TYPES);
		assert_true(len >= 8);
		t->blocks[type]++;
		if (type == FST_HEADER) {
			assert_int_equal(at, 1);
			assert_int_equal(len, FST_HEADER_LEN);
			read_header(f, t);
		}
		/* Its last byte is there. */
		assert_int_equal(fseek(f, at + (long)len - 1, SEEK_SET), 0);
		assert_int_not_equal(getc(f), EOF);
	}
	fclose(f);
}

static uint64_t run(const char *path)
{
	struct weir_opts o = { .size = sizeof(o) };
	char device[100], err[400] = "";
	uint64_t cycles = 0;
	struct weir *w;

	o.err = err;
	o.err_len = sizeof(err);
	snprintf(device, sizeof(device), "sim:tests/golden/traffic.pcap,trace=%s", path);
	if (weir_open(&w, device, &o))
		fail_msg("%s", err);
	assert_int_equal(weir_start(w), 0);
	assert_int_equal(weir_stat(w, "sim.cycles", &cycles), 0);
	weir_close(w);
	return cycles;
}

static void whole(void **state)
{
	char path[] = "/tmp/weir-trace-XXXXXX";
	int fd = mkstemp(path);
	uint64_t cycles = run(path);
	struct fst t;

	(void)state;
	close(fd);
	read_fst(path, &t);
	unlink(path);
	assert_int_equal(t.blocks[FST_HEADER], 1);
	assert_int_equal(t.blocks[FST_GEOMETRY], 1);
	/* Names, packed in one of three ways, and values, likewise. */
	assert_int_equal(t.blocks[4] + t.blocks[6] + t.blocks[7], 1);
	assert_int_equal(t.blocks[1] + t.blocks[5] + t.blocks[8], t.sections);
	assert_true(t.sections > 0);
	assert_true(t.e > 2.718281828 && t.e < 2.718281829);
	assert_true(t.scopes > 50 && t.names > 1000 && t.signals > 1000 && t.signals <= t.names);
	/* Units of 10^-10 s. */
	assert_int_equal(t.unit, -10);
	assert_true(cycles > 300);
	assert_int_equal(t.begin, 0);
	assert_int_equal(t.end, (2 * (cycles + RESET_CYCLES) - 1) * TICK);
	print_message("note: %llu cycles, %llu signals under %llu names\n", (unsigned long long)cycles,
		      (unsigned long long)t.signals, (unsigned long long)t.names);
}

static void no_place(void **state)
{
	struct weir_opts o = { .size = sizeof(o) };
	char err[400] = "";
	struct weir *w;

	(void)state;
	o.err = err;
	o.err_len = sizeof(err);
	assert_int_not_equal(weir_open(&w, "sim:tests/golden/traffic.pcap,trace=/nonexistent/t.fst",
				       &o), 0);
	assert_non_null(strstr(err, "/nonexistent/t.fst: cannot be written"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole), cmocka_unit_test(no_place),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
