// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_link.c - the link that the card's MAC tells of, as carrier of the net device
 *
 * It is followed while the tap runs: card->linked is the net device then, and changes under card->lock alone.
 */
#include "weir_net.h"

/* card->lock is held. */
static int show(struct weir_net *net)
{
	struct weir_hw_link link;
	int ret = weir_hw_link(&net->card->hw, &link);

	if (ret || link.up == netif_carrier_ok(net->dev))
		return ret;
	if (link.up) {
		netif_carrier_on(net->dev);
		netdev_info(net->dev, "link up, %u Mb/s\n", link.mbps);
	} else {
		netif_carrier_off(net->dev);
		netdev_info(net->dev, "link down%s\n", link.fault ? ": the MAC sees a fault" : "");
	}
	return 0;
}

int weir_link_on(struct weir_net *net)
{
	struct weir_card *card = net->card;
	int ret = -ENODEV;

	mutex_lock(&card->lock);
	if (card->started)
		ret = show(net);
	if (!ret)
		card->linked = net;
	mutex_unlock(&card->lock);
	return weir_card_ret(card, ret);
}

void weir_link_off(struct weir_net *net)
{
	mutex_lock(&net->card->lock);
	net->card->linked = NULL;
	netif_carrier_off(net->dev);
	mutex_unlock(&net->card->lock);
}

int weir_link_changed(struct weir_card *card)
{
	return card->linked ? show(card->linked) : 0;
}
