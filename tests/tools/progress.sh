#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# progress.sh: on a terminal a capture into a file tells how far it is: frames, share of the savefile, rate; and
# takes the line away at its end. Nothing of it between lines on the same terminal, in a log or before JSON
set -euo pipefail
out=$(realpath "${O:-build}")
in=$(realpath tests/golden/traffic.pcap)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
fail() { echo "$1" && od -c screen | tail -n 20 && exit 1; }
passes=6
total=$((passes * $(tcpdump -nr "$in" 2>/dev/null | wc -l)))

# terminal ARGS: runs weir capture under a terminal of its own; screen is what went there, took the milliseconds.
terminal() {
	local from=${EPOCHREALTIME/[.,]/}
	script -qefc "'$out/weir' capture -i 'sim:$in,loop=$passes' $1" /dev/null </dev/null >screen ||
		fail "capture $1: status $?"
	took=$(((${EPOCHREALTIME/[.,]/} - from) / 1000))
}
shown() { tr '\r' '\n' <screen | grep -cE '^[0-9]+ frames( of |, )'; }

for args in '-w o.pcap' '-w - >o.pcap' '>lines'; do
	terminal "$args"
	[[ $(shown) -gt 0 ]] || fail "$args: no progress"
	tr '\r' '\n' <screen | grep -E '^[0-9]+ frames of ' | while read -r n _ _ of share sign rate unit; do
		[[ $of == "$total," && $sign == %, && $unit == k/s* ]] || fail "$args: $n of $of $share $sign $rate $unit"
		awk -v n="$n" -v of="$total" -v share="$share" '
			BEGIN { d = 100 * n / of - share; exit !(n > 0 && d < 0.06 && d > -0.06) }' ||
			fail "$args: $n of $total is not $share %"
		# Thousand a second: what was done until then took half a second at least, the whole run at most.
		awk -v n="$n" -v rate="$rate" -v took="$took" '
			BEGIN { exit !((rate - 0.05) * 500 <= n && (rate + 0.05) * took >= n) }' ||
			fail "$args: $n frames within $took ms are not $rate k/s"
	done
	# Taken away: the sum stands where it was.
	grep -q $'\r\033\[K'"$total frames captured" screen || fail "$args: the last line"
done
rm -f o.pcap
terminal '-w o.pcap --stats=json'
[[ $(shown) -eq 0 ]] || fail 'progress before JSON'
terminal ''
[[ $(shown) -eq 0 ]] || fail 'progress between lines'
[[ $(tr -d '\r' <screen | grep -c '^[0-9:.]* ') -ge $total ]] || fail 'the lines are not all there'
terminal '-w o.pcap 2>log'
[[ $(shown) -eq 0 && $(wc -l <log) -eq 2 ]] || fail "progress in a log: $(cat log)"
