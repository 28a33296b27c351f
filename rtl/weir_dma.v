// SPDX-License-Identifier: BSD-3-Clause
// The DMA side: commands of the block writer and of the retire machine take turns at the gate, the retire
// machine's first (they are few, one beat each, and hand blocks over); block supply's reads. Only the
// gate in here drives AXI addresses.
//
// Throughput: a command every 2 cycles, a beat a cycle. Latency: the gate's. Backpressure: valid/ready.
// Proven: nothing here; weir_dma_gate holds the promises.
`default_nettype none
`include "weir_regs.vh"
`include "weir_dma.vh"

module weir_dma #(
    parameter DMA_W = 256,
    parameter LB    = 5,
    parameter TW    = 4,
    parameter TAPS  = 16,
    parameter [3:0] AHEAD = 4
) (
    input  wire               clk,
    input  wire               rst,
    input  wire               cfg_we,
    input  wire [TW-1:0]      cfg_tap,
    input  wire [5:0]         cfg_reg,
    input  wire [31:0]        cfg_wdata,
    input  wire [51:0]        compl_page,
    input  wire [7:0]         poll_us,
    input  wire               us_tick,

    input  wire               cmd_valid,
    output wire               cmd_ready,
    input  wire [TW+2:0]      cmd_slot,
    input  wire [21:LB]       cmd_off,
    input  wire [4:0]         cmd_beats,
    input  wire [TW+2:0]      cmd_tag,
    input  wire               d_valid,
    output wire               d_ready,
    input  wire [DMA_W-1:0]   d_data,
    input  wire [DMA_W/8-1:0] d_strb,
    input  wire               cl_valid,
    output wire               cl_ready,
    input  wire [`CL_W-1:0]   cl_data,

    input  wire [TAPS-1:0]    read,
    input  wire               init,
    input  wire [TW-1:0]      init_tap,
    input  wire [TAPS-1:0]    doorbell,
    input  wire               pop,
    input  wire [TW-1:0]      pop_tap,
    output wire [TAPS-1:0]    avail,
    output wire [TAPS-1:0]    taken,
    input  wire               clean,
    input  wire [TW-1:0]      clean_tap,
    output wire               clean_done,
    output wire               mark_done,
    output wire [TAPS-1:0]    retire_busy,

    output wire               irq,
    output wire [TW-1:0]      irq_tap,
    output wire               fault_a,
    output wire [2:0]         fault_a_code,
    output wire [TW-1:0]      fault_a_tap,
    output wire               fault_b,
    output wire [2:0]         fault_b_code,
    output wire [TW-1:0]      fault_b_tap,
    output wire               refused,
    output wire               ev_a_valid,
    input  wire               ev_a_ready,
    output wire [`EV_W-1:0]   ev_a_data,
    output wire               ev_b_valid,
    input  wire               ev_b_ready,
    output wire [`EV_W-1:0]   ev_b_data,
    output wire               busy,

    output wire [63:0]        m_axi_awaddr,
    output wire [7:0]         m_axi_awlen,
    output wire               m_axi_awvalid,
    input  wire               m_axi_awready,
    output wire [DMA_W-1:0]   m_axi_wdata,
    output wire [DMA_W/8-1:0] m_axi_wstrb,
    output wire               m_axi_wlast,
    output wire               m_axi_wvalid,
    input  wire               m_axi_wready,
    input  wire [1:0]         m_axi_bresp,
    input  wire               m_axi_bvalid,
    output wire               m_axi_bready,
    output wire [63:0]        m_axi_araddr,
    output wire               m_axi_arvalid,
    input  wire               m_axi_arready,
    input  wire [DMA_W-1:0]   m_axi_rdata,
    input  wire [1:0]         m_axi_rresp,
    input  wire               m_axi_rvalid,
    output wire               m_axi_rready
);
    localparam SW = TW + 3;

    wire               r_valid, r_wr, r_close, r_compl, r_d_valid, r_d_ready;
    wire [SW-1:0]      r_slot;
    wire [21:LB]       r_off;
    wire [TW+2:0]      r_tag;
    wire [DMA_W-1:0]   r_data;
    wire [DMA_W/8-1:0] r_strb;
    wire               ans_valid, ans_ready, ans_err, ans_refused;
    wire [TW+2:0]      ans_tag;
    wire               tail, retire_on, supply_on, gate_on;
    wire [TW-1:0]      retire_tap;
    wire               close_valid, close_ready, close_done;
    wire [SW-1:0]      close_slot;
    wire               rq_valid, rq_ready, rq_desc, rq_tag, rr_valid, rr_desc, rr_tag, rr_err,
                       rr_refused, rr_good;
    wire [SW-1:0]      rq_slot, rr_slot;
    wire [15:0]        rq_index;
    wire [10:0]        rr_pages;

    // ---- whose command goes next -------------------------------------------------------------------
    wire               g_valid, g_ready, g_wr, g_close, g_compl, g_src;
    wire [SW-1:0]      g_slot;
    wire [21:LB]       g_off;
    wire [4:0]         g_beats;
    wire [TW+2:0]      g_tag;
    wire               a_ready;
    wire               w_has = cmd_tag[TW+2:TW] != `TAG_MARK;
    assign cmd_ready = a_ready && !r_valid;
    weir_skid #(.W(4 + SW + 22 - LB + 5 + TW + 3)) u_arb (
        .clk(clk), .rst(rst), .s_valid(cmd_valid || r_valid), .s_ready(a_ready),
        .s_data(r_valid ? {r_wr, r_close, r_compl, 1'b1, r_slot, r_off, 5'd1, r_tag}
                        : {w_has, 1'b0, 1'b0, 1'b0, cmd_slot, cmd_off, cmd_beats, cmd_tag}),
        .m_valid(g_valid), .m_ready(g_ready),
        .m_data({g_wr, g_close, g_compl, g_src, g_slot, g_off, g_beats, g_tag})
    );

    weir_dma_gate #(.DMA_W(DMA_W), .LB(LB), .TW(TW), .SW(SW), .TAG_W(TW + 3)) u_gate (
        .clk(clk), .rst(rst), .compl_page(compl_page),
        .ring_we(cfg_we && (cfg_reg == `WEIR_TAPREG_RING_LO || cfg_reg == `WEIR_TAPREG_RING_HI)),
        .ring_hi(cfg_reg == `WEIR_TAPREG_RING_HI), .ring_tap(cfg_tap), .ring_data(cfg_wdata),
        .cmd_valid(g_valid), .cmd_ready(g_ready), .cmd_wr(g_wr), .cmd_close(g_close),
        .cmd_compl(g_compl), .cmd_src(g_src), .cmd_slot(g_slot), .cmd_off(g_off),
        .cmd_beats(g_beats), .cmd_tag(g_tag),
        .d0_valid(d_valid), .d0_ready(d_ready), .d0_data(d_data), .d0_strb(d_strb),
        .d1_valid(r_d_valid), .d1_ready(r_d_ready), .d1_data(r_data), .d1_strb(r_strb),
        .ans_valid(ans_valid), .ans_ready(ans_ready), .ans_tag(ans_tag), .ans_err(ans_err),
        .ans_refused(ans_refused),
        .rq_valid(rq_valid), .rq_ready(rq_ready), .rq_desc(rq_desc), .rq_slot(rq_slot),
        .rq_index(rq_index), .rq_tag(rq_tag), .rr_valid(rr_valid), .rr_desc(rr_desc),
        .rr_slot(rr_slot), .rr_tag(rr_tag), .rr_err(rr_err), .rr_refused(rr_refused),
        .rr_good(rr_good), .rr_pages(rr_pages), .refused(refused), .busy(gate_on),
        .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen), .m_axi_awvalid(m_axi_awvalid),
        .m_axi_awready(m_axi_awready), .m_axi_wdata(m_axi_wdata), .m_axi_wstrb(m_axi_wstrb),
        .m_axi_wlast(m_axi_wlast), .m_axi_wvalid(m_axi_wvalid), .m_axi_wready(m_axi_wready),
        .m_axi_bresp(m_axi_bresp), .m_axi_bvalid(m_axi_bvalid), .m_axi_bready(m_axi_bready),
        .m_axi_araddr(m_axi_araddr), .m_axi_arvalid(m_axi_arvalid), .m_axi_arready(m_axi_arready),
        .m_axi_rdata(m_axi_rdata), .m_axi_rresp(m_axi_rresp), .m_axi_rvalid(m_axi_rvalid),
        .m_axi_rready(m_axi_rready)
    );

    wire [TAPS-1:0] one = {{(TAPS-1){1'b0}}, 1'b1};
    weir_retire #(.DMA_W(DMA_W), .LB(LB), .TW(TW), .SLW(3), .TAPS(TAPS)) u_retire (
        .clk(clk), .rst(rst), .cl_valid(cl_valid), .cl_ready(cl_ready), .cl_data(cl_data),
        .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .clear(init ? one << init_tap : {TAPS{1'b0}}),
        .clean_valid(close_valid), .clean_ready(close_ready), .clean_slot(close_slot),
        .clean_done(close_done),
        .ans_valid(ans_valid), .ans_ready(ans_ready), .ans_tag(ans_tag), .ans_err(ans_err),
        .ans_refused(ans_refused),
        .cmd_valid(r_valid), .cmd_ready(a_ready), .cmd_wr(r_wr), .cmd_close(r_close),
        .cmd_compl(r_compl), .cmd_slot(r_slot), .cmd_off(r_off), .cmd_tag(r_tag),
        .d_valid(r_d_valid), .d_ready(r_d_ready), .d_data(r_data), .d_strb(r_strb),
        .mark_done(mark_done), .tail(tail), .irq(irq), .fault(fault_a), .fault_code(fault_a_code),
        .tap(retire_tap), .ev_valid(ev_a_valid), .ev_ready(ev_a_ready), .ev_data(ev_a_data),
        .tap_busy(retire_busy), .busy(retire_on)
    );
    assign irq_tap     = retire_tap;
    assign fault_a_tap = retire_tap;

    weir_supply #(.TW(TW), .TAPS(TAPS), .AHEAD(AHEAD)) u_supply (
        .clk(clk), .rst(rst), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg),
        .cfg_wdata(cfg_wdata), .poll_us(poll_us), .us_tick(us_tick), .run(read), .init(init),
        .init_tap(init_tap), .doorbell(doorbell), .pop(pop), .pop_tap(pop_tap), .tail(tail),
        .tail_tap(retire_tap), .avail(avail), .taken(taken), .clean(clean), .clean_tap(clean_tap),
        .clean_done(clean_done), .close_valid(close_valid), .close_ready(close_ready),
        .close_slot(close_slot), .close_done(close_done),
        .rq_valid(rq_valid), .rq_ready(rq_ready), .rq_desc(rq_desc), .rq_slot(rq_slot),
        .rq_index(rq_index), .rq_tag(rq_tag), .rr_valid(rr_valid), .rr_desc(rr_desc),
        .rr_slot(rr_slot), .rr_tag(rr_tag), .rr_err(rr_err), .rr_refused(rr_refused),
        .rr_good(rr_good), .rr_pages(rr_pages), .fault(fault_b), .fault_code(fault_b_code),
        .fault_tap(fault_b_tap), .ev_valid(ev_b_valid), .ev_ready(ev_b_ready), .ev_data(ev_b_data),
        .busy(supply_on)
    );

    assign busy = gate_on || retire_on || supply_on;

endmodule

`default_nettype wire
