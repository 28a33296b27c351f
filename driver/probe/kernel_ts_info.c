// SPDX-License-Identifier: GPL-2.0-only
/* What ethtool -T asks a driver for has a structure of the kernel's own, no longer user space's. */
#include <linux/ethtool.h>

int weir_probe(struct kernel_ethtool_ts_info *info);

int weir_probe(struct kernel_ethtool_ts_info *info)
{
	return info->phc_index;
}
