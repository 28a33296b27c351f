/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * filter_card.h - a filter translated for a card, and what came of it in the words of weir.h
 */
#ifndef WEIR_FILTER_CARD_H
#define WEIR_FILTER_CARD_H

#include <linux/filter.h>

#include "fw/bpflite/bpflite.h"
#include "weir.h"

/* bpfl_translate() in a view; `card` is all of the target but that. */
int filter_translate(const struct sock_filter *prog, uint32_t n, enum weir_view view,
		     const struct bpfl_target *card, struct bpfl_uop *out, struct bpfl_result *res,
		     struct bpfl_work *w);
/* Mode, what the card runs (all 0 in software) and the reason; the rest of info stays. */
void filter_describe(struct weir_filter_info *info, const struct bpfl_result *res);

#endif
