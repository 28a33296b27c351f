/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * weir_rxring.h - a receive ring that a socket and its application share, filled by copy or by a card
 *
 * Every word of it may be written by the application at any time. So nothing that is written into it
 * is ever believed later: places, lengths and counts are kept in struct weir_rxring. What is read from
 * it is one word of status, and that says no more than whose a slot or a block is.
 *
 * The names of versions are those of linux/if_packet.h; TPACKET_V1 is not there.
 */
#ifndef WEIR_RXRING_H
#define WEIR_RXRING_H

#include <linux/if_packet.h>
#include <linux/skbuff.h>
#include <linux/sockptr.h>
#include <linux/time64.h>
#include <linux/timer.h>

struct file;
struct socket;
struct virtio_net_hdr;
struct vm_area_struct;
struct weir_sock;

/* A block is one range of pages, which a device can be given, unless memory was in pieces. */
struct weir_rxblock {
	u8 *data;
	struct page *page;		/* its first; NULL: mapped from pieces */
};

/* What a TPACKET_V3 ring knows of the block that it fills. */
struct weir_rxopen {
	struct timer_list timer;
	unsigned long retire;		/* jiffies that a frame may wait */
	unsigned long deadline;
	u64 seq;			/* of the next block that is opened */
	u32 first;			/* where frames begin in each block */
	u32 used, last, frames;
	struct timespec64 last_ts;
	bool frozen;			/* the block at head was not free when it was needed */
	bool hash;			/* tp_rxhash is asked for */
	bool paused;			/* the card fills the ring, or nobody does yet */
};

/* A boundary between blocks: which is filled next, and its number. */
struct weir_rxat {
	u32 block;
	u64 seq;
};

struct weir_rxring {
	struct weir_sock *ws;
	int version;
	u32 hdr_bytes;			/* of a frame's header and the address behind it */
	u32 reserve, vnet_bytes;	/* as they were when the ring was made */
	u32 block_bytes, block_nr, frame_bytes, frames_per_block, frame_nr;
	u32 head;			/* the next frame (V2), the block being filled (V3) */
	bool closing;
	struct weir_rxopen open;
	struct mmpin pin;
	struct weir_rxblock *blocks;
};

/* A frame on its way into a ring. */
struct weir_frame {
	struct sk_buff *skb;
	struct net_device *dev, *orig;
	u32 len;			/* what the filter leaves of it */
};

/* Where its parts go, from the header on, and what the header says. */
struct weir_place {
	u32 mac, net;			/* tp_mac, tp_net */
	u32 len;			/* tp_snaplen */
	u32 status;
	struct timespec64 ts;
	bool vnet;
};

/* ---- weir_rxring.c ---- */
/* PACKET_RX_RING and PACKET_TX_RING. */
int weir_rxring_set(struct weir_sock *ws, int opt, sockptr_t val, unsigned int len);
/* The socket is closed. */
void weir_rxring_drop(struct weir_sock *ws);

/* ---- weir_rxring_req.c ---- */
/* The request of PACKET_RX_RING or PACKET_TX_RING, out of user memory. */
int weir_rxring_req_get(int version, sockptr_t val, unsigned int len, struct tpacket_req3 *req);
/* Sizes into r, whose version, reserve and vnet_bytes are set: 0, -EINVAL. */
int weir_rxring_req_check(struct weir_rxring *r, const struct tpacket_req3 *req);
/* How long a block waits for more frames if nobody says. Takes rtnl. */
u32 weir_rxring_retire_ms(struct weir_sock *ws, u32 block_bytes);

/* ---- weir_rxring_pages.c ---- */
int weir_rxring_alloc(struct weir_rxring *r);
void weir_rxring_free(struct weir_rxring *r);
int weir_sock_mmap(struct file *file, struct socket *sock, struct vm_area_struct *vma);

/* ---- weir_rxring_put.c: with ws->lock held ---- */
/* 0, or -ENOBUFS: there is no room, and it is counted. *wake: the socket has something to tell. */
int weir_rxring_put(struct weir_rxring *r, const struct weir_frame *f, bool *wake);
/* The address behind a header, and the frame itself. Its status comes later. */
void weir_rxring_fill(const struct weir_rxring *r, const struct weir_frame *f, const struct weir_place *p,
		      u8 *hdr, u32 sll_at, const struct virtio_net_hdr *vnet);

/* ---- weir_rxring_v2.c and _v3.c: with ws->lock held ---- */
/* Room for a frame, or NULL; what is found here is for the next fill. */
struct tpacket2_hdr *weir_rxring_v2_room(struct weir_rxring *r);
void weir_rxring_v2_fill(struct weir_rxring *r, const struct weir_frame *f, struct weir_place *p,
			 struct tpacket2_hdr *h, const struct virtio_net_hdr *vnet);
bool weir_rxring_v2_readable(const struct weir_rxring *r);
/* bytes begin with the header. */
struct tpacket3_hdr *weir_rxring_v3_room(struct weir_rxring *r, u32 bytes, bool *wake);
void weir_rxring_v3_fill(struct weir_rxring *r, const struct weir_frame *f, struct weir_place *p,
			 struct tpacket3_hdr *h, const struct virtio_net_hdr *vnet);
bool weir_rxring_v3_readable(const struct weir_rxring *r);
void weir_rxring_v3_init(struct weir_rxring *r, const struct tpacket_req3 *req, u32 retire_ms);
void weir_rxring_v3_start(struct weir_rxring *r);
/* Without the lock, when r->closing was set with it. */
void weir_rxring_v3_stop(struct weir_rxring *r);
/* Without the lock: no frame is put into the ring any more, what is in the open block is handed over. */
void weir_rxring_v3_pause(struct weir_rxring *r, struct weir_rxat *at);
/* With it: frames are put into it again, from a block on. */
void weir_rxring_v3_resume(struct weir_rxring *r, const struct weir_rxat *at);

#endif
