// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_fed.c - who fills a socket's ring: a tap of the card, or the receive path by copy
 *
 * It changes at the boundary of a block. While it does, frames still come by the hook, behind those that
 * the card has in its own ring for the kernel; so weir_fed_between() judges them by the card's time. None
 * is in the ring twice, and those that are in neither are counted as drops: what was in the card just when
 * the tap started or stopped may be counted though it is there.
 */
#include <linux/delay.h>
#include <linux/slab.h>

#include "weir_fed.h"

#define LATE_NS		10000u		/* begun before STOP, but judged by the card after it */
#define LATE_US		1000u		/* between two looks at what the net device's tap still has */
#define LATE_LOOKS	50

/* A classic one is tried: see prepare(). */
static bool filter_ok(const struct weir_sock *ws)
{
	return ws->filter.kind == WEIR_PROG_NONE || ws->filter.kind == WEIR_PROG_CLASSIC;
}

/* From what need not be tried; the order is that in which an application can change it. */
static enum weir_fed_why may(const struct weir_sock *ws)
{
	const struct net_device *dev = ws->hook.dev;
	const struct weir_rxring *r = ws->ring;
	const struct weir_net *net;
	u32 i;

	if (ws->sk.sk_type != SOCK_RAW)
		return WEIR_FED_NOT_RAW;
	if (!r || r->version != TPACKET_V3)
		return WEIR_FED_NO_RING;
	if (r->vnet_bytes)
		return WEIR_FED_VNET;
	net = dev ? weir_net_of(dev) : NULL;
	/* The card writes numbers as a little-endian host reads them. */
	if (!net || IS_ENABLED(CONFIG_CPU_BIG_ENDIAN) || !weir_has_clock(net->card))
		return WEIR_FED_NO_CARD;
	if (sock_net(&ws->sk)->user_ns != &init_user_ns)
		return WEIR_FED_NAMESPACE;
	for (i = 0; i < r->block_nr; i++) {
		if (!r->blocks[i].page)
			return WEIR_FED_PIECES;
	}
	if (!filter_ok(ws))
		return WEIR_FED_FILTER;
	if (!READ_ONCE(net->card->feeds))
		return WEIR_FED_AWAY;
	return ws->fed_off ? WEIR_FED_FAULT : WEIR_FED_YES;
}

static irqreturn_t irq(int irq, void *arg)
{
	struct weir_fed *fed = arg;
	struct weir_hw_completion c;

	/* Others may share the vector. A record that is being written is behind another interrupt. */
	if (weir_hw_completion_read(fed->card->completions, fed->tap, &fed->cfg, &c))
		return IRQ_HANDLED;
	if (c.blocks != fed->blocks) {
		fed->blocks = c.blocks;
		fed->ws->sk.sk_data_ready(&fed->ws->sk);
	}
	return IRQ_HANDLED;
}

static enum weir_fed_why why_of(int ret)
{
	switch (ret) {
	case -ENODEV:
		return WEIR_FED_AWAY;
	case -ENOSPC:
		return WEIR_FED_NO_TAP;
	case -ERANGE:
		return WEIR_FED_GEOMETRY;
	case -ENOMEM:
		return WEIR_FED_NO_MEMORY;
	case -EIO:
		return WEIR_FED_BOUNCED;
	case -EBADMSG:
		return WEIR_FED_FILTER;
	}
	return WEIR_FED_REFUSED;
}

/* All that is needed before the ring is touched. */
static int prepare(struct weir_fed *fed)
{
	const struct weir_rxring *r = fed->ws->ring;
	int ret;

	weir_fed_configure(fed, r);
	/* Before pages are mapped for nothing. */
	if (weir_hw_tap_check(&fed->card->hw, 0, &fed->cfg))
		return -ERANGE;
	if (!weir_sock_filter_look(fed->ws, fed->card, &fed->cfg))
		return -EBADMSG;
	ret = weir_fed_take(fed);
	if (ret)
		return ret;
	ret = weir_fed_map(&fed->map, &fed->card->pdev->dev, r);
	if (ret)
		goto give;
	fed->cfg.ring = fed->map.table_dma;
	snprintf(fed->irq_name, sizeof(fed->irq_name), "%s-tap%u", fed->net->dev->name, fed->tap);
	ret = weir_irq_tap_request(fed->card, fed->tap, irq, fed->irq_name, fed);
	if (!ret)
		return 0;
	weir_fed_unmap(&fed->map);
give:
	weir_fed_give(fed);
	return ret;
}

/* Behind prepare(), and stopped. */
static void dismiss(struct weir_fed *fed)
{
	weir_irq_tap_free(fed->card, fed->tap, fed);
	weir_fed_give(fed);
	weir_fed_unmap(&fed->map);
}

static struct weir_fed *make(struct weir_sock *ws)
{
	struct weir_fed *fed = kzalloc(sizeof(*fed), GFP_KERNEL);

	if (!fed)
		return NULL;
	fed->ws = ws;
	fed->net = weir_net_of(ws->hook.dev);
	fed->card = fed->net->card;
	return fed;
}

static void set_turn(struct weir_sock *ws, bool on, u64 from, u64 to)
{
	spin_lock_bh(&ws->lock);
	ws->turn.on = on;
	ws->turn.from = from;
	ws->turn.to = to;
	ws->turn.until = jiffies + HZ;
	spin_unlock_bh(&ws->lock);
}

static int begin(struct weir_sock *ws, struct weir_fed *fed)
{
	struct weir_rxring *r = ws->ring;
	struct weir_rxat at;
	u64 now = 0;
	int ret = prepare(fed);

	if (ret)
		return ret;
	set_turn(ws, true, 0, U64_MAX);
	weir_rxring_v3_pause(r, &at);
	ret = weir_fed_start(fed, &at, &now);
	spin_lock_bh(&ws->lock);
	ws->turn.to = now;
	if (ret) {
		weir_rxring_v3_resume(r, &at);
		ws->turn.on = false;
	} else {
		ws->fed = fed;
	}
	spin_unlock_bh(&ws->lock);
	if (ret)
		dismiss(fed);
	return ret;
}

int weir_fed_begin(struct weir_sock *ws)
{
	struct weir_fed *fed;
	int ret = -ENOMEM;

	ws->why = may(ws);
	if (ws->why)
		return -EOPNOTSUPP;
	fed = make(ws);
	if (fed)
		ret = begin(ws, fed);
	if (ret) {
		ws->why = why_of(ret);
		kfree(fed);
		return ret;
	}
	weir_fed_card_watch(fed->card);
	return 0;
}

static void end(struct weir_sock *ws, bool turn)
{
	struct weir_fed *fed = ws->fed;
	struct weir_rxat at;
	u64 now;

	weir_fed_stop(fed, &at);
	now = weir_fed_now(fed);
	spin_lock_bh(&ws->lock);
	ws->fed = NULL;
	ws->turn.on = turn;
	ws->turn.to = now;
	weir_rxring_v3_resume(ws->ring, &at);
	spin_unlock_bh(&ws->lock);
	dismiss(fed);
	kfree(fed->wants.addr);
	kfree(fed);
	/* The last block came without an interrupt. */
	ws->sk.sk_data_ready(&ws->sk);
}

void weir_fed_end(struct weir_sock *ws)
{
	end(ws, false);
}

void weir_fed_leave(struct weir_sock *ws)
{
	u64 now;

	if (!ws->fed)
		return;
	/* The hook is in before the tap ends, and until then nothing of it is the ring's. */
	now = weir_fed_now(ws->fed);
	set_turn(ws, true, now > LATE_NS ? now - LATE_NS : 0, U64_MAX);
	dev_add_pack(&ws->hook);
	end(ws, true);
}

/* Frames of the time before are on their way to the hook, and are to be counted by it. */
static void wait_for_late(struct weir_sock *ws)
{
	int looks, idle = 0;

	for (looks = 0; looks < LATE_LOOKS && idle < 2; looks++) {
		usleep_range(LATE_US, 2 * LATE_US);
		if (READ_ONCE(ws->fed->net->rx_now) > ws->turn.to)
			return;
		/* A block is handed over before the card tells: so this has to be seen twice. */
		idle = weir_fed_kernel_idle(ws->fed) ? idle + 1 : 0;
	}
}

void weir_fed_review(struct weir_sock *ws)
{
	if (!ws->hooked)
		return;
	if (ws->fed) {
		enum weir_fed_why why = may(ws);

		if (!why)
			return;
		weir_fed_leave(ws);
		ws->why = why;
		return;
	}
	if (weir_fed_begin(ws))
		return;
	wait_for_late(ws);
	dev_remove_pack(&ws->hook);
	set_turn(ws, false, 0, 0);
}

void weir_fed_again(struct weir_sock *ws)
{
	if (!ws->fed)
		return;
	weir_fed_leave(ws);
	weir_fed_review(ws);
}

void weir_fed_filter(struct weir_sock *ws)
{
	int ret;

	if (!ws->hooked)
		return;
	if (!ws->fed) {
		/* No copy is on its way that the filter before has judged. */
		synchronize_net();
		weir_fed_review(ws);
		return;
	}
	ret = weir_fed_load(ws->fed);
	if (!ret)
		return;
	weir_fed_leave(ws);
	ws->why = why_of(ret);
}

bool weir_fed_between(struct weir_sock *ws, const struct sk_buff *skb)
{
	const struct weir_net *net = weir_net_of(ws->hook.dev);
	struct weir_turn *t = &ws->turn;
	u64 now = net ? READ_ONCE(net->rx_now) : 0;

	if (!ws->ring->open.paused &&
	    (skb->pkt_type == PACKET_OUTGOING || now > t->to || time_after(jiffies, t->until))) {
		t->on = skb->pkt_type == PACKET_OUTGOING;
		return false;
	}
	if (skb->pkt_type != PACKET_OUTGOING && now >= t->from && now <= t->to)
		weir_sock_lost(ws);
	return true;
}
