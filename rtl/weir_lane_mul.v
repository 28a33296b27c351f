// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_mul: product of two unsigned numbers, whole, from four products of their halves. Their registers are for the
// multipliers alone, so that they can be beside them; three summands become two before they are added.
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

    (* keep *) reg [W-1:0] a_q, b_q;
    reg [W-1:0]   ll_q, lh_q, hl_q, hh_q;
    reg [2*W-1:0] p_q;
    // behind the lowest H bits
    wire [W+H-1:0] x = {hh_q, ll_q[W-1:H]}, y = {{H{1'b0}}, lh_q}, z = {{H{1'b0}}, hl_q};
    wire [W+H-1:0] sums = x ^ y ^ z;
    wire [W+H-1:0] carries = (x & y) | (x & z) | (y & z);
    wire           unused = carries[W+H-1];

    always @(posedge clk) begin
        a_q <= a;
        b_q <= b;
        ll_q <= a_q[H-1:0] * b_q[H-1:0];
        lh_q <= a_q[H-1:0] * b_q[W-1:H];
        hl_q <= a_q[W-1:H] * b_q[H-1:0];
        hh_q <= a_q[W-1:H] * b_q[W-1:H];
        p_q <= {sums + {carries[W+H-2:0], 1'b0}, ll_q[H-1:0]};
    end

    assign p = p_q;

`ifdef FORMAL
`ifdef PROVE_MUL
`include "weir_lane_mul_f.vh"
`endif
`endif
endmodule

`default_nettype wire
