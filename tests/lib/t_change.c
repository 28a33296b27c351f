// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_change.c - the filter of a simulated card is changed: what the library has to know of the card for it
 *
 * Guards against a change that is refused because another one, not the library's, is not over, and against
 * the library judging by cut frames, since a block's completion record is lost, what the card has kept.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "sim_transport.h"
#include "tests/lib/captured.h"

#define DEVICE "sim:tests/golden/traffic.pcap,pace=line,loop=4"
#define SNAP 60u
#define COMPLETIONS 0x100000000ull	/* as lib/sim_open.c has them */

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

/* By the instruction and the reason, the filter before stays. */
static void refused(struct weir *w, struct sock_filter *insns, int ret, const char *why)
{
	const struct sock_fprog p = { 2, insns };
	struct weir_filter_info i = { .size = sizeof(i) };

	assert_int_equal(weir_set_filter_prog(w, &p, WEIR_VIEW_LINUX), ret);
	if (!strstr(weir_error(w), why))
		fail_msg("\"%s\" does not tell \"%s\"", weir_error(w), why);
	assert_int_equal(weir_filter_info(w, &i), 0);
	assert_int_equal(i.mode, WEIR_FILTER_EXACT);
}

static void refusals(void **state)
{
	struct sock_filter jump[] = { BPF_STMT(BPF_LD | BPF_IMM, 0),
				      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 9, 0) };
	struct sock_filter cpu[] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)SKF_AD_OFF + SKF_AD_CPU),
				     BPF_STMT(BPF_RET | BPF_A, 0) };
	struct weir *w = captured_open(DEVICE, &how);

	(void)state;
	set(w);
	refused(w, jump, -EINVAL, "instruction 1: jump behind the end");
	refused(w, cpu, -EOPNOTSUPP, "instruction 0: the filter loads CPU");
	weir_close(w);
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

/* The completion table refuses this record, counted from 1, and all behind it. */
static unsigned int refuse_at, records;
static int (*write_memory)(void *mem, uint64_t addr, const void *data, const uint8_t *strb, size_t len);

static int refuse(void *mem, uint64_t addr, const void *data, const uint8_t *strb, size_t len)
{
	if (addr / WEIR_PAGE == COMPLETIONS / WEIR_PAGE && ++records >= refuse_at)
		return -EIO;
	return write_memory(mem, addr, data, strb, len);
}

/* The record of this block or of one behind it is there. */
static bool recorded(struct weir *w, uint64_t seq)
{
	struct sim *s = w->tp;
	struct weir_hw_completion c;

	return !weir_hw_completion_read(s->compl, SIM_TAP, &s->cfg, &c) && c.blocks && c.seq >= seq;
}

/*
 * Blocks that are taken when their records are lost, until the tap stops for that. The filter is set before
 * the first block, or behind a few. Once a block is the card's, so are all behind it.
 */
static size_t run(unsigned int at, unsigned int set_at)
{
	struct weir *w = captured_open(DEVICE, &how);
	struct sim *s = w->tp;
	bool judged = !set_at;
	struct weir_block *b;
	size_t lost = 0, n = 0;
	int ret;

	write_memory = s->api.weir_hostmem_dma_write;
	s->api.weir_hostmem_dma_write = refuse;
	refuse_at = at;
	records = 0;
	if (!set_at)
		set(w);
	while ((ret = weir_next_block(w, &b)) >= 0) {
		struct weir_filter *f = ((struct blk *)((char *)b - offsetof(struct blk, pub)))->filter;

		if (judged && f)
			fail_msg("record %u refused: block %zu goes through the library's filter", at, n);
		judged = judged || (n >= set_at && !f);
		lost += judged && records >= at && !recorded(w, b->seq);
		assert_int_equal(weir_release_block(w, b), 0);
		if (++n == set_at)
			set(w);
	}
	assert_int_equal(ret, -EIO);
	weir_close(w);
	return lost;
}

static void lost_record(void **state)
{
	size_t lost = 0, later = 0;
	unsigned int at;

	(void)state;
	for (at = 1; at <= 12; at++) {
		lost += run(at, 0);
		later += run(at, 3);
	}
	print_message("note: %zu and %zu blocks without a record\n", lost, later);
	assert_true(lost && later);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refusals),
		cmocka_unit_test(another_change),
		cmocka_unit_test(lost_record),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
