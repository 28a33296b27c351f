// SPDX-License-Identifier: BSD-3-Clause
// weir_verdict: what one lane says of its frames, gathered frame by frame, and the bytes that its programs keep.
//
// A lane tells verdicts program by program, frames of its threads mixed, and when a frame is done. Frames are done in the
// order in which they started. A program of which nothing was told is unsure of the frame: neither drops nor sure.
//
// Throughput    an event a cycle; events of a frame are at least 4 cycles apart (a thread's turns are 16).
// Latency       4 cycles from done to m_valid.
// Backpressure  none to the lane: m must take frames as fast as they are done, 8 may wait.
// Proven        by induction: what is told of a done frame is what its events said: rtl/formal/weir_verdict_f.vh. That m is
//               in time: with weir_filter.
`default_nettype none

module weir_verdict #(
    // bits of a frame's number, of which the lowest IW tell frames apart that are in the lane
    parameter TAG_W = 8,
    parameter IW = 4
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             ev_valid,
    input  wire [TAG_W-1:0] ev_tag,
    input  wire             ev_prog_valid,
    input  wire [3:0]       ev_prog,
    input  wire [1:0]       ev_kind,      // 0 drop, 1 keep, else unsure
    input  wire [15:0]      ev_keep,
    input  wire             ev_done,

    output wire             m_valid,
    input  wire             m_ready,
    output wire [15:0]      m_drops,      // programs that reject the frame
    output wire [15:0]      m_sure,       // programs that keep so many bytes of it as they said

    // Bytes that a sure program keeps of a frame, three cycles after; 16,383 or more is 16,383
    input  wire [TAG_W-1:0] keep_tag,
    input  wire [3:0]       keep_prog,
    output reg  [13:0]      keep_bytes
`ifdef FORMAL
    ,
    // proofs look inside here: frames done and not taken, and done one to three cycles before
    output wire [3:0]       f_held,
    output wire [2:0]       f_way
`endif
);
    reg              e_q, e_prog_q, e_done_q, e_drop_q, e_keep_q;
    reg  [TAG_W-1:0] e_tag_q;
    reg  [3:0]       e_no_q;
    reg  [13:0]      e_bytes_q;
    reg  [(1<<IW)-1:0] fresh_q;
    wire [31:0]      old;
    wire [15:0]      one   = 16'd1 << e_no_q;
    // A cycle later: what was told of the frame before, and what comes to it
    reg              g_q, g_done_q, g_fresh_q, h_done_q;
    reg  [IW-1:0]    g_tag_q;
    reg  [31:0]      g_old_q, g_new_q, h_now_q;
    wire [31:0]      now   = (g_fresh_q ? 32'd0 : g_old_q) | g_new_q;
    wire             ready, unused_afull;

    always @(posedge clk) begin
        e_q       <= ev_valid && !rst;
        e_prog_q  <= ev_valid && ev_prog_valid && !rst;
        e_done_q  <= ev_valid && ev_done && !rst;
        e_drop_q  <= ev_prog_valid && ev_kind == 2'd0;
        e_keep_q  <= ev_prog_valid && ev_kind == 2'd1;
        e_tag_q   <= ev_tag;
        e_no_q    <= ev_prog;
        e_bytes_q <= ev_keep[15:14] != 2'd0 ? 14'h3fff : ev_keep[13:0];
        g_q       <= e_q && !rst;
        g_done_q  <= e_done_q && !rst;
        g_tag_q   <= e_tag_q[IW-1:0];
        g_fresh_q <= fresh_q[e_tag_q[IW-1:0]];
        g_old_q   <= old;
        g_new_q   <= {e_drop_q ? one : 16'd0, e_keep_q ? one : 16'd0};
        h_done_q  <= g_done_q && !rst;
        h_now_q   <= now;
        if (g_q)
            fresh_q[g_tag_q] <= g_done_q;
        if (rst)
            fresh_q <= {(1<<IW){1'b1}};
    end

    weir_lutram #(.W(32), .AW(IW)) u_masks (
        .clk(clk), .we(g_q), .waddr(g_tag_q), .wdata(now), .raddr(e_tag_q[IW-1:0]), .rdata(old)
`ifdef PROVE_VERDICT
        , .f_look(f_slot), .f_seen(f_masks)
`endif
    );
    weir_fifo #(.W(32), .LG(3), .AFULL(1)) u_done (
        .clk(clk), .rst(rst), .s_valid(h_done_q), .s_ready(ready), .s_data(h_now_q),
        .m_valid(m_valid), .m_ready(m_ready), .m_data({m_drops, m_sure}), .afull(unused_afull)
`ifdef FORMAL
        , .f_used(f_used)
`endif
    );
`ifdef FORMAL
    wire [3:0] f_used;
    assign f_held = f_used + {3'd0, m_valid};
    assign f_way = {h_done_q, g_done_q, e_done_q};
`endif

    wire [13:0] bytes;
    weir_ram #(.W(14), .AW(TAG_W + 4)) u_bytes (
        .clk(clk), .we(e_prog_q && e_keep_q), .waddr({e_tag_q, e_no_q}), .wdata(e_bytes_q),
        .re(1'b1), .raddr({keep_tag, keep_prog}), .rdata(bytes)
    );
    always @(posedge clk)
        keep_bytes <= bytes;

    wire unused = &{1'b0, ready, unused_afull};

`ifdef PROVE_VERDICT
    wire [31:0] f_masks;
`include "weir_verdict_f.vh"
`endif
endmodule

`default_nettype wire
