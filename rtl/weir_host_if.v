// SPDX-License-Identifier: BSD-3-Clause
// The card's registers as the rest sees them: AXI4-Lite slave, generated register block, the windows of taps,
// addresses and counters, and the build's parameters for the ID block. Only wiring.
//
// Throughput, latency and backpressure: those of weir_axil, gen/weir_csr and weir_tap_regs, one access at a time.
// Proven: nothing here; those three are.
`default_nettype none
`include "weir_regs.vh"
`include "weir_frame.vh"

module weir_host_if #(
    parameter TAPS = 16,
    parameter TW   = 4,
    parameter [31:0] MAC_W = 64,
    parameter [31:0] DMA_W = 256,
    parameter [31:0] BUF_BYTES = 65536,
    parameter [31:0] QUEUE = 1024,
    parameter [31:0] CLK_HZ = 32'd156250000,
    parameter [7:0]  AHEAD = 4,
    parameter [7:0]  LANES = 4,
    parameter [7:0]  THREADS = 16,
    parameter [15:0] BUDGET = 40
) (
    input  wire               clk,
    input  wire               rst,

    input  wire [17:0]        s_axil_awaddr,
    input  wire               s_axil_awvalid,
    output wire               s_axil_awready,
    input  wire [31:0]        s_axil_wdata,
    input  wire [3:0]         s_axil_wstrb,
    input  wire               s_axil_wvalid,
    output wire               s_axil_wready,
    output wire [1:0]         s_axil_bresp,
    output wire               s_axil_bvalid,
    input  wire               s_axil_bready,
    input  wire [17:0]        s_axil_araddr,
    input  wire               s_axil_arvalid,
    output wire               s_axil_arready,
    output wire [31:0]        s_axil_rdata,
    output wire [1:0]         s_axil_rresp,
    output wire               s_axil_rvalid,
    input  wire               s_axil_rready,

    output wire               cfg_we,
    output wire [TW-1:0]      cfg_tap,
    output wire [5:0]         cfg_reg,
    output wire [31:0]        cfg_wdata,
    output wire               adr_we,
    output wire [4:0]         adr_index,
    output wire [63:0]        adr_data,
    output wire [TAPS-1:0]    cmd_start,
    output wire [TAPS-1:0]    cmd_stop,
    output wire [TAPS-1:0]    cmd_doorbell,
    output wire [TAPS-1:0]    cmd_clear_losing,
    input  wire [3*TAPS-1:0]  tap_state,
    input  wire [3*TAPS-1:0]  tap_error,
    output wire               cfg_refused,

    output wire               rx_enable,
    output wire               vlan_lift,
    output wire               soft_reset,
    output wire               snapshot,
    input  wire               resetting,
    input  wire               snap_busy,
    input  wire               dma_busy,
    output wire [1:0]         max_payload,
    output wire [7:0]         poll_us,
    output wire [51:0]        compl_page,
    output wire [47:0]        station,

    output wire               clk_latch,
    output wire               clk_set,
    output wire               clk_step,
    output wire [31:0]        set_sec,
    output wire [29:0]        set_ns,
    output wire [31:0]        step_ns,
    input  wire [31:0]        now_sec,
    input  wire [29:0]        now_ns,
    output wire [7:0]         inc_ns,
    output reg  [31:0]        inc_frac,
    input  wire [7:0]         inc_ns_nom,
    input  wire [31:0]        inc_frac_nom,

    input  wire [31:0]        irq_mask,
    output wire [31:0]        mask_set,
    output wire               mask_set_w,
    output wire [31:0]        mask_clr,
    output wire               mask_clr_w,
    input  wire [TAPS-1:0]    irq_block,
    input  wire [TAPS-1:0]    irq_error,
    input  wire               irq_gate,
    // A micro-operation into the lanes' store, a program; taps that change theirs
    output wire [`LC_W-1:0]   lane_cfg,
    input  wire [TAPS-1:0]    swapping,

    input  wire               irq_reset,
    output wire               irq_port,

    input  wire               mac_link,
    input  wire               mac_fault,
    input  wire [23:0]        mac_mbps,

    // Counter window: row and column; 64 bits back
    output wire               cnt_req,
    output wire [9:0]         cnt_addr,
    input  wire               cnt_ack,
    input  wire [63:0]        cnt_data
);
    wire        req, write, ack;
    wire [17:0] addr;
    wire [31:0] wdata, rdata;
    wire [3:0]  wstrb;

    weir_axil u_axil (
        .clk(clk), .rst(rst),
        .s_axil_awvalid(s_axil_awvalid), .s_axil_awready(s_axil_awready),
        .s_axil_awaddr(s_axil_awaddr), .s_axil_wvalid(s_axil_wvalid),
        .s_axil_wready(s_axil_wready), .s_axil_wdata(s_axil_wdata), .s_axil_wstrb(s_axil_wstrb),
        .s_axil_bvalid(s_axil_bvalid), .s_axil_bready(s_axil_bready), .s_axil_bresp(s_axil_bresp),
        .s_axil_arvalid(s_axil_arvalid), .s_axil_arready(s_axil_arready),
        .s_axil_araddr(s_axil_araddr), .s_axil_rvalid(s_axil_rvalid),
        .s_axil_rready(s_axil_rready), .s_axil_rdata(s_axil_rdata), .s_axil_rresp(s_axil_rresp),
        .req(req), .write(write), .addr(addr), .wdata(wdata), .wstrb(wstrb), .ack(ack),
        .rdata(rdata)
    );

    wire        csr_refused, refused, any_active;
    wire [17:0] csr_refused_addr, refused_addr;
    wire [TAPS-1:0] active;
    wire        xa_req, xa_write, xa_ack, xp_req, xt_req, xt_write, xt_ack, xc_req;
    wire [8:2]  xa_addr;
    wire [6:2]  xp_addr;
    wire [11:2] xt_addr, xc_addr;
    wire [31:0] xa_wdata, xa_rdata, xt_wdata, xt_rdata;
    wire [31:0] frac_set;
    wire [7:0]  ns_set;
    reg         boot_q, boot_done_q;

    // The increment resets to the nominal period; both halves change with a write of the lower one.
    reg  [7:0]  inc_ns_q;
    wire        frac_written;
    reg         load_q;
    always @(posedge clk) begin
        boot_done_q <= 1'b1;
        boot_q      <= !boot_done_q;
        load_q      <= boot_q || frac_written;
        if (load_q) begin
            inc_frac <= frac_set;
            inc_ns_q <= ns_set;
        end
        if (rst) begin
            boot_q      <= 1'b0;
            boot_done_q <= 1'b0;
            load_q      <= 1'b0;
            inc_frac    <= 32'd0;
            inc_ns_q    <= 8'd0;
        end
    end
    assign inc_ns = inc_ns_q;

    // The registers have what was written two cycles after they were
    wire        st_written, pt_written, pt_wire;
    reg         st_late_q, pt_late_q, st_we, pt_we;
    wire [9:0]  st_addr, pt_start;
    wire [107:0] st_data;
    wire [3:0]  pt_index;
    wire [5:0]  pt_slots;
    wire [15:0] pt_snap;
    assign lane_cfg = {st_we, st_addr, st_data, pt_we, pt_index, pt_start, pt_slots, pt_snap, pt_wire};
    always @(posedge clk) begin
        st_late_q <= st_written && !rst;
        pt_late_q <= pt_written && !rst;
        st_we     <= st_late_q && !rst;
        pt_we     <= pt_late_q && !rst;
    end

    wire        port_link, port_fault;
    wire [23:0] port_mbps;
    weir_port u_port (
        .clk(clk), .rst(rst), .mac_link(mac_link), .mac_fault(mac_fault), .mac_mbps(mac_mbps),
        .link(port_link), .fault(port_fault), .mbps(port_mbps), .changed(irq_port)
    );

    // ---- counters: 64 bits, read by halves ------------------------------------------------------------
    reg         port_q, high_q;
    always @(posedge clk)
        if (cnt_req) begin
            port_q <= xp_req;
            high_q <= xp_req ? xp_addr[2] : xc_addr[2];
        end
    localparam [31:0] PORT_ROW = TAPS;
    assign cnt_req  = xp_req || xc_req;
    // tap t is at 0x100 t, counter n of it at 8 n
    assign cnt_addr = xp_req ? {PORT_ROW[4:0], 1'b0, xp_addr[6:3]} : {1'b0, xc_addr[11:8], xc_addr[7:3]};
    wire [31:0] half = high_q ? cnt_data[63:32] : cnt_data[31:0];

    // One request at a time: what it is about stands still, and a cycle more brings it to the registers.
    reg         req_q;
    reg  [17:0] addr_q;
    always @(posedge clk) begin
        req_q  <= req && !rst;
        addr_q <= addr;
    end
    weir_csr u_csr (
        .clk(clk), .rst(rst), .req(req_q), .write(write), .addr(addr_q), .wdata(wdata), .wstrb(wstrb),
        .ack(ack), .rdata(rdata), .lock_i(any_active), .refused(csr_refused),
        .refused_addr(csr_refused_addr),
        .id_caps_vlan_i(1'b1), .id_caps_rxhash_i(1'b1), .id_caps_clock_i(1'b1),
        .id_caps_filter_i(1'b1), .id_caps_mailbox_i(1'b0), .id_caps_tx_i(1'b0),
        .id_caps_egress_mirror_i(1'b0), .id_caps_link_i(1'b1),
        .id_bus_mac_i(MAC_W[15:0]), .id_bus_dma_i(DMA_W[15:0]),
        .id_taps_count_i(PORT_ROW[7:0]), .id_taps_stride_log2_i(8'd8), .id_taps_ahead_i(AHEAD),
        .id_taps_slots_i(8'd8), .id_buffer_bytes_i(BUF_BYTES), .id_queue_depth_i(QUEUE),
        .id_clk_hz_hz_i(CLK_HZ), .id_addrs_entries_i(16'd32), .id_lanes_lanes_i(LANES),
        .id_lanes_threads_i(THREADS), .id_lanes_budget_i(BUDGET), .id_window_bytes_i(16'd128),
        .id_window_ops_i(16'd1024), .id_limits_min_i(16'd14), .id_limits_max_i(16'd9600),
        .id_ports_count_i(8'd1), .id_ports_stride_log2_i(8'd0),
        .ctrl_control_rx_enable_o(rx_enable), .ctrl_control_vlan_lift_o(vlan_lift),
        .ctrl_command_soft_reset_o(soft_reset), .ctrl_command_snapshot_o(snapshot),
        .ctrl_status_resetting_i(resetting), .ctrl_status_snapshot_busy_i(snap_busy),
        .ctrl_status_dma_busy_i(dma_busy), .ctrl_dma_max_payload_o(max_payload),
        .ctrl_dma_poll_us_o(poll_us), .ctrl_refused_addr_i(refused_addr),
        .ctrl_refused_addr_we(refused), .ctrl_refused_seen_hwset(refused),
        .ctrl_compl_lo_addr_o(compl_page[19:0]), .ctrl_compl_hi_addr_o(compl_page[51:20]),
        .ctrl_active_active_i({{(32-TAPS){1'b0}}, active}),
        .clock_command_latch_o(clk_latch), .clock_command_set_o(clk_set),
        .clock_command_step_o(clk_step), .clock_now_ns_ns_i(now_ns), .clock_now_sec_sec_i(now_sec),
        .clock_set_ns_ns_o(set_ns), .clock_set_sec_sec_o(set_sec), .clock_adjust_ns_o(step_ns),
        .clock_inc_ns_ns_o(ns_set), .clock_inc_ns_ns_i(inc_ns_nom), .clock_inc_ns_ns_we(boot_q),
        .clock_inc_frac_frac_o(frac_set), .clock_inc_frac_frac_swmod(frac_written), .clock_inc_frac_frac_i(inc_frac_nom),
        .clock_inc_frac_frac_we(boot_q), .port_mac_lo_bytes_o(station[31:0]),
        .port_mac_hi_bytes_o(station[47:32]),
        .irq_mask_taps_i(irq_mask), .irq_mask_set_taps_o(mask_set),
        .irq_mask_set_taps_swmod(mask_set_w), .irq_mask_clr_taps_o(mask_clr),
        .irq_mask_clr_taps_swmod(mask_clr_w), .irq_block_taps_hwset({{(31-TAPS){1'b0}}, irq_block}),
        .irq_error_taps_hwset({{(31-TAPS){1'b0}}, irq_error}), .irq_card_gate_hwset(irq_gate),
        .irq_card_reset_done_hwset(irq_reset), .irq_card_port_hwset(irq_port),
        .port_status_link_i(port_link), .port_status_fault_i(port_fault), .port_status_speed_i(port_mbps),
        .filter_uop_0_bits_o(st_data[31:0]), .filter_uop_1_bits_o(st_data[63:32]),
        .filter_uop_2_bits_o(st_data[95:64]), .filter_uop_3_bits_o(st_data[107:96]),
        .filter_store_place_o(st_addr), .filter_store_place_swmod(st_written), .filter_snap_bytes_o(pt_snap),
        .filter_program_index_o(pt_index), .filter_program_index_swmod(pt_written),
        .filter_program_slots_o(pt_slots), .filter_program_wire_o(pt_wire), .filter_program_start_o(pt_start),
        .filter_swapping_taps_i({{(32-TAPS){1'b0}}, swapping}),
        .ext_addr_req(xa_req), .ext_addr_write(xa_write), .ext_addr_addr(xa_addr),
        .ext_addr_wdata(xa_wdata), .ext_addr_ack(xa_ack), .ext_addr_rdata(xa_rdata),
        .ext_port_counters_req(xp_req), .ext_port_counters_addr(xp_addr),
        .ext_port_counters_ack(cnt_ack && port_q), .ext_port_counters_rdata(half),
        .ext_tap_req(xt_req), .ext_tap_write(xt_write), .ext_tap_addr(xt_addr),
        .ext_tap_wdata(xt_wdata), .ext_tap_ack(xt_ack), .ext_tap_rdata(xt_rdata),
        .ext_tap_counters_req(xc_req), .ext_tap_counters_addr(xc_addr),
        .ext_tap_counters_ack(cnt_ack && !port_q), .ext_tap_counters_rdata(half)
    );

    weir_tap_regs #(.TAPS(TAPS), .TW(TW)) u_taps (
        .clk(clk), .rst(rst), .ext_req(xt_req), .ext_write(xt_write), .ext_addr(xt_addr),
        .ext_wdata(xt_wdata), .ext_ack(xt_ack), .ext_rdata(xt_rdata), .csr_refused(csr_refused),
        .csr_refused_addr(csr_refused_addr), .refused(refused), .refused_addr(refused_addr),
        .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .cmd_start(cmd_start), .cmd_stop(cmd_stop), .cmd_doorbell(cmd_doorbell),
        .cmd_clear_losing(cmd_clear_losing), .tap_state(tap_state), .tap_error(tap_error),
        .tap_active(active), .any_active(any_active)
    );
    assign cfg_refused = refused;

    weir_addr_regs #(.ENTRIES(32), .EW(5)) u_addr (
        .clk(clk), .rst(rst), .ext_req(xa_req), .ext_write(xa_write), .ext_addr(xa_addr),
        .ext_wdata(xa_wdata), .ext_ack(xa_ack), .ext_rdata(xa_rdata),
        .adr_we(adr_we), .adr_index(adr_index), .adr_data(adr_data)
    );

endmodule

`default_nettype wire
