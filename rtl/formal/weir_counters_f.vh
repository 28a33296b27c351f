// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_counters, included at its end, for any counter f_a of the rows that are swept: its value is
// the sum of the additions taken since reset, and the snapshot's that of the additions taken before the
// token; what is read while no snapshot is on its way is the snapshot.
// With COVER_COUNTERS defined the covers are looked for instead.
// Assumed: the first cycle is a reset; an addition stays until it is taken. Additions, tokens and reads may come at
// any time.
    (* anyconst *) wire [9:0] f_a;
    reg          f_past = 1'b0;
    reg  [63:0]  f_sum, f_at_token, f_token, f_rd1, f_rd2;
    reg  [17:0]  f_inc;
    reg          f_rd1_q, f_rd2_q;
    wire         f_add = add && add_addr == f_a;
    wire         f_swp = sweep && !add && walk_q == f_a;
    wire [63:0]  f_wide = {{46{add_inc[17]}}, add_inc};

    // an addition that was not taken
    reg          f_wait;
    reg  [27:0]  f_word;

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_wait <= add_valid && !add_ready && !rst;
        f_word <= {add_row, add_col, add_inc};
        if (f_add) f_sum <= f_sum + f_wide;
        if (f_add || f_swp) f_inc <= f_add ? add_inc : 18'd0;
        if (snap) f_at_token <= f_sum;
        if (begin_snap) f_token <= f_at_token;
        f_rd1_q <= rd_req && rd_addr == f_a && !snap_busy;
        f_rd2_q <= f_rd1_q;
        f_rd1   <= f_token;
        f_rd2   <= f_rd1;
        if (rst) begin
            f_sum <= 64'd0;
            f_token <= 64'd0;
            f_rd1_q <= 1'b0;
            f_rd2_q <= 1'b0;
        end
    end

    always @* begin
        if (!f_past) assume(rst);
        if (f_past && f_wait) assume(add_valid && {add_row, add_col, add_inc} == f_word);
        assume(!f_a[4] && f_a[9:5] < ROWS[4:0]);
    end

    wire         f_p1 = s1_valid_q && s1_addr_q == f_a, f_p2 = s2_valid_q && s2_addr_q == f_a,
                 f_p3 = s3_valid_q && s3_addr_q == f_a, f_p4 = s4_valid_q && s4_addr_q == f_a;
    wire         f_pend = f_p1 || f_p2 || f_p3 || f_p4;
    wire         f_clear = clear_q && walk_q <= f_a;      // not cleared yet
    wire [63:0]  f_more = {{46{f_inc[17]}}, f_inc};
    wire [63:0]  f_new = f_live[63:0] + f_more;
    wire [32:0]  f_lo = {1'b0, f_live[31:0]} + {1'b0, f_more[31:0]};

`ifndef COVER_COUNTERS
    always @* if (f_past) begin
        // the contract
        if (!f_clear && !f_pend) assert(f_live[63:0] == f_sum);
        if (!snap_busy) assert(f_saved == f_token);
        if (f_rd2_q) assert(rd_ack && rd_data == f_rd2);
        if (snap || want_q || clear_q) assert(!add);
        // what holds it up
        assert({2'd0, f_p1} + {2'd0, f_p2} + {2'd0, f_p3} + {2'd0, f_p4} <= 3'd1);
        if (f_pend) assert(!clear_q && f_new == f_sum);
        if (f_p1) assert(f_live_array == f_live && s1_inc_q == f_inc);
        if (f_p2) assert(live == f_live && s2_inc_q == f_inc);
        if (f_p3) assert(lo_q == f_lo && hi_q == f_live[63:32] && ext_q == {14{f_inc[17]}}
                         && {old_hi_q, old_lo_q} == f_live[63:0] && stale_q == (f_live[64] != epoch_q));
        if (f_p4) assert(new_q == f_new && save_q == (f_live[64] != epoch_q));
        if (save_q) assert(s4_valid_q && save_addr_q == s4_addr_q);
        if (save_q && save_addr_q == f_a) assert(f_p4 && old_q == f_live[63:0]);
        if (want_q) assert(f_at_token == f_sum);
        if (clear_q) assert(!s1_valid_q && !s2_valid_q && !s3_valid_q && !s4_valid_q && !sweep_q && !epoch_q
                            && f_sum == 0 && f_token == 0);
        if (!f_clear) begin
            if (clear_q) assert(f_live == 65'd0 && f_saved == 64'd0);
            if (f_live[64] == epoch_q) assert(f_saved == f_token);
            else assert(f_token == f_live[63:0]);
            // what the sweep has passed is saved or about to be
            if (!sweep_q || walk_q > f_a) assert(f_live[64] == epoch_q || f_pend);
        end
        if (sweep_q) assert(!walk_q[4] && walk_q[9:5] < ROWS[4:0]);
        if (f_rd1_q) assert(f_saved_array == f_rd1 && rd1_q);
    end

`else
    // On one road: counter 3 is added to, a snapshot is taken, it is added to before and after the sweep
    // has passed it, the snapshot is read.
    reg  [6:0] f_cycle;
    reg  [1:0] f_adds;
    always @(posedge clk) begin
        f_cycle <= rst ? 7'd0 : f_cycle + 7'd1;
        if (f_add) f_adds <= f_adds + {1'b0, f_adds != 2'd3};
        if (rst) f_adds <= 2'd0;
    end
    always @* if (f_past) begin
        assume(!rst && f_a == 10'd3 && add_row == 5'd0 && add_col == 5'd3 && add_inc == 18'h3fffe);
        assume(add_valid == (f_adds == 2'd0 ? f_cycle >= 7'd18 : f_adds == 2'd1 ? f_cycle >= 7'd26
                                                               : f_adds == 2'd2 && f_cycle >= 7'd45));
        assume(snap == (f_cycle == 7'd24) && rd_req == (f_cycle == 7'd65) && rd_addr == 10'd3);
    end
    always @(posedge clk) if (f_past && !rst) begin
        cover(f_p4 && save_q && f_adds == 2'd2);                 // an addition saved the old value
        cover(!snap_busy && f_token != f_sum && f_adds == 2'd3);
        cover(f_rd2_q && rd_data == 64'hffffffff_fffffffe);     // minus 2
    end
`endif
