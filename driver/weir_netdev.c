// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_netdev.c - the net device weirN over a tap of its own
 */
#include <linux/if_arp.h>
#include <linux/rtnetlink.h>

#include "weir_net.h"

#define BLOCKS_DEFAULT	32u
#define BLOCK_BYTES	(64u * 1024u)
#define RX_USECS	50u
#define MTU_MAX		9000u
#define STATS_MS	1000u
/* Restarts that follow each other within the time; a tap that needs more is broken. */
#define RESTARTS_MAX	5u
#define RESTARTS_WITHIN	(60u * HZ)

static void configure(struct weir_net *net)
{
	struct weir_hw_params *p = &net->card->hw.p;
	struct weir_hw_tap_cfg *c = &net->tap.cfg;

	memset(c, 0, sizeof(*c));
	c->mac_offset = 82;	/* as AF_PACKET has it for Ethernet */
	c->net_offset = 96;
	c->snaplen = p->max_frame;
	c->retire_us = weir_retire_us(net);
	c->irq_interval_us = weir_interval_us(net);
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
	if (net->card->started)
		ret = weir_hw_control(&net->card->hw, on, true);
	else if (on)
		ret = -ENODEV;
	mutex_unlock(&net->card->lock);
	return weir_card_ret(net->card, ret);
}

/* What was handed over and not read is counted, so that no frame is without a fate. */
static void drain(struct weir_net *net)
{
	u32 blocks = net->tap.blocks, frames = net->tap.block_bytes / WEIR_HW_MAC_MIN;

	/* A stopped tap fills no block, but that is the card's word. */
	local_bh_disable();
	for (; blocks && weir_tap_poll(&net->tap, (int)frames, weir_rx_drop, net); blocks--)
		;
	local_bh_enable();
}

/* Under rtnl, and the tap has its memory. Without frames before everything else is in place. */
static int bring_up(struct weir_net *net)
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
		napi_disable(&net->napi);
		weir_tap_stop(&net->tap);
		return ret;
	}
	weir_tap_irq_on(&net->tap);
	netif_start_queue(net->dev);
	schedule_delayed_work(&net->stats, msecs_to_jiffies(STATS_MS));
	return 0;
}

/* Under rtnl. Also when the card is gone: then nothing here waits. */
static void bring_down(struct weir_net *net)
{
	if (!net->up)
		return;
	net->up = false;
	netif_stop_queue(net->dev);
	weir_link_off(net);
	cancel_delayed_work_sync(&net->stats);
	receive(net, false);
	weir_tap_stop(&net->tap);
	napi_disable(&net->napi);
	if (!net->tap.fault)
		drain(net);
	weir_stats_update(net->card);
}

static irqreturn_t tap_irq(int irq, void *arg)
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
	if (atomic_read(&net->card->lost))
		netif_device_detach(net->dev);
}

/* A bounded number of new starts, then the device is down and says why; "down" and "up" try again. */
static void recover(struct work_struct *work)
{
	struct weir_net *net = container_of(work, struct weir_net, recover);
	const char *why;

	rtnl_lock();
	why = atomic_read(&net->card->lost) ? "the card does not answer" : net->tap.fault;
	if (!net->up || !why)
		goto out;
	bring_down(net);
	if (time_after(jiffies, net->restarted + RESTARTS_WITHIN))
		net->restarts = 0;
	if (atomic_read(&net->card->lost) || net->restarts == RESTARTS_MAX) {
		give_up(net, why);
		goto out;
	}
	net->restarts++;
	net->restarted = jiffies;
	if (bring_up(net)) {
		give_up(net, "its tap does not start again");
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

	/* Also how a card that went away without a word is noticed. */
	if (weir_stats_update(net->card) == -ENODEV) {
		schedule_work(&net->recover);
		return;
	}
	/* The interrupt of a fault may have been one with that of a block, whose poll looks for no fault. */
	if (weir_tap_faulted(&net->tap)) {
		local_bh_disable();
		napi_schedule(&net->napi);
		local_bh_enable();
	}
	schedule_delayed_work(&net->stats, msecs_to_jiffies(STATS_MS));
}

static void filter(struct work_struct *work)
{
	struct weir_net *net = container_of(work, struct weir_net, filter);
	int ret = weir_filter_apply(net);

	/* That the card is gone was told. */
	if (ret && ret != -ENODEV)
		netdev_err(net->dev, "addresses cannot be set (%d)\n", ret);
}

static int weir_open(struct net_device *dev)
{
	struct weir_net *net = netdev_priv(dev);
	int ret = weir_tap_alloc(&net->tap, net->blocks, BLOCK_BYTES);

	if (ret)
		return ret;
	if (net->tap.block_bytes < BLOCK_BYTES)
		netdev_info(dev, "blocks of %u bytes only: memory is in pieces\n", net->tap.block_bytes);
	snprintf(net->irq_name, sizeof(net->irq_name), "%s-rx", dev->name);
	ret = weir_irq_tap_request(net->card, net->tap.index, tap_irq, net->irq_name, net);
	if (ret)
		goto no_irq;
	net->restarts = 0;
	ret = bring_up(net);
	if (!ret)
		return 0;
	weir_irq_tap_free(net->card, net->tap.index, net);
no_irq:
	weir_tap_free(&net->tap);
	return ret;
}

static int weir_stop(struct net_device *dev)
{
	struct weir_net *net = netdev_priv(dev);

	bring_down(net);
	weir_irq_tap_free(net->card, net->tap.index, net);
	weir_tap_free(&net->tap);
	return 0;
}

int weir_netdev_resize(struct weir_net *net, u32 blocks)
{
	int ret, up;

	if (!netif_running(net->dev)) {
		net->blocks = blocks;
		return 0;
	}
	bring_down(net);
	weir_tap_free(&net->tap);
	ret = weir_tap_alloc(&net->tap, blocks, BLOCK_BYTES);
	/* What was there a moment ago is there again, as a rule; else there is nothing to start. */
	up = ret ? weir_tap_alloc(&net->tap, net->blocks, BLOCK_BYTES) : 0;
	if (!ret)
		net->blocks = blocks;
	if (!up)
		up = bring_up(net);
	if (up)
		give_up(net, "its tap does not start again");
	return ret ? ret : up;
}

static netdev_tx_t weir_xmit(struct sk_buff *skb, struct net_device *dev)
{
	/* The card does not send yet (ID.CAPS.TX). */
	dev_core_stats_tx_dropped_inc(dev);
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

/* In atomic context: the card is told by a work. */
static void weir_set_rx_mode(struct net_device *dev)
{
	struct weir_net *net = netdev_priv(dev);

	schedule_work(&net->filter);
}

static int weir_set_mac(struct net_device *dev, void *addr)
{
	struct weir_net *net = netdev_priv(dev);
	int ret = eth_mac_addr(dev, addr);

	return ret ? ret : weir_filter_apply(net);
}

/*
 * Card counters are at most STATS_MS old: readers may not sleep, a snapshot must. Each frame is in one line
 * only: missed for want of a block or of DMA time, fifo for want of the buffer.
 */
static void weir_get_stats64(struct net_device *dev, struct rtnl_link_stats64 *st)
{
	u64 port[WEIR_PORT_COUNTER_NUM], tap[WEIR_TAP_COUNTER_NUM], cut, nomem, unread;
	struct weir_net *net = netdev_priv(dev);
	unsigned int start;

	do {
		start = weir_stats_fetch_begin(&net->sync);
		st->rx_packets = net->rx_frames;
		st->rx_bytes = net->rx_bytes;
		st->multicast = net->rx_multicast;
		cut = net->rx_cut;
		nomem = net->rx_nomem;
		unread = net->rx_unread;
	} while (weir_stats_fetch_retry(&net->sync, start));
	weir_stats_get(net->card, port, tap);
	st->rx_missed_errors = tap[WEIR_HW_TAP_drop_no_block] + tap[WEIR_HW_TAP_drop_backlog];
	st->rx_fifo_errors = port[WEIR_HW_PORT_overflow];
	st->rx_crc_errors = port[WEIR_HW_PORT_err_bad];
	st->rx_length_errors = port[WEIR_HW_PORT_err_runt] + port[WEIR_HW_PORT_err_long] + cut;
	st->rx_dropped = nomem + unread + tap[WEIR_HW_TAP_drop_reset] + tap[WEIR_HW_TAP_drop_stopped];
	/* By the definition of the fields, the sum of the finer ones and of what has none. */
	st->rx_errors = st->rx_crc_errors + st->rx_length_errors + tap[WEIR_HW_TAP_drop_dma] +
			READ_ONCE(net->tap.garbage_frames);
}

static const struct net_device_ops netdev_ops = {
	.ndo_open = weir_open,
	.ndo_stop = weir_stop,
	.ndo_start_xmit = weir_xmit,
	.ndo_set_rx_mode = weir_set_rx_mode,
	.ndo_set_mac_address = weir_set_mac,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_get_stats64 = weir_get_stats64,
	WEIR_STAMP_OPS,
};

void weir_netdev_detach(struct weir_card *card)
{
	struct weir_net *net = card->net;

	rtnl_lock();
	netif_device_detach(net->dev);
	bring_down(net);
	rtnl_unlock();
}

void weir_netdev_attach(struct weir_card *card)
{
	struct weir_net *net = card->net;

	rtnl_lock();
	if (netif_running(net->dev) && bring_up(net))
		give_up(net, "the card came back and its tap does not start");
	else
		netif_device_attach(net->dev);
	rtnl_unlock();
}

static void setup(struct weir_net *net)
{
	struct net_device *dev = net->dev;

	dev->netdev_ops = &netdev_ops;
	dev->ethtool_ops = &weir_ethtool_ops;
	dev->max_mtu = min_t(u32, MTU_MAX, net->card->hw.p.max_frame - ETH_HLEN - 4);
	dev->priv_flags |= IFF_UNICAST_FLT | IFF_LIVE_ADDR_CHANGE;
	/* The card lifts tags always. */
	dev->features |= NETIF_F_HW_VLAN_CTAG_RX | NETIF_F_HW_VLAN_STAG_RX;
	eth_hw_addr_random(dev);
	u64_stats_init(&net->sync);
	INIT_WORK(&net->recover, recover);
	INIT_WORK(&net->filter, filter);
	INIT_DELAYED_WORK(&net->stats, refresh);
	netif_napi_add(dev, &net->napi, poll);
	netif_carrier_off(dev);
}

int weir_netdev_add(struct weir_card *card)
{
	struct net_device *dev = alloc_netdev(sizeof(struct weir_net), "weir%d", NET_NAME_ENUM, ether_setup);
	struct weir_net *net;
	int ret;

	if (!dev)
		return -ENOMEM;
	SET_NETDEV_DEV(dev, &card->pdev->dev);
	net = netdev_priv(dev);
	net->card = card;
	net->dev = dev;
	net->tap.card = card;
	net->tap.index = WEIR_NET_TAP;
	net->blocks = BLOCKS_DEFAULT;
	net->rx_usecs = RX_USECS;
	setup(net);
	rtnl_lock();
	ret = register_netdevice(dev);
	if (!ret) {
		/* GRO merges frames before a capture sees them: only for who asks for it. */
		dev->wanted_features &= ~NETIF_F_GRO;
		netdev_update_features(dev);
		card->net = net;
	}
	rtnl_unlock();
	if (ret) {
		dev_err(&card->pdev->dev, "no net device (%d)\n", ret);
		free_netdev(dev);
	}
	return ret;
}

void weir_netdev_del(struct weir_card *card)
{
	struct weir_net *net = card->net;

	unregister_netdev(net->dev);
	cancel_work_sync(&net->recover);
	cancel_work_sync(&net->filter);
	card->net = NULL;
	free_netdev(net->dev);
}
