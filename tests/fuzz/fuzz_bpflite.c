// SPDX-License-Identifier: BSD-3-Clause
/*
 * fuzz_bpflite.c - any bytes as a filter program: it is refused, or its translation runs, within the space
 * and the path that were told, and says of a frame what the interpreter says
 */
#include <stdlib.h>
#include <string.h>

#include "tests/bpflite/tb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is another number for each. */
static bool throws(const struct tb_prog *p)
{
	uint32_t i, ad;

	for (i = 0; i < p->n; i++) {
		ad = p->insn[i].k - 0xfffff000u;
		if ((p->insn[i].code & 0xe7) == 0x20 && p->insn[i].k >= 0xfffff000u && ad == SKF_AD_RANDOM)
			return true;
	}
	return false;
}

/* Jumps and codes that random bytes nearly never get right are made so. */
static void tame(struct tb_prog *p, uint8_t how)
{
	static const uint8_t codes[] = {
		0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x80, 0x00, 0x60, 0x01, 0x61, 0x81, 0xb1,
		0x02, 0x03, 0x04, 0x0c, 0x14, 0x1c, 0x24, 0x2c, 0x34, 0x3c, 0x44, 0x4c, 0x54,
		0x5c, 0x64, 0x6c, 0x74, 0x7c, 0x94, 0x9c, 0xa4, 0xac, 0x84, 0x05, 0x15, 0x15,
		0x15, 0x1d, 0x25, 0x25, 0x2d, 0x35, 0x3d, 0x45, 0x4d, 0x06, 0x16, 0x07, 0x87,
	};
	uint32_t i, left;

	for (i = 0; i < p->n && how & 1; i++) {
		struct bpfl_insn *f = &p->insn[i];

		f->code = codes[f->code % sizeof(codes)];
		left = p->n - i - 1;
		f->jt = (uint8_t)(left ? f->jt % left : 0);
		f->jf = (uint8_t)(left ? f->jf % left : 0);
		if (f->code == 0x05)
			f->k = left ? f->k % left : 0;
		else if ((f->code & 0xff) == 0x64 || (f->code & 0xff) == 0x74)
			f->k %= 32;
		else if ((f->code & 6) == 2 || (f->code & 0xfe) == 0x60)
			f->k %= 16;
		else if (how & 2)
			f->k = f->k >> 24 < 240 ? f->k & 63 : f->k;
	}
	if (p->n && how & 1)
		p->insn[p->n - 1].code = 0x06;
}

static void run(struct tb_prog *p, const uint8_t *frame, size_t len, bool vlan)
{
	static struct tb_frame f;
	uint32_t head = vlan ? 18 : 14;

	memset(f.wire, 0, sizeof(f.wire));
	memcpy(f.wire, frame, len);
	f.lib.pkttype = f.wire[0] & 7;
	f.lib.hash = f.wire[1];
	f.lib.ifindex = 7;
	tb_frame_set(&f, len < head ? head : (uint32_t)len, vlan);
	if (throws(p))
		tb_run(p, &f, NULL, NULL);
	else if (!tb_compare(p, &f))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct tb_prog p;
	static char text[100];
	uint32_t i, n;

	if (size < 8)
		return 0;
	tb_target(&p.target, data[0] & 1);
	p.target.vlan = (data[0] >> 1) % 4;
	p.target.vlan_otherhost = data[0] & 64;
	p.target.store = data[0] & 8 ? data[1] : BPFL_STORE;
	p.target.budget = data[0] & 16 ? data[2] % 64u : 1000;
	p.target.base = data[0] & 32 ? data[3] : 0;
	if (p.target.base + p.target.store > BPFL_STORE)
		p.target.store = BPFL_STORE - p.target.base;
	n = data[4] % 64u;
	n = n < (size - 8) / 8 ? n : (uint32_t)((size - 8) / 8);
	memcpy(p.insn, data + 8, n * 8);
	p.n = n;
	tame(&p, data[5]);
	if (!tb_translate(&p))
		return 0;
	if (!p.res.uops || (p.res.uops > p.target.store && p.res.uops != 1))
		abort();
	for (i = 0; i < p.res.uops; i++)
		if (bpfl_uop_text(text, i % sizeof(text), &p.store[i]) > 200)
			abort();
	data += 8 + n * 8;
	size -= 8 + n * 8;
	size = size < 300 ? size : 300;
	if (p.target.vlan != BPFL_VLAN_ALWAYS)
		run(&p, data, size, false);
	if (p.target.vlan != BPFL_VLAN_NEVER)
		run(&p, data, size, true);
	return 0;
}
