// SPDX-License-Identifier: BSD-3-Clause
// regs_dut: the register blocks as the card connects them, for regs_tb. What hardware gives is tied to
// values that differ from register to register; the outputs are looked at by their hierarchical names.
`default_nettype none
`include "weir_regs.vh"

module regs_dut #(
    parameter TAPS = 16
) (
    input wire              clk,
    input wire              rst,
    input wire              awvalid,
    output wire             awready,
    input wire [17:0]       awaddr,
    input wire              wvalid,
    output wire             wready,
    input wire [31:0]       wdata,
    input wire [3:0]        wstrb,
    output wire             bvalid,
    input wire              bready,
    output wire [1:0]       bresp,
    input wire              arvalid,
    output wire             arready,
    input wire [17:0]       araddr,
    output wire             rvalid,
    input wire              rready,
    output wire [31:0]      rdata,
    output wire [1:0]       rresp,
    input wire [3*TAPS-1:0] tap_state,
    input wire [3*TAPS-1:0] tap_error,
    input wire [30:0]       irq_block,
    input wire [30:0]       irq_error,
    input wire [2:0]        irq_card,
    input wire              inc_we
);
    wire        req, write, ack;
    wire [17:0] addr;
    wire [31:0] bus_wdata, bus_rdata;
    wire [3:0]  bus_wstrb;
    wire        csr_refused, refused;
    wire [17:0] csr_refused_addr, refused_addr;
    wire        tap_req, tap_write, tap_ack;
    wire [11:2] tap_addr;
    wire [31:0] tap_wdata, tap_rdata;
    wire        adr_req, adr_write, adr_ack;
    wire [8:2]  adr_addr;
    wire [31:0] adr_wdata, adr_rdata;
    wire        pc_req, tc_req;
    wire [6:2]  pc_addr;
    wire [11:2] tc_addr;
    wire [15:0] tap_active;
    wire        any_active;
    // Counters: answered after a while with a pattern made of the address
    reg  [2:0]  pc_wait_q, tc_wait_q;

    always @(posedge clk) begin
        pc_wait_q <= {pc_wait_q[1:0], pc_req};
        tc_wait_q <= {tc_wait_q[1:0], tc_req};
        if (rst) begin
            pc_wait_q <= 3'd0;
            tc_wait_q <= 3'd0;
        end
    end

    weir_axil u_axil (
        .clk(clk), .rst(rst),
        .s_axil_awvalid(awvalid), .s_axil_awready(awready), .s_axil_awaddr(awaddr),
        .s_axil_wvalid(wvalid), .s_axil_wready(wready), .s_axil_wdata(wdata), .s_axil_wstrb(wstrb),
        .s_axil_bvalid(bvalid), .s_axil_bready(bready), .s_axil_bresp(bresp),
        .s_axil_arvalid(arvalid), .s_axil_arready(arready), .s_axil_araddr(araddr),
        .s_axil_rvalid(rvalid), .s_axil_rready(rready), .s_axil_rdata(rdata), .s_axil_rresp(rresp),
        .req(req), .write(write), .addr(addr), .wdata(bus_wdata), .wstrb(bus_wstrb),
        .ack(ack), .rdata(bus_rdata)
    );

    weir_csr u_csr (
        .clk(clk), .rst(rst),
        .req(req), .write(write), .addr(addr), .wdata(bus_wdata), .wstrb(bus_wstrb),
        .ack(ack), .rdata(bus_rdata),
        .lock_i(any_active), .refused(csr_refused), .refused_addr(csr_refused_addr),
        .ext_tap_req(tap_req), .ext_tap_write(tap_write), .ext_tap_addr(tap_addr),
        .ext_tap_wdata(tap_wdata), .ext_tap_ack(tap_ack), .ext_tap_rdata(tap_rdata),
        .ext_addr_req(adr_req), .ext_addr_write(adr_write), .ext_addr_addr(adr_addr),
        .ext_addr_wdata(adr_wdata), .ext_addr_ack(adr_ack), .ext_addr_rdata(adr_rdata),
        .ext_port_counters_req(pc_req), .ext_port_counters_addr(pc_addr),
        .ext_port_counters_ack(pc_wait_q[2]),
        .ext_port_counters_rdata({16'hc0a1, 9'd0, pc_addr, 2'b00}),
        .ext_tap_counters_req(tc_req), .ext_tap_counters_addr(tc_addr),
        .ext_tap_counters_ack(tc_wait_q[2]),
        .ext_tap_counters_rdata({16'hc0b2, 4'd0, tc_addr, 2'b00}),
        .id_caps_vlan_i(1'h1),
        .id_caps_rxhash_i(1'h1),
        .id_caps_clock_i(1'h1),
        .id_caps_filter_i(1'h1),
        .id_caps_mailbox_i(1'h1),
        .id_caps_tx_i(1'h1),
        .id_caps_egress_mirror_i(1'h0),
        .id_caps_link_i(1'h1),
        .port_status_link_i(1'h1),
        .port_status_fault_i(1'h0),
        .port_status_speed_i(24'd10000),
        .id_bus_mac_i(16'h204f),
        .id_bus_dma_i(16'h29e8),
        .id_taps_count_i(8'h1f),
        .id_taps_stride_log2_i(8'hb8),
        .id_taps_ahead_i(8'h2a),
        .id_taps_slots_i(8'h22),
        .id_buffer_bytes_i(32'h53721ed9),
        .id_queue_depth_i(32'hb400b6c1),
        .id_clk_hz_hz_i(32'h255248fd),
        .id_addrs_entries_i(16'h6a31),
        .id_lanes_lanes_i(8'h48),
        .id_lanes_threads_i(8'hd),
        .id_lanes_budget_i(16'hdcf),
        .id_window_bytes_i(16'h4940),
        .id_window_ops_i(16'h7f4e),
        .id_limits_min_i(16'h18d0),
        .id_limits_max_i(16'heffd),
        .ctrl_status_resetting_i(1'h0),
        .ctrl_status_snapshot_busy_i(1'h1),
        .ctrl_status_dma_busy_i(1'h0),
        .ctrl_refused_addr_i(refused_addr),
        .ctrl_refused_addr_we(refused),
        .ctrl_refused_seen_hwset(refused),
        .ctrl_active_active_i({16'd0, tap_active}),
        .clock_now_ns_ns_i(30'h24d95c52),
        .clock_now_sec_sec_i(32'h777bd7ff),
        .clock_inc_ns_ns_i(8'h92),
        .clock_inc_ns_ns_we(inc_we),
        .clock_inc_frac_frac_i(32'h999a6c5a),
        .clock_inc_frac_frac_we(inc_we),
        .irq_mask_taps_i(32'hf560d7f5),
        .irq_block_taps_hwset(irq_block),
        .irq_error_taps_hwset(irq_error),
        .irq_card_gate_hwset(irq_card[0]),
        .irq_card_reset_done_hwset(irq_card[1]), .irq_card_port_hwset(irq_card[2]),
        .ctrl_control_rx_enable_o(), .ctrl_control_vlan_lift_o(), .ctrl_command_soft_reset_o(),
        .ctrl_command_snapshot_o(), .ctrl_dma_max_payload_o(), .ctrl_dma_poll_us_o(),
        .ctrl_compl_lo_addr_o(), .ctrl_compl_hi_addr_o(), .clock_command_latch_o(),
        .clock_command_set_o(), .clock_command_step_o(), .clock_set_ns_ns_o(),
        .clock_set_sec_sec_o(), .clock_adjust_ns_o(), .clock_inc_ns_ns_o(),
        .clock_inc_frac_frac_o(), .port_mac_lo_bytes_o(), .port_mac_hi_bytes_o(),
        .irq_mask_set_taps_o(), .irq_mask_set_taps_swmod(), .irq_mask_clr_taps_o(),
        .irq_mask_clr_taps_swmod()
    );

    weir_tap_regs #(.TAPS(TAPS)) u_tap_regs (
        .clk(clk), .rst(rst),
        .ext_req(tap_req), .ext_write(tap_write), .ext_addr(tap_addr), .ext_wdata(tap_wdata),
        .ext_ack(tap_ack), .ext_rdata(tap_rdata),
        .csr_refused(csr_refused), .csr_refused_addr(csr_refused_addr),
        .refused(refused), .refused_addr(refused_addr),
        .cfg_we(), .cfg_tap(), .cfg_reg(), .cfg_wdata(),
        .cmd_start(), .cmd_stop(), .cmd_doorbell(), .cmd_clear_losing(),
        .tap_state(tap_state), .tap_error(tap_error),
        .tap_active(tap_active[TAPS-1:0]), .any_active(any_active)
    );

    weir_addr_regs u_addr_regs (
        .clk(clk), .rst(rst),
        .ext_req(adr_req), .ext_write(adr_write), .ext_addr(adr_addr), .ext_wdata(adr_wdata),
        .ext_ack(adr_ack), .ext_rdata(adr_rdata),
        .adr_we(), .adr_index(), .adr_data()
    );

    generate
        if (TAPS < 16) begin : g_pad
            assign tap_active[15:TAPS] = 0;
        end
    endgenerate
endmodule

`default_nettype wire
