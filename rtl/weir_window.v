// SPDX-License-Identifier: BSD-3-Clause
// weir_window: a frame's first 128 bytes for the filter lanes, as they were on the wire.
//
// Takes the beats that weir_header reads and puts a lifted tag back behind the addresses: from there on the frame is
// four bytes, half a beat, later. Every frame has the window after the one before, whether it is kept or not.
//
// Throughput    a beat a cycle; the closing beat writes what is left.
// Latency       one cycle.
// Backpressure  hold, while HOLD_AT windows from the oldest in use on are taken: the closing beat waits then.
// Proven        nothing here; the windows are compared with the frames (tests/rtl/t_rx.cpp).
`default_nettype none

module weir_window #(
    // log2 of the windows
    parameter SW = 7,
    parameter [6:0] HOLD_AT = 7'd112
) (
    input  wire          clk,
    input  wire          rst,

    input  wire          beat,        // or the closing beat
    input  wire          close,
    input  wire [4:0]    index,
    input  wire [63:0]   data,        // byte 0 in the low bits
    input  wire          lifted,
    input  wire [15:0]   tci,
    input  wire          tpid_ad,

    input  wire [SW-1:0] oldest,
    output reg           hold,

    output reg           we,
    output reg  [SW-1:0] slot,
    output reg  [3:0]    word,
    output reg  [63:0]   wdata
);
    wire [31:0]   tag = {tci[7:0], tci[15:8], tpid_ad ? 16'ha888 : 16'h0081};
    reg  [SW-1:0] slot_q;
    reg  [31:0]   late_q;      // the beat's half that comes with the next one
    wire [SW-1:0] taken = slot_q - oldest;

    always @(posedge clk) begin
        hold <= taken >= HOLD_AT[SW-1:0];
        we   <= beat && !index[4] && (!close || lifted) && !rst;
        slot <= slot_q;
        word <= index[3:0];
        if (!lifted || index == 5'd0)
            wdata <= data;
        else
            wdata <= {index == 5'd1 ? tag : data[31:0], index == 5'd1 ? data[31:0] : late_q};
        if (beat)
            late_q <= data[63:32];
        if (beat && close)
            slot_q <= slot_q + 1'b1;
        if (rst)
            slot_q <= {SW{1'b0}};
    end
endmodule

`default_nettype wire
