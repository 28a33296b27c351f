// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_change.c - the filter of a simulated card is changed: what the library has to know of the card for it
 *
 * Guards against a change that is refused because another one, not the library's, is not over.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "sim_transport.h"
#include "tests/lib/captured.h"

#define DEVICE "sim:tests/golden/traffic.pcap,pace=line"
#define SNAP 60u

static const struct weir_opts how = { .flags = WEIR_PROMISC, .block_size = 4096, .block_nr = 8,
				      .snaplen = SNAP };

/* The card decides of all, the library only of what a snap length has left. */
static struct sock_filter byte_80[] = { BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 80),
					BPF_STMT(BPF_RET | BPF_K, 262144) };
static const struct sock_fprog exact = { 2, byte_80 };

static void set(struct weir *w)
{
	struct weir_filter_info i = { .size = sizeof(i) };

	if (weir_set_filter_prog(w, &exact, WEIR_VIEW_LINUX))
		fail_msg("%s", weir_error(w));
	assert_int_equal(weir_filter_info(w, &i), 0);
	assert_int_equal(i.mode, WEIR_FILTER_EXACT);
}

/* As after a reset, when the walk over the registers has just written each tap's. */
static void another_change(void **state)
{
	struct weir *w = captured_open(DEVICE, &how);
	struct sim *s = w->tp;

	(void)state;
	set(w);
	assert_int_equal(weir_hw_tap_filter_wait(&s->hw, SIM_TAP), 0);
	assert_int_equal(weir_hw_tap_filter(&s->hw, SIM_TAP, WEIR_HW_NO_PROGRAM, 0), 0);
	/* The program is there already: this comes at once. */
	set(w);
	weir_close(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(another_change),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
