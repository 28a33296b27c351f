/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * cbpf.h - classic BPF: checked as the kernel checks it, run on a frame in either view
 */
#ifndef WEIR_CBPF_H
#define WEIR_CBPF_H

#include <linux/filter.h>
#include <stdbool.h>

#include "weir.h"

#define CBPF_WHY 160	/* bytes for the words of cbpf_check() */

/* 0, -EINVAL for a program the kernel would refuse, -EOPNOTSUPP for an ancillary load that
 * cbpf_run() does not know; `why` tells the instruction and the reason. *path becomes the number of
 * instructions of the longest path. */
int cbpf_check(const struct sock_filter *prog, uint32_t n, uint32_t *path, char why[CBPF_WHY]);

/* A load of an ancillary datum, SKF_AD_*, is in the program: instruction *at. */
bool cbpf_reads(const struct sock_filter *prog, uint32_t n, uint32_t datum, uint32_t *at);

/* A number as RANDOM loads it, another one each time. Any thread. */
uint32_t cbpf_random(void);

/* The program's value for a frame: bytes to keep in the view's counting, 0 = drop. The program was
 * checked. */
uint32_t cbpf_run(const struct sock_filter *prog, const struct weir_frame *frame,
		  enum weir_view view);

#endif
