// SPDX-License-Identifier: GPL-2.0-only
/* Compiles with every kernel that the driver builds for: what its files include, and a little of it. */
#include <linux/etherdevice.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/pci.h>

int weir_probe(struct net_device *dev, struct pci_dev *pdev);

int weir_probe(struct net_device *dev, struct pci_dev *pdev)
{
	SET_NETDEV_DEV(dev, &pdev->dev);
	return pci_num_vf(pdev);
}
