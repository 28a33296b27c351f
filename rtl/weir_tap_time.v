// SPDX-License-Identifier: BSD-3-Clause
// The time that a tap shows: the card's plus TIME_SEC and TIME_NS, with fewer than 10^9 nanoseconds.
//
// Throughput: a time a cycle. Latency: two cycles, `add` and `carry`, each when its step is told to go.
// Backpressure: none of its own. Proven: nothing; every time stamp and ts_first is checked by tests/card.
`default_nettype none
`include "weir_regs.vh"

module weir_tap_time #(
    parameter TW = 4
) (
    input  wire          clk,
    input  wire          cfg_we,
    input  wire [TW-1:0] cfg_tap,
    input  wire [5:0]    cfg_reg,
    input  wire [31:0]   cfg_wdata,

    input  wire          add,
    input  wire [TW-1:0] tap,
    input  wire [31:0]   sec,
    input  wire [29:0]   ns,
    input  wire          carry,
    output reg  [31:0]   tap_sec,
    output reg  [29:0]   tap_ns
);
    localparam [30:0] SECOND = 31'd1000000000;

    wire [31:0] c_sec;
    wire [29:0] c_ns;
    weir_tap_cfg #(.W(32), .TW(TW), .REG(`WEIR_TAPREG_TIME_SEC)) u_sec (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(c_sec)
    );
    weir_tap_cfg #(.W(30), .TW(TW), .REG(`WEIR_TAPREG_TIME_NS)) u_ns (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(c_ns)
    );

    reg  [30:0] ns_q;
    // both are ready when it is known which
    reg  [31:0] sec_q, sec_next_q;
    wire        over = ns_q >= SECOND;
    wire [30:0] rest = ns_q - SECOND;
    // one more, by the carry into the sum
    wire [32:0] next = {sec, 1'b1} + {c_sec, 1'b1};

    always @(posedge clk) begin
        if (add) begin
            ns_q  <= {1'b0, ns} + {1'b0, c_ns};
            sec_q <= sec + c_sec;
            sec_next_q <= next[32:1];
        end
        if (carry) begin
            tap_ns  <= over ? rest[29:0] : ns_q[29:0];
            tap_sec <= over ? sec_next_q : sec_q;
        end
    end

    wire unused = &{1'b0, rest[30], next[0]};

endmodule

`default_nettype wire
