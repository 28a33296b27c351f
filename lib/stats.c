// SPDX-License-Identifier: BSD-3-Clause
/*
 * stats.c - statistics, and what is known of the device
 */
#include <stdio.h>
#include <stdlib.h>

#include "weir_int.h"

/* Enough for any transport's; each is checked against it when it is compiled. */
#define STATS_MAX 64

const struct weir_stat_desc *weir_stats_desc(const struct weir *w, size_t *n)
{
	*n = w->tr->stat_n + LIB_STATS;
	return w->stat_desc;
}

int weir_stats(struct weir *w, uint64_t *values, size_t n)
{
	uint64_t all[STATS_MAX] = { 0 };
	size_t have = w->tr->stat_n;
	int ret;

	if (have + LIB_STATS > STATS_MAX)
		return -EOVERFLOW;
	/* First: what another thread is given meanwhile has been delivered by then. */
	ring_stats(w, all + have);
	ret = w->tr->stats(w, all);
	if (ret)
		return ret;
	have += LIB_STATS;
	memcpy(values, all, (n < have ? n : have) * sizeof(*values));
	return (int)have;
}

int weir_stat(struct weir *w, const char *name, uint64_t *value)
{
	uint64_t all[STATS_MAX] = { 0 };
	size_t i, n;
	int ret;

	weir_stats_desc(w, &n);
	for (i = 0; i < n; i++)
		if (!strcmp(w->stat_desc[i].name, name))
			break;
	if (i == n)
		return -ENOENT;
	ret = weir_stats(w, all, STATS_MAX);
	if (ret < 0)
		return ret;
	*value = all[i];
	return 0;
}

int weir_info(const struct weir *w, struct weir_info *info)
{
	struct weir_info i = { .size = info->size };

	if (info->size < offsetof(struct weir_info, abi_major) || info->size > 65536)
		return -EINVAL;
	snprintf(i.device, sizeof(i.device), "%.255s", w->device);
	snprintf(i.transport, sizeof(i.transport), "%s", w->tr->name);
	i.block_size = w->ring.block_size;
	i.block_nr = w->ring.block_nr;
	i.mac_offset = w->mac_offset;
	i.snaplen = w->opts.snaplen;
	i.retire_us = w->opts.retire_us;
	w->tr->info(w, &i);
	memset((char *)info + sizeof(size_t), 0, info->size - sizeof(size_t));
	memcpy(info, &i, info->size < sizeof(i) ? info->size : sizeof(i));
	return 0;
}

int weir_progress(struct weir *w, uint64_t *done, uint64_t *total)
{
	if (!w->tr->progress)
		return -EOPNOTSUPP;
	return w->tr->progress(w, done, total);
}

int weir_remark(struct weir *w, size_t i, char *buf, size_t size)
{
	return w->tr->remark ? w->tr->remark(w, i, buf, size) : 0;
}
