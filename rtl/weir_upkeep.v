// SPDX-License-Identifier: BSD-3-Clause
// Finds a tap that weir_block_ctl has to look at without a job: its retire time is over, its filter changes, or no
// block is open though it could have or learn of one. A request takes the place of the tap that was found; that one is
// found again.
//
// Throughput: a tap looked at a cycle. Latency: up to TAPS + 1 cycles. Backpressure: holds what it found until `take`.
// Proven: nothing; card/retire_timer and card/blocks would miss what it does not find.
`default_nettype none

module weir_upkeep #(
    parameter TW   = 4,
    parameter TAPS = 16
) (
    input  wire            clk,
    input  wire            rst,
    input  wire [TAPS-1:0] live,
    input  wire [TAPS-1:0] expired,
    input  wire [TAPS-1:0] flush,
    input  wire [TAPS-1:0] open,
    input  wire [TAPS-1:0] avail,
    input  wire [TAPS-1:0] taken,
    input  wire [TAPS-1:0] frozen,

    // request_wait: there is one, request: it is taken
    input  wire            request_wait,
    input  wire            request,
    input  wire [TW-1:0]   request_tap,
    input  wire            take,
    output reg             found,
    output reg             is_request,
    output reg  [TW-1:0]   tap,
    output wire            busy
);
    reg  [TAPS-1:0] need_q;
    reg  [TW-1:0]   walk_q;

    always @(posedge clk) begin
        need_q <= live & (expired | flush | (~open & (avail | (taken & ~frozen))));
        walk_q <= walk_q + 1'b1;
        // What was found is not taken while a request waits, so its tap need not be kept
        if (request_wait)
            tap <= request_tap;
        else if (!found)
            tap <= walk_q;
        if (request) begin
            found      <= 1'b1;
            is_request <= 1'b1;
        end else if (take) begin
            found      <= 1'b0;
            is_request <= 1'b0;
        end else if (!found && !request_wait && need_q[walk_q]) begin
            found <= 1'b1;
        end
        if (rst) begin
            need_q     <= {TAPS{1'b0}};
            walk_q     <= {TW{1'b0}};
            found      <= 1'b0;
            is_request <= 1'b0;
        end
    end

    assign busy = found || need_q != {TAPS{1'b0}};

endmodule

`default_nettype wire
