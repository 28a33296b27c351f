// SPDX-License-Identifier: BSD-3-Clause
// weir_lane: a filter lane: runs BPF-lite programs on frames' headers (docs/filter.md; stages: docs/rtl.md).
//
// 16 threads, one a stage of the pipeline, so that no micro-operation ever waits for another. A frame's window is
// written to its slot first, then the frame is started. Events come in any number until the one with ev_done, its
// last: one for each program that ends; of the frame's other programs there is none.
//
// Throughput    a micro-operation a cycle; a frame each BUDGET cycles, as a mean.
// Latency       ev_done 16 * BUDGET + 6 cycles after the one in which a thread took the frame, whatever the store, the table
//               and the window hold; a thread takes it at most 16 cycles after the start if at most 15 are inside.
// Backpressure  start_ready is a register; events must be taken.
// Proven        latency, order and that no start is lost: weir_lane_turns, which nothing else here reaches; that each
//               event bears its frame's tag, whatever the memories hold: rtl/formal/weir_lane_f.vh; what a
//               micro-operation does: weir_lane_path. Compared with a model in C (tests/rtl/t_lane.cpp).
`default_nettype none
`include "weir_uop.vh"

module weir_lane #(
    // turns of a frame, 1 to 64
    parameter BUDGET = 40,
    parameter TAG_W = 8
) (
    input  wire                   clk,
    // for 32 cycles at least: as long as a program of before goes on
    input  wire                   rst,

    // Store, program table and windows. A read need not see a write of the same cycle.
    input  wire                   st_we,
    input  wire [9:0]             st_addr,
    input  wire [`WEIR_UOP_W-1:0] st_data,
    input  wire                   pt_we,
    input  wire [3:0]             pt_addr,     // program
    input  wire [9:0]             pt_start,
    input  wire [5:0]             pt_slots,
    input  wire [15:0]            pt_snap,
    input  wire                   pt_wire,
    input  wire                   win_we,
    input  wire [6:0]             win_slot,
    input  wire [3:0]             win_word,
    input  wire [63:0]            win_data,    // byte 0 in bits 7:0

    input  wire                   start_valid,
    output wire                   start_ready,
    input  wire [6:0]             start_slot,
    input  wire [13:0]            start_len,   // without a lifted tag
    input  wire                   start_vlan,
    input  wire [15:0]            start_tci,
    input  wire [15:0]            start_tpid,
    input  wire [15:0]            start_proto,
    input  wire [2:0]             start_ptype,
    input  wire [31:0]            start_hash,
    input  wire [15:0]            start_progs, // a bit a program
    input  wire [TAG_W-1:0]       start_tag,
    // 32 random bits, others each cycle
    input  wire [31:0]            rnd,

    output wire                   ev_valid,
    output wire [TAG_W-1:0]       ev_tag,
    output wire                   ev_prog_valid,
    output wire [3:0]             ev_prog,
    output wire [1:0]             ev_kind,     // 0 drop, 1 keep, 2 unsure
    output wire [15:0]            ev_keep,     // bytes of the frame without its tag
    output wire                   ev_done
`ifdef WEIR_LANE_TRACE
    ,
    // what ran at stage 15
    output wire                   tr_valid,
    output wire [3:0]             tr_thread,
    output wire [9:0]             tr_pc,
    output wire [31:0]            tr_v,
    output wire [31:0]            tr_r,
    output wire [10:0]            tr_target
`endif
);
    reg                    rst_q;
    reg  [3:0]             count_q;
    reg  [63:0]            threads_q;          // [4n +: 4]: thread at stage n
    reg  [15:1]            view_q;
    reg  [3:0]             number3_q, number4_q;

    wire                   take, new12, last12;
    wire [15:0]            progs;
    wire [9:0]             pc0;
    wire                   fresh0, wire0;
    wire                   void14, verdict15, ends15, run15, done15;
    wire [9:0]             place15;
    wire [3:0]             prog15;
    wire [15:0]            snap15;
    wire [`WEIR_UOP_W-1:0] uop2;
    wire [13:0]            len3;
    wire                   vlan3, vlan15;
    wire [31:0]            meta5;
    wire [6:0]             slot6;
    wire [TAG_W-1:0]       tag15;
    wire [31:0]            value9, r13;
`ifdef FORMAL
    (* anyconst *) wire [3:0] f_thread;
    wire [TAG_W-1:0]       f_tag_kept, f_tag_waits;
`endif
    wire [11:0]            off2 = uop2[`WEIR_UOP_OFF];
    wire                   unused = &{1'b0, off2[11:4]};

    generate
        genvar g;
        for (g = 0; g < 16; g = g + 1) begin : g_thread
            localparam [3:0] STAGE = g;
            always @(posedge clk) threads_q[4*g +: 4] <= count_q - STAGE;
        end
    endgenerate

    always @(posedge clk) begin
        // Not held: in a reset all threads come by, and have no program any more.
        rst_q <= rst;
        count_q <= rst && !rst_q ? 4'd0 : count_q + 4'd1;
        view_q <= {view_q[14:1], wire0};
        number3_q <= off2[3:0];
        number4_q <= number3_q;
    end

    weir_lane_turns #(.BUDGET(BUDGET)) u_turns (
        .clk(clk), .rst(rst), .start_valid(start_valid), .start_ready(start_ready), .take(take), .new12(new12), .last12(last12)
    );

    weir_lane_frame #(.TAG_W(TAG_W)) u_frame (
        .clk(clk), .t2(threads_q[11:8]), .t4(threads_q[19:16]), .t5(threads_q[23:20]),
        .t12(threads_q[51:48]), .start_ready(start_ready), .start_slot(start_slot), .start_len(start_len),
        .start_vlan(start_vlan), .start_tci(start_tci), .start_tpid(start_tpid), .start_proto(start_proto),
        .start_ptype(start_ptype), .start_hash(start_hash), .start_progs(start_progs),
        .start_tag(start_tag), .new12(new12), .progs(progs), .len3(len3), .vlan3(vlan3), .number4(number4_q),
        .random4(rnd), .meta5(meta5), .slot6(slot6), .vlan15(vlan15), .tag15(tag15)
`ifdef FORMAL
        , .f_look(f_thread), .f_tag(f_tag_kept), .f_tag_waits(f_tag_waits)
`endif
    );

    weir_lane_progs u_progs (
        .clk(clk), .rst(rst), .t0(threads_q[3:0]), .t11(threads_q[47:44]), .t14(threads_q[59:56]),
        .pt_we(pt_we), .pt_addr(pt_addr), .pt_start(pt_start), .pt_slots(pt_slots), .pt_snap(pt_snap),
        .pt_wire(pt_wire), .take11(take), .new12(new12), .last12(last12), .progs(progs),
        .verdict15(verdict15), .place15(place15), .void14(void14), .pc0(pc0), .fresh0(fresh0), .wire0(wire0),
        .ends15(ends15), .prog15(prog15), .snap15(snap15), .run15(run15), .done15(done15)
    );

    weir_ram #(.W(`WEIR_UOP_W), .AW(10)) u_store (
        .clk(clk), .we(st_we), .waddr(st_addr), .wdata(st_data), .re(1'b1), .raddr(pc0), .rdata(uop2)
    );

    weir_lane_path #(.TAG_W(TAG_W)) u_path (
        .clk(clk), .rst(rst), .threads(threads_q), .uop2(uop2), .fresh0(fresh0), .view({view_q, wire0}),
        .win_we(win_we), .win_slot(win_slot), .win_word(win_word), .win_data(win_data),
        .len3(len3), .vlan3(vlan3), .meta5(meta5), .slot6(slot6), .vlan15(vlan15), .tag15(tag15),
        .void14(void14), .verdict15(verdict15), .place15(place15), .ends15(ends15), .prog15(prog15),
        .snap15(snap15), .done15(done15), .ev_valid(ev_valid), .ev_tag(ev_tag),
        .ev_prog_valid(ev_prog_valid), .ev_prog(ev_prog), .ev_kind(ev_kind), .ev_keep(ev_keep),
        .ev_done(ev_done), .value9(value9), .r13(r13)
    );

`ifdef FORMAL
`include "weir_lane_f.vh"
`endif

`ifdef WEIR_LANE_TRACE
    integer      i;
    reg  [9:0]   pc_q [1:15];
    reg  [31:0]  v_q [10:15];
    reg  [31:0]  r14_q, r15_q;
    reg          void15_q;

    always @(posedge clk) begin
        pc_q[1] <= pc0;
        v_q[10] <= value9;
        for (i = 2; i <= 15; i = i + 1) pc_q[i] <= pc_q[i - 1];
        for (i = 11; i <= 15; i = i + 1) v_q[i] <= v_q[i - 1];
        {r14_q, r15_q} <= {r13, r14_q};
        void15_q <= void14;
    end

    assign tr_valid = run15 && !void15_q;
    assign tr_thread = threads_q[63:60];
    assign tr_pc = pc_q[15];
    assign tr_v = v_q[15];
    assign tr_r = r15_q;
    assign tr_target = {verdict15, place15};
`else
    wire unused_trace = &{1'b0, run15, value9, r13};
`endif
endmodule

`default_nettype wire
