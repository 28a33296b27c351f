#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# t_regs.sh: the register blocks (weir_axil, weir_csr, weir_tap_regs, weir_addr_regs) in Icarus, register
# by register against the generated table. Guards against an address, mask, lock or pulse that differs
# from regs/weir.rdl. What must hold: regs_tb.v. Needs iverilog. SEED=N repeats a run.
set -euo pipefail
command -v iverilog >/dev/null || { echo "iverilog is not installed"; exit 77; }
out=${O:-build}/tests/regs
mkdir -p "$out"
${CC:-cc} -I. -o "$out/table" tests/regs/table.c
"$out/table" >"$out/table.hex"
iverilog -g2005 -Wall -Wno-timescale -Irtl/gen -Itests/regs -s regs_tb -o "$out/regs_tb" \
	tests/regs/regs_{tb,dut}.v rtl/gen/weir_csr.v rtl/weir_{axil,tap_regs,addr_regs,ram}.v
vvp -n "$out/regs_tb" +table="$out/table.hex" +seed="${SEED:-$((RANDOM * 32768 + RANDOM))}"
