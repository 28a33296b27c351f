/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * filter_compile.h - an expression made into a classic BPF program, and that into text, by libpcap
 */
#ifndef WEIR_FILTER_COMPILE_H
#define WEIR_FILTER_COMPILE_H

#include <stddef.h>
#include <stdint.h>

/* *insns: n instructions laid out as struct sock_filter, to be freed by the caller. -EINVAL: err has
 * libpcap's words; -ENOMEM. */
int filter_compile(const char *expr, void **insns, uint32_t *n, char *err, size_t err_len);

/* An instruction as tcpdump -d prints it, valid until the next call; not for two threads at a time. */
const char *filter_image(const void *insn, uint32_t i);

#endif
