#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# errors.sh: bad input gives one line that names what was wrong, on standard error, and exit status 1, or 2
# for a command line that makes no sense; no output file is made, or it is not called whole
set -euo pipefail
out=$(realpath "${O:-build}")
in=$(realpath tests/golden/traffic.pcap)
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
weir=$out/weir
head -c 1000 "$in" >cut.pcap
: >empty.pcap
head -c 10 "$in" >short.pcap
printf 'this is a text and no savefile, though it is long enough for one\n' >text.pcap
head -c 24 "$in" >none.pcap
# The same records, said to be of another link type (20..23 of the header).
{ head -c 20 "$in" && printf '\x65\0\0\0' && tail -c +25 "$in"; } >raw.pcap
mkdir dir
cp "$in" 'odd,name.pcap'
echo 'tcp port' >bad.filter
n=0

# check STATUS PATTERN ARGS...: fails with STATUS and exactly one line that matches.
check() {
	local status=$1 pattern=$2 got=0
	shift 2
	timeout 60 "$weir" "$@" >stdout 2>stderr </dev/null || got=$?
	if [[ $got -ne $status || $(wc -l <stderr) -ne 1 ]] || ! grep -qE "^weir( [a-z]+)?: .*$pattern" stderr; then
		echo "weir $*: status $got, expected $status and one line with: $pattern"
		sed 's/^/    | /' stderr
		exit 1
	fi
	[[ ! -e new.pcap ]] || { echo "weir $*: made a file" && exit 1; }
	n=$((n + 1))
}
sim() { check 1 "$1" capture -w new.pcap -i "$2" "${@:3}"; }

sim 'missing.pcap: No such file' sim:missing.pcap
sim 'empty.pcap: .*empty' sim:empty.pcap
sim 'short.pcap: ' sim:short.pcap
sim 'cut.pcap: .*(damaged|truncated)' sim:cut.pcap
sim 'text.pcap: not a savefile' sim:text.pcap
sim 'raw.pcap: .*not Ethernet' sim:raw.pcap
sim 'dir: Is a directory' sim:dir
sim 'no savefile named' sim:
sim 'unknown key "speed"' "sim:$in,speed=9"
sim 'pace=warp' "sim:$in,pace=warp"
sim 'loop=0x' "sim:$in,loop=0x"
sim 'loop=0: not a number from 1' "sim:$in,loop=0"
sim 'stall=1000' "sim:$in,stall=1000"
sim 'mac' "sim:$in,mac=1"
sim '"name.pcap" is no key=value' 'sim:odd,name.pcap'
sim 'unknown device "nonesuch0"' nonesuch0
# Where the driver is loaded, this interface is still not there.
sim 'weir9999: the driver is not loaded: "modprobe weir"|no interface weir9999|CAP_NET_RAW' weir9999
sim "lo is not a WEIR card's interface" lo
sim 'no interface|CAP_NET_RAW' afpacket:nonesuch0
sim 'filter "tcp port no": ' "sim:$in" tcp port no
sim 'syntax error' "sim:$in" 'ip and and'
sim 'syntax error' "sim:$in" -F bad.filter
sim 'nofile: No such file' "sim:$in" -F nofile
sim 'block size 5000' "sim:$in" --block-size 5000
sim 'block size 8388608' "sim:$in" --block-size 8388608
sim '65536 blocks' "sim:$in" --blocks 65536
sim 'no room for a frame' "sim:$in" --block-size 4096 --reserve 4000
sim 'snap length 300000' "sim:$in" -s 300000
check 1 'nodir/x: No such file' capture -i "sim:$in" -w nodir/x
check 1 'dir: Is a directory' capture -i "sim:$in" -w dir
check 2 'no device' capture
check 2 '--interval 0: from 1' stat -i weir0 --interval 0
check 2 '--interval is for weir stat' info -i sim: --interval 1
check 2 'unknown option -x' capture -x
check 2 'unknown option --nonsense' capture --nonsense
check 2 '-c wants an argument' capture -c
check 2 '-c 0: ' capture -i sim:x -c 0
check 2 '-c 5x: ' capture -i sim:x -c 5x
check 2 '-c 0x10: ' capture -i sim:x -c 0x10
check 2 '-c 0: ' capture -i sim:x tcp -c 0
check 2 '--block-size 0: leave the option out' capture -i sim:x --block-size 0
check 2 '--blocks 0: leave the option out' capture -i sim:x --blocks 0
check 2 '--retire 0x0: leave the option out' capture -i sim:x --retire 0x0
check 2 "-w: the file's name is empty" capture -i sim:x -w ''
check 2 "-F: the file's name is empty" capture -i sim:x -F ''
check 2 '-s -1: ' capture -i sim:x -s -1
check 2 '-Q up: ' capture -i sim:x -Q up
check 2 '--protocol foo' capture -i sim:x --protocol foo
check 2 '--stats=xml' capture -i sim:x --stats=xml
check 2 '--pcapng goes with -w' capture -i sim:x --pcapng
check 2 'unknown command nonsense' nonsense
check 2 'no device: -i weir0, -i sim: or' info
check 2 'no device: -i weir0, -i sim:FILE or' stat
check 2 'unknown argument x' info -i sim: x
check 2 'unknown option --what' stat --what
check 2 'unknown argument x' list x
check 1 'missing.pcap' stat -i sim:missing.pcap
check 1 'unknown device' info -i foo

check 2 'no command' run
check 2 'no command' run --
check 2 'unknown option --what' run --what -- true
check 2 '--family 0: ' run --family 0 -- true
check 2 '--family wants an argument' run --family
check 125 'family 2 is not PF_WEIR' run --family 2 -- true

# A savefile without a frame is none of these.
"$weir" capture -i sim:none.pcap -w whole.pcap 2>stderr
grep -q '^0 frames captured' stderr
"$weir" capture -i 'sim:odd\,name.pcap' -c 1 -w whole.pcap 2>stderr

# What would be overwritten while it is read.
cp "$in" both.pcap
! "$weir" capture -i sim:both.pcap -w both.pcap 2>stderr || exit 1
grep -q 'overwrite what it reads' stderr
cmp "$in" both.pcap

# Full disk: said so, and not said to be whole.
status=0
"$weir" capture -i "sim:$in" -w /dev/full 2>stderr || status=$?
[[ $status -eq 1 ]] && grep -q '^weir: /dev/full: No space left on device' stderr
status=0
(trap '' XFSZ && ulimit -f 100 && exec "$weir" capture -i "sim:$in,loop=3" -w part.pcap -q) 2>stderr || status=$?
[[ $status -eq 1 ]] && grep -q 'part.pcap: File too large; it holds [0-9]* whole frames' stderr
held=$(sed -n 's/.*it holds \([0-9]*\) whole.*/\1/p' stderr)
[[ $(tcpdump -nr part.pcap 2>/dev/null | wc -l) -eq $held ]] && tcpdump -nr part.pcap >/dev/null 2>&1
for args in '' -e; do
	status=0
	"$weir" capture -i "sim:$in" ${args:+$args} >/dev/full 2>stderr || status=$?
	[[ $status -eq 1 ]] && grep -q 'standard output: No space left' stderr
done

# A closed pipe: the reader has gone, one line and no signal's death.
for args in '-w -' '-l' ''; do
	status=0
	# shellcheck disable=SC2086 # several words
	{ "$weir" capture -i "sim:$in,loop=20" $args 2>stderr || echo $? >status; } | head -c 100 >/dev/null
	if [[ $(cat status) -ne 1 ]] || ! grep -qE '^weir: (-|standard output): Broken pipe' stderr; then
		echo "closed pipe ($args): $(cat status stderr)" && exit 1
	fi
	[[ $(grep -c '^weir:' stderr) -eq 1 ]] || { echo "closed pipe ($args): more than a line" && exit 1; }
	rm status
done
for args in list "info -i sim:" "info -i sim: --json" "stat -i sim:$in" "stat -i sim:$in --json" --help --version \
	'capture --help' 'stat --help'; do
	exec 3> >(:)
	wait $!
	status=0
	# shellcheck disable=SC2086 # several words
	"$weir" $args >&3 2>stderr || status=$?
	exec 3>&-
	if [[ $status -ne 1 || $(wc -l <stderr) -ne 1 ]] || ! grep -q '^weir: standard output: Broken pipe' stderr; then
		echo "closed pipe (weir $args): $status $(cat stderr)" && exit 1
	fi
done
# --strict turns what is only noted into a failure.
{ head -c 24 "$in" && printf '\0\0\0\0\0\0\0\0\5\0\0\0\5\0\0\0hello' && tail -c +25 "$in"; } >runt.pcap
"$weir" capture -i sim:runt.pcap -w whole.pcap 2>stderr
grep -q '^note: record 1 of 5 bytes is shorter than 14 bytes: skipped' stderr
[[ $(grep -c '^note:' stderr) -eq 1 ]] || { cat stderr && echo 'a record noted twice' && exit 1; }
status=0
"$weir" capture --strict -i sim:runt.pcap -w whole.pcap 2>stderr || status=$?
[[ $status -eq 1 ]] && grep -q '^weir: strict: 1 record was not played as it is' stderr
sim 'record 1 of 5 bytes' sim:runt.pcap,strict
# The first eight are named, the rest counted.
{ head -c 24 "$in" && for ((i = 0; i < 9; i++)); do printf '\0\0\0\0\0\0\0\0\5\0\0\0\5\0\0\0hello'; done; } >runts.pcap
"$weir" capture -i sim:runts.pcap 2>stderr
[[ $(grep -c '^note: record [1-8] of 5 bytes' stderr) -eq 8 && $(grep -c '^note:' stderr) -eq 9 ]]
grep -qx 'note: 1 more record shorter than 14 bytes: skipped' stderr
echo "note: $n kinds of bad input, each with its line"
