// SPDX-License-Identifier: BSD-3-Clause
// The taps' life: START checks the configuration and runs the tap, STOP, errors and soft reset end it.
//
// Ending a tap: its matching stops at once, so no new copy is made; copies that wait are dropped by the writer
// (`cause`) until every frame that was queued is done; then the open block is retired (STOP) or
// discarded (error, reset); then the tap's blocks on their way are waited for; then its slots are closed.
// Only then is it DISABLED and its memory untouched. One tap is worked on at a time.
`default_nettype none
`include "weir_regs.vh"
`include "weir_writer.vh"

module weir_tap_ctl #(
    parameter TW   = 4,
    parameter TAPS = 16
) (
    input  wire               clk,
    input  wire               rst,
    input  wire               cfg_we,
    input  wire [TW-1:0]      cfg_tap,
    input  wire [5:0]         cfg_reg,
    input  wire [31:0]        cfg_wdata,
    input  wire [TAPS-1:0]    cmd_start,
    input  wire [TAPS-1:0]    cmd_stop,
    input  wire               soft_reset,
    output reg                resetting,
    output reg                reset_done,

    output wire [2*TAPS-1:0]  tap_state,
    output wire [3*TAPS-1:0]  tap_error,
    // Matching; jobs are done; reads are made; counter of copies that are dropped
    output reg  [TAPS-1:0]    match,
    output wire [TAPS-1:0]    live,
    output wire [TAPS-1:0]    read,
    output wire [TAPS*5-1:0]  cause,

    // Geometry in 8 bytes and the largest packet, for the writer
    output reg                geo_we,
    output reg  [TW-1:0]      geo_tap,
    output reg  [19:0]        geo_first,
    output reg  [19:0]        geo_size,
    output reg  [22:0]        geo_max,
    // A tap starts
    output reg                init,
    output reg  [TW-1:0]      init_tap,
    input  wire [TAPS-1:0]    avail,
    input  wire [TAPS-1:0]    taken,

    // Frames put into the queue, and done, modulo 2^16
    input  wire [15:0]        frames_in,
    input  wire [15:0]        frames_done,
    output reg                req_valid,
    input  wire               req_done,
    output reg  [1:0]         req_kind,
    output wire [TW-1:0]      req_tap,
    input  wire               mark_done,
    input  wire [TAPS-1:0]    retire_busy,
    output reg                clean,
    input  wire               clean_done,

    // Errors of the retire machine and of the supply
    input  wire               fault_a,
    input  wire [2:0]         fault_a_code,
    input  wire [TW-1:0]      fault_a_tap,
    input  wire               fault_b,
    input  wire [2:0]         fault_b_code,
    input  wire [TW-1:0]      fault_b_tap,
    output reg  [TAPS-1:0]    faulted,
    output wire               busy
);
    localparam DISABLED = `WEIR_TAP_STATE_DISABLED, RUNNING = `WEIR_TAP_STATE_RUNNING,
               STOPPING = `WEIR_TAP_STATE_STOPPING, FAULT = `WEIR_TAP_STATE_FAULT;

    reg  [1:0]       st_q [0:TAPS-1];
    reg  [2:0]       er_q [0:TAPS-1];
    // start: to be checked; clean: nothing of a faulted tap is left; bad: an error ended it;
    // rset: a soft reset ended it; off: STOP came for a faulted tap
    reg  [TAPS-1:0]  start_q, clean_q, bad_q, rset_q, off_q;

    genvar g;
    generate
        for (g = 0; g < TAPS; g = g + 1) begin : g_tap
            assign tap_state[2*g +: 2] = st_q[g];
            assign tap_error[3*g +: 3] = er_q[g];
            assign live[g]  = st_q[g] == RUNNING;
            assign read[g]  = st_q[g] == RUNNING;
            assign cause[5*g +: 5] = bad_q[g] ? `WEIR_CNT_TAP_DROP_DMA
                                   : rset_q[g] ? `WEIR_CNT_TAP_DROP_RESET
                                               : `WEIR_CNT_TAP_DROP_STOPPED;
        end
    endgenerate

    // ---- configuration -------------------------------------------------------------------------
    reg  [TW-1:0]    tap_q;
    wire [10:0]      c_pages;
    wire [21:0]      c_priv;
    wire [15:0]      c_nr, c_first, c_mac;
    weir_lutram #(.W(11), .AW(TW)) u_pages (
        .clk(clk), .we(cfg_we && cfg_reg == `WEIR_TAPREG_BLOCK_SIZE), .waddr(cfg_tap),
        .wdata(cfg_wdata[10:0]), .raddr(tap_q), .rdata(c_pages)
    );
    weir_lutram #(.W(22), .AW(TW)) u_priv (
        .clk(clk), .we(cfg_we && cfg_reg == `WEIR_TAPREG_PRIV), .waddr(cfg_tap),
        .wdata(cfg_wdata[21:0]), .raddr(tap_q), .rdata(c_priv)
    );
    weir_lutram #(.W(16), .AW(TW)) u_nr (
        .clk(clk), .we(cfg_we && cfg_reg == `WEIR_TAPREG_BLOCK_NR), .waddr(cfg_tap),
        .wdata(cfg_wdata[15:0]), .raddr(tap_q), .rdata(c_nr)
    );
    weir_lutram #(.W(16), .AW(TW)) u_first (
        .clk(clk), .we(cfg_we && cfg_reg == `WEIR_TAPREG_FIRST_BLOCK), .waddr(cfg_tap),
        .wdata(cfg_wdata[15:0]), .raddr(tap_q), .rdata(c_first)
    );
    weir_lutram #(.W(16), .AW(TW)) u_mac (
        .clk(clk), .we(cfg_we && cfg_reg == `WEIR_TAPREG_OFFSET), .waddr(cfg_tap),
        .wdata(cfg_wdata[15:0]), .raddr(tap_q), .rdata(c_mac)
    );

    // ---- the machine ------------------------------------------------------------------------------
    localparam T_IDLE = 4'd0, T_READ = 4'd1, T_CALC = 4'd2, T_CHECK = 4'd3, T_RUN = 4'd4, T_KNOWN = 4'd5,
               T_SETTLE = 4'd6, T_QUEUE = 4'd7, T_CLOSE = 4'd8, T_RETIRE = 4'd9, T_CLEAN = 4'd10,
               T_END = 4'd11;
    reg  [3:0]       state_q;
    reg  [6:0]       wait_q;
    reg              marked_q;
    reg  [15:0]      mark_q;
    reg  [20:0]      first_q;      // in 8 bytes; a block has at most 2^19
    reg  [20:0]      size_q;
    reg  [20:0]      room_q;
    reg              neg_q, nr_bad_q, pages_bad_q, short_q, mac_bad_q;
    wire [15:0]      behind = frames_done - mark_q;
    assign req_tap = tap_q;

    integer t;
    always @(posedge clk) begin
        reset_done <= 1'b0;
        geo_we     <= 1'b0;
        init       <= 1'b0;
        faulted    <= {TAPS{1'b0}};
        geo_tap    <= tap_q;
        init_tap   <= tap_q;
        geo_first  <= first_q[19:0];
        geo_size   <= size_q[19:0];
        geo_max    <= {room_q[19:0], 3'd0};
        if (mark_done)
            marked_q <= 1'b1;
        for (t = 0; t < TAPS; t = t + 1)
            if (cmd_start[t] && st_q[t] == DISABLED && !resetting) begin
                start_q[t] <= 1'b1;
                er_q[t]    <= `WEIR_TAP_ERROR_NONE;
            end

        case (state_q)
        T_IDLE: begin
            wait_q <= 7'd0;
            if (start_q[tap_q])
                state_q <= T_READ;
            else if (st_q[tap_q] == STOPPING || (st_q[tap_q] == FAULT && !clean_q[tap_q]))
                state_q <= T_SETTLE;
            else begin
                if (st_q[tap_q] == FAULT && off_q[tap_q])
                    st_q[tap_q] <= DISABLED;
                tap_q <= tap_q + 1'b1;
            end
        end
        // START: geometry
        T_READ: begin
            // header 48 bytes, then the private area
            first_q     <= 21'd6 + {2'd0, c_priv[21:3]} + {20'd0, c_priv[2:0] != 3'd0};
            size_q      <= {1'b0, c_pages, 9'd0};
            nr_bad_q    <= c_nr == 16'd0 || c_first >= c_nr;
            pages_bad_q <= c_pages == 11'd0 || c_pages > 11'd1024;
            mac_bad_q   <= c_mac < 16'd68;
            state_q     <= T_CALC;
        end
        T_CALC: begin
            room_q  <= size_q - first_q;
            neg_q   <= size_q < first_q;
            state_q <= T_CHECK;
        end
        T_CHECK: begin
            start_q[tap_q] <= 1'b0;
            short_q        <= neg_q || {room_q, 3'd0} < {8'd0, c_mac};
            state_q        <= T_RUN;
        end
        T_RUN: begin
            state_q <= T_IDLE;
            if (pages_bad_q || nr_bad_q || short_q || mac_bad_q) begin
                er_q[tap_q] <= pages_bad_q ? `WEIR_TAP_ERROR_BLOCK_SIZE
                             : nr_bad_q ? `WEIR_TAP_ERROR_BLOCK_NR : `WEIR_TAP_ERROR_CAPACITY;
                tap_q <= tap_q + 1'b1;
            end else begin
                geo_we    <= wait_q == 7'd0;
                wait_q    <= 7'd1;
                req_valid <= !req_done;
                req_kind  <= `REQ_INIT;
                state_q   <= T_RUN;
                if (req_done && resetting) begin
                    state_q <= T_IDLE;
                end else if (req_done) begin
                    er_q[tap_q]    <= `WEIR_TAP_ERROR_NONE;
                    st_q[tap_q]    <= RUNNING;
                    clean_q[tap_q] <= 1'b0;
                    bad_q[tap_q]   <= 1'b0;
                    rset_q[tap_q]  <= 1'b0;
                    off_q[tap_q]   <= 1'b0;
                    init           <= 1'b1;
                    wait_q         <= 7'd0;
                    state_q        <= T_KNOWN;
                end
            end
        end
        // match once the first block's state is known, so that no frame waits for that read
        T_KNOWN: begin
            wait_q <= 7'd1;
            if (st_q[tap_q] != RUNNING)
                state_q <= T_IDLE;
            else if (wait_q != 7'd0 && !init && (avail[tap_q] || taken[tap_q])) begin
                match[tap_q] <= 1'b1;
                state_q      <= T_IDLE;
            end
        end
        // frames matched before are in the queue after this
        T_SETTLE: begin
            wait_q <= wait_q + 7'd1;
            mark_q <= frames_in;
            if (wait_q == 7'd127)
                state_q <= T_QUEUE;
        end
        T_QUEUE: begin
            marked_q <= 1'b0;
            if (!behind[15])
                state_q <= T_CLOSE;
        end
        T_CLOSE: begin
            req_valid <= !req_done;
            if (!req_valid)
                req_kind <= bad_q[tap_q] || rset_q[tap_q] ? `REQ_DISCARD : `REQ_CLOSE;
            if (req_done)
                state_q <= T_RETIRE;
        end
        // all that was written is answered; the close may still fail
        T_RETIRE: if (marked_q && !retire_busy[tap_q])
            state_q <= T_CLEAN;
        T_CLEAN: begin
            clean <= !clean_done;
            if (clean_done)
                state_q <= T_END;
        end
        default: begin
            state_q        <= T_IDLE;
            clean_q[tap_q] <= 1'b1;
            if (st_q[tap_q] == STOPPING)
                st_q[tap_q] <= DISABLED;
            tap_q <= tap_q + 1'b1;
        end
        endcase

        // commands and errors, whatever the machine does
        for (t = 0; t < TAPS; t = t + 1) begin
            if ((cmd_stop[t] || soft_reset) && st_q[t] == RUNNING) begin
                st_q[t]   <= STOPPING;
                match[t]  <= 1'b0;
                rset_q[t] <= soft_reset;
            end
            if ((cmd_stop[t] || soft_reset) && st_q[t] == FAULT)
                off_q[t] <= 1'b1;
            if (soft_reset)
                start_q[t] <= 1'b0;
            if ((fault_a && fault_a_tap == t[TW-1:0]) || (fault_b && fault_b_tap == t[TW-1:0])) begin
                match[t] <= 1'b0;
                bad_q[t] <= 1'b1;
                if (!bad_q[t] && (st_q[t] == RUNNING || st_q[t] == STOPPING)) begin
                    faulted[t] <= 1'b1;
                    er_q[t]    <= fault_a && fault_a_tap == t[TW-1:0] ? fault_a_code : fault_b_code;
                    // A tap that is being stopped still ends up DISABLED.
                    if (st_q[t] == RUNNING && !cmd_stop[t] && !soft_reset)
                        st_q[t] <= FAULT;
                end
            end
        end

        if (soft_reset)
            resetting <= 1'b1;
        else if (resetting && live == {TAPS{1'b0}} && !busy) begin
            resetting  <= 1'b0;
            reset_done <= 1'b1;
        end

        if (rst) begin
            for (t = 0; t < TAPS; t = t + 1) begin
                st_q[t] <= DISABLED;
                er_q[t] <= `WEIR_TAP_ERROR_NONE;
            end
            start_q   <= {TAPS{1'b0}};
            clean_q   <= {TAPS{1'b0}};
            bad_q     <= {TAPS{1'b0}};
            rset_q    <= {TAPS{1'b0}};
            off_q     <= {TAPS{1'b0}};
            match     <= {TAPS{1'b0}};
            tap_q     <= {TW{1'b0}};
            state_q   <= T_IDLE;
            req_valid <= 1'b0;
            clean     <= 1'b0;
            resetting <= 1'b0;
        end
    end

    // Taps that are neither DISABLED nor simply running or faulted and clean
    reg  [TAPS-1:0]  open_d;
    always @* begin
        for (t = 0; t < TAPS; t = t + 1)
            open_d[t] = start_q[t] || st_q[t] == STOPPING
                        || (st_q[t] == FAULT && (!clean_q[t] || off_q[t]));
    end
    wire unused = &{1'b0, cfg_wdata[31:22], behind[14:0]};

    assign busy = state_q != T_IDLE || open_d != {TAPS{1'b0}};

endmodule

`default_nettype wire
