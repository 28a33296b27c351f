#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# t_run.sh: the supervisor tells how a run ended, each end by its own exit status and line, and leaves nobody behind.
# Guards against a survivor that goes on for ever, a dead card taken for a failed test, and no result taken for a pass.
# Card and QEMU are scripts here that die, hang or speak when they are told to.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
export O=$tmp
bad=0

# A trixie folder with just enough for an initramfs: its BusyBox and its loader are this host's.
libs=usr/lib/x86_64-linux-gnu
mkdir -p "$tmp/system/trixie/usr/bin" "$tmp/system/trixie/$libs"
# shellcheck disable=SC2016
printf '#!/bin/sh\ncat >/dev/null\n' >"$tmp/system/trixie/usr/bin/busybox"
chmod +x "$tmp/system/trixie/usr/bin/busybox"
echo loader >"$tmp/system/trixie/$libs/ld-linux-x86-64.so.2"
printf 'k\trelease\t%s\t%s\n' "$tmp/system/trixie" "$tmp/image" >"$tmp/system/kernels"

# The card makes its socket, then does what CARD says; QEMU writes what TAP says to its second serial port first.
cat >"$tmp/card" <<'END'
#!/usr/bin/env bash
[[ $CARD != deaf ]] || exec sleep 60
[[ $CARD != dead ]] || exit 9
# Not in bash, which loses one of two signals that come together.
exec -a "$0" python3 -c '
import os, signal, socket, sys, time
signals = [signal.SIGUSR1, signal.SIGUSR2, signal.SIGRTMIN, signal.SIGTERM]
signal.pthread_sigmask(signal.SIG_BLOCK, signals)
socket.socket(socket.AF_UNIX).bind(sys.argv[1])
if os.environ["CARD"] == "dies":
    time.sleep(0.5)
    sys.exit(7)
# Of two that wait the one with the lower number comes first: what was sent before the end may come behind it.
over = False
while not over or signal.sigpending() & set(signals):
    got = signal.sigtimedwait(signals, 60)
    over = over or not got or got.si_signo == signal.SIGTERM
    if got and got.si_signo != signal.SIGTERM:
        with open(os.environ["O"] + "/got", "a") as f:
            print(signal.Signals(got.si_signo).name, file=f)
sys.exit(int(os.environ.get("CARD_END", 0)))' "$2"
END
cat >"$tmp/qemu" <<'END'
#!/usr/bin/env bash
echo "$*" >"$O/arguments"
for word; do [[ $word != file:*/tap ]] || printf '%b' "$TAP" >"${word#file:}"; done
[[ $QEMU_DOES != hangs ]] || exec sleep 60
[[ $QEMU_DOES != dies ]] || kill -SEGV $$
END
chmod +x "$tmp/card" "$tmp/qemu"

# ends STATUS PATTERN VARIABLE...: with the tests, card and QEMU so, the supervisor exits with STATUS and its only line
# on stderr matches.
ends() {
	local want=$1 pattern=$2 got=0 began=$SECONDS
	shift 2
	env CARD=lives QEMU_DOES=ends TAP='ok 1 - a\n1..1\n' QEMU="$tmp/qemu" "$@" tests/system/run --card "$tmp/card" \
		--seconds "${limit:-20}" k >"$tmp/out" 2>"$tmp/err" || got=$?
	if [[ $got -ne $want ]] || { [[ $want -ne 0 ]] && ! grep -Eq "$pattern" "$tmp/err"; } ||
		[[ $(wc -l <"$tmp/err") -gt 1 || $((SECONDS - began)) -gt 15 ]]; then
		echo "$*: exit $got after $((SECONDS - began)) s, not $want with $pattern:"
		cat "$tmp/out" "$tmp/err"
		bad=1
	fi
	if pgrep -f "^([^ ]*bash )?$tmp/(card|qemu)" >"$tmp/left"; then
		echo "$*: still there: $(tr '\n' ' ' <"$tmp/left")"
		bad=1
	fi
}

ends 0 ''
grep -q 'share=on' "$tmp/arguments" || { echo "memory is not shared" && bad=1; }
ends 1 'k: test failed: 1 of 2$' TAP='ok 1 - a\nnot ok 2 - b\n1..2\n'
ends 1 'k: test failed: 3 announced, 1 passed$' TAP='ok 1 - a\n1..3\n'
ends 1 'k: test failed: 0 announced' TAP='1..0\n'
ends 3 'k: the card died before it listened: exit status 9$' CARD=dead
ends 3 'k: the card died after . s: exit status 7$' CARD=dies QEMU_DOES=hangs
ends 3 'k: the card found fault at its end: exit status 1,' CARD_END=1
ends 4 'k: QEMU died after . s: exit status 139$' QEMU_DOES=dies
ends 4 'k: the guest ended after . s, before its last test$' TAP='ok 1 - a\n'
ends 4 'k: the guest ended after . s, before its last test$' TAP=''
# Signals that the guest asks for, the last one in its last breath; the card gets that of the lower number first.
rm -f "$tmp/got"
ends 0 '' TAP='# card: USR1\nok 1 - a\n1..1\n# card: USR2\n# card: RTMIN\n'
[[ $(tr '\n' ' ' <"$tmp/got") == 'SIGUSR1 SIGUSR2 SIGRTMIN ' ]] || { echo "the card got: $(<"$tmp/got")" && bad=1; }
ends 1 'k: test failed: 1 signals for the card asked for, 0 sent$' TAP='# card: KILL\nok 1 - a\n1..1\n'
limit=2
ends 5 'k: time out: the guest was not done after 2 s$' QEMU_DOES=hangs
ends 2 'no program /nowhere$' QEMU=/nowhere
exit $bad
