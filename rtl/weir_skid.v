// SPDX-License-Identifier: BSD-3-Clause
// weir_skid: register slice; every output is a register, in both directions.
//
// Throughput    one word a cycle.
// Latency       one cycle.
// Backpressure  s_ready is a register: it falls the cycle after a stall began, the word taken meanwhile
//               waits in a second register.
// Proven        by induction: the n-th word in is the n-th word out, unchanged; m is stable until taken.
//               rtl/formal/weir_skid_f.vh
`default_nettype none

module weir_skid #(
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
    reg         ready_q;
    reg         valid_q;
    reg         spare_valid_q;
    reg [W-1:0] data_q;
    reg [W-1:0] spare_q;

    wire push = s_valid && ready_q;
    wire free = !valid_q || m_ready;

    always @(posedge clk) begin
        // Data move also when there are none: s_valid shall not enable wide registers
        if (free) data_q <= spare_valid_q ? spare_q : s_data;
        if (!spare_valid_q) spare_q <= s_data;
        if (free) begin
            valid_q <= spare_valid_q || push;
            spare_valid_q <= 1'b0;
            ready_q <= 1'b1;
        end else begin
            if (push) spare_valid_q <= 1'b1;
            ready_q <= !spare_valid_q && !push;
        end
        if (rst) begin
            ready_q <= 1'b0;
            valid_q <= 1'b0;
            spare_valid_q <= 1'b0;
        end
    end

    assign s_ready = ready_q;
    assign m_valid = valid_q;
    assign m_data = data_q;

`ifdef FORMAL
    assign f_spare_valid = spare_valid_q;
    assign f_spare = spare_q;
`include "weir_skid_f.vh"
`endif
endmodule

`default_nettype wire
