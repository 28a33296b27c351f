#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# run.sh NAME INPUTS: gives the fuzzer so many inputs from a fixed seed; what breaks it stays in build/
set -euo pipefail
dir=$(realpath "${O:-build}")/tests/fuzz
rm -rf "$dir/corpus-$1"
mkdir -p "$dir/corpus-$1" "$dir/found"
cd "$dir"
# Names of interfaces and files that the inputs make up must not be there.
[[ $1 != open ]] || { mkdir -p empty && cd empty && export WEIR_SIM=/nonexistent/libweir-sim.so; }
"$dir/fuzz_$1" -seed=1 -runs="$2" -max_len=2048 -len_control=0 -timeout=10 -rss_limit_mb=1500 \
	-print_final_stats=1 -artifact_prefix="$dir/found/$1-" "$dir/corpus-$1" >"$dir/$1.log" 2>&1 ||
	{ tail -n 40 "$dir/$1.log" && exit 1; }
grep -q "stat::number_of_executed_units: $2" "$dir/$1.log" || { tail -n 20 "$dir/$1.log" && exit 1; }
echo "note: $2 inputs, $(sed -n 's/.* cov: \([0-9]*\) .*/\1/p' "$dir/$1.log" | tail -n 1) edges reached"
