// SPDX-License-Identifier: BSD-3-Clause
// What the MAC says of its link, for PORT.STATUS, and a pulse when it says something new. A board whose MAC says
// nothing ties mac_link to 1 and mac_mbps to its rate or 0.
//
// In the card's clock; a board that crosses into it holds mac_mbps still while mac_link changes, and both for two
// cycles at least. Throughput: a change a cycle. Latency: link, fault and mbps one cycle, changed two. Backpressure:
// none. What the MAC says when the reset ends is no change. Proven: nothing.
`default_nettype none

module weir_port (
    input  wire         clk,
    input  wire         rst,

    input  wire         mac_link,
    input  wire         mac_fault,
    input  wire [23:0]  mac_mbps,

    output reg          link,
    output reg          fault,
    output reg  [23:0]  mbps,
    output reg          changed
);
    // For two cycles behind the reset, what was before is not the MAC's word.
    reg  [1:0]  known_q;
    reg         link_q, fault_q;
    reg  [23:0] mbps_q;
    always @(posedge clk) begin
        link    <= mac_link && !rst;
        fault   <= mac_fault && !rst;
        mbps    <= rst ? 24'd0 : mac_mbps;
        link_q  <= link;
        fault_q <= fault;
        mbps_q  <= mbps;
        known_q <= rst ? 2'b00 : {known_q[0], 1'b1};
        changed <= known_q[1] && !rst && {link, fault, mbps} != {link_q, fault_q, mbps_q};
    end

endmodule

`default_nettype wire
