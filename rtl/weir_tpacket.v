// SPDX-License-Identifier: BSD-3-Clause
// Builds the headers of linux/if_packet.h, little-endian, first byte in the low bits: `pkt` is struct
// tpacket3_hdr (48 bytes) and struct sockaddr_ll (20 bytes), `blk` struct tpacket_block_desc (48 bytes)
// with block_status 0. Combinational from the job, and from the tap's configuration and the job's tag as they were a
// cycle before, since both stand still from long before a header is taken; the user registers it.
//
// Throughput: a header a cycle; latency: one cycle; backpressure: none. Proven: nothing; compared with the kernel's
// own structures field by field (tests/afpacket).
`default_nettype none
`include "weir_regs.vh"
`include "weir_writer.vh"

module weir_tpacket #(
    parameter TW = 4
) (
    input  wire               clk,
    input  wire               cfg_we,
    input  wire [TW-1:0]      cfg_tap,
    input  wire [5:0]         cfg_reg,
    input  wire [31:0]        cfg_wdata,
    input  wire [TW-1:0]      tap,

    input  wire [`JOB_W-1:0]  job,
    output wire [15:0]        mac,
    output wire [543:0]       pkt,

    input  wire [15:0]        num_pkts,
    input  wire [19:0]        first,       // offset_to_first_pkt / 8
    input  wire [19:0]        len,         // blk_len / 8
    input  wire [63:0]        seq,
    input  wire [31:0]        first_sec,
    input  wire [29:0]        first_ns,
    input  wire [31:0]        last_sec,
    input  wire [29:0]        last_ns,
    output wire [383:0]       blk
);

    wire [31:0] c_bits, c_ifindex, c_offset, match;
    wire [15:0] c_hatype;
    reg  [31:0] bits, ifindex, offset;
    reg  [15:0] hatype;
    reg         other, show, hashed;
    weir_tap_cfg #(.W(32), .TW(TW), .REG(`WEIR_TAPREG_STATUS_BITS)) u_bits (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(c_bits)
    );
    weir_tap_cfg #(.W(32), .TW(TW), .REG(`WEIR_TAPREG_IFINDEX)) u_ifindex (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(c_ifindex)
    );
    weir_tap_cfg #(.W(16), .TW(TW), .REG(`WEIR_TAPREG_HATYPE)) u_hatype (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(c_hatype)
    );
    weir_tap_cfg #(.W(32), .TW(TW), .REG(`WEIR_TAPREG_MATCH)) u_match (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(match)
    );
    weir_tap_cfg #(.W(32), .TW(TW), .REG(`WEIR_TAPREG_OFFSET)) u_offset (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap), .value(c_offset)
    );
    assign mac = offset[15:0];

    wire [15:0] tci = job[`JOB_TCI];
    wire [15:0] proto = job[`JOB_PROTO];
    wire        vlan = job[`JOB_VLAN];
    // Linux shows a tagged frame that no VLAN device took as OTHERHOST to its protocol hooks,
    // and takes the tag away from them (net/core/dev.c, __netif_receive_skb_core).
    always @(posedge clk) begin
        bits    <= c_bits;
        ifindex <= c_ifindex;
        offset  <= c_offset;
        hatype  <= c_hatype;
        other   <= match[`WEIR_TAP_MATCH_VLAN_OTHERHOST_LSB] && vlan && tci[11:0] != 12'd0;
        show    <= vlan && !match[`WEIR_TAP_MATCH_VLAN_HIDE_LSB];
        hashed  <= match[`WEIR_TAP_MATCH_RXHASH_LSB];
    end
    wire [15:0] show_tci = show ? tci : 16'd0;
    wire [15:0] show_tpid = show ? job[`JOB_TPID] : 16'd0;
    wire [2:0]  ptype = other ? 3'd3 : job[`JOB_PTYPE];
    wire [31:0] rxhash = hashed ? job[`JOB_HASH] : 32'd0;
    // TP_STATUS_USER 1, TP_STATUS_VLAN_VALID 0x10, TP_STATUS_VLAN_TPID_VALID 0x40
    wire [31:0] status = bits | {25'd0, show, 1'b0, show, 4'd1};

    // AF_PACKET 17; Ethernet addresses have 6 bytes
    wire [159:0] sll = {16'd0, job[`JOB_SADDR], 8'd6, 5'd0, ptype, hatype, ifindex,
                        proto[7:0], proto[15:8], 16'd17};
    wire [383:0] hdr = {64'd0, 16'd0, show_tpid, 16'd0, show_tci, rxhash, offset, status,
                        16'd0, job[`JOB_LEN], 14'd0, job[`JOB_SNAP], 2'd0, job[`JOB_NS],
                        job[`JOB_SEC], 9'd0, job[`JOB_TOTAL]};
    assign pkt = {sll, hdr};

    // version 2 (TPACKET_V3), offset_to_priv 48
    assign blk = {2'd0, last_ns, last_sec, 2'd0, first_ns, first_sec, seq, 9'd0, len, 3'd0,
                  9'd0, first, 3'd0, 16'd0, num_pkts, 32'd0, 32'd48, 32'd2};

    wire unused = &{1'b0, match, job};

endmodule

`default_nettype wire
