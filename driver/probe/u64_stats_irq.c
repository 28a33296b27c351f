// SPDX-License-Identifier: GPL-2.0-only
/* Readers of statistics that softirqs write; later kernels have one pair of functions for all writers. */
#include <linux/u64_stats_sync.h>

unsigned int weir_probe(struct u64_stats_sync *sync);

unsigned int weir_probe(struct u64_stats_sync *sync)
{
	return u64_stats_fetch_begin_irq(sync);
}
