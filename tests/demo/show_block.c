/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * show_block.c - a block's bytes as the card wrote them, and what they mean: show_block DEVICE
 *
 * Prints the header of the first block, its first packet, and the first packet whose VLAN tag was
 * lifted. Names are those of linux/if_packet.h. Exits 1 when something is not as that says.
 */
#include <linux/if_packet.h>
#include <stdio.h>
#include <string.h>
#include <weir.h>

#define BYTES_A_LINE 8u

struct field {
	const char *name;
	uint32_t off, len;
	char how; /* decimal, hexadecimal or not a number */
	const char *note;
};

static const struct field block_fields[] = {
	{ "version", 0, 4, 'd', "TPACKET_V3" },
	{ "offset_to_priv", 4, 4, 'd', "" },
	{ "block_status", 8, 4, 'd', "written last: 1 = the application's" },
	{ "num_pkts", 12, 4, 'd', "" },
	{ "offset_to_first_pkt", 16, 4, 'd', "" },
	{ "blk_len", 20, 4, 'd', "bytes used" },
	{ "seq_num", 24, 8, 'd', "" },
	{ "ts_first_pkt.ts_sec", 32, 4, 'd', "when the block was opened" },
	{ "ts_first_pkt.ts_nsec", 36, 4, 'd', "" },
	{ "ts_last_pkt.ts_sec", 40, 4, 'd', "" },
	{ "ts_last_pkt.ts_nsec", 44, 4, 'd', "" },
};

static const struct field packet_fields[] = {
	{ "tp_next_offset", 0, 4, 'd', "from this packet to the next" },
	{ "tp_sec", 4, 4, 'd', "" },
	{ "tp_nsec", 8, 4, 'd', "" },
	{ "tp_snaplen", 12, 4, 'd', "bytes captured" },
	{ "tp_len", 16, 4, 'd', "bytes the frame had" },
	{ "tp_status", 20, 4, 'x', "" },
	{ "tp_mac", 24, 2, 'd', "where the frame begins" },
	{ "tp_net", 26, 2, 'd', "where its payload begins" },
	{ "hv1.tp_rxhash", 28, 4, 'x', "" },
	{ "hv1.tp_vlan_tci", 32, 4, 'x', "the tag that was lifted" },
	{ "hv1.tp_vlan_tpid", 36, 2, 'x', "" },
	{ "sll_family", 48, 2, 'd', "AF_PACKET" },
	{ "sll_protocol", 50, 2, '-', "network order" },
	{ "sll_ifindex", 52, 4, 'd', "" },
	{ "sll_hatype", 56, 2, 'd', "Ethernet" },
	{ "sll_pkttype", 58, 1, 'd', "0 host, 1 broadcast, 2 multicast, 3 other host" },
	{ "sll_halen", 59, 1, 'd', "" },
	{ "sll_addr", 60, 8, '-', "the sender" },
};

static void bytes(uint32_t off, const uint8_t *p, uint32_t len)
{
	uint32_t i;

	printf("  0x%05x  ", off);
	for (i = 0; i < BYTES_A_LINE; i++)
		printf(i < len ? "%02x " : "   ", p[i < len ? i : 0]);
}

static void fields(const uint8_t *block, uint32_t base, const struct field *f, size_t n)
{
	for (; n--; f++) {
		const uint8_t *p = block + base + f->off;
		uint64_t value = 0;
		char text[24];
		uint32_t i;

		for (i = f->len; i--;)
			value = value << 8 | p[i];
		bytes(base + f->off, p, f->len);
		snprintf(text, sizeof(text), f->how == 'x' ? "%#llx" : "%llu",
			 (unsigned long long)value);
		if (f->how == '-')
			text[0] = '\0';
		if (*f->note)
			printf(" %-21s %-11s %s\n", f->name, text, f->note);
		else
			printf(" %-21s %s\n", f->name, text);
	}
}

static void packet(const uint8_t *block, uint32_t off, const char *title)
{
	const struct tpacket3_hdr *h = (const void *)(block + off);
	uint32_t at = off + h->tp_mac, i;

	printf("\n%s\n", title);
	fields(block, off, packet_fields, sizeof(packet_fields) / sizeof(packet_fields[0]));
	for (i = 0; i < 24 && i < h->tp_snaplen; i += BYTES_A_LINE) {
		uint32_t left = h->tp_snaplen - i;

		bytes(at + i, block + at + i, left < BYTES_A_LINE ? left : BYTES_A_LINE);
		printf(" %s\n", i ? "" : "the frame");
	}
}

static int show(const struct weir_block *b)
{
	const uint8_t *block = b->base;
	const struct tpacket_block_desc *desc = b->base;
	uint32_t off = desc->hdr.bh1.offset_to_first_pkt, i, tagged = 0;

	printf("The block's header\n");
	fields(block, 0, block_fields, sizeof(block_fields) / sizeof(block_fields[0]));
	if (desc->version != TPACKET_V3 || !desc->hdr.bh1.num_pkts)
		return 1;
	packet(block, off, "Its first packet");
	for (i = 0; i < desc->hdr.bh1.num_pkts && !tagged; i++) {
		const struct tpacket3_hdr *h = (const void *)(block + off);

		if (h->tp_status & TP_STATUS_VLAN_VALID)
			tagged = off;
		off += h->tp_next_offset;
	}
	if (tagged)
		packet(block, tagged, "The first packet with a tag: lifted out of the bytes");
	return !tagged;
}

int main(int argc, char **argv)
{
	char err[200] = "";
	struct weir_opts opts = {
		.size = sizeof(opts),
		.err = err,
		.err_len = sizeof(err),
		.block_size = 1 << 20,
		.retire_us = WEIR_RETIRE_NEVER,
		.flags = WEIR_PROMISC,
	};
	struct weir_block *b;
	struct weir *w;
	int rc;

	if (argc != 2) {
		fprintf(stderr, "usage: show_block DEVICE\n");
		return 2;
	}
	rc = weir_open(&w, argv[1], &opts);
	if (rc) {
		fprintf(stderr, "show_block: %s\n", err);
		return 1;
	}
	rc = weir_next_block(w, &b);
	if (rc != 1) {
		fprintf(stderr, "show_block: no block: %s\n", weir_error(w));
		weir_close(w);
		return 1;
	}
	rc = show(b);
	weir_close(w);
	return rc;
}
