#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# examples.sh: the examples do what they say, on a savefile through the simulated card
set -euo pipefail
out=${O:-build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
in=tests/golden/traffic.pcap
dev=sim:$in
frames=$(tcpdump -nr "$in" 2>/dev/null | wc -l)
bytes=$(tshark -r "$in" -T fields -e frame.len 2>/dev/null | awk '{ n += $1 } END { print n }')
[[ $frames -gt 100 ]]

got=$("$out/examples/count" "$dev")
[[ $got == "$frames frames, $bytes bytes" ]] || { echo "count: $got, not $frames, $bytes" && exit 1; }
for expr in tcp vlan 'vlan and ip6' 'ether broadcast'; do
	got=$("$out/examples/count" "$dev" "$expr")
	want=$(tcpdump -nr "$in" "$expr" 2>/dev/null | wc -l)
	[[ ${got%% *} -eq $want ]] || { echo "count $expr: $got, not $want" && exit 1; }
done
! "$out/examples/count" "$dev" 'no such thing' 2>"$tmp/err" || exit 1
grep -q 'no such thing' "$tmp/err"

"$out/examples/dump" "$dev" "$tmp/out.pcapng"
fields=(-T fields -e frame.time_epoch -e frame.len -e frame.cap_len -e eth.src -e eth.dst)
cmp <(tshark -r "$in" "${fields[@]}" 2>/dev/null) <(tshark -r "$tmp/out.pcapng" "${fields[@]}" 2>/dev/null)

got=$("$out/examples/blocks" "$dev")
[[ $got =~ ^"$frames frames in "([0-9]+)" blocks"$ && ${BASH_REMATCH[1]} -gt 3 ]] || { echo "blocks: $got" && exit 1; }
got=$("$out/examples/eventloop" "$dev" </dev/null)
[[ $got == "$frames frames" ]] || { echo "eventloop: $got" && exit 1; }
