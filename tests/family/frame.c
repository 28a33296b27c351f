/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * frame.c - frames for the table test, and the sockets of the harness that send them and see them
 * arrive
 *
 * Byte i of a frame is i, but for its addresses, its types and its last eight bytes: a word and a
 * number by which the witness, a socket for everything that passes dev, knows it. What the
 * witness has seen any other socket gets within fam.settle_ms, or never.
 */
#include <arpa/inet.h>
#include <linux/virtio_net.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>
#include "family.h"

#define WORD_AND_NUMBER 8
#define ARRIVE_MS 10000
#define RESTORE_MS 20000

static const uint8_t mark[4] = { 'w', 'e', 'i', 'r' };

static void nap(unsigned int us)
{
	struct timespec t = { .tv_sec = us / 1000000, .tv_nsec = us % 1000000 * 1000L };

	nanosleep(&t, NULL);
}

static uint64_t now_ms(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static int harness(int index)
{
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_protocol = index == fam.index ? htons(PROTO_ALL) : 0,
		.sll_ifindex = index,
	};
	int fd = socket(AF_PACKET, SOCK_RAW, 0), room = 1 << 22;

	if (fd < 0 || bind(fd, (struct sockaddr *)&to, sizeof(to)))
		stop("harness");
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof(room));
	return fd;
}

void harness_open(void)
{
	fam.witness = harness(fam.index);
	fam.sender = harness(fam.peer_index);
}

/* seen: the witness has got the frame of that number; what it has else is of no interest. */
static bool seen(uint32_t seq, unsigned int ms)
{
	uint8_t data[FRAME_MAX + 64], *tail;
	uint64_t end = now_ms() + ms;
	uint32_t got;
	ssize_t n;

	do {
		while ((n = recv(fam.witness, data, sizeof(data), MSG_DONTWAIT)) >=
		       WORD_AND_NUMBER) {
			tail = data + n - WORD_AND_NUMBER;
			memcpy(&got, tail + 4, 4);
			if (!memcmp(tail, mark, 4) && got == seq)
				return true;
		}
		nap(100);
	} while (now_ms() < end);
	return false;
}

size_t build(uint8_t *frame, enum to to, int protocol, size_t len)
{
	static const uint8_t other[MAC_LEN] = { 0x02, 0x57, 0xee, 0xee, 0xee, 0xee };
	static const uint8_t group[MAC_LEN] = { 0x01, 0x00, 0x5e, 0x57, 0x45, 0x49 };
	static const uint8_t all[MAC_LEN] = { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff };
	const uint8_t *const to_mac[] = { fam.mac, all, group, other };

	for (size_t i = 0; i < len; i++)
		frame[i] = (uint8_t)i;
	memcpy(frame, to_mac[to], MAC_LEN);
	memcpy(frame + MAC_LEN, fam.peer_mac, MAC_LEN);
	frame[12] = (uint8_t)(protocol >> 8);
	frame[13] = (uint8_t)protocol;
	return len;
}

static void number(uint8_t *frame, size_t len)
{
	fam.seq++;
	memcpy(frame + len - WORD_AND_NUMBER, mark, 4);
	memcpy(frame + len - 4, &fam.seq, 4);
}

static void send_now(int fd, uint8_t *frame, size_t len)
{
	number(frame, len);
	if (send(fd, frame, len, 0) != (ssize_t)len)
		stop("send");
}

void settle(void)
{
	nap(fam.settle_ms * 1000);
}

void give_raw(uint8_t *frame, size_t len)
{
	send_now(fam.sender, frame, len);
	errno = ETIMEDOUT;
	if (!seen(fam.seq, ARRIVE_MS))
		stop("arrival");
	settle();
}

void give(enum to to, int protocol, size_t len)
{
	uint8_t frame[FRAME_MAX];

	give_raw(frame, build(frame, to, protocol, len));
}

static void build_tagged(uint8_t *frame, int tci, int inner, int protocol, size_t len)
{
	uint8_t *at = frame + 2 * MAC_LEN;
	const int words[] = { PROTO_VLAN, tci, PROTO_VLAN, inner, protocol };

	build(frame, TO_DEV, protocol, len);
	for (int i = 0; i < 5; i++) {
		if (inner < 0 && (i == 2 || i == 3))
			continue;
		*at++ = (uint8_t)(words[i] >> 8);
		*at++ = (uint8_t)words[i];
	}
}

void give_tagged(int tci, int inner, int protocol, size_t len)
{
	uint8_t frame[FRAME_MAX];

	build_tagged(frame, tci, inner, protocol, len);
	give_raw(frame, len);
}

void give_many(unsigned int n, size_t len)
{
	uint8_t frame[FRAME_MAX];

	build(frame, TO_DEV, PROTO, len);
	while (--n)
		send_now(fam.sender, frame, len);
	give_raw(frame, len);
}

void give_partial(unsigned int start, unsigned int offset, size_t len)
{
	struct {
		struct virtio_net_hdr head;
		uint8_t frame[FRAME_MAX];
	} __attribute__((packed)) f = {
		.head = {
			.flags = VIRTIO_NET_HDR_F_NEEDS_CSUM,
			.csum_start = (uint16_t)start,
			.csum_offset = (uint16_t)offset,
		},
	};
	int fd = harness(fam.peer_index);

	must_set(fd, PACKET_VNET_HDR, 1);
	build(f.frame, TO_DEV, PROTO, len);
	number(f.frame, len);
	shell("ethtool -K %s tx on >/dev/null 2>&1", fam.peer);
	if (send(fd, &f, sizeof(f.head) + len, 0) < 0)
		stop("send");
	errno = ETIMEDOUT;
	if (!seen(fam.seq, ARRIVE_MS))
		stop("arrival");
	shell("ethtool -K %s tx off >/dev/null 2>&1", fam.peer);
	settle();
	close(fd);
}

static void emit_raw(uint8_t *frame, size_t len)
{
	int fd = harness(fam.index);

	memcpy(frame, fam.peer_mac, MAC_LEN);
	memcpy(frame + MAC_LEN, fam.mac, MAC_LEN);
	send_now(fd, frame, len);
	errno = ETIMEDOUT;
	if (!seen(fam.seq, ARRIVE_MS))
		stop("departure");
	settle();
	close(fd);
}

void emit(size_t len)
{
	uint8_t frame[FRAME_MAX];

	build(frame, TO_DEV, PROTO, len);
	emit_raw(frame, len);
}

void emit_tagged(int tci, int inner, size_t len)
{
	uint8_t frame[FRAME_MAX];

	build_tagged(frame, tci, inner, PROTO, len);
	emit_raw(frame, len);
}

/* Right after a link comes up frames still get lost: until one has passed. */
void link_restore(void)
{
	uint64_t end = now_ms() + RESTORE_MS;
	uint8_t frame[64];
	uint32_t from = fam.seq + 1;

	if (!(link_flags(fam.dev) & IFF_UP))
		link_up(fam.dev, true);
	do {
		build(frame, TO_DEV, PROTO_MARK, sizeof(frame));
		number(frame, sizeof(frame));
		if (send(fam.sender, frame, sizeof(frame), 0) > 0 &&
		    seen(fam.seq, fam.seq == from ? 50 : 200)) {
			settle();
			return;
		}
	} while (now_ms() < end);
	errno = ENETDOWN;
	stop("link");
}
