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
# A ring has up to 192 KiB, and each worker makes hundreds: a few that stay would be seen.
kept() { echo "# $1 KiB free before, $2 after" && test $(($1 - $2)) -lt 4096; }

check "insmod" insmod /weir.ko
modprobe veth
check "a pair of devices" ip link add near type veth peer name far
check "up" ip link set near up
check "up" ip link set far up
# Another device comes and goes, to nowhere or to another namespace.
unshare -n sleep 1000 >/dev/null 2>&1 &
elsewhere=$!
while :; do
	for goes in false true; do
		ip link add gone index 20 type veth peer name far2
		ip link set gone up
		ip link set far2 up
		sleep 0.1
		$goes && ip link set gone netns $elsewhere
		ip link del far2
	done
done >/dev/null 2>&1 &
coming=$!
check "a first storm" storm 18 near far 20 5
before=$(spare)
check "a long storm" storm 18 near far 20 "${WEIR_storm:-60}" "${WEIR_seed:-1}"
cat /tmp/check
kill $coming $elsewhere
wait $coming
check "no socket is left" unused
# One that is down notices that its addresses went only when it comes up.
check "up again" ip link set near up
check "nothing is promiscuous any more" test $(($(cat /sys/class/net/near/flags) & 0x300)) = 0
check "memory came back" kept "$before" "$(spare)"
cat /tmp/check
check "rmmod" rmmod weir
exit "$bad"
