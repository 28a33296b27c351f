// SPDX-License-Identifier: BSD-3-Clause
// weir_fifo as its contract is proven with two output registers. (A module with an instance in a generate block cannot
// be a top with parameters set from outside: Yosys 0.23.)
`default_nettype none

module f_fifo_wide (
    input  wire        clk,
    input  wire        rst,
    input  wire        s_valid,
    output wire        s_ready,
    input  wire [3:0]  s_data,
    output wire        m_valid,
    input  wire        m_ready,
    output wire [3:0]  m_data,
    output wire        afull,
    input  wire [1:0]  f_look,
    output wire [3:0]  f_seen,
    output wire [2:0]  f_used,
    output wire [15:0] f_all
);
    weir_fifo #(.W(4), .LG(2), .WIDE(1)) u_fifo (
        .clk(clk), .rst(rst), .s_valid(s_valid), .s_ready(s_ready), .s_data(s_data), .m_valid(m_valid),
        .m_ready(m_ready), .m_data(m_data), .afull(afull), .f_look(f_look), .f_seen(f_seen), .f_used(f_used),
        .f_all(f_all)
    );
endmodule

`default_nettype wire
