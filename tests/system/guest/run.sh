#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# run: what programs of AF_PACKET capture under "weir run" is what tcpdump captures beside them without it, frame by frame,
# on a veth pair and on the card's net device, with and without filters, tags included. Guards against a socket that is
# not PF_WEIR's after all, and against a program whose calls PF_WEIR answers otherwise. Who makes the sockets, and by what
# right, is shown by tests/tools/run.sh.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/check.sh
. /check.sh
ip() { /bin/ip "$@"; }
# sockets NAME NUMBER: so many sockets of a family there are.
sockets() { awk -v name="$1" -v n="$2" '$1 == name && $3 == n { found = 1 } END { exit !found }' /proc/net/protocols; }
# ends STATUS WORDS COMMAND...: with that status, saying that.
ends() {
	want=$1 words=$2 status=0
	shift 2
	"$@" >/tmp/said 2>&1 || status=$?
	cat /tmp/said
	[ "$status" -eq "$want" ] && grep -q "$words" /tmp/said
}

modprobe veth
check "without the module" ends 125 'not loaded: modprobe weir' weir run true
insmod /weir.ko family=0
check "without the family" ends 125 'has no socket family' weir run true
rmmod weir
insmod /weir.ko family=22
run_raw | sort >/tmp/native
# All but that of SOCK_PACKET, which PF_WEIR has not.
check "another number, by itself: 9 sockets" ends 0 '9 sockets given' weir run -v run_raw
check "... SOCK_PACKET is AF_PACKET's" grep -q 'PF_WEIR has no SOCK_PACKET' /tmp/said
grep -v '^weir run' /tmp/said | sort >/tmp/answers
check "... with AF_PACKET's answers" cmp /tmp/native /tmp/answers
check "a number that is not PF_WEIR's" ends 125 'family 18 is not PF_WEIR' weir run --family 18 true
rmmod weir
check "insmod" insmod /weir.ko
check "in another network namespace" ends 0 '9 sockets given' weir run -v unshare -n run_raw

# begin NAME COMMAND...: in the background, what it says to NAME.log.
begin() {
	name=$1
	shift
	"$@" >"/tmp/$name.log" 2>&1 &
	echo $! >"/tmp/$name.pid"
	names="$names $name" logs="$logs /tmp/$name.log"
}
# One program for all of them: on an emulated machine each costs.
# shellcheck disable=SC2086 # words
all_listen() { [ "$(grep -lE 'listening on|^ready|^File:' $logs 2>/dev/null | wc -l)" -eq "$(echo $logs | wc -w)" ]; }
# wait_for SECONDS COMMAND...
wait_for() {
	left=$1
	shift
	until "$@"; do
		left=$((left - 1))
		[ $left -gt 0 ] && sleep 1 || return 1
	done
}
# The file of NAME has as many bytes as that of OTHER.
as_long() { [ "$(wc -c <"/tmp/$1.pcap")" -ge "$(wc -c <"/tmp/$2.pcap")" ]; }
over() { ! kill -0 "$(cat "/tmp/$1.pid")" 2>/dev/null; }

# captures EXPRESSION NUMBER PROGRAM...: as NUMBER-PROGRAM.
captures() {
	dump="tcpdump -Z root -i $dev -U -B 4096 --time-stamp-precision=nano"
	expression=$1 number=$2
	shift 2
	for program; do
		to=/tmp/$number-$program.pcap
		# shellcheck disable=SC2086 # words
		case $program in
		alone) begin "$number-$program" $dump -w "$to" "$expression" ;;
		v3) begin "$number-$program" weir run -v $dump -w "$to" "$expression" ;;
		# libpcap takes 64 KiB a slot there, and all frames must find one at once.
		v2) begin "$number-$program" weir run -v $dump -B 32768 --immediate-mode -w "$to" "$expression" ;;
		dumpcap) begin "$number-$program" weir run -v -- dumpcap -q -i $dev -P -f "$expression" -w "$to" ;;
		zeek) begin "$number-$program" weir run -v sequence zeek $dev "$to" ;;
		suricata)
			tcpdump -i $dev -ddd "$expression" >"/tmp/$number.ddd" 2>/dev/null
			begin "$number-$program" weir run -v sequence suricata $dev "$to" "/tmp/$number.ddd"
			;;
		esac
		[ "$program" = alone ] || weirs=$((weirs + 1))
	done
}
# compare SAVED LEAST NUMBER PROGRAM...: they have the frames that the savefile has for that expression.
compare() {
	saved=$1 least=$2 number=$3
	shift 3
	tcpdump -Z root -r /traffic.pcap -w /tmp/want.pcap --time-stamp-precision=nano "$saved" 2>/dev/null
	check "$dev: \"$saved\": $least frames or more" \
		test "$(tcpdump -Z root -r /tmp/want.pcap --count 2>/dev/null | sed 's/ .*//')" -ge "$least"
	check "$dev: \"$saved\": tcpdump without weir run" same /tmp/want.pcap "/tmp/$number-alone.pcap"
	for program; do
		[ "$program" != alone ] || continue
		check "$dev: \"$saved\": $program" same "/tmp/$number-alone.pcap" "/tmp/$number-$program.pcap"
		check "$dev: \"$saved\": $program, on PF_WEIR" \
			grep -q "socket(SOCK_RAW, 0x.*) is PF_WEIR's" "/tmp/$number-$program.log"
	done
}
# round PLAY...: that command brings one pass of the savefile.
round() {
	names='' logs='' weirs=0
	captures '' 0 alone v3 v2 dumpcap suricata zeek
	captures tcp 1 alone v3
	captures 'vlan 100 and ip6' 2 alone v3 v2 dumpcap suricata
	# shellcheck disable=SC2086 # words
	wait_for 200 all_listen || { echo "not ok - $dev: all listen" && bad=1 && tail -n 3 $logs; }
	check "$dev: $weirs sockets of PF_WEIR" sockets WEIR $weirs
	"$@"
	wait_for 100 as_long 0-alone traffic
	# The others have had what it had, if not yet written.
	for name in $names; do wait_for 20 as_long "$name" "${name%%-*}-alone"; done
	sleep 1
	for name in $names; do kill -INT "$(cat "/tmp/$name.pid")"; done
	for name in $names; do wait_for 20 over "$name" || check "$dev: $name ends" false; done
	compare '' 239 0 alone v3 v2 dumpcap suricata zeek
	compare 'tcp or (vlan and tcp)' 50 1 alone v3
	compare 'vlan 100 and ip6' 10 2 alone v3 v2 dumpcap suricata
	rm -f /tmp/[0-9]-*
}

cp /traffic.pcap /tmp/traffic.pcap
ip link add near type veth peer name far
for dev in near far; do ip link set $dev mtu 9600 arp off up; done
# A slot of V2 is as long as what the device says that it sends.
ip link set weir0 mtu 9000 promisc on up
dev=near
round sequence play far /traffic.pcap
dev=weir0
round echo "# card: USR1"
check "no socket is left" sockets WEIR 0
check "rmmod" rmmod weir
exit "$bad"
