// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_run.c - explained filters run on the frames of a savefile: the verdict is libpcap's, step leads to step,
 * frames are those that the card gives
 *
 * Guards against a trace that tells another story than the card's, and against a bad file, a cut frame or
 * another library's structure that is taken for a good one.
 */
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
#include "weir_savefile.h"

#define FILE_NAME "tests/golden/traffic.pcap"

static struct tb_prog p;
static struct weir_explain *e;

/* The micro-operations that ran. */
static struct {
	struct weir_explain_step step[64];
	uint32_t n;
} seen;

static void see(void *ctx, const struct weir_explain_step *step)
{
	assert_ptr_equal(ctx, &seen);
	assert_in_range(seen.n, 0, 63);
	seen.step[seen.n++] = *step;
}

static struct weir_explain_verdict run(const struct weir_frame *f)
{
	struct weir_explain_verdict v = { .size = sizeof(v) };

	seen.n = 0;
	assert_int_equal(weir_explain_run(e, f, &v, see, &seen), 0);
	return v;
}

/* From the first micro-operation on each leads to the next, the last to the verdict. */
static void follows(const struct weir_explain_verdict *v)
{
	const struct weir_explain_step *last = &seen.step[v->turns - 1];
	uint32_t i;

	assert_true(seen.n == v->turns && v->turns >= 1 && v->turns <= v->allowed);
	assert_int_equal(seen.step[0].place, 0);
	for (i = 0; i + 1 < seen.n; i++) {
		assert_int_equal(seen.step[i].next, seen.step[i + 1].place);
		assert_null(seen.step[i].verdict);
		assert_int_equal(seen.step[i].end, WEIR_EXPLAIN_RAN);
	}
	if (last->next != UINT32_MAX) {
		assert_true(!last->verdict && v->verdict == WEIR_EXPLAIN_UNSURE && v->turns == v->allowed);
		return;
	}
	assert_non_null(last->verdict);
	if (last->end)
		assert_string_equal(last->verdict, last->end == WEIR_EXPLAIN_FAILED ? "DROP" : "UNSURE");
	assert_int_equal(!strcmp(last->verdict, "UNSURE"), v->verdict == WEIR_EXPLAIN_UNSURE);
}

/* All frames of the savefile: how many are kept. */
static unsigned int all_frames(bool exact)
{
	const struct weir_frame *f;
	struct weir_reader *rd;
	uint8_t wire[10000];
	unsigned int kept = 0;
	uint32_t want;

	assert_int_equal(weir_reader_open(&rd, FILE_NAME, NULL), 0);
	while (weir_reader_next(rd, &f) == 1) {
		struct weir_explain_verdict v = run(f);

		follows(&v);
		want = expr_bpf_filter(&p, wire, (uint32_t)weir_frame_wire(f, wire, sizeof(wire)));
		assert_int_equal(v.library, want);
		if (v.verdict != WEIR_EXPLAIN_UNSURE)
			assert_int_equal(v.verdict == WEIR_EXPLAIN_KEEP, want != 0);
		assert_true(!exact || v.verdict != WEIR_EXPLAIN_UNSURE);
		kept += want != 0;
	}
	weir_reader_close(rd);
	return kept;
}

static void as_libpcap(void **state)
{
	static const char *const lists[] = { "tests/lib/expressions", "tests/bpflite/expressions" };
	struct weir_explain_opts small = { .size = sizeof(small), .budget = 2 };
	unsigned int kept, n = 0, all = 0, i;
	struct expr x;
	FILE *f;

	(void)state;
	for (i = 0; i < 2; i++) {
		f = fopen(lists[i], "r");
		assert_non_null(f);
		while (expr_next(f, &x, &p)) {
			struct sock_filter *insn = (struct sock_filter *)(void *)p.insn;
			const struct sock_fprog prog = { (uint16_t)p.n, insn };

			if (!p.target.wire)
				continue;
			assert_int_equal(weir_explain_prog(&e, &prog, WEIR_VIEW_WIRE, NULL), 0);
			kept = all_frames(!x.inexact);
			weir_explain_free(e);
			/* With too few turns verdicts are left out, and none is another one. */
			assert_int_equal(weir_explain_prog(&e, &prog, WEIR_VIEW_WIRE, &small), 0);
			assert_int_equal(all_frames(false), kept);
			weir_explain_free(e);
			all += kept;
			n++;
		}
		fclose(f);
	}
	assert_true(n > 60 && all > 10 * n);
	print_message("note: %u expressions, %u frames kept\n", n, all);
}

/* What the reader makes of a record is what comes of it out of the card. */
static void as_card(void **state)
{
	const struct weir_opts promisc = { .flags = WEIR_PROMISC };
	struct captured c = { 0 };
	struct weir *w = captured_open("sim:" FILE_NAME, &promisc);
	const struct weir_frame *f;
	struct weir_reader *rd;
	size_t n = 0, tags = 0;

	(void)state;
	captured_take(&c, w, SIZE_MAX);
	weir_close(w);
	assert_int_equal(weir_reader_open(&rd, FILE_NAME, NULL), 0);
	for (; weir_reader_next(rd, &f) == 1; n++) {
		const struct weir_frame *want = &c.frame[n];

		assert_true(n < c.n && f->caplen == want->caplen && f->len == want->len);
		assert_memory_equal(f->data, want->data, f->caplen);
		assert_true(f->vlan == want->vlan && f->vlan_tci == want->vlan_tci);
		assert_int_equal(f->vlan_tpid, want->vlan_tpid);
		assert_int_equal(f->protocol, want->protocol);
		assert_int_equal(f->pkttype, want->pkttype);
		assert_int_equal(f->ifindex, want->ifindex);
		tags += f->vlan;
	}
	assert_true(n == c.n && tags > 0);
	weir_reader_close(rd);
	captured_free(&c);
}

static const uint8_t bytes[400] = { [12] = 0x08, [14] = 0x45, [23] = 6 };

static void explain(const char *expr, const struct weir_explain_opts *o)
{
	assert_int_equal(weir_explain(&e, expr, WEIR_VIEW_WIRE, o), 0);
}

static void ends(void **state)
{
	struct weir_explain_opts two = { .size = sizeof(two), .budget = 2 };
	struct weir_frame f = { .data = bytes, .caplen = 36, .len = 36 };
	struct weir_explain_verdict v;

	(void)state;
	/* A frame that ends in its TCP header, behind the first of the ports */
	explain("tcp dst port 80", NULL);
	v = run(&f);
	assert_true(v.verdict == WEIR_EXPLAIN_DROP && !v.keep && !v.library && seen.n == v.turns);
	assert_int_equal(seen.step[seen.n - 1].end, WEIR_EXPLAIN_FAILED);
	assert_int_equal(seen.step[seen.n - 1].value | seen.step[seen.n - 1].result, 0);
	assert_string_equal(seen.step[seen.n - 1].verdict, "DROP");
	assert_int_equal(seen.step[0].value, 0x800);
	weir_explain_free(e);

	explain("ether[200] = 0", NULL);
	f.caplen = f.len = sizeof(bytes);
	v = run(&f);
	assert_true(v.verdict == WEIR_EXPLAIN_UNSURE && v.keep == UINT32_MAX && v.library && v.turns == 1);
	assert_int_equal(seen.step[0].end, WEIR_EXPLAIN_OUTSIDE);
	assert_string_equal(seen.step[0].verdict, "UNSURE");
	weir_explain_free(e);

	explain("tcp dst port 80", &two);
	v = run(&f);
	assert_true(v.verdict == WEIR_EXPLAIN_UNSURE && v.turns == 2 && v.allowed == 2 && !v.library);
	assert_true(seen.n == 2 && !seen.step[1].verdict && seen.step[1].next != UINT32_MAX);
	/* Nobody has to look. */
	assert_int_equal(weir_explain_run(e, &f, &v, NULL, NULL), 0);
	assert_int_equal(v.turns, 2);
	weir_explain_free(e);
}

/* Bytes that are kept; the load at `other` is on the way that is not taken. */
static uint32_t keeps(uint32_t n, int view, uint8_t vlan, uint32_t other)
{
	struct sock_filter insn[] = { BPF_STMT(BPF_LD | BPF_B | BPF_ABS, 0),
				      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 1, 0),
				      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, other),
				      BPF_STMT(BPF_RET | BPF_K, n) };
	const struct sock_fprog prog = { 4, insn };
	struct weir_frame f = { .data = bytes, .caplen = 400, .len = 400, .vlan = vlan, .vlan_tpid = 0x8100 };
	struct weir_explain_verdict v;

	assert_int_equal(weir_explain_prog(&e, &prog, view, NULL), 0);
	v = run(&f);
	weir_explain_free(e);
	assert_true(v.library == n && v.verdict == (n ? WEIR_EXPLAIN_KEEP : WEIR_EXPLAIN_DROP));
	return v.keep;
}

static void kept(void **state)
{
	(void)state;
	assert_int_equal(keeps(96, WEIR_VIEW_LINUX, 0, 0), 96);
	assert_int_equal(keeps(96, WEIR_VIEW_LINUX, 1, 0), 96);
	assert_int_equal(keeps(96, WEIR_VIEW_WIRE, 0, 0), 96);
	assert_int_equal(keeps(96, WEIR_VIEW_WIRE, 1, 0), 92);
	assert_int_equal(keeps(262144, WEIR_VIEW_WIRE, 1, 0), UINT32_MAX);
	assert_int_equal(keeps(0, WEIR_VIEW_WIRE, 1, 0), 0);
	/* A prefilter keeps frames whole. */
	assert_int_equal(keeps(96, WEIR_VIEW_WIRE, 1, 300), UINT32_MAX);
}

static int refused(struct weir_explain_verdict *v, const struct weir_frame *f)
{
	seen.n = 0;
	return weir_explain_run(e, f, v, see, &seen);
}

static void refusals(void **state)
{
	struct sock_filter by_x[] = { BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0),
				      BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0),
				      BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0), BPF_STMT(BPF_RET | BPF_A, 0) };
	const struct sock_fprog software = { 4, by_x };
	struct weir_explain_opts narrow = { .size = sizeof(narrow), .window = 64 };
	struct weir_frame f = { .data = bytes, .caplen = 127, .len = 400 };
	struct {
		struct weir_explain_verdict v;
		char more[8];
	} later;

	(void)state;
	memset(&later, 'x', sizeof(later));
	later.v.size = sizeof(later);
	explain("ip", NULL);
	assert_int_equal(refused(&later.v, &f), -ENODATA);
	f.caplen = 128;
	assert_int_equal(refused(&later.v, &f), 0);
	assert_true(later.v.size == sizeof(later) && later.v.turns == 1 && !later.more[0] && !later.more[7]);
	/* With its tag, 124 bytes are enough; without addresses there is no place for one. */
	f.vlan = 1;
	f.caplen = 124;
	assert_int_equal(refused(&later.v, &f), 0);
	f.caplen = f.len = 11;
	assert_int_equal(refused(&later.v, &f), -ENODATA);
	f.vlan = 0;
	/* No card takes so short or so long a frame. */
	f.caplen = f.len = 13;
	assert_int_equal(refused(&later.v, &f), -EMSGSIZE);
	f.caplen = 400;
	f.len = 9601;
	assert_int_equal(refused(&later.v, &f), -EMSGSIZE);
	f.len = 9600;
	assert_int_equal(refused(&later.v, &f), 0);
	f.vlan = 1;
	assert_int_equal(refused(&later.v, &f), -EMSGSIZE);
	f.vlan = 0;
	f.caplen = f.len = 14;
	assert_int_equal(refused(&later.v, &f), 0);
	memset(&later, 'x', sizeof(later));
	later.v.size = offsetof(struct weir_explain_verdict, library);
	assert_int_equal(refused(&later.v, &f), 0);
	assert_true(later.v.verdict == WEIR_EXPLAIN_KEEP && later.v.library == 0x78787878);
	later.v.size = 8;
	assert_int_equal(refused(&later.v, &f), -EINVAL);
	later.v.size = sizeof(later);
	weir_explain_free(e);
	explain("ip", &narrow);
	assert_int_equal(refused(&later.v, &f), -EOPNOTSUPP);
	weir_explain_free(e);
	assert_int_equal(weir_explain_prog(&e, &software, WEIR_VIEW_WIRE, NULL), 0);
	assert_int_equal(refused(&later.v, &f), -EOPNOTSUPP);
	assert_int_equal(seen.n, 0);
	weir_explain_free(e);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(as_libpcap), cmocka_unit_test(as_card),  cmocka_unit_test(ends),
		cmocka_unit_test(kept),	      cmocka_unit_test(refusals),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
