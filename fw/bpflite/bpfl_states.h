/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * bpfl_states.h - what is known where ways of a program meet
 */
#ifndef WEIR_BPFL_STATES_H
#define WEIR_BPFL_STATES_H

#include "bpfl_int.h"

void bpfl_states_init(struct bpfl_fold *f);
/* No value is the same as another; v is a new one; it is a copy of another, after it was made a new one. */
void bpfl_states_differ(struct bpfl_state *s);
void bpfl_states_new(struct bpfl_state *s, unsigned int v);
void bpfl_states_copy(struct bpfl_state *s, unsigned int v, unsigned int from);
/* f->s is no longer what it was. */
void bpfl_states_changed(struct bpfl_fold *f);
/* A way leads from here to an instruction behind. */
void bpfl_states_flow(struct bpfl_fold *f, uint32_t to);
/* f->s and f->on, at instruction i: with all the ways that lead there. */
void bpfl_states_arrive(struct bpfl_fold *f, uint32_t i);

#endif
