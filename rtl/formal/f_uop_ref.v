// SPDX-License-Identifier: BSD-3-Clause
// What a micro-operation does, straight from docs/filter.md: no pipeline, no clock, nothing shared with the lane but the
// names of the bits. Numbers are as wide as they need be to never overflow where the document does not say that they wrap.
`default_nettype none
`include "weir_uop.vh"

module f_uop_ref (
    input  wire [`WEIR_UOP_W-1:0] uop,
    input  wire [31:0]            a,
    input  wire [31:0]            x,
    input  wire [31:0]            m,        // M[IDX], 0 if not written
    input  wire                   in_wire,  // view
    input  wire                   vlan,
    input  wire [13:0]            len,      // without the tag
    input  wire [31:0]            meta,     // the META that OFF names
    // the bytes of the load, the lowest of the value in bits 7:0; whoever knows the window checks them by `places`
    input  wire [31:0]            loaded,
    // failure, V, B, C and R as they were found to be what is given out below: so each step can be shown by itself
    input  wire                   is_fail,
    input  wire                   is_outside,
    input  wire [31:0]            is_v,
    input  wire [31:0]            is_b,
    input  wire [31:0]            is_c,
    input  wire [31:0]            is_r,
    input  wire [63:0]            product,  // of V and B
    input  wire                   none,     // no allowance: the turn is void
    input  wire [15:0]            snap,

    output reg                    fail,
    output reg                    outside,  // of the window
    // offset on the wire of the byte of the value in bits 8n+7:8n, at [7n +: 7], for all n below `count`
    output reg  [27:0]            places,
    output wire [2:0]             count,    // 0 when it is no load or failed
    output reg  [31:0]            v,
    output reg  [31:0]            b,
    output reg  [31:0]            c,
    output reg  [31:0]            r,
    output reg  [10:0]            target,
    output reg                    drop,     // what the target says, if it is a verdict
    output reg                    unsure,
    output reg  [15:0]            keep
);
    wire [31:0] k = uop[`WEIR_UOP_K];
    wire [11:0] off = uop[`WEIR_UOP_OFF];
    wire [2:0]  src = uop[`WEIR_UOP_SRC];
    wire [1:0]  size = uop[`WEIR_UOP_SIZE];
    wire [4:0]  lo = uop[`WEIR_UOP_LO];
    wire [4:0]  hi = uop[`WEIR_UOP_HI];
    wire        ind = src == `WEIR_UOP_SRC_IND;
    wire        loads = ind || src == `WEIR_UOP_SRC_ABS;
    wire [39:0] bytes = size == `WEIR_UOP_SIZE_B ? 40'd1 : size == `WEIR_UOP_SIZE_H ? 40'd2 : 40'd4;
    wire [39:0] view_len = {26'd0, len} + (vlan && in_wire ? 40'd4 : 40'd0);
    wire        lifted = vlan && !in_wire;

    assign count = fail || outside || !loads ? 3'd0 : bytes[2:0];

    reg  [31:0]        long_off;
    reg  signed [39:0] at;
    reg                no_place;
    reg  signed [39:0] place;
    reg  [31:0]        n;
    integer            i;

    // 1: the load, and V
    always @* begin
        long_off = uop[`WEIR_UOP_OFFK] ? k : {{20{off[11]}}, off};
        no_place = 1'b0;
        at = {8'd0, long_off} + (ind ? {8'd0, x} : 40'd0);
        if (in_wire)
            no_place = at > 40'shffffffff;
        else begin
            at = {{8{at[31]}}, at[31:0]};
            if (at < -40'sh200000) no_place = 1'b1;
            else if (at < -40'sh100000) at = at + 40'sh200000;
            else if (at < 40'sh0) at = at + 40'sh100000 + 40'sd14;
        end
        fail = loads && (no_place || at + $signed(bytes) > $signed(view_len));
        place = at + $signed(bytes) - 40'sd1;
        if (lifted && place >= 40'sd12) place = place + 40'sd4;
        outside = loads && !fail && place >= 40'sd128;

        // big-endian: the lowest byte is the last one
        places = 28'd0;
        for (i = 0; i < 4; i = i + 1) begin
            place = at + $signed(bytes) - 40'sd1 - i;
            if (lifted && place >= 40'sd12) place = place + 40'sd4;
            places[7*i +: 7] = place[6:0];
        end

        v = 32'd0;
        if (loads) begin
            for (i = 0; i < 4; i = i + 1) if (i < bytes) v[8*i +: 8] = loaded[8*i +: 8];
        end else case (src)
            `WEIR_UOP_SRC_A:   v = a;
            `WEIR_UOP_SRC_X:   v = x;
            `WEIR_UOP_SRC_MEM: v = m;
            `WEIR_UOP_SRC_LEN: v = view_len[31:0];
            `WEIR_UOP_SRC_IMM: v = k;
            default:           v = meta;
        endcase
        // 2
        for (i = 0; i < 32; i = i + 1) if (i < lo || i > hi) v[i] = 1'b0;
    end

    // 3 and 5
    always @* begin
        case (uop[`WEIR_UOP_OPB])
            `WEIR_UOP_OPB_X:   b = x;
            `WEIR_UOP_OPB_A:   b = a;
            `WEIR_UOP_OPB_MEM: b = m;
            default:           b = k;
        endcase
        case (uop[`WEIR_UOP_ALU])
            `WEIR_UOP_ALU_ADD:  r = is_v + is_b;
            `WEIR_UOP_ALU_SUB:  r = is_v - is_b;
            `WEIR_UOP_ALU_AND:  r = is_v & is_b;
            `WEIR_UOP_ALU_OR:   r = is_v | is_b;
            `WEIR_UOP_ALU_XOR:  r = is_v ^ is_b;
            `WEIR_UOP_ALU_SHL:  r = in_wire ? is_v << is_b : is_v << is_b[4:0];
            `WEIR_UOP_ALU_SHR:  r = in_wire ? is_v >> is_b : is_v >> is_b[4:0];
            `WEIR_UOP_ALU_MUL:  r = product[31:0];
            `WEIR_UOP_ALU_MULH: r = product[63:32];
            `WEIR_UOP_ALU_NEG:  r = 32'd0 - is_v;
            `WEIR_UOP_ALU_MSH:  r = {26'd0, is_v[3:0], 2'd0};
            default:            r = is_v;
        endcase
        c = uop[`WEIR_UOP_CX] ? x : k;
        if (uop[`WEIR_UOP_SET])
            target = (is_r & is_c) != 32'd0 ? uop[`WEIR_UOP_T_EQ] : uop[`WEIR_UOP_T_LT];
        else
            target = is_r == is_c ? uop[`WEIR_UOP_T_EQ] : is_r < is_c ? uop[`WEIR_UOP_T_LT] : uop[`WEIR_UOP_T_GT];
        if (is_outside) target = {1'b1, `WEIR_UOP_V_UNSURE};
        if (is_fail) target = {1'b1, `WEIR_UOP_V_DROP};
        if (none) target = {1'b1, `WEIR_UOP_V_UNSURE};
    end

    // The verdict
    always @* begin
        drop = 1'b0;
        unsure = 1'b0;
        n = 32'd0;
        case (target[9:0])
            `WEIR_UOP_V_DROP: drop = 1'b1;
            `WEIR_UOP_V_ALL:  n = 32'd65535;
            `WEIR_UOP_V_SNAP: n = {16'd0, snap};
            `WEIR_UOP_V_R:    begin n = is_r; drop = is_r == 32'd0; end
            `WEIR_UOP_V_K:    begin n = k; drop = k == 32'd0; end
            default:          unsure = 1'b1;
        endcase
        if (n > 32'd65535) n = 32'd65535;
        if (in_wire && vlan && target[9:0] != `WEIR_UOP_V_ALL) begin
            if (n > 32'd16) n = n - 32'd4;
            else if (n > 32'd12) n = 32'd12;
        end
        keep = n[15:0];
    end
endmodule

`default_nettype wire
