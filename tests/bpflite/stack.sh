#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# stack.sh: no function of the translator calls itself, by whatever way, and check and translation need little stack;
# as the host's gcc compiles it
set -euo pipefail
most=3072
cc=${GCC:-gcc}
out=$(mktemp -d)
trap 'rm -rf "$out"' EXIT
for f in fw/bpflite/*.c; do
	"$cc" -std=gnu11 -O2 -ffreestanding -fcallgraph-info=su -Iinclude -c -o "$out/$(basename "$f" .c).o" "$f"
done
# Names of static functions have their file in front.
awk -v most=$most '
	function depth(f,   n, i, callee, d, max) {
		if (f in done) return done[f]
		if (f in open) { print "recursion: " f; bad = 1; return 0 }
		open[f] = 1
		n = split(calls[f], callee, SUBSEP)
		for (i = 1; i <= n; i++) {
			d = depth(callee[i])
			if (d > max) max = d
		}
		delete open[f]
		return done[f] = size[f] + max
	}
	{ split($0, part, "\"") }
	/^node:/ { if (match($0, /[0-9]+ bytes \((static|dynamic)/)) size[part[2]] = substr($0, RSTART) + 0
		if (/bytes \(dynamic\)/) { print part[2] ": as much as it likes"; bad = 1 } }
	/^edge:/ { calls[part[2]] = calls[part[2]] (calls[part[2]] == "" ? "" : SUBSEP) part[4] }
	END {
		for (f in size) { functions++; depth(f) }
		for (f in done)
			if (f ~ /^bpfl_(check|longest|translate|relocate)$/ && done[f] > worst) {
				worst = done[f]
				who = f
			}
		if (!worst) { print "no function is found"; exit 1 }
		print "note: " who " needs " worst " bytes of stack; " functions " functions, none calls itself"
		exit bad || worst > most
	}' "$out"/*.ci
