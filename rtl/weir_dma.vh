// SPDX-License-Identifier: BSD-3-Clause
// What passes between the block writer, the retire machine, the gate and the counters.
`ifndef WEIR_DMA_VH
`define WEIR_DMA_VH

// Kinds of DMA commands: upper bits of a tag, the tap in the lower ones
`define TAG_PKT    3'd0    // packet, or patch of the last packet's tp_next_offset
`define TAG_HDR    3'd1    // block header
`define TAG_STATUS 3'd2    // block_status, closes the slot
`define TAG_COMPL  3'd3    // completion record
`define TAG_CLOSE  3'd4    // closes the slot, no data
`define TAG_MARK   3'd5    // nothing: its answer says that all before it is answered

// A closed block
`define CL_W      175
`define CL_SEQ_LO 31:0
`define CL_SEQ_HI 63:32
`define CL_NEXT   79:64    // index of the block after it
`define CL_PKTS   95:80
`define CL_FLAGS  103:96   // block_status
`define CL_SLOT   106:104
`define CL_TAP    110:107  // bits above a smaller TW are 0
`define CL_GEN    142:111  // generation of the filter that judged its frames
`define CL_FIRST  174:143  // lower half of the sequence number of that generation's first block

// A counter event: row = tap, or `EV_PORT; gauge: what the increment does to pending or in_flight
`define EV_W      28
`define EV_ROW    4:0
`define EV_COL    9:5
`define EV_INC    25:10
`define EV_GAUGE  27:26
`define EV_PORT   5'd16
`define EV_NONE   2'd0
`define EV_ADD    2'd1
`define EV_SUB    2'd2

`endif
