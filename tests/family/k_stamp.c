/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * k_stamp.c - table test: timestamps in rings, and the virtio header
 */
#include <arpa/inet.h>
#include <linux/net_tstamp.h>
#include <linux/virtio_net.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"

#define TS_BITS (TP_STATUS_TS_SOFTWARE | TP_STATUS_TS_SYS_HARDWARE | TP_STATUS_TS_RAW_HARDWARE)

/* stamping: because of such a socket the kernel stamps every frame on its arrival, some time later. */
static void stamping(void)
{
	struct timespec wait = { .tv_nsec = 100000000 };
	int fd = socket(AF_PACKET, SOCK_RAW, 0), one = 1;

	if (setsockopt(fd, SOL_SOCKET, SO_TIMESTAMPNS, &one, sizeof(one)))
		stop("SO_TIMESTAMPNS");
	nanosleep(&wait, NULL);
}

static void stamp_of(const char *name, int version, int asked)
{
	struct ring r = { .version = version, .tov_ms = 10 };
	uint32_t status, sec, nsec;
	char text[40];

	r.fd = must_set(sock(SOCK_RAW, 0), PACKET_TIMESTAMP, asked);
	ring_open(&r);
	give(TO_DEV, PROTO, 60);
	errno = ETIMEDOUT;
	if (version == TPACKET_V2) {
		struct tpacket2_hdr *h = slot_wait(&r, 0);

		if (!h)
			stop("frame");
		status = h->tp_status;
		sec = h->tp_sec;
		nsec = h->tp_nsec;
	} else {
		struct tpacket3_hdr *p = block_wait(&r, 0) ? packet_at(&r, 0, 0) : NULL;

		if (!p)
			stop("frame");
		status = p->tp_status;
		sec = p->tp_sec;
		nsec = p->tp_nsec;
	}
	/* A device that stamps has a clock of its own, and its own answer to RAW_HARDWARE. */
	snprintf(text, sizeof(text), "%s.bits", name);
	hex(text, status & TS_BITS,
	    asked & SOF_TIMESTAMPING_RAW_HARDWARE ? ANY : TP_STATUS_TS_SOFTWARE);
	snprintf(text, sizeof(text), "%s.now", name);
	if (!(status & TP_STATUS_TS_RAW_HARDWARE))
		yes(text, is_now(sec, nsec));
	close(r.fd);
}

static void sources(void)
{
	stamping();
	stamp_of("v2.default", TPACKET_V2, 0);
	stamp_of("v2.software", TPACKET_V2, SOF_TIMESTAMPING_SOFTWARE);
	stamp_of("v2.raw", TPACKET_V2, SOF_TIMESTAMPING_RAW_HARDWARE);
	stamp_of("v3.default", TPACKET_V3, 0);
	stamp_of("v3.raw", TPACKET_V3, SOF_TIMESTAMPING_RAW_HARDWARE);
}

static void sys_hardware(void)
{
	stamping();
	stamp_of("v2", TPACKET_V2, SOF_TIMESTAMPING_SYS_HARDWARE);
	stamp_of("v3", TPACKET_V3, SOF_TIMESTAMPING_SYS_HARDWARE);
}

static int64_t real_ns(void)
{
	struct timespec t;

	clock_gettime(CLOCK_REALTIME, &t);
	return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

/* One frame into rings of both kinds: its time is between that of before and that of after. */
static void units(void)
{
	struct ring two = { 0 }, three = { .version = TPACKET_V3, .tov_ms = 20 };
	struct tpacket3_hdr *p;
	struct tpacket2_hdr *h;
	int64_t before, after, two_ns, three_ns;

	ring_open(&two);
	ring_open(&three);
	before = real_ns();
	give(TO_DEV, PROTO, 60);
	h = slot_wait(&two, 0);
	p = block_wait(&three, 0) ? packet_at(&three, 0, 0) : NULL;
	errno = ETIMEDOUT;
	if (!h || !p)
		stop("frame");
	after = real_ns();
	two_ns = (int64_t)h->tp_sec * 1000000000 + h->tp_nsec;
	three_ns = (int64_t)p->tp_sec * 1000000000 + p->tp_nsec;
	yes("v2.ns", h->tp_nsec < 1000000000 && before <= two_ns && two_ns <= after);
	yes("v3.ns", p->tp_nsec < 1000000000 && before <= three_ns && three_ns <= after);
	num("v2.sec.size", sizeof(h->tp_sec), 4);
	num("v3.sec.size", sizeof(p->tp_sec), 4);
}

static void vnet_says(const char *name, const uint8_t *at)
{
	struct virtio_net_hdr head;
	char text[40];

	memcpy(&head, at, sizeof(head));
	snprintf(text, sizeof(text), "%s.flags", name);
	num(text, head.flags, 0);
	snprintf(text, sizeof(text), "%s.gso", name);
	num(text, head.gso_type, VIRTIO_NET_HDR_GSO_NONE);
	snprintf(text, sizeof(text), "%s.hdr_len", name);
	num(text, head.hdr_len, 0);
	snprintf(text, sizeof(text), "%s.csum_start", name);
	num(text, head.csum_start, 0);
}

static void vnet_receive(void)
{
	struct ring two = { .reserve = 4 }, three = { .version = TPACKET_V3, .tov_ms = 20 };
	int fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VNET_HDR, 1);
	struct tpacket3_hdr *p;
	struct tpacket2_hdr *h;
	struct got g;

	two.fd = must_set(sock(SOCK_RAW, 0), PACKET_VNET_HDR, 1);
	three.fd = must_set(sock(SOCK_RAW, 0), PACKET_VNET_HDR, 1);
	ring_open(&two);
	ring_open(&three);
	give(TO_DEV, PROTO, 60);
	yes("recv", take(fd, &g));
	num("recv.len", g.len, 70);
	vnet_says("recv", g.data);
	yes("recv.data", frame_ok(g.data + 10, 0, 52));
	h = slot_wait(&two, 0);
	p = block_wait(&three, 0) ? packet_at(&three, 0, 0) : NULL;
	errno = ETIMEDOUT;
	if (!h || !p)
		stop("frame");
	num("v2.mac", h->tp_mac, V2_MAC + 14);
	num("v2.snaplen", h->tp_snaplen, 60);
	vnet_says("v2", (uint8_t *)h + h->tp_mac - 10);
	num("v3.mac", p->tp_mac, V3_MAC + 10);
	num("v3.snaplen", p->tp_snaplen, 60);
	vnet_says("v3", (uint8_t *)p + p->tp_mac - 10);
	/* Too short for the header. */
	give(TO_DEV, PROTO, 60);
	call("short", take_flags(fd, &g, 9, 0) ? 0 : (errno = g.error, -1), EINVAL);
}

static void vnet_partial(void)
{
	int fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VNET_HDR, 1),
	    plain = must_set(bound(SOCK_RAW, PROTO), PACKET_AUXDATA, 1);
	const struct tpacket_auxdata *aux;
	struct virtio_net_hdr head;
	struct got g;

	give_partial(34, 6, 100);
	yes("recv", take(fd, &g));
	memcpy(&head, g.data, sizeof(head));
	num("flags", head.flags, fam.pair ? VIRTIO_NET_HDR_F_NEEDS_CSUM : ANY);
	num("csum_start", head.csum_start, fam.pair ? 34 : ANY);
	num("csum_offset", head.csum_offset, fam.pair ? 6 : ANY);
	aux = take(plain, &g) ? control(&g, SOL_PACKET, PACKET_AUXDATA, sizeof(*aux)) : NULL;
	yes("aux", aux);
	if (aux)
		hex("aux.status", aux->tp_status,
		    fam.pair ? TP_STATUS_USER | TP_STATUS_CSUMNOTREADY : ANY);
}

static void vnet_send(void)
{
	int fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VNET_HDR, 1);
	uint8_t frame[70] = { 0 };

	build(frame + 10, TO_ALL, PROTO, 60);
	call("with", send(fd, frame, sizeof(frame), 0), 0);
	call("short", send(fd, frame, 9, 0), EINVAL);
	frame[1] = 99;
	call("bad_gso", send(fd, frame, sizeof(frame), 0), EINVAL);
}

const struct fam_case cases_stamp[] = {
	{ "106", "sources", sources },
	{ "107", "sys_hardware", sys_hardware },
	{ "108", "units", units },
	{ "110", "vnet_receive", vnet_receive },
	{ "110", "vnet_partial", vnet_partial },
	{ "110", "vnet_send", vnet_send },
	{ 0 },
};
