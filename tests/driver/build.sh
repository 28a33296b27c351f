#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# build.sh: weir.ko is built for every kernel whose headers are here, with W=1 and without a warning
#
# Guards the driver's users against a module that no PCI device loads, or is installed where none is looked for, or
# that taints the kernel by its licence,
# the source tree against files that the kernel's build leaves there, and compat.h against answers from flags
# that nothing, or anything, compiles with.
set -euo pipefail
unset MAKEFLAGS MAKELEVEL MFLAGS
out=$(realpath "${O:-build}")/tests/driver/build
rm -rf "$out"
mkdir -p "$out"
fail() { echo "$*" && exit 1; }
tree() { find driver ! -path 'driver/.git*' | sort; }

tree >"$out/before"
kernels=0
for kdir in /lib/modules/*/build; do
	[[ -e $kdir/Makefile ]] || continue
	kernels=$((kernels + 1))
	make -C driver O="$out" W=1 KDIR="$kdir" >"$out/log" 2>&1 || { cat "$out/log" && fail "$kdir: not built"; }
	if grep -iE 'warning|error:' "$out/log"; then fail "$kdir: not without a warning"; fi
	module=$(tail -n 2 "$out/log" | grep '/weir\.ko$')
	modinfo "$module" >"$out/info"
	grep -qE '^alias: +pci:v00005745d00004952sv' "$out/info" || { cat "$out/info" && fail "no alias"; }
	grep -qE '^license: +GPL$' "$out/info" || fail "the licence is not GPL"
	[[ $(sed -n 's/^vermagic: *\([^ ]*\) .*/\1/p' "$out/info") == *[0-9]* ]] || fail "no vermagic"
	to=(O="$out" W=1 KDIR="$kdir" DESTDIR="$out/root")
	make -C driver "${to[@]}" install >"$out/again" 2>&1 || { cat "$out/again" && fail "install"; }
	release=$(sed -n 's/^vermagic: *\([^ ]*\) .*/\1/p' "$out/info")
	installed=lib/modules/$release/updates/weir.ko
	[[ $(cd "$out/root" && find . -type f) == "./$installed" ]] || fail "installed: $(find "$out/root" -type f)"
	depmod -b "$out/root" "$release" 2>/dev/null
	# As the kernel calls it when it has found a card.
	found=$(modprobe -d "$out/root" -S "$release" -n -v pci:v00005745d00004952sv00005745sd00004952bc02sc00i00)
	[[ $found == *"/$installed "* ]] || fail "modprobe would load: $found"
	make -C driver "${to[@]}" uninstall >"$out/again" 2>&1 || { cat "$out/again" && fail "uninstall"; }
	[[ -z $(find "$out/root" -name 'weir*' -o -name updates) ]] || fail "left behind: $(find "$out/root" -name 'weir*')"
	# Nothing has changed: nothing is made again.
	make -C driver O="$out" W=1 KDIR="$kdir" >"$out/again" 2>&1
	if grep -E '^ +(CC|PROBE|LD)' "$out/again"; then fail "$kdir: made twice"; fi
	echo "note: $(grep -c '^  CC' "$out/log") files for ${module#"$out"/module/}"
done
[[ $kernels -gt 0 ]] || { echo "no kernel headers in /lib/modules" && exit 77; }
tree | diff "$out/before" - || fail "building leaves files in the source tree"

if make -C driver O="$out" KDIR="$out/none" >"$out/log" 2>&1; then fail "built without headers"; fi
grep -q "no kernel to build for at KDIR=$out/none" "$out/log" || { cat "$out/log" && fail "no clear message"; }
grep -q 'apt-get install linux-headers' "$out/log" || { cat "$out/log" && fail "not said what to install"; }

for compiler in true false; do
	if driver/probe.sh "$out/probed.h" driver/probe "$compiler" 2>"$out/log"; then
		fail "probe.sh believes a compiler to which all snippets are the same: $compiler"
	fi
	[[ ! -e $out/probed.h ]] || fail "probe.sh leaves answers that it does not stand for"
done
