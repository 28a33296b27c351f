// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_mul: product of two unsigned numbers, whole, from four products of their halves.
//
// Throughput    a product a cycle.
// Latency       three cycles.
// Backpressure  none.
// Proven        p is a * b of three cycles before, with W = 6: rtl/formal/weir_lane_mul_f.vh
`default_nettype none

module weir_lane_mul #(
    // even
    parameter W = 32
) (
    input  wire           clk,
    input  wire [W-1:0]   a,
    input  wire [W-1:0]   b,
    output wire [2*W-1:0] p
);
    localparam H = W / 2;

    reg [W-1:0]   ll_q, lh_q, hl_q, hh_q;
    reg [W:0]     mid_q;
    reg [2*W-1:0] ends_q;
    reg [2*W-1:0] p_q;

    always @(posedge clk) begin
        ll_q <= a[H-1:0] * b[H-1:0];
        lh_q <= a[H-1:0] * b[W-1:H];
        hl_q <= a[W-1:H] * b[H-1:0];
        hh_q <= a[W-1:H] * b[W-1:H];
        mid_q <= {1'b0, lh_q} + {1'b0, hl_q};
        ends_q <= {hh_q, ll_q};
        p_q[H-1:0] <= ends_q[H-1:0];
        p_q[2*W-1:H] <= ends_q[2*W-1:H] + {{(H-1){1'b0}}, mid_q};
    end

    assign p = p_q;

`ifdef FORMAL
`ifdef PROVE_MUL
`include "weir_lane_mul_f.vh"
`endif
`endif
endmodule

`default_nettype wire
