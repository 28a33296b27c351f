// SPDX-License-Identifier: BSD-3-Clause
// f_axil: contract of an AXI4-Lite slave that takes one write and one read at a time.
//
// Assumed of the master: valid and payload stay until taken.
// Asserted of the slave: no answer in the cycle after reset; B and R stay, with their payload, until
// taken; a B only for an AW and a W that were taken, an R only for an AR, one each; no second AW, W or
// AR before the first is answered; an answer within LIMIT cycles, those not counted in which the master
// keeps another answer waiting.
// Counters for the block's own invariants are outputs: how many cycles an answer is overdue.
`default_nettype none

module f_axil #(
    parameter AW = 18,
    parameter LIMIT = 20
) (
    input wire          clk,
    input wire          rst,
    input wire          past,           // the first cycle, a reset, is over
    input wire          awvalid,
    input wire          awready,
    input wire [AW-1:0] awaddr,
    input wire          wvalid,
    input wire          wready,
    input wire [31:0]   wdata,
    input wire [3:0]    wstrb,
    input wire          bvalid,
    input wire          bready,
    input wire [1:0]    bresp,
    input wire          arvalid,
    input wire          arready,
    input wire [AW-1:0] araddr,
    input wire          rvalid,
    input wire          rready,
    input wire [31:0]   rdata,
    input wire [1:0]    rresp,
    output wire         f_aw,           // an AW, a W, an AR is taken and unanswered
    output wire         f_w,
    output wire         f_ar,
    output wire [5:0]   f_write_age,
    output wire [5:0]   f_read_age
);
    reg          aw_q, w_q, ar_q;
    reg [5:0]    write_age_q, read_age_q;
    reg          aw_stall_q, w_stall_q, b_stall_q, ar_stall_q, r_stall_q, rst_q;
    reg [AW-1:0] awaddr_q, araddr_q;
    reg [31:0]   wdata_q, rdata_q;
    reg [3:0]    wstrb_q;
    reg [1:0]    bresp_q, rresp_q;

    wire         b_done = bvalid && bready;
    wire         r_done = rvalid && rready;

    assign f_aw = aw_q;
    assign f_w = w_q;
    assign f_ar = ar_q;
    assign f_write_age = write_age_q;
    assign f_read_age = read_age_q;

    always @(posedge clk) begin
        aw_q <= (aw_q && !b_done) || (awvalid && awready);
        w_q <= (w_q && !b_done) || (wvalid && wready);
        ar_q <= (ar_q && !r_done) || (arvalid && arready);
        if (!(aw_q && w_q) || bvalid) write_age_q <= 0;
        else if (!rvalid) write_age_q <= write_age_q + 1'b1;
        if (!ar_q || rvalid) read_age_q <= 0;
        else if (!bvalid) read_age_q <= read_age_q + 1'b1;
        aw_stall_q <= awvalid && !awready;
        w_stall_q <= wvalid && !wready;
        b_stall_q <= bvalid && !bready;
        ar_stall_q <= arvalid && !arready;
        r_stall_q <= rvalid && !rready;
        awaddr_q <= awaddr;
        wdata_q <= wdata;
        wstrb_q <= wstrb;
        bresp_q <= bresp;
        araddr_q <= araddr;
        rdata_q <= rdata;
        rresp_q <= rresp;
        rst_q <= rst;
        if (rst) begin
            aw_q <= 1'b0;
            w_q <= 1'b0;
            ar_q <= 1'b0;
            write_age_q <= 0;
            read_age_q <= 0;
            aw_stall_q <= 1'b0;
            w_stall_q <= 1'b0;
            b_stall_q <= 1'b0;
            ar_stall_q <= 1'b0;
            r_stall_q <= 1'b0;
        end
    end

    always @* if (past && !rst) begin
        if (aw_stall_q) assume(awvalid && awaddr == awaddr_q);
        if (w_stall_q) assume(wvalid && wdata == wdata_q && wstrb == wstrb_q);
        if (ar_stall_q) assume(arvalid && araddr == araddr_q);
    end

    always @* if (past) begin
        if (rst_q) assert(!bvalid && !rvalid);
        if (b_stall_q) assert(bvalid && bresp == bresp_q);
        if (r_stall_q) assert(rvalid && rdata == rdata_q && rresp == rresp_q);
        if (bvalid) assert(aw_q && w_q);
        if (rvalid) assert(ar_q);
        if (aw_q) assert(!awready);
        if (w_q) assert(!wready);
        if (ar_q) assert(!arready);
        assert(write_age_q <= LIMIT);
        assert(read_age_q <= LIMIT);
    end
endmodule

`default_nettype wire
