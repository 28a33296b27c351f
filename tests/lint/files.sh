#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# files.sh [PATTERN...]: the project's files, one a line
#
# Those under version control that are there; in an unpacked archive, every file outside build/ and .git/. A
# pattern is a git pathspec: "*.c" matches in every folder.
set -euo pipefail
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
	git ls-files -- "$@"
else
	for pattern in "${@:-*}"; do
		find . \( -path ./build -o -path ./.git \) -prune -o -type f -path "./$pattern" -print
	done | sed 's,^\./,,' | sort -u
fi | while IFS= read -r f; do
	if [[ -f $f ]]; then echo "$f"; fi
done
