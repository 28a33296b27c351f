// SPDX-License-Identifier: BSD-3-Clause
/* stress.c - configurations and events at random */
#include <linux/if_packet.h>
#include <stdio.h>
#include <string.h>

#include "stress.h"

#define PICK(b, list) (list)[bench_pick(b, sizeof(list) / sizeof((list)[0]))]

static void geometry(struct bench *b, struct weir_hw_tap_cfg *c)
{
	static const uint32_t pages[] = { 1, 1, 1, 1, 2, 3, 4, 16, 64, 256 };
	static const uint32_t snaps[] = { 0, 1, 64, 96, 1500, 65535, 65535, 262143 };
	uint32_t room;

	c->block_pages = PICK(b, pages);
	c->block_nr = 1 + bench_pick(b, c->block_pages > 16 ? 3 : 12);
	c->priv_bytes = bench_one_in(b, 2) ? 0 : bench_pick(b, bench_one_in(b, 4) ? 3000 : 70);
	room = model_room(c);
	c->mac_offset = 68 + bench_pick(b, 60);
	if (bench_one_in(b, 8))
		c->mac_offset = 68 + bench_pick(b, (room < 65535 ? room : 65535) - 67);
	c->net_offset = c->mac_offset + bench_pick(b, 65536 - c->mac_offset);
	c->snaplen = bench_one_in(b, 4) ? bench_pick(b, 10000) : PICK(b, snaps);
	/* What waits in a large block must not be forgotten by the model. */
	c->retire_us = c->block_pages > 4 || bench_one_in(b, 2) ? 5 + bench_pick(b, 300) : 0;
	c->first_block = bench_pick(b, c->block_nr);
	c->first_seq = bench_one_in(b, 2) ? 1 : rx_rand(&b->rng);
}

struct weir_hw_tap_cfg stress_cfg(struct stress *s, unsigned int t)
{
	static const uint16_t protos[] = {
		3, 3, 3, 3, 0x0800, 0x86dd, 0x0806, 0x8100, 1, 4, 0x88cc
	};
	static const uint32_t intervals[] = { 0, 0, 1, 5, 50, 300 };
	struct bench *b = &s->b;
	struct weir_hw_tap_cfg c = { 0 };

	geometry(b, &c);
	c.time_ns = bench_pick(b, 1000000000);
	c.time_sec = (int32_t)(rx_rand(&b->rng) >> 32);
	c.status_bits = bench_one_in(b, 2) ? TP_STATUS_TS_RAW_HARDWARE : 0;
	c.ifindex = (uint32_t)rx_rand(&b->rng);
	c.hatype = bench_pick(b, 65536);
	c.protocol = PICK(b, protos);
	c.types = bench_one_in(b, 2) ? 0x1f : bench_pick(b, 32);
	c.vlan_otherhost = bench_one_in(b, 2);
	c.vlan_hide = bench_one_in(b, 3);
	c.rxhash = bench_one_in(b, 2);
	c.promisc = bench_one_in(b, 2);
	c.allmulti = bench_one_in(b, 2);
	c.backlog = 1000 + bench_pick(b, 34000);
	c.irq_interval_us = PICK(b, intervals);
	c.irq_vector = t + 1;
	c.irq_oneshot = bench_one_in(b, 4);
	return c;
}

static void start(struct stress *s, unsigned int t)
{
	static const uint64_t holds[] = { 0, 0, 100, 5000, 50000, UINT64_MAX };
	struct bench *b = &s->b;
	struct bench_tap *tap = &b->tap[t];
	struct weir_hw_tap_cfg c = stress_cfg(s, t);

	tap->hold_min = 0;
	tap->hold_max = PICK(b, holds);
	tap->spoil = bench_one_in(b, 25);
	tap->loose = tap->spoil;
	s->bad_desc += (uint64_t)tap->spoil;
	s->starts++;
	bench_tap_start(b, t, &c);
}

void stress_stop(struct stress *s, unsigned int t)
{
	s->stops++;
	s->frozen += bench_count(&s->b, t, WEIR_HW_TAP_freezes);
	s->blocks += s->b.tap[t].walk.blocks;
	bench_tap_stop(&s->b, t);
}

void stress_look(struct stress *s, unsigned int t)
{
	struct bench *b = &s->b;
	uint32_t state, error;

	weir_hw_tap_state(&b->hw, t, &state, &error);
	if (state == WEIR_TAP_STATE_RUNNING)
		return;
	if (state != WEIR_TAP_STATE_FAULT || !b->tap[t].loose)
		bench_fail(b, "tap %u: RUNNING expected, actual state %u, %s", t, state,
			   weir_hw_tap_error_text(error));
	if (error != WEIR_TAP_ERROR_DESCRIPTOR && error != WEIR_TAP_ERROR_DMA_READ &&
	    error != WEIR_TAP_ERROR_DMA_WRITE)
		bench_fail(b, "tap %u: FAULT for a DMA error or a descriptor expected, actual %s",
			   t, weir_hw_tap_error_text(error));
	s->faults++;
	stress_stop(s, t);
}

/* START of a geometry that the card must refuse; no memory is handed over. */
static void refused(struct stress *s, unsigned int t)
{
	struct bench *b = &s->b;
	struct weir_hw_tap_cfg c = stress_cfg(s, t);
	enum weir_hw_reason reason;
	uint32_t error, want = WEIR_TAP_ERROR_CAPACITY;

	/* An interrupt of the life before may still be due: by its own settings. */
	c.irq_interval_us = b->tap[t].cfg.irq_interval_us;
	c.irq_oneshot = b->tap[t].cfg.irq_oneshot;
	weir_hw_tap_setup(&b->hw, t, &c, &reason);
	switch (bench_pick(b, 5)) {
	case 0:
		want = WEIR_TAP_ERROR_BLOCK_SIZE;
		weir_hw_wr32(&b->hw, WEIR_TAP_BLOCK_SIZE(t), bench_one_in(b, 2) ? 0 : 1025);
		break;
	case 1:
		want = WEIR_TAP_ERROR_BLOCK_NR;
		weir_hw_wr32(&b->hw, WEIR_TAP_BLOCK_NR(t), 0);
		break;
	case 2:
		want = WEIR_TAP_ERROR_BLOCK_NR;
		weir_hw_wr32(&b->hw, WEIR_TAP_FIRST_BLOCK(t), c.block_nr);
		break;
	case 3:
		/* one byte of tp_mac too little */
		c.priv_bytes = c.block_pages * WEIR_HW_PAGE - 48 - (c.mac_offset - 1) / 8 * 8;
		weir_hw_wr32(&b->hw, WEIR_TAP_PRIV(t), c.priv_bytes - bench_pick(b, 8));
		break;
	default:
		weir_hw_wr32(&b->hw, WEIR_TAP_OFFSET(t), bench_pick(b, 68));
		break;
	}
	if (weir_hw_tap_start(&b->hw, t, &error) != -EINVAL || error != want)
		bench_fail(b, "tap %u: START refused (%s) expected, actual %s", t,
			   weir_hw_tap_error_text(want), weir_hw_tap_error_text(error));
	s->refused++;
}

/* A locked register keeps its value, and the write is counted. */
static void locked(struct stress *s, unsigned int t)
{
	static const uint32_t regs[] = { WEIR_TAP_RING_LO(0),	 WEIR_TAP_BLOCK_NR(0),
					 WEIR_TAP_BLOCK_SIZE(0), WEIR_TAP_OFFSET(0),
					 WEIR_TAP_PRIV(0),	 WEIR_TAP_TIME_NS(0),
					 WEIR_TAP_MATCH(0),	 WEIR_TAP_IFINDEX(0) };
	struct bench *b = &s->b;
	uint32_t reg = PICK(b, regs) + WEIR_TAP_STRIDE * t, was = weir_hw_rd32(&b->hw, reg);

	weir_hw_wr32(&b->hw, reg, ~was);
	b->refused++;
	if (weir_hw_rd32(&b->hw, reg) != was || weir_hw_refused(&b->hw) != reg)
		bench_fail(b, "register %05x of a running tap: expected %08x and the write refused",
			   reg, was);
}

static void soft_reset(struct stress *s)
{
	struct bench *b = &s->b;
	unsigned int t;

	for (t = 0; t < BENCH_TAPS; t++)
		if (b->tap[t].on)
			bench_unsure(b, t);
	if (weir_hw_soft_reset(&b->hw))
		bench_fail(b, "soft reset: done expected, actual not in time");
	for (t = 0; t < BENCH_TAPS; t++) {
		s->blocks += b->tap[t].on ? b->tap[t].walk.blocks : 0;
		if (b->tap[t].on)
			bench_tap_ended(b, t);
	}
	s->resets++;
}

static void release_some(struct bench *b, unsigned int t)
{
	struct bench_tap *tap = &b->tap[t];
	uint32_t i, from = bench_pick(b, tap->cfg.block_nr);

	for (i = from; i < tap->cfg.block_nr; i++)
		if (tap->block[i].held && !bench_one_in(b, 3))
			bench_release(b, t, i);
}

static void change(struct stress *s, unsigned int t)
{
	struct bench *b = &s->b;
	struct bench_tap *tap = &b->tap[t];

	switch (bench_pick(b, 10)) {
	case 0:
		bench_accept(b, t, bench_one_in(b, 2), bench_one_in(b, 2),
			     bench_one_in(b, 2) ? 0x1f : bench_pick(b, 32));
		break;
	case 1:
		weir_hw_wr32(&b->hw, WEIR_TAP_BACKLOG(t), 1000 + bench_pick(b, 34000));
		break;
	case 2:
		if (tap->cfg.retire_us) {
			tap->cfg.retire_us = 5 + bench_pick(b, 300);
			weir_hw_wr32(&b->hw, WEIR_TAP_RETIRE(t), tap->cfg.retire_us);
		}
		break;
	case 3:
		weir_hw_tap_clear_losing(&b->hw, t);
		tap->walk.clear_cycle = bench_cycle(b);
		break;
	case 4:
		bench_mask(b, t);
		break;
	case 5:
		locked(s, t);
		break;
	case 6:
		weir_hw_wr32(&b->hw, WEIR_TAP_COMMAND(t), WEIR_TAP_COMMAND_START_MASK);
		break;
	case 7:
		bench_unmask(b, t);
		break;
	default:
		release_some(b, t);
		if (bench_one_in(b, 2))
			weir_hw_tap_doorbell(&b->hw, t);
		break;
	}
}

void stress_act(struct stress *s)
{
	struct bench *b = &s->b;
	unsigned int t = bench_pick(b, s->taps);

	if (bench_one_in(b, 1000)) {
		soft_reset(s);
	} else if (!b->tap[t].on) {
		if (bench_one_in(b, 8))
			refused(s, t);
		else
			start(s, t);
	} else if (bench_one_in(b, 30)) {
		stress_stop(s, t);
	} else {
		change(s, t);
	}
}
