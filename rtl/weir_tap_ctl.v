// SPDX-License-Identifier: BSD-3-Clause
// The taps' life: START checks the configuration and runs the tap, STOP, errors and soft reset end it.
//
// Ending a tap: its matching stops at once, so no new copy is made; copies that wait are dropped by the writer
// (`cause`) until every frame that was queued is done; then the open block is retired (STOP) or
// discarded (error, reset); then the tap's blocks on their way are waited for; then its slots are closed.
// Only then is it DISABLED and its memory untouched. One tap is worked on at a time.
//
// Throughput: one tap at a time, found within 2 TAPS cycles. Latency: START its checks and two reads; an end waits for the
// tap's DMA. Backpressure: commands are kept as one bit a tap. Proven: nothing; card/stress starts, stops, breaks and resets.
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

    output reg  [3*TAPS-1:0]  tap_state,
    output wire [3*TAPS-1:0]  tap_error,
    // Matching; jobs are done; reads are made; counter of copies that are dropped
    output reg  [TAPS-1:0]    match,
    output wire [TAPS-1:0]    live,
    // a block of it may be open
    output reg  [TAPS-1:0]    held,
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
    // A bit a tap. run, stop, flt: its state, none of them DISABLED. start: to be checked; clean: nothing of
    // a faulted tap is left; bad: an error ended it; rset: a soft reset ended it; off: STOP came for a
    // faulted tap; err2 to err0: its error
    reg  [TAPS-1:0]  run_q, stop_q, flt_q, start_q, clean_q, bad_q, rset_q, off_q;
    reg  [TAPS-1:0]  err2_q, err1_q, err0_q;
    assign live = run_q;
    assign read = run_q;

    genvar g;
    generate
        for (g = 0; g < TAPS; g = g + 1) begin : g_tap
            // a register: it goes across the card
            always @(posedge clk)
                tap_state[3*g +: 3] <= start_q[g] || (run_q[g] && !match[g]) ? `WEIR_TAP_STATE_STARTING
                                     : run_q[g] ? `WEIR_TAP_STATE_RUNNING
                                     : stop_q[g] ? `WEIR_TAP_STATE_STOPPING
                                     : flt_q[g] ? `WEIR_TAP_STATE_FAULT : `WEIR_TAP_STATE_DISABLED;
            assign tap_error[3*g +: 3] = {err2_q[g], err1_q[g], err0_q[g]};
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
    weir_tap_cfg #(.W(11), .TW(TW), .REG(`WEIR_TAPREG_BLOCK_SIZE)) u_pages (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap_q), .value(c_pages)
    );
    weir_tap_cfg #(.W(22), .TW(TW), .REG(`WEIR_TAPREG_PRIV)) u_priv (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap_q), .value(c_priv)
    );
    weir_tap_cfg #(.W(16), .TW(TW), .REG(`WEIR_TAPREG_BLOCK_NR)) u_nr (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap_q), .value(c_nr)
    );
    weir_tap_cfg #(.W(16), .TW(TW), .REG(`WEIR_TAPREG_FIRST_BLOCK)) u_first (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap_q), .value(c_first)
    );
    weir_tap_cfg #(.W(16), .TW(TW), .REG(`WEIR_TAPREG_OFFSET)) u_mac (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap_q), .value(c_mac)
    );

    // ---- the machine ------------------------------------------------------------------------------
    localparam T_IDLE = 4'd0, T_READ = 4'd1, T_CALC = 4'd2, T_CHECK = 4'd3, T_RUN = 4'd4, T_KNOWN = 4'd5,
               T_SETTLE = 4'd6, T_QUEUE = 4'd7, T_CLOSE = 4'd8, T_RETIRE = 4'd9, T_CLEAN = 4'd10,
               T_END = 4'd11, T_REST = 4'd12, T_LOOK = 4'd13;
    reg  [3:0]       state_q;
    reg  [6:0]       wait_q;
    reg              marked_q;
    reg  [15:0]      mark_q;
    reg  [20:0]      first_q;      // in 8 bytes; a block has at most 2^19
    reg  [20:0]      size_q;
    reg  [20:0]      room_q;
    reg  [15:0]      mac_q, nr_q, first_blk_q;
    reg              neg_q, nr_bad_q, pages_bad_q, short_q, mac_bad_q;
    assign req_tap = tap_q;
    // What the supply says of the tap, a cycle late: not what it said of the tap's life before
    reg              told_q, running_q, retiring_q;
    reg  [15:0]      behind_q;
    wire             known = state_q == T_KNOWN && wait_q == 7'd3 && told_q;
    // The tap as T_IDLE saw it: START came; something is to be ended; a fault is over
    reg              new_q, end_q, over_q;

    // Tap at work, and the taps that the pulses are about, as masks
    wire [TAPS-1:0]  one   = {{(TAPS-1){1'b0}}, 1'b1};
    wire [TAPS-1:0]  me    = one << tap_q;
    reg  [TAPS-1:0]  hit_a, hit_b;
    reg  [2:0]       code_a_q, code_b_q;
    always @(posedge clk) begin
        hit_a    <= fault_a && !rst ? one << fault_a_tap : {TAPS{1'b0}};
        hit_b    <= fault_b && !rst ? one << fault_b_tap : {TAPS{1'b0}};
        code_a_q <= fault_a_code;
        code_b_q <= fault_b_code;
    end
    wire [TAPS-1:0]  hit   = hit_a | hit_b;
    wire [TAPS-1:0]  ends  = cmd_stop | {TAPS{soft_reset}};
    wire [TAPS-1:0]  fresh = hit & (run_q | stop_q) & ~bad_q;
    wire             refuse = pages_bad_q || nr_bad_q || short_q || mac_bad_q;
    wire [2:0]       why = pages_bad_q ? `WEIR_TAP_ERROR_BLOCK_SIZE
                         : nr_bad_q ? `WEIR_TAP_ERROR_BLOCK_NR : `WEIR_TAP_ERROR_CAPACITY;
    // What the machine decides, as masks and a cycle later; meanwhile it rests
    reg  [TAPS-1:0]  go_q, no_q, known_q, ended_q, leave_q;
    // A STOP or a soft reset meanwhile takes the START back.
    wire [TAPS-1:0]  started = go_q & start_q & ~ends;
    always @(posedge clk) begin
        go_q    <= state_q == T_RUN && !refuse && req_done && !rst ? me : {TAPS{1'b0}};
        no_q    <= state_q == T_RUN && refuse && !rst ? me : {TAPS{1'b0}};
        known_q <= known && !rst ? me : {TAPS{1'b0}};
        ended_q <= state_q == T_END && !rst ? me : {TAPS{1'b0}};
        leave_q <= state_q == T_LOOK && over_q && !rst ? me : {TAPS{1'b0}};
    end
    wire [TAPS-1:0]  begins  = cmd_start & ~(run_q | stop_q | flt_q | start_q) & {TAPS{!resetting}};

    // The masks: commands and errors, whatever the machine does
    always @(posedge clk) begin
        run_q   <= (run_q | started) & ~(run_q & (ends | hit));
        stop_q  <= (stop_q & ~ended_q) | (run_q & ends);
        flt_q   <= (flt_q & ~leave_q) | (run_q & hit & ~ends);
        start_q <= (start_q & ~no_q & ~go_q & ~ends) | begins;
        clean_q <= (clean_q | ended_q) & ~started;
        bad_q   <= (bad_q & ~started) | hit;
        rset_q  <= (rset_q & ~started & ~(run_q & ends)) | (run_q & {TAPS{soft_reset}});
        off_q   <= (off_q & ~started) | (flt_q & ends);
        match   <= (match | (known_q & run_q)) & ~ends & ~hit;
        faulted <= fresh;
        held    <= run_q | stop_q | (flt_q & ~clean_q);
        {err2_q, err1_q, err0_q} <=
              ({err2_q, err1_q, err0_q} & {3{~begins & ~fresh & ~no_q}})
            | {no_q & {TAPS{why[2]}}, no_q & {TAPS{why[1]}}, no_q & {TAPS{why[0]}}}
            | {(fresh & hit_a & {TAPS{code_a_q[2]}}) | (fresh & ~hit_a & {TAPS{code_b_q[2]}}),
               (fresh & hit_a & {TAPS{code_a_q[1]}}) | (fresh & ~hit_a & {TAPS{code_b_q[1]}}),
               (fresh & hit_a & {TAPS{code_a_q[0]}}) | (fresh & ~hit_a & {TAPS{code_b_q[0]}})};
        if (rst) begin
            {run_q, stop_q, flt_q, start_q, clean_q, bad_q, rset_q, off_q} <= {(8*TAPS){1'b0}};
            {err2_q, err1_q, err0_q} <= {(3*TAPS){1'b0}};
            match   <= {TAPS{1'b0}};
            faulted <= {TAPS{1'b0}};
        end
    end

    always @(posedge clk) begin
        reset_done <= 1'b0;
        geo_we     <= 1'b0;
        init       <= started != 0;
        geo_tap    <= tap_q;
        init_tap   <= tap_q;
        geo_first  <= first_q[19:0];
        geo_size   <= size_q[19:0];
        geo_max    <= {room_q[19:0], 3'd0};
        told_q     <= avail[tap_q] || taken[tap_q];
        running_q  <= run_q[tap_q];
        retiring_q <= retire_busy[tap_q];
        behind_q   <= frames_done - mark_q;
        if (mark_done)
            marked_q <= 1'b1;

        case (state_q)
        T_IDLE: begin
            wait_q  <= 7'd0;
            new_q   <= start_q[tap_q];
            end_q   <= stop_q[tap_q] || (flt_q[tap_q] && !clean_q[tap_q]);
            over_q  <= flt_q[tap_q] && clean_q[tap_q] && off_q[tap_q];
            state_q <= T_LOOK;
        end
        T_LOOK: begin
            state_q <= new_q ? T_READ : end_q ? T_SETTLE : T_IDLE;
            if (!new_q && !end_q)
                tap_q <= tap_q + 1'b1;
        end
        // START: geometry
        T_READ: begin
            // header 48 bytes, then the private area
            first_q     <= 21'd6 + {2'd0, c_priv[21:3]} + {20'd0, c_priv[2:0] != 3'd0};
            size_q      <= {1'b0, c_pages, 9'd0};
            nr_q        <= c_nr;
            first_blk_q <= c_first;
            pages_bad_q <= c_pages == 11'd0 || c_pages > 11'd1024;
            mac_q       <= c_mac;
            mac_bad_q   <= c_mac < 16'd68;
            state_q     <= T_CALC;
        end
        T_CALC: begin
            room_q  <= size_q - first_q;
            neg_q   <= size_q < first_q;
            nr_bad_q <= nr_q == 16'd0 || first_blk_q >= nr_q;
            state_q <= T_CHECK;
        end
        T_CHECK: begin
            short_q <= neg_q || {room_q, 3'd0} < {8'd0, mac_q};
            state_q <= T_RUN;
        end
        T_RUN: begin
            if (refuse) begin
                state_q <= T_REST;
            end else begin
                geo_we    <= wait_q == 7'd0;
                wait_q    <= 7'd1;
                req_valid <= !req_done;
                req_kind  <= `REQ_INIT;
                if (req_done) begin
                    wait_q  <= 7'd0;
                    state_q <= T_KNOWN;
                end
            end
        end
        // match once the first block's state is known, so that no frame waits for that read
        T_KNOWN: begin
            if (wait_q != 7'd3)
                wait_q <= wait_q + 7'd1;
            if (known || (wait_q == 7'd3 && !running_q))
                state_q <= T_IDLE;
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
            if (!behind_q[15])
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
        T_RETIRE: if (marked_q && !retiring_q)
            state_q <= T_CLEAN;
        T_CLEAN: begin
            clean <= !clean_done;
            if (clean_done)
                state_q <= T_END;
        end
        T_END: state_q <= T_REST;
        default: state_q <= T_IDLE;
        endcase

        if (soft_reset)
            resetting <= 1'b1;
        else if (resetting && !busy) begin
            resetting  <= 1'b0;
            reset_done <= 1'b1;
        end
        if (rst) begin
            tap_q      <= {TW{1'b0}};
            state_q    <= T_IDLE;
            req_valid  <= 1'b0;
            clean      <= 1'b0;
            resetting  <= 1'b0;
            marked_q   <= 1'b0;
        end
    end

    // Something is to be done: not merely running, disabled, or faulted and clean
    assign busy = (state_q != T_IDLE && state_q != T_LOOK) || hit != 0
                  || (start_q | stop_q | (flt_q & ~clean_q) | (flt_q & off_q)) != 0 || (resetting && run_q != 0);
    wire unused = &{1'b0, cfg_wdata[31:22], behind_q[14:0]};

endmodule

`default_nettype wire
