// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_sock_member.c - what a socket asks of devices besides their own frames: groups, addresses,
 * promiscuity
 *
 * The same thing asked for twice is counted here, and given back to the device once. While a card feeds the
 * socket, its own tap is told instead, so that the device's frames do not become the processor's work. Who
 * changes over tells the device first and takes it back from the tap afterwards, or the other way round: for
 * a moment both have it, never neither.
 */
#include <linux/rtnetlink.h>
#include <linux/slab.h>

#include "weir_fed.h"

struct member {
	struct list_head list;
	int ifindex;
	unsigned int count;
	u16 type, alen;
	u8 addr[MAX_ADDR_LEN];
	bool at_tap;			/* it is told to the tap, not to the device */
};

/* struct packet_mreq with room for every address. */
struct request {
	int ifindex;
	u16 type, alen;
	u8 addr[MAX_ADDR_LEN];
};

static int tell(struct net_device *dev, const struct member *m, bool on)
{
	switch (m->type) {
	case PACKET_MR_MULTICAST:
		if (m->alen != dev->addr_len)
			return -EINVAL;
		return on ? dev_mc_add(dev, m->addr) : dev_mc_del(dev, m->addr);
	case PACKET_MR_PROMISC:
		return dev_set_promiscuity(dev, on ? 1 : -1);
	case PACKET_MR_ALLMULTI:
		return dev_set_allmulti(dev, on ? 1 : -1);
	case PACKET_MR_UNICAST:
		if (m->alen != dev->addr_len)
			return -EINVAL;
		return on ? dev_uc_add(dev, m->addr) : dev_uc_del(dev, m->addr);
	}
	/* Of a type that nobody knows AF_PACKET keeps a note, too. */
	return 0;
}

static struct member *find(struct weir_sock *ws, const struct request *q)
{
	/* cppcheck does not see that the macro sets it. */
	struct member *m = NULL;

	list_for_each_entry(m, &ws->members, list) {
		if (m->ifindex == q->ifindex && m->type == q->type && m->alen == q->alen &&
		    !memcmp(m->addr, q->addr, q->alen))
			return m;
	}
	return NULL;
}

static int add(struct weir_sock *ws, const struct request *q)
{
	struct net_device *dev = __dev_get_by_index(sock_net(&ws->sk), q->ifindex);
	struct member *m;
	int ret;

	if (!dev)
		return -ENODEV;
	if (q->alen > dev->addr_len)
		return -EINVAL;
	m = find(ws, q);
	if (m) {
		m->count++;
		return 0;
	}
	m = kzalloc(sizeof(*m), GFP_KERNEL);
	if (!m)
		return -ENOBUFS;
	m->ifindex = q->ifindex;
	m->type = q->type;
	m->alen = q->alen;
	memcpy(m->addr, q->addr, q->alen);
	m->count = 1;
	ret = tell(dev, m, true);
	if (ret)
		kfree(m);
	else
		list_add(&m->list, &ws->members);
	return ret;
}

static void forget(struct weir_sock *ws, struct member *m, struct net_device *dev)
{
	list_del(&m->list);
	if (dev && !m->at_tap)
		tell(dev, m, false);
	kfree(m);
}

/* What the tap gets of all members, which are its device's. */
static void collect(const struct weir_sock *ws, int ifindex, struct weir_fed_wants *w)
{
	struct member *m = NULL;
	unsigned int n = 0;

	memset(w, 0, sizeof(*w));
	list_for_each_entry(m, &ws->members, list) {
		n += m->ifindex == ifindex;
	}
	w->addr = kcalloc(max(n, 1u), sizeof(*w->addr), GFP_KERNEL);
	list_for_each_entry(m, &ws->members, list) {
		if (m->ifindex != ifindex)
			continue;
		if (m->type == PACKET_MR_PROMISC)
			w->promisc = true;
		else if (m->type == PACKET_MR_ALLMULTI)
			w->allmulti = true;
		else if (m->type != PACKET_MR_MULTICAST && m->type != PACKET_MR_UNICAST)
			continue;
		else if (w->addr)
			memcpy(w->addr[w->addrs++], m->addr, ETH_ALEN);
		else
			w->promisc = true;
	}
}

/* Each member to where it belongs, or to the device if at is 0. */
static void place(struct weir_sock *ws, int at)
{
	struct member *m = NULL;
	bool any = false;

	list_for_each_entry(m, &ws->members, list) {
		bool tap = at && m->ifindex == at;
		struct net_device *dev = NULL;

		if (m->at_tap != tap)
			dev = __dev_get_by_index(sock_net(&ws->sk), m->ifindex);
		if (dev && !tell(dev, m, !tap))
			m->at_tap = tap;
		any |= m->at_tap;
	}
	WRITE_ONCE(ws->at_tap, any);
}

void weir_sock_members_home(struct weir_sock *ws)
{
	ASSERT_RTNL();
	if (ws->at_tap)
		place(ws, 0);
}

void weir_sock_members_settle(struct weir_sock *ws)
{
	struct weir_fed_wants w;
	int at = 0;

	ASSERT_RTNL();
	mutex_lock(&ws->mutex);
	if (ws->fed) {
		collect(ws, ws->ifindex, &w);
		if (!weir_fed_want(ws->fed, &w))
			at = ws->ifindex;
	}
	mutex_unlock(&ws->mutex);
	place(ws, at);
}

void weir_sock_turn_begin(struct weir_sock *ws)
{
	if (!READ_ONCE(ws->at_tap))
		return;
	rtnl_lock();
	weir_sock_members_home(ws);
	rtnl_unlock();
}

void weir_sock_turn_end(struct weir_sock *ws)
{
	/* One that another thread adds meanwhile is settled by that. */
	if (!READ_ONCE(ws->fed) || list_empty_careful(&ws->members))
		return;
	rtnl_lock();
	weir_sock_members_settle(ws);
	rtnl_unlock();
}

static void drop(struct weir_sock *ws, const struct request *q)
{
	struct member *m = find(ws, q);

	if (m && --m->count == 0)
		forget(ws, m, __dev_get_by_index(sock_net(&ws->sk), m->ifindex));
}

int weir_sock_member(struct weir_sock *ws, int opt, sockptr_t val, unsigned int len)
{
	struct request q = { };
	int ret = 0;

	BUILD_BUG_ON(offsetof(struct request, addr) != offsetof(struct packet_mreq, mr_address));
	if (len < sizeof(struct packet_mreq))
		return -EINVAL;
	len = min_t(unsigned int, len, sizeof(q));
	if (copy_from_sockptr(&q, val, len))
		return -EFAULT;
	if (len < offsetof(struct request, addr) + q.alen)
		return -EINVAL;
	rtnl_lock();
	if (opt == PACKET_ADD_MEMBERSHIP)
		ret = add(ws, &q);
	else
		drop(ws, &q);
	if (!ret)
		weir_sock_members_settle(ws);
	rtnl_unlock();
	return ret;
}

void weir_sock_members_gone(struct weir_sock *ws, struct net_device *dev)
{
	struct member *m = NULL, *next = NULL;

	ASSERT_RTNL();
	list_for_each_entry_safe(m, next, &ws->members, list) {
		if (m->ifindex == dev->ifindex)
			forget(ws, m, dev);
	}
}

void weir_sock_members_drop(struct weir_sock *ws)
{
	struct member *m;

	/* Nobody adds any more; most sockets have none, and need not wait for others' devices. */
	if (list_empty(&ws->members))
		return;
	rtnl_lock();
	while (!list_empty(&ws->members)) {
		m = list_first_entry(&ws->members, struct member, list);
		forget(ws, m, __dev_get_by_index(sock_net(&ws->sk), m->ifindex));
	}
	rtnl_unlock();
}
