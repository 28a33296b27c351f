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

#define DEVICE "sim:tests/golden/traffic.pcap,pace=line"

/* The frames that come of all, and where it was decided. */
static size_t thrown(uint32_t mode, uint16_t op, size_t *all)
{
	struct sock_filter insn[] = { BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0), BPF_STMT(BPF_LD | BPF_IMM, 0),
				      BPF_STMT(op, 0),
				      BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					       (uint32_t)SKF_AD_OFF + SKF_AD_RANDOM),
				      BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, 1, 0, 1),
				      BPF_STMT(BPF_RET | BPF_K, 60), BPF_STMT(BPF_RET | BPF_K, 0) };
	const struct sock_fprog prog = { 7, insn };
	const struct weir_opts how = { .size = sizeof(how) };
	struct weir_filter_info info = { .size = sizeof(info) };
	struct weir *w = captured_open(DEVICE, &how);
	struct captured got = { 0 };
	size_t n;

	assert_int_equal(weir_set_filter_prog(w, &prog, WEIR_VIEW_LINUX), 0);
	assert_int_equal(weir_filter_info(w, &info), 0);
	assert_int_equal(info.mode, mode);
	captured_take(&got, w, SIZE_MAX);
	n = got.n;
	*all = n + captured_stat(w, "tap.filtered") + captured_stat(w, "lib.filtered");
	assert_int_equal(captured_stat(w, mode == WEIR_FILTER_EXACT ? "lib.filtered" : "tap.filtered"), 0);
	captured_free(&got);
	weir_close(w);
	return n;
}

static void half(void **state)
{
	size_t n, all;

	(void)state;
	n = thrown(WEIR_FILTER_EXACT, BPF_ALU | BPF_ADD | BPF_X, &all);
	assert_in_range(n, all * 2 / 5, all * 3 / 5);
	/* A division that only the host does comes first. */
	n = thrown(WEIR_FILTER_SOFTWARE, BPF_ALU | BPF_DIV | BPF_X, &all);
	assert_in_range(n, all * 2 / 5, all * 3 / 5);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(half) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
