// SPDX-License-Identifier: GPL-2.0-only
/* Time stamps of frames are switched by functions of their own; earlier kernels pass a driver the ioctl. */
#include <linux/net_tstamp.h>
#include <linux/netdevice.h>

int weir_probe(const struct net_device_ops *ops, struct net_device *dev, struct kernel_hwtstamp_config *cfg,
	       struct netlink_ext_ack *extack);

int weir_probe(const struct net_device_ops *ops, struct net_device *dev, struct kernel_hwtstamp_config *cfg,
	       struct netlink_ext_ack *extack)
{
	int ret = ops->ndo_hwtstamp_get(dev, cfg);

	return ret ? ret : ops->ndo_hwtstamp_set(dev, cfg, extack);
}
