// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_stats.c - the card's counters, 64 bits and monotone since probe, whatever is reset meanwhile
 */
#include <linux/spinlock.h>

#include "weir.h"

/* Gauges are what is now, not a sum. */
#define WEIR_GAUGE(i, name, gauge, where, text) [i] = (gauge),
static const bool port_gauge[] = { WEIR_PORT_COUNTERS(WEIR_GAUGE) };
static const bool tap_gauge[] = { WEIR_TAP_COUNTERS(WEIR_GAUGE) };

void weir_stats_init(struct weir_card *card)
{
	spin_lock_init(&card->stats.lock);
}

static int snapshot(struct weir_card *card, u64 *port, u64 *tap)
{
	int ret = weir_hw_snapshot(&card->hw);

	if (!ret)
		ret = weir_hw_port_counters(&card->hw, port);
	if (!ret)
		ret = weir_hw_tap_counters(&card->hw, WEIR_NET_TAP, tap);
	return ret;
}

int weir_stats_begin(struct weir_card *card)
{
	struct weir_stats *s = &card->stats;

	/* Only the holder of card->lock writes what is read here. */
	memcpy(s->port_sum, s->port, sizeof(s->port));
	memcpy(s->tap_sum, s->tap, sizeof(s->tap));
	return snapshot(card, s->port_from, s->tap_from);
}

static void show(u64 *to, const u64 *now, const u64 *from, const u64 *sum, const bool *gauge, u32 n)
{
	u32 i;

	for (i = 0; i < n; i++)
		to[i] = gauge[i] ? now[i] : sum[i] + now[i] - from[i];
}

int weir_stats_update(struct weir_card *card)
{
	u64 port[WEIR_PORT_COUNTER_NUM], tap[WEIR_TAP_COUNTER_NUM];
	struct weir_stats *s = &card->stats;
	int ret;

	mutex_lock(&card->lock);
	ret = card->started ? snapshot(card, port, tap) : -EAGAIN;
	if (!ret) {
		spin_lock_bh(&s->lock);
		show(s->port, port, s->port_from, s->port_sum, port_gauge, WEIR_PORT_COUNTER_NUM);
		show(s->tap, tap, s->tap_from, s->tap_sum, tap_gauge, WEIR_TAP_COUNTER_NUM);
		spin_unlock_bh(&s->lock);
	}
	mutex_unlock(&card->lock);
	return weir_card_ret(card, ret);
}

void weir_stats_get(struct weir_card *card, u64 port[WEIR_PORT_COUNTER_NUM], u64 tap[WEIR_TAP_COUNTER_NUM])
{
	struct weir_stats *s = &card->stats;

	spin_lock_bh(&s->lock);
	memcpy(port, s->port, sizeof(s->port));
	memcpy(tap, s->tap, sizeof(s->tap));
	spin_unlock_bh(&s->lock);
}
