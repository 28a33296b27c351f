#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# program.sh: weir capture with a program of tcpdump -ddd keeps the frames that tcpdump -r picks by the expression it was
# made of, in the view it was made for; its JSON tells view and mode; bad programs give one line
set -euo pipefail
out=${O:-build}
weir=$out/weir
in=tests/golden/traffic.pcap
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() { echo "$1" && exit 1; }
text() { tcpdump -r "$1" -nn -tttt -e -xx "${@:2}" 2>/dev/null; }
capture() { "$weir" capture -w "$tmp/o.pcap" -i "$@" 2>"$tmp/err" || fail "weir capture $*: $(cat "$tmp/err")"; }
json() { python3 -c "import json, sys; o = json.load(sys.stdin); print($1)" <"$tmp/err"; }
picked=0
# same FILE EXPRESSION ARGS...: the capture of FILE with ARGS has what tcpdump picks by the expression, and that is some.
same() {
	local file=$1 expr=$2
	shift 2
	capture "sim:$file" --stats=json "$@"
	text "$file" "$expr" >"$tmp/want"
	[[ -s $tmp/want ]] || fail "tcpdump picks nothing of $file: $expr"
	text "$tmp/o.pcap" | cmp -s - "$tmp/want" || fail "not the frames of $expr: weir capture -i sim:$file $*"
	picked=$((picked + $(json 'o["frames"]')))
}

# What live programs look for and what they nearly take, with and without tags.
python3 - "$tmp/tags.pcap" <<'PY'
import struct, sys
macs = bytes.fromhex("020000000001020000000002")
def tcp(port, ip6=False, flags=0):
    segment = struct.pack(">HHIIHHHH", 40000, port, 0, 0, 0x5002, 0, 0, 0)
    if ip6:
        return b"\x86\xdd" + struct.pack(">IHBB", 6 << 28, 20, 6, 64) + bytes(32) + segment
    return b"\x08\x00" + struct.pack(">BBHHHBBH", 0x45, 0, 40, 0, flags, 64, 6, 0) + bytes(8) + segment
tags = ["", "81000005", "81000006", "81006005", "88a800c8", "88a800c88100012c", "88a800c88100012d", "81000064", "8100012c"]
payloads = [tcp(80), tcp(81), tcp(80, True), tcp(81, True), tcp(80, flags=7), b"\x08\x06" + bytes(28)]
with open(sys.argv[1], "wb") as f:
    f.write(struct.pack("<IHHIIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1))
    for n, (tag, payload) in enumerate((t, p) for t in tags for p in payloads):
        frame = (macs + bytes.fromhex(tag) + payload).ljust(64, b"\0")
        f.write(struct.pack("<IIII", 1, n, len(frame), len(frame)) + frame)
PY
# Programs of libpcap's for a live interface, in the linux view: with what a savefile takes for them.
live=0
while IFS='|' read -r name expr; do
	ddd=tests/bpflite/live-$name.ddd
	same "$tmp/tags.pcap" "$expr" --ddd "$ddd"
	[[ $(json 'o["filter"]["view"], o["filter"]["mode"]') == 'linux exact' ]] || fail "$ddd: $(cat "$tmp/err")"
	live=$((live + 1))
done <<'END'
vlan|vlan 100
vlan-port|vlan 5 and tcp port 80
qinq|vlan 200 and vlan 300 and tcp port 80
inbound|tcp port 80 or vlan
END
programs=(tests/bpflite/live-*.ddd)
[[ $live -eq ${#programs[@]} ]] || fail 'a live program without its expression'
same "$in" 'vlan 100' --ddd tests/bpflite/live-vlan.ddd
same "$in" 'vlan 100' --view linux --ddd - <tests/bpflite/live-vlan.ddd
# Programs for a savefile, in the wire view.
printf '\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0' >"$tmp/none.pcap"
for expr in 'vlan 100' 'vlan and vlan' 'not vlan' 'tcp port 80 or arp' 'ether[16:2] = 0x0800' \
	'ether[len - 1] != 0' 'ether[200] != 0'; do
	tcpdump -r "$tmp/none.pcap" -ddd "$expr" 2>/dev/null >"$tmp/ddd"
	same "$in" "$expr" --ddd "$tmp/ddd" --view wire
	mode=$(json 'o["filter"]["view"], o["filter"]["mode"]')
	case $expr in
	*len* | *200*) [[ $mode == 'wire prefilter' ]] || fail "$expr: $mode" ;;
	*) [[ $mode == 'wire exact' ]] || fail "$expr: $mode" ;;
	esac
done
# The views differ: bytes behind the addresses are the outer tag in one, what is behind that in the other; so for
# programs and for expressions.
printf '4\n40 0 0 12\n21 0 1 33024\n6 0 0 262144\n6 0 0 0\n' >"$tmp/ddd"
outer='ether[12:2] = 0x8100' inner='ether[12:2] = 0x88a8 and ether[16:2] = 0x8100'
same "$in" "$outer" --view wire --ddd "$tmp/ddd"
same "$in" "$inner" --ddd "$tmp/ddd"
same "$in" "$outer" --view wire "$outer"
same "$in" "$outer" "$outer"
[[ $(json 'o["filter"]["view"]') == wire ]] || fail "an expression's view: $(cat "$tmp/err")"
same "$in" "$inner" --view linux "$outer"
[[ $(json 'o["filter"]["view"]') == linux ]] || fail "an expression in the linux view: $(cat "$tmp/err")"
same "$in" '' --view linux
[[ $(json 'o["filter"]["view"], o["filter"]["mode"]') == 'None none' ]] || fail "no filter: $(cat "$tmp/err")"
# Bytes to keep are the view's too, behind 60 of them comes the tag that is put back.
echo '1 6 0 0 60' >"$tmp/ddd"
lengths() { tcpdump -r "$tmp/o.pcap" -w - "$@" 2>/dev/null | tshark -r - -T fields -e frame.cap_len 2>/dev/null | sort -u; }
for view in wire:60 linux:64; do
	capture "sim:$tmp/tags.pcap" --ddd "$tmp/ddd" --view "${view%:*}"
	[[ $(lengths vlan) == "${view#*:}" && $(lengths not vlan) == 60 ]] || fail "60 bytes of the $view view"
done
# In software, with the reason; the flow hash is there to be read; pcapng has no expression to tell of.
printf '5\n129 0 0 0\n0 0 0 1000\n156 0 0 0\n21 0 1 1000\n6 0 0 262144\n' >"$tmp/short"
printf '6\n129 0 0 0\n0 0 0 1000\n156 0 0 0\n21 0 1 1000\n6 0 0 262144\n6 0 0 0\n' >"$tmp/ddd"
same "$in" 'greater 1001' --view wire --ddd "$tmp/ddd"
[[ $(json 'o["filter"]["mode"], o["filter"]["reason"]') == 'software instruction 2: division by X' ]] ||
	fail "division by X: $(cat "$tmp/err")"
printf '4\n32 0 0 4294963232\n21 1 0 0\n6 0 0 262144\n6 0 0 0\n' >"$tmp/hash"
same "$in" 'tcp port 80' --pcapng --view wire --ddd <(tcpdump -r "$tmp/none.pcap" -ddd tcp port 80 2>/dev/null)
capture "sim:$in" --stats=json --ddd "$tmp/hash"
[[ $(json 'o["filter"]["mode"], o["frames"] > 50') == 'exact True' ]] || fail "the flow hash: $(cat "$tmp/err")"
# The same in a line without JSON; none without a filter.
note() { grep '^note: filter' "$tmp/err" || true; }
capture "sim:$in" --view wire --ddd "$tmp/ddd"
[[ $(note) == 'note: filter: software: instruction 2: division by X' ]] || fail "the line of one in software: $(cat "$tmp/err")"
capture "sim:$in" 'ether[200] != 0'
[[ $(note) == 'note: filter: prefilter: instruction 0: reads behind '* ]] || fail "the line of a prefilter: $(cat "$tmp/err")"
capture "sim:$in" tcp port 80
[[ $(note) == 'note: filter: exact' ]] || fail "the line of an exact one: $(cat "$tmp/err")"
capture "sim:$in"
[[ -z $(note) ]] || fail "a line of no filter: $(cat "$tmp/err")"

# check STATUS PATTERN ARGS...: fails with STATUS and one line that matches, and makes no file.
bad=0
check() {
	local status=$1 pattern=$2 got=0
	shift 2
	"$weir" capture -w "$tmp/new.pcap" -i "sim:$in" "$@" >"$tmp/stdout" 2>"$tmp/err" </dev/null || got=$?
	if [[ $got -ne $status || $(wc -l <"$tmp/err") -ne 1 || -s $tmp/stdout || -e $tmp/new.pcap ]] ||
		! grep -qE "^weir( capture)?: .*$pattern" "$tmp/err"; then
		fail "weir capture $*: status $got, expected $status and one line with $pattern: $(cat "$tmp/err")"
	fi
	bad=$((bad + 1))
}
echo arp >"$tmp/expr"
check 2 'an expression and --ddd: it is one or the other' --ddd "$tmp/ddd" arp
check 2 'an expression and --ddd: it is one or the other' -F "$tmp/expr" --ddd "$tmp/ddd"
check 2 'standard input is the program or the savefile, not both' --ddd - -i sim:-
check 2 'standard input is the program or the savefile, not both' -i sim:-,pace=line --ddd -
check 2 "--ddd: the file's name is empty" --ddd ''
check 2 'option --ddd wants an argument' --ddd
check 2 '--view up: it is linux or wire' --view up
check 1 'nofile: No such file' --ddd "$tmp/nofile"
check 1 '-: does not begin with the number of instructions' --ddd -
check 1 'expr: does not begin with the number of instructions, 1 to 4096' --ddd "$tmp/expr"
check 1 'short: .*instruction 3: jump behind the end' --ddd "$tmp/short"
check 1 'syntax error' --view linux 'ip and and'
printf '1\n6 0 0\n' >"$tmp/ddd"
check 1 'ddd: instruction 0 of 1 is not four numbers that fit' --ddd "$tmp/ddd"
printf '2\n32 0 0 4294963236\n22 0 0 0\n' >"$tmp/ddd"
check 1 'ddd: instruction 0: the filter loads CPU' --ddd "$tmp/ddd"
echo "note: $picked frames kept by programs as tcpdump -r picks them, $bad kinds of bad input"
