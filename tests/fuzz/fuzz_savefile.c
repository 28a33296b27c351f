// SPDX-License-Identifier: BSD-3-Clause
/*
 * fuzz_savefile.c - any frames to a pcap or pcapng file, with options of any version, and libpcap reads the
 * same again
 */
#include <errno.h>
#include <pcap/pcap.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "weir_savefile.h"

#define FRAMES_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct weir_frame frames[FRAMES_MAX];

/* Metadata from 16 bytes of input, data from what follows. */
static uint32_t make_frames(const uint8_t *p, size_t size)
{
	uint32_t n = 0;

	while (size > 16 && n < FRAMES_MAX) {
		struct weir_frame *f = &frames[n++];
		uint32_t len;

		memset(f, 0, sizeof(*f));
		memcpy(&f->sec, p, 4);
		memcpy(&f->nsec, p + 4, 4);
		f->nsec %= 1000000000;
		memcpy(&f->len, p + 8, 4);
		f->vlan = p[12] & 1;
		f->vlan_tpid = p[12] & 2 ? 0x8100 : 0x88a8;
		f->vlan_tci = (uint16_t)(p[13] << 8 | p[12]);
		f->pkttype = p[14];
		len = p[15];
		p += 16;
		size -= 16;
		if (len > size)
			len = (uint32_t)size;
		f->data = p;
		f->caplen = len;
		if (f->len < len)
			f->len = len;
		p += len;
		size -= len;
	}
	return n;
}

static void check(const char *path, uint32_t n, uint32_t snaplen, int micro)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline_with_tstamp_precision(path, PCAP_TSTAMP_PRECISION_NANO, err);
	struct pcap_pkthdr *h;
	const u_char *bytes;
	uint8_t want[300];
	uint32_t i;

	if (!p)
		abort();
	for (i = 0; i < n; i++) {
		uint32_t cap = (uint32_t)weir_frame_wire(&frames[i], want, sizeof(want));
		uint32_t nsec = frames[i].nsec;

		if (cap > snaplen)
			cap = snaplen;
		if (pcap_next_ex(p, &h, &bytes) != 1 || h->caplen != cap ||
		    h->len != weir_frame_wire_len(&frames[i]) || memcmp(bytes, want, cap) ||
		    (uint32_t)h->ts.tv_sec != frames[i].sec ||
		    (uint32_t)h->ts.tv_usec != (micro ? nsec / 1000 * 1000 : nsec))
			abort();
	}
	if (pcap_next_ex(p, &h, &bytes) != PCAP_ERROR_BREAK)
		abort();
	pcap_close(p);
}

static void make_opts(struct weir_writer_opts *o, const uint8_t *data, const char *text)
{
	memset(o, 0, sizeof(*o));
	o->size = sizeof(*o);
	o->format = data[0] & 1;
	o->micro = data[0] >> 1 & 1;
	o->unbuffered = data[0] >> 2 & 1;
	o->snaplen = data[1];
	o->interface = data[0] & 8 ? text : NULL;
	o->filter = data[0] & 16 ? text : NULL;
	o->application = data[0] & 32 ? text : NULL;
}

/* The options as a program has them that knows fewer or more: of exactly `size` bytes, the last of which
 * is `last` when it is beyond ours. What is not there is the default: *o afterwards. */
static int open_as(struct weir_writer **wr, const char *path, struct weir_writer_opts *o, size_t size,
		   uint8_t last)
{
	uint8_t *mem = calloc(1, size < sizeof(size) ? sizeof(size) : size);
	size_t all = sizeof(*o);
	int ret, want = size < offsetof(struct weir_writer_opts, format) ? -EINVAL : 0;

	o->size = size;
	memcpy(mem, o, size < sizeof(size) ? sizeof(size) : size < all ? size : all);
	if (size > all) {
		mem[size - 1] = last;
		want = last ? -E2BIG : 0;
	}
	if (size < offsetof(struct weir_writer_opts, snaplen))
		o->micro = 0;
	if (size < offsetof(struct weir_writer_opts, unbuffered))
		o->snaplen = 0;
	ret = weir_writer_open(wr, path, (struct weir_writer_opts *)mem);
	free(mem);
	if (ret != want || !ret != !!*wr)
		abort();
	return ret;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static char path[64];
	char text[64];
	struct weir_writer_opts o;
	struct weir_writer *wr;
	uint32_t n, i;

	if (size < 5)
		return 0;
	/* Opened by name for writing, and by the same name read. */
	if (!*path)
		snprintf(path, sizeof(path), "/dev/shm/weir-fuzz-%d", getpid());
	n = size < sizeof(text) ? (uint32_t)size : sizeof(text) - 1;
	memcpy(text, data, n);
	text[n] = '\0';
	make_opts(&o, data, text);
	n = make_frames(data + 4, size - 4);
	if (open_as(&wr, path, &o, data[0] & 64 ? data[2] % (sizeof(o) + 16) : sizeof(o), data[3]))
		return 0;
	for (i = 0; i < n; i++)
		if (weir_write(wr, &frames[i]))
			abort();
	if (weir_writer_close(wr, n, 0))
		abort();
	check(path, n, o.snaplen ? o.snaplen : WEIR_SNAPLEN_MAX, (int)o.micro);
	unlink(path);
	return 0;
}
