// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_socket.c - the socket family PF_WEIR: its number, its sockets from creation to release, the
 * table of calls
 *
 * It behaves as AF_PACKET does, and says AF_PACKET in every address, so that a program needs no more
 * than another number in socket(); docs/compat.md tells the differences. No number is ours: one that
 * nobody uses is taken, or none.
 */
#include <linux/module.h>
#include <linux/socket.h>

#include "weir_fed.h"

#define FAMILY_DEFAULT	18
#define FAMILY_NEVER	27	/* others squat there */

static unsigned int family = FAMILY_DEFAULT;
module_param(family, uint, 0444);
MODULE_PARM_DESC(family, "number of the socket family PF_WEIR, 18 if not given; 0: without it");

DEFINE_MUTEX(weir_socks_lock);
LIST_HEAD(weir_socks);

static struct proto weir_proto = {
	.name = "WEIR",
	.owner = THIS_MODULE,
	.release_cb = weir_sock_release_cb,
	.obj_size = sizeof(struct weir_sock),
};

static int release(struct socket *sock)
{
	struct sock *sk = sock->sk;
	struct weir_sock *ws;

	if (!sk)
		return 0;
	ws = weir_sk(sk);
	/* While events still find it: a device that moves away must not keep what was asked of it. */
	weir_sock_members_drop(ws);
	mutex_lock(&weir_socks_lock);
	list_del(&ws->list);
	mutex_unlock(&weir_socks_lock);
	sock_prot_inuse_add(sock_net(sk), sk->sk_prot, -1);

	weir_sock_unbind(ws);
	/* A mapping holds the file, and so the socket: there is none any more. */
	weir_rxring_drop(ws);
	weir_sock_filter_drop(ws);
	sock_orphan(sk);
	sock->sk = NULL;
	skb_queue_purge(&sk->sk_receive_queue);
	sock_put(sk);
	return 0;
}

static void destruct(struct sock *sk)
{
	skb_queue_purge(&sk->sk_error_queue);
	WARN_ON_ONCE(atomic_read(&sk->sk_rmem_alloc));
	WARN_ON_ONCE(refcount_read(&sk->sk_wmem_alloc));
	mutex_destroy(&weir_sk(sk)->mutex);
}

/* What a socket cannot do answers as the core has it, which is also what AF_PACKET says. */
static struct proto_ops weir_ops = {
	.owner = THIS_MODULE,
	.release = release,
	.bind = weir_sock_bind,
	.connect = sock_no_connect,
	.socketpair = sock_no_socketpair,
	.accept = sock_no_accept,
	.getname = weir_sock_getname,
	.poll = weir_sock_poll,
	.ioctl = weir_sock_ioctl,
	.gettstamp = sock_gettstamp,
	.listen = sock_no_listen,
	.shutdown = sock_no_shutdown,
	.setsockopt = weir_sock_setsockopt,
	.getsockopt = weir_sock_getsockopt,
	.sendmsg = sock_no_sendmsg,
	.recvmsg = weir_sock_recvmsg,
	.mmap = weir_sock_mmap,
};

static void init(struct weir_sock *ws, struct net *net, __be16 proto)
{
	mutex_init(&ws->mutex);
	spin_lock_init(&ws->lock);
	INIT_LIST_HEAD(&ws->members);
	ws->proto = proto;
	ws->version = TPACKET_V1;
	ws->hook.type = proto;
	ws->hook.func = weir_sock_rcv;
	/* So the core knows whose own frames these are. */
	ws->hook.af_packet_priv = ws;
	ws->hook.af_packet_net = net;
}

static int create(struct net *net, struct socket *sock, int protocol, int kern)
{
	struct weir_sock *ws;
	struct sock *sk;

	if (!ns_capable(net->user_ns, CAP_NET_RAW))
		return -EPERM;
	if (sock->type != SOCK_RAW && sock->type != SOCK_DGRAM)
		return -ESOCKTNOSUPPORT;
	sk = sk_alloc(net, weir_ops.family, GFP_KERNEL, &weir_proto, kern);
	if (!sk)
		return -ENOBUFS;
	sock->state = SS_UNCONNECTED;
	sock->ops = &weir_ops;
	sock_init_data(sock, sk);
	sk->sk_family = weir_ops.family;
	sk->sk_destruct = destruct;
	ws = weir_sk(sk);
	/* Any value is a protocol, in the order of the network. */
	init(ws, net, (__force __be16)protocol);

	mutex_lock(&weir_socks_lock);
	list_add_tail(&ws->list, &weir_socks);
	mutex_unlock(&weir_socks_lock);
	sock_prot_inuse_add(net, &weir_proto, 1);
	mutex_lock(&ws->mutex);
	if (ws->proto)
		weir_sock_hook(ws);
	mutex_unlock(&ws->mutex);
	return 0;
}

static struct net_proto_family weir_family = {
	.create = create,
	.owner = THIS_MODULE,
};

int weir_socket_init(void)
{
	int ret;

	if (!family)
		return 0;
	if (family >= AF_MAX || family == FAMILY_NEVER) {
		pr_err("weir: family=%u cannot be used, it must be below %d and not %d\n", family, AF_MAX,
		       FAMILY_NEVER);
		return -EINVAL;
	}
	weir_family.family = family;
	weir_ops.family = family;
	ret = proto_register(&weir_proto, 0);
	if (ret)
		return ret;
	ret = register_netdevice_notifier(&weir_sock_notifier);
	if (ret)
		goto no_notifier;
	ret = sock_register(&weir_family);
	if (!ret)
		return 0;
	pr_err("weir: socket family %u is taken (%d): load with family=N, or family=0 for none\n", family,
	       ret);
	unregister_netdevice_notifier(&weir_sock_notifier);
no_notifier:
	proto_unregister(&weir_proto);
	return ret;
}

void weir_socket_exit(void)
{
	if (!family)
		return;
	sock_unregister(family);
	unregister_netdevice_notifier(&weir_sock_notifier);
	proto_unregister(&weir_proto);
	/* Sockets are freed by RCU. */
	rcu_barrier();
}
