// SPDX-License-Identifier: BSD-3-Clause
/*
 * blocks.c - a capture without a device: a test fills its blocks by hand
 */
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>

#include "blocks.h"

struct source {
	bool over;
};

static void s_close(struct weir *w)
{
	free(w->ring.base);
	free(w->tp);
}

static int s_start(struct weir *w)
{
	(void)w;
	return 0;
}

static int s_wait(struct weir *w, int ms)
{
	(void)ms;
	return ((struct source *)w->tp)->over ? -ENODATA : 0;
}

static int s_snaplen(struct weir *w, uint32_t bytes)
{
	(void)w;
	(void)bytes;
	return 0;
}

static int s_fd(struct weir *w)
{
	return w->brk_fd;
}

static int s_stats(struct weir *w, uint64_t *v)
{
	(void)w;
	(void)v;
	return 0;
}

static void s_info(const struct weir *w, struct weir_info *info)
{
	(void)w;
	(void)info;
}

static int s_remark(struct weir *w, size_t i, char *buf, size_t size)
{
	(void)w;
	if (i >= TEST_REMARKS)
		return 0;
	snprintf(buf, size, "remark %zu of %u", i, TEST_REMARKS);
	return 1;
}

/* As open.c does for a transport without statistics of its own. */
static struct weir_stat_desc *s_desc(void)
{
	static const char *const names[LIB_STATS] = {
		"lib.frames", "lib.filtered", "lib.corrupt", "lib.seq",
	};
	struct weir_stat_desc *d = calloc(LIB_STATS, sizeof(*d));
	size_t i;

	for (i = 0; i < LIB_STATS; i++)
		d[i].name = names[i];
	return d;
}

static const struct transport source = {
	.name = "test", .close = s_close, .start = s_start, .wait = s_wait, .snaplen = s_snaplen,
	.fd = s_fd, .stats = s_stats, .info = s_info, .remark = s_remark,
	.filter_reason = "a test",
};

struct weir *test_open(uint32_t block_nr, uint32_t priv_size)
{
	return test_open_of(block_nr, TEST_BLOCK, priv_size);
}

struct weir *test_open_of(uint32_t block_nr, uint32_t block_size, uint32_t priv_size)
{
	struct weir *w = calloc(1, sizeof(*w));

	w->tr = &source;
	w->tp = calloc(1, sizeof(struct source));
	w->stat_desc = s_desc();
	w->opts.snaplen = WEIR_SNAPLEN_MAX;
	w->opts.wait_ms = WEIR_WAIT_NONE;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->cond, NULL);
	w->brk_fd = eventfd(0, EFD_NONBLOCK);
	w->ring.block_size = block_size;
	w->ring.block_nr = block_nr;
	w->ring.priv_size = priv_size;
	/* Its own allocation: an overread is found by the sanitizers. */
	w->ring.base = aligned_alloc(4096, (size_t)block_nr * block_size);
	memset(w->ring.base, 0, (size_t)block_nr * block_size);
	if (ring_init(w))
		abort();
	return w;
}

void test_over(struct weir *w)
{
	((struct source *)w->tp)->over = true;
}

struct tpacket_block_desc *test_block(struct weir *w, uint32_t i)
{
	return (struct tpacket_block_desc *)(w->ring.base + (size_t)i * w->ring.block_size);
}

struct tpacket3_hdr *test_packet(struct weir *w, uint32_t i, uint32_t n)
{
	struct tpacket_block_desc *d = test_block(w, i);
	uint8_t *p = (uint8_t *)d + d->hdr.bh1.offset_to_first_pkt;

	while (n--)
		p += ((struct tpacket3_hdr *)p)->tp_next_offset;
	return (struct tpacket3_hdr *)p;
}

void test_begin(struct weir *w, uint32_t i, uint64_t seq)
{
	struct tpacket_block_desc *d = test_block(w, i);
	uint32_t first = 48 + ALIGN_UP(w->ring.priv_size, 8u);

	memset(d, 0, 48);
	d->version = 2;
	d->offset_to_priv = 48;
	d->hdr.bh1.offset_to_first_pkt = first;
	d->hdr.bh1.blk_len = first;
	d->hdr.bh1.seq_num = seq;
}

bool test_add(struct weir *w, uint32_t i, uint32_t caplen, uint32_t len)
{
	struct tpacket_block_desc *d = test_block(w, i);
	struct tpacket_hdr_v1 *b = &d->hdr.bh1;
	uint8_t *p = (uint8_t *)d + b->blk_len;
	struct tpacket3_hdr *h = (struct tpacket3_hdr *)p;
	struct sockaddr_ll *ll = (struct sockaddr_ll *)(p + 48);
	uint32_t step = ALIGN_UP(TEST_MAC + caplen, 8u), k;

	if (b->blk_len + step > TEST_BLOCK)
		return false;
	if (b->num_pkts) {
		struct tpacket3_hdr *last = test_packet(w, i, b->num_pkts - 1);

		last->tp_next_offset = (uint32_t)(p - (uint8_t *)last);
	}
	memset(p, 0, TEST_MAC);
	h->tp_snaplen = caplen;
	h->tp_len = len;
	h->tp_mac = TEST_MAC;
	h->tp_net = TEST_MAC + 14;
	h->tp_sec = 1700000000 + b->num_pkts;
	h->tp_nsec = 999999999 - b->num_pkts;
	h->tp_status = 1;
	ll->sll_protocol = htons(0x0800);
	ll->sll_ifindex = 7;
	ll->sll_pkttype = PACKET_OTHERHOST;
	for (k = 0; k < caplen; k++)
		p[TEST_MAC + k] = (uint8_t)k;
	b->blk_len += step;
	b->num_pkts++;
	return true;
}

void test_give(struct weir *w, uint32_t i)
{
	test_block(w, i)->hdr.bh1.block_status = TP_STATUS_USER;
}
