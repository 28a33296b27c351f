#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# on_card.sh KERNEL: the table test in a virtual machine, on the net device of the simulated card
#
# The machine has a second network card of an ordinary kind. What it sends goes to a tap interface here, over a bridge to
# another, and from there to the port of the simulated card: the harness's frames take a wire of their own. All of it is in a
# network namespace. Exits 77 when that or /dev/net/tun cannot be had.
set -euo pipefail
if [[ ${1:-} != --inside ]]; then
	user=()
	[[ $EUID -eq 0 ]] || user=(--user --map-root-user)
	if ! unshare "${user[@]}" --net ip tuntap add near mode tap 2>/dev/null; then
		echo "no permission to make a tap interface in a network namespace" && exit 77
	fi
	exec unshare "${user[@]}" --net "$0" --inside "$1"
fi
kernel=$2

# Nothing but what the machine sends may be on the wire, and nothing is learnt: any address is on either side.
for family in default all; do
	echo 1 >"/proc/sys/net/ipv6/conf/$family/disable_ipv6" 2>/dev/null || true
done
ip link add wire type bridge
for end in near far; do
	ip tuntap add $end mode tap
	ip link set $end master wire
	ip link set $end type bridge_slave learning off
done
for link in wire near far; do ip link set $link mtu 9600 arp off up; done
tests/system/run --seconds "${SECONDS_MOST:-1100}" --name "table-$kernel" --port tap:far \
	--card-options "--timers world" \
	--machine '-netdev tap,id=wire,ifname=near,script=no,downscript=no -device virtio-net-pci,netdev=wire,romfile=' \
	--append "weir.seconds=${SECONDS_MOST:-1000}" "$kernel" tests/system/guest/table.list
