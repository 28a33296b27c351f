// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_filter.c - which addresses the net device's tap takes, and those of sockets with it
 */
#include "weir_net.h"

#define TYPES_ALL 0xfu	/* host, broadcast, multicast, otherhost: the address decides */

struct wanted {
	u8 mac[WEIR_ADDR_COUNT][ETH_ALEN];
	u32 n, room;
	bool promisc, allmulti;
};

static void collect(struct net_device *dev, struct wanted *w)
{
	struct netdev_hw_addr *ha;

	netif_addr_lock_bh(dev);
	w->promisc = dev->flags & IFF_PROMISC;
	w->allmulti = dev->flags & IFF_ALLMULTI;
	netdev_for_each_uc_addr(ha, dev) {
		/* More than the card has room for: the stack picks what is its own. */
		if (w->n == w->room) {
			w->promisc = true;
			break;
		}
		ether_addr_copy(w->mac[w->n++], ha->addr);
	}
	netdev_for_each_mc_addr(ha, dev) {
		if (w->n == w->room) {
			w->allmulti = true;
			break;
		}
		ether_addr_copy(w->mac[w->n++], ha->addr);
	}
	netif_addr_unlock_bh(dev);
}

/* What is the device's own is for the taps of sockets too: a socket sees what its device receives. */
int weir_filter_write(struct weir_net *net)
{
	static const u8 none[ETH_ALEN];
	struct weir_card *card = net->card;
	struct weir_hw *hw = &card->hw;
	struct wanted w = { .room = min_t(u32, hw->p.addresses, WEIR_ADDR_COUNT) };
	u32 i, t, taps = BIT(net->tap.index) | card->fed_taps;
	u8 station[ETH_ALEN];
	int ret;

	collect(net->dev, &w);
	ether_addr_copy(station, net->dev->dev_addr);
	ret = weir_hw_station(hw, station);
	for (i = 0; !ret && i < w.room; i++)
		ret = weir_hw_address(hw, i, i < w.n ? w.mac[i] : none, i < w.n ? taps : 0);
	for (t = 0; !ret && t < WEIR_TAP_COUNT; t++) {
		if (taps & BIT(t))
			ret = weir_hw_tap_accept(hw, t, w.promisc, w.allmulti, TYPES_ALL);
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
