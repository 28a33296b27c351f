// SPDX-License-Identifier: BSD-3-Clause
/*
 * weir_frame_test.c - random frames and filters for t_frame
 */
#include <stdlib.h>

#include "weir_frame_test.h"
#include "weir_int.h"
#include "blocks.h"

static uint64_t seed;

static uint32_t rnd(uint32_t n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(seed >> 33) % n;
}

static uint32_t put(uint8_t *p, uint32_t at, const char *bytes, uint32_t n)
{
	memcpy(p + at, bytes, n);
	return at + n;
}

static uint32_t headers(uint8_t *p)
{
	uint32_t at = 12, tags = rnd(3);

	if (!rnd(4))
		memset(p, 0xff, 6);
	else
		put(p, 0, "\x02\0\0\0\0\1", 6);
	while (tags--) {
		at = put(p, at, rnd(3) ? "\x81\0" : "\x88\xa8", 2);
		p[at++] = (uint8_t)(rnd(8) << 5);
		p[at++] = (uint8_t)(5 + rnd(3));
	}
	switch (rnd(4)) {
	case 0:
		at = put(p, at, "\x08\0\x45", 3);
		p[at + 8] = rnd(2) ? 6 : 17;
		memset(p + at + 1, 0, 6);
		p[at + 2] = (uint8_t)rnd(100);
		p[at + 22] = (uint8_t)rnd(2);
		p[at + 22] = 80;
		p[at + 21] = 0;
		break;
	case 1:
		at = put(p, at, "\x86\xdd\x60", 3);
		p[at + 5] = rnd(2) ? 58 : 17;
		break;
	case 2:
		at = put(p, at, "\x08\x06\0\1", 4);
		break;
	default:
		p[at++] = (uint8_t)rnd(256);
		p[at++] = (uint8_t)rnd(256);
	}
	return at;
}

void random_frame(struct random_frame *r, uint32_t i)
{
	struct weir_frame *f = &r->frame;
	uint32_t k;

	seed = i + 1;
	memset(r, 0, sizeof(*r));
	for (k = 0; k < sizeof(r->wire); k++)
		r->wire[k] = (uint8_t)rnd(256);
	headers(r->wire);
	r->wire_len = 18 + rnd(200);
	r->wire_caplen = rnd(3) ? r->wire_len : 16 + rnd(r->wire_len - 15);
	f->vlan_tpid = (uint16_t)(r->wire[12] << 8 | r->wire[13]);
	f->vlan = f->vlan_tpid == 0x8100 || f->vlan_tpid == 0x88a8;
	f->data = r->wire;
	f->caplen = r->wire_caplen;
	f->len = r->wire_len;
	if (!f->vlan)
		return;
	f->vlan_tci = (uint16_t)(r->wire[14] << 8 | r->wire[15]);
	memcpy(r->lifted, r->wire, 12);
	memcpy(r->lifted + 12, r->wire + 16, sizeof(r->lifted) - 16);
	f->data = r->lifted;
	f->caplen -= 4;
	f->len -= 4;
}

struct weir_filter *frame_filter(const char *expr)
{
	struct weir *w = test_open(1, 0);
	struct weir_filter *f;

	if (weir_set_filter(w, expr))
		abort();
	f = filter_get(w->filter);
	weir_close(w);
	return f;
}

void frame_filter_free(struct weir_filter *f)
{
	filter_put(f);
}

uint32_t frame_passes(struct weir_filter *f, const struct weir_frame *frame)
{
	return filter_run(f, frame);
}
