// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_capture.c - a machine that speaks as QEMU does sees the card, and a savefile's frames in its memory
 *
 * Guards against a handshake that a real client would not get through, blocks at the wrong place of a memory
 * in pieces, an interrupt that comes before its block or not at all, and sums that do not work out.
 */
#include <pcap/pcap.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "device.h"
#include "ring.h"

static struct frames frames;
static char port[300];

static int setup(void **state)
{
	const char *file = "tests/golden/traffic.pcap";

	(void)state;
	frames_load(&frames, file);
	snprintf(port, sizeof(port), "pcap:%s", file);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	frames_free(&frames);
	return 0;
}

static void check_counters(struct client *c, uint64_t frames_nr)
{
	u64 p[WEIR_PORT_COUNTER_NUM], t[WEIR_TAP_COUNTER_NUM];

	assert_int_equal(weir_hw_snapshot(&c->hw), 0);
	assert_int_equal(weir_hw_port_counters(&c->hw, p), 0);
	assert_int_equal(weir_hw_tap_counters(&c->hw, RING_TAP, t), 0);
	assert_int_equal(p[WEIR_HW_PORT_rx_frames], frames_nr);
	assert_int_equal(p[WEIR_HW_PORT_in_flight], 0);
	assert_int_equal(t[WEIR_HW_TAP_matched], frames_nr);
	assert_int_equal(t[WEIR_HW_TAP_delivered], frames_nr);
}

/* Registers by single writes, or by those that are gathered. */
static void capture(int multi)
{
	struct server s;
	struct client c;
	struct ring r;

	server_start(&s, (const char *const[]){ "--port", port, NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	assert_int_equal(c.hw.p.clk_hz, 156250000);
	c.multi = multi;
	ring_start(&r, &c);
	ring_wait(&r, &c, &frames, frames.nr);
	assert_int_equal(r.seen, frames.nr);
	check_counters(&c, frames.nr);
	client_close(&c);
	assert_true(server_said(&s, "the client is gone"));
	assert_int_equal(server_stop(&s), 0);
	/* Both sides' sums, also after the card was reset. */
	assert_int_equal(server_json(&s, "frames"), frames.nr);
	assert_int_equal(server_json(&s, "rx_frames"), frames.nr);
	assert_int_equal(server_json(&s, "refused_dma"), 0);
	assert_true(server_json(&s, "irqs_sent") > 0);
	assert_int_equal(server_json(&s, "malformed"), 0);
	server_remove(&s);
}

static void test_single(void **state)
{
	(void)state;
	capture(0);
}

static void test_multi(void **state)
{
	(void)state;
	capture(1);
}

/* Each pass waits for its signal, and the frames' times leave the card's clock alone. */
static void test_passes(void **state)
{
	char text[sizeof(port) + 40];
	struct server s;
	struct client c;
	struct ring r;
	uint32_t sec, ns;

	(void)state;
	snprintf(text, sizeof(text), "%s,loop=2,hold=each,clock=own", port);
	server_start(&s, (const char *const[]){ "--port", text, NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	assert_int_equal(weir_hw_clock_set(&c.hw, 77, 0), 0);
	ring_start(&r, &c);
	usleep(100000);
	check_counters(&c, 0);
	kill(s.pid, SIGUSR1);
	ring_wait(&r, &c, &frames, frames.nr);
	usleep(100000);
	check_counters(&c, frames.nr);
	assert_int_equal(weir_hw_clock_read(&c.hw, &sec, &ns), 0);
	assert_in_range(sec, 77, 10000);
	kill(s.pid, SIGUSR1);
	ring_wait(&r, &c, &frames, 2 * frames.nr);
	check_counters(&c, 2 * frames.nr);
	assert_int_equal(weir_hw_clock_read(&c.hw, &sec, &ns), 0);
	assert_in_range(sec, 77, 10000);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	assert_int_equal(server_json(&s, "frames"), 2 * frames.nr);
	assert_true(server_json(&s, "bytes") > 0);
	server_remove(&s);
}

static void save(const char *path, const struct frames *f)
{
	pcap_t *pcap = pcap_open_dead(DLT_EN10MB, WEIR_DEV_FRAME_MAX);
	pcap_dumper_t *file = pcap_dump_open(pcap, path);
	unsigned int i;

	assert_non_null(file);
	for (i = 0; i < f->nr; i++) {
		struct pcap_pkthdr h = { .ts.tv_sec = 1000 + i, .caplen = f->frame[i].len,
					 .len = f->frame[i].len };

		pcap_dump((u_char *)file, &h, f->frame[i].data);
	}
	pcap_dump_close(file);
	pcap_close(pcap);
}

#define BAD		5U	/* one in so many is flagged bad */
#define RECORDS		300U

/* Frames of all lengths that a port can carry, in *all; in *good those of them that a card receives. How many
 * it has to count as bad, too short and too long. */
static void make_wrong(struct frames *all, struct frames *good, uint64_t want[3])
{
	static const uint32_t len[] = { 1, 7, 13, 14, 60, 1514, 9600, 9601, 12000, WEIR_DEV_FRAME_MAX };
	uint32_t i, k;

	good->nr = 0;
	for (i = all->nr = 0; i < RECORDS; i++) {
		uint32_t n = len[i * i / 7 % 10];
		uint8_t *data = malloc(n);

		assert_non_null(data);
		for (k = 0; k < n; k++)
			data[k] = (uint8_t)(k == 12 ? 0x88 : k == 13 ? 0xb5 : i + k);
		all->frame[i].len = n;
		all->frame[all->nr++].data = data;
		if ((i + 1) % BAD == 0)
			want[0]++;
		else if (n < 14)
			want[1]++;
		else if (n > 9600)
			want[2]++;
		else
			good->frame[good->nr++] = all->frame[i];
	}
	for (i = 0; i < 3; i++)
		assert_in_range(want[i], 10, 200);
	assert_in_range(good->nr, 50, 250);
}

/* A line that is not always right: each frame with a fault is counted as such, each of the others comes. */
static void test_wrong(void **state)
{
	char text[200], path[] = "/tmp/weir-wrong-XXXXXX";
	u64 p[WEIR_PORT_COUNTER_NUM];
	uint64_t want[3] = { 0 };
	static struct frames all, good;
	struct server s;
	struct client c;
	struct ring r;

	(void)state;
	close(mkstemp(path));
	make_wrong(&all, &good, want);
	save(path, &all);
	snprintf(text, sizeof(text), "pcap:%s,pace=line,bad=%u,length=any", path, BAD);
	server_start(&s, (const char *const[]){ "--port", text, NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	ring_start(&r, &c);
	ring_wait(&r, &c, &good, good.nr);
	assert_true(server_said(&s, "the savefile was played: 300 frames"));
	assert_int_equal(weir_hw_snapshot(&c.hw), 0);
	assert_int_equal(weir_hw_port_counters(&c.hw, p), 0);
	assert_int_equal(p[WEIR_HW_PORT_rx_frames], RECORDS);
	assert_int_equal(p[WEIR_HW_PORT_err_bad], want[0]);
	assert_int_equal(p[WEIR_HW_PORT_err_runt], want[1]);
	assert_int_equal(p[WEIR_HW_PORT_err_long], want[2]);
	assert_int_equal(p[WEIR_HW_PORT_matched], good.nr);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	assert_int_equal(server_json(&s, "skipped"), 0);
	assert_int_equal(server_json(&s, "err_bad"), want[0]);
	unlink(path);
	frames_free(&all);
	server_remove(&s);
}

/* Frames closer than Ethernet allows: those that cannot be let in are counted, as are all others. */
static void test_close(void **state)
{
	static uint8_t data[60] = { 2 };
	static const struct frames one = { .nr = 1, .frame = { { sizeof(data), data } } };
	char text[200], path[] = "/tmp/weir-close-XXXXXX";
	u64 p[WEIR_PORT_COUNTER_NUM];
	struct server s;
	struct client c;
	struct ring r;

	(void)state;
	close(mkstemp(path));
	save(path, &one);
	snprintf(text, sizeof(text), "pcap:%s,pace=line,loop=2000,gap=none", path);
	server_start(&s, (const char *const[]){ "--port", text, NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	ring_start(&r, &c);
	assert_true(server_said(&s, "the savefile was played: 2000 frames"));
	assert_int_equal(weir_hw_snapshot(&c.hw), 0);
	assert_int_equal(weir_hw_port_counters(&c.hw, p), 0);
	assert_int_equal(p[WEIR_HW_PORT_rx_frames], 2000);
	assert_in_range(p[WEIR_HW_PORT_overflow], 100, 1900);
	assert_int_equal(p[WEIR_HW_PORT_matched] + p[WEIR_HW_PORT_overflow], 2000);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	unlink(path);
	server_remove(&s);
}

/* Words of 1, 2, 4 and 8 bytes. */
static void test_access(void **state)
{
	struct server s;
	struct client c;
	uint64_t v8;

	(void)state;
	server_start(&s, (const char *const[]){ NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	weir_hw_wr32(&c.hw, WEIR_CTRL_SCRATCH, 60000);
	client_read(&c, 0, WEIR_ID_MAGIC, &v8, 8);
	assert_int_equal((uint32_t)v8, WEIR_ID_MAGIC_RESET);
	assert_int_equal(v8 >> 32, WEIR_ID_ABI_RESET);
	/* The card's registers are words of 4 bytes: nothing less reaches them. */
	v8 = 0;
	client_write(&c, 0, WEIR_CTRL_SCRATCH, &v8, 2);
	client_write(&c, 0, WEIR_CTRL_SCRATCH + 2, &v8, 4);
	assert_int_equal(weir_hw_rd32(&c.hw, WEIR_CTRL_SCRATCH), 60000);
	client_read(&c, 0, WEIR_CTRL_SCRATCH, &v8, 2);
	assert_int_equal((uint16_t)v8, 0xffff);
	assert_true(server_said(&s, "write at 0x00114 of the registers: whole words of 4 bytes expected"));
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	server_remove(&s);
}

/* A tap runs and no frame comes: the server sleeps, and the card's clock goes on. */
static void test_idle(void **state)
{
	uint32_t sec, ns, sec2, ns2;
	unsigned long before;
	struct server s;
	struct client c;
	struct ring r;

	(void)state;
	server_start(&s, (const char *const[]){ NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	ring_start(&r, &c);
	assert_int_equal(weir_hw_clock_read(&c.hw, &sec, &ns), 0);
	before = server_ticks(&s);
	usleep(600000);
	assert_in_range(server_ticks(&s) - before, 0, (unsigned long)sysconf(_SC_CLK_TCK) / 10);
	assert_int_equal(weir_hw_clock_read(&c.hw, &sec2, &ns2), 0);
	assert_true((sec2 - sec) * 1e9 + ns2 - (double)ns >= 550e6);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	server_remove(&s);
}

/* Interrupts 50 ms apart, blocks that come quicker: the card rests meanwhile, and its time is not clocked. */
static void test_moderated(void **state)
{
	char text[sizeof(port) + 20];
	struct server s;
	struct client c;
	struct ring r;

	(void)state;
	snprintf(text, sizeof(text), "%s,pace=line", port);
	server_start(&s, (const char *const[]){ "--port", text, NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_drive(&c);
	ring_start_moderated(&r, &c, 50000);
	ring_wait(&r, &c, &frames, frames.nr);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	assert_in_range(server_json(&s, "irqs_sent"), 2, 10);
	assert_in_range(server_json(&s, "cycles"), 0, 2 * 1000 * 1000);
	server_remove(&s);
}

/* Its only client leaves: that is the end, and the statistics are written. */
static void test_once(void **state)
{
	struct server s;
	struct client c;

	(void)state;
	server_start(&s, (const char *const[]){ "--once", NULL });
	client_connect(&c, &s);
	client_begin(&c);
	client_close(&c);
	assert_int_equal(server_wait(&s), 0);
	assert_int_equal(server_json(&s, "clients"), 1);
	server_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_idle),
		cmocka_unit_test(test_access),
		cmocka_unit_test(test_single),
		cmocka_unit_test(test_passes),
		cmocka_unit_test(test_multi),
		cmocka_unit_test(test_moderated),
		cmocka_unit_test(test_wrong),
		cmocka_unit_test(test_close),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
