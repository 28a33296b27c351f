// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_skid, included at its end. f_n is any sequence number (modulo 16; it holds two words).
    (* anyconst *) wire [3:0] f_n;
    reg          f_past = 1'b0;
    reg  [3:0]   f_in;
    reg  [3:0]   f_out;
    reg          f_inside;
    reg  [W-1:0] f_word;
    reg          f_stall;
    reg  [W-1:0] f_m;
    reg          f_was_full;

    wire         f_pop = m_valid && m_ready;
    wire [3:0]   f_held = f_in - f_out;
    wire [3:0]   f_ahead = f_n - f_out;

    always @(posedge clk) begin
        f_past <= 1'b1;
        if (push) f_in <= f_in + 1'b1;
        if (f_pop) f_out <= f_out + 1'b1;
        if (push && f_in == f_n) begin
            f_inside <= 1'b1;
            f_word <= s_data;
        end
        if (f_pop && f_out == f_n) f_inside <= 1'b0;
        f_stall <= m_valid && !m_ready;
        f_m <= m_data;
        if (spare_valid_q) f_was_full <= 1'b1;
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
        // what holds it up
        assert(f_held == {3'd0, valid_q} + {3'd0, spare_valid_q});
        assert(f_inside == (f_ahead < f_held));
        assert(!spare_valid_q || (valid_q && !ready_q));
        if (f_inside && f_ahead == 1) assert(spare_q == f_word);
    end

`ifdef COVER_SKID
    always @(posedge clk) if (f_past && !rst) begin
        cover(f_was_full && f_inside && f_out == f_n && f_pop && f_n == 4'd5);
        cover(f_was_full && !valid_q);
    end
`endif
