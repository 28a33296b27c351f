// SPDX-License-Identifier: BSD-3-Clause
// weir_header: reads the fields out of a frame's first 128 bytes, and shows its beats to weir_window.
//
// Header words are cut into beats of 8 bytes and a closing beat of no bytes; every field is picked from the
// beat that passes. The layer-3 header is brought to a beat boundary first: it begins at byte 14, 18 or 22
// of the stored frame, behind at most two tags, of which a lifted one counts as one.
//
// Throughput    a beat a cycle; a frame every PERIOD cycles at most, since weir_classify needs that long.
// Latency       start comes three cycles after the closing beat.
// Backpressure  the closing beat waits while hold is set; the header FIFO fills then.
// Proven        nothing here; tested with a model of its own (tests/rtl/t_rx.cpp).
`default_nettype none
`include "weir_frame.vh"

module weir_header #(
    // bits of a header word
    parameter BUF_W = 256,
    // bits of a number of bytes in a word
    parameter BW = 6,
    // cycles between two starts, at least; up to 15
    parameter PERIOD = 9
) (
    input  wire             clk,
    input  wire             rst,

    input  wire             s_valid,
    output wire             s_ready,
    input  wire [BUF_W-1:0] s_data,
    input  wire [BW-2:0]    s_end,        // number of the word's last byte
    input  wire             s_last,       // the frame's last header word
    input  wire             s_lifted,     // a tag was lifted
    input  wire [15:0]      s_tci,        // and what is in it
    input  wire             s_tpid_ad,
    input  wire             hold,

    // Registers that stay until the next start; byte 0 on the wire in the low bits
    // The beats, or the closing beat behind them, and the lifted tag
    output wire             beat_valid,
    output wire             beat_close,
    output wire [4:0]       beat_index,
    output wire [63:0]      beat_data,
    output wire             beat_lifted,
    output wire [15:0]      beat_tci,
    output wire             beat_tpid_ad,

    output wire             start,
    output wire [47:0]      dst,
    output wire [47:0]      src,
    output wire [15:0]      proto,        // host order, eth_type_trans
    output wire             vid,
    output wire [7:0]       kind,         // of the flow: 4, 6 or 2
    output wire [7:0]       l4,           // protocol byte, 0 for kind 2
    output wire [127:0]     addr_a,
    output wire [127:0]     addr_b,
    output wire [15:0]      port_a,
    output wire [15:0]      port_b,
    output wire             busy
);
    localparam [31:0] PERIOD_I = PERIOD;

    function is_tag(input [15:0] t);      // t as it lies in a beat
        is_tag = t == 16'h0081 || t == 16'ha888;
    endfunction

    // B: a beat out of the word
    reg  [2:0]  sub_q;
    reg  [4:0]  idx_q;
    reg         close_q;      // the closing beat is next
    reg  [3:0]  wait_q;       // cycles until the next closing beat may go
    reg         b_q;
    reg         b_close_q;
    reg  [63:0] b_data_q;
    reg  [4:0]  b_idx_q;
    reg  [3:0]  b_cnt_q;
    reg         b_lifted_q;
    reg  [15:0] b_tci_q;
    reg         b_ad_q;
    wire        b_vid = |b_tci_q[11:0];

    wire        word_end = sub_q[BW-5:0] == s_end[BW-2:3];
    wire        beat = s_valid && !close_q;
    wire        close = close_q && wait_q == 4'd0 && !hold;

    always @(posedge clk) begin
        b_q <= beat || close;
        if (beat || close) begin
            b_close_q <= close;
            b_idx_q <= idx_q;
        end
        if (beat) begin
            b_data_q <= s_data[sub_q[BW-5:0]*64 +: 64];
            b_cnt_q <= word_end ? {1'b0, s_end[2:0]} + 4'd1 : 4'd8;
            b_lifted_q <= s_lifted;
            b_tci_q <= s_tci;
            b_ad_q <= s_tpid_ad;
            sub_q <= word_end ? 3'd0 : sub_q + 3'd1;
            idx_q <= idx_q + 5'd1;
            if (word_end) close_q <= s_last;
        end
        if (close) begin
            close_q <= 1'b0;
            idx_q <= 5'd0;
            wait_q <= PERIOD_I[3:0] - 4'd1;
        end else if (wait_q != 4'd0) begin
            wait_q <= wait_q - 4'd1;
        end
        if (rst) begin
            b_q <= 1'b0;
            sub_q <= 3'd0;
            idx_q <= 5'd0;
            close_q <= 1'b0;
            wait_q <= 4'd0;
        end
    end

    assign s_ready = beat && word_end;
    assign beat_valid = b_q;
    assign beat_close = b_close_q;
    assign beat_index = b_idx_q;
    assign beat_data = b_data_q;
    assign beat_lifted = b_lifted_q;
    assign beat_tci = b_tci_q;
    assign beat_tpid_ad = b_ad_q;

    // L: the beat (p) and the layer-3 header's 8 bytes (l3) that end in it
    reg         l_q;
    reg         l_close_q;
    reg  [4:0]  l_idx_q;
    reg  [3:0]  l_cnt_q;
    reg         l_vid_q;
    reg  [63:0] p_q;
    reg         l3_q;
    reg  [63:0] l3_data_q;
    reg  [4:0]  l3_idx_q;
    reg         tag1_q;
    reg         tag2_q;
    reg         eth4_q;       // IPv4 by its type
    reg         eth6_q;

    wire        at2 = b_idx_q == 5'd2;
    wire        tag2 = tag1_q && !b_lifted_q && is_tag(b_data_q[15:0]);
    wire [15:0] inner = tag2 ? b_data_q[47:32] : b_data_q[15:0];
    wire        shift2 = tag1_q && (at2 || !tag2_q);

    always @(posedge clk) begin
        l_q <= b_q;
        l3_q <= b_q && b_idx_q >= (tag1_q ? 5'd3 : 5'd2);
        if (b_q) begin
            l_close_q <= b_close_q;
            l_idx_q <= b_idx_q;
            l_cnt_q <= b_cnt_q;
            l_vid_q <= b_vid;
            p_q <= b_data_q;
            l3_data_q <= shift2 ? {b_data_q[15:0], p_q[63:16]} : {b_data_q[47:0], p_q[63:48]};
            l3_idx_q <= b_idx_q - (tag1_q ? 5'd3 : 5'd2);
            if (b_idx_q == 5'd1) begin
                tag1_q <= is_tag(b_data_q[47:32]);
                tag2_q <= 1'b0;
                eth4_q <= b_data_q[47:32] == 16'h0008;
                eth6_q <= b_data_q[47:32] == 16'hdd86;
            end
            if (at2 && tag1_q) begin
                tag2_q <= tag2;
                eth4_q <= inner == 16'h0008;
                eth6_q <= inner == 16'hdd86;
            end
        end
        if (rst) begin
            l_q <= 1'b0;
            l3_q <= 1'b0;
        end
    end

    // F: the fields
    reg         f_q;
    reg  [47:0] dst_q;
    reg  [47:0] src_q;
    reg  [15:0] type_q;       // host order
    reg         llc_ff_q;     // bytes 14 and 15 are there and ff
    reg         vid_q;
    reg  [7:0]  have_q;       // bytes behind the beginning of layer 3, two's complement
    reg         ver4_q;
    reg         ver6_q;
    reg  [3:0]  ihl_q;
    reg         frag_q;
    reg  [7:0]  l4_q;
    reg  [63:0] a_hi_q;
    reg  [63:0] a_lo_q;
    reg  [63:0] b_hi_q;
    reg  [63:0] b_lo_q;
    reg  [31:0] ports_q;
    reg         ok4_q;
    reg         ok6_q;
    reg         ports_ok_q;

    wire [4:0]  ports_at = eth6_q ? 5'd5 : {2'b00, ihl_q[3:1]};
    wire        ports_hi = !eth6_q && ihl_q[0];
    wire [7:0]  l3_at = tag2_q ? 8'd22 : tag1_q ? 8'd18 : 8'd14;
    wire        l4_has_ports = l4_q == 8'd6 || l4_q == 8'd17 || l4_q == 8'd132;

    always @(posedge clk) begin
        f_q <= l_q && l_close_q;
        if (l_q) begin
            if (l_idx_q == 5'd0) begin
                dst_q <= p_q[47:0];
                src_q[15:0] <= p_q[63:48];
            end
            if (l_idx_q == 5'd1 && !l_close_q) begin
                src_q[47:16] <= p_q[31:0];
                type_q <= {p_q[39:32], p_q[47:40]};
                llc_ff_q <= p_q[63:48] == 16'hffff && l_cnt_q == 4'd8;
            end
            if (!l_close_q) begin
                have_q <= {l_idx_q, 3'd0} + {4'd0, l_cnt_q} - l3_at;
                vid_q <= l_vid_q;
            end
            ok4_q <= eth4_q && ver4_q && ihl_q >= 4'd5 && !have_q[7] && have_q[6:2] >= {1'b0, ihl_q};
            ok6_q <= eth6_q && ver6_q && !have_q[7] && have_q >= 8'd40;
            ports_ok_q <= (eth6_q ? have_q >= 8'd44 : !frag_q && have_q[6:2] > {1'b0, ihl_q}) && l4_has_ports;
        end
        if (l3_q) begin
            if (l3_idx_q == 5'd0) begin
                ver4_q <= l3_data_q[7:4] == 4'd4;
                ver6_q <= l3_data_q[7:4] == 4'd6;
                ihl_q <= l3_data_q[3:0];
                frag_q <= {l3_data_q[53:48], l3_data_q[63:56]} != 14'd0;
                if (eth6_q) l4_q <= l3_data_q[55:48];
            end
            if (l3_idx_q == 5'd1) begin
                if (eth6_q) begin
                    a_hi_q <= l3_data_q;
                end else begin
                    l4_q <= l3_data_q[15:8];
                    a_lo_q[63:32] <= l3_data_q[63:32];
                end
            end
            if (l3_idx_q == 5'd2) begin
                if (eth6_q) a_lo_q <= l3_data_q;
                else b_lo_q[63:32] <= l3_data_q[31:0];
            end
            if (l3_idx_q == 5'd3 && eth6_q) b_hi_q <= l3_data_q;
            if (l3_idx_q == 5'd4 && eth6_q) b_lo_q <= l3_data_q;
            if (l3_idx_q == ports_at) ports_q <= ports_hi ? l3_data_q[63:32] : l3_data_q[31:0];
        end
        if (rst) f_q <= 1'b0;
    end

    // Out: the flow's endpoints by kind
    reg         start_q;
    reg [47:0]  dst_out_q;
    reg [47:0]  src_out_q;
    reg [15:0]  proto_q;
    reg         vid_out_q;
    reg [7:0]   kind_q;
    reg [7:0]   l4_out_q;
    reg [127:0] addr_a_q;
    reg [127:0] addr_b_q;
    reg [31:0]  ports_out_q;

    wire        ip = ok4_q || ok6_q;
    wire [15:0] low_proto = llc_ff_q ? 16'h0001 : 16'h0004;

    always @(posedge clk) begin
        start_q <= f_q;
        if (f_q) begin
            dst_out_q <= dst_q;
            src_out_q <= src_q;
            proto_q <= type_q < 16'h0600 ? low_proto : type_q;
            vid_out_q <= vid_q;
            kind_q <= {5'd0, ip, !ok4_q, 1'b0};
            l4_out_q <= ip ? l4_q : 8'd0;
            addr_a_q[63:0] <= ok6_q ? a_hi_q : 64'd0;
            addr_b_q[63:0] <= ok6_q ? b_hi_q : 64'd0;
            addr_a_q[127:64] <= ok6_q ? a_lo_q : ok4_q ? {a_lo_q[63:32], 32'd0} : {src_q, 16'd0};
            addr_b_q[127:64] <= ok6_q ? b_lo_q : ok4_q ? {b_lo_q[63:32], 32'd0} : {dst_q, 16'd0};
            ports_out_q <= ip && ports_ok_q ? ports_q : 32'd0;
        end
        if (rst) start_q <= 1'b0;
    end

    assign start = start_q;
    assign dst = dst_out_q;
    assign src = src_out_q;
    assign proto = proto_q;
    assign vid = vid_out_q;
    assign kind = kind_q;
    assign l4 = l4_out_q;
    assign addr_a = addr_a_q;
    assign addr_b = addr_b_q;
    assign port_a = ports_out_q[15:0];
    assign port_b = ports_out_q[31:16];
    assign busy = s_valid || close_q || b_q || l_q || f_q || start_q;
endmodule

`default_nettype wire
