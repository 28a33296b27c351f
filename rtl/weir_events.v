// SPDX-License-Identifier: BSD-3-Clause
// Gathers what is to be counted and feeds the counter RAM one addition a cycle.
//
// What may happen every cycle (frames at the port; per tap: matched, shed, dropped for lack of a block, judged) gathers in
// small accumulators. A group (the port's, or one tap's) is taken out of them in one cycle, then added
// counter by counter, its gauge included; events of the other blocks are one counter and the
// tap's gauge. `snap` is passed on between two groups only, so that the identities hold in every
// snapshot. An event of a tap comes after that tap's group: its frames were matched before.
//
// A round of all groups, an event behind each, takes at most 560 cycles; accumulators hold 1,023 frames, of which one
// a cycle may come, and 255 verdicts, of which the lanes give one each 10 cycles and hold 128.
//
// Throughput: an addition every 2 cycles. Latency: up to a round. Backpressure: events wait at their sources; what comes
// every cycle never does. Proven: nothing; the identities are checked at every snapshot of tests/card.
`default_nettype none
`include "weir_regs.vh"
`include "weir_frame.vh"
`include "weir_dma.vh"

module weir_events #(
    parameter TAPS = 16,
    parameter TW   = 4
) (
    input  wire                 clk,
    input  wire                 rst,

    input  wire                 rx_valid,
    input  wire [15:0]          rx_bytes,
    input  wire [1:0]           rx_err,
    input  wire                 fate_valid,
    input  wire [1:0]           fate,
    input  wire [TAPS-1:0]      matched,
    input  wire [TAPS-1:0]      shed,
    input  wire                 gate_refused,
    input  wire                 cfg_refused,
    // Copies dropped before the writer, and the counters they go to if the tap does not run
    input  wire [TAPS-1:0]      fdrop,
    // Copies that filters rejected, and that they came to no verdict of
    input  wire [TAPS-1:0]      filtered,
    input  wire [TAPS-1:0]      unsure,
    input  wire [TAPS-1:0]      live,
    input  wire [TAPS*5-1:0]    cause,

    input  wire                 a_valid,
    output wire                 a_ready,
    input  wire [`EV_W-1:0]     a_data,
    input  wire                 b_valid,
    output wire                 b_ready,
    input  wire [`EV_W-1:0]     b_data,
    input  wire                 c_valid,
    output wire                 c_ready,
    input  wire [`EV_W-1:0]     c_data,

    input  wire                 snap,
    output wire                 add_valid,
    input  wire                 add_ready,
    output wire [4:0]           add_row,
    output wire [4:0]           add_col,
    output wire [17:0]          add_inc,   // two's complement
    output wire                 add_snap,
    output wire                 snap_wait,
    output wire                 busy
);
    localparam AW = 10, VW = 8;
    localparam [TAPS-1:0] TAP_0 = {{(TAPS-1){1'b0}}, 1'b1};

    // ---- accumulators ----------------------------------------------------------------------------
    reg  [AW-1:0]  frames_q, bad_q, runt_q, long_q, over_q, unm_q, mat_q, gref_q, cref_q;
    reg  [17:0]    bytes_q;
    reg  [AW-1:0]  m_q [0:TAPS-1];
    reg  [AW-1:0]  s_q [0:TAPS-1];
    reg  [AW-1:0]  d_q [0:TAPS-1];
    reg  [VW-1:0]  f_q [0:TAPS-1];
    reg  [VW-1:0]  u_q [0:TAPS-1];
    // no block, or the cause that the tap ended for
    reg  [4:0]     dc_q [0:TAPS-1];
    reg            port_any_q;
    reg  [TAPS-1:0] tap_any_q;
    // the group is taken out: the first cycle of E_PORT or E_TAP; take_hot: of this tap
    reg            take_port, take_tap;
    reg  [TAPS-1:0] take_hot;
    reg  [TW-1:0]  tap_q;

    // What happened to taps waits a cycle, so that whether anything did is known: it enables them all.
    reg  [TAPS-1:0] matched_q, shed_q, fdrop_q, filt_q, unsure_q;
    reg             tap_ev_q;
    // fdrop is told one cycle after the decision; the cause of then is still there.
    integer t;
    always @(posedge clk) begin
        matched_q <= matched;
        shed_q    <= shed;
        fdrop_q   <= fdrop;
        filt_q    <= filtered;
        unsure_q  <= unsure;
        tap_ev_q  <= (matched | fdrop | filtered | unsure) != {TAPS{1'b0}};
        for (t = 0; t < TAPS; t = t + 1)
            if (fdrop[t])
                dc_q[t] <= live[t] ? `WEIR_CNT_TAP_DROP_NO_BLOCK : cause[5*t +: 5];
        if (take_port || rx_valid || fate_valid || gate_refused || cfg_refused) begin
        frames_q <= (take_port ? {AW{1'b0}} : frames_q) + {{(AW-1){1'b0}}, rx_valid};
        bytes_q  <= (take_port ? 18'd0 : bytes_q) + (rx_valid ? {2'd0, rx_bytes} : 18'd0);
        bad_q    <= (take_port ? {AW{1'b0}} : bad_q) + {{(AW-1){1'b0}}, rx_valid && rx_err == `ERR_BAD};
        runt_q   <= (take_port ? {AW{1'b0}} : runt_q) + {{(AW-1){1'b0}}, rx_valid && rx_err == `ERR_RUNT};
        long_q   <= (take_port ? {AW{1'b0}} : long_q) + {{(AW-1){1'b0}}, rx_valid && rx_err == `ERR_LONG};
        over_q   <= (take_port ? {AW{1'b0}} : over_q)
                    + {{(AW-1){1'b0}}, fate_valid && fate == `FATE_OVERFLOW};
        unm_q    <= (take_port ? {AW{1'b0}} : unm_q)
                    + {{(AW-1){1'b0}}, fate_valid && fate == `FATE_UNMATCHED};
        mat_q    <= (take_port ? {AW{1'b0}} : mat_q)
                    + {{(AW-1){1'b0}}, fate_valid && fate == `FATE_MATCHED};
        gref_q   <= (take_port ? {AW{1'b0}} : gref_q) + {{(AW-1){1'b0}}, gate_refused};
        cref_q   <= (take_port ? {AW{1'b0}} : cref_q) + {{(AW-1){1'b0}}, cfg_refused};
        end
        port_any_q <= rx_valid || fate_valid || gate_refused || cfg_refused
                      || (port_any_q && !take_port);
        if (take_tap || tap_ev_q) begin
            for (t = 0; t < TAPS; t = t + 1) begin
                m_q[t] <= (take_hot[t] ? {AW{1'b0}} : m_q[t])
                          + {{(AW-1){1'b0}}, matched_q[t]};
                s_q[t] <= (take_hot[t] ? {AW{1'b0}} : s_q[t])
                          + {{(AW-1){1'b0}}, shed_q[t]};
                d_q[t] <= (take_hot[t] ? {AW{1'b0}} : d_q[t])
                          + {{(AW-1){1'b0}}, fdrop_q[t]};
                f_q[t] <= (take_hot[t] ? {VW{1'b0}} : f_q[t])
                          + {{(VW-1){1'b0}}, filt_q[t]};
                u_q[t] <= (take_hot[t] ? {VW{1'b0}} : u_q[t])
                          + {{(VW-1){1'b0}}, unsure_q[t]};
            end
            tap_any_q <= (tap_any_q & ~take_hot) | matched_q | fdrop_q | filt_q | unsure_q;
        end
        if (rst) begin
            {frames_q, bad_q, runt_q, long_q, over_q, unm_q, mat_q, gref_q, cref_q} <= {(9*AW){1'b0}};
            for (t = 0; t < TAPS; t = t + 1) begin
                m_q[t] <= {AW{1'b0}};
                s_q[t] <= {AW{1'b0}};
                d_q[t] <= {AW{1'b0}};
                f_q[t] <= {VW{1'b0}};
                u_q[t] <= {VW{1'b0}};
            end
            bytes_q    <= 18'd0;
            port_any_q <= 1'b0;
            tap_any_q  <= {TAPS{1'b0}};
            tap_ev_q   <= 1'b0;
        end
    end

    // ---- groups ---------------------------------------------------------------------------------------
    localparam E_PICK = 3'd0, E_PORT = 3'd1, E_TAP = 3'd2, E_EVENT = 3'd3, E_GAUGE = 3'd4;
    reg  [2:0]      state_q;
    reg             out_valid, out_snap;
    reg  [4:0]      out_row, out_col;
    reg  [17:0]     out_inc;
    reg  [3:0]      step_q;
    reg  [4:0]      walk_q;         // TAPS: the port
    reg             turn_q, ev_q, snap_q;
    reg  [1:0]      rr_q;
    reg  [AW-1:0]   gf_q, gb_q, gr_q, gl_q, go_q, gu_q, gm_q, gg_q, gc_q, tm_q, ts_q, td_q;
    reg  [VW-1:0]   tf_q, tu_q;
    reg  [17:0]     gy_q;
    // What the group does to its gauge; a counter is taken off while the next one is added.
    reg  [17:0]     sum_q;
    reg  [4:0]      tc_q;
    reg  [`EV_W-1:0] e_q;

    // An event, from the three sources in turn
    wire [1:0] src = a_valid && (rr_q == 2'd0 || !(b_valid || c_valid)) ? 2'd0
                   : b_valid && (rr_q != 2'd2 || !c_valid) ? 2'd1 : c_valid ? 2'd2 : 2'd0;
    wire       any = a_valid || b_valid || c_valid;
    wire       pick_ev = state_q == E_PICK && !snap_q && any && turn_q;
    assign a_ready = pick_ev && src == 2'd0;
    assign b_ready = pick_ev && src == 2'd1;
    assign c_ready = pick_ev && src == 2'd2;
    wire [`EV_W-1:0] e_d = src == 2'd0 ? a_data : src == 2'd1 ? b_data : c_data;
    wire [4:0]  e_row = e_d[`EV_ROW];
    wire [4:0]  q_row = e_q[`EV_ROW];
    wire        out_ready;
    wire        out   = !out_valid || out_ready;
    wire        unused = &{1'b0, e_row};
    wire        walk_port = walk_q == TAPS[4:0];

    function [17:0] wide(input [AW-1:0] x);
        wide = {{(18-AW){1'b0}}, x};
    endfunction

    always @(posedge clk) begin
        if (out) begin
            out_valid <= 1'b0;
            out_snap  <= 1'b0;
        end
        take_port <= 1'b0;
        take_tap  <= 1'b0;
        take_hot  <= {TAPS{1'b0}};
        if (snap)
            snap_q <= 1'b1;
        case (state_q)
        E_PICK: begin
            step_q <= 4'd0;
            turn_q <= !turn_q;
            ev_q   <= 1'b0;
            if (snap_q) begin
                if (out) begin
                    out_valid <= 1'b1;
                    out_snap  <= 1'b1;
                    snap_q    <= snap;
                end
            end else if (pick_ev) begin
                // first the tap's own group
                e_q     <= e_d;
                ev_q    <= 1'b1;
                rr_q    <= src == 2'd2 ? 2'd0 : src + 2'd1;
                tap_q   <= e_row[TW-1:0];
                state_q <= E_TAP;
                take_tap <= 1'b1;
                take_hot <= TAP_0 << e_row[TW-1:0];
            end else begin
                walk_q <= walk_port ? 5'd0 : walk_q + 5'd1;
                tap_q  <= walk_q[TW-1:0];
                if (walk_port && port_any_q) begin
                    state_q   <= E_PORT;
                    take_port <= 1'b1;
                end else if (!walk_port && tap_any_q[walk_q[TW-1:0]]) begin
                    state_q  <= E_TAP;
                    take_tap <= 1'b1;
                    take_hot <= TAP_0 << walk_q[TW-1:0];
                end
            end
        end
        E_PORT: begin
            if (take_port) begin
                {gf_q, gb_q, gr_q, gl_q, go_q, gu_q, gm_q, gg_q, gc_q} <=
                    {frames_q, bad_q, runt_q, long_q, over_q, unm_q, mat_q, gref_q, cref_q};
                gy_q   <= bytes_q;
                step_q <= 4'd1;
            end else if (out) begin
                out_valid <= 1'b1;
                out_row   <= TAPS[4:0];
                step_q    <= step_q + 4'd1;
                sum_q     <= step_q < 4'd4 ? wide(gf_q) : sum_q - out_inc;
                case (step_q)
                4'd1:  {out_col, out_inc} <= {`WEIR_CNT_PORT_RX_FRAMES, wide(gf_q)};
                4'd2:  {out_col, out_inc} <= {`WEIR_CNT_PORT_RX_BYTES, gy_q};
                4'd3:  {out_col, out_inc} <= {`WEIR_CNT_PORT_ERR_BAD, wide(gb_q)};
                4'd4:  {out_col, out_inc} <= {`WEIR_CNT_PORT_ERR_RUNT, wide(gr_q)};
                4'd5:  {out_col, out_inc} <= {`WEIR_CNT_PORT_ERR_LONG, wide(gl_q)};
                4'd6:  {out_col, out_inc} <= {`WEIR_CNT_PORT_OVERFLOW, wide(go_q)};
                4'd7:  {out_col, out_inc} <= {`WEIR_CNT_PORT_UNMATCHED, wide(gu_q)};
                4'd8:  {out_col, out_inc} <= {`WEIR_CNT_PORT_MATCHED, wide(gm_q)};
                4'd9:  {out_col, out_inc} <= {`WEIR_CNT_PORT_GATE_REFUSED, wide(gg_q)};
                4'd10: {out_col, out_inc} <= {`WEIR_CNT_PORT_IN_FLIGHT, sum_q};
                default: begin
                    {out_col, out_inc} <= {`WEIR_CNT_PORT_CFG_REFUSED, wide(gc_q)};
                    state_q <= E_PICK;
                end
                endcase
            end
        end
        E_TAP: begin
            if (take_tap) begin
                tm_q   <= m_q[tap_q];
                ts_q   <= s_q[tap_q];
                td_q   <= d_q[tap_q];
                tf_q   <= f_q[tap_q];
                tu_q   <= u_q[tap_q];
                tc_q   <= dc_q[tap_q];
                step_q <= tap_any_q[tap_q] ? 4'd1 : 4'd0;
                if (!tap_any_q[tap_q])
                    state_q <= E_EVENT;
            end else if (out) begin
                out_valid <= 1'b1;
                out_row   <= {{(5-TW){1'b0}}, tap_q};
                step_q    <= step_q + 4'd1;
                sum_q     <= step_q < 4'd3 ? wide(tm_q) : sum_q - out_inc;
                case (step_q)
                4'd1: {out_col, out_inc} <= {`WEIR_CNT_TAP_MATCHED, wide(tm_q)};
                4'd2: {out_col, out_inc} <= {`WEIR_CNT_TAP_DROP_BACKLOG, wide(ts_q)};
                4'd3: {out_col, out_inc} <= {tc_q, wide(td_q)};
                4'd4: {out_col, out_inc} <= {`WEIR_CNT_TAP_FILTERED, {{(18-VW){1'b0}}, tf_q}};
                4'd5: {out_col, out_inc} <= {`WEIR_CNT_TAP_UNSURE, {{(18-VW){1'b0}}, tu_q}};
                default: begin
                    {out_col, out_inc} <= {`WEIR_CNT_TAP_PENDING, sum_q};
                    state_q <= ev_q ? E_EVENT : E_PICK;
                end
                endcase
            end
        end
        E_EVENT: if (out) begin
            out_valid <= 1'b1;
            out_row   <= q_row;
            out_col   <= e_q[`EV_COL];
            out_inc   <= {2'd0, e_q[`EV_INC]};
            state_q   <= e_q[`EV_GAUGE] == `EV_SUB ? E_GAUGE : E_PICK;
        end
        default: if (out) begin
            out_valid <= 1'b1;
            out_row   <= q_row;
            out_col   <= `WEIR_CNT_TAP_PENDING;
            out_inc   <= 18'd0 - {2'd0, e_q[`EV_INC]};
            state_q   <= E_PICK;
        end
        endcase
        if (rst) begin
            state_q   <= E_PICK;
            out_valid <= 1'b0;
            out_snap  <= 1'b0;
            snap_q    <= 1'b0;
            take_port <= 1'b0;
            take_tap  <= 1'b0;
            take_hot  <= {TAPS{1'b0}};
            turn_q    <= 1'b0;
            walk_q    <= 5'd0;
            rr_q      <= 2'd0;
        end
    end

    // An addition or the token, in order: `add_ready` comes late and reaches the slice alone
    wire        m_valid, m_snap;
    reg         token_q;
    weir_skid #(.W(29)) u_out (
        .clk(clk), .rst(rst), .s_valid(out_valid), .s_ready(out_ready),
        .s_data({out_snap, out_row, out_col, out_inc}),
        .m_valid(m_valid), .m_ready(m_snap || add_ready), .m_data({m_snap, add_row, add_col, add_inc})
    );
    assign add_valid = m_valid && !m_snap;
    assign add_snap  = m_valid && m_snap;
    always @(posedge clk)
        token_q <= !rst && ((out_valid && out_snap) || (token_q && !add_snap));

    assign snap_wait = snap_q || (out_valid && out_snap) || token_q;
    assign busy = port_any_q || tap_any_q != 0 || tap_ev_q || any || state_q != E_PICK || out_valid
                  || m_valid || snap_q;

endmodule

`default_nettype wire
