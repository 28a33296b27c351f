#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# table.sh PROGRAM [--check]: the table of docs/filter.md between its two marks, written, or compared only
set -euo pipefail
doc=docs/filter.md
new=$(mktemp)
trap 'rm -f "$new"' EXIT
{
	sed '/^<!-- made by make filter-table -->$/q' "$doc"
	echo '| | expression | instructions | longest path | mode | micro-operations | longest path |'
	echo '| --- | --- | --- | --- | --- | --- | --- |'
	"$1" --table
	sed -n '/^<!-- end of the table -->$/,$p' "$doc"
} >"$new"
if [[ ${2:-} == --check ]]; then
	diff -u "$doc" "$new" || { echo "docs/filter.md is not what the translator does: make filter-table" && exit 1; }
else
	cat "$new" >"$doc"
fi
