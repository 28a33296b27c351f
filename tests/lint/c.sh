#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# c.sh cppcheck|tidy: static analysis of the C sources; .clang-tidy says which checks and why
set -euo pipefail
mapfile -t sources < <(tests/lint/files.sh '*.c')
[[ ${#sources[@]} -gt 0 ]]
flags=(-Iinclude -Idriver/hw -Ilib -Isim -I.)
case ${1:-} in
cppcheck)
	# cppcheck 2.10 takes the array in "const u8 mac[6]" for one of size 0: ctuArrayIndex. Formats
	# are gcc's business (-Wformat): invalidPrintfArgType_uint minds a promoted uint16_t.
	cppcheck --quiet --std=c11 --enable=warning,portability,performance --inline-suppr \
		--error-exitcode=1 --suppress=missingIncludeSystem --suppress=ctuArrayIndex \
		--suppress=invalidPrintfArgType_uint "${flags[@]}" "${sources[@]}"
	;;
tidy)
	# What is shipped; tests include files that are made while they are built, the driver those of a kernel.
	mapfile -t sources < <(printf '%s\n' "${sources[@]}" | grep -vE '^(tests|driver/probe)/|^driver/weir_')
	sources+=(driver/weir_walk.c)
	clang-tidy --quiet "${sources[@]}" -- -std=gnu11 \
		-DWEIR_VERSION='"0"' -DWEIR_LIBDIR='"/"' "${flags[@]}" 2>/dev/null
	;;
*)
	echo "usage: c.sh cppcheck|tidy" >&2 && exit 2
	;;
esac
