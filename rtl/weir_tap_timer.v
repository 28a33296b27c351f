// SPDX-License-Identifier: BSD-3-Clause
// Retire timers: RETIRE microseconds after `arm` a tap's `expired` bit rises, until `disarm`.
// A timer is looked at once in TAPS cycles; resolution 1 us. RETIRE 0 never expires.
//
// Throughput: a tap a cycle. Latency: at most TAPS cycles. Backpressure: none.
// Proven: nothing; card/retire_timer measures it.
`default_nettype none
`include "weir_regs.vh"

module weir_tap_timer #(
    parameter TW   = 4,
    parameter TAPS = 16
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             cfg_we,
    input  wire [TW-1:0]    cfg_tap,
    input  wire [5:0]       cfg_reg,
    input  wire [31:0]      cfg_wdata,
    input  wire [31:0]      us,
    // One of the two at a time
    input  wire             arm,
    input  wire             disarm,
    input  wire [TW-1:0]    tap,
    (* nowrshmsk *) output reg [TAPS-1:0] expired
);

    wire [31:0]    retire, deadline;
    reg  [TW-1:0]  arm_tap_q, walk_q, look_q;
    reg            arm_q, look_valid_q;
    reg  [31:0]    arm_at_q, left_q;
    // Read by the simulation as well: how far idle time may jump
    (* nowrshmsk *) reg [TAPS-1:0] armed_q;

    weir_tap_cfg #(.W(32), .TW(TW), .REG(`WEIR_TAPREG_RETIRE)) u_retire (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(retire)
    );
    weir_lutram #(.W(32), .AW(TW)) u_deadline (
        .clk(clk), .we(arm_q), .waddr(arm_tap_q), .wdata(arm_at_q), .raddr(walk_q), .rdata(deadline)
    );

    always @(posedge clk) begin
        arm_q     <= arm && retire != 32'd0;
        arm_tap_q <= tap;
        arm_at_q  <= us + retire;
        if (arm_q)
            armed_q[arm_tap_q] <= 1'b1;
        // Two steps: subtract, then look at the sign.
        walk_q       <= walk_q + 1'b1;
        look_q       <= walk_q;
        left_q       <= deadline - us;
        look_valid_q <= armed_q[walk_q];
        if (look_valid_q && armed_q[look_q] && (left_q[31] || left_q == 32'd0))
            expired[look_q] <= 1'b1;
        if (disarm) begin
            armed_q[tap] <= 1'b0;
            expired[tap] <= 1'b0;
        end
        if (rst) begin
            arm_q        <= 1'b0;
            armed_q      <= {TAPS{1'b0}};
            expired      <= {TAPS{1'b0}};
            walk_q       <= {TW{1'b0}};
            look_valid_q <= 1'b0;
        end
    end

endmodule

`default_nettype wire
