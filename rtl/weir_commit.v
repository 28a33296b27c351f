// SPDX-License-Identifier: BSD-3-Clause
// weir_commit: writes words into the frame buffer and decides each frame's fate.
//
// Words are written behind the last kept frame as they come; a frame's last word waits for its verdict. Then
// the frame is kept (its record leaves) or its words are given back. Of the good frames, in this order:
//   no tap matched                             unmatched
//   every tap that matched is above BACKLOG    matched, all shed, not kept
//   cut by weir_admit, no room for a word, or the frame queue about to be full: overflow
//   else                                       matched, kept
// Frames turned away by weir_admit are said to be overflow while nothing is inside.
//
// Throughput    one word a cycle, and five cycles a frame.
// Latency       a record leaves four cycles after the write of the frame's last word.
// Backpressure  s waits for the verdict; the frame buffer's lack of room never makes it wait.
// Proven        by induction: no word is written that holds a kept and unreleased frame; a record lies in
//               words that were written and kept. rtl/formal/weir_commit_f.vh
`default_nettype none
`include "weir_frame.vh"

module weir_commit #(
    parameter BUF_W = 256,
    parameter FB_AW = 11,
    parameter TAPS = 16
) (
    input  wire              clk,
    input  wire              rst,

    // Words: {data}, flags and length at the last one
    input  wire              s_valid,
    output wire              s_ready,
    input  wire [BUF_W-1:0]  s_data,
    input  wire              s_last,
    input  wire              s_bad,
    input  wire              s_cut,
    input  wire [13:0]       s_len,

    // Taps that match now: one that stopped since the verdict gets nothing
    input  wire [TAPS-1:0]   tap_run,
    // Verdicts and stamps, one a frame
    input  wire              v_valid,
    output wire              v_ready,
    input  wire [TAPS-1:0]   v_taps,
    input  wire [2:0]        v_ptype,
    input  wire [15:0]       v_proto,
    input  wire [47:0]       v_src,
    input  wire [31:0]       v_hash,
    input  wire [31:0]       i_sec,
    input  wire [29:0]       i_ns,
    input  wire [15:0]       i_tci,
    input  wire              i_vlan,
    input  wire              i_tpid_ad,

    // weir_admit
    input  wire              lost,
    output wire              lost_said,
    input  wire              held,
    output wire              done,

    // Thresholds
    output wire [FB_AW:0]    used,
    input  wire [TAPS-1:0]   over,

    output wire              fb_we,
    output wire [FB_AW-1:0]  fb_waddr,
    output wire [BUF_W-1:0]  fb_wdata,
    input  wire [FB_AW:0]    fb_rptr,
    output wire              fr_valid,
    output wire [`FR_W-1:0]  fr_data,
    input  wire              fr_full,
    output wire              ev_fate_valid,
    output wire [1:0]        ev_fate,
    output wire [TAPS-1:0]   ev_matched,
    output wire [TAPS-1:0]   ev_shed,
    output wire              busy
);
    // Room is judged by a word count up to 2 words old: so many words are never used.
    localparam [FB_AW:0] FULL_AT = {1'b1, {FB_AW{1'b0}}} - 4;

    reg [FB_AW:0]   base_q;      // first word behind the last kept frame
    reg [FB_AW:0]   wr_q;        // next word to write
    reg [FB_AW:0]   rptr_q;
    reg [FB_AW:0]   used_q;
    reg             room_q;
    reg             fit_q;       // every word of this frame so far had room
    reg             first_q;     // the next word is a frame's first
    reg             fb_we_q;
    reg [FB_AW-1:0] fb_waddr_q;
    reg [BUF_W-1:0] fb_wdata_q;

    // Judging: j1 waits for over to count this frame's words, j2 says
    reg [1:0]       settle_q;
    reg             j1_q;
    reg             j2_q;
    reg             bad_q;
    reg             whole_q;
    reg [13:0]      len_q;
    reg [TAPS-1:0]  match_q;
    reg [TAPS-1:0]  shed_q;
    reg             any_match_q;
    reg             any_take_q;
    reg             full_q;
    reg             done_q;
    reg             fr_q;
    reg [`FR_W-1:0] fr_data_q;
    reg             fate_q;
    reg [1:0]       fate_code_q;
    reg [TAPS-1:0]  ev_match_q;
    reg [TAPS-1:0]  ev_shed_q;

    // settle_q, j1_q or j2_q
    reg             judging_q;
    wire            take = s_valid && !judging_q && (!s_last || v_valid);
    wire            fit = room_q && (first_q || fit_q);
    wire            keep = !bad_q && whole_q && any_take_q && !full_q;
    wire            say = lost && !held;

    // the frame's taps are put into the record in full width
    wire [15:0]     taps16 = {{(16-TAPS){1'b0}}, match_q & ~shed_q};
    wire [15:0]     tpid = !i_vlan ? 16'd0 : i_tpid_ad ? 16'h88a8 : 16'h8100;
    wire [15:0]     start16 = {{(16-FB_AW){1'b0}}, base_q[FB_AW-1:0]};

    always @(posedge clk) begin
        rptr_q <= fb_rptr;
        used_q <= wr_q - rptr_q;
        room_q <= used_q < FULL_AT;
        fb_we_q <= take && fit;
        // also what is not written: nothing late shall enable a wide register
        fb_waddr_q <= wr_q[FB_AW-1:0];
        fb_wdata_q <= s_data;
        if (take) begin
            first_q <= s_last;
            fit_q <= fit;
            if (fit) wr_q <= wr_q + 1'b1;
        end

        settle_q <= {settle_q[0], take && s_last};
        j1_q <= settle_q[1];
        judging_q <= (take && s_last) || settle_q != 2'd0 || j1_q;
        // The last of them are those of the last word, with which judging begins: its take shall enable nothing
        if (!judging_q) begin
            bad_q <= s_bad;
            whole_q <= fit && !s_cut;
            len_q <= s_len;
            match_q <= v_taps & tap_run;
        end
        j2_q <= j1_q;
        if (j1_q) begin
            shed_q <= match_q & over;
            any_match_q <= |match_q;
            any_take_q <= |(match_q & ~over);
            full_q <= fr_full;
            // what the record says of the frame; START, LEN and TAPS are right a cycle later
            fr_data_q[`FR_SEC] <= i_sec;
            fr_data_q[`FR_NS] <= i_ns;
            fr_data_q[`FR_TCI] <= i_tci;
            fr_data_q[`FR_TPID] <= tpid;
            fr_data_q[`FR_VLAN] <= i_vlan;
            fr_data_q[`FR_PROTO] <= v_proto;
            fr_data_q[`FR_SADDR] <= v_src;
            fr_data_q[`FR_HASH] <= v_hash;
            fr_data_q[`FR_PTYPE] <= v_ptype;
        end
        fr_q <= j2_q && keep;
        if (j2_q) begin
            fr_data_q[`FR_START] <= start16;
            fr_data_q[`FR_LEN] <= {2'd0, len_q};
            fr_data_q[`FR_TAPS] <= taps16;
            if (keep) base_q <= wr_q;
            else wr_q <= base_q;
        end
        done_q <= j2_q;
        fate_q <= (j2_q && !bad_q) || say;
        if (j2_q || say) begin
            ev_match_q <= {TAPS{1'b0}};
            ev_shed_q <= {TAPS{1'b0}};
            if (!j2_q) fate_code_q <= `FATE_OVERFLOW;
            else if (!any_match_q) fate_code_q <= `FATE_UNMATCHED;
            else if (any_take_q && !keep) fate_code_q <= `FATE_OVERFLOW;
            else begin
                fate_code_q <= `FATE_MATCHED;
                ev_match_q <= match_q;
                ev_shed_q <= shed_q;
            end
        end
        if (rst) begin
            base_q <= {(FB_AW+1){1'b0}};
            wr_q <= {(FB_AW+1){1'b0}};
            rptr_q <= {(FB_AW+1){1'b0}};
            used_q <= {(FB_AW+1){1'b0}};
            room_q <= 1'b0;
            first_q <= 1'b1;
            fb_we_q <= 1'b0;
            settle_q <= 2'd0;
            j1_q <= 1'b0;
            j2_q <= 1'b0;
            judging_q <= 1'b0;
            done_q <= 1'b0;
            fr_q <= 1'b0;
            fate_q <= 1'b0;
        end
    end

    assign s_ready = take;
    assign v_ready = j1_q;
    assign lost_said = say;
    assign done = done_q;
    assign used = used_q;
    assign fb_we = fb_we_q;
    assign fb_waddr = fb_waddr_q;
    assign fb_wdata = fb_wdata_q;
    assign fr_valid = fr_q;
    assign fr_data = fr_data_q;
    assign ev_fate_valid = fate_q;
    assign ev_fate = fate_code_q;
    assign ev_matched = ev_match_q;
    assign ev_shed = ev_shed_q;
    assign busy = s_valid || judging_q || done_q || fr_q || fate_q || lost || held;

`ifdef FORMAL
`include "weir_commit_f.vh"
`endif
endmodule

`default_nettype wire
