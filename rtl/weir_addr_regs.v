// SPDX-License-Identifier: BSD-3-Clause
// weir_addr_regs: the address table, behind the window ADDR of weir_csr.
//
// Keeps the table in block RAM for software to read. A write of TAPS sends the whole entry out in one
// cycle, with LO and HI as written before; writes of LO and HI alone change nothing outside.
// After reset every entry is set to 0, here and outside; requests wait meanwhile.
//
// Throughput    one request at a time.
// Latency       3 cycles; 5 for a write of TAPS, the entry goes out one cycle before the answer.
// Backpressure  none but the answer.
// Proven        nothing here; simulated against the generated table (tests/regs).
`default_nettype none
`include "weir_regs.vh"

module weir_addr_regs #(
    // 1 to 32
    parameter ENTRIES = 32,
    // bits of an entry number: 2^EW >= ENTRIES, at most 5
    parameter EW = 5
) (
    input  wire          clk,
    input  wire          rst,

    // Window ADDR of weir_csr, by the rule in gen/weir_regs.vh
    input  wire          ext_req,
    input  wire          ext_write,
    input  wire [8:2]    ext_addr,
    input  wire [31:0]   ext_wdata,
    output wire          ext_ack,
    output wire [31:0]   ext_rdata,

    // An entry changes: address, byte 0 in bits 7:0, and its taps in bits 63:48
    output wire          adr_we,
    output wire [EW-1:0] adr_index,
    output wire [63:0]   adr_data
);
    localparam [31:0] ENTRIES_I = ENTRIES;
    // An entry's words
    localparam [17:0] TAPS_AT = `WEIR_ADDR_TAPS - `WEIR_ADDR_BASE;
    localparam [17:0] HI_AT = `WEIR_ADDR_HI - `WEIR_ADDR_BASE;
    localparam [17:0] LO_AT = `WEIR_ADDR_LO - `WEIR_ADDR_BASE;
    localparam [1:0]  TAPS_W = TAPS_AT[3:2];
    localparam [1:0]  HI_W = HI_AT[3:2];
    localparam [1:0]  LO_W = LO_AT[3:2];

    // After reset: a walk over the table, a word a cycle
    reg  [EW+2:0] walk_q;
    reg           pend_q;
    wire          walk = !walk_q[EW+2];
    wire          go = (ext_req || pend_q) && !walk;

    wire [4:0]    entry = ext_addr[8:4];
    wire [1:0]    word = ext_addr[3:2];
    wire          there = {1'b0, entry} < ENTRIES_I[5:0];
    wire          commit = go && ext_write && there && word == TAPS_W;

    // s_q[n]: n + 1 cycles after the request began; c_q likewise for a commit
    reg  [1:0]    s_q;
    reg  [3:0]    c_q;
    reg           we_q;
    reg  [EW+1:0] waddr_q;
    reg  [31:0]   wdata_q;
    reg           there_q;
    wire [31:0]   copy;
    // LO is read in the cycle of a commit's request, HI in the next one
    wire [1:0]    rword = commit ? LO_W : c_q[0] ? HI_W : word;

    weir_ram #(.W(32), .AW(EW + 2)) u_table (
        .clk(clk), .we(we_q), .waddr(waddr_q), .wdata(wdata_q),
        .re(go || c_q[0]), .raddr({entry[EW-1:0], rword}), .rdata(copy)
    );

    reg           ack_q;
    reg  [31:0]   rdata_q;
    reg           adr_we_q;
    reg  [EW-1:0] adr_index_q;
    reg  [31:0]   lo_q;
    reg  [63:0]   adr_data_q;

    always @(posedge clk) begin
        if (walk) walk_q <= walk_q + 1'b1;
        pend_q <= (ext_req || pend_q) && walk;
        s_q <= {s_q[0], go && !commit};
        c_q <= {c_q[2:0], commit};
        we_q <= walk || (go && ext_write && there);
        waddr_q <= walk ? walk_q[EW+1:0] : {entry[EW-1:0], word};
        wdata_q <= walk ? 32'd0 : ext_wdata;
        there_q <= there;

        ack_q <= s_q[1] || c_q[3];
        rdata_q <= there_q ? copy : 32'd0;

        if (c_q[1]) lo_q <= copy;
        adr_we_q <= c_q[2] || (walk && walk_q[1:0] == TAPS_W);
        adr_index_q <= walk ? walk_q[EW+1:2] : entry[EW-1:0];
        adr_data_q <= walk ? 64'd0 : {ext_wdata[15:0], copy[15:0], lo_q};
        if (rst) begin
            walk_q <= 0;
            pend_q <= 1'b0;
            s_q <= 2'd0;
            c_q <= 4'd0;
            we_q <= 1'b0;
            ack_q <= 1'b0;
            adr_we_q <= 1'b0;
        end
    end

    assign ext_ack = ack_q;
    assign ext_rdata = rdata_q;
    assign adr_we = adr_we_q;
    assign adr_index = adr_index_q;
    assign adr_data = adr_data_q;
endmodule

`default_nettype wire
