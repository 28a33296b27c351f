// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_netdev.c - the net device weirN over a tap of its own
 */
#include <linux/rtnetlink.h>

#include "weir_fed.h"

#define BLOCKS_DEFAULT	32u
#define BLOCK_BYTES	(64u * 1024u)
#define RX_USECS	50u
#define MTU_MAX		9000u

static void filter(struct work_struct *work)
{
	struct weir_net *net = container_of(work, struct weir_net, filter);
	int ret = weir_filter_apply(net);

	/* That the card is gone was told. */
	if (ret && ret != -ENODEV)
		netdev_err(net->dev, "addresses cannot be set (%d)\n", ret);
}

#ifdef WEIR_HAVE_RX_MODE_ASYNC
/* The lists are read anew, under the lock that puts them in order with those of other callers. */
static int weir_set_rx_mode(struct net_device *dev, struct netdev_hw_addr_list *uc,
			    struct netdev_hw_addr_list *mc)
{
	struct weir_net *net = netdev_priv(dev);

	filter(&net->filter);
	return 0;
}
#else
/* In atomic context: the card is told by a work. */
static void weir_set_rx_mode(struct net_device *dev)
{
	struct weir_net *net = netdev_priv(dev);

	schedule_work(&net->filter);
}
#endif

/* Memory in small pieces: smaller blocks do, they only cost more interrupts. */
static int alloc_ring(struct weir_net *net)
{
	u32 least = weir_block_bytes_min(net->card), bytes = net->block_bytes;
	int ret;

	for (;;) {
		ret = weir_ring_alloc(net->card, &net->tap.ring, net->blocks, bytes);
		if (!ret || bytes <= least)
			break;
		bytes /= 2;
	}
	if (!ret && bytes < net->block_bytes)
		netdev_info(net->dev, "blocks of %u bytes only: memory is in pieces\n", bytes);
	return ret;
}

static int weir_open(struct net_device *dev)
{
	struct weir_net *net = netdev_priv(dev);
	int ret = alloc_ring(net);

	if (ret)
		return ret;
	snprintf(net->irq_name, sizeof(net->irq_name), "%s-rx", dev->name);
	ret = weir_irq_tap_request(net->card, net->tap.index, weir_run_irq, net->irq_name, net);
	if (ret)
		goto no_irq;
	net->restarts = 0;
	ret = weir_run_up(net);
	if (!ret)
		return 0;
	weir_irq_tap_free(net->card, net->tap.index, net);
no_irq:
	weir_ring_free(net->card, &net->tap.ring);
	return ret;
}

static int weir_stop(struct net_device *dev)
{
	struct weir_net *net = netdev_priv(dev);

	weir_run_down(net);
	weir_irq_tap_free(net->card, net->tap.index, net);
	weir_ring_free(net->card, &net->tap.ring);
	return 0;
}

static netdev_tx_t weir_xmit(struct sk_buff *skb, struct net_device *dev)
{
	/* The card does not send yet (ID.CAPS.TX). */
	dev_core_stats_tx_dropped_inc(dev);
	dev_kfree_skb_any(skb);
	return NETDEV_TX_OK;
}

static int weir_set_mac(struct net_device *dev, void *addr)
{
	struct weir_net *net = netdev_priv(dev);
	u8 old[ETH_ALEN];
	int ret;

	ether_addr_copy(old, dev->dev_addr);
	ret = eth_mac_addr(dev, addr);
	if (ret)
		return ret;
	ret = weir_filter_apply(net);
	if (ret)
		eth_hw_addr_set(dev, old);
	return ret;
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
	WEIR_NDO_SET_RX_MODE = weir_set_rx_mode,
	.ndo_set_mac_address = weir_set_mac,
	.ndo_validate_addr = eth_validate_addr,
	.ndo_get_stats64 = weir_get_stats64,
	WEIR_STAMP_OPS,
};

struct weir_net *weir_net_of(const struct net_device *dev)
{
	return dev->netdev_ops == &netdev_ops ? netdev_priv(dev) : NULL;
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
	INIT_WORK(&net->filter, filter);
	weir_run_init(net);
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
	net->block_bytes = BLOCK_BYTES;
	net->rx_usecs = RX_USECS;
	setup(net);
	weir_fed_card_init(card);
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

	rtnl_lock();
	unregister_netdevice(net->dev);
	card->net = NULL;
	rtnl_unlock();
	cancel_work_sync(&net->recover);
	cancel_work_sync(&net->filter);
	weir_fed_card_exit(card);
	free_netdev(net->dev);
}
