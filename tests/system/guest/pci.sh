#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# pci: stock Linux finds the card: function, BARs, capabilities, and its magic number behind BAR 0. Guards against a
# configuration space that the kernel reads otherwise than it was meant, and registers at another place or order.
# shellcheck source=tests/system/guest/check.sh
. /check.sh

lspci -nn
dev=$(lspci -D -n -d 5745:4952 | cut -d' ' -f1)
check "one function 5745:4952, not '$dev'" test "$(echo "$dev" | wc -w)" = 1
[ -n "$dev" ] || exit 1
sys=/sys/bus/pci/devices/$dev
echo 1 >"$sys/enable"
lspci -nn -vv -s "$dev" | tee /tmp/lspci
shows() { check "lspci shows $1" grep -qE "$2" /tmp/lspci; }
shows "an Ethernet controller" '^[^ ]+ .*\[0200\]: .*\[5745:4952\] \(rev 01\)'
shows "its subsystem" 'Subsystem: .*\[5745:4952\]'
shows "BAR 0 of 256 KiB, 64 bits" 'Region 0: Memory at [0-9a-f]+ \(64-bit, non-prefetchable\) \[size=256K\]'
shows "BAR 2 of 4 KiB" 'Region 2: Memory at [0-9a-f]+ \(64-bit, non-prefetchable\) \[size=4K\]'
shows "power management" 'Capabilities: \[[0-9a-f]+\] Power Management version 3'
shows "PCI Express endpoint" 'Capabilities: \[[0-9a-f]+\] Express \(v2\) (PCI-Express )?Endpoint'
shows "function level reset" 'FLReset\+'
shows "MSI-X of 32 vectors in BAR 2" 'Capabilities: \[[0-9a-f]+\] MSI-X: Enable- Count=32'
shows "its table" 'Vector table: BAR=2 offset=00000000'
shows "its pending bits" 'PBA: BAR=2 offset=00000800'
shows "error reporting" 'Capabilities: \[100[^]]*\] Advanced Error Reporting'

# "WEIR" as the number that a little-endian reader gets, at offset 0.
read -r bar _ _ <"$sys/resource"
magic=$(devmem "$bar" 32)
check "the word at BAR 0 ($bar) is \"WEIR\", 0x57454952: $magic" test "$magic" = 0x57454952
abi=$(devmem $((bar + 4)) 32)
check "the word behind it is another: $abi" test "$abi" != "$magic" -a "$abi" != 0xFFFFFFFF
exit $bad
