#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# kernel.sh PROGRAM [ARG]: runs PROGRAM near far ARG, a pair of Ethernet interfaces in a network namespace on which
# nothing else sends. Exits 77 when that cannot be had.
set -euo pipefail

if [[ $1 != --inside ]]; then
	user=()
	[[ $EUID -eq 0 ]] || user=(--user --map-root-user)
	if ! unshare "${user[@]}" --net ip link add near type veth peer name far 2>/dev/null; then
		echo "no permission to make a veth pair in a network namespace" && exit 77
	fi
	exec unshare "${user[@]}" --net "$0" --inside "$@"
fi
for family in default all; do
	echo 1 >"/proc/sys/net/ipv6/conf/$family/disable_ipv6" 2>/dev/null || true
done
ip link add near address 02:00:00:00:00:01 type veth peer name far address 02:00:00:00:00:02
for link in near far; do
	ethtool -K $link rx off tx off sg off tso off gso off gro off rxvlan off txvlan off >/dev/null
	ip link set $link arp off up
done
exec "$2" near far "${@:3}"
