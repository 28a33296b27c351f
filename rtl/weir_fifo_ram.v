// SPDX-License-Identifier: BSD-3-Clause
// weir_fifo_ram: first in, first out, of 2^LG words in block RAM with its output register.
//
// Throughput    one word a cycle in and out at the same time.
// Latency       five cycles from s to m.
// Backpressure  s_ready, m_valid, m_data and count are registers. Reads run ahead into a small FIFO, at
//               most 8 words, so that the two cycles of the RAM cost no throughput.
// Proven        by induction: the n-th word in is the n-th word out, unchanged; the read-ahead FIFO never
//               overflows; count is exact. rtl/formal/weir_fifo_ram_f.vh
`default_nettype none

module weir_fifo_ram #(
    parameter W = 8,
    // 2^LG words; LG >= 4
    parameter LG = 9
) (
    input  wire         clk,
    input  wire         rst,
    input  wire         s_valid,
    output wire         s_ready,
    input  wire [W-1:0] s_data,
    output wire         m_valid,
    input  wire         m_ready,
    output wire [W-1:0] m_data,
    // words inside, those on the way out included
    output wire [LG:0]  count
`ifdef FORMAL
    ,
    // proofs look inside here: [n]: a word was pushed n + 1 cycles before
    output wire [3:0]    f_came
`endif
);
    localparam [LG:0] DEPTH = {1'b1, {LG{1'b0}}};
    localparam        AHEAD_LG = 3;

    reg [LG-1:0]     wp_q;
    reg [LG-1:0]     rp_q;
    reg [LG:0]       count_q;
    reg [LG:0]       stored_q;    // written and not yet read ahead
    reg              some_q;      // stored_q != 0
    reg              ready_q;
    reg [AHEAD_LG:0] ahead_q;     // read and not yet taken
    reg              ahead_ok_q;  // ahead_q below 2^AHEAD_LG
    reg              rd1_q;
    reg              rd2_q;

    wire         push = s_valid && ready_q;
    wire         pop = m_valid && m_ready;
    wire         rd = some_q && ahead_ok_q;
    wire [W-1:0] rdata;
    wire         ahead_ready;
    wire         ahead_afull;

`ifdef FORMAL
    wire [LG-1:0]     f_ram_look;
    wire [W-1:0]      f_ram_seen;
    wire [W-1:0]      f_array;
    wire [2:0]        f_fifo_look;
    wire [W-1:0]      f_fifo_seen;
    wire [AHEAD_LG:0] f_fifo_used;
`endif
    reg              some_d;
    reg              ready_d;
    reg [LG:0]       count_d;
    reg [LG:0]       stored_d;
    reg [AHEAD_LG:0] ahead_d;

    always @* begin
        count_d = count_q;
        ready_d = count_q != DEPTH;
        if (push && !pop) begin
            count_d = count_q + 1'b1;
            ready_d = count_q != DEPTH - 1'b1;
        end
        if (!push && pop) begin
            count_d = count_q - 1'b1;
            ready_d = 1'b1;
        end
        stored_d = stored_q;
        some_d = some_q;
        if (push && !rd) begin
            stored_d = stored_q + 1'b1;
            some_d = 1'b1;
        end
        if (!push && rd) begin
            stored_d = stored_q - 1'b1;
            some_d = stored_q != {{LG{1'b0}}, 1'b1};
        end
        ahead_d = ahead_q;
        if (rd && !pop) ahead_d = ahead_q + 1'b1;
        if (!rd && pop) ahead_d = ahead_q - 1'b1;
    end

    weir_ram #(.W(W), .AW(LG)) u_mem (
        .clk(clk),
        .we(push),
        .waddr(wp_q),
        .wdata(s_data),
        .re(rd),
        .raddr(rp_q),
        .rdata(rdata)
`ifdef FORMAL
        ,
        .f_look(f_ram_look),
        .f_seen(f_ram_seen),
        .f_array(f_array)
`endif
    );

    weir_fifo #(.W(W), .LG(AHEAD_LG), .AFULL(1)) u_ahead (
        .clk(clk),
        .rst(rst),
        .s_valid(rd2_q),
        .s_ready(ahead_ready),
        .s_data(rdata),
        .m_valid(m_valid),
        .m_ready(m_ready),
        .m_data(m_data),
        .afull(ahead_afull)
`ifdef FORMAL
        ,
        .f_look(f_fifo_look),
        .f_seen(f_fifo_seen),
        .f_used(f_fifo_used)
`endif
    );

    always @(posedge clk) begin
        if (push) wp_q <= wp_q + 1'b1;
        if (rd) rp_q <= rp_q + 1'b1;
        count_q <= count_d;
        stored_q <= stored_d;
        some_q <= some_d;
        ready_q <= ready_d;
        ahead_q <= ahead_d;
        ahead_ok_q <= !ahead_d[AHEAD_LG];
        rd1_q <= rd;
        rd2_q <= rd1_q;
        if (rst) begin
            wp_q <= 0;
            rp_q <= 0;
            count_q <= 0;
            stored_q <= 0;
            some_q <= 1'b0;
            ready_q <= 1'b0;
            ahead_q <= 0;
            ahead_ok_q <= 1'b1;
            rd1_q <= 1'b0;
            rd2_q <= 1'b0;
        end
    end

    assign s_ready = ready_q;
    assign count = count_q;

    wire unused = &{1'b0, ahead_ready, ahead_afull};

`ifdef FORMAL
`include "weir_fifo_ram_f.vh"
`endif
endmodule

`default_nettype wire
