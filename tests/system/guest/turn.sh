#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# turn STEP: one thing that happens to the card or its driver; for the tests of faults, and alone by hand
pci=0000:01:00.0
sys=/sys/bus/pci/devices/$pci
driver=/sys/bus/pci/drivers/weir
# aer_inject's record (Linux, drivers/pci/pcie/aer_inject.c): bus, device, function, a gap, uncorrectable and correctable
# status, four words of a header, domain; little-endian.
inject() {
	# shellcheck disable=SC2059 # escapes are what it is about
	printf "\\1\\0\\0\\0$1$2\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0\\0" >/dev/aer_inject
}
settings() { cat /sys/class/net/weir0/address && ethtool -c weir0 | grep '^rx-usecs:'; }
asleep() { echo devices >/sys/power/pm_test && echo "$1" >/sys/power/state && echo none >/sys/power/pm_test; }

case $1 in
insmod) insmod /weir.ko ;;
rmmod) rmmod weir ;;
bind) echo $pci >$driver/bind ;;
# Of a card that does not answer: refused, with the reason, and nothing is left of the try.
nobind)
	echo "turn: nobind" >/dev/kmsg
	! echo $pci >$driver/bind 2>/dev/null && [ ! -e $sys/driver ] && [ ! -e /sys/class/net/weir0 ]
	;;
said) dmesg | awk '/ turn: nobind/ { n = 0 } / weir 0000:.*: the card does not answer/ { n++ } END { exit !n }' ;;
unbind) echo $pci >$driver/unbind ;;
unplug) echo 1 >$sys/remove ;;
plug) echo 1 >/sys/bus/pci/rescan ;;
up) ip link set weir0 promisc on up ;;
down) ip link set weir0 down ;;
flr) echo 1 >$sys/reset ;;
# What a card that is gone did not take is not the device's either.
remember) settings >/tmp/settings ;;
refused)
	! ip link set weir0 address 02:57:45:49:52:99 2>/dev/null && ! ethtool -C weir0 rx-usecs 77 2>/dev/null
	;;
kept) [ "$(settings)" = "$(cat /tmp/settings)" ] ;;
# A look at the card, whatever comes of it.
look) ethtool -S weir0 >/dev/null 2>&1 || true ;;
ring-*) ethtool -G weir0 rx "${1#ring-}" ;;
freeze) asleep freeze ;;
mem) asleep mem ;;
# Each by a bit that its mask lets through: receiver error, completion time-out, malformed packet.
correctable) inject '\0\0\0\0' '\1\0\0\0' ;;
nonfatal) inject '\0\100\0\0' '\0\0\0\0' ;;
fatal) inject '\0\0\4\0' '\0\0\0\0' ;;
# What the word at BAR 0 says; the kernel lets a program look only with iomem=relaxed.
answers)
	read -r bar _ _ <$sys/resource
	[ "$(devmem "$bar" 32)" = 0x57454952 ]
	;;
dead)
	read -r bar _ _ <$sys/resource
	[ "$(devmem "$bar" 32)" = 0xFFFFFFFF ]
	;;
# The driver has noticed: a device that is detached answers no request.
detached) ! ethtool -g weir0 >/dev/null 2>&1 ;;
attached) ethtool -g weir0 >/dev/null 2>&1 ;;
# The tap runs: link up is what the driver says of it.
running) [ "$(cat /sys/class/net/weir0/carrier 2>/dev/null)" = 1 ] ;;
mute) lspci -vv -s $pci | grep -q BusMaster- ;;
clean)
	# shellcheck source=tests/system/guest/turns.sh
	. /turns.sh
	# Directory entries hold the names of what was in sysfs.
	echo 3 >/proc/sys/vm/drop_caches
	# What kmalloc() gives; to name whoever asked for each object of all caches takes a minute.
	[ -e /tmp/left ] || ls /sys/kernel/debug/slab/kmalloc-*/alloc_traces >/tmp/left
	# shellcheck disable=SC2046 # one word a file
	objects $(cut -d' ' -f1 /tmp/left) >/tmp/found
	mv /tmp/found /tmp/left
	cat /tmp/left
	[ ! -s /tmp/left ]
	;;
*) echo "turn: no such step: $1" && exit 125 ;;
esac
