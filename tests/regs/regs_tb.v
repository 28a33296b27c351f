// SPDX-License-Identifier: BSD-3-Clause
// regs_tb: the register blocks against the generated register table, through AXI4-Lite.
//
// What must hold: reset values; bits hold what is written and no others do; no register answers for
// another; unlisted addresses read 0; byte strobes; whole words only in windows; locks; write-1-clears;
// commands are pulses, given in the right state only; the configuration bus and the address table's
// bus carry what is then read back.
// +table=FILE from table.c, +seed=N. Exit 1 with cycle, expected and actual on a difference.
`default_nettype none
`timescale 1ns / 1ps
`include "weir_regs.vh"

module regs_tb;
    localparam TAPS = 16;
    localparam COLS = 10;

    reg         clk = 1'b0;
    reg         rst = 1'b1;
    reg         awvalid = 1'b0, wvalid = 1'b0, bready = 1'b0, arvalid = 1'b0, rready = 1'b0;
    reg  [17:0] awaddr, araddr;
    reg  [31:0] wdata;
    reg  [3:0]  wstrb;
    wire        awready, wready, bvalid, arready, rvalid;
    wire [31:0] rdata;
    wire [1:0]  bresp, rresp;
    reg  [3*TAPS-1:0] tap_state = 0;
    reg  [3*TAPS-1:0] tap_error = 0;
    reg  [30:0] irq_block = 0, irq_error = 0;
    reg  [2:0]  irq_card = 0;
    reg         inc_we = 0;

    always #1 clk = !clk;

    regs_dut #(.TAPS(TAPS)) dut (
        .clk(clk), .rst(rst),
        .awvalid(awvalid), .awready(awready), .awaddr(awaddr),
        .wvalid(wvalid), .wready(wready), .wdata(wdata), .wstrb(wstrb),
        .bvalid(bvalid), .bready(bready), .bresp(bresp),
        .arvalid(arvalid), .arready(arready), .araddr(araddr),
        .rvalid(rvalid), .rready(rready), .rdata(rdata), .rresp(rresp),
        .tap_state(tap_state), .tap_error(tap_error),
        .irq_block(irq_block), .irq_error(irq_error), .irq_card(irq_card), .inc_we(inc_we)
    );

    // What goes out: the buses' contents, and how often each pulse came
    reg  [31:0] cfg [0:1023];
    reg  [63:0] adr [0:31];
    integer     n_refused = 0, n_reset = 0, n_snapshot = 0, n_latch = 0, n_set = 0, n_step = 0;
    integer     n_mask_set = 0, n_mask_clr = 0, n_cfg = 0, n_adr = 0, n_cmd = 0, cycle = 0;
    reg  [31:0] mask_set, mask_clr;
    reg  [15:0] start, stop, doorbell, clear;

    always @(posedge clk) begin
        cycle = cycle + 1;
        if (dut.u_tap_regs.cfg_we) begin
            cfg[{dut.u_tap_regs.cfg_tap, dut.u_tap_regs.cfg_reg}] = dut.u_tap_regs.cfg_wdata;
            n_cfg = n_cfg + 1;
        end
        if (dut.u_addr_regs.adr_we) begin
            adr[dut.u_addr_regs.adr_index] = dut.u_addr_regs.adr_data;
            n_adr = n_adr + 1;
        end
        if (!rst) begin
            n_refused = n_refused + dut.refused;
            n_reset = n_reset + dut.u_csr.ctrl_command_soft_reset_o;
            n_snapshot = n_snapshot + dut.u_csr.ctrl_command_snapshot_o;
            n_latch = n_latch + dut.u_csr.clock_command_latch_o;
            n_set = n_set + dut.u_csr.clock_command_set_o;
            n_step = n_step + dut.u_csr.clock_command_step_o;
            if (dut.u_csr.irq_mask_set_taps_swmod) begin
                n_mask_set = n_mask_set + 1;
                mask_set = dut.u_csr.irq_mask_set_taps_o;
            end
            if (dut.u_csr.irq_mask_clr_taps_swmod) begin
                n_mask_clr = n_mask_clr + 1;
                mask_clr = dut.u_csr.irq_mask_clr_taps_o;
            end
            if ({dut.u_tap_regs.cmd_start, dut.u_tap_regs.cmd_stop,
                 dut.u_tap_regs.cmd_doorbell, dut.u_tap_regs.cmd_clear_losing} != 0) begin
                n_cmd = n_cmd + 1;
                start = dut.u_tap_regs.cmd_start;
                stop = dut.u_tap_regs.cmd_stop;
                doorbell = dut.u_tap_regs.cmd_doorbell;
                clear = dut.u_tap_regs.cmd_clear_losing;
            end
        end
    end

    // The master

    integer seed, errors = 0, checks = 0;

    function integer rnd;
        input integer below;
        rnd = $unsigned($random(seed)) % below;
    endfunction

    task check;
        input [17:0] where;
        input [31:0] expected;
        input [31:0] actual;
        begin
            checks = checks + 1;
            if (expected !== actual) begin
                errors = errors + 1;
                $display("regs_tb: cycle %0d, %05x: expected %08x, got %08x", cycle, where, expected,
                         actual);
                if (errors > 20) $finish_and_return(1);
            end
        end
    endtask

    task put_strb;
        input [17:0] a;
        input [31:0] d;
        input [3:0]  s;
        integer      aw_wait, w_wait;
        reg          aw_done, w_done;
        begin
            aw_wait = rnd(4) ? 0 : rnd(6);
            w_wait = rnd(4) ? 0 : rnd(6);
            aw_done = 0;
            w_done = 0;
            awaddr = a;
            wdata = d;
            wstrb = s;
            while (!aw_done || !w_done) begin
                @(negedge clk);
                awvalid = !aw_done && aw_wait == 0;
                wvalid = !w_done && w_wait == 0;
                if (aw_wait != 0) aw_wait = aw_wait - 1;
                if (w_wait != 0) w_wait = w_wait - 1;
                @(posedge clk);
                if (awvalid && awready) aw_done = 1;
                if (wvalid && wready) w_done = 1;
            end
            @(negedge clk);
            awvalid = 0;
            wvalid = 0;
            bready = rnd(2);
            @(posedge clk);
            while (!(bvalid && bready)) begin
                @(negedge clk) bready = rnd(3) != 0;
                @(posedge clk);
            end
            if (bresp !== 2'b00) check(a, 0, bresp);
            @(negedge clk) bready = 0;
        end
    endtask

    task put;
        input [17:0] a;
        input [31:0] d;
        put_strb(a, d, 4'hf);
    endtask

    reg [31:0] got;

    task get;
        input [17:0] a;
        begin
            @(negedge clk);
            arvalid = 1;
            araddr = a;
            @(posedge clk);
            while (!arready) @(posedge clk);
            @(negedge clk);
            arvalid = 0;
            rready = rnd(2);
            @(posedge clk);
            while (!(rvalid && rready)) begin
                @(negedge clk) rready = rnd(3) != 0;
                @(posedge clk);
            end
            got = rdata;
            if (rresp !== 2'b00) check(a, 0, rresp);
            @(negedge clk) rready = 0;
        end
    endtask

    task expect_at;
        input [17:0] a;
        input [31:0] e;
        begin
            get(a);
            check(a, e, got);
        end
    endtask

    // The table

    reg  [31:0] table_words [0:COLS*256-1];
    integer     rows;
    integer     row, element;
    reg  [17:0] at;
    reg  [31:0] reset_value, known, readable, writable, w1c, pulse, flags, held, mark;
    reg  [65535:0] listed;              // a bit a word

    task load_row;
        begin
            at = table_words[row * COLS] + element * table_words[row * COLS + 2];
            reset_value = table_words[row * COLS + 3];
            known = table_words[row * COLS + 4];
            readable = table_words[row * COLS + 5];
            writable = table_words[row * COLS + 6];
            w1c = table_words[row * COLS + 7];
            pulse = table_words[row * COLS + 8];
            flags = table_words[row * COLS + 9];
            held = readable & writable & ~w1c;
        end
    endtask

    function [31:0] unique_of;
        input [17:0] a;
        unique_of = {a, a[15:2]} * 32'h9e3779b1 ^ 32'h5bd1e995;
    endfunction

    // Runs over every register; mode: 0 reset values, 1 patterns, 2 write unique values, 3 compare them
    task sweep;
        input integer mode;
        integer       i;
        for (row = 0; row < rows; row = row + 1)
            for (element = 0; element < table_words[row * COLS + 1]; element = element + 1) begin
                load_row;
                if (mode == 0) begin
                    get(at);
                    check(at, reset_value & known, got & known);
                    listed[at >> 2] = 1;
                    if (flags[3]) begin
                        expect_at(at, {at[15] ? 16'hc0b2 : 16'hc0a1, 4'd0, at[11:0]});
                        expect_at(at + 4, {at[15] ? 16'hc0b2 : 16'hc0a1, 4'd0, at[11:0] + 12'd4});
                        listed[(at >> 2) + 1] = 1;
                    end
                end else if (pulse == 0 && !flags[3]) begin
                    mark = unique_of(at);
                    if (mode == 2) put(at, mark);
                    if (mode == 3) begin
                        get(at);
                        check(at, mark & held, got & held);
                    end
                    for (i = 0; mode == 1 && i < 4; i = i + 1) begin
                        mark = i == 0 ? 32'hffffffff : i == 1 ? 0 : i == 2 ? 32'ha5a5a5a5 : 32'h3c96c369;
                        put(at, mark);
                        get(at);
                        check(at, mark & held, got & (held | ~readable));
                    end
                end
            end
    endtask

`include "regs_cases.vh"

    reg [1023:0] table_file;

    initial begin
        if (!$value$plusargs("seed=%d", seed)) seed = 1;
        $display("regs_tb: seed %0d", seed);
        if (!$value$plusargs("table=%s", table_file)) $finish_and_return(2);
        $readmemh(table_file, table_words);
        rows = 0;
        while (table_words[rows * COLS] !== 32'hffffffff) rows = rows + 1;
        listed = 0;
        repeat (4) @(negedge clk);
        rst = 0;
        all_cases;
        $display("note: regs_tb: %0d registers, %0d checks, %0d errors, %0d cycles", rows,
                 checks, errors, cycle);
        $finish_and_return(errors != 0);
    end

    initial begin
        #6000000;
        $display("regs_tb: no end after %0d cycles", cycle);
        $finish_and_return(1);
    end
endmodule

`default_nettype wire
