// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_taps.c - four taps of one card with filters of their own: tap 0 is the library's, the others are set up
 * here on its card, with rings that the library reads, too
 *
 * Filters whose paths come close to the frame's turns together are all exact, and each tap gets what libpcap
 * picks. One for which too few turns are left is a prefilter and says so, and its application gets the same
 * frames as ever.
 */
#include <pcap/pcap.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "filter_card.h"
#include "filter_compile.h"
#include "sim_transport.h"
#include "tests/lib/blocks.h"
#include "tests/lib/captured.h"

#define FILE_NAME "tests/golden/traffic.pcap"
#define DEVICE "sim:" FILE_NAME ",pace=line"
#define OTHERS 3u
#define BLOCK 16384u /* so that any frame fits */
#define BLOCKS 256u
#define NEARLY 5u /* turns of the budget that may be left */

/* Paths of four are near the budget. The last one is longer than the first, by more than is left. */
static const char *const first = "not port 22 and not arp and not icmp";
static const char *const rest[OTHERS] = {
	"(arp or icmp or icmp6) or (tcp and (port 22 or port 80 or port 443)) or (udp and port 53)",
	"vlan 100 and tcp port 80",
	"tcp port 80 or tcp port 443",
};
static const char *const larger = "(ip[2] + ip[3] + ip[4] + ip[5] + ip[6] + ip[7] + ip[8] + ip[9] + ip[10]"
				  " + ip[11] + ip[15] + ip[19]) & 2 != 0";

/* A tap of the test, and who reads it. */
struct other {
	struct weir *w;
	uint32_t tap, path;
	uint64_t *desc;
	struct weir_hw_tap_cfg cfg;
};

static uint64_t block_addr(const struct other *o, uint32_t i)
{
	return 0x400000000ull + o->tap * 0x10000000ull + i * 2ull * BLOCK;
}

static void ring(struct sim *s, struct other *o)
{
	size_t len = ALIGN_UP(weir_hw_desc_bytes(BLOCKS), WEIR_PAGE);
	uint64_t at = 0x300000000ull + o->tap * 0x1000000ull;
	enum weir_hw_reason reason;
	uint32_t i;

	o->w = test_open_of(BLOCKS, BLOCK, 0);
	o->desc = aligned_alloc(WEIR_PAGE, len);
	assert_non_null(o->desc);
	for (i = 0; i < BLOCKS; i++) {
		weir_hw_desc_write(o->desc, i, block_addr(o, i), BLOCK / WEIR_PAGE);
		assert_int_equal(s->api.weir_hostmem_add(s->mem, block_addr(o, i), test_block(o->w, i),
							 BLOCK, WEIR_HOSTMEM_BLOCK, "a block"), 0);
	}
	assert_int_equal(s->api.weir_hostmem_add(s->mem, at, o->desc, len, WEIR_HOSTMEM_READ, "descriptors"),
			 0);
	o->cfg = s->cfg;
	o->cfg.ring = at;
	o->cfg.block_nr = BLOCKS;
	o->cfg.block_pages = BLOCK / WEIR_PAGE;
	assert_int_equal(weir_hw_tap_setup(&s->hw, o->tap, &o->cfg, &reason), 0);
}

/* As sim_filter.c does for the library's tap, and in the same account. */
static void filter(struct sim *s, struct other *o, const char *expr)
{
	static struct bpfl_uop uops[BPFL_STORE];
	static struct bpfl_work work;
	const struct bpfl_target card = { .store = s->hw.p.store_ops, .budget = s->filters->place.budget,
					  .window = s->hw.p.window_bytes, .hatype = 1 };
	struct bpfl_place *place = &s->filters->place;
	const struct bpfl_program *q;
	struct weir_hw_program hw;
	struct bpfl_result res;
	uint32_t n, number;
	char err[200];
	void *insns;
	bool load;

	assert_int_equal(filter_compile(expr, &insns, &n, err, sizeof(err)), 0);
	assert_int_equal(filter_translate(insns, n, WEIR_VIEW_WIRE, &card, uops, &res, &work), 0);
	free(insns);
	number = bpfl_place_set(place, o->tap, uops, &res, &load);
	assert_true(number != BPFL_NONE && load);
	assert_int_equal(res.mode, BPFL_EXACT);
	q = &place->prog[number];
	hw = (struct weir_hw_program){ q->start, q->slots, q->snap, q->wire };
	assert_int_equal(weir_hw_store(&s->hw, q->start, (const u32 (*)[WEIR_HW_UOP_WORDS])(const void *)
				       &place->uop[q->start], q->uops), 0);
	assert_int_equal(weir_hw_program(&s->hw, number, &hw), 0);
	assert_int_equal(weir_hw_tap_filter(&s->hw, o->tap, number, 1), 0);
	assert_int_equal(weir_hw_tap_filter_wait(&s->hw, o->tap), 0);
	o->path = res.path;
}

/* The frames are the records that libpcap picks, in their order. Returns how many. */
static size_t as_libpcap(const char *expr, const struct captured *got)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *in = pcap_open_offline(FILE_NAME, err);
	static uint8_t wire[65536];
	struct bpf_program prog;
	struct pcap_pkthdr *h;
	const u_char *data;
	size_t n = 0, record = 0;

	assert_non_null(in);
	assert_int_equal(pcap_compile(in, &prog, expr, 1, PCAP_NETMASK_UNKNOWN), 0);
	for (; pcap_next_ex(in, &h, &data) == 1; record++) {
		if (!pcap_offline_filter(&prog, h, data))
			continue;
		if (n == got->n)
			fail_msg("%s: record %zu did not come", expr, record);
		if (weir_frame_wire(&got->frame[n], wire, sizeof(wire)) != h->caplen ||
		    memcmp(wire, data, h->caplen))
			fail_msg("%s: frame %zu is not record %zu", expr, n, record);
		n++;
	}
	if (n != got->n)
		fail_msg("%s: %zu frames came, not %zu", expr, got->n, n);
	assert_true(n > 0 && n < record);
	pcap_freecode(&prog);
	pcap_close(in);
	return n;
}

static void finish(struct sim *s, struct other *o, const char *expr)
{
	struct captured got = { 0 };

	assert_int_equal(weir_hw_tap_stop(&s->hw, o->tap), 0);
	test_over(o->w);
	captured_take(&got, o->w, SIZE_MAX);
	as_libpcap(expr, &got);
	captured_free(&got);
}

/* Tap 0 with this filter beside the three; what it is, and its frames. */
static void capture(const char *expr, struct weir_filter_info *info, uint32_t *path, uint64_t *left)
{
	static const struct weir_opts how = { .flags = WEIR_PROMISC };
	struct weir *w = captured_open(DEVICE, &how);
	struct sim *s = w->tp;
	struct captured got = { 0 };
	struct other o[OTHERS];
	uint32_t i, error;
	size_t n;

	*path = 0;
	for (i = 0; i < OTHERS; i++) {
		o[i].tap = 1 + i;
		ring(s, &o[i]);
		filter(s, &o[i], rest[i]);
		assert_int_equal(weir_hw_tap_start(&s->hw, o[i].tap, &error), 0);
		*path += o[i].path;
	}
	assert_int_equal(weir_set_filter(w, expr), 0);
	info->size = sizeof(*info);
	assert_int_equal(weir_filter_info(w, info), 0);
	captured_take(&got, w, SIZE_MAX);
	n = as_libpcap(expr, &got);
	for (i = 0; i < OTHERS; i++)
		finish(s, &o[i], rest[i]);
	*left = captured_stat(w, "lib.filtered");
	/* Whoever rejected it, each frame is accounted for. */
	assert_int_equal(captured_stat(w, "tap.matched"), n + *left + captured_stat(w, "tap.filtered"));
	weir_close(w);
	for (i = 0; i < OTHERS; i++) {
		weir_close(o[i].w);
		free(o[i].desc);
	}
	captured_free(&got);
}

static void together(void **state)
{
	struct weir_filter_info info;
	uint64_t left;
	uint32_t path;

	(void)state;
	capture(first, &info, &path, &left);
	path += info.uop_path;
	print_message("note: four filters with paths of %u together, of %u turns: all exact\n", path,
		      info.budget);
	assert_int_equal(info.mode, WEIR_FILTER_EXACT);
	assert_true(path <= info.budget && path + NEARLY >= info.budget);
	assert_int_equal(left, 0);
}

static void one_too_long(void **state)
{
	struct weir_filter_info info;
	uint64_t left;
	uint32_t path;

	(void)state;
	capture(larger, &info, &path, &left);
	print_message("note: one of %u beside three of %u, of %u turns: %s; %llu frames were left to the "
		      "library\n", info.uop_path, path, info.budget, info.reason, (unsigned long long)left);
	assert_true(path + info.uop_path > info.budget && info.uop_path < info.budget);
	assert_int_equal(info.mode, WEIR_FILTER_PREFILTER);
	assert_non_null(strstr(info.reason, bpfl_reason_text(BPFL_WHY_TURNS)));
	assert_true(left > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = { cmocka_unit_test(together), cmocka_unit_test(one_too_long) };

	return cmocka_run_group_tests(tests, NULL, NULL);
}
