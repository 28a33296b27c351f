// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_frame.c - a tag is put back where it was, for every cut of frame and buffer; filters in the wire
 * view judge the frame with its tag in place, as libpcap does on such a frame
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <pcap/pcap.h>
#include <stdlib.h>
#include <string.h>

#include "weir.h"
#include "weir_frame_test.h"

#define LEN 96u

/* A frame with a tag on the wire, and what the card makes of it: the tag lifted. */
static void make(uint8_t *wire, uint8_t *lifted, uint32_t len)
{
	uint32_t i;

	for (i = 0; i < len; i++)
		wire[i] = (uint8_t)(i * 7 + 1);
	memcpy(wire + 12, "\x88\xa8\x60\x05", 4);
	memcpy(lifted, wire, 12);
	memcpy(lifted + 12, wire + 16, len - 16);
}

static void put_back(void **state)
{
	uint8_t wire[LEN], lifted[LEN - 4];
	uint32_t cut, size;

	(void)state;
	make(wire, lifted, LEN);
	for (cut = 0; cut <= LEN - 4; cut++) {
		struct weir_frame f = { .caplen = cut, .len = LEN - 4, .vlan = 1,
					.vlan_tci = 0x6005, .vlan_tpid = 0x88a8 };
		uint32_t want = cut < 12 ? cut : cut + 4;
		uint8_t *data = malloc(cut + !cut);

		/* Its own allocation, so that the sanitizer sees a byte too many. */
		memcpy(data, lifted, cut);
		f.data = data;
		assert_int_equal(weir_frame_wire_len(&f), cut < 12 ? LEN - 4 : LEN);
		assert_int_equal(weir_frame_wire(&f, NULL, 0), want);
		for (size = 0; size <= want + 2; size++) {
			uint8_t *out = malloc(size + !size);

			assert_int_equal(weir_frame_wire(&f, out, size), want);
			if (size)
				assert_memory_equal(out, wire, size < want ? size : want);
			free(out);
		}
		free(data);
	}
}

static const char *const exprs[] = {
	"vlan", "vlan 5", "vlan 6", "not vlan", "ip", "vlan and ip", "vlan and vlan", "vlan and arp",
	"vlan 5 and vlan 7 and ip", "ether[12:2] = 0x8100", "ether[14:2] & 0xfff = 5", "len > 100",
	"len <= 64", "less 68", "greater 100", "tcp port 80", "vlan and tcp port 80", "udp",
	"ip[8] > 3", "ether broadcast", "ether host 02:00:00:00:00:01", "vlan and ip[2:2] > 60",
	"ether[len - 4:4] != 0", "vlan and udp[ip[0] & 15] > 3", "ip6", "vlan and ip6 and icmp6",
	"(1 << ether[20]) > 4000", "vlan 5 or (vlan 7 and ip)",
};

/* Random frames of many kinds, with and without a tag: as pcap_offline_filter() on the wire's bytes. */
static void wire_view(void **state)
{
	uint32_t e, i, yes = 0, no = 0;
	struct random_frame r;

	(void)state;
	for (e = 0; e < sizeof(exprs) / sizeof(exprs[0]); e++) {
		pcap_t *dead = pcap_open_dead(DLT_EN10MB, 262144);
		struct bpf_program prog;
		struct weir_filter *f;

		assert_int_equal(pcap_compile(dead, &prog, exprs[e], 1, PCAP_NETMASK_UNKNOWN), 0);
		f = frame_filter(exprs[e]);
		for (i = 0; i < 4000; i++) {
			struct pcap_pkthdr h = { 0 };
			int want, got;

			random_frame(&r, i);
			h.caplen = r.wire_caplen;
			h.len = r.wire_len;
			want = pcap_offline_filter(&prog, &h, r.wire) != 0;
			got = frame_passes(f, &r.frame) != 0;
			if (want != got)
				fail_msg("%s: frame %u: libpcap %d, library %d", exprs[e], i, want,
					 got);
			if (want)
				yes++;
			else
				no++;
		}
		frame_filter_free(f);
		pcap_freecode(&prog);
		pcap_close(dead);
	}
	print_message("note: %u verdicts yes, %u no, all as libpcap's on the same frames\n", yes, no);
	assert_true(yes > 5000 && no > 5000);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(put_back),
					    cmocka_unit_test(wire_view) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
