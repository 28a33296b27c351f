// SPDX-License-Identifier: BSD-3-Clause
// weir_axil: AXI4-Lite slave in front of the registers.
//
// Throughput    one transaction at a time; reads and writes take turns when both wait.
// Latency       2 cycles more than the registers' answer (weir_csr).
// Backpressure  every output is a register; one AW, one W and one AR are held until answered.
// Answers       always OKAY: unlisted addresses read 0. AxPROT is not looked at and has no port.
// Proven        by induction: handshakes stay stable; one answer a request and none without; each
//               request reaches the registers once, unchanged, none while another is unanswered;
//               reads return what the registers gave; answers come in bounded time if the registers'
//               do. rtl/formal/f_axil.v, rtl/formal/weir_axil_f.vh
`default_nettype none

module weir_axil (
    input  wire        clk,
    input  wire        rst,

    // AXI4-Lite
    input  wire        s_axil_awvalid,
    output wire        s_axil_awready,
    input  wire [17:0] s_axil_awaddr,
    input  wire        s_axil_wvalid,
    output wire        s_axil_wready,
    input  wire [31:0] s_axil_wdata,
    input  wire [3:0]  s_axil_wstrb,
    output wire        s_axil_bvalid,
    input  wire        s_axil_bready,
    output wire [1:0]  s_axil_bresp,
    input  wire        s_axil_arvalid,
    output wire        s_axil_arready,
    input  wire [17:0] s_axil_araddr,
    output wire        s_axil_rvalid,
    input  wire        s_axil_rready,
    output wire [31:0] s_axil_rdata,
    output wire [1:0]  s_axil_rresp,

    // Requests to the registers, by the rule in rtl/gen/weir_regs.vh
    output wire        req,
    output wire        write,
    output wire [17:0] addr,
    output wire [31:0] wdata,
    output wire [3:0]  wstrb,
    input  wire        ack,
    input  wire [31:0] rdata
);
    // What was taken from each channel waits here until it is answered
    reg        aw_ready_q, w_ready_q, ar_ready_q;
    reg        aw_have_q, w_have_q, ar_have_q;
    reg [17:0] aw_addr_q, ar_addr_q;
    reg [31:0] wdata_q;
    reg [3:0]  wstrb_q;

    reg        req_q;
    reg        busy_q;          // from the request until its answer was taken by the master
    reg        write_q;
    reg [17:0] addr_q;
    reg        turn_q;          // a read goes first when both wait
    reg        b_valid_q, r_valid_q;
    reg [31:0] rdata_q;

    wire       b_done = b_valid_q && s_axil_bready;
    wire       r_done = r_valid_q && s_axil_rready;
    wire       can_write = aw_have_q && w_have_q;
    wire       go_write = !busy_q && can_write && !(ar_have_q && turn_q);
    wire       go_read = !busy_q && ar_have_q && !(can_write && !turn_q);

    always @(posedge clk) begin
        if (s_axil_awvalid && aw_ready_q) begin
            aw_addr_q <= s_axil_awaddr;
            aw_have_q <= 1'b1;
            aw_ready_q <= 1'b0;
        end else if (b_done || !aw_have_q) begin
            aw_have_q <= 1'b0;
            aw_ready_q <= 1'b1;
        end
        if (s_axil_wvalid && w_ready_q) begin
            wdata_q <= s_axil_wdata;
            wstrb_q <= s_axil_wstrb;
            w_have_q <= 1'b1;
            w_ready_q <= 1'b0;
        end else if (b_done || !w_have_q) begin
            w_have_q <= 1'b0;
            w_ready_q <= 1'b1;
        end
        if (s_axil_arvalid && ar_ready_q) begin
            ar_addr_q <= s_axil_araddr;
            ar_have_q <= 1'b1;
            ar_ready_q <= 1'b0;
        end else if (r_done || !ar_have_q) begin
            ar_have_q <= 1'b0;
            ar_ready_q <= 1'b1;
        end

        req_q <= go_write || go_read;
        if (go_write || go_read) begin
            busy_q <= 1'b1;
            write_q <= go_write;
            addr_q <= go_write ? aw_addr_q : ar_addr_q;
            turn_q <= go_write;
        end else if (b_done || r_done) begin
            busy_q <= 1'b0;
        end

        if (ack) begin
            b_valid_q <= write_q;
            r_valid_q <= !write_q;
            rdata_q <= rdata;
        end else begin
            if (s_axil_bready) b_valid_q <= 1'b0;
            if (s_axil_rready) r_valid_q <= 1'b0;
        end

        if (rst) begin
            aw_ready_q <= 1'b0;
            w_ready_q <= 1'b0;
            ar_ready_q <= 1'b0;
            aw_have_q <= 1'b0;
            w_have_q <= 1'b0;
            ar_have_q <= 1'b0;
            req_q <= 1'b0;
            busy_q <= 1'b0;
            turn_q <= 1'b0;
            b_valid_q <= 1'b0;
            r_valid_q <= 1'b0;
        end
    end

    assign s_axil_awready = aw_ready_q;
    assign s_axil_wready = w_ready_q;
    assign s_axil_arready = ar_ready_q;
    assign s_axil_bvalid = b_valid_q;
    assign s_axil_bresp = 2'b00;
    assign s_axil_rvalid = r_valid_q;
    assign s_axil_rdata = rdata_q;
    assign s_axil_rresp = 2'b00;
    assign req = req_q;
    assign write = write_q;
    assign addr = addr_q;
    assign wdata = wdata_q;
    assign wstrb = wstrb_q;

`ifdef FORMAL
`include "weir_axil_f.vh"
`endif
endmodule

`default_nettype wire
