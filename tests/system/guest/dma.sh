# shellcheck shell=sh
# SPDX-License-Identifier: BSD-3-Clause
# dma.sh: how often coherent memory was allocated for a device, and how often given back; to one page, whatever else the
# guest does with memory. No other device of the guest has a driver that uses any.
tracing=/sys/kernel/tracing
dma_watch() {
	[ -e $tracing/kprobe_events ] || mount -t tracefs trace $tracing || return 1
	echo "r:dma/got dma_alloc_attrs memory=\$retval" >>$tracing/kprobe_events || return 1
	echo "p:dma/gave dma_free_attrs memory=\$arg3" >>$tracing/kprobe_events || return 1
	for event in got gave; do
		echo 'hist:keys=common_type if memory != 0' >$tracing/events/dma/$event/trigger || return 1
	done
}
dma_hits() { awk '$1 == "Hits:" { print $2 }' "$tracing/events/dma/$1/hist"; }
# One line; 0 when there were some, none is left and none was missed.
dma_told() {
	missed=$(awk '$1 == "got" || $1 == "gave" { n += $3 } END { print n + 0 }' $tracing/kprobe_profile)
	echo "$(dma_hits got) got, $(dma_hits gave) given, $missed missed"
	[ "$(dma_hits got)" -gt 100 ] && [ "$(dma_hits got)" = "$(dma_hits gave)" ] && [ "$missed" = 0 ]
}
