// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_reset.c - a reset in the middle of traffic leaves a card that starts again, and sums that hold
 *
 * Guards against a reset that keeps a register, a DMA or an interrupt of the card before it, against
 * frames that are lost without being counted, and against memory that moves under a card at work.
 */
#include <errno.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <linux/pci_regs.h>

#include "ring.h"

#define ROUNDS 10

static struct frames frames;
static const char *const forever[] = {
	"--port", "pcap:tests/golden/traffic.pcap,pace=line,loop=forever", NULL
};

static int setup(void **state)
{
	(void)state;
	frames_load(&frames, "tests/golden/traffic.pcap");
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	frames_free(&frames);
	return 0;
}

static void begin(struct server *s, struct client *c, const char *const *port)
{
	server_start(s, port);
	client_connect(c, s);
	client_begin(c);
	client_drive(c);
}

static uint32_t cap(struct client *c, uint32_t id)
{
	uint32_t at = client_config(c, PCI_CAPABILITY_LIST, 1);

	while (at && client_config(c, at, 1) != id)
		at = client_config(c, at + 1, 1);
	assert_true(at);
	return at;
}

static void flr(struct client *c)
{
	uint32_t at = cap(c, PCI_CAP_ID_EXP) + PCI_EXP_DEVCTL;

	client_config_write(c, at, client_config(c, at, 2) | PCI_EXP_DEVCTL_BCR_FLR, 2);
}

static void device_reset(struct client *c)
{
	assert_int_equal(client_ask(c, WEIR_VFIO_RESET, NULL, 0, -1, NULL, 0), 0);
}

/* As new: nothing written to it is there any more, and nothing moves. */
static void check_new(struct client *c)
{
	u64 p[WEIR_PORT_COUNTER_NUM];
	uint8_t *compl = client_ram(c, RING_COMPL);
	uint32_t state, error;

	assert_int_equal(client_config(c, PCI_COMMAND, 2), 0);
	assert_int_equal(weir_hw_rd32(&c->hw, WEIR_CTRL_SCRATCH), 0);
	assert_int_equal(weir_hw_rd32(&c->hw, WEIR_CTRL_CONTROL) & WEIR_CTRL_CONTROL_RX_ENABLE_MASK, 0);
	assert_int_equal(weir_hw_tap_state(&c->hw, RING_TAP, &state, &error), 0);
	assert_int_equal(state, WEIR_TAP_STATE_DISABLED);
	assert_int_equal(weir_hw_snapshot(&c->hw), 0);
	assert_int_equal(weir_hw_port_counters(&c->hw, p), 0);
	assert_int_equal(p[WEIR_HW_PORT_rx_frames], 0);
	memset(compl, 0x5a, 4096);
	usleep(2000);
	assert_int_equal(compl[RING_TAP * WEIR_HOST_COMPLETION_SIZE], 0x5a);
}

/* Do the block's frames stand in the savefile from number k on? Some frames are there more than once. */
static int matches(const uint8_t *b, unsigned int k)
{
	uint32_t at, n, len, next, i;

	memcpy(&n, b + 12, 4);
	memcpy(&at, b + 16, 4);
	for (i = 0; i < n; i++, at += next) {
		uint16_t mac;

		memcpy(&next, b + at, 4);
		memcpy(&len, b + at + 12, 4);
		memcpy(&mac, b + at + 24, 2);
		k %= frames.nr;
		if (frames.frame[k].len != len || memcmp(frames.frame[k].data, b + at + mac, len))
			return 0;
		k++;
	}
	return 1;
}

/* The savefile went on somewhere while the card was reset: found by all the frames of the first block. */
static void resync(struct ring *r, struct client *c)
{
	const uint8_t *b = client_ram(c, RING_AT);
	unsigned int i;

	/* The interrupt may be one of before the reset. */
	while (!(__atomic_load_n(b + 8, __ATOMIC_ACQUIRE) & 1))
		client_wait_irq(c, RING_VECTOR);
	for (i = 0; i < frames.nr; i++)
		if (matches(b, i))
			break;
	assert_true(i < frames.nr);
	r->seen = i;
}

static void rounds(void (*reset)(struct client *))
{
	uint64_t seen = 0, missed, from;
	struct server s;
	struct client c;
	struct ring r;
	int i;

	begin(&s, &c, forever);
	for (i = 0; i < ROUNDS; i++) {
		ring_start(&r, &c);
		weir_hw_wr32(&c.hw, WEIR_CTRL_SCRATCH, 0x1234567);
		resync(&r, &c);
		from = r.seen;
		while (r.seen < from + 300) {
			if (!ring_take(&r, &c, &frames))
				client_wait_irq(&c, RING_VECTOR);
		}
		seen += r.seen - from;
		reset(&c);
		check_new(&c);
		client_config_write(&c, PCI_COMMAND, PCI_COMMAND_MEMORY | PCI_COMMAND_MASTER, 2);
	}
	client_close(&c);
	assert_true(server_said(&s, "the client is gone"));
	assert_int_equal(server_stop(&s), 0);
	/* Each frame of the line was received, passed a card that did not receive, or was lost on its way. */
	assert_in_range(server_json(&s, "rx_frames"), seen, server_json(&s, "frames"));
	missed = server_json(&s, "passed") + server_json(&s, "lost");
	assert_int_equal(server_json(&s, "frames"), server_json(&s, "rx_frames") + missed);
	assert_in_range(missed, 1, 3 * (ROUNDS + 1));
	assert_int_equal(server_json(&s, "refused_dma"), 0);
	server_remove(&s);
}

static void test_flr(void **state)
{
	(void)state;
	rounds(flr);
}

static void test_device_reset(void **state)
{
	(void)state;
	rounds(device_reset);
}

/* D3hot and a card that is gone look the same to a driver; both come back as they were. */
static void test_all_ones(void **state)
{
	struct server s;
	struct client c;
	uint32_t pm, cfg;

	(void)state;
	begin(&s, &c, (const char *const[]){ NULL });
	weir_hw_wr32(&c.hw, WEIR_CTRL_SCRATCH, 77);
	pm = cap(&c, PCI_CAP_ID_PM) + PCI_PM_CTRL;
	client_config_write(&c, pm, 3, 2);
	client_read(&c, 0, WEIR_CTRL_SCRATCH, &cfg, 4);
	assert_int_equal(cfg, 0xffffffff);
	weir_hw_wr32(&c.hw, WEIR_CTRL_SCRATCH, 78);
	assert_int_equal(client_config(&c, PCI_VENDOR_ID, 2), WEIR_PCI_VENDOR);
	client_config_write(&c, pm, 0, 2);
	assert_int_equal(weir_hw_rd32(&c.hw, WEIR_CTRL_SCRATCH), 77);
	kill(s.pid, SIGUSR2);
	assert_true(server_said(&s, "the card answers all ones"));
	client_read(&c, 0, WEIR_CTRL_SCRATCH, &cfg, 4);
	assert_int_equal(cfg, 0xffffffff);
	kill(s.pid, SIGUSR2);
	assert_true(server_said(&s, "the card answers again"));
	assert_int_equal(weir_hw_rd32(&c.hw, WEIR_CTRL_SCRATCH), 77);
	assert_int_equal(weir_hw_rd32(&c.hw, WEIR_PORT_STATUS), 10000 << 8 | 1);
	kill(s.pid, SIGRTMIN);
	assert_true(server_said(&s, "the link is cut"));
	assert_int_equal(weir_hw_rd32(&c.hw, WEIR_PORT_STATUS), 0);
	kill(s.pid, SIGRTMIN);
	assert_true(server_said(&s, "the link is there again"));
	assert_int_equal(weir_hw_rd32(&c.hw, WEIR_PORT_STATUS), 10000 << 8 | 1);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	server_remove(&s);
}

/* RAM is split and joined below 1 MiB, as a BIOS does, while the card writes elsewhere. */
static void test_churn(void **state)
{
	static const uint64_t cut[] = { 0, 0x9f000, 0xa0000, 0xb0000, 0xc0000 };
	struct server s;
	struct client c;
	struct ring r;
	unsigned int i, k;

	(void)state;
	begin(&s, &c, (const char *const[]){ "--port", "pcap:tests/golden/traffic.pcap,pace=line,loop=4,hold",
					     NULL });
	ring_start(&r, &c);
	kill(s.pid, SIGUSR1);
	for (i = 0; i < 40; i++) {
		assert_int_equal(client_unmap(&c, 0, 0xc0000), 0);
		/* Nothing is there any more, nor was it ever: as a client behind an IOMMU clears. */
		assert_int_equal(client_unmap(&c, 0, 0xc0000), 0);
		assert_int_equal(client_unmap(&c, UINT64_C(1) << 40, UINT64_C(1) << 40), 0);
		for (k = 0; k < 4; k++)
			assert_int_equal(client_map(&c, cut[k], cut[k + 1] - cut[k], 3,
						    k == 2 ? -1 : c.ram_fd, cut[k]), 0);
		assert_int_equal(client_map(&c, 0x9f000, 4096, 3, c.ram_fd, 0), -EEXIST);
		ring_take(&r, &c, &frames);
	}
	ring_wait(&r, &c, &frames, 4 * frames.nr);
	assert_int_equal(r.seen, 4 * frames.nr);
	client_close(&c);
	assert_int_equal(server_stop(&s), 0);
	assert_int_equal(server_json(&s, "refused_dma"), 0);
	server_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_all_ones),
		cmocka_unit_test(test_churn),
		cmocka_unit_test(test_flr),
		cmocka_unit_test(test_device_reset),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
