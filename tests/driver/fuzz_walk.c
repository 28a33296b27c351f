// SPDX-License-Identifier: BSD-3-Clause
/*
 * fuzz_walk.c - any bytes as a block: frames that lie in it one behind the other, or -EPROTO
 *
 * The first byte says whether the block is the input's bytes, with or without a plausible header, or a right
 * one that is then damaged where the input says.
 */
#include <stdlib.h>
#include <string.h>

#include "blocks.h"

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

static volatile u8 sink;

static void check(const struct tpacket_block_desc *d, const struct weir_walk_frame *f, const u8 *behind)
{
	const u8 *end = (const u8 *)d + BLOCK_BYTES;
	u32 i;

	if (f->data < behind + BLOCK_MAC || f->caplen > (size_t)(end - f->data) || f->caplen < 14 ||
	    f->len < f->caplen || f->nsec >= 1000000000 ||
	    (f->vlan && f->tpid != 0x8100 && f->tpid != 0x88a8))
		abort();
	for (i = 0; i < f->caplen; i++)
		sink ^= f->data[i];
}

static void bytes(struct tpacket_block_desc *d, const u8 *data, size_t size, u8 how)
{
	memcpy(d, data, size < BLOCK_BYTES ? size : BLOCK_BYTES);
	if (!(how & 2))
		return;
	d->version = 2;
	d->offset_to_priv = 48;
	d->hdr.bh1.offset_to_first_pkt = 48;
	d->hdr.bh1.seq_num = 1;
	d->hdr.bh1.blk_len %= BLOCK_BYTES + 1;
	d->hdr.bh1.num_pkts %= 48;
}

static void damaged(struct tpacket_block_desc *d, const u8 *p, size_t size)
{
	u32 frames = size ? *p % 40 : 0, used;

	for (; size > 1 && frames; p++, size--, frames--)
		block_add(d, 14 + p[1] * (p[1] & 3u), 1000);
	used = d->hdr.bh1.blk_len;
	for (; size > 3; p += 3, size -= 3)
		((u8 *)d)[(p[1] << 8 | p[2]) % used] ^= p[3];
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	struct tpacket_block_desc *d;
	struct weir_walk_frame f;
	struct weir_walk w;
	const u8 *behind;
	u32 n = 0, frames;
	int ret;

	if (!size)
		return 0;
	d = block_new(1);
	if (data[0] & 1)
		bytes(d, data + 1, size - 1, data[0]);
	else
		damaged(d, data + 1, size - 1);
	frames = d->hdr.bh1.num_pkts;
	behind = (u8 *)d + 48;
	ret = weir_walk_begin(&w, d, BLOCK_BYTES, BLOCK_MAC, 1);
	if (!ret)
		for (; (ret = weir_walk_next(&w, &f)) == 1; n++) {
			check(d, &f, behind);
			behind = f.data + f.caplen;
		}
	if (ret == 0 ? n != frames || w.wrong : ret != -EPROTO || !w.wrong || n > frames)
		abort();
	free(d);
	return 0;
}
