// SPDX-License-Identifier: BSD-3-Clause
// weir_pack: gathers beats into the words of the frame buffer.
//
// A frame begins on a word boundary, byte 0 in bits 7:0. What lies behind a frame's last byte is undefined.
//
// Throughput    one beat a cycle.
// Latency       one cycle from the word's last beat.
// Backpressure  none: s is always taken, m must be.
// Proven        nothing here; weir_rx is tested as a whole (tests/rtl/t_rx.cpp).
`default_nettype none

module weir_pack #(
    // bits of a beat, bits of a word: a multiple
    parameter MAC_W = 64,
    parameter BUF_W = 256,
    // bits of a number of bytes in a beat, in a word
    parameter CW = 4,
    parameter BW = 6
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             s_valid,
    input  wire [MAC_W-1:0] s_data,
    input  wire [CW-1:0]    s_cnt,
    input  wire             s_last,
    input  wire             s_bad,
    input  wire             s_vlan,
    input  wire             s_tpid_ad,
    input  wire [15:0]      s_tci,

    output wire             m_valid,
    output wire [BUF_W-1:0] m_data,
    output wire [BW-1:0]    m_cnt,      // bytes in the word
    output wire             m_first,
    output wire             m_last,
    output wire             m_bad,      // at m_last
    output wire [13:0]      m_len,      // bytes of the frame so far, this word included
    output wire             m_vlan,
    output wire             m_tpid_ad,
    output wire [15:0]      m_tci,
    output wire             busy
);
    localparam N = BUF_W / MAC_W;
    localparam [31:0] N_I = N;

    reg             valid_q;
    reg [BUF_W-1:0] data_q;
    reg [BW-1:0]    cnt_q;
    reg             first_q;
    reg             last_q;
    reg             bad_q;
    reg [13:0]      len_q;
    reg             vlan_q;
    reg             ad_q;
    reg [15:0]      tci_q;
    reg             open_q;       // a word is begun
    reg [3:0]       lane_q;       // where the next beat goes
    reg             start_q;      // the next beat is a frame's first

    wire full = lane_q == N_I[3:0] - 4'd1;

    generate
        genvar g;
        for (g = 0; g < N; g = g + 1) begin : g_lane
            always @(posedge clk)
                if (s_valid && lane_q == g) data_q[g*MAC_W +: MAC_W] <= s_data;
        end
    endgenerate

    always @(posedge clk) begin
        valid_q <= s_valid && (full || s_last);
        if (s_valid) begin
            lane_q <= full || s_last ? 4'd0 : lane_q + 4'd1;
            cnt_q <= (lane_q == 4'd0 ? {BW{1'b0}} : cnt_q) + {{(BW-CW){1'b0}}, s_cnt};
            if (lane_q == 4'd0) first_q <= start_q;
            start_q <= s_last;
            last_q <= s_last;
            bad_q <= s_bad;
            len_q <= (start_q ? 14'd0 : len_q) + {{(14-CW){1'b0}}, s_cnt};
            vlan_q <= s_vlan;
            ad_q <= s_tpid_ad;
            tci_q <= s_tci;
            open_q <= !(full || s_last);
        end
        if (rst) begin
            valid_q <= 1'b0;
            lane_q <= 4'd0;
            start_q <= 1'b1;
            open_q <= 1'b0;
        end
    end

    assign m_valid = valid_q;
    assign m_data = data_q;
    assign m_cnt = cnt_q;
    assign m_first = first_q;
    assign m_last = last_q;
    assign m_bad = bad_q;
    assign m_len = len_q;
    assign m_vlan = vlan_q;
    assign m_tpid_ad = ad_q;
    assign m_tci = tci_q;
    assign busy = open_q || valid_q;
endmodule

`default_nettype wire
