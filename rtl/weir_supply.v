// SPDX-License-Identifier: BSD-3-Clause
// Block supply: reads descriptors and block statuses ahead of need and tells the block writer which taps
// have a block (`avail`), and which are known to have none (`taken`); neither: a read is on its way.
//
// Block n of a tap's life uses slot n mod 8. Pointers of a tap, in the order they pass a block:
//   dsc (descriptor asked for) >= dok (loaded) >= rd (status asked for) >= free (known free)
//   >= head (opened by the writer) >= tail (status write answered, slot closed)
// A window of min(8, BLOCK_NR) blocks lies between tail and dsc, so a block's status is never read before
// its last status write was answered. At most AHEAD blocks lie between head and dsc. A block found taken
// sends rd back to it; answers of reads behind it are ignored (`epoch`), and it is read again when
// the poll period ticks or the doorbell rings.
//
// Throughput: an operation every 4 cycles. Latency: two reads from START to the first block. Backpressure: none
// towards writer and retire machine, whose pulses queue here (never more than fit). Proven: nothing; tests/card.
`default_nettype none
`include "weir_regs.vh"
`include "weir_dma.vh"

module weir_supply #(
    parameter TW    = 4,
    parameter TAPS  = 16,
    // Blocks read ahead at most, 1 to 6
    parameter [3:0] AHEAD = 4
) (
    input  wire              clk,
    input  wire              rst,

    input  wire              cfg_we,
    input  wire [TW-1:0]     cfg_tap,
    input  wire [5:0]        cfg_reg,
    input  wire [31:0]       cfg_wdata,
    input  wire [7:0]        poll_us,
    input  wire              us_tick,

    // Taps that may read; a tap starts (pointers reset); the host rings
    input  wire [TAPS-1:0]   run,
    input  wire              init,
    input  wire [TW-1:0]     init_tap,
    input  wire [TAPS-1:0]   doorbell,

    // The writer opened the next block; the retire machine closed the oldest
    input  wire              pop,
    input  wire [TW-1:0]     pop_tap,
    input  wire              tail,
    input  wire [TW-1:0]     tail_tap,
    (* nowrshmsk *) output reg [TAPS-1:0] avail,
    (* nowrshmsk *) output reg [TAPS-1:0] taken,

    // Close all slots of a stopped tap whose blocks are all retired
    input  wire              clean,
    input  wire [TW-1:0]     clean_tap,
    output wire              clean_done,
    output wire              close_valid,
    input  wire              close_ready,
    output wire [TW+2:0]     close_slot,
    input  wire              close_done,

    // Reads through the gate
    output wire              rq_valid,
    input  wire              rq_ready,
    output wire              rq_desc,
    output wire [TW+2:0]     rq_slot,
    output wire [15:0]       rq_index,
    output wire              rq_tag,
    input  wire              rr_valid,
    input  wire              rr_desc,
    input  wire [TW+2:0]     rr_slot,
    input  wire              rr_tag,
    input  wire              rr_err,
    input  wire              rr_refused,
    input  wire              rr_good,
    input  wire [10:0]       rr_pages,

    output reg               fault,
    output reg  [2:0]        fault_code,
    output reg  [TW-1:0]     fault_tap,
    output wire              ev_valid,
    input  wire              ev_ready,
    output wire [`EV_W-1:0]  ev_data,
    output wire              busy
);

    // ---- configuration -------------------------------------------------------------------------
    wire [15:0] c_nr, c_first;
    wire [10:0] c_pages;
    reg  [TW-1:0] tap_q;
    weir_tap_cfg #(.W(16), .TW(TW), .REG(`WEIR_TAPREG_BLOCK_NR)) u_nr (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap_q), .value(c_nr)
    );
    weir_tap_cfg #(.W(16), .TW(TW), .REG(`WEIR_TAPREG_FIRST_BLOCK)) u_first (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap_q), .value(c_first)
    );
    weir_tap_cfg #(.W(11), .TW(TW), .REG(`WEIR_TAPREG_BLOCK_SIZE)) u_pages (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(tap_q), .value(c_pages)
    );

    // ---- what there is to do ---------------------------------------------------------------------
    wire           pop_v, tail_v, rr_v, pop_take, tail_take, rr_take;
    wire [TW-1:0]  pop_t, tail_t;
    wire           pop_r, tail_r, rr_r;
    wire           a_desc, a_tag, a_err, a_ref, a_good;
    wire [TW+2:0]  a_slot;
    wire [10:0]    a_pages;
    weir_fifo #(.W(TW), .LG(5), .AFULL(1)) u_pop (
        .clk(clk), .rst(rst), .s_valid(pop), .s_ready(pop_r), .s_data(pop_tap),
        .m_valid(pop_v), .m_ready(pop_take), .m_data(pop_t), .afull()
    );
    weir_fifo #(.W(TW), .LG(5), .AFULL(1)) u_tail (
        .clk(clk), .rst(rst), .s_valid(tail), .s_ready(tail_r), .s_data(tail_tap),
        .m_valid(tail_v), .m_ready(tail_take), .m_data(tail_t), .afull()
    );
    weir_fifo #(.W(TW + 19), .LG(5), .AFULL(1)) u_rr (
        .clk(clk), .rst(rst), .s_valid(rr_valid), .s_ready(rr_r),
        .s_data({rr_desc, rr_slot, rr_tag, rr_err, rr_refused, rr_good, rr_pages}),
        .m_valid(rr_v), .m_ready(rr_take),
        .m_data({a_desc, a_slot, a_tag, a_err, a_ref, a_good, a_pages}), .afull()
    );

    reg            init_q;
    reg  [TW-1:0]  init_tap_q;
    // stuck: a block within reach is taken, read it again now and then
    (* nowrshmsk *) reg [TAPS-1:0] want_q, poll_ok_q, stuck_q;
    reg  [TW-1:0]  walk_q;
    reg  [7:0]     poll_q;
    wire           clean_ask, clean_busy;

    localparam OP_NONE = 3'd0, OP_INIT = 3'd1, OP_POP = 3'd2, OP_TAIL = 3'd3, OP_ANSWER = 3'd4,
               OP_VISIT = 3'd5, OP_CLEAN = 3'd6;
    localparam S_PICK = 2'd0, S_READ = 2'd1, S_CALC = 2'd2, S_ACT = 2'd3;
    reg  [1:0]     state_q;
    reg  [2:0]     op_q, op_d;
    reg  [TW-1:0]  tap_d;

    always @* begin
        op_d  = OP_NONE;
        tap_d = walk_q;
        if (init_q) begin
            op_d  = OP_INIT;
            tap_d = init_tap_q;
        end else if (pop_v) begin
            op_d  = OP_POP;
            tap_d = pop_t;
        end else if (tail_v) begin
            op_d  = OP_TAIL;
            tap_d = tail_t;
        end else if (rr_v) begin
            op_d  = OP_ANSWER;
            tap_d = a_slot[TW+2:3];
        end else if (clean_ask) begin
            op_d  = OP_CLEAN;
            tap_d = clean_tap;
        end else if (want_q[walk_q] && run[walk_q] && !init) begin
            // not in the cycle of init: the pointers are still those of the life before
            op_d = OP_VISIT;
        end
    end

    // ---- a tap's pointers ---------------------------------------------------------------------------
    localparam PW = 46;
    wire [PW-1:0]  st;
    reg  [PW-1:0]  st_wr;
    reg            st_we;
    weir_lutram #(.W(PW), .AW(TW)) u_st (
        .clk(clk), .we(st_we), .waddr(tap_q), .wdata(st_wr), .raddr(tap_q), .rdata(st)
    );
    reg  [3:0]  tail_q, head_q, free_q, rd_q, dok_q, dsc_q, out_q;
    reg  [15:0] blk_q, nr_q;
    reg         tk_q, ep_q;

    // Differences, registered between S_CALC and S_ACT
    reg         can_dsc_q, can_rd_q, now_q, full_q, small_q, last_q;

    wire [3:0] win   = dsc_q - tail_q;
    wire [3:0] ahead = dsc_q - head_q;
    wire [3:0] limit = nr_q > 16'd8 ? 4'd8 : nr_q[3:0];

    reg  [3:0]  tail_d, head_d, free_d, rd_d, dok_d, dsc_d, out_d;
    reg  [15:0] blk_d;
    reg         tk_d, ep_d, bad, rq_go_d, rq_desc_d, want_d;
    reg  [2:0]  code_d;
    wire        rq_free;

    always @* begin
        tail_d = tail_q;
        head_d = head_q;
        free_d = free_q;
        rd_d   = rd_q;
        dok_d  = dok_q;
        dsc_d  = dsc_q;
        out_d  = out_q;
        blk_d  = blk_q;
        tk_d   = tk_q;
        ep_d   = ep_q;
        bad    = 1'b0;
        code_d = `WEIR_TAP_ERROR_DMA_READ;
        rq_go_d   = 1'b0;
        rq_desc_d = 1'b0;
        want_d    = 1'b1;
        case (op_q)
        OP_INIT: begin
            tail_d = 4'd0;
            head_d = 4'd0;
            free_d = 4'd0;
            rd_d   = 4'd0;
            dok_d  = 4'd0;
            dsc_d  = 4'd0;
            out_d  = 4'd0;
            blk_d  = c_first;
            tk_d   = 1'b0;
            ep_d   = 1'b0;
        end
        OP_POP:  head_d = head_q + 4'd1;
        OP_TAIL: tail_d = tail_q + 4'd1;
        OP_ANSWER: begin
            out_d = out_q - 4'd1;
            if (a_err || a_ref) begin
                bad    = 1'b1;
                code_d = a_ref ? `WEIR_TAP_ERROR_GATE : `WEIR_TAP_ERROR_DMA_READ;
            end else if (a_desc) begin
                bad    = !a_good || small_q;
                code_d = `WEIR_TAP_ERROR_DESCRIPTOR;
                if (a_good && !small_q)
                    dok_d = dok_q + 4'd1;
            end else if (a_tag == ep_q) begin
                tk_d = !a_good;
                if (a_good)
                    free_d = free_q + 4'd1;
                else begin
                    rd_d   = free_q;
                    ep_d   = !ep_q;
                end
            end
        end
        OP_VISIT: begin
            want_d = 1'b0;
            // Only one read on its way while a block is taken
            if (rq_free && can_rd_q && (!tk_q || now_q)) begin
                rq_go_d = 1'b1;
                rd_d    = rd_q + 4'd1;
                out_d   = out_q + 4'd1;
                want_d  = 1'b1;
            end else if (rq_free && can_dsc_q) begin
                rq_go_d   = 1'b1;
                rq_desc_d = 1'b1;
                dsc_d     = dsc_q + 4'd1;
                out_d     = out_q + 4'd1;
                blk_d     = last_q ? 16'd0 : blk_q + 16'd1;
                want_d    = 1'b1;
            end else if (!rq_free) begin
                want_d = 1'b1;
            end
        end
        default: ;
        endcase
        st_wr = {tail_d, head_d, free_d, rd_d, dok_d, dsc_d, out_d, blk_d, tk_d, ep_d};
        st_we = state_q == S_ACT && op_q != OP_CLEAN;
    end

    assign pop_take  = state_q == S_ACT && op_q == OP_POP;
    assign tail_take = state_q == S_ACT && op_q == OP_TAIL;
    assign rr_take   = state_q == S_ACT && op_q == OP_ANSWER;

    // What the writer is told: settled one cycle after the pointers
    reg            tell_q;
    reg  [TW-1:0]  tell_tap_q;
    reg            tell_av_q, tell_tk_q;
    // The same for what the next visits hang on: something is left to do; a status is read again
    reg            again_q, polled_q;

    weir_supply_clean u_clean (
        .clk(clk), .rst(rst), .us_tick(us_tick), .clean(clean), .clean_done(clean_done),
        .ask(clean_ask), .asked(state_q == S_PICK && op_d == OP_CLEAN),
        .no_reads(state_q == S_ACT && op_q == OP_CLEAN && out_q == 4'd0),
        .close_valid(close_valid), .close_ready(close_ready), .close_slot(close_slot[2:0]),
        .close_done(close_done), .busy(clean_busy)
    );
    assign close_slot[TW+2:3] = clean_tap;

    integer t;
    always @(posedge clk) begin
        // operations
        case (state_q)
        S_PICK: begin
            op_q  <= op_d;
            tap_q <= tap_d;
            if (op_d != OP_NONE)
                state_q <= S_READ;
            if (op_d == OP_NONE || op_d == OP_VISIT)
                walk_q <= walk_q + 1'b1;
            if (op_d == OP_INIT)
                init_q <= 1'b0;
        end
        S_READ: begin
            {tail_q, head_q, free_q, rd_q, dok_q, dsc_q, out_q, blk_q, tk_q, ep_q} <= st;
            nr_q    <= c_nr;
            state_q <= S_CALC;
        end
        S_CALC: begin
            can_dsc_q <= win < limit && ahead < AHEAD;
            can_rd_q  <= rd_q != dok_q;
            now_q     <= poll_ok_q[tap_q] && rd_q == free_q;
            small_q   <= a_pages < c_pages;
            last_q    <= blk_q == nr_q - 16'd1;
            state_q   <= S_ACT;
        end
        default: state_q <= S_PICK;
        endcase

        // A visit takes the wish before it looks, so that one that comes meanwhile stays.
        if (state_q == S_READ && op_q == OP_VISIT)
            want_q[tap_q] <= 1'b0;
        again_q <= state_q == S_ACT && op_q != OP_CLEAN && want_d;
        if (again_q)
            want_q[tell_tap_q] <= 1'b1;
        polled_q <= state_q == S_ACT && op_q == OP_VISIT && rq_go_d && !rq_desc_d;
        if (polled_q)
            poll_ok_q[tell_tap_q] <= 1'b0;

        tell_q     <= state_q == S_ACT && op_q != OP_VISIT && op_q != OP_CLEAN;
        tell_tap_q <= tap_q;
        tell_av_q  <= free_d != head_d;
        tell_tk_q  <= tk_d;
        full_q     <= (head_d - tail_d) == limit && nr_q <= 16'd8;
        if (tell_q) begin
            avail[tell_tap_q] <= tell_av_q;
            taken[tell_tap_q] <= !tell_av_q && (tell_tk_q || full_q);
            stuck_q[tell_tap_q] <= tell_tk_q;
        end
        // Until the pop is worked off nothing is known.
        if (pop) begin
            avail[pop_tap] <= 1'b0;
            taken[pop_tap] <= 1'b0;
        end
        if (init) begin
            avail[init_tap] <= 1'b0;
            taken[init_tap] <= 1'b0;
        end

        // polling
        if (us_tick)
            poll_q <= poll_q == 8'd0 || poll_q == 8'd1 ? (poll_us == 8'd0 ? 8'd1 : poll_us)
                                                       : poll_q - 8'd1;
        for (t = 0; t < TAPS; t = t + 1)
            if (stuck_q[t] && ((us_tick && poll_q <= 8'd1) || doorbell[t])) begin
                poll_ok_q[t] <= 1'b1;
                want_q[t]    <= 1'b1;
            end

        if (init) begin
            init_q     <= 1'b1;
            init_tap_q <= init_tap;
        end

        fault      <= state_q == S_ACT && op_q == OP_ANSWER && bad && run[tap_q];
        fault_code <= code_d;
        fault_tap  <= tap_q;

        if (rst) begin
            state_q     <= S_PICK;
            want_q      <= {TAPS{1'b0}};
            poll_ok_q   <= {TAPS{1'b0}};
            avail       <= {TAPS{1'b0}};
            taken       <= {TAPS{1'b0}};
            stuck_q     <= {TAPS{1'b0}};
            walk_q      <= {TW{1'b0}};
            poll_q      <= 8'd0;
            init_q      <= 1'b0;
            tell_q      <= 1'b0;
            again_q     <= 1'b0;
            polled_q    <= 1'b0;
            fault       <= 1'b0;
        end
    end

    // ---- requests and events ------------------------------------------------------------------------
    wire [TW+2:0] go_slot = {tap_q, rq_desc_d ? dsc_q[2:0] : rd_q[2:0]};
    weir_skid #(.W(TW + 21)) u_rq (
        .clk(clk), .rst(rst), .s_valid(state_q == S_ACT && rq_go_d), .s_ready(rq_free),
        .s_data({rq_desc_d, go_slot, blk_q, ep_q}),
        .m_valid(rq_valid), .m_ready(rq_ready), .m_data({rq_desc, rq_slot, rq_index, rq_tag})
    );
    wire ev_room;
    weir_fifo #(.W(`EV_W), .LG(2), .AFULL(1)) u_ev (
        .clk(clk), .rst(rst),
        .s_valid(state_q == S_ACT && op_q == OP_ANSWER && a_err && !a_ref), .s_ready(ev_room),
        .s_data({`EV_NONE, 16'd1, `WEIR_CNT_TAP_DMA_ERRORS, {(5-TW){1'b0}}, tap_q}),
        .m_valid(ev_valid), .m_ready(ev_ready), .m_data(ev_data), .afull()
    );

    assign busy = pop_v || tail_v || rr_v || rq_valid || init_q || again_q || (want_q & run) != 0
                  || state_q != S_PICK || clean_busy;

    wire unused = &{1'b0, pop_r, tail_r, rr_r, ev_room, cfg_wdata[31:16], a_slot[2:0]};

endmodule

`default_nettype wire
