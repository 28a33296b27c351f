// SPDX-License-Identifier: BSD-3-Clause
// f_csr: proof top for weir_csr: requests, windows and locks.
//
// Assumed: the first cycle is a reset; a request comes only when none is open and holds still until its
// answer; a window answers each of its requests once, within WAIT cycles, and never without one.
// Asserted: exactly one answer a request, LIMIT cycles and the window's WAIT later at most, none without; a window's request
// belongs to an open request, at most one each, whole words only, writable bits only; what is locked
// does not change while lock_i; a refusal only for writes. Reads and fields are simulated, not proven.
`default_nettype none
`include "weir_regs.vh"

module f_csr (
    input wire        clk,
    input wire        rst,
    input wire        req,
    input wire        write,
    input wire [17:0] addr,
    input wire [31:0] wdata,
    input wire [3:0]  wstrb,
    input wire        lock,
    input wire [3:0]  x_ack,
    input wire [31:0] x_rdata
);
    localparam [3:0] WAIT = 4'd3;
    localparam [3:0] LIMIT = 4'd4;

    wire         ack, refused;
    wire [31:0]  rdata, tap_wdata;
    wire [17:0]  refused_addr;
    wire [3:0]   x_req;
    wire         tap_write;
    wire [11:2]  tap_addr;
    wire [1:0]   max_payload;
    wire [7:0]   poll_us;
    wire [19:0]  compl_lo;
    wire [31:0]  compl_hi;
    wire [61:0]  locked = {max_payload, poll_us, compl_lo, compl_hi};

    weir_csr dut (
        .clk(clk), .rst(rst), .req(req), .write(write), .addr(addr), .wdata(wdata), .wstrb(wstrb),
        .ack(ack), .rdata(rdata), .lock_i(lock), .refused(refused), .refused_addr(refused_addr),
        .ext_addr_req(x_req[0]), .ext_addr_ack(x_ack[0]), .ext_addr_rdata(x_rdata),
        .ext_port_counters_req(x_req[1]), .ext_port_counters_ack(x_ack[1]),
        .ext_port_counters_rdata(x_rdata),
        .ext_tap_req(x_req[2]), .ext_tap_ack(x_ack[2]), .ext_tap_rdata(x_rdata),
        .ext_tap_write(tap_write), .ext_tap_addr(tap_addr), .ext_tap_wdata(tap_wdata),
        .ext_tap_counters_req(x_req[3]), .ext_tap_counters_ack(x_ack[3]),
        .ext_tap_counters_rdata(x_rdata),
        .ctrl_dma_max_payload_o(max_payload), .ctrl_dma_poll_us_o(poll_us),
        .ctrl_compl_lo_addr_o(compl_lo), .ctrl_compl_hi_addr_o(compl_hi)
    );

    reg          past = 1'b0;
    reg          open_q, done_q;
    reg  [3:0]   age_q;
    reg  [3:0]   x_open_q, x_age_q;
    reg          write_q;
    reg  [17:0]  addr_q;
    reg  [31:0]  wdata_q;
    reg  [3:0]   wstrb_q;
    reg  [3:0]   lock_q;
    reg  [61:0]  locked_q;
    reg          was_locked_q;

    always @(posedge clk) begin
        past <= 1'b1;
        open_q <= (open_q || req) && !ack;
        age_q <= (open_q || req) && !ack ? age_q + 1'b1 : 4'd0;
        x_open_q <= (x_open_q | x_req) & ~x_ack;
        x_age_q <= (x_open_q | x_req) & ~x_ack ? x_age_q + 1'b1 : 4'd0;
        done_q <= (done_q || x_req != 0) && !ack;
        {write_q, addr_q, wdata_q, wstrb_q} <= {write, addr, wdata, wstrb};
        lock_q <= {lock_q[2:0], lock};
        locked_q <= locked;
        if (refused && addr == `WEIR_CTRL_DMA) was_locked_q <= 1'b1;
        if (rst) begin
            open_q <= 1'b0;
            age_q <= 4'd0;
            x_open_q <= 4'd0;
            x_age_q <= 4'd0;
            done_q <= 1'b0;
            lock_q <= 4'd0;
            was_locked_q <= 1'b0;
        end
    end

    always @* begin
        if (!past) assume(rst);
        if (past) assume(!rst);
        if (open_q) assume(!req && {write_q, addr_q, wdata_q, wstrb_q} == {write, addr, wdata, wstrb});
        assume((x_ack & ~(x_open_q | x_req)) == 0);
        if (x_age_q == WAIT) assume((x_ack & x_open_q) == x_open_q);
    end

    always @* if (past) begin
        if (ack) assert(open_q && age_q >= 4'd3);
        if (x_req != 0) assert(age_q == 4'd2);
        if (done_q) assert(open_q && age_q >= 4'd3);
        assert(open_q == (age_q != 0));
        assert(age_q <= LIMIT + WAIT && x_age_q <= WAIT);
        assert(x_req == 0 || (open_q && !done_q && (x_req & (x_req - 1'b1)) == 0));
        if (x_open_q != 0) assert(open_q && done_q);
        if (x_req[2]) assert(addr[17:12] == 6'h08 && tap_addr == addr[11:2] && tap_write == write);
        if (x_req[2] && write) assert(wstrb == 4'hf && (tap_wdata & ~wdata) == 0);
        if (x_req[2] && write && tap_addr[7:2] == `WEIR_TAPREG_STATE) assert(tap_wdata == 0);
        if (x_req[2] && write && tap_addr[7:2] == `WEIR_TAPREG_RING_LO)
            assert(tap_wdata == (wdata & `WEIR_TAP_RING_LO_WMASK));
        if (x_req[1] || x_req[3]) assert(!write);
        if (&lock_q[3:0] && lock) assert(locked == locked_q);
        if (refused) assert(open_q && write);
    end

    always @(posedge clk) if (past && !rst) begin
        cover(ack && was_locked_q && locked != locked_q);             // refused, later allowed
        cover(ack && age_q == LIMIT + WAIT && addr == `WEIR_TAP_MATCH + 18'h300);
        cover(ack && !write && rdata == 32'h57454952);
    end
endmodule

`default_nettype wire
