// SPDX-License-Identifier: BSD-3-Clause
/*
 * tb_kernel.c - see tb_kernel.h
 */
#include "tests/bpflite/tb_kernel.h"

#include <arpa/inet.h>
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static const char *in_at;
static int control, out;
static uint8_t back[TB_FRAME_MAX];

static int open_at(const char *name)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET,
				  .sll_protocol = htons(ETH_P_ALL),
				  .sll_ifindex = (int)if_nametoindex(name) };
	int fd = socket(AF_PACKET, SOCK_RAW, 0);

	if (fd < 0 || bind(fd, (struct sockaddr *)&at, sizeof(at))) {
		perror(name);
		exit(1);
	}
	return fd;
}

void tb_net_open(const char *near, const char *far)
{
	in_at = near;
	control = open_at(near);
	out = open_at(far);
}

int tb_net_socket(void)
{
	return open_at(in_at);
}

int tb_net_attach(int *fd, const struct tb_prog *p)
{
	struct sock_fprog prog = { (unsigned short)p->n, (struct sock_filter *)(uintptr_t)p->insn };

	/* Else the memory of both is charged. */
	setsockopt(*fd, SOL_SOCKET, SO_DETACH_FILTER, NULL, 0);
	if (!setsockopt(*fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		return 0;
	if (errno != ENOMEM)
		return -errno;
	/*
	 * After many programs a socket of Linux 6.18 has no memory left for one: a new socket has
	 * all of it.
	 */
	close(*fd);
	*fd = open_at(in_at);
	return setsockopt(*fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)) ? -errno : 0;
}

/*
 * At most so many instructions of eBPF, as bpf_convert_filter() of net/core/filter.c makes them: a
 * load from the frame reads by itself, or calls; MSH is one of these with more around it.
 */
static uint32_t ebpf_most(const struct tb_prog *p)
{
	uint32_t i, n = 8;

	for (i = 0; i < p->n; i++) {
		uint16_t code = p->insn[i].code;

		n += code == 0xb1 ? 24 : (code & 0xe7) == 0x20 || (code & 0xe7) == 0x40 ? 17 : 6;
	}
	return n;
}

/*
 * What sockets may keep for themselves, the filter included; unreadable in a namespace before
 * Linux 6.7.
 */
static uint32_t optmem_max(void)
{
	FILE *f = fopen("/proc/sys/net/core/optmem_max", "r");
	uint32_t most;

	if (!f || fscanf(f, "%u", &most) != 1)
		most = 20480;
	if (f)
		fclose(f);
	return most;
}

uint32_t tb_net_too_large(const struct tb_prog *p, int ret)
{
	uint32_t most = ebpf_most(p);

	/* A jump there has 16 bits. */
	if ((ret == -EINVAL && most > INT16_MAX) || (ret == -ENOMEM && most * 8 + 512 > optmem_max()))
		return most;
	return 0;
}

uint32_t tb_net_least(bool vlan)
{
	return vlan ? 20 : 18;
}

void tb_net_frame(struct tb_frame *f, struct tb_rand *r)
{
	static const uint8_t to[4][6] = { { 2, 0, 0, 0, 0, 1 },
					  { 255, 255, 255, 255, 255, 255 },
					  { 1, 0, 94, 0, 0, 1 },
					  { 2, 2, 2, 2, 2, 2 } };
	uint32_t type = tb_rnd(r, 4), len;
	bool vlan;

	do {
		tb_random_frame(f, r);
		vlan = f->lib.vlan;
		len = f->lib.len;
	} while (len < tb_net_least(vlan));
	memcpy(f->wire, to[type], 6);
	if (vlan) {
		f->wire[12] = tb_rnd(r, 2) ? 0x81 : 0x88;
		f->wire[13] = f->wire[12] == 0x81 ? 0 : 0xa8;
	} else if ((f->wire[12] == 0x81 && !f->wire[13]) || (f->wire[12] == 0x88 && f->wire[13] == 0xa8)) {
		f->wire[12] = 8;
	}
	f->lib.hash = 0;
	f->lib.pkttype = (uint8_t)type;
	tb_frame_set(f, len + (vlan ? 4 : 0), vlan);
}

bool tb_net_send(const struct tb_frame *f)
{
	struct pollfd in = { .fd = control, .events = POLLIN };
	uint32_t len = f->lib.len + (f->lib.vlan ? 4 : 0);

	if (send(out, f->wire, len, 0) == (ssize_t)len && poll(&in, 1, 5000) == 1 &&
	    recv(control, back, sizeof(back), 0) == (ssize_t)f->lib.len)
		return true;
	perror("a frame did not come through");
	return false;
}

uint32_t tb_net_got(int fd)
{
	ssize_t n = recv(fd, back, sizeof(back), MSG_DONTWAIT);

	return n > 0 ? (uint32_t)n : 0;
}
