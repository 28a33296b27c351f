// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_turns: which frame has which thread of a filter lane, and for how long.
//
// A thread is at stage n of the lane's pipeline once in 16 cycles; that is a turn. A frame has BUDGET turns of its
// thread, then the thread takes the next frame, if one waits, without a turn between. Nothing that a program
// does comes in here, so none can delay a frame.
//
// Throughput    a frame each BUDGET cycles, as a mean; two starts in three cycles at most.
// Latency       take one cycle after the start was accepted if the thread at stage 11 is free, else when one is.
// Backpressure  start_ready is a register; a start that waits holds it low.
// Proven        by induction: last12 is new12 of 16 * BUDGET cycles before, always; a thread never has two frames; each
//               start accepted is taken once, in order, and at once when the thread at stage 11 is free.
//               rtl/formal/weir_lane_turns_f.vh
`default_nettype none

module weir_lane_turns #(
    // turns of a frame, 1 to 64
    parameter BUDGET = 40
) (
    input  wire clk,
    input  wire rst,
    input  wire start_valid,
    output wire start_ready,
    // the thread at stage 11 has the waiting frame from its next turn on
    output wire take,
    // the same of the thread at stage 12; last12: this was the last turn of the frame before
    output wire new12,
    output wire last12
);
    localparam [31:0] BUDGET_I = BUDGET - 1;
    localparam [5:0]  FIRST = BUDGET_I[5:0];

    // A ring: place n is the thread at stage 12 + n, so place 15 the one at stage 11
    reg [14:0]     busy_q;
    reg [16*6-1:0] left_q;      // turns after this one
    // Place 15's frame has its last turn; no frame, or that
    reg            last_q;
    reg            free_q;
    reg            pend_q;
    reg            ready_q;
    reg            new12_q;
    reg            last12_q;

    wire           go = pend_q && free_q;
    wire           come = start_valid && ready_q;
    wire           pend_d = come || (pend_q && !go);
    wire [5:0]     left15 = left_q[15*6 +: 6];
    wire           ends14 = left_q[14*6 +: 6] == 6'd0;

    always @(posedge clk) begin
        busy_q <= {busy_q[13:0], go || !free_q};
        left_q <= {left_q[15*6-1:0], go ? FIRST : left15 - 6'd1};
        free_q <= !busy_q[14] || ends14;
        last_q <= busy_q[14] && ends14;
        pend_q <= pend_d;
        ready_q <= !pend_d;
        new12_q <= go;
        last12_q <= last_q;
        if (rst) begin
            busy_q <= 15'd0;
            free_q <= 1'b1;
            last_q <= 1'b0;
            pend_q <= 1'b0;
            ready_q <= 1'b0;
            new12_q <= 1'b0;
            last12_q <= 1'b0;
        end
    end

    assign start_ready = ready_q;
    assign take = go;
    assign new12 = new12_q;
    assign last12 = last12_q;

`ifdef FORMAL
`include "weir_lane_turns_f.vh"
`endif
endmodule

`default_nettype wire
