/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * weir_socket.h - what a socket of PF_WEIR tells beyond what AF_PACKET's do
 *
 * getsockopt(fd, SOL_WEIR, WEIR_INFO, &info, &len): as much of struct weir_sock_info as fits; len is then
 * how much that was. Members are only ever added, at the end: one that lies behind len is not known to the
 * driver. docs/compat.md says more.
 */
#ifndef WEIR_SOCKET_H
#define WEIR_SOCKET_H

#include <linux/types.h>

#define SOL_WEIR	0x5745
#define WEIR_INFO	1

/* Who puts frames where the application finds them. */
enum weir_sock_mode {
	WEIR_SOCK_COPIED = 0,	/* the kernel, frame by frame */
	WEIR_SOCK_FED = 1,	/* a tap of the card, into the ring itself */
};

/* Why they are copied; all that hold count, the first is told. */
#define WEIR_SOCK_WHYS(X) \
	X(FED, 0, "fed by the card") \
	X(NOT_RAW, 1, "not of SOCK_RAW") \
	X(NO_RING, 2, "no ring of TPACKET_V3") \
	X(VNET, 3, "a virtio header is asked for") \
	X(FILTER, 4, "a filter that is not exact in the card") \
	X(NAMESPACE, 5, "of a user namespace") \
	X(NO_CARD, 6, "not bound to a card that can") \
	X(PIECES, 7, "memory was in pieces") \
	X(AWAY, 8, "the card is away") \
	X(FAULT, 9, "its tap faulted") \
	X(NO_TAP, 10, "no tap is free") \
	X(GEOMETRY, 11, "a ring that the card cannot fill") \
	X(NO_MEMORY, 12, "no memory") \
	X(BOUNCED, 13, "the card cannot write to this memory") \
	X(REFUSED, 14, "the card does not take it") \
	X(IDLE, 15, "no frames are asked for, or the device is down")
enum weir_sock_why {
#define WEIR_SOCK_WHY_X(name, number, text) WEIR_SOCK_WHY_##name = (number),
	WEIR_SOCK_WHYS(WEIR_SOCK_WHY_X)
#undef WEIR_SOCK_WHY_X
};

/* What the card that the socket is bound to makes of its filter. */
enum weir_sock_filter_mode {
	WEIR_SOCK_FILTER_NONE = 0,	/* there is none */
	WEIR_SOCK_FILTER_EXACT = 1,	/* the card decides as the program does */
	WEIR_SOCK_FILTER_PREFILTER = 2,	/* the card is unsure of some frames */
	WEIR_SOCK_FILTER_SOFTWARE = 3,	/* the card can decide nothing, or there is none */
};

#define WEIR_SOCK_NONE	0xffffffffU	/* no tap; a reach that is not bounded */

struct weir_sock_info {
	__u32 mode;		/* enum weir_sock_mode */
	__u32 why;		/* enum weir_sock_why */
	__u32 tap;		/* of the card, or WEIR_SOCK_NONE */
	__s32 ifindex;		/* as getsockname() */
	__u32 filter;		/* enum weir_sock_filter_mode */
	/* Of the filter, as the card runs it or would; 0 without one, and in software. */
	__u32 uops, path;	/* micro-operations, and turns of the longest path */
	__u32 budget;		/* turns that a frame has; 0 without a card */
	__u32 reach;		/* last byte of a frame that is looked at */
	__u32 insn;		/* that the reason is about, from 0 */
	__u32 generation;	/* how often the filter has changed */
	__u32 pad;
	__u64 first_block;	/* number of the first one of that generation; 0: none yet, or copied */
	/* Frames since the socket was made; reading clears nothing. */
	__u64 copied;		/* put into ring or queue by the kernel */
	__u64 copied_filtered;	/* rejected by the filter on their way there */
	__u64 copied_dropped;	/* without room there */
	__u64 tap_counter[16];	/* of its taps, in the order of WEIR_TAP_COUNTERS; docs/counters.md */
	char why_text[64], reason[128];	/* in words; reason is empty for none and exact */
};

#endif
