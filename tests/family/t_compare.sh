#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# t_compare.sh: what compare.awk must refuse, it refuses: answers that differ and are not named, cases and answers that are
# missing, runs that are cut short or whose reference fails, rows that say too little. Guards against a comparison that
# always agrees, which nobody would notice, and against
# a statement that no case asks for.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bad=0

# run LINE...: a whole run of these cases
run() {
	printf '%s\n' "$@"
	echo "# $# cases, 0 not as expected"
}
reference=('ok - 12.bind short=EINVAL fanout=ok' 'ok - 17.types a=1 a=2' 'ok - 33.send_messages mark=ok' 'ok - 43.count b=1')
# case_of EXPECTED WHAT TABLE LINE...: what the comparison says of this run
case_of() {
	local expected=$1 what=$2 table=$3 is=0
	shift 3
	run "${reference[@]}" >"$work/reference"
	[[ $1 == as-is ]] || run "$@" >"$work/output"
	awk -f tests/family/compare.awk "$table" "$work/reference" "$work/output" >"$work/said" || is=$?
	if [[ $is -eq $expected ]]; then
		echo "ok - $what"
	else
		echo "not ok - $what: exit $is" && sed 's/^/#   /' "$work/said"
		bad=1
	fi
}
# with FROM TO: the reference, changed
with() { case_of "$1" "$2" docs/compat.md "${reference[@]/$3/$4}"; }
# table ROW WHAT: another row 43
table() {
	sed "s,^| 43 |.*,$1," docs/compat.md >"$work/table.md"
	case_of 1 "$2" "$work/table.md" "${reference[@]}"
}

with 0 "the same" nothing nothing
with 1 "another answer" short=EINVAL short=EFAULT
with 0 "another answer that is named" fanout=ok fanout=EINVAL
with 0 "any answer of a case" mark=ok mark=EPERM
with 1 "the second answer of a name" "a=1 a=2" "a=1 a=3"
with 1 "an answer too few" " a=2" ""
with 1 "an answer too many" "short=EINVAL" "short=EINVAL more=1"
with 1 "another case" 12.bind 12.other
with 1 "a case without a row" 12.bind 130.bind
case_of 1 "a case too few" docs/compat.md "${reference[@]:0:3}"
case_of 1 "a case twice" docs/compat.md "${reference[@]:0:3}" "${reference[0]}"
printf '%s\n' "${reference[@]}" >"$work/output"
case_of 1 "a run that did not end" docs/compat.md as-is
table '' "a statement without a row"
table '| 43 | counted | later |' "later, what may not be"
table '| 43 | counted | different |' "different, but not what"
# shellcheck disable=SC2016 # of the document, not of the shell
table '| 43 | counted | different: `count/b` |' "different, but not why"
table '| 43 | counted | better |' "something else"
# shellcheck disable=SC2016
sed 's,^| 43 |.*,| 43 | counted | different: for a good reason that stands here: `count/*` |,' docs/compat.md >"$work/table.md"
case_of 0 "different by its row" "$work/table.md" "${reference[@]/b=1/b=7}"
case_of 1 "different, and another too" "$work/table.md" "${reference[@]/short=EINVAL/short=0}"
reference[0]="not ${reference[0]}"
case_of 1 "a reference that fails" docs/compat.md "${reference[@]}"

# Each statement has a case, but for what is later and what says that it has none.
without=$(sed -n 's/^| *\([0-9][0-9]*[a-c]*\) *|.*| *\(.*\) |$/\1 \2/p' docs/compat.md | while read -r number what; do
	case $what in
	later* | *'no case'*) ;;
	*) grep -q "{ \"$number\", \"" tests/family/*.c || echo "$number" ;;
	esac
done)
if [[ -z $without ]]; then
	echo "ok - a case for each statement"
else
	echo "not ok - no case for:" "$without"
	bad=1
fi
exit $bad
