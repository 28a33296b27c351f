// SPDX-License-Identifier: BSD-3-Clause
// weir_classify: the taps that a frame is for, and its flow hash.
//
// Keeps the taps' MATCH and ACCEPT registers and the address table. Rules: docs/rtl.md, "weir_rx".
//
// Throughput    a frame every 9 cycles; the inputs must stay for 9 cycles from start on.
// Latency       10 cycles from start to m_valid.
// Backpressure  none: m must be taken.
// Proven        nothing here; weir_rx is tested as a whole (tests/rtl/t_rx.cpp).
`default_nettype none
`include "weir_frame.vh"
`include "weir_regs.vh"

module weir_classify #(
    parameter TAPS = 16,
    parameter ADDR_ENTRIES = 32
) (
    input  wire            clk,
    input  wire            rst,

    input  wire [47:0]     ctl_mac,
    input  wire [TAPS-1:0] tap_run,
    input  wire            cfg_we,
    input  wire [3:0]      cfg_tap,
    input  wire [5:0]      cfg_reg,
    input  wire [31:0]     cfg_wdata,
    input  wire            adr_we,
    input  wire [4:0]      adr_index,
    input  wire [63:0]     adr_data,

    // From weir_header
    input  wire            start,
    input  wire [47:0]     dst,
    input  wire [47:0]     src,
    input  wire [15:0]     proto,
    input  wire            vid,
    input  wire [7:0]      kind,
    input  wire [7:0]      l4,
    input  wire [127:0]    addr_a,
    input  wire [127:0]    addr_b,
    input  wire [15:0]     port_a,
    input  wire [15:0]     port_b,

    output wire            m_valid,
    output wire [TAPS-1:0] m_taps,
    output wire [2:0]      m_ptype,
    output wire [15:0]     m_proto,
    output wire [47:0]     m_src,
    output wire [31:0]     m_hash,
    output wire            busy
);
    reg [9:0]  at_q;          // at_q[n]: n + 1 cycles after start
    reg        to_host_q;
    reg        to_all_q;
    reg        to_group_q;
    reg [2:0]  ptype_q;
    reg [15:0] proto_q;
    reg [47:0] src_q;

    wire [2:0] ptype = to_host_q ? `PT_HOST : to_all_q ? `PT_BROADCAST :
                       to_group_q ? `PT_MULTICAST : `PT_OTHERHOST;
    wire       to_known = to_host_q || to_all_q;

    always @(posedge clk) begin
        at_q <= {at_q[8:0], start};
        if (start) begin
            to_host_q <= dst == ctl_mac;
            to_all_q <= &dst;
            to_group_q <= dst[0];
        end
        if (at_q[0]) ptype_q <= ptype;
        if (at_q[7]) begin
            proto_q <= proto;
            src_q <= src;
        end
        if (rst) at_q <= 10'd0;
    end

    wire [TAPS-1:0] listed;
    wire [TAPS-1:0] match;

    generate
        genvar g;
        for (g = 0; g < TAPS; g = g + 1) begin : g_tap
            localparam [3:0] TAP = g;
            reg [15:0] want_q;
            reg        want_all_q;
            reg        vlan_other_q;
            reg        promisc_q;
            reg        allmulti_q;
            reg [3:0]  types_q;
            reg        proto_ok_q;
            reg        able_q;       // all but the address fits
            reg        open_q;       // the address fits without the table

            wire [2:0] seen = vlan_other_q && vid ? `PT_OTHERHOST : ptype;  // never PT_OUTGOING

            always @(posedge clk) begin
                if (cfg_we && cfg_tap == TAP && cfg_reg == `WEIR_TAPREG_MATCH) begin
                    want_q <= cfg_wdata[`WEIR_TAP_MATCH_PROTOCOL_MSB:`WEIR_TAP_MATCH_PROTOCOL_LSB];
                    want_all_q <= cfg_wdata[`WEIR_TAP_MATCH_PROTOCOL_MSB:
                                            `WEIR_TAP_MATCH_PROTOCOL_LSB] == 16'd3;
                    vlan_other_q <= cfg_wdata[`WEIR_TAP_MATCH_VLAN_OTHERHOST_LSB];
                end
                if (cfg_we && cfg_tap == TAP && cfg_reg == `WEIR_TAPREG_ACCEPT) begin
                    promisc_q <= cfg_wdata[`WEIR_TAP_ACCEPT_PROMISC_LSB];
                    allmulti_q <= cfg_wdata[`WEIR_TAP_ACCEPT_ALLMULTI_LSB];
                    types_q <= cfg_wdata[`WEIR_TAP_ACCEPT_TYPES_LSB +: 4];
                end
                if (start) proto_ok_q <= want_all_q || want_q == proto;
                if (at_q[0]) begin
                    able_q <= tap_run[g] && proto_ok_q && types_q[seen[1:0]] && !seen[2];
                    open_q <= to_known || promisc_q || (allmulti_q && to_group_q);
                end
            end

            assign match[g] = able_q && (open_q || listed[g]);
        end
    endgenerate

    weir_addr_table #(.ENTRIES(ADDR_ENTRIES), .TAPS(TAPS)) u_table (
        .clk(clk),
        .rst(rst),
        .adr_we(adr_we),
        .adr_index(adr_index),
        .adr_data(adr_data),
        .start(start),
        .dst(dst),
        .taps(listed)
    );

    weir_hash u_hash (
        .clk(clk),
        .rst(rst),
        .start(start),
        .addr_a(addr_a),
        .addr_b(addr_b),
        .port_a(port_a),
        .port_b(port_b),
        .l4(l4),
        .kind(kind),
        .hash(m_hash)
    );

    assign m_valid = at_q[9];
    assign m_taps = match;
    assign m_ptype = ptype_q;
    assign m_proto = proto_q;
    assign m_src = src_q;
    assign busy = start || |at_q;

    wire unused = &{1'b0, cfg_wdata[31:17]};
endmodule

`default_nettype wire
