/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * reg_table.h - every register of the card, for the register test
 *
 * Generated from regs/weir.rdl by `make regs`; not edited by hand.
 *
 * WEIR_REG_TABLE(X):
 *   X(name, addr, count, stride, reset, known, readable, writable, w1c, pulse, flags)
 *   count, stride   elements (taps, entries), and bytes from one to the next; 1 and 0 if single
 *   reset, known    the value after reset, and the bits of it that depend neither on the build nor
 *                   on the moment; unimplemented bits are known: 0
 *   readable        bits that can read other than 0
 *   writable        bits that a write reaches; those also readable and not w1c hold what is written
 *   w1c             bits that hardware sets and writing 1 clears
 *   pulse           bits that do something when written 1, and read 0
 * The masks are of the low word; counters (WEIR_ROW_COUNTER) are two words, both all readable.
 */
#ifndef WEIR_REG_TABLE_H
#define WEIR_REG_TABLE_H

#define WEIR_ROW_EXTERNAL	0x1u	/* in RAM behind a window; takes whole words only */
#define WEIR_ROW_CARD_LOCK	0x2u	/* locked while any tap is not DISABLED */
#define WEIR_ROW_TAP_LOCK	0x4u	/* locked while its own tap is not DISABLED */
#define WEIR_ROW_COUNTER	0x8u	/* 64 bits */

#define WEIR_REG_TABLE(X) \
	X(ID_MAGIC, 0x00000u, 1u, 0u, \
	  0x57454952u, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_ABI, 0x00004u, 1u, 0u, \
	  0x00010000u, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_VERSION, 0x00008u, 1u, 0u, \
	  0x00010000u, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_CAPS, 0x0000cu, 1u, 0u, \
	  0x00000000u, 0xffffff00u, 0x000000ffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_BUS, 0x00010u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_TAPS, 0x00014u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_BUFFER, 0x00018u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_QUEUE, 0x0001cu, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_CLK_HZ, 0x00020u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_ADDRS, 0x00024u, 1u, 0u, \
	  0x00000000u, 0xffff0000u, 0x0000ffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_LANES, 0x00028u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_WINDOW, 0x0002cu, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_LIMITS, 0x00030u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ID_PORTS, 0x00034u, 1u, 0u, \
	  0x00000000u, 0xffff0000u, 0x0000ffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CTRL_CONTROL, 0x00100u, 1u, 0u, \
	  0x00000002u, 0xffffffffu, 0x00000003u, 0x00000003u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CTRL_COMMAND, 0x00104u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x00000000u, 0x00000003u, 0x00000000u, 0x00000003u, \
	  0u) \
	X(CTRL_STATUS, 0x00108u, 1u, 0u, \
	  0x00000000u, 0xfffffff8u, 0x00000007u, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CTRL_DMA, 0x0010cu, 1u, 0u, \
	  0x00000201u, 0xffffffffu, 0x0000ff03u, 0x0000ff03u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_CARD_LOCK) \
	X(CTRL_REFUSED, 0x00110u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x8003ffffu, 0x80000000u, 0x80000000u, 0x00000000u, \
	  0u) \
	X(CTRL_SCRATCH, 0x00114u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CTRL_COMPL_LO, 0x00118u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xfffff000u, 0xfffff000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_CARD_LOCK) \
	X(CTRL_COMPL_HI, 0x0011cu, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_CARD_LOCK) \
	X(CTRL_ACTIVE, 0x00120u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_COMMAND, 0x00200u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x00000000u, 0x00000007u, 0x00000000u, 0x00000007u, \
	  0u) \
	X(CLOCK_NOW_NS, 0x00204u, 1u, 0u, \
	  0x00000000u, 0xc0000000u, 0x3fffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_NOW_SEC, 0x00208u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_NOW_SEC_HI, 0x0020cu, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_SET_NS, 0x00210u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x3fffffffu, 0x3fffffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_SET_SEC, 0x00214u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_SET_SEC_HI, 0x00218u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_ADJUST, 0x0021cu, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_INC_NS, 0x00220u, 1u, 0u, \
	  0x00000000u, 0xffffff00u, 0x000000ffu, 0x000000ffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_INC_FRAC, 0x00224u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_UTC_OFFSET, 0x00228u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_PPS_NS, 0x0022cu, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x3fffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_PPS_SEC, 0x00230u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_CROSS_NS, 0x00234u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x3fffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(CLOCK_CROSS_SEC, 0x00238u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(PORT_MAC_LO, 0x00300u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(PORT_MAC_HI, 0x00304u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(PORT_STATUS, 0x00308u, 1u, 0u, \
	  0x00000000u, 0x000000fcu, 0xffffff03u, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(PORT_CONTROL, 0x0030cu, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x00000007u, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(PORT_MAX_LEN, 0x00310u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(IRQ_MASK, 0x00400u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(IRQ_MASK_SET, 0x00404u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x00000000u, 0xffffffffu, 0x00000000u, 0xffffffffu, \
	  0u) \
	X(IRQ_MASK_CLR, 0x00408u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x00000000u, 0xffffffffu, 0x00000000u, 0xffffffffu, \
	  0u) \
	X(IRQ_BLOCK, 0x0040cu, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x7fffffffu, 0x7fffffffu, 0x7fffffffu, 0x00000000u, \
	  0u) \
	X(IRQ_ERROR, 0x00410u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x7fffffffu, 0x7fffffffu, 0x7fffffffu, 0x00000000u, \
	  0u) \
	X(IRQ_CARD, 0x00414u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x00000007u, 0x00000007u, 0x00000007u, 0x00000000u, \
	  0u) \
	X(FILTER_UOP_0, 0x00500u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(FILTER_UOP_1, 0x00504u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(FILTER_UOP_2, 0x00508u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(FILTER_UOP_3, 0x0050cu, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x00000fffu, 0x00000fffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(FILTER_STORE, 0x00510u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x000003ffu, 0x000003ffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(FILTER_SNAP, 0x00514u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(FILTER_PROGRAM, 0x00518u, 1u, 0u, \
	  0x00000000u, 0xffffffffu, 0x03ffbf0fu, 0x03ffbf0fu, 0x00000000u, 0x00000000u, \
	  0u) \
	X(FILTER_SWAPPING, 0x0051cu, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  0u) \
	X(ADDR_LO, 0x00800u, 32u, 0x10u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(ADDR_HI, 0x00804u, 32u, 0x10u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(ADDR_TAPS, 0x00808u, 32u, 0x10u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(PORT_COUNTERS_RX_FRAMES, 0x01000u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_RX_BYTES, 0x01008u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_ERR_BAD, 0x01010u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_ERR_RUNT, 0x01018u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_ERR_LONG, 0x01020u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_OVERFLOW, 0x01028u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_UNMATCHED, 0x01030u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_MATCHED, 0x01038u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_IN_FLIGHT, 0x01040u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_GATE_REFUSED, 0x01048u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(PORT_COUNTERS_CFG_REFUSED, 0x01050u, 1u, 0u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COMMAND, 0x08000u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x00000000u, 0x0000001fu, 0x00000000u, 0x0000001fu, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_STATE, 0x08004u, 16u, 0x100u, \
	  0x00000000u, 0xfffff8f8u, 0x00000707u, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_RING_LO, 0x08010u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xfffff000u, 0xfffff000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_RING_HI, 0x08014u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_BLOCK_NR, 0x08018u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_BLOCK_SIZE, 0x0801cu, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x000007ffu, 0x000007ffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_PRIV, 0x08020u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x003fffffu, 0x003fffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_OFFSET, 0x08024u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_SNAPLEN, 0x08028u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x0003ffffu, 0x0003ffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_RETIRE, 0x0802cu, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_FIRST_BLOCK, 0x08030u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_SEQ_LO, 0x08034u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_SEQ_HI, 0x08038u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_TIME_NS, 0x0803cu, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x3fffffffu, 0x3fffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_TIME_SEC, 0x08040u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_STATUS_BITS, 0x08044u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_IFINDEX, 0x08048u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_HATYPE, 0x0804cu, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_MATCH, 0x08050u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x01f7ffffu, 0x01f7ffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_ACCEPT, 0x08054u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x00001f03u, 0x00001f03u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_BACKLOG, 0x08058u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_IRQ, 0x0805cu, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x01ffffffu, 0x01ffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_GENERATION, 0x08060u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_PORTS, 0x0806cu, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x0000ffffu, 0x0000ffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_FANOUT, 0x08070u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_TAP_LOCK) \
	X(TAP_PRIORITY, 0x08074u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0xffffffffu, 0xffffffffu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_FILTER, 0x08078u, 16u, 0x100u, \
	  0x00000000u, 0xffffffffu, 0x0000010fu, 0x0000010fu, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL) \
	X(TAP_COUNTERS_MATCHED, 0x0c000u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_DELIVERED, 0x0c008u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_FILTERED, 0x0c010u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_DROP_NO_BLOCK, 0x0c018u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_DROP_BACKLOG, 0x0c020u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_DROP_DMA, 0x0c028u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_DROP_RESET, 0x0c030u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_DROP_STOPPED, 0x0c038u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_PENDING, 0x0c040u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_BLOCKS, 0x0c048u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_BLOCKS_TMO, 0x0c050u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_FREEZES, 0x0c058u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_CLAMPED, 0x0c060u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_DMA_ERRORS, 0x0c068u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER) \
	X(TAP_COUNTERS_UNSURE, 0x0c070u, 16u, 0x100u, \
	  0x00000000u, 0x00000000u, 0xffffffffu, 0x00000000u, 0x00000000u, 0x00000000u, \
	  WEIR_ROW_EXTERNAL | WEIR_ROW_COUNTER)

#endif /* WEIR_REG_TABLE_H */
