// SPDX-License-Identifier: BSD-3-Clause
// small_tb: what the generator makes of small.rdl, field by field. Run by test_gen.py.
`default_nettype none
`timescale 1ns / 1ps

module small_tb;
    reg         clk = 1'b0, rst = 1'b1, req = 1'b0, write, lock = 1'b0;
    reg  [17:0] addr;
    reg  [31:0] wdata, got;
    reg  [3:0]  wstrb;
    wire        ack, refused;
    wire [31:0] rdata;
    wire [17:0] refused_addr;
    reg  [7:0]  hwset = 0, saved_i = 8'h77;
    reg         load_we = 0, saved_we = 0, set_ack = 0, counters_ack = 0;
    wire        go, told_mod, strobe_mod, set_req, set_write, counters_req;
    wire        two;
    wire [1:0]  speed;
    wire [15:0] load_o, strobe;
    wire [19:0] told;
    wire [31:0] locked, set_wdata;
    wire [6:2]  set_addr;
    wire [3:2]  counters_addr;
    integer     errors = 0, n_go = 0, n_two = 0, n_refused = 0, n_told = 0, n_strobe = 0, n_set = 0;
    integer     n_counters = 0, n_ack = 0, n_req = 0;

    always #1 clk = !clk;

    small_csr dut (
        .clk(clk), .rst(rst), .req(req), .write(write), .addr(addr), .wdata(wdata), .wstrb(wstrb),
        .ack(ack), .rdata(rdata), .lock_i(lock), .refused(refused), .refused_addr(refused_addr),
        .one_mixed_in_i(12'habc), .one_mixed_speed_o(speed), .one_cmd_go_o(go), .one_cmd_two_o(two),
        .one_event_bits_hwset(hwset), .one_load_bits_o(load_o), .one_load_bits_i(16'h1234),
        .one_load_bits_we(load_we), .one_locked_bits_o(locked), .one_strobe_bits_o(strobe),
        .one_strobe_bits_swmod(strobe_mod), .one_saved_bits_i(saved_i), .one_saved_bits_we(saved_we),
        .one_told_bits_o(told), .one_told_bits_swmod(told_mod),
        .ext_set_req(set_req), .ext_set_write(set_write), .ext_set_addr(set_addr),
        .ext_set_wdata(set_wdata), .ext_set_ack(set_ack), .ext_set_rdata({25'd7, set_addr, 2'b00}),
        .ext_some_counters_req(counters_req), .ext_some_counters_addr(counters_addr),
        .ext_some_counters_ack(counters_ack), .ext_some_counters_rdata({28'd9, counters_addr, 2'b00})
    );

    always @(posedge clk) begin
        set_ack <= set_req;
        counters_ack <= counters_req;
        if (!rst) begin
            n_go = n_go + go;
            n_two = n_two + two;
            n_refused = n_refused + refused;
            n_told = n_told + told_mod;
            n_strobe = n_strobe + strobe_mod;
            n_set = n_set + set_req;
            n_counters = n_counters + counters_req;
            n_ack = n_ack + ack;
        end
    end

    task check;
        input [255:0] what;
        input [31:0]  expected;
        input [31:0]  actual;
        if (expected !== actual) begin
            errors = errors + 1;
            $display("small_tb: %0s: expected %x, got %x", what, expected, actual);
        end
    endtask

    task access;
        input        w;
        input [17:0] a;
        input [31:0] d;
        input [3:0]  s;
        begin
            @(negedge clk);
            req = 1;
            n_req = n_req + 1;
            {write, addr, wdata, wstrb} = {w, a, d, s};
            @(negedge clk) req = 0;
            while (!ack) @(negedge clk);
            got = rdata;
            @(negedge clk);             // pulses are counted
        end
    endtask

    task get;
        input [255:0] what;
        input [17:0]  a;
        input [31:0]  expected;
        begin
            access(0, a, 32'hx, 4'hf);
            check(what, expected, got);
        end
    endtask

    initial begin
        repeat (3) @(negedge clk);
        rst = 0;
        get("mixed", 18'h100, 32'h5a00abc2);
        get("cmd", 18'h104, 0);
        get("keep", 18'h108, 32'hdeadbeef);
        get("event", 18'h10c, 32'h100);
        get("locked", 18'h114, 1);
        get("strobe", 18'h118, 0);
        get("saved", 18'h11c, 3);
        get("hole", 18'h120, 0);
        get("told", 18'h13c, 0);
        get("below", 18'h0fc, 0);
        get("above", 18'h140, 0);
        get("far", 18'h20108, 0);
        access(1, 18'h100, 32'h00000001, 4'hf);
        get("mixed written", 18'h100, 32'h5a00abc1);
        check("speed", 1, speed);
        access(1, 18'h104, 32'h00000301, 4'hf);
        check("go", 1, n_go);
        check("two", 1, n_two);
        access(1, 18'h104, 32'h00000301, 4'b1100);
        check("go, other bytes", 1, n_go);
        access(1, 18'h108, 32'h11223344, 4'b0110);
        get("keep by bytes", 18'h108, 32'hde2233ef);
        @(negedge clk) hwset = 8'h81;
        @(negedge clk) hwset = 0;
        get("event set", 18'h10c, 32'h910);
        access(1, 18'h10c, 32'h00000110, 4'hf);
        get("event cleared", 18'h10c, 32'h800);
        access(1, 18'h110, 32'hffffffff, 4'hf);
        get("load", 18'h110, 32'h001fffe0);
        @(negedge clk) load_we = 1;
        @(negedge clk) load_we = 0;
        get("loaded", 18'h110, 32'h1234 << 5);
        check("loaded out", 32'h1234, load_o);
        access(1, 18'h114, 32'h12345678, 4'hf);
        lock = 1;
        access(1, 18'h114, 32'h87654321, 4'hf);
        check("refused", 1, n_refused);
        check("refused at", 18'h114, refused_addr);
        get("still", 18'h114, 32'h12345678);
        check("locked out", 32'h12345678, locked);
        lock = 0;
        access(1, 18'h118, 32'h00001234, 4'hf);
        check("strobe out", 32'h1234, strobe);
        access(1, 18'h118, 32'h0000abcd, 4'b0010);
        check("strobe out", 32'hab00, strobe);
        check("strobes", 2, n_strobe);
        access(1, 18'h11c, 32'hff, 4'hf);
        get("saved is read only", 18'h11c, 3);
        @(negedge clk) saved_we = 1;
        @(negedge clk) saved_we = 0;
        get("saved", 18'h11c, 32'h77);
        access(1, 18'h13c, 32'hffffffff, 4'b0100);
        access(1, 18'h13c, 32'hffffffff, 4'b1000);
        check("told", 1, n_told);
        check("told out", 20'hff000, told);
        get("set 2 high", 18'h204c, {25'd7, 7'h4c});
        get("set hole", 18'h2044, 0);
        get("set beyond", 18'h2080, 0);
        check("set requests", 1, n_set);
        access(1, 18'h2060, 32'hffffffff, 4'hf);
        check("set data", 32'hc00000ff, set_wdata);
        check("set address", 5'h18, set_addr);
        access(1, 18'h2060, 32'hffffffff, 4'h7);
        check("part refused", 2, n_refused);
        check("set requests", 2, n_set);
        get("counter", 18'h3008, {28'd9, 4'h8});
        access(1, 18'h3008, 1, 4'h1);
        access(1, 18'h3008, 1, 4'hf);
        check("counter requests", 1, n_counters);
        check("no refusal", 2, n_refused);
        check("answers", n_req, n_ack);
        $finish_and_return(errors != 0);
    end

    initial begin
        #5000;
        $display("small_tb: no end");
        $finish_and_return(1);
    end
endmodule

`default_nettype wire
