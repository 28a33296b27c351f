/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * wire.c - what a wire would have made of a recording on a virtual link: wire IN OUT
 *
 * Pads each frame with zeros to 60 bytes, the shortest without FCS (IEEE 802.3 clause 4.2.3.3), and
 * moves frames apart so that no two overlap at 10 Gb/s (8 bytes of preamble, 4 of FCS and 12 of gap
 * go with each, 0.8 ns a byte). The order stays. Times are nanoseconds.
 */
#include <pcap/pcap.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#define MIN_FRAME 60
#define OVERHEAD 24
#define NS_A_SECOND 1000000000ull

int main(int argc, char **argv)
{
	char err[PCAP_ERRBUF_SIZE] = "";
	struct pcap_pkthdr *head;
	const u_char *data;
	uint64_t free_at = 0;
	unsigned int frames = 0, padded = 0, moved = 0;
	int got = 0;
	pcap_dumper_t *out;
	pcap_t *in, *dead;

	if (argc != 3) {
		fprintf(stderr, "usage: wire IN OUT\n");
		return 2;
	}
	in = pcap_open_offline_with_tstamp_precision(argv[1], PCAP_TSTAMP_PRECISION_NANO, err);
	dead = pcap_open_dead_with_tstamp_precision(DLT_EN10MB, 65535, PCAP_TSTAMP_PRECISION_NANO);
	out = in && dead ? pcap_dump_open(dead, argv[2]) : NULL;
	if (!out) {
		fprintf(stderr, "wire: %s\n", in ? pcap_geterr(dead) : err);
		return 1;
	}
	while ((got = pcap_next_ex(in, &head, &data)) == 1) {
		u_char frame[65536] = { 0 };
		struct pcap_pkthdr h = *head;
		uint64_t ns = (uint64_t)h.ts.tv_sec * NS_A_SECOND + (uint64_t)h.ts.tv_usec;

		if (h.caplen != h.len || h.len > sizeof(frame)) {
			fprintf(stderr, "wire: frame %u is not whole\n", frames + 1);
			return 1;
		}
		memcpy(frame, data, h.caplen);
		padded += h.len < MIN_FRAME;
		if (h.len < MIN_FRAME)
			h.caplen = h.len = MIN_FRAME;
		moved += ns < free_at;
		if (ns < free_at)
			ns = free_at;
		free_at = ns + ((uint64_t)(h.len + OVERHEAD) * 8 + 9) / 10;
		h.ts.tv_sec = (time_t)(ns / NS_A_SECOND);
		h.ts.tv_usec = (suseconds_t)(ns % NS_A_SECOND);
		pcap_dump((u_char *)out, &h, frame);
		frames++;
	}
	pcap_close(in);
	if (got != PCAP_ERROR_BREAK || pcap_dump_flush(out)) {
		fprintf(stderr, "wire: %s is damaged, or %s cannot be written\n", argv[1], argv[2]);
		return 1;
	}
	pcap_dump_close(out);
	printf("%u frames, %u padded, %u moved apart\n", frames, padded, moved);
	return 0;
}
