/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * geometry.h - what both sides of the comparison are set up with, and the file that holds the
 * kernel's blocks: one struct blocks_head, then the blocks as they are in the ring
 */
#ifndef GEOMETRY_H
#define GEOMETRY_H

#include <stdint.h>

#define BLOCKS_MAGIC 0x534b434f4c424556ull /* "VEBLOCKS" */

struct geometry {
	uint32_t block_size; /* bytes */
	uint32_t block_nr;
	uint32_t reserve; /* PACKET_RESERVE, bytes */
	uint32_t priv; /* tp_sizeof_priv, bytes */
	uint32_t snaplen; /* bytes, 0 = all */
	uint32_t loops; /* times that the savefile is played */
	uint32_t protocol; /* ethertype, 0 = all */
	uint32_t withhold; /* blocks are taken and given back once in so many frames, 0 = at once */
	int empty_first; /* the kernel retires an empty block before the first frame, see compare.h */
	const char *args[4];
	int nargs;
};

struct blocks_head {
	uint64_t magic;
	uint64_t frames; /* that reached the ring, also those in the block still open */
	uint32_t blocks; /* in the file */
	uint32_t block_size;
	uint32_t drops, freezes; /* tp_drops, tp_freeze_q_cnt; 0 unless blocks are withheld */
};

/* Parses "-b SIZE -n NR -r RESERVE -p PRIV -s SNAPLEN -l LOOPS -P ETHERTYPE -w FRAMES -e ARG..."; exits on
 * nonsense. */
void geometry_parse(struct geometry *g, int argc, char **argv, int nargs, const char *args);

#endif
