// SPDX-License-Identifier: GPL-2.0-only
/* Address lists are given to a driver where it may sleep; earlier kernels do so under a spinlock. */
#include <linux/netdevice.h>

int weir_probe(const struct net_device_ops *ops, struct net_device *dev);

int weir_probe(const struct net_device_ops *ops, struct net_device *dev)
{
	return ops->ndo_set_rx_mode_async(dev, &dev->uc, &dev->mc);
}
