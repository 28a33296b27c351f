// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_kernel.c NEAR FAR [ROUNDS] - the kernel's own filters on packet sockets at NEAR against translation
 * and lane: random programs on random frames that FAR sends, what is kept and how much of it; programs
 * are refused alike
 *
 * The socket without a filter was bound first, so it gets each frame last: then all others have had it.
 * What the kernel refuses though it is valid has more instructions than its own form of it has room for:
 * such are counted.
 */
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <arpa/inet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/bpflite/tb.h"

#define SOCKETS 40u
#define FRAMES 12u
#define SURE_INSNS 300u /* a kernel takes programs up to that */

static struct tb_prog progs[SOCKETS];
static int socks[SOCKETS], control, out;
static const char *near;
static uint32_t frames, kept, unsure, refused, too_long;

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

static int attach(int *fd, struct tb_prog *p)
{
	struct sock_fprog prog = { (unsigned short)p->n, (struct sock_filter *)p->insn };

	/* Else the memory of both is charged. */
	setsockopt(*fd, SOL_SOCKET, SO_DETACH_FILTER, NULL, 0);
	if (!setsockopt(*fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)))
		return 0;
	if (errno != ENOMEM || p->n > SURE_INSNS)
		return -errno;
	/* After many programs a socket of Linux 6.18 has no memory left for one: a new socket has. */
	close(*fd);
	*fd = open_at(near);
	return setsockopt(*fd, SOL_SOCKET, SO_ATTACH_FILTER, &prog, sizeof(prog)) ? -errno : 0;
}

/* What the interpreter does not know, but a kernel. */
static void spice(struct tb_prog *p, struct tb_rand *r)
{
	static const uint32_t ad[] = { 12, 16, 20, 28, 36, 40, 40, 40, 52 };
	uint32_t i = tb_rnd(r, p->n);

	if (!tb_rnd(r, 3) && (p->insn[i].code & 0xe7) == 0x20)
		p->insn[i] = (struct bpfl_insn){ 0x20, 0, 0, 0xfffff000u + ad[tb_rnd(r, 9)] };
}

static void damage(struct tb_prog *p, struct tb_rand *r)
{
	struct bpfl_insn *f = &p->insn[tb_rnd(r, 4) ? tb_rnd(r, p->n) : p->n - 1];

	switch (tb_rnd(r, 6)) {
	case 0:
		f->code = (uint16_t)tb_rnd(r, tb_rnd(r, 4) ? 256 : 65536);
		break;
	case 1:
		f->k = tb_rnd(r, 20);
		break;
	case 2:
		f->k = 0xfffff000u + tb_rnd(r, 70);
		break;
	case 3:
		f->jt = (uint8_t)tb_rnd(r, 40);
		f->jf = (uint8_t)tb_rnd(r, 40);
		break;
	case 4:
		*f = (struct bpfl_insn){ tb_rnd(r, 2) ? 0x60 : 0x61, 0, 0, tb_rnd(r, 18) };
		break;
	default:
		f->code = tb_rnd(r, 2) ? 0x34 : 0x64;
		f->k = tb_rnd(r, 2) ? 0 : 32 - tb_rnd(r, 2);
	}
}

static bool load_one(uint32_t s, struct tb_rand *r)
{
	struct tb_prog *p = &progs[s];
	int ret;

	do {
		tb_random_program(p, r, tb_rnd(r, 4) ? 24 : tb_rnd(r, 20) ? 90 : 4000);
		if (p->n > BPFL_INSNS)
			p->n = BPFL_INSNS;
		if (tb_rnd(r, 2))
			spice(p, r);
		if (!tb_rnd(r, 3))
			damage(p, r);
		tb_target(&p->target, false);
		p->target.ifindex = if_nametoindex(near);
		ret = attach(&socks[s], p);
		if (!ret == tb_translate(p)) {
			refused += ret == -EINVAL;
			/* The kernel's random numbers are others. */
			ret = p->res.random ? -EAGAIN : ret;
			continue;
		}
		if (!ret || p->n <= SURE_INSNS) {
			printf("kernel %d, translator %u: %s\n", ret, p->res.error.insn,
			       bpfl_reason_text(p->res.error.reason));
			tb_print(p);
			return false;
		}
		too_long++;
	} while (ret);
	return true;
}

static void make_frame(struct tb_frame *f, struct tb_rand *r)
{
	static const uint8_t to[4][6] = { { 2, 0, 0, 0, 0, 1 },
					  { 255, 255, 255, 255, 255, 255 },
					  { 1, 0, 94, 0, 0, 1 },
					  { 2, 2, 2, 2, 2, 2 } };
	uint32_t type = tb_rnd(r, 4), len;
	bool vlan;

	/* The kernel lifts a tag if there is more behind it. */
	do {
		tb_random_frame(f, r);
		vlan = f->lib.vlan;
		len = f->lib.len;
	} while (len < (vlan ? 20 : 18));
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

static bool send_one(struct tb_frame *f)
{
	struct pollfd in = { .fd = control, .events = POLLIN };
	static uint8_t back[TB_FRAME_MAX];
	uint32_t len = f->lib.len + (f->lib.vlan ? 4 : 0), s;

	if (send(out, f->wire, len, 0) != (ssize_t)len || poll(&in, 1, 5000) != 1 ||
	    recv(control, back, sizeof(back), 0) != (ssize_t)f->lib.len) {
		perror("a frame did not come through");
		return false;
	}
	for (s = 0; s < SOCKETS; s++) {
		ssize_t got = recv(socks[s], back, sizeof(back), MSG_DONTWAIT);
		struct bpfl_verdict v = tb_run(&progs[s], f, NULL, NULL);

		frames++;
		kept += got > 0;
		unsure += v.kind == BPFL_UNSURE;
		if (tb_right(&progs[s], f, &v, got > 0 ? (uint32_t)got : 0))
			continue;
		tb_compare(&progs[s], f);
		tb_print(&progs[s]);
		printf("of %u bytes the kernel keeps %zd, the lane: %d, %u\n", f->lib.len, got, v.kind,
		       v.keep);
		return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	static struct tb_frame frame;
	struct tb_rand r = { tb_seed() };
	uint32_t s, i, rounds = tb_count(argc > 3 ? argv[3] : NULL, 400), exact = 0;

	if (argc < 3)
		return 2;
	near = argv[1];
	control = open_at(near);
	out = open_at(argv[2]);
	for (s = 0; s < SOCKETS; s++)
		socks[s] = open_at(near);
	while (rounds--) {
		for (s = 0; s < SOCKETS; s++) {
			if (!load_one(s, &r))
				return 1;
			exact += progs[s].res.mode == BPFL_EXACT;
		}
		for (i = 0; i < FRAMES; i++) {
			make_frame(&frame, &r);
			if (!send_one(&frame))
				return 1;
		}
	}
	printf("note: %u frames through the kernel's filters, %u kept, %u unsure; %u programs exact; "
	       "%u refused alike, %u too long for the kernel\n",
	       frames, kept, unsure, exact, refused, too_long);
	return !exact || !refused || kept < frames / 20;
}
