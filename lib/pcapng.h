/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * pcapng.h - the blocks of a pcapng file that this library writes
 *
 * draft-ietf-opsawg-pcapng, in the machine's byte order. One section, one interface. Each function
 * writes one block to p and returns its length; with p = NULL it only tells it.
 */
#ifndef WEIR_PCAPNG_H
#define WEIR_PCAPNG_H

#include "weir_savefile.h"

/* Of each of the texts, the first so many bytes are kept. */
#define PCAPNG_TEXT_MAX 1024u

size_t pcapng_section(uint8_t *p, const char *application);
/* tsresol: 9 = nanoseconds, 6 = microseconds. */
size_t pcapng_interface(uint8_t *p, uint32_t snaplen, uint8_t tsresol, const char *name,
			const char *filter);
/* time in units of tsresol; caplen bytes, as on the wire, of wire_len. */
size_t pcapng_packet(uint8_t *p, const struct weir_frame *f, uint64_t time, uint32_t caplen,
		     uint32_t wire_len);

struct pcapng_stats {
	uint64_t start, end;	/* units of tsresol */
	uint64_t received, dropped, written;
};
size_t pcapng_statistics(uint8_t *p, const struct pcapng_stats *st);

#endif
