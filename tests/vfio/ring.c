// SPDX-License-Identifier: BSD-3-Clause
/* ring.c - a tap of the card in the machine's memory, and the frames in its blocks */
#include "ring.h"

#include <linux/if_packet.h>
#include <pcap/pcap.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

void frames_load(struct frames *f, const char *path)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline(path, err);
	struct pcap_pkthdr *h;
	const u_char *data;

	memset(f, 0, sizeof(*f));
	if (!p)
		fail_msg("%s", err);
	while (pcap_next_ex(p, &h, &data) == 1 && f->nr < 512) {
		f->frame[f->nr].len = h->caplen;
		f->frame[f->nr].data = malloc(h->caplen);
		assert_non_null(f->frame[f->nr].data);
		memcpy(f->frame[f->nr++].data, data, h->caplen);
	}
	pcap_close(p);
	assert_true(f->nr > 100);
}

void frames_free(struct frames *f)
{
	while (f->nr)
		free(f->frame[--f->nr].data);
}

static struct tpacket_block_desc *block(struct client *c, unsigned int i)
{
	return (struct tpacket_block_desc *)(void *)client_ram(c, RING_AT + (uint64_t)i * RING_BLOCK);
}

void ring_start_moderated(struct ring *r, struct client *c, uint32_t interval_us)
{
	enum weir_hw_reason reason;
	uint32_t error, i;

	memset(r, 0, sizeof(*r));
	r->seq = 1;
	r->cfg = (struct weir_hw_tap_cfg){
		.ring = RING_DESC, .block_nr = RING_BLOCKS, .block_pages = RING_BLOCK / 4096,
		.mac_offset = 82, .net_offset = 96, .snaplen = 262143, .retire_us = 1000, .first_seq = 1,
		.ifindex = 1, .hatype = 1, .protocol = WEIR_HW_ETH_P_ALL, .types = 0x1f, .promisc = true,
		.backlog = 49152, .irq_vector = RING_VECTOR, .irq_interval_us = interval_us,
	};
	memset(client_ram(c, RING_COMPL), 0, 4096);
	for (i = 0; i < RING_BLOCKS; i++) {
		memset(block(c, i), 0xee, RING_BLOCK);
		block(c, i)->hdr.bh1.block_status = 0;
		assert_int_equal(weir_hw_desc_write(client_ram(c, RING_DESC), i,
						    RING_AT + (uint64_t)i * RING_BLOCK,
						    RING_BLOCK / 4096), 0);
	}
	assert_int_equal(weir_hw_dma_setup(&c->hw, RING_COMPL, WEIR_MAX_PAYLOAD_B256, 2), 0);
	assert_int_equal(weir_hw_tap_setup(&c->hw, RING_TAP, &r->cfg, &reason), 0);
	assert_int_equal(weir_hw_tap_start(&c->hw, RING_TAP, &error), 0);
	assert_int_equal(weir_hw_irq_unmask(&c->hw, 1U << RING_TAP), 0);
	/* Tags stay in the frames, so that every byte can be compared. */
	assert_int_equal(weir_hw_control(&c->hw, true, false), 0);
}

void ring_start(struct ring *r, struct client *c)
{
	ring_start_moderated(r, c, 0);
}

static unsigned int compare(struct ring *r, struct tpacket_block_desc *b, const struct frames *f)
{
	const uint8_t *p = (const uint8_t *)b + b->hdr.bh1.offset_to_first_pkt;
	unsigned int i;

	assert_int_equal(b->version, 2);
	assert_int_equal(b->hdr.bh1.seq_num, r->seq);
	r->seq++;
	for (i = 0; i < b->hdr.bh1.num_pkts; i++) {
		struct tpacket3_hdr h;
		unsigned int k = (unsigned int)(r->seen % f->nr);

		assert_in_range(p - (const uint8_t *)b, 48, RING_BLOCK - sizeof(h));
		memcpy(&h, p, sizeof(h));
		assert_int_equal(h.tp_len, f->frame[k].len);
		assert_int_equal(h.tp_snaplen, f->frame[k].len);
		assert_in_range(p - (const uint8_t *)b + h.tp_mac, 48, RING_BLOCK - h.tp_snaplen);
		assert_memory_equal(p + h.tp_mac, f->frame[k].data, f->frame[k].len);
		p += h.tp_next_offset;
		r->seen++;
	}
	return i;
}

unsigned int ring_take(struct ring *r, struct client *c, const struct frames *f)
{
	unsigned int n = 0, blocks = 0;

	for (;;) {
		struct tpacket_block_desc *b = block(c, r->next);

		if (!(__atomic_load_n(&b->hdr.bh1.block_status, __ATOMIC_ACQUIRE) & TP_STATUS_USER))
			break;
		n += compare(r, b, f);
		__atomic_store_n(&b->hdr.bh1.block_status, 0, __ATOMIC_RELEASE);
		r->next = (r->next + 1) % RING_BLOCKS;
		blocks++;
	}
	if (blocks)
		weir_hw_tap_doorbell(&c->hw, RING_TAP);
	return n;
}

void ring_wait(struct ring *r, struct client *c, const struct frames *f, uint64_t frames)
{
	while (r->seen < frames) {
		client_wait_irq(c, RING_VECTOR);
		ring_take(r, c, f);
	}
}
