// SPDX-License-Identifier: BSD-3-Clause
// weir_fifo: first in, first out, of 2^LG words in distributed RAM plus an output register, or two (WIDE).
//
// Throughput    one word a cycle in and out at the same time.
// Latency       two cycles from s to m.
// Backpressure  s_ready, m_valid, m_data (with WIDE the one of two) and afull are registers; m_ready reaches none
//               of them in the same cycle. afull = fewer than AFULL words are free in the RAM (exact).
// Proven        by induction: the n-th word in is the n-th word out, unchanged; nothing is lost or made up;
//               m is stable until taken; afull exact. rtl/formal/weir_fifo_f.vh
`default_nettype none

module weir_fifo #(
    parameter W = 8,
    // 2^LG words; LG >= 1
    parameter LG = 4,
    // 1 to 2^LG
    parameter AFULL = 2,
    // 1: words are wide and their taker is far away; a weir_pair gives them out, so m_ready enables none
    parameter WIDE = 0
) (
    input  wire         clk,
    input  wire         rst,
    input  wire         s_valid,
    output wire         s_ready,
    input  wire [W-1:0] s_data,
    output wire         m_valid,
    input  wire         m_ready,
    output wire [W-1:0] m_data,
    output wire         afull
`ifdef FORMAL
    ,
    // proofs look inside here: word f_look behind the oldest one in the RAM
    input  wire [LG-1:0] f_look,
    output wire [W-1:0]  f_seen,
    output wire [LG:0]   f_used,
    // all words of the RAM, the oldest in the low bits
    output wire [(W<<LG)-1:0] f_all,
    // with WIDE: there is a second word given out, and it
    output wire          f_more,
    output wire [W-1:0]  f_second
`endif
);
    localparam [LG:0] DEPTH = {1'b1, {LG{1'b0}}};
    localparam [31:0] AFULL_I = AFULL;
    localparam [LG:0] AFULL_AT = DEPTH - AFULL_I[LG:0];

    (* ram_style = "distributed" *)
    reg [W-1:0]  mem_q [0:(1 << LG) - 1];

    reg [LG-1:0] wp_q;
    reg [LG-1:0] rp_q;
    reg [LG:0]   used_q;
    reg          some_q;
    reg          ready_q;
    reg          afull_q;
    wire         out_free;

    wire         push = s_valid && ready_q;
    wire         pop = some_q && out_free;
    reg  [LG:0]  used_d;
    reg          some_d;
    reg          ready_d;
    reg          afull_d;

    // The flags of the next count are picked by push and pop, which come late, not computed from it
    always @* begin
        used_d = used_q;
        some_d = some_q;
        ready_d = used_q != DEPTH;
        afull_d = afull_q;
        if (push && !pop) begin
            used_d = used_q + 1'b1;
            some_d = 1'b1;
            ready_d = used_q != DEPTH - 1'b1;
            afull_d = used_q >= AFULL_AT;
        end
        if (!push && pop) begin
            used_d = used_q - 1'b1;
            some_d = used_q != {{LG{1'b0}}, 1'b1};
            ready_d = 1'b1;
            afull_d = used_q > AFULL_AT + 1'b1;
        end
    end

    always @(posedge clk) begin
        // Also when there is no word, which wp_q tells: s_valid shall not enable a wide RAM
        if (ready_q) mem_q[wp_q] <= s_data;
        if (push) wp_q <= wp_q + 1'b1;
        if (pop) rp_q <= rp_q + 1'b1;
        used_q <= used_d;
        some_q <= some_d;
        ready_q <= ready_d;
        afull_q <= afull_d;
        if (rst) begin
            wp_q <= 0;
            rp_q <= 0;
            used_q <= 0;
            some_q <= 1'b0;
            ready_q <= 1'b0;
            afull_q <= 1'b0;
        end
    end

    assign s_ready = ready_q;
    assign afull = afull_q;

    generate
        if (WIDE != 0) begin : g_wide
            weir_pair #(.W(W)) u_pair (
                .clk(clk), .rst(rst), .s_valid(some_q), .s_ready(out_free), .s_data(mem_q[rp_q]),
                .m_valid(m_valid), .m_ready(m_ready), .m_data(m_data)
`ifdef FORMAL
                , .f_spare_valid(f_more), .f_spare(f_second)
`endif
            );
        end else begin : g_one
            reg         valid_q;
            reg [W-1:0] data_q;
            assign out_free = !valid_q || m_ready;
            assign m_valid = valid_q;
            assign m_data = data_q;
            always @(posedge clk) begin
                // Also when there is no word: some_q shall not enable a wide register
                if (out_free) data_q <= mem_q[rp_q];
                valid_q <= !rst && (some_q || (valid_q && !m_ready));
            end
`ifdef FORMAL
            assign f_more = 1'b0;
            assign f_second = {W{1'b0}};
`endif
        end
    endgenerate

`ifdef FORMAL
`include "weir_fifo_f.vh"
`endif
endmodule

`default_nettype wire
