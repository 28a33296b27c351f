/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * explain_int.h - an explanation, as the files that make and run one have it
 */
#ifndef WEIR_EXPLAIN_INT_H
#define WEIR_EXPLAIN_INT_H

#include <linux/filter.h>

#include "fw/bpflite/bpflite.h"
#include "weir_explain.h"

struct weir_explain {
	struct weir_explain_info info;
	struct bpfl_result res;
	struct bpfl_uop uops[BPFL_STORE];
	uint32_t n;
	struct sock_filter prog[];
};

#endif
