// SPDX-License-Identifier: BSD-3-Clause
// The block writer: frame records and verdicts in, DMA commands and data out. Only wiring; see weir_copies (which taps),
// weir_job (what of the frame), weir_block_ctl (where in which block), weir_tap_timer (retire time), weir_stream (the bytes).
//
// Throughput, latency, backpressure: see there; 2 taps take all 64-byte frames of 10 Gb/s (card/linerate).
// Proven: nothing here.
`default_nettype none
`include "weir_frame.vh"
`include "weir_dma.vh"
`include "weir_writer.vh"

module weir_writer #(
    parameter DMA_W = 256,
    parameter LB    = 5,
    parameter TW    = 4,
    parameter TAPS  = 16,
    parameter FB_AW = 11,
    parameter FQ_AW = 10
) (
    input  wire               clk,
    input  wire               rst,
    input  wire               cfg_we,
    input  wire [TW-1:0]      cfg_tap,
    input  wire [5:0]         cfg_reg,
    input  wire [31:0]        cfg_wdata,
    input  wire               geo_we,
    input  wire [TW-1:0]      geo_tap,
    input  wire [19:0]        geo_first,
    input  wire [19:0]        geo_size,
    input  wire [22:0]        geo_max,
    input  wire [31:0]        us,
    input  wire [31:0]        time_sec,
    input  wire [29:0]        time_ns,
    input  wire [4:0]         max_beats,

    input  wire               rec_valid,
    output wire               rec_ready,
    input  wire [`FR_W-1:0]   rec_data,
    // Its verdict, and what a program keeps of a frame (weir_filter)
    input  wire               vd_valid,
    output wire               vd_ready,
    input  wire [TAPS-1:0]    vd_take,
    input  wire [TAPS-1:0]    vd_sure,
    input  wire [TAPS-1:0]    vd_gen,
    input  wire [4*TAPS-1:0]  prog_0,
    input  wire [4*TAPS-1:0]  prog_1,
    output wire [FQ_AW-1:0]   keep_frame,
    output wire [3:0]         keep_prog,
    input  wire [13:0]        keep_bytes,
    // Filters that change (weir_filter_taps)
    input  wire [TAPS-1:0]    gen,
    input  wire [TAPS-1:0]    flush,
    output wire               flushed,
    output wire               fb_re,
    output wire [FB_AW-1:0]   fb_raddr,
    input  wire [DMA_W-1:0]   fb_rdata,
    output wire [FB_AW:0]     fb_rptr,

    input  wire               req_valid,
    output wire               req_done,
    input  wire [1:0]         req_kind,
    input  wire [TW-1:0]      req_tap,
    input  wire [TAPS-1:0]    live,
    input  wire [TAPS*5-1:0]  cause,
    input  wire [TAPS-1:0]    avail,
    input  wire [TAPS-1:0]    taken,
    output wire               pop,
    output wire [TW-1:0]      pop_tap,
    input  wire [TAPS-1:0]    shed,
    input  wire [TAPS-1:0]    lose_clear,
    output wire [TAPS-1:0]    fdrop,

    output wire               cmd_valid,
    input  wire               cmd_ready,
    output wire [TW+2:0]      cmd_slot,
    output wire [21:LB]       cmd_off,
    output wire [4:0]         cmd_beats,
    output wire [TW+2:0]      cmd_tag,
    output wire               d_valid,
    input  wire               d_ready,
    output wire [DMA_W-1:0]   d_data,
    output wire [DMA_W/8-1:0] d_strb,
    output wire               cl_valid,
    input  wire               cl_ready,
    output wire [`CL_W-1:0]   cl_data,
    output wire               ev_valid,
    input  wire               ev_ready,
    output wire [`EV_W-1:0]   ev_data,
    output wire [15:0]        frames_done,
    output wire               busy
);
    wire               job_valid, job_ready, job_busy, ctl_busy, st_busy;
    wire [`JOB_W-1:0]  job;
    wire [TAPS-1:0]    frozen, expired;
    wire               arm, disarm;
    wire [TW-1:0]      timer_tap;
    wire               op_valid, op_ready;
    wire [`OP_W-1:0]   op;
    wire [TW-1:0]      op_tap;
    wire [15:0]        op_start;
    reg  [TAPS-1:0]    fast_q;

    // Known to get nothing: not running, or frozen with the next block still taken
    always @(posedge clk)
        fast_q <= ~live | (frozen & taken & ~avail);

    wire               cp_valid, cp_ready, cp_last, cp_none, cp_gen, cp_sure, cp_busy;
    wire [TW-1:0]      cp_tap;
    wire [13:0]        cp_keep;
    weir_copies #(.TW(TW), .TAPS(TAPS), .FQ_AW(FQ_AW)) u_copies (
        .clk(clk), .rst(rst), .vd_valid(vd_valid), .vd_ready(vd_ready), .vd_take(vd_take),
        .vd_sure(vd_sure), .vd_gen(vd_gen), .fast(fast_q), .fdrop(fdrop), .prog_0(prog_0), .prog_1(prog_1),
        .keep_frame(keep_frame), .keep_prog(keep_prog), .keep_bytes(keep_bytes), .m_valid(cp_valid),
        .m_ready(cp_ready), .m_tap(cp_tap), .m_last(cp_last), .m_none(cp_none), .m_gen(cp_gen),
        .m_sure(cp_sure), .m_keep(cp_keep), .busy(cp_busy)
    );

    weir_job #(.TW(TW), .LB(LB)) u_job (
        .clk(clk), .rst(rst), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg),
        .cfg_wdata(cfg_wdata), .max_we(geo_we), .max_tap(geo_tap), .max_data(geo_max),
        .rec_valid(rec_valid), .rec_ready(rec_ready), .rec_data(rec_data), .cp_valid(cp_valid),
        .cp_ready(cp_ready), .cp_tap(cp_tap), .cp_last(cp_last), .cp_none(cp_none), .cp_gen(cp_gen),
        .cp_sure(cp_sure), .cp_keep(cp_keep), .job_valid(job_valid), .job_ready(job_ready), .job(job), .busy(job_busy)
    );

    weir_block_ctl #(.TW(TW), .TAPS(TAPS)) u_ctl (
        .clk(clk), .rst(rst), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg),
        .cfg_wdata(cfg_wdata), .geo_we(geo_we), .geo_tap(geo_tap), .geo_first(geo_first),
        .geo_size(geo_size), .time_sec(time_sec), .time_ns(time_ns),
        .job_valid(job_valid), .job_ready(job_ready), .job(job),
        .req_valid(req_valid), .req_done(req_done), .req_kind(req_kind), .req_tap(req_tap),
        .live(live), .cause(cause), .avail(avail), .taken(taken), .pop(pop), .pop_tap(pop_tap),
        .frozen(frozen), .expired(expired), .gen(gen), .flush(flush), .flushed(flushed),
        .arm(arm), .disarm(disarm), .timer_tap(timer_tap),
        .lose(shed | fdrop), .lose_clear(lose_clear),
        .op_valid(op_valid), .op_ready(op_ready), .op(op), .op_tap(op_tap), .op_start(op_start),
        .cl_valid(cl_valid), .cl_ready(cl_ready), .cl_data(cl_data),
        .ev_valid(ev_valid), .ev_ready(ev_ready), .ev_data(ev_data), .busy(ctl_busy),
        .frames_done(frames_done)
    );

    weir_tap_timer #(.TW(TW), .TAPS(TAPS)) u_timer (
        .clk(clk), .rst(rst), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg),
        .cfg_wdata(cfg_wdata), .us(us), .arm(arm), .disarm(disarm), .tap(timer_tap),
        .expired(expired)
    );

    weir_stream #(.DMA_W(DMA_W), .LB(LB), .TW(TW), .FB_AW(FB_AW)) u_stream (
        .clk(clk), .rst(rst), .max_beats(max_beats),
        .op_valid(op_valid), .op_ready(op_ready), .op(op), .op_tap(op_tap), .op_start(op_start),
        .fb_re(fb_re), .fb_raddr(fb_raddr), .fb_rdata(fb_rdata), .fb_rptr(fb_rptr),
        .cmd_valid(cmd_valid), .cmd_ready(cmd_ready), .cmd_slot(cmd_slot), .cmd_off(cmd_off),
        .cmd_beats(cmd_beats), .cmd_tag(cmd_tag),
        .d_valid(d_valid), .d_ready(d_ready), .d_data(d_data), .d_strb(d_strb), .busy(st_busy)
    );

    assign busy = cp_busy || job_busy || ctl_busy || st_busy;

endmodule

`default_nettype wire
