#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# garbage: the card spoils a header of every second block. The driver drops what contradicts itself, counts it, tells of it
# without flooding the log, and gives the other frames to the stack; four in a row are a fault, behind which frames that
# were handed over still count. Guards against a length or an offset that is used before it is compared, a device that stops
# for ever at the first of them, and frames without a fate.
# shellcheck source=tests/system/guest/turns.sh
. /turns.sh
# shellcheck source=tests/system/guest/counts.sh
. /counts.sh
blocks=400
# shellcheck disable=SC2317 # check calls it
flows_again() { flows || { opened && flows; }; }

check "insmod" /turn insmod
# The stack looks for the device of a tag, and warns when it is a tag of neither kind.
check "a VLAN device" sh -c 'modprobe 8021q && ip link add link weir0 name tagged type vlan id 100'
check "a service provider's" ip link add link weir0 name service type vlan proto 802.1ad id 200
check "up" /turn up
check "they are up" sh -c 'ip link set tagged up && ip link set service up'
check "frames come" flows
until_or_stopped driver.garbage_blocks $blocks
had=$(counter driver.garbage_blocks)
check "$blocks spoilt blocks or more were found ($had), which stopped the device $stopped times" test "$had" -ge $blocks
for name in driver.garbage_frames driver.rx_frames; do
	check "$name: $(counter $name)" test "$(counter $name)" -gt 0
done
# The last fault may have been one too many.
check "frames come" flows_again
lines=$(dmesg | grep -c 'contradicts itself')
seconds=$(cut -d. -f1 /proc/uptime)
echo "# $lines lines in the log in $seconds s"
check "the log has no more than ten lines in five seconds" test "$lines" -le $((10 * (seconds / 5 + 1)))
check "each kind of contradiction has its words" test "$(dmesg | sed -n 's/.*contradicts itself: \([a-z_]*\).*/\1/p' |
	sort -u | wc -l)" -ge 5
check "down" /turn down
# As the statistics have them, for whoever does not ask ethtool.
errors=$(cat $stats/rx_errors)
check "rx_errors ($errors) are $(counter driver.garbage_frames) frames and more" \
	test "$errors" -ge "$(counter driver.garbage_frames)"
counts
check "blocks were left behind a fault: $(counter driver.rx_unread) frames in $(counter driver.tap_faults) faults" \
	test "$(counter driver.tap_faults)" -gt 3 -a "$(counter driver.rx_unread)" -gt 0
none_left
exit "$bad"
