// SPDX-License-Identifier: BSD-3-Clause
// Interrupts: pending bits of taps and card, masks, moderation, and the pulses.
//
// An event sets its tap's pending bit. A walker looks at a tap every 4 cycles: pending, not masked, and
// INTERVAL_US over since the tap's last pulse -> the bit is cleared and the vector pulses; with ONESHOT
// the tap is masked in the same cycle. The card's own bit (31) has vector 0 and no moderation.
// An event is never lost: it stays pending until its pulse. Everything is masked after reset.
//
// Throughput: a pulse every 4 cycles. Latency: up to 4 x TAPS cycles, or what is left of the interval.
// Backpressure: none. Proven: nothing; card/irq and card/stress watch every pulse.
`default_nettype none
`include "weir_regs.vh"

module weir_irq #(
    parameter TW   = 4,
    parameter TAPS = 16
) (
    input  wire             clk,
    input  wire             rst,
    input  wire             cfg_we,
    input  wire [TW-1:0]    cfg_tap,
    input  wire [5:0]       cfg_reg,
    input  wire [31:0]      cfg_wdata,
    // Free-running microseconds
    input  wire [15:0]      us,

    input  wire [TAPS-1:0]  event_tap,
    input  wire             event_card,
    input  wire [31:0]      mask_set,
    input  wire [31:0]      mask_clr,
    output wire [31:0]      mask,

    output reg              irq_valid,
    output reg  [7:0]       irq_vector,
    // An interrupt is due; one that waits for its interval is a timer
    output wire             busy
);
    localparam W_READ = 2'd0, W_TIME = 2'd1, W_TEST = 2'd2, W_FIRE = 2'd3;

    // cool: the interval since the last pulse is not known to be over
    (* nowrshmsk *) reg [TAPS-1:0] pend_q, mask_q, cool_q;
    reg             card_pend_q, card_mask_q;
    reg  [1:0]      state_q;
    reg  [TW-1:0]   walk_q;
    reg  [15:0]     gone_q, interval_q;
    reg             due_q, over_q;
    wire [15:0]     interval, last;
    wire [7:0]      vector;
    wire            oneshot;
    wire            fire = state_q == W_FIRE && due_q && over_q;

    weir_tap_cfg #(.W(25), .TW(TW), .REG(`WEIR_TAPREG_IRQ)) u_cfg (
        .clk(clk), .cfg_we(cfg_we), .cfg_tap(cfg_tap), .cfg_reg(cfg_reg), .cfg_wdata(cfg_wdata),
        .tap(walk_q), .value({oneshot, vector, interval})
    );
    weir_lutram #(.W(16), .AW(TW)) u_last (
        .clk(clk), .we(fire), .waddr(walk_q), .wdata(us), .raddr(walk_q), .rdata(last)
    );

    always @(posedge clk) begin
        irq_valid  <= 1'b0;
        irq_vector <= vector;
        pend_q     <= pend_q | event_tap;
        mask_q     <= (mask_q | mask_set[TAPS-1:0]) & ~mask_clr[TAPS-1:0];
        case (state_q)
        W_READ: begin
            gone_q     <= us - last;
            interval_q <= interval;
            state_q    <= W_TIME;
        end
        W_TIME: begin
            // Whole microseconds: one more is surely over. 0 does not moderate.
            over_q  <= !cool_q[walk_q] || gone_q > interval_q || interval_q == 16'd0;
            due_q   <= pend_q[walk_q] && !mask_q[walk_q];
            state_q <= W_TEST;
        end
        // A tap's interval ends once, also when microseconds wrap.
        W_TEST: begin
            if (over_q)
                cool_q[walk_q] <= 1'b0;
            state_q <= W_FIRE;
        end
        default: begin
            if (fire) begin
                irq_valid      <= 1'b1;
                pend_q[walk_q] <= event_tap[walk_q];
                cool_q[walk_q] <= 1'b1;
                if (oneshot && !mask_clr[{{(5-TW){1'b0}}, walk_q}])
                    mask_q[walk_q] <= 1'b1;
            end else if (card_pend_q && !card_mask_q) begin
                irq_valid   <= 1'b1;
                irq_vector  <= 8'd0;
                card_pend_q <= 1'b0;
            end
            walk_q  <= walk_q + 1'b1;
            state_q <= W_READ;
        end
        endcase
        if (event_card)
            card_pend_q <= 1'b1;
        card_mask_q <= (card_mask_q | mask_set[31]) & ~mask_clr[31];
        if (rst) begin
            pend_q      <= {TAPS{1'b0}};
            mask_q      <= {TAPS{1'b1}};
            cool_q      <= {TAPS{1'b0}};
            card_pend_q <= 1'b0;
            card_mask_q <= 1'b1;
            walk_q      <= {TW{1'b0}};
            state_q     <= W_READ;
            irq_valid   <= 1'b0;
        end
    end

    assign mask = {card_mask_q, {(31-TAPS){1'b0}}, mask_q};
    assign busy = (pend_q & ~mask_q & ~cool_q) != {TAPS{1'b0}} || (card_pend_q && !card_mask_q);

    wire unused = &{1'b0, cfg_wdata[31:25], mask_set[30:TAPS], mask_clr[30:TAPS]};

endmodule

`default_nettype wire
