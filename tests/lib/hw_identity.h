/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * hw_identity.h - a card that weir_hw_identify() knows, for tests without a card
 */
#ifndef WEIR_TEST_HW_IDENTITY_H
#define WEIR_TEST_HW_IDENTITY_H

#include "weir_hw.h"

/* reg: the register space that hw reaches, a word each; caps: its capabilities. As weir_hw_identify(). */
static inline int hw_identity(struct weir_hw *hw, u32 *reg, u32 caps)
{
	enum weir_hw_unknown why;

	reg[WEIR_ID_CAPS / 4] = caps;
	reg[WEIR_ID_MAGIC / 4] = WEIR_ID_MAGIC_RESET;
	reg[WEIR_ID_ABI / 4] = WEIR_ID_ABI_RESET;
	reg[WEIR_ID_BUS / 4] = 256u << 16 | 64;
	reg[WEIR_ID_TAPS / 4] = 8u << 24 | 4u << 16 | 8u << 8 | 16;
	reg[WEIR_ID_BUFFER / 4] = 131072;
	reg[WEIR_ID_CLK_HZ / 4] = 156250000;
	reg[WEIR_ID_ADDRS / 4] = 32;
	reg[WEIR_ID_LIMITS / 4] = 9600u << 16 | 14;
	return weir_hw_identify(hw, &why);
}

#endif
