#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# table: PF_WEIR on the card's own net device answers as AF_PACKET does there, see tests/family/on_card.sh for the wire.
# Guards against what holds on a veth pair alone, where frames arrive while they are sent.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/check.sh
. /check.sh
ip() { /bin/ip "$@"; }
sockets() { awk -v name="$1" -v n="$2" '$1 == name && $3 == n { found = 1 } END { exit !found }' /proc/net/protocols; }

for module in virtio_pci virtio_net macvlan veth; do modprobe $module; done
check "insmod" insmod /weir.ko
peer=''
for dir in /sys/class/net/*; do
	case ${dir##*/} in lo | weir0) ;; *) peer=${dir##*/} ;; esac
done
check "a card to send with" test -n "$peer"
ip link set lo up
for link in "$peer" weir0; do ip link set "$link" arp off multicast on up; done
ethtool -K "$peer" tx off tso off gso off >/dev/null 2>&1
# A frame takes some milliseconds in the simulated card, whatever the machine thinks of it.
table() { t_family --settle 60 "$1" weir0 "$peer" >"/tmp/table.$1" 2>&1; }
table 17 || bad=1
table 18 || :
sed '/^ok/d; /^#/!s/^/# /' /tmp/table.17
awk -f /compare.awk /compat.md /tmp/table.17 /tmp/table.18 || bad=1
check "no socket is left" sockets WEIR 0
check "rmmod" rmmod weir
exit "$bad"
