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
asked=$(llvm-nm -u "$out"/*.o | sed -n 's/.* U //p' | sort -u | grep -vE '^(bpfl_.*|memcpy|memset|memmove)$' || true)
[[ -z $asked ]] || { echo "asks for $asked" && exit 1; }
read -r text data bss < <(llvm-size -t "$out"/*.o | awk '/TOTALS/ { print $1, $2, $3 }')
[[ $((data + bss)) -eq 0 ]] || { echo "has state: $data and $bss bytes" && exit 1; }
echo "note: $text bytes of code and constants for RV32IM"
