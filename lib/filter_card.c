// SPDX-License-Identifier: BSD-3-Clause
/*
 * filter_card.c - a filter translated for a card, and what came of it in the words of weir.h
 */
#include <stdio.h>

#include "filter_card.h"

int filter_translate(const struct sock_filter *prog, uint32_t n, enum weir_view view,
		     const struct bpfl_target *card, struct bpfl_uop *out, struct bpfl_result *res,
		     struct bpfl_work *w)
{
	struct bpfl_target t = *card;

	t.wire = view == WEIR_VIEW_WIRE;
	return bpfl_translate((const struct bpfl_insn *)(const void *)prog, n, &t, out, res, w);
}

void filter_describe(struct weir_filter_info *info, const struct bpfl_result *res)
{
	static const uint32_t mode[] = { [BPFL_EXACT] = WEIR_FILTER_EXACT,
					 [BPFL_PREFILTER] = WEIR_FILTER_PREFILTER,
					 [BPFL_SOFTWARE] = WEIR_FILTER_SOFTWARE };
	bool card = res->mode != BPFL_SOFTWARE;

	info->mode = mode[res->mode];
	info->uops = card ? res->uops : 0;
	info->uop_path = card ? res->path : 0;
	info->reach = card ? res->reach : 0;
	info->reason[0] = '\0';
	if (res->mode != BPFL_EXACT)
		snprintf(info->reason, sizeof(info->reason), "instruction %u: %s", res->error.insn,
			 bpfl_reason_text(res->error.reason));
}
