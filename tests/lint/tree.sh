#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# tree.sh: the rules about files that no compiler checks; see CONTRIBUTING.md
set -euo pipefail

list() { tests/lint/files.sh "$@"; }
bad=0
complain() {
	echo "$1"
	bad=1
}

# The licence, on the first line, or the second after an interpreter's.
while IFS= read -r f; do
	[[ $(head -n 2 "$f") == *SPDX-License-Identifier:* ]] || complain "$f: no SPDX line on top"
done < <(list '*.c' '*.h' '*.cpp' '*.v' '*.vh' '*.vlt' '*.rdl' '*.py' '*.sh' '*.mk' '*.map' Makefile \
	tests/run tools/deps .ci/run .clang-format .clang-tidy)
while IFS= read -r f; do
	id=$(sed -n '1,2s/.*SPDX-License-Identifier: *\([^*]*[^* ]\).*/\1/p' "$f")
	case $f:$id in
	driver/hw/*:"GPL-2.0-only OR BSD-3-Clause" | include/*:"GPL-2.0-only OR BSD-3-Clause") ;;
	driver/hw/*.mk:BSD-3-Clause | include/*:*) [[ $id == *BSD-3-Clause ]] || complain "$f: licence $id" ;;
	driver/hw/*) complain "$f: shared with the kernel, so GPL-2.0-only OR BSD-3-Clause; not $id" ;;
	driver/*:GPL-2.0-only | driver/*:BSD-3-Clause) ;;
	*:BSD-3-Clause) ;;
	*) complain "$f: licence $id" ;;
	esac
done < <(list '*.c' '*.h' '*.cpp' '*.v' '*.vh' '*.py' '*.sh' '*.mk')

# Length of files, functions and lines: CONTRIBUTING.md states the same. What is generated is exempt, and so are,
# up to 600 lines, these: the gate and its contract are kept in one piece to be read as one.
long='^rtl/weir_dma_gate\.v$|^rtl/formal/weir_dma_gate_f\.vh$'
generated='^(rtl/gen|tests/gen|docs)/|^include/weir_regs\.h$|^regs/weir\.rdl$'
most() {
	local limit=$1 lines max
	shift
	while IFS= read -r f; do
		lines=$(wc -l <"$f") max=$limit
		[[ ! $f =~ $long ]] || max=600
		[[ $lines -le $max ]] || complain "$f: $lines lines, at most $max"
	done < <(list "$@" | grep -vE "$generated")
}
most 400 '*.c' '*.h' '*.cpp' '*.py' '*.sh' '*.v' '*.vh' '*.rdl' tests/run tools/deps .ci/run
most 80 '*.mk'
most 150 Makefile
most 120 CONTRIBUTING.md
while IFS= read -r f; do
	awk -v f="$f" '
		/^\{/ { from = NR }
		/^\}/ && from { n = NR - from - 1; from = 0
			if (n > 60) { print f ":" NR ": function of " n " lines, at most 60"; e = 1 } }
		END { exit e }' "$f" || bad=1
done < <(list '*.c' '*.cpp' | grep -vE "$generated")
columns() {
	local limit=$1
	shift
	while IFS= read -r f; do
		expand "$f" | awk -v f="$f" -v limit="$limit" '
			{ n = length($0) - gsub(/[\200-\277]/, "&") }
			n > limit { print f ":" NR ": " n " columns, at most " limit; e = 1 }
			END { exit e }' || bad=1
	done < <(list "$@" | grep -vE "$generated")
}
columns 110 '*.c' '*.h' '*.cpp' '*.py' Makefile
columns 130 '*.v' '*.vh' '*.sh' '*.mk'

# Verilog: one module a file, of the same name, without implicit nets; waivers only in rtl/lint.vlt; a head
# that says what CONTRIBUTING.md asks for.
while IFS= read -r f; do
	name=$(basename "$f" .v)
	modules=$(sed -n 's/^module  *\([a-zA-Z0-9_]*\).*/\1/p' "$f")
	[[ $modules == "$name" ]] || complain "$f: holds module(s) $modules"
	grep -q '^`default_nettype none' "$f" || complain "$f: no default_nettype none"
	[[ $(grep '^`default_nettype' "$f" | tail -n 1) == *wire ]] ||
		complain "$f: does not end with default_nettype wire"
	for word in throughput latency backpressure proven; do
		sed '/^`default_nettype/q' "$f" | grep -qi "$word" || complain "$f: the head does not tell $word"
	done
	grep -HnE 'verilator *(lint_off|lint_on|public|tracing_off)' "$f" && bad=1
done < <(list 'rtl/weir_*.v')
while IFS= read -r f; do
	grep -qxF "$f" rtl/files.f 2>/dev/null || complain "$f: not in rtl/files.f"
done < <(list 'rtl/*.v' | grep -vE '^rtl/formal/')

# Nothing may depend on one machine, and every open point has a place that is not the source.
while IFS= read -r f; do
	grep -HnE '(^|[^A-Za-z0-9_.}])/(home|root|work)/|\.\./shared' "$f" && bad=1
	grep -HnwE 'TODO|FIXME|XXX' "$f" && bad=1
done < <(list '*' | grep -vE '\.pcap(ng)?$|^tests/lint/tree\.sh$|^LICENSES/')
exit $bad
