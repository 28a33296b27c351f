// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_hash.c - tp_rxhash in blocks of the card is what docs/rtl.md says: t_hash docs/rtl.md
 *
 * Sends each test vector of the document there and back, behind no, one and two tags, with lifting on
 * and off, to a tap that asked for the hash and to one that did not. Guards the value that
 * applications share traffic out by, through the whole card.
 */
#include <arpa/inet.h>
#include <inttypes.h>
#include <linux/if_packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench.h"

static struct bench b;

struct vector {
	unsigned int kind, port[2], protocol;
	char end[2][64];
	uint32_t hash;
};

static struct bench_frame frame;

static int once(void *ctx, struct bench *bench, struct bench_frame *out)
{
	int *left = ctx;

	*out = frame;
	out->start = bench_cycle(bench);
	return (*left)-- > 0;
}

static void put16(uint8_t *p, unsigned int v)
{
	p[0] = (uint8_t)(v >> 8);
	p[1] = (uint8_t)v;
}

static void put_mac(uint8_t *p, const char *text)
{
	unsigned int i;

	for (i = 0; i < 6; i++)
		p[i] = (uint8_t)strtoul(text + 3 * i, NULL, 16);
}

static void make(const struct vector *v, int back, unsigned int tags, uint8_t *p)
{
	const char *from = v->end[back], *to = v->end[!back];
	uint8_t *ip = p + 14 + 4 * tags, *l4 = ip + (v->kind == 4 ? 20 : 40);
	unsigned int i;

	memset(p, 0, 128);
	put_mac(p, v->kind == 2 ? to : "02:00:00:00:00:aa");
	put_mac(p + 6, v->kind == 2 ? from : "02:00:00:00:00:bb");
	for (i = 0; i < tags; i++) {
		put16(p + 12 + 4 * i, i ? 0x8100 : 0x88a8);
		put16(p + 14 + 4 * i, 100 + i);
	}
	put16(ip - 2, v->kind == 4 ? 0x0800 : v->kind == 6 ? 0x86dd : 0x0806);
	ip[0] = (uint8_t)(v->kind << 4 | 5);
	if (v->kind == 4) {
		ip[9] = (uint8_t)v->protocol;
		inet_pton(AF_INET, from, ip + 12);
		inet_pton(AF_INET, to, ip + 16);
	} else if (v->kind == 6) {
		ip[6] = (uint8_t)v->protocol;
		inet_pton(AF_INET6, from, ip + 8);
		inet_pton(AF_INET6, to, ip + 24);
	}
	put16(l4, v->port[back]);
	put16(l4 + 2, v->port[!back]);
}

static int both_retired(struct bench *bench)
{
	return bench->tap[0].held && bench->tap[1].held;
}

static uint32_t hash_of(unsigned int t)
{
	struct bench_tap *tap = &b.tap[t];
	uint32_t i = (tap->next + tap->cfg.block_nr - 1) % tap->cfg.block_nr;
	struct tpacket3_hdr h;

	memcpy(&h, tap->block[i].mem + model_first(&tap->cfg), sizeof(h));
	bench_release(&b, t, i);
	return h.hv1.tp_rxhash;
}

static void try(const struct vector *v, int back, unsigned int tags)
{
	static uint8_t data[128];
	uint32_t asked, not_asked;
	int left = 1;

	make(v, back, tags, data);
	frame = (struct bench_frame){ .data = data, .len = 100 };
	b.next = once;
	b.ctx = &left;
	bench_until(&b, both_retired, 20000, "a block of each tap");
	asked = hash_of(0);
	not_asked = hash_of(1);
	if (asked != v->hash || not_asked)
		bench_fail(
			&b,
			"%s to %s, %s, %u tags: tp_rxhash: expected %08x and 0, actual %08x and %08x",
			v->end[0], v->end[1], back ? "back" : "there", tags, v->hash, asked,
			not_asked);
}

static void vectors(FILE *doc, int *n)
{
	char line[256];
	struct vector v;
	int way;

	while (fgets(line, sizeof(line), doc)) {
		if (sscanf(line, "| %u | %63s | %u | %63s | %u | %u | %x |", &v.kind, v.end[0],
			   &v.port[0], v.end[1], &v.port[1], &v.protocol, &v.hash) != 7)
			continue;
		for (way = 0; way < 6; way++)
			try(&v, way & 1, (unsigned int)way / 2);
		++*n;
	}
}

int main(int argc, char **argv)
{
	FILE *doc = argc == 2 ? fopen(argv[1], "r") : NULL;
	struct weir_hw_tap_cfg c;
	unsigned int t;
	int lift, n = 0;

	if (!doc) {
		printf("t_hash docs/rtl.md\n");
		return 2;
	}
	bench_open(&b, "t_hash", 1, NULL);
	for (lift = 0; lift < 2; lift++) {
		weir_hw_control(&b.hw, true, lift);
		b.rx.lift = lift;
		for (t = 0; t < 2; t++) {
			c = bench_tap_all(t);
			c.block_pages = 1;
			c.retire_us = 1;
			c.rxhash = !t;
			b.tap[t].hold_max = UINT64_MAX;
			bench_tap_start(&b, t, &c);
		}
		bench_step(&b, 4000);
		rewind(doc);
		vectors(doc, &n);
		for (t = 0; t < 2; t++)
			bench_tap_stop(&b, t);
	}
	fclose(doc);
	if (n < 12)
		bench_fail(&b, "%s: 6 test vectors expected, actual %d", argv[1], n / 2);
	bench_close(&b);
	return 0;
}
