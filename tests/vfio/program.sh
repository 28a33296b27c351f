#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# program.sh: the command line of weir-sim: what is right runs and ends when told to, what is wrong gives one line that
# names it, the right exit status, and leaves nothing behind
set -euo pipefail
sim=$(realpath "${O:-build}")/weir-sim
tmp=$(mktemp -d)
trap 'jobs -p | xargs -r kill 2>/dev/null || true; rm -rf "$tmp"' EXIT
pcap=tests/golden/traffic.pcap
fail() {
	echo "$1"
	cat "$tmp/err"
	exit 1
}

# wrong STATUS TEXT ARGUMENT...
wrong() {
	local want=$1 text=$2 got=0
	shift 2
	timeout 20 "$sim" "$@" >"$tmp/out" 2>"$tmp/err" || got=$?
	[[ $got -eq $want ]] || fail "$*: exit status $want expected, actual $got"
	[[ ! -s $tmp/out && $(wc -l <"$tmp/err") -eq 1 ]] || fail "$*: one line on stderr expected"
	grep -qF -- "$text" "$tmp/err" || fail "$*: '$text' expected"
	[[ ! -e $tmp/s ]] || fail "$*: leaves a socket"
}
s=(--vfio-user "$tmp/s")
mkfifo "$tmp/fifo"
printf 'no savefile\n' >"$tmp/text"
wrong 2 '--vfio-user SOCKET is missing'
wrong 2 'unexpected: more' "${s[@]}" more
wrong 2 '--tx: pcap:FILE expected, not x' "${s[@]}" --tx x
wrong 2 '--stall: a number up to 900 expected, not 901' "${s[@]}" --stall 901
wrong 2 '--error: a number up to 1000000 expected, not -1' "${s[@]}" --error -1
wrong 2 '--garbage: a number up to 1000000 expected, not x' "${s[@]}" --garbage x
wrong 2 '--seed: a number expected, not 1x' "${s[@]}" --seed 1x
wrong 1 'not pcap:FILE, tap:NAME or none' "${s[@]}" --port eth0
wrong 1 'fifo: not a file' "${s[@]}" --port "pcap:$tmp/fifo"
wrong 1 'No such file' "${s[@]}" --port "pcap:$tmp/none"
wrong 1 "$tmp/text" "${s[@]}" --port "pcap:$tmp/text"
for key in loop=0 loop=x loop=-1 loop=4294967295 pace=fast speed=1 hold=all clock=mine bad=0 bad=x bad=4294967296 \
	length=1 gap=0 ''; do
	wrong 1 'not one of pace=line' "${s[@]}" --port "pcap:$pcap,$key"
done
wrong 1 'not the name of an interface' "${s[@]}" --port tap:a23456789012345678
wrong 1 'No such file' --vfio-user "$tmp/nodir/s"
wrong 1 "longer than" --vfio-user "$tmp/$(printf '%0200d' 0)"

"$sim" --help >"$tmp/out" 2>"$tmp/err"
for word in --vfio-user --port --tx --json-stats --once --stall --error --garbage --seed SIGUSR1 SIGUSR2 SIGRTMIN; do
	grep -q -- "$word" "$tmp/out" || fail "--help does not name $word"
done

# start ARGUMENT...: until it listens
start() {
	: >"$tmp/err"
	"$sim" "${s[@]}" "$@" 2>"$tmp/err" &
	pid=$!
	for _ in {1..400}; do
		grep -q 'listening at' "$tmp/err" && return
		sleep 0.02
	done
	fail "it does not listen"
}
# ends SIGNAL
ends() {
	local got=0
	kill "-$1" "$pid"
	wait "$pid" || got=$?
	[[ $got -eq 0 ]] || fail "SIG$1: exit status $got"
	[[ ! -e $tmp/s ]] || fail "SIG$1: leaves its socket"
}
cp "$pcap" "$tmp/a,b.pcap"
start --port "pcap:$tmp/a\\,b.pcap,pace=line,loop=3,hold" --tx "pcap:$tmp/tx.pcap" --json-stats "$tmp/j" \
	--stall 100 --error 10 --seed 7
grep -q 'this card cannot send (ID.CAPS.TX is 0)' "$tmp/err" || fail "--tx: nothing is said"
[[ ! -e $tmp/tx.pcap ]] || fail "--tx makes a file"
# A second one at the same place does not take it away.
got=0
timeout 20 "$sim" "${s[@]}" 2>"$tmp/err2" || got=$?
[[ $got -eq 1 && -S $tmp/s ]] || fail "a second server: exit status $got"
grep -q 'in use' "$tmp/err2" || fail "a second server: no reason"
! grep -q client "$tmp/err" || fail "a second server disturbs the first"
ends INT
python3 -c 'import json, sys; d = json.load(open(sys.argv[1])); assert d["line"]["frames"] == 0' "$tmp/j"
# What a killed one left does not matter.
start
kill -KILL "$pid"
wait "$pid" || true
[[ -S $tmp/s ]] || fail "no socket is left: nothing to test"
start
ends TERM
