/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * opts.h - structures of options that begin with their size, and may come from a program of a later version
 */
#ifndef WEIR_OPTS_H
#define WEIR_OPTS_H

#include <errno.h>
#include <stddef.h>

/* Of `size` bytes this version knows `known`: 0, or -E2BIG if something is set behind them. */
static inline int opts_tail(const void *opts, size_t size, size_t known)
{
	const unsigned char *bytes = opts;

	for (; known < size; known++)
		if (bytes[known])
			return -E2BIG;
	return 0;
}

#endif
