// SPDX-License-Identifier: BSD-3-Clause
// weir_addr_table: which taps want frames to an address; unicast and multicast alike.
//
// Scans the entries from distributed RAM, four a cycle. An entry changes in one step; a scan in progress sees
// the old or the new one.
//
// Throughput    a scan every ENTRIES/4 + 1 cycles; dst must stay for ENTRIES/4 + 1 cycles from start on.
// Latency       taps is right in cycle ENTRIES/4 + 2 after start, and for a cycle at least.
// Backpressure  none.
// Proven        nothing here; weir_rx is tested as a whole (tests/rtl/t_rx.cpp).
`default_nettype none

module weir_addr_table #(
    // a multiple of 4; after reset all of them must be written
    parameter ENTRIES = 32,
    parameter TAPS = 16,
    // bits of a quarter's index: ENTRIES = 4 * 2^AW
    parameter AW = 3
) (
    input  wire            clk,
    input  wire            rst,
    input  wire            adr_we,
    input  wire [AW+1:0]   adr_index,
    input  wire [63:0]     adr_data,     // address 47:0, byte 0 lowest; taps 63:48
    input  wire            start,
    input  wire [47:0]     dst,
    output wire [TAPS-1:0] taps
);
    localparam [31:0] LAST = ENTRIES / 4 - 1;

    reg            scan_q;      // reading, first_q: entry 0
    reg [AW-1:0]   index_q;
    reg            cmp_q;
    reg            cmp_first_q;
    reg            sum_q;
    reg            sum_first_q;
    reg [TAPS-1:0] taps_q;

    wire [AW-1:0]  index = start ? {AW{1'b0}} : index_q;
    wire           scan = start || scan_q;
    wire [TAPS-1:0] hits [0:3];

    generate
        genvar g;
        for (g = 0; g < 4; g = g + 1) begin : g_bank
            wire [63:0]     entry;
            reg  [63:0]     entry_q;
            reg  [TAPS-1:0] hit_q;
            localparam [1:0] BANK = g;

            weir_lutram #(.W(64), .AW(AW)) u_mem (
                .clk(clk),
                .we(adr_we && adr_index[1:0] == BANK),
                .waddr(adr_index[AW+1:2]),
                .wdata(adr_data),
                .raddr(index),
                .rdata(entry)
            );
            always @(posedge clk) begin
                if (scan) entry_q <= entry;
                if (cmp_q) hit_q <= entry_q[47:0] == dst ? entry_q[48 +: TAPS] : {TAPS{1'b0}};
            end
            assign hits[g] = hit_q;
        end
    endgenerate

    wire [TAPS-1:0] any = hits[0] | hits[1] | hits[2] | hits[3];

    always @(posedge clk) begin
        if (start) begin
            scan_q <= 1'b1;
            index_q <= {{(AW-1){1'b0}}, 1'b1};
        end else if (scan_q) begin
            scan_q <= index_q != LAST[AW-1:0];
            index_q <= index_q + 1'b1;
        end
        cmp_q <= scan;
        cmp_first_q <= start;
        sum_q <= cmp_q;
        sum_first_q <= cmp_first_q;
        if (sum_q) taps_q <= sum_first_q ? any : any | taps_q;
        if (rst) begin
            scan_q <= 1'b0;
            cmp_q <= 1'b0;
            sum_q <= 1'b0;
        end
    end

    assign taps = taps_q;
endmodule

`default_nettype wire
