// SPDX-License-Identifier: BSD-3-Clause
// The counters: 32 rows (taps, then the port) of 32, 64 bits each, in block RAM, and their snapshot.
//
// Throughput: an addition every 2 cycles unless its counter is in one of the 4 that the one before takes. `snap` marks
// the instant of a snapshot: from then on the first addition to a counter saves its old value, and a
// sweep saves the rest; `snap_busy` until all are saved. Reads are of the snapshot, answered in 4 cycles.
// After reset both RAMs are cleared; additions wait meanwhile.
// Latency: 4 cycles. Backpressure: `add_ready`.
// Proven (rtl/formal/weir_counters): a counter's value is the sum of its additions, the snapshot's that of
// the additions before the token.
`default_nettype none

module weir_counters #(
    // Rows swept: taps and one
    parameter ROWS = 17,
    // log2 of the words kept; less than 10 only where covers are sought
    parameter AW = 10
) (
    input  wire         clk,
    input  wire         rst,

    input  wire         add_valid,
    output wire         add_ready,
    input  wire [4:0]   add_row,
    input  wire [4:0]   add_col,
    input  wire [17:0]  add_inc,
    input  wire         snap,
    output wire         snap_busy,

    input  wire         rd_req,
    input  wire [9:0]   rd_addr,
    output reg          rd_ack,
    output wire [63:0]  rd_data
);
    // ---- what is added this cycle: an addition, or a sweep's 0 --------------------------------------
    reg         clear_q, sweep_q, epoch_q, want_q;
    reg  [9:0]  walk_q;
    reg         s1_valid_q, s2_valid_q, s3_valid_q, s4_valid_q;
    reg  [9:0]  s1_addr_q, s2_addr_q, s3_addr_q, s4_addr_q;
    reg  [17:0] s1_inc_q, s2_inc_q;

    wire [9:0]  add_addr = {add_row, add_col};
    wire        add_hit = (s1_valid_q && s1_addr_q == add_addr) || (s2_valid_q && s2_addr_q == add_addr)
                       || (s3_valid_q && s3_addr_q == add_addr) || (s4_valid_q && s4_addr_q == add_addr);
    wire        walk_hit = (s1_valid_q && s1_addr_q == walk_q) || (s2_valid_q && s2_addr_q == walk_q)
                        || (s3_valid_q && s3_addr_q == walk_q) || (s4_valid_q && s4_addr_q == walk_q);
    // A snapshot begins when nothing is under way.
    wire        hold  = want_q || snap || clear_q;
    // An addition is compared in one cycle, which is a sweep's turn, and taken in the next, or compared again.
    reg         known_q, hit_q;
    assign add_ready  = known_q && !hit_q && !hold;
    wire        add   = add_valid && add_ready;
    wire        sweep = sweep_q && !hold && !known_q && !walk_hit;
    wire        begin_snap = want_q && !clear_q && !sweep_q && !s1_valid_q && !s2_valid_q && !s3_valid_q
                             && !s4_valid_q;

    // ---- read, add low, add high, write ----------------------------------------------------------------
    wire [64:0] live;
    reg  [32:0] lo_q;
    reg  [31:0] hi_q, old_lo_q, old_hi_q;
    reg  [13:0] ext_q;
    reg         stale_q;
    reg  [63:0] new_q;
    reg         save_q;
    reg  [63:0] old_q;
    reg  [9:0]  save_addr_q;

`ifdef FORMAL
    wire [64:0] f_live, f_live_array;
    wire [63:0] f_saved, f_saved_array;
`endif
    weir_ram #(.W(65), .AW(AW)) u_live (
        .clk(clk),
        .we(s4_valid_q || clear_q),
        .waddr(clear_q ? walk_q[AW-1:0] : s4_addr_q[AW-1:0]),
        .wdata(clear_q ? 65'd0 : {epoch_q, new_q}),
        .re(1'b1),
        .raddr(known_q ? add_addr[AW-1:0] : walk_q[AW-1:0]),
        .rdata(live)
`ifdef FORMAL
        , .f_look(f_a[AW-1:0]), .f_seen(f_live), .f_array(f_live_array)
`endif
    );
    weir_ram #(.W(64), .AW(AW)) u_snap (
        .clk(clk),
        .we(save_q || clear_q),
        .waddr(clear_q ? walk_q[AW-1:0] : save_addr_q[AW-1:0]),
        .wdata(clear_q ? 64'd0 : old_q),
        .re(rd_req),
        .raddr(rd_addr[AW-1:0]),
        .rdata(rd_data)
`ifdef FORMAL
        , .f_look(f_a[AW-1:0]), .f_seen(f_saved), .f_array(f_saved_array)
`endif
    );

    reg rd1_q;
    wire last_col = walk_q[3:0] == 4'd15;
    always @(posedge clk) begin
        s1_valid_q <= add || sweep;
        s1_addr_q  <= known_q ? add_addr : walk_q;
        s1_inc_q   <= known_q ? add_inc : 18'd0;
        s2_valid_q <= s1_valid_q;
        s2_addr_q  <= s1_addr_q;
        s2_inc_q   <= s1_inc_q;
        // s2: the word is there
        s3_valid_q <= s2_valid_q;
        s3_addr_q  <= s2_addr_q;
        lo_q       <= {1'b0, live[31:0]} + {1'b0, {14{s2_inc_q[17]}}, s2_inc_q};
        hi_q       <= live[63:32];
        ext_q      <= {14{s2_inc_q[17]}};
        old_lo_q   <= live[31:0];
        old_hi_q   <= live[63:32];
        stale_q    <= live[64] != epoch_q;
        s4_valid_q <= s3_valid_q;
        s4_addr_q  <= s3_addr_q;
        new_q      <= {hi_q + {{18{ext_q[0]}}, ext_q} + {31'd0, lo_q[32]}, lo_q[31:0]};
        save_q      <= s3_valid_q && stale_q;
        save_addr_q <= s3_addr_q;
        old_q       <= {old_hi_q, old_lo_q};

        known_q <= add_valid && !known_q && !rst;
        hit_q   <= add_hit || (sweep_q && walk_q == add_addr);
        if (snap)
            want_q <= 1'b1;
        if (begin_snap) begin
            want_q  <= 1'b0;
            epoch_q <= !epoch_q;
            sweep_q <= 1'b1;
            walk_q  <= 10'd0;
        end else if (clear_q) begin
            walk_q  <= walk_q + 10'd1;
            clear_q <= walk_q[AW-1:0] != {AW{1'b1}};
        end else if (sweep) begin
            // 16 columns of each row are used
            walk_q <= last_col ? {walk_q[9:5] + 5'd1, 5'd0} : walk_q + 10'd1;
            if (last_col && walk_q[9:5] == ROWS[4:0] - 5'd1)
                sweep_q <= 1'b0;
        end
        rd1_q  <= rd_req;
        rd_ack <= rd1_q;
        if (rst) begin
            s1_valid_q <= 1'b0;
            s2_valid_q <= 1'b0;
            s3_valid_q <= 1'b0;
            s4_valid_q <= 1'b0;
            save_q     <= 1'b0;
            clear_q    <= 1'b1;
            sweep_q    <= 1'b0;
            epoch_q    <= 1'b0;
            want_q     <= 1'b0;
            walk_q     <= 10'd0;
            rd1_q      <= 1'b0;
            rd_ack     <= 1'b0;
        end
    end

    assign snap_busy = snap || want_q || sweep_q || clear_q || s1_valid_q || s2_valid_q || s3_valid_q
                       || s4_valid_q || save_q;

`ifdef FORMAL
`include "weir_counters_f.vh"
`endif
endmodule

`default_nettype wire
