# SPDX-License-Identifier: BSD-3-Clause
# Writes a wrapper around a block, from its ports as Yosys lists them in RTLIL: its inputs come out of a
# shift register through one more register, its outputs go through a register into a registered tree of
# XORs. So the block's own paths, from and to registers, are what is timed, with three pins.
# awk -v top=BLOCK -f wrap.awk BLOCK.il > wrap.v
$1 == "module" { inside = $2 == "\\" top }
inside && $1 == "wire" {
	width = 1
	dir = ""
	for (i = 2; i < NF; i++) {
		if ($i == "width")
			width = $(i + 1)
		if ($i == "input" || $i == "output")
			dir = $i
	}
	name = substr($NF, 2)
	if (dir == "input" && name == "clk")
		ports = ports ", .clk(clk)"
	else if (dir == "input") {
		ports = ports sprintf(", .%s(in_q[%d:%d])", name, ins + width - 1, ins)
		ins += width
	} else if (dir == "output") {
		ports = ports sprintf(", .%s(out[%d:%d])", name, outs + width - 1, outs)
		outs += width
	}
}
END {
	if (!ins || !outs) {
		print "wrap.awk: no ports of " top > "/dev/stderr"
		exit 1
	}
	print "module wrap (input wire clk, input wire in, output wire out_pin);"
	printf "reg [%d:0] shift_q, in_q;\nwire [%d:0] out;\n", ins - 1, outs - 1
	print "always @(posedge clk) begin\n    shift_q <= {shift_q, in};\n    in_q <= shift_q;\nend"
	printf "%s u_block (%s);\n", top, substr(ports, 3)
	printf "reg [%d:0] x0;\nalways @(posedge clk) x0 <= out;\n", outs - 1
	for (level = 1; outs > 1; level++) {
		next_outs = int((outs + 3) / 4)
		printf "reg [%d:0] x%d;\nalways @(posedge clk) begin\n", next_outs - 1, level
		for (i = 0; i < next_outs; i++)
			printf "    x%d[%d] <= ^x%d[%d:%d];\n", level, i, level - 1,
				(4 * i + 3 < outs ? 4 * i + 3 : outs - 1), 4 * i
		print "end"
		outs = next_outs
	}
	printf "assign out_pin = x%d[0];\nendmodule\n", level - 1
}
