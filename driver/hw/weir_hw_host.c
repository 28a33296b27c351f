// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * weir_hw_host.c - the records in host memory: block descriptors and completions
 */
#include "weir_hw.h"

#define COMPLETION_TRIES 8
#define COMPLETION_WORDS (WEIR_HOST_COMPLETION_SIZE / 4)

int weir_hw_desc_write(void *table, u32 i, u64 dma, u32 pages)
{
	volatile u8 *p = (u8 *)table + (size_t)i * WEIR_HOST_BLOCK_DESC_SIZE;
	u64 word;
	u32 n;

	if (dma % WEIR_HW_PAGE || !pages || pages > 1024)
		return -EINVAL;
	word = (dma & WEIR_HOST_BLOCK_DESC_WORD_PAGE_MASK) |
	       ((u64)pages << WEIR_HOST_BLOCK_DESC_WORD_PAGES_SHIFT) |
	       WEIR_HOST_BLOCK_DESC_WORD_VALID_MASK;
	for (n = 0; n < WEIR_HOST_BLOCK_DESC_SIZE; n++)
		p[n] = (u8)(word >> 8 * n);
	return 0;
}

static u32 le32(const volatile u32 *p)
{
	u32 v = *p;
	const u8 *b = (const u8 *)&v;

	return b[0] | (u32)b[1] << 8 | (u32)b[2] << 16 | (u32)b[3] << 24;
}

/*
 * The card writes the record in one piece, but nothing promises that it is read in one: two
 * equal readings, and a record whose parts agree, are the proof.
 */
int weir_hw_completion_read(const void *table, u32 tap, const struct weir_hw_tap_cfg *cfg,
			    struct weir_hw_completion *out)
{
	const volatile u32 *rec =
		(const u32 *)((const u8 *)table + (size_t)tap * WEIR_HOST_COMPLETION_SIZE);
	u32 a[COMPLETION_WORDS], i, try;
	u64 blocks;
	bool same;

	for (try = 0; try < COMPLETION_TRIES; try++) {
		for (i = 0; i < COMPLETION_WORDS; i++)
			a[i] = le32(&rec[i]);
		weir_hw_rmb();
		for (same = true, i = 0; i < COMPLETION_WORDS; i++)
			same = same && a[i] == le32(&rec[i]);
		if (!same)
			continue;
		out->seq = a[WEIR_HOST_COMPLETION_SEQ_LO / 4] |
			   (u64)a[WEIR_HOST_COMPLETION_SEQ_HI / 4] << 32;
		out->head = a[WEIR_HOST_COMPLETION_HEAD / 4] & WEIR_HOST_COMPLETION_HEAD_INDEX_MASK;
		out->generation = a[WEIR_HOST_COMPLETION_GENERATION / 4];
		out->gen_seq = a[WEIR_HOST_COMPLETION_GEN_SEQ / 4];
		out->blocks = a[WEIR_HOST_COMPLETION_BLOCKS / 4];
		out->frames = a[WEIR_HOST_COMPLETION_FRAMES / 4];
		if (!out->blocks && !out->seq && !out->head)
			return 0;
		/* seq counts in 64 bits, blocks in 32, from the same START. */
		blocks = out->seq - cfg->first_seq + 1;
		if ((u32)blocks == out->blocks &&
		    out->head == weir_hw_mod64(cfg->first_block + blocks, cfg->block_nr))
			return 0;
	}
	return -EAGAIN;
}
