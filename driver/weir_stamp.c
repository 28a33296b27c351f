// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_stamp.c - whether frames carry the card's time to who asks for time stamps by hardware
 *
 * The card stamps every frame at its start, always; only whether the stack is told is switched here. It is
 * the time of the PTP clock, since the net device's tap adds nothing to it.
 */
#include <linux/net_tstamp.h>
#include <linux/uaccess.h>

#include "weir_fed.h"

static int get(const struct weir_net *net, struct weir_hwtstamp *cfg)
{
	if (!weir_has_clock(net->card))
		return -EOPNOTSUPP;
	cfg->flags = 0;
	cfg->tx_type = HWTSTAMP_TX_OFF;
	cfg->rx_filter = net->stamp ? HWTSTAMP_FILTER_ALL : HWTSTAMP_FILTER_NONE;
	return 0;
}

/* As Documentation/networking/timestamping.rst has it: stamping more than was asked for is allowed, and told;
 * less is -ERANGE.
 * Nothing changes with an error. */
static int set(struct weir_net *net, struct weir_hwtstamp *cfg)
{
	if (!weir_has_clock(net->card))
		return -EOPNOTSUPP;
	/* The only one there is says where the clock of a bond is. */
	if (cfg->flags)
		return -EINVAL;
	/* libpcap asks for both directions and has no use for this one: the answer says that it is off. */
	if (cfg->tx_type == HWTSTAMP_TX_ON)
		cfg->tx_type = HWTSTAMP_TX_OFF;
	if (cfg->tx_type != HWTSTAMP_TX_OFF)
		return -ERANGE;
	if (cfg->rx_filter < HWTSTAMP_FILTER_NONE || cfg->rx_filter >= __HWTSTAMP_FILTER_CNT)
		return -ERANGE;
	if (cfg->rx_filter != HWTSTAMP_FILTER_NONE)
		cfg->rx_filter = HWTSTAMP_FILTER_ALL;
	if (net->stamp != (cfg->rx_filter == HWTSTAMP_FILTER_ALL)) {
		WRITE_ONCE(net->stamp, !net->stamp);
		weir_fed_card_stamps(net->card);
	}
	return 0;
}

#ifdef WEIR_HAVE_HWTSTAMP_NDO
int weir_stamp_get(struct net_device *dev, struct kernel_hwtstamp_config *cfg)
{
	return get(netdev_priv(dev), cfg);
}

int weir_stamp_set(struct net_device *dev, struct kernel_hwtstamp_config *cfg, struct netlink_ext_ack *extack)
{
	int ret = set(netdev_priv(dev), cfg);

	if (ret == -ERANGE)
		NL_SET_ERR_MSG(extack, "the card stamps received frames, all or none");
	return ret;
}
#else
int weir_stamp_ioctl(struct net_device *dev, struct ifreq *ifr, int cmd)
{
	struct hwtstamp_config cfg;
	int ret;

	if (cmd == SIOCGHWTSTAMP) {
		ret = get(netdev_priv(dev), &cfg);
	} else if (cmd == SIOCSHWTSTAMP) {
		if (copy_from_user(&cfg, ifr->ifr_data, sizeof(cfg)))
			return -EFAULT;
		ret = set(netdev_priv(dev), &cfg);
	} else {
		return -EOPNOTSUPP;
	}
	if (!ret && copy_to_user(ifr->ifr_data, &cfg, sizeof(cfg)))
		return -EFAULT;
	return ret;
}
#endif
