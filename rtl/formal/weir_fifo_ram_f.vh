// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_fifo_ram, included at its end; f_n as in weir_fifo_f.vh. The read-ahead FIFO carries its own
// contract, proven apart; here both hold each other up.
    (* anyconst *) wire [LG+1:0] f_n;
    reg           f_past = 1'b0;
    reg  [LG+1:0] f_in;
    reg  [LG+1:0] f_out;
    reg           f_inside;
    reg  [W-1:0]  f_word;
    reg           f_was_rst;
    reg           f_stall;
    reg           f_rd3;
    reg  [4*(LG+2)-1:0] f_ins;      // f_in of the four cycles before, the last one in the low bits
    reg  [3:0]    f_came_q;

    wire [LG+1:0] f_held = f_in - f_out;
    wire [LG+1:0] f_ahead = f_n - f_out;
    wire [LG+1:0] f_in_fifo = f_fifo_used + m_valid;
    wire [LG+1:0] f_in_pipe = f_in_fifo + rd2_q;
    wire [LG+1:0] f_in_read = f_in_pipe + rd1_q;

    // words that are here for five cycles
    assign f_came = f_came_q;
    wire [LG+1:0] f_settled = f_ins[3*(LG+2) +: LG+2] - f_out;
    // and for two to four cycles: all of them are read, or many
    wire [LG+1:0] f_two = f_ins[0 +: LG+2] - f_out;
    wire [LG+1:0] f_three = f_ins[LG+2 +: LG+2] - f_out;
    wire [LG+1:0] f_four = f_ins[2*(LG+2) +: LG+2] - f_out;
    wire [LG+1:0] f_given = f_in_fifo - f_rd3;
    wire          f_none_settled = f_settled == 0 || f_settled[LG+1];

    assign f_ram_look = rp_q + f_ahead[LG-1:0] - f_in_read[LG-1:0];
    assign f_fifo_look = f_ahead[2:0] - {2'd0, m_valid};

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_was_rst <= rst;
        f_stall <= m_valid && !m_ready && !rst;
        if (push) f_in <= f_in + 1'b1;
        f_came_q <= {f_came_q[2:0], push};
        f_rd3 <= rd2_q && !rst;
        f_ins <= {f_ins[3*(LG+2)-1:0], f_in};
        if (pop) f_out <= f_out + 1'b1;
        if (push && f_in == f_n) begin
            f_inside <= 1'b1;
            f_word <= s_data;
        end
        if (pop && f_out == f_n) f_inside <= 1'b0;
        if (rst) begin
            f_in <= 0;
            f_out <= 0;
            f_ins <= 0;
            f_came_q <= 4'd0;
            f_inside <= 1'b0;
        end
    end

    // Assumed: the first cycle is a reset. s_valid, s_data and m_ready are free.
    always @* if (!f_past) assume(rst);

    always @* if (f_past) begin
        // the contract
        if (f_inside && f_out == f_n) assert(!m_valid || m_data == f_word);
        assert(!rd2_q || ahead_ready);
        assert({1'b0, count_q} == f_held);
        assert(ready_q == (count_q != DEPTH && !f_was_rst));
        assert(!f_stall || m_valid);
        // a word that is here for five cycles, and the oldest, is offered; pops in every cycle included
        assert(m_valid || f_none_settled);
        // what holds it up
        assert(f_inside == (f_ahead < f_held));
        assert(count_q <= DEPTH);
        assert(f_held == {1'b0, stored_q} + f_in_read);
        assert(f_in_read == {{(LG-AHEAD_LG+1){1'b0}}, ahead_q});
        assert(ahead_ok_q == !ahead_q[AHEAD_LG]);
        assert(ahead_q <= 4'd8);
        assert(some_q == (stored_q != 0));
        assert(f_two == f_held - f_came[0] && f_three == f_two - f_came[1]);
        assert(f_four == f_three - f_came[2] && f_settled == f_four - f_came[3]);
        assert(f_two[LG+1] || f_in_read >= f_two || f_in_read >= 7);
        assert(f_three[LG+1] || f_in_pipe >= f_three || f_in_pipe >= 6);
        assert(f_four[LG+1] || f_in_fifo >= f_four || f_in_fifo >= 5);
        assert(f_none_settled || f_given >= f_settled || f_given >= 4);
        assert(m_valid || f_fifo_used == {3'd0, f_rd3});
        assert(stored_q[LG-1:0] == wp_q - rp_q);
        assert(ahead_ready || f_fifo_used == 4'd8 || f_was_rst);
        if (f_was_rst) assert(f_held == 0);
        if (f_inside) begin
            if (f_ahead >= f_in_read)
                assert(f_ram_seen == f_word);
            else if (f_ahead >= f_in_pipe) assert(f_array == f_word);
            else if (f_ahead >= f_in_fifo) assert(rdata == f_word);
            else if (m_valid && f_ahead == 0) assert(m_data == f_word);
            else assert(f_fifo_seen == f_word);
        end
    end

    always @(posedge clk) if (f_past && !rst) begin
        cover(count_q == DEPTH && f_in_read == 8);
        cover(f_inside && f_out == f_n && pop && f_n == 6'd17);
    end
