// SPDX-License-Identifier: BSD-3-Clause
// Makes a job of a frame's record and each copy of it that is to be (weir_copies), and prepares it: captured length,
// time of the tap, place of the frame in the packet.
//
// Throughput: a job every 2 cycles while the writer takes them; latency 4 cycles.
// Backpressure: a step takes over when the next one is empty, so that `job_ready` reaches one register.
// Proven: nothing; checked by tests/card.
`default_nettype none
`include "weir_regs.vh"
`include "weir_frame.vh"
`include "weir_writer.vh"

module weir_job #(
    parameter TW   = 4,
    parameter LB   = 5
) (
    input  wire              clk,
    input  wire              rst,
    input  wire              cfg_we,
    input  wire [TW-1:0]     cfg_tap,
    input  wire [5:0]        cfg_reg,
    input  wire [31:0]       cfg_wdata,
    // Largest tp_mac + tp_snaplen of a tap: block less header and private area
    input  wire              max_we,
    input  wire [TW-1:0]     max_tap,
    input  wire [22:0]       max_data,

    // A record stays until its last copy is taken
    input  wire              rec_valid,
    output wire              rec_ready,
    input  wire [`FR_W-1:0]  rec_data,
    input  wire              cp_valid,
    output wire              cp_ready,
    input  wire [TW-1:0]     cp_tap,
    input  wire              cp_last,
    input  wire              cp_none,
    input  wire              cp_gen,
    input  wire              cp_sure,
    input  wire [13:0]       cp_keep,

    output wire              job_valid,
    input  wire              job_ready,
    output wire [`JOB_W-1:0] job,
    output wire              busy
);

    // ---- pipeline -----------------------------------------------------------------------------------
    reg               v1_q, v2_q, v3_q, v4_q;
    wire              go1 = cp_valid && rec_valid && !v1_q;
    wire              go2 = v1_q && !v2_q;
    wire              go3 = v2_q && !v3_q;
    wire              go4 = v3_q && !v4_q;
    assign cp_ready  = go1;
    assign rec_ready = go1 && cp_last;

    reg  [`FR_W-1:0]  r1_q, r2_q, r3_q, r4_q;
    reg  [TW-1:0]     t1_q, t2_q, t3_q, t4_q;
    reg               last1_q, last2_q, last3_q, last4_q, none1_q, none2_q, none3_q, none4_q;
    reg               gen1_q, gen2_q, gen3_q, gen4_q;
    // bytes that the filter keeps
    reg  [17:0]       keep1_q, keep2_q;
    reg  [9:0]        words2_q, words3_q, words4_q;
    wire [17:0]       c_snap;
    wire [15:0]       c_mac;
    wire [22:0]       c_max;
    reg  [17:0]       snap1_q;
    reg  [15:0]       mac1_q;
    reg  [22:0]       max1_q;
    reg  [17:0]       snap2_q, snap3_q, snap4_q;
    reg  [15:0]       mac2_q, mac3_q;
    wire [29:0]       ns3;
    reg  [29:0]       ns4_q;
    wire [31:0]       sec3;
    reg  [31:0]       sec4_q;
    reg  [22:0]       room2_q, room3_q;
    reg               cut3_q, cut4_q;
    reg  [22:0]       total4_q;

    weir_tap_cfg #(.W(18), .TW(TW), .REG(`WEIR_TAPREG_SNAPLEN)) u_snap (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(cp_tap), .value(c_snap)
    );
    weir_tap_cfg #(.W(16), .TW(TW), .REG(`WEIR_TAPREG_OFFSET)) u_mac (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(cp_tap), .value(c_mac)
    );
    weir_tap_time #(.TW(TW)) u_time (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .add(go2), .tap(t1_q), .sec(r1_q[`FR_SEC]), .ns(r1_q[`FR_NS]),
        .carry(go3), .tap_sec(sec3), .tap_ns(ns3)
    );
    weir_lutram #(.W(23), .AW(TW)) u_max (
        .clk(clk), .we(max_we), .waddr(max_tap), .wdata(max_data), .raddr(cp_tap), .rdata(c_max)
    );

    wire [15:0] len1   = r1_q[`FR_LEN];
    wire [15:0] words1 = len1 >> LB;
    wire [17:0] keep3  = cut3_q ? room3_q[17:0] : snap3_q;
    wire [22:0] end3   = {7'd0, mac3_q} + {5'd0, keep3};

    always @(posedge clk) begin
        v1_q <= go1 || (v1_q && !go2);
        v2_q <= go2 || (v2_q && !go3);
        v3_q <= go3 || (v3_q && !go4);
        v4_q <= go4 || (v4_q && !job_ready);
        if (go1) begin
            r1_q    <= rec_data;
            t1_q    <= cp_tap;
            last1_q <= cp_last;
            none1_q <= cp_none;
            gen1_q  <= cp_gen;
            keep1_q <= cp_sure ? {4'd0, cp_keep} : 18'h3ffff;
            snap1_q <= c_snap;
            mac1_q  <= c_mac;
            max1_q  <= c_max;
        end
        if (go2) begin
            // keep = min(length, SNAPLEN); room behind tp_mac; time of the tap
            r2_q     <= r1_q;
            t2_q     <= t1_q;
            last2_q  <= last1_q;
            none2_q  <= none1_q;
            gen2_q   <= gen1_q;
            keep2_q  <= keep1_q;
            words2_q <= words1[9:0] + {9'd0, len1[LB-1:0] != 0};
            snap2_q  <= {2'd0, len1} < snap1_q ? {2'd0, len1} : snap1_q;
            mac2_q   <= mac1_q;
            room2_q  <= max1_q - {7'd0, mac1_q};
        end
        if (go3) begin
            // as the filter says; a frame that no block can hold is cut (af_packet.c, tpacket_rcv)
            r3_q     <= r2_q;
            t3_q     <= t2_q;
            last3_q  <= last2_q;
            none3_q  <= none2_q;
            gen3_q   <= gen2_q;
            words3_q <= words2_q;
            snap3_q  <= keep2_q < snap2_q ? keep2_q : snap2_q;
            mac3_q   <= mac2_q;
            room3_q  <= room2_q;
            cut3_q   <= room2_q < {5'd0, snap2_q} && room2_q < {5'd0, keep2_q};
        end
        if (go4) begin
            r4_q     <= r3_q;
            t4_q     <= t3_q;
            last4_q  <= last3_q;
            none4_q  <= none3_q;
            gen4_q   <= gen3_q;
            words4_q <= words3_q;
            snap4_q  <= keep3;
            cut4_q   <= cut3_q;
            ns4_q    <= ns3;
            sec4_q   <= sec3;
            total4_q <= (end3 + 23'd7) & ~23'd7;
        end
        if (rst) begin
            v1_q <= 1'b0;
            v2_q <= 1'b0;
            v3_q <= 1'b0;
            v4_q <= 1'b0;
        end
    end

    assign job_valid = v4_q;
    assign job[`JOB_START] = r4_q[`FR_START];
    assign job[`JOB_LEN]   = r4_q[`FR_LEN];
    assign job[`JOB_TCI]   = r4_q[`FR_TCI];
    assign job[`JOB_TPID]  = r4_q[`FR_TPID];
    assign job[`JOB_VLAN]  = r4_q[`FR_VLAN];
    assign job[`JOB_PROTO] = r4_q[`FR_PROTO];
    assign job[`JOB_PTYPE] = r4_q[`FR_PTYPE];
    assign job[`JOB_SADDR] = r4_q[`FR_SADDR];
    assign job[`JOB_HASH]  = r4_q[`FR_HASH];
    assign job[`JOB_SEC]   = sec4_q;
    assign job[`JOB_NS]    = ns4_q;
    assign job[`JOB_SNAP]  = snap4_q;
    assign job[`JOB_TOTAL] = total4_q;
    assign job[`JOB_WORDS] = words4_q;
    assign job[`JOB_TAP]   = {{(5-TW){1'b0}}, t4_q};
    assign job[`JOB_CUT]   = cut4_q;
    assign job[`JOB_LAST]  = last4_q;
    assign job[`JOB_NONE]  = none4_q;
    assign job[`JOB_GEN]   = gen4_q;
    assign busy = v1_q || v2_q || v3_q || v4_q;

    wire unused = &{1'b0, words1[15:10], room3_q[22:18], r4_q[`FR_SEC], r4_q[`FR_NS],
                    r4_q[`FR_TAPS]};

endmodule

`default_nettype wire
