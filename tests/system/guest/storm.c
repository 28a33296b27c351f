/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * storm.c - random calls on sockets of one family, by several processes at once, while frames pass
 *
 *	storm FAMILY IF PEER INDEX SECONDS [SEED]
 *
 * Frames are sent from PEER to IF without end. Each worker opens sockets, sets and reads options,
 * makes rings, maps them, writes random words into what it has mapped, binds, polls, receives, and
 * goes through fork() with mappings; another one takes IF down and up. No answer is expected: that the
 * kernel has nothing to say is what the caller looks for, and that memory and sockets come back.
 * Guards against races between set-up, frames, timers and devices.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define WORKERS 4
#define SOCKETS 3
#define BLOCK 16384u
#define ALL 0x0003

struct side {
	int fd;
	bool shared; /* the socket, not the mapping, with all workers */
	void *map;
	size_t len;
};

static int family, index_if, index_peer, index_gone;
static const char *name_if;
static time_t until;
static uint64_t calls;

static unsigned int any(unsigned int n)
{
	return (unsigned int)random() % n;
}

static int set(int fd, int opt, const void *val, socklen_t len)
{
	return setsockopt(fd, SOL_PACKET, opt, val, len);
}

static void open_one(struct side *s)
{
	s->fd = socket(family, (any(3) ? SOCK_RAW : SOCK_DGRAM) | SOCK_NONBLOCK,
		       any(2) ? htons(ALL) : 0);
	if (s->fd < 0) {
		perror("socket");
		exit(1);
	}
}

static void close_one(struct side *s)
{
	/* In either order. */
	bool first = any(2);

	if (first && !s->shared)
		close(s->fd);
	if (s->map)
		munmap(s->map, s->len);
	if (!first && !s->shared)
		close(s->fd);
	s->map = NULL;
	if (!s->shared)
		open_one(s);
}

static void bind_one(struct side *s)
{
	const int indexes[] = { 0, index_if, index_if, index_peer, index_gone };
	const int protos[] = { 0, ALL, ALL, 0x88b5, 0x0800 };
	struct sockaddr_ll sll = { .sll_family = AF_PACKET,
				   .sll_ifindex = indexes[any(5)],
				   .sll_protocol = htons((uint16_t)protos[any(5)]) };
	int error;
	socklen_t len = sizeof(error);

	bind(s->fd, (struct sockaddr *)&sll, sizeof(sll));
	getsockopt(s->fd, SOL_SOCKET, SO_ERROR, &error, &len);
}

static void ring_one(struct side *s)
{
	struct tpacket_req3 req = { .tp_block_size = BLOCK << any(3),
				    .tp_block_nr = any(4),
				    .tp_frame_size = 2048,
				    .tp_retire_blk_tov = any(3),
				    .tp_sizeof_priv = any(3) * 13,
				    .tp_feature_req_word = any(2) };
	int version = (int)any(3);

	set(s->fd, PACKET_VERSION, &version, sizeof(version));
	req.tp_frame_nr = req.tp_block_size / req.tp_frame_size * req.tp_block_nr;
	s->len = s->map ? s->len : (size_t)req.tp_block_size * req.tp_block_nr;
	set(s->fd, PACKET_RX_RING, &req,
	    version == TPACKET_V3 ? sizeof(req) : sizeof(struct tpacket_req));
}

static void map_one(struct side *s)
{
	if (s->map) {
		munmap(s->map, s->len);
		s->map = NULL;
		return;
	}
	if (s->shared)
		s->len = (size_t)(BLOCK << any(3)) * (1 + any(3));
	s->map = mmap(NULL, s->len, PROT_READ | PROT_WRITE, MAP_SHARED, s->fd, 0);
	if (s->map == MAP_FAILED)
		s->map = NULL;
}

/* Anything anywhere, and the status words of V3 and V2 more often, or nothing would go on. */
static void scribble(struct side *s)
{
	volatile uint32_t *words = s->map;
	size_t n = s->len / sizeof(*words);

	for (int i = 0; words && i < 200; i++)
		words[(size_t)random() % n] = (uint32_t)random();
	for (size_t i = 0; words && i < n; i += 2048 / sizeof(*words)) {
		words[i] = 0;
		words[i + 2] = 0;
	}
}

static void option_one(struct side *s)
{
	const int opts[] = { PACKET_COPY_THRESH, PACKET_AUXDATA,	PACKET_ORIGDEV,
			     PACKET_RESERVE,	 PACKET_LOSS,		PACKET_VNET_HDR,
			     PACKET_TIMESTAMP,	 PACKET_IGNORE_OUTGOING };
	int val = any(4) ? (int)any(2) : (int)any(70000),
	    opt = opts[any(sizeof(opts) / sizeof(*opts))];
	struct tpacket_stats_v3 st;
	socklen_t len = sizeof(st);

	set(s->fd, opt, &val, sizeof(val));
	getsockopt(s->fd, SOL_PACKET, PACKET_STATISTICS, &st, &len);
}

static void member_one(struct side *s)
{
	struct packet_mreq mr = { .mr_ifindex = any(3) ? index_if : index_gone,
				  .mr_type = (uint16_t)any(4),
				  .mr_alen = 6,
				  .mr_address = { 1, 2, 3, 4, 5, (uint8_t)any(3) } };

	set(s->fd, any(2) ? PACKET_ADD_MEMBERSHIP : PACKET_DROP_MEMBERSHIP, &mr, sizeof(mr));
}

static void filter_one(struct side *s)
{
	struct sock_filter some[] = { { 0x28, 0, 0, 12 },
				      { 0x15, 0, 1, 0x88b5 },
				      { 0x6, 0, 0, any(2000) },
				      { 0x6, 0, 0, any(2) } };
	struct sock_fprog prog = { 4, some };
	int none = 0;

	if (any(3))
		setsockopt(s->fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog));
	else
		setsockopt(s->fd, SOL_SOCKET, SO_DETACH_FILTER, &none, sizeof(none));
}

static void take_one(struct side *s)
{
	struct pollfd p = { .fd = s->fd, .events = POLLIN };
	struct sockaddr_ll from;
	socklen_t len = sizeof(from);
	char buf[300];

	poll(&p, 1, (int)any(3));
	for (int i = 0; i < 20; i++)
		if (recvfrom(s->fd, buf, sizeof(buf), MSG_DONTWAIT, (struct sockaddr *)&from,
			     &len) < 0)
			break;
}

static void fork_one(struct side *s)
{
	pid_t pid = fork();

	if (!pid) {
		scribble(s);
		_exit(0);
	}
	waitpid(pid, NULL, 0);
}

static void worker(unsigned int seed, const struct side *shared)
{
	static void (*const all[])(struct side * s) = { close_one,  bind_one,	bind_one,
							ring_one,   ring_one,	map_one,
							scribble,   option_one, member_one,
							filter_one, take_one,	take_one };
	struct side sides[2 * SOCKETS] = { 0 };

	srandom(seed);
	for (int i = 0; i < SOCKETS; i++)
		open_one(&sides[i]);
	memcpy(sides + SOCKETS, shared, SOCKETS * sizeof(*shared));
	while (time(NULL) < until) {
		struct side *s = &sides[any(2 * SOCKETS)];

		calls++;
		if (!any(200))
			fork_one(s);
		else
			all[any(sizeof(all) / sizeof(*all))](s);
	}
	printf("# a worker made %llu calls\n", (unsigned long long)calls);
	exit(0);
}

static void sender(void)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET, .sll_ifindex = index_peer };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);
	uint8_t frame[1514] = { 255, 255, 255, 255, 255, 255, 2, 0, 0, 0, 0, 1, 0x88, 0xb5 };

	while (time(NULL) < until) {
		for (int i = 0; i < 50; i++)
			sendto(fd, frame, 60 + any(1455), 0, (struct sockaddr *)&to, sizeof(to));
		usleep(1000);
	}
	exit(0);
}

static void flapper(void)
{
	struct ifreq req = { 0 };
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	snprintf(req.ifr_name, sizeof(req.ifr_name), "%s", name_if);
	while (time(NULL) < until) {
		usleep(20000 + any(300000));
		ioctl(fd, SIOCGIFFLAGS, &req);
		req.ifr_flags ^= IFF_UP;
		ioctl(fd, SIOCSIFFLAGS, &req);
	}
	exit(0);
}

int main(int argc, char **argv)
{
	unsigned int seed = argc > 6 ? (unsigned int)strtoul(argv[6], NULL, 0) :
				       (unsigned int)time(NULL);
	struct side shared[SOCKETS] = { 0 };
	int status, bad = 0;

	if (argc < 6)
		return 2;
	family = atoi(argv[1]);
	name_if = argv[2];
	index_if = (int)if_nametoindex(argv[2]);
	index_peer = (int)if_nametoindex(argv[3]);
	index_gone = atoi(argv[4]);
	until = time(NULL) + atoi(argv[5]);
	srandom(seed);
	for (int i = 0; i < SOCKETS; i++) {
		open_one(&shared[i]);
		shared[i].shared = true;
	}
	printf("# SEED=%u\n", seed);
	fflush(stdout);
	for (unsigned int i = 0; i < WORKERS + 2; i++) {
		if (fork())
			continue;
		if (i == WORKERS)
			sender();
		if (i > WORKERS)
			flapper();
		worker(seed + i, shared);
	}
	while (wait(&status) > 0)
		bad |= status;
	return bad ? 1 : 0;
}
