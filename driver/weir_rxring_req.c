// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_rxring_req.c - what an application asks of a ring, checked before anything is allocated
 *
 * It is copied once, and all sums are of 64 bits.
 */
#include <linux/ethtool.h>
#include <linux/rtnetlink.h>

#include "weir_sock.h"

#define RETIRE_MS_DEFAULT	8u

int weir_rxring_req_get(int version, sockptr_t val, unsigned int len, struct tpacket_req3 *req)
{
	unsigned int want = version == TPACKET_V3 ? sizeof(struct tpacket_req3) : sizeof(struct tpacket_req);

	/* The shorter one is how the longer begins. An address that is not there is no -EFAULT, here. */
	memset(req, 0, sizeof(*req));
	if (len < want || copy_from_sockptr(req, val, want))
		return -EINVAL;
	return 0;
}

static u32 hdr_bytes(int version)
{
	switch (version) {
	case TPACKET_V3:
		return TPACKET3_HDRLEN;
	case TPACKET_V2:
		return TPACKET2_HDRLEN;
	}
	return TPACKET_HDRLEN;
}

int weir_rxring_req_check(struct weir_rxring *r, const struct tpacket_req3 *req)
{
	u64 least, first = 0, frames;

	r->hdr_bytes = hdr_bytes(r->version);
	least = (u64)r->hdr_bytes + r->reserve;
	if (!req->tp_block_size || req->tp_block_size > INT_MAX || !PAGE_ALIGNED(req->tp_block_size))
		return -EINVAL;
	if (r->version == TPACKET_V3) {
		first = ALIGN(sizeof(struct tpacket_block_desc), 8) + ALIGN((u64)req->tp_sizeof_priv, 8);
		if (req->tp_block_size < first + least)
			return -EINVAL;
	}
	if (req->tp_frame_size < least || req->tp_frame_size % TPACKET_ALIGNMENT)
		return -EINVAL;
	frames = req->tp_block_size / req->tp_frame_size;
	if (!frames || frames * req->tp_block_nr != req->tp_frame_nr)
		return -EINVAL;
	r->block_bytes = req->tp_block_size;
	r->block_nr = req->tp_block_nr;
	r->frame_bytes = req->tp_frame_size;
	r->frames_per_block = frames;
	r->frame_nr = req->tp_frame_nr;
	r->open.first = first;
	return 0;
}

/* The time that the line needs to fill a block, or a constant where it is slow or not known. */
u32 weir_rxring_retire_ms(struct weir_sock *ws, u32 block_bytes)
{
	struct ethtool_link_ksettings link;
	u32 ms = RETIRE_MS_DEFAULT, mbits;
	struct net_device *dev;

	rtnl_lock();
	dev = __dev_get_by_index(sock_net(&ws->sk), READ_ONCE(ws->ifindex));
	if (dev && !__ethtool_get_link_ksettings(dev, &link) && link.base.speed != (u32)SPEED_UNKNOWN &&
	    link.base.speed >= SPEED_1000) {
		mbits = (u64)block_bytes * 8 / (1024 * 1024);
		ms = mbits / (link.base.speed / 1000) + 1;
	}
	rtnl_unlock();
	return ms;
}
