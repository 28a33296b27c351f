// SPDX-License-Identifier: BSD-3-Clause
/*
 * rx_check.c - checks the events, records and words of weir_rx against what rx_model expects
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rx_bench.h"
#include "rx_fields.h"

void rx_fail(const struct rx_bench *b, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fprintf(stderr, "t_rx: seed %" PRIu64 ", cycle %" PRIu64 ": ", b->seed, b->cycle);
	vfprintf(stderr, fmt, ap);
	fputc('\n', stderr);
	va_end(ap);
	exit(1);
}

static void check_end(struct rx_bench *b)
{
	uint64_t i = b->end_out % RX_OPEN;

	if (b->end_in == b->end_out)
		rx_fail(b, "ev_rx without a frame");
	if (b->pins.end_bytes != b->end[i].len || b->pins.end_err != b->end[i].err)
		rx_fail(b, "frame end: expected %u bytes, error %d; got %u, %u", b->end[i].len,
			b->end[i].err, b->pins.end_bytes, b->pins.end_err);
	b->n_err[b->end[i].err]++;
	b->end_out++;
}

static uint64_t bits(const uint32_t *words, unsigned int lo, unsigned int width)
{
	uint64_t v = 0;

	for (unsigned int i = 0; i < width; i++)
		v |= (uint64_t)(words[(lo + i) / 32] >> (lo + i) % 32 & 1) << i;
	return v;
}

static uint32_t words_of(const struct rx_bench *b, uint32_t bytes)
{
	return (bytes + b->word_bytes - 1) / b->word_bytes;
}

#define FIELD(name) #name, FR_##name##_LO, FR_##name##_W

static void check_record(struct rx_bench *b, const struct rx_open *e, uint16_t taps)
{
	const struct rx_verdict *v = &e->v;
	uint64_t saddr = 0;

	for (int i = 5; i >= 0; i--)
		saddr = saddr << 8 | v->saddr[i];
	const struct {
		const char *name;
		unsigned int lo, width;
		uint64_t want;
	} fields[] = {
		{ FIELD(START), b->base % RX_WORDS },
		{ FIELD(LEN), v->stored },
		{ FIELD(SEC), e->sec },
		{ FIELD(NS), e->ns },
		{ FIELD(TCI), v->tci },
		{ FIELD(TPID), v->tpid },
		{ FIELD(VLAN), (uint64_t)v->vlan },
		{ FIELD(PROTO), v->proto },
		{ FIELD(SADDR), saddr },
		{ FIELD(HASH), v->hash },
		{ FIELD(PTYPE), v->ptype },
		{ FIELD(TAPS), taps },
	};

	for (unsigned int i = 0; i < sizeof(fields) / sizeof(fields[0]); i++) {
		uint64_t got = bits(b->pins.fr, fields[i].lo, fields[i].width);

		if (got != fields[i].want)
			rx_fail(b, "record %s: expected %" PRIx64 ", got %" PRIx64 " (%u bytes)",
				fields[i].name, fields[i].want, got, v->stored);
	}
}

static void check_bytes(struct rx_bench *b, const struct rx_verdict *v)
{
	uint32_t size = RX_WORDS * b->word_bytes;

	for (uint32_t i = 0; i < v->stored; i++) {
		uint8_t got = b->ram[(b->base % RX_WORDS * b->word_bytes + i) % size];

		if (got != v->data[i])
			rx_fail(b, "frame buffer, byte %u of %u: expected %02x, got %02x", i,
				v->stored, v->data[i], got);
	}
}

static void keep(struct rx_bench *b, uint32_t words)
{
	uint64_t i = b->kept_in % RX_KEPT;
	uint64_t free_at = b->cycle + 2 + (b->hold ? rx_pick(&b->rng, 2 * b->hold) : 0);

	if (b->kept_in - b->kept_out >= b->places)
		rx_fail(b, "frame queue overrun");
	b->kept[i].words = words;
	b->kept[i].free_at = free_at > b->drain_from ? free_at : b->drain_from;
	b->kept_in++;
	b->base += words;
	b->n_kept++;
}

/* Every tap sheds if its threshold is surely passed, none if it surely is not. */
static void check_shed(struct rx_bench *b, const struct rx_verdict *v)
{
	uint32_t end = b->base + words_of(b, v->stored);
	uint32_t most = end - b->rptr_past[b->cycle % RX_SLACK]; /* the oldest */
	uint32_t least = end - b->rptr;

	if (most + RX_SLACK > RX_WORDS) /* not all words may have found room */
		least = b->base - b->rptr;
	if (b->pins.shed & ~v->taps)
		rx_fail(b, "shed %04x of taps that did not match, %04x", b->pins.shed, v->taps);
	for (int t = 0; t < RX_TAPS; t++) {
		int shed = b->pins.shed >> t & 1;
		uint64_t limit = b->cfg.tap[t].backlog;

		if (!(v->taps >> t & 1))
			continue;
		if (shed ? (uint64_t)most * b->word_bytes <= limit :
			   (uint64_t)least * b->word_bytes > limit)
			rx_fail(b, "tap %d: shed %d with %u..%u words in use, threshold %" PRIu64,
				t, shed, least, most, limit);
		b->n_shed += shed;
	}
}

/* Cycles in which what has waited for a window is gone again */
#define RX_HELD 300

static void check_overflow(struct rx_bench *b, const struct rx_open *e)
{
	if (!e->legal) {
		b->n_turned++;
		return;
	}
	if (b->lane_time > RX_LANE_TIME && b->held_at + RX_HELD >= e->first) {
		b->n_held++;
		return;
	}
	b->n_no_room += b->full_at < e->first;
	if (!e->v.taps)
		rx_fail(b, "overflow of a frame that no tap matched");
	if (b->full_at < e->first && b->short_at < e->first)
		rx_fail(b, "overflow of a frame of %u bytes although there was room", e->v.stored);
}

static void check_fate(struct rx_bench *b)
{
	const struct rx_open *e = &b->open[b->open_out % RX_OPEN];
	const struct rx_pins *p = &b->pins;
	uint16_t taps = e->v.taps & (uint16_t)~p->shed;
	int record = p->fate == 3 && taps;

	if (b->open_in == b->open_out)
		rx_fail(b, "fate %u without a frame", p->fate);
	if (p->fate == 0)
		rx_fail(b, "fate 0");
	if (p->fate == 2 && e->v.taps)
		rx_fail(b, "unmatched: expected taps %04x", e->v.taps);
	if (p->fate == 3 && (!e->v.taps || p->matched != e->v.taps))
		rx_fail(b, "matched: expected taps %04x, got %04x", e->v.taps, p->matched);
	if (p->fate != 3 && (p->matched || p->shed))
		rx_fail(b, "fate %u with taps %04x, %04x", p->fate, p->matched, p->shed);
	if (p->fr_valid != record)
		rx_fail(b, "record %d with fate %u, taps %04x", p->fr_valid, p->fate, taps);
	if (p->fate == 1)
		check_overflow(b, e);
	if (p->fate == 3)
		check_shed(b, &e->v);
	if (record) {
		check_record(b, e, taps);
		check_bytes(b, &e->v);
		keep(b, words_of(b, e->v.stored));
		b->n_lifted += e->v.vlan;
	}
	b->n_fate[p->fate]++;
	b->n_all_shed += p->fate == 3 && !taps;
	b->n_legal += e->legal;
	b->open_out++;
}

static void check_write(struct rx_bench *b)
{
	uint32_t ahead = (b->pins.fb_addr - b->base) % RX_WORDS;

	if (ahead >= RX_WORDS - (b->base - b->rptr))
		rx_fail(b, "word %u written while in use; %u words are kept", b->pins.fb_addr,
			b->base - b->rptr);
	memcpy(b->ram + b->pins.fb_addr * b->word_bytes, b->pins.fb_data, b->word_bytes);
}

/* Windows are written in order, each while no frame before needs it. */
static void check_window_write(struct rx_bench *b)
{
	const struct rx_pins *p = &b->pins;
	uint64_t frame = b->win_next + (p->win_slot - b->win_next) % RX_WINDOWS;

	if (frame - b->win_oldest >= RX_WINDOWS)
		rx_fail(b, "window %u written while in use", p->win_slot);
	memcpy(b->win[p->win_slot] + 8 * p->win_word, &p->win_data, 8);
}

/* The next frame let in is decided. A kept one's window is its first bytes on the wire, with its tag. */
static void check_window(struct rx_bench *b)
{
	const struct rx_open *e = &b->open[b->open_out % RX_OPEN];
	uint32_t n = e->len < RX_WINDOW ? e->len : RX_WINDOW;
	uint32_t slot = b->win_next % RX_WINDOWS;

	b->win_free_at[slot] = b->pins.fr_valid ? b->cycle + b->lane_time : 0;
	b->win_next++;
	for (uint32_t i = 0; b->pins.fr_valid && i < n; i++)
		if (b->win[slot][i] != e->head[i])
			rx_fail(b, "window %u, byte %u of %u: expected %02x, got %02x", slot, i, n,
				e->head[i], b->win[slot][i]);
}

void rx_check(struct rx_bench *b)
{
	if (!b->pins.ready)
		rx_fail(b, "not ready");
	if (b->pins.fb_we)
		check_write(b);
	if (b->pins.win_we)
		check_window_write(b);
	if (b->pins.end_valid)
		check_end(b);
	if (b->pins.fr_done)
		check_window(b);
	if (b->pins.fate_valid)
		check_fate(b);
	else if (b->pins.fr_valid)
		rx_fail(b, "a record without a fate");
	if (b->pins.fr_valid && !b->pins.fr_done)
		rx_fail(b, "a record of a frame that is not done");
	if (!b->pins.busy &&
	    (b->open_in != b->open_out || b->end_in != b->end_out || (b->mid && b->taken)))
		rx_fail(b, "not busy with %" PRIu64 " frames inside", b->open_in - b->open_out);
}
