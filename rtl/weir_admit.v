// SPDX-License-Identifier: BSD-3-Clause
// weir_admit: lets a frame into the card, or not, where it would otherwise have to wait.
//
// Frames of Ethernet's spacing always get in. If frames come closer than weir_header and weir_commit can
// follow, the FIFOs behind fill. Then a whole frame is turned away at its first word; its fate is
// *overflow*, and no other frame is let in until that was said, so that fates stay in order. A frame that is
// already in when the word FIFO fills is cut: its last word still goes through, marked, and nothing else
// of it. The word FIFO keeps a place for that word.
//
// Throughput    one word a cycle.
// Latency       none: registers stand on both sides.
// Backpressure  none towards the MAC; that is what this block is for.
// Proven        by induction: no push meets a full FIFO, each admitted frame has one last word.
//               rtl/formal/weir_admit_f.vh
`default_nettype none

module weir_admit #(
    // words of a frame that weir_header reads
    parameter HEAD_WORDS = 4
) (
    input  wire        clk,
    input  wire        rst,

    input  wire        s_valid,
    input  wire        s_first,
    input  wire        s_last,
    input  wire        s_bad,

    // Fewer places free than: word FIFO 3, header FIFO HEAD_WORDS + 2, info FIFO 3. A place more than a
    // frame needs to begin, since room is judged a cycle before
    input  wire        word_afull,
    input  wire        head_afull,
    input  wire        info_afull,
    output wire        word_push,
    output wire        word_cut,      // with the last word: the frame is not whole
    output wire        head_push,
    output wire        head_last,
    output wire        info_push,
    output wire        stamp_pop,     // a frame's first word passes, admitted or not

    // Frames turned away: their fate is said by lost_said
    output wire        lost,
    input  wire        lost_said,
    // A frame is let in; a frame let in is done with
    output wire        held,
    input  wire        done
);
    localparam [31:0] HEAD_I = HEAD_WORDS;

    reg        room_q;
    reg        taking_q;
    reg        cut_q;
    reg [2:0]  word_q;        // number of the word, up to HEAD_WORDS
    reg [15:0] lost_q;
    reg        lost_any_q;
    reg [6:0]  held_q;
    reg        held_any_q;

    wire        take = s_first ? room_q : taking_q;
    wire        cut = !s_first && (cut_q || (word_afull && !s_last));
    wire [2:0]  word = s_first ? 3'd0 : word_q;
    wire        enter = s_valid && s_first && room_q;
    wire        miss = s_valid && s_last && !s_bad && !take;
    reg  [15:0] lost_d;
    reg  [6:0]  held_d;

    always @* begin
        lost_d = lost_q;
        if (miss && !lost_said) lost_d = lost_q + 16'd1;
        if (!miss && lost_said) lost_d = lost_q - 16'd1;
        held_d = held_q;
        if (enter && !done) held_d = held_q + 7'd1;
        if (!enter && done) held_d = held_q - 7'd1;
    end

    always @(posedge clk) begin
        room_q <= !word_afull && !head_afull && !info_afull && !lost_any_q && !miss && !held_q[6];
        if (s_valid) begin
            taking_q <= take;
            cut_q <= take && cut;
            word_q <= word == HEAD_I[2:0] ? word : word + 3'd1;
        end
        lost_q <= lost_d;
        lost_any_q <= lost_d != 16'd0;
        held_q <= held_d;
        held_any_q <= held_d != 7'd0;
        if (rst) begin
            room_q <= 1'b0;
            taking_q <= 1'b0;
            lost_q <= 16'd0;
            lost_any_q <= 1'b0;
            held_q <= 7'd0;
            held_any_q <= 1'b0;
        end
    end

    assign word_push = s_valid && take && (s_last || !cut);
    assign word_cut = cut;
    assign head_push = s_valid && take && word != HEAD_I[2:0];
    assign head_last = s_last || word == HEAD_I[2:0] - 3'd1;
    assign info_push = enter;
    assign stamp_pop = s_valid && s_first;
    assign lost = lost_any_q;
    assign held = held_any_q;

`ifdef FORMAL
`include "weir_admit_f.vh"
`endif
endmodule

`default_nettype wire
