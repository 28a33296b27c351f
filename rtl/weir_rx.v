// SPDX-License-Identifier: BSD-3-Clause
// weir_rx: from the MAC's stream to frames in the frame buffer and records of them (docs/rtl.md, "weir_rx").
//
//   weir_rx_mac ─► weir_lift ─► weir_pack ─► weir_admit ─┬─► word FIFO ──────────────────────► weir_commit ─► fb, fr
//     (check, stamp)                                     └─► header FIFO ─► weir_header ─► weir_classify ─┘
//
// Throughput    a beat a cycle, for ever. A good frame takes 9 cycles, or 1 + its beats of 8 bytes up to byte 128,
//               or 5 + its words, whichever is most. That is any mix of lengths at 10G (64 bits, 156.25 MHz:
//               10.5 cycles a frame at least). Faster frames are dropped whole, with the fate *overflow*.
// Latency       about 45 cycles from a frame's last beat to its record, for a small frame.
// Backpressure  none: s_axis_tready is 1. fr_full must leave room for 4 records.
// Proven        weir_admit and weir_commit; the rest is compared with a model in C (tests/rtl).
//
// Bytes of a word behind the frame's end are undefined. The taps' registers and the address table are not
// reset: they are written after reset (weir_tap_regs, weir_addr_regs).
`default_nettype none
`include "weir_frame.vh"

module weir_rx #(
    // bits of the stream: 64, 128, 256 or 512
    parameter MAC_W = 64,
    // bits of a frame buffer word: 256 or 512, at least MAC_W
    parameter BUF_W = 256,
    // 2^FB_AW words
    parameter FB_AW = 11,
    // up to 16
    parameter TAPS = 16,
    // bytes of a good frame, without FCS; 14 <= MIN_FRAME, MAX_FRAME <= 16000
    parameter MIN_FRAME = 14,
    parameter MAX_FRAME = 9600,
    // 32: a scan takes 8 cycles
    parameter ADDR_ENTRIES = 32
) (
    input  wire               clk,
    input  wire               rst,

    // AXI4-Stream of the MAC; tuser: the frame is bad, at tlast. tkeep counts at tlast only
    input  wire [MAC_W-1:0]   s_axis_tdata,
    input  wire [MAC_W/8-1:0] s_axis_tkeep,
    input  wire               s_axis_tvalid,
    input  wire               s_axis_tlast,
    input  wire               s_axis_tuser,
    output wire               s_axis_tready,

    input  wire               ctl_rx_enable,
    input  wire               ctl_vlan_lift,
    input  wire [47:0]        ctl_mac,
    input  wire [31:0]        time_sec,
    input  wire [29:0]        time_ns,

    input  wire               cfg_we,
    input  wire [3:0]         cfg_tap,
    input  wire [5:0]         cfg_reg,
    input  wire [31:0]        cfg_wdata,
    input  wire               adr_we,
    input  wire [4:0]         adr_index,
    input  wire [63:0]        adr_data,
    input  wire [TAPS-1:0]    tap_run,

    // Frame buffer; fb_rptr: words released so far, modulo 2^(FB_AW+1)
    output wire               fb_we,
    output wire [FB_AW-1:0]   fb_waddr,
    output wire [BUF_W-1:0]   fb_wdata,
    input  wire [FB_AW:0]     fb_rptr,

    output wire               fr_valid,
    output wire [`FR_W-1:0]   fr_data,
    input  wire               fr_full,

    // Windows of the frames for the filter lanes: the n-th frame let in has the n-th; oldest: still in use.
    // fr_done: the fate of the next frame let in is decided, with fr_valid if it is kept.
    output wire               win_we,
    output wire [6:0]         win_slot,
    output wire [3:0]         win_word,
    output wire [63:0]        win_data,
    input  wire [6:0]         win_oldest,
    output wire               fr_done,

    output wire               ev_rx_valid,
    output wire [15:0]        ev_rx_bytes,
    output wire [1:0]         ev_rx_err,
    output wire               ev_fate_valid,
    output wire [1:0]         ev_fate,
    output wire [TAPS-1:0]    ev_matched,
    output wire [TAPS-1:0]    ev_shed,
    output wire               busy
);
    // bits of a number of bytes in a beat, in a word; log2 of a word's bytes
    localparam CW = MAC_W == 64 ? 4 : MAC_W == 128 ? 5 : MAC_W == 256 ? 6 : 7;
    localparam BW = BUF_W == 256 ? 6 : 7;
    localparam BYTES_LG = BW - 1;
    // words that hold 128 bytes
    localparam HEAD_WORDS = BUF_W == 256 ? 4 : 2;
    // A word waits for its frame's verdict for up to about 35 cycles
    localparam WORD_LG = MAC_W == 64 ? 4 : 6;
    // Verdicts on their way from the closing beat on
    localparam IN_CLASSIFY = 3;

    generate
        if ((MAC_W != 64 && MAC_W != 128 && MAC_W != 256 && MAC_W != 512) ||
            (BUF_W != 256 && BUF_W != 512) || BUF_W < MAC_W || TAPS > 16 || ADDR_ENTRIES != 32) begin : g_bad
            weir_rx_bad_parameters u_see_the_header_of_weir_rx ();
        end
    endgenerate

    assign s_axis_tready = 1'b1;

    // Front: fixed latency, no waiting
    wire             mac_stamp;
    wire [61:0]      mac_time;
    wire             mac_valid;
    wire [MAC_W-1:0] mac_data;
    wire [CW-1:0]    mac_cnt;
    wire             mac_last;
    wire             mac_bad;
    wire             mac_busy;
    weir_rx_mac #(
        .MAC_W(MAC_W), .MIN_FRAME(MIN_FRAME), .MAX_FRAME(MAX_FRAME), .CW(CW)
    ) u_mac (
        .clk(clk), .rst(rst),
        .enable(ctl_rx_enable), .time_sec(time_sec), .time_ns(time_ns),
        .s_valid(s_axis_tvalid), .s_data(s_axis_tdata), .s_keep(s_axis_tkeep),
        .s_last(s_axis_tlast), .s_bad(s_axis_tuser),
        .stamp_valid(mac_stamp), .stamp(mac_time),
        .m_valid(mac_valid), .m_data(mac_data), .m_cnt(mac_cnt), .m_last(mac_last), .m_bad(mac_bad),
        .ev_rx_valid(ev_rx_valid), .ev_rx_bytes(ev_rx_bytes), .ev_rx_err(ev_rx_err),
        .busy(mac_busy)
    );

    wire             lift_valid;
    wire [MAC_W-1:0] lift_data;
    wire [CW-1:0]    lift_cnt;
    wire             lift_last;
    wire             lift_bad;
    wire             lift_vlan;
    wire             lift_ad;
    wire [15:0]      lift_tci;
    wire             lift_busy;
    weir_lift #(.MAC_W(MAC_W), .CW(CW)) u_lift (
        .clk(clk), .rst(rst), .enable(ctl_vlan_lift),
        .s_valid(mac_valid), .s_data(mac_data), .s_cnt(mac_cnt), .s_last(mac_last), .s_bad(mac_bad),
        .m_valid(lift_valid), .m_data(lift_data), .m_cnt(lift_cnt), .m_last(lift_last),
        .m_bad(lift_bad), .m_vlan(lift_vlan), .m_tpid_ad(lift_ad), .m_tci(lift_tci),
        .busy(lift_busy)
    );

    wire             pack_valid;
    wire [BUF_W-1:0] pack_data;
    wire [BW-1:0]    pack_cnt;
    wire             pack_first;
    wire             pack_last;
    wire             pack_bad;
    wire [13:0]      pack_len;
    wire             pack_vlan;
    wire             pack_ad;
    wire [15:0]      pack_tci;
    wire             pack_busy;
    weir_pack #(.MAC_W(MAC_W), .BUF_W(BUF_W), .CW(CW), .BW(BW)) u_pack (
        .clk(clk), .rst(rst),
        .s_valid(lift_valid), .s_data(lift_data), .s_cnt(lift_cnt), .s_last(lift_last),
        .s_bad(lift_bad), .s_vlan(lift_vlan), .s_tpid_ad(lift_ad), .s_tci(lift_tci),
        .m_valid(pack_valid), .m_data(pack_data), .m_cnt(pack_cnt), .m_first(pack_first),
        .m_last(pack_last), .m_bad(pack_bad), .m_len(pack_len), .m_vlan(pack_vlan),
        .m_tpid_ad(pack_ad), .m_tci(pack_tci),
        .busy(pack_busy)
    );

    // Stamps wait here while their frame's first word is being packed: one a frame in at most 8 stages
    reg  [3:0]  stamp_wr_q;
    reg  [3:0]  stamp_rd_q;
    wire        stamp_pop;
    wire [61:0] stamp;
    weir_lutram #(.W(62), .AW(4)) u_stamps (
        .clk(clk), .we(mac_stamp), .waddr(stamp_wr_q), .wdata(mac_time),
        .raddr(stamp_rd_q), .rdata(stamp)
    );
    always @(posedge clk) begin
        if (mac_stamp) stamp_wr_q <= stamp_wr_q + 4'd1;
        if (stamp_pop) stamp_rd_q <= stamp_rd_q + 4'd1;
        if (rst) begin
            stamp_wr_q <= 4'd0;
            stamp_rd_q <= 4'd0;
        end
    end

    // Admission and the FIFOs behind it
    wire word_afull, head_afull, info_afull;
    wire word_push, word_cut, head_push, head_last, info_push;
    wire lost, lost_said, held, done;
    weir_admit #(.HEAD_WORDS(HEAD_WORDS)) u_admit (
        .clk(clk), .rst(rst),
        .s_valid(pack_valid), .s_first(pack_first), .s_last(pack_last), .s_bad(pack_bad),
        .word_afull(word_afull), .head_afull(head_afull), .info_afull(info_afull),
        .word_push(word_push), .word_cut(word_cut), .head_push(head_push), .head_last(head_last),
        .info_push(info_push), .stamp_pop(stamp_pop),
        .lost(lost), .lost_said(lost_said), .held(held), .done(done)
    );

    // Their s_ready is not looked at: weir_admit keeps to afull, which is proven to be enough
    wire             w_unused, f_unused, h_unused, i_unused, v_unused;
    wire             w_valid, f_valid, w_ready, w_afull, f_afull;
    wire [BUF_W-1:0] w_data;
    wire             w_last, w_bad, w_cut;
    wire [13:0]      w_len;
    weir_fifo #(.W(BUF_W), .LG(WORD_LG), .AFULL(3), .WIDE(1)) u_words (
        .clk(clk), .rst(rst), .s_valid(word_push), .s_ready(w_unused), .s_data(pack_data),
        .m_valid(w_valid), .m_ready(w_ready), .m_data(w_data), .afull(w_afull)
    );
    // What is decided by is no wide word: it comes out of one register.
    weir_fifo #(.W(17), .LG(WORD_LG), .AFULL(3)) u_flags (
        .clk(clk), .rst(rst), .s_valid(word_push), .s_ready(f_unused),
        .s_data({pack_last, pack_bad, word_cut, pack_len}),
        .m_valid(f_valid), .m_ready(w_ready), .m_data({w_last, w_bad, w_cut, w_len}), .afull(f_afull)
    );
    // They give out one word more, or less, at a time: full is who is.
    assign           word_afull = w_afull || f_afull;

    wire             h_valid, h_ready;
    wire [BUF_W-1:0] h_data;
    wire [BW-2:0]    h_end;
    // Number of the word's last byte. Of no bytes: as if the word was full; such a frame is bad.
    wire [BW-1:0]    pack_end = pack_cnt - 1'b1;
    wire             h_last, h_lifted, h_ad;
    wire [15:0]      h_tci;
    weir_fifo #(.W(BUF_W + BW + 18), .LG(4), .AFULL(HEAD_WORDS + 2)) u_heads (
        .clk(clk), .rst(rst),
        .s_valid(head_push), .s_ready(h_unused),
        .s_data({pack_data, pack_end[BW-2:0], head_last, pack_vlan, pack_tci, pack_ad}),
        .m_valid(h_valid), .m_ready(h_ready), .m_data({h_data, h_end, h_last, h_lifted, h_tci, h_ad}),
        .afull(head_afull)
    );

    wire        i_valid;
    wire [31:0] i_sec;
    wire [29:0] i_ns;
    wire [15:0] i_tci;
    wire        i_vlan, i_ad;
    wire        v_ready;
    weir_fifo #(.W(80), .LG(4), .AFULL(3)) u_infos (
        .clk(clk), .rst(rst),
        .s_valid(info_push), .s_ready(i_unused),
        .s_data({stamp, pack_tci, pack_vlan, pack_ad}),
        .m_valid(i_valid), .m_ready(v_ready), .m_data({i_sec, i_ns, i_tci, i_vlan, i_ad}),
        .afull(info_afull)
    );

    // Classification
    wire         v_hold, win_hold;
    wire         b_valid, b_close, b_lifted, b_ad;
    wire [4:0]   b_index;
    wire [63:0]  b_data;
    wire [15:0]  b_tci;
    wire         c_start;
    wire [47:0]  c_dst, c_src;
    wire [15:0]  c_proto;
    wire         c_vid;
    wire [7:0]   c_kind, c_l4;
    wire [127:0] c_addr_a, c_addr_b;
    wire [15:0]  c_port_a, c_port_b;
    wire         c_busy;
    weir_header #(.BUF_W(BUF_W), .BW(BW), .PERIOD(9)) u_header (
        .clk(clk), .rst(rst),
        .s_valid(h_valid), .s_ready(h_ready), .s_data(h_data), .s_end(h_end), .s_last(h_last),
        .s_lifted(h_lifted), .s_tci(h_tci), .s_tpid_ad(h_ad), .hold(v_hold || win_hold),
        .beat_valid(b_valid), .beat_close(b_close), .beat_index(b_index), .beat_data(b_data),
        .beat_lifted(b_lifted), .beat_tci(b_tci), .beat_tpid_ad(b_ad),
        .start(c_start), .dst(c_dst), .src(c_src), .proto(c_proto), .vid(c_vid),
        .kind(c_kind), .l4(c_l4), .addr_a(c_addr_a), .addr_b(c_addr_b),
        .port_a(c_port_a), .port_b(c_port_b), .busy(c_busy)
    );

    weir_window #(.SW(7)) u_window (
        .clk(clk), .rst(rst), .beat(b_valid), .close(b_close), .index(b_index), .data(b_data),
        .lifted(b_lifted), .tci(b_tci), .tpid_ad(b_ad), .oldest(win_oldest), .hold(win_hold),
        .we(win_we), .slot(win_slot), .word(win_word), .wdata(win_data)
    );

    wire            r_valid;
    wire [TAPS-1:0] r_taps;
    wire [2:0]      r_ptype;
    wire [15:0]     r_proto;
    wire [47:0]     r_src;
    wire [31:0]     r_hash;
    wire            r_busy;
    weir_classify #(.TAPS(TAPS), .ADDR_ENTRIES(ADDR_ENTRIES)) u_classify (
        .clk(clk), .rst(rst),
        .ctl_mac(ctl_mac), .tap_run(tap_run),
        .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .adr_we(adr_we), .adr_index(adr_index), .adr_data(adr_data),
        .start(c_start), .dst(c_dst), .src(c_src), .proto(c_proto), .vid(c_vid),
        .kind(c_kind), .l4(c_l4), .addr_a(c_addr_a), .addr_b(c_addr_b),
        .port_a(c_port_a), .port_b(c_port_b),
        .m_valid(r_valid), .m_taps(r_taps), .m_ptype(r_ptype), .m_proto(r_proto),
        .m_src(r_src), .m_hash(r_hash), .busy(r_busy)
    );

    wire            v_valid;
    wire [TAPS-1:0] v_taps;
    wire [2:0]      v_ptype;
    wire [15:0]     v_proto;
    wire [47:0]     v_src;
    wire [31:0]     v_hash;
    weir_fifo #(.W(TAPS + 99), .LG(4), .AFULL(IN_CLASSIFY + 1)) u_verdicts (
        .clk(clk), .rst(rst),
        .s_valid(r_valid), .s_ready(v_unused),
        .s_data({r_taps, r_ptype, r_proto, r_src, r_hash}),
        .m_valid(v_valid), .m_ready(v_ready), .m_data({v_taps, v_ptype, v_proto, v_src, v_hash}),
        .afull(v_hold)
    );

    // Commit
    wire [FB_AW:0]  used;
    wire [TAPS-1:0] over;
    wire            commit_busy;
    weir_backlog #(.TAPS(TAPS), .FB_AW(FB_AW), .BYTES_LG(BYTES_LG)) u_backlog (
        .clk(clk),
        .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .used(used), .over(over)
    );

    weir_commit #(.BUF_W(BUF_W), .FB_AW(FB_AW), .TAPS(TAPS)) u_commit (
        .clk(clk), .rst(rst),
        .s_valid(w_valid && f_valid), .s_ready(w_ready), .s_data(w_data), .s_last(w_last), .s_bad(w_bad),
        .s_cut(w_cut), .s_len(w_len),
        .tap_run(tap_run), .v_valid(v_valid), .v_ready(v_ready), .v_taps(v_taps), .v_ptype(v_ptype),
        .v_proto(v_proto), .v_src(v_src), .v_hash(v_hash),
        .i_sec(i_sec), .i_ns(i_ns), .i_tci(i_tci), .i_vlan(i_vlan), .i_tpid_ad(i_ad),
        .lost(lost), .lost_said(lost_said), .held(held), .done(done),
        .used(used), .over(over),
        .fb_we(fb_we), .fb_waddr(fb_waddr), .fb_wdata(fb_wdata), .fb_rptr(fb_rptr),
        .fr_valid(fr_valid), .fr_data(fr_data), .fr_full(fr_full),
        .ev_fate_valid(ev_fate_valid), .ev_fate(ev_fate), .ev_matched(ev_matched), .ev_shed(ev_shed),
        .busy(commit_busy)
    );

    assign fr_done = done;
    assign busy = mac_busy || lift_busy || pack_busy || c_busy || r_busy || commit_busy;

    wire unused = &{1'b0, w_unused, f_unused, h_unused, i_unused, v_unused, i_valid, pack_end[BW-1]};
endmodule

`default_nettype wire
