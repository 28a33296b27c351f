// SPDX-License-Identifier: BSD-3-Clause
// The frame record: what the card knows of a frame besides its bytes. Bit ranges of a `FR_W-bit vector.
`ifndef WEIR_FRAME_VH
`define WEIR_FRAME_VH

`define FR_W     242
`define FR_START 15:0      // first word in the frame buffer, zero above FB_AW bits
`define FR_LEN   31:16     // bytes stored: without FCS, without the lifted tag
`define FR_SEC   63:32     // card clock at the frame's first beat
`define FR_NS    93:64     // 0 to 999,999,999
`define FR_TCI   109:94    // of the lifted tag, host order; 0 when none was lifted
`define FR_TPID  125:110   // 0x8100 or 0x88a8; 0 when none was lifted
`define FR_PROTO 141:126   // host order, after the lifted tag, by the rules of eth_type_trans
`define FR_SADDR 189:142   // source address, first byte on the wire in the low bits
`define FR_HASH  221:190   // symmetric flow hash, never 0
`define FR_TAPS  237:222   // taps that get a copy, never 0
`define FR_PTYPE 240:238   // PACKET_* of linux/if_packet.h, by the destination address alone
`define FR_VLAN  241:241   // a tag was lifted

// A write to the filter lanes: a micro-operation, a program
`define LC_W 157          // {store, place, micro-operation, program, number, start, slots, snap, wire}

// PTYPE
`define PT_HOST      3'd0
`define PT_BROADCAST 3'd1
`define PT_MULTICAST 3'd2
`define PT_OTHERHOST 3'd3
`define PT_OUTGOING  3'd4

// ev_rx_err of weir_rx
`define ERR_NONE 2'd0
`define ERR_BAD  2'd1
`define ERR_RUNT 2'd2
`define ERR_LONG 2'd3

// ev_fate of weir_rx
`define FATE_OVERFLOW  2'd1
`define FATE_UNMATCHED 2'd2
`define FATE_MATCHED   2'd3

`endif
