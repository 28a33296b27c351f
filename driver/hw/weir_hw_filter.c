// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * weir_hw_filter.c - programs of the filter lanes: into the card, and to the taps
 */
#include "weir_hw.h"

int weir_hw_store(struct weir_hw *hw, u32 place, const u32 (*uop)[WEIR_HW_UOP_WORDS], u32 n)
{
	u32 i;

	if (place > hw->p.store_ops || n > hw->p.store_ops - place)
		return -EINVAL;
	for (i = 0; i < n; i++) {
		weir_hw_wr32(hw, WEIR_FILTER_UOP_0, uop[i][0]);
		weir_hw_wr32(hw, WEIR_FILTER_UOP_1, uop[i][1]);
		weir_hw_wr32(hw, WEIR_FILTER_UOP_2, uop[i][2]);
		weir_hw_wr32(hw, WEIR_FILTER_UOP_3, uop[i][3]);
		weir_hw_wr32(hw, WEIR_FILTER_STORE, place + i);
	}
	return 0;
}

u32 weir_hw_turns(const struct weir_hw *hw)
{
	return hw->p.budget < WEIR_HW_TURNS_MAX ? hw->p.budget : WEIR_HW_TURNS_MAX;
}

int weir_hw_program(struct weir_hw *hw, u32 index, const struct weir_hw_program *p)
{
	if (index >= WEIR_HW_PROGRAMS || p->start >= hw->p.store_ops || p->slots > weir_hw_turns(hw) ||
	    p->snap > 0xffff)
		return -EINVAL;
	weir_hw_wr32(hw, WEIR_FILTER_SNAP, p->snap);
	weir_hw_wr32(hw, WEIR_FILTER_PROGRAM, WEIR_HW_PUT(WEIR_FILTER_PROGRAM_INDEX, index) |
		     WEIR_HW_PUT(WEIR_FILTER_PROGRAM_SLOTS, p->slots) |
		     WEIR_HW_PUT(WEIR_FILTER_PROGRAM_WIRE, p->wire) |
		     WEIR_HW_PUT(WEIR_FILTER_PROGRAM_START, p->start));
	return 0;
}

int weir_hw_tap_filter(struct weir_hw *hw, u32 tap, u32 program, u32 generation)
{
	u32 swapping;

	if (tap >= hw->p.taps || (program >= WEIR_HW_PROGRAMS && program != WEIR_HW_NO_PROGRAM))
		return -EINVAL;
	swapping = weir_hw_rd32(hw, WEIR_FILTER_SWAPPING);
	if (hw->gone)
		return -ENODEV;
	if (swapping >> tap & 1)
		return -EBUSY;
	weir_hw_wr32(hw, WEIR_TAP_GENERATION(tap), generation);
	weir_hw_wr32(hw, WEIR_TAP_FILTER(tap), program == WEIR_HW_NO_PROGRAM ? 0 :
		     WEIR_TAP_FILTER_ENABLE_MASK | WEIR_HW_PUT(WEIR_TAP_FILTER_PROGRAM, program));
	return 0;
}

int weir_hw_tap_filter_wait(struct weir_hw *hw, u32 tap)
{
	if (tap >= hw->p.taps)
		return -EINVAL;
	return weir_hw_wait(hw, WEIR_FILTER_SWAPPING, 1u << tap, 0);
}
