// SPDX-License-Identifier: BSD-3-Clause
/*
 * savefile.c - the savefile of the guest's own programs: how it is made, received, compared
 */
#include "savefile.h"

#include <arpa/inet.h>
#include <errno.h>
#include <net/if.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/errqueue.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/net_tstamp.h>

#define NS		INT64_C(1000000000)
#define CLK_HZ		UINT64_C(156250000)
#define ETHERTYPE	0x88b5	/* for local experiments */
#define BEGIN_SEC	1700000000u
#define PATIENCE_S	20
#define ROOM		9216

const struct kind kinds[KINDS] = {
	[0] = { .to = STATION, .bytes = 60 },
	[1] = { .to = { 0x01, 0x00, 0x5e, 0x00, 0x57, 0x01 }, .bytes = 60 },
	[2] = { .to = { 0x33, 0x33, 0x00, 0x00, 0x57, 0x02 }, .bytes = 60 },
	[3] = { .to = { 0x02, 0x57, 0x45, 0x49, 0x52, 0x03 }, .bytes = 60 },
	[4] = { .to = { 0x02, 0x57, 0x45, 0x49, 0x52, 0x04 }, .bytes = 61 },
	[5] = { .to = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, .bytes = 9014 },
	[6] = { .to = STATION, .bytes = 64, .tpid = ETH_P_8021Q, .tci = 0x6005 },
	[7] = { .to = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff }, .bytes = 60 },
	[8] = { .to = STATION, .bytes = 9022, .tpid = ETH_P_8021AD, .tci = 100,
		.tpid2 = ETH_P_8021Q, .tci2 = 200 },
	[9] = { .to = STATION, .bytes = 1514 },
};

int bad;

void say(int good, const char *fmt, ...)
{
	va_list ap;

	printf(good ? "ok - " : "not ok - ");
	va_start(ap, fmt);
	vprintf(fmt, ap);
	va_end(ap);
	putchar('\n');
	bad += !good;
}

void play(void)
{
	puts("# card: USR1");
	fflush(stdout);
}

/* To the frame behind it: from that of neighbours on the line to some seconds, as a rule no multiple of the
 * card's period. Those of long frames are long. */
static int64_t distance(unsigned int n)
{
	static const int64_t ns[KINDS] = { 68, 640, 1001, 6397, 49999, 50021, 1000003, 33333333, 999999999,
					   2345678901 };

	return ns[n % KINDS];
}

static uint8_t *put16(uint8_t *p, unsigned int v)
{
	*p++ = (uint8_t)(v >> 8);
	*p++ = (uint8_t)v;
	return p;
}

static void fill(uint8_t *data, unsigned int n)
{
	static const uint8_t from[ETH_ALEN] = { 0x02, 0x57, 0x45, 0x49, 0x52, 0xff };
	const struct kind *k = &kinds[n % KINDS];
	uint8_t *p = data + 2 * ETH_ALEN;

	memcpy(data, k->to, ETH_ALEN);
	memcpy(data + ETH_ALEN, from, ETH_ALEN);
	if (k->tpid)
		p = put16(put16(p, k->tpid), k->tci);
	if (k->tpid2)
		p = put16(put16(p, k->tpid2), k->tci2);
	p = put16(p, ETHERTYPE);
	memset(p, (int)n, (size_t)(data + k->bytes - p));
}

int savefile_make(const char *path)
{
	/* Nanoseconds, version 2.4, Ethernet. */
	static const uint32_t head[6] = { 0xa1b23c4d, 4 << 16 | 2, 0, 0, 65535, 1 };
	static uint8_t data[ROOM];
	FILE *f = fopen(path, "we");
	int good = f && fwrite(head, sizeof(head), 1, f) == 1;
	unsigned int n;
	int64_t ns = 0;

	for (n = 0; good && n < FRAMES; ns += distance(n++)) {
		const uint32_t bytes = kinds[n % KINDS].bytes;
		const uint32_t record[4] = { BEGIN_SEC + (uint32_t)(ns / NS), (uint32_t)(ns % NS), bytes,
					     bytes };

		fill(data, n);
		good = fwrite(record, sizeof(record), 1, f) == 1 && fwrite(data, bytes, 1, f) == 1;
	}
	if (f && !fclose(f) && good)
		return 0;
	fprintf(stderr, "%s: %s\n", path, strerror(errno));
	return -1;
}

int savefile_read(struct savefile *file, const char *path)
{
	FILE *f = fopen(path, "re");
	uint32_t head[6];
	unsigned int n;
	int good = f && fread(head, sizeof(head), 1, f) == 1;

	for (n = 0; good && n < FRAMES; n++) {
		good = fread(head, 16, 1, f) == 1 && !fseek(f, (long)head[2], SEEK_CUR);
		file->ns[n] = head[0] * NS + head[1];
		/* As sim/pcap_port.h has it, rounded down. Some seconds, times 15,625: below 2^63. */
		file->cycle[n] = (uint64_t)(file->ns[n] - file->ns[0]) * (CLK_HZ / 10000) / (NS / 10000);
	}
	if (f)
		fclose(f);
	if (!good)
		fprintf(stderr, "%s: not what it should be\n", path);
	return good ? 0 : -1;
}

int frames_open(const char *dev)
{
	const int stamps = SOF_TIMESTAMPING_RX_HARDWARE | SOF_TIMESTAMPING_RAW_HARDWARE;
	const int one = 1, room = 1 << 20;
	const struct timeval patience = { .tv_sec = PATIENCE_S };
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_protocol = htons(ETH_P_ALL) };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	to.sll_ifindex = (int)if_nametoindex(dev);
	if (fd >= 0 && !setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPING, &stamps, sizeof(stamps)) &&
	    !setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) &&
	    !setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room)) &&
	    !setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &one, sizeof(one)) &&
	    !bind(fd, (struct sockaddr *)&to, sizeof(to)))
		return fd;
	fprintf(stderr, "%s: a socket for its frames: %s\n", dev, strerror(errno));
	if (fd >= 0)
		close(fd);
	return -1;
}

/* Frame and tag against what was sent; the number, or -1. */
static int compare(const uint8_t *data, size_t len, unsigned int tpid, unsigned int tci)
{
	static uint8_t sent[ROOM];
	const unsigned int n = len ? data[len - 1] : FRAMES;
	const struct kind *k = &kinds[n % KINDS];
	const size_t tag = k->tpid ? 4 : 0;

	if (n < FRAMES) {
		fill(sent, n);
		memmove(sent + 2 * ETH_ALEN, sent + 2 * ETH_ALEN + tag, k->bytes - 2 * ETH_ALEN - tag);
		if (len == k->bytes - tag && !memcmp(data, sent, len) && tpid == k->tpid && tci == k->tci)
			return (int)n;
	}
	printf("# %zu bytes, tag %04x:%04x, last byte %u: not one that was sent so\n", len, tpid, tci, n);
	return -1;
}

int frames_next(int fd, int64_t *stamp)
{
	static uint8_t data[ROOM];
	uint8_t control[512];
	struct iovec iov = { data, sizeof(data) };
	struct msghdr msg = { .msg_iov = &iov, .msg_iovlen = 1, .msg_control = control,
			      .msg_controllen = sizeof(control) };
	unsigned int tpid = 0, tci = 0;
	struct cmsghdr *c;
	ssize_t len = recvmsg(fd, &msg, 0);

	*stamp = 0;
	if (len < 0) {
		printf("# no frame: %s\n", strerror(errno));
		return -1;
	}
	for (c = CMSG_FIRSTHDR(&msg); c; c = CMSG_NXTHDR(&msg, c)) {
		const struct scm_timestamping *ts = (struct scm_timestamping *)CMSG_DATA(c);
		const struct tpacket_auxdata *aux = (struct tpacket_auxdata *)CMSG_DATA(c);

		if (c->cmsg_level == SOL_SOCKET && c->cmsg_type == SO_TIMESTAMPING) {
			*stamp = ts->ts[2].tv_sec * NS + ts->ts[2].tv_nsec;
		} else if (c->cmsg_level == SOL_PACKET && c->cmsg_type == PACKET_AUXDATA &&
			   aux->tp_status & TP_STATUS_VLAN_VALID) {
			tpid = aux->tp_vlan_tpid;
			tci = aux->tp_vlan_tci;
		}
	}
	return compare(data, (size_t)len, tpid, tci);
}
