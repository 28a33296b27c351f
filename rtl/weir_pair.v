// SPDX-License-Identifier: BSD-3-Clause
// weir_pair: register slice of two registers in turn, for wide words whose taker is far away: m_ready enables
// no wide register, only registers in here do. What it costs against weir_skid: m_data is picked by a gate.
//
// Throughput    one word a cycle.
// Latency       one cycle.
// Backpressure  s_ready is a function of registers; both words full stop it.
// Proven        by induction: the n-th word in is the n-th word out, unchanged; m is stable until taken.
//               rtl/formal/weir_pair_f.vh
`default_nettype none

module weir_pair #(
    parameter W = 8
) (
    input  wire         clk,
    input  wire         rst,
    input  wire         s_valid,
    output wire         s_ready,
    input  wire [W-1:0] s_data,
    output wire         m_valid,
    input  wire         m_ready,
    output wire [W-1:0] m_data
);
    reg         full0_q, full1_q;
    reg         wp_q, rp_q;
    reg [W-1:0] data0_q, data1_q;

    wire push = s_valid && s_ready;
    wire pop  = m_valid && m_ready;

    assign s_ready = wp_q ? !full1_q : !full0_q;
    assign m_valid = rp_q ? full1_q : full0_q;
    assign m_data  = rp_q ? data1_q : data0_q;

    always @(posedge clk) begin
        // An empty one takes whatever is there: neither s_valid nor m_ready shall enable a wide register
        if (!full0_q) data0_q <= s_data;
        if (!full1_q) data1_q <= s_data;
        if (push && !wp_q) full0_q <= 1'b1;
        if (push && wp_q)  full1_q <= 1'b1;
        if (pop && !rp_q)  full0_q <= 1'b0;
        if (pop && rp_q)   full1_q <= 1'b0;
        wp_q <= wp_q ^ push;
        rp_q <= rp_q ^ pop;
        if (rst) begin
            full0_q <= 1'b0;
            full1_q <= 1'b0;
            wp_q    <= 1'b0;
            rp_q    <= 1'b0;
        end
    end

`ifdef FORMAL
`include "weir_pair_f.vh"
`endif
endmodule

`default_nettype wire
