/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * compat.h - one face for what kernels do in different ways
 *
 * WEIR_HAVE_* come from compiling the snippets in probe/; a kernel's version is never asked for.
 */
#ifndef WEIR_COMPAT_H
#define WEIR_COMPAT_H

#include <linux/pci.h>
#include <linux/skbuff.h>
#include <linux/socket.h>
#include <linux/u64_stats_sync.h>

#include "probed.h"

#ifdef WEIR_HAVE_AER_ENABLE
#include <linux/aer.h>
static inline void weir_aer_on(struct pci_dev *pdev)
{
	/* Without AER in the platform it says -EIO, and there is nothing to report. */
	pci_enable_pcie_error_reporting(pdev);
}

static inline void weir_aer_off(struct pci_dev *pdev)
{
	pci_disable_pcie_error_reporting(pdev);
}
#else
static inline void weir_aer_on(struct pci_dev *pdev)
{
}

static inline void weir_aer_off(struct pci_dev *pdev)
{
}
#endif

#ifdef WEIR_HAVE_U64_STATS_IRQ
#define weir_stats_fetch_begin u64_stats_fetch_begin_irq
#define weir_stats_fetch_retry u64_stats_fetch_retry_irq
#else
#define weir_stats_fetch_begin u64_stats_fetch_begin
#define weir_stats_fetch_retry u64_stats_fetch_retry
#endif

#ifdef WEIR_HAVE_HWTSTAMP_NDO
#define weir_hwtstamp kernel_hwtstamp_config
#define WEIR_STAMP_OPS .ndo_hwtstamp_get = weir_stamp_get, .ndo_hwtstamp_set = weir_stamp_set
#else
#define weir_hwtstamp hwtstamp_config
#define WEIR_STAMP_OPS .ndo_eth_ioctl = weir_stamp_ioctl
#endif

#ifdef WEIR_HAVE_RX_MODE_ASYNC
#define WEIR_NDO_SET_RX_MODE .ndo_set_rx_mode_async
#else
#define WEIR_NDO_SET_RX_MODE .ndo_set_rx_mode
#endif

#ifdef WEIR_HAVE_KERNEL_TS_INFO
#define weir_ethtool_ts_info kernel_ethtool_ts_info
#else
#define weir_ethtool_ts_info ethtool_ts_info
#endif

/* What bind() is given: more room than a plain sockaddr, which later kernels say by a type of its own. */
#ifdef WEIR_HAVE_SOCKADDR_UNSIZED
typedef struct sockaddr_unsized weir_sockaddr;
#else
typedef struct sockaddr weir_sockaddr;
#endif

static inline bool weir_frags_readable(const struct sk_buff *skb)
{
#ifdef WEIR_HAVE_FRAGS_READABLE
	return skb_frags_readable(skb);
#else
	return true;
#endif
}

#endif
