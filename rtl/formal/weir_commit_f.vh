// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_commit, included at its end; run with a small frame buffer.
// Assumed: the first cycle is a reset; fb_rptr only moves forward, over words of frames that were kept.
    localparam [FB_AW:0] F_SIZE = {1'b1, {FB_AW{1'b0}}};
    reg            f_past = 1'b0;
    reg  [FB_AW:0] f_r1;          // fb_rptr and wr_q of 1, 2, 3 cycles before
    reg  [FB_AW:0] f_r2;
    reg  [FB_AW:0] f_r3;
    reg  [FB_AW:0] f_w1;
    reg  [FB_AW:0] f_w2;
    reg  [FB_AW:0] f_at;          // word that is being written
    reg  [FB_AW:0] f_words;       // of this frame, taken
    reg            f_all;         // and all were written
    reg  [FB_AW:0] f_base;        // base_q and f_words before the record
    reg  [FB_AW:0] f_rec_words;
    reg            f_rec_all;
    reg            f_rolled;

    // everything counted from the oldest read pointer, so that nothing wraps
    wire [FB_AW:0] d_r2 = f_r2 - f_r3;
    wire [FB_AW:0] d_r1 = f_r1 - f_r3;
    wire [FB_AW:0] d_r = fb_rptr - f_r3;
    wire [FB_AW:0] d_base = base_q - f_r3;
    wire [FB_AW:0] d_wr = wr_q - f_r3;
    wire [FB_AW:0] d_w1 = f_w1 - f_r3;
    wire [FB_AW:0] d_w2 = f_w2 - f_r3;
    wire [FB_AW:0] d_at = f_at - f_r3;
    wire [FB_AW:0] d_used = wr_q - fb_rptr;

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_r1 <= fb_rptr;
        f_r2 <= f_r1;
        f_r3 <= f_r2;
        f_w1 <= wr_q;
        f_w2 <= f_w1;
        if (take) begin
            f_at <= wr_q;
            f_words <= first_q ? 1'b1 : f_words + 1'b1;
            f_all <= fit && (first_q || f_all);
        end
        if (j2_q) begin
            f_base <= base_q;
            f_rec_words <= f_words;
            f_rec_all <= f_all;
            if (!keep && wr_q != base_q) f_rolled <= 1'b1;
        end
        if (rst) begin
            f_r1 <= 0;
            f_r2 <= 0;
            f_r3 <= 0;
            f_w1 <= 0;
            f_w2 <= 0;
            f_rolled <= 1'b0;
        end
    end

    always @* begin
        if (!f_past) assume(rst);
        if (f_past) assume(fb_rptr - f_r1 <= base_q - f_r1);
        if (!f_past || rst) assume(fb_rptr == 0);
    end

    always @* if (f_past) begin
        // the contract: a write goes behind what is kept, and not over what is not released
        if (fb_we) begin
            assert(fb_waddr == f_at[FB_AW-1:0]);
            assert(d_at >= d_base && d_at - d_r < F_SIZE);
        end
        // a record is of words that were all written, and are kept from now on
        if (fr_valid) begin
            assert(f_rec_all);
            assert(base_q == f_base + f_rec_words);
            assert(fr_data[FB_AW-1:0] == f_base[FB_AW-1:0]);
            assert(fr_data[`FR_TAPS] != 16'd0);
        end
        assert(!(fr_valid && !(fate_q && ev_fate == `FATE_MATCHED)));
        // what holds it up
        assert({1'b0, settle_q[0]} + settle_q[1] + j1_q + j2_q <= 2'd1);
        if (!first_q) begin
            assert(!judging_q && f_all == fit_q);
            if (f_all) assert(wr_q == base_q + f_words);
        end
        assert(judging_q == (settle_q != 2'd0 || j1_q || j2_q));
        if (first_q && !judging_q) assert(wr_q == base_q);
        if (judging_q && whole_q) assert(f_all && wr_q == base_q + f_words);
        assert(rptr_q == f_r1);
        assert(d_r2 <= d_r1 && d_r1 <= d_r && d_r <= d_base && d_base <= d_wr);
        assert(d_wr <= F_SIZE);
        assert(used_q == f_w1 - f_r2);
        if (room_q) assert(d_w2 < FULL_AT);
        assert(d_wr <= d_w1 + 1'b1 && d_w1 <= d_w2 + 1'b1);
        assert(d_w1 <= F_SIZE && d_w2 <= F_SIZE);
        assert(d_used <= F_SIZE - 2);
    end

    always @(posedge clk) if (f_past && !rst) begin
        cover(f_rolled && fr_valid && f_rec_words == 2 && base_q[FB_AW]);
        cover(fr_valid && d_used >= F_SIZE - 4);
        cover(ev_fate_valid && ev_fate == `FATE_MATCHED && !fr_valid);
    end
