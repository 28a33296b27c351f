// SPDX-License-Identifier: BSD-3-Clause
// weir_copies: the copies that a frame's verdict leaves, one per tap, lowest tap first.
//
// Taps in `fast` (no block and known so, or not running) are dropped all at once (`fdrop`), so that taps without blocks
// cost nothing. A frame's last copy carries `last`; a frame of which nobody gets one has a copy for nobody (`none`), which
// only gives its words back. With each come the bytes that the tap's filter keeps.
//
// Throughput    a copy every 2 cycles, a frame every 3. Latency 9 cycles.
// Backpressure  m waits in a queue of 8, in which each begun copy has a place.
// Proven        nothing; checked by tests/card.
`default_nettype none

module weir_copies #(
    parameter TW    = 4,
    parameter TAPS  = 16,
    parameter FQ_AW = 10
) (
    input  wire               clk,
    input  wire               rst,

    input  wire               vd_valid,
    output wire               vd_ready,
    input  wire [TAPS-1:0]    vd_take,
    input  wire [TAPS-1:0]    vd_sure,
    input  wire [TAPS-1:0]    vd_gen,
    input  wire [TAPS-1:0]    fast,
    output reg  [TAPS-1:0]    fdrop,

    // weir_filter: programs of the taps; what one keeps of the n-th frame, four cycles after
    input  wire [4*TAPS-1:0]  prog_0,
    input  wire [4*TAPS-1:0]  prog_1,
    output reg  [FQ_AW-1:0]   keep_frame,
    output reg  [3:0]         keep_prog,
    input  wire [13:0]        keep_bytes,

    output wire               m_valid,
    input  wire               m_ready,
    output wire [TW-1:0]      m_tap,
    output wire               m_last,
    output wire               m_none,
    output wire               m_gen,      // generation bit of the tap's filter
    output wire               m_sure,     // m_keep counts
    output wire [13:0]        m_keep,
    output wire               busy
);
    // ---- a frame's taps -----------------------------------------------------------------------------
    reg               frame_q, none_q;
    reg  [TAPS-1:0]   left_q, sure_q, gen_q;
    reg  [FQ_AW-1:0]  n_q;
    // of left_q: the lowest tap, the others, whether there are any
    reg               known_q, last_q;
    reg  [TW-1:0]     first_q;
    reg  [TAPS-1:0]   rest_q;
    wire              m_afull;
    wire              step = known_q && !m_afull;
    wire              load = vd_valid && !frame_q;
    assign vd_ready = !frame_q;

    function [TW-1:0] lowest(input [TAPS-1:0] x);
        integer k;
        begin
            lowest = {TW{1'b0}};
            for (k = TAPS - 1; k >= 0; k = k - 1)
                if (x[k])
                    lowest = k[TW-1:0];
        end
    endfunction
    wire [TAPS-1:0]   rest = left_q & (left_q - 1'b1);

    always @(posedge clk) begin
        fdrop <= load ? vd_take & fast : {TAPS{1'b0}};
        if (load) begin
            left_q <= vd_take & ~fast;
            none_q <= (vd_take & ~fast) == {TAPS{1'b0}};
            sure_q <= vd_sure;
            gen_q  <= vd_gen;
            n_q    <= n_q + 1'b1;
        end else if (step) begin
            left_q <= rest_q;
        end
        if (frame_q && !known_q) begin
            first_q <= lowest(left_q);
            rest_q  <= rest;
            last_q  <= rest == {TAPS{1'b0}};
            known_q <= 1'b1;
        end else if (step) begin
            known_q <= 1'b0;
        end
        if (load)
            frame_q <= 1'b1;
        else if (step && last_q)
            frame_q <= 1'b0;
        if (rst) begin
            frame_q <= 1'b0;
            known_q <= 1'b0;
            n_q     <= {FQ_AW{1'b1}};
            fdrop   <= {TAPS{1'b0}};
        end
    end

    // ---- which program, what it keeps ---------------------------------------------------------------
    // p1: program by generation; p2: asked; p3 to p6: on its way
    reg  [6:1]        p_q;
    reg  [3:0]        p1_prog_0, p1_prog_1;
    reg  [FQ_AW-1:0]  p1_n;
    // tap, last, none, generation, sure
    reg  [TW+3:0]     p1, p2, p3, p4, p5, p6;
    always @(posedge clk) begin
        p_q        <= {p_q[5:1], step} & {6{!rst}};
        p1         <= {first_q, last_q, none_q, gen_q[first_q], sure_q[first_q]};
        p1_prog_0  <= prog_0[4*first_q +: 4];
        p1_prog_1  <= prog_1[4*first_q +: 4];
        p1_n       <= n_q;
        keep_prog  <= p1[1] ? p1_prog_1 : p1_prog_0;
        keep_frame <= p1_n;
        p2 <= p1;
        p3 <= p2;
        p4 <= p3;
        p5 <= p4;
        p6 <= p5;
    end

    wire              m_room;
    weir_fifo #(.W(TW + 18), .LG(3), .AFULL(5)) u_out (
        .clk(clk), .rst(rst), .s_valid(p_q[6]), .s_ready(m_room), .s_data({p6, keep_bytes}),
        .m_valid(m_valid), .m_ready(m_ready), .m_data({m_tap, m_last, m_none, m_gen, m_sure, m_keep}),
        .afull(m_afull)
    );
    assign busy = frame_q || p_q != 6'd0 || m_valid;

    wire unused = &{1'b0, m_room};
endmodule

`default_nettype wire
