// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * weir_hw_clock.c - the card's clock and the addresses it receives
 */
#include "weir_hw.h"

#define NSEC_PER_SEC_ 1000000000u
#define PER_MILLION 1000000u

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

/* Nothing that was written says whether the card is there. This register reads 0. */
static int commanded(struct weir_hw *hw)
{
	weir_hw_rd32(hw, WEIR_CLOCK_COMMAND);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_clock_set(struct weir_hw *hw, u32 sec, u32 ns)
{
	if (ns >= NSEC_PER_SEC_)
		return -EINVAL;
	weir_hw_wr32(hw, WEIR_CLOCK_SET_NS, ns);
	weir_hw_wr32(hw, WEIR_CLOCK_SET_SEC, sec);
	weir_hw_wr32(hw, WEIR_CLOCK_COMMAND, WEIR_CLOCK_COMMAND_SET_MASK);
	return commanded(hw);
}

int weir_hw_clock_step(struct weir_hw *hw, s32 ns)
{
	if (ns <= -(s32)NSEC_PER_SEC_ || ns >= (s32)NSEC_PER_SEC_)
		return -EINVAL;
	weir_hw_wr32(hw, WEIR_CLOCK_ADJUST, (u32)ns);
	weir_hw_wr32(hw, WEIR_CLOCK_COMMAND, WEIR_CLOCK_COMMAND_STEP_MASK);
	return commanded(hw);
}

/* n * by / 10^6, rounded down; n below 2^40, by below 2^26: their product may have 66 bits. */
static u64 millionths(u64 n, u32 by)
{
	u64 high = (n >> 20) * by, low = (n & 0xfffff) * by;

	return (weir_hw_div64(high, PER_MILLION) << 20) +
	       weir_hw_div64(((u64)weir_hw_mod64(high, PER_MILLION) << 20) + low, PER_MILLION);
}

int weir_hw_clock_slew(struct weir_hw *hw, s32 scaled_ppm)
{
	const u64 unit = (u64)NSEC_PER_SEC_ << 32;	/* fits 62 bits */
	u32 abs = scaled_ppm < 0 ? -(u32)scaled_ppm : (u32)scaled_ppm;
	u64 period, fine, inc;

	if (!hw->p.clk_hz)
		return -EINVAL;
	if (abs > WEIR_HW_SLEW_MAX)
		return -ERANGE;
	/* Nanoseconds a cycle with 32 fractional bits; fine has 16 more, and so has what is added for
	 * abs, whose unit is 2^-16. */
	period = weir_hw_div64(unit, hw->p.clk_hz);
	if (period >> 40)
		return -ERANGE;
	fine = (period << 16) +
	       weir_hw_div64((u64)weir_hw_mod64(unit, hw->p.clk_hz) << 16, hw->p.clk_hz);
	fine = scaled_ppm < 0 ? fine - millionths(period, abs) : fine + millionths(period, abs);
	inc = (fine + 0x8000) >> 16;
	if (inc >> 40)
		return -ERANGE;
	/* The fraction's write takes both over. */
	weir_hw_wr32(hw, WEIR_CLOCK_INC_NS, (u32)(inc >> 32));
	weir_hw_wr32(hw, WEIR_CLOCK_INC_FRAC, (u32)inc);
	weir_hw_rd32(hw, WEIR_CLOCK_INC_FRAC);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_clock_latch(struct weir_hw *hw, u32 *ns)
{
	weir_hw_wr32(hw, WEIR_CLOCK_COMMAND, WEIR_CLOCK_COMMAND_LATCH_MASK);
	/* Comes back behind the write: by now the time is latched. */
	*ns = weir_hw_rd32(hw, WEIR_CLOCK_NOW_NS);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_clock_latched(struct weir_hw *hw, u32 *sec)
{
	*sec = weir_hw_rd32(hw, WEIR_CLOCK_NOW_SEC);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_clock_read(struct weir_hw *hw, u32 *sec, u32 *ns)
{
	int ret = weir_hw_clock_latch(hw, ns);

	return ret ? ret : weir_hw_clock_latched(hw, sec);
}
