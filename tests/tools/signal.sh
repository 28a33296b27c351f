#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# signal.sh: SIGINT and SIGTERM end a capture with statistics and a whole savefile
set -euo pipefail
out=${O:-build}
in=tests/golden/traffic.pcap
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"; [[ -z ${pid:-} ]] || kill -KILL "$pid" 2>/dev/null || true' EXIT

# until_true WHAT COMMAND...: until that succeeds, or the capture is over. A simulation may get little of a busy machine.
until_true() {
	local what=$1 n
	shift
	for ((n = 0; n < 1000; n++)); do
		"$@" && return
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.1
	done
	"$@" || { echo "$sig $format: $what expected, actual not: $(cat "$tmp/err")" && exit 1; }
}
# As long as the savefile that is played, again and again: all of its frames, or most of them in larger records.
written() { [[ -e $tmp/o.pcap && $(stat -c %s "$tmp/o.pcap") -ge $(stat -c %s "$in") ]]; }
over() { ! kill -0 "$pid" 2>/dev/null; }

for sig in INT TERM; do
	for format in '' --pcapng; do
		rm -f "$tmp/o.pcap"
		# In the background a shell ignores SIGINT; env gives it back.
		env --default-signal=INT "$out/weir" capture -i "sim:$in,loop=forever" ${format:+$format} \
			-w "$tmp/o.pcap" --stats 2>"$tmp/err" &
		pid=$!
		until_true 'a capture of some hundred frames' written
		kill "-$sig" $pid
		until_true "the capture's end" over
		status=0
		wait $pid || status=$?
		pid=
		[[ $status -eq 0 ]] || { echo "$sig $format: status $status: $(cat "$tmp/err")" && exit 1; }
		n=$(sed -n 's/ frames captured, interrupted$//p' "$tmp/err")
		[[ $n -gt 200 ]] || { echo "$sig $format: $n frames: $(cat "$tmp/err")" && exit 1; }
		grep -q '^tap  *matched [0-9]* = ' "$tmp/err"
		! grep -q 'DOES NOT ADD UP' "$tmp/err" || { cat "$tmp/err" && exit 1; }
		tcpdump -nr "$tmp/o.pcap" >"$tmp/lines" 2>"$tmp/read"
		[[ $(wc -l <"$tmp/lines") -eq $n ]] || { echo "$sig $format: the file does not hold $n" && exit 1; }
		! grep -q 'truncated' "$tmp/read" || { cat "$tmp/read" && exit 1; }
	done
done
