#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# roundtrip.sh: what is installed can be used from where it is, and is gone after uninstall
#
# Guards the two lists against each other, the library's search for the simulation next to itself, and a
# header or library that works only inside the source tree.
set -euo pipefail
unset MAKEFLAGS MAKELEVEL MFLAGS
root=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
make -s install O="${O:-build}" DESTDIR="$work/root"
base=$work/root/usr/local
(cd "$work/root" && find . ! -type d | sort)
for f in bin/weir lib/libweir.so lib/libweir.a include/weir.h lib/pkgconfig/weir.pc \
	lib/weir/libweir-sim.so share/licenses/weir/BSD-3-Clause.txt \
	share/doc/weir/examples/{modprobe.conf,udev.rules,sysctl.conf,apparmor,weir.te} \
	../src/weir-$(<VERSION)/dkms.conf; do
	[[ -e $base/$f ]] || { echo "not installed: $f" && exit 1; }
done
if grep -n '@' "$base/lib/pkgconfig/weir.pc"; then echo "weir.pc is not filled in" && exit 1; fi
[[ $("$base/bin/weir" --version) == *"$(cat VERSION)"* ]] || { echo "weir --version" && exit 1; }

cat >"$work/user.c" <<'C'
#include <stdio.h>
#include <weir.h>
#include <weir_socket.h>
_Static_assert(sizeof(struct weir_sock_info) && SOL_WEIR, "a program of its own finds them");
int main(int argc, char **argv)
{
	const struct weir_frame *f;
	struct weir_opts opts = { .size = sizeof(opts), .flags = WEIR_PROMISC };
	unsigned int n = 0;
	struct weir *w;

	if (argc != 2 || weir_open(&w, argv[1], &opts))
		return 1;
	while (weir_next(w, &f) == 1)
		n++;
	weir_close(w);
	printf("%u frames, libweir %s\n", n, weir_version());
	return n ? 0 : 1;
}
C
frames=$(tcpdump -r tests/golden/traffic.pcap 2>/dev/null | wc -l)
cd "$work"
cc -Wall -Werror -I "$base/include" -o shared user.c -L "$base/lib" -lweir
cc -Wall -Werror -I "$base/include" -o static user.c "$base/lib/libweir.a" -lpcap -ldl -pthread
said=$(LD_LIBRARY_PATH=$base/lib ./shared "sim:$root/tests/golden/traffic.pcap")
echo "$said"
[[ $said == "$frames frames, libweir $(cat "$root/VERSION")" ]]
WEIR_SIM=$base/lib/weir ./static "sim:$root/tests/golden/traffic.pcap"
cd "$root"
make -s uninstall O="${O:-build}" DESTDIR="$work/root"
left=$(find "$work/root" ! -type d -o -path '*/weir*')
[[ -z $left ]] || { echo "left behind: $left" && exit 1; }
