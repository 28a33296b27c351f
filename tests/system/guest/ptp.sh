#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# ptp: brings the net device up for the program ptp, which tells what it tests, and asks ethtool what there is. The card
# plays frames.pcap once for each signal and leaves its clock alone.
# shellcheck source=tests/system/guest/check.sh
. /check.sh
check "insmod" insmod /weir.ko
check "weir0 is up" /bin/ip link set weir0 up promisc on
ethtool -T weir0 >/tmp/T
shows() { check "ethtool -T shows $1" grep -qE "$2" /tmp/T; }
shows hardware-receive hardware-receive
shows hardware-raw-clock hardware-raw-clock
shows "that nothing sent is stamped" '^	off'
shows "that all received can be" '^	all'
check "ethtool -T shows no stamps of what is sent" sh -c '! grep hardware-transmit /tmp/T'
clock=$(sed -n 's/^\(PTP Hardware Clock\|Hardware timestamp provider index\): //p' /tmp/T)
check "ethtool -T names a clock, ptp$clock, and it is the card's" grep -qx weir "/sys/class/ptp/ptp$clock/clock_name"
ptp weir0 /frames.pcap || bad=1
check "function level reset" timeout 20 sh -c 'echo 1 >/sys/class/net/weir0/device/reset'
ptp weir0 /frames.pcap again || bad=1
check "no interrupt of the card without a cause" sh -c 'ethtool -S weir0 | grep -q "driver.idle_irqs: 0$"'
check "down" /bin/ip link set weir0 down
check "rmmod" timeout 20 rmmod weir
exit $bad
