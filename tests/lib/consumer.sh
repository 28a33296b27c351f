#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# consumer.sh: a program, in C or C++, finds the installed library with pkg-config, shared and static, and plays
# a savefile with nothing from the source tree; names of its own do not meet those of the library's inside
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
		*--static*) echo "-I$tmp/root/usr/local/include -L$libdir $(sed -n 's/^Libs.*: //p' \
			"$libdir/pkgconfig/weir.pc" | sed 's/-L[^ ]*//' | tr '\n' ' ')" ;;
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
# Where there is no shared one, -lweir is the archive, and needs all that --static names.
mkdir only
cp "$libdir/libweir.a" only
read -r -a flags <<<"$(pc --static --cflags --libs)"
[[ " ${flags[*]} " == *" -lpcap "* ]]
flags=("${flags[@]/#-L$libdir/-L$tmp/only}")
# Functions that the library has inside under the same names; C++ has the C interface.
cat >own.c <<'END'
int cbpf_run(void), block_next(void), weir_fail(void);
int cbpf_run(void) { return 1; }
int block_next(void) { return 1; }
int weir_fail(void) { return 1; }
END
cat >count.cc <<'END'
#include <cstdio>
#include <weir.h>
extern "C" int cbpf_run(), block_next(), weir_fail();
int main(int argc, char **argv)
{
	struct weir *w;
	const struct weir_frame *f;
	int ret, n = 0;
	struct weir_opts o = {};
	o.size = sizeof(o);
	o.flags = WEIR_PROMISC;
	if (argc < 2 || weir_open(&w, argv[1], &o))
		return 1;
	while ((ret = weir_next(w, &f)) >= 0)
		n += ret * cbpf_run() * block_next() * weir_fail();
	std::printf("%d frames, %d\n", n, ret);
	weir_close(w);
}
END
include=(-I"$tmp/root/usr/local/include")
${CC:-cc} -std=c11 -Wall -Werror "${san[@]}" "${include[@]}" -o static count.c "${flags[@]}"
${CC:-cc} -std=c11 -Wall -Werror "${san[@]}" -c -o own.o own.c
${CXX:-c++} -std=c++11 -Wall -Werror "${san[@]}" "${include[@]}" -o static++ count.cc own.o "${flags[@]}"
want="$(tcpdump -r in.pcap 2>/dev/null | wc -l) frames"
[[ $(LD_LIBRARY_PATH=$libdir ./shared sim:in.pcap) == "$want,"* ]]
for program in static static++; do
	! grep -q "libweir\.so\." $program || exit 1
	[[ $(WEIR_SIM=$libdir/weir ./$program sim:in.pcap) == "$want,"* ]] || { echo "$program" && exit 1; }
done
# The tool, too, runs from there, and finds its library and the simulation by itself.
./root/usr/local/bin/weir capture -q -i sim:in.pcap -w out.pcap 2>/dev/null
[[ $(tcpdump -r out.pcap 2>/dev/null | wc -l) -eq ${want% frames} ]]
