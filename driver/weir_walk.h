/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * weir_walk.h - the frames of a block, every length and offset compared with the block before it is used
 *
 * Knows no kernel, so that it is tested and fuzzed in user space. The blocks are those of a tap with
 * tp_sizeof_priv 0. Whatever the card wrote, or writes meanwhile: nothing outside the block is read. Each
 * word of a header is read once.
 */
#ifndef WEIR_WALK_H
#define WEIR_WALK_H

#include "weir_hw.h"

struct weir_walk_frame {
	const u8 *data;		/* in the block */
	u32 caplen;		/* at least an Ethernet header */
	u32 len;		/* on the wire, at least caplen */
	u32 sec, nsec;		/* nsec below 10^9 */
	u16 tci, tpid;		/* of the tag lifted, if vlan: ETH_P_8021Q or ETH_P_8021AD */
	bool vlan;
};

struct weir_walk {
	const u8 *block;
	u32 mac;		/* tp_mac, as the tap was told */
	u32 at, end;
	u32 left;		/* frames to come */
	const char *wrong;	/* what contradicts, after -EPROTO, and its value */
	u64 value;
};

/* Is the block handed over? Order what is read next behind it. */
bool weir_walk_ready(const void *block);
/* Checks the header of a block of so many bytes, seq is what its number must be. -EPROTO: w->wrong tells. */
int weir_walk_begin(struct weir_walk *w, const void *block, u32 bytes, u32 mac, u64 seq);
/* 1: *f is the next frame, 0: there are no more, -EPROTO: w->wrong tells; no frame comes after that. */
int weir_walk_next(struct weir_walk *w, struct weir_walk_frame *f);
/* The block is the card's again. Order what was read before it. */
void weir_walk_give(void *block);

#endif
