// SPDX-License-Identifier: BSD-3-Clause
/* pcap_port.c - the frames of a savefile (pcap, pcapng) as what comes in at the card's port */
#include "pcap_port.h"

#include <errno.h>
#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define NS_PER_S	UINT64_C(1000000000)
#define IDLE_LOOK	32	/* cycles between two looks whether an active card is idle */
#define FIRST_WAIT	64	/* how often so for the first frame */

struct weir_pcap_port {
	char *file;
	struct weir_pcap_port_opts opts;
	struct weir_pcap_port_summary sum;
	pcap_t *pcap;
	int pipe;
	int counting;			/* this pass makes the summary */
	uint64_t record;		/* of this pass */
	unsigned int pass;
	int err;
	char error[512];

	uint64_t first_ns, last_ns;	/* of this pass, as used */
	uint64_t shift_ns;		/* added in this pass */

	int loaded, ended;
	struct weir_dev_frame frame;	/* data: until the next record is read */
	uint64_t frame_ns;
	uint64_t t0_ns, c0;		/* the first frame of all: time, cycle */
	uint64_t start_x8;		/* of the frame handed over last, eighths of a cycle */
	uint32_t last_len;
	unsigned int waited;
};

static const char *const whats[WEIR_PCAP_WHATS] = {
	[WEIR_PCAP_SHORT] = "shorter than 14 bytes",
	[WEIR_PCAP_LONG] = "longer than 9,600 bytes",
	[WEIR_PCAP_CUT] = "cut short by the savefile",
	[WEIR_PCAP_BACKWARD] = "older than the record before it",
	[WEIR_PCAP_BAD_TIME] = "without a possible time stamp",
};

const char *weir_pcap_port_what(enum weir_pcap_what what)
{
	return (unsigned int)what < WEIR_PCAP_WHATS ? whats[what] : "unknown";
}

static int fail(struct weir_pcap_port *port, int err, const char *fmt, ...)
{
	va_list ap;
	int n = snprintf(port->error, sizeof(port->error), "%s: ", port->file);

	if (n >= 0 && (size_t)n < sizeof(port->error)) {
		va_start(ap, fmt);
		vsnprintf(port->error + n, sizeof(port->error) - (size_t)n, fmt, ap);
		va_end(ap);
	}
	port->err = err;
	return err;
}

static int open_file(struct weir_pcap_port *port)
{
	char err[PCAP_ERRBUF_SIZE];
	int is_stdin = !strcmp(port->file, "-"), link, c;
	FILE *f = is_stdin ? stdin : fopen(port->file, "rb");
	struct stat st;

	if (!f)
		return fail(port, -errno, "%s", strerror(errno));
	port->pipe = is_stdin || (!fstat(fileno(f), &st) && !S_ISREG(st.st_mode));
	c = getc(f);	/* of a folder, too, this is the error */
	if (c == EOF) {
		int e = ferror(f) ? errno : 0;

		if (!is_stdin)
			fclose(f);
		return e ? fail(port, -e, "%s", strerror(e)) :
			   fail(port, -ENODATA, "the file is empty");
	}
	ungetc(c, f);
	port->pcap = pcap_fopen_offline_with_tstamp_precision(f, PCAP_TSTAMP_PRECISION_NANO, err);
	if (!port->pcap) {
		if (!is_stdin)
			fclose(f);
		return fail(port, -EBADMSG, "not a savefile: %s", err);
	}
	link = pcap_datalink(port->pcap);
	if (link != DLT_EN10MB) {
		const char *name = pcap_datalink_val_to_name(link);

		return fail(port, -EPROTOTYPE, "holds frames of link type %d (%s), not Ethernet",
			    link, name ? name : "unknown");
	}
	return 0;
}

static int note(struct weir_pcap_port *port, enum weir_pcap_what what, const struct pcap_pkthdr *hdr)
{
	struct weir_pcap_port_summary *sum = &port->sum;

	if (port->opts.strict)
		return fail(port, -EINVAL, "record %" PRIu64 " of %u bytes is %s", port->record,
			    hdr->caplen, whats[what]);
	if (!port->counting)
		return 0;
	if (sum->notes < WEIR_PCAP_NOTES) {
		struct weir_pcap_note *n = &sum->note[sum->notes++];

		n->record = port->record;
		n->caplen = hdr->caplen;
		n->len = hdr->len;
		n->what = what;
	}
	sum->what[what]++;
	return 0;
}

/* The record's time as it is used, within this pass. */
static int time_of(struct weir_pcap_port *port, const struct pcap_pkthdr *hdr, int first, uint64_t *out)
{
	int64_t sec = hdr->ts.tv_sec;
	uint64_t ns;

	/* libpcap takes a pcap file's 32 bits for signed; the format says unsigned. */
	if (sec < 0 && sec >= INT32_MIN)
		sec += INT64_C(1) << 32;
	if (sec < 0 || sec > UINT32_MAX || hdr->ts.tv_usec < 0 ||
	    (uint64_t)hdr->ts.tv_usec >= NS_PER_S) {
		*out = first ? 0 : port->last_ns;
		return port->opts.pace == WEIR_PCAP_RECORDED || first ?
		       note(port, WEIR_PCAP_BAD_TIME, hdr) : 0;
	}
	ns = (uint64_t)sec * NS_PER_S + (uint64_t)hdr->ts.tv_usec;
	if (!first && port->opts.pace == WEIR_PCAP_RECORDED && ns < port->last_ns) {
		*out = port->last_ns;
		return note(port, WEIR_PCAP_BACKWARD, hdr);
	}
	*out = ns;
	return 0;
}

/* Reads up to the next record that is a frame: 1, 0 at the end of the file, or -errno. */
static int next_record(struct weir_pcap_port *port, int first)
{
	const uint32_t min = port->opts.any_length ? 1 : WEIR_PCAP_FRAME_MIN;
	const uint32_t max = port->opts.any_length ? WEIR_DEV_FRAME_MAX : WEIR_PCAP_FRAME_MAX;
	const u_char *data;
	struct pcap_pkthdr *hdr;
	uint64_t ns;
	int ret;

	for (;;) {
		ret = pcap_next_ex(port->pcap, &hdr, &data);
		if (ret == PCAP_ERROR_BREAK)
			return 0;
		if (ret != 1)
			return fail(port, -EBADMSG, "damaged after record %" PRIu64 ": %s",
				    port->record, pcap_geterr(port->pcap));
		port->record++;
		port->sum.records += (unsigned int)port->counting;
		if (hdr->caplen < min || hdr->caplen > max) {
			ret = note(port, hdr->caplen < min ? WEIR_PCAP_SHORT : WEIR_PCAP_LONG, hdr);
			if (ret)
				return ret;
			continue;
		}
		ret = hdr->caplen < hdr->len ? note(port, WEIR_PCAP_CUT, hdr) : 0;
		if (!ret)
			ret = time_of(port, hdr, first, &ns);
		if (ret)
			return ret;
		break;
	}
	if (port->counting) {
		port->sum.frames++;
		port->sum.bytes += hdr->caplen;
	}
	if (first)
		port->first_ns = ns;
	port->last_ns = ns;
	port->frame.data = data;
	port->frame.len = hdr->caplen;
	return 1;
}

static void close_file(struct weir_pcap_port *port)
{
	if (port->pcap)
		pcap_close(port->pcap);
	port->pcap = NULL;
	port->record = 0;
}

/* Reads all of it once: what is wrong is known before anything is simulated. */
static int scan(struct weir_pcap_port *port)
{
	int ret, first = 1;

	while ((ret = next_record(port, first)) > 0)
		first = 0;
	close_file(port);
	if (ret)
		return ret;
	port->sum.begin_ns = port->first_ns;
	port->counting = 0;
	return open_file(port);
}

int weir_pcap_port_open(struct weir_pcap_port **out, const char *file,
			const struct weir_pcap_port_opts *opts, char *err, size_t err_len)
{
	struct weir_pcap_port *port = calloc(1, sizeof(*port));
	int ret;

	if (port)
		port->file = strdup(file);
	if (!port || !port->file) {
		free(port);
		snprintf(err, err_len, "%s: %s", file, strerror(ENOMEM));
		return -ENOMEM;
	}
	if (opts)
		port->opts = *opts;
	if (!port->opts.loop)
		port->opts.loop = 1;
	port->counting = 1;
	if (opts && (opts->size != sizeof(*opts) || (unsigned int)opts->pace > WEIR_PCAP_RECORDED))
		ret = fail(port, -EINVAL, "unknown options");
	else
		ret = open_file(port);
	if (!ret && !port->pipe)
		ret = scan(port);
	if (!ret && port->pipe && port->opts.loop > 1)
		ret = fail(port, -EINVAL, "a pipe cannot be read more than once, as loop asks for");
	if (ret) {
		snprintf(err, err_len, "%s", port->error);
		weir_pcap_port_close(port);
		return ret;
	}
	*out = port;
	return 0;
}

void weir_pcap_port_close(struct weir_pcap_port *port)
{
	if (!port)
		return;
	close_file(port);
	free(port->file);
	free(port);
}

/* Goes back to the start of the file for another pass. */
static int rewind_file(struct weir_pcap_port *port)
{
	uint64_t wire_ns = (weir_dev_line_eighths(port->last_len) * 4 + 4) / 5;
	uint64_t step = port->last_ns - port->first_ns + wire_ns;

	port->shift_ns += (step + 999) / 1000 * 1000;
	port->pass++;
	close_file(port);
	return open_file(port);
}

/* Has the next frame at hand: 1, 0 when there is none any more, or -errno. */
static int load(struct weir_pcap_port *port)
{
	int ret;

	if (port->loaded)
		return 1;
	if (port->ended || port->err)
		return port->err;
	ret = next_record(port, !port->record);
	/* A pass without a frame would go on for ever. */
	if (!ret && port->sum.frames &&
	    (port->opts.loop == WEIR_PCAP_LOOP_FOREVER || port->pass + 1 < port->opts.loop)) {
		ret = rewind_file(port);
		if (!ret)
			ret = next_record(port, 1);
	}
	port->loaded = ret > 0;
	port->ended = !ret;
	port->frame_ns = port->last_ns + port->shift_ns;
	return ret;
}

/* The frame's first beat, in eighths of a cycle, and what the clock shall say then. */
static uint64_t plan(struct weir_pcap_port *port, uint64_t now, int *squeezed)
{
	uint64_t at = now * 8, ns = port->frame_ns, due;
	int first = !port->sum.given_frames;

	*squeezed = 0;
	port->frame.stamp = !port->opts.keep_clock && (first || port->opts.pace == WEIR_PCAP_RECORDED);
	port->frame.sec = (uint32_t)(ns / NS_PER_S);
	port->frame.ns = (uint32_t)(ns % NS_PER_S);
	if (first) {
		port->t0_ns = ns;
		port->c0 = now;
		return at;
	}
	due = port->start_x8 + (port->opts.no_gap ? 0 : weir_dev_line_eighths(port->last_len));
	if (at < due)
		at = due;
	if (port->opts.pace == WEIR_PCAP_RECORDED) {
		due = port->c0 * 8 + (uint64_t)((unsigned __int128)(ns - port->t0_ns) *
						(8ULL * WEIR_DEV_CLK_HZ) / NS_PER_S);
		*squeezed = at / 8 > due / 8;
		if (at < due)
			at = due;
	}
	return at;
}

/* Gives the frame at hand to the port if that is free: its last one has begun. */
static void give(struct weir_pcap_port *port, struct weir_dev *dev)
{
	uint64_t now = weir_dev_cycle(dev), at;
	int squeezed;

	/* A tap that was just started matches once it has read its first block. */
	if (!port->sum.given_frames && !weir_dev_idle(dev) && port->waited++ < FIRST_WAIT)
		return;
	if (port->sum.given_frames && now <= port->start_x8 / 8)
		return;
	at = plan(port, now, &squeezed);
	port->frame.start = at / 8;
	port->frame.bad = port->opts.bad && (port->sum.given_frames + 1) % port->opts.bad == 0;
	if (weir_dev_port_in(dev, &port->frame) != 1)
		return;
	port->start_x8 = at;
	port->last_len = port->frame.len;
	port->loaded = 0;
	port->sum.given_frames++;
	port->sum.given_bytes += port->frame.len;
	port->sum.squeezed += (unsigned int)squeezed;
}

/* Cycles until there is something to do for the port. */
static uint64_t wait_for(struct weir_pcap_port *port, struct weir_dev *dev)
{
	uint64_t now = weir_dev_cycle(dev), start = port->start_x8 / 8, n;

	if (now > start)
		/* The last frame goes in, or the first waits. */
		return port->opts.no_gap && port->sum.given_frames ? 1 : IDLE_LOOK;
	n = start - now + 1;
	if (port->opts.pace != WEIR_PCAP_RECORDED || n <= IDLE_LOOK)
		return n;
	return weir_dev_jump(dev, n - 1) ? 0 : IDLE_LOOK;
}

int64_t weir_pcap_port_run(struct weir_pcap_port *port, struct weir_dev *dev, uint32_t cycles)
{
	uint64_t done = 0, n, did;

	while (done < cycles) {
		if (load(port) > 0)
			give(port, dev);
		else if (weir_dev_port_idle(dev))
			break;
		n = wait_for(port, dev);
		if (!n)
			continue;
		if (n > cycles - done)
			n = cycles - done;
		did = weir_dev_step(dev, n);
		if (!did)
			return -EIO;
		done += did;
		if (did < n)
			break;
	}
	return done ? (int64_t)done : port->err;
}

void weir_pcap_port_summary(const struct weir_pcap_port *port, struct weir_pcap_port_summary *out)
{
	*out = port->sum;
	if (!port->counting && port->opts.loop != WEIR_PCAP_LOOP_FOREVER)
		out->total_frames = port->sum.frames * port->opts.loop;
}

const char *weir_pcap_port_error(const struct weir_pcap_port *port)
{
	return port->err ? port->error : NULL;
}
