/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * weir_sock.h - a socket of the family PF_WEIR as its files share it
 *
 * Locks, outermost first:
 *
 *   rtnl		what weir_sock_member.c keeps; every event of a device comes with it
 *   weir_socks_lock	the list of all sockets
 *   ws->mutex		what the socket is bound to, whether it is hooked, its settings, which ring there is,
 *			and who fills it
 *   card->lock		of a card that fills it
 *   ws->lock		a spinlock, bottom halves off: what is in the ring, and ws->ring for the receive path
 *
 * Nothing under ws->mutex touches user memory or waits for rtnl. So mmap(), which comes with
 * mmap_lock, may take it, and a process that lets a page fault hang holds up nobody's rtnl; for the
 * same reason the socket's own lock, which the core holds while it copies options from user memory, is
 * not used at all. What changes one word, and means something only to the frames that come later, is
 * written under ws->mutex and read without.
 *
 * The receive path runs on many processors at once, under RCU. A hook is taken out, and waited for,
 * before anything that it uses goes away.
 */
#ifndef WEIR_SOCK_H
#define WEIR_SOCK_H

#include <linux/if_packet.h>
#include <linux/mutex.h>
#include <linux/netdevice.h>
#include <net/sock.h>

#include "compat.h"
#include "weir_rxring.h"
#include "weir_sock_filter.h"
#include "weir_socket.h"

struct weir_fed;

/* Why a socket's frames are copied; the numbers are those of weir_socket.h. */
enum weir_fed_why {
	WEIR_FED_YES = 0,
	WEIR_FED_NOT_RAW,
	WEIR_FED_NO_RING,
	WEIR_FED_VNET,
	WEIR_FED_FILTER,
	WEIR_FED_NAMESPACE,
	WEIR_FED_NO_CARD,
	WEIR_FED_PIECES,
	WEIR_FED_AWAY,
	WEIR_FED_FAULT,
	WEIR_FED_NO_TAP,
	WEIR_FED_GEOMETRY,
	WEIR_FED_NO_MEMORY,
	WEIR_FED_BOUNCED,
	WEIR_FED_REFUSED,
	WEIR_FED_WHYS
};

/*
 * While card and hook take turns. Frames come by the hook later than by the card, so each is judged by the
 * card's time of it: before "from" the ring has it already; from there up to "to" it is lost and counted;
 * behind that it is the hook's again, unless the card has begun.
 */
struct weir_turn {
	bool on;
	u64 from, to;			/* nanoseconds */
	unsigned long until;		/* jiffies: somebody may set the card's clock */
};

struct weir_sock {
	struct sock sk;			/* first */
	struct list_head list;		/* of weir_socks */
	struct mutex mutex;
	spinlock_t lock;

	/* Where frames come from. */
	struct packet_type hook;	/* written only while it is out */
	bool hooked;			/* frames come, by the hook or by the card */
	__be16 proto;			/* 0: no frames */
	int ifindex;			/* 0: every device; -1: of one that is gone */

	/* Settings. */
	int version;			/* TPACKET_V1, _V2 or _V3 */
	u32 reserve;
	u32 vnet_bytes;			/* of a virtio header before each frame, 0 without one */
	u32 stamps;			/* SOF_TIMESTAMPING_*, as PACKET_TIMESTAMP was told */
	int copy_thresh;
	bool auxdata, origdev, loss, tx_has_off, bypass;

	/* Since the statistics were last read. */
	atomic_t packets, drops, freezes;
	/* Frames since the socket was made, of those that are copied. */
	atomic64_t copied, filtered, dropped;
	u64 tap_counter[WEIR_TAP_COUNTER_NUM];	/* of its taps; under mutex */

	struct weir_sock_filter filter;

	struct weir_rxring *ring;	/* written under mutex and lock */
	struct weir_fed *fed;		/* the card fills the ring; written under mutex and lock */
	enum weir_fed_why why;		/* why it does not; under mutex */
	bool fed_off;			/* not until the device comes up again; under mutex */
	struct weir_turn turn;		/* under lock */
	atomic_long_t mapped;		/* mappings of the ring; from 0 to 1 only under mutex */

	struct list_head members;	/* under rtnl */
	bool at_tap;			/* some are told to the card's tap; likewise */
};

static inline struct weir_sock *weir_sk(const struct sock *sk)
{
	return (struct weir_sock *)sk;
}

/* A frame has found room in ring or queue, or not. */
static inline void weir_sock_got(struct weir_sock *ws)
{
	atomic_inc(&ws->packets);
	atomic64_inc(&ws->copied);
}

static inline void weir_sock_lost(struct weir_sock *ws)
{
	atomic_inc(&ws->drops);
	atomic64_inc(&ws->dropped);
}

/* What a queued skb carries for recvmsg(), before what the core keeps at the end of its cb. */
struct weir_sock_cb {
	u32 wire_len;			/* before the filter cut it */
	int ifindex;
	u16 hatype;
	u8 halen;
	u8 pad;
	u8 addr[MAX_ADDR_LEN];
};

static inline struct weir_sock_cb *weir_sock_cb(struct sk_buff *skb)
{
	sock_skb_cb_check_size(sizeof(struct weir_sock_cb));
	return (struct weir_sock_cb *)skb->cb;
}

/* ---- weir_socket.c ---- */
extern struct mutex weir_socks_lock;
extern struct list_head weir_socks;
/* 0 or -errno, which is told; and with the family switched off 0. */
int weir_socket_init(void);
void weir_socket_exit(void);

/* ---- weir_sock_bind.c ---- */
int weir_sock_bind(struct socket *sock, weir_sockaddr *addr, int len);
int weir_sock_getname(struct socket *sock, struct sockaddr *addr, int peer);
/* Takes frames of ws->proto from ws->hook.dev; ws->mutex is held. */
void weir_sock_hook(struct weir_sock *ws);
/* None comes any more when it returns; ws->mutex is held. */
void weir_sock_unhook(struct weir_sock *ws);
/* The socket is closed: unhooked, bound to nothing. */
void weir_sock_unbind(struct weir_sock *ws);
extern struct notifier_block weir_sock_notifier;

/* ---- weir_sock_member.c; without rtnl but where it says so ---- */
int weir_sock_member(struct weir_sock *ws, int opt, sockptr_t val, unsigned int len);
/* The device goes; under rtnl. */
void weir_sock_members_gone(struct weir_sock *ws, struct net_device *dev);
void weir_sock_members_drop(struct weir_sock *ws);
/* Around what may change who fills the ring, under rtnl: the devices have all of it; and each has its own. */
void weir_sock_members_home(struct weir_sock *ws);
void weir_sock_members_settle(struct weir_sock *ws);
/* The same without. */
void weir_sock_turn_begin(struct weir_sock *ws);
void weir_sock_turn_end(struct weir_sock *ws);

/* ---- weir_sock_rx.c: the hook itself ---- */
int weir_sock_rcv(struct sk_buff *skb, struct net_device *dev, struct packet_type *pt,
		  struct net_device *orig);
/* TP_STATUS bits that tell of the checksum. */
u32 weir_sock_csum(const struct sk_buff *skb);
/* A clone of a whole frame, for recvmsg(), or NULL: without room or memory. */
struct sk_buff *weir_sock_copy(struct weir_sock *ws, const struct weir_frame *f);
/* To the socket's queue, of which nobody is told. */
void weir_sock_enqueue(struct sock *sk, struct sk_buff *skb);

/* ---- weir_sock_vlan.c ---- */
struct weir_sock_tag {
	u16 tci, tpid;
	u32 status;			/* TP_STATUS bits: is there one */
};
/* The outer tag that is not part of what the socket is given. */
void weir_sock_tag(const struct sock *sk, const struct sk_buff *skb, u16 hatype, struct weir_sock_tag *tag);
/* sll_protocol; behind tags for SOCK_DGRAM, whose frames begin there. */
__be16 weir_sock_protocol(const struct sock *sk, const struct sk_buff *skb, u16 hatype);

/* ---- weir_sock_recv.c ---- */
int weir_sock_recvmsg(struct socket *sock, struct msghdr *msg, size_t len, int flags);
__poll_t weir_sock_poll(struct file *file, struct socket *sock, struct poll_table_struct *wait);
int weir_sock_ioctl(struct socket *sock, unsigned int cmd, unsigned long arg);

/* ---- weir_sock_opt.c ---- */
int weir_sock_setsockopt(struct socket *sock, int level, int opt, sockptr_t val, unsigned int len);
int weir_sock_getsockopt(struct socket *sock, int level, int opt, char __user *val, int __user *len);

/* ---- weir_sock_info.c ---- */
void weir_sock_info(struct weir_sock *ws, struct weir_sock_info *info);

#endif
