// SPDX-License-Identifier: BSD-3-Clause
// weir_lane as the proof of weir_filter sees it: it may say anything. What is assumed of it is in weir_filter_f.vh.
`default_nettype none
`include "weir_uop.vh"

module weir_lane #(
    parameter BUDGET = 40,
    parameter TAG_W = 8
) (
    input  wire                   clk,
    input  wire                   rst,
    input  wire                   st_we,
    input  wire [9:0]             st_addr,
    input  wire [`WEIR_UOP_W-1:0] st_data,
    input  wire                   pt_we,
    input  wire [3:0]             pt_addr,
    input  wire [9:0]             pt_start,
    input  wire [5:0]             pt_slots,
    input  wire [15:0]            pt_snap,
    input  wire                   pt_wire,
    input  wire                   win_we,
    input  wire [6:0]             win_slot,
    input  wire [3:0]             win_word,
    input  wire [63:0]            win_data,
    input  wire                   start_valid,
    output wire                   start_ready,
    input  wire [6:0]             start_slot,
    input  wire [13:0]            start_len,
    input  wire                   start_vlan,
    input  wire [15:0]            start_tci,
    input  wire [15:0]            start_tpid,
    input  wire [15:0]            start_proto,
    input  wire [2:0]             start_ptype,
    input  wire [31:0]            start_hash,
    input  wire [15:0]            start_progs,
    input  wire [TAG_W-1:0]       start_tag,
    input  wire [31:0]            rnd,
    output wire                   ev_valid,
    output wire [TAG_W-1:0]       ev_tag,
    output wire                   ev_prog_valid,
    output wire [3:0]             ev_prog,
    output wire [1:0]             ev_kind,
    output wire [15:0]            ev_keep,
    output wire                   ev_done
);
    (* anyseq *) wire             any_ready, any_valid, any_prog_valid, any_done;
    (* anyseq *) wire [TAG_W-1:0] any_tag;
    (* anyseq *) wire [3:0]       any_prog;
    (* anyseq *) wire [1:0]       any_kind;
    (* anyseq *) wire [15:0]      any_keep;

    assign start_ready = any_ready;
    assign ev_valid = any_valid || any_done;
    assign ev_tag = any_tag;
    assign ev_prog_valid = any_prog_valid;
    assign ev_prog = any_prog;
    assign ev_kind = any_kind;
    assign ev_keep = any_keep;
    assign ev_done = any_done;
endmodule

`default_nettype wire
