// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_explain.c - filters explained without a card: numbers, lines, the graph, refusals, structures of other
 * versions
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <linux/filter.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "weir_explain.h"

static char err[256];
static struct weir_explain_opts opts;
static struct weir_explain *e;

static int fresh(void **state)
{
	(void)state;
	memset(err, 0, sizeof(err));
	opts = (struct weir_explain_opts){ .size = sizeof(opts),
					   .err = err,
					   .err_len = sizeof(err) };
	e = (void *)&opts;
	return 0;
}

static struct weir_explain_info info(void)
{
	struct weir_explain_info i = { .size = sizeof(i) };

	assert_int_equal(weir_explain_info(e, &i), 0);
	return i;
}

/* A card may have more turns than a program can be given: what needs more is not exact there. */
static void large_budget(void **state)
{
	struct sock_filter prog[80] = { BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0),
					BPF_STMT(BPF_LD | BPF_W | BPF_ABS, 0) };
	const struct sock_fprog p = { 80, prog };
	struct weir_explain_info i;
	size_t n;

	(void)state;
	for (n = 2; n < 79; n++)
		prog[n] = (struct sock_filter)BPF_STMT(BPF_ALU | BPF_MUL | BPF_X, 0);
	prog[79] = (struct sock_filter)BPF_STMT(BPF_RET | BPF_A, 0);
	opts.budget = 1000;
	assert_int_equal(weir_explain_prog(&e, &p, WEIR_VIEW_LINUX, &opts), 0);
	i = info();
	assert_in_range(i.uop_path, 64, 999);
	assert_int_equal(i.mode, WEIR_FILTER_PREFILTER);
	assert_int_equal(i.budget, 63);
	weir_explain_free(e);
}

static void numbers(void **state)
{
	struct weir_explain_info i;

	(void)state;
	assert_int_equal(weir_explain(&e, "arp", WEIR_VIEW_WIRE, NULL), 0);
	i = info();
	/* Load the type, compare, and one of two returns: one micro-operation. */
	assert_true(i.mode == WEIR_FILTER_EXACT && i.view == WEIR_VIEW_WIRE &&
		    i.instructions == 4 && i.path == 3);
	assert_true(i.uops == 1 && i.uop_path == 1 && i.reach == 13 && !*i.reason);
	weir_explain_free(e);
	opts.budget = 3;
	opts.window = 20;
	opts.store = 5;
	assert_int_equal(weir_explain(&e, "tcp port 80", WEIR_VIEW_WIRE, &opts), 0);
	i = info();
	assert_true(i.mode == WEIR_FILTER_PREFILTER && *i.reason);
	assert_true(i.budget == 3 && i.window == 20 && i.store == 5 && i.uops <= 5);
	weir_explain_free(e);
	weir_explain_free(NULL);
}

static void refused(const char *expr, int view, int ret, const char *why)
{
	*err = 0;
	assert_int_equal(weir_explain(&e, expr, view, &opts), ret);
	assert_null(e);
	if (!strstr(err, why))
		fail_msg("\"%s\" does not tell \"%s\"", err, why);
}

static void refused_prog(struct sock_filter *insn, uint16_t n, int ret, const char *why)
{
	const struct sock_fprog p = { n, insn };

	*err = 0;
	assert_int_equal(weir_explain_prog(&e, &p, WEIR_VIEW_LINUX, &opts), ret);
	assert_null(e);
	if (!strstr(err, why))
		fail_msg("\"%s\" does not tell \"%s\"", err, why);
	/* Nowhere to tell it. */
	assert_int_equal(weir_explain_prog(&e, &p, WEIR_VIEW_LINUX, NULL), ret);
	assert_null(e);
}

static void refusals(void **state)
{
	struct sock_filter jump[] = { BPF_STMT(BPF_RET | BPF_K, 0),
				      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 1, 9, 0),
				      BPF_STMT(BPF_RET | BPF_K, 0) };
	struct sock_filter cpu[] = { BPF_STMT(BPF_LD | BPF_W | BPF_ABS,
					      (uint32_t)SKF_AD_OFF + SKF_AD_CPU),
				     BPF_STMT(BPF_RET | BPF_A, 0) };

	(void)state;
	refused("no such thing", WEIR_VIEW_WIRE, -EINVAL, "filter \"no such thing\": ");
	refused("ip", 2, -EINVAL, "unknown view 2");
	refused("ip", -1, -EINVAL, "unknown view -1");
	refused_prog(jump, 3, -EINVAL, "instruction 1: jump behind the end");
	refused_prog(cpu, 2, -EOPNOTSUPP, "instruction 0: the filter loads CPU: no processor");
	refused_prog(jump, 0, -EINVAL, "1 to 4096 instructions, not 0");
	refused_prog(jump, 4097, -EINVAL, "not 4097");
	refused_prog(NULL, 1, -EINVAL, "not there");
	opts.store = 1025;
	refused("ip", WEIR_VIEW_WIRE, -EINVAL, "1025 micro-operations is above 1024");
	opts.store = 0;
	opts.err_len = 8;
	refused("ip", 2, -EINVAL, "unknown");
	assert_int_equal(strlen(err), 7);
}

static void versions(void **state)
{
	struct {
		struct weir_explain_opts o;
		char more[8];
	} longer = { .o = { .size = sizeof(longer) } };
	struct {
		struct weir_explain_info i;
		char more[8];
	} later = { .i = { .size = sizeof(later) } };

	(void)state;
	assert_int_equal(weir_explain(&e, "ip", WEIR_VIEW_WIRE, &longer.o), 0);
	/* A later structure's tail is 0, an earlier one ends where it says. */
	memset(later.more, 'x', sizeof(later.more));
	assert_int_equal(weir_explain_info(e, &later.i), 0);
	assert_true(later.i.size == sizeof(later) && later.i.budget && !later.more[0] &&
		    !later.more[7]);
	memset(&later, 'x', sizeof(later));
	later.i.size = offsetof(struct weir_explain_info, reason) + 4;
	assert_int_equal(weir_explain_info(e, &later.i), 0);
	assert_true(later.i.reason[3] == 0 && later.i.reason[4] == 'x' &&
		    later.i.instructions == 4);
	later.i.size = 8;
	assert_int_equal(weir_explain_info(e, &later.i), -EINVAL);
	weir_explain_free(e);
	longer.more[7] = 1;
	assert_int_equal(weir_explain(&e, "ip", WEIR_VIEW_WIRE, &longer.o), -E2BIG);
	assert_null(e);
	longer.o.size = offsetof(struct weir_explain_opts, budget) - 1;
	assert_int_equal(weir_explain(&e, "ip", WEIR_VIEW_WIRE, &longer.o), -EINVAL);
	longer.o.size = offsetof(struct weir_explain_opts, budget);
	longer.o.budget = 1;
	assert_int_equal(weir_explain(&e, "ip", WEIR_VIEW_WIRE, &longer.o), 0);
	assert_true(info().budget > 1);
	weir_explain_free(e);
}

static void lines(void **state)
{
	struct sock_filter insn[] = { BPF_STMT(BPF_LDX | BPF_W | BPF_LEN, 0),
				      BPF_STMT(BPF_LD | BPF_W | BPF_LEN, 0),
				      BPF_STMT(BPF_ALU | BPF_DIV | BPF_X, 0),
				      BPF_STMT(BPF_RET | BPF_A, 0) };
	const struct sock_fprog p = { 4, insn };
	char line[256];
	uint32_t n;

	(void)state;
	assert_int_equal(weir_explain(&e, "arp", WEIR_VIEW_WIRE, &opts), 0);
	assert_int_equal(weir_explain_line(e, WEIR_EXPLAIN_INSNS, 1, line, sizeof(line)), 1);
	assert_string_equal(line, "(001) jeq      #0x806           jt 2\tjf 3");
	assert_int_equal(weir_explain_line(e, WEIR_EXPLAIN_INSNS, 3, line, sizeof(line)), 1);
	assert_int_equal(weir_explain_line(e, WEIR_EXPLAIN_INSNS, 4, line, sizeof(line)), 0);
	assert_int_equal(weir_explain_line(e, WEIR_EXPLAIN_UOPS, 0, line, sizeof(line)), 1);
	assert_string_equal(line, "H[12] == 0x806                      ? ALL : DROP");
	assert_int_equal(weir_explain_line(e, WEIR_EXPLAIN_UOPS, 1, line, sizeof(line)), 0);
	assert_int_equal(weir_explain_line(e, WEIR_EXPLAIN_UOPS, 0, line, 6), 1);
	assert_string_equal(line, "H[12]");
	assert_int_equal(weir_explain_line(e, 2, 0, line, sizeof(line)), -EINVAL);
	assert_int_equal(weir_explain_insns(e, &n)[1].k, 0x806);
	assert_int_equal(n, 4);
	weir_explain_free(e);
	/* In software there is nothing in the card to show. */
	assert_int_equal(weir_explain_prog(&e, &p, WEIR_VIEW_LINUX, &opts), 0);
	assert_true(info().mode == WEIR_FILTER_SOFTWARE && !info().uops && !info().uop_path);
	assert_string_equal(info().reason, "instruction 2: division by X");
	assert_int_equal(weir_explain_line(e, WEIR_EXPLAIN_UOPS, 0, line, sizeof(line)), 0);
	assert_int_equal(weir_explain_line(e, WEIR_EXPLAIN_INSNS, 0, line, sizeof(line)), 1);
	weir_explain_free(e);
}

static void graph(void **state)
{
	char part[10], *text;
	size_t size;

	(void)state;
	assert_int_equal(weir_explain(&e, "tcp port 80", WEIR_VIEW_WIRE, &opts), 0);
	size = weir_explain_graph(e, NULL, 5);
	text = malloc(size + 1);
	assert_non_null(text);
	assert_int_equal(weir_explain_graph(e, text, size + 1), size);
	assert_int_equal(strlen(text), size);
	assert_true(!strncmp(text, "digraph filter {", 16) && !strcmp(text + size - 2, "}\n"));
	assert_int_equal(weir_explain_graph(e, part, sizeof(part)), size);
	assert_string_equal(part, "digraph f");
	free(text);
	weir_explain_free(e);
}

/* What is taken for the simulated card is what that says of itself. */
static void default_build(void **state)
{
	const struct weir_opts look = { .size = sizeof(look), .flags = WEIR_LOOK };
	struct weir_info card = { .size = sizeof(card) };
	struct weir *w;

	(void)state;
	assert_int_equal(weir_open(&w, "sim:", &look), 0);
	assert_int_equal(weir_info(w, &card), 0);
	assert_int_equal(weir_explain(&e, "ip", WEIR_VIEW_WIRE, NULL), 0);
	assert_int_equal(info().budget, card.budget);
	assert_int_equal(info().window, card.window_bytes);
	assert_int_equal(info().store, card.store_ops);
	weir_explain_free(e);
	weir_close(w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(numbers, fresh), cmocka_unit_test_setup(large_budget, fresh),
		cmocka_unit_test_setup(refusals, fresh),
		cmocka_unit_test_setup(versions, fresh),
		cmocka_unit_test_setup(lines, fresh),
		cmocka_unit_test_setup(graph, fresh),
		cmocka_unit_test_setup(default_build, fresh),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
