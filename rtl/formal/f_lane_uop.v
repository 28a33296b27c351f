// SPDX-License-Identifier: BSD-3-Clause
// One micro-operation through weir_lane_path, from any state of everything, beside f_uop_ref.
//
// It is at stage n in cycle n. What it finds (A, X, M, frame, window) is any; the bytes of its load at stage 8, its V and B
// at stage 9, R at 13, target at 15, event in cycle 17 and its thread's state then must be those of the reference, each
// from those before. The other threads do what they like meanwhile. The product of the multiplier is any number, the same
// for both. One thread stands for all: their numbers only ever name rows of memories.
`default_nettype none
`include "weir_uop.vh"

module f_lane_uop (
    input  wire                   clk,
    input  wire [`WEIR_UOP_W-1:0] uop2,
    input  wire                   fresh0,
    input  wire [15:0]            view,
    input  wire [13:0]            len3,
    input  wire                   vlan3,
    input  wire [31:0]            meta5,
    input  wire [6:0]             slot6,
    input  wire                   vlan15,
    input  wire [7:0]             tag15,
    input  wire                   void14,
    input  wire                   ends15,
    input  wire [3:0]             prog15,
    input  wire [15:0]            snap15,
    input  wire                   done15
);
    (* anyconst *) wire [`WEIR_UOP_W-1:0] f_uop;
    (* anyconst *) wire                   f_view;
    (* anyconst *) wire                   f_vlan;
    (* anyconst *) wire [13:0]            f_len;
    (* anyconst *) wire [31:0]            f_meta;
    // any place of the window, and what is there
    (* anyconst *) wire [6:0]             f_place;
    (* anyconst *) wire [7:0]             f_byte;
    (* anyconst *) wire                   f_void;
    (* anyconst *) wire [15:0]            f_snap;
    (* anyconst *) wire [4:0]             f_cell;   // any cell of M
    wire [4:0]  idx = f_uop[`WEIR_UOP_IDX];
    wire [1:0]  dst = f_uop[`WEIR_UOP_DST];

    reg  [4:0]  f_at = 5'd0;            // the stage it is at
    wire [3:0]  f_first = 4'd5; 
    reg  [3:0]  f_thread;               // thread at stage 0
    reg         f_fresh;
    reg         f_fresh16;
    reg  [31:0] f_a, f_x, f_m, f_old, f_marks;
    reg         f_fail, f_outside;
    wire        f_failed = f_fail || f_outside;
    reg  [31:0] f_loaded, f_v, f_b, f_c, f_r;
    reg  [63:0] f_product;
    reg         f_ends, f_done;
    reg  [3:0]  f_prog;
    reg  [7:0]  f_tag;

    wire [63:0] threads;
    wire        verdict15;
    wire [9:0]  place15;
    wire [31:0] value9, r13;
    wire [31:0] a, x, x_late, m, written;
    wire [31:0] word6, loaded8, b9;
    wire [63:0] banks6, product12;
    wire        ev_valid, ev_prog_valid, ev_done;
    wire [7:0]  ev_tag;
    wire [3:0]  ev_prog;
    wire [1:0]  ev_kind;
    wire [15:0] ev_keep;

    wire [27:0] ref_places;
    wire [2:0]  ref_count;
    wire [31:0] ref_c, c13;
    wire        fail6, outside6;
    wire        ref_fail, ref_outside, ref_drop, ref_unsure;
    wire [31:0] ref_v, ref_b, ref_r;
    wire [10:0] ref_target;
    wire [15:0] ref_keep;

    generate
        genvar g;
        for (g = 0; g < 16; g = g + 1) begin : g_thread
            localparam [3:0] STAGE = g;
            assign threads[4*g +: 4] = f_thread - STAGE;
        end
        for (g = 0; g < 4; g = g + 1) begin : g_byte
            localparam [2:0] BYTE = g;
            always @* if (f_at == 5'd8 && BYTE < ref_count && ref_places[7*g +: 7] == f_place)
                assert(loaded8[8*g +: 8] == f_byte);
        end
        for (g = 0; g < 8; g = g + 1) begin : g_bank
            localparam [2:0] BANK = g;
            always @* if (f_at == 5'd6)
                assume({word6[4*g +: 4], BANK} != f_place || banks6[8*g +: 8] == f_byte);
        end
    endgenerate

    weir_lane_path u_path (
        .clk(clk), .rst(1'b0), .threads(threads), .uop2(uop2), .fresh0(fresh0), .view(view),
        .win_we(1'b0), .win_slot(7'd0), .win_word(4'd0), .win_data(64'd0), .len3(len3),
        .vlan3(vlan3), .meta5(meta5), .slot6(slot6), .vlan15(vlan15), .tag15(tag15), .void14(void14),
        .verdict15(verdict15), .place15(place15), .ends15(ends15), .prog15(prog15), .snap15(snap15),
        .done15(done15), .ev_valid(ev_valid), .ev_tag(ev_tag), .ev_prog_valid(ev_prog_valid),
        .ev_prog(ev_prog), .ev_kind(ev_kind), .ev_keep(ev_keep), .ev_done(ev_done), .value9(value9),
        .r13(r13), .f_t(f_first), .f_cell(f_at <= 5'd5 ? idx : f_cell), .f_a(a), .f_x(x), .f_x2(x_late),
        .f_m(m), .f_written(written), .f_fail6(fail6), .f_outside6(outside6), .f_word6(word6),
        .f_banks6(banks6), .f_loaded8(loaded8), .f_b9(b9), .f_product12(product12), .f_c13(c13)
    );

    f_uop_ref u_ref (
        .uop(f_uop), .a(f_a), .x(f_x), .m(f_marks[idx] ? f_m : 32'd0), .in_wire(f_view), .vlan(f_vlan),
        .len(f_len), .meta(f_meta), .loaded(f_loaded), .is_fail(f_fail), .is_outside(f_outside), .is_v(f_v),
        .is_b(f_b), .is_c(f_c), .is_r(f_r), .product(f_product), .none(f_void), .snap(f_snap),
        .fail(ref_fail), .outside(ref_outside), .places(ref_places), .count(ref_count), .v(ref_v), .b(ref_b),
        .c(ref_c), .r(ref_r), .target(ref_target), .drop(ref_drop), .unsure(ref_unsure), .keep(ref_keep)
    );

    always @(posedge clk) begin
        if (f_at != 5'd31) f_at <= f_at + 5'd1;
        f_thread <= f_thread + 4'd1;
        if (f_at == 5'd0) f_fresh <= fresh0;
        if (f_at == 5'd1) {f_a, f_x} <= {a, x};
        if (f_at == 5'd2) f_marks <= f_fresh ? 32'd0 : written;
        if (f_at == 5'd4) f_m <= m;
        if (f_at == 5'd6) {f_old, f_fail, f_outside} <= {m, fail6, outside6 && !fail6};
        if (f_at == 5'd8) f_loaded <= loaded8;
        if (f_at == 5'd9) {f_v, f_b} <= {value9, b9};
        if (f_at == 5'd13) {f_c, f_r} <= {c13, r13};
        if (f_at == 5'd12) f_product <= product12;
        if (f_at == 5'd15) {f_ends, f_done, f_prog, f_tag} <= {ends15, done15, prog15, tag15};
        if (f_at == 5'd16) f_fresh16 <= fresh0;
    end

    // What it is, and what it finds
    always @* begin
        if (f_at == 5'd0) assume(f_thread == f_first);
        if (f_at == 5'd1) assume(x_late == x);  // the copy, shown below
        if (f_at == 5'd2) assume(uop2 == f_uop);
        if (f_at == 5'd3) assume(view[3] == f_view && len3 == f_len && vlan3 == f_vlan);
        if (f_at == 5'd5) assume(meta5 == f_meta);
        if (f_at == 5'd8) assume(view[8] == f_view);
        if (f_at == 5'd14) assume(void14 == f_void);
        if (f_at == 5'd15) assume(view[15] == f_view && vlan15 == f_vlan && snap15 == f_snap);
    end

    always @* begin
        if (f_at == 5'd1 && f_fresh) assert(a == 32'd0 && x == 32'd0);
        if (f_at == 5'd6) assert(fail6 == ref_fail && (fail6 || outside6 == ref_outside));
        if (f_at == 5'd9 && !f_failed) assert(value9 == ref_v);
        if (f_at == 5'd9) assert(b9 == ref_b);
        if (f_at == 5'd13) assert(c13 == ref_c);
        if (f_at == 5'd13 && !f_failed) assert(r13 == ref_r);
        if (f_at == 5'd15) assert({verdict15, place15} == ref_target);
        // Its next micro-operation finds this, whatever the others did
        if (f_at == 5'd17 && !f_failed) begin
            assert(a == (f_fresh16 ? 32'd0 : dst == `WEIR_UOP_DST_A ? f_r : f_a));
            assert(x == (f_fresh16 ? 32'd0 : dst == `WEIR_UOP_DST_X ? f_r : f_x));
            assert(m == (dst == `WEIR_UOP_DST_MEM && f_cell == idx ? f_r : f_old));
        end
        if (f_at == 5'd17) begin
            assert(x_late == x);
            assert(written[f_cell] == (f_marks[f_cell] || (dst == `WEIR_UOP_DST_MEM && f_cell == idx)));
            assert(ev_valid == (f_ends || f_done) && ev_prog_valid == f_ends && ev_done == f_done);
            assert(ev_tag == f_tag && ev_prog == f_prog);
            // It ends its program with a verdict, or without, or not at all
            if (f_ends && ref_target[10]) begin
                assert(ev_kind == (ref_unsure ? 2'd2 : ref_drop ? 2'd0 : 2'd1));
                if (!ref_unsure && !ref_drop) assert(ev_keep == ref_keep);
            end
            if (f_ends && !ref_target[10]) assert(ev_kind == 2'd2);
        end
    end

    always @(posedge clk) begin
        cover(f_at == 5'd7 && f_fail);
        cover(f_at == 5'd7 && f_outside);
        cover(f_at == 5'd17 && !f_failed);
    end
endmodule

`default_nettype wire
