#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# family: the socket family PF_WEIR on net devices that are no cards, beside AF_PACKET on the same ones. Guards against
# answers that differ, and against a family number that is taken from somebody, or held by a module that does not load.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/check.sh
. /check.sh
said() { dmesg | grep -q "$1"; }
loaded() { grep -q '^weir ' /proc/modules; }
# sockets NAME NUMBER: so many sockets of a family there are.
sockets() { awk -v name="$1" -v n="$2" '$1 == name && $3 == n { found = 1 } END { exit !found }' /proc/net/protocols; }
number=/sys/module/weir/parameters/family

check "a number that is taken: the module does not load" fails insmod /weir.ko family=17
check "... and says so" said 'weir: socket family 17 is taken'
check "... and nothing is left of it" fails loaded
check "a number where others squat" fails insmod /weir.ko family=27
check "a number that there is not" fails insmod /weir.ko family=46
check "without the family" insmod /weir.ko family=0
check "... whose number is in sysfs" grep -qx 0 $number
check "... and which has no sockets" fails grep -q '^WEIR ' /proc/net/protocols
check "rmmod" rmmod weir
check "insmod" insmod /weir.ko
check "the number in sysfs" grep -qx 18 $number
check "no socket is in use" sockets WEIR 0

modprobe veth
modprobe macvlan
# A line a case, all of them in a file. On PF_WEIR it is the comparison that says what is wrong.
table() { t_family --netns --settle 20 "$1" near far >"/tmp/table.$1" 2>&1; }
table 17 || bad=1
table 18 || :
sed '/^ok/d; /^#/!s/^/# /' /tmp/table.17
awk -f /compare.awk /compat.md /tmp/table.17 /tmp/table.18 || bad=1
check "no socket is left" sockets WEIR 0
check "rmmod at the end" rmmod weir
exit "$bad"
