// SPDX-License-Identifier: BSD-3-Clause
// What weir_block_ctl has to know of a tap's ring: where it begins, how its blocks are laid out, which block comes behind
// `blk`, and the number of the filter's generation that a frame's generation bit stands for.
//
// Throughput: a tap a cycle. Latency: none from `tap`; `next` follows `tap` by two cycles, `blk` by one.
// Backpressure: none. Proven: nothing; tests/card checks every block.
`default_nettype none
`include "weir_regs.vh"

module weir_block_cfg #(
    parameter TW = 4,
    parameter TAPS = 16
) (
    input  wire          clk,
    input  wire          cfg_we,
    input  wire [TW-1:0] cfg_tap,
    input  wire [5:0]    cfg_reg,
    input  wire [31:0]   cfg_wdata,
    // Offset of the first packet, block size; both in 8 bytes
    input  wire          geo_we,
    input  wire [TW-1:0] geo_tap,
    input  wire [19:0]   geo_first,
    input  wire [19:0]   geo_size,

    // The taps' generation bits of now
    input  wire [TAPS-1:0] gen,

    input  wire [TW-1:0] tap,
    input  wire [15:0]   blk,
    input  wire          gen_bit,
    output wire [31:0]   generation,
    // a cycle after tap, like next
    output reg  [63:0]   first_seq,
    output reg  [15:0]   first_blk,
    output wire [19:0]   first,
    output wire [19:0]   size,
    output reg  [15:0]   next
);
    wire [63:0] seq;
    wire [15:0] nr, blk_0;
    reg  [15:0] last_q;

    weir_tap_cfg #(.W(32), .TW(TW), .REG(`WEIR_TAPREG_SEQ_LO)) u_seq_lo (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(seq[31:0])
    );
    weir_tap_cfg #(.W(32), .TW(TW), .REG(`WEIR_TAPREG_SEQ_HI)) u_seq_hi (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(seq[63:32])
    );
    weir_tap_cfg #(.W(16), .TW(TW), .REG(`WEIR_TAPREG_FIRST_BLOCK)) u_first_blk (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(blk_0)
    );
    weir_tap_cfg #(.W(16), .TW(TW), .REG(`WEIR_TAPREG_BLOCK_NR)) u_nr (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(nr)
    );
    weir_lutram #(.W(40), .AW(TW)) u_geo (
        .clk(clk), .we(geo_we), .waddr(geo_tap), .wdata({geo_first, geo_size}), .raddr(tap),
        .rdata({first, size})
    );

    // TAP.GENERATION is of the filter that comes next.
    reg              gen_we_q;
    reg  [TW:0]      gen_at_q;
    reg  [31:0]      gen_q;
    always @(posedge clk) begin
        gen_we_q <= cfg_we && cfg_reg == `WEIR_TAPREG_GENERATION;
        gen_at_q <= {!gen[cfg_tap], cfg_tap};
        gen_q    <= cfg_wdata;
    end
    weir_lutram #(.W(32), .AW(TW + 1)) u_gen (
        .clk(clk), .we(gen_we_q), .waddr(gen_at_q), .wdata(gen_q), .raddr({gen_bit, tap}), .rdata(generation)
    );

    always @(posedge clk) begin
        {first_seq, first_blk} <= {seq, blk_0};
        last_q <= nr - 16'd1;
        next   <= blk == last_q ? 16'd0 : blk + 16'd1;
    end

endmodule

`default_nettype wire
