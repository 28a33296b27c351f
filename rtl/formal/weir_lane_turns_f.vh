// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_lane_turns, included at its end. f_taken[n]: a frame was taken n cycles before stage 12; it is the
// whole history of the threads, since a frame has its thread for 16 * BUDGET cycles.
    localparam F_LIFE = 16 * BUDGET;

    reg              f_past = 1'b0;
    reg [F_LIFE-1:0] f_taken;
    reg [3:0]        f_in;          // starts accepted, and taken, modulo 16
    reg [3:0]        f_out;
    reg              f_was_full;
    reg              f_was_late;
    reg [4:0]        f_wait;        // cycles that the start has waited, at most 16
    wire [3:0]       f_more = {3'd0, pend_q};
    wire [15:0]      f_busy = {last_q || !free_q, busy_q};

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_taken <= {f_taken[F_LIFE-2:0], new12};
        f_wait <= !pend_q || free_q ? 5'd0 : f_wait == 5'd16 ? f_wait : f_wait + 5'd1;
        if (come) f_in <= f_in + 1'b1;
        if (take) f_out <= f_out + 1'b1;
        if (&f_busy) f_was_full <= 1'b1;
        if (pend_q && !free_q) f_was_late <= 1'b1;
        if (rst) begin
            f_taken <= {F_LIFE{1'b0}};
            f_wait <= 5'd0;
            f_in <= 4'd0;
            f_out <= 4'd0;
            f_was_full <= 1'b0;
            f_was_late <= 1'b0;
        end
    end

    // Assumed: the first cycle is a reset. start_valid is free.
    always @* if (!f_past) assume(rst);

    integer f_i;
    integer f_j;
    reg              f_reset;
    always @(posedge clk) f_reset <= rst;

    always @* if (f_past) begin
        assert(f_reset || start_ready == !pend_q);
        // the contract: done of every frame, and of nothing else, 16 * BUDGET cycles after it was taken
        assert(last12 == f_taken[F_LIFE-1]);
        // no start is lost, doubled or overtaken: at most one waits
        assert(f_in == f_out + f_more);
        // it waits for a free thread only, and 16 cycles only if every thread has a frame
        assert(take == (pend_q && free_q));
        assert(f_wait != 5'd16 || &f_busy);
    end

    // What holds it up. Place n of the ring was at stage 12 n cycles before, and 16 cycles before that ...
    reg [F_LIFE-1:0] f_here;        // f_taken, new12 included
    always @* begin
        f_here = {f_taken[F_LIFE-2:0], new12};
        if (f_past) begin
            for (f_i = 0; f_i < 16; f_i = f_i + 1) begin
                assert(f_busy[f_i] || f_i >= f_wait);
                assert(!f_busy[f_i] || {26'd0, left_q[6*f_i +: 6]} <= BUDGET_I);
                for (f_j = 0; f_j < BUDGET; f_j = f_j + 1)
                    assert(f_here[f_i + 16*f_j] ==
                           (f_busy[f_i] && {26'd0, left_q[6*f_i +: 6]} == BUDGET_I - f_j));
            end
            assert(last_q == (f_busy[15] && left_q[15*6 +: 6] == 6'd0));
            assert(!(last_q && !free_q));
        end
    end

`ifdef COVER_LANE
    always @(posedge clk) if (f_past && !rst) begin
        cover(f_was_full && f_busy == 16'd0 && !new12);     // all threads busy, then none
        cover(f_was_late && new12 && last12);               // a frame that waited, without a turn between
    end
`endif
