#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# confine: AppArmor, which Debian's kernels have on, and the lines of driver/examples/apparmor. Guards against an example that
# does not help, and against a refusal that is taken for a missing driver.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/check.sh
. /check.sh
fs=/sys/kernel/security/apparmor
under() { cat "/policy/$1.bin" >"$fs"/.replace; }
refuses() {
	! weir stat -i weir0 >/tmp/said 2>&1 || return 1
	cat /tmp/said
	grep -qF -- "$1" /tmp/said
}
captures() { weir stat -i "$1" --json | grep -F '"ok": true'; }

mount -t securityfs security /sys/kernel/security 2>/dev/null
check "insmod" insmod /weir.ko
ip link set weir0 up
check "free" captures weir0
check "AF_PACKET alone" under packet
check "... does not cover PF_WEIR" refuses 'a security policy (AppArmor, SELinux) refuses this program sockets of family 18'
check "... which the list says" sh -c 'weir list | grep "^weir0 .*not now: Permission denied"'
check "... and allows AF_PACKET" captures afpacket:weir0
check "with the example" under example
check "... PF_WEIR captures" captures weir0
check "without ipc_lock" under unlocked
check "... a ring may be too large" refuses 'it counts as locked, and without CAP_IPC_LOCK a user may lock'
check "SOCK_RAW of any family" under raw
check "... covers it, but for memory" refuses 'it counts as locked'
printf weir-test >"$fs"/.remove
check "free again" captures weir0
check "rmmod" rmmod weir
exit "$bad"
