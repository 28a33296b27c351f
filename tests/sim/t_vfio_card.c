// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_vfio_card.c - what the server does with a card that faults, rests or has a timer
 *
 * Guards against a fault that nobody hears of or that is told for ever, a reset that does not end it, a
 * sleep that stops the card's clock, an idle card that is clocked through its timers or never again, and sums
 * that miss what was counted since a client's snapshot.
 * A card made of a few numbers stands in for the model, which does not fault.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <cmocka.h>

#include "vfio_card.h"

struct weir_dev {
	struct weir_dev_host host;
	uint64_t cycle, clocked, deadline;	/* 0: no timer runs */
	const char *fault;
	int busy;
	int copying;				/* reads of the status until the snapshot is there */
	uint32_t counted, snapshot;		/* any counter, now and as its registers show it */
	int receives;				/* CONTROL.RX_ENABLE */
	uint64_t off_at;			/* cycles clocked when it was taken away */
	struct weir_dev_stats stats;
} dev;

static unsigned int resets;

struct weir_dev *weir_dev_create(const struct weir_dev_host *host, const struct weir_dev_opts *opts,
				 char *err, size_t err_len)
{
	(void)opts;
	(void)err;
	(void)err_len;
	memset(&dev, 0, sizeof(dev));
	dev.host = *host;
	return &dev;
}

void weir_dev_reset(struct weir_dev *d)
{
	*d = (struct weir_dev){ .host = d->host, .cycle = d->cycle };
	resets++;
}

void weir_dev_destroy(struct weir_dev *d)
{
	(void)d;
}

uint32_t weir_dev_read32(struct weir_dev *d, uint32_t addr)
{
	if (d->fault)
		return UINT32_MAX;
	if (addr == WEIR_CTRL_STATUS)
		return d->copying && d->copying-- ? WEIR_CTRL_STATUS_SNAPSHOT_BUSY_MASK : 0;
	if (addr >= WEIR_PORT_COUNTERS_RX_FRAMES)
		return addr % 8 ? 0 : d->snapshot;
	return 1;
}

void weir_dev_write32(struct weir_dev *d, uint32_t addr, uint32_t value)
{
	if (addr == WEIR_CTRL_SCRATCH && value == 0xdead)
		d->fault = "cycle 7: an answer expected, actual none";
	if (addr == WEIR_CTRL_CONTROL) {
		d->receives = !!(value & WEIR_CTRL_CONTROL_RX_ENABLE_MASK);
		d->off_at = d->clocked;
	}
	/* While one is copied the card does not begin another. */
	if (addr == WEIR_CTRL_COMMAND && value & WEIR_CTRL_COMMAND_SNAPSHOT_MASK && !d->copying) {
		d->copying = 3;
		d->snapshot = d->counted;
	}
}

uint64_t weir_dev_step(struct weir_dev *d, uint64_t cycles)
{
	if (d->fault)
		return 0;
	d->cycle += cycles;
	d->clocked += cycles;
	/* The frame on its way in is whole by then. */
	if (!d->receives && d->clocked - d->off_at >= WEIR_DEV_FRAME_MAX / 8) {
		d->counted += (uint32_t)d->stats.held;
		d->stats.held = 0;
	}
	if (d->deadline && d->cycle >= d->deadline) {
		d->deadline = 0;
		d->stats.irqs++;
		d->host.irq(d->host.ctx, 5);
	}
	return cycles;
}

uint64_t weir_dev_timer(const struct weir_dev *d)
{
	if (!d->deadline)
		return UINT64_MAX;
	return d->deadline > d->cycle + 10 ? d->deadline - d->cycle - 10 : 0;
}

uint64_t weir_dev_jump(struct weir_dev *d, uint64_t cycles)
{
	if (d->fault || d->busy)
		return 0;
	if (cycles > weir_dev_timer(d))
		cycles = weir_dev_timer(d);
	d->cycle += cycles;
	return cycles;
}

uint64_t weir_dev_cycle(const struct weir_dev *d)
{
	return d->cycle;
}

int weir_dev_port_idle(const struct weir_dev *d)
{
	(void)d;
	return 1;
}

int weir_dev_idle(const struct weir_dev *d)
{
	return !d->busy;
}

void weir_dev_link(struct weir_dev *d, int up, int fault, uint32_t mbps)
{
	(void)d;
	(void)up;
	(void)fault;
	(void)mbps;
}

const char *weir_dev_fault(const struct weir_dev *d)
{
	return d->fault;
}

void weir_dev_stop(struct weir_dev *d, const char *reason)
{
	d->fault = reason;
}

void weir_dev_stats(const struct weir_dev *d, struct weir_dev_stats *out)
{
	*out = d->stats;
}

/* Nothing is plugged in. */
struct weir_vfio_port {
	int nothing;
} port;

int weir_vfio_port_run(struct weir_vfio_port *p, struct weir_dev *d, uint32_t cycles)
{
	(void)p;
	(void)d;
	(void)cycles;
	return 0;
}

static struct weir_vfio_card card;

static int setup(void **state)
{
	char err[128];

	(void)state;
	return weir_vfio_card_open(&card, NULL, err, sizeof(err));
}

static int teardown(void **state)
{
	(void)state;
	weir_vfio_card_close(&card);
	return 0;
}

static void set(uint32_t at, uint32_t v)
{
	weir_vfio_card_write(&card, WEIR_PCI_BAR_REGS, at, (const uint8_t *)&v, 4);
}

static uint32_t get(uint32_t at)
{
	uint32_t v;

	weir_vfio_card_read(&card, WEIR_PCI_BAR_REGS, at, (uint8_t *)&v, 4);
	return v;
}

static uint64_t events(int fd)
{
	uint64_t n = 0;

	return read(fd, &n, 8) == 8 ? n : 0;
}

static int give_eventfd(uint32_t index, uint32_t vector)
{
	struct weir_vfio_msg m = { .u.irqs = { .flags = WEIR_VFIO_SET_EVENTFD | WEIR_VFIO_SET_TRIGGER,
					       .index = index, .start = vector, .count = 1 } };
	int fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC), given = dup(fd);

	assert_int_equal(weir_vfio_card_irqs(&card, &m, &given, 1), 0);
	assert_int_equal(given, -1);
	return fd;
}

static void test_fault(void **state)
{
	int fd = give_eventfd(WEIR_VFIO_IRQ_ERR, 0);

	(void)state;
	assert_int_equal(get(0), 1);
	set(WEIR_CTRL_SCRATCH, 0xdead);
	assert_int_equal(events(fd), 1);
	assert_int_equal(get(0), UINT32_MAX);
	assert_int_equal(weir_vfio_card_run(&card, &port), 0);
	assert_int_equal(weir_vfio_card_run(&card, &port), 0);
	assert_int_equal(events(fd), 0);
	resets = 0;
	weir_vfio_card_reset(&card);
	assert_int_equal(resets, 1);
	assert_int_equal(get(0), 1);
	set(WEIR_CTRL_SCRATCH, 0xdead);
	assert_int_equal(events(fd), 1);
	close(fd);
}

/* Runs until the card rests: in so many rounds. */
static int run(void)
{
	int n;

	for (n = 0; n < 1000 && weir_vfio_card_run(&card, &port); n++)
		;
	return n;
}

/* 1 s of card time until a tap's block is due: a few steps, and its interrupt. Then nothing at all. */
static void test_timer(void **state)
{
	uint8_t master = 6;
	int fd = give_eventfd(WEIR_VFIO_IRQ_MSIX, 5);

	(void)state;
	weir_vfio_card_write(&card, WEIR_VFIO_REGION_CONFIG, 4, &master, 1);
	dev.stats.frames = 1;
	assert_int_equal(run(), 0);
	dev.deadline = dev.cycle + WEIR_DEV_CLK_HZ;
	dev.clocked = 0;
	assert_in_range(run(), 1, 10);
	assert_in_range(dev.clocked, 1, 1000);
	assert_int_equal(events(fd), 1);
	assert_int_equal(card.stats.irqs_sent, 1);
	assert_int_equal(run(), 0);
	close(fd);
}

/* A timer that nobody knew of when the sleep began: the rest of the sleep comes behind it. */
static void test_timer_in_sleep(void **state)
{
	uint8_t master = 6;
	int fd = give_eventfd(WEIR_VFIO_IRQ_MSIX, 5);
	uint64_t was = dev.cycle;

	(void)state;
	weir_vfio_card_write(&card, WEIR_VFIO_REGION_CONFIG, 4, &master, 1);
	dev.deadline = dev.cycle + WEIR_DEV_CLK_HZ / 4;
	weir_vfio_card_slept(&card, 500000000);
	assert_int_equal(events(fd), 0);
	assert_in_range(run(), 1, 10);
	assert_int_equal(events(fd), 1);
	assert_in_range(dev.cycle - was, WEIR_DEV_CLK_HZ / 2, WEIR_DEV_CLK_HZ / 2 + WEIR_VFIO_STEP);
	close(fd);
}

static void test_sleep(void **state)
{
	uint64_t was = dev.cycle;

	(void)state;
	weir_vfio_card_slept(&card, 2000000000);
	assert_int_equal(dev.cycle - was, 2 * (uint64_t)WEIR_DEV_CLK_HZ);
	was = dev.cycle;
	weir_vfio_card_reset(&card);
	assert_in_range(dev.cycle, was, was + 10000);
	/* What is busy goes on being clocked, also while its memory is to be taken away; but not for ever. */
	dev.busy = 1;
	assert_int_equal(weir_vfio_card_run(&card, &port), 1);
	assert_int_equal(dev.clocked, WEIR_VFIO_STEP);
	weir_vfio_card_quiesce(&card);
	assert_in_range(dev.clocked, 5000, 20000);
}

/* The client has asked for a snapshot, and more has been counted since. */
static void test_count(void **state)
{
	(void)state;
	dev.counted = 100;
	set(WEIR_CTRL_COMMAND, WEIR_CTRL_COMMAND_SNAPSHOT_MASK);
	dev.counted = 140;
	assert_int_equal(weir_vfio_card_count(&card), 0);
	assert_int_equal(card.port_sum[0], 140);
	assert_int_equal(card.tap_sum[3][2], 140);
	/* The frame on its way in is counted by the card, which takes none behind it. */
	dev.receives = 1;
	dev.stats = (struct weir_dev_stats){ .frames = 7, .passed = 2, .held = 1 };
	assert_int_equal(weir_vfio_card_count(&card), 0);
	assert_int_equal(dev.receives, 0);
	assert_int_equal(card.port_sum[0], 140 + 141);
	assert_int_equal(card.dev_sum.frames, 7);
	assert_int_equal(card.dev_sum.passed, 2);
	assert_int_equal(card.dev_sum.held, 0);
	/* Never done: told, and nothing of it is added. */
	dev.copying = 1000000;
	assert_int_equal(weir_vfio_card_count(&card), -EIO);
	assert_int_equal(card.port_sum[0], 140 + 141);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_fault, setup, teardown),
		cmocka_unit_test_setup_teardown(test_timer, setup, teardown),
		cmocka_unit_test_setup_teardown(test_timer_in_sleep, setup, teardown),
		cmocka_unit_test_setup_teardown(test_sleep, setup, teardown),
		cmocka_unit_test_setup_teardown(test_count, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
