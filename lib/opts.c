// SPDX-License-Identifier: BSD-3-Clause
/*
 * opts.c - struct weir_opts: its versions, defaults and limits
 */
#include "opts.h"
#include "weir_int.h"

/* Up to err_len: less holds nothing to be understood. */
#define OPTS_MIN (offsetof(struct weir_opts, err_len) + sizeof(size_t))

int weir_opts_load(struct weir_opts *dst, const struct weir_opts *src)
{
	memset(dst, 0, sizeof(*dst));
	dst->size = sizeof(*dst);
	if (!src)
		return 0;
	if (src->size < OPTS_MIN)
		return -EINVAL;
	memcpy(dst, src, src->size < sizeof(*dst) ? src->size : sizeof(*dst));
	dst->size = sizeof(*dst);
	return opts_tail(src, src->size, sizeof(*dst));
}

static void defaults(struct weir_opts *o)
{
	if (!o->snaplen)
		o->snaplen = WEIR_SNAPLEN_MAX;
	if (!o->protocol)
		o->protocol = 3;
	if (!o->block_size)
		o->block_size = WEIR_BLOCK_DEFAULT;
	if (!o->block_nr)
		o->block_nr = WEIR_BLOCK_NR_DEFAULT;
	if (!o->retire_us)
		o->retire_us = WEIR_RETIRE_DEFAULT;
}

int weir_opts_check(struct weir *w)
{
	struct weir_opts *o = &w->opts;
	uint32_t first, mac;

	defaults(o);
	if (o->snaplen > WEIR_SNAPLEN_MAX)
		return weir_fail(w, -EINVAL, "snap length %u is above %u", o->snaplen,
				 WEIR_SNAPLEN_MAX);
	if (o->protocol > 0xffff)
		return weir_fail(w, -EINVAL, "protocol 0x%x is above 0xffff", o->protocol);
	if (o->block_size % WEIR_PAGE || o->block_size > WEIR_BLOCK_MAX)
		return weir_fail(w, -EINVAL, "block size %u is not a multiple of %u up to %u",
				 o->block_size, WEIR_PAGE, WEIR_BLOCK_MAX);
	if (o->block_nr > 65535)
		return weir_fail(w, -EINVAL, "%u blocks are more than 65535", o->block_nr);
	if (o->reserve > WEIR_RESERVE_MAX)
		return weir_fail(w, -EINVAL, "reserve of %u bytes is above %u", o->reserve,
				 WEIR_RESERVE_MAX);
	if (o->priv_size > WEIR_PRIV_MAX)
		return weir_fail(w, -EINVAL, "private area of %u bytes is above %u", o->priv_size,
				 WEIR_PRIV_MAX);
	if (o->wait_ms < WEIR_WAIT_NONE)
		return weir_fail(w, -EINVAL, "wait of %d ms", o->wait_ms);
	if (o->flags & ~(WEIR_PROMISC | WEIR_HASH | WEIR_LOOK | WEIR_HIDE_TAG))
		return weir_fail(w, -EINVAL, "unknown flags 0x%x", o->flags);
	if (o->direction > WEIR_OUT)
		return weir_fail(w, -EINVAL, "unknown direction %u", o->direction);

	/* As AF_PACKET lays frames out: tp_net on 16 bytes, the Ethernet header before it. */
	mac = ALIGN_UP(WEIR_MAC_MIN + 16u, 16u) - 14 + o->reserve;
	first = WEIR_BLOCK_HDR + ALIGN_UP(o->priv_size, 8u);
	if (first + mac + 14 > o->block_size)
		return weir_fail(w, -EINVAL,
				 "a block of %u bytes has no room for a frame behind a private area of "
				 "%u and a reserve of %u bytes", o->block_size, o->priv_size,
				 o->reserve);
	w->mac_offset = mac;
	return 0;
}
