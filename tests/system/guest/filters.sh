#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# filters: sockets of PF_WEIR on the card's net device, and what WEIR_INFO tells of their filters; see sockinfo.c.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/check.sh
. /check.sh
sockets() { awk -v name="$1" -v n="$2" '$1 == name && $3 == n { found = 1 } END { exit !found }' /proc/net/protocols; }

check "insmod" insmod /weir.ko
check "up" /bin/ip link set weir0 promisc on up
ip link set lo up
sockinfo 18 weir0 || bad=1
check "no socket is left" sockets WEIR 0
check "rmmod" rmmod weir
exit "$bad"
