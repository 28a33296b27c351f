/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * af_link.h - what the kernel knows of a network interface
 */
#ifndef WEIR_AF_LINK_H
#define WEIR_AF_LINK_H

#include <linux/if_link.h>

/* The interface's own counters, through rtnetlink. 0 or -errno. */
int af_link_stats(unsigned int ifindex, struct rtnl_link_stats64 *out);

#endif
