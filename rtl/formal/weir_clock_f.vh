// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_clock, included at its end. Assumed: the first cycle is a reset; set_ns and set_sec keep
// still for 3 cycles after cmd_set; a command every 8 cycles at most. Values are free, illegal ones too.
    reg        f_past = 1'b0;
    reg [3:0]  f_gap;
    reg [61:0] f_set;
    reg [31:0] f_sec;
    reg [29:0] f_ns;
    reg        f_quiet;

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_set <= {set_sec, set_ns};
        f_gap <= cmd_set || cmd_step ? 4'd8 : f_gap == 4'd0 ? 4'd0 : f_gap - 4'd1;
        f_sec <= sec;
        f_ns <= ns;
        f_quiet <= f_gap == 4'd0 && !cmd_set && !cmd_step;  // nothing but increments takes place
        if (rst) begin
            f_gap <= 4'd0;
            f_quiet <= 1'b0;
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
        // what holds it up
        assert(add_q < SECOND);
        assert(add_less_q == {1'b0, add_q} - {1'b0, SECOND});
        assert(set2_ns_q < SECOND && step2_ns_q < SECOND);
        if (step1_q || set1_q) assert(f_gap == 4'd8);
        if (step2_q || set2_q) assert(f_gap == 4'd7);
        if (pause_q) assert(f_gap == 4'd6 && owed_q <= 11'd256);
        else if (owed_q != 11'd0) assert(f_gap == 4'd5 && owed_q <= 11'd512);
        if (f_gap != 4'd6) assert(add_q <= 30'd768 && !down_q);
    end

    always @(posedge clk) if (f_past && !rst) begin
        cover(f_quiet && sec == f_sec + 32'd1 && sec != 32'd1);
        cover(f_gap == 4'd5 && sec == f_sec - 32'd1);
    end
