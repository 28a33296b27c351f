// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_addr: where a load of a micro-operation reads the window, and whether it may.
//
// Stage 2 chooses offset and addend, 3 adds, 4 moves negative offsets, 5 compares with the frame's length and
// the window's end, 6 makes the banks' addresses. Byte n of the frame as it was on the wire is in bank n mod 8. In the view
// without the lifted tag a load that reaches over byte 11 goes on four bytes further; no two of its bytes are in
// one bank, and its banks' words are those of a load of eight bytes at the first byte's place, so that only the
// choice of the banks differs (pick7).
//
// Throughput    a load a cycle.
// Latency       four cycles from stage 2 to fail6, outside6 and word6.
// Backpressure  none.
// Proven        as a part of weir_lane_path: rtl/formal/f_lane_uop.v.
`default_nettype none
`include "weir_uop.vh"

module weir_lane_addr (
    input  wire        clk,

    // of the micro-operation at stage 2, and X
    input  wire [31:0] k2,
    input  wire [11:0] off2,
    input  wire        offk2,
    input  wire [2:0]  src2,
    input  wire [1:0]  size2,
    input  wire [31:0] x2,
    // of the thread at stage 3
    input  wire        wire3,
    input  wire [13:0] len3,
    input  wire        vlan3,

    output wire [14:0] len5,       // in the view
    output wire        load5,
    output wire        fail6,
    output wire        outside6,
    output wire [31:0] word6,      // of bank n at [4n +: 4]
    output wire [11:0] pick7       // bank of byte n of the value, the lowest first, at [3n +: 3]
);
    // Stages 2 and 3
    reg  [31:0] base3_q, add3_q;
    reg         load3_q, load4_q, load5_q;
    reg  [1:0]  more3_q, more4_q, more5_q;  // bytes behind the first one

    // Stage 4
    reg  [32:0] sum4_q;
    reg  [14:0] len4_q, len5_q;
    reg         wire4_q;
    reg         skip4_q, skip5_q, skip6_q;  // the tag is there, and not for this view
    wire        minus = &sum4_q[31:21];     // -0x200000 and above
    wire        net = minus && sum4_q[20] && !wire4_q;
    wire [15:0] low = {1'b0, sum4_q[14:0]};
    wire [15:0] low_net = low + 16'd14;     // where SKF_NET_OFF begins

    // Stage 5. Offsets of 2^15 and more are `far`: no frame is that long
    reg         far5_q;
    reg  [15:0] at5_q;
    reg  [15:0] limit5_q;                   // signed: the first offset at which the last byte is behind the end
    wire signed [16:0] at5s = {1'b0, at5_q};
    wire signed [16:0] limit5s = {limit5_q[15], limit5_q};
    wire        over = more5_q[1] ? |at5_q[1:0] : more5_q[0] && &at5_q[1:0];  // into the next four bytes
    wire        out = |at5_q[15:7] || (&at5_q[6:3] && (skip5_q || over) && at5_q[2]) ||
                      (&at5_q[6:3] && !at5_q[2] && skip5_q && over);
    wire        behind = skip5_q && (|at5_q[6:4] || &at5_q[3:2]);             // the tag
    wire [3:0]  word = at5_q[6:3];
    wire        carry = behind && at5_q[2];

    // Stage 6
    reg         fail6_q, outside6_q;
    reg  [2:0]  first6_q;                   // bank of the first byte
    reg  [3:0]  word6_q, next6_q;
    reg  [6:0]  last6_q;                    // offset of the last byte
    reg  [11:0] pick7_q;

    always @(posedge clk) begin
        base3_q <= offk2 ? k2 : {{20{off2[11]}}, off2};
        add3_q <= src2 == `WEIR_UOP_SRC_IND ? x2 : 32'd0;
        load3_q <= src2 == `WEIR_UOP_SRC_IND || src2 == `WEIR_UOP_SRC_ABS;
        more3_q <= {size2[1], |size2};

        sum4_q <= {1'b0, base3_q} + {1'b0, add3_q};
        len4_q <= {1'b0, len3} + {12'd0, vlan3 && wire3, 2'd0};
        wire4_q <= wire3;
        skip4_q <= vlan3 && !wire3;
        {load4_q, more4_q} <= {load3_q, more3_q};

        far5_q <= |sum4_q[19:15] || (|sum4_q[31:20] && !(minus && !wire4_q)) || (wire4_q && sum4_q[32]);
        at5_q <= net ? low_net : low;
        limit5_q <= {1'b0, len4_q} - {14'd0, more4_q};
        len5_q <= len4_q;
        {load5_q, more5_q, skip5_q} <= {load4_q, more4_q, skip4_q};

        fail6_q <= load5_q && (far5_q || at5s >= limit5s);
        outside6_q <= load5_q && out;
        first6_q <= {at5_q[2] ^ behind, at5_q[1:0]};
        word6_q <= carry ? word + 4'd1 : word;
        next6_q <= carry ? word + 4'd2 : word + 4'd1;
        last6_q <= at5_q[6:0] + {5'd0, more5_q};
        skip6_q <= skip5_q;
    end

    generate
        genvar g;
        for (g = 0; g < 8; g = g + 1) begin : g_bank
            localparam [3:0] BANK = g;
            assign word6[4*g +: 4] = BANK < {1'b0, first6_q} ? next6_q : word6_q;
        end
        for (g = 0; g < 4; g = g + 1) begin : g_byte
            localparam [6:0] BACK = g;
            wire [6:0] from = last6_q - BACK;
            wire       moved = skip6_q && (|from[6:4] || &from[3:2]);
            always @(posedge clk) pick7_q[3*g +: 3] <= {from[2] ^ moved, from[1:0]};
        end
    endgenerate

    assign len5 = len5_q;
    assign load5 = load5_q;
    assign fail6 = fail6_q;
    assign outside6 = outside6_q;
    assign pick7 = pick7_q;
endmodule

`default_nettype wire
