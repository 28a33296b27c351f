#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# axi: some of the card's accesses to memory get an error for an answer while frames come without end. The tap faults, is
# started again, and after too many faults the device is down with the reason in the log, until it is opened again.
# Guards against a fault that nobody notices, a device that starts for ever, and one that cannot be used any more.
# shellcheck source=tests/system/guest/turns.sh
. /turns.sh
# shellcheck source=tests/system/guest/counts.sh
. /counts.sh
faults=20
check "insmod" /turn insmod
check "up" /turn up
until_or_stopped driver.tap_faults $faults
# All at one instant.
ethtool -S weir0 >/tmp/counters
now() { awk -v name="$1:" '$1 == name { print $2 }' /tmp/counters; }
had=$(now driver.tap_faults) stops=$(now driver.stops) restarts=$(now driver.restarts)
check "$faults faults of the tap or more ($had), which stopped the device $stopped times" test "$had" -ge $faults
# The last one's recovery may not have begun; a start that fails stops the device without a fault that was seen.
over=$((stops + restarts - had))
check "each fault ends in a restart ($restarts) or a stop ($stops)" test $over -ge -1 -a $over -le "$stops"
echo "# tap.drop_dma $(now tap.drop_dma), tap.dma_errors $(now tap.dma_errors), driver.resets $(now driver.resets)"
check "the device was stopped" test "$stopped" -gt 0
check "opened again" opened
check "frames come" flows
check "the log names the cause" sh -c 'dmesg | grep -q "weir0: stopped: a DMA .* was answered with an error"'
check "the log tells that it goes on" sh -c 'dmesg | grep -q "weir0: started again: a DMA .* was answered with an error"'
lines=$(dmesg | grep -c "weir .*a DMA .* was answered with an error")
echo "# $lines lines in the log for $had faults"
check "no more than three lines a fault" test "$lines" -le $((3 * had))
# Every frame has a fate, also those that were handed over before a fault and not read: tests/system/accounts.
check "down" /turn down
counts
none_left
exit "$bad"
