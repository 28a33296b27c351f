// SPDX-License-Identifier: BSD-3-Clause
// Contract of weir_lane_mul, included at its end. The inputs are free; there is no reset.
    reg [1:0]     f_past = 2'd0;
    reg [2*W-1:0] f_product [0:2];

    always @(posedge clk) begin
        if (f_past != 2'd3) f_past <= f_past + 2'd1;
        f_product[0] <= {{W{1'b0}}, a} * {{W{1'b0}}, b};
        f_product[1] <= f_product[0];
        f_product[2] <= f_product[1];
    end

    always @* if (f_past == 2'd3) assert(p == f_product[2]);

    always @(posedge clk) cover(f_past == 2'd3 && &p[W-1:1] && !p[0] && p[2*W-1]);
