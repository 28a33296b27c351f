/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * weir.h - the card as the parts of the driver share it
 *
 * Locks: rtnl, then card->lock. card->lock serializes what uses card->hw and may be held while sleeping;
 * only the doorbell and the masks of interrupts, each a single write, are used without it.
 */
#ifndef WEIR_H
#define WEIR_H

#include <linux/atomic.h>
#include <linux/interrupt.h>
#include <linux/mutex.h>
#include <linux/pci.h>
#include <linux/workqueue.h>

#include "compat.h"
#include "weir_hw.h"
#include "weir_pci.h"
#include "weir_prog.h"

#define WEIR_DRIVER "weir"

/* What happened to the card since probe; read without a lock. */
struct weir_events {
	atomic_t card_irqs;
	atomic_t idle_irqs;	/* vector 0 fired and no cause was set */
	atomic_t gate_faults;
	atomic_t tap_faults;
	atomic_t resets;	/* of the card, whoever asked */
	atomic_t all_ones;	/* it was noticed that nothing answers */
	atomic_t link_errors;	/* that the PCI core told of */
	atomic_t restarts;	/* of the net device's tap after a fault */
	atomic_t stops;		/* of the net device, for good */
	atomic_t fed_starts;	/* of sockets' taps */
	atomic_t fed_faults;	/* of theirs: the socket was served by copy from then on */
	atomic64_t fed_blocks, fed_frames;	/* that the card wrote into sockets' rings */
};

/* The card's counters since probe. It may lose its own in a reset, or keep them: so they count from what was
 * there when the card was started. */
struct weir_stats {
	spinlock_t lock;	/* of port and tap, which readers see */
	u64 port[WEIR_PORT_COUNTER_NUM], tap[WEIR_TAP_COUNTER_NUM];
	/* Under card->lock: what lives before this one counted, and what the card showed when it began. */
	u64 port_sum[WEIR_PORT_COUNTER_NUM], tap_sum[WEIR_TAP_COUNTER_NUM];
	u64 port_from[WEIR_PORT_COUNTER_NUM], tap_from[WEIR_TAP_COUNTER_NUM];
};

struct weir_net;
struct weir_fed;
struct weir_ptp;

struct weir_card {
	struct pci_dev *pdev;
	void __iomem *regs;
	struct mutex lock;
	struct weir_hw hw;
	void *completions;	/* a page, the card's for as long as it is started */
	dma_addr_t completions_dma;
	int vectors;		/* MSI-X vectors that we got; 0: no interrupts yet */
	bool started;		/* reset, told where to write, may be used */
	atomic_t lost;		/* said once that nothing answers */
	struct work_struct gone;	/* what becomes of it then */
	struct weir_events events;
	struct weir_stats stats;
	struct weir_ptp *ptp;	/* NULL without a clock */
	struct weir_progs *progs;	/* filters in the card; under card->lock */
	/* Its carrier is the port's link; under card->lock, NULL while its tap does not run. */
	struct weir_net *linked;
	/* Under card->lock. */
	bool rx;		/* the net device wants frames */
	bool feeds;		/* taps may be given to sockets */
	struct weir_fed *fed[WEIR_TAP_COUNT];	/* whose tap it is; NULL: free, or the net device's */
	u32 fed_taps;		/* a bit for each */
	struct delayed_work fed_watch;
	bool fed_fault;		/* found by it; under rtnl */
	/* NULL but between weir_netdev_add() and weir_netdev_del(); written under rtnl. */
	struct weir_net *net;
};

/* Frames come in if anybody wants them. card->lock is held. */
static inline int weir_card_rx(struct weir_card *card)
{
	return weir_hw_control(&card->hw, card->rx || card->fed_taps, true);
}

/* ---- weir_pci.c ---- */
int weir_pci_init(void);
void weir_pci_exit(void);

/* ---- weir_card.c ---- */
int weir_card_init(struct weir_card *card);
/* Knows the card, resets it, tells it where to write. Also after a reset by others. 0 or a negative errno,
 * the reason is logged. */
int weir_card_start(struct weir_card *card);
/* No interrupt and no DMA afterwards. */
void weir_card_stop(struct weir_card *card);
/* Takes the bus from it, so that it writes to no memory that is about to be freed, also when it cannot be
 * told or does not obey. Only weir_card_start() gives it back, behind the card's reset. card->lock is
 * held. */
void weir_card_cut(struct weir_card *card);
/* Of what a function of weir_hw returned. When it says that the card is gone, that is told and counted,
 * and soon the net device is detached and the bus taken from the card. In any context. Returns ret. */
int weir_card_ret(struct weir_card *card, int ret);

/* ---- weir_irq.c ---- */
int weir_irq_init(struct weir_card *card);
void weir_irq_exit(struct weir_card *card);
/* Lets the card's own events interrupt. */
void weir_irq_card_on(struct weir_card *card);
/* The vector that a tap's interrupts come by; with few vectors several share one, or the card's. */
u32 weir_irq_tap_vector(const struct weir_card *card, u32 tap);
int weir_irq_tap_request(struct weir_card *card, u32 tap, irq_handler_t handler, const char *name, void *arg);
void weir_irq_tap_free(struct weir_card *card, u32 tap, void *arg);

/* ---- weir_stats.c: of the port and of the net device's tap ---- */
void weir_stats_init(struct weir_card *card);
/* The card was started; card->lock is held. */
int weir_stats_begin(struct weir_card *card);
/* Brings card->stats up to date. -EAGAIN while the card is stopped: they stay as they are. */
int weir_stats_update(struct weir_card *card);
void weir_stats_get(struct weir_card *card, u64 port[WEIR_PORT_COUNTER_NUM], u64 tap[WEIR_TAP_COUNTER_NUM]);

/* ---- weir_ptp.c ---- */
int weir_ptp_init(struct weir_card *card);
void weir_ptp_exit(struct weir_card *card);
/* The card was started; card->lock is held. */
int weir_ptp_begin(struct weir_card *card);
static inline bool weir_has_clock(const struct weir_card *card)
{
	return card->hw.p.caps & WEIR_ID_CAPS_CLOCK_MASK;
}
/* N of /dev/ptpN, or -1. */
int weir_ptp_index(const struct weir_card *card);

/* ---- weir_link.c ---- */
/* The card says that its link has changed; card->lock is held. 0 or -errno. */
int weir_link_changed(struct weir_card *card);

/* ---- weir_netdev.c ---- */
#define WEIR_NET_TAP 0u		/* which tap of the card */
int weir_netdev_add(struct weir_card *card);
void weir_netdev_del(struct weir_card *card);
/* Around everything that takes the card away: it must still be started before, started again after. */
void weir_netdev_detach(struct weir_card *card);
void weir_netdev_attach(struct weir_card *card);
/* If card->lost still says that nothing answers. */
void weir_netdev_lost(struct weir_card *card);

#endif
