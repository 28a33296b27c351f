// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_admit, included at its end. The FIFOs behind are modelled by their fill, 16 places each.
// Assumed: the first cycle is a reset; words come as frames (first, ..., last); the fullness flags are
// exact; a frame is done with after its last word was pushed, and once; lost_said only when nothing is held.
    localparam [4:0] F_SIZE = 5'd16;
    reg        f_past = 1'b0;
    reg        f_start;       // the next word is a first one
    reg  [4:0] f_words;
    reg  [4:0] f_heads;
    reg  [4:0] f_infos;
    reg  [6:0] f_ended;       // admitted, last word pushed, not done
    reg        f_was_lost;
    reg        f_was_cut;
    (* anyseq *) wire f_word_pop;
    (* anyseq *) wire f_head_pop;
    (* anyseq *) wire f_info_pop;

    wire       f_end = word_push && s_last;
    wire       f_open = !f_start && taking_q;

    always @(posedge clk) begin
        f_past <= 1'b1;
        if (s_valid) f_start <= s_last;
        f_words <= f_words + word_push - f_word_pop;
        f_heads <= f_heads + head_push - f_head_pop;
        f_infos <= f_infos + info_push - f_info_pop;
        f_ended <= f_ended + f_end - done;
        if (lost && held) f_was_lost <= 1'b1;
        if (word_push && word_cut) f_was_cut <= 1'b1;
        if (rst) begin
            f_start <= 1'b1;
            f_words <= 5'd0;
            f_heads <= 5'd0;
            f_infos <= 5'd0;
            f_ended <= 7'd0;
            f_was_lost <= 1'b0;
            f_was_cut <= 1'b0;
        end
    end

    always @* begin
        if (!f_past) assume(rst);
        assume(s_first == f_start);
        assume(word_afull == (f_words > F_SIZE - 5'd3));
        assume(head_afull == (f_heads > F_SIZE - HEAD_I[4:0] - 5'd2));
        assume(info_afull == (f_infos > F_SIZE - 5'd3));
        if (f_words == 5'd0) assume(!f_word_pop);
        if (f_heads == 5'd0) assume(!f_head_pop);
        if (f_infos == 5'd0) assume(!f_info_pop);
        if (f_ended == 7'd0) assume(!done);
        if (!lost || held) assume(!lost_said);
    end

    always @* if (f_past) begin
        // the contract: there is a place for every push, fates stay in order, no frame without an end
        if (word_push) assert(f_words < F_SIZE);
        if (head_push) assert(f_heads < F_SIZE);
        if (info_push) assert(f_infos < F_SIZE);
        if (enter) assert(lost_q == 16'd0);
        if (s_valid && s_last && take) assert(word_push);
        assert(held == (held_q != 7'd0));
        assert(held_q == f_ended + {6'd0, f_open});
        // what holds it up
        assert(lost_any_q == (lost_q != 16'd0));
        if (f_start && room_q) begin
            assert(lost_q == 16'd0);
            assert(f_words <= F_SIZE - 5'd2);
            assert(f_heads <= F_SIZE - HEAD_I[4:0] - 5'd1);
            assert(f_infos <= F_SIZE - 5'd2);
            assert(held_q <= 7'd64);
        end
        if (f_open) begin
            assert(word_q != 3'd0 && word_q <= HEAD_I[2:0]);
            assert(f_words < F_SIZE);
            assert(f_heads <= F_SIZE - HEAD_I[4:0] + {2'd0, word_q});
        end
        assert(f_words <= F_SIZE && f_heads <= F_SIZE && f_infos <= F_SIZE && held_q <= 7'd65 && f_ended <= 7'd65);
    end

    always @(posedge clk) if (f_past && !rst) begin
        cover(f_was_lost && !lost && !held);
        cover(f_was_cut && enter);
    end
