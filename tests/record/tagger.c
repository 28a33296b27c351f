/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * tagger.c - a VLAN device out of a TAP device: tagger TAP LINK TPID:TCI [TPID:TCI]
 *
 * What the kernel sends to TAP goes out of LINK with the tags in front of its ethertype; what LINK
 * receives with exactly these tags goes back without them. It stands in for the kernel's 8021q
 * module, which is not everywhere, and it can nest 802.1ad and 802.1Q. Hexadecimal numbers.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>
#include <arpa/inet.h>

#define MAX_FRAME 16384
#define MAX_TAGS 2
#define ADDRS 12 /* bytes before the ethertype or the first tag */

static uint8_t tags[4 * MAX_TAGS];
static size_t tags_len;

static void die(const char *what)
{
	fprintf(stderr, "tagger: %s: %s\n", what, strerror(errno));
	exit(1);
}

static void parse_tags(char **text)
{
	for (; *text; text++, tags_len += 4) {
		unsigned int tpid, tci;

		if (tags_len == sizeof(tags) || sscanf(*text, "%x:%x", &tpid, &tci) != 2 ||
		    tpid > 0xffff || tci > 0xffff) {
			fprintf(stderr, "tagger: bad tag %s\n", *text);
			exit(2);
		}
		tags[tags_len] = (uint8_t)(tpid >> 8);
		tags[tags_len + 1] = (uint8_t)tpid;
		tags[tags_len + 2] = (uint8_t)(tci >> 8);
		tags[tags_len + 3] = (uint8_t)tci;
	}
}

static int open_tap(const char *name)
{
	struct ifreq req = { .ifr_flags = IFF_TAP | IFF_NO_PI };
	int fd = open("/dev/net/tun", O_RDWR);

	if (fd < 0)
		die("/dev/net/tun");
	snprintf(req.ifr_name, sizeof(req.ifr_name), "%s", name);
	if (ioctl(fd, TUNSETIFF, &req))
		die(name);
	return fd;
}

static int open_link(const char *name)
{
	struct sockaddr_ll addr = {
		.sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(name),
	};
	struct packet_mreq promisc = { .mr_ifindex = addr.sll_ifindex,
				       .mr_type = PACKET_MR_PROMISC };
	int on = 1;
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	if (fd < 0 || setsockopt(fd, SOL_PACKET, PACKET_AUXDATA, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_IGNORE_OUTGOING, &on, sizeof(on)) ||
	    setsockopt(fd, SOL_PACKET, PACKET_ADD_MEMBERSHIP, &promisc, sizeof(promisc)) ||
	    bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		die(name);
	return fd;
}

static void to_link(int tap, int link)
{
	uint8_t buf[MAX_FRAME];
	ssize_t n = read(tap, buf + tags_len, sizeof(buf) - tags_len);

	if (n < ADDRS)
		die("read from the TAP device");
	memmove(buf, buf + tags_len, ADDRS);
	memcpy(buf + ADDRS, tags, tags_len);
	if (write(link, buf, (size_t)n + tags_len) < 0 && errno != ENETDOWN)
		die("write to the link");
}

/* The kernel lifts the outer tag of a frame; it comes back in the auxiliary data. */
static size_t outer_tag(struct msghdr *msg, uint8_t *tag)
{
	struct cmsghdr *c;

	for (c = CMSG_FIRSTHDR(msg); c; c = CMSG_NXTHDR(msg, c)) {
		struct tpacket_auxdata aux;

		if (c->cmsg_level != SOL_PACKET || c->cmsg_type != PACKET_AUXDATA)
			continue;
		memcpy(&aux, CMSG_DATA(c), sizeof(aux));
		if (!(aux.tp_status & TP_STATUS_VLAN_VALID))
			return 0;
		tag[0] = (uint8_t)(aux.tp_vlan_tpid >> 8);
		tag[1] = (uint8_t)aux.tp_vlan_tpid;
		tag[2] = (uint8_t)(aux.tp_vlan_tci >> 8);
		tag[3] = (uint8_t)aux.tp_vlan_tci;
		return 4;
	}
	return 0;
}

static void to_tap(int link, int tap)
{
	uint8_t buf[MAX_FRAME], tag[4];
	char control[256];
	struct iovec iov = { .iov_base = buf, .iov_len = sizeof(buf) };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = control,
		.msg_controllen = sizeof(control),
	};
	ssize_t n = recvmsg(link, &msg, 0);
	size_t inner = tags_len - 4;

	if (n < 0 && errno == ENETDOWN)
		return;
	if (n < 0)
		die("read from the link");
	if (outer_tag(&msg, tag) != 4 || memcmp(tag, tags, 4) || (size_t)n < ADDRS + inner + 2 ||
	    memcmp(buf + ADDRS, tags + 4, inner))
		return;
	memmove(buf + inner, buf, ADDRS);
	if (write(tap, buf + inner, (size_t)n - inner) < 0 && errno != EIO)
		die("write to the TAP device");
}

int main(int argc, char **argv)
{
	struct pollfd fds[2];

	if (argc < 4) {
		fprintf(stderr, "usage: tagger TAP LINK TPID:TCI [TPID:TCI]\n");
		return 2;
	}
	parse_tags(argv + 3);
	fds[0] = (struct pollfd){ .fd = open_tap(argv[1]), .events = POLLIN };
	fds[1] = (struct pollfd){ .fd = open_link(argv[2]), .events = POLLIN };
	for (;;) {
		if (poll(fds, 2, -1) < 0)
			die("poll");
		if (fds[0].revents & POLLIN)
			to_link(fds[0].fd, fds[1].fd);
		if (fds[1].revents)
			to_tap(fds[1].fd, fds[0].fd);
	}
}
