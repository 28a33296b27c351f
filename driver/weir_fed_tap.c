// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_fed_tap.c - a tap that fills a socket's ring: taken, configured, started, counted, stopped
 *
 * What the application can write to is never read here. Where the card is in the ring it says itself, in
 * its completion record, which is the kernel's memory.
 */
#include <linux/if_arp.h>
#include <linux/slab.h>
#include <net/sock.h>

#include "weir_fed.h"

#define SNAPLEN_MAX	262143u		/* of the card */
#define TYPES_RECEIVED	0xfu		/* all but PACKET_OUTGOING */
#define INTERVAL_US	50u		/* wake-ups need not come faster */

static u32 tap_bit(const struct weir_fed *fed)
{
	return BIT(fed->tap);
}

void weir_fed_configure(struct weir_fed *fed, const struct weir_rxring *r)
{
	const struct weir_hw_params *p = &fed->card->hw.p;
	struct weir_hw_tap_cfg *c = &fed->cfg;
	u32 net = ALIGN(r->hdr_bytes + max_t(u32, ETH_HLEN, TPACKET_ALIGNMENT), TPACKET_ALIGNMENT);
	bool all = fed->ws->proto == htons(ETH_P_ALL);

	/* What no card takes is not cut down to what one would take: reserve has 31 bits. */
	net = min_t(u64, (u64)net + r->reserve, U32_MAX);
	c->ring = fed->map.table_dma;
	c->block_nr = r->block_nr;
	c->block_pages = r->block_bytes / WEIR_HW_PAGE;
	c->priv_bytes = r->open.first - WEIR_HW_BLOCK_HDR;
	c->mac_offset = net - ETH_HLEN;
	c->net_offset = net;
	c->snaplen = SNAPLEN_MAX;
	c->retire_us = jiffies_to_usecs(r->open.retire);
	c->ifindex = fed->net->dev->ifindex;
	c->hatype = ARPHRD_ETHER;
	c->protocol = ntohs(fed->ws->proto);
	c->types = TYPES_RECEIVED;
	/* As Linux shows a tag that no VLAN device takes to hooks for one protocol. */
	c->vlan_otherhost = !all;
	c->vlan_hide = !all;
	c->rxhash = r->open.hash;
	/* Sheds before the net device does, and not before the buffer holds a few of the longest frame. */
	c->backlog = p->buffer_bytes / 2;
	c->irq_interval_us = min(c->retire_us, INTERVAL_US);
	if (READ_ONCE(fed->net->stamp) && READ_ONCE(fed->ws->stamps) & SOF_TIMESTAMPING_RAW_HARDWARE)
		c->status_bits = (u32)TP_STATUS_TS_RAW_HARDWARE;
}

int weir_fed_take(struct weir_fed *fed)
{
	struct weir_card *card = fed->card;
	u32 t, taps = min_t(u32, card->hw.p.taps, WEIR_TAP_COUNT);
	int ret = -ENODEV;

	mutex_lock(&card->lock);
	if (!card->feeds || !card->started)
		goto out;
	ret = -ENOSPC;
	for (t = WEIR_NET_TAP + 1; t < taps; t++) {
		if (card->fed[t])
			continue;
		card->fed[t] = fed;
		fed->tap = t;
		ret = 0;
		break;
	}
out:
	mutex_unlock(&card->lock);
	return ret;
}

void weir_fed_give(struct weir_fed *fed)
{
	mutex_lock(&fed->card->lock);
	fed->card->fed[fed->tap] = NULL;
	mutex_unlock(&fed->card->lock);
}

/* With card->lock held. */
static int clock_ns(struct weir_card *card, u64 *ns)
{
	u32 sec, nsec;
	int ret = weir_hw_clock_read(&card->hw, &sec, &nsec);

	*ns = (u64)sec * NSEC_PER_SEC + nsec;
	return ret;
}

/* Frames get the system's time, unless the card's own is asked for. */
static int set_offset(struct weir_fed *fed)
{
	s64 before, after, off;
	s32 rem;
	u64 ns;
	int ret;

	if (fed->cfg.status_bits)
		return 0;
	before = ktime_get_real_ns();
	ret = clock_ns(fed->card, &ns);
	after = ktime_get_real_ns();
	off = before + (after - before) / 2 - (s64)ns;
	fed->cfg.time_sec = (s32)div_s64_rem(off, NSEC_PER_SEC, &rem);
	if (rem < 0) {
		rem += NSEC_PER_SEC;
		fed->cfg.time_sec--;
	}
	fed->cfg.time_ns = rem;
	return ret;
}

static int snapshot(struct weir_fed *fed, u64 *now)
{
	int ret = weir_hw_snapshot(&fed->card->hw);

	return ret ? ret : weir_hw_tap_counters(&fed->card->hw, fed->tap, now);
}

/* With card->lock held. */
static int start(struct weir_fed *fed, u64 *now)
{
	enum weir_hw_reason reason = WEIR_HW_FINE;
	struct weir_card *card = fed->card;
	struct weir_hw *hw = &card->hw;
	u32 error = 0;
	int ret = set_offset(fed);

	if (!ret)
		ret = weir_hw_tap_setup(hw, fed->tap, &fed->cfg, &reason);
	if (reason)
		return -ERANGE;
	if (!ret)
		ret = weir_prog_forget(card->progs, fed->tap);
	if (!ret)
		ret = weir_sock_filter_load(fed->ws, card, fed->tap, &fed->cfg);
	if (!ret)
		ret = snapshot(fed, fed->counted);
	card->fed_taps |= tap_bit(fed);
	if (!ret)
		ret = weir_filter_write(fed->net);
	if (!ret)
		ret = weir_card_rx(card);
	if (!ret)
		ret = weir_hw_tap_start(hw, fed->tap, &error);
	if (!ret)
		ret = clock_ns(card, now);
	if (!ret)
		return weir_hw_irq_unmask(hw, tap_bit(fed));
	card->fed_taps &= ~tap_bit(fed);
	/* It may have begun. */
	if (weir_hw_tap_stop(hw, fed->tap))
		weir_card_cut(card);
	else
		weir_card_rx(card);
	return ret;
}

int weir_fed_start(struct weir_fed *fed, const struct weir_rxat *at, u64 *now)
{
	struct weir_card *card = fed->card;
	int ret = -ENODEV;

	fed->cfg.first_block = at->block;
	fed->cfg.first_seq = at->seq;
	fed->cfg.irq_vector = weir_irq_tap_vector(card, fed->tap);
	fed->head = at->block;
	mutex_lock(&card->lock);
	memset((u8 *)card->completions + fed->tap * WEIR_HOST_COMPLETION_SIZE, 0, WEIR_HOST_COMPLETION_SIZE);
	if (card->feeds && card->started)
		ret = start(fed, now);
	mutex_unlock(&card->lock);
	if (!ret)
		atomic_inc(&card->events.fed_starts);
	return weir_card_ret(card, ret);
}

int weir_fed_load(struct weir_fed *fed)
{
	struct weir_card *card = fed->card;
	int ret = -ENODEV;

	mutex_lock(&card->lock);
	if (card->started)
		ret = weir_sock_filter_load(fed->ws, card, fed->tap, &fed->cfg);
	mutex_unlock(&card->lock);
	return weir_card_ret(card, ret);
}

u64 weir_fed_first(struct weir_fed *fed)
{
	struct weir_hw_completion c;

	if (weir_hw_completion_read(fed->card->completions, fed->tap, &fed->cfg, &c) || !c.blocks ||
	    c.generation != fed->card->progs->generation[fed->tap])
		return 0;
	return c.seq - ((u32)c.seq - c.gen_seq);
}

u64 weir_fed_now(struct weir_fed *fed)
{
	u64 ns = 0;

	mutex_lock(&fed->card->lock);
	if (fed->card->started && clock_ns(fed->card, &ns))
		ns = 0;
	mutex_unlock(&fed->card->lock);
	return ns;
}

bool weir_fed_kernel_idle(struct weir_fed *fed)
{
	const struct weir_tap *tap = &fed->net->tap;
	struct weir_card *card = fed->card;
	u64 now[WEIR_TAP_COUNTER_NUM];
	struct weir_hw_completion c;
	int ret = -ENODEV;

	mutex_lock(&card->lock);
	if (card->started)
		ret = weir_hw_snapshot(&card->hw);
	if (!ret)
		ret = weir_hw_tap_counters(&card->hw, tap->index, now);
	mutex_unlock(&card->lock);
	/* Of a card that does not say nothing is to be expected. */
	if (ret)
		return true;
	if (now[WEIR_HW_TAP_pending] ||
	    weir_hw_completion_read(card->completions, tap->index, &tap->cfg, &c))
		return false;
	return !c.blocks || READ_ONCE(tap->seq) > c.seq;
}

static u64 drops(const u64 *c)
{
	return c[WEIR_HW_TAP_drop_no_block] + c[WEIR_HW_TAP_drop_backlog] + c[WEIR_HW_TAP_drop_dma] +
	       c[WEIR_HW_TAP_drop_reset] + c[WEIR_HW_TAP_drop_stopped];
}

/*
 * With card->lock held. As AF_PACKET counts: a frame when it is put into a block, not when that is handed
 * over; so one that is lost later was counted too early, and what comes is short of it.
 */
static int count(struct weir_fed *fed)
{
	struct weir_events *e = &fed->card->events;
	u64 now[WEIR_TAP_COUNTER_NUM], lost;
	u64 *was = fed->counted;
	s64 kept;
	int ret = snapshot(fed, now);
	u32 i;

	if (ret)
		return ret;
	/* Also a gauge, which is 0 where the tap begins and ends. */
	for (i = 0; i < WEIR_TAP_COUNTER_NUM; i++)
		fed->ws->tap_counter[i] += now[i] - was[i];
	lost = drops(now) - drops(was);
	kept = (s64)(now[WEIR_HW_TAP_matched] - was[WEIR_HW_TAP_matched]) -
	       (s64)(now[WEIR_HW_TAP_filtered] - was[WEIR_HW_TAP_filtered]) - (s64)lost - fed->owed;
	fed->owed = kept < 0 ? -kept : 0;
	atomic_add(max_t(s64, kept, 0), &fed->ws->packets);
	atomic_add(lost, &fed->ws->drops);
	atomic_add(now[WEIR_HW_TAP_freezes] - was[WEIR_HW_TAP_freezes], &fed->ws->freezes);
	atomic64_add(now[WEIR_HW_TAP_blocks] - was[WEIR_HW_TAP_blocks], &e->fed_blocks);
	atomic64_add(now[WEIR_HW_TAP_delivered] - was[WEIR_HW_TAP_delivered], &e->fed_frames);
	memcpy(was, now, sizeof(now));
	return 0;
}

void weir_fed_count(struct weir_sock *ws)
{
	struct weir_fed *fed = ws->fed;
	int ret = 0;

	if (!fed)
		return;
	mutex_lock(&fed->card->lock);
	if (fed->card->started) {
		ret = count(fed);
		/* Whoever asks is told of the losses until now. */
		if (!ret)
			weir_hw_tap_clear_losing(&fed->card->hw, fed->tap);
	}
	mutex_unlock(&fed->card->lock);
	weir_card_ret(fed->card, ret);
}

bool weir_fed_runs(struct weir_fed *fed)
{
	struct weir_card *card = fed->card;
	u32 state = WEIR_TAP_STATE_RUNNING, error;
	int ret = 0;

	mutex_lock(&card->lock);
	if (card->started) {
		ret = weir_hw_tap_state(&card->hw, fed->tap, &state, &error);
		if (!ret && state == WEIR_TAP_STATE_FAULT)
			dev_err_ratelimited(&card->pdev->dev, "tap %u, of a socket: %s\n", fed->tap,
					    weir_hw_tap_error_text(error));
		if (!ret && state == WEIR_TAP_STATE_RUNNING)
			ret = count(fed);
	} else {
		state = WEIR_TAP_STATE_FAULT;
	}
	mutex_unlock(&card->lock);
	weir_card_ret(card, ret);
	/* A snapshot that does not come is no fault of the tap; of a card that is gone others tell. */
	return ret || state == WEIR_TAP_STATE_RUNNING;
}

void weir_fed_stop(struct weir_fed *fed, struct weir_rxat *at)
{
	struct weir_card *card = fed->card;
	struct weir_hw_completion c;
	int ret = 0;

	mutex_lock(&card->lock);
	card->fed_taps &= ~tap_bit(fed);
	if (card->started) {
		ret = weir_hw_irq_mask(&card->hw, tap_bit(fed));
		if (!ret)
			ret = weir_hw_tap_stop(&card->hw, fed->tap);
		if (ret)
			weir_card_cut(card);
	}
	if (card->started) {
		count(fed);
		/* Its program makes room for others'. */
		weir_prog_clear(card->progs, fed->tap);
		weir_filter_write(fed->net);
		weir_card_rx(card);
	}
	mutex_unlock(&card->lock);
	if (ret == -ETIMEDOUT)
		dev_err(&card->pdev->dev, "tap %u does not stop: the card is taken off the bus\n", fed->tap);
	weir_card_ret(card, ret);
	/* Nothing writes the record any more. */
	at->block = fed->cfg.first_block;
	at->seq = fed->cfg.first_seq;
	if (weir_hw_completion_read(card->completions, fed->tap, &fed->cfg, &c)) {
		at->block = fed->head;
		return;
	}
	if (c.blocks) {
		at->block = c.head;
		at->seq = c.seq + 1;
	}
}

int weir_fed_want(struct weir_fed *fed, struct weir_fed_wants *w)
{
	struct weir_card *card = fed->card;
	int ret = -ENODEV;

	mutex_lock(&card->lock);
	swap(fed->wants, *w);
	if (card->started)
		ret = weir_filter_write(fed->net);
	if (ret)
		swap(fed->wants, *w);
	mutex_unlock(&card->lock);
	kfree(w->addr);
	return weir_card_ret(card, ret);
}

u32 weir_fed_head(struct weir_fed *fed)
{
	struct weir_hw_completion c;

	if (!weir_hw_completion_read(fed->card->completions, fed->tap, &fed->cfg, &c) && c.blocks)
		fed->head = c.head;
	return fed->head;
}
