// SPDX-License-Identifier: BSD-3-Clause
// weir_pair: register slice of two registers in turn, for wide words: neither s_valid nor m_ready enables a wide
// register, registers in here do. What it costs against weir_skid: a gate picks m_data of the two.
//
// Throughput    one word a cycle.
// Latency       one cycle.
// Backpressure  s_ready and m_valid are registers; two words held stop it.
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
`ifdef FORMAL
    ,
    // proofs look inside here: the word behind m
    output wire         f_spare_valid,
    output wire [W-1:0] f_spare
`endif
);
    reg         full0_q, full1_q;
    reg         wp_q, rp_q;
    // not both full; not both empty
    reg         ready_q, valid_q;
    reg [W-1:0] data0_q, data1_q;

    wire push = s_valid && ready_q;
    wire pop  = valid_q && m_ready;

    assign s_ready = ready_q;
    assign m_valid = valid_q;
    assign m_data  = rp_q ? data1_q : data0_q;

    always @(posedge clk) begin
        // An empty one takes whatever is there
        if (!full0_q) data0_q <= s_data;
        if (!full1_q) data1_q <= s_data;
        // No reset input of the register: pop comes late
        full0_q <= !rst && (full0_q ? !pop || rp_q : push && !wp_q);
        full1_q <= !rst && (full1_q ? !pop || !rp_q : push && wp_q);
        wp_q <= wp_q ^ push;
        rp_q <= rp_q ^ pop;
        if (push != pop) begin
            ready_q <= pop || !valid_q;
            valid_q <= push || !ready_q;
        end else begin
            ready_q <= !(full0_q && full1_q);
        end
        if (rst) begin
            wp_q    <= 1'b0;
            rp_q    <= 1'b0;
            ready_q <= 1'b0;
            valid_q <= 1'b0;
        end
    end

`ifdef FORMAL
    assign f_spare_valid = full0_q && full1_q;
    assign f_spare = rp_q ? data0_q : data1_q;
`include "weir_pair_f.vh"
`endif
endmodule

`default_nettype wire
