// SPDX-License-Identifier: BSD-3-Clause
/*
 * walk.c - checks the blocks of a tap one after the other against the frames that were sent
 *
 * A packet's time stamp says which frame it is: two frames never begin in one nanosecond. Frames
 * between two delivered ones are lost; how many is compared with the counters by the caller.
 */
#include <inttypes.h>
#include <linux/if_packet.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "model.h"

static uint8_t want[1u << 17]; /* a packet: 65,535 bytes of offset and a frame */

static int wrong(struct model_walk *w, const char *fmt, ...)
{
	size_t n;
	va_list ap;

	n = (size_t)snprintf(w->error, sizeof(w->error), "tap %u, block %" PRIu64 ": ", w->tap,
			     w->seq);
	va_start(ap, fmt);
	vsnprintf(w->error + n, sizeof(w->error) - n, fmt, ap);
	va_end(ap);
	return -1;
}

void model_walk_start(struct model_walk *w, const struct model *m, unsigned int tap,
		      const struct weir_hw_tap_cfg *cfg)
{
	memset(w, 0, sizeof(*w));
	w->cfg = cfg;
	w->tap = tap;
	w->seq = cfg->first_seq;
	w->cursor = m->frames;
	w->from = m->frames;
}

/* A filter is in force for all frames from some cycle on. */
static void catch_up(struct model_walk *w, const struct model_frame *f)
{
	if (w->gen < w->sure && f->start >= w->sure_from)
		w->gen = w->sure;
}

/* By the filter of the frames before it, or by the first of a later generation that rejects it. */
static int rejected(struct model_walk *w, struct model_frame *f)
{
	uint32_t latest = w->latest, gen, keep;

	f->keep = UINT32_MAX;
	if (!w->verdict)
		return 0;
	catch_up(w, f);
	/* What was set later than the frame can have been judged is not looked at. */
	while (latest > w->gen && f->end + MODEL_JUDGED < w->set_at[latest % MODEL_GENERATIONS])
		latest--;
	for (gen = w->gen; gen <= latest; gen++)
		if (!w->verdict(w->ctx, w->tap, gen, f, &keep)) {
			w->gen = gen;
			return 1;
		}
	return 0;
}

/* The frame is in a block of generation w->block. */
static int kept(struct model_walk *w, struct model_frame *f)
{
	int said;

	f->keep = UINT32_MAX;
	if (!w->verdict)
		return 0;
	catch_up(w, f);
	if (w->block < w->gen || w->block > w->latest)
		return wrong(w, "frame %" PRIu64 ": judged by generation %u to %u expected, actual %u", f->id,
			     w->gen, w->latest, w->block);
	/* The change closed the block before, and may close this one when it is looked after. */
	if (w->block != w->told)
		w->early = 2;
	w->told = w->block;
	w->gen = w->block;
	said = w->verdict(w->ctx, w->tap, w->gen, f, &f->keep);
	w->unsure += said == 2;
	if (said)
		return 0;
	return wrong(w, "frame %" PRIu64 ": rejected by generation %u expected, actual kept", f->id, w->gen);
}

/* The frame would not have fitted into the block that was retired before it. */
static void pass_over(struct model_walk *w, struct model_frame *f)
{
	int sure = f->must >> w->tap & 1;

	if (!sure && !(f->may >> w->tap & 1))
		return;
	if (rejected(w, f)) {
		w->filtered += (uint64_t)sure;
		w->filtered_maybe += (uint64_t)!sure;
		return;
	}
	w->unsure_maybe += w->verdict != NULL;
	if (sure) {
		w->lost++;
		w->lost_start = f->start;
	} else {
		w->lost_maybe++;
	}
	if (w->last_len + model_total(w->cfg, f) >= w->cfg->block_pages * WEIR_HW_PAGE)
		w->last_len = 0;
}

void model_walk_skip(struct model_walk *w, struct model *m, uint64_t up_to)
{
	for (; w->cursor < up_to; w->cursor++)
		pass_over(w, model_get(m, w->cursor));
}

/* The frame that a packet is by its time. Those before it are passed over. */
static struct model_frame *which(struct model_walk *w, struct model *m, uint64_t ns)
{
	for (; w->cursor < m->frames; w->cursor++) {
		struct model_frame *f = model_get(m, w->cursor);

		if (f->ns + MODEL_NS >= ns && f->ns <= ns + MODEL_NS) {
			w->cursor++;
			return f;
		}
		if (f->ns > ns)
			return NULL;
		pass_over(w, f);
	}
	return NULL;
}

static int differs(struct model_walk *w, const struct model_frame *f, uint32_t at,
		   const uint8_t *got, uint32_t total)
{
	uint32_t i;

	for (i = 0; i < total && got[i] == want[i]; i++)
		;
	return wrong(w,
		     "frame %" PRIu64 " of %u bytes at offset %u, its byte %u: expected %02x, "
		     "actual %02x",
		     f->id, f->len, at, i, want[i], got[i]);
}

static int check_packet(struct model_walk *w, struct model *m, const uint8_t *block, uint32_t *at,
			int n, int last)
{
	uint32_t size = w->cfg->block_pages * WEIR_HW_PAGE, total;
	struct model_frame *f;
	struct tpacket3_hdr h;
	uint64_t ns;
	int cut;

	if (*at + sizeof(h) > size)
		return wrong(w, "packet %d expected in the block, actual offset %u", n, *at);
	memcpy(&h, block + *at, sizeof(h));
	ns = model_card_time(w->cfg, h.tp_sec, h.tp_nsec);
	f = which(w, m, ns);
	if (!f)
		return wrong(w,
			     "packet %d at offset %u: expected one of the frames sent, in order, "
			     "the next at %" PRIu64 " ns, actual %" PRIu64 " ns, length %u",
			     n, *at, w->cursor < m->frames ? model_get(m, w->cursor)->ns : 0, ns,
			     h.tp_len);
	if (model_seen(m, f, ns))
		return wrong(w,
			     "packet %d: frame %" PRIu64 " of cycle %" PRIu64 ": time stamp "
			     "expected near %" PRIu64 " ns and of one rate, actual %" PRIu64,
			     n, f->id, f->start, f->ns, ns);
	if (!((f->must | f->may) >> w->tap & 1))
		return wrong(w, "packet %d: frame %" PRIu64 " is not for this tap", n, f->id);
	if (kept(w, f))
		return -1;
	total = model_total(w->cfg, f);
	if (!n && w->last_len && !w->early && w->last_len + total < size)
		return wrong(w,
			     "frame %" PRIu64 " takes %u bytes: expected in the block before, "
			     "behind its %u, actual in this one",
			     f->id, total, w->last_len);
	/* Strict behind another packet; the first may fill the block. */
	if (n ? *at + total >= size : *at + total > size)
		return wrong(w, "packet %d at offset %u with %u bytes: expected in the next block",
			     n, *at, total);
	model_packet(w->cfg, f, !last, want);
	if (memcmp(want, block + *at, total))
		return differs(w, f, *at, block + *at, total);
	w->captured += model_snap(w->cfg, f, &cut);
	w->clamped += (uint64_t)cut;
	w->delivered++;
	w->bytes += total;
	*at += total;
	return 0;
}

static int untouched(struct model_walk *w, const uint8_t *block, const uint8_t *guard,
		     uint32_t from, uint32_t to)
{
	if (!memcmp(block + from, guard + from, to - from))
		return 0;
	while (block[from] == guard[from])
		from++;
	return wrong(w, "offset %u: expected untouched %02x, actual %02x", from, guard[from],
		     block[from]);
}

static int check_status(struct model_walk *w, const struct model *m, uint32_t status)
{
	uint32_t known = TP_STATUS_USER | TP_STATUS_LOSING | TP_STATUS_BLK_TMO;

	if ((status & ~known) || !(status & TP_STATUS_USER))
		return wrong(w,
			     "block_status: expected USER, LOSING and BLK_TMO at most, actual "
			     "%08x",
			     status);
	if ((status & TP_STATUS_BLK_TMO) && !w->cfg->retire_us)
		return wrong(w, "BLK_TMO: expected never, actual set");
	if (!(status & TP_STATUS_LOSING) && w->lost_start > w->clear_cycle && !m->overflows)
		return wrong(w, "LOSING: expected, since frames were lost, actual not set");
	w->blocks_tmo += !!(status & TP_STATUS_BLK_TMO);
	w->losing += !!(status & TP_STATUS_LOSING);
	return 0;
}

static int check_header(struct model_walk *w, const struct tpacket_block_desc *d)
{
	const struct tpacket_hdr_v1 *h = &d->hdr.bh1;

	if (d->version != 2 || d->offset_to_priv != 48)
		return wrong(w, "version and offset_to_priv: expected 2, 48, actual %u, %u",
			     d->version, d->offset_to_priv);
	if (h->seq_num != w->seq)
		return wrong(w, "seq_num: expected %" PRIu64 ", actual %llu", w->seq,
			     (unsigned long long)h->seq_num);
	if (!h->num_pkts || h->offset_to_first_pkt != model_first(w->cfg))
		return wrong(w,
			     "num_pkts and offset_to_first_pkt: expected some, %u, actual %u, %u",
			     model_first(w->cfg), h->num_pkts, h->offset_to_first_pkt);
	return 0;
}

static int check_times(struct model_walk *w, const struct tpacket_hdr_v1 *h, uint64_t last_ns,
		       uint64_t open_ns, uint64_t now_ns)
{
	uint64_t first = model_card_time(w->cfg, h->ts_first_pkt.ts_sec, h->ts_first_pkt.ts_nsec);
	uint64_t last = model_card_time(w->cfg, h->ts_last_pkt.ts_sec, h->ts_last_pkt.ts_nsec);
	uint64_t from = open_ns > w->last_ns ? open_ns : w->last_ns;

	if (last != last_ns)
		return wrong(w, "ts_last: expected %" PRIu64 " ns, actual %" PRIu64, last_ns, last);
	if (first + MODEL_NS < from || first > now_ns + MODEL_NS)
		return wrong(w,
			     "ts_first: expected the opening time, %" PRIu64 " to %" PRIu64
			     " ns, actual %" PRIu64,
			     from, now_ns, first);
	w->last_ns = last;
	return 0;
}

int model_walk_count(struct model_walk *w, const uint8_t *block)
{
	const struct tpacket_block_desc *d = (const void *)block;
	const struct tpacket_hdr_v1 *h = &d->hdr.bh1;

	if (check_header(w, d))
		return -1;
	if (h->blk_len <= model_first(w->cfg) || h->blk_len > w->cfg->block_pages * WEIR_HW_PAGE)
		return wrong(w, "blk_len: expected more than %u, at most a block, actual %u",
			     model_first(w->cfg), h->blk_len);
	w->num_pkts = h->num_pkts;
	w->delivered += h->num_pkts;
	w->blocks++;
	w->seq++;
	return 0;
}

int model_walk_block(struct model_walk *w, struct model *m, const uint8_t *block,
		     const uint8_t *guard, uint64_t open_ns, uint64_t now_ns)
{
	const struct tpacket_block_desc *d = (const void *)block;
	const struct tpacket_hdr_v1 *h = &d->hdr.bh1;
	uint32_t at = model_first(w->cfg), size = w->cfg->block_pages * WEIR_HW_PAGE, n;

	if (check_header(w, d))
		return -1;
	for (n = 0; n < h->num_pkts; n++)
		if (check_packet(w, m, block, &at, (int)n, n + 1 == h->num_pkts))
			return -1;
	if (h->blk_len != at)
		return wrong(w, "blk_len: expected %u, actual %u", at, h->blk_len);
	if (untouched(w, block, guard, (uint32_t)sizeof(*d), model_first(w->cfg)) ||
	    untouched(w, block, guard, at, size))
		return -1;
	if (check_status(w, m, h->block_status) ||
	    check_times(w, h, model_get(m, w->cursor - 1)->ns, open_ns, now_ns))
		return -1;
	w->last_len = h->block_status & TP_STATUS_BLK_TMO ? 0 : at;
	w->num_pkts = h->num_pkts;
	w->early -= w->early != 0;
	w->blocks++;
	w->seq++;
	return 0;
}
