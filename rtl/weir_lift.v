// SPDX-License-Identifier: BSD-3-Clause
// weir_lift: takes the outer VLAN tag out of a frame and closes the gap.
//
// A tag is 0x8100 or 0x88a8 in bytes 12 and 13 of a frame of at least 18 bytes. One beat is held back until
// the next one comes, so that the last beat out is never empty (except that of a frame of no bytes).
//
// Throughput    one beat a cycle.
// Latency       the next beat or, behind the last one, one cycle; plus one.
// Backpressure  none: s is always taken, m must be.
// Proven        nothing here; weir_rx is tested as a whole (tests/rtl/t_rx.cpp).
`default_nettype none

module weir_lift #(
    // bits of the stream: 64, 128, 256 or 512
    parameter MAC_W = 64,
    // bits of a number of bytes in a beat
    parameter CW = 4
) (
    input  wire             clk,
    input  wire             rst,
    // counts when the beat with byte 12 comes
    input  wire             enable,

    input  wire             s_valid,
    input  wire [MAC_W-1:0] s_data,
    input  wire [CW-1:0]    s_cnt,
    input  wire             s_last,
    input  wire             s_bad,

    output wire             m_valid,
    output wire [MAC_W-1:0] m_data,
    output wire [CW-1:0]    m_cnt,
    output wire             m_last,
    output wire             m_bad,      // at m_last
    // right from the beat with byte 12 to the last one
    output wire             m_vlan,     // lifted
    output wire             m_tpid_ad,  // it was 0x88a8
    output wire [15:0]      m_tci,
    output wire             busy
);
    localparam KEEP_W = MAC_W / 8;
    localparam [31:0] KEEP_I = KEEP_W;
    localparam [31:0] LESS_I = KEEP_W - 4;
    // Where the tag begins: beat, and byte within it
    localparam TB = 12 / KEEP_W;
    localparam TO = 12 % KEEP_W;
    localparam [31:0] TB_I = TB;
    localparam [31:0] ENOUGH_I = 18;
    localparam [31:0] FOUR_I = 4;
    // Bytes 16 and 17 are in the beat after the tag's; if not, a beat can hold ENOUGH bytes
    localparam SPLIT = KEEP_W <= 16;

    reg             held_q;
    reg [MAC_W-1:0] data_q;
    reg [CW-1:0]    cnt_q;
    reg             last_q;
    reg             bad_q;
    reg [1:0]       beat_q;      // number of the held beat, up to TB + 1
    reg             cand_q;      // holds a tag's beat and may lift
    reg             ad_q;
    reg             lifting_q;   // the tag of this frame went out of an earlier beat

    reg             out_q;
    reg [MAC_W-1:0] out_data_q;
    reg [CW-1:0]    out_cnt_q;
    reg             out_last_q;
    reg             out_bad_q;
    reg             out_vlan_q;
    reg             out_ad_q;
    reg [15:0]      out_tci_q;

    wire        emit = held_q && (last_q || s_valid);
    wire        s_first = !held_q || last_q;
    wire [1:0]  s_beat = s_first ? 2'd0 : beat_q == TB_I[1:0] + 2'd1 ? beat_q : beat_q + 2'd1;
    wire [15:0] s_type = {s_data[TO*8 +: 8], s_data[TO*8 + 8 +: 8]};
    wire        s_tag = s_beat == TB_I[1:0] && (s_type == 16'h8100 || s_type == 16'h88a8) && enable;
    wire        enough = SPLIT ? !last_q && |s_cnt[CW-1:1] : cnt_q >= ENOUGH_I[CW-1:0];
    wire        now = cand_q && enough;
    wire        shift = now || lifting_q;
    // what comes in fits behind what is held: the beat in is the last one and is used up
    wire        absorb = s_valid && !last_q && s_last && (shift ? s_cnt <= 4 : s_cnt == 0);

    wire [MAC_W-1:0] cut;        // the held beat without the tag, the next one behind
    generate
        if (TO + 4 < KEEP_W) begin : g_inside
            assign cut = {s_data[31:0], data_q[MAC_W-1:TO*8+32], data_q[TO*8-1:0]};
        end else begin : g_end
            assign cut = {s_data[31:0], data_q[TO*8-1:0]};
        end
    endgenerate

    always @(posedge clk) begin
        if (s_valid && !(held_q && absorb)) begin
            data_q <= s_data;
            cnt_q <= s_cnt;
            last_q <= s_last;
            bad_q <= s_bad;
            beat_q <= s_beat;
            cand_q <= s_tag;
            ad_q <= s_type[3];
        end
        if (s_valid) held_q <= !(held_q && absorb);
        else if (last_q) held_q <= 1'b0;
        if (emit) lifting_q <= shift && !last_q && !absorb;

        out_q <= emit;
        if (emit) begin
            out_data_q <= lifting_q ? {s_data[31:0], data_q[MAC_W-1:32]} : now ? cut : data_q;
            out_last_q <= last_q || absorb;
            out_bad_q <= last_q ? bad_q : s_bad;
            if (last_q) out_cnt_q <= shift ? cnt_q - FOUR_I[CW-1:0] : cnt_q;
            else if (absorb && shift) out_cnt_q <= LESS_I[CW-1:0] + s_cnt;
            else out_cnt_q <= KEEP_I[CW-1:0];
            if (!lifting_q) begin
                out_vlan_q <= now;
                out_ad_q <= now && ad_q;
                out_tci_q <= now ? {data_q[TO*8 + 16 +: 8], data_q[TO*8 + 24 +: 8]} : 16'd0;
            end
        end
        if (rst) begin
            held_q <= 1'b0;
            last_q <= 1'b0;
            lifting_q <= 1'b0;
            out_q <= 1'b0;
        end
    end

    assign m_valid = out_q;
    assign m_data = out_data_q;
    assign m_cnt = out_cnt_q;
    assign m_last = out_last_q;
    assign m_bad = out_bad_q;
    assign m_vlan = out_vlan_q;
    assign m_tpid_ad = out_ad_q;
    assign m_tci = out_tci_q;
    assign busy = held_q || out_q;
endmodule

`default_nettype wire
