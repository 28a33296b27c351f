/* SPDX-License-Identifier: GPL-2.0-only OR BSD-3-Clause */
/*
 * weir_regs.h - the card's registers, counters and records in host memory
 *
 * Generated from regs/weir.rdl by `make regs`; not edited by hand.
 *
 *   WEIR_<BLOCK>_<REG>                byte address in BAR0; (t) or (n) where the block is repeated
 *   WEIR_<BLOCK>_<REG>_<FIELD>_MASK   the field's bits in its register, _SHIFT its lowest bit
 *   WEIR_<ENUM>_<NAME>                a code, as read from a field shifted down
 *   WEIR_<GROUP>_COUNTERS(X)          X(index, name, gauge, where, description) for each counter
 *   WEIR_HOST_<RECORD>_<WORD>         byte offset in a record in host memory, little-endian
 */
#ifndef WEIR_REGS_H
#define WEIR_REGS_H

/* Codes of max_payload */
#define WEIR_MAX_PAYLOAD_B128			0u
#define WEIR_MAX_PAYLOAD_B256			1u
#define WEIR_MAX_PAYLOAD_B512			2u

/* Codes of tap_state */
#define WEIR_TAP_STATE_DISABLED			0u
#define WEIR_TAP_STATE_RUNNING			1u
#define WEIR_TAP_STATE_STOPPING			2u
#define WEIR_TAP_STATE_FAULT			3u
#define WEIR_TAP_STATE_STARTING			4u

/* Codes of tap_error */
#define WEIR_TAP_ERROR_NONE			0u
#define WEIR_TAP_ERROR_CAPACITY			1u
#define WEIR_TAP_ERROR_BLOCK_SIZE		2u
#define WEIR_TAP_ERROR_BLOCK_NR			3u
#define WEIR_TAP_ERROR_DMA_WRITE		4u
#define WEIR_TAP_ERROR_DMA_READ			5u
#define WEIR_TAP_ERROR_DESCRIPTOR		6u
#define WEIR_TAP_ERROR_GATE			7u

/* ID: Identification */
#define WEIR_ID_MAGIC				0x00000u
#define WEIR_ID_MAGIC_RESET			0x57454952u
#define WEIR_ID_MAGIC_VALUE_MASK		0xffffffffu
#define WEIR_ID_MAGIC_VALUE_SHIFT		0
#define WEIR_ID_ABI				0x00004u
#define WEIR_ID_ABI_RESET			0x00010000u
#define WEIR_ID_ABI_MINOR_MASK			0x0000ffffu
#define WEIR_ID_ABI_MINOR_SHIFT			0
#define WEIR_ID_ABI_MINOR_RESET			0u
#define WEIR_ID_ABI_MAJOR_MASK			0xffff0000u
#define WEIR_ID_ABI_MAJOR_SHIFT			16
#define WEIR_ID_ABI_MAJOR_RESET			1u
#define WEIR_ID_VERSION				0x00008u
#define WEIR_ID_VERSION_RESET			0x00010000u
#define WEIR_ID_VERSION_PATCH_MASK		0x0000ffffu
#define WEIR_ID_VERSION_PATCH_SHIFT		0
#define WEIR_ID_VERSION_PATCH_RESET		0u
#define WEIR_ID_VERSION_MINOR_MASK		0x00ff0000u
#define WEIR_ID_VERSION_MINOR_SHIFT		16
#define WEIR_ID_VERSION_MINOR_RESET		1u
#define WEIR_ID_VERSION_MAJOR_MASK		0xff000000u
#define WEIR_ID_VERSION_MAJOR_SHIFT		24
#define WEIR_ID_VERSION_MAJOR_RESET		0u
#define WEIR_ID_CAPS				0x0000cu
#define WEIR_ID_CAPS_VLAN_MASK			0x00000001u
#define WEIR_ID_CAPS_VLAN_SHIFT			0
#define WEIR_ID_CAPS_RXHASH_MASK		0x00000002u
#define WEIR_ID_CAPS_RXHASH_SHIFT		1
#define WEIR_ID_CAPS_CLOCK_MASK			0x00000004u
#define WEIR_ID_CAPS_CLOCK_SHIFT		2
#define WEIR_ID_CAPS_FILTER_MASK		0x00000008u
#define WEIR_ID_CAPS_FILTER_SHIFT		3
#define WEIR_ID_CAPS_MAILBOX_MASK		0x00000010u
#define WEIR_ID_CAPS_MAILBOX_SHIFT		4
#define WEIR_ID_CAPS_TX_MASK			0x00000020u
#define WEIR_ID_CAPS_TX_SHIFT			5
#define WEIR_ID_CAPS_EGRESS_MIRROR_MASK		0x00000040u
#define WEIR_ID_CAPS_EGRESS_MIRROR_SHIFT	6
#define WEIR_ID_CAPS_LINK_MASK			0x00000080u
#define WEIR_ID_CAPS_LINK_SHIFT			7
#define WEIR_ID_BUS				0x00010u
#define WEIR_ID_BUS_MAC_MASK			0x0000ffffu
#define WEIR_ID_BUS_MAC_SHIFT			0
#define WEIR_ID_BUS_DMA_MASK			0xffff0000u
#define WEIR_ID_BUS_DMA_SHIFT			16
#define WEIR_ID_TAPS				0x00014u
#define WEIR_ID_TAPS_COUNT_MASK			0x000000ffu
#define WEIR_ID_TAPS_COUNT_SHIFT		0
#define WEIR_ID_TAPS_STRIDE_LOG2_MASK		0x0000ff00u
#define WEIR_ID_TAPS_STRIDE_LOG2_SHIFT		8
#define WEIR_ID_TAPS_AHEAD_MASK			0x00ff0000u
#define WEIR_ID_TAPS_AHEAD_SHIFT		16
#define WEIR_ID_TAPS_SLOTS_MASK			0xff000000u
#define WEIR_ID_TAPS_SLOTS_SHIFT		24
#define WEIR_ID_BUFFER				0x00018u
#define WEIR_ID_BUFFER_BYTES_MASK		0xffffffffu
#define WEIR_ID_BUFFER_BYTES_SHIFT		0
#define WEIR_ID_QUEUE				0x0001cu
#define WEIR_ID_QUEUE_DEPTH_MASK		0xffffffffu
#define WEIR_ID_QUEUE_DEPTH_SHIFT		0
#define WEIR_ID_CLK_HZ				0x00020u
#define WEIR_ID_CLK_HZ_HZ_MASK			0xffffffffu
#define WEIR_ID_CLK_HZ_HZ_SHIFT			0
#define WEIR_ID_ADDRS				0x00024u
#define WEIR_ID_ADDRS_ENTRIES_MASK		0x0000ffffu
#define WEIR_ID_ADDRS_ENTRIES_SHIFT		0
#define WEIR_ID_LANES				0x00028u
#define WEIR_ID_LANES_LANES_MASK		0x000000ffu
#define WEIR_ID_LANES_LANES_SHIFT		0
#define WEIR_ID_LANES_THREADS_MASK		0x0000ff00u
#define WEIR_ID_LANES_THREADS_SHIFT		8
#define WEIR_ID_LANES_BUDGET_MASK		0xffff0000u
#define WEIR_ID_LANES_BUDGET_SHIFT		16
#define WEIR_ID_WINDOW				0x0002cu
#define WEIR_ID_WINDOW_BYTES_MASK		0x0000ffffu
#define WEIR_ID_WINDOW_BYTES_SHIFT		0
#define WEIR_ID_WINDOW_OPS_MASK			0xffff0000u
#define WEIR_ID_WINDOW_OPS_SHIFT		16
#define WEIR_ID_LIMITS				0x00030u
#define WEIR_ID_LIMITS_MIN_MASK			0x0000ffffu
#define WEIR_ID_LIMITS_MIN_SHIFT		0
#define WEIR_ID_LIMITS_MAX_MASK			0xffff0000u
#define WEIR_ID_LIMITS_MAX_SHIFT		16
#define WEIR_ID_PORTS				0x00034u
#define WEIR_ID_PORTS_COUNT_MASK		0x000000ffu
#define WEIR_ID_PORTS_COUNT_SHIFT		0
#define WEIR_ID_PORTS_STRIDE_LOG2_MASK		0x0000ff00u
#define WEIR_ID_PORTS_STRIDE_LOG2_SHIFT		8

/* CTRL: Control */
#define WEIR_CTRL_CONTROL			0x00100u
#define WEIR_CTRL_CONTROL_RX_ENABLE_MASK	0x00000001u
#define WEIR_CTRL_CONTROL_RX_ENABLE_SHIFT	0
#define WEIR_CTRL_CONTROL_VLAN_LIFT_MASK	0x00000002u
#define WEIR_CTRL_CONTROL_VLAN_LIFT_SHIFT	1
#define WEIR_CTRL_COMMAND			0x00104u
#define WEIR_CTRL_COMMAND_SOFT_RESET_MASK	0x00000001u
#define WEIR_CTRL_COMMAND_SOFT_RESET_SHIFT	0
#define WEIR_CTRL_COMMAND_SNAPSHOT_MASK		0x00000002u
#define WEIR_CTRL_COMMAND_SNAPSHOT_SHIFT	1
#define WEIR_CTRL_STATUS			0x00108u
#define WEIR_CTRL_STATUS_RESETTING_MASK		0x00000001u
#define WEIR_CTRL_STATUS_RESETTING_SHIFT	0
#define WEIR_CTRL_STATUS_SNAPSHOT_BUSY_MASK	0x00000002u
#define WEIR_CTRL_STATUS_SNAPSHOT_BUSY_SHIFT	1
#define WEIR_CTRL_STATUS_DMA_BUSY_MASK		0x00000004u
#define WEIR_CTRL_STATUS_DMA_BUSY_SHIFT		2
#define WEIR_CTRL_DMA				0x0010cu
#define WEIR_CTRL_DMA_MAX_PAYLOAD_MASK		0x00000003u
#define WEIR_CTRL_DMA_MAX_PAYLOAD_SHIFT		0
#define WEIR_CTRL_DMA_POLL_US_MASK		0x0000ff00u
#define WEIR_CTRL_DMA_POLL_US_SHIFT		8
#define WEIR_CTRL_REFUSED			0x00110u
#define WEIR_CTRL_REFUSED_ADDR_MASK		0x0003ffffu
#define WEIR_CTRL_REFUSED_ADDR_SHIFT		0
#define WEIR_CTRL_REFUSED_SEEN_MASK		0x80000000u
#define WEIR_CTRL_REFUSED_SEEN_SHIFT		31
#define WEIR_CTRL_SCRATCH			0x00114u
#define WEIR_CTRL_SCRATCH_VALUE_MASK		0xffffffffu
#define WEIR_CTRL_SCRATCH_VALUE_SHIFT		0
#define WEIR_CTRL_COMPL_LO			0x00118u
#define WEIR_CTRL_COMPL_LO_ADDR_MASK		0xfffff000u
#define WEIR_CTRL_COMPL_LO_ADDR_SHIFT		12
#define WEIR_CTRL_COMPL_HI			0x0011cu
#define WEIR_CTRL_COMPL_HI_ADDR_MASK		0xffffffffu
#define WEIR_CTRL_COMPL_HI_ADDR_SHIFT		0
#define WEIR_CTRL_ACTIVE			0x00120u
#define WEIR_CTRL_ACTIVE_ACTIVE_MASK		0xffffffffu
#define WEIR_CTRL_ACTIVE_ACTIVE_SHIFT		0

/* CLOCK: Clock */
#define WEIR_CLOCK_COMMAND			0x00200u
#define WEIR_CLOCK_COMMAND_LATCH_MASK		0x00000001u
#define WEIR_CLOCK_COMMAND_LATCH_SHIFT		0
#define WEIR_CLOCK_COMMAND_SET_MASK		0x00000002u
#define WEIR_CLOCK_COMMAND_SET_SHIFT		1
#define WEIR_CLOCK_COMMAND_STEP_MASK		0x00000004u
#define WEIR_CLOCK_COMMAND_STEP_SHIFT		2
#define WEIR_CLOCK_NOW_NS			0x00204u
#define WEIR_CLOCK_NOW_NS_NS_MASK		0x3fffffffu
#define WEIR_CLOCK_NOW_NS_NS_SHIFT		0
#define WEIR_CLOCK_NOW_SEC			0x00208u
#define WEIR_CLOCK_NOW_SEC_SEC_MASK		0xffffffffu
#define WEIR_CLOCK_NOW_SEC_SEC_SHIFT		0
#define WEIR_CLOCK_NOW_SEC_HI			0x0020cu
#define WEIR_CLOCK_NOW_SEC_HI_SEC_MASK		0xffffffffu
#define WEIR_CLOCK_NOW_SEC_HI_SEC_SHIFT		0
#define WEIR_CLOCK_SET_NS			0x00210u
#define WEIR_CLOCK_SET_NS_NS_MASK		0x3fffffffu
#define WEIR_CLOCK_SET_NS_NS_SHIFT		0
#define WEIR_CLOCK_SET_SEC			0x00214u
#define WEIR_CLOCK_SET_SEC_SEC_MASK		0xffffffffu
#define WEIR_CLOCK_SET_SEC_SEC_SHIFT		0
#define WEIR_CLOCK_SET_SEC_HI			0x00218u
#define WEIR_CLOCK_SET_SEC_HI_SEC_MASK		0xffffffffu
#define WEIR_CLOCK_SET_SEC_HI_SEC_SHIFT		0
#define WEIR_CLOCK_ADJUST			0x0021cu
#define WEIR_CLOCK_ADJUST_NS_MASK		0xffffffffu
#define WEIR_CLOCK_ADJUST_NS_SHIFT		0
#define WEIR_CLOCK_INC_NS			0x00220u
#define WEIR_CLOCK_INC_NS_NS_MASK		0x000000ffu
#define WEIR_CLOCK_INC_NS_NS_SHIFT		0
#define WEIR_CLOCK_INC_FRAC			0x00224u
#define WEIR_CLOCK_INC_FRAC_FRAC_MASK		0xffffffffu
#define WEIR_CLOCK_INC_FRAC_FRAC_SHIFT		0
#define WEIR_CLOCK_UTC_OFFSET			0x00228u
#define WEIR_CLOCK_UTC_OFFSET_SEC_MASK		0x0000ffffu
#define WEIR_CLOCK_UTC_OFFSET_SEC_SHIFT		0
#define WEIR_CLOCK_PPS_NS			0x0022cu
#define WEIR_CLOCK_PPS_NS_NS_MASK		0x3fffffffu
#define WEIR_CLOCK_PPS_NS_NS_SHIFT		0
#define WEIR_CLOCK_PPS_SEC			0x00230u
#define WEIR_CLOCK_PPS_SEC_SEC_MASK		0xffffffffu
#define WEIR_CLOCK_PPS_SEC_SEC_SHIFT		0
#define WEIR_CLOCK_CROSS_NS			0x00234u
#define WEIR_CLOCK_CROSS_NS_NS_MASK		0x3fffffffu
#define WEIR_CLOCK_CROSS_NS_NS_SHIFT		0
#define WEIR_CLOCK_CROSS_SEC			0x00238u
#define WEIR_CLOCK_CROSS_SEC_SEC_MASK		0xffffffffu
#define WEIR_CLOCK_CROSS_SEC_SEC_SHIFT		0

/* PORT: Port */
#define WEIR_PORT_MAC_LO			0x00300u
#define WEIR_PORT_MAC_LO_BYTES_MASK		0xffffffffu
#define WEIR_PORT_MAC_LO_BYTES_SHIFT		0
#define WEIR_PORT_MAC_HI			0x00304u
#define WEIR_PORT_MAC_HI_BYTES_MASK		0x0000ffffu
#define WEIR_PORT_MAC_HI_BYTES_SHIFT		0
#define WEIR_PORT_STATUS			0x00308u
#define WEIR_PORT_STATUS_LINK_MASK		0x00000001u
#define WEIR_PORT_STATUS_LINK_SHIFT		0
#define WEIR_PORT_STATUS_FAULT_MASK		0x00000002u
#define WEIR_PORT_STATUS_FAULT_SHIFT		1
#define WEIR_PORT_STATUS_SPEED_MASK		0xffffff00u
#define WEIR_PORT_STATUS_SPEED_SHIFT		8
#define WEIR_PORT_CONTROL			0x0030cu
#define WEIR_PORT_CONTROL_PAUSE_MASK		0x00000001u
#define WEIR_PORT_CONTROL_PAUSE_SHIFT		0
#define WEIR_PORT_CONTROL_KEEP_FCS_MASK		0x00000002u
#define WEIR_PORT_CONTROL_KEEP_FCS_SHIFT	1
#define WEIR_PORT_CONTROL_ACCEPT_BAD_MASK	0x00000004u
#define WEIR_PORT_CONTROL_ACCEPT_BAD_SHIFT	2
#define WEIR_PORT_MAX_LEN			0x00310u
#define WEIR_PORT_MAX_LEN_BYTES_MASK		0x0000ffffu
#define WEIR_PORT_MAX_LEN_BYTES_SHIFT		0

/* IRQ: Interrupts */
#define WEIR_IRQ_MASK				0x00400u
#define WEIR_IRQ_MASK_TAPS_MASK			0xffffffffu
#define WEIR_IRQ_MASK_TAPS_SHIFT		0
#define WEIR_IRQ_MASK_SET			0x00404u
#define WEIR_IRQ_MASK_SET_TAPS_MASK		0xffffffffu
#define WEIR_IRQ_MASK_SET_TAPS_SHIFT		0
#define WEIR_IRQ_MASK_CLR			0x00408u
#define WEIR_IRQ_MASK_CLR_TAPS_MASK		0xffffffffu
#define WEIR_IRQ_MASK_CLR_TAPS_SHIFT		0
#define WEIR_IRQ_BLOCK				0x0040cu
#define WEIR_IRQ_BLOCK_TAPS_MASK		0x7fffffffu
#define WEIR_IRQ_BLOCK_TAPS_SHIFT		0
#define WEIR_IRQ_ERROR				0x00410u
#define WEIR_IRQ_ERROR_TAPS_MASK		0x7fffffffu
#define WEIR_IRQ_ERROR_TAPS_SHIFT		0
#define WEIR_IRQ_CARD				0x00414u
#define WEIR_IRQ_CARD_GATE_MASK			0x00000001u
#define WEIR_IRQ_CARD_GATE_SHIFT		0
#define WEIR_IRQ_CARD_RESET_DONE_MASK		0x00000002u
#define WEIR_IRQ_CARD_RESET_DONE_SHIFT		1
#define WEIR_IRQ_CARD_PORT_MASK			0x00000004u
#define WEIR_IRQ_CARD_PORT_SHIFT		2

/* FILTER: Filter */
#define WEIR_FILTER_UOP_0			0x00500u
#define WEIR_FILTER_UOP_0_BITS_MASK		0xffffffffu
#define WEIR_FILTER_UOP_0_BITS_SHIFT		0
#define WEIR_FILTER_UOP_1			0x00504u
#define WEIR_FILTER_UOP_1_BITS_MASK		0xffffffffu
#define WEIR_FILTER_UOP_1_BITS_SHIFT		0
#define WEIR_FILTER_UOP_2			0x00508u
#define WEIR_FILTER_UOP_2_BITS_MASK		0xffffffffu
#define WEIR_FILTER_UOP_2_BITS_SHIFT		0
#define WEIR_FILTER_UOP_3			0x0050cu
#define WEIR_FILTER_UOP_3_BITS_MASK		0x00000fffu
#define WEIR_FILTER_UOP_3_BITS_SHIFT		0
#define WEIR_FILTER_STORE			0x00510u
#define WEIR_FILTER_STORE_PLACE_MASK		0x000003ffu
#define WEIR_FILTER_STORE_PLACE_SHIFT		0
#define WEIR_FILTER_SNAP			0x00514u
#define WEIR_FILTER_SNAP_BYTES_MASK		0x0000ffffu
#define WEIR_FILTER_SNAP_BYTES_SHIFT		0
#define WEIR_FILTER_PROGRAM			0x00518u
#define WEIR_FILTER_PROGRAM_INDEX_MASK		0x0000000fu
#define WEIR_FILTER_PROGRAM_INDEX_SHIFT		0
#define WEIR_FILTER_PROGRAM_SLOTS_MASK		0x00003f00u
#define WEIR_FILTER_PROGRAM_SLOTS_SHIFT		8
#define WEIR_FILTER_PROGRAM_WIRE_MASK		0x00008000u
#define WEIR_FILTER_PROGRAM_WIRE_SHIFT		15
#define WEIR_FILTER_PROGRAM_START_MASK		0x03ff0000u
#define WEIR_FILTER_PROGRAM_START_SHIFT		16
#define WEIR_FILTER_SWAPPING			0x0051cu
#define WEIR_FILTER_SWAPPING_TAPS_MASK		0xffffffffu
#define WEIR_FILTER_SWAPPING_TAPS_SHIFT		0

/* ADDR: Address table */
#define WEIR_ADDR_COUNT				32u
#define WEIR_ADDR_STRIDE			0x10u
#define WEIR_ADDR_LO(n)				(0x00800u + 0x10u * (n))
#define WEIR_ADDR_LO_BYTES_MASK			0xffffffffu
#define WEIR_ADDR_LO_BYTES_SHIFT		0
#define WEIR_ADDR_HI(n)				(0x00804u + 0x10u * (n))
#define WEIR_ADDR_HI_BYTES_MASK			0x0000ffffu
#define WEIR_ADDR_HI_BYTES_SHIFT		0
#define WEIR_ADDR_TAPS(n)			(0x00808u + 0x10u * (n))
#define WEIR_ADDR_TAPS_TAPS_MASK		0x0000ffffu
#define WEIR_ADDR_TAPS_TAPS_SHIFT		0

/* PORT_COUNTERS: Port counters */
#define WEIR_PORT_COUNTERS_RX_FRAMES		0x01000u
#define WEIR_PORT_COUNTERS_RX_BYTES		0x01008u
#define WEIR_PORT_COUNTERS_ERR_BAD		0x01010u
#define WEIR_PORT_COUNTERS_ERR_RUNT		0x01018u
#define WEIR_PORT_COUNTERS_ERR_LONG		0x01020u
#define WEIR_PORT_COUNTERS_OVERFLOW		0x01028u
#define WEIR_PORT_COUNTERS_UNMATCHED		0x01030u
#define WEIR_PORT_COUNTERS_MATCHED		0x01038u
#define WEIR_PORT_COUNTERS_IN_FLIGHT		0x01040u
#define WEIR_PORT_COUNTERS_GATE_REFUSED		0x01048u
#define WEIR_PORT_COUNTERS_CFG_REFUSED		0x01050u

/* TAP: Tap */
#define WEIR_TAP_COUNT				16u
#define WEIR_TAP_STRIDE				0x100u
#define WEIR_TAP_COMMAND(t)			(0x08000u + 0x100u * (t))
#define WEIR_TAP_COMMAND_START_MASK		0x00000001u
#define WEIR_TAP_COMMAND_START_SHIFT		0
#define WEIR_TAP_COMMAND_STOP_MASK		0x00000002u
#define WEIR_TAP_COMMAND_STOP_SHIFT		1
#define WEIR_TAP_COMMAND_DOORBELL_MASK		0x00000004u
#define WEIR_TAP_COMMAND_DOORBELL_SHIFT		2
#define WEIR_TAP_COMMAND_CLEAR_LOSING_MASK	0x00000008u
#define WEIR_TAP_COMMAND_CLEAR_LOSING_SHIFT	3
#define WEIR_TAP_COMMAND_FLUSH_MASK		0x00000010u
#define WEIR_TAP_COMMAND_FLUSH_SHIFT		4
#define WEIR_TAP_STATE(t)			(0x08004u + 0x100u * (t))
#define WEIR_TAP_STATE_STATE_MASK		0x00000007u
#define WEIR_TAP_STATE_STATE_SHIFT		0
#define WEIR_TAP_STATE_ERROR_MASK		0x00000700u
#define WEIR_TAP_STATE_ERROR_SHIFT		8
#define WEIR_TAP_RING_LO(t)			(0x08010u + 0x100u * (t))
#define WEIR_TAP_RING_LO_ADDR_MASK		0xfffff000u
#define WEIR_TAP_RING_LO_ADDR_SHIFT		12
#define WEIR_TAP_RING_HI(t)			(0x08014u + 0x100u * (t))
#define WEIR_TAP_RING_HI_ADDR_MASK		0xffffffffu
#define WEIR_TAP_RING_HI_ADDR_SHIFT		0
#define WEIR_TAP_BLOCK_NR(t)			(0x08018u + 0x100u * (t))
#define WEIR_TAP_BLOCK_NR_COUNT_MASK		0x0000ffffu
#define WEIR_TAP_BLOCK_NR_COUNT_SHIFT		0
#define WEIR_TAP_BLOCK_SIZE(t)			(0x0801cu + 0x100u * (t))
#define WEIR_TAP_BLOCK_SIZE_PAGES_MASK		0x000007ffu
#define WEIR_TAP_BLOCK_SIZE_PAGES_SHIFT		0
#define WEIR_TAP_PRIV(t)			(0x08020u + 0x100u * (t))
#define WEIR_TAP_PRIV_BYTES_MASK		0x003fffffu
#define WEIR_TAP_PRIV_BYTES_SHIFT		0
#define WEIR_TAP_OFFSET(t)			(0x08024u + 0x100u * (t))
#define WEIR_TAP_OFFSET_MAC_MASK		0x0000ffffu
#define WEIR_TAP_OFFSET_MAC_SHIFT		0
#define WEIR_TAP_OFFSET_NET_MASK		0xffff0000u
#define WEIR_TAP_OFFSET_NET_SHIFT		16
#define WEIR_TAP_SNAPLEN(t)			(0x08028u + 0x100u * (t))
#define WEIR_TAP_SNAPLEN_BYTES_MASK		0x0003ffffu
#define WEIR_TAP_SNAPLEN_BYTES_SHIFT		0
#define WEIR_TAP_RETIRE(t)			(0x0802cu + 0x100u * (t))
#define WEIR_TAP_RETIRE_US_MASK			0xffffffffu
#define WEIR_TAP_RETIRE_US_SHIFT		0
#define WEIR_TAP_FIRST_BLOCK(t)			(0x08030u + 0x100u * (t))
#define WEIR_TAP_FIRST_BLOCK_INDEX_MASK		0x0000ffffu
#define WEIR_TAP_FIRST_BLOCK_INDEX_SHIFT	0
#define WEIR_TAP_SEQ_LO(t)			(0x08034u + 0x100u * (t))
#define WEIR_TAP_SEQ_LO_SEQ_MASK		0xffffffffu
#define WEIR_TAP_SEQ_LO_SEQ_SHIFT		0
#define WEIR_TAP_SEQ_HI(t)			(0x08038u + 0x100u * (t))
#define WEIR_TAP_SEQ_HI_SEQ_MASK		0xffffffffu
#define WEIR_TAP_SEQ_HI_SEQ_SHIFT		0
#define WEIR_TAP_TIME_NS(t)			(0x0803cu + 0x100u * (t))
#define WEIR_TAP_TIME_NS_NS_MASK		0x3fffffffu
#define WEIR_TAP_TIME_NS_NS_SHIFT		0
#define WEIR_TAP_TIME_SEC(t)			(0x08040u + 0x100u * (t))
#define WEIR_TAP_TIME_SEC_SEC_MASK		0xffffffffu
#define WEIR_TAP_TIME_SEC_SEC_SHIFT		0
#define WEIR_TAP_STATUS_BITS(t)			(0x08044u + 0x100u * (t))
#define WEIR_TAP_STATUS_BITS_BITS_MASK		0xffffffffu
#define WEIR_TAP_STATUS_BITS_BITS_SHIFT		0
#define WEIR_TAP_IFINDEX(t)			(0x08048u + 0x100u * (t))
#define WEIR_TAP_IFINDEX_INDEX_MASK		0xffffffffu
#define WEIR_TAP_IFINDEX_INDEX_SHIFT		0
#define WEIR_TAP_HATYPE(t)			(0x0804cu + 0x100u * (t))
#define WEIR_TAP_HATYPE_TYPE_MASK		0x0000ffffu
#define WEIR_TAP_HATYPE_TYPE_SHIFT		0
#define WEIR_TAP_MATCH(t)			(0x08050u + 0x100u * (t))
#define WEIR_TAP_MATCH_PROTOCOL_MASK		0x0000ffffu
#define WEIR_TAP_MATCH_PROTOCOL_SHIFT		0
#define WEIR_TAP_MATCH_VLAN_OTHERHOST_MASK	0x00010000u
#define WEIR_TAP_MATCH_VLAN_OTHERHOST_SHIFT	16
#define WEIR_TAP_MATCH_RXHASH_MASK		0x00020000u
#define WEIR_TAP_MATCH_RXHASH_SHIFT		17
#define WEIR_TAP_MATCH_VLAN_HIDE_MASK		0x00040000u
#define WEIR_TAP_MATCH_VLAN_HIDE_SHIFT		18
#define WEIR_TAP_MATCH_FORMAT_MASK		0x00f00000u
#define WEIR_TAP_MATCH_FORMAT_SHIFT		20
#define WEIR_TAP_MATCH_COOKED_MASK		0x01000000u
#define WEIR_TAP_MATCH_COOKED_SHIFT		24
#define WEIR_TAP_ACCEPT(t)			(0x08054u + 0x100u * (t))
#define WEIR_TAP_ACCEPT_PROMISC_MASK		0x00000001u
#define WEIR_TAP_ACCEPT_PROMISC_SHIFT		0
#define WEIR_TAP_ACCEPT_ALLMULTI_MASK		0x00000002u
#define WEIR_TAP_ACCEPT_ALLMULTI_SHIFT		1
#define WEIR_TAP_ACCEPT_TYPES_MASK		0x00001f00u
#define WEIR_TAP_ACCEPT_TYPES_SHIFT		8
#define WEIR_TAP_BACKLOG(t)			(0x08058u + 0x100u * (t))
#define WEIR_TAP_BACKLOG_BYTES_MASK		0xffffffffu
#define WEIR_TAP_BACKLOG_BYTES_SHIFT		0
#define WEIR_TAP_IRQ(t)				(0x0805cu + 0x100u * (t))
#define WEIR_TAP_IRQ_INTERVAL_US_MASK		0x0000ffffu
#define WEIR_TAP_IRQ_INTERVAL_US_SHIFT		0
#define WEIR_TAP_IRQ_VECTOR_MASK		0x00ff0000u
#define WEIR_TAP_IRQ_VECTOR_SHIFT		16
#define WEIR_TAP_IRQ_ONESHOT_MASK		0x01000000u
#define WEIR_TAP_IRQ_ONESHOT_SHIFT		24
#define WEIR_TAP_GENERATION(t)			(0x08060u + 0x100u * (t))
#define WEIR_TAP_GENERATION_GENERATION_MASK	0xffffffffu
#define WEIR_TAP_GENERATION_GENERATION_SHIFT	0
#define WEIR_TAP_PORTS(t)			(0x0806cu + 0x100u * (t))
#define WEIR_TAP_PORTS_PORTS_MASK		0x0000ffffu
#define WEIR_TAP_PORTS_PORTS_SHIFT		0
#define WEIR_TAP_FANOUT(t)			(0x08070u + 0x100u * (t))
#define WEIR_TAP_FANOUT_GROUP_MASK		0x0000ffffu
#define WEIR_TAP_FANOUT_GROUP_SHIFT		0
#define WEIR_TAP_FANOUT_MEMBER_MASK		0xffff0000u
#define WEIR_TAP_FANOUT_MEMBER_SHIFT		16
#define WEIR_TAP_PRIORITY(t)			(0x08074u + 0x100u * (t))
#define WEIR_TAP_PRIORITY_BYTES_MASK		0xffffffffu
#define WEIR_TAP_PRIORITY_BYTES_SHIFT		0
#define WEIR_TAP_FILTER(t)			(0x08078u + 0x100u * (t))
#define WEIR_TAP_FILTER_PROGRAM_MASK		0x0000000fu
#define WEIR_TAP_FILTER_PROGRAM_SHIFT		0
#define WEIR_TAP_FILTER_ENABLE_MASK		0x00000100u
#define WEIR_TAP_FILTER_ENABLE_SHIFT		8

/* TAP_COUNTERS: Tap counters */
#define WEIR_TAP_COUNTERS_COUNT			16u
#define WEIR_TAP_COUNTERS_STRIDE		0x100u
#define WEIR_TAP_COUNTERS_MATCHED(t)		(0x0c000u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_DELIVERED(t)		(0x0c008u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_FILTERED(t)		(0x0c010u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_DROP_NO_BLOCK(t)	(0x0c018u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_DROP_BACKLOG(t)	(0x0c020u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_DROP_DMA(t)		(0x0c028u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_DROP_RESET(t)		(0x0c030u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_DROP_STOPPED(t)	(0x0c038u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_PENDING(t)		(0x0c040u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_BLOCKS(t)		(0x0c048u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_BLOCKS_TMO(t)		(0x0c050u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_FREEZES(t)		(0x0c058u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_CLAMPED(t)		(0x0c060u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_DMA_ERRORS(t)		(0x0c068u + 0x100u * (t))
#define WEIR_TAP_COUNTERS_UNSURE(t)		(0x0c070u + 0x100u * (t))

/* Port counters: As of the last snapshot, 64 bits each: low word, high word. */
#define WEIR_PORT_COUNTER_NUM			11u
#define WEIR_PORT_COUNTERS(X) \
	X(0, rx_frames, 0, "ingress, at the frame's end", \
	  "Frames that the MAC delivered while CONTROL.RX_ENABLE was set.") \
	X(1, rx_bytes, 0, "ingress, at the frame's end", \
	  "Bytes of those frames, without FCS, the VLAN tag included.") \
	X(2, err_bad, 0, "ingress, at the frame's end", \
	  "Frames that the MAC flagged bad at their end, whatever their length: FCS or " \
	  "coding errors.") \
	X(3, err_runt, 0, "ingress, at the frame's end", \
	  "Frames below ID.LIMITS.MIN, not flagged bad: less than an Ethernet header.") \
	X(4, err_long, 0, "ingress, at the frame's end", \
	  "Frames above ID.LIMITS.MAX, not flagged bad.") \
	X(5, overflow, 0, "commit to the frame buffer", \
	  "Good frames dropped whole because the frame buffer or its queue was full, or " \
	  "because frames came closer together than Ethernet allows.") \
	X(6, unmatched, 0, "commit to the frame buffer", \
	  "Good frames that no running tap wanted, by protocol, packet type or address.") \
	X(7, matched, 0, "commit to the frame buffer", \
	  "Good frames that at least one running tap wanted, also when every copy was then " \
	  "shed.") \
	X(8, in_flight, 1, "between ingress and commit", \
	  "Frames counted in rx_frames whose fate is open.") \
	X(9, gate_refused, 0, "DMA gate", \
	  "Accesses that the gate swallowed. Not 0: a fault inside the card.") \
	X(10, cfg_refused, 0, "registers", \
	  "Writes refused: the register was locked, or less than a word of a table was " \
	  "written.")

/* Tap counters: As of the last snapshot, 64 bits each: low word, high word. */
#define WEIR_TAP_COUNTER_NUM			15u
#define WEIR_TAP_COUNTERS(X) \
	X(0, matched, 0, "commit to the frame buffer", \
	  "Frames that this tap wanted; each has one fate below.") \
	X(1, delivered, 0, "answer to the write of block_status", \
	  "Frames in blocks whose status write was answered OKAY: the application owns " \
	  "them.") \
	X(2, filtered, 0, "filter", \
	  "Frames that the tap's filter rejected; 0 without CAPS.FILTER.") \
	X(3, drop_no_block, 0, "block writer", \
	  "Frames dropped because the application held the next block.") \
	X(4, drop_backlog, 0, "commit to the frame buffer", \
	  "Frames shed because DMA did not keep up: the frame buffer was filled above " \
	  "BACKLOG.") \
	X(5, drop_dma, 0, "block writer, close", \
	  "Frames lost to a DMA error: of unfinished blocks, or waiting when the tap " \
	  "faulted.") \
	X(6, drop_reset, 0, "block writer", \
	  "Frames that waited in the card, or in blocks not handed over, when a soft reset " \
	  "came.") \
	X(7, drop_stopped, 0, "block writer", \
	  "Frames that waited in the card when the tap was stopped.") \
	X(8, pending, 1, "between commit and hand-over", \
	  "Frames matched whose fate is open: in the card, or in a block not handed over.") \
	X(9, blocks, 0, "answer to the write of block_status", \
	  "Blocks handed over.") \
	X(10, blocks_tmo, 0, "block writer", \
	  "Blocks retired by the retire time, TP_STATUS_BLK_TMO.") \
	X(11, freezes, 0, "block writer", \
	  "Times that the ring froze: the application held the next block " \
	  "(tp_freeze_q_cnt).") \
	X(12, clamped, 0, "block writer", \
	  "Frames cut because the block could not hold them.") \
	X(13, dma_errors, 0, "DMA", \
	  "Error responses to this tap's reads and writes.") \
	X(14, unsure, 0, "filter", \
	  "Frames that the tap gets though its filter came to no verdict: turns used up, or " \
	  "a byte behind the window. Always 0 with an exact program.")

/* Host memory: Block descriptor */
#define WEIR_HOST_BLOCK_DESC_SIZE		8u
#define WEIR_HOST_BLOCK_DESC_WORD		0u
#define WEIR_HOST_BLOCK_DESC_WORD_PAGES_MASK	0x00000000000007ffull
#define WEIR_HOST_BLOCK_DESC_WORD_PAGES_SHIFT	0
#define WEIR_HOST_BLOCK_DESC_WORD_VALID_MASK	0x0000000000000800ull
#define WEIR_HOST_BLOCK_DESC_WORD_VALID_SHIFT	11
#define WEIR_HOST_BLOCK_DESC_WORD_PAGE_MASK	0xfffffffffffff000ull
#define WEIR_HOST_BLOCK_DESC_WORD_PAGE_SHIFT	12

/* Host memory: Completion record */
#define WEIR_HOST_COMPLETION_SIZE		32u
#define WEIR_HOST_COMPLETION_SEQ_LO		0u
#define WEIR_HOST_COMPLETION_SEQ_LO_SEQ_MASK	0xffffffffu
#define WEIR_HOST_COMPLETION_SEQ_LO_SEQ_SHIFT	0
#define WEIR_HOST_COMPLETION_SEQ_HI		4u
#define WEIR_HOST_COMPLETION_SEQ_HI_SEQ_MASK	0xffffffffu
#define WEIR_HOST_COMPLETION_SEQ_HI_SEQ_SHIFT	0
#define WEIR_HOST_COMPLETION_HEAD		8u
#define WEIR_HOST_COMPLETION_HEAD_INDEX_MASK	0x0000ffffu
#define WEIR_HOST_COMPLETION_HEAD_INDEX_SHIFT	0
#define WEIR_HOST_COMPLETION_GENERATION		12u
#define WEIR_HOST_COMPLETION_GENERATION_GENERATION_MASK	0xffffffffu
#define WEIR_HOST_COMPLETION_GENERATION_GENERATION_SHIFT	0
#define WEIR_HOST_COMPLETION_BLOCKS		16u
#define WEIR_HOST_COMPLETION_BLOCKS_COUNT_MASK	0xffffffffu
#define WEIR_HOST_COMPLETION_BLOCKS_COUNT_SHIFT	0
#define WEIR_HOST_COMPLETION_FRAMES		20u
#define WEIR_HOST_COMPLETION_FRAMES_COUNT_MASK	0xffffffffu
#define WEIR_HOST_COMPLETION_FRAMES_COUNT_SHIFT	0
#define WEIR_HOST_COMPLETION_GEN_SEQ		24u
#define WEIR_HOST_COMPLETION_GEN_SEQ_SEQ_MASK	0xffffffffu
#define WEIR_HOST_COMPLETION_GEN_SEQ_SEQ_SHIFT	0

#endif /* WEIR_REGS_H */
