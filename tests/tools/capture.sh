#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# capture.sh: weir capture gives back the frames of a savefile, in every form it can, and its options do what
# they say
set -euo pipefail
out=${O:-build}
weir=$out/weir
in=tests/golden/traffic.pcap
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() { echo "$1" && exit 1; }
# All that tcpdump knows of the frames, their bytes and their times to the nanosecond.
digest() { tcpdump --nano -r "$1" -nn -tttt -e -xx 2>/dev/null | sha256sum; }
frames() { tcpdump -nr "$1" "${@:2}" 2>/dev/null | wc -l; }
run() { "$weir" capture -i "sim:$in" "$@" 2>"$tmp/err"; }

want=$(digest "$in") total=$(frames "$in")
run -w "$tmp/a.pcap" --strict
[[ $(digest "$tmp/a.pcap") == "$want" ]] || fail 'pcap: other frames'
grep -qx "$total frames captured" "$tmp/err" || fail "summary: $(cat "$tmp/err")"
run -w - >"$tmp/b.pcap"
cmp "$tmp/a.pcap" "$tmp/b.pcap"
run -U -w - | cmp - "$tmp/a.pcap"
# A pipe, too, is a savefile: read as it is played, once.
"$weir" capture -i sim:- -w "$tmp/b.pcap" < <(cat "$in") 2>"$tmp/err"
cmp "$tmp/a.pcap" "$tmp/b.pcap"
! "$weir" capture -i sim:-,loop=2 -w "$tmp/b.pcap" <"$in" 2>"$tmp/err" || fail 'sim:- was read twice'
grep -q '^weir: -: a pipe cannot be read more than once' "$tmp/err" || fail "sim:-,loop=2: $(cat "$tmp/err")"
run --pcapng -w "$tmp/a.pcapng"
[[ $(digest "$tmp/a.pcapng") == "$want" ]] || fail 'pcapng: other frames'
[[ $(head -c 4 "$tmp/a.pcapng" | od -An -tx4) == ' 0a0d0d0a' ]] || fail '--pcapng'
tshark -r "$tmp/a.pcapng" -T fields -e frame.number >/dev/null
run --micro -w "$tmp/micro.pcap"
[[ $(head -c 4 "$tmp/micro.pcap" | od -An -tx4) == ' a1b2c3d4' ]] || fail '--micro'
[[ $(tcpdump -r "$tmp/micro.pcap" -nn -tttt 2>/dev/null | sha256sum) == $(tcpdump -r "$in" -nn -tttt 2>/dev/null | sha256sum) ]]
# Blocks of all sizes, reserves, and a ring that is only just one give the same frames.
for ring in '--block-size 4096 --blocks 64' '--block-size 65536 --blocks 3 --reserve 5' \
	'--block-size 12288 --blocks 40 --retire 1' '--retire 4294967295'; do
	# shellcheck disable=SC2086 # several words
	run $ring -w "$tmp/c.pcap" --stats || fail "$ring: $(cat "$tmp/err")"
	clamped=$(awk '$1 == "tap.clamped" { print $2 }' "$tmp/err")
	dropped=$(sed -n 's/ frames dropped$//p' "$tmp/err")
	[[ $dropped -eq 0 ]] || fail "$ring: $dropped frames dropped"
	[[ $clamped -gt 0 || $(digest "$tmp/c.pcap") == "$want" ]] || fail "$ring: other frames"
	[[ $(frames "$tmp/c.pcap") -eq $total ]] || fail "$ring: frames are missing"
done
# The wire's pace, stalls of the bus, several passes: the bytes are the same, the times are not.
for key in pace=line stall=300 loop=3 'seed=7,stall=600'; do
	"$weir" capture -i "sim:$in,$key" -w "$tmp/d.pcap" 2>"$tmp/err"
	times=1
	[[ $key == loop=* ]] && times=${key#*=}
	for ((i = 0; i < times; i++)); do tcpdump -r "$in" -nn -t -e -xx 2>/dev/null; done >"$tmp/1"
	tcpdump -r "$tmp/d.pcap" -nn -t -e -xx 2>/dev/null | cmp - "$tmp/1" || fail "$key: other frames"
done
# A bus that answers with errors stops the tap and says so; what came before is a whole savefile.
status=0
"$weir" capture -i "sim:$in,error=50000,seed=3" -w "$tmp/e.pcap" --stats 2>"$tmp/err" || status=$?
if [[ $status -ne 1 ]] || ! grep -q '^weir: the card stopped the tap: a DMA' "$tmp/err"; then
	fail "error=: $(cat "$tmp/err")"
fi
grep -q 'DOES NOT ADD UP' "$tmp/err" && fail 'error=: the accounts do not add up'
tcpdump -r "$tmp/e.pcap" >/dev/null 2>&1

# Options.
run -c 7 -w "$tmp/f.pcap"
[[ $(frames "$tmp/f.pcap") -eq 7 ]] || fail '-c'
run -s 60 -w "$tmp/f.pcap"
[[ $(tshark -r "$tmp/f.pcap" -T fields -e frame.cap_len 2>/dev/null | sort -n | tail -n 1) -eq 60 ]] || fail '-s'
[[ $(tshark -r "$tmp/f.pcap" -T fields -e frame.len 2>/dev/null) == \
	$(tshark -r "$in" -T fields -e frame.len 2>/dev/null) ]] ||
	fail '-s: lengths'
echo 'arp or icmp' >"$tmp/filter"
run -F "$tmp/filter" -w "$tmp/f.pcap"
[[ $(frames "$tmp/f.pcap") -eq $(frames "$in" 'arp or icmp') ]] || fail '-F'
run --protocol arp -w "$tmp/f.pcap"
# Behind the outer tag, which is lifted; a second one stays and hides it.
[[ $(frames "$tmp/f.pcap") -eq $(frames "$in" 'arp or (vlan and arp)') ]] || fail '--protocol arp'
run -Q out -w "$tmp/f.pcap"
[[ $(frames "$tmp/f.pcap") -eq 0 ]] || fail '-Q out'
run -Q in -w "$tmp/f.pcap"
[[ $(frames "$tmp/f.pcap") -eq $total ]] || fail '-Q in'
# Not promiscuous: this address and broadcast only.
mac=$(tshark -r "$in" -T fields -e eth.dst -Y 'tcp' 2>/dev/null | head -n 1)
"$weir" capture -p -i "sim:$in,mac=$mac" -w "$tmp/f.pcap" 2>/dev/null
[[ $(frames "$tmp/f.pcap") -eq $(frames "$in" "ether dst $mac or ether broadcast") ]] || fail '-p'

# Lines: one a frame, the times are those of tcpdump.
run >"$tmp/lines"
[[ $(wc -l <"$tmp/lines") -eq $total ]] || fail 'lines'
cut -d' ' -f1 "$tmp/lines" | cmp - <(tcpdump -nr "$in" 2>/dev/null | cut -d' ' -f1)
run -e >"$tmp/lines"
[[ $(grep -c ' vlan [0-9]*, p ' "$tmp/lines") -eq $(frames "$in" vlan) ]] || fail '-e: tags'
cut -d' ' -f2-4 "$tmp/lines" | tr -d , | cmp - <(tcpdump -enr "$in" 2>/dev/null | cut -d' ' -f2-4 | tr -d ,)
run -q -c 50 >"$tmp/lines"
! grep -q 'Flags' "$tmp/lines" || fail '-q'

# Statistics: JSON that is JSON, and sums that work out.
run --stats=json -w "$tmp/f.pcap"
python3 - "$tmp/err" "$total" <<'PY'
import json, sys
d = json.load(open(sys.argv[1]))
n = int(sys.argv[2])
assert d["frames"] == n and d["complete"] is True and d["dropped"] == 0
assert d["stats"]["port.rx_frames"] == d["stats"]["tap.delivered"] == n
assert len(d["accounts"]) == 5 and all(a["ok"] and a["total"] == a["sum"] for a in d["accounts"])
PY
"$weir" stat -i "sim:$in" --json |
	python3 -c 'import json, sys; d = json.load(sys.stdin); assert all(a["ok"] for a in d["accounts"])'
# A file's name is bytes, JSON is UTF-8: what is not becomes U+FFFD, what is stays.
name=$(printf 'a\xff\xc0\xaf\xed\xa0\x80\xf4\x90\x80\x80\xe0\x80\x80\xf0\x80\x80\x80')
name+=$(printf '\xc3\xa9\xe6\xbc\xa2\xf0\x9f\x98\x80"\xe6.pcap')
cp "$in" "$tmp/$name"
for command in info stat; do "$weir" $command -i "sim:$tmp/$name" --json >"$tmp/$command.json"; done
"$weir" capture -i "sim:$tmp/$name" --stats=json -w "$tmp/f.pcap" 2>"$tmp/capture.json"
for command in info stat capture; do
	python3 - "$tmp/$command.json" <<'PY' || fail "$command: JSON of a name that is not UTF-8"
import json, sys
d = json.loads(open(sys.argv[1], "rb").read().decode("utf-8"))
assert d["device"].endswith("/a" + 17 * "\ufffd" + '\u00e9\u6f22\U0001f600"\ufffd.pcap'), d["device"]
PY
done
grep -q "^tap      matched $total = delivered $total " <<<"$("$weir" stat -i "sim:$in")"
"$weir" info -i sim: --json |
	python3 -c 'import json, sys; d = json.load(sys.stdin); assert d["card"]["taps"] == 16 and "vlan" in d["card"]["caps"]'
grep -qE '^clock +156250000 Hz' <<<"$("$weir" info -i sim:)"
grep -q '^sim:FILE' <<<"$("$weir" list)"
for command in 'list' 'capture --help'; do
	# shellcheck disable=SC2086 # several words
	text=$("$weir" $command)
	for key in pace loop strict trace seed stall error mac; do
		grep -qE "^  .*\b$key(=|,)" <<<"$text" || fail "$command: names no key $key of sim:"
	done
done
for command in '' capture list info stat; do
	# shellcheck disable=SC2086 # may be none
	grep -q '^usage: weir' <<<"$("$weir" $command --help)" || fail "$command --help"
	# shellcheck disable=SC2086
	[[ $("$weir" $command -h) == "$("$weir" $command --help)" ]] || fail "$command -h"
done
[[ $("$weir" --version) == "weir $(cat VERSION)" ]]
