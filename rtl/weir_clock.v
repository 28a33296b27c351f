// SPDX-License-Identifier: BSD-3-Clause
// weir_clock: the card's clock, seconds and nanoseconds, advanced by inc every cycle.
//
// Throughput    a new time every cycle; one command (set or step) every 8 cycles, latch at any time.
// Latency       set takes effect 3 cycles after the command and begins at exactly set_sec, set_ns; step
//               5 cycles after, and no time is lost by it. now is the time shown in the cycle of cmd_latch.
// Backpressure  none: a command that comes too soon is the caller's fault.
// Ranges        set_ns above 999,999,999 counts as that; step_ns is limited to +-999,999,999. inc up to
//               255 + 4294967295 / 2^32 ns a cycle. A new inc takes effect within 3 cycles.
// Proven        by induction: ns stays below 1e9 whatever the commands. rtl/formal/weir_clock_f.vh
//
// The simulation moves sec_q, ns_q and frac_q on while the card is idle: no other register holds time
// except a carry of frac_q on its way into ns_q.
`default_nettype none

module weir_clock #(
    // cycles a second, for inc_*_nominal
    parameter [31:0] CLK_HZ = 32'd156250000
) (
    input  wire        clk,
    input  wire        rst,
    input  wire        cmd_set,
    input  wire [31:0] set_sec,
    input  wire [29:0] set_ns,
    input  wire        cmd_step,
    input  wire [31:0] step_ns,       // two's complement
    input  wire [7:0]  inc_ns,
    input  wire [31:0] inc_frac,      // 2^-32 ns
    output wire [31:0] sec,
    output wire [29:0] ns,
    input  wire        cmd_latch,
    output wire [31:0] now_sec,
    output wire [29:0] now_ns,
    // what inc should be reset to
    output wire [7:0]  inc_ns_nominal,
    output wire [31:0] inc_frac_nominal
);
    localparam [29:0] SECOND = 30'd1000000000;
    localparam [29:0] LAST_NS = SECOND - 30'd1;
    // rounded to the nearest
    localparam [63:0] NOMINAL = ((64'd1000000000 << 32) + {33'd0, CLK_HZ[31:1]}) / {32'd0, CLK_HZ};

    reg [31:0] sec_q;
    reg [29:0] ns_q;
    reg [31:0] frac_q;
    reg [31:0] sec_up_q;      // sec_q + 1 and - 1, right from the second cycle after a change on
    reg [31:0] sec_down_q;
    reg [31:0] now_sec_q;
    reg [29:0] now_ns_q;

    // Step, two cycles to bring it into 0..LAST_NS and a second down or not
    reg        step1_q;
    reg        step1_down_q;
    reg [31:0] step1_ns_q;
    reg        step2_q;
    reg        step2_down_q;
    reg [29:0] step2_ns_q;
    reg        set1_q;
    reg        set2_q;
    reg [29:0] set2_ns_q;

    // What is added to ns_q next: an increment, or a step while increments are owed
    reg [29:0] add_q;
    reg [30:0] add_less_q;    // add_q - SECOND
    reg        down_q;        // the step goes a second down
    // Nothing is added before and after a step, since sec_up_q is not right in the cycle after a change of sec_q
    reg        step3_q;
    reg        pause_q;
    reg        carry_q;
    reg [10:0] owed_q;

    wire [32:0] frac_d = {1'b0, frac_q} + {1'b0, inc_frac};
    wire [10:0] due = owed_q + {3'd0, inc_ns} + {10'd0, carry_q};
    wire [29:0] add_d = step3_q ? step2_ns_q : step2_q || pause_q ? 30'd0 : {19'd0, due};
    wire [30:0] sum = {1'b0, ns_q} + {1'b0, add_q};
    wire [30:0] less = {1'b0, ns_q} + add_less_q;
    wire        wrap = !less[30];

    wire [31:0] step_up = step_ns + (step_ns[31] ? {2'b00, SECOND} : 32'd0);

    always @(posedge clk) begin
        step1_ns_q <= step_up;
        step1_down_q <= step_ns[31];
        // below -LAST_NS: the sum is still negative, or 0
        if (step1_q) begin
            if (step1_down_q && (step1_ns_q[31] || step1_ns_q == 32'd0)) step2_ns_q <= 30'd1;
            else if (step1_ns_q > {2'b00, LAST_NS}) step2_ns_q <= LAST_NS;
            else step2_ns_q <= step1_ns_q[29:0];
            step2_down_q <= step1_down_q;
        end
        set2_ns_q <= set_ns > LAST_NS ? LAST_NS : set_ns;
        step1_q <= cmd_step && !cmd_set;
        step2_q <= step1_q;
        set1_q <= cmd_set;
        set2_q <= set1_q;

        {carry_q, frac_q} <= frac_d;
        owed_q <= step2_q || step3_q || pause_q ? due : 11'd0;
        add_q <= add_d;
        add_less_q <= {1'b0, add_d} - {1'b0, SECOND};
        down_q <= step3_q && step2_down_q;
        step3_q <= step2_q;
        pause_q <= step3_q;

        ns_q <= wrap ? less[29:0] : sum[29:0];
        if (wrap && !down_q) sec_q <= sec_up_q;
        if (!wrap && down_q) sec_q <= sec_down_q;
        sec_up_q <= sec_q + 32'd1;
        sec_down_q <= sec_q - 32'd1;

        if (set2_q) begin
            sec_q <= set_sec;
            ns_q <= set2_ns_q;
            frac_q <= 32'd0;
            carry_q <= 1'b0;
            add_q <= 30'd0;
            add_less_q <= -{1'b0, SECOND};
            owed_q <= 11'd0;
            down_q <= 1'b0;
        end
        if (cmd_latch) begin
            now_sec_q <= sec_q;
            now_ns_q <= ns_q;
        end
        if (rst) begin
            sec_q <= 32'd0;
            ns_q <= 30'd0;
            frac_q <= 32'd0;
            add_q <= 30'd0;
            add_less_q <= -{1'b0, SECOND};
            carry_q <= 1'b0;
            owed_q <= 11'd0;
            down_q <= 1'b0;
            step3_q <= 1'b0;
            pause_q <= 1'b0;
            step1_q <= 1'b0;
            step2_q <= 1'b0;
            set1_q <= 1'b0;
            set2_q <= 1'b0;
            now_sec_q <= 32'd0;
            now_ns_q <= 30'd0;
        end
    end

    assign sec = sec_q;
    assign ns = ns_q;
    assign now_sec = now_sec_q;
    assign now_ns = now_ns_q;
    assign inc_ns_nominal = NOMINAL[39:32];
    assign inc_frac_nominal = NOMINAL[31:0];

    wire unused = &{1'b0, NOMINAL[63:40], sum[30]};

`ifdef FORMAL
`include "weir_clock_f.vh"
`endif
endmodule

`default_nettype wire
