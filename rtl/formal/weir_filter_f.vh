// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_filter, included at its end: each frame that comes has one verdict, in the order in which they came, and
// it is what its own lane said of that frame.
//
// Lanes and queues are replaced (f_lane_any.v, f_queue_any.v), and numbers are counted: frame n is the n-th record that came.
// That the words of queues come in order is proven of them, that a lane takes the starts that it accepted in order,
// none lost or doubled, and says that a frame is done 16 * BUDGET + 6 cycles after it took it, with the frame's tag, of
// weir_lane_turns and weir_lane. So this is left to show: the n-th record starts lane n mod LANES and no other, under the tag
// n / LANES, the verdict that leaves as the n-th is paired with the n-th record and is the (n / LANES)-th of that lane,
// no queue is pushed when it is full, and what can leave does so at once. Programs, windows and events are any.
//
// A lane's latency is F_DONE here, some cycles: it is the length of f_n and f_t, in which every place is as any other. Only
// that the order queue holds all frames depends on it. With 4 lanes and 40 turns: 30 frames wait at most, a lane takes at most
// 16 in 640 cycles (one a thread) and 5 in the 10 more until a verdict leaves, one waits in it, and 4 frames may have a
// verdict: 30 + 4 * 22 + 4 = 122 of 128.
//
// F_PACE: frames come that many cycles apart at least, and a lane that was given no start for 17 cycles is ready. Then no
// frame ever waits for a lane, `full` is never raised, and starts of a lane are LANES * F_PACE - 1 cycles apart at least. That
// is what a lane needs: if the 16th start before it came 16 * BUDGET cycles before or more, its frame, taken within 16 cycles,
// gives up its thread within 16 cycles, and else a thread is free (weir_lane_turns). At 10 Gb/s four frames of 64 bytes take
// 41 cycles at least.
    localparam F_NW = 7;                    // counts are modulo 128, more than is inside
    localparam F_TW = F_NW - LL;
    // cycles from start_ready's rise, as a frame was taken, to ev_done; to the verdict in the lane's queue; to its end
    localparam F_DONE = `F_DONE, F_PUSH = F_DONE + 4, F_END = F_PUSH + 1;

    reg                    f_past = 1'b0;
    reg  [3:0]             f_age;           // cycles since the last reset, at most 15
    reg                    f_clean;         // no reset of the lanes, and none in the cycle before
    reg  [F_NW-1:0]        f_came;          // frames that came; that came as far as the queues; of which a verdict left
    reg  [F_NW-1:0]        f_in;
    reg  [F_NW-1:0]        f_out;
    reg  [FQ_AW+1:0]       f_left;          // verdicts that left, and were not taken
    reg  [3:0]             f_late;          // frames that came since full was raised
    reg  [LANES-1:0]       f_wait_q;        // a start was accepted, and start_ready has not risen
    reg  [4*F_NW-1:0]      f_ins;           // f_in of the four cycles before
    // [n]: frames that lanes had accepted n cycles before, and that each had taken
    reg  [F_NW*F_END-1:0]       f_n_q;
    reg  [LANES*F_TW*F_END-1:0] f_t_q;
    reg  [F_NW-1:0]        f_now;           // the first of f_n
    wire [F_NW*(F_END+1)-1:0]       f_n = {f_n_q, f_now};
    wire [LANES*F_TW*(F_END+1)-1:0] f_t = {f_t_q, f_taken};
    reg  [LANES*F_TW-1:0]  f_taken;
    reg  [LANES*F_TW-1:0]  f_popped;        // verdicts that left, by lane
    reg                    f_was_full;      // both or all lanes had a start that waits

`ifdef F_PACE
    reg  [5:0]             f_gap;           // cycles since the last frame came, at most 63
    reg  [6*LANES-1:0]     f_since;         // since the last start, since that before it, ...
    reg  [1:0]             f_calm;          // cycles without a reset of the lanes, at most 3
    wire [5:0]             f_last = f_since[6*(LANES-1) +: 6];  // since the last start of the lane whose turn it is
`endif
    wire                   f_start = d_valid && d_ready;
    wire [6:0]             f_waiting = {1'b0, f_start_used} + {6'd0, d_valid} + {6'd0, f_start_more};
    wire [F_NW-1:0]        f_away = {6'd0, a_q} + {6'd0, b_q} + {6'd0, c_q};

    // Frames of lane l among the first n
    function [F_TW-1:0] f_of(input [F_NW-1:0] n, input integer l);
        reg [F_NW-1:0] up;
        begin
            up = n + LANES[F_NW-1:0] - 1'b1 - l[F_NW-1:0];
            f_of = up[F_NW-1:LL];
        end
    endfunction

    integer f_l;
    integer f_i;
    reg  [F_NW-1:0] f_step;
    reg  [F_TW-1:0] f_move;
    always @* for (f_l = 0; f_l < LANES; f_l = f_l + 1) begin
        f_popped[F_TW*f_l +: F_TW] = f_of(f_out, f_l);
        f_taken[F_TW*f_l +: F_TW] = f_of(f_now, f_l) - (f_wait_q[f_l] && !start_ready[f_l]);
    end

    integer f_j;
    always @(posedge clk) begin
        f_past <= 1'b1;
        f_age <= rst ? 4'd0 : f_age == 4'd15 ? f_age : f_age + 4'd1;
        f_clean <= !rst && !lane_rst_q;
        if (c_q) f_in <= f_in + 1'b1;
        if (o_pop) f_out <= f_out + 1'b1;
        if (fr_valid) f_came <= f_came + 1'b1;
        f_left <= f_left + o_pop - (vd_valid && vd_ready);
        f_late <= !full ? 4'd0 : f_late + fr_valid;
        f_ins <= {f_ins[3*F_NW-1:0], f_in};
        if (f_start) f_now <= f_now + 1'b1;
        f_n_q <= f_n[F_NW*F_END-1:0];
        f_t_q <= f_t[LANES*F_TW*F_END-1:0];
        for (f_j = 0; f_j < LANES; f_j = f_j + 1)
            f_wait_q[f_j] <= f_start && start_lane == f_j || f_wait_q[f_j] && !start_ready[f_j];
        if (&(f_wait_q & ~start_ready)) f_was_full <= 1'b1;
        if (rst) begin
            f_in <= 0;
            f_out <= 0;
            f_came <= 0;
            f_left <= 0;
            f_late <= 4'd0;
            f_ins <= 0;
            f_was_full <= 1'b0;
        end
        if (rst || lane_rst_q) begin
            f_now <= 0;
            f_n_q <= 0;
            f_t_q <= 0;
            f_wait_q <= {LANES{1'b0}};
        end
    end

    // Assumed: the first cycle is a reset; no frame in a reset, at most 8 behind full; no more verdicts wait than records in
    // the frame queue, which has that of each frame until its verdict is taken. Of a lane: it is not ready in a reset, nor
    // while a start waits in it (f_taken counts what it took), and it says done as told above, also right after a reset.
    always @* begin
`ifdef COVER_FILTER
        // instead: the first cycle is one after a reset and the 63 of the lanes
        assume(!rst);
        if (!f_past) begin
            assume(f_age == 4'd15 && !lane_rst_q && quiet_q == 6'd0 && !(a_q || b_q || c_q || e_q || f_q));
            assume(o_count == 0 && v_count == 0 && f_waiting == 0 && f_order_came == 4'd0);
            assume(f_done_held == 0 && f_done_way == 0 && f_left == 0 && f_late == 4'd0 && !f_was_full);
            assume(n_q == 0 && turn_q == 0 && f_came == 0 && f_in == 0 && f_out == 0 && f_ins == 0);
            assume(f_now == 0 && f_n_q == 0 && f_t_q == 0 && f_wait_q == 0);
        end
`else
        if (!f_past) assume(rst);
`endif
        if (fr_valid) assume(!rst && f_late < 8);
        assume(f_left <= 1 << FQ_AW);
        if (lane_rst_q && f_age >= 4'd3) assume(start_ready == {LANES{1'b0}});
        if (f_clean || f_age == 4'd15 && !rst)
            for (f_l = 0; f_l < LANES; f_l = f_l + 1)
                assume(f_ev_done[f_l] == (f_t[F_TW*(LANES*F_DONE + f_l) +: F_TW]
                                          != f_t[F_TW*(LANES*(F_DONE + 1) + f_l) +: F_TW]));
    end

    // Frame f_out leaves next; it is of lane turn_q
    wire [F_NW-1:0] f_oldest = f_n[F_NW*F_END +: F_NW] - f_out;
    reg  [LANES-1:0] f_ready;       // a lane's next verdict can leave
    always @* for (f_l = 0; f_l < LANES; f_l = f_l + 1)
        f_ready[f_l] = f_t[F_TW*(LANES*F_END + f_l) +: F_TW] != f_popped[F_TW*f_l +: F_TW];

    always @* if (f_past) begin
        // the contract: no queue is pushed when it is full
        assert(!c_q || (d_room && o_room));
        assert(!f_q || v_room);
        // the n-th record starts lane n mod LANES under tag n / LANES, and what leaves as the n-th is of that lane
        if (f_start) assert(n_q == f_now[FQ_AW-1:0]);
        if (o_pop) assert(turn_q == f_out[LL-1:0]);
        // every frame that came is in one place: on its way to the queues, in order there, its verdict on its way or given
        assert(f_came - f_in == f_away);
        assert(f_in - f_out == o_count[F_NW-1:0] && !o_count[SW]);
        assert(f_left == v_count + {{FQ_AW{1'b0}}, e_q} + {{FQ_AW{1'b0}}, f_q});
        // a verdict leaves as soon as its frame and those before are done
        if (!lane_rst_q && f_age == 4'd15)
            assert(o_pop || !f_ready[turn_q]);

        // what holds it up
        assert(f_age == 4'd15 || (lane_rst_q && quiet_q == 6'd63 - f_age));
        assert(lane_rst_q || quiet_q == 6'd0);
        if (lane_rst_q) assert(f_now == 0 && f_out == 0);
        assert(!(f_age < 4'd1 && a_q) && !(f_age < 4'd2 && b_q) && !(f_age < 4'd3 && c_q) && !(f_age < 4'd4 && f_in != 0));
        assert(n_q == f_now[FQ_AW-1:0] && turn_q == f_out[LL-1:0]);
        assert(f_waiting == f_in - f_now);
        assert(f_waiting + f_away <= 7'd22 + f_late && f_late <= 4'd8);
        // the histories: one frame in a cycle at most, to a lane in which none waits, and each takes at most the one
        for (f_i = 0; f_i < F_END; f_i = f_i + 1) begin
            f_step = f_n[F_NW*f_i +: F_NW] - f_n[F_NW*(f_i+1) +: F_NW];
            assert(f_step <= 1);
            f_step = f_n[F_NW*f_i +: F_NW] - f_n[F_NW*F_END +: F_NW];
            assert(f_step <= F_END - f_i);
            for (f_l = 0; f_l < LANES; f_l = f_l + 1) begin
                f_move = f_t[F_TW*(LANES*f_i + f_l) +: F_TW] - f_t[F_TW*(LANES*(f_i+1) + f_l) +: F_TW];
                assert(f_move <= 1);
                if (f_n[F_NW*f_i +: F_NW] != f_n[F_NW*(f_i+1) +: F_NW] && f_n[F_NW*(f_i+1) +: LL] == f_l)
                    assert(f_t[F_TW*(LANES*(f_i+1) + f_l) +: F_TW] == f_of(f_n[F_NW*(f_i+1) +: F_NW], f_l));
            end
        end
        for (f_i = 0; f_i <= F_END; f_i = f_i + 1)
            for (f_l = 0; f_l < LANES; f_l = f_l + 1) begin
                f_move = f_of(f_n[F_NW*f_i +: F_NW], f_l) - f_t[F_TW*(LANES*f_i + f_l) +: F_TW];
                assert(f_move <= 1);
            end
        // at its end: so many frames have no verdict yet, whatever waits for whatever
        assert(f_oldest <= LANES);
        for (f_l = 0; f_l < LANES; f_l = f_l + 1) begin
            f_move = f_t[F_TW*(LANES*F_END + f_l) +: F_TW] - f_popped[F_TW*f_l +: F_TW];
            assert(f_move <= 2);
            if (!lane_rst_q || f_age >= 4'd3) begin
                f_move = f_t[F_TW*(LANES*F_PUSH + f_l) +: F_TW] - f_popped[F_TW*f_l +: F_TW];
                assert({{(F_TW-4){1'b0}}, f_done_held[4*f_l +: 4]} == f_move);
                for (f_i = 1; f_i < 4; f_i = f_i + 1)
                    assert(f_done_way[3*f_l + f_i - 1] == (f_t[F_TW*(LANES*(F_DONE+f_i) + f_l) +: F_TW]
                                                           != f_t[F_TW*(LANES*(F_DONE+f_i+1) + f_l) +: F_TW]));
            end
        end
        // of the order queue: what a lane has accepted was pushed before
        for (f_i = 0; f_i < 4; f_i = f_i + 1) begin
            f_step = f_ins[F_NW*f_i +: F_NW] - f_n[F_NW*(f_i+1) +: F_NW];
            assert(f_step <= 7'd40);
            f_step = (f_i == 0 ? f_in : f_ins[F_NW*(f_i-1) +: F_NW]) - f_ins[F_NW*f_i +: F_NW];
            assert(f_step == {{(F_NW-1){1'b0}}, f_order_came[f_i]});
        end
    end

`ifdef F_PACE
    always @(posedge clk) begin
        f_gap <= fr_valid ? 6'd1 : f_gap == 6'd63 ? f_gap : f_gap + 6'd1;
        f_calm <= lane_rst_q ? 2'd0 : f_calm == 2'd3 ? f_calm : f_calm + 2'd1;
        for (f_j = 0; f_j < LANES; f_j = f_j + 1)
            f_since[6*f_j +: 6] <= f_start && f_j == 0 ? 6'd1 : f_older[6*f_j +: 6] == 6'd63 ? 6'd63 : f_older[6*f_j +: 6] + 6'd1;
        if (rst) f_gap <= 6'd63;
        if (rst || lane_rst_q) f_since <= {6*LANES{1'b1}};
    end
    wire [6*LANES-1:0]     f_older = f_start ? {f_since[6*(LANES-1)-1:0], 6'd0} : f_since;
    wire [6:0]             f_ago = f_gap + (f_came != f_now ? `F_PACE : 0);     // since the frame of the last start came

    always @* begin
        if (fr_valid) assume(f_gap >= `F_PACE && !lane_rst_q);
        if (f_last > 6'd17 && f_calm == 2'd3) assume(d_ready);
    end

    always @* if (f_past) begin
        assert(!full);
        assert(!d_valid || d_ready);
        if (f_start) assert(f_last >= LANES * `F_PACE - 1);
        // what holds it up
        assert(a_q == (f_gap == 6'd1) && b_q == (f_gap == 6'd2) && c_q == (f_gap == 6'd3));
        assert(f_waiting == 0 || (f_waiting == 1 && (f_gap == 6'd4 || f_gap == 6'd5)));
        assert(f_came == f_now || f_calm == 2'd3 || f_calm >= f_gap);
        for (f_l = 0; f_l < LANES; f_l = f_l + 1)
            assert(f_since[6*f_l +: 6] == 6'd63 || f_since[6*f_l +: 6] + 5 >= f_ago + f_l * `F_PACE);
    end
`endif

`ifdef COVER_FILTER
    always @(posedge clk) if (f_past && !rst) begin
        cover(f_was_full && f_out == f_in && f_out > 7'd3 && !busy);    // starts waited in all lanes; all had verdicts
        cover(f_in == 7'd35 && &(f_wait_q & ~start_ready));             // u_start has wrapped, and all lanes let it wait
        cover(full && f_late == 4'd8 && c_q);                           // filled as far as can be
    end
`endif
