#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# c.sh cppcheck|tidy: static analysis of the C sources; .clang-tidy says which checks and why
set -euo pipefail
mapfile -t sources < <(git ls-files -- '*.c' | while IFS= read -r f; do [[ -f $f ]] && echo "$f"; done)
flags=(-Iinclude -Idriver/hw -Ilib -Isim -I.)
case ${1:-} in
cppcheck)
	# cppcheck 2.10 takes the array in "const u8 mac[6]" for one of size 0: ctuArrayIndex.
	cppcheck --quiet --std=c11 --enable=warning,portability,performance --inline-suppr \
		--error-exitcode=1 --suppress=missingIncludeSystem --suppress=ctuArrayIndex "${flags[@]}" "${sources[@]}"
	;;
tidy)
	clang-tidy --quiet "${sources[@]}" -- -std=gnu11 -D_GNU_SOURCE "${flags[@]}" 2>/dev/null
	;;
*)
	echo "usage: c.sh cppcheck|tidy" >&2 && exit 2
	;;
esac
