// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_pair, included at its end. f_n is any sequence number (modulo 16; it holds two words).
    (* anyconst *) wire [3:0] f_n;
    reg          f_past = 1'b0;
    reg  [3:0]   f_in, f_out;
    reg          f_inside, f_stall, f_was_full, f_was_rst;
    reg  [W-1:0] f_word, f_m;

    wire [3:0]   f_held = f_in - f_out;
    wire [3:0]   f_ahead = f_n - f_out;

    always @(posedge clk) begin
        f_past <= 1'b1;
        if (push) f_in <= f_in + 1'b1;
        if (pop) f_out <= f_out + 1'b1;
        if (push && f_in == f_n) begin
            f_inside <= 1'b1;
            f_word <= s_data;
        end
        if (pop && f_out == f_n) f_inside <= 1'b0;
        f_stall <= m_valid && !m_ready;
        f_m <= m_data;
        if (full0_q && full1_q) f_was_full <= 1'b1;
        f_was_rst <= rst;
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
        if (f_inside && f_out == f_n) assert(m_valid && m_data == f_word);
        if (f_stall) assert(m_valid && m_data == f_m);
        // it takes a word unless it holds two or was reset, and offers one unless it holds none
        assert(s_ready == (f_held < 2 && !f_was_rst));
        assert(m_valid == (f_held != 0));
        // what holds it up
        assert(f_held == {3'd0, full0_q} + {3'd0, full1_q});
        if (f_was_rst) assert(f_held == 0);
        assert(wp_q == f_in[0] && rp_q == f_out[0]);
        if (f_held == 1) assert(rp_q ? full1_q : full0_q);
        assert(f_inside == (f_ahead < f_held));
        if (f_inside) assert((f_n[0] ? data1_q : data0_q) == f_word);
    end

`ifdef COVER_PAIR
    always @(posedge clk) if (f_past && !rst) begin
        // full, then a word in and a word out in every cycle
        cover(f_was_full && f_inside && f_out == f_n && pop && f_n == 4'd9);
        cover(f_was_full && push && pop && f_in == 4'd9);
        cover(f_was_full && !m_valid);
    end
`endif
