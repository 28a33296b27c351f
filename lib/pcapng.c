// SPDX-License-Identifier: BSD-3-Clause
/*
 * pcapng.c - the blocks of a pcapng file that this library writes
 */
#include <string.h>

#include "pcapng.h"

#define BLOCK_SHB 0x0a0d0d0au
#define BLOCK_IDB 1u
#define BLOCK_ISB 5u
#define BLOCK_EPB 6u
#define BYTE_ORDER_MAGIC 0x1a2b3c4du
#define LINKTYPE_ETHERNET 1u

#define OPT_END 0u
#define SHB_USERAPPL 4u
#define IF_NAME 2u
#define IF_TSRESOL 9u
#define IF_FILTER 11u
#define EPB_FLAGS 2u
#define ISB_STARTTIME 2u
#define ISB_ENDTIME 3u
#define ISB_IFRECV 4u
#define ISB_IFDROP 5u
#define ISB_USRDELIV 8u

#define PACKET_OUTGOING_ 4u

/* Appends to p, or only counts. */
struct out {
	uint8_t *p;
	size_t n;
};

static void put(struct out *o, const void *data, size_t len)
{
	if (o->p && len)
		memcpy(o->p + o->n, data, len);
	o->n += len;
}

static void put16(struct out *o, uint16_t v)
{
	put(o, &v, sizeof(v));
}

static void put32(struct out *o, uint32_t v)
{
	put(o, &v, sizeof(v));
}

static void pad(struct out *o)
{
	static const uint8_t zero[4];

	put(o, zero, -o->n & 3);
}

static void option(struct out *o, uint16_t code, const void *data, size_t len)
{
	put16(o, code);
	put16(o, (uint16_t)len);
	put(o, data, len);
	pad(o);
}

static size_t text_len(const char *text)
{
	return strnlen(text, PCAPNG_TEXT_MAX);
}

/* The time stamps and counters of an ISB: two words, the high one first. */
static void option_time(struct out *o, uint16_t code, uint64_t t)
{
	uint32_t w[2] = { (uint32_t)(t >> 32), (uint32_t)t };

	option(o, code, w, sizeof(w));
}

static void begin(struct out *o, uint8_t *p, uint32_t type)
{
	o->p = p;
	o->n = 0;
	put32(o, type);
	put32(o, 0);
}

/* The length stands at both ends, so that the file can be read backwards. */
static size_t end(struct out *o)
{
	uint32_t len = (uint32_t)o->n + 4;

	put32(o, len);
	if (o->p)
		memcpy(o->p + 4, &len, sizeof(len));
	return o->n;
}

size_t pcapng_section(uint8_t *p, const char *application)
{
	struct out o;

	begin(&o, p, BLOCK_SHB);
	put32(&o, BYTE_ORDER_MAGIC);
	put16(&o, 1);
	put16(&o, 0);
	/* The section's length is not known beforehand. */
	put32(&o, ~0u);
	put32(&o, ~0u);
	if (application) {
		option(&o, SHB_USERAPPL, application, text_len(application));
		option(&o, OPT_END, NULL, 0);
	}
	return end(&o);
}

static void option_filter(struct out *o, const char *filter)
{
	/* The first byte says that the rest is a pcap-filter expression. */
	uint8_t text[1 + PCAPNG_TEXT_MAX] = { 0 };
	size_t n = text_len(filter);

	memcpy(text + 1, filter, n);
	option(o, IF_FILTER, text, n + 1);
}

size_t pcapng_interface(uint8_t *p, uint32_t snaplen, uint8_t tsresol, const char *name,
			const char *filter)
{
	struct out o;

	begin(&o, p, BLOCK_IDB);
	put16(&o, LINKTYPE_ETHERNET);
	put16(&o, 0);
	put32(&o, snaplen);
	if (name)
		option(&o, IF_NAME, name, text_len(name));
	option(&o, IF_TSRESOL, &tsresol, 1);
	if (filter)
		option_filter(&o, filter);
	option(&o, OPT_END, NULL, 0);
	return end(&o);
}

/* Direction in bits 1:0, 1 in and 2 out; how it was addressed in bits 4:2. */
static uint32_t flags_of(const struct weir_frame *f)
{
	static const uint8_t reception[] = { 1, 3, 2, 4 };

	if (f->pkttype == PACKET_OUTGOING_)
		return 2;
	return 1 | (f->pkttype < sizeof(reception) ? (uint32_t)reception[f->pkttype] << 2 : 0);
}

size_t pcapng_packet(uint8_t *p, const struct weir_frame *f, uint64_t time, uint32_t caplen,
		     uint32_t wire_len)
{
	uint32_t flags = flags_of(f);
	struct out o;

	begin(&o, p, BLOCK_EPB);
	put32(&o, 0);
	put32(&o, (uint32_t)(time >> 32));
	put32(&o, (uint32_t)time);
	put32(&o, caplen);
	put32(&o, wire_len);
	if (p)
		weir_frame_wire(f, p + o.n, caplen);
	o.n += caplen;
	pad(&o);
	option(&o, EPB_FLAGS, &flags, sizeof(flags));
	option(&o, OPT_END, NULL, 0);
	return end(&o);
}

size_t pcapng_statistics(uint8_t *p, const struct pcapng_stats *st)
{
	struct out o;

	begin(&o, p, BLOCK_ISB);
	put32(&o, 0);
	put32(&o, (uint32_t)(st->end >> 32));
	put32(&o, (uint32_t)st->end);
	option_time(&o, ISB_STARTTIME, st->start);
	option_time(&o, ISB_ENDTIME, st->end);
	option(&o, ISB_IFRECV, &st->received, sizeof(st->received));
	option(&o, ISB_IFDROP, &st->dropped, sizeof(st->dropped));
	option(&o, ISB_USRDELIV, &st->written, sizeof(st->written));
	option(&o, OPT_END, NULL, 0);
	return end(&o);
}
