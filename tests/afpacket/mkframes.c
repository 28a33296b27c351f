/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * mkframes.c - a savefile of random frames of every shape: mkframes OUT SEED COUNT MAX_LEN [FIRST_LEN]
 *
 * Lengths 14 to MAX_LEN, half of them short and many at borders of 8 bytes; addresses of all four packet
 * types (the station is 02:00:00:00:00:02); no tag, one, two or three tags with VIDs that matter;
 * ethertypes known and unknown, and lengths instead of one, with and without LLC. The same seed
 * gives the same frames. With FIRST_LEN the first frame has that many bytes.
 */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP_US 10
/* The kernel drops a tagged frame that does not reach past the tag's own ethertype. */
#define TAGGED_MIN 20

static uint64_t state;

/* xorshift64*: Vigna, "An experimental exploration of Marsaglia's xorshift generators" */
static uint32_t below(uint32_t n)
{
	state ^= state >> 12;
	state ^= state << 25;
	state ^= state >> 27;
	return (uint32_t)((state * 0x2545f4914f6cdd1dull >> 32) * n >> 32);
}

static uint8_t *put16(uint8_t *p, unsigned int value)
{
	p[0] = (uint8_t)(value >> 8);
	p[1] = (uint8_t)value;
	return p + 2;
}

static void put_addresses(uint8_t *frame)
{
	static const uint8_t to[][6] = {
		{ 2, 0, 0, 0, 0, 2 }, /* the station */
		{ 255, 255, 255, 255, 255, 255 },
		{ 1, 0, 0x5e, 1, 2, 3 },
		{ 0x33, 0x33, 0, 0, 0, 1 },
		{ 255, 255, 255, 255, 255, 254 },
		{ 2, 0, 0, 0, 0, 3 },
		{ 3, 0, 0, 0, 0, 2 },
	};

	memcpy(frame, to[below(sizeof(to) / sizeof(to[0]))], 6);
	frame[6] &= 0xfe;
}

/* Tags and ethertype from frame + 12 on, as far as there is room. */
static void put_type(uint8_t *frame, uint32_t len)
{
	static const unsigned int tci[] = { 0, 0x1000, 1, 0x6064, 0xffff, 0x0fff };
	static const unsigned int types[] = { 0x0800, 0x86dd, 0x0806, 0x88b5, 0x88cc,
					      0x0600, 0x05ff, 0x002e, 0x0000, 0x9100 };
	uint8_t *p = frame + 12;
	uint32_t tags = below(2) ? below(4) : 0;

	if (len < TAGGED_MIN)
		tags = 0;
	while (tags-- && p + 4 + 4 <= frame + len) {
		p = put16(p, below(2) ? 0x8100 : 0x88a8);
		p = put16(p, tci[below(sizeof(tci) / sizeof(tci[0]))]);
	}
	p = put16(p, types[below(sizeof(types) / sizeof(types[0]))]);
	if (p + 2 <= frame + len && below(2))
		put16(p, below(2) ? 0xffff : 0xaaaa);
}

static uint32_t random_len(uint32_t max)
{
	static const uint32_t spans[] = { 14, 50, 100, 200, 1600, 9600 };
	uint32_t span = spans[below(sizeof(spans) / sizeof(spans[0]))];
	uint32_t len = 14 + below(span);

	if (below(3) == 0)
		len = (len & ~7u) + 6 + below(3);
	return len < 14 ? 14 : len > max ? max : len;
}

int main(int argc, char **argv)
{
	static uint8_t frame[9600];
	uint32_t count, max, i, j;
	pcap_dumper_t *out;
	pcap_t *dead;

	if (argc < 5 || argc > 6) {
		fprintf(stderr, "usage: mkframes OUT SEED COUNT MAX_LEN [FIRST_LEN]\n");
		return 2;
	}
	state = strtoull(argv[2], NULL, 10) * 2 + 1;
	count = (uint32_t)strtoul(argv[3], NULL, 10);
	max = (uint32_t)strtoul(argv[4], NULL, 10);
	if (max < TAGGED_MIN || max > sizeof(frame))
		return 2;
	dead = pcap_open_dead_with_tstamp_precision(DLT_EN10MB, 65535, PCAP_TSTAMP_PRECISION_NANO);
	out = dead ? pcap_dump_open(dead, argv[1]) : NULL;
	if (!out)
		return 1;
	for (i = 0; i < count; i++) {
		uint32_t len = i == 0 && argc == 6 ? (uint32_t)strtoul(argv[5], NULL, 10) :
						     random_len(max);
		struct pcap_pkthdr head = { .caplen = len, .len = len };

		head.ts.tv_sec = 1700000000 + i * GAP_US / 1000000;
		head.ts.tv_usec = (suseconds_t)(i * GAP_US % 1000000 * 1000);
		for (j = 0; j < len; j++)
			frame[j] = (uint8_t)below(256);
		put_addresses(frame);
		put_type(frame, len);
		pcap_dump((u_char *)out, &head, frame);
	}
	if (pcap_dump_flush(out))
		return 1;
	pcap_dump_close(out);
	pcap_close(dead);
	return 0;
}
