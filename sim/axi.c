// SPDX-License-Identifier: BSD-3-Clause
/* axi.c - the host's end of the card's AXI4 master: memory with latencies, stalls and errors */
#include "axi.h"

#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "rng.h"

#define MASK		(WEIR_AXI_DEPTH - 1)
#define BURST_INCR	1

static int fail(struct weir_axi *axi, const char *fmt, ...)
{
	va_list ap;

	if (axi->fault[0])
		return -EPROTO;
	va_start(ap, fmt);
	vsnprintf(axi->fault, sizeof(axi->fault), fmt, ap);
	va_end(ap);
	return -EPROTO;
}

/* True with probability n / of; costs nothing when n is 0. */
static int chance(struct weir_axi *axi, unsigned int n, unsigned int of)
{
	return n && ((uint64_t)weir_rng(&axi->rng) * of >> 32) < n;
}

static int stall(struct weir_axi *axi)
{
	return chance(axi, axi->stall_permille, 1000);
}

void weir_axi_init(struct weir_axi *axi, const struct weir_dev_host *host,
		   const struct weir_dev_opts *opts, unsigned int bus,
		   struct weir_dev_stats *stats)
{
	memset(axi, 0, sizeof(*axi));
	axi->host = host;
	axi->stats = stats;
	axi->bus = bus;
	axi->read_latency = opts && opts->read_latency ? opts->read_latency : 160;
	axi->write_latency = opts && opts->write_latency ? opts->write_latency : 80;
	axi->stall_permille = opts ? opts->stall_permille : 0;
	axi->error_ppm = opts ? opts->error_ppm : 0;
	/* A state of 0 would stay 0. */
	axi->rng = (opts ? opts->seed : 0) * UINT64_C(0x9e3779b97f4a7c15) + 1;
	if (!axi->rng)
		axi->rng = 1;
	weir_axi_reset(axi);
}

void weir_axi_reset(struct weir_axi *axi)
{
	axi->max_payload = 512;
	memset(&axi->aw_n, 0, sizeof(*axi) - offsetof(struct weir_axi, aw_n));
}

/* One past the last byte of the burst. */
static uint64_t end_of(const struct weir_axi_addr *a)
{
	return (a->addr >> a->size << a->size) + ((uint64_t)(a->len + 1) << a->size);
}

static int check_addr(struct weir_axi *axi, const char *ch, const struct weir_axi_addr *a)
{
	if (a->burst != BURST_INCR)
		return fail(axi, "AXI %s 0x%" PRIx64 ": burst type expected 1 (INCR), actual %u",
			    ch, a->addr, a->burst);
	if ((1U << a->size) > axi->bus)
		return fail(axi, "AXI %s 0x%" PRIx64 ": beat of at most %u bytes expected, actual %u",
			    ch, a->addr, axi->bus, 1U << a->size);
	if (a->addr / WEIR_AXI_PAGE != (end_of(a) - 1) / WEIR_AXI_PAGE)
		return fail(axi, "AXI %s 0x%" PRIx64 ": burst expected within 4 KiB, actual end 0x%"
			    PRIx64, ch, a->addr, end_of(a));
	return 0;
}

static int check_aw(struct weir_axi *axi, const struct weir_axi_addr *a)
{
	uint64_t bytes = end_of(a) - a->addr;

	if (check_addr(axi, "AW", a))
		return -EPROTO;
	if (bytes > axi->max_payload)
		return fail(axi, "AXI AW 0x%" PRIx64 ": at most %u bytes expected, actual %" PRIu64,
			    a->addr, axi->max_payload, bytes);
	if (a->len && (1U << a->size) != axi->bus)
		return fail(axi, "AXI AW 0x%" PRIx64 ": full beats of %u bytes expected, actual %u",
			    a->addr, axi->bus, 1U << a->size);
	return 0;
}

/* The host's memory takes the burst; returns the response. */
static uint8_t respond_write(struct weir_axi *axi, struct weir_axi_write *w)
{
	unsigned int words = (w->beats * axi->bus + 63) / 64, first, last, i, n = 0;
	uint8_t bits[WEIR_AXI_PAGE / 8], *strb = NULL;
	uint64_t base = w->a.addr / axi->bus * axi->bus;

	if (chance(axi, axi->error_ppm, 1000000))
		return WEIR_AXI_SLVERR;
	for (i = 0; i < words; i++)
		n += (unsigned int)__builtin_popcountll(w->strb[i]);
	axi->stats->dma_write_bytes += n;
	if (!n)
		return WEIR_AXI_OKAY;
	for (i = 0; !w->strb[i]; i++)
		;
	first = i * 64 + (unsigned int)__builtin_ctzll(w->strb[i]);
	for (i = words - 1; !w->strb[i]; i--)
		;
	last = i * 64 + 63 - (unsigned int)__builtin_clzll(w->strb[i]);
	if (n != last - first + 1) {
		strb = bits;
		memset(bits, 0, (last - first) / 8 + 1);
		for (i = first; i <= last; i++)
			if (w->strb[i / 64] >> i % 64 & 1)
				bits[(i - first) / 8] |= (uint8_t)(1 << (i - first) % 8);
	}
	return axi->host->dma_write(axi->host->ctx, base + first, w->data + first, strb,
				    last - first + 1) < 0 ? WEIR_AXI_SLVERR : WEIR_AXI_OKAY;
}

static uint8_t respond_read(struct weir_axi *axi, const struct weir_axi_addr *a)
{
	size_t len = end_of(a) - a->addr;

	axi->stats->dma_reads++;
	if (!chance(axi, axi->error_ppm, 1000000) &&
	    axi->host->dma_read(axi->host->ctx, a->addr, axi->r_data, len) >= 0)
		return WEIR_AXI_OKAY;
	/* What a card must not use had better look wrong. */
	memset(axi->r_data, 0xff, len);
	return WEIR_AXI_SLVERR;
}

static void drive_r(struct weir_axi *axi, const struct weir_axi_read *r)
{
	struct weir_axi_out *out = &axi->out;
	unsigned int width = 1U << r->a.size;
	uint64_t at = r->a.addr / width * width + (uint64_t)axi->r_beat * width;
	unsigned int skip = axi->r_beat ? 0 : (unsigned int)(r->a.addr % width);

	if (!axi->r_beat)
		out->rresp = respond_read(axi, &r->a);
	memset(out->rdata, 0, axi->bus);
	memcpy(out->rdata + at % axi->bus + skip, axi->r_data + (at + skip - r->a.addr),
	       width - skip);
	out->rlast = axi->r_beat == r->a.len;
	out->rvalid = 1;
}

const struct weir_axi_out *weir_axi_drive(struct weir_axi *axi, uint64_t cycle)
{
	struct weir_axi_out *out = &axi->out;

	out->awready = axi->aw_n - axi->b_n < WEIR_AXI_DEPTH && !stall(axi);
	/* Data may come with its address and be taken before it, but by one burst only. */
	out->wready = axi->w_n - axi->b_n < WEIR_AXI_DEPTH && (int)(axi->aw_n - axi->w_n) >= 0 &&
		      !stall(axi);
	out->arready = axi->ar_n - axi->r_n < WEIR_AXI_DEPTH && !stall(axi);
	if (!out->bvalid && (int)(axi->w_n - axi->b_n) > 0 && axi->aw_n != axi->b_n) {
		struct weir_axi_write *w = &axi->w[axi->b_n & MASK];

		if (cycle >= w->due && !stall(axi)) {
			out->bresp = respond_write(axi, w);
			axi->stats->dma_errors += out->bresp != WEIR_AXI_OKAY;
			out->bvalid = 1;
			axi->b_since = cycle;
		}
	}
	if (!out->rvalid && axi->ar_n != axi->r_n) {
		const struct weir_axi_read *r = &axi->r[axi->r_n & MASK];

		if (cycle >= r->due && !stall(axi)) {
			drive_r(axi, r);
			axi->stats->dma_errors += !axi->r_beat && out->rresp != WEIR_AXI_OKAY;
			axi->r_since = cycle;
		}
	}
	return out;
}

/* A3.2.1: what is offered stays, unchanged, until it is taken. */
static int check_held(struct weir_axi *axi, const char *ch, int valid,
		      const struct weir_axi_addr *was, const struct weir_axi_addr *is)
{
	if (!valid)
		return fail(axi, "AXI %s 0x%" PRIx64 ": valid expected until ready, actual dropped",
			    ch, was->addr);
	if (was->addr != is->addr || was->len != is->len || was->size != is->size ||
	    was->burst != is->burst)
		return fail(axi, "AXI %s: expected to stay 0x%" PRIx64
			    " len %u size %u while stalled, actual 0x%" PRIx64 " len %u size %u",
			    ch, was->addr, was->len, was->size, is->addr, is->len, is->size);
	return 0;
}

static int check_held_w(struct weir_axi *axi, const struct weir_axi_in *in)
{
	unsigned int i;

	if (!in->wvalid)
		return fail(axi, "AXI W: valid expected until ready, actual dropped");
	if (in->wlast != axi->w_last_held || in->wstrb != axi->w_strb_held)
		return fail(axi, "AXI W: expected to stay strb 0x%" PRIx64
			    " last %d while stalled, actual strb 0x%" PRIx64 " last %u",
			    axi->w_strb_held, axi->w_last_held, in->wstrb, in->wlast);
	for (i = 0; i < axi->bus; i++)
		if ((in->wstrb >> i & 1) && ((const uint8_t *)in->wdata)[i] != axi->w_data_held[i])
			return fail(axi, "AXI W: byte %u expected to stay 0x%02x while stalled, "
				    "actual 0x%02x", i, axi->w_data_held[i],
				    ((const uint8_t *)in->wdata)[i]);
	return 0;
}

static int sample_aw(struct weir_axi *axi, const struct weir_axi_in *in, uint64_t cycle)
{
	struct weir_axi_addr a = { in->awaddr, in->awlen, in->awsize, in->awburst };

	if (axi->aw_stalled) {
		if (check_held(axi, "AW", in->awvalid, &axi->aw_held, &a))
			return -EPROTO;
	} else if (in->awvalid) {
		if (check_aw(axi, &a))
			return -EPROTO;
		weir_axi_order_offer(axi, &a, end_of(&a), axi->out.bvalid && in->bready);
	}
	axi->aw_stalled = in->awvalid && !axi->out.awready;
	if (!in->awvalid)
		return 0;
	axi->aw_held = a;
	if (!axi->aw_stalled) {
		if (axi->aw_n == axi->w_n)
			axi->w_since = cycle;
		axi->w[axi->aw_n & MASK].a = a;
		axi->w[axi->aw_n++ & MASK].order = axi->offered;
		axi->stats->dma_write_bursts++;
	}
	return 0;
}

/* The byte lanes that a beat may use. */
static uint64_t lanes(const struct weir_axi *axi, const struct weir_axi_addr *a, unsigned int beat)
{
	unsigned int low = (unsigned int)(a->addr % axi->bus), width = 1U << a->size;
	unsigned int high = a->len ? axi->bus : low / width * width + width;

	if (beat)
		low = 0;
	return (high == 64 ? ~UINT64_C(0) : (UINT64_C(1) << high) - 1) & ~UINT64_C(0) << low;
}

static int take_beat(struct weir_axi *axi, const struct weir_axi_in *in,
		     const struct weir_axi_addr *a, uint64_t cycle)
{
	struct weir_axi_write *w = &axi->w[axi->w_n & MASK];
	unsigned int at = axi->w_beat * axi->bus;

	if (in->wlast != (axi->w_beat == a->len))
		return fail(axi, "AXI W 0x%" PRIx64 ": last expected %d in beat %u of %u, actual %u",
			    a->addr, axi->w_beat == a->len, axi->w_beat + 1, a->len + 1,
			    in->wlast);
	if (in->wstrb & ~lanes(axi, a, axi->w_beat))
		return fail(axi, "AXI W 0x%" PRIx64 ": strobes expected within 0x%" PRIx64
			    " in beat %u, actual 0x%" PRIx64, a->addr, lanes(axi, a, axi->w_beat),
			    axi->w_beat + 1, in->wstrb);
	memcpy(w->data + at, in->wdata, axi->bus);
	if (at % 64 == 0)
		w->strb[at / 64] = 0;
	w->strb[at / 64] |= in->wstrb << at % 64;
	axi->w_beat++;
	axi->stats->dma_write_beats++;
	axi->w_since = cycle;
	if (in->wlast) {
		const struct weir_axi_order *o = axi->aw_n == axi->w_n ? &axi->offered : &w->order;

		if (weir_axi_order_broken(axi, a, o, w))
			return fail(axi, "AXI W 0x%" PRIx64 ": a block's status expected after the "
				    "response to the write of 0x%" PRIx64 " in it, actual before",
				    o->status, o->before);
		w->beats = axi->w_beat;
		w->due = cycle + axi->write_latency;
		axi->w_beat = 0;
		axi->w_n++;
	}
	return 0;
}

/* After sample_aw(): an address taken in the same cycle is known. */
static int sample_w(struct weir_axi *axi, const struct weir_axi_in *in, uint64_t cycle)
{
	const struct weir_axi_addr *a = &axi->aw_held;

	if (axi->w_stalled && check_held_w(axi, in))
		return -EPROTO;
	if ((int)(axi->aw_n - axi->w_n) > 0)
		a = &axi->w[axi->w_n & MASK].a;
	else if (in->wvalid && !(axi->aw_stalled && axi->aw_n == axi->w_n))
		return fail(axi, "AXI W: data expected with or after its address, actual before it");
	axi->w_stalled = in->wvalid && !axi->out.wready;
	if (in->wvalid && !axi->w_stalled)
		return take_beat(axi, in, a, cycle);
	if (axi->w_stalled) {
		memcpy(axi->w_data_held, in->wdata, axi->bus);
		axi->w_strb_held = in->wstrb;
		axi->w_last_held = in->wlast;
	}
	return 0;
}

static int sample_ar(struct weir_axi *axi, const struct weir_axi_in *in, uint64_t cycle)
{
	struct weir_axi_addr a = { in->araddr, in->arlen, in->arsize, in->arburst };

	if (axi->ar_stalled) {
		if (check_held(axi, "AR", in->arvalid, &axi->ar_held, &a))
			return -EPROTO;
	} else if (in->arvalid && check_addr(axi, "AR", &a)) {
		return -EPROTO;
	}
	axi->ar_stalled = in->arvalid && !axi->out.arready;
	if (!in->arvalid)
		return 0;
	axi->ar_held = a;
	if (!axi->ar_stalled) {
		struct weir_axi_read *r = &axi->r[axi->ar_n++ & MASK];

		r->a = a;
		r->due = cycle + axi->read_latency;
	}
	return 0;
}

/* A card that keeps the slave waiting hangs its host's bus; nothing sound waits this long. */
static int check_waits(struct weir_axi *axi, uint64_t cycle)
{
	if (axi->out.bvalid && cycle - axi->b_since > WEIR_AXI_STALL_MAX)
		return fail(axi, "AXI B: ready expected within %d cycles, actual none",
			    WEIR_AXI_STALL_MAX);
	if (axi->out.rvalid && cycle - axi->r_since > WEIR_AXI_STALL_MAX)
		return fail(axi, "AXI R: ready expected within %d cycles, actual none",
			    WEIR_AXI_STALL_MAX);
	if ((int)(axi->aw_n - axi->w_n) > 0 && axi->out.wready &&
	    cycle - axi->w_since > WEIR_AXI_STALL_MAX)
		return fail(axi, "AXI W 0x%" PRIx64 ": data expected within %d cycles, actual none",
			    axi->w[axi->w_n & MASK].a.addr, WEIR_AXI_STALL_MAX);
	return 0;
}

int weir_axi_sample(struct weir_axi *axi, const struct weir_axi_in *in, uint64_t cycle)
{
	struct weir_axi_out *out = &axi->out;

	if (sample_aw(axi, in, cycle) || sample_w(axi, in, cycle) || sample_ar(axi, in, cycle) ||
	    check_waits(axi, cycle))
		return -EPROTO;
	if (out->bvalid && in->bready) {
		out->bvalid = 0;
		axi->b_n++;
	}
	if (out->rvalid && in->rready) {
		out->rvalid = 0;
		axi->r_beat = out->rlast ? 0 : axi->r_beat + 1;
		axi->r_n += out->rlast;
	}
	return 0;
}

int weir_axi_open(const struct weir_axi *axi)
{
	return axi->aw_n != axi->b_n || axi->w_n != axi->b_n || axi->ar_n != axi->r_n ||
	       axi->aw_stalled || axi->ar_stalled || axi->w_stalled ||
	       axi->w_beat;
}
