/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * f_get.c - table test: getsockopt(SOL_PACKET)
 */
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "family.h"

static void lengths(void)
{
	int fd = must_set(sock(SOCK_RAW, 0), PACKET_RESERVE, 0x01020304);
	uint8_t value[100];
	socklen_t len = (socklen_t)-1;

	memset(value, 0xff, sizeof(value));
	call("negative", getsockopt(fd, SOL_PACKET, PACKET_RESERVE, value, &len), EINVAL);
	len = 2;
	call("two", getsockopt(fd, SOL_PACKET, PACKET_RESERVE, value, &len), 0);
	num("two.len", len, 2);
	num("two.first", value[0], 4);
	num("two.beyond", value[2], 0xff);
	len = sizeof(value);
	call("more", getsockopt(fd, SOL_PACKET, PACKET_RESERVE, value, &len), 0);
	num("more.len", len, 4);
	len = 0;
	call("zero", getsockopt(fd, SOL_PACKET, PACKET_RESERVE, value, &len), 0);
	num("zero.len", len, 0);
	len = 4;
	call("pointer", getsockopt(fd, SOL_PACKET, PACKET_RESERVE, (void *)1, &len), EFAULT);
	call("len_pointer", getsockopt(fd, SOL_PACKET, PACKET_RESERVE, value, (void *)1), EFAULT);
	len = 5;
	call("statistics", getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, value, &len), 0);
	num("statistics.len", len, 5);
	call("level", getsockopt(fd, 0, PACKET_RESERVE, value, &len), ENOPROTOOPT);
}

static void stats_of(const char *name, int version, unsigned int want_len)
{
	struct tpacket_stats_v3 st = { 0 };
	socklen_t len = 100;
	char text[40];
	union {
		struct tpacket_stats_v3 st;
		uint8_t bytes[100];
	} u;
	int fd = must_set(bound(SOCK_RAW, PROTO), PACKET_VERSION, version);

	give_many(3, 60);
	memset(&u, 0xff, sizeof(u));
	call(name, getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &u, &len), 0);
	snprintf(text, sizeof(text), "%s.len", name);
	num(text, len, want_len);
	snprintf(text, sizeof(text), "%s.packets", name);
	num(text, u.st.tp_packets, 3);
	snprintf(text, sizeof(text), "%s.drops", name);
	num(text, u.st.tp_drops, 0);
	snprintf(text, sizeof(text), "%s.freezes", name);
	num(text, u.st.tp_freeze_q_cnt, want_len == 12 ? 0 : 0xffffffff);
	len = sizeof(st);
	if (getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &st, &len))
		stop("PACKET_STATISTICS");
	snprintf(text, sizeof(text), "%s.again", name);
	num(text, st.tp_packets, 0);
	close(fd);
}

static void statistics(void)
{
	uint32_t packets = 0;
	socklen_t len = sizeof(packets);
	int fd;

	stats_of("v1", TPACKET_V1, 8);
	stats_of("v2", TPACKET_V2, 8);
	stats_of("v3", TPACKET_V3, 12);
	/* Half of them read are both cleared. */
	fd = bound(SOCK_RAW, PROTO);
	give_many(2, 60);
	call("half", getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &packets, &len), 0);
	num("half.len", len, 4);
	num("half.packets", packets, 2);
	call("half_again", getsockopt(fd, SOL_PACKET, PACKET_STATISTICS, &packets, &len), 0);
	num("half_again.packets", packets, 0);
}

static void header_length(void)
{
	static const struct {
		const char *name;
		int in, err, out;
	} t[] = {
		{ "v1", TPACKET_V1, 0, 32 },	{ "v2", TPACKET_V2, 0, 32 },
		{ "v3", TPACKET_V3, 0, 48 },	{ "v4", 3, EINVAL, 3 },
		{ "negative", -1, EINVAL, -1 },
	};
	int fd = sock(SOCK_RAW, 0), value;
	char text[40];
	socklen_t len;

	for (size_t i = 0; i < COUNT(t); i++) {
		value = t[i].in;
		len = sizeof(value);
		call(t[i].name, getsockopt(fd, SOL_PACKET, PACKET_HDRLEN, &value, &len), t[i].err);
		snprintf(text, sizeof(text), "%s.is", t[i].name);
		num(text, value, t[i].out);
	}
	value = TPACKET_V3;
	len = 3;
	call("short", getsockopt(fd, SOL_PACKET, PACKET_HDRLEN, &value, &len), EINVAL);
	len = 2;
	call("shorter", getsockopt(fd, SOL_PACKET, PACKET_HDRLEN, &value, &len), EINVAL);
	len = 4;
	call("pointer", getsockopt(fd, SOL_PACKET, PACKET_HDRLEN, (void *)1, &len), EFAULT);
}

static void no_fanout(void)
{
	struct tpacket_rollover_stats roll;
	socklen_t len = sizeof(roll);
	int fd = sock(SOCK_RAW, 0);

	num("fanout", get_int(fd, PACKET_FANOUT), 0);
	call("rollover", getsockopt(fd, SOL_PACKET, PACKET_ROLLOVER_STATS, &roll, &len), EINVAL);
}

static void readable(void)
{
	static const uint8_t reads[] = { 6, 8, 9, 10, 11, 12, 14, 15, 17, 18, 19, 20, 23 };
	uint8_t value[100];
	socklen_t len;
	char text[16];
	int fd = sock(SOCK_RAW, 0), want;

	for (int option = -1; option < 27; option++) {
		len = sizeof(value);
		memset(value, 0, sizeof(value));
		want = ENOPROTOOPT;
		if (option > 0 && memchr(reads, option, sizeof(reads)))
			want = 0;
		if (option == PACKET_ROLLOVER_STATS)
			want = EINVAL;
		/* Depends on the kernel: the first became readable, the others came later. */
		if (option == PACKET_COPY_THRESH || option >= 24)
			want = ANY_ERR;
		snprintf(text, sizeof(text), "o%d", option);
		call(text, getsockopt(fd, SOL_PACKET, option, value, &len), want);
		if (want)
			continue;
		snprintf(text, sizeof(text), "o%d.len", option);
		num(text, len, option == PACKET_STATISTICS ? 8 : 4);
	}
}

const struct fam_case cases_get[] = {
	{ "54", "lengths", lengths },	   { "55", "statistics", statistics },
	{ "56", "hdrlen", header_length }, { "57", "no_fanout", no_fanout },
	{ "58", "readable", readable },	   { 0 },
};
