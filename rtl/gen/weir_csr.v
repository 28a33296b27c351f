// SPDX-License-Identifier: BSD-3-Clause
// Generated from regs/weir.rdl by `make regs`; not edited by hand.
//
// weir_csr: the card's registers. Flip-flops for the card's own registers, windows (ext_*) to
// whatever holds the repeated ones.
// Throughput: one request at a time. Latency: answer 3 cycles after the request; through a window
// 4 cycles and those of the window. Backpressure: none but the answer.
// Requests: req is a pulse; write, addr, wdata and wstrb hold from then until ack, a pulse; rdata
// counts with ack. Windows work by the same rule, get whole words only, wdata with unimplemented
// bits 0, no address without a register, and no write when they hold nothing writable.
// Reads of unlisted addresses give 0, writes there do nothing. Byte strobes work on the card's own
// registers; a write of part of a word to a window is refused.
// Refused writes (those, and any to a locked register while lock_i) have no effect and pulse
// refused, with their address in refused_addr.
// Field ports are named <block>_<reg>_<field> and what they do:
//   _o the stored value, or a pulse for a command; _i the value that hardware gives; _we take _i
//   into the store now (a write by software in the same cycle wins); _swmod a pulse in the first
//   cycle that _o holds what software wrote; _hwset sets the stored bits that are 1 (wins over a
//   clear by software in the same cycle).
// Proven (rtl/formal/f_csr.v): one answer a request in bounded time, what windows are asked, and that
// locked registers keep their values. The fields are simulated against the generated table.

`default_nettype none

module weir_csr (
    input  wire        clk,
    input  wire        rst,

    // Requests
    input  wire        req,
    input  wire        write,
    input  wire [17:0] addr,
    input  wire [31:0] wdata,
    input  wire [3:0]  wstrb,
    output wire        ack,
    output wire [31:0] rdata,

    // Refused writes
    input  wire        lock_i,
    output wire        refused,
    output wire [17:0] refused_addr,

    // ID: Identification
    input  wire id_caps_vlan_i,
    input  wire id_caps_rxhash_i,
    input  wire id_caps_clock_i,
    input  wire id_caps_filter_i,
    input  wire id_caps_mailbox_i,
    input  wire id_caps_tx_i,
    input  wire id_caps_egress_mirror_i,
    input  wire id_caps_link_i,
    input  wire [15:0] id_bus_mac_i,
    input  wire [15:0] id_bus_dma_i,
    input  wire [7:0] id_taps_count_i,
    input  wire [7:0] id_taps_stride_log2_i,
    input  wire [7:0] id_taps_ahead_i,
    input  wire [7:0] id_taps_slots_i,
    input  wire [31:0] id_buffer_bytes_i,
    input  wire [31:0] id_queue_depth_i,
    input  wire [31:0] id_clk_hz_hz_i,
    input  wire [15:0] id_addrs_entries_i,
    input  wire [7:0] id_lanes_lanes_i,
    input  wire [7:0] id_lanes_threads_i,
    input  wire [15:0] id_lanes_budget_i,
    input  wire [15:0] id_window_bytes_i,
    input  wire [15:0] id_window_ops_i,
    input  wire [15:0] id_limits_min_i,
    input  wire [15:0] id_limits_max_i,
    input  wire [7:0] id_ports_count_i,
    input  wire [7:0] id_ports_stride_log2_i,

    // CTRL: Control
    output wire ctrl_control_rx_enable_o,
    output wire ctrl_control_vlan_lift_o,
    output wire ctrl_command_soft_reset_o,
    output wire ctrl_command_snapshot_o,
    input  wire ctrl_status_resetting_i,
    input  wire ctrl_status_snapshot_busy_i,
    input  wire ctrl_status_dma_busy_i,
    output wire [1:0] ctrl_dma_max_payload_o,
    output wire [7:0] ctrl_dma_poll_us_o,
    input  wire [17:0] ctrl_refused_addr_i,
    input  wire ctrl_refused_addr_we,
    input  wire ctrl_refused_seen_hwset,
    output wire [19:0] ctrl_compl_lo_addr_o,
    output wire [31:0] ctrl_compl_hi_addr_o,
    input  wire [31:0] ctrl_active_active_i,

    // CLOCK: Clock
    output wire clock_command_latch_o,
    output wire clock_command_set_o,
    output wire clock_command_step_o,
    input  wire [29:0] clock_now_ns_ns_i,
    input  wire [31:0] clock_now_sec_sec_i,
    output wire [29:0] clock_set_ns_ns_o,
    output wire [31:0] clock_set_sec_sec_o,
    output wire [31:0] clock_adjust_ns_o,
    output wire [7:0] clock_inc_ns_ns_o,
    input  wire [7:0] clock_inc_ns_ns_i,
    input  wire clock_inc_ns_ns_we,
    output wire [31:0] clock_inc_frac_frac_o,
    input  wire [31:0] clock_inc_frac_frac_i,
    input  wire clock_inc_frac_frac_we,
    output wire clock_inc_frac_frac_swmod,

    // PORT: Port
    output wire [31:0] port_mac_lo_bytes_o,
    output wire [15:0] port_mac_hi_bytes_o,
    input  wire port_status_link_i,
    input  wire port_status_fault_i,
    input  wire [23:0] port_status_speed_i,

    // IRQ: Interrupts
    input  wire [31:0] irq_mask_taps_i,
    output wire [31:0] irq_mask_set_taps_o,
    output wire irq_mask_set_taps_swmod,
    output wire [31:0] irq_mask_clr_taps_o,
    output wire irq_mask_clr_taps_swmod,
    input  wire [30:0] irq_block_taps_hwset,
    input  wire [30:0] irq_error_taps_hwset,
    input  wire irq_card_gate_hwset,
    input  wire irq_card_reset_done_hwset,
    input  wire irq_card_port_hwset,

    // FILTER: Filter
    output wire [31:0] filter_uop_0_bits_o,
    output wire [31:0] filter_uop_1_bits_o,
    output wire [31:0] filter_uop_2_bits_o,
    output wire [11:0] filter_uop_3_bits_o,
    output wire [9:0] filter_store_place_o,
    output wire filter_store_place_swmod,
    output wire [15:0] filter_snap_bytes_o,
    output wire [3:0] filter_program_index_o,
    output wire filter_program_index_swmod,
    output wire [5:0] filter_program_slots_o,
    output wire filter_program_wire_o,
    output wire [9:0] filter_program_start_o,
    input  wire [31:0] filter_swapping_taps_i,

    // Window ADDR: Address table
    output wire ext_addr_req,
    output wire ext_addr_write,
    output wire [8:2] ext_addr_addr,
    output wire [31:0] ext_addr_wdata,
    input  wire ext_addr_ack,
    input  wire [31:0] ext_addr_rdata,

    // Window PORT_COUNTERS: Port counters
    output wire ext_port_counters_req,
    output wire [6:2] ext_port_counters_addr,
    input  wire ext_port_counters_ack,
    input  wire [31:0] ext_port_counters_rdata,

    // Window TAP: Tap
    output wire ext_tap_req,
    output wire ext_tap_write,
    output wire [11:2] ext_tap_addr,
    output wire [31:0] ext_tap_wdata,
    input  wire ext_tap_ack,
    input  wire [31:0] ext_tap_rdata,

    // Window TAP_COUNTERS: Tap counters
    output wire ext_tap_counters_req,
    output wire [11:2] ext_tap_counters_addr,
    input  wire ext_tap_counters_ack,
    input  wire [31:0] ext_tap_counters_rdata
);

    function exists_addr;
        input [1:0] word;
        case (word)
        2'd3: exists_addr = 1'h0;
        default: exists_addr = 1'h1;
        endcase
    endfunction

    function exists_port_counters;
        input [4:0] word;
        case (word)
        5'd22: exists_port_counters = 1'h0;
        5'd23: exists_port_counters = 1'h0;
        5'd24: exists_port_counters = 1'h0;
        5'd25: exists_port_counters = 1'h0;
        5'd26: exists_port_counters = 1'h0;
        5'd27: exists_port_counters = 1'h0;
        5'd28: exists_port_counters = 1'h0;
        5'd29: exists_port_counters = 1'h0;
        5'd30: exists_port_counters = 1'h0;
        5'd31: exists_port_counters = 1'h0;
        default: exists_port_counters = 1'h1;
        endcase
    endfunction

    function exists_tap;
        input [5:0] word;
        case (word)
        6'd2: exists_tap = 1'h0;
        6'd3: exists_tap = 1'h0;
        6'd25: exists_tap = 1'h0;
        6'd26: exists_tap = 1'h0;
        6'd31: exists_tap = 1'h0;
        6'd32: exists_tap = 1'h0;
        6'd33: exists_tap = 1'h0;
        6'd34: exists_tap = 1'h0;
        6'd35: exists_tap = 1'h0;
        6'd36: exists_tap = 1'h0;
        6'd37: exists_tap = 1'h0;
        6'd38: exists_tap = 1'h0;
        6'd39: exists_tap = 1'h0;
        6'd40: exists_tap = 1'h0;
        6'd41: exists_tap = 1'h0;
        6'd42: exists_tap = 1'h0;
        6'd43: exists_tap = 1'h0;
        6'd44: exists_tap = 1'h0;
        6'd45: exists_tap = 1'h0;
        6'd46: exists_tap = 1'h0;
        6'd47: exists_tap = 1'h0;
        6'd48: exists_tap = 1'h0;
        6'd49: exists_tap = 1'h0;
        6'd50: exists_tap = 1'h0;
        6'd51: exists_tap = 1'h0;
        6'd52: exists_tap = 1'h0;
        6'd53: exists_tap = 1'h0;
        6'd54: exists_tap = 1'h0;
        6'd55: exists_tap = 1'h0;
        6'd56: exists_tap = 1'h0;
        6'd57: exists_tap = 1'h0;
        6'd58: exists_tap = 1'h0;
        6'd59: exists_tap = 1'h0;
        6'd60: exists_tap = 1'h0;
        6'd61: exists_tap = 1'h0;
        6'd62: exists_tap = 1'h0;
        6'd63: exists_tap = 1'h0;
        default: exists_tap = 1'h1;
        endcase
    endfunction

    function exists_tap_counters;
        input [5:0] word;
        case (word)
        6'd30: exists_tap_counters = 1'h0;
        6'd31: exists_tap_counters = 1'h0;
        6'd32: exists_tap_counters = 1'h0;
        6'd33: exists_tap_counters = 1'h0;
        6'd34: exists_tap_counters = 1'h0;
        6'd35: exists_tap_counters = 1'h0;
        6'd36: exists_tap_counters = 1'h0;
        6'd37: exists_tap_counters = 1'h0;
        6'd38: exists_tap_counters = 1'h0;
        6'd39: exists_tap_counters = 1'h0;
        6'd40: exists_tap_counters = 1'h0;
        6'd41: exists_tap_counters = 1'h0;
        6'd42: exists_tap_counters = 1'h0;
        6'd43: exists_tap_counters = 1'h0;
        6'd44: exists_tap_counters = 1'h0;
        6'd45: exists_tap_counters = 1'h0;
        6'd46: exists_tap_counters = 1'h0;
        6'd47: exists_tap_counters = 1'h0;
        6'd48: exists_tap_counters = 1'h0;
        6'd49: exists_tap_counters = 1'h0;
        6'd50: exists_tap_counters = 1'h0;
        6'd51: exists_tap_counters = 1'h0;
        6'd52: exists_tap_counters = 1'h0;
        6'd53: exists_tap_counters = 1'h0;
        6'd54: exists_tap_counters = 1'h0;
        6'd55: exists_tap_counters = 1'h0;
        6'd56: exists_tap_counters = 1'h0;
        6'd57: exists_tap_counters = 1'h0;
        6'd58: exists_tap_counters = 1'h0;
        6'd59: exists_tap_counters = 1'h0;
        6'd60: exists_tap_counters = 1'h0;
        6'd61: exists_tap_counters = 1'h0;
        6'd62: exists_tap_counters = 1'h0;
        6'd63: exists_tap_counters = 1'h0;
        default: exists_tap_counters = 1'h1;
        endcase
    endfunction

    function [31:0] mask_addr;
        input [1:0] word;
        case (word)
        2'd0: mask_addr = 32'hffffffff;
        2'd1: mask_addr = 32'hffff;
        2'd2: mask_addr = 32'hffff;
        default: mask_addr = 32'h0;
        endcase
    endfunction

    function [31:0] mask_tap;
        input [5:0] word;
        case (word)
        6'd0: mask_tap = 32'h1f;
        6'd4: mask_tap = 32'hfffff000;
        6'd5: mask_tap = 32'hffffffff;
        6'd6: mask_tap = 32'hffff;
        6'd7: mask_tap = 32'h7ff;
        6'd8: mask_tap = 32'h3fffff;
        6'd9: mask_tap = 32'hffffffff;
        6'd10: mask_tap = 32'h3ffff;
        6'd11: mask_tap = 32'hffffffff;
        6'd12: mask_tap = 32'hffff;
        6'd13: mask_tap = 32'hffffffff;
        6'd14: mask_tap = 32'hffffffff;
        6'd15: mask_tap = 32'h3fffffff;
        6'd16: mask_tap = 32'hffffffff;
        6'd17: mask_tap = 32'hffffffff;
        6'd18: mask_tap = 32'hffffffff;
        6'd19: mask_tap = 32'hffff;
        6'd20: mask_tap = 32'h1f7ffff;
        6'd21: mask_tap = 32'h1f03;
        6'd22: mask_tap = 32'hffffffff;
        6'd23: mask_tap = 32'h1ffffff;
        6'd24: mask_tap = 32'hffffffff;
        6'd27: mask_tap = 32'hffff;
        6'd28: mask_tap = 32'hffffffff;
        6'd29: mask_tap = 32'hffffffff;
        6'd30: mask_tap = 32'h10f;
        default: mask_tap = 32'h0;
        endcase
    endfunction

    // Cycle 1: which block; for windows also whether the word exists
    reg s1_q;
    reg sel_id_q;
    reg sel_ctrl_q;
    reg sel_clock_q;
    reg sel_port_q;
    reg sel_irq_q;
    reg sel_filter_q;
    reg sel_addr_q;
    reg sel_port_counters_q;
    reg sel_tap_q;
    reg sel_tap_counters_q;
    reg [31:0] xmask_q;
    reg whole_q, some_q, lockreg_q;

    always @(posedge clk) begin
        s1_q <= req && !rst;
        sel_id_q <= (addr[17:6] == 12'h0);
        sel_ctrl_q <= (addr[17:6] == 12'h4);
        sel_clock_q <= (addr[17:6] == 12'h8);
        sel_port_q <= (addr[17:5] == 13'h18);
        sel_irq_q <= (addr[17:5] == 13'h20);
        sel_filter_q <= (addr[17:5] == 13'h28);
        sel_addr_q <= (addr[17:9] == 9'h4) && exists_addr(addr[3:2]);
        sel_port_counters_q <= (addr[17:7] == 11'h20) && exists_port_counters(addr[6:2]);
        sel_tap_q <= (addr[17:12] == 6'h8) && exists_tap(addr[7:2]);
        sel_tap_counters_q <= (addr[17:12] == 6'hc) && exists_tap_counters(addr[7:2]);
        xmask_q <= ({32{(addr[17:9] == 9'h4)}} & mask_addr(addr[3:2])) |
            ({32{(addr[17:12] == 6'h8)}} & mask_tap(addr[7:2]));
        whole_q <= &wstrb;
        some_q <= |wstrb;
        lockreg_q <= (addr[17:2] == 16'h43) ||
            (addr[17:2] == 16'h46) ||
            (addr[17:2] == 16'h47);
    end

    // Cycle 2: write strobes, requests to windows, step one of the reading
    wire part = write && !whole_q && (sel_addr_q || sel_tap_q);
    wire locked = write && some_q && lockreg_q && lock_i;

    wire go_addr = sel_addr_q && (!write || whole_q);
    reg xreq_addr_q;
    wire go_port_counters = sel_port_counters_q && !write;
    reg xreq_port_counters_q;
    wire go_tap = sel_tap_q && (!write || whole_q);
    reg xreq_tap_q;
    wire go_tap_counters = sel_tap_counters_q && !write;
    reg xreq_tap_counters_q;
    reg wr_ctrl_control_q;
    reg wr_ctrl_command_q;
    reg wr_ctrl_dma_q;
    reg wr_ctrl_refused_q;
    reg wr_ctrl_scratch_q;
    reg wr_ctrl_compl_lo_q;
    reg wr_ctrl_compl_hi_q;
    reg wr_clock_command_q;
    reg wr_clock_set_ns_q;
    reg wr_clock_set_sec_q;
    reg wr_clock_adjust_q;
    reg wr_clock_inc_ns_q;
    reg wr_clock_inc_frac_q;
    reg wr_port_mac_lo_q;
    reg wr_port_mac_hi_q;
    reg wr_irq_mask_set_q;
    reg wr_irq_mask_clr_q;
    reg wr_irq_block_q;
    reg wr_irq_error_q;
    reg wr_irq_card_q;
    reg wr_filter_uop_0_q;
    reg wr_filter_uop_1_q;
    reg wr_filter_uop_2_q;
    reg wr_filter_uop_3_q;
    reg wr_filter_store_q;
    reg wr_filter_snap_q;
    reg wr_filter_program_q;
    reg refused_q, s2_q;
    reg [3:0] be_q;
    reg [31:0] xwdata_q;

    always @(posedge clk) begin
        refused_q <= s1_q && (locked || (part && some_q)) && !rst;
        xreq_addr_q <= s1_q && go_addr && !rst;
        xreq_port_counters_q <= s1_q && go_port_counters && !rst;
        xreq_tap_q <= s1_q && go_tap && !rst;
        xreq_tap_counters_q <= s1_q && go_tap_counters && !rst;
        wr_ctrl_control_q <= s1_q && write && sel_ctrl_q &&
            (addr[5:2] == 4'd0) && !rst;
        wr_ctrl_command_q <= s1_q && write && sel_ctrl_q &&
            (addr[5:2] == 4'd1) && !rst;
        wr_ctrl_dma_q <= s1_q && write && sel_ctrl_q &&
            (addr[5:2] == 4'd3) && !locked && !rst;
        wr_ctrl_refused_q <= s1_q && write && sel_ctrl_q &&
            (addr[5:2] == 4'd4) && !rst;
        wr_ctrl_scratch_q <= s1_q && write && sel_ctrl_q &&
            (addr[5:2] == 4'd5) && !rst;
        wr_ctrl_compl_lo_q <= s1_q && write && sel_ctrl_q &&
            (addr[5:2] == 4'd6) && !locked && !rst;
        wr_ctrl_compl_hi_q <= s1_q && write && sel_ctrl_q &&
            (addr[5:2] == 4'd7) && !locked && !rst;
        wr_clock_command_q <= s1_q && write && sel_clock_q &&
            (addr[5:2] == 4'd0) && !rst;
        wr_clock_set_ns_q <= s1_q && write && sel_clock_q &&
            (addr[5:2] == 4'd4) && !rst;
        wr_clock_set_sec_q <= s1_q && write && sel_clock_q &&
            (addr[5:2] == 4'd5) && !rst;
        wr_clock_adjust_q <= s1_q && write && sel_clock_q &&
            (addr[5:2] == 4'd7) && !rst;
        wr_clock_inc_ns_q <= s1_q && write && sel_clock_q &&
            (addr[5:2] == 4'd8) && !rst;
        wr_clock_inc_frac_q <= s1_q && write && sel_clock_q &&
            (addr[5:2] == 4'd9) && !rst;
        wr_port_mac_lo_q <= s1_q && write && sel_port_q &&
            (addr[4:2] == 3'd0) && !rst;
        wr_port_mac_hi_q <= s1_q && write && sel_port_q &&
            (addr[4:2] == 3'd1) && !rst;
        wr_irq_mask_set_q <= s1_q && write && sel_irq_q &&
            (addr[4:2] == 3'd1) && !rst;
        wr_irq_mask_clr_q <= s1_q && write && sel_irq_q &&
            (addr[4:2] == 3'd2) && !rst;
        wr_irq_block_q <= s1_q && write && sel_irq_q &&
            (addr[4:2] == 3'd3) && !rst;
        wr_irq_error_q <= s1_q && write && sel_irq_q &&
            (addr[4:2] == 3'd4) && !rst;
        wr_irq_card_q <= s1_q && write && sel_irq_q &&
            (addr[4:2] == 3'd5) && !rst;
        wr_filter_uop_0_q <= s1_q && write && sel_filter_q &&
            (addr[4:2] == 3'd0) && !rst;
        wr_filter_uop_1_q <= s1_q && write && sel_filter_q &&
            (addr[4:2] == 3'd1) && !rst;
        wr_filter_uop_2_q <= s1_q && write && sel_filter_q &&
            (addr[4:2] == 3'd2) && !rst;
        wr_filter_uop_3_q <= s1_q && write && sel_filter_q &&
            (addr[4:2] == 3'd3) && !rst;
        wr_filter_store_q <= s1_q && write && sel_filter_q &&
            (addr[4:2] == 3'd4) && !rst;
        wr_filter_snap_q <= s1_q && write && sel_filter_q &&
            (addr[4:2] == 3'd5) && !rst;
        wr_filter_program_q <= s1_q && write && sel_filter_q &&
            (addr[4:2] == 3'd6) && !rst;
        xwdata_q <= wdata & xmask_q;
        s2_q <= s1_q && !go_addr && !go_port_counters && !go_tap && !go_tap_counters && !rst;
        be_q <= wstrb;
    end

    assign ext_addr_req = xreq_addr_q;
    assign ext_addr_addr = addr[8:2];
    assign ext_addr_write = write;
    assign ext_addr_wdata = xwdata_q;
    assign ext_port_counters_req = xreq_port_counters_q;
    assign ext_port_counters_addr = addr[6:2];
    assign ext_tap_req = xreq_tap_q;
    assign ext_tap_addr = addr[11:2];
    assign ext_tap_write = write;
    assign ext_tap_wdata = xwdata_q;
    assign ext_tap_counters_req = xreq_tap_counters_q;
    assign ext_tap_counters_addr = addr[11:2];
    assign refused = refused_q;
    assign refused_addr = addr;

    // Stored fields; writes arrive in the cycle after the strobe
    wire [31:0] wkeep = ~{{8{be_q[3]}}, {8{be_q[2]}},
                          {8{be_q[1]}}, {8{be_q[0]}}};
    wire [31:0] wnew = wdata & ~wkeep;

    reg ctrl_control_rx_enable_q;

    always @(posedge clk) begin
        if (wr_ctrl_control_q)
            ctrl_control_rx_enable_q <= wnew[0] | (ctrl_control_rx_enable_q & wkeep[0]);
        if (rst)
            ctrl_control_rx_enable_q <= 1'h0;
    end

    assign ctrl_control_rx_enable_o = ctrl_control_rx_enable_q;

    reg ctrl_control_vlan_lift_q;

    always @(posedge clk) begin
        if (wr_ctrl_control_q)
            ctrl_control_vlan_lift_q <= wnew[1] | (ctrl_control_vlan_lift_q & wkeep[1]);
        if (rst)
            ctrl_control_vlan_lift_q <= 1'h1;
    end

    assign ctrl_control_vlan_lift_o = ctrl_control_vlan_lift_q;

    reg ctrl_command_soft_reset_q;

    always @(posedge clk) begin
        ctrl_command_soft_reset_q <= {1{wr_ctrl_command_q && !rst}} & wnew[0];
    end

    assign ctrl_command_soft_reset_o = ctrl_command_soft_reset_q;

    reg ctrl_command_snapshot_q;

    always @(posedge clk) begin
        ctrl_command_snapshot_q <= {1{wr_ctrl_command_q && !rst}} & wnew[1];
    end

    assign ctrl_command_snapshot_o = ctrl_command_snapshot_q;

    reg [1:0] ctrl_dma_max_payload_q;

    always @(posedge clk) begin
        if (wr_ctrl_dma_q)
            ctrl_dma_max_payload_q <= wnew[1:0] | (ctrl_dma_max_payload_q & wkeep[1:0]);
        if (rst)
            ctrl_dma_max_payload_q <= 2'h1;
    end

    assign ctrl_dma_max_payload_o = ctrl_dma_max_payload_q;

    reg [7:0] ctrl_dma_poll_us_q;

    always @(posedge clk) begin
        if (wr_ctrl_dma_q)
            ctrl_dma_poll_us_q <= wnew[15:8] | (ctrl_dma_poll_us_q & wkeep[15:8]);
        if (rst)
            ctrl_dma_poll_us_q <= 8'h2;
    end

    assign ctrl_dma_poll_us_o = ctrl_dma_poll_us_q;

    reg [17:0] ctrl_refused_addr_q;

    always @(posedge clk) begin
        if (ctrl_refused_addr_we)
            ctrl_refused_addr_q <= ctrl_refused_addr_i;
        if (rst)
            ctrl_refused_addr_q <= 18'h0;
    end

    reg ctrl_refused_seen_q;

    always @(posedge clk) begin
        ctrl_refused_seen_q <= (ctrl_refused_seen_q & ~({1{wr_ctrl_refused_q}} & wnew[31])) |
            ctrl_refused_seen_hwset;
        if (rst)
            ctrl_refused_seen_q <= 1'h0;
    end

    reg [31:0] ctrl_scratch_value_q;

    always @(posedge clk) begin
        if (wr_ctrl_scratch_q)
            ctrl_scratch_value_q <= wnew[31:0] | (ctrl_scratch_value_q & wkeep[31:0]);
        if (rst)
            ctrl_scratch_value_q <= 32'h0;
    end

    reg [19:0] ctrl_compl_lo_addr_q;

    always @(posedge clk) begin
        if (wr_ctrl_compl_lo_q)
            ctrl_compl_lo_addr_q <= wnew[31:12] | (ctrl_compl_lo_addr_q & wkeep[31:12]);
        if (rst)
            ctrl_compl_lo_addr_q <= 20'h0;
    end

    assign ctrl_compl_lo_addr_o = ctrl_compl_lo_addr_q;

    reg [31:0] ctrl_compl_hi_addr_q;

    always @(posedge clk) begin
        if (wr_ctrl_compl_hi_q)
            ctrl_compl_hi_addr_q <= wnew[31:0] | (ctrl_compl_hi_addr_q & wkeep[31:0]);
        if (rst)
            ctrl_compl_hi_addr_q <= 32'h0;
    end

    assign ctrl_compl_hi_addr_o = ctrl_compl_hi_addr_q;

    reg clock_command_latch_q;

    always @(posedge clk) begin
        clock_command_latch_q <= {1{wr_clock_command_q && !rst}} & wnew[0];
    end

    assign clock_command_latch_o = clock_command_latch_q;

    reg clock_command_set_q;

    always @(posedge clk) begin
        clock_command_set_q <= {1{wr_clock_command_q && !rst}} & wnew[1];
    end

    assign clock_command_set_o = clock_command_set_q;

    reg clock_command_step_q;

    always @(posedge clk) begin
        clock_command_step_q <= {1{wr_clock_command_q && !rst}} & wnew[2];
    end

    assign clock_command_step_o = clock_command_step_q;

    reg [29:0] clock_set_ns_ns_q;

    always @(posedge clk) begin
        if (wr_clock_set_ns_q)
            clock_set_ns_ns_q <= wnew[29:0] | (clock_set_ns_ns_q & wkeep[29:0]);
        if (rst)
            clock_set_ns_ns_q <= 30'h0;
    end

    assign clock_set_ns_ns_o = clock_set_ns_ns_q;

    reg [31:0] clock_set_sec_sec_q;

    always @(posedge clk) begin
        if (wr_clock_set_sec_q)
            clock_set_sec_sec_q <= wnew[31:0] | (clock_set_sec_sec_q & wkeep[31:0]);
        if (rst)
            clock_set_sec_sec_q <= 32'h0;
    end

    assign clock_set_sec_sec_o = clock_set_sec_sec_q;

    reg [31:0] clock_adjust_ns_q;

    always @(posedge clk) begin
        if (wr_clock_adjust_q)
            clock_adjust_ns_q <= wnew[31:0] | (clock_adjust_ns_q & wkeep[31:0]);
        if (rst)
            clock_adjust_ns_q <= 32'h0;
    end

    assign clock_adjust_ns_o = clock_adjust_ns_q;

    reg [7:0] clock_inc_ns_ns_q;

    always @(posedge clk) begin
        if (wr_clock_inc_ns_q)
            clock_inc_ns_ns_q <= wnew[7:0] | (clock_inc_ns_ns_q & wkeep[7:0]);
        else if (clock_inc_ns_ns_we)
            clock_inc_ns_ns_q <= clock_inc_ns_ns_i;
    end

    assign clock_inc_ns_ns_o = clock_inc_ns_ns_q;

    reg [31:0] clock_inc_frac_frac_q;
    reg clock_inc_frac_frac_swmod_q;

    always @(posedge clk) begin
        if (wr_clock_inc_frac_q)
            clock_inc_frac_frac_q <= wnew[31:0] | (clock_inc_frac_frac_q & wkeep[31:0]);
        else if (clock_inc_frac_frac_we)
            clock_inc_frac_frac_q <= clock_inc_frac_frac_i;
        clock_inc_frac_frac_swmod_q <= wr_clock_inc_frac_q && (|be_q[3:0]) && !rst;
    end

    assign clock_inc_frac_frac_o = clock_inc_frac_frac_q;
    assign clock_inc_frac_frac_swmod = clock_inc_frac_frac_swmod_q;

    reg [31:0] port_mac_lo_bytes_q;

    always @(posedge clk) begin
        if (wr_port_mac_lo_q)
            port_mac_lo_bytes_q <= wnew[31:0] | (port_mac_lo_bytes_q & wkeep[31:0]);
        if (rst)
            port_mac_lo_bytes_q <= 32'h0;
    end

    assign port_mac_lo_bytes_o = port_mac_lo_bytes_q;

    reg [15:0] port_mac_hi_bytes_q;

    always @(posedge clk) begin
        if (wr_port_mac_hi_q)
            port_mac_hi_bytes_q <= wnew[15:0] | (port_mac_hi_bytes_q & wkeep[15:0]);
        if (rst)
            port_mac_hi_bytes_q <= 16'h0;
    end

    assign port_mac_hi_bytes_o = port_mac_hi_bytes_q;

    reg [31:0] irq_mask_set_taps_q;
    reg irq_mask_set_taps_swmod_q;

    always @(posedge clk) begin
        if (wr_irq_mask_set_q)
            irq_mask_set_taps_q <= wnew[31:0];
        if (rst)
            irq_mask_set_taps_q <= 32'h0;
        irq_mask_set_taps_swmod_q <= wr_irq_mask_set_q && (|be_q[3:0]) && !rst;
    end

    assign irq_mask_set_taps_o = irq_mask_set_taps_q;
    assign irq_mask_set_taps_swmod = irq_mask_set_taps_swmod_q;

    reg [31:0] irq_mask_clr_taps_q;
    reg irq_mask_clr_taps_swmod_q;

    always @(posedge clk) begin
        if (wr_irq_mask_clr_q)
            irq_mask_clr_taps_q <= wnew[31:0];
        if (rst)
            irq_mask_clr_taps_q <= 32'h0;
        irq_mask_clr_taps_swmod_q <= wr_irq_mask_clr_q && (|be_q[3:0]) && !rst;
    end

    assign irq_mask_clr_taps_o = irq_mask_clr_taps_q;
    assign irq_mask_clr_taps_swmod = irq_mask_clr_taps_swmod_q;

    reg [30:0] irq_block_taps_q;

    always @(posedge clk) begin
        irq_block_taps_q <= (irq_block_taps_q & ~({31{wr_irq_block_q}} & wnew[30:0])) |
            irq_block_taps_hwset;
        if (rst)
            irq_block_taps_q <= 31'h0;
    end

    reg [30:0] irq_error_taps_q;

    always @(posedge clk) begin
        irq_error_taps_q <= (irq_error_taps_q & ~({31{wr_irq_error_q}} & wnew[30:0])) |
            irq_error_taps_hwset;
        if (rst)
            irq_error_taps_q <= 31'h0;
    end

    reg irq_card_gate_q;

    always @(posedge clk) begin
        irq_card_gate_q <= (irq_card_gate_q & ~({1{wr_irq_card_q}} & wnew[0])) |
            irq_card_gate_hwset;
        if (rst)
            irq_card_gate_q <= 1'h0;
    end

    reg irq_card_reset_done_q;

    always @(posedge clk) begin
        irq_card_reset_done_q <= (irq_card_reset_done_q & ~({1{wr_irq_card_q}} & wnew[1])) |
            irq_card_reset_done_hwset;
        if (rst)
            irq_card_reset_done_q <= 1'h0;
    end

    reg irq_card_port_q;

    always @(posedge clk) begin
        irq_card_port_q <= (irq_card_port_q & ~({1{wr_irq_card_q}} & wnew[2])) |
            irq_card_port_hwset;
        if (rst)
            irq_card_port_q <= 1'h0;
    end

    reg [31:0] filter_uop_0_bits_q;

    always @(posedge clk) begin
        if (wr_filter_uop_0_q)
            filter_uop_0_bits_q <= wnew[31:0] | (filter_uop_0_bits_q & wkeep[31:0]);
        if (rst)
            filter_uop_0_bits_q <= 32'h0;
    end

    assign filter_uop_0_bits_o = filter_uop_0_bits_q;

    reg [31:0] filter_uop_1_bits_q;

    always @(posedge clk) begin
        if (wr_filter_uop_1_q)
            filter_uop_1_bits_q <= wnew[31:0] | (filter_uop_1_bits_q & wkeep[31:0]);
        if (rst)
            filter_uop_1_bits_q <= 32'h0;
    end

    assign filter_uop_1_bits_o = filter_uop_1_bits_q;

    reg [31:0] filter_uop_2_bits_q;

    always @(posedge clk) begin
        if (wr_filter_uop_2_q)
            filter_uop_2_bits_q <= wnew[31:0] | (filter_uop_2_bits_q & wkeep[31:0]);
        if (rst)
            filter_uop_2_bits_q <= 32'h0;
    end

    assign filter_uop_2_bits_o = filter_uop_2_bits_q;

    reg [11:0] filter_uop_3_bits_q;

    always @(posedge clk) begin
        if (wr_filter_uop_3_q)
            filter_uop_3_bits_q <= wnew[11:0] | (filter_uop_3_bits_q & wkeep[11:0]);
        if (rst)
            filter_uop_3_bits_q <= 12'h0;
    end

    assign filter_uop_3_bits_o = filter_uop_3_bits_q;

    reg [9:0] filter_store_place_q;
    reg filter_store_place_swmod_q;

    always @(posedge clk) begin
        if (wr_filter_store_q)
            filter_store_place_q <= wnew[9:0] | (filter_store_place_q & wkeep[9:0]);
        if (rst)
            filter_store_place_q <= 10'h0;
        filter_store_place_swmod_q <= wr_filter_store_q && (|be_q[1:0]) && !rst;
    end

    assign filter_store_place_o = filter_store_place_q;
    assign filter_store_place_swmod = filter_store_place_swmod_q;

    reg [15:0] filter_snap_bytes_q;

    always @(posedge clk) begin
        if (wr_filter_snap_q)
            filter_snap_bytes_q <= wnew[15:0] | (filter_snap_bytes_q & wkeep[15:0]);
        if (rst)
            filter_snap_bytes_q <= 16'h0;
    end

    assign filter_snap_bytes_o = filter_snap_bytes_q;

    reg [3:0] filter_program_index_q;
    reg filter_program_index_swmod_q;

    always @(posedge clk) begin
        if (wr_filter_program_q)
            filter_program_index_q <= wnew[3:0] | (filter_program_index_q & wkeep[3:0]);
        if (rst)
            filter_program_index_q <= 4'h0;
        filter_program_index_swmod_q <= wr_filter_program_q && be_q[0] && !rst;
    end

    assign filter_program_index_o = filter_program_index_q;
    assign filter_program_index_swmod = filter_program_index_swmod_q;

    reg [5:0] filter_program_slots_q;

    always @(posedge clk) begin
        if (wr_filter_program_q)
            filter_program_slots_q <= wnew[13:8] | (filter_program_slots_q & wkeep[13:8]);
        if (rst)
            filter_program_slots_q <= 6'h0;
    end

    assign filter_program_slots_o = filter_program_slots_q;

    reg filter_program_wire_q;

    always @(posedge clk) begin
        if (wr_filter_program_q)
            filter_program_wire_q <= wnew[15] | (filter_program_wire_q & wkeep[15]);
        if (rst)
            filter_program_wire_q <= 1'h0;
    end

    assign filter_program_wire_o = filter_program_wire_q;

    reg [9:0] filter_program_start_q;

    always @(posedge clk) begin
        if (wr_filter_program_q)
            filter_program_start_q <= wnew[25:16] | (filter_program_start_q & wkeep[25:16]);
        if (rst)
            filter_program_start_q <= 10'h0;
    end

    assign filter_program_start_o = filter_program_start_q;

    reg [31:0] rd_id_q;

    always @(posedge clk) begin
        case (addr[5:2])
        4'd0: rd_id_q <= {32'h57454952};
        4'd1: rd_id_q <= {16'h1, 16'h0};
        4'd2: rd_id_q <= {8'h0, 8'h1, 16'h0};
        4'd3: rd_id_q <= {
                24'h0,
                id_caps_link_i,
                id_caps_egress_mirror_i,
                id_caps_tx_i,
                id_caps_mailbox_i,
                id_caps_filter_i,
                id_caps_clock_i,
                id_caps_rxhash_i,
                id_caps_vlan_i};
        4'd4: rd_id_q <= {id_bus_dma_i, id_bus_mac_i};
        4'd5: rd_id_q <= {
                id_taps_slots_i,
                id_taps_ahead_i,
                id_taps_stride_log2_i,
                id_taps_count_i};
        4'd6: rd_id_q <= {id_buffer_bytes_i};
        4'd7: rd_id_q <= {id_queue_depth_i};
        4'd8: rd_id_q <= {id_clk_hz_hz_i};
        4'd9: rd_id_q <= {16'h0, id_addrs_entries_i};
        4'd10: rd_id_q <= {id_lanes_budget_i, id_lanes_threads_i, id_lanes_lanes_i};
        4'd11: rd_id_q <= {id_window_ops_i, id_window_bytes_i};
        4'd12: rd_id_q <= {id_limits_max_i, id_limits_min_i};
        4'd13: rd_id_q <= {16'h0, id_ports_stride_log2_i, id_ports_count_i};
        default: rd_id_q <= 32'h0;
        endcase
        if (!sel_id_q)
            rd_id_q <= 32'h0;
    end

    reg [31:0] rd_ctrl_q;

    always @(posedge clk) begin
        case (addr[5:2])
        4'd0: rd_ctrl_q <= {30'h0, ctrl_control_vlan_lift_q, ctrl_control_rx_enable_q};
        4'd2: rd_ctrl_q <= {
                29'h0,
                ctrl_status_dma_busy_i,
                ctrl_status_snapshot_busy_i,
                ctrl_status_resetting_i};
        4'd3: rd_ctrl_q <= {16'h0, ctrl_dma_poll_us_q, 6'h0, ctrl_dma_max_payload_q};
        4'd4: rd_ctrl_q <= {ctrl_refused_seen_q, 13'h0, ctrl_refused_addr_q};
        4'd5: rd_ctrl_q <= {ctrl_scratch_value_q};
        4'd6: rd_ctrl_q <= {ctrl_compl_lo_addr_q, 12'h0};
        4'd7: rd_ctrl_q <= {ctrl_compl_hi_addr_q};
        4'd8: rd_ctrl_q <= {ctrl_active_active_i};
        default: rd_ctrl_q <= 32'h0;
        endcase
        if (!sel_ctrl_q)
            rd_ctrl_q <= 32'h0;
    end

    reg [31:0] rd_clock_q;

    always @(posedge clk) begin
        case (addr[5:2])
        4'd1: rd_clock_q <= {2'h0, clock_now_ns_ns_i};
        4'd2: rd_clock_q <= {clock_now_sec_sec_i};
        4'd3: rd_clock_q <= {32'h0};
        4'd4: rd_clock_q <= {2'h0, clock_set_ns_ns_q};
        4'd5: rd_clock_q <= {clock_set_sec_sec_q};
        4'd6: rd_clock_q <= {32'h0};
        4'd7: rd_clock_q <= {clock_adjust_ns_q};
        4'd8: rd_clock_q <= {24'h0, clock_inc_ns_ns_q};
        4'd9: rd_clock_q <= {clock_inc_frac_frac_q};
        4'd10: rd_clock_q <= {16'h0, 16'h0};
        4'd11: rd_clock_q <= {2'h0, 30'h0};
        4'd12: rd_clock_q <= {32'h0};
        4'd13: rd_clock_q <= {2'h0, 30'h0};
        4'd14: rd_clock_q <= {32'h0};
        default: rd_clock_q <= 32'h0;
        endcase
        if (!sel_clock_q)
            rd_clock_q <= 32'h0;
    end

    reg [31:0] rd_port_q;

    always @(posedge clk) begin
        case (addr[4:2])
        3'd0: rd_port_q <= {port_mac_lo_bytes_q};
        3'd1: rd_port_q <= {16'h0, port_mac_hi_bytes_q};
        3'd2: rd_port_q <= {port_status_speed_i, 6'h0, port_status_fault_i, port_status_link_i};
        3'd3: rd_port_q <= {29'h0, 1'h0, 1'h0, 1'h0};
        3'd4: rd_port_q <= {16'h0, 16'h0};
        default: rd_port_q <= 32'h0;
        endcase
        if (!sel_port_q)
            rd_port_q <= 32'h0;
    end

    reg [31:0] rd_irq_q;

    always @(posedge clk) begin
        case (addr[4:2])
        3'd0: rd_irq_q <= {irq_mask_taps_i};
        3'd3: rd_irq_q <= {1'h0, irq_block_taps_q};
        3'd4: rd_irq_q <= {1'h0, irq_error_taps_q};
        3'd5: rd_irq_q <= {29'h0, irq_card_port_q, irq_card_reset_done_q, irq_card_gate_q};
        default: rd_irq_q <= 32'h0;
        endcase
        if (!sel_irq_q)
            rd_irq_q <= 32'h0;
    end

    reg [31:0] rd_filter_q;

    always @(posedge clk) begin
        case (addr[4:2])
        3'd0: rd_filter_q <= {filter_uop_0_bits_q};
        3'd1: rd_filter_q <= {filter_uop_1_bits_q};
        3'd2: rd_filter_q <= {filter_uop_2_bits_q};
        3'd3: rd_filter_q <= {20'h0, filter_uop_3_bits_q};
        3'd4: rd_filter_q <= {22'h0, filter_store_place_q};
        3'd5: rd_filter_q <= {16'h0, filter_snap_bytes_q};
        3'd6: rd_filter_q <= {
                6'h0,
                filter_program_start_q,
                filter_program_wire_q,
                1'h0,
                filter_program_slots_q,
                4'h0,
                filter_program_index_q};
        3'd7: rd_filter_q <= {filter_swapping_taps_i};
        default: rd_filter_q <= 32'h0;
        endcase
        if (!sel_filter_q)
            rd_filter_q <= 32'h0;
    end

    // Cycle 3, and the answer of a window: step two
    reg xack_q, ack_q;
    reg [31:0] xrdata_q, rdata_q;

    always @(posedge clk) begin
        xack_q <= (ext_addr_ack ||
            ext_port_counters_ack ||
            ext_tap_ack ||
            ext_tap_counters_ack) && !rst;
        xrdata_q <= ({32{ext_addr_ack}} & ext_addr_rdata) |
            ({32{ext_port_counters_ack}} & ext_port_counters_rdata) |
            ({32{ext_tap_ack}} & ext_tap_rdata) |
            ({32{ext_tap_counters_ack}} & ext_tap_counters_rdata);
        ack_q <= (s2_q || xack_q) && !rst;
        rdata_q <= xrdata_q | rd_id_q | rd_ctrl_q | rd_clock_q | rd_port_q | rd_irq_q | rd_filter_q;
    end

    assign ack = ack_q;
    assign rdata = rdata_q;

endmodule

`default_nettype wire
