#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# filters.sh: an expression picks the frames of a savefile that tcpdump -r picks, tagged ones included
set -euo pipefail
out=${O:-build}
in=tests/golden/traffic.pcap
n=0 picked=0
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
digest() { tcpdump -r - -nn -tttt -e -xx 2>/dev/null | sha256sum; }
while IFS='|' read -r _ expr; do
	expr=${expr# }
	want=$(tcpdump -r "$in" -w - "$expr" 2>/dev/null | digest)
	"$out/weir" capture -i "sim:$in" -w "$tmp/o.pcap" "$expr" 2>"$tmp/err" || { cat "$tmp/err" && exit 1; }
	got=$(digest <"$tmp/o.pcap")
	[[ $want == "$got" ]] || { echo "not the frames that tcpdump picks: $expr" && exit 1; }
	picked=$((picked + $(tcpdump -nr "$in" "$expr" 2>/dev/null | wc -l)))
	n=$((n + 1))
done < <(grep -v '^#' tests/lib/expressions)
[[ $picked -gt 200 ]]
# Cut by a snap length, the frames that were picked whole: the filter is in front of it.
want=$(tcpdump -nr "$in" 'tcp and ether[200] != 7' 2>/dev/null | wc -l)
"$out/weir" capture -i "sim:$in" -s 60 -w "$tmp/o.pcap" 'tcp and ether[200] != 7' 2>/dev/null
got=$(tcpdump -nr "$tmp/o.pcap" 2>/dev/null | wc -l)
[[ $want -eq $got && $want -gt 0 ]] || { echo "with -s 60: $got frames, not $want" && exit 1; }
echo "note: $n expressions, $picked frames picked, all as tcpdump -r picks them"
