/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * t_compare.c - compare_blocks() sees every difference that it shall see, and no other
 *
 * Builds a block with two packets, changes every bit of a copy in turn and compares. A comparison
 * that looks away would make the differential test worth nothing.
 */
#include <linux/if_packet.h>
#include <stdio.h>
#include <string.h>
#include "compare.h"

#define SIZE 512
#define PRIV 16
#define FIRST (48 + PRIV)
#define MAC 99 /* any byte, as with PACKET_RESERVE */
#define SNAP 61
#define STEP 160 /* ALIGN8(MAC + SNAP) */

struct span {
	uint32_t from, len;
};

static void build(uint8_t *block)
{
	struct tpacket_block_desc *desc = (void *)block;
	struct tpacket_hdr_v1 *bh = &desc->hdr.bh1;
	uint32_t i;

	for (i = 0; i < SIZE; i++)
		block[i] = (uint8_t)(i * 7 + 3);
	memset(block, 0, FIRST);
	desc->version = 2;
	desc->offset_to_priv = 48;
	bh->block_status = TP_STATUS_USER;
	bh->num_pkts = 2;
	bh->offset_to_first_pkt = FIRST;
	bh->blk_len = FIRST + 2 * STEP;
	bh->seq_num = 1;
	for (i = 0; i < 2; i++) {
		struct tpacket3_hdr *h = (void *)(block + FIRST + i * STEP);

		memset(h, 0, 68);
		h->tp_next_offset = i ? 0 : STEP;
		h->tp_snaplen = SNAP;
		h->tp_len = 1000;
		h->tp_mac = MAC;
		h->tp_net = MAC + 14;
		h->tp_status = TP_STATUS_USER;
		((struct sockaddr_ll *)(h + 1))->sll_halen = 6;
	}
}

/* What compare.h says is left out, byte by byte; TS bits are handled apart. */
static int left_out(uint32_t at)
{
	static const struct span header[] = { { 32, 16 } };
	static const struct span packet[] = {
		{ 4, 8 }, { 28, 4 }, { 52, 4 }, { 68, MAC - 68 }, { MAC + SNAP, STEP - MAC - SNAP }
	};
	uint32_t i, off = (at - FIRST) % STEP;

	if (at >= FIRST + 2 * STEP)
		return 1;
	if (at < FIRST)
		return at >= header[0].from && at < header[0].from + header[0].len;
	for (i = 0; i < sizeof(packet) / sizeof(packet[0]); i++)
		if (off >= packet[i].from && off < packet[i].from + packet[i].len)
			return 1;
	return 0;
}

static int is_time_bit(uint32_t at, int bit)
{
	return at >= FIRST && at < FIRST + 2 * STEP && (at - FIRST) % STEP == 23 && bit >= 5;
}

static int flip_all(const uint8_t *kernel)
{
	_Alignas(8) uint8_t card[SIZE];
	unsigned int seen = 0, ignored = 0;
	uint32_t at;
	int bit;

	for (at = 0; at < SIZE; at++) {
		for (bit = 0; bit < 8; bit++) {
			struct compare c = { .block_size = SIZE,
					     .priv = PRIV,
					     .kernel_seq = 1,
					     .card_seq = 1 };
			int expected = !left_out(at) && !is_time_bit(at, bit);

			memcpy(card, kernel, SIZE);
			card[at] ^= (uint8_t)(1 << bit);
			if (compare_blocks(&c, kernel, card) != expected) {
				printf("byte %u bit %d: expected %s\n", at, bit,
				       expected ? "a difference" : "none");
				return 1;
			}
			seen += (unsigned int)expected;
			ignored += !expected;
		}
	}
	printf("%u bits compared, %u left out\n", seen, ignored);
	return 0;
}

int main(void)
{
	_Alignas(8) uint8_t kernel[SIZE];

	build(kernel);
	return flip_all(kernel);
}
