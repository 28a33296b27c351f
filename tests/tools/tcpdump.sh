#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# tcpdump.sh: a letter means to weir capture what it means to tcpdump: the same frames are chosen, and what is
# shown of a link header, of ARP, TCP -q, UDP and echoes is the same to the letter
set -euo pipefail
out=${O:-build}
weir=$out/weir
in=tests/golden/traffic.pcap
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() { echo "$1" && exit 1; }

# lines PATTERN FILE ARGS...: both show the same lines of those frames, and there are some. What goes to port
# 7007 tcpdump takes for AFS.
lines() {
	local pattern=$1 file=$2
	shift 2
	"$weir" capture -i "sim:$file" "$@" 2>/dev/null | sed '/[. ]7007[: ]/d' | grep -E "$pattern" >"$tmp/weir" || true
	tcpdump -nr "$file" "$@" 2>/dev/null | sed '/[. ]7007[: ]/d' | grep -E "$pattern" >"$tmp/tcpdump" ||
		fail "$*: tcpdump shows none"
	diff "$tmp/weir" "$tmp/tcpdump" || fail "lines of $file with: $*"
}
known='who-has|is-at|UDP, length [0-9]+$|echo (request|reply)'
lines "$known" "$in"
lines "$known" "$in" -e
lines "$known|: tcp [0-9]+$" "$in" -q
lines "$known|: tcp [0-9]+$" "$in" -q -e

# Link headers of many types, made up: with one tag, two tags, and lengths instead of a type. What tcpdump makes
# of the payload, all zero, is cut off; it forgets a comma between a tag and 802.3.
python3 - "$tmp/types.pcap" <<'PY'
import struct, sys
macs = bytes.fromhex("020000000001020000000002")
known = [0x0800, 0x0806, 0x86DD, 0x8035, 0x8809, 0x8847, 0x8848, 0x8863, 0x8864, 0x888E, 0x88CC, 0x88E5, 0x88F7,
         0x8902, 0x9000, 0x1234]
tags = [b""] + [struct.pack(">HH", tpid, 0x7064) for tpid in (0x8100, 0x88A8, 0x9100, 0x9200)]
tags.append(bytes.fromhex("88a8e0c88100012c"))
with open(sys.argv[1], "wb") as f:
    f.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    for n, (tag, kind) in enumerate((t, k) for t in tags for k in known + [38]):
        frame = macs + tag + struct.pack(">H", kind) + bytes(46)
        f.write(struct.pack("<IIII", n + 1, 0, len(frame), len(frame)) + frame)
PY
for args in -e '-e -q'; do
	# shellcheck disable=SC2086 # several words
	"$weir" capture -i "sim:$tmp/types.pcap" $args 2>/dev/null >"$tmp/weir"
	# shellcheck disable=SC2086
	tcpdump -nr "$tmp/types.pcap" $args 2>/dev/null | grep -v '^[[:space:]]' >"$tmp/tcpdump"
	[[ $(wc -l <"$tmp/weir") -eq 102 ]] || fail "$args: $(wc -l <"$tmp/weir") lines of made-up frames"
	sed -E 's/(ethertype 0x[0-9a-f]{4}, length|bad header|of another kind|LLC, length).*//' "$tmp/weir" >"$tmp/1"
	sed -E 's/802\.3(LLC| \[)/802.3, \1/' "$tmp/tcpdump" >"$tmp/2"
	paste -d'|' "$tmp/1" "$tmp/2" | awk -F'|' '
		substr($0, length($1) + 2, length($1)) != $1 { print; e = 1 }
		END { exit e }' || fail "link headers with $args"
done

# frames ARGS...: both choose the same frames.
text() { tcpdump --nano -r "$1" -nn -tttt -e -xx 2>/dev/null; }
frames() {
	"$weir" capture -w "$tmp/weir.pcap" -i "sim:$in" "$@" 2>/dev/null || fail "weir capture $*"
	tcpdump --nano -w "$tmp/tcpdump.pcap" -r "$in" "$@" 2>/dev/null || fail "tcpdump $*"
	[[ -n $(text "$tmp/tcpdump.pcap") ]] || fail "tcpdump $*: no frame"
	diff <(text "$tmp/weir.pcap") <(text "$tmp/tcpdump.pcap") >/dev/null || fail "frames of: $*"
}
frames -c 010
frames tcp -c 3
frames -c 3 tcp port 80 -s 0 and -q src host 10.0.0.1
frames -c 4 -- udp
frames -- tcp
printf '# who asks\narp#and who answers\n or icmp # nothing else\n#\n' >"$tmp/filter"
frames -F "$tmp/filter"
frames -F "$tmp/filter" tcp
# Behind -- it is no option, and no expression either.
for command in "$weir capture -i sim:$in" "tcpdump -r $in"; do
	! $command -c 5 -- tcp -c 3 >/dev/null 2>&1 || fail "$command: took an option behind --"
done

# Each frame's line goes out at once with -U and with -l: a full disk is met at the first one.
for args in -U -l ''; do
	"$weir" capture -i "sim:$in" $args >/dev/full 2>"$tmp/err" && fail "$args: a full disk was not met"
	n=$(sed -n 's/ frames captured.*//p' "$tmp/err")
	[[ -n $n ]] || fail "$args: $(cat "$tmp/err")"
	[[ $n -eq 0 || -z $args ]] || fail "$args: $n frames before a line was written"
	[[ $n -gt 0 || -n $args ]] || fail 'without -U and -l lines are not kept back'
done
