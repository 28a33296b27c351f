// SPDX-License-Identifier: BSD-3-Clause
// One register of every tap, as a block keeps its own copy of it: written from the configuration bus, read
// for one tap at a time.
//
// Throughput: a read a cycle. Latency: none, combinational from `tap`. Backpressure: none. Proven: nothing here; weir_lutram
// with an address compare. Not reset: weir_tap_regs writes zeros after reset.
`default_nettype none

module weir_tap_cfg #(
    // Bits kept, the lowest ones of the register
    parameter W = 32,
    parameter TW = 4,
    // Which register: `WEIR_TAPREG_*
    parameter [5:0] REG = 6'd0
) (
    input  wire          clk,
    input  wire          cfg_we,
    input  wire [TW-1:0] cfg_tap,
    input  wire [5:0]    cfg_reg,
    input  wire [31:0]   cfg_wdata,
    input  wire [TW-1:0] tap,
    output wire [W-1:0]  value
);
    // The bus crosses the card, so it ends in registers here
    reg           we_q;
    reg  [TW-1:0] waddr_q;
    reg  [W-1:0]  wdata_q;
    always @(posedge clk) begin
        we_q    <= cfg_we && cfg_reg == REG;
        waddr_q <= cfg_tap;
        wdata_q <= cfg_wdata[W-1:0];
    end
    weir_lutram #(.W(W), .AW(TW)) u_ram (
        .clk(clk), .we(we_q), .waddr(waddr_q), .wdata(wdata_q), .raddr(tap), .rdata(value)
    );

    wire unused = &{1'b0, cfg_wdata};
endmodule

`default_nettype wire
