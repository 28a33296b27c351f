// SPDX-License-Identifier: BSD-3-Clause
// weir_lane_frame: what a filter lane knows of its threads' frames, the windows aside.
//
// Throughput    a start each three cycles; every thread's fields once a turn, each at the stage that needs it.
// Latency       a frame's fields are those of its thread from the turn after it was taken.
// Backpressure  none; a start's fields wait here until weir_lane_turns says that they are taken.
// Proven        nothing of its own: memories; compared with a model in C (tests/rtl/t_lane.cpp).
`default_nettype none
`include "weir_uop.vh"

module weir_lane_frame #(
    parameter TAG_W = 8
) (
    input  wire             clk,

    input  wire [3:0]       t2,
    input  wire [3:0]       t4,
    input  wire [3:0]       t5,
    input  wire [3:0]       t12,

    // a start's fields, kept from start_ready's fall on, the threads' from the cycle of new12 on
    input  wire             start_ready,
    input  wire [6:0]       start_slot,
    input  wire [13:0]      start_len,
    input  wire             start_vlan,
    input  wire [15:0]      start_tci,
    input  wire [15:0]      start_tpid,
    input  wire [15:0]      start_proto,
    input  wire [2:0]       start_ptype,
    input  wire [31:0]      start_hash,
    input  wire [15:0]      start_progs,
    input  wire [TAG_W-1:0] start_tag,
    input  wire             new12,
    output wire [15:0]      progs,

    output wire [13:0]      len3,
    output wire             vlan3,
    // META by number, as of stage 4, one stage later
    input  wire [3:0]       number4,
    input  wire [31:0]      random4,
    output wire [31:0]      meta5,
    output wire [6:0]       slot6,
    output wire             vlan15,
    output wire [TAG_W-1:0] tag15
`ifdef FORMAL
    ,
    // proofs look inside here: tag of thread f_look's frame, and of the one that waits
    input  wire [3:0]       f_look,
    output wire [TAG_W-1:0] f_tag,
    output wire [TAG_W-1:0] f_tag_waits
`endif
);
    reg  [6:0]       slot_q;
    reg  [13:0]      len_q;
    reg              vlan_q;
    reg  [15:0]      tci_q, tpid_q, proto_q, progs_q;
    reg  [2:0]       ptype_q;
    reg  [31:0]      hash_q;
    reg  [TAG_W-1:0] tag_q;

    wire [13:0]      len2;
    wire             vlan2;
    wire             vlan4;
    wire [15:0]      tci4, tpid4, proto4;
    wire [2:0]       ptype4;
    wire [31:0]      hash4;
    wire [6:0]       slot5;
    wire             vlan12;
    wire [TAG_W-1:0] tag12;

`ifdef FORMAL
    wire             f_vlan;
`endif
    reg  [13:0]      len3_q;
    reg              vlan3_q;
    reg  [31:0]      meta;
    reg  [31:0]      meta5_q;
    reg  [6:0]       slot6_q;
    reg  [TAG_W:0]   end13_q, end14_q, end15_q;

    always @* case (number4)
        `WEIR_UOP_META_VLAN:   meta = {31'd0, vlan4};
        `WEIR_UOP_META_TCI:    meta = {16'd0, tci4};
        `WEIR_UOP_META_TPID:   meta = {16'd0, tpid4};
        `WEIR_UOP_META_PROTO:  meta = {16'd0, proto4};
        `WEIR_UOP_META_PTYPE:  meta = {29'd0, ptype4};
        `WEIR_UOP_META_HASH:   meta = hash4;
        `WEIR_UOP_META_RANDOM: meta = random4;
        default:               meta = 32'd0;
    endcase

    always @(posedge clk) begin
        // Also when there is no start: start_valid shall not enable wide registers
        if (start_ready) begin
            slot_q <= start_slot;
            len_q <= start_len;
            vlan_q <= start_vlan;
            tci_q <= start_vlan ? start_tci : 16'd0;
            tpid_q <= start_vlan ? start_tpid : 16'd0;
            proto_q <= start_proto;
            ptype_q <= start_ptype;
            hash_q <= start_hash;
            progs_q <= start_progs;
            tag_q <= start_tag;
        end
        {len3_q, vlan3_q} <= {len2, vlan2};
        meta5_q <= meta;
        slot6_q <= slot5;
        // the old frame's, in the cycle in which the new one's are written
        end13_q <= {vlan12, tag12};
        end14_q <= end13_q;
        end15_q <= end14_q;
    end

    weir_lutram #(.W(15), .AW(4)) u_len (
        .clk(clk), .we(new12), .waddr(t12), .wdata({len_q, vlan_q}), .raddr(t2), .rdata({len2, vlan2})
    );
    weir_lutram #(.W(84), .AW(4)) u_meta (
        .clk(clk), .we(new12), .waddr(t12), .wdata({vlan_q, tci_q, tpid_q, proto_q, ptype_q, hash_q}),
        .raddr(t4), .rdata({vlan4, tci4, tpid4, proto4, ptype4, hash4})
    );
    weir_lutram #(.W(7), .AW(4)) u_slot (
        .clk(clk), .we(new12), .waddr(t12), .wdata(slot_q), .raddr(t5), .rdata(slot5)
    );
    weir_lutram #(.W(1 + TAG_W), .AW(4)) u_end (
        .clk(clk), .we(new12), .waddr(t12), .wdata({vlan_q, tag_q}), .raddr(t12), .rdata({vlan12, tag12})
`ifdef FORMAL
        , .f_look(f_look), .f_seen({f_vlan, f_tag})
`endif
    );

`ifdef FORMAL
    assign f_tag_waits = tag_q;
`endif
    assign progs = progs_q;
    assign len3 = len3_q;
    assign vlan3 = vlan3_q;
    assign meta5 = meta5_q;
    assign slot6 = slot6_q;
    assign {vlan15, tag15} = end15_q;
endmodule

`default_nettype wire
