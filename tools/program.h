/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * program.h - filter programs as tcpdump -ddd prints them, and the view of a filter
 */
#ifndef WEIR_PROGRAM_H
#define WEIR_PROGRAM_H

#include <stdbool.h>
#include <stdint.h>

struct sock_filter;

struct program {
	const char *file;		/* of --ddd, NULL: there is none */
	struct sock_filter *insn;	/* n of them */
	uint32_t n;
};

/* Each is 0, or an exit status with the reason told for this command. */
int program_option(struct program *p, const char *command, const char *file);
int program_view(int *view, const char *command, const char *text);
/* Reads what the file names; free it in each case. */
int program_load(struct program *p);
void program_free(struct program *p);
/* The program comes by standard input. */
bool program_is_stdin(const struct program *p);
/* It loads the frame's flow hash. */
bool program_reads_hash(const struct program *p);
/* Of enum weir_view. */
const char *view_name(uint32_t view);

#endif
