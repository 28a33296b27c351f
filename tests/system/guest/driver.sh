#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# driver: the module takes the card and gives it back, by every door that sysfs has, and is gone without a trace after.
# Guards against a probe that works once, a reset that the driver does not survive, and a module that cannot leave.
# shellcheck disable=SC2317 # check calls them
# shellcheck source=tests/system/guest/check.sh
. /check.sh
# shellcheck source=tests/system/guest/master.sh
. /master.sh
dev=$(lspci -D -n -d 5745:4952 | cut -d' ' -f1)
sys=/sys/bus/pci/devices/$dev
driver=/sys/bus/pci/drivers/weir
bound() { test -e "$sys/driver" && test "$(basename "$(readlink "$sys/driver")")" = weir; }
# With a bound: a write that never returns is a driver that waits for ever.
say() { timeout 20 sh -c "echo $1 >$2"; }
msix() { lspci -vv -s "$dev" | grep -q "MSI-X: Enable$1"; }

check "insmod" insmod /weir.ko
check "it has the card" bound
check "MSI-X is on" msix +
check "its writes to COMMAND are watched" master_watch
for turn in 1 2 3; do
	check "unbind, turn $turn" say "$dev" $driver/unbind
	check "given back, turn $turn" fails bound
	check "MSI-X is off, turn $turn" msix -
	check "bind, turn $turn" say "$dev" $driver/bind
	check "taken again, turn $turn" bound
done
check "function level reset is the way to reset it" grep -qw flr "$sys/reset_method"
for turn in 1 2 3; do
	check "function level reset, turn $turn" say 1 "$sys/reset"
	check "MSI-X is on again, turn $turn" msix +
done
check "bus master: $(master_told)" master_told
master_end
for turn in 1 2 3; do
	check "rmmod, turn $turn" timeout 20 rmmod weir
	check "nobody has the card, turn $turn" fails bound
	check "insmod, turn $turn" timeout 20 insmod /weir.ko
	check "it has the card, turn $turn" bound
done
check "unplugged with the driver" say 1 "$sys/remove"
check "not there" fails test -e "$sys"
check "found by a scan of the bus" say 1 /sys/bus/pci/rescan
check "taken after it" bound
check "rmmod" timeout 20 rmmod weir
dmesg | grep -i weir | tail -n 40
exit $bad
