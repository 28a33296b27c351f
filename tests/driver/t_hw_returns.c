// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_hw_returns.c - the hardware layer's way out: every function with a card that goes away at any of its
 * reads, that refuses, that does not come to an end, and with arguments that no card takes
 *
 * Guards against all ones taken for a value, a wait that goes on without a card, a caller's wish to stop that
 * is not passed on, and arguments that reach a register. tests/lib/t_hw.c has what the functions do when all
 * is well.
 */
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include "tests/lib/hw_identity.h"

#define REGS	0x10000u
#define WAITS	7

static struct {
	u32 reg[REGS / 4];
	u32 reads, gone_at;	/* from which read on all ones come */
	u32 last_off, last_val, writes;
	bool refuses;		/* what is written to taps */
	bool busy;		/* whatever was begun does not end */
	int relaxed, stop;	/* relax() says this */
} c;
static struct weir_hw hw;

static u32 rd32(void *ctx, u32 off)
{
	(void)ctx;
	assert_true(off < REGS && off % 4 == 0);
	return c.reads++ >= c.gone_at ? ~0u : c.reg[off / 4];
}

static void wr32(void *ctx, u32 off, u32 val)
{
	(void)ctx;
	assert_true(off < REGS && off % 4 == 0);
	c.last_off = off;
	c.last_val = val;
	c.writes++;
	if (off == WEIR_CTRL_REFUSED)
		c.reg[off / 4] = 0;
	else if (c.refuses && off >= WEIR_TAP_RING_LO(0))
		c.reg[WEIR_CTRL_REFUSED / 4] = WEIR_CTRL_REFUSED_SEEN_MASK | off;
	else if (off == WEIR_CTRL_COMMAND)
		c.reg[WEIR_CTRL_STATUS / 4] = c.busy ? val : 0;
	else if (off == WEIR_TAP_COMMAND(1) && val == WEIR_TAP_COMMAND_START_MASK)
		c.reg[WEIR_TAP_STATE(1) / 4] = c.busy ? WEIR_TAP_STATE_STARTING : WEIR_TAP_STATE_RUNNING;
	else if (off == WEIR_TAP_COMMAND(1) && val == WEIR_TAP_COMMAND_STOP_MASK)
		c.reg[WEIR_TAP_STATE(1) / 4] = c.busy ? WEIR_TAP_STATE_STOPPING : WEIR_TAP_STATE_DISABLED;
	else
		c.reg[off / 4] = val;
}

static int relax(void *ctx)
{
	(void)ctx;
	c.relaxed++;
	return c.stop;
}

static const struct weir_hw_ops ops = { rd32, wr32, relax };

static int setup(void **state)
{
	(void)state;
	memset(&c, 0, sizeof(c));
	c.gone_at = ~0u;
	hw = (struct weir_hw){ .ops = &ops, .wait_max = WAITS };
	return hw_identity(&hw, c.reg, 0);
}

static const u8 mac[6] = { 2, 0x11, 0x22, 0x33, 0x44, 0x55 };
static const struct weir_hw_tap_cfg good = {
	.ring = 0x10000, .block_nr = 8, .block_pages = 16, .mac_offset = 82, .net_offset = 96, .first_seq = 1,
};

static int do_identify(void)
{
	enum weir_hw_unknown why;

	return weir_hw_identify(&hw, &why);
}

static int do_control(void) { return weir_hw_control(&hw, true, true); }
static int do_dma_setup(void) { return weir_hw_dma_setup(&hw, 0x1000, 0, 2); }
static int do_soft_reset(void) { return weir_hw_soft_reset(&hw); }
static int do_irq_mask(void) { return weir_hw_irq_mask(&hw, 5); }
static int do_station(void) { return weir_hw_station(&hw, mac); }
static int do_address(void) { return weir_hw_address(&hw, 3, mac, 2); }
static int do_slew(void) { return weir_hw_clock_slew(&hw, -5); }
static int do_set(void) { return weir_hw_clock_set(&hw, 1, 2); }
static int do_step(void) { return weir_hw_clock_step(&hw, -3); }
static int do_forget(void) { return weir_hw_irq_forget(&hw); }
static int do_snapshot(void) { return weir_hw_snapshot(&hw); }
static int do_start_stop(void)
{
	enum weir_hw_reason reason;
	u32 error;
	int ret = weir_hw_tap_setup(&hw, 1, &good, &reason);

	if (!ret)
		ret = weir_hw_tap_start(&hw, 1, &error);
	return ret ? ret : weir_hw_tap_stop(&hw, 1);
}
static int do_link(void)
{
	struct weir_hw_link link;

	return weir_hw_link(&hw, &link);
}
static int do_cause(void)
{
	struct weir_hw_cause cause;

	return weir_hw_irq_cause(&hw, &cause);
}
static int do_clock_read(void)
{
	u32 sec, ns;

	return weir_hw_clock_read(&hw, &sec, &ns);
}
static int do_state(void)
{
	u32 state, error;

	return weir_hw_tap_state(&hw, 1, &state, &error);
}
static int do_snaplen(void) { return weir_hw_tap_snaplen(&hw, 1, 96); }
static int do_counters(void)
{
	u64 port[WEIR_PORT_COUNTER_NUM], tap[WEIR_TAP_COUNTER_NUM];
	int ret = weir_hw_port_counters(&hw, port);

	return ret ? ret : weir_hw_tap_counters(&hw, 1, tap);
}

/* Away at its first read, at its second, ...: -ENODEV each time, until it needs no read that there is not. */
static void gone(void **state)
{
	static const struct {
		const char *name;
		int (*call)(void);
	} calls[] = {
		{ "identify", do_identify }, { "control", do_control }, { "dma_setup", do_dma_setup },
		{ "soft_reset", do_soft_reset }, { "irq_mask", do_irq_mask }, { "station", do_station },
		{ "address", do_address }, { "clock_slew", do_slew }, { "snapshot", do_snapshot },
		{ "tap_setup, tap_start, tap_stop", do_start_stop }, { "link", do_link },
		{ "irq_cause", do_cause }, { "clock_read", do_clock_read }, { "tap_state", do_state },
		{ "tap_snaplen", do_snaplen }, { "counters", do_counters }, { "clock_set", do_set },
		{ "clock_step", do_step }, { "irq_forget", do_forget },
	};
	u32 i, n, needs;
	int ret;

	for (i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		setup(state);
		c.reads = 0;
		assert_int_equal(calls[i].call(), 0);
		needs = c.reads;
		assert_true(needs > 0);
		for (n = 0; n < needs; n++) {
			setup(state);
			c.reads = 0;
			c.gone_at = n;
			ret = calls[i].call();
			if (ret != -ENODEV || !hw.gone)
				fail_msg("%s, gone at read %u of %u: %d", calls[i].name, n, needs, ret);
			/* A look at the magic for each that says all ones; no wait. */
			assert_true(c.reads <= 2 * needs);
			assert_true(c.relaxed <= 1);
		}
	}
}

/* Waits have an end, and end at once when the caller says so. */
static void endless(void **state)
{
	u32 error;

	c.busy = true;
	assert_int_equal(weir_hw_soft_reset(&hw), -ETIMEDOUT);
	assert_int_equal(c.relaxed, WAITS);
	/* The first is asked for and does not end; none is asked for while that is under way. */
	c.writes = 0;
	assert_int_equal(weir_hw_snapshot(&hw), -ETIMEDOUT);
	assert_int_equal(c.writes, 1);
	assert_int_equal(weir_hw_snapshot(&hw), -ETIMEDOUT);
	assert_int_equal(c.writes, 1);
	setup(state);
	c.reg[WEIR_CTRL_ACTIVE / 4] = 2;
	assert_int_equal(weir_hw_soft_reset(&hw), -ETIMEDOUT);
	assert_int_equal(weir_hw_dma_setup(&hw, 0x1000, 0, 2), -EBUSY);
	setup(state);
	c.busy = true;
	assert_int_equal(weir_hw_tap_start(&hw, 1, &error), -ETIMEDOUT);
	assert_int_equal(weir_hw_tap_start(&hw, 1, &error), -EBUSY);
	assert_int_equal(weir_hw_tap_stop(&hw, 1), -ETIMEDOUT);
	assert_true(c.relaxed <= 2 * (WAITS + 1));
	c.relaxed = 0;
	c.stop = -EINTR;
	assert_int_equal(weir_hw_tap_stop(&hw, 1), -EINTR);
	assert_int_equal(weir_hw_soft_reset(&hw), -EINTR);
	c.reg[WEIR_TAP_STATE(1) / 4] = WEIR_TAP_STATE_DISABLED;
	assert_int_equal(weir_hw_tap_start(&hw, 1, &error), -EINTR);
	assert_int_equal(c.relaxed, 3);
}

static void refused(void **state)
{
	enum weir_hw_reason reason;

	(void)state;
	c.refuses = true;
	assert_int_equal(weir_hw_tap_setup(&hw, 1, &good, &reason), -EPROTO);
	assert_int_equal(reason, WEIR_HW_FINE);
	c.refuses = false;
	/* One of an earlier life is not this one's. */
	c.reg[WEIR_CTRL_REFUSED / 4] = WEIR_CTRL_REFUSED_SEEN_MASK | 0x8010;
	assert_int_equal(weir_hw_tap_setup(&hw, 1, &good, &reason), 0);
	c.reg[WEIR_TAP_STATE(1) / 4] = WEIR_TAP_STATE_FAULT;
	assert_int_equal(weir_hw_tap_setup(&hw, 1, &good, &reason), -EBUSY);
}

/* None of these writes anything. */
static void arguments(void **state)
{
	u64 tap[WEIR_TAP_COUNTER_NUM];
	u32 s, e;

	(void)state;
	c.writes = 0;
	assert_int_equal(weir_hw_tap_state(&hw, 16, &s, &e), -EINVAL);
	assert_int_equal(weir_hw_tap_start(&hw, 16, &e), -EINVAL);
	assert_int_equal(weir_hw_tap_stop(&hw, 16), -EINVAL);
	assert_int_equal(weir_hw_tap_snaplen(&hw, 16, 1), -EINVAL);
	assert_int_equal(weir_hw_tap_snaplen(&hw, 1, 1u << 18), -EINVAL);
	assert_int_equal(weir_hw_tap_accept(&hw, 16, false, false, 0), -EINVAL);
	assert_int_equal(weir_hw_tap_accept(&hw, 1, false, false, 1u << 31), -EINVAL);
	assert_int_equal(weir_hw_tap_counters(&hw, 16, tap), -EINVAL);
	assert_int_equal(weir_hw_address(&hw, 32, mac, 1), -EINVAL);
	assert_int_equal(weir_hw_address(&hw, 0, mac, 1u << 16), -EINVAL);
	assert_int_equal(weir_hw_dma_setup(&hw, 0x1008, 0, 2), -EINVAL);
	assert_int_equal(weir_hw_dma_setup(&hw, 0x1000, WEIR_MAX_PAYLOAD_B512 + 1, 2), -EINVAL);
	assert_int_equal(weir_hw_dma_setup(&hw, 0x1000, 0, 256), -EINVAL);
	assert_int_equal(weir_hw_clock_set(&hw, 1, 1000000000), -EINVAL);
	assert_int_equal(weir_hw_clock_step(&hw, 1000000000), -EINVAL);
	assert_int_equal(weir_hw_clock_step(&hw, -1000000000), -EINVAL);
	assert_int_equal(weir_hw_clock_slew(&hw, WEIR_HW_SLEW_MAX + 1), -ERANGE);
	assert_int_equal(weir_hw_clock_slew(&hw, -WEIR_HW_SLEW_MAX - 1), -ERANGE);
	assert_int_equal(weir_hw_clock_slew(&hw, INT32_MIN), -ERANGE);
	/* A clock so slow that its period does not fit. */
	hw.p.clk_hz = 1000;
	assert_int_equal(weir_hw_clock_slew(&hw, 0), -ERANGE);
	hw.p.clk_hz = 0;
	assert_int_equal(weir_hw_clock_slew(&hw, 0), -EINVAL);
	assert_int_equal(c.writes, 0);
}

static void wrote(u32 off, u32 val)
{
	assert_int_equal(c.last_off, off);
	assert_int_equal(c.last_val, val);
}

static void writes(void **state)
{
	(void)state;
	assert_int_equal(weir_hw_control(&hw, true, false), 0);
	wrote(WEIR_CTRL_CONTROL, WEIR_CTRL_CONTROL_RX_ENABLE_MASK);
	assert_int_equal(weir_hw_irq_mask(&hw, 0x80000001), 0);
	wrote(WEIR_IRQ_MASK_SET, 0x80000001);
	assert_int_equal(weir_hw_irq_unmask(&hw, 0x10), 0);
	wrote(WEIR_IRQ_MASK_CLR, 0x10);
	assert_int_equal(weir_hw_station(&hw, mac), 0);
	assert_int_equal(c.reg[WEIR_PORT_MAC_LO / 4], 0x33221102);
	wrote(WEIR_PORT_MAC_HI, 0x5544);
	assert_int_equal(weir_hw_clock_set(&hw, 7, 8), 0);
	assert_true(c.reg[WEIR_CLOCK_SET_SEC / 4] == 7 && c.reg[WEIR_CLOCK_SET_NS / 4] == 8);
	wrote(WEIR_CLOCK_COMMAND, WEIR_CLOCK_COMMAND_SET_MASK);
	weir_hw_tap_doorbell(&hw, 2);
	wrote(WEIR_TAP_COMMAND(2), WEIR_TAP_COMMAND_DOORBELL_MASK);
	weir_hw_tap_clear_losing(&hw, 2);
	wrote(WEIR_TAP_COMMAND(2), WEIR_TAP_COMMAND_CLEAR_LOSING_MASK);
	assert_int_equal(weir_hw_tap_snaplen(&hw, 2, 96), 0);
	wrote(WEIR_TAP_SNAPLEN(2), 96);
	assert_int_equal(weir_hw_tap_accept(&hw, 2, true, false, 3), 0);
	wrote(WEIR_TAP_ACCEPT(2),
	      WEIR_HW_PUT(WEIR_TAP_ACCEPT_PROMISC, 1) | WEIR_HW_PUT(WEIR_TAP_ACCEPT_TYPES, 3));
}

static void words(void **state)
{
	u32 i, n;

	(void)state;
	for (i = 0; i <= WEIR_HW_BAD_BUILD; i++) {
		assert_string_not_equal(weir_hw_advice((enum weir_hw_unknown)i), "unknown");
		for (n = 0; n < i; n++)
			assert_string_not_equal(weir_hw_advice((enum weir_hw_unknown)i),
						weir_hw_advice((enum weir_hw_unknown)n));
	}
	assert_string_equal(weir_hw_advice((enum weir_hw_unknown)99), "unknown");
	for (i = 0; i < WEIR_HW_REASONS; i++)
		assert_string_not_equal(weir_hw_reason_text((enum weir_hw_reason)i), "unknown");
	assert_string_equal(weir_hw_reason_text(WEIR_HW_REASONS), "unknown");
	for (i = 0; i <= WEIR_TAP_ERROR_GATE; i++)
		assert_string_not_equal(weir_hw_tap_error_text(i), "unknown error");
	assert_string_equal(weir_hw_tap_error_text(WEIR_TAP_ERROR_GATE + 1), "unknown error");
}

/* Two records that are written over each other all the time, without any care. */
static struct weir_hw_tap_cfg ring = { .block_nr = 8, .first_seq = 1 };
static volatile u32 table[WEIR_HOST_COMPLETION_SIZE / 4];
static volatile int ends;

static void record(u32 blocks)
{
	table[WEIR_HOST_COMPLETION_SEQ_LO / 4] = blocks;
	table[WEIR_HOST_COMPLETION_HEAD / 4] = blocks % 8;
	table[WEIR_HOST_COMPLETION_BLOCKS / 4] = blocks;
}

static void *writer(void *arg)
{
	(void)arg;
	while (!ends) {
		record(3);
		record(0x12345);
	}
	return NULL;
}

static void torn(void **state)
{
	struct weir_hw_completion out;
	u32 n, seen = 0, torn = 0;
	pthread_t thread;

	(void)state;
	record(3);
	assert_int_equal(pthread_create(&thread, NULL, writer, NULL), 0);
	for (n = 0; n < 200000 || (n < 20000000 && (!seen || !torn)); n++) {
		if (weir_hw_completion_read((const void *)table, 0, &ring, &out)) {
			torn++;
			continue;
		}
		seen++;
		if (!(out.seq == 3 && out.blocks == 3 && out.head == 3) &&
		    !(out.seq == 0x12345 && out.blocks == 0x12345 && out.head == 0x12345 % 8))
			break;
	}
	ends = 1;
	pthread_join(thread, NULL);
	assert_true(n >= 200000);
	assert_true(seen > 0);
	print_message("note: %u whole records, %u times none in eight tries\n", seen, torn);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(gone, setup), cmocka_unit_test_setup(endless, setup),
		cmocka_unit_test_setup(refused, setup), cmocka_unit_test_setup(arguments, setup),
		cmocka_unit_test_setup(writes, setup), cmocka_unit_test_setup(words, setup),
		cmocka_unit_test_setup(torn, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
