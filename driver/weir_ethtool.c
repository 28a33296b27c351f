// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_ethtool.c - what ethtool shows and sets: every counter of the card, the ring, the retire time
 */
#include <linux/ethtool.h>
#include <linux/net_tstamp.h>

#include "weir_fed.h"

#define RX_USECS_MAX	1000000u

#define WEIR_NAME(i, name, gauge, where, text) [i] = "port." #name,
static const char port_names[][ETH_GSTRING_LEN] = { WEIR_PORT_COUNTERS(WEIR_NAME) };
#undef WEIR_NAME
#define WEIR_NAME(i, name, gauge, where, text) [i] = "tap." #name,
static const char tap_names[][ETH_GSTRING_LEN] = { WEIR_TAP_COUNTERS(WEIR_NAME) };
#undef WEIR_NAME

/* In the order of driver_stats(). */
static const char driver_names[][ETH_GSTRING_LEN] = {
	"driver.rx_frames", "driver.rx_nomem", "driver.rx_cut", "driver.rx_unread",
	"driver.garbage_blocks", "driver.garbage_frames", "driver.idle_polls", "driver.tap_faults",
	"driver.card_irqs", "driver.idle_irqs", "driver.gate_faults", "driver.resets",
	"driver.all_ones", "driver.link_errors", "driver.restarts", "driver.stops",
	"driver.fed_taps", "driver.fed_starts", "driver.fed_faults", "driver.fed_blocks", "driver.fed_frames",
};

static void driver_stats(struct weir_net *net, u64 *to)
{
	struct weir_events *e = &net->card->events;
	unsigned int start;

	do {
		start = weir_stats_fetch_begin(&net->sync);
		to[0] = net->rx_frames;
		to[1] = net->rx_nomem;
		to[2] = net->rx_cut;
		to[3] = net->rx_unread;
	} while (weir_stats_fetch_retry(&net->sync, start));
	to[4] = READ_ONCE(net->tap.garbage_blocks);
	to[5] = READ_ONCE(net->tap.garbage_frames);
	to[6] = READ_ONCE(net->tap.idle_polls);
	to[7] = READ_ONCE(net->tap.faults);
	to[8] = atomic_read(&e->card_irqs);
	to[9] = atomic_read(&e->idle_irqs);
	to[10] = atomic_read(&e->gate_faults);
	to[11] = atomic_read(&e->resets);
	to[12] = atomic_read(&e->all_ones);
	to[13] = atomic_read(&e->link_errors);
	to[14] = atomic_read(&e->restarts);
	to[15] = atomic_read(&e->stops);
	to[16] = hweight32(READ_ONCE(net->card->fed_taps));
	to[17] = atomic_read(&e->fed_starts);
	to[18] = atomic_read(&e->fed_faults);
	to[19] = atomic64_read(&e->fed_blocks);
	to[20] = atomic64_read(&e->fed_frames);
}

static int get_sset_count(struct net_device *dev, int set)
{
	if (set != ETH_SS_STATS)
		return -EOPNOTSUPP;
	return ARRAY_SIZE(port_names) + ARRAY_SIZE(tap_names) + ARRAY_SIZE(driver_names);
}

static void get_strings(struct net_device *dev, u32 set, u8 *to)
{
	if (set != ETH_SS_STATS)
		return;
	memcpy(to, port_names, sizeof(port_names));
	memcpy(to + sizeof(port_names), tap_names, sizeof(tap_names));
	memcpy(to + sizeof(port_names) + sizeof(tap_names), driver_names, sizeof(driver_names));
}

static void get_stats(struct net_device *dev, struct ethtool_stats *stats, u64 *to)
{
	struct weir_net *net = netdev_priv(dev);

	/* Of now, if the card can be asked; else of when it was asked last. */
	weir_fed_card_count(net->card);
	weir_stats_update(net->card);
	weir_stats_get(net->card, to, to + ARRAY_SIZE(port_names));
	driver_stats(net, to + ARRAY_SIZE(port_names) + ARRAY_SIZE(tap_names));
}

static void get_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	struct weir_net *net = netdev_priv(dev);
	const struct weir_hw_params *p = &net->card->hw.p;

	strscpy(info->driver, WEIR_DRIVER, sizeof(info->driver));
	strscpy(info->bus_info, pci_name(net->card->pdev), sizeof(info->bus_info));
	snprintf(info->fw_version, sizeof(info->fw_version), "%u.%u.%u, ABI %u.%u",
		 WEIR_HW_GET(WEIR_ID_VERSION_MAJOR, p->version),
		 WEIR_HW_GET(WEIR_ID_VERSION_MINOR, p->version),
		 WEIR_HW_GET(WEIR_ID_VERSION_PATCH, p->version), p->abi_major, p->abi_minor);
}

/* Blocks, not frames: how many frames a block holds depends on their lengths. */
static void get_ringparam(struct net_device *dev, struct ethtool_ringparam *ring,
			  struct kernel_ethtool_ringparam *kernel_ring, struct netlink_ext_ack *extack)
{
	struct weir_net *net = netdev_priv(dev);

	ring->rx_max_pending = WEIR_RING_BLOCKS_MAX;
	ring->rx_pending = net->blocks;
	/* Those there are may be smaller than those that were asked for. */
	kernel_ring->rx_buf_len = netif_running(dev) ? net->tap.ring.block_bytes : net->block_bytes;
}

static int set_ringparam(struct net_device *dev, struct ethtool_ringparam *ring,
			 struct kernel_ethtool_ringparam *kernel_ring, struct netlink_ext_ack *extack)
{
	struct weir_net *net = netdev_priv(dev);
	u32 bytes = kernel_ring->rx_buf_len;

	if (ring->rx_pending < WEIR_RING_BLOCKS_MIN) {
		NL_SET_ERR_MSG(extack, "a ring has 8 blocks or more");
		return -EINVAL;
	}
	if (!is_power_of_2(bytes) || bytes < weir_block_bytes_min(net->card) || bytes > WEIR_RING_BYTES_MAX) {
		NL_SET_ERR_MSG(extack, "blocks are a power of two, up to 1 MiB, and hold the longest frame");
		return -EINVAL;
	}
	return weir_run_resize(net, ring->rx_pending, bytes);
}

static int get_coalesce(struct net_device *dev, struct ethtool_coalesce *c,
			struct kernel_ethtool_coalesce *kernel_c, struct netlink_ext_ack *extack)
{
	struct weir_net *net = netdev_priv(dev);

	c->rx_coalesce_usecs = net->rx_usecs;
	return 0;
}

static int set_coalesce(struct net_device *dev, struct ethtool_coalesce *c,
			struct kernel_ethtool_coalesce *kernel_c, struct netlink_ext_ack *extack)
{
	struct weir_net *net = netdev_priv(dev);
	struct weir_card *card = net->card;
	int ret = 0;

	if (c->rx_coalesce_usecs > RX_USECS_MAX) {
		NL_SET_ERR_MSG(extack, "rx-usecs is at most 1000000");
		return -EINVAL;
	}
	/* A running tap takes it from its next block on, another one when it is started. */
	mutex_lock(&card->lock);
	if (card->started && net->up)
		ret = weir_hw_tap_moderate(&card->hw, net->tap.index, weir_retire_us(c->rx_coalesce_usecs),
					   weir_interval_us(net, c->rx_coalesce_usecs));
	mutex_unlock(&card->lock);
	if (!ret)
		net->rx_usecs = c->rx_coalesce_usecs;
	return weir_card_ret(card, ret);
}

static int get_link_ksettings(struct net_device *dev, struct ethtool_link_ksettings *ks)
{
	struct weir_net *net = netdev_priv(dev);
	struct weir_card *card = net->card;
	struct weir_hw_link link = { .mbps = (u32)SPEED_UNKNOWN };
	int ret = 0;

	mutex_lock(&card->lock);
	if (card->started && netif_carrier_ok(dev))
		ret = weir_hw_link(&card->hw, &link);
	mutex_unlock(&card->lock);
	ks->base.speed = link.mbps;
	ks->base.duplex = link.mbps == (u32)SPEED_UNKNOWN ? DUPLEX_UNKNOWN : DUPLEX_FULL;
	ks->base.port = PORT_OTHER;
	ks->base.autoneg = AUTONEG_DISABLE;
	return weir_card_ret(card, ret);
}

/* Nothing is sent, so nothing that is sent is stamped. */
static int get_ts_info(struct net_device *dev, struct weir_ethtool_ts_info *info)
{
	struct weir_net *net = netdev_priv(dev);

	info->so_timestamping = SOF_TIMESTAMPING_RX_SOFTWARE | SOF_TIMESTAMPING_SOFTWARE;
	info->phc_index = weir_ptp_index(net->card);
	if (!weir_has_clock(net->card))
		return 0;
	info->so_timestamping |= SOF_TIMESTAMPING_RX_HARDWARE | SOF_TIMESTAMPING_RAW_HARDWARE;
	info->tx_types = BIT(HWTSTAMP_TX_OFF);
	info->rx_filters = BIT(HWTSTAMP_FILTER_NONE) | BIT(HWTSTAMP_FILTER_ALL);
	return 0;
}

const struct ethtool_ops weir_ethtool_ops = {
	.supported_coalesce_params = ETHTOOL_COALESCE_RX_USECS,
	.supported_ring_params = ETHTOOL_RING_USE_RX_BUF_LEN,
	.get_drvinfo = get_drvinfo,
	.get_ts_info = get_ts_info,
	.get_link = ethtool_op_get_link,
	.get_link_ksettings = get_link_ksettings,
	.get_sset_count = get_sset_count,
	.get_strings = get_strings,
	.get_ethtool_stats = get_stats,
	.get_ringparam = get_ringparam,
	.set_ringparam = set_ringparam,
	.get_coalesce = get_coalesce,
	.set_coalesce = set_coalesce,
};
