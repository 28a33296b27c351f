#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# cut.sh: of frames that no block can hold a filter sees what docs/filter.md says: a load behind the cut fails where the
# library has to judge, an exact filter is not concerned, tap.clamped counts the frames that were cut, kept or not
set -euo pipefail
out=${O:-build}
weir=$out/weir
in=tests/golden/traffic.pcap
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() { echo "$1" && exit 1; }
# What block header, packet header and address leave of 4,096 bytes.
room=$((4096 - 48 - 82))
large="len > $((room + 4))"
n=0
# check MODE FRAMES CLAMPED LIBRARY EXPRESSION: mode, frames kept, cut by the card and rejected by the library, in
# blocks of 4,096 bytes. In blocks that hold each frame nothing is cut, and the frames are those that tcpdump picks.
check() {
	local expr=$5
	"$weir" capture -i "sim:$in" --block-size 4096 --blocks 64 --stats=json -w "$tmp/small.pcap" "$expr" 2>"$tmp/err" ||
		fail "$expr: $(cat "$tmp/err")"
	"$weir" capture -i "sim:$in" --stats=json -w "$tmp/large.pcap" "$expr" 2>"$tmp/whole" || fail "$expr: $(cat "$tmp/whole")"
	python3 - "$tmp/err" "$tmp/whole" "$@" <<'PY' || fail "$expr: $(cat "$tmp/err" "$tmp/whole")"
import json, sys
small, whole = (json.load(open(name)) for name in sys.argv[1:3])
mode, *numbers = sys.argv[3:7]
s = small["stats"]
assert small["filter"]["mode"] == whole["filter"]["mode"] == mode, mode
got = [small["frames"], s["tap.clamped"], s["lib.filtered"]]
assert got == [int(k) for k in numbers], got
assert small["dropped"] == whole["dropped"] == whole["stats"]["tap.clamped"] == 0
assert all(a["ok"] for o in (small, whole) for a in o["accounts"])
PY
	tcpdump -r "$tmp/large.pcap" -nn -tttt -e -xx 2>/dev/null | cmp -s - \
		<(tcpdump -r "$in" -nn -tttt -e -xx "$expr" 2>/dev/null) || fail "$expr: other frames in blocks that hold each"
	n=$((n + 1))
}
frames() { tcpdump -nr "$in" "$@" 2>/dev/null | wc -l; }
fields() { tshark -T fields -r "$@" 2>/dev/null; }
jumbo=$(frames "$large")
[[ $jumbo -gt 5 ]] || fail "$jumbo frames that no block can hold"

check none "$(frames)" "$jumbo" 0 ''
# The tag of a frame that had one is put back after it was cut.
got=$(fields "$tmp/small.pcap" -Y "frame.len > $((room + 4))" -e frame.cap_len | sort -nu | tr '\n' ' ')
[[ $got == "$room $((room + 4)) " ]] || fail "cut to: $got"
# Behind the cut: tcpdump picks them all, the library none. Before it, though behind the window: as tcpdump.
[[ $(frames 'ether[5000] != 7') -eq $jumbo && $(frames "ether[3000] != 7 and $large") -eq $jumbo ]] || fail 'other traffic'
check prefilter 0 "$jumbo" "$jumbo" 'ether[5000] != 7'
check prefilter 0 "$jumbo" "$jumbo" 'ether[5000] = 7 or greater 1000'
check prefilter "$(frames 'ether[3000] != 7')" "$jumbo" 0 'ether[3000] != 7'
check prefilter "$jumbo" "$jumbo" 0 'greater 5000 or ether[5000] = 7'
# Exact: by the whole frame, cut behind the filter, or rejected before it would be cut.
check exact "$jumbo" "$jumbo" 0 'greater 5000'
[[ $(fields "$tmp/small.pcap" -e frame.len) == $(fields "$in" -Y 'frame.len >= 5000' -e frame.len) ]] || fail 'other lengths'
check exact "$(frames arp)" 0 0 arp
# A filter that is not concerned with the frames that are cut.
odd='less 3000 and ether[200] & 1' even='less 3000 and ether[200] & 1 = 0'
[[ $(frames "$even") -gt 0 ]] || fail 'other traffic'
check prefilter "$(frames "$odd != 0")" 0 "$(frames "$even")" "$odd != 0"
echo "note: $n filters of $jumbo frames that were cut to the block"
