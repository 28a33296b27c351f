// SPDX-License-Identifier: BSD-3-Clause
// weir_rx_mac: takes the AXI4-Stream of the MAC, numbers no byte, judges every frame.
//
// Decides at a frame's first beat whether the frame is taken (enable), time-stamps it there, and says at its
// end how long it was and what was wrong with it. Beats of a frame that is already too long are not passed
// on, but its last one always is, with m_bad.
//
// Throughput    one beat a cycle, for ever.
// Latency       three cycles; ev_rx comes with m_last.
// Backpressure  none: s is always taken, m must be.
// Proven        nothing here; weir_rx is tested as a whole (tests/rtl/t_rx.cpp).
`default_nettype none
`include "weir_frame.vh"

module weir_rx_mac #(
    // bits of the stream
    parameter MAC_W = 64,
    // limits of a good frame, bytes without FCS
    parameter MIN_FRAME = 14,
    parameter MAX_FRAME = 9600,
    // bits of a number of bytes in a beat
    parameter CW = 4
) (
    input  wire               clk,
    input  wire               rst,
    input  wire               enable,
    input  wire [31:0]        time_sec,
    input  wire [29:0]        time_ns,

    // tkeep is contiguous from bit 0 and counts at tlast only; none at all is allowed there
    input  wire               s_valid,
    input  wire [MAC_W-1:0]   s_data,
    input  wire [MAC_W/8-1:0] s_keep,
    input  wire               s_last,
    input  wire               s_bad,

    // A time-stamp a frame, before its first beat leaves
    output wire               stamp_valid,
    output wire [61:0]        stamp,          // {seconds, nanoseconds}

    output wire               m_valid,
    output wire [MAC_W-1:0]   m_data,
    output wire [CW-1:0]      m_cnt,          // bytes in the beat
    output wire               m_last,
    output wire               m_bad,          // at m_last

    output wire               ev_rx_valid,
    output wire [15:0]        ev_rx_bytes,    // 65535 also for anything longer
    output wire [1:0]         ev_rx_err,
    output wire               busy
);
    localparam KEEP_W = MAC_W / 8;
    localparam [31:0] KEEP_I = KEEP_W;
    localparam [31:0] MIN_I = MIN_FRAME;
    localparam [31:0] MAX_I = MAX_FRAME;

    // bytes of the last beat
    reg  [CW-1:0] kept;
    integer       i;
    always @* begin
        kept = {CW{1'b0}};
        for (i = 0; i < KEEP_W; i = i + 1)
            if (s_keep[i]) kept = i[CW-1:0] + 1'b1;
    end

    // 1: the input, registered
    reg             in_frame_q;
    reg             taken_q;
    reg             v1_q;
    reg             first1_q;
    reg             last1_q;
    reg             bad1_q;
    reg [CW-1:0]    cnt1_q;
    reg [MAC_W-1:0] data1_q;
    reg [61:0]      stamp_q;
    // 2: the length so far
    reg             v2_q;
    reg             last2_q;
    reg             bad2_q;
    reg [CW-1:0]    cnt2_q;
    reg [MAC_W-1:0] data2_q;
    reg [15:0]      len2_q;
    // 3: the judgement
    reg             v3_q;
    reg             last3_q;
    reg [CW-1:0]    cnt3_q;
    reg [MAC_W-1:0] data3_q;
    reg [15:0]      len3_q;
    reg [1:0]       err3_q;

    wire        take = in_frame_q ? taken_q : enable;
    wire [16:0] sum = (first1_q ? 17'd0 : {1'b0, len2_q}) + {{(17-CW){1'b0}}, cnt1_q};
    wire        long2 = len2_q > MAX_I[15:0];

    always @(posedge clk) begin
        v1_q <= s_valid && take;
        if (s_valid) begin
            in_frame_q <= !s_last;
            taken_q <= take;
        end
        // also what is not valid: it comes late
        data1_q <= s_data;
        cnt1_q <= s_last ? kept : KEEP_I[CW-1:0];
        first1_q <= !in_frame_q;
        last1_q <= s_last;
        bad1_q <= s_bad;
        stamp_q <= {time_sec, time_ns};

        v2_q <= v1_q;
        if (v1_q) begin
            data2_q <= data1_q;
            cnt2_q <= cnt1_q;
            last2_q <= last1_q;
            bad2_q <= bad1_q;
            len2_q <= sum[16] ? 16'hffff : sum[15:0];
        end

        v3_q <= v2_q && (last2_q || !long2);
        if (v2_q) begin
            data3_q <= data2_q;
            cnt3_q <= cnt2_q;
            last3_q <= last2_q;
            len3_q <= len2_q;
            err3_q <= bad2_q ? `ERR_BAD :
                      len2_q < MIN_I[15:0] ? `ERR_RUNT :
                      long2 ? `ERR_LONG : `ERR_NONE;
        end
        if (rst) begin
            in_frame_q <= 1'b0;
            taken_q <= 1'b0;
            v1_q <= 1'b0;
            v2_q <= 1'b0;
            v3_q <= 1'b0;
        end
    end

    assign stamp_valid = v1_q && first1_q;
    assign stamp = stamp_q;
    assign m_valid = v3_q;
    assign m_data = data3_q;
    assign m_cnt = cnt3_q;
    assign m_last = last3_q;
    assign m_bad = err3_q != `ERR_NONE;
    assign ev_rx_valid = v3_q && last3_q;
    assign ev_rx_bytes = len3_q;
    assign ev_rx_err = err3_q;
    assign busy = (in_frame_q && taken_q) || v1_q || v2_q || v3_q;
endmodule

`default_nettype wire
