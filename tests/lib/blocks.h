/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * blocks.h - a capture without a device: a test fills its blocks by hand
 */
#ifndef BLOCKS_H
#define BLOCKS_H

#include "weir_int.h"

#define TEST_MAC 82u
#define TEST_BLOCK 4096u
#define TEST_REMARKS 3u		/* that the source has */

/* A capture of block_nr blocks whose source never brings anything by itself. */
struct weir *test_open(uint32_t block_nr, uint32_t priv_size);
/* The same with blocks of another size; test_add() takes them for TEST_BLOCK. */
struct weir *test_open_of(uint32_t block_nr, uint32_t block_size, uint32_t priv_size);
/* Ends it; the source says -ENODATA from now on. */
void test_over(struct weir *w);

struct tpacket_block_desc *test_block(struct weir *w, uint32_t i);
struct tpacket3_hdr *test_packet(struct weir *w, uint32_t i, uint32_t n);
/* An empty, valid block i that is still the card's. */
void test_begin(struct weir *w, uint32_t i, uint64_t seq);
/* Appends a frame of caplen bytes 0, 1, 2, ... and its header; false when it does not fit. */
bool test_add(struct weir *w, uint32_t i, uint32_t caplen, uint32_t len);
/* Hands it over. */
void test_give(struct weir *w, uint32_t i);

#endif
