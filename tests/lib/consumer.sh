#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# consumer.sh: a program finds the installed library with pkg-config, shared and static, and plays a
# savefile with nothing from the source tree
set -euo pipefail
unset MAKEFLAGS MAKELEVEL MFLAGS
out=${O:-build}
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
make --no-print-directory -s O="$out" DESTDIR="$tmp/root" install

cp lib/examples/count.c "$tmp/count.c"
cp tests/golden/traffic.pcap "$tmp/in.pcap"
libdir=$(find "$tmp/root" -name libweir.so -printf '%h\n')
pc() {
	PKG_CONFIG_LIBDIR=$libdir/pkgconfig:$(pkg-config --variable pc_path pkg-config) \
		PKG_CONFIG_SYSROOT_DIR=$tmp/root pkg-config "$@" weir
}
if ! command -v pkg-config >/dev/null; then
	# The file is simple enough to be read without the program.
	pc() {
		case $* in
		--modversion) sed -n 's/^Version: //p' "$libdir/pkgconfig/weir.pc" ;;
		*) echo "-I$tmp/root/usr/local/include -L$libdir -lweir" ;;
		esac
	}
fi
[[ $(pc --modversion) == $(cat VERSION) ]]
cd "$tmp"
read -r -a flags <<<"$(pc --cflags --libs)"
[[ " ${flags[*]} " == *" -lweir "* ]]
san=()
if grep -q __asan_init "$libdir/libweir.so"; then san=(-fsanitize="address,undefined"); fi
${CC:-cc} -std=c11 -Wall -Werror "${san[@]}" -o shared count.c -I"$tmp/root/usr/local/include" -L"$libdir" "${flags[@]}"
${CC:-cc} -std=c11 -Wall -Werror "${san[@]}" -o static count.c \
	-I"$tmp/root/usr/local/include" "$libdir/libweir.a" -lpcap -ldl -pthread
want="$(tcpdump -r in.pcap 2>/dev/null | wc -l) frames"
[[ $(LD_LIBRARY_PATH=$libdir ./shared sim:in.pcap) == "$want,"* ]]
! grep -q "libweir\.so\." static || exit 1
[[ $(WEIR_SIM=$libdir/weir ./static sim:in.pcap) == "$want,"* ]]
# The tool, too, runs from there, and finds its library and the simulation by itself.
./root/usr/local/bin/weir capture -q -i sim:in.pcap -w out.pcap 2>/dev/null
[[ $(tcpdump -r out.pcap 2>/dev/null | wc -l) -eq ${want% frames} ]]
