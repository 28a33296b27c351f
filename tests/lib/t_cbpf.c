// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_cbpf.c - the library's classic BPF against the kernel's: random programs are accepted or refused
 * alike, and give the same verdict on the same bytes
 *
 * The kernel is asked through a pair of AF_UNIX datagram sockets: its data begin at the payload, there
 * is no metadata and no VLAN, and it keeps no more than there is. Negative offsets are left out,
 * they mean other places there.
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "cbpf.h"

#define PROGRAMS 30000
#define PROG_MAX 12
#define BYTES 64

static uint64_t seed = 1;

static uint32_t rnd(uint32_t n)
{
	seed = seed * 6364136223846793005ull + 1442695040888963407ull;
	return (uint32_t)(seed >> 33) % n;
}

static const uint16_t codes[] = {
	BPF_LD | BPF_W | BPF_ABS, BPF_LD | BPF_H | BPF_ABS, BPF_LD | BPF_B | BPF_ABS,
	BPF_LD | BPF_W | BPF_IND, BPF_LD | BPF_H | BPF_IND, BPF_LD | BPF_B | BPF_IND,
	BPF_LD | BPF_W | BPF_LEN, BPF_LD | BPF_IMM, BPF_LD | BPF_MEM, BPF_LDX | BPF_W | BPF_LEN,
	BPF_LDX | BPF_B | BPF_MSH, BPF_LDX | BPF_IMM, BPF_LDX | BPF_MEM, BPF_ST, BPF_STX,
	BPF_ALU | BPF_ADD | BPF_K, BPF_ALU | BPF_ADD | BPF_X, BPF_ALU | BPF_SUB | BPF_X,
	BPF_ALU | BPF_MUL | BPF_X, BPF_ALU | BPF_DIV | BPF_K, BPF_ALU | BPF_DIV | BPF_X,
	BPF_ALU | BPF_MOD | BPF_K, BPF_ALU | BPF_MOD | BPF_X, BPF_ALU | BPF_AND | BPF_K,
	BPF_ALU | BPF_OR | BPF_X, BPF_ALU | BPF_XOR | BPF_X, BPF_ALU | BPF_LSH | BPF_K,
	BPF_ALU | BPF_RSH | BPF_K, BPF_ALU | BPF_LSH | BPF_X, BPF_ALU | BPF_RSH | BPF_X,
	BPF_ALU | BPF_NEG, BPF_JMP | BPF_JA, BPF_JMP | BPF_JEQ | BPF_K, BPF_JMP | BPF_JGT | BPF_X,
	BPF_JMP | BPF_JGE | BPF_K, BPF_JMP | BPF_JSET | BPF_X, BPF_RET | BPF_K, BPF_RET | BPF_A,
	BPF_MISC | BPF_TAX, BPF_MISC | BPF_TXA,
};

static uint32_t random_k(uint16_t code, uint32_t left)
{
	switch (BPF_CLASS(code)) {
	case BPF_LD:
	case BPF_LDX:
		if (BPF_MODE(code) == BPF_MEM)
			return rnd(17);
		/* Of the kernel's own data those that this socket has as a card does */
		if (BPF_MODE(code) == BPF_ABS && BPF_CLASS(code) == BPF_LD && !rnd(8))
			return (uint32_t)SKF_AD_OFF + (rnd(3) ? SKF_AD_ALU_XOR_X : rnd(2) ? SKF_AD_MARK :
						       SKF_AD_QUEUE);
		return rnd(4) ? rnd(BYTES) : rnd(3) ? rnd(BYTES + 8) : rnd(0x7fffffff);
	case BPF_ST:
	case BPF_STX:
		return rnd(17);
	case BPF_JMP:
		return code == (BPF_JMP | BPF_JA) ? rnd(left + 2) : rnd(256);
	case BPF_RET:
		return rnd(BYTES + 10);
	}
	return rnd(2) ? rnd(40) : rnd(0x7fffffff);
}

static uint32_t random_program(struct sock_filter *f)
{
	uint32_t n = 1 + rnd(PROG_MAX), i;

	for (i = 0; i < n; i++) {
		uint32_t left = n - i - 1;

		f[i].code = codes[rnd(sizeof(codes) / sizeof(codes[0]))];
		/* Now and then a code that may not be one. */
		if (!rnd(200))
			f[i].code = (uint16_t)rnd(0x200);
		if (i + 1 == n && rnd(20))
			f[i].code = rnd(2) ? BPF_RET | BPF_K : BPF_RET | BPF_A;
		f[i].jt = (uint8_t)rnd(left + (rnd(10) ? 0 : 2) + 1);
		f[i].jf = (uint8_t)rnd(left + (rnd(10) ? 0 : 2) + 1);
		if (left && rnd(10)) {
			f[i].jt = (uint8_t)rnd(left);
			f[i].jf = (uint8_t)rnd(left);
		}
		f[i].k = random_k(f[i].code, left);
	}
	return n;
}

/* A shift by a register is masked by the kernel only in newer versions. */
static int shifts_by_x(const struct sock_filter *f, uint32_t n)
{
	while (n--)
		if (f[n].code == (BPF_ALU | BPF_LSH | BPF_X) ||
		    f[n].code == (BPF_ALU | BPF_RSH | BPF_X))
			return 1;
	return 0;
}

static void as_the_kernel(void **state)
{
	struct sock_filter f[PROG_MAX];
	uint32_t accepted = 0, refused = 0, kept = 0, dropped = 0, i, path, k;
	uint8_t data[BYTES], back[BYTES];
	char why[CBPF_WHY];
	int fd[2];

	(void)state;
	assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0, fd), 0);
	for (i = 0; i < PROGRAMS; i++) {
		uint32_t n = random_program(f), want, size = 1 + rnd(BYTES);
		struct sock_fprog p = { (uint16_t)n, f };
		struct weir_frame frame = { .data = data, .caplen = size, .len = size };
		int kernel = setsockopt(fd[1], SOL_SOCKET, SO_ATTACH_FILTER, &p, sizeof(p));
		int ours = cbpf_check(f, n, &path, why);
		ssize_t got;

		if (!kernel != !ours)
			fail_msg("program %u: kernel %d, library %d", i, kernel ? -errno : 0, ours);
		if (ours) {
			refused++;
			continue;
		}
		assert_true(path >= 1 && path <= n);
		accepted++;
		if (shifts_by_x(f, n))
			continue;
		for (k = 0; k < size; k++)
			data[k] = (uint8_t)rnd(rnd(3) ? 8 : 256);
		want = cbpf_run(f, &frame, WEIR_VIEW_LINUX);
		if (want > size)
			want = size;
		/* A datagram that the filter drops is not sent. */
		got = send(fd[0], data, size, 0) < 0 ? 0 : recv(fd[1], back, sizeof(back), 0);
		if (got < 0)
			got = 0;
		if ((uint32_t)got != want)
			fail_msg("program %u: kernel keeps %zd of %u, library %u", i, got, size,
				 want);
		if (want)
			kept++;
		else
			dropped++;
	}
	close(fd[0]);
	close(fd[1]);
	print_message("note: %u programs accepted, %u refused; %u frames kept, %u dropped, all as the "
		      "kernel does\n", accepted, refused, kept, dropped);
	assert_true(accepted > 5000 && refused > 2000 && kept > 1000 && dropped > 1000);
}

static void ancillary(void **state)
{
	static const struct {
		uint32_t ad, want;
	} known[] = { { SKF_AD_PROTOCOL, 0x0806 }, { SKF_AD_PKTTYPE, 3 }, { SKF_AD_IFINDEX, 7 },
		      { SKF_AD_HATYPE, 1 }, { SKF_AD_RXHASH, 99 }, { SKF_AD_VLAN_TAG, 0x2005 },
		      { SKF_AD_VLAN_TAG_PRESENT, 1 }, { SKF_AD_VLAN_TPID, 0x88a8 },
		      { SKF_AD_MARK, 0 }, { SKF_AD_QUEUE, 0 } };
	static const struct {
		uint32_t ad;
		const char *why;
	} kernels[] = { { SKF_AD_CPU, "instruction 0: the filter loads CPU: " },
			{ SKF_AD_NLATTR, "instruction 0: the filter loads NLATTR: " },
			{ SKF_AD_NLATTR_NEST, "instruction 0: the filter loads NLATTR_NEST: " },
			{ SKF_AD_PAY_OFFSET, "instruction 0: the filter loads PAY_OFFSET: " } };
	const uint8_t data[32] = { [14] = 0x11, [15] = 0x22, [0] = 0x33 };
	struct weir_frame f = { .data = data, .caplen = 32, .len = 32, .protocol = 0x0806,
				.pkttype = 3, .ifindex = 7, .hash = 99, .vlan = 1,
				.vlan_tci = 0x2005, .vlan_tpid = 0x88a8 };
	struct sock_filter p[2] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0),
				    BPF_STMT(BPF_RET | BPF_A, 0) };
	char why[CBPF_WHY];
	uint32_t path;
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		p[0].k = (uint32_t)SKF_AD_OFF + known[i].ad;
		assert_int_equal(cbpf_check(p, 2, &path, why), 0);
		assert_int_equal(cbpf_run(p, &f, WEIR_VIEW_LINUX), known[i].want);
		/* On the wire there is no such thing. */
		assert_int_equal(cbpf_run(p, &f, WEIR_VIEW_WIRE), 0);
	}
	for (i = 0; i < sizeof(kernels) / sizeof(kernels[0]); i++) {
		p[0].k = (uint32_t)SKF_AD_OFF + kernels[i].ad;
		assert_int_equal(cbpf_check(p, 2, &path, why), -EOPNOTSUPP);
		assert_non_null(strstr(why, kernels[i].why));
	}
	p[0].k = (uint32_t)SKF_AD_OFF + SKF_AD_MAX;
	assert_int_equal(cbpf_check(p, 2, &path, why), -EINVAL);
	p[0].code = BPF_LD | BPF_H | BPF_ABS;
	p[0].k = (uint32_t)SKF_NET_OFF;
	assert_int_equal(cbpf_run(p, &f, WEIR_VIEW_LINUX), 0x1122);
	p[0].k = (uint32_t)SKF_LL_OFF;
	assert_int_equal(cbpf_run(p, &f, WEIR_VIEW_LINUX), 0x3300);
}

/* Another number each time, each bit of it as often 1 as 0. */
static void random_numbers(void **state)
{
	const struct sock_filter p[] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
						  (uint32_t)SKF_AD_OFF + SKF_AD_RANDOM),
					 BPF_STMT(BPF_RET | BPF_A, 0) };
	const uint8_t data[14] = { 0 };
	const struct weir_frame f = { .data = data, .caplen = 14, .len = 14 };
	uint32_t i, bit, path, ones[32] = { 0 }, val;
	char why[CBPF_WHY];

	(void)state;
	assert_int_equal(cbpf_check(p, 2, &path, why), 0);
	for (i = 0; i < 10000; i++) {
		val = cbpf_run(p, &f, WEIR_VIEW_LINUX);
		for (bit = 0; bit < 32; bit++)
			ones[bit] += val >> bit & 1;
	}
	for (bit = 0; bit < 32; bit++)
		assert_in_range(ones[bit], 4600, 5400);
	assert_int_equal(cbpf_run(p, &f, WEIR_VIEW_WIRE), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(as_the_kernel), cmocka_unit_test(ancillary),
					    cmocka_unit_test(random_numbers) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
