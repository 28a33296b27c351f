// SPDX-License-Identifier: BSD-3-Clause
// weir_tick: free-running microseconds for timers, from the clock rate; not settable.
//
// Throughput    tick pulses once a microsecond on average, exact over any whole second.
// Latency       tick is high in the first cycle of a new us.
// Backpressure  none.
// Proven        by induction: phase_q stays below CLK_HZ. rtl/formal/weir_tick_f.vh
//
// The simulation moves us_q and phase_q on while the card is idle.
`default_nettype none

module weir_tick #(
    // cycles a second, above 1,000,000 and below 2^30
    parameter [31:0] CLK_HZ = 32'd156250000
) (
    input  wire        clk,
    input  wire        rst,
    output wire [31:0] us,
    output wire        tick
);
    localparam [30:0] STEP = 31'd1000000;
    localparam [30:0] STEP_LESS = STEP - CLK_HZ[30:0];

    reg [29:0] phase_q;    // millionths of a cycle's share, 0 to CLK_HZ - 1
    reg        carry_q;
    reg        tick_q;
    reg [31:0] us_q;

    wire [30:0] sum = {1'b0, phase_q} + STEP;
    wire [30:0] less = {1'b0, phase_q} + STEP_LESS;

    always @(posedge clk) begin
        phase_q <= less[30] ? sum[29:0] : less[29:0];
        carry_q <= !less[30];
        tick_q <= carry_q;
        if (carry_q) us_q <= us_q + 32'd1;
        if (rst) begin
            phase_q <= 30'd0;
            carry_q <= 1'b0;
            tick_q <= 1'b0;
            us_q <= 32'd0;
        end
    end

    assign us = us_q;
    assign tick = tick_q;

    wire unused = &{1'b0, CLK_HZ[31], sum[30]};

`ifdef FORMAL
`include "weir_tick_f.vh"
`endif
endmodule

`default_nettype wire
