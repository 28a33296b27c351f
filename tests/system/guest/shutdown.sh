#!/bin/sh
# SPDX-License-Identifier: BSD-3-Clause
# shutdown: frames come without end when the machine is switched off, with the device up and the driver loaded. What comes of
# that stands on the console: tests/system/console looks for it. Guards against a driver that nobody calls then, that waits
# for ever, or warns.
# shellcheck source=tests/system/guest/turns.sh
. /turns.sh
check "insmod" /turn insmod
check "up" /turn up
check "frames come" flows
# From here on the console shows everything, what a driver says of it too.
check "the driver tells" sh -c 'echo "module weir +p" >/sys/kernel/debug/dynamic_debug/control'
check "and the kernel which device it stops" sh -c 'echo 1 >/sys/module/kernel/parameters/initcall_debug'
dmesg -n 8
check "frames come" flows
exit "$bad"
