/* SPDX-License-Identifier: BSD-3-Clause */
/* stress.h - what t_stress does to the taps at random */
#ifndef CARD_STRESS_H
#define CARD_STRESS_H

#include "gen.h"

struct stress {
	struct bench b;
	struct gen g;
	unsigned int taps;	/* used in this section */
	uint64_t starts, stops, resets, refused, bad_desc, faults, frozen;
	uint64_t frames, blocks, cycles, snapshots, irqs;
};

/* A configuration that the card takes. */
struct weir_hw_tap_cfg stress_cfg(struct stress *s, unsigned int t);
/* One thing at random to one tap at random. */
void stress_act(struct stress *s);
void stress_stop(struct stress *s, unsigned int t);
/* Faulted taps are seen and ended. */
void stress_look(struct stress *s, unsigned int t);

#endif
