#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# run.sh GROUP: the kernel's AF_PACKET ring and the card make the same blocks of the same frames
#
# GROUP is traffic (recorded frames), protocol (the same, into a ring for one protocol), random
# (frames of every shape), edge (the one difference that is meant to be: a first frame that barely
# fits a block), freeze (blocks are withheld until the ring is full, see t_freeze.c). Both sides get the
# same geometry; see afp_blocks.c and t_blocks_equal.c. Exits 77 when a network namespace cannot be had.
set -euo pipefail

bin=${BIN:-build/tests/afpacket}
if [[ ${1:-} != --inside ]]; then
	user=()
	[[ $EUID -eq 0 ]] || user=(--user --map-root-user)
	if ! unshare "${user[@]}" --net ip link add near type veth peer name far 2>/dev/null; then
		echo "no permission to make a veth pair in a network namespace" && exit 77
	fi
	exec unshare "${user[@]}" --net "$0" --inside "$1"
fi
group=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Nothing but what the test sends may be on the link.
for family in default all; do
	echo 1 >"/proc/sys/net/ipv6/conf/$family/disable_ipv6" 2>/dev/null || true
done
ip link add near mtu 9600 address 02:00:00:00:00:01 type veth \
	peer name far mtu 9600 address 02:00:00:00:00:02
for link in near far; do
	ethtool -K $link rx off tx off sg off tso off gso off gro off rxvlan off txvlan off >/dev/null
	ip link set $link arp off up
done

cases=0 failures=0 equal=t_blocks_equal
# one FILE GEOMETRY...: one comparison
one() {
	local file=$1 kernel card status=0
	shift
	kernel=$("$bin/afp_blocks" "$@" near far "$file" "$work/kernel" 2>&1) || status=1
	card=$([[ $status -eq 0 ]] && "$bin/$equal" "$@" "$file" "$work/kernel" 2>&1) || status=1
	cases=$((cases + 1)) failures=$((failures + status))
	printf '%-4s %-40s %s; %s\n' "$([[ $status -eq 0 ]] && echo ok || echo BAD)" "$*" "$kernel" "$card"
}

recorded=tests/golden/traffic.pcap
case $group in
traffic)
	for reserve in 0 4 17 64 255; do
		one "$recorded" -b 4096 -n 16 -r $reserve
		one "$recorded" -b 65536 -n 8 -l 2 -r $reserve
	done
	for snaplen in 1 13 14 15 60 96 97 1514 9018; do
		one "$recorded" -b 8192 -n 16 -l 2 -s $snaplen
		one "$recorded" -b 8192 -n 16 -l 2 -s $snaplen -r 4
	done
	for priv in 1 8 13 1000; do one "$recorded" -b 12288 -n 8 -p $priv -r 4; done
	one "$recorded" -b 262144 -n 4 -l 4 -r 4
	one "$recorded" -b 1048576 -n 4 -l 12 -r 4 -p 48
	one "$recorded" -b 4096 -n 6 -r 4
	;;
protocol)
	one "$recorded" -b 4096 -n 8 -l 2 -P 0x0800
	one "$recorded" -b 16384 -n 8 -l 2 -P 0x86dd -r 4
	one "$recorded" -b 4096 -n 8 -l 20 -P 0x0806
	one "$recorded" -b 4096 -n 4 -l 60 -P 0x0004 # 802.2
	;;
random)
	seed=${SEED:-$RANDOM}
	echo "seed $seed"
	RANDOM=$seed
	for ((i = 0; i < ${COUNT:-16}; i++)); do
		"$bin/mkframes" "$work/frames.pcap" $((seed + i)) 800 $((i % 2 ? 9600 : 300)) 60
		snaplen=$((RANDOM % 3 ? 0 : 1 + RANDOM % 2000))
		one "$work/frames.pcap" -b $((4096 * (1 + RANDOM % 16))) -n $((4 + RANDOM % 13)) \
			-r $((RANDOM % 200)) -p $((RANDOM % 2 ? 0 : RANDOM % 2000)) -s $snaplen -l 2
	done
	;;
edge)
	# 48 of header, 82 before the data: 3,966 bytes end exactly with a block of 4,096.
	for len in 3958 3959 3966 3967 9600; do
		empty=()
		[[ $len -eq 3958 ]] || empty=(-e)
		"$bin/mkframes" "$work/frames.pcap" 7 100 4000 $len
		one "$work/frames.pcap" -b 4096 -n 8 "${empty[@]}"
	done
	;;
freeze)
	equal=t_freeze
	"$bin/mkframes" "$work/frames.pcap" 3 600 1500
	for nr in 1 2; do
		for every in 10 25 40 77; do one "$work/frames.pcap" -b 8192 -n $nr -w $every; done
	done
	one "$work/frames.pcap" -b 8192 -n 1 -w 3
	for every in 40 77 200; do one "$work/frames.pcap" -b 8192 -n 3 -w $every; done
	one "$work/frames.pcap" -b 8192 -n 8 -w 200 -l 3
	one "$work/frames.pcap" -b 20480 -n 2 -w 200 -r 40 -p 100 -s 700
	one "$recorded" -b 16384 -n 2 -w 50 -l 2
	;;
*)
	echo "no such group: $group" && exit 2
	;;
esac
echo "note: $cases geometries, $failures differ"
[[ $failures -eq 0 && $cases -gt 0 ]]
