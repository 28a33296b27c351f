// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * weir_hw_stats.c - the counters: a snapshot of all at one instant, then reading at leisure
 */
#include "weir_hw.h"

int weir_hw_snapshot(struct weir_hw *hw)
{
	int ret;

	/* One under way holds the values of an earlier instant. */
	ret = weir_hw_wait(hw, WEIR_CTRL_STATUS, WEIR_CTRL_STATUS_SNAPSHOT_BUSY_MASK, 0);
	if (ret)
		return ret;
	weir_hw_wr32(hw, WEIR_CTRL_COMMAND, WEIR_CTRL_COMMAND_SNAPSHOT_MASK);
	return weir_hw_wait(hw, WEIR_CTRL_STATUS, WEIR_CTRL_STATUS_SNAPSHOT_BUSY_MASK, 0);
}

static int read_counters(struct weir_hw *hw, u32 off, u64 *out, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++, off += 8) {
		u32 lo = weir_hw_rd32(hw, off);

		out[i] = lo | (u64)weir_hw_rd32(hw, off + 4) << 32;
	}
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_port_counters(struct weir_hw *hw, u64 out[WEIR_PORT_COUNTER_NUM])
{
	/* Counter i of the list is at 8 i: both come from one source. */
	return read_counters(hw, WEIR_PORT_COUNTERS_RX_FRAMES, out, WEIR_PORT_COUNTER_NUM);
}

int weir_hw_tap_counters(struct weir_hw *hw, u32 tap, u64 out[WEIR_TAP_COUNTER_NUM])
{
	if (tap >= hw->p.taps)
		return -EINVAL;
	return read_counters(hw, WEIR_TAP_COUNTERS_MATCHED(tap), out, WEIR_TAP_COUNTER_NUM);
}
