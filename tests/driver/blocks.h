/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * blocks.h - blocks as the card writes them, in memory of exactly their size
 */
#ifndef DRIVER_BLOCKS_H
#define DRIVER_BLOCKS_H

#include <linux/if_packet.h>

#include "weir_walk.h"

#define BLOCK_BYTES 4096u
#define BLOCK_MAC 82u

/* An empty block; free() gives it back. */
struct tpacket_block_desc *block_new(u64 seq);
/* Appends a frame of caplen bytes, or returns NULL when it does not fit. */
struct tpacket3_hdr *block_add(struct tpacket_block_desc *d, u32 caplen, u32 len);

#endif
