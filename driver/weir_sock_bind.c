// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_sock_bind.c - which device and protocol a socket is bound to, and what becomes of that when the
 * device goes
 *
 * The socket holds a reference on the device that it is bound to, in hook.dev, until the device is
 * unregistered or moved to another namespace. A device that is found while ws->mutex is held cannot be
 * missed by the notifier: that comes after it has left the list of devices, and waits for the mutex.
 */
#include <linux/rtnetlink.h>

#include "weir_fed.h"

void weir_sock_hook(struct weir_sock *ws)
{
	if (ws->hooked)
		return;
	ws->fed_off = false;
	ws->hooked = true;
	if (weir_fed_begin(ws))
		dev_add_pack(&ws->hook);
}

void weir_sock_unhook(struct weir_sock *ws)
{
	if (!ws->hooked)
		return;
	if (ws->fed)
		weir_fed_end(ws);
	else
		dev_remove_pack(&ws->hook);
	ws->hooked = false;
}

static void device_down(struct weir_sock *ws)
{
	struct sock *sk = &ws->sk;

	WRITE_ONCE(sk->sk_err, ENETDOWN);
	if (!sock_flag(sk, SOCK_DEAD))
		sk_error_report(sk);
}

/* Bound to dev, or to all without one, from now on; takes over the caller's reference. */
static void rebind(struct weir_sock *ws, struct net_device *dev, __be16 proto)
{
	if (dev == ws->hook.dev && proto == ws->hook.type && ws->ifindex >= 0) {
		dev_put(dev);
		return;
	}
	weir_sock_unhook(ws);
	dev_put(ws->hook.dev);
	ws->hook.dev = dev;
	ws->hook.type = proto;
	WRITE_ONCE(ws->proto, proto);
	WRITE_ONCE(ws->ifindex, dev ? dev->ifindex : 0);
	if (!proto)
		return;
	if (!dev || READ_ONCE(dev->flags) & IFF_UP)
		weir_sock_hook(ws);
	else
		device_down(ws);
}

int weir_sock_bind(struct socket *sock, weir_sockaddr *addr, int len)
{
	const struct sockaddr_ll *sll = (const struct sockaddr_ll *)addr;
	struct weir_sock *ws = weir_sk(sock->sk);
	struct net_device *dev = NULL;
	int ret = 0;

	if (len < (int)sizeof(*sll) || sll->sll_family != AF_PACKET)
		return -EINVAL;
	weir_sock_turn_begin(ws);
	mutex_lock(&ws->mutex);
	if (sll->sll_ifindex) {
		dev = dev_get_by_index(sock_net(&ws->sk), sll->sll_ifindex);
		if (!dev)
			ret = -ENODEV;
	}
	if (!ret)
		rebind(ws, dev, sll->sll_protocol ? sll->sll_protocol : ws->proto);
	mutex_unlock(&ws->mutex);
	weir_sock_turn_end(ws);
	return ret;
}

void weir_sock_unbind(struct weir_sock *ws)
{
	mutex_lock(&ws->mutex);
	/* Whatever event still finds it does not hook it again. */
	ws->proto = 0;
	weir_sock_unhook(ws);
	dev_put(ws->hook.dev);
	ws->hook.dev = NULL;
	mutex_unlock(&ws->mutex);
}

int weir_sock_getname(struct socket *sock, struct sockaddr *addr, int peer)
{
	struct weir_sock *ws = weir_sk(sock->sk);
	struct sockaddr_ll *sll = (struct sockaddr_ll *)addr;
	struct net_device *dev;

	if (peer)
		return -EOPNOTSUPP;
	memset(sll, 0, sizeof(*sll));
	sll->sll_family = AF_PACKET;
	sll->sll_ifindex = READ_ONCE(ws->ifindex);
	sll->sll_protocol = READ_ONCE(ws->proto);
	rcu_read_lock();
	dev = dev_get_by_index_rcu(sock_net(sock->sk), sll->sll_ifindex);
	if (dev) {
		sll->sll_hatype = dev->type;
		sll->sll_halen = dev->addr_len;
		/* addr has room for sockaddr_storage, an address may be longer than sll_addr. */
		memcpy((u8 *)addr + offsetof(struct sockaddr_ll, sll_addr), dev->dev_addr, dev->addr_len);
	}
	rcu_read_unlock();
	return offsetof(struct sockaddr_ll, sll_addr) + sll->sll_halen;
}

static void device_event(struct weir_sock *ws, struct net_device *dev, unsigned long event)
{
	mutex_lock(&ws->mutex);
	if (ws->hook.dev != dev)
		goto out;
	if (event == NETDEV_UP) {
		if (ws->proto)
			weir_sock_hook(ws);
		goto out;
	}
	if (ws->hooked) {
		weir_sock_unhook(ws);
		device_down(ws);
	}
	if (event == NETDEV_UNREGISTER) {
		dev_put(dev);
		ws->hook.dev = NULL;
		WRITE_ONCE(ws->ifindex, -1);
	}
out:
	mutex_unlock(&ws->mutex);
}

/* Also of a move between namespaces: for the old one the device is unregistered. */
static int notify(struct notifier_block *nb, unsigned long event, void *info)
{
	struct net_device *dev = netdev_notifier_info_to_dev(info);
	struct weir_sock *ws;

	if (event != NETDEV_UP && event != NETDEV_DOWN && event != NETDEV_UNREGISTER)
		return NOTIFY_DONE;
	mutex_lock(&weir_socks_lock);
	list_for_each_entry(ws, &weir_socks, list) {
		if (!net_eq(sock_net(&ws->sk), dev_net(dev)))
			continue;
		if (event == NETDEV_UNREGISTER)
			weir_sock_members_gone(ws, dev);
		weir_sock_members_home(ws);
		device_event(ws, dev, event);
		if (!list_empty(&ws->members))
			weir_sock_members_settle(ws);
	}
	mutex_unlock(&weir_socks_lock);
	return NOTIFY_DONE;
}

struct notifier_block weir_sock_notifier = { .notifier_call = notify };
