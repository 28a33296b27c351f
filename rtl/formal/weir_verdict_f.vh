// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_verdict, included at its end if PROVE_VERDICT is defined: what it says of a frame when that is done is
// what the events with the frame's tag said since the last done with such a tag, and nothing else.
//
// Tags are told apart by their lowest IW bits, f_slot is any. A frame has a slot alone: a lane numbers its frames in
// order, 16 at most have a thread, and they are done in order (weir_lane_turns); so when frame n + 16 has one frame n is done.
// weir_fifo_f.vh has that the words of u_done leave in order; that it is not pushed when full is proven of weir_filter.
    (* anyconst *) wire [IW-1:0] f_slot;
    reg         f_past = 1'b0;
    reg  [2:0]  f_near;             // the slot had an event one to three cycles before
    reg  [31:0] f_said, f_said1, f_said2, f_said3;  // of the slot's frame; the same one to three cycles before
    reg         f_over;             // the last event of the slot was a done
    reg         f_twice;            // a frame of the slot had drops and keeps, and a frame before it was done
    wire        f_event = ev_valid && ev_tag[IW-1:0] == f_slot;
    wire [15:0] f_one = ev_prog_valid ? 16'd1 << ev_prog : 16'd0;
    wire [31:0] f_told = {ev_kind == 2'd0 ? f_one : 16'd0, ev_kind == 2'd1 ? f_one : 16'd0};
    reg  [2:0]  f_was, f_ends;      // an event of the slot is at e, g, h; it is a done
    reg         f_over1, f_over2;

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_near <= {f_near[1:0], f_event};
        f_was <= {f_was[1:0], f_event};
        f_ends <= {f_ends[1:0], f_event && ev_done};
        if (f_event) begin
            f_said <= (f_over ? 32'd0 : f_said) | f_told;
            f_over <= ev_done;
        end
        {f_said1, f_said2, f_said3} <= {f_said, f_said1, f_said2};
        {f_over1, f_over2} <= {f_over, f_over1};
        if (f_event && ev_done && !f_over && |f_said[31:16] && |f_said[15:0]) f_twice <= 1'b1;
        if (rst) begin
            {f_said, f_said1, f_said2, f_said3} <= {4{32'd0}};
            {f_over, f_over1, f_over2} <= 3'd7;
            f_near <= 3'd0;
            f_was <= 3'd0;
            f_ends <= 3'd0;
            f_twice <= 1'b0;
        end
    end

    // Assumed: the first cycle is a reset; events of a frame are four cycles apart (turns of a thread are 16).
    always @* begin
        if (!f_past) assume(rst);
        if (f_near != 3'd0) assume(!f_event);
    end

    always @* if (f_past) begin
        // the contract
        if (f_ends[2]) assert(h_done_q && h_now_q == f_said2);
        // what holds it up: the slot's events on their way, and what the memory holds when none is
        assert(f_was[0] == (e_q && e_tag_q[IW-1:0] == f_slot));
        assert(f_was[1] == (g_q && g_tag_q == f_slot));
        assert(f_ends[0] == (f_was[0] && e_done_q) && f_ends[1] == (f_was[1] && g_done_q));
        if (!f_was[0] && !f_was[1]) begin
            assert(fresh_q[f_slot] == f_over);
            if (!f_over) assert(f_masks == f_said);
        end
        if (f_was[1]) assert(now == f_said1 && g_done_q == f_over);
    end

    always @(posedge clk) if (f_past && !rst) cover(f_twice && f_ends[2] && f_said2 == 32'h8000_0001);
