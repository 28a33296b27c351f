// SPDX-License-Identifier: BSD-3-Clause
// Cuts a write into bursts that neither cross a 4 KiB page nor exceed the configured payload.
//
// `max_beats` is 128, 256 or 512 bytes in beats. Throughput: a burst every 2 cycles; the next write is
// taken when the last burst of the one before is on its way. A write of no beats gives one burst of none.
// Latency: 2 cycles. Backpressure: valid/ready.
// Proven (rtl/formal/weir_split_f.vh): the bursts are the write, none crosses a page or is too long.
`default_nettype none

module weir_split #(
    parameter LB = 5,
    parameter SW = 7,
    parameter TAG_W = 7
) (
    input  wire              clk,
    input  wire              rst,
    input  wire [4:0]        max_beats,

    input  wire              s_valid,
    output wire              s_ready,
    input  wire [SW-1:0]     s_slot,
    input  wire [21:LB]      s_off,
    input  wire [17:0]       s_beats,
    input  wire [TAG_W-1:0]  s_tag,

    output reg               m_valid,
    input  wire              m_ready,
    output reg  [SW-1:0]     m_slot,
    output reg  [21:LB]      m_off,
    output reg  [4:0]        m_beats,
    output reg  [TAG_W-1:0]  m_tag
);
    localparam PW = 12 - LB;

    reg              act_q, known_q, last_q;
    reg  [SW-1:0]    slot_q;
    reg  [TAG_W-1:0] tag_q;
    reg  [21:LB]     off_q;
    reg  [17:0]      left_q;
    reg  [4:0]       take_q;

    // Beats to the end of the page, 1 to 2^PW
    wire [PW:0] page = {1'b1, {PW{1'b0}}} - {1'b0, off_q[11:LB]};
    wire [4:0]  near = page < {{(PW-4){1'b0}}, max_beats} ? page[4:0] : max_beats;
    // The rest goes in one burst if it passes neither limit: compared side by side.
    wire [PW:0] reach = {1'b0, off_q[11:LB]} + {{(PW-4){1'b0}}, left_q[4:0]};
    wire        fits  = left_q[17:5] == 13'd0 && left_q[4:0] <= max_beats
                        && reach <= {1'b1, {PW{1'b0}}};
    wire        out  = act_q && known_q && (!m_valid || m_ready);

    assign s_ready = !act_q;

    always @(posedge clk) begin
        if (s_valid && s_ready) begin
            slot_q <= s_slot;
            tag_q  <= s_tag;
            off_q  <= s_off;
            left_q <= s_beats;
        end
        // first how many, then go
        known_q <= act_q && !out;
        if (!known_q) begin
            take_q <= fits ? left_q[4:0] : near;
            last_q <= fits;
        end
        if (out) begin
            m_slot  <= slot_q;
            m_tag   <= tag_q;
            m_off   <= off_q;
            m_beats <= take_q;
            off_q   <= off_q + {{(22-LB-5){1'b0}}, take_q};
            left_q  <= left_q - {13'd0, take_q};
        end
        if (s_valid && s_ready)
            act_q <= 1'b1;
        else if (out && last_q)
            act_q <= 1'b0;
        if (out)
            m_valid <= 1'b1;
        else if (m_ready)
            m_valid <= 1'b0;
        if (rst) begin
            act_q   <= 1'b0;
            known_q <= 1'b0;
            m_valid <= 1'b0;
        end
    end

`ifdef FORMAL
`include "weir_split_f.vh"
`endif
endmodule

`default_nettype wire
