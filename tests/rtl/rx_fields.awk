# SPDX-License-Identifier: BSD-3-Clause
# Turns the bit ranges of rtl/weir_frame.vh into C: FR_LEN 31:16 becomes FR_LEN_LO 16, FR_LEN_W 16.
BEGIN { print "/* from rtl/weir_frame.vh by rx_fields.awk */" }
/^`define FR_[A-Z]+ +[0-9]+:[0-9]+/ {
	split($3, at, ":")
	printf "#define %s_LO %d\n#define %s_W %d\n", $2, at[2], $2, at[1] - at[2] + 1
}
