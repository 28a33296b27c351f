// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_tick, included at its end. No inputs, so nothing is assumed but the first reset.
    reg        f_past = 1'b0;
    reg [31:0] f_us;

    always @(posedge clk) begin
        f_past <= 1'b1;
        f_us <= rst ? 32'd0 : us;
    end

    always @* if (!f_past) assume(rst);

    always @* if (f_past) begin
        assert({2'd0, phase_q} < CLK_HZ);
        assert(us == f_us + {31'd0, tick});
    end

    always @(posedge clk) if (f_past && !rst) begin
        cover(tick && us == 32'd2);
    end
