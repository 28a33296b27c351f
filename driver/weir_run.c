// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_run.c - the net device's tap at work: started and stopped, polled, started again after a fault
 */
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>

#include "weir_fed.h"

#define STATS_MS	1000u
/* Restarts that follow each other within the time; a tap that needs more is broken. */
#define RESTARTS_MAX	5u
#define RESTARTS_WITHIN	(60u * HZ)

static void configure(struct weir_net *net)
{
	struct weir_hw_params *p = &net->card->hw.p;
	struct weir_hw_tap_cfg *c = &net->tap.cfg;

	memset(c, 0, sizeof(*c));
	c->mac_offset = WEIR_NET_MAC;
	c->net_offset = WEIR_NET_MAC + ETH_HLEN;
	c->snaplen = p->max_frame;
	c->retire_us = weir_retire_us(net->rx_usecs);
	c->irq_interval_us = weir_interval_us(net, net->rx_usecs);
	c->ifindex = net->dev->ifindex;
	c->hatype = ARPHRD_ETHER;
	c->protocol = WEIR_HW_ETH_P_ALL;
	/* The net device's frames are shed last, but before the buffer cannot take the longest one. */
	c->backlog = p->buffer_bytes - p->buffer_bytes / 4;
	c->rxhash = false;
}

static int receive(struct weir_net *net, bool on)
{
	int ret = 0;

	mutex_lock(&net->card->lock);
	net->card->rx = on;
	if (net->card->started)
		ret = weir_card_rx(net->card);
	else if (on)
		ret = -ENODEV;
	mutex_unlock(&net->card->lock);
	return weir_card_ret(net->card, ret);
}

/*
 * What was handed over and not read is counted, so that no frame is without a fate, behind a fault too. It is
 * not given to the stack, which gets frames from NAPI alone, nor from a device that is down for it.
 */
static void drain(struct weir_net *net)
{
	u32 blocks = net->tap.ring.blocks;
	bool more = true;

	/* A stopped tap fills no block, but that is the card's word. */
	for (; blocks && more; blocks--) {
		local_bh_disable();
		more = weir_tap_drain(&net->tap, weir_rx_drop, net);
		local_bh_enable();
		cond_resched();
	}
}

/* Without frames before everything else is in place. */
int weir_run_up(struct weir_net *net)
{
	int ret;

	configure(net);
	ret = weir_tap_start(&net->tap);
	if (ret)
		return ret;
	napi_enable(&net->napi);
	net->up = true;
	ret = weir_filter_apply(net);
	if (!ret)
		ret = receive(net, true);
	if (!ret)
		ret = weir_link_on(net);
	if (ret) {
		net->up = false;
		receive(net, false);
		weir_tap_stop(&net->tap);
		napi_disable(&net->napi);
		drain(net);
		return ret;
	}
	weir_tap_irq_on(&net->tap);
	netif_start_queue(net->dev);
	schedule_delayed_work(&net->stats, msecs_to_jiffies(STATS_MS));
	return 0;
}

void weir_run_down(struct weir_net *net)
{
	net->broken = NULL;
	if (!net->up)
		return;
	net->up = false;
	netif_stop_queue(net->dev);
	weir_link_off(net);
	cancel_delayed_work_sync(&net->stats);
	receive(net, false);
	weir_tap_stop(&net->tap);
	napi_disable(&net->napi);
	drain(net);
	weir_stats_update(net->card);
}

irqreturn_t weir_run_irq(int irq, void *arg)
{
	struct weir_net *net = arg;

	napi_schedule(&net->napi);
	return IRQ_HANDLED;
}

static int poll(struct napi_struct *napi, int budget)
{
	struct weir_net *net = container_of(napi, struct weir_net, napi);
	int done = weir_tap_poll(&net->tap, budget, weir_rx_take, net);
	bool fault = net->tap.fault;

	if (done < budget && napi_complete_done(napi, done)) {
		/* The tap stays masked: what is wrong with it needs a context that may sleep. */
		if (fault)
			schedule_work(&net->recover);
		else
			weir_tap_irq_on(&net->tap);
	}
	return done;
}

static void give_up(struct weir_net *net, const char *why)
{
	atomic_inc(&net->card->events.stops);
	netdev_err(net->dev, "stopped: %s\n", why);
}

void weir_run_failed(struct weir_net *net, const char *why)
{
	if (!net->card->started && !atomic_read(&net->card->lost)) {
		give_up(net, "the card is off the bus until it is reset");
		return;
	}
	net->broken = why;
	/* Of a card that does not answer weir_netdev_lost() tells. */
	if (!atomic_read(&net->card->lost))
		schedule_work(&net->recover);
}

/* A bounded number of new starts, then the device is down and says why; "down" and "up" try again. */
static void recover(struct work_struct *work)
{
	struct weir_net *net = container_of(work, struct weir_net, recover);
	const char *why;

	rtnl_lock();
	why = net->up ? net->tap.fault : net->broken;
	if (!why || atomic_read(&net->card->lost))
		goto out;
	weir_run_down(net);
	if (time_after(jiffies, net->restarted + RESTARTS_WITHIN))
		net->restarts = 0;
	if (net->restarts == RESTARTS_MAX) {
		give_up(net, why);
		goto out;
	}
	net->restarts++;
	net->restarted = jiffies;
	if (weir_run_up(net)) {
		weir_run_failed(net, why);
	} else {
		atomic_inc(&net->card->events.restarts);
		netdev_warn(net->dev, "started again: %s\n", why);
	}
out:
	rtnl_unlock();
}

static void refresh(struct work_struct *work)
{
	struct weir_net *net = container_of(to_delayed_work(work), struct weir_net, stats);
	int ret = weir_stats_update(net->card);

	/* Also how a card that went away without a word is noticed. */
	if (ret == -ENODEV)
		return;
	if (ret == -ETIMEDOUT)
		netdev_err_once(net->dev, "the card's counters do not come: they stay as they are\n");
	/* The interrupt of a fault may have been one with that of a block, whose poll looks for no fault. */
	if (weir_tap_faulted(&net->tap)) {
		local_bh_disable();
		napi_schedule(&net->napi);
		local_bh_enable();
	}
	schedule_delayed_work(&net->stats, msecs_to_jiffies(STATS_MS));
}

/* Memory first: who has none for another ring keeps the one that runs. */
int weir_run_resize(struct weir_net *net, u32 blocks, u32 block_bytes)
{
	struct weir_ring fresh, old = net->tap.ring;
	int ret;

	if (!netif_running(net->dev))
		goto noted;
	ret = weir_ring_alloc(net->card, &fresh, blocks, block_bytes);
	if (ret)
		return ret;
	weir_run_down(net);
	net->tap.ring = fresh;
	ret = weir_run_up(net);
	if (ret) {
		weir_ring_free(net->card, &fresh);
		net->tap.ring = old;
		if (weir_run_up(net))
			weir_run_failed(net, "its tap does not start with either ring");
		return ret;
	}
	weir_ring_free(net->card, &old);
noted:
	net->blocks = blocks;
	net->block_bytes = block_bytes;
	return 0;
}

void weir_netdev_lost(struct weir_card *card)
{
	struct weir_net *net;

	rtnl_lock();
	net = card->net;
	/* It may have come back meanwhile, or the device be gone. */
	if (net && atomic_read(&card->lost)) {
		bool ran = net->up || net->broken;

		weir_fed_card_down(card);
		weir_run_down(net);
		netif_device_detach(net->dev);
		if (ran)
			give_up(net, "the card does not answer");
	}
	rtnl_unlock();
}

void weir_netdev_detach(struct weir_card *card)
{
	struct weir_net *net = card->net;

	rtnl_lock();
	netif_device_detach(net->dev);
	weir_fed_card_down(card);
	weir_run_down(net);
	rtnl_unlock();
}

void weir_netdev_attach(struct weir_card *card)
{
	struct weir_net *net = card->net;

	rtnl_lock();
	/* First, and whatever comes of the start: a device that is not attached cannot be opened again. */
	netif_device_attach(net->dev);
	if (netif_running(net->dev) && weir_run_up(net))
		weir_run_failed(net, "the card came back and its tap does not start");
	weir_fed_card_up(card);
	rtnl_unlock();
}

void weir_run_init(struct weir_net *net)
{
	INIT_WORK(&net->recover, recover);
	INIT_DELAYED_WORK(&net->stats, refresh);
	netif_napi_add(net->dev, &net->napi, poll);
}
