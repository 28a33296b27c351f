// SPDX-License-Identifier: BSD-3-Clause
/*
 * tb_codes.c - see tb_codes.h
 */
#include "tests/bpflite/tb_codes.h"

#include <stdio.h>

#define AD_OFF 0xfffff000u

static const uint8_t codes[] = {
	/* loads of A, then of X, and stores */
	0x20, 0x28, 0x30, 0x40, 0x48, 0x50, 0x00, 0x80, 0x60, 0x01, 0x81, 0x61, 0xb1, 0x02, 0x03,
	/* ALU with K, with X, alone */
	0x04, 0x14, 0x24, 0x34, 0x44, 0x54, 0x64, 0x74, 0x94, 0xa4,
	0x0c, 0x1c, 0x2c, 0x3c, 0x4c, 0x5c, 0x6c, 0x7c, 0x9c, 0xac, 0x84,
	/* jumps, returns, TAX and TXA */
	0x05, 0x15, 0x25, 0x35, 0x45, 0x1d, 0x2d, 0x3d, 0x4d, 0x06, 0x16, 0x07, 0x87,
};
/* Those of tb_random_program(): the library's interpreter knows them, too. */
static const uint8_t data[] = { SKF_AD_PROTOCOL, SKF_AD_PKTTYPE, SKF_AD_IFINDEX, SKF_AD_HATYPE, SKF_AD_RXHASH,
				SKF_AD_VLAN_TAG, SKF_AD_VLAN_TAG_PRESENT, SKF_AD_VLAN_TPID };

void tb_codes_add(struct tb_codes *c, const struct tb_prog *p, const struct ref *ref)
{
	uint32_t i;

	for (i = 0; i < p->n; i++) {
		const struct bpfl_insn *f = &p->insn[i];

		if (!ref->ways[i])
			continue;
		c->ran[f->code & 0xff]++;
		c->both += ref->ways[i] == 3;
		if ((f->code & 0xfe) == 0x60)
			c->cell[f->k & 15]++;
		if (!p->target.wire && (f->code & 0xe7) == 0x20 && f->k >= AD_OFF && f->k < AD_OFF + 64)
			c->ancillary[f->k - AD_OFF]++;
	}
}

bool tb_codes_all(const struct tb_codes *c, uint64_t least)
{
	bool all = c->both >= least;
	size_t i;

	if (!all)
		printf("jumps that went both ways: %llu\n", (unsigned long long)c->both);
	for (i = 0; i < sizeof(codes); i++)
		if (c->ran[codes[i]] < least) {
			printf("instruction 0x%02x came in %llu programs\n", codes[i],
			       (unsigned long long)c->ran[codes[i]]);
			all = false;
		}
	for (i = 0; i < 16; i++)
		if (c->cell[i] < least) {
			printf("cell %zu of M was loaded in %llu programs\n", i,
			       (unsigned long long)c->cell[i]);
			all = false;
		}
	for (i = 0; i < sizeof(data); i++)
		if (c->ancillary[data[i]] < least) {
			printf("ancillary datum %u came in %llu programs\n", data[i],
			       (unsigned long long)c->ancillary[data[i]]);
			all = false;
		}
	return all;
}
