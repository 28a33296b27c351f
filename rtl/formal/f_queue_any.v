// SPDX-License-Identifier: BSD-3-Clause
// weir_fifo and weir_fifo_ram as a proof of what uses them sees them: numbers of words, not what is in them. All that is
// assumed of them is asserted in weir_fifo_f.vh and weir_fifo_ram_f.vh, and proven there of the modules themselves; that
// the n-th word in is the n-th word out, too.
`default_nettype none

module weir_fifo #(
    parameter W = 8,
    parameter LG = 4,
    parameter AFULL = 2,
    parameter WIDE = 0
) (
    input  wire          clk,
    input  wire          rst,
    input  wire          s_valid,
    output wire          s_ready,
    input  wire [W-1:0]  s_data,
    output wire          m_valid,
    input  wire          m_ready,
    output wire [W-1:0]  m_data,
    output wire          afull,
    output wire [LG:0]   f_used,
    output wire          f_more
);
    (* anyseq *) wire         any_ready, any_valid, any_afull;
    (* anyseq *) wire [W-1:0] any_data;
    localparam [31:0] OUT = WIDE != 0 ? 2 : 1;
    localparam [31:0] DEPTH = 1 << LG;

    reg  [LG+1:0] held_q;
    reg           came_q, stall_q, was_rst_q;
    wire          push = s_valid && s_ready;
    wire          pop = m_valid && m_ready;

    always @(posedge clk) begin
        held_q <= held_q + {{(LG+1){1'b0}}, push} - {{(LG+1){1'b0}}, pop};
        came_q <= push && !rst;
        stall_q <= m_valid && !m_ready && !rst;
        was_rst_q <= rst;
        if (rst) held_q <= 0;
    end

    // Of the words 0 to OUT are in registers behind the RAM.
    always @* begin
        assume(held_q <= DEPTH + OUT);
        assume(!m_valid || held_q != 0);
        assume(m_valid || held_q == {{(LG+1){1'b0}}, came_q});
        assume(!stall_q || m_valid);
        assume(s_ready || was_rst_q || held_q >= DEPTH);
        assume(!s_ready || held_q < DEPTH + OUT);
        assume(!afull || held_q > DEPTH - AFULL);
        assume(afull || held_q <= DEPTH - AFULL + OUT);
    end

    assign s_ready = any_ready;
    assign m_valid = any_valid;
    assign afull = any_afull;
    assign m_data = any_data;
    // of the two that are not offered the second is not told from those in the RAM
    assign f_used = held_q - {{(LG+1){1'b0}}, m_valid};
    assign f_more = 1'b0;
    wire unused = &{1'b0, s_data};
endmodule

module weir_fifo_ram #(
    parameter W = 8,
    parameter LG = 9
) (
    input  wire          clk,
    input  wire          rst,
    input  wire          s_valid,
    output wire          s_ready,
    input  wire [W-1:0]  s_data,
    output wire          m_valid,
    input  wire          m_ready,
    output wire [W-1:0]  m_data,
    output wire [LG:0]   count,
    output wire [3:0]    f_came
);
    (* anyseq *) wire         any_ready, any_valid;
    (* anyseq *) wire [W-1:0] any_data;
    localparam [31:0] DEPTH = 1 << LG;

    reg  [LG+1:0] held_q;
    reg  [3:0]    came_q;
    reg           stall_q, was_rst_q;
    wire          push = s_valid && s_ready;
    wire          pop = m_valid && m_ready;

    always @(posedge clk) begin
        held_q <= held_q + {{(LG+1){1'b0}}, push} - {{(LG+1){1'b0}}, pop};
        came_q <= rst ? 4'd0 : {came_q[2:0], push};
        stall_q <= m_valid && !m_ready && !rst;
        was_rst_q <= rst;
        if (rst) held_q <= 0;
    end

    wire [LG+1:0] young = {{(LG+1){1'b0}}, came_q[0]} + {{(LG+1){1'b0}}, came_q[1]} + {{(LG+1){1'b0}}, came_q[2]}
                          + {{(LG+1){1'b0}}, came_q[3]};
    always @* begin
        assume(held_q <= DEPTH);
        assume(!m_valid || held_q != 0);
        assume(m_valid || held_q <= young);
        assume(!stall_q || m_valid);
        assume(s_ready == (held_q != DEPTH && !was_rst_q));
    end

    assign s_ready = any_ready;
    assign m_valid = any_valid;
    assign count = held_q[LG:0];
    assign m_data = any_data;
    assign f_came = came_q;
    wire unused = &{1'b0, s_data};
endmodule

`default_nettype wire
