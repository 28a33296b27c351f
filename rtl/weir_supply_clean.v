// SPDX-License-Identifier: BSD-3-Clause
// Closes all 8 slots of a stopped tap, one after the other, once none of its reads is on its way.
//
// Throughput: a tap at a time. Latency: up to a microsecond until the reads are looked at again, then the
// answers of the closes. Backpressure: `close_ready`. Proven: nothing; card/stress ends taps all the time.
`default_nettype none

module weir_supply_clean (
    input  wire       clk,
    input  wire       rst,
    input  wire       us_tick,
    input  wire       clean,
    output reg        clean_done,
    // Are reads of the tap on their way? `asked` takes the question, `no_reads` says no.
    output reg        ask,
    input  wire       asked,
    input  wire       no_reads,
    output wire       close_valid,
    input  wire       close_ready,
    output reg  [2:0] close_slot,
    input  wire       close_done,
    output wire       busy
);
    localparam C_IDLE = 2'd0, C_READS = 2'd1, C_SEND = 2'd2, C_WAIT = 2'd3;
    reg  [1:0] state_q;

    assign close_valid = state_q == C_SEND;
    assign busy = state_q != C_IDLE;

    always @(posedge clk) begin
        if (asked)
            ask <= 1'b0;
        else if (state_q == C_READS && us_tick)
            ask <= 1'b1;
        clean_done <= 1'b0;
        case (state_q)
        C_IDLE: begin
            close_slot <= 3'd0;
            if (clean && !clean_done)
                state_q <= C_READS;
        end
        C_READS: if (no_reads)
            state_q <= C_SEND;
        C_SEND: if (close_ready)
            state_q <= C_WAIT;
        default: if (close_done) begin
            close_slot <= close_slot + 3'd1;
            state_q    <= close_slot == 3'd7 ? C_IDLE : C_SEND;
            clean_done <= close_slot == 3'd7;
        end
        endcase
        if (rst) begin
            state_q    <= C_IDLE;
            ask        <= 1'b0;
            clean_done <= 1'b0;
        end
    end

endmodule

`default_nettype wire
