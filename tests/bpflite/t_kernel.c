// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_kernel.c NEAR FAR [ROUNDS] - the kernel's own filters on packet sockets at NEAR against
 * translation and lane: random programs on random frames that FAR sends, what is kept and how much
 * of it; programs are refused alike
 *
 * What the kernel refuses though it is valid is too large for it in its own form: each such is
 * listed with the kernel's reason, and wrong where that cannot be the reason.
 */
#include <errno.h>
#include <net/if.h>
#include <stdio.h>
#include <string.h>

#include "tests/bpflite/tb_kernel.h"

#define SOCKETS 40u
#define FRAMES 12u

static struct tb_prog progs[SOCKETS];
static int socks[SOCKETS];
static const char *near;
static uint32_t frames, kept, unsure, refused, too_large;

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
	uint32_t large;
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
		ret = tb_net_attach(&socks[s], p);
		if (!ret == tb_translate(p)) {
			refused += ret == -EINVAL;
			/* The kernel's random numbers are others. */
			ret = p->res.random ? -EAGAIN : ret;
			continue;
		}
		large = tb_net_too_large(p, ret);
		if (!large) {
			printf("kernel %d, translator %u: %s\n", ret, p->res.error.insn,
			       bpfl_reason_text(p->res.error.reason));
			tb_print(p);
			return false;
		}
		printf("%u instructions, up to %u of eBPF: %s\n", p->n, large, strerror(-ret));
		too_large++;
	} while (ret);
	return true;
}

static bool send_one(struct tb_frame *f)
{
	uint32_t s;

	if (!tb_net_send(f))
		return false;
	for (s = 0; s < SOCKETS; s++) {
		uint32_t got = tb_net_got(socks[s]);
		struct bpfl_verdict v = tb_run(&progs[s], f, NULL, NULL);

		frames++;
		kept += got > 0;
		unsure += v.kind == BPFL_UNSURE;
		if (tb_right(&progs[s], f, &v, got))
			continue;
		tb_compare(&progs[s], f);
		tb_print(&progs[s]);
		printf("of %u bytes the kernel keeps %u, the lane: %d, %u\n", f->lib.len, got, v.kind,
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
	tb_net_open(near, argv[2]);
	for (s = 0; s < SOCKETS; s++)
		socks[s] = tb_net_socket();
	while (rounds--) {
		for (s = 0; s < SOCKETS; s++) {
			if (!load_one(s, &r))
				return 1;
			exact += progs[s].res.mode == BPFL_EXACT;
		}
		for (i = 0; i < FRAMES; i++) {
			tb_net_frame(&frame, &r);
			if (!send_one(&frame))
				return 1;
		}
	}
	printf("note: %u frames through the kernel's filters, %u kept, %u unsure; %u programs exact; "
	       "%u refused alike, %u too large for the kernel\n",
	       frames, kept, unsure, exact, refused, too_large);
	return !exact || !refused || kept < frames / 20;
}
