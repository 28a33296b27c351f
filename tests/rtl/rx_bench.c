// SPDX-License-Identifier: BSD-3-Clause
/*
 * rx_bench.c - drives weir_rx through phases of random frames
 *
 * Between phases, when the card is quiet, the configuration changes. A phase is legal (Ethernet's spacing)
 * or not; in a legal phase a frame may overflow only if the frame buffer or the queue was nearly full.
 */
#include "rx_bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static uint32_t pick(struct rx_bench *b, uint32_t n)
{
	return rx_pick(&b->rng, n);
}

static uint32_t length(struct rx_bench *b)
{
	if (b->sweep)
		return b->sweep++;
	switch (b->len_class) {
	case 0:
		return 60;
	case 1:
		return 14 + pick(b, 90);
	case 2:
		return 1 + pick(b, 200);
	case 3:
		return 60 + pick(b, 1460);
	case 4:
		return pick(b, 40) ? 60 + pick(b, 100) : 9560 + pick(b, 120);
	case 5:
		return 14;
	case 6:
		return 1 + pick(b, 16);
	default:
		return pick(b, 4) ? 1 + pick(b, 300) : 1 + pick(b, 2000);
	}
}

static void begin(struct rx_bench *b)
{
	uint64_t start = b->next_start > b->cycle * 16 ? b->next_start : b->cycle * 16;
	uint64_t wire;

	rx_random_frame(&b->rng, &b->cfg, length(b), &b->frame);
	if (b->len_class == 0 || b->len_class == 5)
		b->frame.bad = 0;
	/* What Ethernet leaves between two first beats, at the least. Wider buses get a frame every 14
	 * cycles at most: weir_rx promises no more. */
	wire = ((b->frame.len < 60 ? 60 : b->frame.len) + 24) * 16 / b->beat_bytes;
	if (b->beat_bytes > 8) {
		uint64_t least = 16 * (14 + (b->frame.len + b->beat_bytes) / b->beat_bytes);

		wire = wire > least ? wire : least;
	}
	b->next_start = start;
	if (b->pace == PACE_LINE || b->pace == PACE_GAPS)
		b->next_start += wire;
	if (b->pace == PACE_GAPS && !pick(b, 3))
		b->next_start += pick(b, 2000);
	b->sending = 1;
	b->sent = 0;
	b->begun++;
}

/* The frame under way is complete: what must come of it. */
static void expect(struct rx_bench *b)
{
	struct rx_open *e = &b->open[b->open_in % RX_OPEN];

	b->sending = 0;
	if (!b->taken) {
		b->n_off++;
		return;
	}
	if (b->open_in - b->open_out == RX_OPEN || b->end_in - b->end_out == RX_OPEN)
		rx_fail(b, "%d frames inside, or their fates are lost", RX_OPEN);
	rx_judge(&b->cfg, &b->frame, &e->v);
	b->end[b->end_in % RX_OPEN].len = b->frame.len;
	b->end[b->end_in % RX_OPEN].err = e->v.err;
	b->end_in++;
	b->n_bytes += b->frame.len;
	if (e->v.err)
		return;
	e->first = b->first;
	e->sec = b->first_sec;
	e->ns = b->first_ns;
	e->legal = b->pace == PACE_LINE || b->pace == PACE_GAPS;
	e->len = b->frame.len;
	memcpy(e->head, b->frame.data, sizeof(e->head));
	b->open_in++;
}

/* Puts one beat on the pins, or none; begins a frame if there are more to come. */
static void drive(struct rx_bench *b, int more)
{
	struct rx_pins *p = &b->pins;
	uint32_t n;

	if (!b->sending && more && b->cycle * 16 >= b->next_start)
		begin(b);
	p->valid = 0;
	if (!b->sending || (b->pace == PACE_GAPS && !pick(b, 4)))
		return;
	n = b->frame.len - b->sent < b->beat_bytes ? b->frame.len - b->sent : b->beat_bytes;
	p->valid = 1;
	/* a frame of whole beats may end with an empty one */
	p->last = b->sent + n == b->frame.len &&
		  !(n == b->beat_bytes && b->pace != PACE_LINE && !pick(b, 4));
	p->keep = n == 64 ? ~UINT64_C(0) : (UINT64_C(1) << n) - 1;
	p->user = p->last ? b->frame.bad : (int)pick(b, 2);
	memcpy(p->beat, b->frame.data + b->sent, n);
	for (uint32_t i = n; i < b->beat_bytes; i++)
		p->beat[i] = (uint8_t)pick(b, 256);
	if (!b->mid) {
		b->taken = p->enable;
		b->first = b->cycle;
		b->first_sec = p->sec;
		b->first_ns = p->ns;
	}
	b->mid = !p->last;
	b->sent += n;
	if (p->last)
		expect(b);
}

/* What is behind: releases frames, in order, and says how full it is. */
static void behind(struct rx_bench *b)
{
	while (b->kept_in != b->kept_out && b->kept[b->kept_out % RX_KEPT].free_at <= b->cycle) {
		b->rptr += b->kept[b->kept_out++ % RX_KEPT].words;
		if (pick(b, 2))
			break;
	}
	b->rptr_past[b->cycle % RX_SLACK] = b->rptr;
	b->pins.rptr = b->rptr % (2 * RX_WORDS);
	b->pins.fr_full = b->kept_in - b->kept_out + 4 >= b->places;
	if (b->pins.fr_full)
		b->full_at = b->cycle;
	if (b->base - b->rptr + RX_SLACK + RX_MAX / b->word_bytes > RX_WORDS)
		b->short_at = b->cycle;
}

/* What the lanes do: they are through with frames in order, each some time after its record. */
static void lanes(struct rx_bench *b)
{
	while (b->win_oldest != b->win_next &&
	       b->win_free_at[b->win_oldest % RX_WINDOWS] <= b->cycle)
		b->win_oldest++;
	b->pins.win_oldest = b->win_oldest % RX_WINDOWS;
	if (b->win_next - b->win_oldest > RX_WINDOWS - RX_WIN_FREE - 16)
		b->held_at = b->cycle;
}

static void step(struct rx_bench *b, int more)
{
	b->pins.ns = (b->pins.ns + 6 + pick(b, 2)) % 1000000000;
	b->pins.sec = (uint32_t)(b->cycle >> 12);
	drive(b, more);
	behind(b);
	lanes(b);
	rx_clock(&b->pins);
	b->cycle++;
	rx_check(b);
}

static void idle(struct rx_bench *b)
{
	unsigned int quiet = 0;

	for (unsigned int i = 0; quiet < 8; i++) {
		step(b, 0);
		quiet = b->pins.busy || b->win_oldest != b->win_next ? 0 : quiet + 1;
		if (i > 100000)
			rx_fail(b, "busy for ever");
	}
}

static void write_reg(struct rx_bench *b, uint32_t tap, uint32_t offset, uint32_t value)
{
	b->pins.cfg_we = 1;
	b->pins.cfg_tap = tap;
	b->pins.cfg_reg = offset / 4;
	b->pins.cfg_data = value;
	step(b, 0);
	b->pins.cfg_we = 0;
}

static uint64_t mac_bits(const uint8_t *mac)
{
	uint64_t v = 0;

	for (int i = 5; i >= 0; i--)
		v = v << 8 | mac[i];
	return v;
}

static void configure(struct rx_bench *b)
{
	struct rx_pins *p = &b->pins;

	rx_random_cfg(&b->rng, &b->cfg);
	p->run = 0;
	for (uint32_t t = 0; t < RX_TAPS; t++) {
		const struct rx_tap *tap = &b->cfg.tap[t];

		p->run |= (uint16_t)(tap->run << t);
		write_reg(b, t, 0x50, tap->proto | (uint32_t)tap->vlan_otherhost << 16);
		write_reg(b, t, 0x54,
			  (uint32_t)(tap->promisc | tap->allmulti << 1) | tap->types << 8);
		write_reg(b, t, 0x58, tap->backlog);
	}
	for (uint32_t i = 0; i < RX_ADDRS; i++) {
		p->adr_we = 1;
		p->adr_index = i;
		p->adr_data = mac_bits(b->cfg.addr[i].mac) | (uint64_t)b->cfg.addr[i].taps << 48;
		step(b, 0);
		p->adr_we = 0;
	}
	p->mac = mac_bits(b->cfg.mac);
	p->lift = b->cfg.lift;
}

static void phase(struct rx_bench *b, uint32_t frames)
{
	uint64_t end = b->begun + frames;

	idle(b);
	configure(b);
	b->pace = pick(b, 2) ? PACE_LINE : (enum rx_pace)pick(b, 4);
	b->len_class = b->pace == PACE_STORM ? 5 + pick(b, 2) : pick(b, 8);
	/* what is behind takes frames at once, slowly, or only after a while, so that the buffer fills */
	b->hold = pick(b, 3) ? pick(b, 40) : pick(b, 4000);
	b->drain_from = pick(b, 4) ? 0 : b->cycle + pick(b, 40000);
	b->places = pick(b, 2) ? RX_KEPT : 8 + pick(b, 100);
	b->lane_time = pick(b, 4) ? RX_LANE_TIME : RX_LANE_TIME + 100 + pick(b, 3000);
	if (!pick(b, 5)) { /* fill the buffer for certain */
		b->pace = PACE_LINE;
		b->len_class = 3;
		b->places = RX_KEPT;
		b->drain_from = b->cycle + 60000;
	}
	while (b->begun < end || b->sending) {
		if (!b->sending)
			b->pins.enable = pick(b, 64) != 0;
		step(b, b->begun < end);
	}
	b->drain_from = 0;
	for (int i = 0; i < RX_KEPT; i++)
		if (b->kept[i].free_at > b->cycle + 5000)
			b->kept[i].free_at = b->cycle + 5000;
	idle(b);
}

static int report(const struct rx_bench *b)
{
	uint64_t good = b->n_fate[1] + b->n_fate[2] + b->n_fate[3];
	const uint64_t kinds[] = { b->n_err[1], b->n_err[2],  b->n_err[3], b->n_no_room,
				   b->n_turned, b->n_fate[2], b->n_kept,   b->n_all_shed,
				   b->n_shed,	b->n_lifted,  b->n_legal,  b->n_off,   b->n_held };

	printf("%" PRIu64 " frames, %" PRIu64 " bytes, %" PRIu64 " cycles, %" PRIu64 " while off\n",
	       b->end_out, b->n_bytes, b->cycle, b->n_off);
	printf("errors: %" PRIu64 " bad, %" PRIu64 " runts, %" PRIu64 " long\n", b->n_err[1],
	       b->n_err[2], b->n_err[3]);
	printf("fates of %" PRIu64 " legal frames and %" PRIu64 " others: %" PRIu64
	       " overflow, %" PRIu64 " of them too close, %" PRIu64 " for want of words, %" PRIu64
	       " of windows; %" PRIu64 " unmatched; %" PRIu64 " matched, %" PRIu64 " kept\n",
	       b->n_legal, good - b->n_legal, b->n_fate[1], b->n_turned, b->n_no_room, b->n_held,
	       b->n_fate[2], b->n_fate[3], b->n_kept);
	printf("%" PRIu64 " copies and %" PRIu64 " frames shed, %" PRIu64 " tags lifted\n",
	       b->n_shed, b->n_all_shed, b->n_lifted);
	if (b->n_err[0] != good || b->n_fate[3] != b->n_kept + b->n_all_shed)
		rx_fail(b, "%" PRIu64 " good frames, but not as many fates", b->n_err[0]);
	for (unsigned int i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (!kinds[i]) /* a run that never came to a corner says nothing about it */
			rx_fail(b,
				"a kind of frame never came up, number %u: more frames are needed",
				i);
	return 0;
}

int rx_bench_run(unsigned int mac_w, unsigned int buf_w, uint64_t frames, uint64_t seed)
{
	struct rx_bench *b = calloc(1, sizeof(*b));
	int ret;

	if (!b)
		return 1;
	printf("t_rx: MAC_W %u, BUF_W %u, seed %" PRIu64 "\n", mac_w, buf_w, seed);
	fflush(stdout);
	b->beat_bytes = mac_w / 8;
	b->word_bytes = buf_w / 8;
	b->seed = seed;
	b->rng = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	b->pins.rst = 1;
	for (int i = 0; i < 4; i++)
		rx_clock(&b->pins);
	b->pins.rst = 0;
	b->pins.enable = 1;
	b->places = RX_KEPT;
	b->lane_time = RX_LANE_TIME;
	configure(b);
	/* every length once, at line rate */
	for (b->sweep = 1; b->sweep <= RX_MAX + 100 || b->sending;)
		step(b, b->sweep <= RX_MAX + 100);
	b->sweep = 0;
	while (b->end_out < frames)
		phase(b, 50 + pick(b, 1000));
	ret = report(b);
	free(b);
	return ret;
}
