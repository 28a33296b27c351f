// SPDX-License-Identifier: BSD-3-Clause
// weir_filter as its contract is proven: f_lane_any.v in the place of its lanes, f_queue_any.v in that of its queues, F_LL the
// log2 of LANES. Two taps, and a frame queue of 64: neither numbers nor order depend on them. BUDGET is not used.
// (A module with an instance in a generate block cannot be a top with parameters set from outside: Yosys 0.23.)
`default_nettype none
`include "weir_frame.vh"
`include "weir_uop.vh"

module f_filter (
    input wire             clk,
    input wire             rst,
    input wire [`LC_W-1:0] lane_cfg,
    input wire             cfg_we,
    input wire [0:0]       cfg_tap,
    input wire [5:0]       cfg_reg,
    input wire [31:0]      cfg_wdata,
    input wire [1:0]       held,
    input wire             flushed,
    input wire             win_we,
    input wire [6:0]       win_slot,
    input wire [3:0]       win_word,
    input wire [63:0]      win_data,
    input wire             fr_valid,
    input wire [`FR_W-1:0] fr_data,
    input wire             fr_done,
    input wire             vd_ready,
    input wire [`F_FQ_AW-1:0] keep_frame,
    input wire [3:0]       keep_prog
);
    weir_filter #(
        .TW(1), .TAPS(2), .LANES(1 << `F_LL), .LL(`F_LL), .BUDGET(1), .FQ_AW(`F_FQ_AW), .SW(7)
    ) u_filter (
        .clk(clk), .rst(rst), .lane_cfg(lane_cfg), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg),
        .cfg_wdata(cfg_wdata), .held(held), .frames_in(16'd0), .frames_done(16'd0), .flushed(flushed),
        .win_we(win_we), .win_slot(win_slot), .win_word(win_word), .win_data(win_data), .fr_valid(fr_valid),
        .fr_data(fr_data), .fr_done(fr_done), .vd_ready(vd_ready), .keep_frame(keep_frame), .keep_prog(keep_prog)
    );
endmodule

`default_nettype wire
