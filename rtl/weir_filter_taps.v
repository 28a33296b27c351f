// SPDX-License-Identifier: BSD-3-Clause
// weir_filter_taps: which program each tap's frames go through, now and before the last change.
//
// A write of TAP.FILTER changes the tap's generation bit, so that every frame names the filter that judged it. The tap is
// `swapping` until each frame of the generation before has gone through the block writer, and its block is closed: then
// the bit may stand for another filter. One tap is looked after at a time.
//
// Throughput    a change of each tap at a time. Latency: the frames queued before it, and a close.
// Backpressure  none: software waits for swapping (FILTER.SWAPPING).
// Proven        nothing here; tests/card changes filters under line rate.
`default_nettype none
`include "weir_regs.vh"

module weir_filter_taps #(
    parameter TW   = 4,
    parameter TAPS = 16
) (
    input  wire              clk,
    input  wire              rst,
    input  wire              cfg_we,
    input  wire [TW-1:0]     cfg_tap,
    input  wire [5:0]        cfg_reg,
    input  wire [31:0]       cfg_wdata,

    // By generation bit: frames go through a program, its number; the bit of now
    output reg  [TAPS-1:0]   on_0,
    output reg  [TAPS-1:0]   on_1,
    output reg  [4*TAPS-1:0] prog_0,
    output reg  [4*TAPS-1:0] prog_1,
    output reg  [TAPS-1:0]   gen,

    // Frames put into the queue, and done, modulo 2^16
    input  wire [15:0]       frames_in,
    input  wire [15:0]       frames_done,
    // Taps that may have an open block; the writer closes that of the tap in flush, and says when none with frames is left
    input  wire [TAPS-1:0]   held,
    output reg  [TAPS-1:0]   flush,
    input  wire              flushed,
    output reg  [TAPS-1:0]   swapping
);
    reg              we_q;
    reg  [TW-1:0]    tap_q;
    reg              on_q;
    reg  [3:0]       prog_q;
    integer          t;
    always @(posedge clk) begin
        we_q   <= cfg_we && cfg_reg == `WEIR_TAPREG_FILTER;
        tap_q  <= cfg_tap;
        on_q   <= cfg_wdata[`WEIR_TAP_FILTER_ENABLE_LSB];
        prog_q <= cfg_wdata[`WEIR_TAP_FILTER_PROGRAM_MSB:`WEIR_TAP_FILTER_PROGRAM_LSB];
        for (t = 0; t < TAPS; t = t + 1)
            if (we_q && tap_q == t[TW-1:0]) begin
                gen[t] <= !gen[t];
                if (gen[t]) {on_0[t], prog_0[4*t +: 4]} <= {on_q, prog_q};
                else        {on_1[t], prog_1[4*t +: 4]} <= {on_q, prog_q};
            end
        if (rst) begin
            on_0 <= {TAPS{1'b0}};
            on_1 <= {TAPS{1'b0}};
            gen  <= {TAPS{1'b0}};
        end
    end

    localparam S_LOOK = 2'd0, S_SETTLE = 2'd1, S_QUEUE = 2'd2, S_FLUSH = 2'd3;
    reg  [1:0]       state_q;
    reg  [TW-1:0]    at_q;
    reg  [3:0]       wait_q;
    reg  [15:0]      mark_q;
    reg              held_q, there_q;
    reg  [15:0]      behind_q;
    wire             over = state_q == S_FLUSH && (!held_q || flushed);

    always @(posedge clk) begin
        held_q  <= held[at_q];
        there_q <= swapping[at_q];
        behind_q <= frames_done - mark_q;
        case (state_q)
        // two cycles a tap: what is looked at is a register
        S_LOOK: begin
            wait_q <= wait_q + 4'd1;
            mark_q <= frames_in;
            if (wait_q[0]) begin
                wait_q <= 4'd0;
                if (there_q) state_q <= S_SETTLE;
                else         at_q <= at_q + 1'b1;
            end
        end
        // Frames that were judged by the program before are counted in frames_in after this.
        S_SETTLE: begin
            wait_q <= wait_q + 4'd1;
            mark_q <= frames_in;
            if (wait_q == 4'd15) state_q <= S_QUEUE;
        end
        S_QUEUE: if (!behind_q[15]) state_q <= S_FLUSH;
        default: if (over) begin
            state_q <= S_LOOK;
            wait_q  <= 4'd0;
        end
        endcase
        // A change while one is under way: from the start again
        if (we_q && tap_q == at_q && state_q != S_LOOK) begin
            state_q <= S_SETTLE;
            wait_q  <= 4'd0;
        end
        for (t = 0; t < TAPS; t = t + 1) begin
            flush[t] <= state_q == S_FLUSH && !over && at_q == t[TW-1:0];
            if (over && at_q == t[TW-1:0])
                swapping[t] <= 1'b0;
            if (we_q && tap_q == t[TW-1:0])
                swapping[t] <= 1'b1;
        end
        if (rst) begin
            state_q  <= S_LOOK;
            at_q     <= {TW{1'b0}};
            wait_q   <= 4'd0;
            flush    <= {TAPS{1'b0}};
            swapping <= {TAPS{1'b0}};
        end
    end

    wire unused = &{1'b0, cfg_wdata[31:9], cfg_wdata[7:4], behind_q[14:0]};
endmodule

`default_nettype wire
