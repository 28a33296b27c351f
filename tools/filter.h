/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * filter.h - weir filter: its options, and what its parts share
 */
#ifndef WEIR_TOOL_FILTER_H
#define WEIR_TOOL_FILTER_H

#include "program.h"
#include "tool.h"
#include "weir_explain.h"

struct filter_opts {
	const char *device;	/* NULL: the default build */
	struct program ddd;	/* no file: there is an expression */
	char *expr;
	uint32_t budget;	/* 0: the card's */
	int view;		/* enum weir_view */
	int dump;		/* how many d */
	bool json, graph;
	char *file;		/* of --trace or --count, else NULL */
	bool count;
	uint64_t frame;		/* to trace, from 1 */
};

/* 0, or an exit status with the reason told; -1: --help was given. Free it in each case. */
int filter_parse(struct filter_opts *o, int argc, char **argv);
void filter_free(struct filter_opts *o);

/* filter.c */
struct explained {
	const struct filter_opts *o;
	const struct weir_explain *e;
	struct weir_explain_info i;
	const struct sock_filter *insn;
};
/* How each object begins, and lines as the items of an array. */
void json_head(const struct explained *x);
void json_lines(const struct weir_explain *e, enum weir_explain_what what);

/* filter_trace.c: --trace and --count, an exit status. */
int filter_frames(const struct explained *x);

#endif
