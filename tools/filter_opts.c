// SPDX-License-Identifier: BSD-3-Clause
/*
 * filter_opts.c - the options of weir filter
 */
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "filter.h"

static const char help[] =
"usage: weir filter [option]... [EXPRESSION]\n"
"       weir filter [option]... --ddd FILE\n"
"\n"
"Explains what becomes of a filter: its classic BPF program, the micro-operations that the card runs\n"
"for it, their longest paths against the card's budget, and whether the card decides alone (exact), keeps\n"
"too much (prefilter) or leaves all to the library (software), and why.\n"
"\n"
"EXPRESSION is that of pcap-filter(7), compiled as for a savefile. None keeps everything.\n"
"\n"
"  --ddd FILE           a program as tcpdump -ddd prints it, - is standard input\n"
"  --view linux|wire    where offsets count: as live AF_PACKET shows a frame, without the outer tag, the\n"
"                       default for --ddd, or as on the wire, the default for an expression\n"
"  -i, --interface DEVICE  explain for this device's card; else for the default build, which sim: runs\n"
"  --budget N           explain for a card with so many micro-operations a frame\n"
"  -d, -dd, -ddd        the program only, as text, as C, as numbers, as tcpdump prints them\n"
"  --graph              the micro-operations only, as a graph for Graphviz's dot\n"
"  --json               all of it as one object, the graph too if asked for\n"
"  --trace FILE[:N]     run frame N of a savefile, the first if none is given, and tell each\n"
"                       micro-operation that ran: V, the value it took in, R, what it made of that,\n"
"                       and the target\n"
"  --count FILE         run all frames of a savefile, and tell how often each micro-operation ran, what\n"
"                       became of the frames, and the most turns that one took\n";

enum { O_DDD = 256, O_VIEW, O_BUDGET, O_GRAPH, O_JSON, O_TRACE, O_COUNT };

static const struct option longs[] = {
	{ "interface", required_argument, NULL, 'i' },
	{ "ddd", required_argument, NULL, O_DDD },
	{ "view", required_argument, NULL, O_VIEW },
	{ "budget", required_argument, NULL, O_BUDGET },
	{ "graph", no_argument, NULL, O_GRAPH },
	{ "json", no_argument, NULL, O_JSON },
	{ "trace", required_argument, NULL, O_TRACE },
	{ "count", required_argument, NULL, O_COUNT },
	{ "help", no_argument, NULL, 'h' },
	{ 0 },
};

static int set_budget(struct filter_opts *o, const char *text)
{
	uint64_t n;

	if (parse_number(text, 0, 1, 65535, &n))
		return misuse("filter", "--budget %s: not a number from 1 to 65535", text);
	o->budget = (uint32_t)n;
	return 0;
}

/* FILE[:N]: what is behind the last colon is the frame's number if it is one, else it belongs to the name. */
static int set_file(struct filter_opts *o, const char *option, const char *text, bool count)
{
	const char *colon = strrchr(text, ':');
	uint64_t n = 1;

	if (o->file)
		return misuse("filter", "--trace and --count: one of them, and once");
	if (count || !colon || !colon[1] || colon[1 + strspn(colon + 1, "0123456789")])
		colon = text + strlen(text);
	else if (parse_number(colon + 1, 10, 1, UINT64_MAX, &n))
		return misuse("filter", "--trace %s: frames count from 1", text);
	if (colon == text)
		return misuse("filter", "%s: the file's name is empty", option);
	o->file = strndup(text, (size_t)(colon - text));
	o->count = count;
	o->frame = n;
	return o->file ? 0 : complain("no memory");
}

static int set(struct filter_opts *o, int c, char **argv)
{
	switch (c) {
	case 'i':
		o->device = optarg;
		return 0;
	case 'd':
		o->dump++;
		return 0;
	case O_DDD:
		return program_option(&o->ddd, "filter", optarg);
	case O_VIEW:
		return program_view(&o->view, "filter", optarg);
	case O_BUDGET:
		return set_budget(o, optarg);
	case O_GRAPH:
		o->graph = true;
		return 0;
	case O_JSON:
		o->json = true;
		return 0;
	case O_TRACE:
		return set_file(o, "--trace", optarg, false);
	case O_COUNT:
		return set_file(o, "--count", optarg, true);
	}
	return bad_option("filter", c, argv);
}

int filter_parse(struct filter_opts *o, int argc, char **argv)
{
	int c, ret;

	*o = (struct filter_opts){ .view = -1 };
	opterr = 0;
	while ((c = getopt_long(argc, argv, ":hi:d", longs, NULL)) != -1) {
		if (c == 'h') {
			fputs(help, stdout);
			return -1;
		}
		ret = set(o, c, argv);
		if (ret)
			return ret;
	}
	if (o->ddd.file && optind < argc)
		return misuse("filter", "an expression and --ddd: it is one or the other");
	if (o->dump && (o->json || o->graph))
		return misuse("filter", "-d goes with neither --json nor --graph");
	if (o->file && (o->dump || o->graph))
		return misuse("filter", "--trace and --count go with neither -d nor --graph");
	if (o->file && !strcmp(o->file, "-") && program_is_stdin(&o->ddd))
		return misuse("filter", "standard input is the program or the savefile, not both");
	if (o->dump > 3)
		return misuse("filter", "-d is given %d times, at most three are known", o->dump);
	if (o->view < 0)
		o->view = o->ddd.file ? WEIR_VIEW_LINUX : WEIR_VIEW_WIRE;
	if (o->ddd.file)
		return program_load(&o->ddd);
	o->expr = join_words(argc - optind, argv + optind);
	return o->expr ? 0 : complain("no memory");
}

void filter_free(struct filter_opts *o)
{
	free(o->expr);
	free(o->file);
	program_free(&o->ddd);
}
