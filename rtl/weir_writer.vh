// SPDX-License-Identifier: BSD-3-Clause
// What passes between the parts of the block writer.
`ifndef WEIR_WRITER_VH
`define WEIR_WRITER_VH

// A job: one copy of a frame for one tap
`define JOB_W     285
`define JOB_START 15:0     // first word in the frame buffer
`define JOB_LEN   31:16    // tp_len
`define JOB_TCI   47:32
`define JOB_TPID  63:48
`define JOB_PROTO 79:64
`define JOB_SADDR 127:80
`define JOB_HASH  159:128
`define JOB_SEC   191:160  // tap's time
`define JOB_NS    221:192
`define JOB_SNAP  239:222  // tp_snaplen
`define JOB_TOTAL 262:240  // bytes the packet takes in the block
`define JOB_WORDS 272:263  // words of the frame buffer to give back
`define JOB_TAP   277:273
`define JOB_PTYPE 280:278
`define JOB_VLAN  281
`define JOB_CUT   282      // cut because no block could hold it
`define JOB_LAST  283      // the frame's last job
`define JOB_NONE  284      // no tap: only give the words back

// What the tap control asks the block control
`define REQ_INIT    2'd0   // begin with FIRST_BLOCK and FIRST_SEQ, nothing open
`define REQ_CLOSE   2'd1   // retire the open block
`define REQ_DISCARD 2'd2   // forget the open block, count its frames by `cause`

`endif
