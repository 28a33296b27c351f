/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bpfl_os.h - the few words that the translator takes from its surroundings
 *
 * In the kernel they are the kernel's, elsewhere those of a freestanding compiler.
 */
#ifndef WEIR_BPFL_OS_H
#define WEIR_BPFL_OS_H

#ifdef __KERNEL__
#include <linux/limits.h>
#include <linux/stddef.h>
#include <linux/types.h>

#ifndef UINT32_MAX
#define UINT32_MAX U32_MAX
#endif
#ifndef UINT64_C
#define UINT64_C(n) n##ULL
#endif
#else
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#endif

#endif
