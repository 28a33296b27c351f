# shellcheck shell=sh
# SPDX-License-Identifier: BSD-3-Clause
# check.sh: what a test in the guest says, for BusyBox's shell; tests/system/initramfs puts it into every guest.
# The test's exit status.
export bad=0

# check WHAT COMMAND...: what a command says that fails is told.
check() {
	what=$1
	shift
	if "$@" >/tmp/check 2>&1; then echo "ok - $what"; else
		echo "not ok - $what" && bad=1
		tail -n 15 /tmp/check
	fi
}
fails() { ! "$@"; }

# waits TENTHS COMMAND...: until it succeeds.
waits() {
	tenths=$1
	shift
	while [ "$tenths" -gt 0 ]; do
		"$@" && return 0
		usleep 100000
		tenths=$((tenths - 1))
	done
	"$@"
}
