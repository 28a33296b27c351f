// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_alu: result R of a micro-operation in a filter lane, from its value V and operand B.
//
// Stages 9 to 12: sums in two of them, shifts by one place of the number's digits to base 4 after the other (a left
// shift is a right shift of the bits in reverse), products in three.
//
// Throughput    a micro-operation a cycle.
// Latency       four cycles from value9 to r13.
// Backpressure  none.
// Proven        as a part of weir_lane_path, with any product: rtl/formal/f_lane_uop.v; the product by weir_lane_mul.
`default_nettype none
`include "weir_uop.vh"

module weir_lane_alu (
    input  wire        clk,
    input  wire [3:0]  alu2,
    input  wire        wire8,      // view
    input  wire [31:0] b7,
    input  wire [31:0] value9,
    output wire [31:0] r13
`ifdef FORMAL
    ,
    output wire [63:0] f_product12,
    output wire [31:0] f_b9
`endif
);
    function [31:0] reverse(input [31:0] v);
        integer i;
        for (i = 0; i < 32; i = i + 1) reverse[i] = v[31 - i];
    endfunction

    reg  [3:0]  alu3_q, alu4_q, alu5_q, alu6_q, alu7_q, alu8_q, alu9_q, alu10_q, alu11_q;
    reg  [31:0] b8_q, b9_q;
    // Sums: x + y + carry
    reg  [31:0] y9_q, x10_q, y10_q, sum11_q;
    reg         neg9_q, carry9_q, carry10_q;
    // Logic, and V
    reg  [31:0] logic10_q, logic11_q;
    reg         sums11_q;
    reg  [31:0] plain12_q;
    // Shifts
    reg         left9_q, off9_q;
    reg         off10_q, off11_q;   // shifted out
    reg  [31:0] shift10_q, shift11_q, shift12_q;
    reg  [3:0]  by10_q;
    reg  [1:0]  by11_q;
    reg         wide8_q;
    reg         plain12_s_q, right12_q, left12_q, low12_q, high12_q;
    reg  [31:0] r13_q;

    wire [31:0] turned9 = left9_q ? reverse(value9) : value9;
    wire        shifts11 = alu11_q == `WEIR_UOP_ALU_SHL || alu11_q == `WEIR_UOP_ALU_SHR;
    wire        muls11 = alu11_q == `WEIR_UOP_ALU_MUL || alu11_q == `WEIR_UOP_ALU_MULH;
    wire [63:0] product;
    wire [63:0] product12;
    reg  [31:0] logic9;

    always @* case (alu9_q)
        `WEIR_UOP_ALU_AND: logic9 = value9 & b9_q;
        `WEIR_UOP_ALU_OR:  logic9 = value9 | b9_q;
        `WEIR_UOP_ALU_XOR: logic9 = value9 ^ b9_q;
        `WEIR_UOP_ALU_MSH: logic9 = {26'd0, value9[3:0], 2'd0};
        default:           logic9 = value9;
    endcase

    always @(posedge clk) begin
        {alu3_q, alu4_q, alu5_q, alu6_q} <= {alu2, alu3_q, alu4_q, alu5_q};
        {alu7_q, alu8_q, alu9_q, alu10_q, alu11_q} <= {alu6_q, alu7_q, alu8_q, alu9_q, alu10_q};

        b8_q <= b7;
        wide8_q <= |b7[31:5];
        b9_q <= b8_q;
        y9_q <= alu8_q == `WEIR_UOP_ALU_SUB ? ~b8_q : b8_q;
        neg9_q <= alu8_q == `WEIR_UOP_ALU_NEG;
        carry9_q <= alu8_q == `WEIR_UOP_ALU_NEG || alu8_q == `WEIR_UOP_ALU_SUB;
        left9_q <= alu8_q == `WEIR_UOP_ALU_SHL;
        off9_q <= wire8 && wide8_q;

        x10_q <= neg9_q ? 32'd0 : value9;
        y10_q <= neg9_q ? ~value9 : y9_q;
        carry10_q <= carry9_q;
        logic10_q <= logic9;
        shift10_q <= b9_q[4] ? {16'd0, turned9[31:16]} : turned9;
        by10_q <= b9_q[3:0];
        off10_q <= off9_q;

        sum11_q <= x10_q + y10_q + {31'd0, carry10_q};
        sums11_q <= alu10_q == `WEIR_UOP_ALU_ADD || alu10_q == `WEIR_UOP_ALU_SUB ||
                    alu10_q == `WEIR_UOP_ALU_NEG;
        logic11_q <= logic10_q;
        shift11_q <= shift10_q >> {by10_q[3:2], 2'd0};
        by11_q <= by10_q[1:0];
        off11_q <= off10_q;

        plain12_q <= sums11_q ? sum11_q : logic11_q;
        shift12_q <= shift11_q >> by11_q;
        plain12_s_q <= !shifts11 && !muls11;
        right12_q <= alu11_q == `WEIR_UOP_ALU_SHR && !off11_q;
        left12_q <= alu11_q == `WEIR_UOP_ALU_SHL && !off11_q;
        low12_q <= alu11_q == `WEIR_UOP_ALU_MUL;
        high12_q <= alu11_q == `WEIR_UOP_ALU_MULH;

        r13_q <= ({32{plain12_s_q}} & plain12_q) | ({32{right12_q}} & shift12_q) |
                 ({32{left12_q}} & reverse(shift12_q)) | ({32{low12_q}} & product12[31:0]) |
                 ({32{high12_q}} & product12[63:32]);
    end

    weir_lane_mul #(.W(32)) u_mul (.clk(clk), .a(value9), .b(b9_q), .p(product));

`ifdef FORMAL
    // any product: its own proof is that of weir_lane_mul
    (* anyseq *) wire [63:0] f_product;
    assign product12 = f_product;
    assign f_product12 = f_product;
    assign f_b9 = b9_q;
    wire f_unused = ^product;
`else
    assign product12 = product;
`endif
    assign r13 = r13_q;
endmodule

`default_nettype wire
