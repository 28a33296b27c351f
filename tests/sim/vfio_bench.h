/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * vfio_bench.h - a message of vfio-user made byte by byte, and what becomes of it
 */
#ifndef TEST_VFIO_BENCH_H
#define TEST_VFIO_BENCH_H

#include "vfio_msg.h"

extern const struct weir_vfio_shape vfio_shape;
extern uint8_t vfio_buf[WEIR_VFIO_MSG_MAX + 1];	/* the message being made */
extern struct weir_vfio_msg vfio_msg;		/* what was taken apart last */
extern char vfio_why[200];

void vfio_put(unsigned int at, unsigned int bytes, uint64_t v);
uint64_t vfio_get(const uint8_t *p, unsigned int bytes);
/* A message of zeros with its header. */
void vfio_begin(unsigned int cmd, uint32_t size, uint32_t flags);
/* Takes a copy of the message apart that ends where it ends. */
int vfio_parse(unsigned int fds, int negotiated);
/* It must pass and be served; it must not, for this reason. */
void vfio_good(unsigned int fds);
void vfio_wrong(unsigned int fds, const char *text);

#endif
