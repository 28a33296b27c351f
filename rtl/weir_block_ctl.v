// SPDX-License-Identifier: BSD-3-Clause
// The block writer's control: opens, fills and closes the TPACKET_V3 blocks of all taps (af_packet.c,
// prb_open_block, prb_fill_curr_block, prb_close_block). One context a tap in LUT RAM.
//
// A packet goes behind another one of its filter's generation if offset + length < block size, or first into an open block
// whatever its length (weir_job has cut it to what a block holds). At close: tp_next_offset of the last packet is patched to
// 0, then the block header is written with status 0; weir_retire writes the status.
//
// Work, in this order of preference: requests of weir_tap_ctl, upkeep (retire time over, filter changed, no block open though
// one is available), jobs; upkeep and jobs take turns. A job waits for its tap's own block read in flight, for `op_ready` and
// for `cl_ready` (both drained by DMA alone), never for the application.
//
// Throughput: a job every 4 cycles, 2 to 4 more at a close, 3 more at an opening; 5 for the same tap again.
// Latency: 4 cycles from a job to its operation. Backpressure: `op_ready`, `cl_ready` and room for events. Proven: nothing.
`default_nettype none
`include "weir_regs.vh"
`include "weir_dma.vh"
`include "weir_writer.vh"

module weir_block_ctl #(
    parameter TW   = 4,
    parameter TAPS = 16
) (
    input  wire               clk,
    input  wire               rst,
    input  wire               cfg_we,
    input  wire [TW-1:0]      cfg_tap,
    input  wire [5:0]         cfg_reg,
    input  wire [31:0]        cfg_wdata,
    // Geometry, written before REQ_INIT: offset of the first packet, block size; both in 8 bytes
    input  wire               geo_we,
    input  wire [TW-1:0]      geo_tap,
    input  wire [19:0]        geo_first,
    input  wire [19:0]        geo_size,
    input  wire [31:0]        time_sec,
    input  wire [29:0]        time_ns,

    input  wire               job_valid,
    output wire               job_ready,
    input  wire [`JOB_W-1:0]  job,

    // Requests; cause: counter that the frames of a discarded block go to
    input  wire               req_valid,
    output reg                req_done,
    input  wire [1:0]         req_kind,
    input  wire [TW-1:0]      req_tap,
    input  wire [TAPS-1:0]    live,
    input  wire [TAPS*5-1:0]  cause,

    // Supply
    input  wire [TAPS-1:0]    avail,
    input  wire [TAPS-1:0]    taken,
    output reg                pop,
    output reg  [TW-1:0]      pop_tap,
    (* nowrshmsk *) output reg [TAPS-1:0] frozen,
    // Retire timers
    input  wire [TAPS-1:0]    expired,
    // Taps whose filter changed: current generation bits, to be closed, and a pulse that one has no frames in a block
    input  wire [TAPS-1:0]    gen,
    input  wire [TAPS-1:0]    flush,
    output reg                flushed,
    output reg                arm,
    output reg                disarm,
    output reg  [TW-1:0]      timer_tap,
    // Drops counted elsewhere, and PACKET_STATISTICS read
    input  wire [TAPS-1:0]    lose,
    input  wire [TAPS-1:0]    lose_clear,

    // To weir_stream
    output reg                op_valid,
    input  wire               op_ready,
    output wire [`OP_W-1:0]   op,
    output wire [TW-1:0]      op_tap,
    output wire [15:0]        op_start,

    // To weir_retire
    output reg                cl_valid,
    input  wire               cl_ready,
    output reg  [`CL_W-1:0]   cl_data,

    output wire               ev_valid,
    input  wire               ev_ready,
    output wire [`EV_W-1:0]   ev_data,
    output wire               busy,
    // Frames whose jobs are all done, modulo 2^16
    output reg  [15:0]        frames_done
);
    localparam K_UPKEEP = 5'd0, K_LOOK = 5'd11, K_SUM = 5'd1, K_FIT = 5'd2, K_OPEN = 5'd3, K_TIME = 5'd4, K_WRAP = 5'd5,
               K_OPENED = 5'd6, K_IDLE = 5'd7, K_REQ = 5'd8, K_DONE = 5'd9, K_CLOSED = 5'd10,
               // these write: the low bits say what
               K_PLACE = {2'd2, `OP_PACKET}, K_DROP = {2'd2, `OP_NONE}, K_PATCH = {2'd2, `OP_PATCH},
               K_HDR = {2'd2, `OP_BLOCK}, K_MARK = {2'd2, `OP_MARK};
    reg  [4:0]       state_q;
    reg              is_job_q, is_req_q, tmo_q;
    reg  [TW-1:0]    tap_q;
    reg  [4:0]       drop_col_q;

    (* nowrshmsk *) reg [TAPS-1:0] open_q, losing_q;
    reg  [TAPS-1:0]  lose_q, clear_q;
    reg              turn_q;
    wire             up_valid, up_req, up_busy, choose, take_req, take_up, ask;
    wire [TW-1:0]    up_tap;
    weir_upkeep #(.TW(TW), .TAPS(TAPS)) u_upkeep (
        .clk(clk), .rst(rst), .live(live), .expired(expired), .flush(flush), .open(open_q), .avail(avail),
        .taken(taken), .frozen(frozen), .request_wait(req_valid), .request(ask), .request_tap(req_tap),
        .take(take_req || take_up), .found(up_valid), .is_request(up_req), .tap(up_tap), .busy(up_busy)
    );

    // ---- configuration and context ------------------------------------------------------------------
    wire [4:0]       job_row = job[`JOB_TAP];
    wire [TW-1:0]    job_tap = job_row[TW-1:0];
    wire [22:0]      job_total = job[`JOB_TOTAL];
    wire             pick_up = up_valid && (up_req || !turn_q);
    wire [TW-1:0]    pick    = pick_up ? up_tap : job_tap;
    wire [63:0]      c_seq;
    wire [31:0]      open_sec;
    wire [15:0]      c_first_blk, blk_next;
    wire [29:0]      open_ns;
    wire [19:0]      c_first, c_size;
    wire [31:0]      c_gen;
    weir_tap_time #(.TW(TW)) u_time (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .add(state_q == K_TIME), .tap(tap_q), .sec(time_sec), .ns(time_ns),
        .carry(state_q == K_WRAP), .tap_sec(open_sec), .tap_ns(open_ns)
    );
    weir_block_cfg #(.TW(TW), .TAPS(TAPS)) u_cfg (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .geo_we(geo_we), .geo_tap(geo_tap), .geo_first(geo_first), .geo_size(geo_size),
        .tap(tap_q), .blk(blk_q), .first_seq(c_seq), .first_blk(c_first_blk), .first(c_first),
        .size(c_size), .next(blk_next), .gen(gen), .gen_bit(gen_q), .generation(c_gen)
    );

    // Context: generation and its first block, next offset and last packet's in 8 bytes, packets, block, slot, two times
    reg  [19:0]      off_q, last_q, sum_q;
    reg  [15:0]      pkts_q, blk_q;
    reg  [63:0]      seq_q;
    reg  [2:0]       slot_q;
    reg  [31:0]      gfirst_q, fs_q, ls_q;
    reg  [29:0]      fn_q, ln_q;
    reg              gen_q, fits_q, ctx_we_q; // ctx_we_q: the registers have changed
    localparam CW = 33 + 20 + 20 + 16 + 64 + 16 + 3 + 62 + 62;
    wire             place_go;
    wire [CW-1:0]    ctx;
    weir_block_ctx #(.TW(TW), .W(CW)) u_ctx (
        .clk(clk), .we(ctx_we_q), .tap(tap_q),
        .wdata({gen_q, gfirst_q, off_q, last_q, pkts_q, seq_q, blk_q, slot_q, fs_q, fn_q, ls_q, ln_q}),
        .put(place_go && !job[`JOB_NONE]), .put_time({job[`JOB_SEC], job[`JOB_NS]}),
        .tap_0(job_tap), .tap_1(up_tap), .sel(pick_up), .rdata(ctx)
    );

    // ---- operations -----------------------------------------------------------------------------------
    // Two registers enable the wide ones; weir_stream holds one more operation meanwhile.
    wire             op_free = !op_valid;
    (* keep *) reg   hdr_q, copy_q; // K_HDR, K_PLACE of a copy, for u_op: its 400 gates are far away
    weir_block_op #(.TW(TW)) u_op (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .load(op_free && state_q[4]), .what(state_q[2:0]), .block(hdr_q), .copy(copy_q), .tap(tap_q), .job(job),
        .slot(slot_q), .off(off_q), .last(last_q), .first(c_first), .num_pkts(pkts_q), .seq(seq_q),
        .first_sec(fs_q), .first_ns(fn_q), .last_sec(ls_q), .last_ns(ln_q), .op(op), .op_tap(op_tap), .op_start(op_start)
    );

    // ---- events ---------------------------------------------------------------------------------------
    reg              ev_push_q;
    reg  [`EV_W-1:0] ev_q;
    wire             ev_r, ev_afull;
    wire             ev_free = !ev_afull;
    weir_fifo #(.W(`EV_W), .LG(3), .AFULL(4)) u_ev (
        .clk(clk), .rst(rst), .s_valid(ev_push_q), .s_ready(ev_r), .s_data(ev_q),
        .m_valid(ev_valid), .m_ready(ev_ready), .m_data(ev_data), .afull(ev_afull)
    );

    // ---- the machine -----------------------------------------------------------------------------------
    wire             older = gen_q != gen_now_q;
    reg  [4:0]       cause_q;
    wire             drop_go = state_q == K_DROP && op_free && ev_free;
    // Of the tap at work, a cycle late; its block was closed, the context goes on
    reg              live_q, has_q, avail_q, taken_q, frozen_q, expired_q, flush_q, gen_now_q, none_q, newgen_q, closed_q;
    wire             place_ok = live_q && has_q && fits_q;
    assign place_go = state_q == K_PLACE && (job[`JOB_NONE] || place_ok);
    assign job_ready = drop_go || place_go;
    wire             close_go = state_q == K_HDR && op_free && cl_ready && ev_free && !cl_valid;
    // Not while the context is being written or a request taken back
    assign choose   = state_q == K_IDLE && !(ctx_we_q && pick == tap_q) && !req_done;
    assign take_req = choose && up_valid && up_req;
    assign ask      = choose && req_valid && !(up_valid && up_req);
    assign take_up  = choose && !req_valid && up_valid && !up_req && !turn_q;

    always @(posedge clk) begin
        op_valid  <= op_valid && !op_ready;
        pop       <= 1'b0;
        arm       <= 1'b0;
        disarm    <= 1'b0;
        cl_valid  <= 1'b0;
        req_done  <= 1'b0;
        ev_push_q <= 1'b0;
        ctx_we_q  <= 1'b0;
        flushed   <= 1'b0;
        pop_tap   <= tap_q;
        timer_tap <= tap_q;
        cause_q   <= cause[5*tap_q +: 5];
        {lose_q, clear_q} <= {lose, lose_clear};
        losing_q  <= (losing_q & ~clear_q) | lose_q;
        {live_q, has_q, avail_q, taken_q} <= {live[tap_q], open_q[tap_q], avail[tap_q], taken[tap_q]};
        {frozen_q, expired_q, flush_q, gen_now_q} <= {frozen[tap_q], expired[tap_q], flush[tap_q], gen[tap_q]};
        {none_q, newgen_q} <= {pkts_q == 16'd0, gen_q != job[`JOB_GEN]};
        closed_q <= close_go && !rst;
        copy_q   <= state_q == K_FIT && !job[`JOB_NONE];
        hdr_q    <= (state_q == K_PATCH && op_free) || (hdr_q && !close_go);
        if (closed_q) begin
            pkts_q   <= 16'd0;
            seq_q    <= seq_q + 64'd1;
            blk_q    <= blk_next;
            slot_q   <= slot_q + 3'd1;
            ctx_we_q <= 1'b1;
        end
        // Loaded with the opening time until K_OPENED has it; K_IDLE loads what it picks. The code makes both one bit.
        if (state_q[4:2] == K_TIME[4:2])
            {fs_q, fn_q, ls_q, ln_q} <= {open_sec, open_ns, ctx[61:0]};
        case (state_q)
        K_IDLE: begin
            tap_q    <= pick;
            is_req_q <= up_valid && up_req;
            {is_job_q, tmo_q} <= 2'd0;
            {gen_q, gfirst_q, off_q, last_q, pkts_q, seq_q, blk_q, slot_q, fs_q, fn_q} <= ctx[CW-1:62];
            if (take_req || take_up) begin
                state_q <= K_LOOK;
                turn_q  <= turn_q || take_up;
            end else if (choose && !req_valid) begin
                state_q  <= job_valid ? K_SUM : K_IDLE;
                is_job_q <= job_valid;
                turn_q   <= 1'b0;
            end
        end
        // where the packet would end
        K_SUM: begin
            sum_q   <= off_q + job_total[22:3];
            state_q <= K_FIT;
        end
        K_FIT: begin
            fits_q  <= none_q || (sum_q < c_size && gen_q == job[`JOB_GEN]);
            // waits here, so that K_PLACE need not
            if (op_free && ev_free)
                state_q <= K_PLACE;
        end
        // write it, or find out why not
        K_PLACE: begin
            ev_q     <= {`EV_NONE, 16'd1, `WEIR_CNT_TAP_CLAMPED, {(5-TW){1'b0}}, tap_q};
            drop_col_q <= cause_q;
            if (place_go) begin
                op_valid  <= 1'b1;
                state_q   <= K_IDLE;
                ev_push_q <= job[`JOB_CUT] && !job[`JOB_NONE];
                if (!job[`JOB_NONE]) begin
                    last_q   <= off_q;
                    if (newgen_q) {gen_q, gfirst_q} <= {job[`JOB_GEN], seq_q[31:0]};
                    arm      <= none_q;
                    off_q    <= sum_q;
                    pkts_q   <= pkts_q + 16'd1;
                    ctx_we_q <= 1'b1;
                end
            end else if (!job[`JOB_NONE]) begin
                if (!live_q)
                    state_q <= K_DROP;
                else if (!has_q)
                    state_q <= K_OPEN;
                else if (!fits_q)
                    state_q <= K_PATCH;
            end
        end
        // count the drop, give the words back with the frame's last job
        K_DROP: begin
            ev_q     <= {`EV_SUB, 16'd1, drop_col_q, {(5-TW){1'b0}}, tap_q};
            if (drop_go) begin
                op_valid  <= job[`JOB_LAST];
                ev_push_q <= 1'b1;
                losing_q[tap_q] <= 1'b1;
                state_q   <= K_IDLE;
            end
        end
        // close: the last packet is the last
        K_PATCH: if (op_free) begin
            op_valid <= 1'b1;
            state_q  <= K_HDR;
        end
        K_HDR: begin
            {cl_data[`CL_SEQ_HI], cl_data[`CL_SEQ_LO]} <= seq_q;
            {cl_data[`CL_NEXT], cl_data[`CL_PKTS]}     <= {blk_next, pkts_q};
            {cl_data[`CL_SLOT], cl_data[`CL_GEN], cl_data[`CL_FIRST]} <= {slot_q, c_gen, gfirst_q};
            cl_data[`CL_TAP]   <= tap_q;
            cl_data[`CL_FLAGS] <= {2'd0, tmo_q, 2'd0, losing_q[tap_q], 2'd1};
            ev_q <= {`EV_NONE, 16'd1, `WEIR_CNT_TAP_BLOCKS_TMO, {(5-TW){1'b0}}, tap_q};
            if (close_go) begin
                cl_valid  <= 1'b1;
                op_valid  <= 1'b1;
                ev_push_q <= tmo_q;
                disarm    <= 1'b1;
                open_q[tap_q] <= 1'b0;
                state_q   <= is_job_q ? K_OPEN : is_req_q ? K_MARK : K_CLOSED;
            end
        end
        K_CLOSED: state_q <= K_IDLE;
        K_OPEN: begin
            ev_q       <= {`EV_NONE, 16'd1, `WEIR_CNT_TAP_FREEZES, {(5-TW){1'b0}}, tap_q};
            drop_col_q <= live_q ? `WEIR_CNT_TAP_DROP_NO_BLOCK : cause_q;
            if (!live_q) begin
                state_q <= is_job_q ? K_DROP : K_IDLE;
            end else if (avail_q) begin
                pop     <= 1'b1;
                state_q <= K_TIME;
            end else if (taken_q && ev_free) begin
                ev_push_q     <= !frozen_q;
                frozen[tap_q] <= 1'b1;
                state_q       <= is_job_q ? K_DROP : K_IDLE;
            end else if (!is_job_q && !taken_q) begin
                state_q <= K_IDLE;
            end
        end
        // ts_first: the block's opening time
        K_TIME, K_WRAP: state_q <= state_q + 5'd1;
        K_OPENED: begin
            open_q[tap_q] <= 1'b1;
            frozen[tap_q] <= 1'b0;
            off_q    <= c_first;
            last_q   <= c_first;
            pkts_q   <= 16'd0;
            ctx_we_q <= 1'b1;
            state_q  <= is_job_q ? K_SUM : K_IDLE;
        end
        K_LOOK: state_q <= is_req_q ? K_REQ : K_UPKEEP;
        // retire time over, another filter, or no block open
        K_UPKEEP: begin
            tmo_q    <= expired_q;
            flushed  <= flush_q && (none_q || !older);
            ctx_we_q <= 1'b1;
            if (flush_q && none_q && older) {gen_q, gfirst_q} <= {gen_now_q, seq_q[31:0]};
            if (!live_q)
                state_q <= K_IDLE;
            else if (!has_q)
                state_q <= K_OPEN;
            else if ((expired_q || (flush_q && older)) && !none_q)
                state_q <= K_PATCH;
            else begin
                disarm  <= expired_q;
                state_q <= K_IDLE;
            end
        end
        K_REQ: begin
            state_q <= K_MARK;
            ev_q    <= {`EV_SUB, pkts_q, cause_q, {(5-TW){1'b0}}, tap_q};
            case (req_kind)
            `REQ_INIT: begin
                state_q  <= K_DONE;
                {gen_q, gfirst_q, seq_q} <= {gen_now_q, c_seq[31:0], c_seq};
                blk_q    <= c_first_blk;
                slot_q   <= 3'd0;
                pkts_q   <= 16'd0;
                ctx_we_q <= 1'b1;
                frozen[tap_q]   <= 1'b0;
                losing_q[tap_q] <= 1'b0;
            end
            `REQ_CLOSE: if (has_q && !none_q)
                state_q <= K_PATCH;
            default: if (ev_free)
                ev_push_q <= has_q && !none_q;
            else
                state_q <= K_REQ;
            endcase
        end
        K_MARK: if (op_free) begin
            op_valid <= 1'b1;
            state_q  <= K_DONE;
        end
        default: begin
            open_q[tap_q] <= 1'b0;
            disarm        <= 1'b1;
            req_done      <= 1'b1;
            state_q       <= K_IDLE;
        end
        endcase

        if (job_ready && job[`JOB_LAST])
            frames_done <= frames_done + 16'd1;

        if (rst) begin
            {state_q, hdr_q} <= {K_IDLE, 1'b0};
            op_valid    <= 1'b0;
            open_q      <= {TAPS{1'b0}};
            frozen      <= {TAPS{1'b0}};
            losing_q    <= {TAPS{1'b0}};
            turn_q      <= 1'b0;
            frames_done <= 16'd0;
        end
    end
    assign busy = state_q != K_IDLE || job_valid || req_valid || up_busy || op_valid;
    wire unused = &{1'b0, ev_r, job_row, job_total[2:0]};

endmodule

`default_nettype wire
