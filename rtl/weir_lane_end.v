// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_end: where a micro-operation leads, and what a verdict says.
//
// Stage 13 compares, 14 chooses the target, 15 and 16 make a verdict's number of bytes.
//
// Throughput    a micro-operation a cycle.
// Latency       two cycles from r13 to verdict15 and place15, four to an event.
// Backpressure  none: events must be taken.
// Proven        as a part of weir_lane_path: rtl/formal/f_lane_uop.v.
`default_nettype none
`include "weir_uop.vh"

module weir_lane_end #(
    parameter TAG_W = 8
) (
    input  wire             clk,
    input  wire             rst,

    input  wire [3:0]       t2,
    input  wire [3:0]       t13,
    // of the micro-operation at stage 2
    input  wire [32:0]      targets2,   // T_GT, T_LT, T_EQ
    // of its load; of its program
    input  wire             fail6,
    input  wire             outside6,
    input  wire             void14,

    input  wire [31:0]      r13,
    input  wire [31:0]      c13,
    input  wire [31:0]      k13,
    input  wire             set13,
    output wire             verdict15,
    output wire [9:0]       place15,

    input  wire             wire15,
    input  wire             vlan15,
    input  wire [15:0]      snap15,
    input  wire             ends15,
    input  wire [3:0]       prog15,
    input  wire             done15,
    input  wire [TAG_W-1:0] tag15,

    output wire             ev_valid,
    output wire [TAG_W-1:0] ev_tag,
    output wire             ev_prog_valid,
    output wire [3:0]       ev_prog,
    output wire [1:0]       ev_kind,
    output wire [15:0]      ev_keep,
    output wire             ev_done
);
    localparam [1:0] DROP = 2'd0, KEEP = 2'd1, UNSURE = 2'd2;

    wire [32:0]      targets13;
    reg  [32:0]      targets14_q;
    reg  [7:0]       fail_q, outside_q;     // [n]: of the load at stage 7 + n
    reg              eq14_q, lt14_q;
    reg  [15:0]      r14_q, r15_q;          // 65,535 if more
    reg  [15:0]      k14_q, k15_q;
    reg  [10:0]      target14, target15_q;

    wire [9:0]       code = target15_q[9:0];
    wire             gives = ends15 && target15_q[10];
    reg              gives16_q, prog_valid16_q, done16_q, tagged16_q;
    reg              unsure16_q, all16_q, number16_q, zero_drops16_q;
    reg  [15:0]      n16_q;
    reg  [3:0]       prog16_q;
    reg  [TAG_W-1:0] tag16_q;
    // Where bytes of the view end in the frame without its tag
    reg  [15:0]      stored16;

    reg              valid17_q, prog_valid17_q, done17_q;
    reg  [1:0]       kind17_q;
    reg  [15:0]      keep17_q;
    reg  [3:0]       prog17_q;
    reg  [TAG_W-1:0] tag17_q;

    always @* begin
        target14 = eq14_q ? targets14_q[10:0] : lt14_q ? targets14_q[21:11] : targets14_q[32:22];
        if (outside_q[7]) target14 = {1'b1, `WEIR_UOP_V_UNSURE};
        if (fail_q[7]) target14 = {1'b1, `WEIR_UOP_V_DROP};
        if (void14) target14 = {1'b1, `WEIR_UOP_V_UNSURE};

        stored16 = n16_q;
        if (tagged16_q && n16_q > 16'd12) stored16 = n16_q > 16'd16 ? n16_q - 16'd4 : 16'd12;
    end

    always @(posedge clk) begin
        fail_q <= {fail_q[6:0], fail6};
        outside_q <= {outside_q[6:0], outside6};
        targets14_q <= targets13;
        eq14_q <= set13 ? |(r13 & c13) : r13 == c13;
        lt14_q <= set13 || r13 < c13;
        r14_q <= r13[15:0] | {16{|r13[31:16]}};
        k14_q <= k13[15:0] | {16{|k13[31:16]}};

        target15_q <= target14;
        r15_q <= r14_q;
        k15_q <= k14_q;

        gives16_q <= gives;
        prog_valid16_q <= ends15;
        done16_q <= done15;
        prog16_q <= prog15;
        tag16_q <= tag15;
        tagged16_q <= wire15 && vlan15;
        all16_q <= code == `WEIR_UOP_V_ALL;
        number16_q <= code == `WEIR_UOP_V_SNAP || code == `WEIR_UOP_V_R || code == `WEIR_UOP_V_K;
        zero_drops16_q <= code != `WEIR_UOP_V_SNAP;
        unsure16_q <= code >= `WEIR_UOP_V_UNSURE;
        n16_q <= !code[1] ? k15_q : code[0] ? r15_q : snap15;

        valid17_q <= prog_valid16_q || done16_q;
        prog_valid17_q <= prog_valid16_q;
        done17_q <= done16_q;
        prog17_q <= prog16_q;
        tag17_q <= tag16_q;
        kind17_q <= !gives16_q || unsure16_q ? UNSURE :
                    all16_q || (number16_q && (n16_q != 16'd0 || !zero_drops16_q)) ? KEEP : DROP;
        keep17_q <= ({16{gives16_q && number16_q}} & stored16) | {16{gives16_q && all16_q}};
        if (rst) begin
            valid17_q <= 1'b0;
            prog_valid17_q <= 1'b0;
            done17_q <= 1'b0;
        end
    end

    weir_lutram #(.W(33), .AW(4)) u_targets (
        .clk(clk), .we(1'b1), .waddr(t2), .wdata(targets2), .raddr(t13), .rdata(targets13)
    );

    assign verdict15 = target15_q[10];
    assign place15 = target15_q[9:0];
    assign ev_valid = valid17_q;
    assign ev_tag = tag17_q;
    assign ev_prog_valid = prog_valid17_q;
    assign ev_prog = prog17_q;
    assign ev_kind = kind17_q;
    assign ev_keep = keep17_q;
    assign ev_done = done17_q;
endmodule

`default_nettype wire
