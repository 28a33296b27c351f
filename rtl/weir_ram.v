// SPDX-License-Identifier: BSD-3-Clause
// weir_ram: block RAM, one write port, one read port, with the array's output register.
//
// Throughput  one write and one read a cycle.
// Latency     rdata belongs to the raddr of two cycles before, if re was set then; without re it holds.
//             A read in the cycle of a write to the same address returns an undefined word: do not.
// Backpressure none.
// Proven      nothing of its own: it is a plain memory (see weir_fifo_ram for a use of it).
`default_nettype none

module weir_ram #(
    parameter W = 8,
    // 2^AW words
    parameter AW = 9
) (
    input  wire          clk,
    input  wire          we,
    input  wire [AW-1:0] waddr,
    input  wire [W-1:0]  wdata,
    input  wire          re,
    input  wire [AW-1:0] raddr,
    output wire [W-1:0]  rdata
`ifdef FORMAL
    ,
    // proofs look inside here: Yosys knows no hierarchical names
    input  wire [AW-1:0] f_look,
    output wire [W-1:0]  f_seen,
    output wire [W-1:0]  f_array
`endif
);
    (* ram_style = "block", no_rw_check *)
    reg [W-1:0] mem_q [0:(1 << AW) - 1];
    reg [W-1:0] array_q;
    reg [W-1:0] out_q;
    reg         re_q;

    always @(posedge clk) begin
        if (we) mem_q[waddr] <= wdata;
        if (re) array_q <= mem_q[raddr];
        re_q <= re;
        if (re_q) out_q <= array_q;
    end

    assign rdata = out_q;

`ifdef FORMAL
    assign f_seen = mem_q[f_look];
    assign f_array = array_q;
`endif
endmodule

`default_nettype wire
