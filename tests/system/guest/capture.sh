#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# capture: the weir command on weir0, a socket of PF_WEIR, gives the frames that the card received, the same as on
# afpacket:weir0, with and without filters and tags; and tells what to do when it cannot.
# Guards against a family number that is guessed, a kernel's filter that takes what the library's would keep, and messages
# that nobody can act upon. The port plays a pass of the savefile each time that this asks for one.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/stats.sh
. /stats.sh

# refuses WORDS COMMAND...: fails, in one line that has the words.
refuses() {
	words=$1
	shift
	! timeout 20 "$@" >/dev/null 2>/tmp/said || return 1
	cat /tmp/said
	[ "$(wc -l </tmp/said)" -eq 1 ] && grep -qF -- "$words" /tmp/said
}
# Is it bound, and waits for frames? Its system call is poll then (7).
polls() { read -r call _ <"/proc/$(cat "/tmp/$1.pid")/syscall" && [ "$call" = 7 ]; }
frames() { tcpdump -Z root -r "$1" --count 2>/dev/null | sed 's/ packet.*//'; }
# Is the file as long as it must become?
written() { [ "$(wc -c <"/tmp/$1.pcap")" -ge "$(wc -c <"/tmp/$2.ref")" ]; }
begin() {
	name=$1
	shift
	env weir capture -w "/tmp/$name.pcap" -U --stats=json --blocks 8 --block-size 262144 "$@" 2>"/tmp/$name.log" &
	echo $! >"/tmp/$name.pid"
}
has() {
	file=$1
	for words; do [ "$words" = "$file" ] || grep -qF -- "$words" "$file" || return 1; done
}
reference() { tcpdump -Z root -r /traffic.pcap -w "/tmp/$1.ref" --time-stamp-precision=nano "$2" 2>/dev/null; }
list() { weir list >/tmp/list 2>&1 && grep "^$1 " /tmp/list; }

check "no driver" refuses 'weir0: the driver is not loaded: "modprobe weir" loads it' weir capture -i weir0
check "no driver, by weir info" refuses 'the driver is not loaded' weir info -i weir0
check "no driver, no device in the list" fails list weir0
check "insmod without the family" insmod /weir.ko family=0
check "no family" refuses 'loaded without its sockets, family=0: "modprobe -r weir"' weir capture -i weir0
check "... and the list" sh -c 'weir list | grep "^weir0 .*not now"'
check "rmmod" rmmod weir
# Not the number that is the driver's own choice.
check "insmod" insmod /weir.ko family=22
ip link set lo up
check "a device that there is not" refuses 'there is no interface weir7; "weir list" names' weir capture -i weir7
check "no card's" refuses "lo is not a WEIR card's interface: afpacket:lo captures from it" weir capture -i lo
# The guest's root folder is its maker's alone.
chmod 755 /
echo 'user::1000:1000::/:/bin/sh' >/etc/passwd
check "not permitted" refuses 'weir0: not permitted: capturing takes CAP_NET_RAW' su user -c 'weir capture -i weir0'
timeout 20 weir capture -i weir0 2>/tmp/said
check "down" has /tmp/said 'weir: weir0: Network is down'
check "... and the list" sh -c 'weir list | grep "^weir0 .*down.*not now"'
ip link set $dev promisc on up
check "the list" list weir0
check "weir info" sh -c 'weir info -i weir0 --json | grep -F "\"transport\": \"socket\""'
check "weir stat: all of the interface" sh -c 'weir stat -i weir0 --json | grep -F "\"device_stats\": {\"port.rx_frames\": "'
check "weir stat, again and again" sh -c 'test "$(timeout 4 weir stat -i weir0 --interval 1 | grep -c ^driver.resets)" -ge 2'
check "weir stat" sh -c 'weir stat -i weir0 --json | grep -F "\"tap.matched\": 0"'

tcpdump -Z root -i $dev -ddd 'vlan 100 and ip6' >/tmp/live.ddd 2>/dev/null
reference all ''
reference tcp tcp
reference vlan 'vlan and ip'
reference live 'vlan 100 and ip6'
begin all -i weir0
begin packet -i afpacket:weir0
begin tcp -i weir0 tcp
begin vlan -i weir0 vlan and ip
begin live -i weir0 --ddd /tmp/live.ddd
begin short -i weir0 -s 60
begin shortp -i afpacket:weir0 -s 60
for name in all packet tcp vlan live short shortp; do check "$name: waits for frames" waits 200 polls $name; done
play
for name in all packet tcp vlan live; do
	ref=$name
	[ $name != packet ] || ref=all
	waits 100 written $name $ref
done
# Time for frames that should not come.
sleep 1
for name in all packet tcp vlan live short shortp; do end $name; done
for name in all tcp vlan live; do
	check "$name: the same frames" same -n 1 /tmp/$name.ref /tmp/$name.pcap
	n=$(frames /tmp/$name.ref)
	check "$name: its accounts hold" has /tmp/$name.log "\"frames\": $n, \"dropped\": 0" '"ok": true'
	check "$name: all of them" fails grep '"ok": false' /tmp/$name.log
done
check "afpacket: the same" same -n 1 /tmp/all.ref /tmp/packet.pcap
check "cut: the same" same -n 1 /tmp/shortp.pcap /tmp/short.pcap
exact='"mode": "exact", "view": "linux"'
check "a live program runs in the card" has /tmp/live.log "$exact" '"reason": ""' \
	"\"tap.delivered\": $(frames /tmp/live.ref)," '"lib.filtered": 0'
check "an expression too" has /tmp/tcp.log '"mode": "prefilter", "view": "wire"' '"the library decides of frames that had a tag"'

check "another name" sh -c 'ip link set weir0 down && ip link set weir0 name eth7 && ip link set eth7 up'
check "... in the list" list eth7
check "... and not the old one" refuses 'there is no interface weir0' weir capture -i weir0
begin named -i eth7
check "... captures" waits 200 polls named
play
waits 100 written named all
end named
check "... the same frames" same -n 1 /tmp/all.ref /tmp/named.pcap
begin down -i eth7
waits 200 polls down
ip link set eth7 down
check "a device that goes down" waits 100 grep -q '^weir: eth7: Network is down' /tmp/down.log
check "rmmod" waits 20 rmmod weir
check "no driver again" refuses 'the driver is not loaded' weir capture -i weir0

# As driver/examples/modprobe.conf has it.
modules=/lib/modules/$(uname -r)
mkdir -p "$modules" /etc/modprobe.d
cp /weir.ko "$modules"
echo weir.ko: >>"$modules/modules.dep"
grep '^#alias' /modprobe.conf | tr -d '#' >/etc/modprobe.d/weir.conf
echo /bin/modprobe >/proc/sys/kernel/modprobe
check "an alias loads it" sh -c 'weir info -i weir0 --json | grep -F "\"transport\": \"socket\""'
check "... with the alias's number" grep -qx 18 /sys/module/weir/parameters/family
check "rmmod at the end" rmmod weir
exit "$bad"
