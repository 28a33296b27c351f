#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# fed: a ring of PF_WEIR that the card fills holds the savefile's frames, byte by byte, and no frame was copied for it;
# it changes over to the copying path and back with filters, resets and a device that goes down, loses its socket and
# its driver. Guards against frames twice, lost without a count, out of order, and memory that is written to behind its end.
# The port plays the savefile once for each time that this asks for it.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/check.sh
. /check.sh
pci=0000:01:00.0
frames=239
# Each frame has 16 bytes before it in a savefile, which has 24 of its own.
bytes=$(($(wc -c </traffic.pcap) - 24))
passes=0

play() {
	passes=$((passes + 1))
	played=$((played + 1))
	echo "# card: USR1"
}
of_driver() { ethtool -S weir0 | sed -n "s/^ *driver.$1: //p"; }
# come: all that was asked for of the port is in the card. A signal that comes before is one with the last.
played=0
at_port() { [ "$(ethtool -S weir0 | sed -n 's/^ *port.rx_frames: //p')" -ge $((played * frames)) ]; }
come() { waits 300 at_port; }
is() { [ "$(of_driver "$1")" = "$2" ] || { of_driver "$1" && return 1; }; }
now_is() { waits 50 is "$1" "$2"; }
# has N: the capture wrote so many bytes.
has() { [ "$(wc -c </tmp/got.pcap)" -ge $((24 + $1)) ]; }
said() { grep -q "^$1" /tmp/fed.log; }
tells() { kill -"$1" "$fed" && waits 50 said "$2"; }
# All passes so far, or but for what was counted as lost.
all() { waits 300 has $((passes * bytes)) && same "$@" -n "$passes" /traffic.pcap /tmp/got.pcap; }
begin() {
	passes=0
	: >/tmp/fed.log
	fed weir0 /tmp/got.pcap "$@" >>/tmp/fed.log 2>&1 &
	fed=$!
	waits 100 said ready
}
over() { ! kill -0 "$fed" 2>/dev/null; }
finish() { kill -TERM "$fed" && waits 50 over && tail -n 1 /tmp/fed.log | grep -qx 'done'; }
lost() { sed -n 's/^stats [0-9]* \([0-9]*\) .*/\1/p' /tmp/fed.log | tail -n 1; }
stat_is() {
	: >/tmp/fed.log
	kill -HUP "$fed" && waits 50 said stats
	grep -x "stats $1" /tmp/fed.log || { cat /tmp/fed.log && return 1; }
}

check "insmod" insmod /weir.ko
ip link set weir0 promisc on up
check "a ring" begin
check "... has a tap" is fed_taps 1
play
check "... the savefile's frames" all -m 0
check "... which the card wrote" now_is fed_frames $frames
check "... and its statistics" stat_is "$frames 0 0"
check "... no hook is in" fails grep -q ' weir_sock_rcv' /proc/net/ptype

check "a filter" tells USR1 "filter 1"
check "... is no tap's" is fed_taps 0
play
check "... and frames are copied" all -m 0
check "... none by the card" is fed_frames $frames
check "... and counted" stat_is "$((2 * frames)) 0 0"
check "no filter" tells USR2 "filter 0"
check "... and a tap again" is fed_taps 1
play
check "... the card writes them" all -m 0
check "... all" now_is fed_frames $((2 * frames))

# Twenty changes while frames come; each may lose some, and must say so.
turn=0
while [ $turn -lt 10 ]; do
	play
	: >/tmp/fed.log
	tells USR1 "filter 1" || break
	tells USR2 "filter 0" || break
	come || break
	turn=$((turn + 1))
done
check "twenty changes" test $turn = 10
sleep 2
kill -HUP "$fed"
waits 50 said stats
echo "# lost at changes: $(lost)"
check "... lose no frame that is not counted, and give none twice" \
	same -m "$(lost)" -n "$passes" /traffic.pcap /tmp/got.pcap
check "the end" finish
check "... gives the tap back" is fed_taps 0

check "16 sockets before" begin 16
check "... have all taps" is fed_taps 15
play
check "... the last is served by copy" all -m 0
check "... and ends" finish
check "... and all taps are free" is fed_taps 0

check "a ring" begin
ip link set weir0 down
check "the device goes down" waits 50 said "error 100"
check "... no tap" is fed_taps 0
ip link set weir0 up
check "... and comes up" now_is fed_taps 1
play
check "... frames" all -m 0
check "a reset" eval "echo 1 >/sys/bus/pci/devices/$pci/reset"
check "... and a tap again" now_is fed_taps 1
play
check "... frames" all -m 0
check "a socket that is closed, and mapped" tells INT closed
play
check "... is fed" all -m 0
check "... by the card" is fed_taps 1
check "... until the mapping goes" finish
check "... and the tap" is fed_taps 0

# Without IFF_PROMISC the device itself gets next to nothing of this savefile.
opened() { [ $(($(cat /sys/class/net/weir0/flags) & 0x100)) != 0 ]; }
ip link set weir0 promisc off
check "promiscuous by membership" begin 0 promisc
check "... is the tap" is fed_taps 1
check "... and not the device" fails opened
copied=$(of_driver rx_frames)
play
check "... all frames" all -m 0
check "... of which the kernel got less than half" test $(($(of_driver rx_frames) - copied)) -lt $((frames / 2))
check "a filter" tells USR1 "filter 1"
check "... opens the device" opened
play
check "... all frames" all -m 0
check "no filter" tells USR2 "filter 0"
check "... closes it" fails opened
play
check "... all frames" all -m 0
check "the end" finish
check "... of promiscuity" fails opened

ip link set weir0 promisc on
check "a ring" begin
play
check "... frames" all -m 0
check "unbind" eval "echo $pci >/sys/bus/pci/drivers/weir/unbind"
check "... is told" waits 50 said "error 100"
sleep 1
check "... and the ring is as it was" all -m 0
check "... to its end" finish
check "no fault" fails grep -q failed /tmp/fed.log
check "rmmod" rmmod weir
exit $bad
