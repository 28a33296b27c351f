#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# afpacket.sh: frames sent on one end of a veth pair are captured on the other by the kernel's ring, the same
# bytes, tags put back; direction, snap length and an interface that goes down
set -euo pipefail
if [[ ${1:-} != inside ]]; then
	if [[ $EUID -eq 0 ]]; then ns=(unshare -n); else ns=(unshare -rn); fi
	if ! "${ns[@]}" true 2>/dev/null; then
		echo "no network namespaces here: neither root nor unprivileged user namespaces" && exit 77
	fi
	exec "${ns[@]}" "$0" inside
fi
out=${O:-build}
weir=$out/weir
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
fail() { echo "$1" && exit 1; }
# No frames but ours: no IPv6, no ARP.
ip link add name va type veth peer name vb
for i in va vb; do
	echo 1 >"/proc/sys/net/ipv6/conf/$i/disable_ipv6"
	ip link set "$i" arp off mtu 9600
	ip link set "$i" up
done
grep -q '^afpacket:va' <<<"$("$weir" list)"

# The golden frames, unchanged, from an AF_PACKET socket.
cat >"$tmp/send.py" <<'PY'
import socket, struct, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind((sys.argv[1], 0))
d = open(sys.argv[2], "rb").read()
o, n = 24, 0
while o < len(d):
    c = struct.unpack("<IIII", d[o:o + 16])[2]
    s.send(d[o + 16:o + 16 + c])
    o += 16 + c
    n += 1
print(n)
PY
# start ARGS...: a capture on vb in the background that is known to run.
start() {
	env --default-signal=INT "$weir" capture -i afpacket:vb "$@" >"$tmp/stdout" 2>"$tmp/err" &
	pid=$!
	for _ in {1..50}; do
		# Column 4 is the protocol: 0003 once it receives.
		if awk '$4 == "0003" { n++ } END { exit !n }' /proc/net/packet; then return; fi
		sleep 0.1
	done
	fail "no packet socket: $(cat "$tmp/err")"
}
stop() {
	sleep 0.5
	kill -INT $pid
	wait $pid || fail "status $?: $(cat "$tmp/err")"
}
in=tests/golden/traffic.pcap
# Times differ, of course.
digest() { tcpdump -r "$1" -nn -t -e -xx "${@:2}" 2>/dev/null | sha256sum; }

start -w "$tmp/a.pcap" --stats=json
sent=$(python3 "$tmp/send.py" va "$in")
stop
[[ $(digest "$tmp/a.pcap") == $(digest "$in") ]] || fail 'other frames came than were sent'
python3 -c "
import json
d = json.load(open('$tmp/err'))
assert d['frames'] == $sent == d['stats']['tap.delivered'], d
assert d['accounts'][0]['ok']
assert d['stats']['port.rx_frames'] == $sent"

start -w "$tmp/b.pcapng" --pcapng 'vlan and ip'
python3 "$tmp/send.py" va "$in" >/dev/null
stop
[[ $(digest "$tmp/b.pcapng") == $(digest "$in" 'vlan and ip') ]] || fail 'a filter picks other frames'

# Programs that tcpdump makes for this interface, which read the lifted tag (SKF_AD_VLAN_TAG_PRESENT).
for expr in 'vlan 100' 'vlan and vlan and ip'; do
	tcpdump -i vb -ddd "$expr" 2>/dev/null >"$tmp/ddd"
	grep -q ' 4294963248$' "$tmp/ddd" || fail "no live program: $(cat "$tmp/ddd")"
	start -w "$tmp/b.pcap" --ddd "$tmp/ddd"
	python3 "$tmp/send.py" va "$in" >/dev/null
	stop
	[[ $(digest "$tmp/b.pcap") == $(digest "$in" "$expr") ]] || fail "a program picks other frames: $expr"
done

start -s 60 -w "$tmp/c.pcap"
python3 "$tmp/send.py" va "$in" >/dev/null
stop
[[ $(tshark -r "$tmp/c.pcap" -T fields -e frame.cap_len 2>/dev/null | sort -n | tail -n 1) -eq 60 ]] || fail '-s'
[[ $(tshark -r "$tmp/c.pcap" -T fields -e frame.len 2>/dev/null) == \
	$(tshark -r "$in" -T fields -e frame.len 2>/dev/null) ]] ||
	fail '-s: lengths'

start -Q in -w "$tmp/d.pcap"
python3 "$tmp/send.py" vb "$in" >/dev/null
python3 "$tmp/send.py" va tests/golden/traffic.pcap >/dev/null
stop
[[ $(digest "$tmp/d.pcap") == $(digest "$in") ]] || fail '-Q in'
start -Q out -w "$tmp/d.pcap"
python3 "$tmp/send.py" va "$in" >/dev/null
python3 "$tmp/send.py" vb "$in" >/dev/null
stop
[[ $(digest "$tmp/d.pcap") == $(digest "$in") ]] || fail '-Q out'

start -c 3 -e
python3 "$tmp/send.py" va "$in" >/dev/null
wait $pid
[[ $(wc -l <"$tmp/stdout") -eq 3 ]] || fail '-c'

start -w "$tmp/e.pcap"
ip link set vb down
status=0
wait $pid || status=$?
if [[ $status -ne 1 ]] || ! grep -q '^weir: afpacket:vb: Network is down' "$tmp/err"; then
	fail "down: $status $(cat "$tmp/err")"
fi
grep -q '^afpacket:vb .*not now: Network is down' <<<"$("$weir" list)"
echo "note: $sent frames over veth into the kernel's ring, the same bytes"
