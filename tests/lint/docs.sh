#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# docs.sh: every function of the library's headers has a comment that names it and each of its parameters, says
# what it returns and since when; every error value in lib/ stands in a header or says here why it does not; make
# help names every target
set -euo pipefail
headers=(lib/weir.h lib/weir_stats.h lib/weir_savefile.h lib/weir_explain.h)
bad=0
complain() {
	echo "$1"
	bad=1
}

# One line a function: its declaration, a tab, the comment before it.
functions() {
	awk '
		FNR == 1 { comment = "" }
		/^\/\*/ { comment = ""; open = 1 }
		open { comment = comment " " $0; if (/\*\//) open = 0; next }
		/^WEIR_API/ { decl = $0; while (decl !~ /;/) { getline; decl = decl " " $0 }
			gsub(/\t/, " ", decl); print decl "\t" comment; comment = ""; next }
		/^$/ { comment = "" }' "${headers[@]}"
}
n=0
while IFS=$'\t' read -r decl comment; do
	name=$(sed -E 's/.*[ *](weir_[a-z_]+)\(.*/\1/' <<<"$decl")
	n=$((n + 1))
	[[ $comment == *"/**  * $name - "* ]] || complain "$name: no comment that names it"
	[[ $comment == *"Since "[0-9].[0-9]* ]] || complain "$name: not said since when"
	[[ $decl == *" void $name("* || $comment == *' Return: '* ]] || complain "$name: not said what it returns"
	while IFS= read -r arg; do
		[[ $comment == *" * @$arg: "* ]] || complain "$name: parameter $arg is not described"
	done < <(sed -E 's/.*\((.*)\);.*/\1/' <<<"$decl" | tr , '\n' | sed -E 's/.*[ *]//' | grep -vx void)
done < <(functions)
[[ $n -eq $(grep -c '^\s*weir_[a-z_]*;' lib/libweir.map) ]] || complain "$n functions in the headers, others in libweir.map"

# Values that no caller gets: guards of tables and buffers that are large enough, and what only a driver calls.
inside=' EOVERFLOW EMSGSIZE ERANGE '
while IFS= read -r err; do
	[[ $inside == *" $err "* ]] || grep -q -- "-$err\b" "${headers[@]}" ||
		complain "-$err is returned and stands in no header"
done < <(grep -hoE '(return|ret =|fail\((w|port),|tell\(.*,|\?|:) *-E[A-Z0-9]+' lib/*.c sim/pcap_port.c driver/hw/*.c |
	grep -oE 'E[A-Z0-9]+$' | sort -u)

# But for those of other targets only.
text=$(make -s --no-print-directory help)
while IFS= read -r target; do
	grep -qE -- "(^|[^a-z-])$target([^a-z-]|$)" <<<"$text" || complain "make help does not name $target"
done < <(awk '
	/^\.PHONY:/ { line = $0
		while (sub(/\\$/, "", line)) { getline; line = line $0 }
		n = split(line, word)
		for (i = 2; i <= n; i++) if (word[i] ~ /^[a-z-]+$/) print word[i] }
	' Makefile ./*/rules.mk ./*/*/*.mk | sort -u | grep -vxE 'help|tests-build')
exit $bad
