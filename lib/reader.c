// SPDX-License-Identifier: BSD-3-Clause
/*
 * reader.c - the frames of a savefile as a card gives them: the outer tag lifted
 */
#include <errno.h>
#include <pcap/pcap.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "opts.h"
#include "sim_args.h"
#include "weir_savefile.h"

#define TAG_AT		12u
#define TAG_LEN		4u
#define TAGGED_MIN	(TAG_AT + TAG_LEN + 2)	/* the card lifts no tag from less */
#define ETH_8021Q	0x8100
#define ETH_8021AD	0x88a8
#define ETH_LENGTHS	0x600	/* below it a type is a length: one of Linux's two numbers stands for that */
#define ETH_802_3	1
#define ETH_802_2	4

enum { HOST, BROADCAST, MULTICAST, OTHERHOST };

struct weir_reader {
	pcap_t *pcap;
	struct weir_frame frame;
	uint8_t *buf;		/* of a frame whose tag was lifted */
	size_t size;
	char err[PCAP_ERRBUF_SIZE + 32];
};

__attribute__((format(printf, 4, 5)))
static int fail(const struct weir_reader_opts *o, int ret, const char *path, const char *fmt, ...)
{
	va_list ap;
	int n;

	if (!o || !o->err || !o->err_len)
		return ret;
	n = snprintf(o->err, o->err_len, "%s: ", path);
	va_start(ap, fmt);
	if (n >= 0 && (size_t)n < o->err_len)
		vsnprintf(o->err + n, o->err_len - (size_t)n, fmt, ap);
	va_end(ap);
	return ret;
}

static int check_opts(const struct weir_reader_opts *o)
{
	if (!o)
		return 0;
	if (o->size < sizeof(*o))
		return -EINVAL;
	return opts_tail(o, o->size, sizeof(*o));
}

static int open_pcap(struct weir_reader *rd, const char *path, const struct weir_reader_opts *o)
{
	bool is_stdin = !strcmp(path, "-");
	FILE *f = is_stdin ? stdin : fopen(path, "rbe");
	char err[PCAP_ERRBUF_SIZE];
	int c;

	if (!f)
		return fail(o, -errno, path, "%s", strerror(errno));
	errno = 0;
	c = getc(f);	/* of a folder, too, this is the error */
	if (c == EOF) {
		int e = ferror(f) ? errno : ENODATA;

		if (!is_stdin)
			fclose(f);
		return fail(o, -e, path, "%s", e == ENODATA ? "the file is empty" : strerror(e));
	}
	ungetc(c, f);
	rd->pcap = pcap_fopen_offline_with_tstamp_precision(f, PCAP_TSTAMP_PRECISION_NANO, err);
	if (!rd->pcap) {
		if (!is_stdin)
			fclose(f);
		return fail(o, -EBADMSG, path, "not a savefile: %s", err);
	}
	if (pcap_datalink(rd->pcap) == DLT_EN10MB)
		return 0;
	return fail(o, -EPROTOTYPE, path, "holds frames of link type %d, not Ethernet",
		    pcap_datalink(rd->pcap));
}

int weir_reader_open(struct weir_reader **out, const char *path, const struct weir_reader_opts *opts)
{
	struct weir_reader *rd;
	int ret = check_opts(opts);

	*out = NULL;
	if (ret)
		return ret;
	rd = calloc(1, sizeof(*rd));
	if (!rd)
		return fail(opts, -ENOMEM, path, "no memory");
	ret = open_pcap(rd, path, opts);
	if (ret)
		weir_reader_close(rd);
	else
		*out = rd;
	return ret;
}

static uint16_t be16(const uint8_t *p)
{
	return (uint16_t)(p[0] << 8 | p[1]);
}

static uint8_t packet_type(const struct weir_frame *f)
{
	static const uint8_t all[6] = { 255, 255, 255, 255, 255, 255 }, own[6] = SIM_MAC;

	if (f->caplen < sizeof(own))
		return OTHERHOST;
	if (!memcmp(f->data, own, sizeof(own)))
		return HOST;
	if (!memcmp(f->data, all, sizeof(all)))
		return BROADCAST;
	return f->data[0] & 1 ? MULTICAST : OTHERHOST;
}

static uint16_t protocol(const struct weir_frame *f)
{
	uint16_t type = f->caplen < TAG_AT + 2 ? 0 : be16(f->data + TAG_AT);

	if (type >= ETH_LENGTHS || f->caplen < TAG_AT + 2)
		return type;
	return f->caplen >= TAG_AT + 4 && be16(f->data + TAG_AT + 2) == 0xffff ? ETH_802_3 : ETH_802_2;
}

/* The frame without its tag, which is then told beside it: 0, or -ENOMEM. */
static int lift(struct weir_reader *rd)
{
	struct weir_frame *f = &rd->frame;
	uint16_t type = f->len < TAGGED_MIN ? 0 : be16(f->data + TAG_AT);
	uint8_t *buf = rd->buf;

	if (type != ETH_8021Q && type != ETH_8021AD)
		return 0;
	if (rd->size < f->len) {
		buf = realloc(rd->buf, f->len);
		if (!buf)
			return -ENOMEM;
		rd->buf = buf;
		rd->size = f->len;
	}
	f->vlan = 1;
	f->vlan_tpid = type;
	f->vlan_tci = be16(f->data + TAG_AT + 2);
	f->len -= TAG_LEN;
	f->caplen = f->len;
	memcpy(buf, f->data, TAG_AT);
	memcpy(buf + TAG_AT, f->data + TAG_AT + TAG_LEN, f->len - TAG_AT);
	f->data = buf;
	return 0;
}

int weir_reader_next(struct weir_reader *rd, const struct weir_frame **out)
{
	struct pcap_pkthdr *h;
	const uint8_t *data;
	int ret = pcap_next_ex(rd->pcap, &h, &data);

	*out = NULL;
	if (ret == PCAP_ERROR_BREAK)
		return 0;
	if (ret != 1) {
		snprintf(rd->err, sizeof(rd->err), "%s", pcap_geterr(rd->pcap));
		return -EBADMSG;
	}
	rd->frame = (struct weir_frame){
		.data = data,
		.caplen = h->caplen,
		.len = h->caplen,
		.sec = (uint32_t)h->ts.tv_sec,
		.nsec = (uint32_t)h->ts.tv_usec,	/* it was opened so */
		.ifindex = SIM_IFINDEX,
		.clock = WEIR_CLOCK_HOST,
	};
	if (lift(rd)) {
		snprintf(rd->err, sizeof(rd->err), "no memory for a frame of %u bytes", h->caplen);
		return -ENOMEM;
	}
	rd->frame.protocol = protocol(&rd->frame);
	rd->frame.pkttype = packet_type(&rd->frame);
	*out = &rd->frame;
	return 1;
}

const char *weir_reader_error(const struct weir_reader *rd)
{
	return rd->err;
}

void weir_reader_close(struct weir_reader *rd)
{
	if (!rd)
		return;
	if (rd->pcap)
		pcap_close(rd->pcap);
	free(rd->buf);
	free(rd);
}
