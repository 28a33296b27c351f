#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# garbage: the card spoils a header of one block in four. The driver drops what contradicts itself, counts it, tells of it
# without flooding the log, and gives the other frames to the stack. Guards against a length or an offset that is used
# before it is compared, and a device that stops for ever at the first of them.
# shellcheck source=tests/system/guest/turns.sh
. /turns.sh
blocks=200

check "insmod" /turn insmod
check "up" /turn up
check "frames come" flows
until_or_stopped driver.garbage_blocks $blocks
had=$(counter driver.garbage_blocks)
check "$blocks spoilt blocks or more were found ($had), which stopped the device $stopped times" test "$had" -ge $blocks
for name in driver.garbage_frames driver.rx_frames; do
	check "$name: $(counter $name)" test "$(counter $name)" -gt 0
done
check "frames come" flows
# As the statistics have them, for whoever does not ask ethtool.
errors=$(cat $stats/rx_errors)
check "rx_errors ($errors) are $(counter driver.garbage_frames) frames and more" \
	test "$errors" -ge "$(counter driver.garbage_frames)"
lines=$(dmesg | grep -c 'contradicts itself')
seconds=$(cut -d. -f1 /proc/uptime)
echo "# $lines lines in the log in $seconds s"
check "the log has no more than ten lines in five seconds" test "$lines" -le $((10 * (seconds / 5 + 1)))
check "each kind of contradiction has its words" test "$(dmesg | sed -n 's/.*contradicts itself: \([a-z_]*\).*/\1/p' |
	sort -u | wc -l)" -ge 5
none_left
exit "$bad"
