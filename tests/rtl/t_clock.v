// SPDX-License-Identifier: BSD-3-Clause
// t_clock: weir_clock and weir_tick against a count of 2^-32 nanoseconds that never rounds.
//
// Random sets, steps (illegal values too) and increments; in between the time must be what the count says,
// to within two increments of pipeline, for as long as one looks: an error that grows is a lost carry.
// Arguments: +seed=N. Stops at the first mismatch, which vvp -N makes an exit code of 1.
`default_nettype none

module t_clock;
    localparam [31:0] CLK_HZ = 32'd156250000;
    localparam signed [127:0] SECOND = 128'sd1000000000;

    reg                clk = 1'b0;
    reg                rst = 1'b1;
    reg                cmd_set = 1'b0;
    reg                cmd_step = 1'b0;
    reg                cmd_latch = 1'b0;
    reg         [31:0] set_sec = 32'd0;
    reg         [29:0] set_ns = 30'd0;
    reg  signed [31:0] step_ns = 32'sd0;
    reg         [7:0]  inc_ns = 8'd0;
    reg         [31:0] inc_frac = 32'd0;
    wire        [31:0] sec;
    wire        [29:0] ns;
    wire        [31:0] now_sec;
    wire        [29:0] now_ns;
    wire        [7:0]  nominal_ns;
    wire        [31:0] nominal_frac;
    wire        [31:0] us;
    wire               tick;

    weir_clock #(.CLK_HZ(CLK_HZ)) dut (
        .clk(clk), .rst(rst),
        .cmd_set(cmd_set), .set_sec(set_sec), .set_ns(set_ns),
        .cmd_step(cmd_step), .step_ns(step_ns), .inc_ns(inc_ns), .inc_frac(inc_frac),
        .sec(sec), .ns(ns), .cmd_latch(cmd_latch), .now_sec(now_sec), .now_ns(now_ns),
        .inc_ns_nominal(nominal_ns), .inc_frac_nominal(nominal_frac)
    );
    weir_tick #(.CLK_HZ(CLK_HZ)) dut_tick (.clk(clk), .rst(rst), .us(us), .tick(tick));

    integer             seed = 1;
    integer             first_seed;
    integer             n;
    integer             i;
    integer             ticks = 0;
    reg signed  [127:0] count;      // expected time in 2^-32 ns
    reg signed  [127:0] shown;
    reg signed  [127:0] off;
    reg signed  [127:0] clamped;
    reg         [63:0]  cycles = 64'd0;
    reg         [61:0]  seen;

    always #5 clk = !clk;

    task fail(input [8*20-1:0] what);
        begin
            $display("t_clock: seed %0d, cycle %0d: %0s: expected %0d ns, shown %0d.%09d", first_seed, cycles,
                     what, count >>> 32, sec, ns);
            $stop;
        end
    endtask

    task cycle;
        begin
            @(posedge clk);
            #1;
            cycles = cycles + 64'd1;
            count = count + {88'd0, inc_ns, inc_frac};
            ticks = ticks + tick;
            if (ns >= 30'd1000000000) fail("no nanosecond");
        end
    endtask

    // more: how many increments may be on their way
    task check(input integer more);
        begin
            shown = ({96'd0, sec} * SECOND + {98'd0, ns}) <<< 32;
            off = count - shown;
            if (off < 0 || off > more * {88'd0, inc_ns, inc_frac} + (128'sd2 <<< 32)) fail("time");
        end
    endtask

    task command;
        begin
            if (n == 0 || ($random(seed) & 1)) begin
                set_sec = 32'd1000 + ($random(seed) & 32'hffffff);
                set_ns = $random(seed);
                // mostly so that a second ends about when the next command comes
                if ($random(seed) & 3) set_ns = 30'd1000000000 - ($random(seed) & 30'd63) * inc_ns;
                cmd_set = 1'b1;
                cycle;
                cmd_set = 1'b0;
                cycle;
                cycle;
                clamped = set_ns > 30'd999999999 ? SECOND - 128'sd1 : {98'd0, set_ns};
                count = ({96'd0, set_sec} * SECOND + clamped) <<< 32;
                if (sec != set_sec || {98'd0, ns} != clamped) fail("set");
                cycle;
                cycle;
                cycle;
            end else begin
                step_ns = $random(seed);
                if ($random(seed) & 1) step_ns = $random(seed) % 1000000000;
                cmd_step = 1'b1;
                cycle;
                cmd_step = 1'b0;
                clamped = step_ns;
                if (clamped > SECOND - 1) clamped = SECOND - 1;
                if (clamped < 1 - SECOND) clamped = 1 - SECOND;
                for (i = 0; i < 7; i = i + 1) cycle;
                count = count + (clamped <<< 32);
            end
        end
    endtask

    initial begin
        if (!$value$plusargs("seed=%d", seed)) seed = 1;
        first_seed = seed;
        repeat (4) @(posedge clk);
        #1 rst = 1'b0;
        inc_ns = nominal_ns;
        inc_frac = nominal_frac;
        // 6.4 ns: 0.4 * 2^32 to the nearest
        if (nominal_ns != 8'd6 || nominal_frac != 32'd1717986918) fail("nominal increment");
        count = 128'd0;
        for (n = 0; n < 50000; n = n + 1) begin
            cycle;
            check(2);
        end
        // 50,000 cycles of 6.4 ns are 320 us; the tick may be two cycles late
        if (us + 32'd1 < 32'd320 || us > 32'd320 || ticks != us) fail("microseconds");
        for (n = 0; n < 2000; n = n + 1) begin
            command;
            repeat ($random(seed) & 31) begin
                check(2);
                cycle;
            end
            // a new increment needs 3 cycles to take effect: let the count begin anew there
            if ((n & 31) == 0) begin
                inc_ns = $random(seed);
                inc_frac = $random(seed);
                for (i = 0; i < 4; i = i + 1) cycle;
                count = ({96'd0, sec} * SECOND + {98'd0, ns} + 128'sd1) <<< 32;
            end
            seen = {sec, ns};
            cmd_latch = 1'b1;
            cycle;
            cmd_latch = 1'b0;
            if ({now_sec, now_ns} != seen) fail("latch");
        end
        $display("pass: %0d cycles, seed %0d", cycles, first_seed);
        $finish;
    end
endmodule

`default_nettype wire
