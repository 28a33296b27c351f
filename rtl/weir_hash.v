// SPDX-License-Identifier: BSD-3-Clause
// weir_hash: symmetric flow hash, CRC-32C over the two endpoints in ascending order (docs/rtl.md, "Flow hash").
//
// Throughput    a hash every 7 cycles at most; the inputs must stay for 7 cycles from start on.
// Latency       hash is right from the 10th cycle after start until 9 cycles after the next one.
// Backpressure  none.
// Proven        nothing here; compared with a hash computed in C (tests/rtl/t_rx.cpp, vectors in docs/rtl.md).
`default_nettype none

module weir_hash (
    input  wire         clk,
    input  wire         rst,
    input  wire         start,
    // byte 0 on the wire in the low bits
    input  wire [127:0] addr_a,
    input  wire [127:0] addr_b,
    input  wire [15:0]  port_a,
    input  wire [15:0]  port_b,
    input  wire [7:0]   l4,
    input  wire [7:0]   kind,
    output wire [31:0]  hash
);
    // Bit o of the CRC after 64 more bits is the parity of these bits of {data, crc}.
    function [95:0] taps_of(input [4:0] o);
        integer     i;
        reg  [31:0] c;
        begin
            // c: what one data bit alone, at its place in the message, leaves in the CRC
            c = 32'd1;
            taps_of = 96'd0;
            for (i = 63; i >= 0; i = i - 1) begin
                c = c[0] ? {1'b0, c[31:1]} ^ 32'h82f63b78 : {1'b0, c[31:1]};
                taps_of[32 + i] = c[o];
                if (i < 32) taps_of[i] = c[o];
            end
        end
    endfunction

    function [143:0] big_endian(input [127:0] a, input [15:0] p);
        integer i;
        begin
            for (i = 0; i < 16; i = i + 1) big_endian[143 - 8*i -: 8] = a[8*i +: 8];
            big_endian[15:0] = {p[7:0], p[15:8]};
        end
    endfunction

    reg [8:0]   at_q;          // at_q[n]: n + 1 cycles after start
    reg [3:0]   above_q;       // part of A is above that of B, most significant part in bit 3
    reg [3:0]   equal_q;
    reg         swap_q;
    reg [63:0]  chunk_q;
    reg [31:0]  crc_q;
    reg [31:0]  hash_q;
    reg         zero_q;

    wire [143:0] big_a = big_endian(addr_a, port_a);
    wire [143:0] big_b = big_endian(addr_b, port_b);
    wire [127:0] low = swap_q ? addr_b : addr_a;
    wire [127:0] high = swap_q ? addr_a : addr_b;
    wire [31:0]  ports = swap_q ? {port_a, port_b} : {port_b, port_a};
    wire [31:0]  crc_d;
    wire [31:0]  out = ~crc_q;

    generate
        genvar g;
        for (g = 0; g < 4; g = g + 1) begin : g_compare
            always @(posedge clk) if (start) begin
                above_q[g] <= big_a[g*36 +: 36] > big_b[g*36 +: 36];
                equal_q[g] <= big_a[g*36 +: 36] == big_b[g*36 +: 36];
            end
        end
        for (g = 0; g < 32; g = g + 1) begin : g_crc
            localparam [4:0]  BIT = g;
            localparam [95:0] TAPS_OF = taps_of(BIT);
            assign crc_d[g] = ^({chunk_q, crc_q} & TAPS_OF);
        end
    endgenerate

    always @(posedge clk) begin
        at_q <= {at_q[7:0], start};
        if (at_q[0])
            swap_q <= above_q[3] || (equal_q[3] && (above_q[2] || (equal_q[2] && (above_q[1] ||
                      (equal_q[1] && above_q[0])))));
        if (at_q[1]) chunk_q <= low[63:0];
        if (at_q[2]) chunk_q <= low[127:64];
        if (at_q[3]) chunk_q <= high[63:0];
        if (at_q[4]) chunk_q <= high[127:64];
        if (at_q[5]) chunk_q <= {16'd0, kind, l4, ports};
        if (at_q[1]) crc_q <= 32'hffffffff;
        else if (|at_q[6:2]) crc_q <= crc_d;
        if (at_q[7]) zero_q <= out == 32'd0;
        if (at_q[8]) hash_q <= zero_q ? 32'd1 : out;
        if (rst) at_q <= 9'd0;
    end

    assign hash = hash_q;

    wire unused = &{1'b0, equal_q[0]};
endmodule

`default_nettype wire
