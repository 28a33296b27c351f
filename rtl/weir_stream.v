// SPDX-License-Identifier: BSD-3-Clause
// The block writer's data path: turns an operation into DMA words with byte strobes. An operation is a
// header of up to 68 bytes at a block offset that is a multiple of 8, then frame bytes beginning `mac`
// bytes behind that offset (any byte), zeros elsewhere up to `total` bytes.
//
// A beat goes through: step (G), frame buffer (2 cycles), rotation by 8-byte steps and by bytes, merge of
// header, this word and the word before. Throughput: a beat a cycle, no gap behind an operation of three
// or more beats; latency 8 cycles. Backpressure: the step stops while the output FIFO is nearly full.
// An operation of kind TAG_MARK without bytes passes as a command without data.
// `rel` words are given back to the frame buffer when the operation's last word was read.
// Proven: nothing but its splitter and FIFOs; every byte written is checked by tests/card.
`default_nettype none
`include "weir_dma.vh"
`include "weir_writer.vh"

module weir_stream #(
    parameter DMA_W = 256,
    parameter LB    = 5,
    parameter TW    = 4,
    parameter FB_AW = 11
) (
    input  wire               clk,
    input  wire               rst,
    input  wire [4:0]         max_beats,

    input  wire               op_valid,
    output wire               op_ready,
    input  wire [`OP_W-1:0]   op,
    input  wire [TW-1:0]      op_tap,
    input  wire [15:0]        op_start,

    output reg                fb_re,
    output reg  [FB_AW-1:0]   fb_raddr,
    input  wire [DMA_W-1:0]   fb_rdata,
    output reg  [FB_AW:0]     fb_rptr,

    output wire               cmd_valid,
    input  wire               cmd_ready,
    output wire [TW+2:0]      cmd_slot,
    output wire [21:LB]       cmd_off,
    output wire [4:0]         cmd_beats,
    output wire [TW+2:0]      cmd_tag,
    output wire               d_valid,
    input  wire               d_ready,
    output wire [DMA_W-1:0]   d_data,
    output wire [DMA_W/8-1:0] d_strb,
    output wire               busy
);
    localparam BYTES = DMA_W / 8;
    // Words that a header of 68 bytes may touch
    localparam HW    = (BYTES - 8 + 68 + BYTES - 1) / BYTES;
    localparam [31:0] BYTES_I = BYTES;
    localparam [LB:0] FULL = BYTES_I[LB:0];

    // ---- S: where things are, relative to the first word ------------------------------------------
    wire [21:3]       op_off   = op[`OP_OFF];
    wire [22:0]       op_total = op[`OP_TOTAL];
    wire [LB-1:0]     low      = {op_off[LB-1:3], 3'd0};
    reg               s_valid_q;
    // The headers of S and G, in turn: `s_odd_q` says where that of S is. They never move.
    reg  [HW*DMA_W-1:0] even_q, odd_q;
    reg               s_odd_q;
    reg  [LB-1:0]     s_low_q;
    reg  [23:0]       s_end_q;         // strobes end
    reg  [23:0]       s_dst_q, s_den_q; // data begin, end
    reg  [15:0]       s_start_q;
    reg  [9:0]        s_rel_q;
    reg  [17:0]       s_beats_q;
    reg               s_data_q;
    // s_split: bursts are still to be cut
    reg               s_split_q;
    reg  [TW+2:0]     s_slot_q;
    reg  [2:0]        s_kind_q;
    reg  [21:LB]      s_off_q;
    wire              sp_take;
    wire [23:0]       end_d = {1'b0, op_total} + {{(24-LB){1'b0}}, low};
    wire [23:0]       dst_d = {8'd0, op[`OP_MAC]} + {{(24-LB){1'b0}}, low};
    wire              any_d = op_total != 23'd0;
    wire [HW*DMA_W-1:0] hdr_wide = {{(HW*DMA_W-544){1'b0}}, op[`OP_HDR]};
    // rounded up; the small ones first, so that one long addition is left
    wire [LB:0]       low_up = {1'b0, low} + FULL - 1'b1;
    wire [23:0]       beats_d = ({1'b0, op_total} + {{(23-LB){1'b0}}, low_up}) >> LB;

    // The splitter takes an operation from here, one cycle before the beats begin.
    wire              s_load = op_valid && !s_valid_q;
    assign op_ready = !s_valid_q;

    // ---- G: one beat a cycle ------------------------------------------------------------------------
    reg               g_valid_q, g_first_q;
    // the header's word of this beat, one hot; none behind the header
    reg  [HW-1:0]     g_even_q, g_odd_q;
    reg  [23:0]       g_end_q, g_dst_q, g_den_q;
    reg  [LB-1:0]     g_low_q, g_rot_q;
    reg  [FB_AW-1:0]  g_addr_q;
    reg  [17:0]       g_left_q;
    reg  [9:0]        g_rel_q;
    reg               g_data_q;
    // s_none, g_none: no beat at all; g_last: at most one beat is left
    reg               s_none_q, s_one_q, g_none_q, g_last_q;
    wire              o_afull;
    wire              g_step = g_valid_q && (!o_afull || g_none_q);
    wire              g_free = !g_valid_q || (g_step && g_last_q);
    wire              g_load = s_valid_q && !s_split_q && g_free;

    // Clip to this word: 0 to BYTES
    function [LB:0] clip(input [23:0] x);
        clip = x[23] ? {(LB+1){1'b0}} : (|x[22:LB]) ? FULL : {1'b0, x[LB-1:0]};
    endfunction

    // The word is read if frame bytes lie in it.
    wire              g_read = g_data_q && (g_dst_q[23] || g_dst_q[22:LB] == 0);

    localparam [HW-1:0] WORD_0 = {{(HW-1){1'b0}}, 1'b1};
    // of the two headers, only one of which is read from
    function [DMA_W-1:0] header(input [HW-1:0] even, input [HW-1:0] odd);
        integer word;
        begin
            header = {DMA_W{1'b0}};
            for (word = 0; word < HW; word = word + 1)
                header = header | (even_q[word*DMA_W +: DMA_W] & {DMA_W{even[word]}})
                                | (odd_q[word*DMA_W +: DMA_W] & {DMA_W{odd[word]}});
        end
    endfunction

    always @(posedge clk) begin
        // Loaded with whatever is there: op_valid shall not enable wide registers
        if (!s_valid_q && s_odd_q)
            even_q <= hdr_wide << {low, 3'd0};
        if (!s_valid_q && !s_odd_q)
            odd_q <= hdr_wide << {low, 3'd0};
        s_odd_q <= s_odd_q ^ s_load;
        if (!s_valid_q) begin
            s_low_q   <= low;
            s_end_q   <= end_d;
            s_dst_q   <= dst_d;
            s_den_q   <= dst_d + {6'd0, op[`OP_SNAP]};
            s_start_q <= op_start;
            s_rel_q   <= op[`OP_REL];
            s_beats_q <= any_d ? beats_d[17:0] : 18'd0;
            s_none_q  <= !any_d;
            s_one_q   <= any_d && op_total[22:LB+1] == 0 && {1'b0, op_total[LB:0]} + {2'd0, low} <= {1'b0, FULL};
            s_data_q  <= op[`OP_SNAP] != 18'd0;
            s_slot_q  <= {op_tap, op[`OP_SLOT]};
            s_kind_q  <= op[`OP_KIND];
            s_off_q   <= op_off[21:LB];
        end
        s_valid_q <= s_load || (s_valid_q && !g_load);
        if (s_load)
            s_split_q <= any_d || op[`OP_KIND] == `TAG_MARK;
        else if (sp_take)
            s_split_q <= 1'b0;

        if (g_step) begin
            g_first_q <= 1'b0;
            g_even_q  <= g_even_q << 1;
            g_odd_q   <= g_odd_q << 1;
            g_end_q   <= g_end_q - {{(23-LB){1'b0}}, FULL};
            g_dst_q   <= g_dst_q - {{(23-LB){1'b0}}, FULL};
            g_den_q   <= g_den_q - {{(23-LB){1'b0}}, FULL};
            g_left_q  <= g_left_q - 18'd1;
            g_last_q  <= g_left_q[17:2] == 16'd0 && g_left_q[1:0] != 2'd3;
            if (g_read)
                g_addr_q <= g_addr_q + 1'b1;
        end
        if (g_load) begin
            g_first_q <= 1'b1;
            g_even_q  <= s_odd_q ? {HW{1'b0}} : WORD_0;
            g_odd_q   <= s_odd_q ? WORD_0 : {HW{1'b0}};
            g_low_q   <= s_low_q;
            g_end_q   <= s_end_q;
            g_dst_q   <= s_dst_q;
            g_den_q   <= s_den_q;
            g_rot_q   <= s_dst_q[LB-1:0];
            g_addr_q  <= s_start_q[FB_AW-1:0];
            g_rel_q   <= s_rel_q;
            g_left_q  <= s_beats_q;
            g_data_q  <= s_data_q;
            g_none_q  <= s_none_q;
            g_last_q  <= s_none_q || s_one_q;
        end
        g_valid_q <= g_load || (g_valid_q && !(g_step && g_last_q));
        if (rst) begin
            s_valid_q <= 1'b0;
            s_odd_q   <= 1'b0;
            g_valid_q <= 1'b0;
        end
    end

    // ---- 0: frame buffer address; 1, 2: on the way --------------------------------------------------
    reg               v0_q, v1_q, v2_q, v3_q, v4_q, v5_q;
    reg  [DMA_W-1:0]  h0_q, h1_q, h2_q, h3_q, h4_q;
    reg  [LB:0]       ss0_q, ss1_q, ss2_q, ss3_q, ss4_q, se0_q, se1_q, se2_q, se3_q, se4_q;
    reg  [LB:0]       ds0_q, ds1_q, ds2_q, ds3_q, de0_q, de1_q, de2_q, de3_q;
    reg  [LB-1:0]     r0_q, r1_q, r2_q, r3_q;
    reg               rd0_q, rd1_q, rd2_q, rd3_q;
    reg  [9:0]        rel_q;
    wire              g_beat = g_valid_q && !o_afull && !g_none_q;

    always @(posedge clk) begin
        v0_q  <= g_beat;
        fb_re <= g_beat && g_read;
        rd0_q <= g_beat && g_read;
        if (g_beat) begin
            fb_raddr <= g_addr_q;
            h0_q  <= header(g_even_q, g_odd_q);
            ss0_q <= g_first_q ? {1'b0, g_low_q} : {(LB+1){1'b0}};
            se0_q <= clip(g_end_q);
            ds0_q <= clip(g_dst_q);
            de0_q <= g_data_q ? clip(g_den_q) : {(LB+1){1'b0}};
            r0_q  <= g_rot_q;
        end
        // given back two cycles after the last read's address
        rel_q   <= g_step && g_last_q ? g_rel_q : 10'd0;
        fb_rptr <= fb_rptr + {{(FB_AW-9){1'b0}}, rel_q};
        if (rst) begin
            v0_q    <= 1'b0;
            rel_q   <= 10'd0;
            fb_rptr <= {(FB_AW+1){1'b0}};
            fb_re   <= 1'b0;
        end
    end

    // ---- 3: rotated by steps of 8; 4: by bytes; 5: merged -------------------------------------------
    reg  [DMA_W-1:0]  a_q, b_q, prev_q, o_data_q;
    reg  [BYTES-1:0]  mask_q, cur_q, o_strb_q;
    // byte n of the word goes to byte n + 8 by
    function [DMA_W-1:0] rotate8(input [DMA_W-1:0] x, input [LB-4:0] by);
        integer k;
        begin
            rotate8 = x;
            for (k = 1; k < BYTES / 8; k = k + 1)
                if (by == k[LB-4:0])
                    rotate8 = (x << (64 * k)) | (x >> (DMA_W - 64 * k));
        end
    endfunction
    // byte n goes to byte n + by: three steps of 4, 2 and 1
    function [DMA_W-1:0] rotate1(input [DMA_W-1:0] x, input [2:0] by);
        reg [DMA_W-1:0] y;
        begin
            y = by[2] ? {x[DMA_W-33:0], x[DMA_W-1 -: 32]} : x;
            y = by[1] ? {y[DMA_W-17:0], y[DMA_W-1 -: 16]} : y;
            rotate1 = by[0] ? {y[DMA_W-9:0], y[DMA_W-1 -: 8]} : y;
        end
    endfunction
    // a bit a byte to a byte
    function [DMA_W-1:0] spread(input [BYTES-1:0] x);
        integer k;
        for (k = 0; k < BYTES; k = k + 1)
            spread[8*k +: 8] = {8{x[k]}};
    endfunction
    // ones from bit n up
    function [BYTES-1:0] from(input [LB:0] n);
        from = {BYTES{1'b1}} << n;
    endfunction

    always @(posedge clk) begin
        v1_q <= v0_q;
        v2_q <= v1_q;
        v3_q <= v2_q;
        v4_q <= v3_q;
        v5_q <= v4_q;
        {rd1_q, rd2_q, rd3_q} <= {rd0_q, rd1_q, rd2_q};
        if (v0_q) {h1_q, ss1_q, se1_q, ds1_q, de1_q, r1_q} <= {h0_q, ss0_q, se0_q, ds0_q, de0_q, r0_q};
        if (v1_q) {h2_q, ss2_q, se2_q, ds2_q, de2_q, r2_q} <= {h1_q, ss1_q, se1_q, ds1_q, de1_q, r1_q};
        if (v2_q) {h3_q, ss3_q, se3_q, ds3_q, de3_q, r3_q} <= {h2_q, ss2_q, se2_q, ds2_q, de2_q, r2_q};
        if (rd2_q)
            a_q <= rotate8(fb_rdata, r2_q[LB-1:3]);
        if (v3_q) begin
            {h4_q, ss4_q, se4_q} <= {h3_q, ss3_q, se3_q};
            mask_q <= from(ds3_q) & ~from(de3_q);
            cur_q  <= from({1'b0, r3_q});
        end
        if (rd3_q) begin
            b_q    <= rotate1(a_q, r3_q[2:0]);
            prev_q <= b_q;
        end
        if (v4_q) begin
            o_data_q <= h4_q | (b_q & spread(mask_q & cur_q)) | (prev_q & spread(mask_q & ~cur_q));
            o_strb_q <= from(ss4_q) & ~from(se4_q);
        end
        if (rst) begin
            v1_q <= 1'b0;
            v2_q <= 1'b0;
            v3_q <= 1'b0;
            v4_q <= 1'b0;
            v5_q <= 1'b0;
        end
    end

    // The gate, which takes them, is far away.
    wire o_ready;
    weir_fifo #(.W(DMA_W + BYTES), .LG(5), .AFULL(12), .WIDE(1)) u_out (
        .clk(clk), .rst(rst), .s_valid(v5_q), .s_ready(o_ready), .s_data({o_strb_q, o_data_q}),
        .m_valid(d_valid), .m_ready(d_ready), .m_data({d_strb, d_data}), .afull(o_afull)
    );

    // ---- bursts ------------------------------------------------------------------------------------------
    wire         c_valid, c_ready;
    wire [TW+2:0] c_slot, c_tag;
    wire [21:LB] c_off;
    wire [4:0]   c_beats;
    weir_split #(.LB(LB), .SW(TW + 3), .TAG_W(TW + 3)) u_split (
        .clk(clk), .rst(rst), .max_beats(max_beats),
        .s_valid(s_valid_q && s_split_q), .s_ready(sp_take), .s_slot(s_slot_q), .s_off(s_off_q),
        .s_beats(s_beats_q), .s_tag({s_kind_q, s_slot_q[TW+2:3]}),
        .m_valid(c_valid), .m_ready(c_ready), .m_slot(c_slot), .m_off(c_off), .m_beats(c_beats),
        .m_tag(c_tag)
    );
    weir_fifo #(.W(2*TW + 6 + 22 - LB + 5), .LG(4), .AFULL(1)) u_cmd (
        .clk(clk), .rst(rst), .s_valid(c_valid), .s_ready(c_ready),
        .s_data({c_slot, c_off, c_beats, c_tag}),
        .m_valid(cmd_valid), .m_ready(cmd_ready), .m_data({cmd_slot, cmd_off, cmd_beats, cmd_tag}),
        .afull()
    );

    assign busy = s_valid_q || g_valid_q || v0_q || v1_q || v2_q || v3_q || v4_q || v5_q || d_valid
                  || cmd_valid || c_valid;

    wire unused = &{1'b0, o_ready, beats_d[23:18], s_start_q};

endmodule

`default_nettype wire
