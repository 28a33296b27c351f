#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# demo.sh: recorded traffic goes through the simulated card and comes back, and it shows
#
# Exits non-zero as soon as anything disagrees: a frame, a byte, a time, a sum.
set -euo pipefail

out=${O:-build}
file=${1:-tests/golden/traffic.pcap}
weir=$out/weir
patience=(timeout 120) # a stuck simulation is a failure, not a wait
dir=$out/demo
mkdir -p "$dir"
back=$dir/out.pcap
rm -f "$back"
failed=0
complain() {
	echo "  DISAGREES: $1"
	failed=1
}
title() { printf '\n--- %s\n' "$1"; }

title "The card, as Verilator built it from rtl/"
"${patience[@]}" "$weir" info -i "sim:$file"

title "A block, as the card wrote it by DMA (TPACKET_V3, linux/if_packet.h)"
"${patience[@]}" "$out/tests/demo/show_block" "sim:$file"

title "$file goes in, ${back#"$PWD/"} comes out"
echo "\$ weir capture -i sim:$file,pace=recorded --nano -w $back"
"${patience[@]}" "$weir" capture -i "sim:$file,pace=recorded" --nano -w "$back" --stats=json \
	2>"$dir/stats.json" || {
	cat "$dir/stats.json"
	complain "weir capture ended with $?"
}
# What tcpdump says of a savefile: each frame's time, link header, summary and bytes.
text() { tcpdump -r "$1" -xx -tt -nn -e --time-stamp-precision=nano 2>/dev/null; }
# The records alone: savefiles differ in the snapshot length that their first 24 bytes claim.
records() { tail -c +25 "$1"; }
compare() {
	local what=$1 in_digest out_digest
	in_digest=$($2 "$file" | sha256sum | cut -c1-32)
	out_digest=$($2 "$back" | sha256sum | cut -c1-32)
	printf '  %-38s in  %s\n  %-38s out %s\n' "$what" "$in_digest" "" "$out_digest"
	[[ $in_digest == "$out_digest" ]] || complain "$what"
}
frames=$(tcpdump -r "$file" 2>/dev/null | wc -l)
echo "  frames in the savefile: $frames"
[[ $frames -gt 0 ]] || complain "nothing to compare"
compare "tcpdump -r -xx -tt -nn -e, SHA-256" text
if [[ $(head -c 4 "$file" | od -An -tx4 --endian=little) == " a1b23c4d" ]]; then
	compare "records, byte for byte, SHA-256" records
fi

title "Every frame is accounted for"
declare -A stat
while read -r name value; do stat[$name]=$value; done < <(
	grep -o '"[a-z]*\.[a-z_]*": *[0-9]*' "$dir/stats.json" | tr -d '":')
# sum TITLE LEFT TERM...: prints the equation and checks it
sum() {
	local what=$1 left=$2 total=0 term text=''
	shift 2
	for term in "$@"; do
		[[ -n ${stat[$term]:-} ]] || { complain "no counter $term" && return; }
		total=$((total + stat[$term]))
		text+="${text:+ + }${term#*.} ${stat[$term]}"
	done
	printf '  %-22s %6s = %s\n' "$what" "$left" "$text" | fold -s -w 110 |
		sed '2,$s/^/                                  /'
	[[ $left == "$total" ]] || complain "$what: $left is not $total"
}
sum "savefile" "$frames" sim.frames sim.skipped_short sim.skipped_long
sum "played" "${stat[sim.played_frames]:-none}" port.rx_frames
sum "bytes played" "${stat[sim.played_bytes]:-none}" port.rx_bytes
sum "port received" "${stat[port.rx_frames]:-none}" port.err_bad port.err_runt port.err_long \
	port.overflow port.unmatched port.matched port.in_flight
sum "tap matched" "${stat[tap.matched]:-none}" tap.delivered tap.filtered tap.drop_no_block \
	tap.drop_backlog tap.drop_dma tap.drop_reset tap.drop_stopped tap.pending
sum "tap delivered" "${stat[tap.delivered]:-none}" lib.frames lib.filtered
sum "frames that came back" "$(tcpdump -r "$back" 2>/dev/null | wc -l)" lib.frames

title "Your own traffic"
cat <<END
  $weir capture -i sim:FILE.pcap -w out.pcap           through the card, into a savefile
  $weir capture -i sim:FILE.pcap -c 10 'tcp port 80'   ten frames, a line each
  $weir stat -i sim:FILE.pcap                          every counter
END
echo
if [[ $failed -ne 0 ]]; then
	echo "demo: something disagrees, see above"
	exit 1
fi
echo "demo: $frames frames in, the same $frames frames out"
# make tells when it began, so that what it had to build counts as well.
took=$SECONDS
[[ -z ${DEMO_BEGAN:-} ]] || took=$(($(date +%s) - DEMO_BEGAN))
echo "demo: took $took s${DEMO_BEGAN:+, the build included}"
