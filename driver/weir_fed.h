/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * weir_fed.h - a socket's ring that a tap of the card fills, with no work of the processor per frame
 *
 * A struct weir_fed is there while the tap runs. It is made and unmade with ws->mutex held, and ws->lock
 * when others are to see that. Interrupts end before it goes.
 */
#ifndef WEIR_FED_H
#define WEIR_FED_H

#include "weir_net.h"
#include "weir_sock.h"

/* What the card is given of a ring: its blocks mapped, and the table that names them. */
struct weir_fed_map {
	struct device *dev;
	u32 blocks, block_bytes;
	dma_addr_t *block;		/* of the first "blocks" */
	void *table;
	size_t table_bytes;
	dma_addr_t table_dma;
};

/* What a socket wants besides what its device receives. */
struct weir_fed_wants {
	bool promisc, allmulti;
	u8 (*addr)[ETH_ALEN];
	u32 addrs;
};

struct weir_fed {
	struct weir_sock *ws;
	struct weir_net *net;
	struct weir_card *card;
	u32 tap;
	struct weir_hw_tap_cfg cfg;
	struct weir_fed_map map;
	u32 head;			/* as the card said last; under ws->lock */
	u32 blocks;			/* that the application was woken for; of the interrupt */
	u64 counted[WEIR_TAP_COUNTER_NUM];	/* under card->lock */
	s64 owed;			/* frames counted that were lost afterwards */
	char irq_name[IFNAMSIZ + 16];

	struct weir_fed_wants wants;	/* under card->lock */
};

/* ---- weir_fed.c: who fills the ring; with ws->mutex held ---- */
/* The socket is to receive frames, and no hook is in: 0, or -errno and it takes a hook. */
int weir_fed_begin(struct weir_sock *ws);
/* No frame comes any more; the ring is one to be filled by copy. */
void weir_fed_end(struct weir_sock *ws);
/* By copy from now on, if it was fed, for as long as nobody looks again. */
void weir_fed_leave(struct weir_sock *ws);
/* Something has changed that decides whether it is fed. */
void weir_fed_review(struct weir_sock *ws);
/* Something that a tap is only told before it runs. */
void weir_fed_again(struct weir_sock *ws);
/* The socket has another filter: the tap runs it when this returns, or there is none. */
void weir_fed_filter(struct weir_sock *ws);
/* A frame of the hook while it is uncertain whose it is; ws->lock is held. True: not the ring's. */
bool weir_fed_between(struct weir_sock *ws, const struct sk_buff *skb);

/* ---- weir_fed_tap.c ---- */
/* Of cfg: what the socket and its ring ask for. */
void weir_fed_configure(struct weir_fed *fed, const struct weir_rxring *r);
/* A tap of the card that is nobody's. -ENODEV: the card gives none now, -ENOSPC: there is none. */
int weir_fed_take(struct weir_fed *fed);
void weir_fed_give(struct weir_fed *fed);
/* From a block on. *now: the card's time when it surely ran. */
int weir_fed_start(struct weir_fed *fed, const struct weir_rxat *at, u64 *now);
/* The tap runs the socket's filter, and has closed the last block of the one before. -errno: stop it. */
int weir_fed_load(struct weir_fed *fed);
/* Number of the first block of that filter, 0 as long as none was handed over. */
u64 weir_fed_first(struct weir_fed *fed);
/* The net device's tap has nothing that is not with the stack, as far as one can see from outside. */
bool weir_fed_kernel_idle(struct weir_fed *fed);
/* The card's time, or 0. */
u64 weir_fed_now(struct weir_fed *fed);
/* Nothing of it is written afterwards. *at: where it ended. */
void weir_fed_stop(struct weir_fed *fed, struct weir_rxat *at);
/* Takes over w's memory. 0, or -errno and it is as before. */
int weir_fed_want(struct weir_fed *fed, struct weir_fed_wants *w);
/* It still runs, for what the card says. */
bool weir_fed_runs(struct weir_fed *fed);
/* Into the socket's statistics what the card counted since the last time. ws->mutex is held. */
void weir_fed_count(struct weir_sock *ws);
/* The block that is filled; ws->lock is held. */
u32 weir_fed_head(struct weir_fed *fed);

/* ---- weir_fed_map.c ---- */
/* 0, -ENOMEM, or -EIO: the card would not write into these pages, but into copies. */
int weir_fed_map(struct weir_fed_map *map, struct device *dev, const struct weir_rxring *r);
void weir_fed_unmap(struct weir_fed_map *map);

/* ---- weir_fed_card.c: what becomes of sockets when something happens to their card ---- */
void weir_fed_card_init(struct weir_card *card);
void weir_fed_card_exit(struct weir_card *card);
/* Under rtnl: no tap is a socket's afterwards, nor becomes one; and they may again. */
void weir_fed_card_down(struct weir_card *card);
void weir_fed_card_up(struct weir_card *card);
/* Under rtnl: whether frames are stamped has changed for who asks for the card's time. */
void weir_fed_card_stamps(struct weir_card *card);
/* A tap runs: somebody has to look after it. */
void weir_fed_card_watch(struct weir_card *card);
/* Brings all sockets' statistics up to date. */
void weir_fed_card_count(struct weir_card *card);

#endif
