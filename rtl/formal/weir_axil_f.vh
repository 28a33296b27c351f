// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_axil, included at its end.
// Assumed: the first cycle is a reset; the registers answer a request once, within F_WAIT cycles, and
// never without one.
    localparam [5:0] F_WAIT = 6'd5;
    localparam [5:0] F_LIMIT = 2 * F_WAIT + 6'd6;

    reg         f_past = 1'b0;
    reg         f_open;                 // a request is unanswered
    reg  [5:0]  f_wait;
    reg         f_write;
    reg  [17:0] f_addr;
    reg  [31:0] f_wdata;
    reg  [3:0]  f_wstrb;
    reg         f_done;                 // the held transaction has reached the registers
    reg  [17:0] f_awaddr, f_araddr;
    reg  [31:0] f_w, f_r;
    reg  [3:0]  f_strb;
    reg         f_both;
    reg  [1:0]  f_order;
    wire        f_aw_have, f_w_have, f_ar_have;
    wire [5:0]  f_write_age, f_read_age;

    f_axil #(.AW(18), .LIMIT(F_LIMIT)) f_contract (
        .clk(clk), .rst(rst), .past(f_past),
        .awvalid(s_axil_awvalid), .awready(s_axil_awready), .awaddr(s_axil_awaddr),
        .wvalid(s_axil_wvalid), .wready(s_axil_wready), .wdata(s_axil_wdata), .wstrb(s_axil_wstrb),
        .bvalid(s_axil_bvalid), .bready(s_axil_bready), .bresp(s_axil_bresp),
        .arvalid(s_axil_arvalid), .arready(s_axil_arready), .araddr(s_axil_araddr),
        .rvalid(s_axil_rvalid), .rready(s_axil_rready), .rdata(s_axil_rdata), .rresp(s_axil_rresp),
        .f_aw(f_aw_have), .f_w(f_w_have), .f_ar(f_ar_have),
        .f_write_age(f_write_age), .f_read_age(f_read_age)
    );

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_open <= (f_open || req) && !ack;
        f_wait <= f_open && !ack ? f_wait + 1'b1 : 6'd0;
        if (req) begin
            f_write <= write;
            f_addr <= addr;
            f_wdata <= wdata;
            f_wstrb <= wstrb;
        end
        if (req) f_done <= 1'b1;
        else if (b_done || r_done) f_done <= 1'b0;
        if (s_axil_awvalid && s_axil_awready) f_awaddr <= s_axil_awaddr;
        if (s_axil_wvalid && s_axil_wready) {f_w, f_strb} <= {s_axil_wdata, s_axil_wstrb};
        if (s_axil_arvalid && s_axil_arready) f_araddr <= s_axil_araddr;
        if (ack) f_r <= rdata;
        // for the cover: both waited at once, then the write came first, then the read
        if (!busy_q && can_write && ar_have_q) f_both <= 1'b1;
        if (f_both && b_done && f_order == 2'd0) f_order <= 2'd1;
        if (f_both && r_done && f_order == 2'd1) f_order <= 2'd2;
        if (rst) begin
            f_open <= 1'b0;
            f_wait <= 6'd0;
            f_done <= 1'b0;
            f_both <= 1'b0;
            f_order <= 2'd0;
        end
    end

    always @* begin
        if (!f_past) assume(rst);
        if (!f_open && !req) assume(!ack);
        if (f_open && f_wait == F_WAIT) assume(ack);
    end

    always @* if (f_past) begin
        // the contract
        if (req) assert(!f_open && !f_done);
        if (req && write) assert(f_aw_have && f_w_have);
        if (req && write) assert(addr == f_awaddr && wdata == f_w && wstrb == f_strb);
        if (req && !write) assert(f_ar_have && addr == f_araddr);
        if (f_open) assert(write == f_write && addr == f_addr);
        if (f_open && write) assert(wdata == f_wdata && wstrb == f_wstrb);
        if (b_valid_q || r_valid_q) assert(f_done && !f_open && !req);
        if (b_valid_q) assert(write_q);
        if (r_valid_q) assert(!write_q && s_axil_rdata == f_r);
        // what holds it up
        assert(f_aw_have == aw_have_q && f_w_have == w_have_q && f_ar_have == ar_have_q);
        if (aw_have_q) assert(aw_addr_q == f_awaddr);
        if (w_have_q) assert(wdata_q == f_w && wstrb_q == f_strb);
        if (ar_have_q) assert(ar_addr_q == f_araddr);
        assert(!(aw_ready_q && aw_have_q) && !(w_ready_q && w_have_q) && !(ar_ready_q && ar_have_q));
        assert(busy_q == (req_q || f_open || b_valid_q || r_valid_q));
        assert(f_done == (f_open || b_valid_q || r_valid_q));
        assert(!(b_valid_q && r_valid_q));
        if (busy_q && write_q) assert(can_write && addr_q == aw_addr_q);
        if (busy_q && !write_q) assert(ar_have_q && addr_q == ar_addr_q);
        assert(f_wait <= F_WAIT);
        // ages: whoever waits while the other is served goes next
        if (busy_q) assert(turn_q == write_q);
        if (!busy_q && can_write) assert(f_write_age <= (turn_q ? 6'd0 : F_WAIT + 6'd3));
        if (!busy_q && ar_have_q) assert(f_read_age <= (turn_q ? F_WAIT + 6'd3 : 6'd0));
        if (req_q) assert((write_q ? f_write_age : f_read_age) <= F_WAIT + 6'd4);
        if (req_q) assert((write_q ? f_read_age : f_write_age) <= 6'd1);
        if (f_open) assert((write_q ? f_write_age : f_read_age) <= F_WAIT + 6'd5 + f_wait);
        if (f_open) assert((write_q ? f_read_age : f_write_age) <= 6'd2 + f_wait);
        if (b_valid_q) assert(f_read_age <= F_WAIT + 6'd3);
        if (r_valid_q) assert(f_write_age <= F_WAIT + 6'd3);
    end

    always @(posedge clk) if (f_past && !rst) begin
        cover(f_order == 2'd2);                                      // both waited, both were answered
        cover(f_wait == F_WAIT && ack);                              // the slowest answer
        cover(r_done && f_r == 32'hcafe_f00d && f_strb == 4'b0110);
    end
