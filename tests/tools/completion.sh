#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# completion.sh: bash completes commands, options, devices and files; every long option of the help is offered
set -euo pipefail
out=$(realpath "${O:-build}")
dir=$PWD
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cp tests/golden/traffic.pcap "$tmp/traffic.pcap"
cd "$tmp"
# shellcheck disable=SC1091 # there or not, both must do
[[ ! -r /usr/share/bash-completion/bash_completion ]] || { set +eu && . /usr/share/bash-completion/bash_completion && set -eu; }
set +u
# shellcheck source=/dev/null
. "$dir/tools/completion/weir.bash"
compopt() { :; }

# complete WORD...: what is offered for the last word.
offered() {
	COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMP_LINE="$*" COMPREPLY=()
	COMP_POINT=${#COMP_LINE} COMP_TYPE=9 COMP_WORDBREAKS=$' \t\n"\'><=;|&(:'
	_weir weir "${!#}" "${@: -2:1}"
	printf '%s\n' "${COMPREPLY[@]}"
}
expect() {
	local want=$1
	shift
	grep -qxF -- "$want" <<<"$(offered "$@")" || { echo "not offered: $want, for: $*; but: $(offered "$@")" && exit 1; }
}
expect capture weir cap
expect --version weir --v
expect --pcapng weir capture --pc
expect --json weir info --j
expect --interval weir stat --i
expect inout weir capture -Q ino
expect arp weir capture --protocol a
expect traffic.pcap weir capture -w tr
grep -q 'afpacket:' <<<"$(offered weir capture -i af)"
expect wire weir capture --view w
expect traffic.pcap weir capture --ddd tr
expect filter weir fil
expect linux weir filter --view l
expect traffic.pcap weir filter --ddd tr
expect traffic.pcap weir filter --trace tr
expect traffic.pcap weir filter arp --count tr
expect -ddd weir filter -dd
expect run weir ru
expect true weir run tru
expect true weir run --family 18 -v -- tru
expect traffic.pcap weir run -- head -n 1 traff
for command in capture filter info stat run; do
	while IFS= read -r option; do
		expect "$option" weir "$command" "$option"
	done < <("$out/weir" "$command" --help | grep -oE '(^| |\[)--[a-z-]+' | tr -d ' [' | grep -vx -- '--interface' | sort -u)
done
