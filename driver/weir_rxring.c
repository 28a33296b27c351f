// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_rxring.c - a ring comes and goes: PACKET_RX_RING, and what is said of PACKET_TX_RING
 *
 * A ring is checked and allocated without the socket's mutex, since both may take long and the second
 * asks for rtnl; so what it was made for is looked at again before it is the socket's.
 */
#include <linux/slab.h>

#include "weir_fed.h"

static int may_change(const struct weir_sock *ws)
{
	return atomic_long_read(&ws->mapped) ? -EBUSY : 0;
}

/* Takes the place of whatever ring there is. What no ring is for is lost, as is what waits in the queue. */
static void replace(struct weir_sock *ws, struct weir_rxring *r)
{
	struct weir_rxring *old = ws->ring;

	weir_fed_leave(ws);
	spin_lock_bh(&ws->lock);
	if (old)
		old->closing = true;
	WRITE_ONCE(ws->ring, r);
	if (r && r->version == TPACKET_V3)
		weir_rxring_v3_start(r);
	spin_unlock_bh(&ws->lock);
	/* Frames on their way to where they went before. */
	synchronize_net();
	skb_queue_purge(&ws->sk.sk_receive_queue);
	if (old) {
		if (old->version == TPACKET_V3)
			weir_rxring_v3_stop(old);
		weir_rxring_free(old);
	}
	weir_fed_review(ws);
}

static struct weir_rxring *describe(struct weir_sock *ws)
{
	struct weir_rxring *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return NULL;
	r->ws = ws;
	mutex_lock(&ws->mutex);
	r->version = ws->version;
	r->reserve = ws->reserve;
	r->vnet_bytes = ws->vnet_bytes;
	mutex_unlock(&ws->mutex);
	return r;
}

static int make(struct weir_sock *ws, struct weir_rxring *r, const struct tpacket_req3 *req)
{
	u32 ms = 0;
	int ret;

	if (r->version == TPACKET_V1)
		return -EOPNOTSUPP;
	if (r->version == TPACKET_V3) {
		ms = req->tp_retire_blk_tov;
		if (!ms)
			ms = weir_rxring_retire_ms(ws, r->block_bytes);
	}
	ret = weir_rxring_alloc(r);
	if (!ret && r->version == TPACKET_V3)
		weir_rxring_v3_init(r, req, ms);
	return ret;
}

/* What it was made for may have changed, and another ring may have come. */
static int install(struct weir_sock *ws, struct weir_rxring *r)
{
	int ret;

	mutex_lock(&ws->mutex);
	ret = may_change(ws);
	if (ws->ring || ws->version != r->version || ws->reserve != r->reserve ||
	    ws->vnet_bytes != r->vnet_bytes)
		ret = -EBUSY;
	if (!ret)
		replace(ws, r);
	mutex_unlock(&ws->mutex);
	return ret;
}

static int remove(struct weir_sock *ws)
{
	int ret;

	mutex_lock(&ws->mutex);
	ret = may_change(ws);
	if (!ret)
		replace(ws, NULL);
	mutex_unlock(&ws->mutex);
	return ret;
}

static int busy(struct weir_sock *ws, bool tx, bool more)
{
	int ret;

	mutex_lock(&ws->mutex);
	ret = may_change(ws);
	if (!ret && more && !tx && ws->ring)
		ret = -EBUSY;
	mutex_unlock(&ws->mutex);
	return ret;
}

/* A ring to send from is checked like any other, before it is said that there is none. */
static int set_tx(const struct weir_rxring *r, const struct tpacket_req3 *req)
{
	if (r->version == TPACKET_V3 &&
	    (req->tp_retire_blk_tov || req->tp_sizeof_priv || req->tp_feature_req_word))
		return -EINVAL;
	return -EOPNOTSUPP;
}

int weir_rxring_set(struct weir_sock *ws, int opt, sockptr_t val, unsigned int len)
{
	struct weir_rxring *r = describe(ws);
	bool tx = opt == PACKET_TX_RING;
	struct tpacket_req3 req;
	int ret;

	if (!r)
		return -ENOMEM;
	ret = weir_rxring_req_get(r->version, val, len, &req);
	if (!ret)
		ret = busy(ws, tx, req.tp_block_nr);
	if (ret)
		goto out;
	if (!req.tp_block_nr) {
		if (req.tp_frame_nr)
			ret = -EINVAL;
		else if (!tx)
			ret = remove(ws);
		goto out;
	}
	ret = weir_rxring_req_check(r, &req);
	if (!ret)
		ret = tx ? set_tx(r, &req) : make(ws, r, &req);
	if (!ret)
		ret = install(ws, r);
	if (!ret)
		return 0;
out:
	weir_rxring_free(r);
	return ret;
}

void weir_rxring_drop(struct weir_sock *ws)
{
	mutex_lock(&ws->mutex);
	replace(ws, NULL);
	mutex_unlock(&ws->mutex);
}
