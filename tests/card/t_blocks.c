// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_blocks.c - one tap's blocks, byte by byte, in every kind of geometry: t_blocks [SEED]
 *
 * Guards the packet and block headers, the placement of packets, cutting, the rest of the block
 * left alone, sequence numbers and the ring's order, LOSING and its clear.
 */
#include <inttypes.h>
#include <linux/if_packet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "gen.h"

static struct bench b;

static const struct {
	uint32_t pages, nr, priv, mac, snaplen, min, max;
} geometries[] = {
	{ 1, 4, 0, 82, 65535, 60, 60 },
	{ 1, 1, 0, 82, 65535, 60, 1514 },
	{ 1, 2, 0, 86, 262143, 14, 9600 },
	{ 1, 8, 13, 68, 96, 60, 300 },
	{ 2, 3, 4000, 69, 65535, 60, 9600 },
	{ 3, 5, 1, 95, 4096, 14, 4200 },
	{ 16, 2, 7, 83, 65535, 60, 9600 },
	{ 64, 9, 64, 4097, 65535, 60, 1514 },
	{ 1, 4, 0, 4048, 65535, 60, 1514 }, /* no room for any byte */
	{ 1, 4, 0, 4047, 65535, 60, 1514 }, /* for one byte */
	{ 1, 4, 0, 82, 0, 14, 1514 }, /* no byte wanted */
	{ 1, 12, 0, 82, 3966, 3960, 3972 }, /* the brim: 48 + 82 + 3966 = 4096 */
	{ 1024, 1, 100000, 65535, 65535, 60, 9600 },
};

/* A frame that fills the block to its last byte, and those around it. */
static void geometry(unsigned int n, uint32_t offset)
{
	struct weir_hw_tap_cfg c = bench_tap_all(n % BENCH_TAPS);
	struct gen g = { .left = 160, .gap_permille = 200, .gap_max = 2000, .random = 1 };
	unsigned int t = n % BENCH_TAPS;

	c.block_nr = geometries[n].nr;
	c.block_pages = geometries[n].pages;
	c.priv_bytes = geometries[n].priv;
	c.mac_offset = geometries[n].mac + offset;
	if (model_room(&c) < c.mac_offset || c.mac_offset > 65535)
		return;
	c.net_offset = c.mac_offset < 65522 ? c.mac_offset + 14 : 65535;
	c.snaplen = geometries[n].snaplen;
	c.first_block = bench_pick(&b, c.block_nr);
	c.first_seq = UINT64_C(0xfffffff0) + n;
	c.time_sec = (int32_t)bench_pick(&b, 2) * -1000;
	c.time_ns = bench_pick(&b, 1000000000);
	c.status_bits = n & 1 ? TP_STATUS_TS_RAW_HARDWARE : 0;
	c.ifindex = n * 65537;
	c.hatype = n;
	c.rxhash = n & 1;
	c.vlan_otherhost = n & 2;
	c.vlan_hide = n & 4;
	c.retire_us = n % 3 ? 0 : 20;
	g.min = geometries[n].min;
	g.max = geometries[n].max;
	b.tap[t].hold_min = 0;
	b.tap[t].hold_max = 3000;
	bench_tap_start(&b, t, &c);
	gen_start(&g, &b, 4000);
	gen_finish(&g, &b);
	bench_tap_stop(&b, t);
	if (!b.tap[t].walk.delivered)
		bench_fail(&b, "geometry %u: frames expected, actual none", n);
}

static void send(uint32_t len, uint64_t frames)
{
	static struct gen g;

	gen_line(&g, &b, len, frames, 10);
	gen_finish(&g, &b);
}

static uint32_t status_of(unsigned int t, uint32_t i)
{
	return ((const struct tpacket_block_desc *)(void *)b.tap[t].block[i].mem)
		->hdr.bh1.block_status;
}

/* LOSING: from the first loss on, until it is cleared, and again after another loss. */
static void losing(void)
{
	struct weir_hw_tap_cfg c = bench_tap_all(3);
	struct bench_tap *tap = &b.tap[3];

	c.block_nr = 2;
	c.block_pages = 1;
	c.retire_us = 5;
	tap->hold_max = UINT64_MAX;
	bench_tap_start(&b, 3, &c);
	bench_step(&b, 4000);
	send(1514, 2); /* block 0 */
	bench_step(&b, 2000);
	send(1514, 6); /* block 1, and what it cannot hold is lost */
	bench_step(&b, 2000);
	if (tap->held != 2 || (status_of(3, 0) & TP_STATUS_LOSING) || tap->walk.delivered != 4)
		bench_fail(&b, "two blocks, the first without LOSING expected, actual %u, %x",
			   tap->held, status_of(3, 0));
	bench_release(&b, 3, 0);
	bench_step(&b, 1000);
	send(60, 1);
	bench_step(&b, 2000);
	if (tap->held != 2 || !(status_of(3, 0) & TP_STATUS_LOSING))
		bench_fail(&b, "LOSING in block 0 expected, actual %x", status_of(3, 0));
	weir_hw_tap_clear_losing(&b.hw, 3);
	tap->walk.clear_cycle = bench_cycle(&b);
	bench_release(&b, 3, 1);
	bench_step(&b, 1000);
	send(60, 1);
	bench_step(&b, 2000);
	if (tap->held != 2 || (status_of(3, 1) & TP_STATUS_LOSING))
		bench_fail(&b, "no LOSING in block 1 expected, actual %x", status_of(3, 1));
	bench_tap_stop(&b, 3);
	if (bench_count(&b, 3, WEIR_HW_TAP_drop_no_block) != 4 ||
	    bench_count(&b, 3, WEIR_HW_TAP_freezes) != 3)
		bench_fail(&b, "4 frames lost and 3 freezes expected, actual %" PRIu64 ", %" PRIu64,
			   bench_count(&b, 3, WEIR_HW_TAP_drop_no_block),
			   bench_count(&b, 3, WEIR_HW_TAP_freezes));
}

int main(int argc, char **argv)
{
	uint64_t seed = argc > 1 ? strtoull(argv[1], NULL, 0) : 1;
	uint32_t offset;
	unsigned int n;

	printf("seed %" PRIu64 "\n", seed);
	bench_open(&b, "t_blocks", seed, NULL);
	for (offset = 0; offset < 8; offset++)
		for (n = 0; n < sizeof(geometries) / sizeof(geometries[0]); n++)
			geometry(n, offset);
	losing();
	if (b.port[WEIR_HW_PORT_overflow])
		bench_fail(&b, "overflow: expected none, actual %" PRIu64,
			   b.port[WEIR_HW_PORT_overflow]);
	printf("note: %" PRIu64 " frames, %" PRIu64 " cycles\n", b.sent, bench_cycle(&b));
	bench_close(&b);
	return 0;
}
