/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * filter.h - the options of weir filter
 */
#ifndef WEIR_TOOL_FILTER_H
#define WEIR_TOOL_FILTER_H

#include "tool.h"
#include "weir_explain.h"

struct filter_opts {
	const char *device;	/* NULL: the default build */
	const char *ddd;	/* file with a program, NULL: there is an expression */
	char *expr;
	struct sock_filter *insn;	/* of ddd: n of them */
	uint32_t n;
	uint32_t budget;	/* 0: the card's */
	int view;		/* enum weir_view */
	int dump;		/* how many d */
	bool json, graph;
};

/* 0, or an exit status with the reason told; -1: --help was given. Free it in each case. */
int filter_parse(struct filter_opts *o, int argc, char **argv);
void filter_free(struct filter_opts *o);

#endif
