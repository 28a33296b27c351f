// SPDX-License-Identifier: BSD-3-Clause
// weir_filter: LANES filter lanes, the frames that go through them, and what comes of each.
//
// Every kept frame goes through a lane, the n-th through lane n mod LANES, also when no tap of it has a filter. So each
// takes as long as any other, and verdicts are in the order of frames. weir_commit gives a frame's record to the frame
// queue and here; its verdict comes out behind it, and weir_copies takes both.
//
// Throughput    a frame every BUDGET / LANES cycles: all of 10 Gb/s with 4 lanes and 40 turns.
// Latency       BUDGET * THREADS cycles and some 20 more.
// Backpressure  full, when frames came closer than Ethernet allows; 8 more may come.
// Proven        by induction, with what is proven of lanes and queues: each frame that comes has one verdict, in order, of the
//               lane that it went through; no queue overflows; at 10 cycles a frame `full` is never raised and no frame
//               waits for a lane: rtl/formal/weir_filter_f.vh. tests/card compares verdicts.
`default_nettype none
`include "weir_frame.vh"
`include "weir_uop.vh"

module weir_filter #(
    parameter TW = 4,
    parameter TAPS = 16,
    // a power of two, and its log2, 1 to 3
    parameter LANES = 4,
    parameter LL = 2,
    // fewer turns than LANES times the cycles between two frames of 64 bytes at 10 Gb/s, at most 63
    parameter BUDGET = 40,
    parameter [31:0] CLK_HZ = 32'd156250000,
    // log2 of the frame queue's depth, and of the windows
    parameter FQ_AW = 10,
    parameter SW = 7
) (
    input  wire                  clk,
    input  wire                  rst,

    // Store and programs of all lanes
    input  wire [`LC_W-1:0]      lane_cfg,
    // The taps' filters, as weir_filter_taps tells them
    input  wire                  cfg_we,
    input  wire [TW-1:0]         cfg_tap,
    input  wire [5:0]            cfg_reg,
    input  wire [31:0]           cfg_wdata,
    output wire [4*TAPS-1:0]     prog_0,
    output wire [4*TAPS-1:0]     prog_1,
    output wire [TAPS-1:0]       gen,
    input  wire [TAPS-1:0]       held,
    input  wire [15:0]           frames_in,
    input  wire [15:0]           frames_done,
    output wire [TAPS-1:0]       flush,
    input  wire                  flushed,
    output wire [TAPS-1:0]       swapping,

    input  wire                  win_we,
    input  wire [SW-1:0]         win_slot,
    input  wire [3:0]            win_word,
    input  wire [63:0]           win_data,
    output reg  [SW-1:0]         win_oldest,

    // A record as it enters the frame queue, and the frame's window; done: a frame's fate is decided, kept or not
    input  wire                  fr_valid,
    input  wire [`FR_W-1:0]      fr_data,
    input  wire                  fr_done,
    output wire                  full,

    // A verdict: taps that get the frame, those of them for which keep_bytes counts, generations
    output wire                  vd_valid,
    input  wire                  vd_ready,
    output wire [TAPS-1:0]       vd_take,
    output wire [TAPS-1:0]       vd_sure,
    output wire [TAPS-1:0]       vd_gen,
    // Taps whose filter rejects a frame, and that get one of which it came to no verdict
    output reg  [TAPS-1:0]       filtered,
    output reg  [TAPS-1:0]       unsure,

    // Bytes that a program keeps of the n-th frame, four cycles after
    input  wire [FQ_AW-1:0]      keep_frame,
    input  wire [3:0]            keep_prog,
    output reg  [13:0]           keep_bytes,
    output wire                  busy
);
    localparam TAG_W = FQ_AW - LL;
    // Half cycles between two frames: 84 bytes
    localparam [31:0] SPACING = CLK_HZ / 1000 * 672 / 5000000;
    generate
        if (LANES != 1 << LL || LL < 1 || LL > 3 || BUDGET > 63 || 2 * BUDGET >= LANES * SPACING) begin : g_bad
            weir_filter_bad_parameters u_see_the_header_of_weir_filter ();
        end
    endgenerate

    // Over the card and to each lane: a cycle on the way
    reg              st_we, pt_we, pt_wire;
    reg  [9:0]       st_addr, pt_start;
    reg  [`WEIR_UOP_W-1:0] st_data;
    reg  [3:0]       pt_index;
    reg  [5:0]       pt_slots;
    reg  [15:0]      pt_snap;
    always @(posedge clk)
        {st_we, st_addr, st_data, pt_we, pt_index, pt_start, pt_slots, pt_snap, pt_wire} <= lane_cfg;

    // Of lanes and verdicts: what the threads ran before is over, and none of its events is left.
    reg              lane_rst_q;
    reg  [5:0]       quiet_q;
    always @(posedge clk) begin
        lane_rst_q <= rst || quiet_q != 6'd0;
        if (rst)
            quiet_q <= 6'd63;
        else if (quiet_q != 6'd0)
            quiet_q <= quiet_q - 6'd1;
    end

    wire [TAPS-1:0]  on_0, on_1;
    weir_filter_taps #(.TW(TW), .TAPS(TAPS)) u_taps (
        .clk(clk), .rst(rst), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .on_0(on_0), .on_1(on_1), .prog_0(prog_0), .prog_1(prog_1), .gen(gen), .frames_in(frames_in),
        .frames_done(frames_done), .held(held), .flush(flush), .flushed(flushed), .swapping(swapping)
    );

    // ---- which programs: the taps' filters of now, then each tap's, then their set --------------------
    reg              a_q, b_q, c_q;
    reg  [SW-1:0]    next_q, a_slot_q, b_slot_q, c_slot_q;
    reg  [TAPS-1:0]  a_taps_q, b_taps_q, c_taps_q, a_gen_q, b_gen_q, c_gen_q, b_run_q;
    reg  [4*TAPS-1:0] b_prog_q;
    reg  [15:0]      set, c_set_q;
    // length, tag, protocol, packet type, hash
    localparam IW = 14 + 1 + 16 + 16 + 16 + 3 + 32;
    reg  [IW-1:0]    a_info_q, b_info_q, c_info_q;
    integer          t;
    always @* begin
        set = 16'd0;
        for (t = 0; t < TAPS; t = t + 1)
            set = set | ({15'd0, b_run_q[t]} << b_prog_q[4*t +: 4]);
    end
    wire [15:0]      len = fr_data[`FR_LEN];
    always @(posedge clk) begin
        a_q      <= fr_valid && !rst;
        a_slot_q <= next_q;
        a_taps_q <= fr_data[`FR_TAPS];
        a_gen_q  <= gen;
        a_info_q <= {len[13:0], fr_data[`FR_VLAN], fr_data[`FR_TCI], fr_data[`FR_TPID], fr_data[`FR_PROTO],
                     fr_data[`FR_PTYPE], fr_data[`FR_HASH]};
        if (fr_done)
            next_q <= next_q + 1'b1;
        b_q      <= a_q && !rst;
        {b_slot_q, b_taps_q, b_gen_q, b_info_q} <= {a_slot_q, a_taps_q, a_gen_q, a_info_q};
        b_run_q  <= a_taps_q & ((on_0 & ~a_gen_q) | (on_1 & a_gen_q));
        for (t = 0; t < TAPS; t = t + 1)
            b_prog_q[4*t +: 4] <= a_gen_q[t] ? prog_1[4*t +: 4] : prog_0[4*t +: 4];
        c_q      <= b_q && !rst;
        {c_slot_q, c_taps_q, c_gen_q, c_info_q} <= {b_slot_q, b_taps_q, b_gen_q, b_info_q};
        c_set_q  <= set;
        if (rst)
            next_q <= {SW{1'b0}};
    end

    // ---- to the lanes, in turn ------------------------------------------------------------------------
    wire             d_valid, d_ready, d_room, full_d;
    wire [IW-1:0]    d_info;
    wire [15:0]      d_set;
    wire [SW-1:0]    d_slot;
    reg  [FQ_AW-1:0] n_q;             // number of the frame that starts next
    wire [LANES-1:0] start_ready;
    wire [31:0]      start_lane = {{(32-LL){1'b0}}, n_q[LL-1:0]};
    weir_fifo #(.W(IW + 16 + SW), .LG(5), .AFULL(16), .WIDE(1)) u_start (
        .clk(clk), .rst(rst), .s_valid(c_q), .s_ready(d_room), .s_data({c_info_q, c_set_q, c_slot_q}),
        .m_valid(d_valid), .m_ready(d_ready), .m_data({d_info, d_set, d_slot}), .afull(full_d)
`ifdef FORMAL
        , .f_used(f_start_used), .f_more(f_start_more)
`endif
    );
    assign d_ready = start_ready[n_q[LL-1:0]];
    assign full    = full_d;
    always @(posedge clk) begin
        if (d_valid && d_ready)
            n_q <= n_q + 1'b1;
        if (rst)
            n_q <= {FQ_AW{1'b0}};
    end

    // ---- frames under way, in order -------------------------------------------------------------------
    wire             o_valid, o_room, o_pop;
    wire [TAPS-1:0]  o_taps, o_gen;
    wire [SW-1:0]    o_slot;
    wire [SW:0]      o_count;
    weir_fifo_ram #(.W(2 * TAPS + SW), .LG(SW)) u_order (
        .clk(clk), .rst(rst), .s_valid(c_q), .s_ready(o_room), .s_data({c_taps_q, c_gen_q, c_slot_q}),
        .m_valid(o_valid), .m_ready(o_pop), .m_data({o_taps, o_gen, o_slot}), .count(o_count)
`ifdef FORMAL
        , .f_came(f_order_came)
`endif
    );
    reg              none_q;
    always @(posedge clk) begin
        none_q <= o_count == 0 && !a_q && !b_q && !c_q && !fr_valid;
        // Not the last one done: frames that nobody gets have windows too, and many may be between two that are kept.
        if (o_valid)
            win_oldest <= o_slot;
        else if (none_q)
            win_oldest <= next_q;
        if (rst)
            win_oldest <= {SW{1'b0}};
    end

    // ---- the lanes ------------------------------------------------------------------------------------
    wire [LANES-1:0]    done_valid;
    wire [16*LANES-1:0] drops, sure;
    wire [14*LANES-1:0] bytes;
    reg  [LL-1:0]       turn_q;       // lane of the oldest frame
    reg  [3*LL-1:0]     keep_lane_q;
`ifdef FORMAL
    wire [5:0]          f_start_used;
    wire                f_start_more;
    wire [3:0]          f_order_came;
    wire [LANES-1:0]    f_ev_done;
    wire [4*LANES-1:0]  f_done_held;
    wire [3*LANES-1:0]  f_done_way;
`endif
    genvar g;
    generate
        for (g = 0; g < LANES; g = g + 1) begin : g_lane
            wire             ev_valid, ev_prog_valid, ev_done;
            // one a lane, beside it
            (* keep *) reg   rst_q;
            always @(posedge clk) rst_q <= lane_rst_q;
            wire [TAG_W-1:0] ev_tag;
            wire [3:0]       ev_prog;
            wire [1:0]       ev_kind;
            wire [15:0]      ev_keep;
            weir_lane #(.BUDGET(BUDGET), .TAG_W(TAG_W)) u_lane (
                .clk(clk), .rst(rst_q), .st_we(st_we), .st_addr(st_addr), .st_data(st_data),
                .pt_we(pt_we), .pt_addr(pt_index), .pt_start(pt_start), .pt_slots(pt_slots), .pt_snap(pt_snap),
                .pt_wire(pt_wire), .rnd(rnd_q), .win_we(win_we), .win_slot(win_slot), .win_word(win_word), .win_data(win_data),
                .start_valid(d_valid && start_lane == g), .start_ready(start_ready[g]), .start_slot(d_slot),
                .start_len(d_info[97:84]), .start_vlan(d_info[83]), .start_tci(d_info[82:67]),
                .start_tpid(d_info[66:51]), .start_proto(d_info[50:35]), .start_ptype(d_info[34:32]),
                .start_hash(d_info[31:0]), .start_progs(d_set), .start_tag(n_q[FQ_AW-1:LL]),
                .ev_valid(ev_valid), .ev_tag(ev_tag), .ev_prog_valid(ev_prog_valid), .ev_prog(ev_prog),
                .ev_kind(ev_kind), .ev_keep(ev_keep), .ev_done(ev_done)
            );
            weir_verdict #(.TAG_W(TAG_W), .IW(4)) u_verdict (
                .clk(clk), .rst(rst_q), .ev_valid(ev_valid), .ev_tag(ev_tag), .ev_prog_valid(ev_prog_valid),
                .ev_prog(ev_prog), .ev_kind(ev_kind), .ev_keep(ev_keep), .ev_done(ev_done),
                .m_valid(done_valid[g]), .m_ready(o_pop && turn_q == g[LL-1:0]), .m_drops(drops[16*g +: 16]),
                .m_sure(sure[16*g +: 16]), .keep_tag(keep_frame[FQ_AW-1:LL]), .keep_prog(keep_prog),
                .keep_bytes(bytes[14*g +: 14])
`ifdef FORMAL
                , .f_held(f_done_held[4*g +: 4]), .f_way(f_done_way[3*g +: 3])
`endif
            );
`ifdef FORMAL
            assign f_ev_done[g] = ev_done;
`endif
        end
    endgenerate
    // 32 random bits a cycle: xorshift32 (Marsaglia 2003)
    reg  [31:0]         rnd_q;
    // Not indexed: that would be a product.
    reg  [13:0]         kept;
    always @* begin
        kept = 14'd0;
        for (t = 0; t < LANES; t = t + 1)
            kept = kept | (keep_lane_q[3*LL-1:2*LL] == t[LL-1:0] ? bytes[14*t +: 14] : 14'd0);
    end
    wire [31:0]         rnd_a = rnd_q ^ rnd_q << 13, rnd_b = rnd_a ^ rnd_a >> 17;
    always @(posedge clk)
        rnd_q <= rst ? 32'd2463534242 : rnd_b ^ rnd_b << 5;
    always @(posedge clk) begin
        keep_lane_q <= {keep_lane_q[2*LL-1:0], keep_frame[LL-1:0]};
        keep_bytes  <= kept;
    end

    // ---- of programs to of taps -----------------------------------------------------------------------
    assign o_pop = o_valid && done_valid[turn_q];
    reg              e_q, f_q;
    reg  [15:0]      e_drops_q, e_sure_q;
    reg  [TAPS-1:0]  e_taps_q, e_gen_q, f_gen_q, f_take_q, f_sure_q;
    // Of each tap's program
    reg  [TAPS-1:0]  e_run, e_drop, e_sure;
    reg  [3:0]       no;
    always @*
        for (t = 0; t < TAPS; t = t + 1) begin
            no        = e_gen_q[t] ? prog_1[4*t +: 4] : prog_0[4*t +: 4];
            e_run[t]  = e_gen_q[t] ? on_1[t] : on_0[t];
            e_drop[t] = e_drops_q[no];
            e_sure[t] = e_sure_q[no];
        end
    always @(posedge clk) begin
        e_q       <= o_pop && !rst;
        e_drops_q <= drops[16*turn_q +: 16];
        e_sure_q  <= sure[16*turn_q +: 16];
        {e_taps_q, e_gen_q} <= {o_taps, o_gen};
        if (o_pop)
            turn_q <= turn_q + 1'b1;
        f_q       <= e_q && !rst;
        f_gen_q   <= e_gen_q;
        f_take_q  <= e_taps_q & ~(e_run & e_drop);
        f_sure_q  <= e_run & e_sure;
        filtered  <= e_q && !rst ? e_taps_q & e_run & e_drop : {TAPS{1'b0}};
        unsure    <= e_q && !rst ? e_taps_q & e_run & ~e_drop & ~e_sure : {TAPS{1'b0}};
        if (rst)
            turn_q <= {LL{1'b0}};
    end

    // As many as there are records in the frame queue, at most
    wire             v_room;
    wire [FQ_AW:0]   v_count;
    weir_fifo_ram #(.W(3 * TAPS), .LG(FQ_AW)) u_verdicts (
        .clk(clk), .rst(rst), .s_valid(f_q), .s_ready(v_room), .s_data({f_take_q, f_sure_q, f_gen_q}),
        .m_valid(vd_valid), .m_ready(vd_ready), .m_data({vd_take, vd_sure, vd_gen}), .count(v_count)
    );

    assign busy = lane_rst_q || (swapping | filtered | unsure) != {TAPS{1'b0}} || a_q || b_q || c_q || o_count != 0 || e_q
                  || f_q || v_count != 0;

    wire unused = &{1'b0, d_room, o_room, v_room, len[15:14], fr_data};

`ifdef FORMAL
`include "weir_filter_f.vh"
`endif
endmodule

`default_nettype wire
