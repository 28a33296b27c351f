/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * savefile.h - pcap files made byte by byte, right and wrong, and a card that only takes them in
 */
#ifndef TEST_SAVEFILE_H
#define TEST_SAVEFILE_H

#include <stdio.h>

#include "pcap_port.h"
#include "port.h"

#define MAGIC_US	0xa1b2c3d4U
#define MAGIC_NS	0xa1b23c4dU

struct weir_dev {
	uint64_t cycle, clocked, jumped;
	int busy;			/* never idle: no jump */
	unsigned int irq_every;		/* cycles; 0 = no interrupts */
	int fault;
	struct weir_port port;
	unsigned int seen;
	struct seen {
		uint64_t start;
		uint32_t len, sec, ns;
		int stamp, bad;
		uint8_t byte;
	} frame[4096];
};

/* A new file at *path, which is a template for mkstemp(), with its header written. */
FILE *savefile_new(char *path, uint32_t magic, uint32_t link);
/* A record; its bytes count up from `byte`. */
void savefile_record(FILE *f, uint32_t sec, uint32_t frac, uint32_t caplen, uint32_t len,
		     uint8_t byte);

#endif
