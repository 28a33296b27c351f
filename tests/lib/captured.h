/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * captured.h - the frames that a capture gave, kept for comparison; what a filter must make of one
 */
#ifndef CAPTURED_H
#define CAPTURED_H

#include <linux/filter.h>
#include <stddef.h>

#include "weir.h"

struct captured {
	struct weir_frame *frame;	/* n, each with its bytes */
	size_t n;
};

struct weir *captured_open(const char *device, const struct weir_opts *how);
/* To the capture's end, until there are n, or until none comes within its wait_ms. */
void captured_take(struct captured *c, struct weir *w, size_t n);
void captured_free(struct captured *c);

/* Bytes that are left of a frame by a program, 0: dropped. */
uint32_t captured_keep(const struct weir_frame *f, const struct sock_fprog *p, int view);
uint64_t captured_stat(struct weir *w, const char *name);

#endif
