// SPDX-License-Identifier: BSD-3-Clause
/*
 * fuzz_reader.c - any bytes as a savefile that is played: frames within bounds that add up, or an error with
 * a line, from a file and from a pipe
 *
 * The card is that of tests/sim/savefile.c, which only takes the frames in. The library's remarks on the
 * savefile are read as well.
 */
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

#include "sim_transport.h"
#include "tests/sim/savefile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* pcap's header, and pcapng's first two blocks, so that many inputs get past them. */
static const uint8_t pcap_head[] = {
	0xd4, 0xc3, 0xb2, 0xa1, 2, 0, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 0, 1, 0, 0, 0,
};
static const uint8_t pcapng_head[] = {
	0x0a, 0x0d, 0x0d, 0x0a, 28, 0, 0, 0, 0x4d, 0x3c, 0x2b, 0x1a, 1, 0, 0, 0,
	0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 28, 0, 0, 0,
	1, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 0, 0, 4, 0, 20, 0, 0, 0,
};

static void put(FILE *f, const void *p, size_t n)
{
	if (n && fwrite(p, n, 1, f) != 1)
		abort();
}

/* Records of the input's times and lengths, which are kept small: what is random is nearly always too long.
 * The last one may be cut. */
static void put_records(FILE *f, const uint8_t *p, size_t size)
{
	while (size >= 16) {
		uint32_t head[4];

		memcpy(head, p, 16);
		head[0] = p[1] & 3 ? p[0] : head[0];
		head[2] &= p[11] & 15 ? 0x7f : 0x3fff;
		head[3] = p[12] & 7 ? head[2] : head[3];
		put(f, head, 16);
		p += 16;
		size -= 16;
		while (head[2] > 8 && head[2]--)
			putc(0, f);
		for (; head[2] && size; head[2]--, p++, size--)
			putc(*p, f);
	}
}

static size_t make_file(FILE *f, const uint8_t *data, size_t size)
{
	uint8_t head[sizeof(pcap_head)];

	memcpy(head, pcap_head, sizeof(head));
	if (data[0] & 4) {
		head[0] = 0x4d;
		head[1] = 0x3c;
	}
	switch (data[0] >> 4 & 3) {
	case 0:
		put(f, data + 2, size - 2);
		break;
	case 1:
		put(f, pcapng_head, sizeof(pcapng_head));
		put(f, data + 2, size - 2);
		break;
	default:
		put(f, head, sizeof(head));
		put_records(f, data + 2, size - 2);
	}
	fflush(f);
	return (size_t)ftell(f);
}

static void remarks(struct weir_pcap_port *port, const struct weir_pcap_port_summary *sum)
{
	struct sim s = { .port = port };
	struct weir w = { .tr = &weir_sim, .tp = &s };
	size_t i = 0, room = 1 + sum->records % 120;
	char *text = malloc(room);

	s.api.weir_pcap_port_summary = weir_pcap_port_summary;
	s.api.weir_pcap_port_what = weir_pcap_port_what;
	pthread_mutex_init(&s.lock, NULL);
	for (; weir_remark(&w, i, text, room); i++)
		if (!memchr(text, 0, room) || (room > 1 && !*text) ||
		    i > WEIR_PCAP_NOTES + WEIR_PCAP_WHATS)
			abort();
	if (!i != !sum->notes)
		abort();
	pthread_mutex_destroy(&s.lock);
	free(text);
}

static void play(struct weir_pcap_port *port, const struct weir_pcap_port_opts *o, int pipe)
{
	static struct weir_dev dev;
	struct weir_pcap_port_summary sum;
	unsigned int i;
	int64_t ret;

	memset(&dev, 0, sizeof(dev));
	while ((ret = weir_pcap_port_run(port, &dev, 1u << 20)) > 0)
		;
	weir_pcap_port_summary(port, &sum);
	if (!ret != !weir_pcap_port_error(port) || sum.notes > WEIR_PCAP_NOTES)
		abort();
	/* Strict ends at a record that counts in none of these. */
	if (!o->strict && sum.records != sum.frames + sum.what[WEIR_PCAP_SHORT] +
			  sum.what[WEIR_PCAP_LONG])
		abort();
	if (sum.given_frames > sum.frames * o->loop ||
	    (!ret && sum.given_frames != sum.frames * o->loop) || (!pipe && ret))
		abort();
	if (!weir_dev_port_idle(&dev) || (dev.seen < 4096 && dev.seen != sum.given_frames))
		abort();
	for (i = 0; i < dev.seen; i++) {
		uint32_t len = dev.frame[i].len;

		if (!len || len > WEIR_DEV_FRAME_MAX || dev.frame[i].ns >= 1000000000)
			abort();
		if (!o->any_length && (len < WEIR_PCAP_FRAME_MIN || len > WEIR_PCAP_FRAME_MAX))
			abort();
		if (dev.frame[i].bad != (o->bad && (i + 1) % o->bad == 0))
			abort();
	}
	remarks(port, &sum);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *f;
	struct weir_pcap_port_opts o = { .size = sizeof(o) };
	struct weir_pcap_port *port;
	char path[32], err[200];
	int fd[2] = { -1, -1 }, pipes;
	size_t n;

	if (size < 2)
		return 0;
	if (!f)
		f = fdopen(memfd_create("weir-fuzz", 0), "w+b");
	if (!f || ftruncate(fileno(f), 0))
		abort();
	rewind(f);
	n = make_file(f, data, size);
	o.pace = data[0] & 1 ? WEIR_PCAP_LINE : WEIR_PCAP_RECORDED;
	o.strict = data[0] >> 1 & 1;
	o.loop = 1 + (data[1] & 1);
	o.any_length = data[1] >> 1 & 1;
	o.bad = data[1] >> 2 & 3;
	o.no_gap = data[1] >> 4 & 1;
	pipes = data[0] & 8 && n < 60000;
	if (pipes) {
		/* All of it fits in a pipe. */
		static char all[60000];

		o.loop = 1;
		if (pipe(fd) || pread(fileno(f), all, n, 0) != (ssize_t)n ||
		    write(fd[1], all, n) != (ssize_t)n)
			abort();
		close(fd[1]);
	}
	snprintf(path, sizeof(path), "/dev/fd/%d", pipes ? fd[0] : fileno(f));
	memset(err, 'x', sizeof(err));
	if (!weir_pcap_port_open(&port, path, &o, err, sizeof(err))) {
		play(port, &o, pipes);
		weir_pcap_port_close(port);
	} else if (!memchr(err, 0, sizeof(err)) || strncmp(err, path, strlen(path))) {
		abort();
	}
	if (pipes)
		close(fd[0]);
	return 0;
}
