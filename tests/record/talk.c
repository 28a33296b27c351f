/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * talk.c - small conversations for tests/record/record.sh, where no stock tool has them
 *
 *   talk serve ADDR PORT BYTES      TCP: answers each request with a head and BYTES of body
 *   talk get ADDR PORT              TCP: sends a request, reads the answer to its end
 *   talk echo ADDR PORT [GROUP]     UDP: sends every datagram back; joins the multicast group
 *   talk udp ADDR PORT SIZE...      UDP: sends a datagram of each size, waits for each to come back
 *   talk cast ADDR PORT SIZE...     UDP: the same to a group or a broadcast address, without waiting
 *   talk sctp ADDR                  SCTP: an INIT chunk in a raw socket, with a correct checksum
 */
#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define MAX_DATAGRAM 65507
#define INIT_LEN 32

static void die(const char *what)
{
	fprintf(stderr, "talk: %s: %s\n", what, strerror(errno));
	exit(1);
}

static struct addrinfo *resolve(const char *addr, const char *port, int type)
{
	struct addrinfo hints = { .ai_socktype = type,
				  .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV };
	struct addrinfo *ai;
	int err = getaddrinfo(addr, port, &hints, &ai);

	if (err) {
		fprintf(stderr, "talk: %s port %s: %s\n", addr, port, gai_strerror(err));
		exit(1);
	}
	return ai;
}

/* Nobody waits for ever: a lost frame ends the program, and with it the recording. */
static int open_socket(const struct addrinfo *ai)
{
	struct timeval limit = { .tv_sec = 5 };
	int on = 1;
	int fd = socket(ai->ai_family, ai->ai_socktype, 0);

	if (fd < 0)
		die("socket");
	if (setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_SOCKET, SO_BROADCAST, &on, sizeof(on)))
		die("setsockopt");
	if (setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)))
		die("SO_SNDTIMEO");
	return fd;
}

static void wait_at_most(int fd, int seconds)
{
	struct timeval limit = { .tv_sec = seconds };

	if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)))
		die("SO_RCVTIMEO");
}

/* Readable text, so that a dump of the savefile shows what it is. */
static void fill(char *buf, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		buf[i] = i % 64 == 63 ? '\n' : (char)('0' + (i / 64 + i % 64) % 75);
}

static void write_all(int fd, const char *buf, size_t len)
{
	while (len) {
		ssize_t n = write(fd, buf, len);

		if (n <= 0)
			die("write");
		buf += n;
		len -= (size_t)n;
	}
}

static _Noreturn void serve(const char *addr, const char *port, size_t bytes)
{
	struct addrinfo *ai = resolve(addr, port, SOCK_STREAM);
	int fd = open_socket(ai);
	char head[256], request[2048];
	char *body = malloc(bytes + 1);

	if (!body)
		die("malloc");
	fill(body, bytes);
	if (bind(fd, ai->ai_addr, ai->ai_addrlen) || listen(fd, 4))
		die("listen");
	for (;;) {
		int conn = accept(fd, NULL, NULL);
		int len;

		if (conn < 0)
			die("accept");
		wait_at_most(conn, 5);
		if (read(conn, request, sizeof(request)) <= 0)
			die("read");
		len = snprintf(head, sizeof(head),
			       "HTTP/1.1 200 OK\r\nServer: talk\r\nContent-Type: text/plain\r\n"
			       "Content-Length: %zu\r\nConnection: close\r\n\r\n",
			       bytes);
		write_all(conn, head, (size_t)len);
		write_all(conn, body, bytes);
		close(conn);
	}
}

static int get(const char *addr, const char *port)
{
	struct addrinfo *ai = resolve(addr, port, SOCK_STREAM);
	int fd = open_socket(ai);
	char buf[4096];
	size_t total = 0;
	ssize_t n;
	int len = snprintf(buf, sizeof(buf),
			   "GET /index.txt HTTP/1.1\r\nHost: %s\r\nAccept: text/plain\r\n\r\n",
			   addr);

	if (connect(fd, ai->ai_addr, ai->ai_addrlen))
		die("connect");
	wait_at_most(fd, 5);
	write_all(fd, buf, (size_t)len);
	while ((n = read(fd, buf, sizeof(buf))) > 0)
		total += (size_t)n;
	if (n < 0)
		die("read");
	close(fd);
	return total ? 0 : 1;
}

static void join(int fd, const char *group)
{
	struct addrinfo *ai = resolve(group, "0", SOCK_DGRAM);
	struct group_req req = { .gr_interface = 0 };
	int level = ai->ai_family == AF_INET6 ? IPPROTO_IPV6 : IPPROTO_IP;

	if (ai->ai_family == AF_INET6)
		req.gr_interface = ((struct sockaddr_in6 *)ai->ai_addr)->sin6_scope_id;
	memcpy(&req.gr_group, ai->ai_addr, ai->ai_addrlen);
	if (setsockopt(fd, level, MCAST_JOIN_GROUP, &req, sizeof(req)))
		die(group);
}

static _Noreturn void echo(const char *addr, const char *port, const char *group)
{
	static char buf[MAX_DATAGRAM];
	struct addrinfo *ai = resolve(addr, port, SOCK_DGRAM);
	int fd = open_socket(ai);

	if (bind(fd, ai->ai_addr, ai->ai_addrlen))
		die("bind");
	if (group)
		join(fd, group);
	for (;;) {
		struct sockaddr_storage peer;
		socklen_t peer_len = sizeof(peer);
		ssize_t n = recvfrom(fd, buf, sizeof(buf), 0, (struct sockaddr *)&peer, &peer_len);

		if (n < 0)
			die("recvfrom");
		if (sendto(fd, buf, (size_t)n, 0, (struct sockaddr *)&peer, peer_len) != n)
			die("sendto");
	}
}

static int udp(const char *addr, const char *port, char **sizes, int answered)
{
	static char out[MAX_DATAGRAM], in[MAX_DATAGRAM];
	struct addrinfo *ai = resolve(addr, port, SOCK_DGRAM);
	int fd = open_socket(ai);

	fill(out, sizeof(out));
	wait_at_most(fd, 5);
	for (; *sizes; sizes++) {
		size_t len = strtoul(*sizes, NULL, 10);

		if (len > sizeof(out) || sendto(fd, out, len, 0, ai->ai_addr, ai->ai_addrlen) < 0)
			die("sendto");
		if (answered &&
		    (recv(fd, in, sizeof(in), 0) != (ssize_t)len || memcmp(in, out, len)))
			die("answer");
	}
	return 0;
}

/* RFC 9260 appendix A: CRC-32C over the packet with a zero checksum, stored little-endian. */
static uint32_t crc32c(const uint8_t *p, size_t len)
{
	uint32_t crc = ~0u;
	int bit;

	while (len--) {
		crc ^= *p++;
		for (bit = 0; bit < 8; bit++)
			crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
	}
	return ~crc;
}

static int sctp(const char *addr)
{
	/* Ports 50000 and 2905, tag 0, checksum; INIT of 20 bytes: tag, window, streams, TSN. */
	uint8_t packet[INIT_LEN + 1] = "\xc3\x50\x0b\x59\0\0\0\0\0\0\0\0"
				       "\1\0\0\x14WEIR\0\1\0\0\0\n\0\n\0\0\0\1";
	struct addrinfo *ai = resolve(addr, "0", SOCK_DGRAM);
	int fd = socket(ai->ai_family, SOCK_RAW, IPPROTO_SCTP);
	uint32_t crc = crc32c(packet, INIT_LEN);
	int i;

	if (fd < 0)
		die("raw socket");
	for (i = 0; i < 4; i++)
		packet[8 + i] = (uint8_t)(crc >> 8 * i);
	if (sendto(fd, packet, INIT_LEN, 0, ai->ai_addr, ai->ai_addrlen) < 0)
		die("sendto");
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 2 ? argv[1] : "";

	if (!strcmp(what, "serve") && argc == 5)
		serve(argv[2], argv[3], strtoul(argv[4], NULL, 10));
	if (!strcmp(what, "get") && argc == 4)
		return get(argv[2], argv[3]);
	if (!strcmp(what, "echo") && (argc == 4 || argc == 5))
		echo(argv[2], argv[3], argv[4]);
	if ((!strcmp(what, "udp") || !strcmp(what, "cast")) && argc > 4)
		return udp(argv[2], argv[3], argv + 4, what[0] == 'u');
	if (!strcmp(what, "sctp") && argc == 3)
		return sctp(argv[2]);
	fprintf(stderr, "usage: talk serve|get|echo|udp|cast|sctp ADDR ..., see talk.c\n");
	return 2;
}
