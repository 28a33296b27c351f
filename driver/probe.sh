#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-2.0-only
# probe.sh OUT FOLDER COMPILER FLAGS...: what the kernel that the module is built for has
#
# Each FOLDER/x.c that compiles becomes "#define WEIR_HAVE_X 1" in OUT. Two of them are about this script: with
# flags that nothing or anything compiles with, every answer would be wrong, so it ends with an error.
set -euo pipefail
out=$1 folder=$2
shift 2

compiles() { "$@" -Werror -c -o /dev/null "$probe" 2>"$out.log"; }

{
	echo "/* Made by probe.sh for one kernel: not for another one, nor for editing. */"
	for probe in "$folder"/*.c; do
		name=$(basename "$probe" .c)
		case $name in
		control_good)
			compiles "$@" || { cat "$out.log" >&2 && exit 1; }
			;;
		control_bad)
			if compiles "$@"; then
				echo "probe.sh: a call of a function that no kernel has compiles" >&2
				exit 1
			fi
			;;
		*)
			if compiles "$@"; then
				echo "#define WEIR_HAVE_${name^^} 1"
			else
				echo "/* no WEIR_HAVE_${name^^} */"
			fi
			;;
		esac
	done
} >"$out.new"
rm -f "$out.log"
mv "$out.new" "$out"
