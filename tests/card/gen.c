// SPDX-License-Identifier: BSD-3-Clause
/* gen.c - frames for the card; the spacing is kept in byte times, so fractions of a cycle add up */
#include "gen.h"

#include <string.h>

#define POOL 16384

/* Random bytes, another piece of them for each frame: cheap for long frames. */
static const uint8_t *pool(uint64_t n)
{
	static uint8_t bytes[POOL];
	uint64_t rng = 0xf00d;
	unsigned int i;

	if (!bytes[0])
		for (i = 0; i < POOL; i++)
			bytes[i] = (uint8_t)(rx_rand(&rng) >> 40 | 1);
	return bytes + n % (POOL - RX_BUF);
}

static uint32_t length(struct gen *g)
{
	uint32_t span = g->max - g->min + 1, n;

	if (!g->mix)
		return g->min + (span > 1 ? rx_pick(&g->rng, span) : 0);
	switch (rx_pick(&g->rng, 8)) {
	case 0:
	case 1:
	case 2:
		n = 60;
		break;
	case 3:
		n = 1514;
		break;
	case 4:
		n = g->min + rx_pick(&g->rng, span);
		break;
	default:
		n = g->min + rx_pick(&g->rng, span < 400 ? span : 400);
		break;
	}
	return n < g->min ? g->min : n > g->max ? g->max : n;
}

static void make(struct gen *g, struct bench *b)
{
	struct rx_frame *f = &g->frame;
	uint32_t len = length(g);

	if (g->random) {
		rx_random_frame(&g->rng, &b->rx, len, f);
	} else {
		f->len = len;
		memcpy(f->data, pool(g->made * 61), len);
		if (len >= 14) {
			f->data[12] = 0x08;
			f->data[13] = 0;
			if (g->rare && g->made != g->next_rare)
				f->data[12] = 0x88;
			else if (g->rare)
				g->next_rare += 1 + rx_pick(&g->rng, 2 * g->rare);
		}
	}
	f->bad = g->bad_permille && rx_pick(&g->rng, 1000) < g->bad_permille;
	g->made++;
}

static int next(void *ctx, struct bench *b, struct bench_frame *out)
{
	struct gen *g = ctx;

	out->start = (g->eighths + 7) / 8;
	if (!g->left || out->start >= g->until)
		return 0;
	g->left--;
	make(g, b);
	out->data = g->frame.data;
	out->len = g->frame.len;
	out->bad = g->frame.bad;
	g->eighths += weir_dev_line_eighths(out->len);
	if (g->close && rx_pick(&g->rng, 2))
		g->eighths -= weir_dev_line_eighths(out->len) - out->len;
	if (g->gap_permille && rx_pick(&g->rng, 1000) < g->gap_permille)
		g->eighths += 8 * (uint64_t)rx_pick(&g->rng, g->gap_max);
	return 1;
}

void gen_start(struct gen *g, struct bench *b, uint64_t delay)
{
	g->eighths = 8 * (bench_cycle(b) + delay);
	if (!g->until)
		g->until = UINT64_MAX;
	if (!g->rng)
		g->rng = b->seed * UINT64_C(0xd1b54a32d192ed03) + 1;
	b->next = next;
	b->ctx = g;
	b->late = 0;
}

void gen_line(struct gen *g, struct bench *b, uint32_t len, uint64_t frames, uint64_t delay)
{
	memset(g, 0, sizeof(*g));
	g->left = frames;
	g->min = len;
	g->max = len;
	gen_start(g, b, delay);
}

void gen_finish(struct gen *g, struct bench *b)
{
	while (g->left && (g->eighths + 7) / 8 < g->until)
		bench_step(b, 64);
	bench_drain(b);
}
