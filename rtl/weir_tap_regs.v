// SPDX-License-Identifier: BSD-3-Clause
// weir_tap_regs: the taps' registers, behind the window TAP of weir_csr.
//
// Keeps a copy of every register in block RAM for software to read; what is written goes out on the
// configuration bus as well, and each block keeps the registers that it needs. COMMAND becomes pulses,
// given only in a state where they mean something: START in DISABLED, STOP in RUNNING, STARTING and FAULT,
// DOORBELL in RUNNING, CLEAR_LOSING in RUNNING and STOPPING. STATE reads tap_state and tap_error.
// A register that is not live is locked while its tap is not DISABLED: the write is refused. Refusals of
// weir_csr pass through here, so that one place reports all.
// After reset every register of every tap is set to 0, in the copy and on the configuration bus;
// requests wait meanwhile.
//
// Throughput    one request at a time.
// Latency       3 cycles; a START or STOP that was given is answered CMD_WAIT cycles later, so that
//               tap_state shows to the request after it that the command arrived; the decision may take longer.
// Backpressure  none but the answer.
// Proven        by induction: no write to a register that is not live goes out for a tap whose state
//               was not DISABLED; commands go to the tap asked, in the states above only; one answer a
//               request, none without, in bounded time. rtl/formal/weir_tap_regs_f.vh. The rest is
//               simulated against the generated table (tests/regs).
`default_nettype none
`include "weir_regs.vh"

module weir_tap_regs #(
    // 1 to 16
    parameter TAPS = 16,
    // bits of a tap number: 2^TW >= TAPS, at most 4
    parameter TW = 4,
    // cycles, 1 to 63
    parameter CMD_WAIT = 24,
    // where the walk after reset begins; other than 0 only for proofs, which would take long to wait
    parameter WALK_FROM = 0
) (
    input  wire              clk,
    input  wire              rst,

    // Window TAP of weir_csr, by the rule in gen/weir_regs.vh
    input  wire              ext_req,
    input  wire              ext_write,
    input  wire [11:2]       ext_addr,
    input  wire [31:0]       ext_wdata,
    output wire              ext_ack,
    output wire [31:0]       ext_rdata,

    // Refused writes: those of weir_csr, and all
    input  wire              csr_refused,
    input  wire [17:0]       csr_refused_addr,
    output wire              refused,
    output wire [17:0]       refused_addr,

    // Configuration bus: one write a cycle at most
    output wire              cfg_we,
    output wire [TW-1:0]     cfg_tap,
    output wire [5:0]        cfg_reg,
    output wire [31:0]       cfg_wdata,

    // Commands, pulses; a bit a tap
    output wire [TAPS-1:0]   cmd_start,
    output wire [TAPS-1:0]   cmd_stop,
    output wire [TAPS-1:0]   cmd_doorbell,
    output wire [TAPS-1:0]   cmd_clear_losing,

    // From whoever keeps the taps' states: WEIR_TAP_STATE_*, WEIR_TAP_ERROR_*, tap 0 lowest
    input  wire [3*TAPS-1:0] tap_state,
    input  wire [3*TAPS-1:0] tap_error,
    // Taps that are not DISABLED, and whether any is (lock_i of weir_csr); a cycle late
    output wire [TAPS-1:0]   tap_active,
    output wire              any_active
);
    localparam [31:0] TAPS_I = TAPS;
    localparam [31:0] CMD_WAIT_I = CMD_WAIT;
    localparam [31:0] WALK_FROM_I = WALK_FROM;
    localparam        AW = TW + `WEIR_TAPREG_AW;
    localparam [63:0] LIVE = `WEIR_TAPREG_LIVE;

    // States and errors by tap number, 16 of each
    wire [47:0] states;
    wire [47:0] errors;

    generate
        if (TAPS < 16) begin : g_pad
            assign states = {{(3*(16-TAPS)){1'b0}}, tap_state};
            assign errors = {{(3*(16-TAPS)){1'b0}}, tap_error};
        end else begin : g_full
            assign states = tap_state;
            assign errors = tap_error;
        end
    endgenerate

    // After reset: a walk over all registers. Requests wait.
    reg  [AW:0]     walk_q;
    reg             pend_q;
    wire            walk = !walk_q[AW];
    wire            go = (ext_req || pend_q) && !walk;

    // Cycle 1: the tap's state, and what is asked for
    wire [3:0]      tap = ext_addr[11:8];
    wire [5:0]      regno = ext_addr[7:2];
    reg             s1_q;
    reg             there_q;
    reg             locked_q;
    reg             is_command_q;
    reg             is_state_q;
    reg  [2:0]      state_q;
    reg  [2:0]      error_q;
    reg  [TAPS-1:0] active_q;
    reg             any_active_q;
    reg  [TAPS-1:0] onehot_q;

    always @(posedge clk) begin
        if (walk) walk_q <= walk_q + 1'b1;
        pend_q <= (ext_req || pend_q) && walk;
        s1_q <= go;
        there_q <= {1'b0, tap} < TAPS_I[4:0];
        locked_q <= states[3*tap +: 3] != `WEIR_TAP_STATE_DISABLED && !LIVE[regno];
        is_command_q <= regno == `WEIR_TAPREG_COMMAND;
        is_state_q <= regno == `WEIR_TAPREG_STATE;
        state_q <= states[3*tap +: 3];
        error_q <= errors[3*tap +: 3];
        any_active_q <= |active_q;
        if (rst) begin
            walk_q <= WALK_FROM_I[AW:0];
            pend_q <= 1'b0;
            s1_q <= 1'b0;
        end
    end

    genvar t;
    generate
        for (t = 0; t < TAPS; t = t + 1) begin : g_active
            localparam [31:0] T = t;
            always @(posedge clk) begin
                active_q[t] <= tap_state[3*t +: 3] != `WEIR_TAP_STATE_DISABLED;
                onehot_q[t] <= tap == T[3:0];
            end
        end
    endgenerate

    assign tap_active = active_q;
    assign any_active = any_active_q;

    // Cycle 2: the write, the command, the refusal
    wire            store = s1_q && ext_write && there_q && !locked_q && !is_command_q && !is_state_q;
    wire            command = s1_q && ext_write && there_q && is_command_q;
    wire            running = state_q == `WEIR_TAP_STATE_RUNNING;
    wire            start = command && ext_wdata[`WEIR_TAP_COMMAND_START_LSB] &&
                            state_q == `WEIR_TAP_STATE_DISABLED;
    wire            stop = command && ext_wdata[`WEIR_TAP_COMMAND_STOP_LSB] &&
                           (running || state_q == `WEIR_TAP_STATE_FAULT ||
                            state_q == `WEIR_TAP_STATE_STARTING);
    wire            doorbell = command && ext_wdata[`WEIR_TAP_COMMAND_DOORBELL_LSB] && running;
    wire            clear = command && ext_wdata[`WEIR_TAP_COMMAND_CLEAR_LOSING_LSB] &&
                            (running || state_q == `WEIR_TAP_STATE_STOPPING);
    reg             cfg_we_q;
    reg  [TW-1:0]   cfg_tap_q;
    reg  [5:0]      cfg_reg_q;
    reg  [31:0]     cfg_wdata_q;
    reg  [TAPS-1:0] start_q, stop_q, doorbell_q, clear_q;
    reg             refused_q;
    reg  [17:0]     refused_addr_q;
    reg             s2_q;
    reg             zero_q;
    reg             show_state_q;
    reg  [5:0]      wait_q;

    always @(posedge clk) begin
        cfg_we_q <= (store || walk) && !rst;
        cfg_tap_q <= walk ? walk_q[AW-1:6] : tap[TW-1:0];
        cfg_reg_q <= walk ? walk_q[5:0] : regno;
        cfg_wdata_q <= walk ? 32'd0 : ext_wdata;
        start_q <= onehot_q & {TAPS{start && !rst}};
        stop_q <= onehot_q & {TAPS{stop && !rst}};
        doorbell_q <= onehot_q & {TAPS{doorbell && !rst}};
        clear_q <= onehot_q & {TAPS{clear && !rst}};
        refused_q <= (csr_refused || (s1_q && ext_write && there_q && locked_q)) && !rst;
        refused_addr_q <= csr_refused ? csr_refused_addr : `WEIR_TAP_BASE | {6'd0, ext_addr, 2'b00};
        s2_q <= s1_q && !start && !stop && !rst;
        zero_q <= !there_q || is_command_q;
        show_state_q <= is_state_q;
        if (start || stop) wait_q <= CMD_WAIT_I[5:0];
        else if (wait_q != 0) wait_q <= wait_q - 1'b1;
        if (rst) wait_q <= 6'd0;
    end

    assign cfg_we = cfg_we_q;
    assign cfg_tap = cfg_tap_q;
    assign cfg_reg = cfg_reg_q;
    assign cfg_wdata = cfg_wdata_q;
    assign cmd_start = start_q;
    assign cmd_stop = stop_q;
    assign cmd_doorbell = doorbell_q;
    assign cmd_clear_losing = clear_q;
    assign refused = refused_q;
    assign refused_addr = refused_addr_q;

    // The copy is written from the configuration bus: one source for both
    wire [31:0] copy;

    weir_ram #(.W(32), .AW(AW)) u_copy (
        .clk(clk), .we(cfg_we_q), .waddr({cfg_tap_q, cfg_reg_q}), .wdata(cfg_wdata_q),
        .re(go), .raddr({tap[TW-1:0], regno}), .rdata(copy)
    );

    // Cycle 3: the answer
    reg         ack_q;
    reg  [31:0] rdata_q;

    always @(posedge clk) begin
        ack_q <= (s2_q || wait_q == 6'd1) && !rst;
        rdata_q <= zero_q ? 32'd0 :
                   show_state_q ? {21'd0, error_q, 5'd0, state_q} : copy;
    end

    assign ext_ack = ack_q;
    assign ext_rdata = rdata_q;

`ifdef FORMAL
`include "weir_tap_regs_f.vh"
`endif
endmodule

`default_nettype wire
