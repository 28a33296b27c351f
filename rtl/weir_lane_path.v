// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_path: what a micro-operation does, from stage 2 of a filter lane, where its bits are, to its target at 15.
//
// Throughput    a micro-operation a cycle, each of another thread for 16 cycles.
// Latency       thirteen cycles to the target; a thread's next micro-operation finds its A, X and M written.
// Backpressure  none.
// Proven        a micro-operation of any bits, from any state of its thread, any frame and window, has the result, next
//               state, target and verdict of a reference without a pipeline, with any product:
//               rtl/formal/f_lane_uop.v
`default_nettype none
`include "weir_uop.vh"

module weir_lane_path #(
    parameter TAG_W = 8
) (
    input  wire                   clk,
    input  wire                   rst,

    // [4n +: 4]: thread at stage n
    input  wire [63:0]            threads,
    input  wire [`WEIR_UOP_W-1:0] uop2,
    input  wire                   fresh0,
    // [n]: view of the thread at stage n
    input  wire [15:0]            view,

    input  wire                   win_we,
    input  wire [6:0]             win_slot,
    input  wire [3:0]             win_word,
    input  wire [63:0]            win_data,

    // from weir_lane_frame
    input  wire [13:0]            len3,
    input  wire                   vlan3,
    input  wire [31:0]            meta5,
    input  wire [6:0]             slot6,
    input  wire                   vlan15,
    input  wire [TAG_W-1:0]       tag15,

    // from and to weir_lane_progs
    input  wire                   void14,
    output wire                   verdict15,
    output wire [9:0]             place15,
    input  wire                   ends15,
    input  wire [3:0]             prog15,
    input  wire [15:0]            snap15,
    input  wire                   done15,

    output wire                   ev_valid,
    output wire [TAG_W-1:0]       ev_tag,
    output wire                   ev_prog_valid,
    output wire [3:0]             ev_prog,
    output wire [1:0]             ev_kind,
    output wire [15:0]            ev_keep,
    output wire                   ev_done,

    // for a trace
    output wire [31:0]            value9,
    output wire [31:0]            r13
`ifdef FORMAL
    ,
    input  wire [3:0]             f_t,
    input  wire [4:0]             f_cell,
    output wire [31:0]            f_a,
    output wire [31:0]            f_x,
    output wire [31:0]            f_x2,
    output wire [31:0]            f_m,
    output wire [31:0]            f_written,
    output wire [31:0]            f_word6,
    output wire                   f_fail6,
    output wire                   f_outside6,
    output wire [31:0]            f_b9,
    output wire [31:0]            f_c13,
    output wire [63:0]            f_banks6,
    output wire [31:0]            f_loaded8,
    output wire [63:0]            f_product12
`endif
);
    wire [31:0] k2 = uop2[`WEIR_UOP_K];
    wire [2:0]  src2 = uop2[`WEIR_UOP_SRC];
    wire [1:0]  size2 = uop2[`WEIR_UOP_SIZE];
    wire        loads2 = src2 == `WEIR_UOP_SRC_ABS || src2 == `WEIR_UOP_SRC_IND;
    reg  [1:0]  fresh_q;

    wire [31:0] x2;
    wire [14:0] len5;
    wire        load5;
    wire        fail6, outside6;
    wire [31:0] word6;
    wire [11:0] pick7;
    wire [31:0] other7, b7;
    wire [31:0] c13, k13;
    wire        set13;

`ifdef FORMAL
    assign f_word6 = word6;
    assign f_fail6 = fail6;
    assign f_outside6 = outside6;
    assign f_c13 = c13;
`endif
    always @(posedge clk) fresh_q <= {fresh_q[0], fresh0};

    weir_lane_addr u_addr (
        .clk(clk), .k2(k2), .off2(uop2[`WEIR_UOP_OFF]), .offk2(uop2[`WEIR_UOP_OFFK]), .src2(src2),
        .size2(size2), .x2(x2), .wire3(view[3]), .len3(len3), .vlan3(vlan3), .len5(len5), .load5(load5),
        .fail6(fail6), .outside6(outside6), .word6(word6), .pick7(pick7)
    );

    weir_lane_window u_window (
        .clk(clk), .win_we(win_we), .win_slot(win_slot), .win_word(win_word), .win_data(win_data),
        .load5(load5), .slot6(slot6), .word6(word6), .pick7(pick7), .size2(size2), .loads2(loads2),
        .lo2(uop2[`WEIR_UOP_LO]), .hi2(uop2[`WEIR_UOP_HI]), .other7(other7), .value9(value9)
`ifdef FORMAL
        , .f_banks6(f_banks6), .f_loaded8(f_loaded8)
`endif
    );

    weir_lane_state u_state (
        .clk(clk), .t0(threads[3:0]), .t1(threads[7:4]), .t2(threads[11:8]), .t4(threads[19:16]),
        .t5(threads[23:20]), .t11(threads[47:44]), .t13(threads[55:52]),
        .k2(k2), .src2(src2), .opb2(uop2[`WEIR_UOP_OPB]), .dst2(uop2[`WEIR_UOP_DST]),
        .idx2(uop2[`WEIR_UOP_IDX]), .cx2(uop2[`WEIR_UOP_CX]), .set2(uop2[`WEIR_UOP_SET]),
        .fresh2(fresh_q[1]), .x2(x2), .len5(len5), .meta5(meta5), .other7(other7), .b7(b7), .c13(c13),
        .k13(k13), .set13(set13), .r13(r13), .fresh0(fresh0)
`ifdef FORMAL
        , .f_t(f_t), .f_cell(f_cell), .f_a(f_a), .f_x(f_x), .f_x2(f_x2), .f_m(f_m), .f_written(f_written)
`endif
    );

    weir_lane_alu u_alu (
        .clk(clk), .alu2(uop2[`WEIR_UOP_ALU]), .wire8(view[8]), .b7(b7), .value9(value9), .r13(r13)
`ifdef FORMAL
        , .f_product12(f_product12), .f_b9(f_b9)
`endif
    );

    weir_lane_end #(.TAG_W(TAG_W)) u_end (
        .clk(clk), .rst(rst), .t2(threads[11:8]), .t13(threads[55:52]),
        .targets2({uop2[`WEIR_UOP_T_GT], uop2[`WEIR_UOP_T_LT], uop2[`WEIR_UOP_T_EQ]}),
        .fail6(fail6), .outside6(outside6), .void14(void14), .r13(r13), .c13(c13), .k13(k13),
        .set13(set13), .verdict15(verdict15), .place15(place15), .wire15(view[15]), .vlan15(vlan15),
        .snap15(snap15), .ends15(ends15), .prog15(prog15), .done15(done15), .tag15(tag15),
        .ev_valid(ev_valid), .ev_tag(ev_tag), .ev_prog_valid(ev_prog_valid), .ev_prog(ev_prog),
        .ev_kind(ev_kind), .ev_keep(ev_keep), .ev_done(ev_done)
    );

    wire unused = &{1'b0, threads, view};
endmodule

`default_nettype wire
