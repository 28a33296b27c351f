// SPDX-License-Identifier: BSD-3-Clause
/*
 * fuzz_block.c - any bytes as a block: frames or an error, never a byte read outside
 *
 * Most random headers fail at the first check, so the input's first byte says whether the block's
 * header is made plausible before.
 */
#include <stdlib.h>

#include "blocks.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static volatile uint8_t sink;

static void plausible(struct weir *w, uint8_t how)
{
	struct tpacket_block_desc *d = test_block(w, 0);
	struct tpacket_hdr_v1 *b = &d->hdr.bh1;

	if (how & 1) {
		d->version = 2;
		d->offset_to_priv = 48;
		b->offset_to_first_pkt = 48 + w->ring.priv_size;
	}
	if (how & 2)
		b->blk_len %= TEST_BLOCK + 1;
	if (how & 4)
		b->num_pkts %= 40;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct weir *w;
	const struct weir_frame *f;
	uint8_t wire[512];
	int ret;

	if (size < 2)
		return 0;
	w = test_open(1, data[0] & 8 ? 16 : 0);
	if (data[0] & 16 && weir_set_filter(w, "vlan and tcp[tcpflags] & 2 != 0"))
		abort();
	memcpy(test_block(w, 0), data + 2, size - 2 < TEST_BLOCK ? size - 2 : TEST_BLOCK);
	plausible(w, data[0]);
	test_give(w, 0);
	while ((ret = weir_next(w, &f)) == 1) {
		size_t n = weir_frame_wire(f, wire, sizeof(wire)), i;

		for (i = 0; i < f->caplen; i++)
			sink ^= f->data[i];
		if (n < f->caplen || f->caplen > f->len || f->nsec >= 1000000000)
			abort();
	}
	if (ret != 0 && ret != -EIO)
		abort();
	if (test_block(w, 0)->hdr.bh1.block_status != TP_STATUS_KERNEL)
		abort();
	weir_close(w);
	return 0;
}
