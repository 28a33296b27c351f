#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# accounts.sh: weir capture looks whether every frame's fate is known when a savefile has been played, asked for
# statistics or not; a simulation that counts a frame too many is found out, a sound one not bothered about
set -euo pipefail
out=${O:-build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export WEIR_SIM=$out/tests/lib/libstandin.so
run() {
	status=0
	STANDIN=$1 "$out/weir" capture -i sim:tests/golden/traffic.pcap -w "$tmp/o.pcap" "${@:2}" 2>"$tmp/err" || status=$?
}
for how in '' --stats --stats=json; do
	run account ${how:+"$how"}
	[[ $status -eq 1 ]] || { echo "capture $how: status $status, expected 1" && exit 1; }
	[[ $how == --stats=json ]] || grep -q '^weir: the accounts do not add up' "$tmp/err"
	[[ $how == --stats=json ]] || grep -q '^wire .*DOES NOT ADD UP' "$tmp/err"
	run '' ${how:+"$how"}
	[[ $status -eq 0 ]] && ! grep -q 'ADD UP' "$tmp/err"
done
# Nothing is said of sums that nobody asked for when they are right.
run ''
[[ $(wc -l <"$tmp/err") -eq 2 ]]
# Before all has been read, a frame more is no contradiction.
run account -c 5
[[ $status -eq 0 ]]
