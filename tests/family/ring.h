/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * ring.h - receive rings of the family under test, for the cases of the table test
 */
#ifndef FAMILY_RING_H
#define FAMILY_RING_H

#include <linux/if_packet.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

/* Where the first packet of a block begins, and in a block what: Ethernet, no reserve. */
#define V2_MAC 66
#define V2_NET 80
#define V3_MAC 82
#define V3_NET 96
#define BLOCK_HDR 48
/* A block's time that is enough for all frames of a case to come, on a slow machine too. */
#define SLOW_MS 1000

struct ring {
	/* Set before; 0: a value that serves. */
	int version, type, protocol;
	unsigned int reserve, block, nr, frame, tov_ms, priv, feature;
	int fd; /* a socket with the options that the case is about, else one is made */
	uint8_t *map;
	size_t size;
};

/* ring_open: makes, maps and binds; whatever is refused stops the case. */
void ring_open(struct ring *r);
struct tpacket_req3 ring_req(const struct ring *r);

struct tpacket2_hdr *slot_at(const struct ring *r, unsigned int i);
struct tpacket2_hdr *slot_wait(const struct ring *r, unsigned int i); /* NULL after some seconds */
uint32_t slot_status(const struct ring *r,
		     unsigned int i); /* without the mark of a software timestamp */
void slot_free(const struct ring *r, unsigned int i);

struct tpacket_hdr_v1 *block_at(const struct ring *r, unsigned int i);
struct tpacket_hdr_v1 *block_wait(const struct ring *r, unsigned int i); /* NULL after some seconds */
struct tpacket_hdr_v1 *block_must(const struct ring *r, unsigned int i); /* that stops the case */
uint32_t block_status(const struct ring *r, unsigned int i);
void block_free(const struct ring *r, unsigned int i);
/* packet_at: packet n of a block; one that its chain does not reach stops the case. */
struct tpacket3_hdr *packet_at(const struct ring *r, unsigned int i, unsigned int n);

/* frame_ok: the bytes at DATA are those of a test's frame from byte FROM on. */
bool frame_ok(const uint8_t *data, unsigned int from, unsigned int len);
/* edge_open: an epoll that says how often a socket woke its reader; edges() how often since. */
int edge_open(int fd);
int edges(int epoll);
bool is_now(uint32_t sec, uint32_t nsec);

#endif
