// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_filter.c - filters in the simulated card: what comes out is what libpcap, or the program itself, says of
 * each frame, whoever decides it; what the card decides alone never reaches the library; and weir_explain()
 * tells of it what the capture does
 */
#include <pcap/pcap.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/bpflite/expr.h"
#include "tests/lib/captured.h"
#include "weir_explain.h"

#define FILE_NAME "tests/golden/traffic.pcap"
/* The station address is one that frames of a VLAN have. */
#define DEVICE "sim:" FILE_NAME ",pace=line,mac=02:00:00:00:10:01"
#define RANDOM_PROGRAMS 40
#define HOWS 5

/* Ways to open the device: metadata of frames depend on them, what a filter sees of them must not differ. */
static const struct weir_opts hows[HOWS] = {
	{ .flags = WEIR_PROMISC | WEIR_HASH },
	{ .flags = WEIR_PROMISC },
	{ .flags = WEIR_PROMISC | WEIR_HASH, .protocol = 0x86dd },
	{ .flags = WEIR_PROMISC | WEIR_HASH | WEIR_HIDE_TAG, .snaplen = 100 },
	/* As Linux's hooks for one protocol */
	{ .flags = WEIR_PROMISC | WEIR_HIDE_TAG, .protocol = 0x86dd },
};
static struct captured all[HOWS]; /* without a filter, whole */
static struct tb_prog p;

static int capture_all(void **state)
{
	struct weir_opts o;
	struct weir *w;
	size_t i;

	(void)state;
	for (i = 0; i < HOWS; i++) {
		o = hows[i];
		o.snaplen = 0;
		w = captured_open(DEVICE, &o);
		captured_take(&all[i], w, SIZE_MAX);
		weir_close(w);
	}
	return 0;
}

static int free_all(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < HOWS; i++)
		captured_free(&all[i]);
	return 0;
}

/* What is told without a card is what the card's handle tells. */
static void explained(const struct weir_filter_info *i, const struct sock_fprog *prog, int view)
{
	struct weir_explain_info x = { .size = sizeof(x) };
	struct weir_explain *e;

	assert_int_equal(weir_explain_prog(&e, prog, view, NULL), 0);
	assert_int_equal(weir_explain_info(e, &x), 0);
	assert_int_equal(x.mode, i->mode);
	assert_int_equal(x.view, i->view);
	assert_int_equal(x.instructions, i->instructions);
	assert_int_equal(x.path, i->path);
	assert_int_equal(x.reach, i->reach);
	assert_int_equal(x.budget, i->budget);
	assert_string_equal(x.reason, i->reason);
	if (x.mode != WEIR_FILTER_SOFTWARE) {
		assert_int_equal(x.uops, i->uops);
		assert_int_equal(x.uop_path, i->uop_path);
	}
	weir_explain_free(e);
}

static void same(const char *name, size_t n, const struct weir_frame *got,
		 const struct weir_frame *want, uint32_t keep)
{
	if (got && got->caplen == keep && got->len == want->len &&
	    !memcmp(got->data, want->data, keep) && got->vlan == want->vlan &&
	    got->vlan_tci == want->vlan_tci)
		return;
	tb_print(&p);
	fail_msg("%s: frame %zu, %u bytes, tag %u: %d of them came, not %u", name, n, want->len,
		 want->vlan, got ? (int)got->caplen : -1, keep);
}

/* The program p in the card, against itself on each frame. Returns where it ran. */
static uint32_t against_itself(const char *name, size_t how)
{
	struct weir_filter_info i = { .size = sizeof(i) };
	struct weir *w = captured_open(DEVICE, &hows[how]);
	struct sock_fprog prog = { (uint16_t)p.n, (struct sock_filter *)(void *)p.insn };
	int view = p.target.wire ? WEIR_VIEW_WIRE : WEIR_VIEW_LINUX;
	uint32_t keep, snaplen = hows[how].snaplen ? hows[how].snaplen : WEIR_SNAPLEN_MAX;
	struct captured got = { 0 };
	size_t n, k = 0;

	assert_int_equal(weir_set_filter_prog(w, &prog, view), 0);
	assert_int_equal(weir_filter_info(w, &i), 0);
	/* Without a card no tap's options are known. */
	if (!(hows[how].flags & WEIR_HIDE_TAG) && !hows[how].protocol)
		explained(&i, &prog, view);
	captured_take(&got, w, SIZE_MAX);
	for (n = 0; n < all[how].n; n++) {
		keep = captured_keep(&all[how].frame[n], &prog, view);
		if (keep) {
			same(name, n, k < got.n ? &got.frame[k] : NULL, &all[how].frame[n],
			     keep < snaplen ? keep : snaplen);
			k++;
		}
	}
	if (k != got.n)
		fail_msg("%s: %zu frames came, not %zu", name, got.n, k);
	/* Each frame was rejected by one of the two, and by the card alone if it can. */
	assert_int_equal(captured_stat(w, "tap.filtered") + captured_stat(w, "lib.filtered"),
			 all[how].n - k);
	if (i.mode == WEIR_FILTER_EXACT)
		assert_int_equal(captured_stat(w, "lib.filtered"), 0);
	if (i.mode == WEIR_FILTER_SOFTWARE)
		assert_int_equal(captured_stat(w, "tap.filtered"), 0);
	captured_free(&got);
	weir_close(w);
	return i.mode;
}

/* libpcap says the same of the records of the savefile; returns how many it keeps. */
static size_t against_libpcap(const char *name)
{
	struct sock_fprog prog = { (uint16_t)p.n, (struct sock_filter *)(void *)p.insn };
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *in = pcap_open_offline(FILE_NAME, err);
	static uint8_t wire[65536];
	struct pcap_pkthdr *h;
	const u_char *data;
	size_t n = 0, kept = 0;

	assert_non_null(in);
	for (; pcap_next_ex(in, &h, &data) == 1; n++) {
		bool yes = expr_bpf_filter(&p, data, h->caplen);

		assert_true(n < all[0].n);
		assert_int_equal(weir_frame_wire(&all[0].frame[n], wire, sizeof(wire)), h->caplen);
		assert_memory_equal(wire, data, h->caplen);
		if (yes != !!captured_keep(&all[0].frame[n], &prog, WEIR_VIEW_WIRE))
			fail_msg("%s: frame %zu: libpcap says %d", name, n, yes);
		kept += yes;
	}
	assert_int_equal(n, all[0].n);
	pcap_close(in);
	return kept;
}

static void expressions(const char *path, size_t least)
{
	FILE *f = fopen(path, "r");
	size_t n = 0, exact = 0, kept = 0;
	struct expr e;
	uint32_t mode;

	assert_non_null(f);
	while (expr_next(f, &e, &p)) {
		tb_translate(&p);
		if (p.target.wire)
			kept += against_libpcap(e.name);
		mode = against_itself(e.name, 0);
		if (mode != (e.inexact ? WEIR_FILTER_PREFILTER : WEIR_FILTER_EXACT))
			fail_msg("%s: mode %u", e.name, mode);
		exact += mode == WEIR_FILTER_EXACT;
		n++;
	}
	fclose(f);
	assert_true(n >= least && kept > 10 * n);
	print_message("note: %zu expressions, %zu of them exact, %zu frames kept of %zu each\n", n,
		      exact, kept, all[0].n);
}

static void of_the_corpus(void **state)
{
	(void)state;
	expressions("tests/lib/expressions", 25);
}

static void of_the_workload(void **state)
{
	(void)state;
	expressions("tests/bpflite/expressions", 30);
}

static void load(const struct sock_filter *insns, size_t n, bool wire)
{
	memcpy(p.insn, insns, n * sizeof(*insns));
	p.n = (uint32_t)n;
	tb_target(&p.target, wire);
	tb_translate(&p);
}

#define JUMP(op, k, yes, no) BPF_JUMP(BPF_JMP | BPF_##op | BPF_K, k, yes, no)
#define LOAD(size, k) BPF_STMT(BPF_LD | BPF_##size | BPF_ABS, k)
#define RET(k) BPF_STMT(BPF_RET | BPF_K, k)
#define RET_A BPF_STMT(BPF_RET | BPF_A, 0)
#define DIV_X BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0)
#define LEN_X BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0)
#define META(what) BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)SKF_AD_OFF + SKF_AD_##what)

static const struct {
	const char *name;
	uint32_t mode;
	struct sock_filter insn[9];
	size_t n;
} programs[] = {
	/* Bytes to keep are what comes of the division. */
	{ "IPv4 by its length",
	  WEIR_FILTER_PREFILTER,
	  { LOAD(H, 12), JUMP(JEQ, 0x0800, 0, 4), LEN_X, BPF_STMT(BPF_LD | BPF_IMM, 20000), DIV_X,
	    RET_A, RET(0) },
	  7 },
	{ "by its length",
	  WEIR_FILTER_SOFTWARE,
	  { LEN_X, BPF_STMT(BPF_LD | BPF_IMM, 20000), DIV_X, RET_A },
	  4 },
	{ "byte 200",
	  WEIR_FILTER_PREFILTER,
	  { LOAD(B, 200), JUMP(JSET, 1, 0, 1), RET(150), RET(0) },
	  4 },
	/* Some frames the card decides and cuts, behind a byte that is not kept; some it does not. */
	{ "cut or unsure",
	  WEIR_FILTER_PREFILTER,
	  { LOAD(B, 100), JUMP(JSET, 1, 0, 1), RET(60), LOAD(B, 200), JUMP(JSET, 1, 0, 1), RET(70),
	    RET(0) },
	  7 },
	{ "byte 101, 60 kept",
	  WEIR_FILTER_EXACT,
	  { LOAD(B, 101), JUMP(JSET, 1, 0, 1), RET(60), RET(0) },
	  4 },
	{ "14 kept", WEIR_FILTER_EXACT, { LOAD(B, 20), RET(14) }, 2 },
	{ "one kept", WEIR_FILTER_EXACT, { LOAD(B, 13), JUMP(JSET, 1, 0, 1), RET(1), RET(0) }, 4 },
	{ "type in A", WEIR_FILTER_EXACT, { LOAD(H, 12), RET_A }, 2 },
};

static const struct {
	const char *name;
	struct sock_filter load;
} metas[] = {
	{ "PROTOCOL", META(PROTOCOL) },
	{ "PKTTYPE", META(PKTTYPE) },
	{ "IFINDEX", META(IFINDEX) },
	{ "HATYPE", META(HATYPE) },
	{ "RXHASH", META(RXHASH) },
	{ "VLAN_TAG", META(VLAN_TAG) },
	{ "VLAN_TAG_PRESENT", META(VLAN_TAG_PRESENT) },
	{ "VLAN_TPID", META(VLAN_TPID) },
	{ "MARK", META(MARK) },
	{ "QUEUE", META(QUEUE) },
};

static void of_programs(void **state)
{
	size_t i, how;
	uint32_t mode;

	(void)state;
	for (i = 0; i < sizeof(programs) / sizeof(programs[0]); i++) {
		for (how = 0; how < HOWS; how++) {
			load(programs[i].insn, programs[i].n, false);
			mode = against_itself(programs[i].name, how);
			if (mode != programs[i].mode)
				fail_msg("%s: mode %u", programs[i].name, mode);
			load(programs[i].insn, programs[i].n, true);
			assert_int_equal(against_itself(programs[i].name, how), programs[i].mode);
		}
	}
}

/* The hash is not in the ring of a capture that did not ask for it: a program that reads it is refused. */
static bool refused(size_t how)
{
	struct sock_fprog prog = { (uint16_t)p.n, (struct sock_filter *)(void *)p.insn };
	struct weir_filter_info i = { .size = sizeof(i) };
	struct weir *w;
	uint32_t at;
	char want[40];

	if (hows[how].flags & WEIR_HASH || p.target.wire ||
	    !cbpf_reads(prog.filter, p.n, SKF_AD_RXHASH, &at))
		return false;
	w = captured_open(DEVICE, &hows[how]);
	assert_int_equal(weir_set_filter_prog(w, &prog, WEIR_VIEW_LINUX), -EINVAL);
	snprintf(want, sizeof(want), "instruction %u,", at);
	assert_non_null(strstr(weir_error(w), want));
	assert_non_null(strstr(weir_error(w), "WEIR_HASH"));
	assert_int_equal(weir_filter_info(w, &i), 0);
	assert_int_equal(i.mode, WEIR_FILTER_NONE);
	weir_close(w);
	return true;
}

static void one_datum(size_t i, size_t how)
{
	uint32_t low;

	/* Five bits of it are the bytes to keep, less one. */
	for (low = 0; low < 15; low += 5) {
		const struct sock_filter insn[] = { metas[i].load,
						    BPF_STMT(BPF_ALU | BPF_RSH | BPF_K, low),
						    BPF_STMT(BPF_ALU | BPF_AND | BPF_K, 31),
						    BPF_STMT(BPF_ALU | BPF_ADD | BPF_K, 1), RET_A };

		load(insn, sizeof(insn) / sizeof(insn[0]), false);
		if (!refused(how))
			assert_int_equal(against_itself(metas[i].name, how), WEIR_FILTER_EXACT);
	}
}

/* The card's metadata are those of the frame that comes out. */
static void of_metadata(void **state)
{
	size_t i, how;

	(void)state;
	for (i = 0; i < sizeof(metas) / sizeof(metas[0]); i++)
		for (how = 0; how < HOWS; how++)
			one_datum(i, how);
}

/* Sums of so many bytes that the path is over the budget. */
static void of_long_paths(void **state)
{
	static struct sock_filter insn[4 * TB_BUDGET];
	size_t n = 0, wire;
	uint32_t i;

	(void)state;
	for (i = 0; i < TB_BUDGET + 5; i++) {
		insn[n++] = (struct sock_filter)LOAD(B, 14 + i);
		insn[n++] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_ADD | BPF_X, 0);
		insn[n++] = (struct sock_filter)BPF_STMT(BPF_MISC | BPF_TAX, 0);
	}
	insn[n++] = (struct sock_filter)JUMP(JSET, 4, 0, 1);
	insn[n++] = (struct sock_filter)RET(90);
	insn[n++] = (struct sock_filter)RET(0);
	for (wire = 0; wire < 2; wire++) {
		load(insn, n, wire);
		assert_string_equal(bpfl_reason_text(p.res.error.reason),
				    bpfl_reason_text(BPFL_WHY_PATH));
		assert_int_equal(against_itself("a long path", 0), WEIR_FILTER_PREFILTER);
	}
}

static void of_random_programs(void **state)
{
	struct tb_rand r = { tb_seed() };
	uint32_t n, modes[4] = { 0 };

	(void)state;
	for (n = 0; n < RANDOM_PROGRAMS; n++) {
		tb_random_program(&p, &r, 1 + tb_rnd(&r, 60));
		tb_translate(&p);
		modes[refused(n % HOWS) ? 0 : against_itself("a random program", n % HOWS)]++;
	}
	print_message("note: %u random programs: %u exact, %u prefilters, %u in software, %u refused\n", n,
		      modes[1], modes[2], modes[3], modes[0]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(of_the_corpus), cmocka_unit_test(of_the_workload),
		cmocka_unit_test(of_programs),	 cmocka_unit_test(of_metadata),
		cmocka_unit_test(of_long_paths), cmocka_unit_test(of_random_programs),
	};

	return cmocka_run_group_tests(tests, capture_all, free_all);
}
