# shellcheck shell=sh
# SPDX-License-Identifier: BSD-3-Clause
# turns.sh: what the tests of faults have in common, for BusyBox's shell. Each step of a turn is bounded by
# LIMIT_MS of guest time, and frames come again after each turn: tests/system/within.c says what guest time is.
LIMIT_MS=1000
FRAMES_MS=5000
stats=/sys/class/net/weir0/statistics
# shellcheck source=tests/system/guest/check.sh
. /check.sh
# step STEP: leaves the guest's and the wall's milliseconds in $took; not 0: $why tells.
step() {
	case $1 in freeze | mem) asleep "$1" && return 0 || return 1 ;; esac
	took=$(within $LIMIT_MS run /turn "$@" 2>/tmp/step)
	code=$?
	[ $code -eq 0 ] || why="$* ended with $code after $took ms (guest, clock): $(tail -n 1 /tmp/step)"
	return $code
}
# Nothing counts time while all programs are frozen. So what is bounded is what the kernel says that it waited for the
# driver, by its own clock (pm_print_times). That clock goes on while a busy host lets the machine stand still: it has
# three tries, of which none may last five times as long.
asleep() {
	for try in 1 2 3; do
		echo "turns: $1, try $try" >/dev/kmsg
		whole=$(within $((5 * LIMIT_MS)) run /turn "$1" 2>/tmp/step)
		code=$?
		took=$(dmesg | awk '/ turns: / { most = n = 0 }
			/ weir 0000:.*: .*returned 0 after [0-9]+ usecs/ {
				for (i = 1; i < NF; i++) if ($i == "after") us = $(i + 1)
				if (us > most) most = us
				n++
			}
			END { if (n) printf "%d %d\n", most / 1000, most / 1000 }')
		if [ $code -ne 0 ] || [ -z "$took" ]; then
			why="$1 ended with $code after $whole ms (guest, clock), in the driver '$took': $(tail -n 1 /tmp/step)"
			return 1
		fi
		why="$1: ${took% *} ms in the driver, in the last of $try tries"
		[ "${took% *}" -gt $LIMIT_MS ] || return 0
		[ "${took% *}" -le $((5 * LIMIT_MS)) ] || return 1
	done
	return 1
}
# wait_for MS STEP
wait_for() {
	took=$(within "$1" until /turn "$2" 2>/tmp/step)
	code=$?
	[ $code -eq 0 ] || why="not $2 after $took ms (guest, clock)"
	return $code
}
frames() { cat $stats/rx_packets 2>/dev/null || echo 0; }
flows() {
	took=$(within $FRAMES_MS until sh -c "[ \$(cat $stats/rx_packets) -gt $(frames) ]" 2>/tmp/step) && return 0
	why="no frame within $took ms (guest, clock)"
	return 1
}
# signal dead|answers: the supervisor passes a signal to the card, which takes it some 0.1 s later.
signal() { echo "# card: USR2" && wait_for 5000 "$1"; }

# one STEP...: "wait:STEP" waits for it, "card:dead" and "card:answers" switch the card.
one() {
	for word; do
		case $word in
		wait:*) wait_for 5000 "${word#wait:}" || return 1 ;;
		card:*) signal "${word#card:}" || return 1 ;;
		flows) flows || return 1 ;;
		*)
			step "$word" || return 1
			[ "${took% *}" -le "$worst" ] || { worst=${took% *} && worst_word=$word; }
			[ "${took#* }" -le "$worst_wall" ] || worst_wall=${took#* }
			;;
		esac
	done
	flows
}
# turns COUNT WHAT STEP...: stops at the first turn that does not do.
total=0
turns() {
	count=$1 what=$2
	shift 2
	turn=0 worst=0 worst_wall=0 worst_word=none why=
	while [ "$turn" -lt "$count" ] && one "$@"; do turn=$((turn + 1)); done
	total=$((total + turn))
	if [ "$turn" -eq "$count" ]; then
		echo "ok - $what, $count turns"
		echo "# slowest step: $worst_word, $worst ms of the guest's time, $worst_wall ms by the clock"
	else
		echo "not ok - $what, turn $((turn + 1)) of $count: $why"
		dmesg | tail -n 15
		bad=1
		recover
	fi
}
# After a turn that failed: what comes next is to begin with a card that answers.
recover() {
	/turn dead && signal answers
	for s in rmmod insmod up; do within 5000 run /turn $s >/dev/null 2>&1; done
}

# counter NAME, as ethtool -S has it.
counter() { ethtool -S weir0 2>/dev/null | awk -v name="$1:" '$1 == name { sum = $2 } END { print sum + 0 }'; }
# Opened again, as an operator would; an error can also hit the start itself.
opened() { step down && { step up || step up || step up; }; }
# counted NAME, and what turns has: each turn is also counted by the driver, once at least.
counted() {
	name=$1 was=$(counter "$1")
	shift
	turns "$@"
	check "$name: $(($(counter "$name") - was))" test $(($(counter "$name") - was)) -ge "$1"
}
# until_or_stopped NAME VALUE: until the counter has the value, two minutes at most by the clock. A device that the driver has
# taken down meanwhile, after too many faults, is opened again; $stopped says how often.
until_or_stopped() {
	stopped=0
	end=$(($(cut -d. -f1 /proc/uptime) + 120))
	while [ "$(counter "$1")" -lt "$2" ] && [ "$(cut -d. -f1 /proc/uptime)" -lt $end ]; do
		if /turn running; then
			sleep 0.1
		else
			sleep 0.2
			/turn running && continue
			stopped=$((stopped + 1))
			opened || {
				echo "not ok - after stop $stopped: $why"
				bad=1
			}
		fi
	done
}

# Objects of the slab allocator that functions of the module asked for and that are still there, as lines "FILE NUMBER", of
# files slab/CACHE/alloc_traces of debugfs. Needs slub_debug=U. What the module's start asked for is its own until it goes,
# like the socket family, but not what it asked for on behalf of a card that it found.
objects() {
	grep -l '\[weir\]' "$@" >/tmp/with
	[ -s /tmp/with ] || return 0
	# shellcheck disable=SC2046 # one word a file
	awk '
		function add() { if (ours && (!start || probe)) sum += n; ours = start = probe = n = 0 }
		FNR == 1 { add(); if (sum) print file, sum; file = FILENAME; sum = 0 }
		/^ *[0-9]+ / { add(); n = $1 }
		/\[weir\]/ { ours = 1 }
		/do_one_initcall/ { start = 1 }
		/probe/ { probe = 1 }
		END { add(); if (sum) print file, sum }' $(cat /tmp/with)
}
# none_left: without a card the module needs none. Looked for while it is still there: later its functions have no names.
# Many are freed some time after; only where there were some is looked for them again.
none_left() {
	check "unbind" /turn unbind
	rm -f /tmp/left
	check "no object that the module asked for is left" within 20000 until /turn clean
	check "rmmod" /turn rmmod
}
# Free pages, with those that each processor keeps to itself; in KiB.
free_kb() {
	echo 3 >/proc/sys/vm/drop_caches
	pages=$(awk '$1 == "count:" { n += $2 } END { print n + 0 }' /proc/zoneinfo)
	echo $(($(awk '$1 == "MemFree:" { print $2 }' /proc/meminfo) + pages * 4))
}
slab_kb() { awk '$1 == "SUnreclaim:" { print $2 }' /proc/meminfo; }
