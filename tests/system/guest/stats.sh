# shellcheck shell=sh
# SPDX-License-Identifier: BSD-3-Clause
# stats.sh: what the tests of traffic have in common, for BusyBox's shell.
# shellcheck source=tests/system/guest/check.sh
. /check.sh
# shellcheck source=tests/system/guest/counts.sh
. /counts.sh
dev=weir0
export stat=/sys/class/net/$dev/statistics

# check WHAT COMMAND...: as of check.sh, but what it says last belongs to the line.
check() {
	what=$1
	shift
	if "$@" >/tmp/out 2>&1; then echo "ok - $what: $(tail -n 1 /tmp/out)"; else
		echo "not ok - $what" && tail -n 4 /tmp/out && bad=1
	fi
}

# play: lets the port play what it holds, or the next pass of it.
play() { echo "# card: USR1"; }

# capture NAME OPTION...: a tcpdump that writes NAME.pcap and says in NAME.log what it counted. Its own lines go there.
capture() {
	name=$1
	shift
	tcpdump -Z root -i $dev -w "/tmp/$name.pcap" "$@" >/dev/null 2>"/tmp/$name.log" &
	echo $! >"/tmp/$name.pid"
}
listens() { grep -q '^tcpdump: listening' "/tmp/$1.log"; }
over() { ! kill -0 "$(cat "/tmp/$1.pid")" 2>/dev/null; }
# end NAME: tcpdump has told what it counted.
end() {
	kill -INT "$(cat "/tmp/$1.pid")" 2>/dev/null
	waits 100 over "$1" || kill -KILL "$(cat "/tmp/$1.pid")"
}
# told NAME WORD: of "packets captured", "received by filter", "dropped by kernel".
told() { sed -n "s/^\([0-9]*\) packets* $2.*/\1/p" "/tmp/$1.log"; }

# stats NUMBER: what counts.sh tells, and what tcpdump received.
stats() {
	counts
	echo "# stat tcpdump.received $1"
}
