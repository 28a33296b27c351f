// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_tap_regs, included at its end.
// Assumed: the first cycle is a reset; requests follow the rule of gen/weir_regs.vh.
    reg           f_past = 1'b0;
    reg           f_open;
    reg           f_write;
    reg  [11:2]   f_addr;
    reg  [31:0]   f_wdata;
    reg  [47:0]   f_states;             // of the cycle before
    reg           f_walked;             // the walk was over a cycle before
    reg  [6:0]    f_age;
    wire [2:0]    f_was = f_states[3*ext_addr[11:8] +: 3];
    wire [15:0]   f_bit = 16'd1 << ext_addr[11:8];
    wire          f_cmd = (cmd_start | cmd_stop | cmd_doorbell | cmd_clear_losing) != 0;
    reg  [47:0]   f_states_2;           // of two cycles before: what a decision was made on
    wire [2:0]    f_seen = f_states_2[3*ext_addr[11:8] +: 3];

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_open <= (f_open || ext_req) && !ext_ack;
        f_age <= (f_open || ext_req) && !ext_ack && !walk ? f_age + 1'b1 : 7'd0;
        {f_write, f_addr, f_wdata} <= {ext_write, ext_addr, ext_wdata};
        f_states <= states;
        f_states_2 <= f_states;
        f_walked <= !walk && !rst;
        if (rst) begin
            f_open <= 1'b0;
            f_age <= 7'd0;
        end
    end

    always @* begin
        if (!f_past) assume(rst);
        if (f_past) assume(!rst);
        if (f_open) assume(!ext_req && {f_write, f_addr, f_wdata} == {ext_write, ext_addr, ext_wdata});
    end

    always @* if (f_past) begin
        // one answer a request, none without, within CMD_WAIT + 2 cycles once the walk is over
        if (ext_ack) assert(f_open);
        assert(f_age <= CMD_WAIT + 2);
        // nothing locked is written while its tap is active: after the walk a write belongs to a request
        if (cfg_we && f_walked) assert(f_open && ext_write && cfg_wdata == ext_wdata);
        if (cfg_we && f_walked) assert(cfg_tap == ext_addr[8 +: TW] && cfg_reg == ext_addr[7:2]);
        if (cfg_we && f_walked && !LIVE[cfg_reg]) assert(f_seen == `WEIR_TAP_STATE_DISABLED);
        if (cfg_we && !f_walked) assert(cfg_wdata == 0);
        // commands: for the tap asked, in the state they are for
        assert(((cmd_start | cmd_stop | cmd_doorbell | cmd_clear_losing) & ~f_bit[TAPS-1:0]) == 0);
        if (f_cmd) assert(f_open && ext_write && regno == `WEIR_TAPREG_COMMAND && f_walked);
        if (cmd_start != 0) assert(f_seen == `WEIR_TAP_STATE_DISABLED);
        if (cmd_stop != 0) assert(f_seen == `WEIR_TAP_STATE_RUNNING || f_seen == `WEIR_TAP_STATE_STARTING ||
                                  f_seen == `WEIR_TAP_STATE_FAULT);
        if (cmd_doorbell != 0) assert(f_seen == `WEIR_TAP_STATE_RUNNING);
        // what holds it up: a request is in one place
        assert({2'd0, f_open} == {2'd0, pend_q} + {2'd0, s1_q} + {2'd0, s2_q} + {2'd0, ack_q} +
               {2'd0, wait_q != 0});
        if (walk) assert(!s1_q && !s2_q && !ack_q && wait_q == 0 && f_age == 0);
        if (s1_q) assert(state_q == f_was && there_q == ({1'b0, tap} < TAPS_I[4:0]));
        if (s1_q) assert(locked_q == (f_was != `WEIR_TAP_STATE_DISABLED && !LIVE[regno]));
        if (s1_q) assert(is_command_q == (regno == `WEIR_TAPREG_COMMAND) && onehot_q == f_bit[TAPS-1:0]);
        if (pend_q || s1_q) assert(f_age <= {6'd0, s1_q});
        if (s2_q) assert(f_age <= 7'd2);
        if (wait_q != 0) assert(wait_q <= CMD_WAIT && f_age <= 7'd2 + CMD_WAIT - wait_q);
        if (ack_q) assert(f_age <= 7'd2 + CMD_WAIT);
        if ((cfg_we && f_walked) || f_cmd) assert(s2_q || wait_q == CMD_WAIT);
    end

    always @(posedge clk) if (f_past && !rst) begin
        cover(cfg_we && f_walked && cfg_reg == `WEIR_TAPREG_MATCH);
        cover(refused && !f_was[0] && f_open);
        cover(ext_ack && f_age == CMD_WAIT + 2);
    end
