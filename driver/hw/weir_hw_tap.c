// SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause
/*
 * weir_hw_tap.c - a tap's life: checked, configured, started, stopped; its records in host memory
 */
#include "weir_hw.h"

#define ALIGN8(x) (((x) + 7u) & ~7u)
#define FITS(value, field) ((value) <= (field##_MASK >> field##_SHIFT))

static enum weir_hw_reason check_geometry(const struct weir_hw_tap_cfg *c)
{
	if (c->ring % WEIR_HW_DESC_ALIGN)
		return WEIR_HW_RING_ALIGN;
	if (!c->block_nr || !FITS(c->block_nr, WEIR_TAP_BLOCK_NR_COUNT))
		return WEIR_HW_BLOCK_NR;
	if (!c->block_pages || c->block_pages > 1024)
		return WEIR_HW_BLOCK_SIZE;
	if (c->first_block >= c->block_nr)
		return WEIR_HW_FIRST_BLOCK;
	if (!FITS(c->priv_bytes, WEIR_TAP_PRIV_BYTES))
		return WEIR_HW_PRIV;
	if (c->mac_offset < WEIR_HW_MAC_MIN || !FITS(c->mac_offset, WEIR_TAP_OFFSET_MAC))
		return WEIR_HW_MAC_OFFSET;
	if (c->net_offset < c->mac_offset || c->net_offset > 65535)
		return WEIR_HW_NET_OFFSET;
	/* The card clamps a frame to what is behind tp_mac; that must not be less than nothing. */
	if (WEIR_HW_BLOCK_HDR + ALIGN8(c->priv_bytes) + c->mac_offset >
	    c->block_pages * WEIR_HW_PAGE)
		return WEIR_HW_CAPACITY;
	return WEIR_HW_FINE;
}

enum weir_hw_reason weir_hw_tap_check(const struct weir_hw *hw, u32 tap,
				      const struct weir_hw_tap_cfg *c)
{
	enum weir_hw_reason reason;

	if (tap >= hw->p.taps)
		return WEIR_HW_NO_SUCH_TAP;
	reason = check_geometry(c);
	if (reason)
		return reason;
	if (!FITS(c->snaplen, WEIR_TAP_SNAPLEN_BYTES))
		return WEIR_HW_SNAPLEN;
	if (c->time_ns >= 1000000000u)
		return WEIR_HW_TIME;
	if (!FITS(c->protocol, WEIR_TAP_MATCH_PROTOCOL))
		return WEIR_HW_PROTOCOL;
	if (!FITS(c->types, WEIR_TAP_ACCEPT_TYPES))
		return WEIR_HW_TYPES;
	if (!FITS(c->hatype, WEIR_TAP_HATYPE_TYPE))
		return WEIR_HW_HATYPE;
	if (!FITS(c->irq_interval_us, WEIR_TAP_IRQ_INTERVAL_US) || c->irq_vector >= WEIR_HW_VECTORS)
		return WEIR_HW_IRQ;
	if (c->rxhash && !(hw->p.caps & WEIR_ID_CAPS_RXHASH_MASK))
		return WEIR_HW_NO_RXHASH;
	return WEIR_HW_FINE;
}

const char *weir_hw_reason_text(enum weir_hw_reason reason)
{
	static const char *const text[WEIR_HW_REASONS] = {
		[WEIR_HW_FINE] = "nothing is wrong",
		[WEIR_HW_NO_SUCH_TAP] = "the card has no such tap",
		[WEIR_HW_RING_ALIGN] = "the descriptor table is not aligned to 4096 bytes",
		[WEIR_HW_BLOCK_NR] = "the number of blocks is not 1 to 65535",
		[WEIR_HW_BLOCK_SIZE] = "the block size is not a multiple of 4096 bytes up to 4 MiB",
		[WEIR_HW_FIRST_BLOCK] = "the first block is not one of the ring's",
		[WEIR_HW_PRIV] = "the private area is not below 4 MiB",
		[WEIR_HW_MAC_OFFSET] = "the data offset is not 68 to 65535 bytes",
		[WEIR_HW_NET_OFFSET] = "the payload offset is before the data or above 65535 bytes",
		[WEIR_HW_CAPACITY] = "a block has no room for a frame: it is too small for its private "
				     "area and the data offset",
		[WEIR_HW_SNAPLEN] = "the snap length is above 262143 bytes",
		[WEIR_HW_TIME] = "the time offset's nanoseconds are not below 1000000000",
		[WEIR_HW_PROTOCOL] = "the protocol is above 65535",
		[WEIR_HW_TYPES] = "there is no such packet type",
		[WEIR_HW_HATYPE] = "the hardware type is above 65535",
		[WEIR_HW_IRQ] = "the interrupt interval is above 65535 us or the vector above 31",
		[WEIR_HW_NO_RXHASH] = "the card computes no flow hash",
	};

	return (u32)reason < WEIR_HW_REASONS ? text[reason] : "unknown";
}

static u32 match_word(const struct weir_hw_tap_cfg *c)
{
	return WEIR_HW_PUT(WEIR_TAP_MATCH_PROTOCOL, c->protocol) |
	       WEIR_HW_PUT(WEIR_TAP_MATCH_VLAN_OTHERHOST, c->vlan_otherhost) |
	       WEIR_HW_PUT(WEIR_TAP_MATCH_VLAN_HIDE, c->vlan_hide) |
	       WEIR_HW_PUT(WEIR_TAP_MATCH_RXHASH, c->rxhash);
}

static u32 accept_word(bool promisc, bool allmulti, u32 types)
{
	return WEIR_HW_PUT(WEIR_TAP_ACCEPT_PROMISC, promisc) |
	       WEIR_HW_PUT(WEIR_TAP_ACCEPT_ALLMULTI, allmulti) |
	       WEIR_HW_PUT(WEIR_TAP_ACCEPT_TYPES, types);
}

static void write_cfg(struct weir_hw *hw, u32 t, const struct weir_hw_tap_cfg *c)
{
	weir_hw_wr32(hw, WEIR_TAP_RING_LO(t), (u32)c->ring);
	weir_hw_wr32(hw, WEIR_TAP_RING_HI(t), (u32)(c->ring >> 32));
	weir_hw_wr32(hw, WEIR_TAP_BLOCK_NR(t), c->block_nr);
	weir_hw_wr32(hw, WEIR_TAP_BLOCK_SIZE(t), c->block_pages);
	weir_hw_wr32(hw, WEIR_TAP_PRIV(t), c->priv_bytes);
	weir_hw_wr32(hw, WEIR_TAP_OFFSET(t),
		     WEIR_HW_PUT(WEIR_TAP_OFFSET_MAC, c->mac_offset) |
		     WEIR_HW_PUT(WEIR_TAP_OFFSET_NET, c->net_offset));
	weir_hw_wr32(hw, WEIR_TAP_SNAPLEN(t), c->snaplen);
	weir_hw_wr32(hw, WEIR_TAP_RETIRE(t), c->retire_us);
	weir_hw_wr32(hw, WEIR_TAP_FIRST_BLOCK(t), c->first_block);
	weir_hw_wr32(hw, WEIR_TAP_SEQ_LO(t), (u32)c->first_seq);
	weir_hw_wr32(hw, WEIR_TAP_SEQ_HI(t), (u32)(c->first_seq >> 32));
	weir_hw_wr32(hw, WEIR_TAP_TIME_NS(t), c->time_ns);
	weir_hw_wr32(hw, WEIR_TAP_TIME_SEC(t), (u32)c->time_sec);
	weir_hw_wr32(hw, WEIR_TAP_STATUS_BITS(t), c->status_bits);
	weir_hw_wr32(hw, WEIR_TAP_IFINDEX(t), c->ifindex);
	weir_hw_wr32(hw, WEIR_TAP_HATYPE(t), c->hatype);
	weir_hw_wr32(hw, WEIR_TAP_MATCH(t), match_word(c));
	weir_hw_wr32(hw, WEIR_TAP_ACCEPT(t), accept_word(c->promisc, c->allmulti, c->types));
	weir_hw_wr32(hw, WEIR_TAP_BACKLOG(t), c->backlog);
	weir_hw_wr32(hw, WEIR_TAP_IRQ(t),
		     WEIR_HW_PUT(WEIR_TAP_IRQ_INTERVAL_US, c->irq_interval_us) |
		     WEIR_HW_PUT(WEIR_TAP_IRQ_VECTOR, c->irq_vector) |
		     WEIR_HW_PUT(WEIR_TAP_IRQ_ONESHOT, c->irq_oneshot));
	/* What this ABI reserves is said to be unused, whatever was there before. */
	weir_hw_wr32(hw, WEIR_TAP_PORTS(t), 0);
	weir_hw_wr32(hw, WEIR_TAP_FANOUT(t), 0);
	weir_hw_wr32(hw, WEIR_TAP_PRIORITY(t), 0);
}

/* No frame shall go through a program of whoever had the tap before. */
static int no_filter(struct weir_hw *hw, u32 tap)
{
	int ret;

	if (!(hw->p.caps & WEIR_ID_CAPS_FILTER_MASK))
		return 0;
	/* The generation's number must not become that of a change which is not over. */
	ret = weir_hw_tap_filter_wait(hw, tap);
	if (!ret)
		ret = weir_hw_tap_filter(hw, tap, WEIR_HW_NO_PROGRAM, 0);
	return ret ? ret : weir_hw_tap_filter_wait(hw, tap);
}

int weir_hw_tap_setup(struct weir_hw *hw, u32 tap, const struct weir_hw_tap_cfg *cfg,
		      enum weir_hw_reason *reason)
{
	u32 state, error;
	int ret;

	*reason = weir_hw_tap_check(hw, tap, cfg);
	if (*reason)
		return -EINVAL;
	ret = weir_hw_tap_state(hw, tap, &state, &error);
	if (ret)
		return ret;
	if (state != WEIR_TAP_STATE_DISABLED)
		return -EBUSY;
	weir_hw_refused(hw);
	ret = no_filter(hw, tap);
	if (ret)
		return ret;
	write_cfg(hw, tap, cfg);
	if (weir_hw_refused(hw))
		return -EPROTO;
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_tap_state(struct weir_hw *hw, u32 tap, u32 *state, u32 *error)
{
	u32 v;

	if (tap >= hw->p.taps)
		return -EINVAL;
	v = weir_hw_rd32(hw, WEIR_TAP_STATE(tap));
	*state = WEIR_HW_GET(WEIR_TAP_STATE_STATE, v);
	*error = WEIR_HW_GET(WEIR_TAP_STATE_ERROR, v);
	return hw->gone ? -ENODEV : 0;
}

int weir_hw_tap_start(struct weir_hw *hw, u32 tap, u32 *error)
{
	u32 n, state;
	int ret;

	*error = WEIR_TAP_ERROR_NONE;
	ret = weir_hw_tap_state(hw, tap, &state, error);
	if (ret)
		return ret;
	if (state != WEIR_TAP_STATE_DISABLED)
		return -EBUSY;
	weir_hw_wr32(hw, WEIR_TAP_COMMAND(tap), WEIR_TAP_COMMAND_START_MASK);
	for (n = 0; n <= hw->wait_max; n++) {
		/* First time passes, so that an error of an earlier life is not taken for this one's. */
		ret = hw->ops->relax(hw->ctx);
		if (ret < 0)
			return ret;
		ret = weir_hw_tap_state(hw, tap, &state, error);
		if (ret)
			return ret;
		if (state == WEIR_TAP_STATE_RUNNING)
			return 0;
		/* Not decided yet; ERROR may still be that of an earlier life. */
		if (state == WEIR_TAP_STATE_STARTING)
			continue;
		if (*error != WEIR_TAP_ERROR_NONE)
			return state == WEIR_TAP_STATE_FAULT ? -EIO : -EINVAL;
	}
	return -ETIMEDOUT;
}

int weir_hw_tap_stop(struct weir_hw *hw, u32 tap)
{
	if (tap >= hw->p.taps)
		return -EINVAL;
	weir_hw_wr32(hw, WEIR_TAP_COMMAND(tap), WEIR_TAP_COMMAND_STOP_MASK);
	return weir_hw_wait(hw, WEIR_TAP_STATE(tap), WEIR_TAP_STATE_STATE_MASK,
			    WEIR_TAP_STATE_DISABLED << WEIR_TAP_STATE_STATE_SHIFT);
}

const char *weir_hw_tap_error_text(u32 error)
{
	static const char *const text[] = {
		[WEIR_TAP_ERROR_NONE] = "no error",
		[WEIR_TAP_ERROR_CAPACITY] = "a block has no room for a frame",
		[WEIR_TAP_ERROR_BLOCK_SIZE] = "the block size is out of range",
		[WEIR_TAP_ERROR_BLOCK_NR] = "the number of blocks or the first block is out of range",
		[WEIR_TAP_ERROR_DMA_WRITE] = "a DMA write to a block was answered with an error",
		[WEIR_TAP_ERROR_DMA_READ] = "a DMA read was answered with an error",
		[WEIR_TAP_ERROR_DESCRIPTOR] = "a block descriptor is not valid",
		[WEIR_TAP_ERROR_GATE] = "the DMA gate refused an access: a fault inside the card",
	};

	return error < sizeof(text) / sizeof(text[0]) ? text[error] : "unknown error";
}

void weir_hw_tap_doorbell(struct weir_hw *hw, u32 tap)
{
	weir_hw_wr32(hw, WEIR_TAP_COMMAND(tap), WEIR_TAP_COMMAND_DOORBELL_MASK);
}

void weir_hw_tap_clear_losing(struct weir_hw *hw, u32 tap)
{
	weir_hw_wr32(hw, WEIR_TAP_COMMAND(tap), WEIR_TAP_COMMAND_CLEAR_LOSING_MASK);
}

int weir_hw_tap_snaplen(struct weir_hw *hw, u32 tap, u32 snaplen)
{
	u32 now;
	int ret;

	if (tap >= hw->p.taps || !FITS(snaplen, WEIR_TAP_SNAPLEN_BYTES))
		return -EINVAL;
	now = weir_hw_rd32(hw, WEIR_TAP_SNAPLEN(tap));
	if (hw->gone)
		return -ENODEV;
	/* Frames of the filter before the host may have to judge, and needs them as long as they were. */
	if (snaplen < now && hw->p.caps & WEIR_ID_CAPS_FILTER_MASK) {
		ret = weir_hw_tap_filter_wait(hw, tap);
		if (ret)
			return ret;
	}
	weir_hw_wr32(hw, WEIR_TAP_SNAPLEN(tap), snaplen);
	return 0;
}

int weir_hw_tap_accept(struct weir_hw *hw, u32 tap, bool promisc, bool allmulti, u32 types)
{
	if (tap >= hw->p.taps || !FITS(types, WEIR_TAP_ACCEPT_TYPES))
		return -EINVAL;
	weir_hw_wr32(hw, WEIR_TAP_ACCEPT(tap), accept_word(promisc, allmulti, types));
	return 0;
}

int weir_hw_tap_moderate(struct weir_hw *hw, u32 tap, u32 retire_us, u32 irq_interval_us)
{
	u32 irq;

	if (tap >= hw->p.taps || !FITS(irq_interval_us, WEIR_TAP_IRQ_INTERVAL_US))
		return -EINVAL;
	irq = weir_hw_rd32(hw, WEIR_TAP_IRQ(tap));
	if (hw->gone)
		return -ENODEV;
	weir_hw_wr32(hw, WEIR_TAP_RETIRE(tap), retire_us);
	weir_hw_wr32(hw, WEIR_TAP_IRQ(tap), (irq & ~WEIR_TAP_IRQ_INTERVAL_US_MASK) |
		     WEIR_HW_PUT(WEIR_TAP_IRQ_INTERVAL_US, irq_interval_us));
	return 0;
}
