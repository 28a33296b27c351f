// SPDX-License-Identifier: BSD-3-Clause
// What passes between the parts of the block writer.
`ifndef WEIR_WRITER_VH
`define WEIR_WRITER_VH

// A job: one copy of a frame for one tap
`define JOB_W     286
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
`define JOB_GEN   285      // generation bit of the filter that judged the frame

// An operation: what weir_stream writes into a block
`define OP_W      636
`define OP_HDR    543:0    // header bytes, from the operation's first byte on
`define OP_OFF    562:544  // where in the block, in 8 bytes
`define OP_TOTAL  585:563  // bytes in all, zeros where nothing else is
`define OP_MAC    601:586  // where in the operation the frame begins
`define OP_SNAP   619:602  // bytes of the frame
`define OP_REL    629:620  // words of the frame buffer to give back
`define OP_KIND   632:630  // `TAG_*
`define OP_SLOT   635:633  // the tap's, of the block
// How it is put together
`define OP_PACKET 3'd0
`define OP_NONE   3'd1     // only gives the words back
`define OP_PATCH  3'd2     // tp_next_offset of the last packet: 0
`define OP_BLOCK  3'd3     // block header
`define OP_MARK   3'd4     // nothing; its answer comes behind all before

// What the tap control asks the block control
`define REQ_INIT    2'd0   // begin with FIRST_BLOCK and FIRST_SEQ, nothing open
`define REQ_CLOSE   2'd1   // retire the open block
`define REQ_DISCARD 2'd2   // forget the open block, count its frames by `cause`

`endif
