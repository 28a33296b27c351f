// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_sock_member.c - what a socket asks of devices besides their own frames: groups, addresses,
 * promiscuity
 *
 * The same thing asked for twice is counted here, and given back to the device once.
 */
#include <linux/rtnetlink.h>

#include "weir_sock.h"

struct member {
	struct list_head list;
	int ifindex;
	unsigned int count;
	u16 type, alen;
	u8 addr[MAX_ADDR_LEN];
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
	if (dev)
		tell(dev, m, false);
	kfree(m);
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
