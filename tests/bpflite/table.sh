#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# table.sh PROGRAM [--check]: the tables of docs/filter.md between their two marks, written, or compared only
set -euo pipefail
doc=docs/filter.md
# The programs are libpcap's.
made=$(sed -n 's/^As libpcap \([0-9.]*\) compiles them.*/\1/p' "$doc")
here=$(pcap-config --version)
if [[ ${2:-} == --check && $here != "$made" ]]; then
	echo "libpcap $here, the table is of $made" && exit 77
fi
new=$(mktemp)
trap 'rm -f "$new"' EXIT
{
	sed '/^<!-- made by make filter-table -->$/q' "$doc"
	"$1" --table
	sed -n '/^<!-- end of the table -->$/,$p' "$doc"
} >"$new"
if [[ ${2:-} == --check ]]; then
	diff -u "$doc" "$new" || { echo "docs/filter.md is not what the translator does: make filter-table" && exit 1; }
else
	cat "$new" >"$doc"
fi
