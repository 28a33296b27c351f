// SPDX-License-Identifier: BSD-3-Clause
// weir_block_ctx: weir_block_ctl's context of each tap. Its last field is the time of the last packet.
//
// Throughput: a context read and one written a cycle. Latency: none to read, a cycle from `put` to the time written.
// Backpressure: none. Proven: nothing; see weir_block_ctl.
`default_nettype none

module weir_block_ctx #(
    parameter TW = 4,
    // bits of a context, and of a time
    parameter W  = 296,
    parameter WT = 62
) (
    input  wire          clk,
    input  wire          we,
    input  wire [TW-1:0] tap,
    input  wire [W-1:0]  wdata,
    // A cycle before it is written: this time is the last packet's, wdata has that of the one before. It goes by the
    // registers of weir_block_ctl, so that a packet enables none of them late.
    input  wire          put,
    input  wire [WT-1:0] put_time,
    // Of one of two taps
    input  wire [TW-1:0] tap_0,
    input  wire [TW-1:0] tap_1,
    input  wire          sel,
    output wire [W-1:0]  rdata
);
    reg           put_q;
    reg  [WT-1:0] time_q;
    wire [W-1:0]  word = {wdata[W-1:WT], put_q ? time_q : wdata[WT-1:0]};
    wire [W-1:0]  rdata_0, rdata_1;
    weir_lutram #(.W(W), .AW(TW)) u_0 (
        .clk(clk), .we(we), .waddr(tap), .wdata(word), .raddr(tap_0), .rdata(rdata_0)
    );
    weir_lutram #(.W(W), .AW(TW)) u_1 (
        .clk(clk), .we(we), .waddr(tap), .wdata(word), .raddr(tap_1), .rdata(rdata_1)
    );
    assign rdata = sel ? rdata_1 : rdata_0;
    always @(posedge clk) begin
        put_q  <= put;
        time_q <= put_time;
    end
endmodule

`default_nettype wire
