/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * weir_sock_filter.h - a socket's filter, as far as a card may run it
 */
#ifndef WEIR_SOCK_FILTER_H
#define WEIR_SOCK_FILTER_H

#include "bpflite.h"
#include "weir_hw.h"

struct sock;
struct weir_card;
struct weir_sock;

enum weir_sock_prog {
	WEIR_PROG_NONE = 0,
	WEIR_PROG_CLASSIC,
	WEIR_PROG_EBPF,		/* which no card runs */
	WEIR_PROG_LOST,		/* a classic one, for a copy of which there was no memory */
};

struct weir_sock_filter {
	const void *seen;	/* the core's, to compare with; under the socket's own lock */
	/* All else under ws->mutex. */
	enum weir_sock_prog kind;
	struct bpfl_insn *prog;	/* if WEIR_PROG_CLASSIC */
	u32 n;
	u32 generation;		/* changes so far */
	struct bpfl_result res;	/* what the card made of it that saw it last */
};

/* For struct proto: the socket's own lock is given back. */
void weir_sock_release_cb(struct sock *sk);
/* Nobody uses the socket any more. */
void weir_sock_filter_drop(struct weir_sock *ws);

/* What a card makes of it, into ws->filter.res: is it exact there, or is there none? ws->mutex is held. */
bool weir_sock_filter_look(struct weir_sock *ws, struct weir_card *card, const struct weir_hw_tap_cfg *cfg);
/* The tap runs it, and nothing else, when this returns 0. -EBADMSG: it is not exact. Another -errno: what the
 * tap runs is not known. ws->mutex and card->lock are held. */
int weir_sock_filter_load(struct weir_sock *ws, struct weir_card *card, u32 tap,
			  const struct weir_hw_tap_cfg *cfg);

#endif
