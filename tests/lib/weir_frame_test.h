/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * weir_frame_test.h - random frames and filters for t_frame, apart from libpcap's BPF_* macros
 */
#ifndef WEIR_FRAME_TEST_H
#define WEIR_FRAME_TEST_H

#include "weir.h"

struct weir_filter;

struct random_frame {
	struct weir_frame frame;	/* as the card gives it */
	uint8_t wire[256];
	uint8_t lifted[256];
	uint32_t wire_caplen, wire_len;
};

/* Frame number i of a fixed sequence. */
void random_frame(struct random_frame *r, uint32_t i);
struct weir_filter *frame_filter(const char *expr);
void frame_filter_free(struct weir_filter *f);
uint32_t frame_passes(struct weir_filter *f, const struct weir_frame *frame);

#endif
