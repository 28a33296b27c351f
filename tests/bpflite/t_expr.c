// SPDX-License-Identifier: BSD-3-Clause
/*
 * t_expr.c SAVEFILE - tcpdump's expressions on recorded traffic, cut at every length: lane, interpreter
 *	and libpcap agree
 * t_expr.c --table - the tables of docs/filter.md: of those that are exact, 30 at least, and of the others
 * t_expr.c --show - what becomes of each
 *
 * Each expression must be exact within the budget, lists of hosts included, but for those of which the
 * file says that they must be prefilters.
 */
#include <pcap/pcap.h>
#include <string.h>

#include "tests/bpflite/expr.h"

#define EXACT_LEAST 30

static struct tb_prog p;
static struct tb_frame frame;

static void print_row(const struct expr *e)
{
	const char *c;

	printf("| %s | ", e->name);
	if (*e->text && strncmp(e->text, "live:", 5)) {
		putchar('`');
		for (c = e->text; *c; c++)
			printf(*c == '|' ? "\\%c" : "%c", *c);
		putchar('`');
	}
	printf(" | %u | %u | ", p.n, p.res.path_before);
	if (!e->inexact)
		printf("exact | ");
	printf("%u | %u |", p.res.uops, p.res.path);
	if (e->inexact && p.res.reach < BPFL_REACH_ANY && p.res.reach >= p.target.window)
		printf(" asks for byte %u of a window of %u |", p.res.reach, p.target.window);
	else if (e->inexact)
		printf(" %s |", bpfl_reason_text(p.res.error.reason));
	putchar('\n');
}

/* What the file says of an expression is so. */
static bool as_told(const struct expr *e)
{
	if (p.res.mode == (e->inexact ? BPFL_PREFILTER : BPFL_EXACT))
		return true;
	fprintf(stderr, "%s: mode %d: %s\n", e->name, p.res.mode, bpfl_reason_text(p.res.error.reason));
	return false;
}

/* The rows of one of the tables, or -1. */
static int print_rows(FILE *f, bool inexact)
{
	struct expr e;
	int rows = 0;

	rewind(f);
	while (expr_next(f, &e, &p)) {
		if (!tb_translate(&p) || !as_told(&e))
			return -1;
		if (e.inexact != inexact)
			continue;
		print_row(&e);
		rows++;
	}
	return rows;
}

static int print_tables(FILE *f)
{
	printf("| | expression | instructions | longest path | mode | micro-operations | longest path |\n"
	       "| --- | --- | --- | --- | --- | --- | --- |\n");
	if (print_rows(f, false) < EXACT_LEAST) {
		fprintf(stderr, "%d exact expressions expected\n", EXACT_LEAST);
		return 1;
	}
	printf("\n### What is not exact\n"
	       "| | expression | instructions | longest path | micro-operations | longest path | since it |\n"
	       "| --- | --- | --- | --- | --- | --- | --- |\n");
	return print_rows(f, true) < 1;
}

static bool one_length(uint32_t len, bool vlan)
{
	tb_frame_set(&frame, len, vlan);
	if (!tb_compare(&p, &frame))
		return false;
	if (!p.target.wire ||
	    cbpf_run((const struct sock_filter *)p.insn, &frame.lib, WEIR_VIEW_WIRE) ==
	    expr_bpf_filter(&p, frame.wire, len))
		return true;
	printf("interpreter and libpcap differ\n");
	tb_print(&p);
	return false;
}

/* One expression on all frames, with their tags lifted and not; returns how many it kept, or -1. */
static long run(const char *path, long *cases)
{
	char err[PCAP_ERRBUF_SIZE];
	pcap_t *in = pcap_open_offline(path, err);
	struct pcap_pkthdr *h;
	const u_char *data;
	long kept = 0;

	if (!in) {
		printf("%s\n", err);
		return -1;
	}
	while (kept >= 0 && pcap_next_ex(in, &h, &data) == 1) {
		bool tag = (data[12] == 0x81 && data[13] == 0) || (data[12] == 0x88 && data[13] == 0xa8);
		uint32_t len;

		memcpy(frame.wire, data, h->caplen);
		for (len = 14; len <= h->caplen; len = len < 200 || len == h->caplen ? len + 1 :
		     len + 311 < h->caplen ? len + 311 : h->caplen) {
			if (!one_length(len, false) || (tag && len >= 18 && !one_length(len, true)))
				kept = -1;
			if (kept < 0)
				break;
			*cases += 1;
			kept += tb_run(&p, &frame, NULL, NULL).kind == BPFL_KEEP;
		}
	}
	pcap_close(in);
	return kept;
}

int main(int argc, char **argv)
{
	FILE *f = fopen("tests/bpflite/expressions", "r");
	struct expr e;
	long cases = 0, kept;
	uint32_t n = 0, wrong = 0, all_or_none = 0, most = 0;

	if (argc < 2 || !f)
		return 2;
	if (!strcmp(argv[1], "--table"))
		return print_tables(f);
	while (expr_next(f, &e, &p)) {
		if (!tb_translate(&p))
			return 1;
		if (!strcmp(argv[1], "--show")) {
			printf("\n== %s: %s\n", e.name, e.text);
			tb_print(&p);
			continue;
		}
		kept = run(argv[1], &cases);
		if (kept < 0)
			return printf("expression \"%s\"\n", e.name), 1;
		n++;
		wrong += !as_told(&e);
		if (p.res.mode == BPFL_EXACT)
			most = p.res.path > most ? p.res.path : most;
		all_or_none += !kept;
	}
	fclose(f);
	if (n)
		printf("note: %u expressions, %ld frames each way: all alike; longest path %u; "
		       "%u kept nothing\n", n, cases, most, all_or_none);
	return n && (wrong || n < EXACT_LEAST || all_or_none > n / 3);
}
