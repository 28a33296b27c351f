#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# overload: short frames back to back, a ring of 8 blocks and a machine that is busy with ten captures of them: frames
# are dropped, and each of them is counted once. Guards against a drop that nobody counts, or two do. With WEIR_resets,
# function level resets under this traffic, so often: what is on its way is lost, and still nothing that was counted.
# What is counted tells tests/system/accounts.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/stats.sh
. /stats.sh
resets=${WEIR_resets:-0}
reset() { timeout 20 sh -c "echo 1 >/sys/class/net/$dev/device/reset"; }
packets() { cat "$stat/rx_packets"; }
flows() { [ "$(packets)" -gt "$1" ]; }
# No frame came for two seconds, and none was dropped: the line is at its end.
calm() {
	was=$now
	now=$(ethtool -S "$dev" | sed -n 's/^ *port.rx_frames: //p')
	sleep 2
	[ "$was" = "$now" ]
}

check "insmod" insmod /weir.ko
ip link set $dev promisc on
check "the smallest ring" ethtool -G $dev rx 8
check "up" ip link set $dev up
if [ "$resets" = 0 ]; then
	# Blocks are taken by a thread that comes after all others, two of which never rest: there is none for many frames.
	check "a thread takes the blocks" sh -c "echo 1 >/sys/class/net/$dev/threaded"
	for comm in /proc/[0-9]*/comm; do
		case $(cat "$comm" 2>/dev/null) in
		napi/*) check "it comes last" renice -n 19 -p "$(basename "$(dirname "$comm")")" ;;
		esac
	done
	while :; do :; done &
	hogs=$!
	while :; do :; done &
	hogs="$hogs $!"
fi
for n in 0 1 2 3 4 5 6 7 8 9; do capture $n -B 1024 -s 96; done
for n in 0 1 2 3 4 5 6 7 8 9; do waits 300 listens $n || check "tcpdump $n listens" false; done
play
check "frames arrive" waits 100 flows 0
if [ "$resets" -gt 0 ]; then
	turn=0
	while [ $turn -lt "$resets" ]; do
		turn=$((turn + 1))
		usleep 300000
		check "reset $turn of $resets" reset
		check "frames arrive again" waits 100 flows "$(packets)"
	done
	# This line has no end: the device goes, and with it the captures.
	ip link set $dev down
else
	now=''
	check "the line comes to its end" waits 60 calm
	# shellcheck disable=SC2086 # two words
	kill $hogs
	sleep 3
	ip link set $dev down
fi
for n in 0 1 2 3 4 5 6 7 8 9; do end $n; done
cat /tmp/0.log
stats "$(told 0 received)"
ethtool -S "$dev" >/tmp/counters
counter() { awk -v name="$1:" '$1 == name { print $2 }' /tmp/counters; }
now() { counter "driver.$1"; }
if [ "$resets" = 0 ]; then
	for why in tap.drop_no_block tap.drop_backlog port.overflow port.err_bad; do
		check "frames were lost, $(counter $why) to $why" test "$(counter $why)" -gt 0
	done
fi
check "the card interrupted for itself, $(now card_irqs) times in $(now resets) resets" test "$(now card_irqs)" -gt "$resets"
check "and each time for something" test "$(now idle_irqs)" = 0
check "rmmod" rmmod weir
dmesg | grep -i weir | tail -n 10
exit $bad
