// SPDX-License-Identifier: BSD-3-Clause
// weir_backlog: which taps are above their BACKLOG threshold.
//
// A tap sheds while more bytes of the frame buffer are in use than its threshold says; whole words count.
//
// Throughput    every cycle.
// Latency       over belongs to the used of one cycle before.
// Backpressure  none.
// Proven        nothing here; weir_rx is tested as a whole (tests/rtl/t_rx.cpp).
`default_nettype none
`include "weir_regs.vh"

module weir_backlog #(
    parameter TAPS = 16,
    // 2^FB_AW words of 2^BYTES_LG bytes
    parameter FB_AW = 11,
    parameter BYTES_LG = 5
) (
    input  wire            clk,
    input  wire            cfg_we,
    input  wire [3:0]      cfg_tap,
    input  wire [5:0]      cfg_reg,
    input  wire [31:0]     cfg_wdata,
    input  wire [FB_AW:0]  used,       // words
    output wire [TAPS-1:0] over
);
    // Settled on its way to the taps, in two steps. More than the buffer holds is never reached. Words are
    // compared: used * size > bytes as used > bytes / size.
    reg            in_we_q, we_q, never_q;
    reg  [3:0]     in_tap_q, tap_q;
    reg  [FB_AW:0] in_words_q, words_q;
    always @(posedge clk) begin
        in_we_q    <= cfg_we && cfg_reg == `WEIR_TAPREG_BACKLOG;
        in_tap_q   <= cfg_tap;
        in_words_q <= cfg_wdata[FB_AW+BYTES_LG:BYTES_LG];
        never_q    <= |cfg_wdata[31:FB_AW+BYTES_LG+1];
        we_q       <= in_we_q;
        tap_q      <= in_tap_q;
        words_q    <= in_words_q | {(FB_AW+1){never_q}};
    end

    generate
        genvar g;
        for (g = 0; g < TAPS; g = g + 1) begin : g_tap
            localparam [3:0] TAP = g;
            reg [FB_AW:0] limit_q;
            reg           over_q;

            always @(posedge clk) begin
                if (we_q && tap_q == TAP) limit_q <= words_q;
                over_q <= used > limit_q;
            end
            assign over[g] = over_q;
        end
    endgenerate

    wire unused = &{1'b0, cfg_wdata[BYTES_LG-1:0]};
endmodule

`default_nettype wire
