// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_dma_gate, included at its end, for any slot f_s and any burst number f_k. Requesters are
// free: commands, read requests, data and ring tables may be anything at any time.
//
// Assumed: the first cycle is a reset. AXI answers follow what they answer: a B only after its burst's AW
// and last W were taken, an R only after its AR was taken, both in order (one ID). Error answers are free.
// Counts of bursts are modulo 64; at most 2^OUT_LG + 1 are unanswered.
// With COVER_GATE defined the covers are looked for instead.
//
// f_state is the slot's state, led by what happens at the bus alone; f_page and f_pages the window that the
// last descriptor read delivered.
    localparam       F_CLOSED = 2'd0, F_LOADING = 2'd1, F_OPEN = 2'd2, F_CLOSING = 2'd3;
    localparam       F_WC = 1 << DATA_LG, F_TG = 1 << OUT_LG, F_RT = 1 << READ_LG;
    localparam       F_TGW = TAG_W + SW + 3, F_RTW = SW + LB - 1;
    (* anyconst *) wire [5:0] f_k;
    reg              f_past = 1'b0;
    reg              f_after_rst;
    reg  [1:0]       f_state;
    reg  [51:0]      f_page;
    reg  [10:0]      f_pages;
    integer          f_i;

    // ---- commands, as they went in ---------------------------------------------------------------
    localparam       F_CW = SW + 22 - LB + 5 + 4;
    reg  [F_CW-1:0]  f_c1, f_c2, f_c3;
    reg  [51:0]      f_cpage2, f_cpage3;
    wire             f3_wr, f3_close, f3_compl, f3_src;
    wire [SW-1:0]    f3_slot;
    wire [21:LB]     f3_off;
    wire [4:0]       f3_beats;
    assign {f3_wr, f3_close, f3_compl, f3_src, f3_slot, f3_off, f3_beats} = f_c3;
    wire             f2_compl = f_c2[F_CW-3];
    wire [SW-1:0]    f2_slot  = f_c2[F_CW-5 -: SW];
    wire             f3_ours  = !f3_compl && f3_slot == f_s;
    wire             f_shut   = fire && s3_shut_q && f3_ours;
    // the burst offered since the cycle before
    reg              f_new, f_new_compl, f_new_ours;
    reg  [51:0]      f_new_cpage;
    reg  [21:LB]     f_new_off;
    reg  [4:0]       f_new_beats;

    always @(posedge clk) begin
        f_past      <= 1'b1;
        f_after_rst <= rst;
        if (take) f_c1 <= {cmd_wr, cmd_close, cmd_compl, cmd_src, cmd_slot, cmd_off, cmd_beats};
        if (step2) {f_c2, f_cpage2} <= {f_c1, compl_page};
        if (step3) {f_c3, f_cpage3} <= {f_c2, f_cpage2};
        f_new       <= issue && !rst;
        f_new_compl <= f3_compl;
        f_new_ours  <= f3_ours;
        f_new_cpage <= f_cpage3;
        f_new_off   <= f3_off;
        f_new_beats <= f3_beats;
    end

    // ---- bursts: issued, AW taken, first W, last W in the slice and taken, B taken, answered ----------
    reg  [5:0]       f_n_is, f_n_aw, f_n_ws, f_n_wi, f_n_wl, f_n_b, f_n_an, f_close_at;
    reg  [3:0]       f_k_len;
    reg  [4:0]       f_in_beat, f_out_beat;
    wire             f_aw_hs = m_axi_awvalid && m_axi_awready;
    wire             f_w_hs  = m_axi_wvalid && m_axi_wready;
    wire             f_b_hs  = m_axi_bvalid && m_axi_bready;
    wire             f_w_in  = wb_pass_q && ws_ready && (wb_d1_q ? d1_valid : wb_d0_q && d0_valid);
    wire             f_acked = tg_pop && tg_close && tg_slot == f_s;

    always @(posedge clk) begin
        f_n_is <= f_n_is + {5'd0, issue};
        f_n_aw <= f_n_aw + {5'd0, f_aw_hs};
        f_n_ws <= f_n_ws + {5'd0, wc_take && wc_pass};
        f_n_wi <= f_n_wi + {5'd0, f_w_in && d_last};
        f_n_wl <= f_n_wl + {5'd0, f_w_hs && m_axi_wlast};
        f_n_b  <= f_n_b + {5'd0, f_b_hs};
        f_n_an <= f_n_an + {5'd0, tg_pop && tg_wait};
        if (f_w_in) f_in_beat <= d_last ? 5'd0 : f_in_beat + 5'd1;
        if (f_w_hs) f_out_beat <= m_axi_wlast ? 5'd0 : f_out_beat + 5'd1;
        if (f_new && f_n_is == f_k + 6'd1) f_k_len <= m_axi_awlen[3:0];
        if (f_shut) f_close_at <= f_n_is + {5'd0, issue};
        if (rst) begin
            {f_n_is, f_n_aw, f_n_ws, f_n_wi, f_n_wl, f_n_b, f_n_an} <= 0;
            f_in_beat <= 5'd0;
            f_out_beat <= 5'd0;
        end
    end
    // of f_k: its AW was offered and its last W is not taken
    wire [5:0]       f_w_behind = f_k - f_n_wl;
    wire             f_k_live = f_w_behind < f_n_is - f_n_wl;
    wire [3:0]       f_k_last = f_new && f_n_is == f_k + 6'd1 ? m_axi_awlen[3:0] : f_k_len;

    // ---- reads: at most one of the slot is unanswered -----------------------------------------------
    reg  [READ_LG+1:0] f_reads, f_ar_out, f_ahead;
    reg              f_mine, f_got, f_mine_desc, f_err;
    reg  [LB-4:0]    f_lane;
    reg  [63:0]      f_word, f_want;
    reg              f_rq_desc;
    reg  [SW-1:0]    f_rq_slot;
    reg  [15:0]      f_rq_index;
    wire             f_ar_hs = m_axi_arvalid && m_axi_arready;
    wire             f_r_hs  = m_axi_rvalid && m_axi_rready;
    wire             f_ar_me = ar_fire && f_rq_slot == f_s;
    wire             f_r_me  = f_r_hs && f_mine && f_ahead == 0;
    wire             f_rr    = rr_valid && !rr_refused;
    wire             f_done  = f_rr && f_got;
    wire             f_good  = f_word[11] && f_word[10:0] != 0 && f_word[10:0] <= 11'd1024 && !f_err;
    wire             f_pipe  = rs_valid_q || rd_valid_q || f_rr;
    wire             f_reading = (f_mine || f_got) && !f_mine_desc;
    reg              f_new_ar;

    always @(posedge clk) begin
        if (rq_valid && rq_ready) {f_rq_desc, f_rq_slot, f_rq_index} <= {rq_desc, rq_slot, rq_index};
        // what the address must be
        if (r1_valid_q && !r1_seen_q)
            f_want <= f_rq_desc ? {f_ring + {45'd0, f_rq_index[15:9]}, f_rq_index[8:0], 3'd0}
                                : {f_page, 12'h008};
        f_new_ar <= f_ar_me && !rst;
        f_reads  <= f_reads + {{(READ_LG+1){1'b0}}, ar_fire} - {{(READ_LG+1){1'b0}}, f_r_hs};
        f_ar_out <= f_ar_out + {{(READ_LG+1){1'b0}}, f_ar_hs} - {{(READ_LG+1){1'b0}}, f_r_hs};
        if (f_r_hs && f_mine) f_ahead <= f_ahead - 1'b1;
        if (f_r_me) begin
            f_mine <= 1'b0;
            f_got  <= 1'b1;
            f_word <= m_axi_rdata[64*f_lane +: 64];
            f_err  <= m_axi_rresp[1];
        end
        if (f_done) f_got <= 1'b0;
        if (f_ar_me) begin
            f_mine      <= 1'b1;
            f_mine_desc <= f_rq_desc;
            f_lane      <= f_want[LB-1:3];
            f_ahead     <= f_reads - {{(READ_LG+1){1'b0}}, f_r_hs};
        end
        // the slot's life
        if (f_ar_me && f_rq_desc) f_state <= F_LOADING;
        if (f_done && f_mine_desc) begin
            f_state <= f_good ? F_OPEN : F_CLOSED;
            if (f_good) {f_page, f_pages} <= {f_word[63:12], f_word[10:0]};
        end
        if (f_shut) f_state <= F_CLOSING;
        if (f_acked) f_state <= F_CLOSED;
        if (rst) begin
            f_reads <= 0;
            f_ar_out <= 0;
            f_mine <= 1'b0;
            f_got <= 1'b0;
            f_state <= F_CLOSED;
        end
    end

    // ---- assumptions ----------------------------------------------------------------------------------
    always @* begin
        if (!f_past) assume(rst);
        if (m_axi_bvalid) assume(f_n_b != f_n_aw && f_n_b != f_n_wl);
        if (m_axi_rvalid) assume(f_ar_out != 0);
    end

`ifdef COVER_GATE
    // The covers lie on one road, which the assumptions allow: a slot is loaded with a window of two pages,
    // its block's status is read and not answered yet; a burst passes, one beyond the window and one
    // beyond its page do not, two more pass and a third one closes the slot; answers come, one of them an
    // error; the slot is loaded again.
    reg  [5:0]       f_cycle;
    reg  [2:0]       f_cmds;
    always @(posedge clk) begin
        f_cycle <= rst ? 6'd0 : f_cycle + 6'd1;
        f_cmds  <= rst ? 3'd0 : f_cmds + {2'd0, take};
    end
    always @* begin
        assume(f_s == 0 && cmd_slot == 0 && rq_slot == 0 && rq_index == 0 && compl_page == 0);
        assume(cmd_tag == 0 && rq_tag == 0 && !cmd_src && d0_valid && d0_data == 0 && d0_strb == 0);
        assume(d1_data == 0 && d1_strb == 0 && m_axi_rdata == {(DMA_W/64){64'h5802}} && f_k == 0);
        assume(cmd_wr && !cmd_compl && cmd_close == (f_cmds == 3'd5));
        assume(cmd_off == (f_cmds == 3'd1 ? 17'h100 : f_cmds == 3'd2 ? 17'h7f : 17'd0));
        assume(cmd_beats == (f_cmds == 3'd2 ? 5'd2 : 5'd1));
        assume(m_axi_awready && m_axi_wready && m_axi_arready && ans_ready);
        assume(m_axi_bresp == (f_n_b == 6'd1 ? 2'b10 : 2'b00) && m_axi_rresp == 0);
        assume(ring_we == (f_cycle < 6'd2) && ring_hi == f_cycle[0] && ring_tap == 0 && ring_data == 32'h7000);
        if (f_past) begin
            assume(!rst);
            assume(rq_valid == (f_cycle == 6'd2 || f_cycle == 6'd12 || f_cycle >= 6'd38));
            assume(rq_desc == (f_cycle != 6'd12));
            assume(cmd_valid == (f_cycle >= 6'd14 && f_cmds < 3'd6));
            assume(m_axi_rvalid == (f_ar_out != 0 && (f_cycle < 6'd12 || f_cycle >= 6'd34)));
            assume(m_axi_bvalid == (f_n_b != f_n_aw && f_n_b != f_n_wl && f_cycle >= 6'd26));
        end
    end
`else

    // ---- the contract ---------------------------------------------------------------------------------
    wire [5:0] f_paid_b = f_n_b - f_close_at, f_paid_aw = f_n_aw - f_close_at, f_paid_w = f_n_wl - f_close_at;
    wire [51:0] f_page_of = m_axi_awaddr[63:12] - f_page;
    wire [PW:0] f_end_of = {1'b0, m_axi_awaddr[11:LB]} + m_axi_awlen[PW:0] + 1'b1;
    reg        f_aw_stall, f_w_stall, f_ar_stall, f_an_stall;
    reg [71:0] f_aw_was;
    reg [DMA_W+DMA_W/8:0] f_w_was;
    reg [63:0] f_ar_was;
    reg [TAG_W+1:0] f_an_was;
    always @(posedge clk) begin
        f_aw_stall <= m_axi_awvalid && !m_axi_awready && !rst;
        f_w_stall  <= m_axi_wvalid && !m_axi_wready && !rst;
        f_ar_stall <= m_axi_arvalid && !m_axi_arready && !rst;
        f_an_stall <= ans_valid && !ans_ready && !rst;
        f_aw_was   <= {m_axi_awaddr, m_axi_awlen};
        f_w_was    <= {m_axi_wlast, m_axi_wstrb, m_axi_wdata};
        f_ar_was   <= m_axi_araddr;
        f_an_was   <= {ans_tag, ans_err, ans_refused};
    end

    always @* if (f_past) begin
        // a burst is offered only for an open slot, whole in its window and in one page, as commanded
        if (issue && f3_ours) assert(f_state == F_OPEN);
        assert(f_new == (m_axi_awvalid && !f_aw_stall));
        if (f_new) begin
            assert(m_axi_awaddr[LB-1:0] == 0 && m_axi_awlen <= 8'd15);
            assert(f_end_of <= 1 << PW);
            assert(m_axi_awlen + 8'd1 == {3'd0, f_new_beats});
            assert(m_axi_awaddr[11:LB] == f_new_off[11:LB]);
            if (f_new_compl) assert(m_axi_awaddr[63:12] == f_new_cpage && f_new_off[21:12] == 0);
            if (f_new_ours) begin
                assert(f_page_of < {41'd0, f_pages});
                assert(f_page_of == {42'd0, f_new_off[21:12]});
            end
        end
        // nothing else is offered, and what is offered stays
        if (f_aw_stall) assert(m_axi_awvalid && {m_axi_awaddr, m_axi_awlen} == f_aw_was);
        if (f_w_stall) assert(m_axi_wvalid && {m_axi_wlast, m_axi_wstrb, m_axi_wdata} == f_w_was);
        if (f_ar_stall) assert(m_axi_arvalid && m_axi_araddr == f_ar_was);
        if (f_an_stall) assert(ans_valid && {ans_tag, ans_err, ans_refused} == f_an_was);
        // W: of a burst that was offered, exactly its beats
        if (m_axi_wvalid) assert(f_n_wl != f_n_is);
        if (m_axi_wvalid && f_n_wl == f_k) assert(m_axi_wlast == (f_out_beat == {1'b0, f_k_last}));
        // reads: the slot's descriptor while it is CLOSED, its block's status while it is OPEN, one at a time
        if (f_ar_me) assert(f_state == (f_rq_desc ? F_CLOSED : F_OPEN) && !f_mine && !f_got);
        if (f_new_ar) assert(m_axi_arvalid && m_axi_araddr == f_want);
        if (m_axi_arvalid && !f_ar_stall) assert(f_new_ar || f_rq_slot != f_s);
        // CLOSED again: every burst ever issued for it has its AW, W and B, and no read is unanswered
        if (f_acked) assert(f_state == F_CLOSING && !f_mine && !f_got
                            && !f_paid_b[5] && !f_paid_aw[5] && !f_paid_w[5]);
        if (f_shut) assert(f3_close && f_state == F_OPEN);
        // the windows change with a descriptor's answer alone
        if (ld_we && ld_slot == f_s)
            assert(f_state == F_LOADING && f_done && f_mine_desc && f_good
                   && ld_win == {f_word[63:12], f_word[10:0]});
    end

    // ---- what holds it up -------------------------------------------------------------------------------
    wire [5:0] f_o_is = f_n_is - f_n_an, f_o_aw = f_n_aw - f_n_an, f_o_ws = f_n_ws - f_n_an,
               f_o_wi = f_n_wi - f_n_an, f_o_wl = f_n_wl - f_n_an, f_o_b = f_n_b - f_n_an;
    wire [5:0] f_o_close = f_close_at - f_n_an;
    wire       f_pc = pc_q && pc_slot_q == f_s, f_sh = sh_q && sh_slot_q == f_s,
               f_ar = ar_q && ar_slot_q == f_s;

    // queues as lists, the oldest first
    wire [F_TGW-1:0]            f_tg_head = {tg_tag, tg_slot, tg_close, tg_ref, tg_wait};
    wire [F_TGW*(F_TG+1)-1:0]   f_tg = tg_valid ? {f_tg_all, f_tg_head} : {{F_TGW{1'b0}}, f_tg_all};
    wire [6:0]                  f_tg_n = {{(6-OUT_LG){1'b0}}, f_tg_used} + {6'd0, tg_valid};
    wire [6:0]                  f_wc_head = {wc_pass, wc_src, wc_beats};
    wire [7*(F_WC+2)-1:0]       f_wc = f_wc_more ? {f_wc_all, f_wc_second, f_wc_head}
                                     : wc_valid ? {7'd0, f_wc_all, f_wc_head} : {14'd0, f_wc_all};
    wire [6:0]                  f_wc_n = {{(6-DATA_LG){1'b0}}, f_wc_used} + {6'd0, wc_valid} + {6'd0, f_wc_more};
    wire [F_RTW*(F_RT+1)-1:0]   f_rt = rt_valid ? {f_rt_all, rt_slot, rt_tag, rt_desc, rt_lane}
                                                : {{F_RTW{1'b0}}, f_rt_all};
    wire [READ_LG+1:0]          f_rt_n = {1'b0, f_rt_used} + {{(READ_LG+1){1'b0}}, rt_valid};
    reg  [5:0] f_waits, f_closes, f_passes;

    always @* begin
        f_waits  = 0;
        f_closes = 0;
        for (f_i = 0; f_i <= F_TG; f_i = f_i + 1)
            if (f_i < f_tg_n) begin
                f_waits = f_waits + {5'd0, f_tg[F_TGW*f_i]};
                if (f_tg[F_TGW*f_i + 2] && f_tg[F_TGW*f_i + 3 +: SW] == f_s) begin
                    f_closes = f_closes + 6'd1;
                    if (f_past) assert(f_waits == f_o_close);
                end
            end
        if (f_past) begin
            assert(f_waits == f_o_is);
            assert(f_closes == {5'd0, f_state == F_CLOSING});
        end
        f_passes = 0;
        for (f_i = 0; f_i <= F_WC + 1; f_i = f_i + 1)
            if (f_i < f_wc_n && f_wc[7*f_i + 6]) begin
                if (f_past && f_n_ws + f_passes == f_k)
                    assert(f_wc[7*f_i +: 5] == {1'b0, f_k_last} + 5'd1);
                f_passes = f_passes + 6'd1;
            end
        if (f_past) assert(f_n_ws + f_passes == f_n_is);
        for (f_i = 0; f_i <= F_RT; f_i = f_i + 1)
            if (f_past && f_i < f_rt_n) begin
                if ((f_mine && f_i == f_ahead + f_pipe) || (f_got && f_i == 0))
                    assert(f_rt[F_RTW*f_i +: F_RTW] == {f_s, f_rt[F_RTW*f_i + LB-2], f_mine_desc, f_lane});
                else
                    assert(f_rt[F_RTW*f_i + LB-1 +: SW] != f_s);
            end
    end

    // beats in the slice in front of W
    wire [5:0] f_n_1 = f_n_wl + {5'd0, m_axi_wvalid && m_axi_wlast};
    wire [4:0] f_b_1 = !m_axi_wvalid ? f_out_beat : m_axi_wlast ? 5'd0 : f_out_beat + 5'd1;
    wire       f_l_1 = f_w_spare[DMA_W+DMA_W/8];
    wire [5:0] f_n_2 = f_n_1 + {5'd0, f_w_more && f_l_1};
    wire [4:0] f_b_2 = !f_w_more ? f_b_1 : f_l_1 ? 5'd0 : f_b_1 + 5'd1;

    always @* if (f_past) begin
        // commands on their way are what went in
        if (s1_valid_q) assert(f_c1 == {s1_wr_q, s1_close_q, s1_compl_q, s1_src_q, s1_slot_q, s1_off_q, s1_beats_q});
        if (s2_valid_q) assert({f_c2[F_CW-1:F_CW-2], f_c2[F_CW-4:0]}
                               == {s2_wr_q, s2_close_q, s2_src_q, s2_slot_q, s2_off_q, s2_beats_q}
                               && s2_shut_q == (s2_close_q && !f2_compl));
        if (s3_valid_q) assert({f3_wr, f3_close, f3_src, f3_slot, f3_beats}
                               == {s3_wr_q, s3_close_q, s3_src_q, s3_slot_q, s3_beats_q}
                               && s3_word_q == f3_off[11:LB]);
        if (s2_valid_q && f2_compl) assert(s2_page_q == f_cpage2 && s2_pages_q == 11'd1 && s2_open_q);
        if (s3_valid_q && f3_compl && s3_ok_q) assert(s3_page_q == f_cpage3 && f3_off[21:12] == 0);
        if (s3_valid_q) begin
            if (s3_shut_q) assert(s3_close_q && !f3_compl);
            if (s3_ok_q) assert(f3_beats != 0 && f3_beats <= 5'd16
                                && {1'b0, f3_off[11:LB]} + {{(PW-4){1'b0}}, f3_beats} <= 1 << PW);
            if (f3_ours && s3_shut_q) assert(f_state == F_OPEN);
        end
        if (s2_valid_q && !f2_compl && f2_slot == f_s) begin
            if (s2_open_q) assert(f_state == F_OPEN && {s2_page_q, s2_pages_q} == {f_page, f_pages});
        end
        if (s3_valid_q && f3_ours && s3_ok_q)
            assert(f_state == F_OPEN && {1'b0, f3_off[21:12]} < f_pages
                   && s3_page_q == f_page + {42'd0, f3_off[21:12]});
        // a command with close is the last one inside
        assert(block_q == ((s1_valid_q && s1_close_q) || (s2_valid_q && s2_close_q)
                           || (s3_valid_q && s3_close_q)));
        if (s2_valid_q && s2_close_q) assert(!s1_valid_q);
        if (s3_valid_q && s3_close_q) assert(!s1_valid_q && !s2_valid_q);
        if (sh_q) assert(!r1_valid_q && !s1_valid_q && !ar_q);
        // the slot's bits and its state
        assert(closed_q[f_s] == ((f_state == F_CLOSED && !f_pc) || (f_state == F_LOADING && f_ar)));
        assert(open_q[f_s] == (f_state == F_OPEN || (f_state == F_CLOSING && f_sh)));
        assert(reading_q[f_s] == (f_reading && !f_ar));
        if (f_pc) assert(f_state == F_CLOSED);
        if (f_sh) assert(f_state == F_CLOSING);
        if (f_ar) assert(f_mine && f_mine_desc == ar_desc_q);
        if (f_ar) assert(f_state == (ar_desc_q ? F_LOADING : F_OPEN));
        assert((f_state == F_LOADING) == ((f_mine || f_got) && f_mine_desc));
        if (f_reading) assert(f_state == F_OPEN || f_state == F_CLOSING);
        if (f_state == F_OPEN || f_state == F_CLOSING) begin
            assert(f_win_w == {f_page, f_pages});
            assert(f_win_r == f_page);
        end
        assert(!(wb_d0_q && wb_d1_q));
        assert(rr_ld_q == (rr_load && rr_good && !rr_err));
        // reads on their way
        if (r1_valid_q) assert({r1_desc_q, r1_slot_q, r1_index_q} == {f_rq_desc, f_rq_slot, f_rq_index});
        if (r1_valid_q) assert(!r2_valid_q && !ar_q);
        // A slot looked up changes only so that less may be done with it until AR
        if (r1_seen_q) begin
            assert(r1_valid_q);
            if (r1_slot_q == f_s && r1_closed_q) assert(f_state == F_CLOSED && !f_pc);
            if (r1_slot_q == f_s && r1_open_q) assert(f_state == F_OPEN);
            if (r1_slot_q == f_s && !r1_reading_q) assert(!reading_q[f_s]);
            if (r1_slot_q == f_s && (r1_desc_q || r1_open_q))
                assert(f_want == (r1_desc_q ? {r1_page_q + {45'd0, r1_index_q[15:9]}, r1_index_q[8:0], 3'd0}
                                            : {r1_page_q, 12'h008}));
        end
        if (r2_valid_q) begin
            assert({r2_desc_q, r2_slot_q} == {f_rq_desc, f_rq_slot});
            if (r2_slot_q == f_s && r2_may_q) begin
                assert(f_state == (r2_desc_q ? F_CLOSED : F_OPEN));
                assert(r2_addr_q == f_want);
                assert(!f_mine && !f_got && !f_pc);
            end
            if (!rt_valid) assert(f_rt_used == 0);
        end
        assert(f_reads == f_ar_out + {{(READ_LG+1){1'b0}}, m_axi_arvalid});
        assert(f_reads + {{(READ_LG+1){1'b0}}, f_pipe} == f_rt_n);
        assert(f_rt_n <= F_RT + 1 && f_ar_out <= f_reads);
        if (!rt_valid && f_rt_used != 0)
            assert(m_axi_arvalid && f_reads == 1 && !f_pipe && !r1_valid_q && !r2_valid_q);
        assert({1'b0, rs_valid_q} + {1'b0, rd_valid_q} + {1'b0, f_rr} <= 2'd1);
        if (f_pipe) assert(rt_valid);
        if (rr_valid && rr_refused) assert(f_rt_n == 0 || !f_pipe);
        if (f_mine) assert(f_ahead < f_reads && !f_got);
        if (f_got) assert(f_pipe);
        if (f_got && rs_valid_q) assert(rs_data_q[64*f_lane +: 64] == f_word && rs_err_q == f_err);
        if (f_got && rd_valid_q) assert(rd_word_q == f_word && rd_err_q == f_err);
        if (f_rr) assert({rr_slot, rr_tag, rr_desc} == {rt_slot, rt_tag, rt_desc});
        if (f_done) begin
            assert(rr_win_q == {f_word[63:12], f_word[10:0]} && rr_err == f_err);
            if (f_mine_desc) assert((rr_good && !rr_err) == f_good && rr_pages == f_word[10:0]);
            else assert(rr_good == !f_word[0]);
        end
        // an answer that closes waits for the slot's status read
        if (tg_valid && tg_seen_q && tg_close && tg_slot == f_s && !tg_hold_q) assert(!f_reading);
        if (f_after_rst) assert(!tg_seen_q);
        if (tg_seen_q) assert(tg_valid);
        // not busy: nothing is on the bus or unanswered
        if (!busy) assert(f_tg_n == 0 && f_rt_n == 0 && f_n_is == f_n_an);
        if (!busy) assert(!m_axi_awvalid && !m_axi_wvalid && !m_axi_arvalid);
        // counts in order
        assert(f_o_b <= f_o_aw && f_o_b <= f_o_wl);
        assert(f_o_wl <= f_o_wi && f_o_wi <= f_o_ws && f_o_ws <= f_o_is && f_o_aw <= f_o_is);
        assert(f_o_is <= F_TG + 1);
        assert(f_n_is == f_n_aw + {5'd0, m_axi_awvalid});
        assert(f_n_ws == f_n_wi + {5'd0, wb_valid_q && wb_pass_q});
        assert(f_o_b == {5'd0, b_valid} + {5'd0, f_b_more});
        if (f_state == F_CLOSING) assert(f_o_close <= f_o_is);
        // beats
        assert(f_n_2 == f_n_wi && f_b_2 == f_in_beat);
        if (f_w_more) assert(m_axi_wvalid);
        if (!(wb_valid_q && wb_pass_q)) assert(f_in_beat == 0);
        if (wb_valid_q && wb_pass_q && f_n_wi == f_k)
            assert(wb_left_q + f_in_beat == {1'b0, f_k_last} + 5'd1 && wb_left_q != 0);
        if (f_w_more && f_n_1 == f_k) assert(f_l_1 == (f_b_1 == {1'b0, f_k_last}));
    end

`endif

`ifdef COVER_GATE
    // ---- covers ---------------------------------------------------------------------------------------------
    reg  f_passed, f_lived;
    always @(posedge clk) begin
        if (f_new && f_new_ours) f_passed <= 1'b1;
        if (f_acked && f_passed) f_lived <= 1'b1;
        if (rst) begin
            f_passed <= 1'b0;
            f_lived <= 1'b0;
        end
    end
    wire f_end_bad = f3_off[11:LB] + f3_beats > 1 << PW;
    always @(posedge clk) if (f_past && !rst) begin
        cover(ans_valid && !ans_err && !ans_refused && f_passed && f_n_b == 6'd1);   // a burst passed
        cover(fire && f3_ours && s3_wr_q && !s3_ok_q && f_state == F_OPEN && f3_beats == 5'd1
              && {1'b0, f3_off[21:12]} == f_pages);                                 // the window's end
        cover(fire && f3_ours && s3_wr_q && !s3_ok_q && f_state == F_OPEN && f3_beats == 5'd2
              && {1'b0, f3_off[21:12]} < f_pages);                                  // the page's end
        cover(f_acked && f_passed);                                                  // closed again
        cover(ans_valid && ans_err);                                                 // an error answer
        cover(f_lived && f_state == F_OPEN);                                         // loaded again
        cover(f_done && !f_mine_desc && f_state == F_CLOSING);                       // a read held the close up
        cover(f_n_wl != f_n_aw && f_n_is - f_n_b == 6'd3);
    end
`endif
