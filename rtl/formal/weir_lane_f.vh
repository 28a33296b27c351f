// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_lane, included at its end: which frame each done and each verdict is of. The store, the table, the
// windows and the frames are any, and are written at any time. f_thread is any thread; that last12 comes in order and
// in time is proven of weir_lane_turns.
    reg             f_past = 1'b0;
    reg [4:0]       f_settled;      // [n]: no reset for n + 1 cycles
    reg [2:0]       f_resting = 3'd0; // cycles of reset, at most 7
    reg             f_known = 1'b0; // nothing is left from before a reset: it took 7 cycles, or is 6 cycles ago
    reg [TAG_W-1:0] f_waits;        // tag of the start accepted last
    reg [TAG_W-1:0] f_tag;          // of the thread's frame
    reg             f_pend;         // a start waits
    reg             f_has;          // it has or had one
    reg [4:0]       f_last;         // [n]: a frame of the thread had its last turn n + 1 cycles before
    reg [4:0]       f_any;          // [n]: one of any thread
    reg [4:0]       f_turn;         // [n]: the thread had a turn of a frame n + 1 cycles before
    reg [TAG_W-1:0] f_tag13, f_tag14, f_tag15, f_tag16, f_tag17;
    wire            f_here = threads_q[51:48] == f_thread;

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_settled <= {f_settled[3:0], 1'b1};
        f_resting <= !rst ? 3'd0 : f_resting == 3'd7 ? f_resting : f_resting + 3'd1;
        f_known <= rst ? f_resting >= 3'd6 : f_known || f_settled[4];
        if (start_valid && start_ready) f_waits <= start_tag;
        f_pend <= (start_valid && start_ready) || (f_pend && !take);
        if (new12 && f_here) f_tag <= f_waits;
        if (new12 && f_here) f_has <= 1'b1;
        f_last <= {f_last[3:0], last12 && f_here && f_has};
        f_any <= {f_any[3:0], last12};
        f_turn <= {f_turn[3:0], f_here && f_has};
        {f_tag13, f_tag14, f_tag15, f_tag16, f_tag17} <= {f_tag, f_tag13, f_tag14, f_tag15, f_tag16};
        if (rst) begin
            f_settled <= 5'd0;
            f_has <= 1'b0;
            f_pend <= 1'b0;
            f_last <= 5'd0;
            f_any <= 5'd0;
            f_turn <= 5'd0;
        end
    end

    // Assumed: the first cycle is a reset.
    always @* if (!f_past) assume(rst);

    always @* if (f_past) begin
        // the contract: a done is of a frame whose last turn it was, and bears its tag
        if (f_settled[4] || f_known) assert(ev_done == f_any[4]);
        if (f_last[4]) assert(ev_done && ev_tag == f_tag17);
        // a verdict is of the frame whose turn it was
        if (f_turn[4] && ev_valid) assert(ev_tag == f_tag17);
        // what holds it up
        if (f_has) assert(f_tag_kept == f_tag);
        if (f_settled[0]) assert(f_pend == !start_ready);
        if (take) assert(f_pend);
        if (f_pend || new12) assert(f_tag_waits == f_waits);
    end
