// SPDX-License-Identifier: BSD-3-Clause
/* card.c - the simulated card with memory and one ring a tap */
#include "card.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define COMPL_ADDR	UINT64_C(0x0000007000000000)

static void check(struct card *c)
{
	if (weir_dev_fault(c->dev))
		fail_msg("%s", weir_dev_fault(c->dev));
}

static int dma_read(void *ctx, uint64_t addr, void *data, size_t len)
{
	return weir_hostmem_dma_read(((struct card *)ctx)->mem, addr, data, len);
}

static int dma_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb, size_t len)
{
	return weir_hostmem_dma_write(((struct card *)ctx)->mem, addr, data, strb, len);
}

static int block(void *ctx, uint64_t addr, uint64_t *first, uint64_t *last)
{
	return weir_hostmem_block(((struct card *)ctx)->mem, addr, first, last);
}

static void irq(void *ctx, unsigned int vector)
{
	((struct card *)ctx)->irqs[vector]++;
}

void card_open(struct card *c, const struct weir_dev_opts *opts)
{
	struct weir_dev_host host = { c, dma_read, dma_write, irq, block };
	char err[512];

	memset(c, 0, sizeof(*c));
	c->mem = weir_hostmem_create(0);
	assert_non_null(c->mem);
	c->dev = weir_dev_create(&host, opts, err, sizeof(err));
	if (!c->dev)
		fail_msg("%s", err);
	weir_hostmem_attach(c->mem, c->dev);
	c->compl = aligned_alloc(CARD_PAGE, CARD_PAGE);
	assert_non_null(c->compl);
	memset(c->compl, 0, CARD_PAGE);
	assert_int_equal(weir_hostmem_add(c->mem, COMPL_ADDR, c->compl, 32 * CARD_TAPS,
					  WEIR_HOSTMEM_WRITE, "completion records"), 0);
	card_write(c, WEIR_CTRL_COMPL_LO, (uint32_t)COMPL_ADDR);
	card_write(c, WEIR_CTRL_COMPL_HI, (uint32_t)(COMPL_ADDR >> 32));
}

void card_close(struct card *c)
{
	unsigned int tap;

	check(c);
	for (tap = 0; tap < CARD_TAPS; tap++) {
		free(c->ring[tap].block);
		free(c->ring[tap].desc);
	}
	weir_hostmem_attach(c->mem, NULL);
	weir_dev_destroy(c->dev);
	weir_hostmem_destroy(c->mem);
	free(c->compl);
}

uint32_t card_read(struct card *c, uint32_t addr)
{
	uint32_t v = weir_dev_read32(c->dev, addr);

	check(c);
	return v;
}

void card_write(struct card *c, uint32_t addr, uint32_t value)
{
	weir_dev_write32(c->dev, addr, value);
	check(c);
}

void card_step(struct card *c, uint64_t cycles)
{
	while (cycles) {
		cycles -= weir_dev_step(c->dev, cycles);
		check(c);
	}
}

void card_settle(struct card *c)
{
	unsigned int n;

	for (n = 0; n < 1000000 / 16; n++) {
		card_step(c, 16);
		if (weir_dev_idle(c->dev) && weir_dev_port_idle(c->dev))
			return;
	}
	fail_msg("cycle %llu: an idle card expected, actual still busy",
		 (unsigned long long)weir_dev_cycle(c->dev));
}

static uint64_t block_addr(unsigned int tap, unsigned int index)
{
	return ((uint64_t)tap + 1) << 40 | (uint64_t)index << 23;
}

static void make_ring(struct card *c, unsigned int tap, const struct card_tap *cfg)
{
	struct card_ring *r = &c->ring[tap];
	size_t table = ((size_t)cfg->blocks * 8 + CARD_PAGE - 1) / CARD_PAGE * CARD_PAGE;
	uint64_t at = block_addr(tap, 0) | UINT64_C(1) << 39;
	char label[32];
	unsigned int i;

	r->nr = cfg->blocks;
	r->size = cfg->block_size;
	r->block = aligned_alloc(CARD_PAGE, (size_t)r->nr * r->size);
	r->desc = aligned_alloc(CARD_PAGE, table);
	assert_true(r->block && r->desc);
	memset(r->block, 0, (size_t)r->nr * r->size);
	memset(r->desc, 0, table);
	for (i = 0; i < r->nr; i++) {
		r->desc[i] = block_addr(tap, i) | WEIR_HOST_BLOCK_DESC_WORD_VALID_MASK |
			     r->size / CARD_PAGE;
		snprintf(label, sizeof(label), "tap %u block %u", tap, i);
		assert_int_equal(weir_hostmem_add(c->mem, block_addr(tap, i), card_block(c, tap, i),
						  r->size, WEIR_HOSTMEM_BLOCK, label), 0);
	}
	snprintf(label, sizeof(label), "tap %u descriptors", tap);
	assert_int_equal(weir_hostmem_add(c->mem, at, r->desc, (size_t)r->nr * 8,
					  WEIR_HOSTMEM_READ, label), 0);
	card_write(c, WEIR_TAP_RING_LO(tap), (uint32_t)at);
	card_write(c, WEIR_TAP_RING_HI(tap), (uint32_t)(at >> 32));
}

void card_tap_setup(struct card *c, unsigned int tap, const struct card_tap *cfg)
{
	uint32_t mac = cfg->mac ? cfg->mac : 82, net = cfg->net ? cfg->net : mac + 14;

	make_ring(c, tap, cfg);
	card_write(c, WEIR_TAP_BLOCK_NR(tap), cfg->blocks);
	card_write(c, WEIR_TAP_BLOCK_SIZE(tap), cfg->block_size / CARD_PAGE);
	card_write(c, WEIR_TAP_PRIV(tap), cfg->priv);
	card_write(c, WEIR_TAP_OFFSET(tap), mac | net << WEIR_TAP_OFFSET_NET_SHIFT);
	card_write(c, WEIR_TAP_SNAPLEN(tap), cfg->snaplen ? cfg->snaplen : 262143);
	card_write(c, WEIR_TAP_RETIRE(tap), cfg->retire_us);
	card_write(c, WEIR_TAP_FIRST_BLOCK(tap), 0);
	card_write(c, WEIR_TAP_SEQ_LO(tap), 1);
	card_write(c, WEIR_TAP_SEQ_HI(tap), 0);
	card_write(c, WEIR_TAP_TIME_NS(tap), 0);
	card_write(c, WEIR_TAP_TIME_SEC(tap), 0);
	card_write(c, WEIR_TAP_STATUS_BITS(tap), cfg->status_bits);
	card_write(c, WEIR_TAP_IFINDEX(tap), cfg->ifindex);
	card_write(c, WEIR_TAP_HATYPE(tap), 1);
	card_write(c, WEIR_TAP_MATCH(tap), (cfg->protocol ? cfg->protocol : 3) | cfg->match_bits);
	card_write(c, WEIR_TAP_ACCEPT(tap), cfg->accept ? cfg->accept :
		   WEIR_TAP_ACCEPT_PROMISC_MASK | WEIR_TAP_ACCEPT_TYPES_MASK);
	card_write(c, WEIR_TAP_BACKLOG(tap), UINT32_MAX);
	card_write(c, WEIR_TAP_IRQ(tap), cfg->irq);
	card_write(c, WEIR_IRQ_MASK_CLR, 1u << tap);
}

static uint32_t command(struct card *c, unsigned int tap, uint32_t what)
{
	uint32_t state, n = 0;

	card_write(c, WEIR_TAP_COMMAND(tap), what);
	do {
		state = card_read(c, WEIR_TAP_STATE(tap));
		assert_true(++n < 100000);
	} while ((state & WEIR_TAP_STATE_STATE_MASK) == WEIR_TAP_STATE_STOPPING ||
		 (state & WEIR_TAP_STATE_STATE_MASK) == WEIR_TAP_STATE_STARTING);
	return state;
}

uint32_t card_tap_start(struct card *c, unsigned int tap)
{
	uint32_t state = command(c, tap, WEIR_TAP_COMMAND_START_MASK);
	unsigned int n;

	/* A tap matches from the moment on when it knows its first block: two reads. */
	for (n = 0; n < 100 && !weir_dev_idle(c->dev); n++)
		card_step(c, 16);
	return state;
}

uint32_t card_tap_stop(struct card *c, unsigned int tap)
{
	return command(c, tap, WEIR_TAP_COMMAND_STOP_MASK);
}

void card_tap_free(struct card *c, unsigned int tap)
{
	struct card_ring *r = &c->ring[tap];
	unsigned int i;

	for (i = 0; i < r->nr; i++)
		assert_int_equal(weir_hostmem_remove(c->mem, block_addr(tap, i)), 0);
	assert_int_equal(weir_hostmem_remove(c->mem, block_addr(tap, 0) | UINT64_C(1) << 39), 0);
	free(r->block);
	free(r->desc);
	memset(r, 0, sizeof(*r));
}

uint8_t *card_block(struct card *c, unsigned int tap, unsigned int index)
{
	return c->ring[tap].block + (size_t)index * c->ring[tap].size;
}

void card_frame(struct card *c, const struct weir_dev_frame *f)
{
	int ret;

	while ((ret = weir_dev_port_in(c->dev, f)) == 0)
		card_step(c, 1);
	assert_int_equal(ret, 1);
}

void card_snapshot(struct card *c)
{
	unsigned int n = 0;

	card_write(c, WEIR_CTRL_COMMAND, WEIR_CTRL_COMMAND_SNAPSHOT_MASK);
	while (card_read(c, WEIR_CTRL_STATUS) & WEIR_CTRL_STATUS_SNAPSHOT_BUSY_MASK)
		assert_true(++n < 100000);
}

uint64_t card_counter(struct card *c, uint32_t addr)
{
	uint64_t low = card_read(c, addr);

	return low | (uint64_t)card_read(c, addr + 4) << 32;
}
