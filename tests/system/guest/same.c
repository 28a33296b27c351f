// SPDX-License-Identifier: BSD-3-Clause
/*
 * same.c - same [-t] [-n TIMES] [-m MISSING] WANT GOT: are the frames of GOT those of WANT, so many
 * times over?
 *
 * Compared are number, order, lengths and bytes. Times: those of GOT never go back; with -t they are those of
 * WANT to the nanosecond instead. With -m so many may be missing, and times are not looked at. The first
 * difference is told, exit status 1.
 */
#include <inttypes.h>
#include <pcap/pcap.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct frame {
	int64_t ns;
	uint32_t caplen, len;
	u_char *data;
};

static struct frame *want;
static uint64_t wants;

__attribute__((noreturn, format(printf, 1, 2))) static void die(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	exit(1);
}

static pcap_t *open_file(const char *name)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *p = pcap_open_offline_with_tstamp_precision(name, PCAP_TSTAMP_PRECISION_NANO, err);

	if (!p)
		die("%s", err);
	return p;
}

static int next(pcap_t *p, const char *name, struct frame *f)
{
	struct pcap_pkthdr *h;
	const u_char *data;
	int ret = pcap_next_ex(p, &h, &data);

	if (ret == PCAP_ERROR_BREAK)
		return 0;
	if (ret != 1)
		die("%s: %s", name, pcap_geterr(p));
	*f = (struct frame){ (int64_t)h->ts.tv_sec * 1000000000 + h->ts.tv_usec, h->caplen, h->len,
			     (u_char *)data };
	return 1;
}

static void load(const char *name)
{
	pcap_t *p = open_file(name);
	struct frame f, *more;

	while (next(p, name, &f)) {
		more = realloc(want, (wants + 1) * sizeof(*want));
		if (more)
			want = more;
		if (!more || !(want[wants].data = malloc(f.caplen)))
			die("no memory");
		memcpy(want[wants].data, f.data, f.caplen);
		f.data = want[wants].data;
		want[wants++] = f;
	}
	pcap_close(p);
}

static void compare(uint64_t n, const struct frame *w, const struct frame *g)
{
	uint32_t i;

	if (w->caplen != g->caplen || w->len != g->len)
		die("frame %" PRIu64 " has %u of %u bytes, not %u of %u", n + 1, g->caplen, g->len,
		    w->caplen, w->len);
	for (i = 0; i < w->caplen; i++)
		if (w->data[i] != g->data[i])
			die("frame %" PRIu64 " of %u bytes: byte %u is %02x, not %02x", n + 1, w->len, i,
			    g->data[i], w->data[i]);
}

static int equal(const struct frame *w, const struct frame *g)
{
	return w->caplen == g->caplen && w->len == g->len && !memcmp(w->data, g->data, w->caplen);
}

/* Those of GOT in the order of WANT, with no more of those between missing than may be. */
static int missing(const char *name, uint64_t times, uint64_t most)
{
	pcap_t *p = open_file(name);
	uint64_t at = 0, lost = 0, n = 0;
	struct frame f;

	for (; next(p, name, &f); n++, at++) {
		for (; at < wants * times && !equal(&want[at % wants], &f); at++)
			lost++;
		if (at == wants * times)
			die("frame %" PRIu64 " of %u bytes is none of those that are to come", n + 1, f.len);
	}
	lost += wants * times - at;
	printf("%" PRIu64 " frames, %" PRIu64 " are missing\n", n, lost);
	return lost > most;
}

int main(int argc, char **argv)
{
	uint64_t times = 1, n = 0, most = UINT64_MAX;
	int64_t last = 0;
	struct frame f;
	int c, exact = 0, more = 0;
	pcap_t *p;

	while ((c = getopt(argc, argv, "tn:m:")) != -1) {
		if (c == 't')
			exact = 1;
		else if (c == 'n')
			times = strtoull(optarg, NULL, 10);
		else if (c == 'm')
			most = strtoull(optarg, NULL, 10);
		else
			return 2;
	}
	if (argc - optind != 2)
		return 2;
	load(argv[optind]);
	if (most != UINT64_MAX)
		return missing(argv[optind + 1], times, most);
	p = open_file(argv[optind + 1]);
	while (next(p, argv[optind + 1], &f)) {
		const struct frame *w = wants ? &want[n % wants] : NULL;

		more = n == wants * times;
		if (more)
			break;
		compare(n, w, &f);
		if (!exact && f.ns < last)
			die("frame %" PRIu64 " is %" PRId64 " ns older than the one before", n + 1,
			    last - f.ns);
		if (exact && f.ns != w->ns)
			die("frame %" PRIu64 " is %" PRId64 " ns off", n + 1, f.ns - w->ns);
		last = f.ns;
		n++;
	}
	if (more || n != wants * times)
		die("%s %" PRIu64 " frames, not %" PRIu64, more ? "more than" : "only", n, wants * times);
	printf("%" PRIu64 " frames\n", n);
	return 0;
}
