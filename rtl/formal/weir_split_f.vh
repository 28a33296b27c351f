// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_split, included at its end: the bursts of a write follow each other without gap or overlap
// from its first beat to its last, with its slot and tag; none crosses a 4 KiB page or is longer than
// max_beats; a write of no beats gives one burst of none.
//
// Assumed: the first cycle is a reset; max_beats is 4, 8 or 16 and stays. f_*: the write whose burst is next to
// be taken; f_then_*: one that was let in while the last burst of the one before waits.
    (* anyconst *) wire [4:0] f_max;
    reg               f_past = 1'b0;
    reg               f_valid, f_then, f_stall;
    reg  [21:LB]      f_off, f_then_off;
    reg  [17:0]       f_left, f_then_left;
    reg  [SW+TAG_W-1:0] f_id, f_then_id;
    reg  [SW+TAG_W+22-LB+4:0] f_was;
    wire              f_in   = s_valid && s_ready;
    wire              f_out  = m_valid && m_ready;
    wire              f_last = {13'd0, m_beats} == f_left;

    always @(posedge clk) begin
        f_past  <= 1'b1;
        f_stall <= m_valid && !m_ready && !rst;
        f_was   <= {m_slot, m_tag, m_off, m_beats};
        if (f_out) begin
            f_off  <= f_off + {{(22-LB-5){1'b0}}, m_beats};
            f_left <= f_left - {13'd0, m_beats};
            if (f_last) begin
                f_valid <= f_then;
                f_then  <= 1'b0;
                {f_off, f_left, f_id} <= {f_then_off, f_then_left, f_then_id};
            end
        end
        if (f_in) begin
            if (!f_valid || (f_out && f_last)) begin
                f_valid <= 1'b1;
                {f_off, f_left, f_id} <= {s_off, s_beats, s_slot, s_tag};
            end else begin
                f_then <= 1'b1;
                {f_then_off, f_then_left, f_then_id} <= {s_off, s_beats, s_slot, s_tag};
            end
        end
        if (rst) begin
            f_valid <= 1'b0;
            f_then  <= 1'b0;
        end
    end

    always @* begin
        if (!f_past) assume(rst);
        assume(f_max == 5'd4 || f_max == 5'd8 || f_max == 5'd16);
        assume(max_beats == f_max);
    end

    wire [PW:0] f_end = {1'b0, m_off[11:LB]} + {{(PW-4){1'b0}}, m_beats};
    wire [PW:0] f_next_end = {1'b0, off_q[11:LB]} + {{(PW-4){1'b0}}, take_q};
    wire [21:LB] f_behind = f_off + {{(22-LB-5){1'b0}}, m_valid ? m_beats : 5'd0};
    always @* if (f_past) begin
        // the contract
        if (f_stall) assert(m_valid && {m_slot, m_tag, m_off, m_beats} == f_was);
        if (m_valid) begin
            assert(f_valid && m_off == f_off && {m_slot, m_tag} == f_id);
            assert(m_beats <= f_max && f_end <= 1 << PW);
            assert({13'd0, m_beats} <= f_left && (m_beats != 0 || f_left == 0));
        end
        if (f_in && f_valid && !f_out) assert(f_last && m_valid && !f_then);
        // what holds it up
        assert(f_valid == (m_valid || act_q));
        assert(f_then == (act_q && m_valid && f_last));
        if (act_q && f_then) assert({off_q, left_q, slot_q, tag_q} == {f_then_off, f_then_left, f_then_id});
        if (act_q && !f_then) begin
            assert({slot_q, tag_q} == f_id);
            assert(off_q == f_behind);
            assert(left_q == f_left - (m_valid ? {13'd0, m_beats} : 18'd0));
        end
        if (!act_q && m_valid) assert(f_last);
        if (known_q) assert(act_q);
        if (known_q) begin
            assert(take_q <= f_max && f_next_end <= 1 << PW && {13'd0, take_q} <= left_q);
            assert(last_q == ({13'd0, take_q} == left_q) && (take_q != 0 || left_q == 0));
        end
    end

    reg [1:0] f_bursts;
    always @(posedge clk) f_bursts <= f_in ? 2'd0 : f_out && f_bursts != 2'd3 ? f_bursts + 2'd1 : f_bursts;
    always @(posedge clk) if (f_past && !rst) begin
        cover(f_out && f_last && f_bursts == 2'd2 && f_end == 7'd3);   // three bursts over a page's end
        cover(f_then && f_out);
        cover(f_out && m_beats == 0);
    end
