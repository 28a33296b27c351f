#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# rv32.sh: the translator compiles as C11 for a 32-bit CPU without a library, keeps no state and asks for nothing but what a
# compiler itself does; tells its size there
set -euo pipefail
cc=${CLANG:-clang}
"$cc" --print-targets 2>/dev/null | grep -q riscv32 || { echo "no clang for riscv32" && exit 77; }
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for f in fw/bpflite/*.c; do
	"$cc" --target=riscv32 -march=rv32im -mabi=ilp32 -Os -std=c11 -Wall -Wextra -Werror -ffreestanding \
		-nostdlibinc -Iinclude -c -o "$out/$(basename "$f" .c).o" "$f"
done
asked=$(readelf -sW "$out"/*.o | awk '$7 == "UND" && $8 != "" { print $8 }' | sort -u |
	grep -vE '^(bpfl_.*|memcpy|memset|memmove)$' || true)
[[ -z $asked ]] || { echo "asks for $asked" && exit 1; }
# Sections that are in memory when it runs: code and constants, and what can be written
size() {
	local flags=$1 all=0 hex
	while read -r hex; do all=$((all + 16#$hex)); done < <(readelf -SW "$out"/*.o | sed 's/^ *\[ *[0-9]*\]//' |
		awk -v flags="$flags" '$7 ~ "^" flags "+$" { print $5 }')
	echo "$all"
}
[[ $(size '(WA|WAT)') -eq 0 ]] || { echo "has state: $(size '(WA|WAT)') bytes" && exit 1; }
echo "note: $(size '(A|AX|AM|AMS|S)') bytes of code and constants for RV32IM"
