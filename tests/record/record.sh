#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# record.sh OUT.pcap: records real traffic between two network namespaces
#
# Two hosts, near (10.0.0.1) and far (10.0.0.2), on a veth link without offloads; tcpdump listens at
# the far end. Two kernels' worth of TCP/IP talk in them: nothing here is synthesized but the SCTP INIT.
# Frames get tags by tests/record/tagger, see there. The savefile is then given the shape that a wire
# would have given it (tests/record/wire). Runs as root, or as a user who may make namespaces.
# Exits 77 with the reason when namespaces or TAP devices cannot be had.
set -euo pipefail

bin=${BIN:-build/tests/record}
if [[ ${1:-} != --inside ]]; then
	[[ $# -eq 1 ]] || { echo "usage: tests/record/record.sh OUT.pcap" >&2 && exit 2; }
	user=()
	[[ $EUID -eq 0 ]] || user=(--user --map-root-user)
	if ! unshare "${user[@]}" --net true 2>/dev/null; then
		echo "no permission to make network namespaces" && exit 77
	fi
	[[ -w /dev/net/tun ]] || { echo "no /dev/net/tun" && exit 77; }
	exec unshare "${user[@]}" --net "$0" --inside "$1"
fi
out=$2

# The far host is a namespace held by a sleeping process.
unshare --net sleep 600 &
holder=$!
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait; rm -rf "$work"' EXIT
while [[ $(readlink /proc/$holder/ns/net) == "$(readlink /proc/self/ns/net)" ]]; do sleep 0.1; done
far=(nsenter "--net=/proc/$holder/ns/net")

ip link add wire address 02:00:00:00:00:01 mtu 9100 type veth \
	peer name wire address 02:00:00:00:00:02 mtu 9100 netns $holder
for host in 1 2; do
	if [[ $host -eq 2 ]]; then on=("${far[@]}"); else on=(); fi
	"${on[@]}" ethtool -K wire rx off tx off sg off tso off gso off gro off rxvlan off txvlan off \
		>/dev/null
	"${on[@]}" ip link set lo up
	"${on[@]}" ip addr add "10.0.0.$host/24" dev wire
done
"${far[@]}" tcpdump -q -Z root -i wire -w "$work/raw.pcap" --time-stamp-precision=nano -s 0 -U \
	2>"$work/tcpdump.log" &
capture=$!
# tcpdump complains of a link that is down, so it comes up first at the far end alone.
"${far[@]}" ip link set wire up
until grep -q "listening on" "$work/tcpdump.log"; do sleep 0.1; done
ip link set wire up
ip route add 224.0.0.0/4 dev wire
"${far[@]}" ip route add 224.0.0.0/4 dev wire
"${far[@]}" ip addr add fd00::2/64 dev wire
ip addr add fd00::1/64 dev wire
sleep 3 # duplicate address detection, router solicitations, listener reports
ip -6 route change fd00::/64 dev wire proto kernel metric 256 mtu 9000
"${far[@]}" ip -6 route change fd00::/64 dev wire proto kernel metric 256 mtu 9000

# Plain frames: first with 1,500 bytes an IP packet, then jumbo.
ip route change 10.0.0.0/24 dev wire mtu 1500
"${far[@]}" ip route change 10.0.0.0/24 dev wire mtu 1500
"${far[@]}" "$bin/talk" serve 10.0.0.2 80 9000 &
"${far[@]}" "$bin/talk" serve fd00::2 80 30000 &
"${far[@]}" "$bin/talk" echo 0.0.0.0 7 239.1.2.3 &
"${far[@]}" "$bin/talk" echo :: 7007 ff02::1:7%wire &
sleep 1
ping -q -c 1 -s 0 10.0.0.2
ping -q -c 2 -i 0.2 -s 1472 -M 'do' 10.0.0.2
ping -q -c 1 -s 56 fd00::2
"$bin/talk" get 10.0.0.2 80
"$bin/talk" udp 10.0.0.2 7 1 17 18 19 20 64 100 500 1471 1472
"$bin/talk" udp 10.0.0.2 7 1473 4000 # fragments
"$bin/talk" cast 10.0.0.255 9 30
"$bin/talk" cast 239.1.2.3 9 31
"$bin/talk" cast ff02::1:7%wire 9 32
"$bin/talk" cast 10.0.0.2 4444 33 # a closed port: ICMP answers
"$bin/talk" cast fd00::2 4444 34
"$bin/talk" sctp 10.0.0.2
"$bin/talk" get fd00::2 80
"$bin/talk" udp fd00::2 7007 1 600 9500 # the last one in fragments
ip route change 10.0.0.0/24 dev wire mtu 9000
"${far[@]}" ip route change 10.0.0.0/24 dev wire mtu 9000
ping -q -c 1 -s 8972 -M 'do' 10.0.0.2
"$bin/talk" udp 10.0.0.2 7 8000 8972

# vlan NAME NET TAG...: a tagged network between the two hosts
vlan() {
	local name=$1 net=$2 host on
	shift 2
	for host in 1 2; do
		if [[ $host -eq 2 ]]; then on=("${far[@]}"); else on=(); fi
		"${on[@]}" "$bin/tagger" "$name" wire "$@" &
		until "${on[@]}" ip link show "$name" >/dev/null 2>&1; do sleep 0.1; done
		"${on[@]}" ip link set "$name" address "02:00:00:00:${net##*.}:0$host" mtu 9000
		"${on[@]}" ip addr add "$net.$host/24" dev "$name"
		"${on[@]}" ip addr add "fd00:${net##*.}::$host/64" nodad dev "$name"
		"${on[@]}" ip link set "$name" up
	done
	sleep 1
	ping -q -c 2 -i 0.2 -s 18 "$net.2"
	ping -q -c 1 "fd00:${net##*.}::2"
}
vlan q100 10.0.10 8100:6064 # priority 3, VID 100
"${far[@]}" "$bin/talk" serve 10.0.10.2 80 12000 &
ping -q -c 1 -s 8972 -M 'do' 10.0.10.2 # 9,018 bytes with the tag
"$bin/talk" udp 10.0.10.2 7 18 1400
sleep 0.5
"$bin/talk" get 10.0.10.2 80
vlan prio 10.0.20 8100:a000 # priority 5, VID 0
"$bin/talk" udp 10.0.20.2 7 40
vlan qinq 10.0.30 88a8:00c8 8100:012c # service tag 200, customer tag 300
"${far[@]}" "$bin/talk" serve 10.0.30.2 80 700 &
sleep 0.5
"$bin/talk" udp 10.0.30.2 7 18 1400
"$bin/talk" get 10.0.30.2 80

# Spanning tree: 802.3 frames with LLC, from a bridge that takes the near end in.
ip link add bridge address 02:00:00:00:00:01 type bridge stp_state 1 hello_time 100 forward_delay 200
ip link set wire master bridge
ip link set bridge up
sleep 3

kill $capture
wait $capture || true
"$bin/wire" "$work/raw.pcap" "$out.part"
mv "$out.part" "$out"
