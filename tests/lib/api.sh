#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# api.sh: the public headers compile alone as C and C++, what the library shows is what they declare and
# what the map names, everything has a comment with its version, and the soname is that of VERSION
set -euo pipefail
out=${O:-build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
headers=(lib/weir.h lib/weir_stats.h lib/weir_savefile.h lib/weir_explain.h)

for h in "${headers[@]}"; do
	name=$(basename "$h")
	echo "#include <$name>" >"$tmp/one.c"
	${CC:-cc} -std=c11 -pedantic -Wall -Wextra -Werror -Ilib -fsyntax-only "$tmp/one.c"
	for std in c++11 c++20; do
		${CXX:-c++} -std=$std -pedantic -Wall -Wextra -Werror -Ilib -fsyntax-only -x c++ "$tmp/one.c"
	done
done

declared=$(grep -hoE '^WEIR_API [^(]*\(' "${headers[@]}" | grep -oE 'weir_[a-z_]+\($' | tr -d '(' | sort)
mapped=$(grep -oE 'weir_[a-z_]+;' lib/libweir.map | tr -d ';' | sort)
shown=$(nm -D --defined-only "$out/libweir.so" | awk '$2 != "A" { print $3 }' | sed 's/@.*//' | sort)
diff <(echo "$declared") <(echo "$mapped") || { echo "the headers and lib/libweir.map differ" && exit 1; }
diff <(echo "$shown") <(echo "$mapped") || { echo "libweir.so and lib/libweir.map differ" && exit 1; }
# The archive's likewise: what only its parts share could be a program's own name.
shown=$(nm -g --defined-only "$out/libweir.a" | awk 'NF == 3 { print $3 }' | sort)
diff <(echo "$shown") <(echo "$mapped") || { echo "libweir.a and lib/libweir.map differ" && exit 1; }
[[ $(nm -D --defined-only "$out/libweir.so" | grep -c '@@WEIR_0.1$') -eq $(wc -l <<<"$mapped") ]]

# A comment that ends right above the declaration, or above the one it shares it with, says since when.
awk '/^\/\*/ { text = "" } { text = text $0 } /\*\/$/ { since = text ~ /Since [0-9]/ }
	/^WEIR_API/ && !since { print FILENAME ": without a comment that says since when: " $0; bad = 1 }
	END { exit bad }' "${headers[@]}"

major=$(cut -d. -f1 VERSION)
[[ $(readelf -d "$out/libweir.so" | grep SONAME) == *"[libweir.so.$major]"* ]]
[[ $(readlink -f "$out/libweir.so") == *"libweir.so.$(cat VERSION)" ]]
# It asks for no executable stack and nothing beyond what it says it needs.
needed=$(readelf -d "$out/libweir.so" | sed -n 's/.*NEEDED.*\[\(.*\)\]/\1/p' |
	grep -vE '^(libpcap|libc|libdl|libpthread|libasan|libubsan|ld-linux.*)\.so' || true)
[[ -z $needed ]] || { echo "unexpected libraries: $needed" && exit 1; }
# Nothing in it prints or ends the process.
if nm -D --undefined-only "$out/libweir.so" |
	grep -E ' (printf|puts|putchar|fprintf|exit|_exit|abort|perror|sigaction|signal)(@|$)'; then
	echo "the library prints, exits or takes signals" && exit 1
fi
