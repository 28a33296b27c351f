#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# run.sh: weir run gives every socket(AF_PACKET) of a program, and no other, however it is made and by which of its
# threads and children; in the right namespace, by the right of who asks; signals and the end of a program go through
#
# The family that stands for PF_WEIR is AF_PACKET itself (--family 17), so that no module is needed: what --verbose
# tells, and the owner of a socket, show who made it. On PF_WEIR: tests/system/guest/run.sh.
set -euo pipefail
if [[ ${1:-} != inside ]]; then
	[[ $EUID -eq 0 ]] || { echo "only for root: users and rights are changed" && exit 77; }
	unshare -n true 2>/dev/null || { echo "no network namespaces here" && exit 77; }
	exec unshare -n "$0" inside
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
# Where other users may read.
chmod 755 "$tmp"
cp -L "${O:-build}"/{weir,libweir.so.0,tests/tools/run_raw} "$tmp"
# One that other users may run.
python=/usr/bin/python3
in=$PWD/tests/golden/traffic.pcap
fail() { echo "$1" && exit 1; }
n=0
# end_is STATUS ARGS...: of a run whose messages go to err.
end_is() {
	local want=$1 got=0
	shift
	timeout 60 "$tmp/weir" run --family 17 "$@" >"$tmp/out" 2>"$tmp/err" </dev/null || got=$?
	[[ $got -eq $want ]] || fail "$*: status $got, expected $want: $(cat "$tmp/out" "$tmp/err")"
	n=$((n + 1))
}
given() { grep -c "is PF_WEIR's" "$tmp/err" || true; }
said() { grep -q "^weir run: .*$1" "$tmp/err" || fail "not said: $1; but: $(cat "$tmp/err")"; }
silent() { [[ ! -s $tmp/err ]] || fail "said: $(cat "$tmp/err")"; }

ip link set lo up
ip link add name va type veth peer name vb
for i in va vb; do
	echo 1 >"/proc/sys/net/ipv6/conf/$i/disable_ipv6"
	ip link set "$i" arp off mtu 9600 up
done

# How a program ends; without a socket there is nothing to say.
end_is 0 true
silent
end_is 7 -- sh -c 'exit 7'
# shellcheck disable=SC2016 # the inner shell's
for signal in HUP TERM KILL PIPE; do end_is $((128 + $(kill -l $signal))) -- sh -c 'kill -'$signal' $$'; done
silent
end_is 127 nonesuch
said 'nonesuch: No such file'
end_is 126 /etc/passwd
said '/etc/passwd: Permission denied'
end_is 125 "$tmp/weir" run --family 17 true
said 'true cannot be supervised: it has a supervisor already'
if [[ ! -e /sys/module/weir ]]; then
	status=0
	"$tmp/weir" run true 2>"$tmp/err" || status=$?
	[[ $status -eq 125 ]] || fail "without the module: status $status"
	said 'modprobe weir'
fi

# A program without a library: the same answers as without weir run. 10 of its sockets are given, the others are the
# kernel's: refused types, x32, and one by socketcall().
"$tmp/run_raw" | sort >"$tmp/native"
[[ $(grep -c ' [0-9]' "$tmp/native") -eq 11 ]] || fail "run_raw alone: $(cat "$tmp/native")"
end_is 0 -v "$tmp/run_raw"
diff "$tmp/native" <(sort "$tmp/out") || fail 'run_raw gets other answers'
[[ $(given) -eq 10 ]] || fail "run_raw: $(given) sockets given, not 10: $(cat "$tmp/err")"
said '(SOCK_DGRAM, 0x0008) is'
said '(SOCK_PACKET, 0x0300) is'
end_is 0 prlimit --nofile=3 "$tmp/run_raw"
[[ $(grep -c ' -24$' "$tmp/out") -ge 9 ]] || fail "no descriptor left: $(cat "$tmp/out")"
[[ $(wc -l <"$tmp/err") -eq 1 ]] || fail "the same error more than once: $(cat "$tmp/err")"
said 'Too many open files'

# ask.py WHAT...: the owner of a socket is who made it.
cat >"$tmp/ask.py" <<'PY'
import ctypes, os, socket, subprocess, sys, threading

def ask(name=None):
    s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
    if name:
        s.bind((name, 3))
    return os.fstat(s.fileno()).st_uid

def elsewhere():
    if ctypes.CDLL(None).unshare(0x40000000):  # CLONE_NEWNET, of this thread
        raise OSError("unshare")
    ask("lo")
    try:
        ask("va")
    except OSError as e:
        print("elsewhere", e.errno)

what = sys.argv[1]
if what == "threads":
    group = [threading.Thread(target=lambda: print("owner", ask("va"))) for _ in range(8)]
    group.append(threading.Thread(target=elsewhere))
    for t in group:
        t.start()
    for t in group:
        t.join()
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)
    print("child", subprocess.run([sys.executable, sys.argv[0], "owner"], stdout=subprocess.PIPE).stdout.decode())
elif what == "owner":
    print("owner", ask())
else:
    print("owner", ask(what))
PY
end_is 0 -v "$python" "$tmp/ask.py" threads
[[ $(given) -eq 11 ]] || fail "threads: $(given) sockets given, not 11: $(cat "$tmp/err")"
[[ $(grep -c 'owner 0' "$tmp/out") -eq 9 ]] || fail "threads: $(cat "$tmp/out")"
grep -qx 'elsewhere 19' "$tmp/out" || fail "a thread in another namespace: $(cat "$tmp/out")"

# Namespaces: an interface that is only there; a user namespace with and without a network of its own.
end_is 0 -v unshare -n sh -c "ip link add only type veth peer name there; ip link set only up; $python $tmp/ask.py only"
[[ $(given) -eq 1 ]] || fail 'another network namespace'
end_is 0 -v unshare -pf "$python" "$tmp/ask.py" va
[[ $(given) -eq 1 ]] || fail 'another process namespace'
nobody=(setpriv --reuid 65533 --regid 65533 --clear-groups)
ask=("$python" "$tmp/ask.py" owner)
end_is 1 -v unshare -r "${ask[@]}"
said 'has no CAP_NET_RAW'
end_is 0 -v unshare -rn "${ask[@]}"
[[ $(given) -eq 1 ]] || fail 'another user namespace'
end_is 1 -v "${nobody[@]}" "${ask[@]}"
said 'has no CAP_NET_RAW'
grep -q PermissionError "$tmp/err" || fail 'EPERM expected'
# Its own socket would be its own user's.
raw=(--inh-caps +net_raw --ambient-caps +net_raw)
end_is 0 -v "${nobody[@]}" "${raw[@]}" "${ask[@]}"
grep -qx 'owner 0' "$tmp/out" || fail 'a socket that was not given'

# weir run without CAP_SYS_ADMIN: what needs no_new_privs is told, in no other case.
cp "$(type -P true)" "$tmp/plain"
for file in caps uid; do cp "$tmp/plain" "$tmp/$file"; done
setcap cap_net_raw+ep "$tmp/caps"
chmod u+s "$tmp/uid"
as_nobody() { "${nobody[@]}" "$@" 2>"$tmp/err" >"$tmp/out"; }
run=("$tmp/weir" run --family 17 -v)
as_nobody "${run[@]}" "$tmp/caps"
said 'caps has file capabilities, lost here'
as_nobody "${run[@]}" "$tmp/uid"
said 'uid has a set-user-ID bit, lost here'
as_nobody "${run[@]}" "$tmp/plain"
! grep -q lost "$tmp/err" || fail "$(cat "$tmp/err")"
end_is 0 "$tmp/caps"
silent
as_nobody "${raw[@]}" "${run[@]}" "${ask[@]}" || fail "$(cat "$tmp/err")"
as_nobody "${run[@]}" unshare -rn "${ask[@]}" || fail "$(cat "$tmp/err")"
[[ $(given) -eq 1 ]] || fail 'the namespaces of a user without rights'
setpriv --bounding-set -sys_admin --inh-caps -sys_admin "${run[@]}" "${ask[@]}" 2>"$tmp/err" >"$tmp/out" ||
	fail "$(cat "$tmp/err")"
[[ $(given) -eq 1 ]] || fail 'root without CAP_SYS_ADMIN'

# The head of a program for i386, and no more of it, so that a shell tries it in the end.
{ printf '\177ELF\1\1\1' && head -c 11 /dev/zero && printf '\3\0'; } >"$tmp/i386"
chmod +x "$tmp/i386"
end_is 127 "$tmp/i386"
said 'i386 is for i386'

# Who outlives the command is served, and nobody waits for who serves.
end_is 3 sh -c "(while [ -d $tmp ] && [ ! -e $tmp/go ]; do sleep 0.1; done; exec $python $tmp/ask.py va >$tmp/late 2>&1) & exit 3"
! pgrep -f "^$tmp/weir run" >"$tmp/pid" || touch "$tmp/go"
[[ -e $tmp/go ]] || fail 'nobody serves who was left behind'
for _ in {1..100}; do
	if [[ -s $tmp/late ]] && ! pgrep -f "^$tmp/weir run" >/dev/null; then break; fi
	sleep 0.1
done
grep -qx 'owner 0' "$tmp/late" || fail "who was left behind: $(cat "$tmp/late")"
! pgrep -f "^$tmp/weir run" || fail 'a supervisor of nobody is left'

python3 tests/tools/run_signals.py "$tmp/weir" || fail 'signals'

# What captures, captures the same frames: TPACKET_V3, V2, and by another program.
cat >"$tmp/send.py" <<'PY'
import socket, struct, sys
s = socket.socket(socket.AF_PACKET, socket.SOCK_RAW)
s.bind((sys.argv[1], 0))
d = open(sys.argv[2], "rb").read()
o = 24
while o < len(d):
    c = struct.unpack("<IIII", d[o:o + 16])[2]
    s.send(d[o + 16:o + 16 + c])
    o += 16 + c
PY
digest() { tcpdump -r "$1" -nn -t -e -xx 2>/dev/null | sha256sum; }
frames=$(tcpdump -r "$in" --count 2>/dev/null | sed 's/ packet.*//')
captures() {
	timeout 60 "$tmp/weir" run --family 17 -v -- "$@" -c "$frames" -w "$tmp/c.pcap" >"$tmp/out" 2>"$tmp/err" &
	local pid=$!
	# Both say so when their filter is set, and they lose nothing from then on.
	for _ in {1..200}; do
		! grep -qE 'listening on|^File:' "$tmp/err" || break
		sleep 0.1
	done
	python3 "$tmp/send.py" va "$in"
	wait $pid || fail "$*: status $?: $(cat "$tmp/err")"
	[[ $(given) -eq 1 ]] || fail "$*: $(cat "$tmp/err")"
	[[ $(digest "$tmp/c.pcap") == $(digest "$in") ]] || fail "$*: other frames came than were sent"
	rm "$tmp/c.pcap"
}
captures tcpdump -Z root -i vb -B 8192
# libpcap takes 64 KiB a slot for V2: one for each frame, whatever else this machine does.
captures tcpdump -Z root -i vb -B 32768 --immediate-mode
captures dumpcap -q -i vb -P
echo "note: $n programs run, those that capture with the same frames"
