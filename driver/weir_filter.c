// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_filter.c - which addresses the net device's tap takes
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

int weir_filter_apply(struct weir_net *net)
{
	static const u8 none[ETH_ALEN];
	struct weir_hw *hw = &net->card->hw;
	struct wanted w = { .room = min_t(u32, hw->p.addresses, WEIR_ADDR_COUNT) };
	u8 station[ETH_ALEN];
	int ret = 0;
	u32 i;

	mutex_lock(&net->card->lock);
	/* Under the lock, so that of two calls the later one writes what is newer. */
	collect(net->dev, &w);
	ether_addr_copy(station, net->dev->dev_addr);
	if (!net->card->started)
		goto out;
	ret = weir_hw_station(hw, station);
	for (i = 0; !ret && i < w.room; i++)
		ret = weir_hw_address(hw, i, i < w.n ? w.mac[i] : none, i < w.n ? BIT(net->tap.index) : 0);
	if (!ret)
		ret = weir_hw_tap_accept(hw, net->tap.index, w.promisc, w.allmulti, TYPES_ALL);
out:
	mutex_unlock(&net->card->lock);
	return weir_card_ret(net->card, ret);
}
