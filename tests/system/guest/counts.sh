# shellcheck shell=sh
# SPDX-License-Identifier: BSD-3-Clause
# counts.sh: everything that driver and stack count, for tests/system/accounts. The device is down by then, so that
# nothing changes between two of them.
counts() {
	ethtool -S weir0 | sed -n 's/^ *\([a-z_.]*\): \([0-9]*\)$/# stat \1 \2/p'
	for f in /sys/class/net/weir0/statistics/*; do echo "# stat net.${f##*/} $(cat "$f")"; done
}
