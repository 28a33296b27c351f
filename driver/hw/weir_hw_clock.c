// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * weir_hw_clock.c - the card's clock and the addresses it receives
 */
#include "weir_hw.h"

#define NSEC_PER_SEC_ 1000000000u
#define SLEW_MAX_PPB 1000000

static u32 mac_lo(const u8 mac[6])
{
	return mac[0] | (u32)mac[1] << 8 | (u32)mac[2] << 16 | (u32)mac[3] << 24;
}

static u32 mac_hi(const u8 mac[6])
{
	return mac[4] | (u32)mac[5] << 8;
}

int weir_hw_station(struct weir_hw *hw, const u8 mac[6])
{
	weir_hw_wr32(hw, WEIR_PORT_MAC_LO, mac_lo(mac));
	weir_hw_wr32(hw, WEIR_PORT_MAC_HI, mac_hi(mac));
	weir_hw_rd32(hw, WEIR_PORT_MAC_HI);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_address(struct weir_hw *hw, u32 n, const u8 mac[6], u32 taps)
{
	if (n >= hw->p.addresses || taps >> hw->p.taps)
		return -EINVAL;
	weir_hw_wr32(hw, WEIR_ADDR_LO(n), mac_lo(mac));
	weir_hw_wr32(hw, WEIR_ADDR_HI(n), mac_hi(mac));
	/* This write makes the entry change, in one step. */
	weir_hw_wr32(hw, WEIR_ADDR_TAPS(n), taps);
	weir_hw_rd32(hw, WEIR_ADDR_TAPS(n));
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_clock_set(struct weir_hw *hw, u32 sec, u32 ns)
{
	if (ns >= NSEC_PER_SEC_)
		return -EINVAL;
	weir_hw_wr32(hw, WEIR_CLOCK_SET_NS, ns);
	weir_hw_wr32(hw, WEIR_CLOCK_SET_SEC, sec);
	weir_hw_wr32(hw, WEIR_CLOCK_COMMAND, WEIR_CLOCK_COMMAND_SET_MASK);
	return 0;
}

int weir_hw_clock_step(struct weir_hw *hw, s32 ns)
{
	if (ns <= -(s32)NSEC_PER_SEC_ || ns >= (s32)NSEC_PER_SEC_)
		return -EINVAL;
	weir_hw_wr32(hw, WEIR_CLOCK_ADJUST, (u32)ns);
	weir_hw_wr32(hw, WEIR_CLOCK_COMMAND, WEIR_CLOCK_COMMAND_STEP_MASK);
	return 0;
}

int weir_hw_clock_slew(struct weir_hw *hw, s32 ppb)
{
	u64 inc, delta;
	u32 abs = ppb < 0 ? -(u32)ppb : (u32)ppb;

	if (!hw->p.clk_hz)
		return -EINVAL;
	if (abs > SLEW_MAX_PPB)
		return -ERANGE;
	/* Nanoseconds a cycle with 32 fractional bits; 10^9 * 2^32 fits 62 bits. */
	inc = weir_hw_div64((u64)NSEC_PER_SEC_ << 32, hw->p.clk_hz);
	/* inc has at most 40 bits and abs 20: the product fits. */
	delta = weir_hw_div64(inc * abs, NSEC_PER_SEC_);
	inc = ppb < 0 ? inc - delta : inc + delta;
	if (inc >> 40)
		return -ERANGE;
	/* The fraction's write takes both over. */
	weir_hw_wr32(hw, WEIR_CLOCK_INC_NS, (u32)(inc >> 32));
	weir_hw_wr32(hw, WEIR_CLOCK_INC_FRAC, (u32)inc);
	weir_hw_rd32(hw, WEIR_CLOCK_INC_FRAC);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_clock_read(struct weir_hw *hw, u32 *sec, u32 *ns)
{
	weir_hw_wr32(hw, WEIR_CLOCK_COMMAND, WEIR_CLOCK_COMMAND_LATCH_MASK);
	*ns = weir_hw_rd32(hw, WEIR_CLOCK_NOW_NS);
	*sec = weir_hw_rd32(hw, WEIR_CLOCK_NOW_SEC);
	return hw->gone ? -ENODEV : 0;
}
