#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# storm: random calls on sockets of PF_WEIR from several processes while frames pass and the device comes and goes; what is
# freed is poisoned. The kernel must have nothing to say, and all memory must come back. Guards against races.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/check.sh
. /check.sh
ip() { /bin/ip "$@"; }
unused() { awk '$1 == "WEIR" && $3 == 0 { found = 1 } END { exit !found }' /proc/net/protocols; }
# Pages that nobody has, in KiB, once what the kernel only keeps is given back.
spare() {
	echo 3 >/proc/sys/vm/drop_caches
	sleep 1
	awk '$1 == "MemFree:" { print $2 }' /proc/meminfo
}
# A run takes up to 768 KiB for each of 12 rings: what a few leave would be seen.
kept() { echo "# $1 KiB free before, $2 after" && test $(($1 - $2)) -lt 4096; }

check "insmod" insmod /weir.ko
modprobe veth
check "a pair of devices" ip link add near type veth peer name far
check "up" ip link set near up
check "up" ip link set far up
check "a first storm" storm 18 near far 5
before=$(spare)
check "a long storm" storm 18 near far "${WEIR_storm:-60}" "${WEIR_seed:-1}"
cat /tmp/check
check "no socket is left" unused
check "nothing is promiscuous" grep -qx 0x1003 /sys/class/net/far/flags
check "memory came back" kept "$before" "$(spare)"
cat /tmp/check
check "rmmod" rmmod weir
exit "$bad"
