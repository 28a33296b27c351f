/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * weir_net.h - the net device of a card
 */
#ifndef WEIR_NET_H
#define WEIR_NET_H

#include <linux/etherdevice.h>
#include <linux/log2.h>
#include <linux/netdevice.h>
#include <linux/workqueue.h>

#include "weir_tap.h"

struct weir_net {
	struct weir_card *card;
	struct net_device *dev;
	struct napi_struct napi;
	struct weir_tap tap;
	char irq_name[IFNAMSIZ + 16];
	u32 blocks, block_bytes;	/* for the next time that the device is opened */
	u32 rx_usecs;		/* as ethtool was told */
	bool up;		/* tap and NAPI run; under rtnl */
	u64 rx_now;		/* the card's time of the frame that the stack is given, in nanoseconds */
	bool stamp;		/* the stack gets the card's time of each frame; written under rtnl */

	/* Restarts since the first of those that followed each other quickly; under rtnl. */
	const char *broken;	/* why it does not run though it should, until it is started again */
	u32 restarts;
	unsigned long restarted;	/* jiffies */
	struct work_struct recover;
	struct work_struct filter;
	struct delayed_work stats;

	/* Written by NAPI, or with it disabled. */
	struct u64_stats_sync sync;
	u64 rx_frames, rx_bytes, rx_multicast;
	u64 rx_nomem, rx_cut, rx_unread;
};

/* weir_rx.c: a frame of a block to the stack, and one that came too late for it. */
void weir_rx_take(void *arg, const struct weir_walk_frame *f);
void weir_rx_drop(void *arg, const struct weir_walk_frame *f);

/* weir_netdev.c: what is behind a net device, NULL if it is no card's. */
struct weir_net *weir_net_of(const struct net_device *dev);

/* weir_filter.c: the device's address and lists and its promiscuity into the card, for its own tap and those
 * of sockets. 0 or -errno. */
int weir_filter_apply(struct weir_net *net);
/* With card->lock held, of a card that is started. */
int weir_filter_write(struct weir_net *net);

/* weir_link.c: from now on the device's carrier is what the card's MAC says. 0, or -errno and it is not. */
int weir_link_on(struct weir_net *net);
/* No carrier any more. */
void weir_link_off(struct weir_net *net);

/* weir_stamp.c: who wants the card's time of frames, as the kernel asks for it. */
#ifdef WEIR_HAVE_HWTSTAMP_NDO
int weir_stamp_get(struct net_device *dev, struct kernel_hwtstamp_config *cfg);
int weir_stamp_set(struct net_device *dev, struct kernel_hwtstamp_config *cfg,
		   struct netlink_ext_ack *extack);
#else
int weir_stamp_ioctl(struct net_device *dev, struct ifreq *ifr, int cmd);
#endif

/* weir_run.c; all of it under rtnl, and with a ring. */
void weir_run_init(struct weir_net *net);
int weir_run_up(struct weir_net *net);
/* Also when the card is gone: then nothing here waits. */
void weir_run_down(struct weir_net *net);
/* A start failed: others follow, a few times, if the card is there. */
void weir_run_failed(struct weir_net *net, const char *why);
irqreturn_t weir_run_irq(int irq, void *arg);
/* Another ring, at once if the device is up. -errno: the old one. */
int weir_run_resize(struct weir_net *net, u32 blocks, u32 block_bytes);

#define WEIR_NET_MAC 82u	/* tp_mac, as AF_PACKET has it for Ethernet */

/* Holds a frame as long as the card takes, and is a power of two. */
static inline u32 weir_block_bytes_min(const struct weir_card *card)
{
	return roundup_pow_of_two(WEIR_HW_BLOCK_HDR + WEIR_NET_MAC + card->hw.p.max_frame);
}

/* How long a block waits for more frames. To the card 0 is for ever, to ethtool it is not at all. */
static inline u32 weir_retire_us(u32 rx_usecs)
{
	return rx_usecs ? rx_usecs : 1;
}

/* Between two interrupts is at least as long, but no more than the line needs for a quarter of the ring: with
 * their headers short frames take almost twice their room in a block. */
static inline u32 weir_interval_us(const struct weir_net *net, u32 rx_usecs)
{
	const struct weir_hw_params *p = &net->card->hw.p;
	u64 quarter = (u64)net->tap.ring.blocks * net->tap.ring.block_bytes / 4;
	u64 us = div64_u64(quarter * 8 * USEC_PER_SEC, (u64)p->mac_bits * p->clk_hz);

	return (u32)min_t(u64, weir_retire_us(rx_usecs), min_t(u64, us, U16_MAX));
}

extern const struct ethtool_ops weir_ethtool_ops;

#endif
