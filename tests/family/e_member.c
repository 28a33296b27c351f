/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * e_member.c - table test: memberships
 */
#include <net/if.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>
#include "family.h"

static const uint8_t group[8] = { 0x01, 0x00, 0x5e, 0x57, 0x45, 0x49 };
static const uint8_t station_2[8] = { 0x02, 0x57, 0x00, 0x00, 0x00, 0x77 };

static struct packet_mreq mreq(int index, int type, int alen, const uint8_t *address)
{
	struct packet_mreq m = {
		.mr_ifindex = index,
		.mr_type = (unsigned short)type,
		.mr_alen = (unsigned short)alen,
	};

	if (address)
		memcpy(m.mr_address, address, sizeof(m.mr_address));
	return m;
}

static int add(int fd, struct packet_mreq m)
{
	return set(fd, PACKET_ADD_MEMBERSHIP, &m, sizeof(m));
}

static int drop(int fd, struct packet_mreq m)
{
	return set(fd, PACKET_DROP_MEMBERSHIP, &m, sizeof(m));
}

static void errors(void)
{
	struct packet_mreq m = mreq(fam.index, PACKET_MR_PROMISC, 0, NULL);
	int fd = sock(SOCK_RAW, 0);

	call("short", set(fd, PACKET_ADD_MEMBERSHIP, &m, sizeof(m) - 1), EINVAL);
	call("drop.short", set(fd, PACKET_DROP_MEMBERSHIP, &m, sizeof(m) - 1), EINVAL);
	m.mr_alen = 9;
	call("alen_beyond", set(fd, PACKET_ADD_MEMBERSHIP, &m, sizeof(m)), EINVAL);
	call("alen_beyond_drop", set(fd, PACKET_DROP_MEMBERSHIP, &m, sizeof(m)), EINVAL);
	call("pointer", set(fd, PACKET_ADD_MEMBERSHIP, (void *)1, sizeof(m)), EFAULT);
	call("index", add(fd, mreq(987654, PACKET_MR_PROMISC, 0, NULL)), ENODEV);
	call("index_0", add(fd, mreq(0, PACKET_MR_PROMISC, 0, NULL)), ENODEV);
	call("drop.index", drop(fd, mreq(987654, PACKET_MR_PROMISC, 0, NULL)), 0);
	call("alen_8", add(fd, mreq(fam.index, PACKET_MR_MULTICAST, 8, group)), EINVAL);
	call("alen_7_promisc", add(fd, mreq(fam.index, PACKET_MR_PROMISC, 7, group)), EINVAL);
	call("alen_6_promisc", add(fd, mreq(fam.index, PACKET_MR_PROMISC, 6, group)), 0);
}

static void kinds(void)
{
	static const char *const names[] = { "multicast", "promisc", "allmulti", "unicast" };
	char text[40];
	int fd = sock(SOCK_RAW, 0);

	for (int type = 0; type < 4; type++) {
		const uint8_t *address = type == PACKET_MR_UNICAST ? station_2 : group;
		int alen = type == PACKET_MR_MULTICAST || type == PACKET_MR_UNICAST ? 6 : 0;

		call(names[type], add(fd, mreq(fam.index, type, alen, address)), 0);
		snprintf(text, sizeof(text), "%s.drop", names[type]);
		call(text, drop(fd, mreq(fam.index, type, alen, address)), 0);
		snprintf(text, sizeof(text), "%s.drop_again", names[type]);
		call(text, drop(fd, mreq(fam.index, type, alen, address)), 0);
		snprintf(text, sizeof(text), "%s.alen_4", names[type]);
		call(text, add(fd, mreq(fam.index, type, 4, address)), alen ? EINVAL : 0);
	}
	call("unknown", add(fd, mreq(fam.index, 99, 0, NULL)), 0);
	call("unknown.drop", drop(fd, mreq(fam.index, 99, 0, NULL)), 0);
}

/* state: which of the two flags are set, and how many users the group has. */
static void state(const char *when, unsigned int want, unsigned int users)
{
	char text[40];

	snprintf(text, sizeof(text), "%s.flags", when);
	hex(text, link_flags(fam.dev) & (IFF_PROMISC | IFF_ALLMULTI), want);
	snprintf(text, sizeof(text), "%s.users", when);
	num(text, link_groups(fam.dev, group), users);
}

static void counted(void)
{
	const int types[] = { PACKET_MR_PROMISC, PACKET_MR_ALLMULTI, PACKET_MR_MULTICAST };
	int fd = sock(SOCK_RAW, 0), other = sock(SOCK_RAW, 0);

	state("before", 0, 0);
	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < COUNT(types); i++)
			if (add(fd, mreq(fam.index, types[i], i == 2 ? 6 : 0, group)))
				stop("add");
	state("twice", IFF_PROMISC | IFF_ALLMULTI, 1);
	add(other, mreq(fam.index, PACKET_MR_MULTICAST, 6, group));
	state("two_sockets", IFF_PROMISC | IFF_ALLMULTI, 2);
	for (size_t i = 0; i < COUNT(types); i++)
		drop(fd, mreq(fam.index, types[i], i == 2 ? 6 : 0, group));
	state("once_dropped", IFF_PROMISC | IFF_ALLMULTI, 2);
	drop(fd, mreq(fam.index, PACKET_MR_PROMISC, 0, group));
	state("no_promisc", IFF_ALLMULTI, 2);
	close(fd);
	state("closed", 0, 1);
	close(other);
	state("both_closed", 0, 0);
}

/* A device that cannot filter by further addresses is promiscuous instead. */
static void unicast(void)
{
	int fd = sock(SOCK_RAW, 0), other = bound(SOCK_RAW, PROTO);
	struct got g;
	uint8_t frame[60];

	call("add", add(fd, mreq(fam.index, PACKET_MR_UNICAST, 6, station_2)), 0);
	hex("flags", link_flags(fam.dev) & IFF_PROMISC, ANY);
	/* A device may learn of it later. */
	settle();
	build(frame, TO_DEV, PROTO, sizeof(frame));
	memcpy(frame, station_2, MAC_LEN);
	give_raw(frame, sizeof(frame));
	yes("frame", take(other, &g));
	close(fd);
	hex("closed.flags", link_flags(fam.dev) & IFF_PROMISC, 0);
}

const struct fam_case cases_member[] = {
	{ "41", "errors", errors },
	{ "42", "kinds", kinds },
	{ "43", "counted", counted },
	{ "43", "unicast", unicast },
	{ 0 },
};
