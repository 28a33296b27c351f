/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * expr.h - the expressions of tests/bpflite/expressions as programs
 */
#ifndef TB_EXPR_H
#define TB_EXPR_H

#include <stdio.h>

#include "tests/bpflite/tb.h"

struct expr {
	char name[64], text[200];	/* text as in the file */
	bool inexact;		/* it must not be exact */
};

/* The next expression, as p->insn and p->n, with the target's view: false at the end. Exits when it is
 * wrong. */
bool expr_next(FILE *f, struct expr *e, struct tb_prog *p);
/* libpcap's own filter on the bytes of the wire. */
uint32_t expr_bpf_filter(const struct tb_prog *p, const uint8_t *data, uint32_t len);

#endif
