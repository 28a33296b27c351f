// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_hw.c - the hardware layer against a card that is only registers: who it takes for a card, what it
 * refuses, that every wait ends, and that a record read while it is written is not believed
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <string.h>

#include "tests/lib/hw_identity.h"

#define REGS 0x10000u

struct card {
	u32 reg[REGS / 4];
	bool gone;
	int relaxed;
	int busy;		/* relax() calls until STATUS is 0 */
	int starting;		/* relax() calls until tap 0 is what state_after says */
	u32 state_after;	/* of tap 0, after START */
};

static struct card c;
static struct weir_hw hw;

static u32 rd32(void *ctx, u32 off)
{
	assert_ptr_equal(ctx, &c);
	assert_true(off < REGS && off % 4 == 0);
	return c.gone ? ~0u : c.reg[off / 4];
}

static void wr32(void *ctx, u32 off, u32 val)
{
	(void)ctx;
	assert_true(off < REGS && off % 4 == 0);
	if (off == WEIR_CTRL_COMMAND)
		c.reg[WEIR_CTRL_STATUS / 4] = c.busy ? val : 0;
	else if (off == WEIR_TAP_COMMAND(0) && val == WEIR_TAP_COMMAND_START_MASK)
		c.reg[WEIR_TAP_STATE(0) / 4] = c.starting ? WEIR_TAP_STATE_STARTING |
			WEIR_TAP_ERROR_GATE << WEIR_TAP_STATE_ERROR_SHIFT : c.state_after;
	else if (off == WEIR_TAP_COMMAND(0) && val == WEIR_TAP_COMMAND_STOP_MASK)
		c.reg[WEIR_TAP_STATE(0) / 4] = c.busy ? WEIR_TAP_STATE_STOPPING : 0;
	else if (off == WEIR_IRQ_BLOCK || off == WEIR_IRQ_ERROR || off == WEIR_IRQ_CARD)
		c.reg[off / 4] &= ~val;
	else
		c.reg[off / 4] = val;
}

static int relax(void *ctx)
{
	(void)ctx;
	c.relaxed++;
	if (c.starting && !--c.starting)
		c.reg[WEIR_TAP_STATE(0) / 4] = c.state_after;
	if (c.busy && !--c.busy) {
		c.reg[WEIR_CTRL_STATUS / 4] = 0;
		c.reg[WEIR_TAP_STATE(0) / 4] = 0;
	}
	return 0;
}

static const struct weir_hw_ops ops = { rd32, wr32, relax };

static int setup(void **state)
{
	(void)state;
	memset(&c, 0, sizeof(c));
	hw = (struct weir_hw){ .ops = &ops, .ctx = &c, .wait_max = 100 };
	return hw_identity(&hw, c.reg, WEIR_ID_CAPS_RXHASH_MASK);
}

static void identify(void **state)
{
	static const struct {
		u32 off, val;
		enum weir_hw_unknown why;
	} cases[] = {
		{ WEIR_ID_MAGIC, 0x57454953, WEIR_HW_NOT_WEIR },
		{ WEIR_ID_MAGIC, 0, WEIR_HW_NOT_WEIR },
		{ WEIR_ID_ABI, (WEIR_HW_ABI_MAJOR + 1) << 16, WEIR_HW_CARD_NEWER },
		{ WEIR_ID_ABI, (WEIR_HW_ABI_MAJOR - 1) << 16 | 9, WEIR_HW_CARD_OLDER },
		{ WEIR_ID_TAPS, 8u << 24 | 4u << 16 | 8u << 8 | 17, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_TAPS, 8u << 24 | 4u << 16 | 8u << 8, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_TAPS, 8u << 24 | 4u << 16 | 9u << 8 | 16, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_ADDRS, 33, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_CLK_HZ, 0, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_LIMITS, 1518u << 16 | 1519, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_LIMITS, 1517u << 16 | 14, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_BUS, 256u << 16, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_BUS, 64, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_BUFFER, 0, WEIR_HW_BAD_BUILD },
		{ WEIR_ID_BUFFER, 9599, WEIR_HW_BAD_BUILD },
	};
	enum weir_hw_unknown why;
	size_t i;

	assert_int_equal(hw.p.mac_bits, 64);
	assert_int_equal(hw.p.dma_bits, 256);
	assert_true(hw.p.taps == 16 && hw.p.ahead == 4 && hw.p.slots == 8);
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		setup(state);
		c.reg[cases[i].off / 4] = cases[i].val;
		assert_int_equal(weir_hw_identify(&hw, &why), -EPROTO);
		assert_int_equal(why, cases[i].why);
		assert_true(strlen(weir_hw_advice(why)) > 10);
	}
	setup(state);
	/* A card with more than this software knows is fine. */
	c.reg[WEIR_ID_ABI / 4] = WEIR_HW_ABI_MAJOR << 16 | 7;
	assert_int_equal(weir_hw_identify(&hw, &why), 0);
	c.gone = true;
	assert_int_equal(weir_hw_identify(&hw, &why), -ENODEV);
}

static struct weir_hw_tap_cfg good(void)
{
	return (struct weir_hw_tap_cfg){
		.ring = 0x1234567000, .block_nr = 4, .block_pages = 256, .mac_offset = 82,
		.net_offset = 96, .snaplen = 262143, .retire_us = 10000, .first_seq = 1,
		.protocol = 3, .types = 0x1f, .hatype = 1,
	};
}

static void tap_checks(void **state)
{
#define BAD(stmt, r) \
	do { \
		g = good(); \
		stmt; \
		assert_int_equal(weir_hw_tap_check(&hw, 0, &g), r); \
		assert_int_equal(weir_hw_tap_setup(&hw, 0, &g, &reason), -EINVAL); \
		assert_int_equal(reason, r); \
		assert_true(strlen(weir_hw_reason_text(r)) > 10); \
	} while (0)
	struct weir_hw_tap_cfg g = good();
	enum weir_hw_reason reason;

	(void)state;
	assert_int_equal(weir_hw_tap_check(&hw, 15, &g), WEIR_HW_FINE);
	assert_int_equal(weir_hw_tap_check(&hw, 16, &g), WEIR_HW_NO_SUCH_TAP);
	BAD(g.ring += 8, WEIR_HW_RING_ALIGN);
	BAD(g.block_nr = 0, WEIR_HW_BLOCK_NR);
	BAD(g.block_nr = 65536, WEIR_HW_BLOCK_NR);
	BAD(g.block_pages = 0, WEIR_HW_BLOCK_SIZE);
	BAD(g.block_pages = 1025, WEIR_HW_BLOCK_SIZE);
	BAD(g.first_block = 4, WEIR_HW_FIRST_BLOCK);
	BAD(g.priv_bytes = 1u << 22, WEIR_HW_PRIV);
	BAD(g.mac_offset = 67, WEIR_HW_MAC_OFFSET);
	BAD(g.mac_offset = g.net_offset = 65536, WEIR_HW_MAC_OFFSET);
	BAD(g.net_offset = 81, WEIR_HW_NET_OFFSET);
	BAD(g.net_offset = 65536, WEIR_HW_NET_OFFSET);
	BAD(g.block_pages = 1; g.priv_bytes = 4096 - 48 - 82 + 1, WEIR_HW_CAPACITY);
	BAD(g.snaplen = 262144, WEIR_HW_SNAPLEN);
	BAD(g.time_ns = 1000000000, WEIR_HW_TIME);
	BAD(g.protocol = 65536, WEIR_HW_PROTOCOL);
	BAD(g.types = 32, WEIR_HW_TYPES);
	BAD(g.hatype = 65536, WEIR_HW_HATYPE);
	BAD(g.irq_interval_us = 65536, WEIR_HW_IRQ);
	BAD(g.irq_vector = WEIR_HW_VECTORS, WEIR_HW_IRQ);
	hw.p.caps = 0;
	BAD(g.rxhash = true, WEIR_HW_NO_RXHASH);
	/* The smallest that fits: ALIGN8(priv) counts. */
	g = good();
	g.block_pages = 1;
	g.priv_bytes = 4096 - 48 - 82 - 6;
	assert_int_equal(weir_hw_tap_check(&hw, 0, &g), WEIR_HW_FINE);
}

static void tap_registers(void **state)
{
	struct weir_hw_tap_cfg g = good();
	enum weir_hw_reason reason;

	(void)state;
	g.time_sec = -2;
	g.first_seq = 0x100000002ull;
	g.promisc = g.rxhash = g.vlan_otherhost = true;
	assert_int_equal(weir_hw_tap_setup(&hw, 3, &g, &reason), 0);
	assert_int_equal(c.reg[WEIR_TAP_RING_LO(3) / 4], 0x34567000);
	assert_int_equal(c.reg[WEIR_TAP_RING_HI(3) / 4], 0x12);
	assert_int_equal(c.reg[WEIR_TAP_OFFSET(3) / 4], 96u << 16 | 82);
	assert_int_equal(c.reg[WEIR_TAP_TIME_SEC(3) / 4], (u32)-2);
	assert_int_equal(c.reg[WEIR_TAP_SEQ_LO(3) / 4], 2);
	assert_int_equal(c.reg[WEIR_TAP_SEQ_HI(3) / 4], 1);
	assert_int_equal(c.reg[WEIR_TAP_MATCH(3) / 4], 3 | 1u << 16 | 1u << 17);
	assert_int_equal(c.reg[WEIR_TAP_ACCEPT(3) / 4], 1 | 0x1fu << 8);
	c.reg[WEIR_TAP_STATE(3) / 4] = WEIR_TAP_STATE_RUNNING;
	assert_int_equal(weir_hw_tap_setup(&hw, 3, &g, &reason), -EBUSY);
	c.gone = true;
	assert_int_equal(weir_hw_tap_setup(&hw, 3, &g, &reason), -ENODEV);
}

/* Retire time and interval change, vector and one-shot mode stay. */
static void tap_moderation(void **state)
{
	struct weir_hw_tap_cfg g = good();
	enum weir_hw_reason reason;

	(void)state;
	g.irq_vector = WEIR_HW_VECTORS - 1;
	g.irq_oneshot = true;
	g.irq_interval_us = 65535;
	assert_int_equal(weir_hw_tap_setup(&hw, 3, &g, &reason), 0);
	c.reg[WEIR_TAP_STATE(3) / 4] = WEIR_TAP_STATE_RUNNING;
	assert_int_equal(weir_hw_tap_moderate(&hw, 3, ~0u - 1, 7), 0);
	assert_int_equal(c.reg[WEIR_TAP_RETIRE(3) / 4], ~0u - 1);
	assert_int_equal(c.reg[WEIR_TAP_IRQ(3) / 4], 1u << 24 | 31u << 16 | 7);
	assert_int_equal(weir_hw_tap_moderate(&hw, 3, 1, 65536), -EINVAL);
	assert_int_equal(weir_hw_tap_moderate(&hw, 16, 1, 1), -EINVAL);
	assert_int_equal(c.reg[WEIR_TAP_RETIRE(3) / 4], ~0u - 1);
	c.gone = true;
	assert_int_equal(weir_hw_tap_moderate(&hw, 3, 1, 1), -ENODEV);
}

static void link_is(bool up, bool fault, u32 mbps)
{
	struct weir_hw_link link;

	assert_int_equal(weir_hw_link(&hw, &link), 0);
	assert_int_equal(link.up, up);
	assert_int_equal(link.fault, fault);
	assert_int_equal(link.mbps, mbps);
}

/* What the MAC says. A card that knows of none is taken to be up, at what 64 bits at 156.25 MHz are. */
static void port_link(void **state)
{
	struct weir_hw_link link;

	(void)state;
	hw.p.clk_hz = 156250000;
	link_is(true, false, 10000);
	hw.p.caps |= WEIR_ID_CAPS_LINK_MASK;
	link_is(false, false, 10000);
	c.reg[WEIR_PORT_STATUS / 4] = 1 | 25000u << 8;
	link_is(true, false, 25000);
	c.reg[WEIR_PORT_STATUS / 4] = 2;
	link_is(false, true, 10000);
	c.gone = true;
	assert_int_equal(weir_hw_link(&hw, &link), -ENODEV);
}

static void start_stop(void **state)
{
	u32 error;

	c.state_after = WEIR_TAP_STATE_RUNNING;
	/* An error of an earlier life, shown while the card decides, is not this one's. */
	c.starting = 20;
	assert_int_equal(weir_hw_tap_start(&hw, 0, &error), 0);
	assert_int_equal(weir_hw_tap_start(&hw, 0, &error), -EBUSY);
	c.busy = 50;
	assert_int_equal(weir_hw_tap_stop(&hw, 0), 0);
	setup(state);
	c.state_after = WEIR_TAP_ERROR_CAPACITY << WEIR_TAP_STATE_ERROR_SHIFT;
	assert_int_equal(weir_hw_tap_start(&hw, 0, &error), -EINVAL);
	assert_int_equal(error, WEIR_TAP_ERROR_CAPACITY);
	assert_non_null(strstr(weir_hw_tap_error_text(error), "no room"));
	setup(state);
	/* A card that never says: the wait ends. */
	assert_int_equal(weir_hw_tap_start(&hw, 0, &error), -ETIMEDOUT);
	assert_in_range(c.relaxed, 100, 102);
	c.busy = 1000;
	c.relaxed = 0;
	assert_int_equal(weir_hw_tap_stop(&hw, 0), -ETIMEDOUT);
	assert_in_range(c.relaxed, 100, 102);
	c.relaxed = 0;
	assert_int_equal(weir_hw_snapshot(&hw), -ETIMEDOUT);
	assert_int_equal(weir_hw_soft_reset(&hw), -ETIMEDOUT);
	assert_in_range(c.relaxed, 200, 204);
	c.gone = true;
	assert_int_equal(weir_hw_snapshot(&hw), -ENODEV);
	assert_int_equal(weir_hw_tap_stop(&hw, 0), -ENODEV);
}

static void completions(void **state)
{
	u32 table[16 * 8] = { 0 }, *rec = table + 2 * 8;
	struct weir_hw_tap_cfg g = good();
	struct weir_hw_completion out;

	(void)state;
	g.first_block = 3;
	g.first_seq = 0xfffffffffull;
	assert_int_equal(weir_hw_completion_read(table, 2, &g, &out), 0);
	assert_int_equal(out.blocks, 0);
	/* The third block: index (3 + 2) mod 4, the head is the one behind it. */
	rec[0] = 1;
	rec[1] = 0x10;
	rec[2] = (3 + 3) % 4;
	rec[3] = 5;
	rec[4] = 3;
	rec[5] = 77;
	assert_int_equal(weir_hw_completion_read(table, 2, &g, &out), 0);
	assert_true(out.seq == 0x1000000001ull && out.head == 2 && out.blocks == 3 &&
		    out.frames == 77 && out.generation == 5);
	/* Torn: any of its parts is of another time. */
	rec[2] = 1;
	assert_int_equal(weir_hw_completion_read(table, 2, &g, &out), -EAGAIN);
	rec[2] = 2;
	rec[4] = 4;
	assert_int_equal(weir_hw_completion_read(table, 2, &g, &out), -EAGAIN);
	rec[4] = 3;
	rec[0] = 2;
	assert_int_equal(weir_hw_completion_read(table, 2, &g, &out), -EAGAIN);
}

static void descriptors_and_clock(void **state)
{
	u8 table[24] = { 0 };
	static const u8 want[8] = { 0x00, 0x89, 0x34, 0x12, 0x78, 0x56, 0x00, 0x00 };
	static const u8 mac[6] = { 1, 2, 3, 4, 5, 6 };
	u32 sec, ns;

	(void)state;
	assert_int_equal(weir_hw_desc_write(table, 1, 0x567812348000, 0x100), 0);
	assert_memory_equal(table + 8, want, 8);
	assert_int_equal(weir_hw_desc_write(table, 1, 0x800, 1), -EINVAL);
	assert_int_equal(weir_hw_desc_write(table, 1, 0x1000, 0), -EINVAL);
	assert_int_equal(weir_hw_desc_write(table, 1, 0x1000, 1025), -EINVAL);
	assert_int_equal(weir_hw_clock_set(&hw, 1, 1000000000), -EINVAL);
	assert_int_equal(weir_hw_clock_step(&hw, -1000000000), -EINVAL);
	assert_int_equal(weir_hw_clock_step(&hw, -999999999), 0);
	assert_int_equal(c.reg[WEIR_CLOCK_ADJUST / 4], (u32)-999999999);
	c.reg[WEIR_CLOCK_NOW_NS / 4] = 5;
	c.reg[WEIR_CLOCK_NOW_SEC / 4] = 6;
	assert_int_equal(weir_hw_clock_read(&hw, &sec, &ns), 0);
	assert_true(sec == 6 && ns == 5);
	assert_int_equal(weir_hw_address(&hw, 31, mac, 0x8001), 0);
	assert_int_equal(c.reg[WEIR_ADDR_LO(31) / 4], 0x04030201);
	assert_int_equal(c.reg[WEIR_ADDR_HI(31) / 4], 0x0605);
	assert_int_equal(weir_hw_address(&hw, 32, mac, 1), -EINVAL);
	assert_int_equal(weir_hw_address(&hw, 0, mac, 0x10000), -EINVAL);
}

static void interrupts_and_counters(void **state)
{
	u64 port[WEIR_PORT_COUNTER_NUM], tap[WEIR_TAP_COUNTER_NUM];
	struct weir_hw_cause cause;

	(void)state;
	c.reg[WEIR_IRQ_BLOCK / 4] = 5;
	c.reg[WEIR_IRQ_ERROR / 4] = 2;
	c.reg[WEIR_IRQ_CARD / 4] = 7;
	assert_int_equal(weir_hw_irq_cause(&hw, &cause), 0);
	assert_true(cause.block == 5 && cause.error == 2 && cause.gate && cause.reset_done && cause.port);
	assert_int_equal(c.reg[WEIR_IRQ_BLOCK / 4] | c.reg[WEIR_IRQ_ERROR / 4] |
			 c.reg[WEIR_IRQ_CARD / 4], 0);
	/* A reset ended this life: its own cause is for the interrupt that it leaves pending. */
	c.reg[WEIR_IRQ_BLOCK / 4] = c.reg[WEIR_IRQ_ERROR / 4] = 0x8001;
	c.reg[WEIR_IRQ_CARD / 4] = 7;
	assert_int_equal(weir_hw_irq_forget(&hw), 0);
	assert_int_equal(c.reg[WEIR_IRQ_BLOCK / 4] | c.reg[WEIR_IRQ_ERROR / 4], 0);
	assert_int_equal(c.reg[WEIR_IRQ_CARD / 4], WEIR_IRQ_CARD_RESET_DONE_MASK);
	c.reg[WEIR_PORT_COUNTERS_UNMATCHED / 4] = 7;
	c.reg[WEIR_PORT_COUNTERS_UNMATCHED / 4 + 1] = 1;
	c.reg[WEIR_TAP_COUNTERS_DMA_ERRORS(15) / 4] = 9;
	assert_int_equal(weir_hw_port_counters(&hw, port), 0);
	assert_true(port[WEIR_HW_PORT_unmatched] == 0x100000007ull);
	assert_int_equal(weir_hw_tap_counters(&hw, 15, tap), 0);
	assert_int_equal(tap[WEIR_HW_TAP_dma_errors], 9);
	assert_int_equal(weir_hw_tap_counters(&hw, 16, tap), -EINVAL);
	/* All ones in a counter is not the end of the card as long as the magic is there. */
	c.reg[WEIR_PORT_COUNTERS_UNMATCHED / 4] = ~0u;
	assert_int_equal(weir_hw_port_counters(&hw, port), 0);
	c.reg[WEIR_CTRL_REFUSED / 4] = WEIR_CTRL_REFUSED_SEEN_MASK | 0x8010;
	assert_int_equal(weir_hw_refused(&hw), 0x8010);
	assert_int_equal(weir_hw_dma_setup(&hw, 0x1000, WEIR_MAX_PAYLOAD_B512, 255), 0);
	assert_int_equal(weir_hw_dma_setup(&hw, 0x1001, 0, 0), -EINVAL);
	c.reg[WEIR_CTRL_ACTIVE / 4] = 1;
	assert_int_equal(weir_hw_dma_setup(&hw, 0x1000, 0, 0), -EBUSY);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(identify, setup), cmocka_unit_test_setup(tap_checks, setup),
		cmocka_unit_test_setup(tap_registers, setup), cmocka_unit_test_setup(start_stop, setup),
		cmocka_unit_test_setup(tap_moderation, setup), cmocka_unit_test_setup(port_link, setup),
		cmocka_unit_test_setup(completions, setup),
		cmocka_unit_test_setup(descriptors_and_clock, setup),
		cmocka_unit_test_setup(interrupts_and_counters, setup),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
