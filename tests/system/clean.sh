#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# clean.sh: "make clean" leaves kernels and QEMU that were downloaded, and nothing else; "make distclean" leaves none of
# what any make wrote, and all that it did not.
# Guards against a clean that costs a download, one that leaves a run's output or a module behind, and one that takes
# a source away.
set -euo pipefail
unset MAKEFLAGS MAKELEVEL MFLAGS
tmp=$(mktemp -d)
out=$tmp/out
trap 'rm -rf "$tmp"' EXIT
# What a run leaves below FOLDER, downloads and all.
fill() {
	mkdir -p "$1"/system/{trixie/{tmp,usr/bin},bookworm/boot,run/6.1,6.1} "$1"/tests/log
	touch "$1"/system/{kernels,qemu,root.ok,trixie/usr/bin/kmod,bookworm/boot/vmlinuz,run/6.1/tap,6.1/weir.ko} "$1/weir" \
		"$1/tests/log/a b.log"
	ln -s weir "$1/link"
}
below() { (cd "$1" && find . -mindepth 1 | LC_ALL=C sort); }

# holds LIST: just these are left, folders that are empty included.
holds() {
	diff - <(below "$out") <<<"$1" && return 0
	echo "after $2: other files than expected" && exit 1
}
fill "$out"
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

# It takes the folder build of the tree too, so in a tree of its own: what make reads, and a source.
tree=$tmp/tree
mkdir "$tree"
mapfile -t files < <(tests/lint/files.sh '*.mk')
cp --parents -t "$tree" Makefile VERSION rtl/formal/proofs sim/device.h "${files[@]}"
below "$tree" >"$tmp/sources"
# distclean O ARGUMENT...: with that folder filled, and that of a make without O.
distclean() {
	fill "$1"
	[[ $1 -ef $tree/build ]] || fill "$tree/build"
	mkdir "$tree/obj_dir"
	touch "$tree/obj_dir/x" "$tree/abc.history"
	make --no-print-directory -s -C "$tree" "${@:2}" distclean
	[[ ! -e $1 ]] || { echo "make distclean leaves $1" && exit 1; }
	diff "$tmp/sources" <(below "$tree") || { echo "after make distclean: other files than expected" && exit 1; }
}
distclean "$tree/build"
distclean "$out" O="$out"
make --no-print-directory -s -C "$tree" O="$out" distclean
