/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * compare.h - two TPACKET_V3 blocks, field by field
 *
 * Compared: the block header, every packet header and sockaddr_ll, the captured bytes, and that the
 * private area was left alone. sll_addr is compared as far as sll_halen; behind it the card's bytes
 * must be 0, the kernel's are what was there before. Left out, because they cannot be equal or are
 * not defined: times and the bits that say whose they are, the interface index, the flow hash, the
 * bytes between and behind what the format defines, and the number that the sequence began with.
 */
#ifndef COMPARE_H
#define COMPARE_H

#include <stddef.h>
#include <stdint.h>

struct compare {
	uint32_t block_size; /* bytes of each block */
	uint32_t priv; /* bytes of the private area */
	uint64_t block; /* number of the block, for the text; the caller counts */
	uint64_t kernel_seq; /* of block 0 */
	uint64_t card_seq;
	uint64_t packets; /* compared so far */
	char text[200]; /* the first difference: where, kernel's value, card's value */
};

/* 0 if equal, 1 if not; then c->text tells. */
int compare_blocks(struct compare *c, const uint8_t *kernel, const uint8_t *card);

#endif
