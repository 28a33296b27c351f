/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * packet.h - a capture by a packet socket with a TPACKET_V3 ring, of whatever family: what afpacket:IF and
 * weir0 have in common
 */
#ifndef WEIR_PACKET_H
#define WEIR_PACKET_H

#include "weir_int.h"

struct packet {
	int fd;
	unsigned int ifindex;
	size_t map_len;
	uint64_t packets, drops, freezes;	/* since open; under the handle's lock */
	bool in_kernel;				/* the socket has a filter that is more than a snap length */
};

enum { PACKET_RX_FRAMES, PACKET_RX_BYTES, PACKET_RX_ERRORS, PACKET_RX_DROPPED, PACKET_RX_MISSED,
       PACKET_MATCHED, PACKET_DELIVERED, PACKET_NO_BLOCK, PACKET_FREEZES, PACKET_STATS };
extern const struct weir_stat_desc packet_stat_desc[PACKET_STATS];

/* The transport's own, around a socket that was made with protocol 0; takes fd over, also if it fails. */
int packet_new(struct weir *w, int fd);
/* Interface, ring and memberships. */
int packet_set_up(struct weir *w, const char *interface);

/* As struct transport has them. */
void packet_close(struct weir *w);
int packet_start(struct weir *w);
int packet_wait(struct weir *w, int ms);
int packet_snaplen(struct weir *w, uint32_t bytes);
int packet_fd(struct weir *w);
int packet_stats(struct weir *w, uint64_t *values);
void packet_info(const struct weir *w, struct weir_info *info);

#endif
