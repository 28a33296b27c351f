/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * filter_kernel.h - a filter as a socket's filter, which keeps no less than the library's would
 */
#ifndef WEIR_FILTER_KERNEL_H
#define WEIR_FILTER_KERNEL_H

#include <linux/filter.h>
#include <stdint.h>

#include "weir.h"

/* Instructions that are added at most. */
#define FILTER_KERNEL_MORE 6

/*
 * The program for SO_ATTACH_FILTER, into out (room for n + FILTER_KERNEL_MORE): how many instructions it has;
 * 0, and why, for one that the kernel would judge otherwise, or not at all. The program was checked.
 */
uint32_t filter_kernel(const struct sock_filter *prog, uint32_t n, enum weir_view view,
		       struct sock_filter *out, const char **why);

#endif
