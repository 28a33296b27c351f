#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# clean.sh: "make clean" leaves kernels and QEMU that were downloaded, and nothing else.
# Guards against a clean that costs a download, and against one that leaves a run's output or a module behind.
set -euo pipefail
unset MAKEFLAGS MAKELEVEL MFLAGS
out=$(mktemp -d)/out
trap 'rm -rf "${out%/out}"' EXIT
mkdir -p "$out"/system/{trixie/{tmp,usr/bin},bookworm/boot,run/6.1,6.1} "$out"/tests/log
touch "$out"/system/{kernels,qemu,root.ok,trixie/usr/bin/kmod,bookworm/boot/vmlinuz,run/6.1/tap,6.1/weir.ko} "$out/weir" \
	"$out/tests/log/a b.log"
ln -s weir "$out/link"

# holds LIST: just these are left, folders that are empty included.
holds() {
	diff - <(cd "$out" && find . -mindepth 1 | LC_ALL=C sort) <<<"$1" && return 0
	echo "after $2: other files than expected" && exit 1
}
make --no-print-directory -s O="$out" clean
holds './system
./system/bookworm
./system/bookworm/boot
./system/bookworm/boot/vmlinuz
./system/kernels
./system/qemu
./system/root.ok
./system/trixie
./system/trixie/tmp
./system/trixie/usr
./system/trixie/usr/bin
./system/trixie/usr/bin/kmod' 'make clean'
make --no-print-directory -s O="$out" clean
rm -r "$out/system"
mkdir "$out/tests"
make --no-print-directory -s O="$out" clean
[[ ! -e $out ]] || { echo "make clean leaves an empty folder" && exit 1; }
make --no-print-directory -s O="$out" clean
