// SPDX-License-Identifier: BSD-3-Clause
// The card: MAC stream in, TPACKET_V3 blocks out by DMA. Only wiring and the build's parameters.
//
// MAC side: AXI4-Stream, always ready, tuser at tlast = bad frame. Host side: AXI4-Lite slave (BAR0), AXI4
// master (single ID, answers in order; reads are single beats of 8 bytes), interrupt pulses with a
// vector (MSI-X outside). `idle`: nothing is going on but timers.
//
// Throughput: a MAC word a cycle in, a DMA word a cycle out. Latency and backpressure: those of its blocks; the
// stream in is never stalled. Proven: that only the gate drives AXI addresses (rtl/formal/structure).
`default_nettype none
`include "weir_regs.vh"
`include "weir_frame.vh"
`include "weir_dma.vh"

module weir_card #(
    // Width of the MAC's stream, 64 to 512, and of the DMA bus, 256 or 512, at least MAC_W
    parameter MAC_W = 64,
    parameter DMA_W = 256,
    // log2 of the frame buffer's words and of the frames that may wait
    parameter FB_AW = 11,
    parameter FQ_AW = 10,
    // Cycles a second
    parameter [31:0] CLK_HZ = 32'd156250000,
    // Filter lanes, their log2; turns that each frame gets in one: less than the cycles between two frames, times LANES
    parameter LANES = 4,
    parameter LL = 2,
    parameter BUDGET = 40
) (
    input  wire                clk,
    input  wire                rst,

    input  wire [MAC_W-1:0]    s_axis_tdata,
    input  wire [MAC_W/8-1:0]  s_axis_tkeep,
    input  wire                s_axis_tvalid,
    output wire                s_axis_tready,
    input  wire                s_axis_tlast,
    input  wire                s_axis_tuser,

    input  wire [17:0]         s_axil_awaddr,
    input  wire                s_axil_awvalid,
    output wire                s_axil_awready,
    input  wire [31:0]         s_axil_wdata,
    input  wire [3:0]          s_axil_wstrb,
    input  wire                s_axil_wvalid,
    output wire                s_axil_wready,
    output wire [1:0]          s_axil_bresp,
    output wire                s_axil_bvalid,
    input  wire                s_axil_bready,
    input  wire [17:0]         s_axil_araddr,
    input  wire                s_axil_arvalid,
    output wire                s_axil_arready,
    output wire [31:0]         s_axil_rdata,
    output wire [1:0]          s_axil_rresp,
    output wire                s_axil_rvalid,
    input  wire                s_axil_rready,

    output wire [63:0]         m_axi_awaddr,
    output wire [7:0]          m_axi_awlen,
    output wire [2:0]          m_axi_awsize,
    output wire [1:0]          m_axi_awburst,
    output wire                m_axi_awvalid,
    input  wire                m_axi_awready,
    output wire [DMA_W-1:0]    m_axi_wdata,
    output wire [DMA_W/8-1:0]  m_axi_wstrb,
    output wire                m_axi_wlast,
    output wire                m_axi_wvalid,
    input  wire                m_axi_wready,
    input  wire [1:0]          m_axi_bresp,
    input  wire                m_axi_bvalid,
    output wire                m_axi_bready,
    output wire [63:0]         m_axi_araddr,
    output wire [7:0]          m_axi_arlen,
    output wire [2:0]          m_axi_arsize,
    output wire [1:0]          m_axi_arburst,
    output wire                m_axi_arvalid,
    input  wire                m_axi_arready,
    input  wire [DMA_W-1:0]    m_axi_rdata,
    input  wire [1:0]          m_axi_rresp,
    input  wire                m_axi_rlast,
    input  wire                m_axi_rvalid,
    output wire                m_axi_rready,

    // What the MAC says of its link, as weir_port wants it
    input  wire                mac_link,
    input  wire                mac_fault,
    input  wire [23:0]         mac_mbps,

    output wire                irq_valid,
    output wire [7:0]          irq_vector,
    output wire                idle
);
    localparam TAPS = 16;
    localparam TW   = 4;
    localparam LB   = DMA_W == 512 ? 6 : 5;
    localparam [31:0] BUF_BYTES = (1 << FB_AW) * (DMA_W / 8);
    localparam [31:0] QUEUE     = 1 << FQ_AW;
    localparam [31:0] MAC_W_I   = MAC_W;
    localparam [31:0] DMA_W_I   = DMA_W;
    localparam [3:0]  AHEAD     = 4'd4;
    localparam [31:0] LANES_I   = LANES, BUDGET_I = BUDGET;

    // Each block has a reset of its own to drive, one cycle late.
    reg rst_q, rst_rx_q, rst_wr_q, rst_dma_q, rst_csr_q, rst_flt_q;
    always @(posedge clk)
        {rst_q, rst_rx_q, rst_wr_q, rst_dma_q, rst_csr_q, rst_flt_q} <= {6{rst}};

    // ---- registers -----------------------------------------------------------------------------------
    // The configuration of taps, a cycle on its way across the card
    wire               host_cfg_we, adr_we;
    wire [TW-1:0]      host_cfg_tap;
    wire [5:0]         host_cfg_reg;
    wire [31:0]        host_cfg_wdata;
    reg                cfg_we;
    reg  [TW-1:0]      cfg_tap;
    reg  [5:0]         cfg_reg;
    reg  [31:0]        cfg_wdata;
    wire [4:0]         adr_index;
    wire [63:0]        adr_data;
    wire [TAPS-1:0]    cmd_start, cmd_stop, cmd_doorbell, cmd_clear_losing;
    wire               rx_enable, vlan_lift, soft_reset, resetting, reset_done, snapshot;
    wire [47:0]        station;
    wire [1:0]         max_payload;
    wire [7:0]         poll_us;
    wire [51:0]        compl_page;
    wire               clk_latch, clk_set, clk_step;
    wire [31:0]        set_sec, step_ns, now_sec, inc_frac, inc_frac_nom, irq_mask, mask_set, mask_clr;
    wire [29:0]        set_ns, now_ns;
    wire [7:0]         inc_ns, inc_ns_nom;
    wire               mask_set_w, mask_clr_w;
    wire [3*TAPS-1:0]  tap_state;
    wire [3*TAPS-1:0]  tap_error;
    wire               cfg_refused, gate_refused, snap_busy, dma_busy;
    wire [TAPS-1:0]    faulted, retired;
    wire               port_changed;
    wire [`LC_W-1:0]   lane_cfg;
    wire [TAPS-1:0]    swapping;
    wire               cnt_req, cnt_ack;
    wire [9:0]         cnt_addr;
    wire [63:0]        cnt_data;

    weir_host_if #(
        .TAPS(TAPS), .TW(TW), .MAC_W(MAC_W_I), .DMA_W(DMA_W_I), .BUF_BYTES(BUF_BYTES), .QUEUE(QUEUE),
        .CLK_HZ(CLK_HZ), .AHEAD({4'd0, AHEAD}), .LANES(LANES_I[7:0]), .BUDGET(BUDGET_I[15:0])
    ) u_host (
        .clk(clk), .rst(rst_csr_q),
        .s_axil_awaddr(s_axil_awaddr), .s_axil_awvalid(s_axil_awvalid),
        .s_axil_awready(s_axil_awready), .s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb),
        .s_axil_wvalid(s_axil_wvalid), .s_axil_wready(s_axil_wready), .s_axil_bresp(s_axil_bresp),
        .s_axil_bvalid(s_axil_bvalid), .s_axil_bready(s_axil_bready),
        .s_axil_araddr(s_axil_araddr), .s_axil_arvalid(s_axil_arvalid),
        .s_axil_arready(s_axil_arready), .s_axil_rdata(s_axil_rdata), .s_axil_rresp(s_axil_rresp),
        .s_axil_rvalid(s_axil_rvalid), .s_axil_rready(s_axil_rready),
        .cfg_we(host_cfg_we), .cfg_tap(host_cfg_tap), .cfg_reg(host_cfg_reg),
        .cfg_wdata(host_cfg_wdata), .adr_we(adr_we), .adr_index(adr_index), .adr_data(adr_data),
        .cmd_start(cmd_start), .cmd_stop(cmd_stop), .cmd_doorbell(cmd_doorbell),
        .cmd_clear_losing(cmd_clear_losing), .tap_state(tap_state), .tap_error(tap_error),
        .cfg_refused(cfg_refused),
        .rx_enable(rx_enable), .vlan_lift(vlan_lift), .soft_reset(soft_reset), .snapshot(snapshot),
        .resetting(resetting), .snap_busy(snap_busy), .dma_busy(dma_busy),
        .max_payload(max_payload), .poll_us(poll_us), .compl_page(compl_page), .station(station),
        .clk_latch(clk_latch), .clk_set(clk_set), .clk_step(clk_step), .set_sec(set_sec),
        .set_ns(set_ns), .step_ns(step_ns), .now_sec(now_sec), .now_ns(now_ns),
        .inc_ns(inc_ns), .inc_frac(inc_frac), .inc_ns_nom(inc_ns_nom), .inc_frac_nom(inc_frac_nom),
        .irq_mask(irq_mask), .mask_set(mask_set), .mask_set_w(mask_set_w), .mask_clr(mask_clr),
        .mask_clr_w(mask_clr_w), .irq_block(retired), .irq_error(faulted),
        .lane_cfg(lane_cfg), .swapping(swapping),
        .irq_gate(gate_refused), .irq_reset(reset_done), .irq_port(port_changed),
        .mac_link(mac_link), .mac_fault(mac_fault), .mac_mbps(mac_mbps),
        .cnt_req(cnt_req), .cnt_addr(cnt_addr), .cnt_ack(cnt_ack), .cnt_data(cnt_data)
    );
    always @(posedge clk)
        {cfg_we, cfg_tap, cfg_reg, cfg_wdata} <= {host_cfg_we && !rst_csr_q, host_cfg_tap, host_cfg_reg, host_cfg_wdata};

    // ---- time ------------------------------------------------------------------------------------------
    wire [31:0]        sec, us;
    wire [29:0]        ns;
    wire               us_tick;
    weir_clock #(.CLK_HZ(CLK_HZ)) u_clock (
        .clk(clk), .rst(rst_q), .cmd_set(clk_set), .set_sec(set_sec), .set_ns(set_ns),
        .cmd_step(clk_step), .step_ns(step_ns), .inc_ns(inc_ns), .inc_frac(inc_frac),
        .sec(sec), .ns(ns), .cmd_latch(clk_latch), .now_sec(now_sec), .now_ns(now_ns),
        .inc_ns_nominal(inc_ns_nom), .inc_frac_nominal(inc_frac_nom)
    );
    weir_tick #(.CLK_HZ(CLK_HZ)) u_tick (.clk(clk), .rst(rst_q), .us(us), .tick(us_tick));

    // ---- frames in -----------------------------------------------------------------------------------
    wire               fb_we, fb_re, fr_valid, fr_ready, rx_busy;
    wire [FB_AW-1:0]   fb_waddr, fb_raddr;
    wire [DMA_W-1:0]   fb_wdata, fb_rdata;
    wire [FB_AW:0]     fb_rptr;
    wire [`FR_W-1:0]   fr_data;
    wire [FQ_AW:0]     fq_count;
    reg                fq_full_q;
    wire               win_we, fr_done, flt_full, flt_busy;
    wire [6:0]         win_slot, win_oldest;
    wire [3:0]         win_word;
    wire [63:0]        win_data;
    reg  [15:0]        frames_in_q;
    wire               ev_rx_valid, ev_fate_valid;
    wire [15:0]        ev_rx_bytes;
    wire [1:0]         ev_rx_err, ev_fate;
    wire [TAPS-1:0]    rx_matched, rx_shed, match;
    // Counted once, with the frame's fate
    wire [TAPS-1:0]    ev_matched = rx_matched & {TAPS{ev_fate_valid}};
    wire [TAPS-1:0]    ev_shed    = rx_shed & {TAPS{ev_fate_valid}};

    weir_rx #(.MAC_W(MAC_W), .BUF_W(DMA_W), .FB_AW(FB_AW), .TAPS(TAPS)) u_rx (
        .clk(clk), .rst(rst_rx_q),
        .s_axis_tdata(s_axis_tdata), .s_axis_tkeep(s_axis_tkeep), .s_axis_tvalid(s_axis_tvalid),
        .s_axis_tlast(s_axis_tlast), .s_axis_tuser(s_axis_tuser), .s_axis_tready(s_axis_tready),
        .ctl_rx_enable(rx_enable), .ctl_vlan_lift(vlan_lift), .ctl_mac(station),
        .time_sec(sec), .time_ns(ns),
        .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .adr_we(adr_we), .adr_index(adr_index), .adr_data(adr_data), .tap_run(match),
        .fb_we(fb_we), .fb_waddr(fb_waddr), .fb_wdata(fb_wdata), .fb_rptr(fb_rptr),
        .fr_valid(fr_valid), .fr_data(fr_data), .fr_full(fq_full_q),
        .win_we(win_we), .win_slot(win_slot), .win_word(win_word), .win_data(win_data),
        .win_oldest(win_oldest), .fr_done(fr_done),
        .ev_rx_valid(ev_rx_valid), .ev_rx_bytes(ev_rx_bytes), .ev_rx_err(ev_rx_err),
        .ev_fate_valid(ev_fate_valid), .ev_fate(ev_fate), .ev_matched(rx_matched),
        .ev_shed(rx_shed), .busy(rx_busy)
    );

    weir_ram #(.W(DMA_W), .AW(FB_AW)) u_frames (
        .clk(clk), .we(fb_we), .waddr(fb_waddr), .wdata(fb_wdata),
        .re(fb_re), .raddr(fb_raddr), .rdata(fb_rdata)
    );

    wire               rec_valid, rec_ready;
    wire [`FR_W-1:0]   rec_data;
    weir_fifo_ram #(.W(`FR_W), .LG(FQ_AW)) u_queue (
        .clk(clk), .rst(rst_q), .s_valid(fr_valid), .s_ready(fr_ready), .s_data(fr_data),
        .m_valid(rec_valid), .m_ready(rec_ready), .m_data(rec_data), .count(fq_count)
    );
    always @(posedge clk) begin
        fq_full_q <= fq_count >= QUEUE[FQ_AW:0] - 8 || flt_full;
        if (fr_valid)
            frames_in_q <= frames_in_q + 16'd1;
        if (rst_q)
            frames_in_q <= 16'd0;
    end

    // ---- taps ------------------------------------------------------------------------------------------
    wire [TAPS-1:0]    live, held, read, avail, taken, retire_busy, fdrop;
    wire [TAPS*5-1:0]  cause;
    wire               geo_we, init, req_valid, req_done, clean, clean_done, mark_done;
    wire [TW-1:0]      geo_tap, init_tap, req_tap, pop_tap, irq_tap, fault_a_tap, fault_b_tap;
    wire [19:0]        geo_first, geo_size;
    wire [22:0]        geo_max;
    wire [1:0]         req_kind;
    wire [15:0]        frames_done;
    wire               fault_a, fault_b, pop, irq, ctl_busy, wr_busy;
    wire [2:0]         fault_a_code, fault_b_code;
    reg  [4:0]         max_beats_q;

    weir_tap_ctl #(.TW(TW), .TAPS(TAPS)) u_taps (
        .clk(clk), .rst(rst_q), .cfg_we(cfg_we), .cfg_tap(cfg_tap),
        .cfg_reg(cfg_reg),         .cfg_wdata(cfg_wdata), .cmd_start(cmd_start), .cmd_stop(cmd_stop),
        .soft_reset(soft_reset),         .resetting(resetting), .reset_done(reset_done),
        .tap_state(tap_state),         .tap_error(tap_error), .match(match), .live(live), .held(held), .read(read),
        .cause(cause),         .geo_we(geo_we), .geo_tap(geo_tap), .geo_first(geo_first),
        .geo_size(geo_size),         .geo_max(geo_max), .init(init), .init_tap(init_tap), .avail(avail),
        .taken(taken),         .frames_in(frames_in_q), .frames_done(frames_done),
        .req_valid(req_valid),         .req_done(req_done), .req_kind(req_kind), .req_tap(req_tap),
        .mark_done(mark_done),         .retire_busy(retire_busy), .clean(clean),
        .clean_done(clean_done),         .fault_a(fault_a), .fault_a_code(fault_a_code),
        .fault_a_tap(fault_a_tap),         .fault_b(fault_b), .fault_b_code(fault_b_code),
        .fault_b_tap(fault_b_tap),         .faulted(faulted), .busy(ctl_busy)
    );

    // ---- filters -------------------------------------------------------------------------------------
    wire               vd_valid, vd_ready, flushed;
    wire [TAPS-1:0]    vd_take, vd_sure, vd_gen, gen, flush, filtered, unsure;
    wire [4*TAPS-1:0]  prog_0, prog_1;
    wire [FQ_AW-1:0]   keep_frame;
    wire [3:0]         keep_prog;
    wire [13:0]        keep_bytes;
    weir_filter #(
        .TW(TW), .TAPS(TAPS), .LANES(LANES), .LL(LL), .BUDGET(BUDGET), .CLK_HZ(CLK_HZ), .FQ_AW(FQ_AW), .SW(7)
    ) u_filter (
        .clk(clk), .rst(rst_flt_q), .lane_cfg(lane_cfg), .cfg_we(cfg_we),
        .cfg_tap(cfg_tap),         .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata), .prog_0(prog_0), .prog_1(prog_1),
        .gen(gen), .held(held), .frames_in(frames_in_q), .frames_done(frames_done), .flush(flush),
        .flushed(flushed),         .swapping(swapping), .win_we(win_we), .win_slot(win_slot),
        .win_word(win_word), .win_data(win_data),         .win_oldest(win_oldest), .fr_valid(fr_valid),
        .fr_data(fr_data), .fr_done(fr_done), .full(flt_full),         .vd_valid(vd_valid),
        .vd_ready(vd_ready), .vd_take(vd_take), .vd_sure(vd_sure),
        .vd_gen(vd_gen), .filtered(filtered), .unsure(unsure), .keep_frame(keep_frame), .keep_prog(keep_prog),
        .keep_bytes(keep_bytes),         .busy(flt_busy)
    );

    // ---- blocks ----------------------------------------------------------------------------------------
    wire               cmd_valid, cmd_ready, d_valid, d_ready, cl_valid, cl_ready;
    wire [TW+2:0]      cmd_slot, cmd_tag;
    wire [21:LB]       cmd_off;
    wire [4:0]         cmd_beats;
    wire [DMA_W-1:0]   d_data;
    wire [DMA_W/8-1:0] d_strb;
    wire [`CL_W-1:0]   cl_data;
    wire               ev_w_valid, ev_w_ready, ev_a_valid, ev_a_ready, ev_b_valid, ev_b_ready;
    wire [`EV_W-1:0]   ev_w_data, ev_a_data, ev_b_data;

    always @(posedge clk)
        max_beats_q <= max_payload == `WEIR_MAX_PAYLOAD_B128 ? 5'd1 << (7 - LB)
                     : max_payload == `WEIR_MAX_PAYLOAD_B512 ? 5'd1 << (9 - LB) : 5'd1 << (8 - LB);

    weir_writer #(.DMA_W(DMA_W), .LB(LB), .TW(TW), .TAPS(TAPS), .FB_AW(FB_AW), .FQ_AW(FQ_AW)) u_writer (
        .clk(clk), .rst(rst_wr_q), .cfg_we(cfg_we), .cfg_tap(cfg_tap),
        .cfg_reg(cfg_reg),         .cfg_wdata(cfg_wdata), .geo_we(geo_we), .geo_tap(geo_tap),
        .geo_first(geo_first),         .geo_size(geo_size), .geo_max(geo_max), .us(us), .time_sec(sec),
        .time_ns(ns),         .max_beats(max_beats_q), .rec_valid(rec_valid),
        .rec_ready(rec_ready),         .rec_data(rec_data), .vd_valid(vd_valid), .vd_ready(vd_ready),
        .vd_take(vd_take),         .vd_sure(vd_sure), .vd_gen(vd_gen), .prog_0(prog_0), .prog_1(prog_1),
        .keep_frame(keep_frame),         .keep_prog(keep_prog), .keep_bytes(keep_bytes), .gen(gen),
        .flush(flush), .flushed(flushed),         .fb_re(fb_re), .fb_raddr(fb_raddr),
        .fb_rdata(fb_rdata),         .fb_rptr(fb_rptr), .req_valid(req_valid), .req_done(req_done),
        .req_kind(req_kind),         .req_tap(req_tap), .live(live), .cause(cause), .avail(avail),
        .taken(taken), .pop(pop),         .pop_tap(pop_tap), .shed(ev_shed), .lose_clear(cmd_clear_losing),
        .fdrop(fdrop),         .cmd_valid(cmd_valid), .cmd_ready(cmd_ready), .cmd_slot(cmd_slot),
        .cmd_off(cmd_off),         .cmd_beats(cmd_beats), .cmd_tag(cmd_tag), .d_valid(d_valid),
        .d_ready(d_ready),         .d_data(d_data), .d_strb(d_strb), .cl_valid(cl_valid),
        .cl_ready(cl_ready),         .cl_data(cl_data), .ev_valid(ev_w_valid), .ev_ready(ev_w_ready),
        .ev_data(ev_w_data),         .frames_done(frames_done), .busy(wr_busy)
    );

    weir_dma #(.DMA_W(DMA_W), .LB(LB), .TW(TW), .TAPS(TAPS), .AHEAD(AHEAD)) u_dma (
        .clk(clk), .rst(rst_dma_q), .cfg_we(cfg_we), .cfg_tap(cfg_tap),
        .cfg_reg(cfg_reg),         .cfg_wdata(cfg_wdata), .compl_page(compl_page), .poll_us(poll_us),
        .us_tick(us_tick),         .cmd_valid(cmd_valid), .cmd_ready(cmd_ready), .cmd_slot(cmd_slot),
        .cmd_off(cmd_off),         .cmd_beats(cmd_beats), .cmd_tag(cmd_tag), .d_valid(d_valid),
        .d_ready(d_ready),         .d_data(d_data), .d_strb(d_strb), .cl_valid(cl_valid),
        .cl_ready(cl_ready),         .cl_data(cl_data), .read(read), .init(init),
        .init_tap(init_tap),         .doorbell(cmd_doorbell), .pop(pop), .pop_tap(pop_tap), .avail(avail),
        .taken(taken),         .clean(clean), .clean_tap(req_tap), .clean_done(clean_done),
        .mark_done(mark_done),         .retire_busy(retire_busy), .irq(irq), .irq_tap(irq_tap),
        .fault_a(fault_a),         .fault_a_code(fault_a_code), .fault_a_tap(fault_a_tap),
        .fault_b(fault_b),         .fault_b_code(fault_b_code), .fault_b_tap(fault_b_tap),
        .refused(gate_refused),         .ev_a_valid(ev_a_valid), .ev_a_ready(ev_a_ready),
        .ev_a_data(ev_a_data),         .ev_b_valid(ev_b_valid), .ev_b_ready(ev_b_ready), .ev_b_data(ev_b_data),
        .busy(dma_busy),         .m_axi_awaddr(m_axi_awaddr), .m_axi_awlen(m_axi_awlen),
        .m_axi_awvalid(m_axi_awvalid),         .m_axi_awready(m_axi_awready), .m_axi_wdata(m_axi_wdata),
        .m_axi_wstrb(m_axi_wstrb),         .m_axi_wlast(m_axi_wlast), .m_axi_wvalid(m_axi_wvalid),
        .m_axi_wready(m_axi_wready),         .m_axi_bresp(m_axi_bresp), .m_axi_bvalid(m_axi_bvalid),
        .m_axi_bready(m_axi_bready),         .m_axi_araddr(m_axi_araddr),
        .m_axi_arvalid(m_axi_arvalid),         .m_axi_arready(m_axi_arready), .m_axi_rdata(m_axi_rdata),
        .m_axi_rresp(m_axi_rresp),         .m_axi_rvalid(m_axi_rvalid), .m_axi_rready(m_axi_rready)
    );
    // Incrementing bursts of whole words; reads of 8 bytes
    assign m_axi_awsize  = LB[2:0];
    assign m_axi_awburst = 2'b01;
    assign m_axi_arlen   = 8'd0;
    assign m_axi_arsize  = 3'd3;
    assign m_axi_arburst = 2'b01;

    // ---- counters and interrupts ---------------------------------------------------------------------
    wire               add_valid, add_ready, add_snap, snap_wait, cnt_busy, ev_busy, irq_busy;
    wire [4:0]         add_row, add_col;
    wire [17:0]        add_inc;
    weir_events #(.TAPS(TAPS), .TW(TW)) u_events (
        .clk(clk), .rst(rst_q), .rx_valid(ev_rx_valid), .rx_bytes(ev_rx_bytes),
        .rx_err(ev_rx_err), .fate_valid(ev_fate_valid), .fate(ev_fate), .matched(ev_matched),
        .shed(ev_shed), .gate_refused(gate_refused), .cfg_refused(cfg_refused), .fdrop(fdrop),
        .filtered(filtered), .unsure(unsure),
        .live(live), .cause(cause), .a_valid(ev_w_valid), .a_ready(ev_w_ready),
        .a_data(ev_w_data), .b_valid(ev_a_valid), .b_ready(ev_a_ready), .b_data(ev_a_data),
        .c_valid(ev_b_valid), .c_ready(ev_b_ready), .c_data(ev_b_data), .snap(snapshot),
        .add_valid(add_valid), .add_ready(add_ready), .add_row(add_row), .add_col(add_col),
        .add_inc(add_inc), .add_snap(add_snap), .snap_wait(snap_wait), .busy(ev_busy)
    );
    weir_counters #(.ROWS(TAPS + 1)) u_counters (
        .clk(clk), .rst(rst_q), .add_valid(add_valid), .add_ready(add_ready), .add_row(add_row),
        .add_col(add_col), .add_inc(add_inc), .snap(add_snap), .snap_busy(cnt_busy),
        .rd_req(cnt_req), .rd_addr(cnt_addr), .rd_ack(cnt_ack), .rd_data(cnt_data)
    );
    assign snap_busy = snapshot || snap_wait || cnt_busy;

    assign retired = irq ? {{(TAPS-1){1'b0}}, 1'b1} << irq_tap : {TAPS{1'b0}};
    weir_irq #(.TW(TW), .TAPS(TAPS)) u_irq (
        .clk(clk), .rst(rst_q), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg),
        .cfg_wdata(cfg_wdata), .us(us[15:0]), .event_tap(retired | faulted),
        .event_card(gate_refused || reset_done || port_changed), .mask_set(mask_set_w ? mask_set : 32'd0),
        .mask_clr(mask_clr_w ? mask_clr : 32'd0), .mask(irq_mask), .irq_valid(irq_valid),
        .irq_vector(irq_vector), .busy(irq_busy)
    );

    // Work goes from block to block, so they are looked at in one cycle
    reg  [9:0] busy_q;
    reg        idle_q;
    always @(posedge clk) begin
        busy_q <= {rx_busy, rec_valid, fq_count != 0, ctl_busy, wr_busy, dma_busy, ev_busy, irq_busy, s_axis_tvalid, flt_busy};
        idle_q <= busy_q == 10'd0;
    end
    assign idle = idle_q;

    wire unused = &{1'b0, fr_ready, m_axi_rlast};

endmodule

`default_nettype wire
