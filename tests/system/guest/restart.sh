#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# restart: one burst of DMA in twelve gets an error, so that the first start after a function level reset fails as often
# as not. It is tried again, a few times; in the end the device runs or is down for a reason, but it is there, and opens.
# Guards against a device that one error at the wrong time takes away until somebody resets the card.
# shellcheck source=tests/system/guest/turns.sh
. /turns.sh
turns=25
ran=0 stopped=0 gone=0
# An operator's own try can hit an error, too.
opens() {
	step down
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12; do step up && return 0; done
	return 1
}
check "insmod" /turn insmod
check "up" opens
turn=0
while [ $turn -lt $turns ]; do
	turn=$((turn + 1))
	step flr || echo "# $why"
	/turn attached || gone=$((gone + 1))
	if within 2000 until /turn running >/dev/null; then ran=$((ran + 1)); else
		stopped=$((stopped + 1))
		check "opened again, reset $turn" opens
	fi
	# Tries are counted from here.
	opens
done
echo "# after $ran of $turns resets it ran, after $stopped it was stopped; driver.restarts $(counter driver.restarts)"
check "the device was there after each of $turns resets" test $gone = 0
again=$(dmesg | grep -c "weir0: started again: the card came back and its tap does not start")
check "a start after a reset failed and was tried again, $again times" test "$again" -gt 0
none_left
exit "$bad"
