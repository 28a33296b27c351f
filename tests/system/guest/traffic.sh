#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# traffic: what "tcpdump -i weir0 -w" of stock Linux writes, with and without an expression, is what "tcpdump -r" finds
# in the savefile that came in by the port: number, order, lengths and bytes, and times when the card stamps them.
# Guards against frames lost, twice, cut, in another order or with another tag. The port plays a pass of the savefile
# each time that this asks for one, so that a slow guest loses nothing; each pass has fewer frames than the ring blocks.
#
# WEIR_passes: of the savefile, in each of two rounds; there are some 240 frames in one.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/stats.sh
. /stats.sh
passes=${WEIR_passes:-42} blocks=256

# name | expression of a live capture | the same question to a savefile | frames a pass, at least
#
# Linux lifts a frame's outer tag before a filter sees it, so "tcp" is also TCP behind one tag there. In a savefile
# the tag is between the addresses and the type, and the expression must ask for it. What tcpdump writes has it in both.
cat >/tmp/table <<'END'
all|||239
tcp|tcp|tcp or (vlan and tcp)|50
udp|udp port 7|udp port 7 or (vlan and udp port 7)|30
arp|arp|arp or (vlan and arp)|6
ip6|ip6|ip6 or (vlan and ip6)|80
icmp|icmp[0] = 8|icmp[0] = 8 or (vlan and icmp[0] = 8)|8
host|host 10.0.0.1|host 10.0.0.1|70
group|ether multicast|ether multicast|70
jumbo|greater 9000|greater 9000|4
vlan|vlan|vlan|100
vlan100|vlan 100 and ip6|vlan 100 and ip6|10
vlantcp|vlan and tcp|vlan and tcp|10
qinq|vlan 200 and vlan 300|vlan 200 and vlan 300|30
qinqtcp|vlan and vlan and tcp|vlan and vlan and tcp|10
none|ether proto 0x1234|ether proto 0x1234|0
END

frames() { tcpdump -Z root -r "$1" --count 2>/dev/null | sed 's/ packet.*//'; }
arrived() { [ "$(cat "$stat/rx_packets")" -ge "$1" ]; }
# Is the file as long as it must become? A capture writes each frame when it has it.
written() { [ "$(wc -c <"/tmp/$1.pcap")" -ge "$2" ]; }
# All that passed the filter in the kernel was written.
complete() {
	numbers="$(told "$1" captured) captured, $(told "$1" received) received, $(told "$1" dropped) dropped"
	echo "$numbers" && [ "$numbers" = "$2 captured, $2 received, 0 dropped" ]
}

# round NAME COMPARISON OPTION...: all captures of the table at once, over the passes.
round() {
	round=$1 how=$2
	shift 2
	from=$(cat "$stat/rx_packets")
	while IFS='|' read -r key live _; do
		# Nanoseconds, so that the files' headers are those of the savefile.
		capture "$key" -U -B 4096 --time-stamp-precision=nano "$@" "$live"
	done </tmp/table
	while IFS='|' read -r key _; do waits 300 listens "$key" || check "$round: $key: tcpdump listens" false; done </tmp/table
	pass=0
	while [ $pass -lt "$passes" ]; do
		pass=$((pass + 1))
		play
		waits 300 arrived $((from + pass * all)) || break
	done
	check "$round: all $((passes * all)) frames arrive" arrived $((from + passes * all))
	while IFS='|' read -r key _; do
		# A savefile begins with 24 bytes, once.
		waits 150 written "$key" $((24 + ($(wc -c <"/tmp/$key.ref") - 24) * passes))
	done </tmp/table
	# Time for frames that should not come.
	sleep 1
	while IFS='|' read -r key live _; do
		end "$key"
		# shellcheck disable=SC2086 # none or one word
		check "$round: \"$live\": the same frames" same $how -n "$passes" "/tmp/$key.ref" "/tmp/$key.pcap"
		check "$round: \"$live\": none lost on the way" complete "$key" $((passes * $(frames "/tmp/$key.ref")))
		rm "/tmp/$key.pcap"
	done </tmp/table
	received=$((received + $(told all received)))
}

check "insmod" insmod /weir.ko
ip link set $dev promisc on
check "a ring of $blocks blocks" ethtool -G $dev rx $blocks
check "up" ip link set $dev up
while IFS='|' read -r key _ saved least; do
	tcpdump -Z root -r /traffic.pcap -w "/tmp/$key.ref" --time-stamp-precision=nano "$saved" 2>/dev/null
	check "\"$saved\" finds $least or more in the savefile" test "$(frames "/tmp/$key.ref")" -ge "$least"
done </tmp/table
all=$(frames /tmp/all.ref) received=0
check "a pass has fewer frames than the ring has blocks: $all" test "$all" -lt $blocks
round "stamped by Linux" ""
round "stamped by the card" -t -j adapter_unsynced
ip link set $dev down
stats "$received"
check "rmmod" rmmod weir
dmesg | grep -i weir | tail -n 10
exit $bad
