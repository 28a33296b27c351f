/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * filter_compile.h - an expression made into a classic BPF program, by libpcap
 */
#ifndef WEIR_FILTER_COMPILE_H
#define WEIR_FILTER_COMPILE_H

#include <stddef.h>
#include <stdint.h>

/* *insns: n instructions laid out as struct sock_filter, to be freed by the caller. -EINVAL: err has
 * libpcap's words; -ENOMEM. */
int filter_compile(const char *expr, void **insns, uint32_t *n, char *err, size_t err_len);

#endif
