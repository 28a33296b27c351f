// SPDX-License-Identifier: BSD-3-Clause
/*
 * savefile.c - writes captured frames to a pcap or pcapng file
 *
 * pcap's few bytes are written here and not by libpcap, whose dumper reports no error of a frame and
 * knows no whole records.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opts.h"
#include "pcapng.h"
#include "sink.h"

#define PCAP_MAGIC_US 0xa1b2c3d4u
#define PCAP_MAGIC_NS 0xa1b23c4du
#define LINKTYPE_ETHERNET 1u

struct pcap_file {
	uint32_t magic;
	uint16_t major, minor;
	uint32_t zone, sigfigs, snaplen, linktype;
};

struct pcap_record {
	uint32_t sec, frac, caplen, len;
};

struct weir_writer {
	struct sink sink;
	uint32_t format, snaplen;
	bool micro, unbuffered, any;
	uint64_t first, last;	/* times, in units of the file */
	uint64_t frames;
};

static int tell(const struct weir_writer_opts *o, int ret, const char *path, const char *text)
{
	if (o && o->err && o->err_len)
		snprintf(o->err, o->err_len, "%s: %s", path, text);
	return ret;
}

static int load_opts(struct weir_writer_opts *dst, const struct weir_writer_opts *src)
{
	const size_t texts = offsetof(struct weir_writer_opts, interface);
	size_t have;

	memset(dst, 0, sizeof(*dst));
	dst->snaplen = WEIR_SNAPLEN_MAX;
	if (!src)
		return 0;
	if (src->size < offsetof(struct weir_writer_opts, format))
		return -EINVAL;
	have = src->size < sizeof(*dst) ? src->size : sizeof(*dst);
	/* Half a pointer is none, and half a number neither. */
	have -= have > texts ? (have - texts) % sizeof(dst->interface) : have % sizeof(dst->format);
	memcpy(dst, src, have);
	if (opts_tail(src, src->size, sizeof(*dst)))
		return -E2BIG;
	if (!dst->snaplen)
		dst->snaplen = WEIR_SNAPLEN_MAX;
	return dst->format <= WEIR_PCAPNG && dst->snaplen <= WEIR_SNAPLEN_MAX ? 0 : -EINVAL;
}

/* Both of pcapng's first blocks, or pcap's header. */
static int write_head(struct weir_writer *wr, const struct weir_writer_opts *o)
{
	struct pcap_file head = {
		.magic = wr->micro ? PCAP_MAGIC_US : PCAP_MAGIC_NS,
		.major = 2, .minor = 4, .snaplen = wr->snaplen, .linktype = LINKTYPE_ETHERNET,
	};
	uint8_t *p = sink_room(&wr->sink, 8192);
	size_t n;

	if (!p)
		return wr->sink.err;
	if (wr->format == WEIR_PCAP) {
		memcpy(p, &head, sizeof(head));
		n = sizeof(head);
	} else {
		n = pcapng_section(p, o->application);
		n += pcapng_interface(p + n, wr->snaplen, wr->micro ? 6 : 9, o->interface,
				      o->filter);
	}
	sink_done(&wr->sink, n, 0);
	/* A reader at the other end of a pipe learns at once what will come. */
	return sink_flush(&wr->sink);
}

int weir_writer_open(struct weir_writer **out, const char *path,
		     const struct weir_writer_opts *opts)
{
	struct weir_writer_opts o;
	struct weir_writer *wr;
	int ret = load_opts(&o, opts);

	*out = NULL;
	if (ret)
		return opts->size < offsetof(struct weir_writer_opts, format) ? ret :
		       tell(opts, ret, path, "the options of the savefile make no sense");
	wr = calloc(1, sizeof(*wr));
	if (!wr)
		return tell(opts, -ENOMEM, path, "no memory");
	wr->format = o.format;
	wr->snaplen = o.snaplen;
	wr->micro = o.micro;
	wr->unbuffered = o.unbuffered;
	ret = sink_open(&wr->sink, path);
	if (ret) {
		free(wr);
		return tell(opts, ret, path, ret == -EBUSY ?
			    "is open in this process, which would overwrite what it reads" :
			    strerror(-ret));
	}
	ret = write_head(wr, &o);
	if (ret) {
		sink_close(&wr->sink);
		free(wr);
		return tell(opts, ret, path, strerror(-ret));
	}
	*out = wr;
	return 0;
}

static void note_time(struct weir_writer *wr, uint64_t t)
{
	if (!wr->any || t < wr->first)
		wr->first = t;
	if (!wr->any || t > wr->last)
		wr->last = t;
	wr->any = true;
}

int weir_write(struct weir_writer *wr, const struct weir_frame *f)
{
	size_t caplen = weir_frame_wire(f, NULL, 0), n;
	uint32_t len = weir_frame_wire_len(f);
	uint64_t t = wr->micro ? f->sec * 1000000ull + f->nsec / 1000 :
		     f->sec * 1000000000ull + f->nsec;
	uint8_t *p;

	if (caplen > wr->snaplen)
		caplen = wr->snaplen;
	n = wr->format == WEIR_PCAP ? sizeof(struct pcap_record) + caplen :
	    pcapng_packet(NULL, f, t, (uint32_t)caplen, len);
	p = sink_room(&wr->sink, n);
	if (!p)
		return wr->sink.err ? wr->sink.err : -EMSGSIZE;
	if (wr->format == WEIR_PCAP) {
		struct pcap_record r = { f->sec, wr->micro ? f->nsec / 1000 : f->nsec,
					 (uint32_t)caplen, len };

		memcpy(p, &r, sizeof(r));
		weir_frame_wire(f, p + sizeof(r), caplen);
	} else {
		pcapng_packet(p, f, t, (uint32_t)caplen, len);
		note_time(wr, t);
	}
	sink_done(&wr->sink, n, 1);
	wr->frames++;
	return wr->unbuffered ? sink_flush(&wr->sink) : 0;
}

int weir_writer_flush(struct weir_writer *wr)
{
	return sink_flush(&wr->sink);
}

uint64_t weir_writer_frames(const struct weir_writer *wr)
{
	return wr->sink.records;
}

int weir_writer_close(struct weir_writer *wr, uint64_t received, uint64_t dropped)
{
	struct pcapng_stats st;
	uint8_t *p;
	int ret;

	if (!wr)
		return 0;
	st = (struct pcapng_stats){ .start = wr->first, .end = wr->last, .received = received,
				    .dropped = dropped, .written = wr->frames };
	if (wr->format == WEIR_PCAPNG) {
		p = sink_room(&wr->sink, pcapng_statistics(NULL, &st));
		if (p)
			sink_done(&wr->sink, pcapng_statistics(p, &st), 0);
	}
	ret = sink_close(&wr->sink);
	free(wr);
	return ret;
}
