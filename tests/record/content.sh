#!/usr/bin/env bash
# SPDX-License-Identifier: BSD-3-Clause
# content.sh FILE: a recording holds every kind of traffic that the tests count on
#
# A recording that lost a kind (no tag, no jumbo frame) would make the tests that use it pass for
# nothing. Filters see the frames as on the wire, tags in their bytes. Then: no frame may be
# shorter than 60 bytes, cut, or earlier than the end of the one before it at 10 Gb/s.
set -euo pipefail
file=$1
bin=${BIN:-build/tests/record}

[[ -r $file ]] || { echo "cannot read $file" && exit 1; }
frames() { tcpdump -r "$file" -nn "$1" 2>/dev/null | wc -l; }
bad=0
while IFS='|' read -r least what filter; do
	[[ -n $what ]] || continue
	count=$(frames "$filter")
	printf '%5d  %s\n' "$count" "$what"
	if [[ $count -lt $least ]]; then
		echo "too few frames ($count, not $least): $what" && bad=1
	fi
done <<'TABLE'
2|ARP request and reply|ether proto 0x0806
4|ICMP echo|icmp and (icmp[0] = 8 or icmp[0] = 0)
1|ICMP unreachable|icmp[0] = 3
10|TCP over IPv4|ip proto 6
10|TCP over IPv6|ip6 proto 6
2|TCP begin|ip proto 6 and tcp[13] & 3 = 2
2|TCP end|ip proto 6 and tcp[13] & 1 = 1
10|UDP over IPv4|ip proto 17
2|UDP over IPv6|ip6 proto 17
1|SCTP|ip proto 132
1|IGMP|ip proto 2
2|ICMPv6 neighbour discovery|ip6 proto 58 and (ip6[40] = 135 or ip6[40] = 136)
2|ICMPv6 echo|ip6 proto 58 and (ip6[40] = 128 or ip6[40] = 129)
1|ICMPv6 unreachable|ip6 proto 58 and ip6[40] = 1
4|IPv4 fragments, first|ip[6:2] & 0x3fff = 0x2000
4|IPv4 fragments, last|ip[6:2] & 0x2000 = 0 and ip[6:2] & 0x1fff != 0
2|IPv6 fragments|ip6[6] = 44
1|broadcast|ether broadcast
2|IPv4 multicast|ether[0:4] & 0xffffff80 = 0x01005e00
4|IPv6 multicast|ether[0:2] = 0x3333
20|802.1Q, VID 100|ether[12:4] = 0x81006064
4|802.1Q, VID 0 (priority only)|ether[12:4] = 0x8100a000
20|802.1ad over 802.1Q|ether[12:4] = 0x88a800c8 and ether[16:4] = 0x8100012c
5|TCP within 802.1Q|ether[12:2] = 0x8100 and ether[16:2] = 0x0800 and ether[27] = 6
5|TCP within two tags|ether[12:2] = 0x88a8 and ether[20:2] = 0x0800 and ether[31] = 6
1|802.3 with LLC, spanning tree|ether[12:2] < 0x600 and ether[14:2] = 0x4242
2|60 bytes|len = 60
1|61 bytes|len = 61
2|1,514 bytes|len = 1514
2|9,014 bytes|len = 9014
2|9,018 bytes, tagged|len = 9018 and ether[12:2] = 0x8100
TABLE
[[ $(frames "greater 9601") -eq 0 ]] || { echo "frames of more than 9,600 bytes" && bad=1; }
# What is already as a wire would have it passes through tests/record/wire unchanged.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin/wire" "$file" "$work/again.pcap"
cmp "$file" "$work/again.pcap" || bad=1
exit $bad
