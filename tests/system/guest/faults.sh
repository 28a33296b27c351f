#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# faults: whatever happens to card and driver while frames come without end: no step takes a second, frames come again,
# no memory is lost. Guards against a reset, a removal or an error that waits for ever, leaves a tap stopped, frees
# what is in use or does not free at all. 200 turns, those of the errors on DMA (axi.sh) included.
# shellcheck source=tests/system/guest/turns.sh
. /turns.sh
# shellcheck source=tests/system/guest/master.sh
. /master.sh
# shellcheck source=tests/system/guest/dma.sh
. /dma.sh
modprobe aer_inject
echo 0 >/sys/module/suspend/parameters/pm_test_delay
echo 1 >/sys/power/pm_print_times

# every A B C D: how often, for kinds of turns that take short, ..., long. Those that remove the module come first: of what
# others lose only that of the module that is still there has a name.
every() {
	turns "$2" "module removed and inserted" rmmod insmod up
	turns "$4" "all ones, module removed at once" card:dead rmmod card:answers insmod up
	turns "$1" "unbind and bind" unbind bind up
	turns "$1" "function level reset" flr
	turns "$1" "down and up" down up
	turns "$3" "ring of 8, 256, 16, 64 blocks" ring-8 ring-256 ring-16 ring-64
	turns "$3" "unplugged and plugged" unplug plug up
	turns "$3" "suspend, up to the devices (s2idle)" freeze
	turns "$3" "suspend, up to the devices (S3)" mem
	turns "$4" "AER: correctable error" correctable
	counted driver.link_errors "$3" "AER: error that is not fatal" nonfatal
	counted driver.link_errors "$3" "AER: fatal error, reset of the link" fatal
	counted driver.all_ones "$4" "all ones, then reset" card:dead wait:detached wait:mute flr card:answers flr
	turns "$4" "all ones, down, then reset" card:dead wait:detached down card:answers flr up
	turns "$4" "all ones, unbound" card:dead wait:detached unbind card:answers bind up
	turns "$4" "all ones, down at once" card:dead down wait:mute card:answers flr up
	counted driver.all_ones "$4" "all ones while it is down" down card:dead look wait:detached wait:mute card:answers flr up
	turns "$4" "all ones, settings refused" remember card:dead refused wait:detached wait:mute card:answers flr kept
	turns "$4" "all ones, not bound" unbind card:dead nobind wait:said wait:mute card:answers bind up
}

check "DMA memory is watched" dma_watch
check "insmod" /turn insmod
check "writes to COMMAND are watched" master_watch
check "up" /turn up
check "frames come" flows
counted driver.link_errors 1 "AER: error that is not fatal, bus mastering watched" nonfatal
counted driver.link_errors 1 "AER: fatal error, bus mastering watched" fatal
turns 1 "all ones, unbound, bus mastering watched" card:dead wait:detached unbind card:answers bind up
check "bus master: $(master_told)" master_told
master_end
# Whatever the kernel allocates once, and the traces of who allocates, are there before memory is measured.
every 8 6 3 1
none_left
sleep 1
free=$(free_kb) slab=$(slab_kb) before=$total

check "insmod" /turn insmod
check "up" /turn up
every 17 13 7 4
none_left
sleep 1
now=$(free_kb) slab_now=$(slab_kb) turns=$((total - before))
echo "# $total turns, memory measured over $turns of them"
echo "# free $free KiB before, $now after; unreclaimable slab $slab KiB before, $slab_now after"
# DMA memory is counted to the piece, and what comes from the slab was looked for by who asked for it. This is for what
# others asked for, and for pages of frames; what the kernel itself does with some is up to 220 KiB.
slab=$((slab_now - slab))
lost=$((free - now - slab))
check "less than 512 KiB of pages are gone ($lost)" test $lost -lt 512
check "less than 512 KiB of slab are gone ($slab)" test $slab -lt 512
check "each piece of DMA memory was given back: $(dma_told)" dma_told
exit "$bad"
