// SPDX-License-Identifier: BSD-3-Clause
/* bench.c - the card, its clock, and the frames on their way into it */
#include "bench.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define START_SEC 1700000000u

void bench_fail(struct bench *b, const char *fmt, ...)
{
	va_list ap;

	printf("%s: seed %" PRIu64 ", cycle %" PRIu64 ": ", b->name, b->seed,
	       b->dev ? weir_dev_cycle(b->dev) : 0);
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	fflush(stdout);
	exit(1);
}

uint64_t bench_cycle(const struct bench *b)
{
	return weir_dev_cycle(b->dev);
}

static uint64_t time_at(const struct bench *b, uint64_t cycle, uint32_t *frac)
{
	unsigned __int128 gone = (unsigned __int128)b->inc * (cycle - b->time_cycle);

	*frac = (uint32_t)gone;
	return b->time_ns + (uint64_t)(gone >> 32);
}

uint64_t bench_ns(const struct bench *b, uint64_t cycle)
{
	uint32_t frac;

	return time_at(b, cycle, &frac);
}

uint32_t bench_pick(struct bench *b, uint32_t n)
{
	return rx_pick(&b->rng, n);
}

int bench_one_in(struct bench *b, uint32_t n)
{
	return rx_pick(&b->rng, n) == 0;
}

/* ---- what the card asks ---- */

static int dma_read(void *ctx, uint64_t addr, void *data, size_t len)
{
	struct bench *b = ctx;

	return weir_hostmem_dma_read(b->mem, addr, data, len);
}

static void completion(struct bench *b, unsigned int t)
{
	struct bench_tap *tap = &b->tap[t];
	struct weir_hw_completion was = tap->last;

	if (weir_hw_completion_read(b->compl, t, &tap->cfg, &tap->last))
		bench_fail(b,
			   "tap %u: completion record of %u blocks, seq %" PRIu64
			   ", head %u does not agree in itself",
			   t, tap->last.blocks, tap->last.seq, tap->last.head);
	/* The record of a block may have been lost to an error that came behind it. */
	if (tap->loose ? tap->last.blocks <= was.blocks : tap->last.blocks != was.blocks + 1)
		bench_fail(b, "tap %u: completion of block %u expected, actual %u", t,
			   was.blocks + 1, tap->last.blocks);
	tap->completions++;
	tap->generation[tap->last.blocks % 256] = tap->last.generation;
}

static int dma_write(void *ctx, uint64_t addr, const void *data, const uint8_t *strb, size_t len)
{
	struct bench *b = ctx;
	int ret = weir_hostmem_dma_write(b->mem, addr, data, strb, len);

	if (!ret && addr - BENCH_COMPL_ADDR < WEIR_HW_PAGE)
		completion(b, (unsigned int)(addr - BENCH_COMPL_ADDR) / WEIR_HOST_COMPLETION_SIZE);
	return ret;
}

static int block(void *ctx, uint64_t addr, uint64_t *first, uint64_t *last)
{
	return weir_hostmem_block(((struct bench *)ctx)->mem, addr, first, last);
}

static void irq(void *ctx, unsigned int vector)
{
	struct bench *b = ctx;
	struct bench_tap *tap = &b->tap[(vector - 1) % BENCH_TAPS];
	uint64_t now = bench_cycle(b), gone = now - tap->irq_cycle;
	uint32_t least = tap->cfg.irq_interval_us;

	if (!vector) {
		b->card_irqs++;
		return;
	}
	if (vector > BENCH_TAPS || tap->cfg.irq_vector != vector)
		bench_fail(b, "interrupt vector %u: no tap has it", vector);
	if (tap->masked)
		bench_fail(b, "tap %u: interrupt while masked", vector - 1);
	if (!tap->irq_first && least && (double)gone < least * BENCH_CYCLES_PER_US)
		bench_fail(b,
			   "tap %u: %u us expected between two interrupts, actual %" PRIu64
			   " cycles",
			   vector - 1, least, gone);
	/* A record is seen here before its answer, so its interrupt may come behind another's. */
	if (++tap->irqs > tap->completions + tap->faults)
		bench_fail(b,
			   "tap %u: %" PRIu64 " blocks retired and %u faults, interrupts %" PRIu64,
			   vector - 1, tap->completions, tap->faults, tap->irqs);
	tap->irq_cycle = now;
	tap->irq_first = 0;
	tap->irq_completions = tap->completions;
	tap->masked = tap->cfg.irq_oneshot;
}

/* ---- registers ---- */

static u32 rd32(void *ctx, u32 off)
{
	struct bench *b = ctx;

	bench_serve(b);
	return weir_dev_read32(b->dev, off);
}

static void wr32(void *ctx, u32 off, u32 val)
{
	struct bench *b = ctx;

	bench_serve(b);
	weir_dev_write32(b->dev, off, val);
	bench_serve(b);
}

static int relax(void *ctx)
{
	bench_step(ctx, 16);
	return 0;
}

static const struct weir_hw_ops ops = { rd32, wr32, relax };

/* Sets the clock with a frame that is not let in: from then on it is known for each cycle. */
static void set_clock(struct bench *b)
{
	static const uint8_t idle[60];
	struct weir_dev_frame f = {
		.data = idle, .len = sizeof(idle), .stamp = 1, .sec = START_SEC
	};

	b->inc = (uint64_t)weir_hw_rd32(&b->hw, WEIR_CLOCK_INC_NS) << 32 |
		 weir_hw_rd32(&b->hw, WEIR_CLOCK_INC_FRAC);
	b->time_cycle = bench_cycle(b) + 4;
	b->time_ns = START_SEC * UINT64_C(1000000000);
	f.start = b->time_cycle;
	weir_dev_port_in(b->dev, &f);
	weir_dev_step(b->dev, 64);
	b->prev_end = bench_cycle(b);
}

void bench_open(struct bench *b, const char *name, uint64_t seed, struct weir_dev_opts *opts)
{
	struct weir_dev_opts none = { .size = sizeof(none) };
	struct weir_dev_host host = { b, dma_read, dma_write, irq, block };
	enum weir_hw_unknown why;
	char err[256];

	memset(b, 0, sizeof(*b));
	b->name = name;
	b->seed = seed;
	b->rng = seed * UINT64_C(0x9e3779b97f4a7c15) + 1;
	b->mem = weir_hostmem_create(0);
	b->compl = aligned_alloc(WEIR_HW_PAGE, WEIR_HW_PAGE);
	if (!b->mem || !b->compl || model_init(&b->model))
		bench_fail(b, "memory is short");
	memset(b->compl, 0, WEIR_HW_PAGE);
	b->dev = weir_dev_create(&host, opts ? opts : &none, err, sizeof(err));
	if (!b->dev)
		bench_fail(b, "%s", err);
	weir_hostmem_attach(b->mem, b->dev);
	weir_hostmem_add(b->mem, BENCH_COMPL_ADDR, b->compl, WEIR_HOST_COMPLETION_SIZE * BENCH_TAPS,
			 WEIR_HOSTMEM_WRITE, "completion table");
	b->hw.ops = &ops;
	b->hw.ctx = b;
	b->hw.wait_max = 100000;
	b->known = 4000 + (opts ? 32 * (uint64_t)opts->read_latency : 0);
	b->errors = opts && opts->error_ppm;
	if (weir_hw_identify(&b->hw, &why))
		bench_fail(b, "not identified: %s", weir_hw_advice(why));
	set_clock(b);
	if (weir_hw_dma_setup(&b->hw, BENCH_COMPL_ADDR, WEIR_MAX_PAYLOAD_B256, 2) ||
	    weir_hw_irq_unmask(&b->hw, ~0u) || weir_hw_control(&b->hw, true, true))
		bench_fail(b, "the card cannot be set up");
	b->rx.lift = 1;
}

void bench_close(struct bench *b)
{
	unsigned int t;

	bench_drain(b);
	bench_check_port(b);

	for (t = 0; t < BENCH_TAPS; t++)
		if (b->tap[t].on)
			bench_ring_drop(b, t);
	if (weir_dev_fault(b->dev))
		bench_fail(b, "%s", weir_dev_fault(b->dev));
	weir_hostmem_attach(b->mem, NULL);
	weir_dev_destroy(b->dev);
	b->dev = NULL; /* bench_fail() may still be called */
	weir_hostmem_destroy(b->mem);
	model_free(&b->model);
	free(b->compl );
}

/* ---- frames ---- */

static uint16_t sure_taps(struct bench *b, uint64_t start)
{
	uint16_t taps = 0;
	unsigned int t;

	for (t = 0; t < BENCH_TAPS; t++)
		if (b->tap[t].live && start >= b->tap[t].sure_from && !b->tap[t].loose)
			taps |= (uint16_t)(1u << t);
	return taps;
}

static uint16_t possible_taps(struct bench *b, uint64_t start, const struct rx_verdict *v)
{
	uint16_t taps = 0;
	unsigned int t;

	for (t = 0; t < BENCH_TAPS; t++) {
		if (!b->tap[t].on)
			continue;
		if (start < b->tap[t].sure_from)
			taps |= (uint16_t)(1u << t);
		else if (b->tap[t].live)
			taps |= (uint16_t)(v->taps & 1u << t);
	}
	return taps;
}

/* The port took the frame: what must become of it? */
static void taken(struct bench *b, uint64_t cycle)
{
	static struct rx_frame in;
	static struct rx_verdict v;
	uint64_t start = b->ready.start > cycle ? b->ready.start : cycle;
	struct model_frame *f;

	if (start < b->prev_end)
		start = b->prev_end;
	b->late += b->ready.start < start;
	b->prev_end = start + (b->ready.len + 7) / 8;
	in.len = b->ready.len;
	in.bad = b->ready.bad;
	memcpy(in.data, b->ready.data, in.len);
	rx_judge(&b->rx, &in, &v);
	b->sent++;
	b->bytes += in.len;
	b->bad += v.err == RX_BAD;
	b->runt += v.err == RX_RUNT;
	b->longer += v.err == RX_LONG;
	if (v.err)
		return;
	f = model_add(&b->model, &v, start, b->prev_end);
	f->ns = time_at(b, start, &f->frac);
	f->may = possible_taps(b, start, &v);
	f->must = v.taps & sure_taps(b, start);
}

/* A tap may still deliver the oldest frame that the model remembers: none may come before it has. */
static int model_full(const struct bench *b)
{
	unsigned int t;

	for (t = 0; t < BENCH_TAPS; t++)
		if (b->tap[t].on && !b->tap[t].blind &&
		    b->model.frames - b->tap[t].walk.cursor >= MODEL_FRAMES - 1)
			return 1;
	return 0;
}

static void feed(struct bench *b)
{
	struct weir_dev_frame f = { 0 };

	for (;;) {
		if (!b->waiting && model_full(b))
			return;
		if (!b->waiting)
			b->waiting = b->next && b->next(b->ctx, b, &b->ready);
		if (!b->waiting)
			return;
		f.data = b->ready.data;
		f.len = b->ready.len;
		f.bad = b->ready.bad;
		f.start = b->ready.start;
		if (weir_dev_port_in(b->dev, &f) != 1)
			return;
		b->waiting = 0;
		taken(b, bench_cycle(b));
	}
}

void bench_serve(struct bench *b)
{
	unsigned int t;

	if (weir_dev_fault(b->dev))
		bench_fail(b, "%s", weir_dev_fault(b->dev));
	feed(b);
	if (b->taken_cycle + 16 > bench_cycle(b))
		return;
	b->taken_cycle = bench_cycle(b);
	for (t = 0; t < BENCH_TAPS; t++)
		if (b->tap[t].on)
			bench_ring_serve(b, t);
}

void bench_step(struct bench *b, uint64_t cycles)
{
	uint64_t end = bench_cycle(b) + cycles;

	while (bench_cycle(b) < end) {
		uint64_t left = end - bench_cycle(b);

		bench_serve(b);
		weir_dev_step(b->dev, left < 8 ? left : 8);
	}
	bench_serve(b);
}

void bench_until(struct bench *b, int (*cond)(struct bench *b), uint64_t cycles, const char *what)
{
	uint64_t end = bench_cycle(b) + cycles;

	while (!cond(b)) {
		if (bench_cycle(b) > end)
			bench_fail(b, "%s: expected within %" PRIu64 " cycles, actual not", what,
				   cycles);
		bench_step(b, 16);
	}
}

int bench_idle(struct bench *b)
{
	return !b->waiting && weir_dev_port_idle(b->dev) && weir_dev_idle(b->dev);
}

void bench_drain(struct bench *b)
{
	b->next = NULL;
	bench_until(b, bench_idle, 4000000, "an idle card");
	b->taken_cycle = 0;
	bench_serve(b);
}
