// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_state: A, X and M of a filter lane's threads, and the operands that a micro-operation takes of them.
//
// A and X are set to 0 in the turn in which a program begins. M is in a block RAM; which cells of it the program has
// written is a bit each, so that it need not be cleared.
//
// Throughput    a micro-operation a cycle.
// Latency       five cycles from stage 2 to other7 and b7, eleven to c13; a result is written at stages 13 (M) and 0 (A, X).
// Backpressure  none.
// Proven        as a part of weir_lane_path: rtl/formal/f_lane_uop.v.
`default_nettype none
`include "weir_uop.vh"

module weir_lane_state (
    input  wire        clk,

    input  wire [3:0]  t0,
    input  wire [3:0]  t1,
    input  wire [3:0]  t2,
    input  wire [3:0]  t4,
    input  wire [3:0]  t5,
    input  wire [3:0]  t11,
    input  wire [3:0]  t13,

    // of the micro-operation at stage 2
    input  wire [31:0] k2,
    input  wire [2:0]  src2,
    input  wire [1:0]  opb2,
    input  wire [1:0]  dst2,
    input  wire [4:0]  idx2,
    input  wire        cx2,
    input  wire        set2,
    input  wire        fresh2,     // its program begins
    output wire [31:0] x2,

    input  wire [14:0] len5,
    input  wire [31:0] meta5,
    output wire [31:0] other7,     // the value, if it is no load
    output wire [31:0] b7,         // operand B
    output wire [31:0] c13,        // C
    output wire [31:0] k13,
    output wire        set13,

    input  wire [31:0] r13,
    input  wire        fresh0
`ifdef FORMAL
    ,
    // thread f_t's state before a micro-operation, and cell f_cell of its M
    input  wire [3:0]  f_t,
    input  wire [4:0]  f_cell,
    output wire [31:0] f_a,
    output wire [31:0] f_x,
    output wire [31:0] f_x2,
    output wire [31:0] f_m,
    output wire [31:0] f_written
`endif
);
    wire [31:0] x1, a5, x11, k11, m6;
    wire [31:0] written2;
    wire [4:0]  idx11;
    wire [1:0]  dst11;
    wire        cx11, set11;

    reg  [31:0] x2_q, x3_q, x4_q, x5_q, x6_q;
    reg  [31:0] k3_q, k4_q, k5_q, k6_q;
    reg  [31:0] a6_q;
    reg  [2:0]  src3_q, src4_q, src5_q;
    reg  [1:0]  opb3_q, opb4_q, opb5_q;
    reg  [4:0]  idx3_q, idx4_q;
    reg         set3_q;
    reg  [31:0] written3_q, written4_q;
    reg         known4_q, known5_q;        // the cell was written
    reg  [31:0] given6_q;                  // LEN, K or META
    reg         from_a6_q, from_x6_q, from_m6_q, from_given6_q;
    reg         b_k6_q, b_x6_q, b_a6_q, b_m6_q;
    reg  [31:0] other7_q, b7_q;
    reg  [31:0] k12_q, x12_q, c13_q, k13_q;
    reg         cx12_q, set12_q, set13_q;
    reg  [6:0]  to12_q, to13_q, to14_q, to15_q, to0_q;  // DST and IDX
    reg  [31:0] r14_q, r15_q, r0_q;

    always @(posedge clk) begin
        x2_q <= x1;
        {x3_q, x4_q, x5_q, x6_q} <= {x2_q, x3_q, x4_q, x5_q};
        {k3_q, k4_q, k5_q, k6_q} <= {k2, k3_q, k4_q, k5_q};
        {src3_q, src4_q, src5_q} <= {src2, src3_q, src4_q};
        {opb3_q, opb4_q, opb5_q} <= {opb2, opb3_q, opb4_q};
        {idx3_q, idx4_q} <= {idx2, idx3_q};
        set3_q <= dst2 == `WEIR_UOP_DST_MEM;
        written3_q <= fresh2 ? 32'd0 : written2;
        known4_q <= written3_q[idx3_q];
        known5_q <= known4_q;
        written4_q <= written3_q | ({31'd0, set3_q} << idx3_q);

        given6_q <= src5_q == `WEIR_UOP_SRC_LEN ? {17'd0, len5} : src5_q == `WEIR_UOP_SRC_IMM ? k5_q : meta5;
        from_given6_q <= src5_q >= `WEIR_UOP_SRC_LEN;
        from_a6_q <= src5_q == `WEIR_UOP_SRC_A;
        from_x6_q <= src5_q == `WEIR_UOP_SRC_X;
        from_m6_q <= src5_q == `WEIR_UOP_SRC_MEM && known5_q;
        b_k6_q <= opb5_q == `WEIR_UOP_OPB_K;
        b_x6_q <= opb5_q == `WEIR_UOP_OPB_X;
        b_a6_q <= opb5_q == `WEIR_UOP_OPB_A;
        b_m6_q <= opb5_q == `WEIR_UOP_OPB_MEM && known5_q;
        a6_q <= a5;
        other7_q <= ({32{from_given6_q}} & given6_q) | ({32{from_a6_q}} & a6_q) |
                    ({32{from_x6_q}} & x6_q) | ({32{from_m6_q}} & m6);
        b7_q <= ({32{b_k6_q}} & k6_q) | ({32{b_x6_q}} & x6_q) | ({32{b_a6_q}} & a6_q) | ({32{b_m6_q}} & m6);

        {set12_q, cx12_q, to12_q, k12_q, x12_q} <= {set11, cx11, dst11, idx11, k11, x11};
        c13_q <= cx12_q ? x12_q : k12_q;
        k13_q <= k12_q;
        set13_q <= set12_q;
        {to13_q, to14_q, to15_q} <= {to12_q, to13_q, to14_q};
        {r14_q, r15_q} <= {r13, r14_q};
        {to0_q, r0_q} <= {to15_q, r15_q};
    end

    wire        unused = &{1'b0, to0_q[4:0]};

    wire [31:0] new0 = fresh0 ? 32'd0 : r0_q;
    wire        a_we0 = fresh0 || to0_q[6:5] == `WEIR_UOP_DST_A;
    wire        x_we0 = fresh0 || to0_q[6:5] == `WEIR_UOP_DST_X;

    weir_lutram #(.W(32), .AW(4)) u_a (
        .clk(clk), .we(a_we0), .waddr(t0), .wdata(new0), .raddr(t5), .rdata(a5)
`ifdef FORMAL
        , .f_look(f_t), .f_seen(f_a)
`endif
    );
    weir_lutram #(.W(32), .AW(4)) u_x (
        .clk(clk), .we(x_we0), .waddr(t0), .wdata(new0), .raddr(t1), .rdata(x1)
`ifdef FORMAL
        , .f_look(f_t), .f_seen(f_x)
`endif
    );
    // Its copy, for the second reading
    weir_lutram #(.W(32), .AW(4)) u_x_late (
        .clk(clk), .we(x_we0), .waddr(t0), .wdata(new0), .raddr(t11), .rdata(x11)
`ifdef FORMAL
        , .f_look(f_t), .f_seen(f_x2)
`endif
    );
    // What is needed late of the micro-operation
    weir_lutram #(.W(41), .AW(4)) u_late (
        .clk(clk), .we(1'b1), .waddr(t2), .wdata({set2, cx2, dst2, idx2, k2}),
        .raddr(t11), .rdata({set11, cx11, dst11, idx11, k11})
    );
    weir_lutram #(.W(32), .AW(4)) u_written (
        .clk(clk), .we(1'b1), .waddr(t4), .wdata(written4_q), .raddr(t2), .rdata(written2)
`ifdef FORMAL
        , .f_look(f_t), .f_seen(f_written)
`endif
    );
    weir_ram #(.W(32), .AW(9)) u_m (
        .clk(clk), .we(to13_q[6:5] == `WEIR_UOP_DST_MEM), .waddr({t13, to13_q[4:0]}), .wdata(r13),
        .re(1'b1), .raddr({t4, idx4_q}), .rdata(m6)
`ifdef FORMAL
        , .f_look({f_t, f_cell}), .f_seen(f_m)
`endif
    );

    assign x2 = x2_q;
    assign other7 = other7_q;
    assign b7 = b7_q;
    assign c13 = c13_q;
    assign k13 = k13_q;
    assign set13 = set13_q;
endmodule

`default_nettype wire
