/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * g_ring.c - table test: which rings can be made, and when
 */
#define _GNU_SOURCE
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>
#include "family.h"
#include "ring.h"

static int try(int version, unsigned int reserve, struct tpacket_req3 req, int option)
{
	int fd = sock(SOCK_RAW, 0), ret, error;

	must_set(fd, PACKET_VERSION, version);
	must_set(fd, PACKET_RESERVE, (int)reserve);
	ret = set(fd, option, &req,
		  version == TPACKET_V3 ? sizeof(req) : sizeof(struct tpacket_req));
	error = errno;
	close(fd);
	errno = error;
	return ret;
}

static void geometry_of(const char *name, int version)
{
	static const struct {
		const char *name;
		unsigned int block, nr, frame, frames;
		int want;
	} t[] = {
		{ "good", 4096, 4, 2048, 8, 0 },
		{ "block_0", 0, 4, 2048, 8, EINVAL },
		{ "block_page", 4096 + 2048, 4, 2048, 12, EINVAL },
		{ "block_negative", 0x80000000, 1, 2048, 0x100000, EINVAL },
		{ "frame_0", 4096, 4, 0, 0, EINVAL },
		{ "frame_16", 4096, 4, 2040, 8, EINVAL },
		{ "frame_small", 4096, 4, 48, 340, EINVAL },
		{ "frame_odd", 4096, 4, 1360, 12, 0 },
		{ "frame_large", 4096, 4, 8192, 2, EINVAL },
		{ "frame_all", 4096, 4, 4096, 4, 0 },
		{ "frames_less", 4096, 4, 2048, 7, EINVAL },
		{ "frames_more", 4096, 4, 2048, 9, EINVAL },
		{ "frames_0", 4096, 4, 2048, 0, EINVAL },
		{ "large_blocks", 65536, 3, 65536, 3, 0 },
	};
	char text[60];

	for (size_t i = 0; i < COUNT(t); i++) {
		struct tpacket_req3 req = { t[i].block, t[i].nr, t[i].frame, t[i].frames, 10, 0, 0 };

		snprintf(text, sizeof(text), "%s.%s", name, t[i].name);
		call(text, try(version, 0, req, PACKET_RX_RING), t[i].want);
	}
}

static void geometry(void)
{
	geometry_of("v2", TPACKET_V2);
	geometry_of("v3", TPACKET_V3);
}

static void header_lengths(void)
{
	struct tpacket_req3 v2 = { 4096, 1, 64, 64, 10, 0, 0 };
	struct tpacket_req3 v3 = { 4096, 1, 80, 51, 10, 0, 0 };

	call("v2.least", try(TPACKET_V2, 12, v2, PACKET_RX_RING), 0);
	call("v2.less", try(TPACKET_V2, 13, v2, PACKET_RX_RING), EINVAL);
	call("v3.least", try(TPACKET_V3, 12, v3, PACKET_RX_RING), 0);
	call("v3.less", try(TPACKET_V3, 13, v3, PACKET_RX_RING), EINVAL);
	call("v2.most", try(TPACKET_V2, 0x7fffffff, v2, PACKET_RX_RING), EINVAL);
	call("v3.most", try(TPACKET_V3, 0x7fffffff, v3, PACKET_RX_RING), EINVAL);
}

/* 48 of block header and 68 of the packet's: 3,980 are left of 4,096. */
static void private_area(void)
{
	static const struct {
		const char *name;
		unsigned int priv, reserve;
		int want;
	} t[] = {
		{ "most", 3976, 0, 0 },
		{ "more", 3977, 0, EINVAL },
		{ "reserve", 3976, 4, 0 },
		{ "reserve_more", 3976, 5, EINVAL },
		{ "block", 4096, 0, EINVAL },
		{ "2g", 0x80000000, 0, EINVAL },
		{ "wraps", 0xffffffc0, 0, EINVAL },
		{ "all", 0xffffffff, 0, EINVAL },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct tpacket_req3 req = { 4096, 2, 256, 32, 10, t[i].priv, 0 };

		call(t[i].name, try(TPACKET_V3, t[i].reserve, req, PACKET_RX_RING), t[i].want);
	}
}

static void busy(void)
{
	struct tpacket_req3 none = { 0 }, some = { .tp_frame_nr = 8 };
	struct tpacket_req3 huge = { 4096, 0x20000000, 4096, 0x20000000, 10, 0, 0 };
	struct ring r = { 0 };
	struct tpacket_req3 req;
	const socklen_t len = sizeof(struct tpacket_req);

	ring_open(&r);
	req = ring_req(&r);
	call("second.mapped", set(r.fd, PACKET_RX_RING, &req, len), EBUSY);
	call("free.mapped", set(r.fd, PACKET_RX_RING, &none, len), EBUSY);
	if (munmap(r.map, r.size))
		stop("munmap");
	call("second", set(r.fd, PACKET_RX_RING, &req, len), EBUSY);
	call("free.frames", set(r.fd, PACKET_RX_RING, &some, len), EINVAL);
	call("free", set(r.fd, PACKET_RX_RING, &none, len), 0);
	call("mmap", mmap(NULL, r.size, PROT_READ, MAP_SHARED, r.fd, 0) == MAP_FAILED ? -1 : 0,
	     EINVAL);
	call("free.again", set(r.fd, PACKET_RX_RING, &none, len), 0);
	call("anew", set(r.fd, PACKET_RX_RING, &req, len), 0);
	call("version", set_int(r.fd, PACKET_VERSION, TPACKET_V3), EBUSY);
	call("huge", try(TPACKET_V2, 0, huge, PACKET_RX_RING), ENOMEM);
}

static void tx_of_v3(void)
{
	static const struct {
		const char *name;
		unsigned int tov, priv, feature;
		int want;
	} t[] = {
		{ "plain", 0, 0, 0, 0 },
		{ "tov", 1, 0, 0, EINVAL },
		{ "priv", 0, 8, 0, EINVAL },
		{ "feature", 0, 0, 1, EINVAL },
	};

	for (size_t i = 0; i < COUNT(t); i++) {
		struct tpacket_req3 req = { 4096, 2, 2048, 4, t[i].tov, t[i].priv, t[i].feature };

		call(t[i].name, try(TPACKET_V3, 0, req, PACKET_TX_RING), t[i].want);
	}
}

static int poor_ring(void)
{
	struct rlimit least = { 4096, 4096 };
	struct tpacket_req3 req = { 1 << 20, 1, 1 << 20, 1, 10, 0, 0 };
	int fd = must_set(sock(SOCK_RAW, 0), PACKET_VERSION, TPACKET_V2);

	if (setrlimit(RLIMIT_MEMLOCK, &least))
		return ENOTSUP;
	drop_caps();
	return set(fd, PACKET_RX_RING, &req, sizeof(struct tpacket_req)) ? errno : 0;
}

static void memlock(void)
{
	int error = run_child(poor_ring);

	errno = error;
	call("over_limit", error ? -1 : 0, 0);
}

static void before_and_after(void)
{
	struct tpacket_req3 req = { 4096, 4, 2048, 8, 10, 0, 0 };
	struct ring early = { 0 }, late = { 0 };
	struct got g;

	/* ring_open() binds last. */
	ring_open(&early);
	late.fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VERSION, TPACKET_V2);
	give(TO_DEV, PROTO, 60);
	call("after_bind", set(late.fd, PACKET_RX_RING, &req, sizeof(struct tpacket_req)), 0);
	call("purged", recv(late.fd, g.data, 1, MSG_DONTWAIT), EAGAIN);
	late.map = mmap(NULL, 16384, PROT_READ | PROT_WRITE, MAP_SHARED, late.fd, 0);
	if (late.map == MAP_FAILED)
		stop("mmap");
	give(TO_DEV, PROTO, 60);
	yes("early", slot_wait(&early, 0));
	yes("late", slot_wait(&late, 0));
	where("name", name_of(late.fd, NULL).sll_ifindex, fam.index);
}

static void purged(void)
{
	struct tpacket_req3 req = { 4096, 4, 2048, 8, 10, 0, 0 }, no = { 0 };
	int fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VERSION, TPACKET_V3);
	unsigned int packets, drops;
	struct got g;

	give_many(3, 60);
	call("ring", set(fd, PACKET_RX_RING, &req, sizeof(req)), 0);
	call("empty", recv(fd, g.data, 1, MSG_DONTWAIT), EAGAIN);
	/* No mapping: the ring takes it all the same. */
	give(TO_DEV, PROTO, 60);
	call("in_ring", recv(fd, g.data, 1, MSG_DONTWAIT), EAGAIN);
	call("free", set(fd, PACKET_RX_RING, &no, sizeof(no)), 0);
	give(TO_DEV, PROTO, 61);
	yes("frame", take(fd, &g));
	num("frame.len", g.len, 61);
	yes("stats", stats(fd, &packets, &drops));
	num("packets", packets, 5);
	num("drops", drops, 0);
}

const struct fam_case cases_ring[] = {
	{ "59", "geometry", geometry },
	{ "60", "header_lengths", header_lengths },
	{ "61", "private", private_area },
	{ "62", "busy", busy },
	{ "63", "v3_tx", tx_of_v3 },
	{ "66c", "memlock", memlock },
	{ "67", "before_and_after_bind", before_and_after },
	{ "68", "purged", purged },
	{ 0 },
};
