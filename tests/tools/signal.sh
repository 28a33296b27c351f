#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# signal.sh: SIGINT and SIGTERM end a capture with statistics and a whole savefile
set -euo pipefail
out=${O:-build}
in=tests/golden/traffic.pcap
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for sig in INT TERM; do
	for format in '' --pcapng; do
		# In the background a shell ignores SIGINT; env gives it back.
		env --default-signal=INT "$out/weir" capture -i "sim:$in,loop=forever" ${format:+$format} \
			-w "$tmp/o.pcap" --stats 2>"$tmp/err" &
		pid=$!
		sleep 1.5
		kill "-$sig" $pid
		status=0
		wait $pid || status=$?
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
