// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_sock_recv.c - recvmsg, poll and ioctl
 */
#include <linux/errqueue.h>
#include <linux/virtio_net.h>
#include <asm/ioctls.h>
#include <net/inet_common.h>

#include "weir_fed.h"

#define FLAGS (MSG_PEEK | MSG_DONTWAIT | MSG_TRUNC | MSG_CMSG_COMPAT | MSG_ERRQUEUE)

/* At least as long as struct sockaddr_ll. */
static void name(struct msghdr *msg, const struct sock *sk, struct sk_buff *skb)
{
	const struct weir_sock_cb *cb = weir_sock_cb(skb);
	struct sockaddr_ll *sll = msg->msg_name;

	if (!sll)
		return;
	memset(sll, 0, sizeof(*sll));
	sll->sll_family = AF_PACKET;
	sll->sll_protocol = weir_sock_protocol(sk, skb, cb->hatype);
	sll->sll_ifindex = cb->ifindex;
	sll->sll_hatype = cb->hatype;
	sll->sll_pkttype = skb->pkt_type;
	sll->sll_halen = cb->halen;
	/* There is room for sockaddr_storage. */
	memcpy((u8 *)sll + offsetof(struct sockaddr_ll, sll_addr), cb->addr,
	       min_t(u32, cb->halen, sizeof(cb->addr)));
	msg->msg_namelen = max_t(int, sizeof(*sll), offsetof(struct sockaddr_ll, sll_addr) + cb->halen);
}

static void auxdata(struct msghdr *msg, const struct sock *sk, struct sk_buff *skb)
{
	const struct weir_sock_cb *cb = weir_sock_cb(skb);
	struct weir_sock_tag tag;
	struct tpacket_auxdata aux;

	weir_sock_tag(sk, skb, cb->hatype, &tag);
	memset(&aux, 0, sizeof(aux));
	aux.tp_status = TP_STATUS_USER | weir_sock_csum(skb) | tag.status;
	aux.tp_len = cb->wire_len;
	aux.tp_snaplen = skb->len;
	aux.tp_net = skb_network_offset(skb);
	aux.tp_vlan_tci = tag.tci;
	aux.tp_vlan_tpid = tag.tpid;
	put_cmsg(msg, SOL_PACKET, PACKET_AUXDATA, sizeof(aux), &aux);
}

/* The virtio header before the frame: its length, or -EINVAL. */
static int vnet(struct msghdr *msg, const struct sk_buff *skb, size_t len, u32 bytes)
{
	struct virtio_net_hdr_mrg_rxbuf hdr = { };

	if (len < bytes || virtio_net_hdr_from_skb(skb, &hdr.hdr, virtio_legacy_is_little_endian(), true, 0))
		return -EINVAL;
	return memcpy_to_msg(msg, &hdr, bytes) ? -EFAULT : bytes;
}

int weir_sock_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags)
{
	struct sock *sk = sock->sk;
	struct weir_sock *ws = weir_sk(sk);
	u32 bytes = READ_ONCE(ws->vnet_bytes);
	struct sk_buff *skb;
	size_t copied;
	int ret, before = 0;

	if (flags & ~FLAGS)
		return -EINVAL;
	if (flags & MSG_ERRQUEUE)
		return sock_recv_errqueue(sk, msg, len, SOL_PACKET, PACKET_TX_TIMESTAMP);
	skb = skb_recv_datagram(sk, flags, &ret);
	if (!skb)
		return ret;
	if (bytes) {
		before = vnet(msg, skb, len, bytes);
		ret = before;
		if (ret < 0)
			goto out;
		len -= before;
	}
	copied = skb->len;
	if (copied > len) {
		copied = len;
		msg->msg_flags |= MSG_TRUNC;
	}
	ret = skb_copy_datagram_msg(skb, 0, msg, copied);
	if (ret)
		goto out;
	sock_recv_cmsgs(msg, sk, skb);
	name(msg, sk, skb);
	if (READ_ONCE(ws->auxdata))
		auxdata(msg, sk, skb);
	ret = before + (flags & MSG_TRUNC ? skb->len : copied);
out:
	skb_free_datagram(sk, skb);
	return ret;
}

__poll_t weir_sock_poll(struct file *file, struct socket *sock, struct poll_table_struct *wait)
{
	__poll_t mask = datagram_poll(file, sock, wait);
	struct weir_sock *ws = weir_sk(sock->sk);
	struct weir_rxring *r;
	bool readable = false;

	spin_lock_bh(&ws->lock);
	r = ws->ring;
	if (ws->fed)
		r->head = weir_fed_head(ws->fed);
	if (r)
		readable = r->version == TPACKET_V3 ? weir_rxring_v3_readable(r) : weir_rxring_v2_readable(r);
	spin_unlock_bh(&ws->lock);
	return readable ? mask | EPOLLIN | EPOLLRDNORM : mask;
}

static int queued(struct sock *sk)
{
	const struct sk_buff *skb;
	int len;

	spin_lock_bh(&sk->sk_receive_queue.lock);
	skb = skb_peek(&sk->sk_receive_queue);
	len = skb ? skb->len : 0;
	spin_unlock_bh(&sk->sk_receive_queue.lock);
	return len;
}

int weir_sock_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg)
{
	switch (cmd) {
	case SIOCOUTQ:
		return put_user(sk_wmem_alloc_get(sock->sk), (int __user *)arg);
	case SIOCINQ:
		return put_user(queued(sock->sk), (int __user *)arg);
#ifdef CONFIG_INET
	case SIOCADDRT:
	case SIOCDELRT:
	case SIOCDARP:
	case SIOCGARP:
	case SIOCSARP:
	case SIOCGIFADDR:
	case SIOCSIFADDR:
	case SIOCGIFBRDADDR:
	case SIOCSIFBRDADDR:
	case SIOCGIFNETMASK:
	case SIOCSIFNETMASK:
	case SIOCGIFDSTADDR:
	case SIOCSIFDSTADDR:
	case SIOCSIFFLAGS:
		return inet_dgram_ops.ioctl(sock, cmd, arg);
#endif
	}
	/* The core knows those of devices. */
	return -ENOIOCTLCMD;
}
