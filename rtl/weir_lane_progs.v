// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_progs: which program a thread of a filter lane runs, and where it is in it.
//
// Keeps the program table. A frame's programs run one after the other, the lowest number first. One ends with its verdict
// or when its allowance is used up; the next begins with the next turn.
//
// Throughput    a turn a cycle.
// Latency       the target of stage 15 is the place of stage 0, one cycle later.
// Backpressure  none.
// Proven        nothing of its own; compared with a model in C, turn by turn (tests/rtl/t_lane.cpp).
`default_nettype none

module weir_lane_progs (
    input  wire        clk,
    // for 16 cycles at least: then no thread has a program
    input  wire        rst,

    // thread at these stages
    input  wire [3:0]  t0,
    input  wire [3:0]  t11,
    input  wire [3:0]  t14,

    // Program table. A program that has begun goes on with what it began with
    input  wire        pt_we,
    input  wire [3:0]  pt_addr,
    input  wire [9:0]  pt_start,
    input  wire [5:0]  pt_slots,
    input  wire [15:0] pt_snap,
    input  wire        pt_wire,

    // from weir_lane_turns, with the programs of the frame that waits
    input  wire        take11,
    input  wire        new12,
    input  wire        last12,
    input  wire [15:0] progs,

    // target of the micro-operation at stage 15: a verdict, or a place
    input  wire        verdict15,
    input  wire [9:0]  place15,
    // its program had no allowance at all
    output wire        void14,

    output wire [9:0]  pc0,
    output wire        fresh0,     // first turn of a program
    output wire        wire0,      // its view
    // ends15: the program `prog15` ends with this turn, by its verdict or without one; done15: the frame does
    output wire        ends15,
    output wire [3:0]  prog15,
    output wire [15:0] snap15,
    output wire        run15,
    output wire        done15
);
    // The lowest set bit's number
    function [3:0] lowest(input [15:0] set);
        integer i;
        begin
            lowest = 4'd0;
            for (i = 15; i >= 0; i = i - 1) if (set[i]) lowest = i[3:0];
        end
    endfunction

    // Stage 11 to 12: the thread's program, and the programs left to it
    reg         run12_q;
    reg  [3:0]  prog12_q;
    reg  [5:0]  left12_q;
    reg  [15:0] rest12_q;
    wire        run11;
    wire [3:0]  prog11;
    wire [5:0]  left11;
    wire [15:0] rest11;

    // Stage 13: the number of the next one; 14: its entry
    reg         run13_q, run14_q, run15_q;
    reg  [3:0]  prog13_q, prog14_q, prog15_q;
    reg  [5:0]  left13_q, left14_q, left15_q;
    reg         one13_q, one14_q, one15_q;
    reg         void13_q, void14_q;
    reg         new13_q, new14_q, new15_q;
    reg         last13_q, last14_q, last15_q;
    reg  [15:0] rest13_q, rest14_q, rest15_q;
    reg  [3:0]  next13_q, next14_q, next15_q;
    reg         any13_q, any14_q, any15_q;
    wire [32:0] entry14;
    reg  [32:0] entry15_q;
    wire [15:0] snap14;
    reg  [15:0] snap15_q;
    reg  [15:0] wire_q;             // [n]: view of the thread at stage n
    wire        next_wire;
    wire [15:0] next_snap;
    wire [5:0]  next_slots;
    wire [9:0]  next_start;

    assign {next_wire, next_snap, next_slots, next_start} = entry15_q;

    // Stage 15: go on, or begin the next program
    wire        ends = run15_q && (verdict15 || one15_q);
    wire        begins = new15_q || ends;
    reg         begins0_q;
    reg         run0_q;
    reg  [3:0]  prog0_q;
    reg  [5:0]  left0_q;
    reg  [15:0] rest0_q;
    reg  [15:0] snap0_q;
    reg  [9:0]  pc0_q;

    always @(posedge clk) begin
        {run12_q, prog12_q, left12_q} <= {run11, prog11, left11};
        rest12_q <= take11 ? progs : rest11;

        {run13_q, prog13_q} <= {run12_q, prog12_q};
        left13_q <= left12_q - 6'd1;
        one13_q <= left12_q[5:1] == 5'd0;
        void13_q <= left12_q == 6'd0;
        {new13_q, last13_q} <= {new12, last12};
        next13_q <= lowest(rest12_q);
        any13_q <= |rest12_q;
        rest13_q <= rest12_q & (rest12_q - 16'd1);

        {run14_q, prog14_q, left14_q, one14_q, void14_q} <= {run13_q, prog13_q, left13_q, one13_q, void13_q};
        {new14_q, last14_q, any14_q, next14_q, rest14_q} <= {new13_q, last13_q, any13_q, next13_q, rest13_q};

        {run15_q, prog15_q, left15_q, one15_q} <= {run14_q, prog14_q, left14_q, one14_q};
        {new15_q, last15_q, any15_q, next15_q, rest15_q} <= {new14_q, last14_q, any14_q, next14_q, rest14_q};
        entry15_q <= entry14;
        snap15_q <= snap14;

        begins0_q <= begins;
        run0_q <= !rst && (begins ? any15_q && (new15_q || !last15_q) : run15_q && !last15_q);
        prog0_q <= begins ? next15_q : prog15_q;
        left0_q <= begins ? next_slots : left15_q;
        rest0_q <= rest15_q;
        snap0_q <= next_snap;
        pc0_q <= begins ? next_start : place15;
        wire_q <= {wire_q[14:0], begins ? next_wire : wire_q[15]};
    end

    weir_lutram #(.W(33), .AW(4)) u_table (
        .clk(clk), .we(pt_we), .waddr(pt_addr), .wdata({pt_wire, pt_snap, pt_slots, pt_start}),
        .raddr(next14_q), .rdata(entry14)
    );
    weir_lutram #(.W(11), .AW(4)) u_now (
        .clk(clk), .we(1'b1), .waddr(t0), .wdata({run0_q, prog0_q, left0_q}),
        .raddr(t11), .rdata({run11, prog11, left11})
    );
    weir_lutram #(.W(16), .AW(4)) u_rest (
        .clk(clk), .we(begins0_q), .waddr(t0), .wdata(rest0_q), .raddr(t11), .rdata(rest11)
    );
    weir_lutram #(.W(16), .AW(4)) u_snap (
        .clk(clk), .we(begins0_q), .waddr(t0), .wdata(snap0_q), .raddr(t14), .rdata(snap14)
    );

    assign void14 = void14_q;
    assign pc0 = pc0_q;
    assign fresh0 = begins0_q;
    assign wire0 = wire_q[0];
    assign ends15 = ends;
    assign prog15 = prog15_q;
    assign snap15 = snap15_q;
    assign run15 = run15_q;
    assign done15 = last15_q;
endmodule

`default_nettype wire
