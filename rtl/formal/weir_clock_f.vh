// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_clock, included at its end. Assumed: the first cycle is a reset; set_ns and set_sec keep
// still for 3 cycles after cmd_set; a command every 8 cycles at most. Values are free, illegal ones too.
    reg        f_past = 1'b0;
    reg [3:0]  f_gap;
    reg [61:0] f_set;
    reg [31:0] f_sec;
    reg [29:0] f_ns;
    reg        f_quiet;
    reg        f_step;       // the last command was a step

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_set <= {set_sec, set_ns};
        if (cmd_set || cmd_step) f_step <= !cmd_set;
        f_gap <= cmd_set || cmd_step ? 4'd8 : f_gap == 4'd0 ? 4'd0 : f_gap - 4'd1;
        f_sec <= sec;
        f_ns <= ns;
        f_quiet <= f_gap == 4'd0 && !cmd_set && !cmd_step;  // nothing but increments takes place
        if (rst) begin
            f_gap <= 4'd0;
            f_quiet <= 1'b0;
            f_step <= 1'b0;
        end
    end

    always @* begin
        if (!f_past) assume(rst);
        if (f_past && f_gap > 4'd5) assume({set_sec, set_ns} == f_set);
        if (f_gap != 4'd0) assume(!cmd_set && !cmd_step);
    end

    always @* if (f_past) begin
        // the contract: a time is a time, and between commands it only goes forward, by little
        assert(ns < SECOND);
        if (f_quiet) begin
            assert(sec == f_sec + {31'd0, ns < f_ns});
            if (ns >= f_ns) assert(ns - f_ns <= 30'd1024);
            else assert(f_ns - ns >= SECOND - 30'd1024);
        end
        // the seconds that are about to be taken are next to those shown
        if (wrap && !down_q) assert(sec_up_q == sec_q + 32'd1);
        if (!wrap && down_q) assert(sec_down_q == sec_q - 32'd1);
        // what holds it up
        assert(f_gap <= 4'd8);
        assert(add_q < SECOND);
        assert(add_less_q == {1'b0, add_q} - {1'b0, SECOND});
        assert(set2_ns_q < SECOND);
        if (step2_q || step3_q) assert(step2_ns_q < SECOND);
        assert(step1_q == (f_gap == 4'd8 && f_step) && set1_q == (f_gap == 4'd8 && !f_step));
        assert(step2_q == (f_gap == 4'd7 && f_step) && set2_q == (f_gap == 4'd7 && !f_step));
        assert(step3_q == (f_gap == 4'd6 && f_step) && pause_q == (f_gap == 4'd5 && f_step));
        if (step3_q) assert(f_gap == 4'd6 && owed_q <= 11'd256 && add_q == 30'd0 && !down_q);
        if (pause_q) assert(f_gap == 4'd5 && owed_q <= 11'd512);
        if (f_step && f_gap == 4'd4) assert(owed_q <= 11'd768);
        else if (!step3_q && !pause_q) assert(owed_q == 11'd0);
        if (f_gap != 4'd5) assert(add_q <= 30'd1024 && !down_q);
        if (f_step && f_gap == 4'd4) assert(add_q == 30'd0);
        // sec_up_q and sec_down_q lag a cycle, in which nothing may wrap: ns is small then, or nothing is added
        if (sec_up_q != sec_q + 32'd1 || sec_down_q != sec_q - 32'd1)
            assert(!down_q && (add_q == 30'd0 || (add_q <= 30'd1024 && ns_q < 30'd1024)));
    end

    always @(posedge clk) if (f_past && !rst) begin
        cover(f_quiet && sec == f_sec + 32'd1 && sec != 32'd1);
        cover(f_gap == 4'd4 && sec == f_sec - 32'd1);
    end
