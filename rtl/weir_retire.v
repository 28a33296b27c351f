// SPDX-License-Identifier: BSD-3-Clause
// Works off the answers to DMA writes, in order, and hands blocks over: answer to the block header ->
// write of block_status (which closes the slot) -> answer -> frames counted delivered, completion
// record -> answer -> interrupt.
//
// Throughput: an answer every 3 cycles. Backpressure: at most BLOCKS blocks are on their way (`cl_ready`), so that no
// queue here can fill and no answer ever waits for the block writer.
// An error answer makes the tap's unfinished blocks undeliverable (`bad`) until `clear`; those whose status is
// already written still count as the answer says, unless an older one's status failed (`gap`): the
// application takes blocks in order, so it never gets there.
// Latency: 6 cycles from an answer to the command that follows it. Proven: nothing; tests/card checks the order of
// every status write, the simulated host's errors included.
`default_nettype none
`include "weir_regs.vh"
`include "weir_dma.vh"

module weir_retire #(
    parameter DMA_W = 256,
    parameter LB    = 5,
    parameter TW    = 4,
    parameter SLW   = 3,
    parameter TAPS  = 16,
    // log2 of the blocks that may be between close and interrupt
    parameter BLOCKS_LG = 4
) (
    input  wire                 clk,
    input  wire                 rst,

    // Closed blocks, pushed before the header's command. entry: `CL_*
    input  wire                 cl_valid,
    output reg                  cl_ready,
    input  wire [`CL_W-1:0]     cl_data,
    input  wire                 cfg_we,
    input  wire [TW-1:0]        cfg_tap,
    input  wire [5:0]           cfg_reg,
    input  wire [31:0]          cfg_wdata,
    // A tap starts afresh
    input  wire [TAPS-1:0]      clear,

    // Slots to close without a write, one at a time
    input  wire                 clean_valid,
    output wire                 clean_ready,
    input  wire [TW+SLW-1:0]    clean_slot,
    output reg                  clean_done,

    // Answers of the gate
    input  wire                 ans_valid,
    output wire                 ans_ready,
    input  wire [TW+2:0]        ans_tag,
    input  wire                 ans_err,
    input  wire                 ans_refused,

    // Commands and data to the gate
    output wire                 cmd_valid,
    input  wire                 cmd_ready,
    output wire                 cmd_wr,
    output wire                 cmd_close,
    output wire                 cmd_compl,
    output wire [TW+SLW-1:0]    cmd_slot,
    output wire [21:LB]         cmd_off,
    output wire [TW+2:0]        cmd_tag,
    output wire                 d_valid,
    input  wire                 d_ready,
    output wire [DMA_W-1:0]     d_data,
    output wire [DMA_W/8-1:0]   d_strb,

    // All commands of the writer before its mark are answered
    output reg                  mark_done,
    // The tap's oldest slot is closed
    output reg                  tail,
    output reg                  irq,
    output reg                  fault,
    output reg  [2:0]           fault_code,
    // Tap that the pulses above are about
    output reg  [TW-1:0]        tap,

    // Counter events
    output wire                 ev_valid,
    input  wire                 ev_ready,
    output wire [`EV_W-1:0]     ev_data,
    // Blocks on their way, per tap and at all
    output wire [TAPS-1:0]      tap_busy,
    output wire                 busy
);

    localparam BYTES = DMA_W / 8;

    // ---- queues: closed, status written, late writes --------------------------------------------
    wire               hd_valid, st_valid;
    wire [`CL_W-1:0]   hd, st;
    // What the machine pushes is written a cycle later
    reg                hd_pop, st_pop, hd_pop_q, st_pop_q, st_push, st_push_q;
    reg  [`CL_W-1:0]   st_data_q;
    wire               hd_ready, st_ready, lt_ready;
    // It comes across the card, and the next one 4 cycles later at the soonest: cl_ready has been looked at.
    reg                cl_valid_q;
    reg  [`CL_W-1:0]   cl_data_q;
    always @(posedge clk) begin
        cl_valid_q <= cl_valid && !rst;
        cl_data_q  <= cl_data;
    end
    weir_fifo #(.W(`CL_W), .LG(BLOCKS_LG), .AFULL(1), .WIDE(1)) u_closed (
        .clk(clk), .rst(rst), .s_valid(cl_valid_q), .s_ready(hd_ready), .s_data(cl_data_q),
        .m_valid(hd_valid), .m_ready(hd_pop_q), .m_data(hd), .afull()
    );
    weir_fifo #(.W(`CL_W), .LG(BLOCKS_LG), .AFULL(1), .WIDE(1)) u_status (
        .clk(clk), .rst(rst), .s_valid(st_push_q), .s_ready(st_ready), .s_data(st_data_q),
        .m_valid(st_valid), .m_ready(st_pop_q), .m_data(st), .afull()
    );

    // Late writes: kind, slot, what is not zero of 28 bytes. One a block at most, and one of cleaning.
    reg                lt_push, lt_push_q;
    reg  [2:0]         lt_kind_d, lt_kind_q;
    reg  [TW+SLW-1:0]  lt_slot_d, lt_slot_q;
    reg  [191:0]       lt_data_d, lt_data_q;
    wire               lt_valid;
    wire [2:0]         lt_kind;
    wire [TW+SLW-1:0]  lt_slot;
    wire [191:0]       lt_data;
    wire               lt_pop;
    weir_fifo #(.W(192 + TW + SLW + 3), .LG(BLOCKS_LG), .AFULL(1), .WIDE(1)) u_late (
        .clk(clk), .rst(rst), .s_valid(lt_push_q), .s_ready(lt_ready),
        .s_data({lt_kind_q, lt_slot_q, lt_data_q}),
        .m_valid(lt_valid), .m_ready(lt_pop), .m_data({lt_kind, lt_slot, lt_data}), .afull()
    );

    // ---- blocks on their way ---------------------------------------------------------------------
    reg  [BLOCKS_LG:0] used_q;
    reg  [BLOCKS_LG:0] tap_used_q [0:TAPS-1];
    reg                give, give_q;   // a block leaves
    reg  [TW-1:0]      give_tap_q;
    wire               take = cl_valid && cl_ready;
    wire [TW-1:0]      take_tap = cl_data[`CL_TAP];
    integer            i;
    always @(posedge clk) begin
        used_q <= used_q + {{BLOCKS_LG{1'b0}}, take} - {{BLOCKS_LG{1'b0}}, give_q};
        // The writer asks at most every other cycle.
        cl_ready <= used_q < (1 << BLOCKS_LG) - 1 && !take;
        if (take || give_q)
            for (i = 0; i < TAPS; i = i + 1)
                tap_used_q[i] <= tap_used_q[i]
                    + {{BLOCKS_LG{1'b0}}, take && take_tap == i[TW-1:0]}
                    - {{BLOCKS_LG{1'b0}}, give_q && give_tap_q == i[TW-1:0]};
        if (rst) begin
            used_q   <= 0;
            cl_ready <= 1'b0;
            for (i = 0; i < TAPS; i = i + 1)
                tap_used_q[i] <= 0;
        end
    end
    genvar g;
    generate
        for (g = 0; g < TAPS; g = g + 1) begin : g_busy
            assign tap_busy[g] = tap_used_q[g] != 0;
        end
    endgenerate

    // ---- first sequence numbers -------------------------------------------------------------------
    wire [31:0] first_seq;
    weir_tap_cfg #(.W(32), .TW(TW), .REG(`WEIR_TAPREG_SEQ_LO)) u_seq (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(st[`CL_TAP]), .value(first_seq)
    );

    // ---- the machine ---------------------------------------------------------------------------------
    localparam S_IDLE = 2'd0, S_DO = 2'd1, S_BLOCKS = 2'd2, S_ERROR = 2'd3;
    reg  [1:0]       state_q, state_d;
    reg  [2:0]       kind_q;
    reg  [TW-1:0]    tap_q;
    reg              is_hdr_q, is_status_q, is_compl_q;
    reg              err_q, ref_q, any_err_q, bad_now_q, gap_now_q;
    (* nowrshmsk *) reg [TAPS-1:0] bad_q, gap_q;
    reg              ev_push, ev_push_q;
    reg  [`EV_W-1:0] ev_d, ev_q;
    wire             ev_ready_w, ev_afull;
    wire             ev_free = !ev_afull;

    assign ans_ready = state_q == S_IDLE;
    wire lost = any_err_q || gap_now_q;
    wire [31:0] done_blocks = st[`CL_SEQ_LO] - first_seq + 32'd1;
    // Cleaning waits for the machine to be idle, so that only one of the two pushes.
    assign clean_ready = state_q == S_IDLE && !ans_valid && lt_ready;

    function [`EV_W-1:0] event_of(input [TW-1:0] t, input [4:0] col, input [15:0] inc,
                                  input [1:0] gauge);
        event_of = {gauge, inc, col, {(5-TW){1'b0}}, t};
    endfunction

    always @* begin
        state_d   = state_q;
        hd_pop    = 1'b0;
        st_pop    = 1'b0;
        st_push   = 1'b0;
        lt_push   = 1'b0;
        lt_kind_d = `TAG_STATUS;
        lt_slot_d = {tap_q, hd[`CL_SLOT]};
        lt_data_d = {st[`CL_FIRST], st[`CL_PKTS], done_blocks, st[`CL_GEN], st[`CL_NEXT], st[`CL_SEQ_HI], st[`CL_SEQ_LO]};
        // of a status write nothing else is read
        if (state_q != S_BLOCKS)
            lt_data_d[7:0] = hd[`CL_FLAGS];
        ev_push   = 1'b0;
        ev_d      = event_of(tap_q, `WEIR_CNT_TAP_DROP_DMA, hd[`CL_PKTS], `EV_SUB);
        give      = 1'b0;
        case (state_q)
        // wait for an answer
        S_IDLE: begin
            if (ans_valid)
                state_d = S_DO;
            else if (clean_valid && lt_ready) begin
                lt_push   = 1'b1;
                lt_kind_d = `TAG_CLOSE;
                lt_slot_d = clean_slot;
            end
        end
        // act on it
        S_DO: if (ev_free) begin
            state_d = any_err_q ? S_ERROR : S_IDLE;
            if (is_hdr_q) begin
                hd_pop = 1'b1;
                if (any_err_q || bad_now_q) begin
                    ev_push = 1'b1;
                    give    = 1'b1;
                end else begin
                    st_push = 1'b1;
                    lt_push = 1'b1;
                end
            end
            if (is_status_q) begin
                st_pop  = lost;
                ev_push = 1'b1;
                ev_d    = event_of(tap_q, lost ? `WEIR_CNT_TAP_DROP_DMA
                                               : `WEIR_CNT_TAP_DELIVERED,
                                   st[`CL_PKTS], `EV_SUB);
                give    = lost;
                if (!lost)
                    state_d = S_BLOCKS;
            end
            if (is_compl_q)
                give = 1'b1;
        end
        // count the block, send the completion record
        S_BLOCKS: if (ev_free) begin
            state_d   = S_IDLE;
            ev_push   = 1'b1;
            ev_d      = event_of(tap_q, `WEIR_CNT_TAP_BLOCKS, 16'd1, `EV_NONE);
            st_pop    = 1'b1;
            lt_push   = 1'b1;
            lt_kind_d = `TAG_COMPL;
            lt_slot_d = {tap_q, st[`CL_SLOT]};
        end
        // count the error
        default: if (ev_free) begin
            state_d = S_IDLE;
            ev_push = err_q;
            ev_d    = event_of(tap_q, `WEIR_CNT_TAP_DMA_ERRORS, 16'd1, `EV_NONE);
        end
        endcase
    end

    always @(posedge clk) begin
        state_q    <= state_d;
        hd_pop_q   <= hd_pop;
        st_pop_q   <= st_pop;
        st_push_q  <= st_push;
        st_data_q  <= hd;
        lt_push_q  <= lt_push;
        lt_kind_q  <= lt_kind_d;
        lt_slot_q  <= lt_slot_d;
        lt_data_q  <= lt_data_d;
        ev_push_q  <= ev_push;
        ev_q       <= ev_d;
        give_q     <= give;
        give_tap_q <= tap_q;
        if (ans_valid && ans_ready) begin
            kind_q      <= ans_tag[TW+2:TW];
            is_hdr_q    <= ans_tag[TW+2:TW] == `TAG_HDR;
            is_status_q <= ans_tag[TW+2:TW] == `TAG_STATUS;
            is_compl_q  <= ans_tag[TW+2:TW] == `TAG_COMPL;
            any_err_q   <= ans_err || ans_refused;
            tap_q     <= ans_tag[TW-1:0];
            err_q     <= ans_err;
            ref_q     <= ans_refused;
            bad_now_q <= bad_q[ans_tag[TW-1:0]];
            gap_now_q <= gap_q[ans_tag[TW-1:0]];
        end
        tail       <= state_q == S_BLOCKS && ev_free;
        irq        <= state_q == S_DO && ev_free && is_compl_q && !any_err_q;
        clean_done <= state_q == S_DO && ev_free && kind_q == `TAG_CLOSE;
        mark_done  <= state_q == S_DO && ev_free && kind_q == `TAG_MARK;
        fault      <= state_q == S_ERROR && ev_free;
        fault_code <= ref_q ? `WEIR_TAP_ERROR_GATE : `WEIR_TAP_ERROR_DMA_WRITE;
        tap        <= tap_q;
        bad_q      <= bad_q & ~clear;
        gap_q      <= gap_q & ~clear;
        if (state_q == S_DO && any_err_q)
            bad_q[tap_q] <= 1'b1;
        if (state_q == S_DO && any_err_q && is_status_q)
            gap_q[tap_q] <= 1'b1;
        if (rst) begin
            state_q    <= S_IDLE;
            hd_pop_q   <= 1'b0;
            st_pop_q   <= 1'b0;
            st_push_q  <= 1'b0;
            lt_push_q  <= 1'b0;
            ev_push_q  <= 1'b0;
            give_q     <= 1'b0;
            bad_q      <= {TAPS{1'b0}};
            gap_q      <= {TAPS{1'b0}};
            tail       <= 1'b0;
            irq        <= 1'b0;
            clean_done <= 1'b0;
            mark_done  <= 1'b0;
            fault      <= 1'b0;
        end
    end

    weir_fifo #(.W(`EV_W), .LG(2), .AFULL(2)) u_ev (
        .clk(clk), .rst(rst), .s_valid(ev_push_q), .s_ready(ev_ready_w), .s_data(ev_q),
        .m_valid(ev_valid), .m_ready(ev_ready), .m_data(ev_data), .afull(ev_afull)
    );

    // ---- late commands ---------------------------------------------------------------------------------
    wire         is_compl = lt_kind == `TAG_COMPL;
    wire         cm_ready, dt_ready;
    wire [9:0]   rec_off = {{(5-TW){1'b0}}, lt_slot[TW+SLW-1:SLW], 5'd0};
    // One in three cycles at most: registers, since they enable wide ones. What was ready stays so until it sends.
    reg          send, sent_q;
    always @(posedge clk) begin
        send   <= !rst && !send && !sent_q && lt_valid && cm_ready && dt_ready;
        sent_q <= !rst && send;
    end
    wire         has_wr  = lt_kind != `TAG_CLOSE;
    assign lt_pop = sent_q;

    weir_skid #(.W(3 + TW + SLW + 22 - LB + TW + 3)) u_cmd (
        .clk(clk), .rst(rst), .s_valid(send), .s_ready(cm_ready),
        .s_data({has_wr, lt_kind == `TAG_STATUS || lt_kind == `TAG_CLOSE, is_compl, lt_slot,
                 is_compl ? {{(22-10){1'b0}}, rec_off[9:LB]} : {(22-LB){1'b0}},
                 lt_kind, lt_slot[TW+SLW-1:SLW]}),
        .m_valid(cmd_valid), .m_ready(cmd_ready),
        .m_data({cmd_wr, cmd_close, cmd_compl, cmd_slot, cmd_off, cmd_tag})
    );
    // The data: few, so a register that is loaded when it is empty does, and `d_ready` reaches one bit.
    wire             w_valid;
    // of a record's place in the word only the bits above 32 bytes
    wire [188+LB:0]  w_data;
    reg              d_valid_q, d_compl_q;
    reg  [LB:5]      d_high_q;
    wire [LB:0]      d_off = {d_high_q, 5'd0};
    reg  [191:0]     d_data_q;
    weir_fifo #(.W(189 + LB), .LG(2), .AFULL(1)) u_data (
        .clk(clk), .rst(rst), .s_valid(send && has_wr), .s_ready(dt_ready),
        .s_data({is_compl, rec_off[LB:5], lt_data}),
        .m_valid(w_valid), .m_ready(!d_valid_q), .m_data(w_data), .afull()
    );
    always @(posedge clk) begin
        if (!d_valid_q)
            {d_compl_q, d_high_q, d_data_q} <= w_data;
        d_valid_q <= !rst && (d_valid_q ? !d_ready : w_valid);
    end
    wire [BYTES-1:0] rec_strb = {{(BYTES-28){1'b0}}, 28'hfffffff};
    wire [DMA_W-1:0] rec_wide = {{(DMA_W-224){1'b0}}, d_data_q[191:160], 16'd0, d_data_q[159:80], 16'd0, d_data_q[79:0]};
    assign d_valid = d_valid_q;
    assign d_strb  = d_compl_q ? rec_strb << d_off[LB-1:0] : {{(BYTES-12){1'b0}}, 4'hf, 8'd0};
    assign d_data  = d_compl_q ? rec_wide << {d_off[LB-1:0], 3'd0}
                               : {{(DMA_W-72){1'b0}}, d_data_q[7:0], 64'd0};

    assign busy = used_q != 0 || lt_push_q || ev_push_q || lt_valid || state_q != S_IDLE;

    wire unused = &{1'b0, ev_ready_w, d_off[LB], rec_off[4:0], hd_valid, st_valid, hd_ready, st_ready,
                    hd[`CL_TAP], st[`CL_FLAGS]};

endmodule

`default_nettype wire
