// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_hash.c - the flow hash: test vectors of docs/rtl.md, and that both directions are equal
 *
 * Computes every vector, compares it with the table here and with its line in the document, so that
 * neither says anything else. That the RTL computes the same is for t_rx to show.
 * usage: t_hash docs/rtl.md
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rx_model.h"

enum { TCP = 6, UDP = 17, ICMPV6 = 58 };

static const struct {
	int version; /* 4, 6, or 2: neither */
	const char *a, *b; /* for 2: the last byte of the MAC addresses counts */
	unsigned int port_a, port_b;
	uint8_t protocol;
	uint32_t hash;
} vectors[] = {
	{ 4, "192.0.2.1", "198.51.100.7", 443, 50000, TCP, 0xac03a42c },
	{ 4, "192.0.2.1", "198.51.100.7", 0, 0, 1, 0xc0bab2bf },
	{ 4, "10.0.0.1", "10.0.0.1", 53, 40000, UDP, 0xd358aca6 },
	{ 6, "2001:db8::1", "2001:db8::2", 443, 50000, TCP, 0xc1e56ef5 },
	{ 6, "fe80::1", "ff02::1", 0, 0, ICMPV6, 0x23b88124 },
	{ 2, "02:00:00:00:00:01", "ff:ff:ff:ff:ff:ff", 0, 0, 0, 0xe4c0662f },
};

static void put16(uint8_t *p, unsigned int v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void put_mac(uint8_t *p, const char *text)
{
	unsigned int b[6];

	if (sscanf(text, "%x:%x:%x:%x:%x:%x", &b[0], &b[1], &b[2], &b[3], &b[4], &b[5]) != 6)
		abort();
	for (int i = 0; i < 6; i++)
		p[i] = (uint8_t)b[i];
}

/* A frame of vector n, from a to b or back, behind tags 0x8100. Returns its length. */
static uint32_t frame(size_t n, int back, int tags, uint8_t *p)
{
	const char *from = back ? vectors[n].b : vectors[n].a;
	const char *to = back ? vectors[n].a : vectors[n].b;
	uint8_t *ip = p + 14 + 4 * tags;
	uint8_t *l4 = ip + (vectors[n].version == 4 ? 20 : 40);

	memset(p, 0, 128);
	put_mac(p, "02:00:00:00:00:aa");
	put_mac(p + 6, "02:00:00:00:00:bb");
	for (int i = 0; i < tags; i++)
		put16(p + 12 + 4 * i, 0x8100);
	put16(ip - 2, vectors[n].version == 4 ? 0x0800 : vectors[n].version == 6 ? 0x86dd : 0x0806);
	if (vectors[n].version == 2) {
		put_mac(p, to);
		put_mac(p + 6, from);
	} else if (vectors[n].version == 4) {
		ip[0] = 0x45;
		ip[9] = vectors[n].protocol;
		inet_pton(AF_INET, from, ip + 12);
		inet_pton(AF_INET, to, ip + 16);
	} else {
		ip[0] = 0x60;
		ip[6] = vectors[n].protocol;
		inet_pton(AF_INET6, from, ip + 8);
		inet_pton(AF_INET6, to, ip + 24);
	}
	put16(l4, back ? vectors[n].port_b : vectors[n].port_a);
	put16(l4 + 2, back ? vectors[n].port_a : vectors[n].port_b);
	return 100;
}

static int in_document(FILE *doc, const char *line)
{
	char text[256];

	rewind(doc);
	while (fgets(text, sizeof(text), doc)) {
		text[strcspn(text, "\n")] = 0;
		if (!strcmp(text, line))
			return 1;
	}
	return 0;
}

int main(int argc, char **argv)
{
	FILE *doc = argc == 2 ? fopen(argv[1], "r") : NULL;
	int failed = 0;

	if (!doc) {
		fprintf(stderr, "usage: t_hash docs/rtl.md\n");
		return 2;
	}
	for (size_t n = 0; n < sizeof(vectors) / sizeof(vectors[0]); n++) {
		uint32_t want = vectors[n].hash;
		uint8_t data[128];
		char line[256];

		for (int way = 0; way < 6; way++) {
			uint32_t len = frame(n, way & 1, way / 2, data);
			uint32_t got = rx_hash(data, len, 0);

			if (got == want)
				continue;
			printf("vector %zu, %s, %d tags: expected %08x, got %08x\n", n,
			       way & 1 ? "back" : "there", way / 2, want, got);
			failed = 1;
		}
		snprintf(line, sizeof(line), "| %d | %s | %u | %s | %u | %u | %08x |",
			 vectors[n].version, vectors[n].a, vectors[n].port_a, vectors[n].b,
			 vectors[n].port_b, vectors[n].protocol, want);
		if (!in_document(doc, line)) {
			printf("not in %s: %s\n", argv[1], line);
			failed = 1;
		}
	}
	fclose(doc);
	return failed;
}
