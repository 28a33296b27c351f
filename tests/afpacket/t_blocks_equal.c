/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * t_blocks_equal.c - the card makes the kernel's blocks: t_blocks_equal [geometry] SAVEFILE KERNEL
 *
 * Plays the savefile to the simulated card with the geometry that afp_blocks used and compares block
 * by block with what it collected (KERNEL). Guards the format, the moment a block is closed, and
 * every value in it. The card may have one block more, the one still open in the kernel; all frames
 * must be somewhere.
 *
 * -e: the first frame barely fits a block. There the kernel hands over an empty block first, and the
 * card does not: the one difference there is meant to be.
 */
#include <errno.h>
#include <linux/if_packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "compare.h"
#include "geometry_card.h"

static int fail(const char *what, const char *detail)
{
	printf("%s: %s\n", what, detail);
	return 1;
}

static struct weir *open_card(const struct geometry *g)
{
	char device[512], err[200] = "";
	struct weir_opts opts = geometry_card_opts(g, err, sizeof(err));
	struct weir *w;
	int rc;

	snprintf(device, sizeof(device), "sim:%s,pace=recorded,loop=%u,mac=" GEOMETRY_CARD_MAC,
		 g->args[0], g->loops);
	rc = weir_open(&w, device, &opts);
	if (!rc)
		return w;
	printf("%s: %s (%d)\n", device, err, rc);
	exit(1);
}

static uint64_t seq_of(const uint8_t *block)
{
	return ((const struct tpacket_block_desc *)block)->hdr.bh1.seq_num;
}

/* 1 and the card's next block in copy, 0 at the end; exits on an error. */
static int next_card_block(struct weir *w, uint8_t *copy, uint32_t size)
{
	struct weir_block *block;
	int rc = weir_next_block(w, &block);

	if (rc == -ENODATA)
		return 0;
	if (rc != 1 || block->size != size) {
		printf("weir_next_block: %d, %s\n", rc, weir_error(w));
		exit(1);
	}
	memcpy(copy, block->base, size);
	rc = weir_release_block(w, block);
	if (rc) {
		printf("weir_release_block: %d\n", rc);
		exit(1);
	}
	return 1;
}

/* The kernel's first block, when the first frame barely fits: retired without a frame. */
static int skip_empty(FILE *in, uint8_t *kernel, uint32_t size)
{
	const struct tpacket_block_desc *desc = (const void *)kernel;

	if (fread(kernel, size, 1, in) != 1)
		return fail("kernel", "no first block");
	if (desc->hdr.bh1.num_pkts || !(desc->hdr.bh1.block_status & TP_STATUS_USER))
		return fail("kernel", "the first block is not an empty one");
	printf("note: the kernel's first block is empty, as it is for a frame that barely fits\n");
	return 0;
}

struct sides {
	uint8_t *kernel, *card; /* a block of each */
	FILE *in; /* the kernel's blocks, behind the head */
	struct blocks_head head;
};

static int compare_all(struct weir *w, const struct geometry *g, struct sides *s)
{
	const struct tpacket_block_desc *desc = (const void *)s->card;
	struct compare c = { .block_size = g->block_size,
			     .priv = g->priv };
	uint64_t rest = 0;

	if (g->empty_first && skip_empty(s->in, s->kernel, g->block_size))
		return 1;
	for (; c.block < s->head.blocks - (uint32_t)g->empty_first; c.block++) {
		if (fread(s->kernel, g->block_size, 1, s->in) != 1)
			return fail("kernel", "file is cut");
		if (!next_card_block(w, s->card, g->block_size))
			return fail("card", "has fewer blocks");
		if (!c.block) {
			c.kernel_seq = seq_of(s->kernel);
			c.card_seq = seq_of(s->card);
		}
		if (compare_blocks(&c, s->kernel, s->card))
			return fail("differ", c.text);
	}
	if (next_card_block(w, s->card, g->block_size)) {
		rest = desc->hdr.bh1.num_pkts;
		if (next_card_block(w, s->card, g->block_size))
			return fail("card", "has more blocks");
	}
	if (c.packets + rest != s->head.frames) {
		printf("%llu of %llu frames\n", (unsigned long long)(c.packets + rest),
		       (unsigned long long)s->head.frames);
		return 1;
	}
	if (c.card_seq != 1 || !c.packets)
		return fail("card", "its sequence does not begin with 1, or nothing was compared");
	printf("%llu packets in %llu blocks equal\n", (unsigned long long)c.packets,
	       (unsigned long long)c.block);
	return 0;
}

static int run(const struct geometry *g, struct sides *s)
{
	struct weir *w;
	int rc;

	if (fread(&s->head, sizeof(s->head), 1, s->in) != 1 || s->head.magic != BLOCKS_MAGIC ||
	    s->head.block_size != g->block_size)
		return fail(g->args[1], "not the kernel's blocks of this geometry");
	if (s->head.blocks < 2)
		return fail(g->args[1], "fewer than two full blocks: nothing to compare");
	w = open_card(g);
	rc = compare_all(w, g, s);
	weir_close(w);
	return rc;
}

int main(int argc, char **argv)
{
	struct sides s = { 0 };
	struct geometry g;
	int rc = 1;

	geometry_parse(&g, argc, argv, 2, "SAVEFILE KERNEL");
	s.kernel = calloc(1, g.block_size);
	s.card = calloc(1, g.block_size);
	s.in = fopen(g.args[1], "rb");
	if (!s.in)
		fail(g.args[1], "cannot be read");
	else if (s.kernel && s.card)
		rc = run(&g, &s);
	if (s.in)
		fclose(s.in);
	free(s.kernel);
	free(s.card);
	return rc;
}
