/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * weir_hw_os.h - the few words that the hardware layer takes from its surroundings
 *
 * In the kernel they are the kernel's; in user space they are made here.
 */
#ifndef WEIR_HW_OS_H
#define WEIR_HW_OS_H

#ifdef __KERNEL__
#include <asm/barrier.h>
#include <linux/errno.h>
#include <linux/math64.h>
#include <linux/types.h>

#define weir_hw_rmb() dma_rmb()
#define weir_hw_div64(n, d) div_u64(n, d)
static inline u32 weir_hw_mod64(u64 n, u32 d)
{
	u32 rem;

	div_u64_rem(n, d, &rem);
	return rem;
}
#else
#include <errno.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef uint8_t u8;
typedef uint16_t u16;
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t s32;
typedef int64_t s64;

#define weir_hw_rmb() __atomic_thread_fence(__ATOMIC_ACQUIRE)
#define weir_hw_div64(n, d) ((n) / (d))
#define weir_hw_mod64(n, d) ((u32)((n) % (d)))
#endif

#endif
