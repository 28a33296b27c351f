// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_pcap_port.c - frames of a savefile come in when and as they should
 *
 * Guards against a spacing that drifts off 10 Gb/s, time stamps that do not come back, and frames that
 * are lost, doubled or out of order at a pass's end.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "savefile.h"

static struct weir_dev dev;
static char path[] = "/tmp/weir-pcap-port-XXXXXX";
static char err[512];

static FILE *file(uint32_t magic)
{
	strcpy(path + sizeof(path) - 7, "XXXXXX");
	return savefile_new(path, magic, 1);
}

/* Plays the file in full, `chunk` cycles at a time, and takes it away. */
static struct weir_pcap_port_summary play(FILE *f, enum weir_pcap_pace pace, unsigned int loop,
					  uint32_t chunk)
{
	struct weir_pcap_port_opts opts = { .size = sizeof(opts), .pace = pace, .loop = loop };
	struct weir_pcap_port_summary sum;
	struct weir_pcap_port *port;
	int64_t ret;

	fclose(f);
	memset(&dev.port, 0, sizeof(dev.port));
	dev.cycle = 1000;
	dev.seen = 0;
	dev.clocked = dev.jumped = 0;
	assert_int_equal(weir_pcap_port_open(&port, path, &opts, err, sizeof(err)), 0);
	while ((ret = weir_pcap_port_run(port, &dev, chunk)) > 0)
		assert_true(ret <= chunk);
	assert_int_equal(ret, 0);
	assert_int_equal(weir_pcap_port_run(port, &dev, chunk), 0);
	assert_true(weir_dev_port_idle(&dev));
	weir_pcap_port_summary(port, &sum);
	assert_int_equal(sum.given_frames, dev.seen);
	assert_int_equal(sum.given_frames, sum.total_frames);
	weir_pcap_port_close(port);
	unlink(path);
	return sum;
}

/* Back to back: byte times of (length with FCS, at least 64) + 20, no drift, any chunk. */
static void test_line(void **state)
{
	static const struct {
		uint32_t len, byte_times;
	} cases[] = {
		{ 14, 84 }, { 59, 84 }, { 60, 84 }, { 61, 85 }, { 123, 147 }, { 1514, 1538 },
		{ 9600, 9624 },
	};
	size_t c;
	unsigned int i;

	(void)state;
	for (c = 0; c < sizeof(cases) / sizeof(cases[0]); c++) {
		FILE *f = file(MAGIC_US);
		struct weir_pcap_port_summary sum;

		for (i = 0; i < 500; i++)
			savefile_record(f, 7 + i, 5, cases[c].len, cases[c].len, (uint8_t)i);
		sum = play(f, WEIR_PCAP_LINE, 1, 1 + (uint32_t)c * 100);
		assert_int_equal(sum.frames, 500);
		assert_int_equal(sum.bytes, 500 * cases[c].len);
		for (i = 0; i < 500; i++) {
			assert_int_equal(dev.frame[i].start,
					 1000 + (uint64_t)i * cases[c].byte_times / 8);
			assert_int_equal(dev.frame[i].byte, (uint8_t)i);
			assert_int_equal(dev.frame[i].len, cases[c].len);
			assert_int_equal(dev.frame[i].stamp, i == 0);
		}
		assert_int_equal(dev.frame[0].sec, 7);
		assert_int_equal(dev.frame[0].ns, 5000);
		assert_int_equal(dev.jumped, 0);
	}
}

/* A caller that lets the port wait gets no burst afterwards that is faster than the wire. */
static void test_line_paused(void **state)
{
	struct weir_pcap_port_opts opts = { .size = sizeof(opts) };
	struct weir_pcap_port *port;
	FILE *f = file(MAGIC_US);
	unsigned int i;

	(void)state;
	for (i = 0; i < 300; i++)
		savefile_record(f, 1, 0, 60, 60, 0);
	fclose(f);
	memset(&dev, 0, sizeof(dev));
	assert_int_equal(weir_pcap_port_open(&port, path, &opts, err, sizeof(err)), 0);
	while (weir_pcap_port_run(port, &dev, 7) > 0)
		weir_dev_step(&dev, (uint64_t)rand() % 40);
	assert_int_equal(dev.seen, 300);
	for (i = 1; i < 300; i++)
		assert_true(dev.frame[i].start - dev.frame[i - 1].start >= 10);
	for (i = 2; i < 300; i++)
		assert_true(dev.frame[i].start - dev.frame[i - 2].start >= 21);
	weir_pcap_port_close(port);
	unlink(path);
}

/* Every frame begins in floor(c + (t - t0) * 156.25 MHz), and carries its own time. */
static void check_recorded(uint64_t jumped_at_least)
{
	static uint64_t ns[1000];
	FILE *f = file(MAGIC_NS);
	struct weir_pcap_port_summary sum;
	uint64_t t = UINT64_C(1700000000) * 1000000000 + 999999990;
	unsigned int i;

	srand(3);
	for (i = 0; i < 1000; i++) {
		ns[i] = t;
		savefile_record(f, (uint32_t)(t / 1000000000), (uint32_t)(t % 1000000000), 100, 100,
				(uint8_t)i);
		t += 100 + (unsigned int)rand() % (i % 100 ? 3000 : 3000000);
	}
	sum = play(f, WEIR_PCAP_RECORDED, 1, 5000);
	assert_int_equal(sum.squeezed, 0);
	for (i = 0; i < 1000; i++) {
		assert_int_equal(dev.frame[i].start, dev.frame[0].start +
				 (ns[i] - ns[0]) * 5 / 32);
		assert_int_equal(dev.frame[i].stamp, 1);
		assert_int_equal(dev.frame[i].sec, ns[i] / 1000000000);
		assert_int_equal(dev.frame[i].ns, ns[i] % 1000000000);
	}
	assert_true(dev.jumped >= jumped_at_least);
	assert_int_equal(dev.cycle, 1000 + dev.jumped + dev.clocked);
}

static void test_recorded(void **state)
{
	(void)state;
	memset(&dev, 0, sizeof(dev));
	check_recorded(1000000);
	assert_int_equal(dev.frame[0].start, 1000);
	dev.busy = 1;
	check_recorded(0);
	assert_int_equal(dev.jumped, 0);
	dev.busy = 0;
	dev.irq_every = 11;
	check_recorded(1000000);
	dev.irq_every = 0;
}

/* Frames closer than the wire allows go at line rate, keep their times, and the next gap makes up. */
static void test_squeezed(void **state)
{
	FILE *f = file(MAGIC_US);
	struct weir_pcap_port_summary sum;
	unsigned int i;

	(void)state;
	for (i = 0; i < 10; i++)
		savefile_record(f, 50, 100 + (i >= 5), 1514, 1514, (uint8_t)i);
	savefile_record(f, 50, 1000, 1514, 1514, 10);
	savefile_record(f, 60, 0, 60, 60, 11);
	sum = play(f, WEIR_PCAP_RECORDED, 1, 1000);
	assert_int_equal(sum.squeezed, 9);
	for (i = 0; i < 10; i++) {
		assert_int_equal(dev.frame[i].start, 1000 + i * 1538 / 8);
		assert_int_equal(dev.frame[i].ns, (100 + (i >= 5)) * 1000);
	}
	assert_int_equal(dev.frame[10].start, 1000 + 900 * 625 / 4);
	assert_int_equal(dev.frame[11].start, 1000 + UINT64_C(9999900) * 625 / 4);
	assert_int_equal(dev.frame[11].sec, 60);
	assert_true(dev.clocked < 10000);
}

static void test_times(void **state)
{
	FILE *f = file(MAGIC_NS);
	struct weir_pcap_port_summary sum;

	(void)state;
	savefile_record(f, 0xfffffff0, 500, 60, 60, 0);		/* the year 2106 */
	savefile_record(f, 0xffffffef, 999999999, 60, 60, 1);	/* backward */
	savefile_record(f, 0xfffffff0, 1000000000, 60, 60, 2);	/* no time */
	savefile_record(f, 0xfffffff0, 900, 60, 60, 3);
	sum = play(f, WEIR_PCAP_RECORDED, 1, 1000);
	assert_int_equal(sum.what[WEIR_PCAP_BACKWARD], 1);
	assert_int_equal(sum.what[WEIR_PCAP_BAD_TIME], 1);
	assert_int_equal(sum.notes, 2);
	assert_int_equal(sum.note[0].record, 2);
	assert_int_equal(sum.note[0].what, WEIR_PCAP_BACKWARD);
	assert_int_equal(sum.note[1].record, 3);
	assert_int_equal(dev.frame[0].sec, 0xfffffff0);
	assert_int_equal(dev.frame[1].sec, 0xfffffff0);
	assert_int_equal(dev.frame[1].ns, 500);
	assert_int_equal(dev.frame[2].ns, 500);
	assert_int_equal(dev.frame[3].ns, 900);
	assert_int_equal(dev.frame[3].start, 1000 + 62);
}

/* What cannot be a frame is left out and named; what the file cut short goes as far as it goes. */
static void test_limits(void **state)
{
	static const uint32_t lens[] = { 13, 14, 9600, 9601, 0 };
	FILE *f = file(MAGIC_US);
	struct weir_pcap_port_summary sum;
	unsigned int i;

	(void)state;
	for (i = 0; i < 5; i++)
		savefile_record(f, 1, i, lens[i], lens[i], (uint8_t)i);
	savefile_record(f, 1, 6, 96, 1514, 5);
	savefile_record(f, 1, 7, 96, 20000, 6);
	sum = play(f, WEIR_PCAP_LINE, 1, 1000);
	assert_int_equal(sum.records, 7);
	assert_int_equal(sum.frames, 4);
	assert_int_equal(sum.bytes, 14 + 9600 + 96 + 96);
	assert_int_equal(sum.what[WEIR_PCAP_SHORT], 2);
	assert_int_equal(sum.what[WEIR_PCAP_LONG], 1);
	assert_int_equal(sum.what[WEIR_PCAP_CUT], 2);
	assert_int_equal(sum.notes, 5);
	assert_int_equal(sum.note[1].record, 4);
	assert_int_equal(sum.note[1].caplen, 9601);
	assert_int_equal(sum.note[4].len, 20000);
	assert_int_equal(dev.frame[0].byte, 1);
	assert_int_equal(dev.frame[1].byte, 2);
	assert_int_equal(dev.frame[2].byte, 5);
	assert_int_equal(dev.frame[3].len, 96);
	assert_string_equal(weir_pcap_port_what(sum.note[4].what), "cut short by the savefile");
}

/* Each third frame of all passes is flagged, and no length is refused that the device takes. */
static void test_wrong(void **state)
{
	static const uint32_t len[] = {
		0, 1, 13, 14, 9600, 9601, WEIR_DEV_FRAME_MAX, WEIR_DEV_FRAME_MAX + 1
	};
	struct weir_pcap_port_opts opts = { .size = sizeof(opts), .loop = 2, .bad = 3, .any_length = 1 };
	struct weir_pcap_port_summary sum;
	struct weir_pcap_port *port;
	FILE *f = file(MAGIC_US);
	unsigned int i;

	(void)state;
	for (i = 0; i < 8; i++)
		savefile_record(f, 7, i, len[i], len[i], 0);
	fclose(f);
	memset(&dev, 0, sizeof(dev));
	assert_int_equal(weir_pcap_port_open(&port, path, &opts, err, sizeof(err)), 0);
	while (weir_pcap_port_run(port, &dev, 1000) > 0)
		;
	weir_pcap_port_summary(port, &sum);
	weir_pcap_port_close(port);
	unlink(path);
	assert_int_equal(sum.records, 8);
	assert_int_equal(sum.frames, 6);
	assert_int_equal(sum.what[WEIR_PCAP_SHORT], 1);
	assert_int_equal(sum.what[WEIR_PCAP_LONG], 1);
	assert_int_equal(dev.seen, 12);
	for (i = 0; i < 12; i++) {
		assert_int_equal(dev.frame[i].len, len[1 + i % 6]);
		assert_int_equal(dev.frame[i].bad, i % 3 == 2);
	}
}

/* No cycle is left between two frames, and none is shared. */
static void test_no_gap(void **state)
{
	struct weir_pcap_port_opts opts = { .size = sizeof(opts), .no_gap = 1 };
	struct weir_pcap_port *port;
	FILE *f = file(MAGIC_US);
	unsigned int i;

	(void)state;
	for (i = 0; i < 300; i++)
		savefile_record(f, 7, 0, 14 + i, 14 + i, 0);
	fclose(f);
	memset(&dev, 0, sizeof(dev));
	assert_int_equal(weir_pcap_port_open(&port, path, &opts, err, sizeof(err)), 0);
	while (weir_pcap_port_run(port, &dev, 1000) > 0)
		;
	weir_pcap_port_close(port);
	unlink(path);
	assert_int_equal(dev.seen, 300);
	for (i = 1; i < 300; i++)
		assert_int_equal(dev.frame[i].start - dev.frame[i - 1].start, (dev.frame[i - 1].len + 7) / 8);
}

static void test_loop(void **state)
{
	FILE *f = file(MAGIC_US);
	struct weir_pcap_port_summary sum;
	unsigned int i;

	(void)state;
	savefile_record(f, 9, 0, 10, 10, 0);		/* skipped in every pass */
	for (i = 0; i < 3; i++)
		savefile_record(f, 10 + i, 500, 60 + i, 60 + i, (uint8_t)i);
	sum = play(f, WEIR_PCAP_RECORDED, 4, 1000);
	assert_int_equal(sum.frames, 3);
	assert_int_equal(sum.records, 4);
	assert_int_equal(sum.what[WEIR_PCAP_SHORT], 1);
	assert_int_equal(dev.seen, 12);
	for (i = 0; i < 12; i++) {
		/* A pass is 2 s long, and its last frame 68.8 ns: 1 us. */
		assert_int_equal(dev.frame[i].byte, i % 3);
		assert_int_equal(dev.frame[i].sec, 10 + i / 3 * 2 + i % 3);
		assert_int_equal(dev.frame[i].ns, 500000 + i / 3 * 1000);
		assert_int_equal(dev.frame[i].start, 1000 + (i / 3 * UINT64_C(2000001) +
				 i % 3 * UINT64_C(1000000)) * 625 / 4);
	}
	f = file(MAGIC_US);
	for (i = 0; i < 3; i++)
		savefile_record(f, 10 + i, 500, 60, 60, (uint8_t)i);
	play(f, WEIR_PCAP_LINE, 3, 1000);
	for (i = 0; i < 9; i++)
		assert_int_equal(dev.frame[i].start, 1000 + i * 84 / 8);
	f = file(MAGIC_US);
	sum = play(f, WEIR_PCAP_LINE, 3, 1000);
	assert_int_equal(sum.records, 0);
	f = file(MAGIC_US);
	savefile_record(f, 10, 500, 10, 10, 0);
	sum = play(f, WEIR_PCAP_LINE, 3, 1000);
	assert_int_equal(sum.records, 1);
	assert_int_equal(dev.seen, 0);
}

/* The first frame waits for an idle card, for a while; all others keep their distance to it. */
static void test_first(void **state)
{
	struct weir_pcap_port *port;
	FILE *f = file(MAGIC_US);

	(void)state;
	savefile_record(f, 1, 0, 60, 60, 0);
	savefile_record(f, 1, 0, 60, 60, 1);
	fclose(f);
	memset(&dev, 0, sizeof(dev));
	assert_int_equal(weir_pcap_port_open(&port, path, NULL, err, sizeof(err)), 0);
	dev.busy = 1;
	while (dev.cycle < 480)
		assert_true(weir_pcap_port_run(port, &dev, 16) > 0);
	assert_int_equal(dev.seen, 0);
	dev.busy = 0;
	while (weir_pcap_port_run(port, &dev, 100) > 0)
		;
	assert_int_equal(dev.seen, 2);
	assert_int_equal(dev.frame[0].start, 480);
	assert_int_equal(dev.frame[1].start, 490);
	weir_pcap_port_close(port);
	memset(&dev, 0, sizeof(dev));
	assert_int_equal(weir_pcap_port_open(&port, path, NULL, err, sizeof(err)), 0);
	dev.busy = 1;
	while (weir_pcap_port_run(port, &dev, 100) > 0)
		;
	assert_int_equal(dev.seen, 2);
	assert_in_range(dev.frame[0].start, 1000, 2100);
	weir_pcap_port_close(port);
	unlink(path);
	dev.busy = 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_line), cmocka_unit_test(test_line_paused),
		cmocka_unit_test(test_recorded), cmocka_unit_test(test_squeezed),
		cmocka_unit_test(test_times), cmocka_unit_test(test_limits),
		cmocka_unit_test(test_loop), cmocka_unit_test(test_first),
		cmocka_unit_test(test_wrong), cmocka_unit_test(test_no_gap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
