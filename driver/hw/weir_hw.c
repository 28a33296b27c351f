// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * weir_hw.c - the card as a whole: who it is, its switches, its reset, its interrupts
 */
#include "weir_hw.h"

/* All ones is what a read gives when nothing answers; a register may hold it, the magic may not. */
void weir_hw_suspect(struct weir_hw *hw)
{
	if (hw->ops->rd32(hw->ctx, WEIR_ID_MAGIC) == ~0u)
		hw->gone = true;
}

static void read_params(struct weir_hw *hw)
{
	struct weir_hw_params *p = &hw->p;
	u32 v;

	p->version = weir_hw_rd32(hw, WEIR_ID_VERSION);
	p->caps = weir_hw_rd32(hw, WEIR_ID_CAPS);
	v = weir_hw_rd32(hw, WEIR_ID_BUS);
	p->mac_bits = WEIR_HW_GET(WEIR_ID_BUS_MAC, v);
	p->dma_bits = WEIR_HW_GET(WEIR_ID_BUS_DMA, v);
	v = weir_hw_rd32(hw, WEIR_ID_TAPS);
	p->taps = WEIR_HW_GET(WEIR_ID_TAPS_COUNT, v);
	p->tap_stride_log2 = WEIR_HW_GET(WEIR_ID_TAPS_STRIDE_LOG2, v);
	p->ahead = WEIR_HW_GET(WEIR_ID_TAPS_AHEAD, v);
	p->slots = WEIR_HW_GET(WEIR_ID_TAPS_SLOTS, v);
	p->buffer_bytes = weir_hw_rd32(hw, WEIR_ID_BUFFER);
	p->queue_frames = weir_hw_rd32(hw, WEIR_ID_QUEUE);
	p->clk_hz = weir_hw_rd32(hw, WEIR_ID_CLK_HZ);
	p->addresses = WEIR_HW_GET(WEIR_ID_ADDRS_ENTRIES, weir_hw_rd32(hw, WEIR_ID_ADDRS));
	v = weir_hw_rd32(hw, WEIR_ID_LANES);
	p->lanes = WEIR_HW_GET(WEIR_ID_LANES_LANES, v);
	p->threads = WEIR_HW_GET(WEIR_ID_LANES_THREADS, v);
	p->budget = WEIR_HW_GET(WEIR_ID_LANES_BUDGET, v);
	v = weir_hw_rd32(hw, WEIR_ID_WINDOW);
	p->window_bytes = WEIR_HW_GET(WEIR_ID_WINDOW_BYTES, v);
	p->store_ops = WEIR_HW_GET(WEIR_ID_WINDOW_OPS, v);
	v = weir_hw_rd32(hw, WEIR_ID_LIMITS);
	p->min_frame = WEIR_HW_GET(WEIR_ID_LIMITS_MIN, v);
	p->max_frame = WEIR_HW_GET(WEIR_ID_LIMITS_MAX, v);
}

/* All that software divides by, subtracts from or counts to. The map's arrays have a fixed place; a build
 * may use less of them, not more. */
static bool makes_sense(const struct weir_hw_params *p)
{
	return p->taps && p->taps <= WEIR_TAP_COUNT && 1u << (p->tap_stride_log2 & 31) == WEIR_TAP_STRIDE &&
	       p->addresses <= WEIR_ADDR_COUNT && p->clk_hz && p->mac_bits && p->dma_bits &&
	       p->min_frame <= p->max_frame && p->max_frame >= WEIR_HW_FRAME_MAX &&
	       p->buffer_bytes >= p->max_frame;
}

int weir_hw_identify(struct weir_hw *hw, enum weir_hw_unknown *why)
{
	u32 magic, abi;

	hw->gone = false;
	*why = WEIR_HW_KNOWN;
	magic = weir_hw_rd32(hw, WEIR_ID_MAGIC);
	abi = weir_hw_rd32(hw, WEIR_ID_ABI);
	/* All ones would be a card whose ABI is newer. */
	if (hw->gone)
		return -ENODEV;
	hw->p.abi_major = WEIR_HW_GET(WEIR_ID_ABI_MAJOR, abi);
	hw->p.abi_minor = WEIR_HW_GET(WEIR_ID_ABI_MINOR, abi);
	if (magic != WEIR_ID_MAGIC_RESET)
		*why = WEIR_HW_NOT_WEIR;
	else if (hw->p.abi_major > WEIR_HW_ABI_MAJOR)
		*why = WEIR_HW_CARD_NEWER;
	/* With 1 added, a minor number of 0 does not make this a comparison that is always false. */
	else if (hw->p.abi_major < WEIR_HW_ABI_MAJOR ||
		 (u32)hw->p.abi_minor + 1 < WEIR_HW_ABI_MINOR + 1)
		*why = WEIR_HW_CARD_OLDER;
	if (*why)
		return -EPROTO;

	read_params(hw);
	if (hw->gone)
		return -ENODEV;
	if (!makes_sense(&hw->p)) {
		*why = WEIR_HW_BAD_BUILD;
		return -EPROTO;
	}
	return 0;
}

const char *weir_hw_advice(enum weir_hw_unknown why)
{
	switch (why) {
	case WEIR_HW_KNOWN:
		return "the card is known";
	case WEIR_HW_NOT_WEIR:
		return "no WEIR card answers at this address";
	case WEIR_HW_CARD_NEWER:
		return "the card's register ABI is newer than this software: update the software";
	case WEIR_HW_CARD_OLDER:
		return "the card's register ABI is older than this software: update the card";
	case WEIR_HW_BAD_BUILD:
		return "the card's parameters contradict its register map: rebuild the card";
	}
	return "unknown";
}

int weir_hw_wait(struct weir_hw *hw, u32 off, u32 mask, u32 want)
{
	u32 n;
	int ret;

	for (n = 0; ; n++) {
		u32 val = weir_hw_rd32(hw, off);

		if (hw->gone)
			return -ENODEV;
		if ((val & mask) == want)
			return 0;
		if (n >= hw->wait_max)
			return -ETIMEDOUT;
		ret = hw->ops->relax(hw->ctx);
		if (ret < 0)
			return ret;
	}
}

int weir_hw_control(struct weir_hw *hw, bool rx_enable, bool vlan_lift)
{
	weir_hw_wr32(hw, WEIR_CTRL_CONTROL,
		     WEIR_HW_PUT(WEIR_CTRL_CONTROL_RX_ENABLE, rx_enable) |
		     WEIR_HW_PUT(WEIR_CTRL_CONTROL_VLAN_LIFT, vlan_lift));
	weir_hw_rd32(hw, WEIR_CTRL_CONTROL);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_dma_setup(struct weir_hw *hw, u64 completions, u32 max_payload, u32 poll_us)
{
	if (completions % WEIR_HW_PAGE || max_payload > WEIR_MAX_PAYLOAD_B512 || poll_us > 255)
		return -EINVAL;
	if (weir_hw_rd32(hw, WEIR_CTRL_ACTIVE))
		return hw->gone ? -ENODEV : -EBUSY;
	weir_hw_wr32(hw, WEIR_CTRL_DMA,
		     WEIR_HW_PUT(WEIR_CTRL_DMA_MAX_PAYLOAD, max_payload) |
		     WEIR_HW_PUT(WEIR_CTRL_DMA_POLL_US, poll_us));
	weir_hw_wr32(hw, WEIR_CTRL_COMPL_LO, (u32)completions);
	weir_hw_wr32(hw, WEIR_CTRL_COMPL_HI, (u32)(completions >> 32));
	weir_hw_rd32(hw, WEIR_CTRL_DMA);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_soft_reset(struct weir_hw *hw)
{
	int ret;

	weir_hw_wr32(hw, WEIR_CTRL_COMMAND, WEIR_CTRL_COMMAND_SOFT_RESET_MASK);
	ret = weir_hw_wait(hw, WEIR_CTRL_STATUS,
			   WEIR_CTRL_STATUS_RESETTING_MASK | WEIR_CTRL_STATUS_DMA_BUSY_MASK, 0);
	if (ret)
		return ret;
	return weir_hw_wait(hw, WEIR_CTRL_ACTIVE, ~0u, 0);
}

int weir_hw_link(struct weir_hw *hw, struct weir_hw_link *link)
{
	u32 val = weir_hw_rd32(hw, WEIR_PORT_STATUS);

	if (hw->gone)
		return -ENODEV;
	link->up = val & WEIR_PORT_STATUS_LINK_MASK || !(hw->p.caps & WEIR_ID_CAPS_LINK_MASK);
	link->fault = val & WEIR_PORT_STATUS_FAULT_MASK;
	link->mbps = WEIR_HW_GET(WEIR_PORT_STATUS_SPEED, val);
	if (!link->mbps)
		link->mbps = (u32)weir_hw_div64((u64)hw->p.mac_bits * hw->p.clk_hz, 1000000);
	return 0;
}

u32 weir_hw_refused(struct weir_hw *hw)
{
	u32 val = weir_hw_rd32(hw, WEIR_CTRL_REFUSED);

	if (hw->gone || !(val & WEIR_CTRL_REFUSED_SEEN_MASK))
		return 0;
	weir_hw_wr32(hw, WEIR_CTRL_REFUSED, WEIR_CTRL_REFUSED_SEEN_MASK);
	return WEIR_HW_GET(WEIR_CTRL_REFUSED_ADDR, val);
}

int weir_hw_irq_mask(struct weir_hw *hw, u32 bits)
{
	weir_hw_wr32(hw, WEIR_IRQ_MASK_SET, bits);
	/* The read returns behind the write, so that no pulse follows this call. */
	weir_hw_rd32(hw, WEIR_IRQ_MASK);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_irq_unmask(struct weir_hw *hw, u32 bits)
{
	weir_hw_wr32(hw, WEIR_IRQ_MASK_CLR, bits);
	return 0;
}

int weir_hw_irq_cause(struct weir_hw *hw, struct weir_hw_cause *cause)
{
	u32 card;

	cause->block = weir_hw_rd32(hw, WEIR_IRQ_BLOCK);
	cause->error = weir_hw_rd32(hw, WEIR_IRQ_ERROR);
	card = weir_hw_rd32(hw, WEIR_IRQ_CARD);
	if (hw->gone)
		return -ENODEV;
	cause->gate = card & WEIR_IRQ_CARD_GATE_MASK;
	cause->reset_done = card & WEIR_IRQ_CARD_RESET_DONE_MASK;
	cause->port = card & WEIR_IRQ_CARD_PORT_MASK;
	/* Only what was seen: a cause that comes between read and write stays. */
	if (cause->block)
		weir_hw_wr32(hw, WEIR_IRQ_BLOCK, cause->block);
	if (cause->error)
		weir_hw_wr32(hw, WEIR_IRQ_ERROR, cause->error);
	if (card)
		weir_hw_wr32(hw, WEIR_IRQ_CARD, card);
	return 0;
}

int weir_hw_irq_forget(struct weir_hw *hw)
{
	weir_hw_wr32(hw, WEIR_IRQ_BLOCK, ~0u);
	weir_hw_wr32(hw, WEIR_IRQ_ERROR, ~0u);
	weir_hw_wr32(hw, WEIR_IRQ_CARD, WEIR_IRQ_CARD_GATE_MASK | WEIR_IRQ_CARD_PORT_MASK);
	weir_hw_rd32(hw, WEIR_IRQ_CARD);
	return hw->gone ? -ENODEV : 0;
}
