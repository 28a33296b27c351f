// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_irq.c - interrupts: causes, masks, ONESHOT, and the least time between two
 *
 * bench.c checks at every interrupt that the tap is not masked, has a block more in its completion
 * record, and that INTERVAL_US is over. Guards lost interrupts, storms, and vectors mixed up.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "gen.h"

static struct bench b;
static struct gen g;

static void start(unsigned int t, uint32_t interval_us, bool oneshot)
{
	struct weir_hw_tap_cfg c = bench_tap_all(t);

	c.block_pages = 1;
	c.irq_interval_us = interval_us;
	c.irq_oneshot = oneshot;
	b.tap[t].hold_max = 0;
	bench_tap_start(&b, t, &c);
	bench_step(&b, 4000);
}

/* Fills so many blocks of one page: the frame behind two of 1,514 bytes retires a block. */
static void fill(uint64_t blocks)
{
	gen_line(&g, &b, 1514, 2 * blocks, 10);
	while (g.left || b.waiting || !weir_dev_port_idle(b.dev))
		bench_step(&b, 16);
	bench_step(&b, 2000);
}

static void expect(const char *what, uint64_t want, uint64_t got)
{
	if (want != got)
		bench_fail(&b, "%s: expected %" PRIu64 ", actual %" PRIu64, what, want, got);
}

static void masks(void)
{
	struct weir_hw_cause cause;
	uint64_t irqs;

	start(2, 0, false);
	weir_hw_irq_cause(&b.hw, &cause);
	fill(1);
	fill(1);
	expect("interrupts of one block", 1, b.tap[2].irqs);
	expect("interrupts of another tap", 0, b.tap[3].irqs);
	bench_mask(&b, 2);
	expect("IRQ.MASK", 1u << 2, weir_hw_rd32(&b.hw, WEIR_IRQ_MASK));
	irqs = b.tap[2].irqs;
	fill(3);
	expect("interrupts while masked", irqs, b.tap[2].irqs);
	weir_hw_irq_cause(&b.hw, &cause);
	expect("cause: blocks", 1u << 2, cause.block);
	weir_hw_irq_cause(&b.hw, &cause);
	expect("cause, cleared", 0, cause.block | cause.error);
	bench_unmask(&b, 2);
	bench_step(&b, 200);
	expect("one interrupt for what was masked", irqs + 1, b.tap[2].irqs);
	bench_tap_stop(&b, 2);
	bench_check_irqs(&b);
}

static void oneshot(void)
{
	uint64_t irqs;

	start(5, 0, true);
	irqs = b.tap[5].irqs;
	fill(4);
	expect("interrupts with ONESHOT", irqs + 1, b.tap[5].irqs);
	expect("IRQ.MASK by ONESHOT", 1u << 5, weir_hw_rd32(&b.hw, WEIR_IRQ_MASK));
	bench_unmask(&b, 5);
	bench_step(&b, 200);
	expect("interrupts after unmasking", irqs + 2, b.tap[5].irqs);
	bench_unmask(&b, 5);
	bench_step(&b, 200);
	expect("interrupts without a block", irqs + 2, b.tap[5].irqs);
	bench_tap_stop(&b, 5);
	bench_check_irqs(&b);
}

/* Blocks come every 3 us or so: as many interrupts as the interval allows, and one for the last. */
static void interval(unsigned int t, uint32_t us, uint64_t blocks)
{
	uint64_t irqs, from, most;

	start(t, us, false);
	irqs = b.tap[t].irqs;
	from = bench_cycle(&b);
	fill(blocks);
	bench_tap_stop(&b, t);
	bench_check_irqs(&b);
	irqs = b.tap[t].irqs - irqs;
	most = (bench_cycle(&b) - from) / (us * 156) + 2;
	if (irqs > most || irqs + 3 < most * 6 / 10)
		bench_fail(&b,
			   "interval %u us: about %" PRIu64 " interrupts expected, actual %" PRIu64,
			   us, most, irqs);
}

/* The interval that is over stays over, however long ago: 16 bits of microseconds go round. */
static void wrap(void)
{
	uint64_t irqs, jumped;
	unsigned int n;

	start(9, 60000, false);
	fill(2);
	irqs = b.tap[9].irqs;
	jumped = weir_dev_jump(b.dev, 10300000); /* 65.9 ms: 0.4 ms on the clock's face */
	expect("cycles jumped", 10300000, jumped);
	fill(1);
	expect("an interrupt at once", irqs + 1, b.tap[9].irqs);
	bench_tap_stop(&b, 9);
	/* The last one is due 60 ms after: it comes then, not before; bench.c minds the time. A jump ends
	 * there. */
	irqs = b.tap[9].irqs;
	bench_step(&b, 200);
	jumped = weir_dev_jump(b.dev, UINT64_MAX / 4);
	if (jumped < 9000000 || jumped > 60000 * 625 / 4)
		bench_fail(&b, "a jump to the interval's end expected, actual %" PRIu64 " cycles", jumped);
	expect("none within the interval", irqs, b.tap[9].irqs);
	/* Whoever leaves an idle card alone must not leave an interrupt in it. */
	for (n = 0; n < 2 * 157 + 64 && !(weir_dev_idle(b.dev) && weir_dev_timer(b.dev) == UINT64_MAX); n++)
		bench_step(&b, 1);
	expect("one behind the interval, before the card is idle", irqs + 1, b.tap[9].irqs);
}

static void errors(void)
{
	struct weir_hw_cause cause;
	uint32_t state, error;

	weir_hw_irq_cause(&b.hw, &cause);
	b.tap[1].spoil = 1;
	b.tap[1].loose = 1;
	start(1, 0, false);
	fill(40);
	weir_hw_irq_cause(&b.hw, &cause);
	weir_hw_tap_state(&b.hw, 1, &state, &error);
	expect("TAP.STATE", WEIR_TAP_STATE_FAULT, state);
	expect("TAP.STATE.ERROR", WEIR_TAP_ERROR_DESCRIPTOR, error);
	expect("cause: error", 1u << 1, cause.error);
	if (!b.tap[1].irqs)
		bench_fail(&b, "an interrupt of the tap that faulted expected");
	bench_tap_stop(&b, 1);
	b.tap[1].spoil = 0;
	expect("card interrupts before the reset", 0, b.card_irqs);
	if (weir_hw_soft_reset(&b.hw))
		bench_fail(&b, "soft reset: done expected");
	bench_step(&b, 200);
	weir_hw_irq_cause(&b.hw, &cause);
	expect("cause: reset done", 1, cause.reset_done);
	expect("card interrupts", 1, b.card_irqs);
}

/* The MAC's word of now, and so many interrupts of the card for it. */
static void link_is(const char *what, bool up, bool fault, uint32_t mbps, uint64_t irqs)
{
	struct weir_hw_cause cause;
	struct weir_hw_link link;

	bench_step(&b, 200);
	expect(what, irqs, b.card_irqs);
	weir_hw_irq_cause(&b.hw, &cause);
	expect("cause: port", irqs != 0, cause.port);
	b.card_irqs = 0;
	weir_hw_link(&b.hw, &link);
	expect("PORT.STATUS.LINK", up, link.up);
	expect("PORT.STATUS.FAULT", fault, link.fault);
	expect("PORT.STATUS.SPEED", mbps, link.mbps);
}

static void link_changes(void)
{
	b.card_irqs = 0;
	link_is("interrupts with the link as it was", true, false, 10000, 0);
	weir_dev_link(b.dev, 1, 0, 10000);
	link_is("interrupts of what says nothing new", true, false, 10000, 0);
	weir_dev_link(b.dev, 0, 1, 0xffffff);
	link_is("interrupts of a link lost", false, true, 0xffffff, 1);
	weir_dev_link(b.dev, 0, 0, 0xffffff);
	link_is("interrupts of a fault that went", false, false, 0xffffff, 1);
	weir_dev_link(b.dev, 1, 0, 1);
	link_is("interrupts of a link found", true, false, 1, 1);
}

int main(void)
{
	bench_open(&b, "t_irq", 1, NULL);
	masks();
	oneshot();
	interval(7, 10, 300);
	interval(0, 100, 600);
	wrap();
	errors();
	link_changes();
	bench_close(&b);
	return 0;
}
