/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * capture.h - weir capture: its options, and the run
 */
#ifndef WEIR_CAPTURE_H
#define WEIR_CAPTURE_H

#include "program.h"
#include "tool.h"
#include "weir_savefile.h"

enum stats_form { STATS_SHORT, STATS_TABLE, STATS_JSON };

struct capture_opts {
	const char *device;
	const char *file;		/* -w, or NULL */
	char *filter;			/* an expression, NULL: none */
	struct program ddd;		/* a program, no file: none */
	int view;			/* enum weir_view of either */
	uint64_t count;			/* 0: no limit */
	struct weir_opts weir;
	enum stats_form stats;
	bool ether, quick, packet_buffered, line_buffered, pcapng, nano, strict;
};

/* 0, or an exit status with the reason told; -1: --help was given. */
int capture_parse(struct capture_opts *o, int argc, char **argv);
void capture_free(struct capture_opts *o);

#endif
