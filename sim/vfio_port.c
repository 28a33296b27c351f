// SPDX-License-Identifier: BSD-3-Clause
/*
 * vfio_port.c - what is plugged into the card's port: a savefile, a tap of Linux, or nothing
 */
#include "vfio_port.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/if.h>
#include <linux/if_tun.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "item.h"
#include "pcap_port.h"
#include "vfio_card.h"

struct weir_vfio_port {
	struct weir_pcap_port *pcap;
	int tun;			/* -1: none, or not any more */
	char *file;
	struct weir_pcap_port_opts opts;
	unsigned int passes;		/* behind this one, with hold=each: opts.loop is 1 then */
	int held, each, ended;
	uint8_t data[WEIR_DEV_FRAME_MAX];
	uint32_t len;			/* of a frame read and not yet taken */
	uint64_t given, bytes, squeezed, oversize;	/* but for port->pcap */
};

static int fail(char *err, size_t err_len, int ret, const char *what, const char *why)
{
	snprintf(err, err_len, "%s: %s", what, why);
	return ret;
}

/* A number from 1 up to max. */
static int number(const char *text, unsigned long max, unsigned int *out)
{
	unsigned long n;
	char *end;

	errno = 0;
	n = strtoul(text, &end, 10);
	if (*text < '0' || *text > '9' || *end || errno || !n || n > max)
		return -EINVAL;
	*out = (unsigned int)n;
	return 0;
}

static int pcap_key(struct weir_vfio_port *port, struct weir_pcap_port_opts *o, const char *key)
{
	if (!strcmp(key, "hold"))
		port->held = 1;
	else if (!strcmp(key, "hold=each"))
		port->held = port->each = 1;
	else if (!strcmp(key, "clock=own"))
		o->keep_clock = 1;
	else if (!strcmp(key, "pace=line"))
		o->pace = WEIR_PCAP_LINE;
	else if (!strcmp(key, "pace=recorded"))
		o->pace = WEIR_PCAP_RECORDED;
	else if (!strcmp(key, "loop=forever"))
		o->loop = WEIR_PCAP_LOOP_FOREVER;
	else if (!strcmp(key, "length=any"))
		o->any_length = 1;
	else if (!strcmp(key, "gap=none"))
		o->no_gap = 1;
	else if (!strncmp(key, "bad=", 4))
		return number(key + 4, UINT32_MAX, &o->bad);
	else if (!strncmp(key, "loop=", 5))
		return number(key + 5, WEIR_PCAP_LOOP_FOREVER - 1, &o->loop);
	else
		return -EINVAL;
	return 0;
}

static int open_pcap(struct weir_vfio_port *port, const char *spec, char *err, size_t err_len)
{
	struct weir_pcap_port_opts *o = &port->opts;
	char *word = malloc(2 * strlen(spec) + 2), *key = word ? word + strlen(spec) + 1 : NULL;
	struct stat st;
	int ret = 0;

	port->file = word;
	o->size = sizeof(*o);
	o->pace = WEIR_PCAP_RECORDED;
	if (!word)
		return fail(err, err_len, -ENOMEM, spec, strerror(ENOMEM));
	spec = weir_item(spec, word);
	while (spec && !ret) {
		spec = weir_item(spec, key);
		ret = pcap_key(port, o, key);
		if (ret)
			fail(err, err_len, ret, key, "not one of pace=line, pace=recorded, loop=N, "
			     "loop=forever, hold, hold=each, clock=own, bad=N, length=any, gap=none");
	}
	if (!ret && stat(word, &st))
		ret = fail(err, err_len, -errno, word, strerror(errno));
	/* The card, and with it the client, would wait for whoever writes a pipe. */
	if (!ret && !S_ISREG(st.st_mode))
		ret = fail(err, err_len, -EINVAL, word, "not a file");
	if (port->each && o->loop) {
		port->passes = o->loop - 1;
		o->loop = 1;
	}
	return ret ? ret : weir_pcap_port_open(&port->pcap, word, o, err, err_len);
}

static int open_tun(struct weir_vfio_port *port, const char *name, char *err, size_t err_len)
{
	struct ifreq ifr = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int ret;

	if (!*name || strlen(name) >= IFNAMSIZ)
		return fail(err, err_len, -EINVAL, name, "not the name of an interface");
	port->tun = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
	if (port->tun < 0)
		return fail(err, err_len, -errno, "/dev/net/tun", strerror(errno));
	memcpy(ifr.ifr_name, name, strlen(name));
	if (!ioctl(port->tun, TUNSETIFF, &ifr))
		return 0;
	ret = -errno;
	return fail(err, err_len, ret, name, strerror(-ret));
}

int weir_vfio_port_open(struct weir_vfio_port **out, const char *spec, char *err, size_t err_len)
{
	struct weir_vfio_port *port = calloc(1, sizeof(*port));
	int ret;

	if (!port)
		return fail(err, err_len, -ENOMEM, spec, strerror(ENOMEM));
	port->tun = -1;
	if (!strncmp(spec, "pcap:", 5))
		ret = open_pcap(port, spec + 5, err, err_len);
	else if (!strncmp(spec, "tap:", 4))
		ret = open_tun(port, spec + 4, err, err_len);
	else if (!strcmp(spec, "none"))
		ret = 0;
	else
		ret = fail(err, err_len, -EINVAL, spec, "not pcap:FILE, tap:NAME or none");
	if (ret) {
		weir_vfio_port_close(port);
		return ret;
	}
	*out = port;
	return 0;
}

void weir_vfio_port_close(struct weir_vfio_port *port)
{
	if (!port)
		return;
	weir_pcap_port_close(port->pcap);
	if (port->tun >= 0)
		close(port->tun);
	free(port->file);
	free(port);
}

/* Without its interface the descriptor is always ready, and never gives a frame again. */
static int end_tun(struct weir_vfio_port *port, int error)
{
	weir_vfio_log("the tap interface is gone (%s): no frame comes any more", strerror(error));
	close(port->tun);
	port->tun = -1;
	port->ended = 1;
	return 0;
}

/* Frames as they come, one after the other; the card's own clock stamps them. */
static int run_tun(struct weir_vfio_port *port, struct weir_dev *dev, uint32_t cycles)
{
	struct weir_dev_frame f = { .data = port->data };
	ssize_t n = 1;

	while (!port->len && n > 0) {
		n = read(port->tun, port->data, sizeof(port->data));
		if (n > 0 && n <= WEIR_PCAP_FRAME_MAX)
			port->len = (uint32_t)n;
		else if (n > 0)
			port->oversize++;
	}
	if (!port->len)
		return n < 0 && errno != EAGAIN && errno != EINTR ? end_tun(port, errno) : 0;
	f.len = port->len;
	if (weir_dev_port_in(dev, &f) == 1) {
		port->given++;
		port->bytes += port->len;
		port->len = 0;
	}
	weir_dev_step(dev, cycles);
	return 1;
}

/* The next pass is a savefile played for the first time: 1, or 0 when there is none. */
static int next_pass(struct weir_vfio_port *port)
{
	struct weir_pcap_port_summary s;
	struct weir_pcap_port *next;
	char err[512];

	if (!port->passes)
		return 0;
	if (weir_pcap_port_open(&next, port->file, &port->opts, err, sizeof(err))) {
		weir_vfio_log("%s", err);
		return 0;
	}
	weir_pcap_port_summary(port->pcap, &s);
	port->given += s.given_frames;
	port->bytes += s.given_bytes;
	port->squeezed += s.squeezed;
	weir_pcap_port_close(port->pcap);
	port->pcap = next;
	port->passes -= port->passes != WEIR_PCAP_LOOP_FOREVER - 1;
	port->held = 1;
	return 1;
}

int weir_vfio_port_run(struct weir_vfio_port *port, struct weir_dev *dev, uint32_t cycles)
{
	int64_t n;

	if (port->tun >= 0)
		return run_tun(port, dev, cycles);
	if (!port->pcap || port->held || port->ended)
		return 0;
	n = weir_pcap_port_run(port->pcap, dev, cycles);
	if (n > 0 || n == -EIO)
		return n > 0;
	if (!n && next_pass(port))
		return 0;
	port->ended = 1;
	if (n)
		weir_vfio_log("%s", weir_pcap_port_error(port->pcap));
	weir_vfio_log("the savefile was played: %" PRIu64 " frames", weir_vfio_port_given(port));
	return 0;
}

void weir_vfio_port_go(struct weir_vfio_port *port)
{
	port->held = 0;
}

int weir_vfio_port_fd(const struct weir_vfio_port *port)
{
	return port->tun;
}

int weir_vfio_port_ended(const struct weir_vfio_port *port)
{
	return port->ended;
}

/* Of all that was played and is being played. */
static void sum(const struct weir_vfio_port *port, struct weir_pcap_port_summary *s)
{
	memset(s, 0, sizeof(*s));
	if (port->pcap)
		weir_pcap_port_summary(port->pcap, s);
	s->given_frames += port->given;
	s->given_bytes += port->bytes;
	s->squeezed += port->squeezed;
}

uint64_t weir_vfio_port_given(const struct weir_vfio_port *port)
{
	struct weir_pcap_port_summary s;

	sum(port, &s);
	return s.given_frames;
}

void weir_vfio_port_json(const struct weir_vfio_port *port, FILE *f)
{
	struct weir_pcap_port_summary s;

	sum(port, &s);
	fprintf(f, "  \"line\": {\"frames\": %" PRIu64 ", \"bytes\": %" PRIu64 ", \"squeezed\": %" PRIu64
		", \"skipped\": %" PRIu64 ", \"ended\": %s}", s.given_frames, s.given_bytes, s.squeezed,
		s.what[WEIR_PCAP_SHORT] + s.what[WEIR_PCAP_LONG] + port->oversize,
		port->ended ? "true" : "false");
}
