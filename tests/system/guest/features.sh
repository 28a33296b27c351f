#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# features: what ip and ethtool set is what the card does. The same frames are played for each setting, and those that
# come are exactly those that should; the card counts the others. Guards against an address list, a retire time or an MTU
# that is accepted and does not reach the card, and against settings that are refused and change something.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/check.sh
. /check.sh
ip() { /bin/ip "$@"; }
counter() { ethtool -S weir0 | sed -n "s/^ *$1: //p"; }
# sees WHAT UNMATCHED KIND...: of one pass just these kinds come, and so many frames are nobody's.
sees() {
	what=$1 want=$2
	shift 2
	before=$(counter port.unmatched)
	frames see weir0 /frames.pcap "$what" "$@" || bad=1
	check "$what: $want frames are unmatched" test $(($(counter port.unmatched) - before)) = "$want"
}
# The card's registers, whoever has them: the kernel was started with iomem=relaxed.
bar=$(head -n 1 "/sys/bus/pci/devices/$(lspci -D -n -d 5745:4952 | cut -d' ' -f1)/resource" | cut -d' ' -f1)
register() { devmem $((bar + $1)) 32; }
retire=0x802c irq=0x805c

check "insmod" insmod /weir.ko
link() { ethtool weir0 >/tmp/link 2>&1 && grep -q "$1" /tmp/link; }
check "down, the speed is unknown" link 'Speed: Unknown'
check "a station address" ip link set weir0 address 02:57:45:49:52:01
check "up" ip link set weir0 up
check "10 Gb/s" link 'Speed: 10000Mb/s'
check "full duplex" link 'Duplex: Full'
check "another port than those that ethtool knows" link 'Port: Other'
check "a link" link 'Link detected: yes'

# cable 0|1: cuts the cable, or plugs it in, which the card learns some 0.1 s later; 1 is a carrier.
carrier() { grep -qx "$1" /sys/class/net/weir0/carrier; }
cable() {
	echo "# card: RTMIN"
	waits 40 carrier "$1"
}
changes=$(cat /sys/class/net/weir0/carrier_changes)
cable 0
check "no carrier without a cable" carrier 0
check "nor a link" link 'Link detected: no'
check "nor a speed" link 'Speed: Unknown'
check "reset while it is cut" sh -c "echo 1 >/sys/class/net/weir0/device/reset"
check "no carrier after it" carrier 0
check "down and up again" sh -c '/bin/ip link set weir0 down && /bin/ip link set weir0 up'
check "no carrier then" carrier 0
cable 1
check "a carrier with the cable" carrier 1
check "at its speed" link 'Speed: 10000Mb/s'
check "and each change once" test $(($(cat /sys/class/net/weir0/carrier_changes) - changes)) = 2

own='0 5 6 8 9'
# shellcheck disable=SC2086 # kinds are words
{
	sees "own address and broadcasts" 20 $own
	check "a group joined" ip maddr add 01:00:5e:00:57:01 dev weir0
	sees "a group" 15 $own 1
	check "an address added" bridge fdb add 02:57:45:49:52:03 dev weir0
	sees "a group and an address" 10 $own 1 3
	check "allmulticast on" ip link set weir0 allmulticast on
	sees "all groups and an address" 5 $own 1 2 3
	check "promisc on" ip link set weir0 promisc on
	sees "everything" 0 $own 1 2 3 4
	ip link set weir0 promisc off
	ip link set weir0 allmulticast off
	check "the group left" ip maddr del 01:00:5e:00:57:01 dev weir0
	check "the address taken away" bridge fdb del 02:57:45:49:52:03 dev weir0
	check "another station address, while it is up" ip link set weir0 address 02:57:45:49:52:04
	sees "another address" 33 4 5
	ip link set weir0 address 02:57:45:49:52:01
	for n in 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33 34 35 36 37 38 39 40 41 42; do
		bridge fdb add "02:00:00:00:00:$n" dev weir0
	done
	sees "more addresses than the card has entries" 0 $own 1 2 3 4
	for n in 10 11 12; do bridge fdb del "02:00:00:00:00:$n" dev weir0; done
	sees "a few less" 20 $own
}

check "a tag is taken off always: ethtool -k" sh -c 'ethtool -k weir0 | grep -q "^rx-vlan-offload: on .fixed."'
check "and of a service provider's" sh -c 'ethtool -k weir0 | grep -q "^rx-vlan-stag-hw-parse: on .fixed."'
ethtool -K weir0 rxvlan off >/dev/null 2>&1
check "also when ethtool -K is told not to" sh -c 'ethtool -k weir0 | grep -q "^rx-vlan-offload: on .fixed."'
check "GRO is off at first" sh -c 'ethtool -k weir0 | grep -q "^generic-receive-offload: off"'
check "MTU 9000" ip link set weir0 mtu 9000
check "MTU 68" ip link set weir0 mtu 68
check "MTU 9001 is refused" fails ip link set weir0 mtu 9001
check "MTU 67 is refused" fails ip link set weir0 mtu 67
check "and stays" grep -qx 68 /sys/class/net/weir0/mtu

# times USECS RETIRE INTERVAL: ethtool shows the first, the card has the other two.
times() {
	is=$(ethtool -c weir0 | sed -n 's/^rx-usecs:[[:space:]]*//p')
	check "rx-usecs is $1" test "$is" = "$1"
	check "and in the card $2, $(($(register $retire)))" test $(($(register $retire))) = "$2"
	check "with an interval of $3, $(($(register $irq) & 0xffff))" test $(($(register $irq) & 0xffff)) = "$3"
}
interrupts=$(register $irq)
times 50 50 50
check "rx-usecs 0" ethtool -C weir0 rx-usecs 0
times 0 1 1
# A quarter of 32 blocks of 64 KiB at 10 Gb/s.
check "rx-usecs 1000" ethtool -C weir0 rx-usecs 1000
times 1000 1000 419
check "a smaller ring" ethtool -G weir0 rx 8
times 1000 1000 104
check "rx-usecs 1000000" ethtool -C weir0 rx-usecs 1000000
times 1000000 1000000 104
check "rx-usecs 1000001 is refused" fails ethtool -C weir0 rx-usecs 1000001
times 1000000 1000000 104
check "tx-usecs is refused" fails ethtool -C weir0 tx-usecs 10
check "vector and one-shot mode are as before" test $(($(register $irq) >> 16)) = $((interrupts >> 16))
check "rx-usecs 70 for a device that is down" sh -c '/bin/ip link set weir0 down && ethtool -C weir0 rx-usecs 70'
check "up again" ip link set weir0 up
times 70 70 70
# ring BLOCKS BYTES: what ethtool -g shows, and the card has.
ring_is() {
	ethtool -g weir0 >/tmp/g
	is=$(awk '/^Current/ { now = 1 } now && ($1 == "RX:" || $1 == "RX" && $2 == "Buf") { printf "%s ", $NF }' /tmp/g)
	has="$(($(register 0x8018) & 0xffff)) $(($(register 0x801c) * 4096)) "
	echo "ethtool $is, card $has"
	[ "$is" = "$1 $2 " ] && [ "$has" = "$is" ]
}
changes() { cat /sys/class/net/weir0/carrier_changes; }
check "ethtool -g: 1024 blocks at most" sh -c "ethtool -g weir0 | grep -q '^RX:[[:space:]]*1024$'"
check "ethtool -g: 8 blocks of 64 KiB" ring_is 8 65536
check "32 of 16 KiB" ethtool -G weir0 rx 32 rx-buf-len 16384
check "ethtool -g: 32 of 16 KiB" ring_is 32 16384
check "of 1 MiB" ethtool -G weir0 rx-buf-len 1048576
check "ethtool -g: 32 of 1 MiB" ring_is 32 1048576
sees "a ring of other blocks" 20 0 5 6 8 9
was=$(changes)
check "a ring of 1 GiB, which the guest does not have, is refused" fails ethtool -G weir0 rx 1024
for bytes in 8192 24576 2097152; do
	check "blocks of $bytes bytes are refused" fails ethtool -G weir0 rx-buf-len $bytes
done
check "7 of them are refused" fails ethtool -G weir0 rx 7
check "ethtool -g: 32 of 1 MiB still" ring_is 32 1048576
check "the device that runs has not seen that" test "$(changes)" = "$was"
sees "the ring of before" 20 0 5 6 8 9

ethtool -i weir0 >/tmp/i
shows() { check "ethtool -i shows $1" grep -qE "$1" /tmp/i; }
shows '^driver: weir$'
check "ethtool -i shows the kernel's version" grep -qxF "version: $(uname -r)" /tmp/i
shows '^firmware-version: [0-9]+\.[0-9]+\.[0-9]+, ABI [0-9]+\.[0-9]+$'
shows "^bus-info: $(lspci -D -n -d 5745:4952 | cut -d' ' -f1)\$"

# What is sent is dropped and counted. Without an answer arping says 1.
sent() { cat /sys/class/net/weir0/statistics/"tx_$1"; }
ip addr add 10.57.0.1/24 dev weir0
was=$(sent dropped)
arping -c 3 -w 5 -I weir0 10.57.0.2 >/tmp/arping
n=$(sed -n 's/^Sent \([0-9]*\) probe.*/\1/p' /tmp/arping)
check "what is sent is dropped: $(($(sent dropped) - was)) of ${n:=0}" test "$n" -gt 0 -a $(($(sent dropped) - was)) -ge "$n"
check "and never counted as sent" test "$(sent packets)" = 0
check "no interrupt of the card without a cause" test "$(counter driver.idle_irqs)" = 0
check "rmmod" timeout 20 rmmod weir
exit $bad
