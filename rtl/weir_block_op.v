// SPDX-License-Identifier: BSD-3-Clause
// Puts operations for weir_stream together: what weir_block_ctl would write in its state, in registers that
// keep still while an operation waits (no `load`).
//
// Throughput: an operation a cycle. Latency: a cycle. Backpressure: `load`. Proven: nothing; see weir_block_ctl.
`default_nettype none
`include "weir_dma.vh"
`include "weir_writer.vh"

module weir_block_op #(
    parameter TW = 4
) (
    input  wire               clk,
    input  wire               cfg_we,
    input  wire [TW-1:0]      cfg_tap,
    input  wire [5:0]         cfg_reg,
    input  wire [31:0]        cfg_wdata,

    input  wire               load,
    input  wire [2:0]         what,        // `OP_PACKET, ...
    // by registers of their own: what is `OP_BLOCK; it is `OP_PACKET and the job not for nobody
    input  wire               block,
    input  wire               copy,
    input  wire [TW-1:0]      tap,
    input  wire [`JOB_W-1:0]  job,
    // The tap's block: next packet, last packet and first packet in 8 bytes, header fields
    input  wire [2:0]         slot,
    input  wire [19:0]        off,
    input  wire [19:0]        last,
    input  wire [19:0]        first,
    input  wire [15:0]        num_pkts,
    input  wire [63:0]        seq,
    input  wire [31:0]        first_sec,
    input  wire [29:0]        first_ns,
    input  wire [31:0]        last_sec,
    input  wire [29:0]        last_ns,

    output reg  [`OP_W-1:0]   op,
    output reg  [TW-1:0]      op_tap,
    output reg  [15:0]        op_start     // first word of the frame
);
    wire [543:0] pkt;
    wire [383:0] blk;
    wire [15:0]  mac;
    weir_tpacket #(.TW(TW)) u_hdr (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .job(job), .mac(mac), .pkt(pkt),
        .num_pkts(num_pkts), .first(first), .len(off), .seq(seq),
        .first_sec(first_sec), .first_ns(first_ns), .last_sec(last_sec), .last_ns(last_ns), .blk(blk)
    );

    wire patch = what == `OP_PATCH;
    wire give  = what == `OP_NONE || (what == `OP_PACKET && job[`JOB_LAST]);

    always @(posedge clk)
        if (load) begin
            op_tap        <= tap;
            op_start      <= job[`JOB_START];
            // the patch is of the first 4 bytes only
            op[`OP_HDR]   <= {pkt[543:384],
                              block ? blk : {pkt[383:32], patch ? 32'd0 : pkt[31:0]}};
            op[`OP_OFF]   <= block ? 19'd0 : patch ? last[18:0] : off[18:0];
            op[`OP_TOTAL] <= block ? 23'd48 : patch ? 23'd4 : copy ? job[`JOB_TOTAL] : 23'd0;
            op[`OP_MAC]   <= mac;
            op[`OP_SNAP]  <= copy ? job[`JOB_SNAP] : 18'd0;
            op[`OP_REL]   <= give ? job[`JOB_WORDS] : 10'd0;
            op[`OP_KIND]  <= block ? `TAG_HDR : what == `OP_MARK ? `TAG_MARK : `TAG_PKT;
            op[`OP_SLOT]  <= slot;
        end

    wire unused = &{1'b0, last[19]};

endmodule

`default_nettype wire
