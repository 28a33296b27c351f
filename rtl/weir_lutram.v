// SPDX-License-Identifier: BSD-3-Clause
// weir_lutram: distributed RAM, one write port, one asynchronous read port.
//
// Throughput  one write and one read a cycle.
// Latency     a write is seen by reads from the next cycle on; a read takes none.
// Backpressure none.
// Proven      nothing of its own: it is a plain memory (see weir_fifo for a use of it).
`default_nettype none

module weir_lutram #(
    parameter W = 8,
    // 2^AW words
    parameter AW = 4
) (
    input  wire          clk,
    input  wire          we,
    input  wire [AW-1:0] waddr,
    input  wire [W-1:0]  wdata,
    input  wire [AW-1:0] raddr,
    output wire [W-1:0]  rdata
`ifdef FORMAL
    ,
    // proofs look inside here
    input  wire [AW-1:0] f_look,
    output wire [W-1:0]  f_seen
`endif
);
    (* ram_style = "distributed" *)
    reg [W-1:0] mem_q [0:(1 << AW) - 1];

    always @(posedge clk)
        if (we) mem_q[waddr] <= wdata;

    assign rdata = mem_q[raddr];
`ifdef FORMAL
    assign f_seen = mem_q[f_look];
`endif
endmodule

`default_nettype wire
