/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * t_freeze.c - the card freezes, drops and thaws as the kernel's ring does: t_freeze [geometry] SAVEFILE
 * KERNEL
 *
 * Gives the card the frames that afp_blocks sent, one at a time, and takes and gives back blocks when that
 * did: once in -w frames. The number of freezes and of frames dropped must be the kernel's, and so must
 * how many frames each block got, which says when the ring thawed.
 *
 * The library lets no time pass while the application holds the block that is needed next, so the card
 * is stepped here, beside it.
 */
#include <dlfcn.h>
#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include "geometry_card.h"
#include "sim_transport.h"

/* After what the card is told it looks at the status words of its next blocks: some microseconds. */
#define LOOK_CYCLES 1000
#define IDLE_CYCLES 200000

struct card {
	struct weir *w;
	struct sim *s;
	__typeof__(&weir_dev_port_in) port_in;
	const struct geometry *g;
	FILE *kernel; /* its blocks, behind the head */
	struct blocks_head head;
	uint8_t *block;
	uint32_t blocks, sent, last;
};

static void die(const struct card *c, const char *what)
{
	printf("block %u, frame %u: %s: %s\n", c->blocks, c->sent, what,
	       c->w ? weir_error(c->w) : "");
	exit(1);
}

static void open_card(struct card *c)
{
	const struct geometry *g = c->g;
	char device[512], err[200] = "";
	struct weir_opts opts = geometry_card_opts(g, err, sizeof(err));

	snprintf(device, sizeof(device), "sim:%s,mac=" GEOMETRY_CARD_MAC, g->args[0]);
	if (weir_open(&c->w, device, &opts) || weir_start(c->w)) {
		printf("%s: %s\n", device, err);
		exit(1);
	}
	c->s = c->w->tp;
	*(void **)&c->port_in = dlsym(c->s->api.lib, "weir_dev_port_in");
}

static void settle(struct card *c)
{
	struct weir_dev *dev = c->s->dev;
	uint32_t n;

	for (n = 0; n < IDLE_CYCLES; n += 16) {
		c->s->api.weir_dev_step(dev, 16);
		if (n > LOOK_CYCLES && c->s->api.weir_dev_port_idle(dev) &&
		    c->s->api.weir_dev_idle(dev))
			return;
	}
	die(c, "the card does not come to rest");
}

static void collect(struct card *c)
{
	const struct tpacket_hdr_v1 *kernel = &((struct tpacket_block_desc *)c->block)->hdr.bh1;
	struct blk *b;

	while (ring_ready(c->w)) {
		if (ring_take(c->w, &b) != 1)
			die(c, "block");
		if (c->blocks < c->head.blocks) {
			if (fread(c->block, c->g->block_size, 1, c->kernel) != 1)
				die(c, "the kernel's blocks are cut");
			if (b->pub.frames != kernel->num_pkts || b->pub.used != kernel->blk_len) {
				printf("block %u: %u frames, %u bytes expected, actual %u, %u\n",
				       c->blocks, kernel->num_pkts, kernel->blk_len,
				       b->pub.frames, b->pub.used);
				exit(1);
			}
		}
		c->blocks++;
		ring_release(c->w, b);
	}
	weir_hw_tap_doorbell(&c->s->hw, SIM_TAP);
	settle(c);
}

static void play(struct card *c)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *in = pcap_open_offline(c->g->args[0], err);
	struct weir_dev_frame f = { 0 };
	struct pcap_pkthdr *h;
	const u_char *data;

	if (!in)
		die(c, err);
	while (pcap_next_ex(in, &h, &data) == 1) {
		f.data = data;
		f.len = h->caplen;
		if (c->port_in(c->s->dev, &f) != 1)
			die(c, "the port does not take a frame");
		settle(c);
		c->sent++;
		if (c->sent - c->last < c->g->withhold)
			continue;
		collect(c);
		c->last = c->sent;
	}
	pcap_close(in);
}

static uint64_t value(struct card *c, const char *name)
{
	uint64_t v;

	if (weir_stat(c->w, name, &v))
		die(c, name);
	return v;
}

static int compare(struct card *c)
{
	uint64_t drops = value(c, "tap.drop_no_block") + value(c, "tap.drop_backlog");
	uint64_t freezes = value(c, "tap.freezes");

	printf("%u blocks, %llu frames dropped, %llu freezes\n", c->blocks,
	       (unsigned long long)drops, (unsigned long long)freezes);
	if (c->blocks != c->head.blocks || drops != c->head.drops || freezes != c->head.freezes) {
		printf("kernel: %u blocks, %u dropped, %u freezes\n", c->head.blocks, c->head.drops,
		       c->head.freezes);
		return 1;
	}
	/* Without one there would be nothing to compare. */
	return freezes && drops ? 0 : 1;
}

int main(int argc, char **argv)
{
	struct geometry g;
	struct card c = { .g = &g };
	uint32_t i;
	int ret;

	geometry_parse(&g, argc, argv, 2, "SAVEFILE KERNEL");
	c.block = malloc(g.block_size);
	c.kernel = fopen(g.args[1], "rb");
	if (!c.kernel || !c.block || fread(&c.head, sizeof(c.head), 1, c.kernel) != 1 ||
	    c.head.magic != BLOCKS_MAGIC || c.head.block_size != g.block_size)
		die(&c, g.args[1]);
	open_card(&c);
	for (i = 0; i < g.loops; i++)
		play(&c);
	collect(&c);
	ret = compare(&c);
	weir_close(c.w);
	fclose(c.kernel);
	free(c.block);
	return ret;
}
