// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_fifo, included at its end. f_n is any sequence number: word f_n in is word f_n out.
// The covers count only with COVER_FIFO defined: a FIFO inside another block need not reach them.
// Counts are modulo 2^(LG+2), more than the FIFO holds, so inside it they are unique.
    (* anyconst *) wire [LG+1:0] f_n;
    reg           f_past = 1'b0;
    reg  [LG+1:0] f_in;
    reg  [LG+1:0] f_out;
    reg           f_inside;
    reg  [W-1:0]  f_word;
    reg           f_stall;
    reg  [W-1:0]  f_m;
    reg           f_was_full;
    reg           f_was_rst;
    reg           f_came;                 // a word was pushed in the cycle before

    wire          f_push = s_valid && s_ready;
    wire          f_pop = m_valid && m_ready;
    wire [LG+1:0] f_held = f_in - f_out;
    wire [LG+1:0] f_ahead = f_n - f_out;  // words before word f_n, while it is inside

    // the tracked word's place in the RAM, and the place that a parent's proof asks for
    wire [LG+1:0] f_settled = f_held - {{(LG+1){1'b0}}, f_came};  // words that are here for two cycles
    wire [LG+1:0] f_given = {{(LG+1){1'b0}}, m_valid} + {{(LG+1){1'b0}}, f_more};
    wire [LG-1:0] f_place = rp_q + f_ahead[LG-1:0] - f_given[LG-1:0];
    wire [LG-1:0] f_asked = rp_q + f_look;

    assign f_seen = mem_q[f_asked];
    assign f_used = used_q;
    genvar f_g;
    generate
        for (f_g = 0; f_g < (1 << LG); f_g = f_g + 1) begin : g_all
            wire [LG-1:0] f_at = rp_q + f_g[LG-1:0];
            assign f_all[W*f_g +: W] = mem_q[f_at];
        end
    endgenerate

    always @(posedge clk) begin
        f_past <= 1'b1;
        if (f_push) f_in <= f_in + 1'b1;
        if (f_pop) f_out <= f_out + 1'b1;
        if (f_push && f_in == f_n) begin
            f_inside <= 1'b1;
            f_word <= s_data;
        end
        if (f_pop && f_out == f_n) f_inside <= 1'b0;
        f_stall <= m_valid && !m_ready;
        f_m <= m_data;
        f_was_rst <= rst;
        f_came <= f_push && !rst;
        if (used_q == DEPTH) f_was_full <= 1'b1;
        if (rst) begin
            f_in <= 0;
            f_out <= 0;
            f_inside <= 1'b0;
            f_stall <= 1'b0;
            f_was_full <= 1'b0;
        end
    end

    // Assumed: the first cycle is a reset. s_valid, s_data and m_ready are free.
    always @* if (!f_past) assume(rst);

    always @* if (f_past) begin
        // the contract
        if (f_inside && f_out == f_n) assert(!m_valid || m_data == f_word);
        if (f_stall) assert(m_valid && m_data == f_m);
        assert(afull_q == (used_q > AFULL_AT));
        assert(ready_q == (used_q != DEPTH && !f_was_rst));
        // a word that is here for two cycles, and the oldest, is offered; pops in every cycle included
        assert(m_valid || f_settled == 0);
        // what holds it up
        assert(f_held == {1'b0, used_q} + f_given);
        assert(!f_more || m_valid);
        assert(f_inside == (f_ahead < f_held));
        assert(used_q <= DEPTH);
        assert(some_q == (used_q != 0));
        assert(used_q[LG-1:0] == wp_q - rp_q);
        if (f_inside && f_ahead >= f_given) assert(mem_q[f_place] == f_word);
        if (f_inside && f_ahead == 1 && f_more) assert(f_second == f_word);
    end

`ifdef COVER_FIFO
    always @(posedge clk) if (f_past && !rst) begin
        cover(f_was_full && f_inside && f_out == f_n && f_pop && f_n == DEPTH + 1);  // word 2^LG+1: wrapped
        cover(f_was_full && used_q == 0 && !m_valid);                            // filled, then drained
        cover(afull && s_ready);
    end
`endif
