// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_throw.c - a filter that throws for each frame keeps half of them, in the card as in the library: who
 * decides throws, and nobody throws again for what was kept
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdint.h>

#include "tests/lib/captured.h"

/* So many that a half is never taken for a quarter: 7 standard deviations off either. */
#define DEVICE "sim:tests/golden/traffic.pcap,pace=line,loop=4"
#define FRAMES 956u

/* The frames that come, and where it was decided. */
static size_t thrown(uint32_t mode, uint16_t op)
{
	struct sock_filter insn[] = { BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0), BPF_STMT(BPF_LD | BPF_IMM, 0),
				      BPF_STMT(op, 0),
				      BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					       (uint32_t)SKF_AD_OFF + SKF_AD_RANDOM),
				      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 1, 0, 1),
				      BPF_STMT(BPF_RET | BPF_K, 60), BPF_STMT(BPF_RET | BPF_K, 0) };
	const struct sock_fprog prog = { 7, insn };
	const struct weir_opts how = { .size = sizeof(how), .flags = WEIR_PROMISC };
	struct weir_filter_info info = { .size = sizeof(info) };
	struct weir *w = captured_open(DEVICE, &how);
	struct captured got = { 0 };
	size_t n;

	assert_int_equal(weir_set_filter_prog(w, &prog, WEIR_VIEW_LINUX), 0);
	assert_int_equal(weir_filter_info(w, &info), 0);
	assert_int_equal(info.mode, mode);
	captured_take(&got, w, SIZE_MAX);
	n = got.n;
	assert_int_equal(n + captured_stat(w, "tap.filtered") + captured_stat(w, "lib.filtered"), FRAMES);
	assert_int_equal(captured_stat(w, mode == WEIR_FILTER_EXACT ? "lib.filtered" : "tap.filtered"), 0);
	captured_free(&got);
	weir_close(w);
	return n;
}

static void half(void **state)
{
	size_t n;

	(void)state;
	n = thrown(WEIR_FILTER_EXACT, BPF_ALU | BPF_ADD | BPF_X);
	assert_in_range(n, FRAMES * 3 / 8, FRAMES * 5 / 8);
	/* A division that only the host does comes first. */
	n = thrown(WEIR_FILTER_SOFTWARE, BPF_ALU | BPF_DIV | BPF_X);
	assert_in_range(n, FRAMES * 3 / 8, FRAMES * 5 / 8);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(half) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
