// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_window: the headers of frames in a filter lane, and the value that a micro-operation takes from them.
//
// 128 slots of 128 bytes in eight banks, each one byte wide. Stages 6 and 7 read, 8 picks the bytes and keeps the wanted bits.
//
// Throughput    a load and a write of eight bytes a cycle.
// Latency       three cycles from word6 to value9. A load need not see a write of the same cycle.
// Backpressure  none.
// Proven        as a part of weir_lane_path: rtl/formal/f_lane_uop.v.
`default_nettype none
`include "weir_uop.vh"

module weir_lane_window (
    input  wire        clk,

    input  wire        win_we,
    input  wire [6:0]  win_slot,
    input  wire [3:0]  win_word,
    input  wire [63:0] win_data,   // byte 0 in bits 7:0

    // from weir_lane_addr and weir_lane_frame
    input  wire        load5,
    input  wire [6:0]  slot6,
    input  wire [31:0] word6,
    input  wire [11:0] pick7,

    // of the micro-operation at stage 2; the value at stage 7 if it is no load
    input  wire [1:0]  size2,
    input  wire        loads2,
    input  wire [4:0]  lo2,
    input  wire [4:0]  hi2,
    input  wire [31:0] other7,

    output wire [31:0] value9
`ifdef FORMAL
    ,
    // what the banks give to the read of stage 6
    output wire [63:0] f_banks6,
    // the bytes picked
    output wire [31:0] f_loaded8
`endif
);
    // A load of one or two bytes keeps none above them
    wire        byte2 = loads2 && size2 == `WEIR_UOP_SIZE_B;
    wire        half2 = loads2 && size2 == `WEIR_UOP_SIZE_H;
    wire [4:0]  most2 = byte2 && |hi2[4:3] ? 5'd7 : half2 && hi2[4] ? 5'd15 : hi2;

    reg  [9:0]  bits3_q, bits4_q, bits5_q, bits6_q, bits7_q;
    wire [4:0]  lo7 = bits7_q[9:5];
    wire [4:0]  hi7 = bits7_q[4:0];
    reg  [31:0] mask8_q;
    reg         load6_q, load7_q, load8_q;
    reg  [31:0] other8_q;
    reg  [11:0] pick8_q;
    reg  [31:0] value9_q;
    wire [63:0] bank8;

    generate
        genvar g;
        for (g = 0; g < 8; g = g + 1) begin : g_bank
            weir_ram #(.W(8), .AW(11)) u_bank (
                .clk(clk), .we(win_we), .waddr({win_slot, win_word}), .wdata(win_data[8*g +: 8]),
                .re(1'b1), .raddr({slot6, word6[4*g +: 4]}), .rdata(bank8[8*g +: 8])
`ifdef FORMAL
                , .f_look({slot6, word6[4*g +: 4]}), .f_seen(f_banks6[8*g +: 8])
`endif
            );
        end
        for (g = 0; g < 4; g = g + 1) begin : g_byte
            wire [7:0] loaded = bank8[{pick8_q[3*g +: 3], 3'd0} +: 8];
`ifdef FORMAL
            assign f_loaded8[8*g +: 8] = loaded;
`endif
            always @(posedge clk)
                value9_q[8*g +: 8] <= mask8_q[8*g +: 8] & (load8_q ? loaded : other8_q[8*g +: 8]);
        end
    endgenerate

    always @(posedge clk) begin
        bits3_q <= {lo2, most2};
        bits4_q <= bits3_q;
        bits5_q <= bits4_q;
        bits6_q <= bits5_q;
        bits7_q <= bits6_q;
        load6_q <= load5;
        load7_q <= load6_q;
        load8_q <= load7_q;
        mask8_q <= (~32'd0 << lo7) & ~(~32'd1 << hi7);
        other8_q <= other7;
        pick8_q <= pick7;
    end

    assign value9 = value9_q;
endmodule

`default_nettype wire
