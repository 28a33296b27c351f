// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_tap.c - what Linux sends on a tap interface comes in at the card's port, byte for byte
 *
 * Guards against frames that are lost while the card does not receive, cut, padded or out of order, and
 * against a server that asks without end for an interface that was deleted. In a network namespace of its
 * own, so that nothing else sends there.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if.h>
#include <linux/if_packet.h>
#include <linux/rtnetlink.h>
#include <sched.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "ring.h"

#define NAME "weirtest0"

/* IPv6 would announce itself. */
static void silence(void)
{
	int fd = open("/proc/sys/net/ipv6/conf/" NAME "/disable_ipv6", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	assert_int_equal(write(fd, "1", 1), 1);
	close(fd);
}

/* The interface up, with room for every frame of the savefile; a socket on it. */
static int open_if(struct sockaddr_ll *ll)
{
	struct ifreq ifr = { .ifr_mtu = 9600 };
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);

	assert_true(fd >= 0);
	strcpy(ifr.ifr_name, NAME);
	assert_int_equal(ioctl(fd, SIOCSIFMTU, &ifr), 0);
	silence();
	ifr.ifr_flags = IFF_UP;
	assert_int_equal(ioctl(fd, SIOCSIFFLAGS, &ifr), 0);
	assert_int_equal(ioctl(fd, SIOCGIFINDEX, &ifr), 0);
	*ll = (struct sockaddr_ll){ .sll_family = AF_PACKET, .sll_ifindex = ifr.ifr_ifindex };
	return fd;
}

/* A card on the interface, with a driver of which no ring is there yet; returns the socket. */
static int begin(struct frames *frames, struct server *s, struct client *c, struct sockaddr_ll *ll)
{
	int fd;

	frames_load(frames, "tests/golden/traffic.pcap");
	server_start(s, (const char *const[]){ "--port", "tap:" NAME, NULL });
	fd = open_if(ll);
	client_connect(c, s);
	client_begin(c);
	client_drive(c);
	return fd;
}

static void test_tap(void **state)
{
	struct frames frames;
	struct sockaddr_ll ll;
	struct server s;
	struct client c;
	struct ring r = { 0 };
	unsigned int i;
	int fd;

	(void)state;
	fd = begin(&frames, &s, &c, &ll);
	for (i = 0; i < frames.nr; i++) {
		/* Half of them wait in Linux. */
		if (i == frames.nr / 2)
			ring_start(&r, &c);
		if (sendto(fd, frames.frame[i].data, frames.frame[i].len, 0, (struct sockaddr *)&ll,
			   sizeof(ll)) != (ssize_t)frames.frame[i].len)
			fail_msg("frame %u of %u bytes: %s", i, frames.frame[i].len, strerror(errno));
	}
	ring_wait(&r, &c, &frames, frames.nr);
	assert_int_equal(r.seen, frames.nr);
	client_close(&c);
	close(fd);
	assert_int_equal(server_stop(&s), 0);
	assert_int_equal(server_json(&s, "frames"), frames.nr);
	assert_int_equal(server_json(&s, "rx_frames"), frames.nr);
	frames_free(&frames);
	server_remove(&s);
}

/* As "ip link delete" does. */
static void delete_if(const struct sockaddr_ll *ll)
{
	struct {
		struct nlmsghdr h;
		struct ifinfomsg i;
	} m = { { sizeof(m), RTM_DELLINK, NLM_F_REQUEST | NLM_F_ACK, 1, 0 },
		{ .ifi_index = ll->sll_ifindex } };
	struct { struct nlmsghdr h; struct nlmsgerr e; } answer;
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	assert_int_equal(send(fd, &m, sizeof(m), 0), sizeof(m));
	assert_true(recv(fd, &answer, sizeof(answer), 0) >= (ssize_t)sizeof(answer));
	assert_int_equal(answer.h.nlmsg_type, NLMSG_ERROR);
	assert_int_equal(answer.e.error, 0);
	close(fd);
}

/* The interface goes while the card receives: said once, and then the server sleeps. */
static void test_deleted(void **state)
{
	static const char line[] = "the tap interface is gone";
	struct frames frames;
	struct sockaddr_ll ll;
	unsigned long before;
	struct server s;
	struct client c;
	struct ring r;
	int fd;

	(void)state;
	fd = begin(&frames, &s, &c, &ll);
	ring_start(&r, &c);
	assert_true(sendto(fd, frames.frame[0].data, frames.frame[0].len, 0, (struct sockaddr *)&ll,
			   sizeof(ll)) > 0);
	ring_wait(&r, &c, &frames, 1);
	delete_if(&ll);
	assert_true(server_said(&s, line));
	before = server_ticks(&s);
	usleep(600000);
	assert_in_range(server_ticks(&s) - before, 0, (unsigned long)sysconf(_SC_CLK_TCK) / 10);
	assert_int_equal(server_times(&s, line), 1);
	assert_int_equal(weir_hw_rd32(&c.hw, WEIR_ID_MAGIC), WEIR_ID_MAGIC_RESET);
	client_close(&c);
	close(fd);
	assert_int_equal(server_stop(&s), 0);
	assert_int_equal(server_json(&s, "frames"), 1);
	frames_free(&frames);
	server_remove(&s);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(test_tap), cmocka_unit_test(test_deleted) };

	if (unshare(CLONE_NEWNET) || access("/dev/net/tun", R_OK | W_OK)) {
		printf("needs a network namespace and /dev/net/tun: %s\n", strerror(errno));
		return 77;
	}
	return cmocka_run_group_tests(tests, NULL, NULL);
}
