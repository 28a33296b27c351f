// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_fed_card.c - sockets that are fed by a card to which something happens
 *
 * A card that goes away, for a reset or for good, leaves its sockets to the receive path, and takes them
 * up again when it is back. A tap that faults does so too, once: its socket is served by copy until it is
 * bound again or the device comes up.
 */
#include <linux/rtnetlink.h>

#include "weir_fed.h"

#define WATCH_MS	1000u

/* Something for each socket of the card's net device, with its mutex held. */
static void each(struct weir_card *card, void (*what)(struct weir_sock *ws))
{
	/* cppcheck does not see that the macro sets it. */
	struct weir_sock *ws = NULL;

	mutex_lock(&weir_socks_lock);
	list_for_each_entry(ws, &weir_socks, list) {
		const struct weir_net *net;

		mutex_lock(&ws->mutex);
		net = ws->hook.dev ? weir_net_of(ws->hook.dev) : NULL;
		if (net && net->card == card)
			what(ws);
		mutex_unlock(&ws->mutex);
	}
	mutex_unlock(&weir_socks_lock);
}

/* The same for what may change who fills its ring; under rtnl. */
static void turn_each(struct weir_card *card, void (*what)(struct weir_sock *ws))
{
	/* cppcheck does not see that the macro sets it. */
	struct weir_sock *ws = NULL;

	mutex_lock(&weir_socks_lock);
	list_for_each_entry(ws, &weir_socks, list) {
		weir_sock_members_home(ws);
	}
	mutex_unlock(&weir_socks_lock);
	each(card, what);
	mutex_lock(&weir_socks_lock);
	list_for_each_entry(ws, &weir_socks, list) {
		if (!list_empty(&ws->members))
			weir_sock_members_settle(ws);
	}
	mutex_unlock(&weir_socks_lock);
}

static void stamps(struct weir_sock *ws)
{
	if (ws->stamps & SOF_TIMESTAMPING_RAW_HARDWARE)
		weir_fed_again(ws);
}

static void back(struct weir_sock *ws)
{
	ws->fed_off = false;
	weir_fed_review(ws);
}

static void look(struct weir_sock *ws)
{
	struct weir_fed *fed = ws->fed;

	if (!fed || weir_fed_runs(fed))
		return;
	atomic_inc(&fed->card->events.fed_faults);
	ws->fed_off = true;
	fed->card->fed_fault = true;
}

static void set_feeds(struct weir_card *card, bool on)
{
	mutex_lock(&card->lock);
	WRITE_ONCE(card->feeds, on);
	mutex_unlock(&card->lock);
}

static void watch(struct work_struct *work)
{
	struct weir_card *card = container_of(to_delayed_work(work), struct weir_card, fed_watch);

	rtnl_lock();
	card->fed_fault = false;
	each(card, look);
	if (card->fed_fault)
		turn_each(card, weir_fed_review);
	rtnl_unlock();
	if (READ_ONCE(card->fed_taps))
		weir_fed_card_watch(card);
}

void weir_fed_card_watch(struct weir_card *card)
{
	schedule_delayed_work(&card->fed_watch, msecs_to_jiffies(WATCH_MS));
}

void weir_fed_card_count(struct weir_card *card)
{
	each(card, weir_fed_count);
}

void weir_fed_card_stamps(struct weir_card *card)
{
	turn_each(card, stamps);
}

void weir_fed_card_down(struct weir_card *card)
{
	set_feeds(card, false);
	turn_each(card, weir_fed_review);
}

void weir_fed_card_up(struct weir_card *card)
{
	set_feeds(card, true);
	turn_each(card, back);
}

void weir_fed_card_init(struct weir_card *card)
{
	INIT_DELAYED_WORK(&card->fed_watch, watch);
	set_feeds(card, true);
}

void weir_fed_card_exit(struct weir_card *card)
{
	set_feeds(card, false);
	cancel_delayed_work_sync(&card->fed_watch);
}
