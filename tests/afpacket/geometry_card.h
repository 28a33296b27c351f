/* SPDX-License-Identifier: BSD-3-Clause */
/* geometry_card.h - the geometry as the simulated card's side of the comparison is given it */
#ifndef GEOMETRY_CARD_H
#define GEOMETRY_CARD_H

#include <weir.h>
#include "geometry.h"

/* That of the interface in run.sh. */
#define GEOMETRY_CARD_MAC "02:00:00:00:00:02"

static inline struct weir_opts geometry_card_opts(const struct geometry *g, char *err, size_t err_len)
{
	return (struct weir_opts){
		.size = sizeof(struct weir_opts),
		.err = err,
		.err_len = err_len,
		.snaplen = g->snaplen,
		.protocol = g->protocol,
		.block_size = g->block_size,
		.block_nr = g->block_nr,
		.retire_us = WEIR_RETIRE_NEVER,
		.reserve = g->reserve,
		.priv_size = g->priv,
		/* Linux takes the tag away before hooks of one protocol see the frame. */
		.flags = WEIR_PROMISC | (g->protocol ? WEIR_HIDE_TAG : 0),
	};
}

#endif
