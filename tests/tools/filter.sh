#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# filter.sh: weir filter prints programs as tcpdump does, explains what weir capture then does, its JSON and graphs
# are such, and frames that it runs come to the end that they have with tcpdump
set -euo pipefail
out=${O:-build}
weir=$out/weir
in=tests/golden/traffic.pcap
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() { echo "$1" && exit 1; }
explain() { "$weir" filter "$@" 2>"$tmp/err" || fail "weir filter $*: $(cat "$tmp/err")"; }

# A savefile that tcpdump compiles for as the library does: all of a frame is 262144 bytes.
printf '\xd4\xc3\xb2\xa1\2\0\4\0\0\0\0\0\0\0\0\0\0\0\4\0\1\0\0\0' >"$tmp/none.pcap"
n=0
while IFS='|' read -r _ expr; do
	for form in -d -dd -ddd; do
		explain $form "${expr# }" >"$tmp/weir"
		tcpdump -r "$tmp/none.pcap" $form "${expr# }" 2>/dev/null >"$tmp/tcpdump"
		cmp -s "$tmp/weir" "$tmp/tcpdump" || fail "$form $expr: $(diff "$tmp/weir" "$tmp/tcpdump")"
	done
	# What -ddd prints --ddd reads; in the same view it is the same filter.
	diff <(explain "${expr# }") <(explain --view wire --ddd "$tmp/weir") || fail "--ddd of $expr"
	diff <(explain "${expr# }") <(explain --view wire --ddd - <"$tmp/weir") || fail "--ddd - of $expr"
	n=$((n + 1))
done < <(grep -v '^#' tests/lib/expressions)
[[ $n -gt 20 ]]
diff <(explain -ddd) <(tcpdump -r "$tmp/none.pcap" -ddd 2>/dev/null) || fail 'no expression'
diff <(explain -d -- tcp port 80) <(explain -d 'tcp port 80') || fail 'words of an expression'
for live in tests/bpflite/live-*.ddd; do
	diff <(explain -ddd --ddd "$live") "$live" || fail "$live"
	explain --ddd "$live" | grep -q '^cBPF: .* linux view$' || fail "$live: not in the linux view"
done

# The text, whole, of a short one.
explain arp >"$tmp/text"
diff "$tmp/text" - <<'END' || fail 'text'
cBPF: instructions 4, longest path 3, wire view
(000) ldh      [12]
(001) jeq      #0x806           jt 2	jf 3
(002) ret      #262144
(003) ret      #0

card: micro-operations 1, longest path 1
    0 H[12] == 0x806                      ? ALL : DROP

mode    exact
path    3 before, 1 after, budget 40
reach   byte 13, window 128 bytes
store   1 of 1024
for     the card's default build
END
explain --budget 3 tcp port 80 | grep -qx 'mode    prefilter: instruction [0-9]*: the longest path is over the budget' ||
	fail 'a small budget'
explain --budget 3 tcp port 80 | grep -qx "for     the card's default build, budget as given" || fail 'where from'
printf '4\n129 0 0 0\n128 0 0 0\n60 0 0 0\n22 0 0 0\n' | tee "$tmp/by_x" | explain --ddd - >"$tmp/text"
grep -qx 'mode    software: instruction 2: division by X' "$tmp/text" || fail 'in software'
! grep -q '^card:' "$tmp/text" || fail 'micro-operations in software'
explain --view linux arp | grep -q '^cBPF: .* linux view$' || fail '--view linux'
# A device is asked; the simulated one is of the default build.
diff <(explain -i sim: arp | sed '/^for/d') <(explain arp | sed '/^for/d') || fail '-i sim:'
explain -i sim: arp | grep -qx 'for     sim:' || fail '-i sim: is not named'

# JSON: all of it, and what weir capture tells of the filter that it used.
json() { python3 -c "import json, sys; o = json.load(sys.stdin); print($1)"; }
explain --json --graph tcp port 80 | python3 -m json.tool >/dev/null || fail 'no JSON'
[[ $(explain --json arp | json '"graph" in o') == False ]] || fail 'a graph that was not asked for'
[[ $(explain --json --graph arp | json 'o["graph"]') == "$(explain --graph arp)" ]] || fail 'another graph in JSON'
[[ $(explain --json arp | json '[" ".join(map(str, i)) for i in o["cbpf"]]') == \
	"['40 0 0 12', '21 0 1 2054', '6 0 0 262144', '6 0 0 0']" ]] || fail 'cBPF in JSON'
[[ $(explain --json arp | json 'len(o["cbpf_text"]), len(o["uops_text"]), o["expression"], o["reach"]') == \
	'4 1 arp 13' ]] || fail 'lines in JSON'
[[ $(explain --json --ddd tests/bpflite/live-vlan.ddd | json 'o["expression"], o["view"]') == 'None linux' ]] ||
	fail 'a program in JSON'
[[ $(explain --json 'ether[ether[0]*256+ether[1]] = 1' | json 'o["mode"]') == prefilter ]] || fail 'not bounded'
same='[o[k] for k in ("mode", "instructions", "path", "uops", "uop_path", "budget", "reason")]'
for expr in arp 'vlan and tcp port 80' 'ether[200] = 1'; do
	"$weir" capture -i "sim:$in,pace=line" -c 1 --stats=json "$expr" >/dev/null 2>"$tmp/stats"
	[[ $(json "${same//o\[/o[\"filter\"][}" <"$tmp/stats") == "$(explain --json "$expr" | json "$same")" ]] ||
		fail "capture tells something else: $expr"
done

# Graphs: every micro-operation is a node, every edge leads to one or to a verdict.
explain --graph tcp port 80 >"$tmp/graph"
grep -qx 'digraph filter {' "$tmp/graph"
[[ $(grep -c '^	n[0-9]* \[label=' "$tmp/graph") -eq $(explain --json tcp port 80 | json 'o["uops"]') ]] || fail 'nodes'
! grep -- '->' "$tmp/graph" | grep -vE '^	n[0-9]+ -> (n[0-9]+|[A-Z]+) \[' || fail 'edges'

# Each frame of a savefile through the program: what is kept is what tcpdump keeps, one by one they are the same frames, run by
# the same micro-operations.
frames=$(tcpdump -nr "$in" 2>/dev/null | wc -l)
while IFS='|' read -r _ expr; do
	for budget in 40 3; do
		tcpdump -nr "$in" "${expr# }" 2>/dev/null | wc -l
		explain --count "$in" --json --budget $budget "${expr# }"
	done
done < <(grep -v '^#' tests/lib/expressions) >"$tmp/counts"
for i in $(seq "$frames"); do explain --trace "$in:$i" --json --budget 6 tcp port 80; done >"$tmp/traces"
explain --count "$in" --json --budget 6 tcp port 80 >"$tmp/count"
python3 - "$frames" "$tmp/counts" "$tmp/traces" "$tmp/count" <<'END' || fail '--count and --trace'
import json, sys
frames = int(sys.argv[1])
counts, traces, [count] = [[json.loads(line) for line in open(name)] for name in sys.argv[2:]]
for kept, c in zip(counts[::2], counts[1::2]):
    assert c["kept"] + c["library"] == kept, c
    assert c["kept"] + c["rejected"] + c["unsure"] == c["frames"] == c["runs"][0] == frames, c
    assert c["mode"] != "exact" or not c["unsure"], c
assert any(c["unsure"] for c in counts[1::2]) and max(c["turns"] for c in counts[3::4]) == 3
steps = [s["place"] for t in traces for s in t["steps"]]
assert [steps.count(i) for i in range(len(count["runs"]))] == count["runs"]
assert [t["frame"] for t in traces] == list(range(1, frames + 1))
for kind, name in ("keep", "kept"), ("drop", "rejected"), ("unsure", "unsure"):
    assert sum(t["verdict"] == kind for t in traces) == count[name] > 0, name
assert max(t["turns"] for t in traces) == count["turns"] == traces[count["turns_frame"] - 1]["turns"]
assert all(len(t["steps"]) == t["turns"] for t in traces)
assert all((t["library"] > 0) == (t["verdict"] == "keep") for t in traces if t["verdict"] != "unsure")
END
# As text: the first ARP, a frame that ends in the middle of its TCP header, and what has too few turns.
arp=$(tcpdump -tt --number -nr "$in" 2>/dev/null | awk '/ ARP,/ && !n { n = $1 + 0 } END { print n }')
explain --trace "$in:$arp" arp >"$tmp/text"
diff <(sed 1d "$tmp/text") - <<'END' || fail 'a trace as text'
    0 H[12] == 0x806                      ? ALL : DROP         V 0x806, R 0x806 -> ALL
verdict keep all
turns   1 of 1
END
grep -qxE "frame   $arp, [0-9]+ bytes, wire view" "$tmp/text" || fail 'head of a trace'
{
	head -c 24 "$tmp/none.pcap" && printf '\0\0\0\0\0\0\0\0\44\0\0\0\44\0\0\0'
	printf '\2\0\0\0\0\1\2\0\0\0\0\2\10\0\105\0\0\50\0\0\0\0\100\6\0\0\12\0\0\1\12\0\0\2\0\120'
} >"$tmp/short.pcap"
explain --trace "$tmp/short.pcap" tcp dst port 80 >"$tmp/text"
grep -qE "^ +[0-9]+ H\[X\+16\] == 80 .* load behind the frame's end -> DROP$" "$tmp/text" || fail 'a short frame'
explain --trace - tcp src port 80 <"$tmp/short.pcap" | grep -qx 'verdict keep all' || fail 'a short frame from standard input'
explain --trace "$tmp/short.pcap:1" --budget 2 tcp src port 80 >"$tmp/text"
grep -qx 'verdict unsure, no turn was left' "$tmp/text" || fail 'too few turns'
grep -qx 'turns   2 of 2' "$tmp/text" || fail 'turns of 2'
grep -qx 'library keep 262144 bytes' "$tmp/text" || fail 'what the library keeps'
cp "$tmp/short.pcap" "$tmp/a:b"
explain --trace "$tmp/a:b" --view linux ip | grep -qx 'frame   1, 36 bytes, linux view' || fail 'a colon in the name'
explain --count "$tmp/a:b" ip >"$tmp/text"
diff <(tail -n 2 "$tmp/text") <(printf 'frames  1: 1 kept, 0 rejected, 0 unsure\nturns   1 of 1 at most, first for frame 1\n') ||
	fail 'a count as text'
grep -qE '^         1     0 H\[12\] == 0x800 ' "$tmp/text" || fail 'how often'
# A frame of 10,000 bytes, which no card takes, and one of ten, which none takes either.
{ cat "$tmp/none.pcap" && printf '\0\0\0\0\0\0\0\0\x10\x27\0\0\x10\x27\0\0' && head -c 10000 /dev/zero &&
	printf '\0\0\0\0\0\0\0\0\x0a\0\0\0\x0a\0\0\0' && head -c 10 /dev/zero; } >"$tmp/odd.pcap"
explain --count "$tmp/odd.pcap" ip | grep -qx 'left out 2, of a length that no card takes' || fail 'lengths'
[[ $(explain --json --count "$tmp/odd.pcap" ip | json 'o["not_taken"], o["frames"]') == '2 0' ]] || fail 'lengths in JSON'
explain --count "$tmp/none.pcap" ip | grep -qx 'frames  0: 0 kept, 0 rejected, 0 unsure' || fail 'no frames'

# check STATUS PATTERN ARGS...: fails with STATUS and one line that matches.
bad=0
check() {
	local status=$1 pattern=$2 got=0
	shift 2
	"$weir" filter "$@" >"$tmp/stdout" 2>"$tmp/err" </dev/null || got=$?
	if [[ $got -ne $status || $(wc -l <"$tmp/err") -ne 1 || -s $tmp/stdout ]] ||
		! grep -qE "^weir.*: .*$pattern" "$tmp/err"; then
		fail "weir filter $*: status $got, expected $status and one line with $pattern: $(cat "$tmp/err")"
	fi
	bad=$((bad + 1))
}
program() { printf '%b' "$1" >"$tmp/ddd"; }
check 2 '--view up: it is linux or wire' --view up ip
check 2 '--budget 0: not a number from 1 to 65535' --budget 0 ip
check 2 '--budget 65536: ' --budget 65536 ip
check 2 '--budget wants an argument' --budget
check 2 'unknown option -x' -x
check 2 'unknown option --xml' --xml
check 2 'one or the other' --ddd "$tmp/ddd" ip
check 2 "the file's name is empty" --ddd ''
check 2 '-d goes with neither' -d --json ip
check 2 '-d goes with neither' -d --graph ip
check 2 '-d is given 4 times' -dddd ip
check 2 'frames count from 1' --trace "$in:0" ip
check 2 "--trace: the file's name is empty" --trace :1 ip
check 2 "--count: the file's name is empty" --count '' ip
check 2 '--trace and --count: one of them, and once' --trace "$in" --count "$in" ip
check 2 '--trace and --count go with neither' --trace "$in" -d ip
check 2 '--trace and --count go with neither' --count "$in" --graph ip
check 2 'standard input is the program or the savefile' --count - --ddd -
check 1 "traffic.pcap: frame $((frames + 1)) is not there, the last one is $frames" --trace "$in:$((frames + 1))" ip
check 1 'frame 18446744073709551615 is not there' --trace "$in:18446744073709551615" ip
check 1 'nofile: No such file' --trace "$tmp/nofile:1" ip
check 1 'nofile:x: No such file' --trace "$tmp/nofile:x" ip
check 1 'Is a directory' --count "$tmp" ip
check 1 '-: the file is empty' --count - ip
check 1 'not a savefile' --count Makefile ip
check 1 'instruction [0-9]*: jump backward' 'ip6 protochain 6'
check 1 'runs in software, not in the card: instruction 2: division by X' --ddd "$tmp/by_x" --count "$in"
check 1 'filter "tcp port no": ' tcp port no
check 1 'nofile: No such file' --ddd "$tmp/nofile"
check 1 'Is a directory|number of instructions' --ddd "$tmp"
check 1 '-: does not begin with the number' --ddd -
check 1 'unknown device' -i foo ip
check 1 'has no filters|CAP_NET_RAW' -i afpacket:lo ip
for text in '' 'x' '0\n' '-1\n' '4097\n'; do
	program "$text"
	check 1 'does not begin with the number of instructions, 1 to 4096' --ddd "$tmp/ddd"
done
for text in '1\n' '1\n6 0 0\n' '1\n6 0 0 x\n' '1\n65536 0 0 0\n' '1\n6 256 0 0\n' '1\n6 0 256 0\n' '1\n6 0 0 4294967296\n' \
	'1\n6 0 0 -1\n'; do
	program "$text"
	check 1 'instruction 0 of 1 is not four numbers that fit' --ddd "$tmp/ddd"
done
program '1\n6 0 0 0\n6 0 0 0\n'
check 1 'there is more behind' --ddd "$tmp/ddd"
program '2\n40 0 0 12\n21 3 0 1\n'
check 1 'ddd: the filter program is not valid: instruction 1: jump behind the end' --ddd "$tmp/ddd"
program '2\n32 0 0 4294963236\n22 0 0 0\n'
check 1 'ddd: instruction 0: the filter loads CPU: ' --ddd "$tmp/ddd"
status=0
"$weir" filter ip >/dev/full 2>"$tmp/err" || status=$?
[[ $status -eq 1 ]] || fail 'a full disk'
grep -q 'standard output: No space left' "$tmp/err" || fail "a full disk: $(cat "$tmp/err")"
echo "note: $n expressions as tcpdump has them, $bad kinds of bad input"
