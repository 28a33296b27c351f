/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hw_identity.h - the ID registers of a card that weir_hw_identify() knows, for tests without a card
 */
#ifndef WEIR_TEST_HW_IDENTITY_H
#define WEIR_TEST_HW_IDENTITY_H

#include "weir_hw.h"

/* `reg` is the register space, a word each; capabilities stay as they are. */
static inline void hw_identity(u32 *reg)
{
	reg[WEIR_ID_MAGIC / 4] = WEIR_ID_MAGIC_RESET;
	reg[WEIR_ID_ABI / 4] = WEIR_ID_ABI_RESET;
	reg[WEIR_ID_BUS / 4] = 256u << 16 | 64;
	reg[WEIR_ID_TAPS / 4] = 8u << 24 | 4u << 16 | 8u << 8 | 16;
	reg[WEIR_ID_BUFFER / 4] = 131072;
	reg[WEIR_ID_CLK_HZ / 4] = 156250000;
	reg[WEIR_ID_ADDRS / 4] = 32;
	reg[WEIR_ID_LIMITS / 4] = 9600u << 16 | 14;
}

#endif
