// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_filter.c - which addresses the net device's tap takes, and those of sockets with it
 */
#include "weir_fed.h"

#define TYPES_ALL 0xfu	/* host, broadcast, multicast, otherhost: the address decides */

struct wanted {
	u8 mac[WEIR_ADDR_COUNT][ETH_ALEN];
	u32 taps[WEIR_ADDR_COUNT];
	u32 n, room;
	u32 promisc, allmulti;	/* a bit a tap */
};

/* More than the card has room for: the stack picks what is its own, a socket gets the others' too. */
static void add(struct wanted *w, const u8 *mac, u32 taps)
{
	u32 i;

	for (i = 0; i < w->n; i++) {
		if (ether_addr_equal_unaligned(w->mac[i], mac)) {
			w->taps[i] |= taps;
			return;
		}
	}
	if (w->n < w->room) {
		ether_addr_copy(w->mac[w->n], mac);
		w->taps[w->n++] = taps;
	} else if (is_multicast_ether_addr(mac)) {
		w->allmulti |= taps;
	} else {
		w->promisc |= taps;
	}
}

/* What is the device's own is for the taps of sockets too: a socket sees what its device receives. */
static void of_device(struct net_device *dev, struct wanted *w, u32 taps)
{
	struct netdev_hw_addr *ha;

	netif_addr_lock_bh(dev);
	if (dev->flags & IFF_PROMISC)
		w->promisc |= taps;
	if (dev->flags & IFF_ALLMULTI)
		w->allmulti |= taps;
	netdev_for_each_uc_addr(ha, dev) {
		add(w, ha->addr, taps);
	}
	netdev_for_each_mc_addr(ha, dev) {
		add(w, ha->addr, taps);
	}
	netif_addr_unlock_bh(dev);
}

static void of_socket(const struct weir_fed *fed, struct wanted *w)
{
	u32 i;

	if (fed->wants.promisc)
		w->promisc |= BIT(fed->tap);
	if (fed->wants.allmulti)
		w->allmulti |= BIT(fed->tap);
	for (i = 0; i < fed->wants.addrs; i++)
		add(w, fed->wants.addr[i], BIT(fed->tap));
}

int weir_filter_write(struct weir_net *net)
{
	static const u8 none[ETH_ALEN];
	struct weir_card *card = net->card;
	struct weir_hw *hw = &card->hw;
	struct wanted w = { .room = min_t(u32, hw->p.addresses, WEIR_ADDR_COUNT) };
	u32 i, t, taps = BIT(net->tap.index) | card->fed_taps;
	u8 station[ETH_ALEN];
	int ret;

	of_device(net->dev, &w, taps);
	for (t = 0; t < WEIR_TAP_COUNT; t++) {
		if (card->fed_taps & BIT(t))
			of_socket(card->fed[t], &w);
	}
	ether_addr_copy(station, net->dev->dev_addr);
	ret = weir_hw_station(hw, station);
	for (i = 0; !ret && i < w.room; i++)
		ret = weir_hw_address(hw, i, i < w.n ? w.mac[i] : none, i < w.n ? w.taps[i] : 0);
	for (t = 0; !ret && t < WEIR_TAP_COUNT; t++) {
		if (taps & BIT(t))
			ret = weir_hw_tap_accept(hw, t, w.promisc & BIT(t), w.allmulti & BIT(t), TYPES_ALL);
	}
	return ret;
}

int weir_filter_apply(struct weir_net *net)
{
	int ret = 0;

	mutex_lock(&net->card->lock);
	/* Collected under the lock, so that of two calls the later one writes what is newer. */
	if (net->card->started)
		ret = weir_filter_write(net);
	mutex_unlock(&net->card->lock);
	return weir_card_ret(net->card, ret);
}
