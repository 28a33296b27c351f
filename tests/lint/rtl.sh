#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# rtl.sh: Verilator has no warning about the card, at any width of the MAC bus, nor about the filter lane, with its trace and
# without, and Icarus accepts them
set -euo pipefail
waivers=()
[[ -e rtl/lint.vlt ]] && waivers=(rtl/lint.vlt)
out=$(mktemp -d)
trap 'rm -r "$out"' EXIT
mapfile -t files < <(grep '\.v$' rtl/files.f)
status=0
for mac in 64 128 256 512; do
	for dma in 256 512; do
		[[ $dma -ge $mac ]] || continue
		echo "MAC_W=$mac DMA_W=$dma"
		verilator --lint-only -Wall --top-module weir_card -GMAC_W=$mac -GDMA_W=$dma \
			"${waivers[@]}" -f rtl/files.f || status=1
		iverilog -g2005 -Irtl -Irtl/gen -s weir_card -Pweir_card.MAC_W=$mac \
			-Pweir_card.DMA_W=$dma -o "$out/card" "${files[@]}" || status=1
	done
done
for trace in "" -DWEIR_LANE_TRACE; do
	echo "weir_lane $trace"
	verilator --lint-only -Wall --top-module weir_lane $trace "${waivers[@]}" -f rtl/files.f || status=1
	iverilog -g2005 -Irtl -Irtl/gen $trace -s weir_lane -o "$out/lane" "${files[@]}" || status=1
done
exit $status
