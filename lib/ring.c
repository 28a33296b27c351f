// SPDX-License-Identifier: BSD-3-Clause
/*
 * ring.c - the blocks of a capture and whose they are
 *
 * block_status in the block says whether the card or the application has it; the state in struct
 * blk says whether the application was given it. The head is the handle's thread's alone, releasing
 * is anybody's.
 */
#include <stdlib.h>

#include "weir_int.h"

static uint32_t *status_of(const struct blk *b)
{
	struct tpacket_block_desc *d = (struct tpacket_block_desc *)b->pub.base;

	return &d->hdr.bh1.block_status;
}

int ring_init(struct weir *w)
{
	struct ring *r = &w->ring;
	uint32_t i;

	r->blk = calloc(r->block_nr, sizeof(*r->blk));
	if (!r->blk)
		return weir_fail(w, -ENOMEM, "no memory for %u blocks", r->block_nr);
	for (i = 0; i < r->block_nr; i++) {
		struct blk *b = &r->blk[i];

		b->w = w;
		b->index = i;
		b->snaplen = w->opts.snaplen;
		b->pub.base = r->base + (size_t)i * r->block_size;
		b->pub.size = r->block_size;
		b->pub.priv = r->priv_size ? (uint8_t *)b->pub.base + WEIR_BLOCK_HDR : NULL;
		b->pub.priv_size = r->priv_size;
	}
	return 0;
}

void ring_free(struct weir *w)
{
	struct ring *r = &w->ring;
	uint32_t i;

	for (i = 0; r->blk && i < r->block_nr; i++)
		if (atomic_load(&r->blk[i].state) == BLK_HELD)
			filter_put(r->blk[i].filter);
	free(r->blk);
	r->blk = NULL;
}

bool ring_ready(struct weir *w)
{
	struct blk *b = &w->ring.blk[w->ring.head];

	if (atomic_load_explicit(&b->state, memory_order_acquire) != BLK_FREE)
		return false;
	/* Pairs with the writer's order: the status word goes out after everything else. */
	return __atomic_load_n(status_of(b), __ATOMIC_ACQUIRE) & TP_STATUS_USER;
}

static void give_back(struct blk *b)
{
	/* Everything read of the block is read before the card may write it again. */
	__atomic_store_n(status_of(b), TP_STATUS_KERNEL, __ATOMIC_RELEASE);
	/* Only now free: seen free with its old status, it would be taken a second time. */
	atomic_store_explicit(&b->state, BLK_FREE, memory_order_release);
}

int ring_take(struct weir *w, struct blk **out)
{
	struct ring *r = &w->ring;
	struct blk *b = &r->blk[r->head];
	int ret;

	if (!ring_ready(w))
		return 0;
	ret = block_check(b, r);
	r->head = r->head + 1 == r->block_nr ? 0 : r->head + 1;
	if (r->seq && b->pub.seq != r->seq)
		atomic_fetch_add(&w->lib[LIB_SEQ], 1);
	r->seq = b->pub.seq + 1;
	if (ret) {
		atomic_fetch_add(&w->lib[LIB_CORRUPT], 1);
		weir_fail(w, ret, "%s", b->why);
		give_back(b);
		return ret;
	}
	b->filter = w->filter && w->tr->judged && w->tr->judged(w, b->pub.seq) ? NULL : filter_get(w->filter);
	atomic_store_explicit(&b->state, BLK_HELD, memory_order_release);
	*out = b;
	return 1;
}

/* Under the lock, so that no look counts a block twice or not at all. */
static void add_up(struct weir *w, struct blk *b)
{
	atomic_fetch_add(&w->lib[LIB_FRAMES], atomic_exchange(&b->given, 0));
	atomic_fetch_add(&w->lib[LIB_FILTERED], atomic_exchange(&b->filtered, 0));
}

void ring_stats(struct weir *w, uint64_t *values)
{
	struct ring *r = &w->ring;
	uint32_t i;

	pthread_mutex_lock(&w->lock);
	for (i = 0; i < LIB_STATS; i++)
		values[i] = atomic_load(&w->lib[i]);
	for (i = 0; i < r->block_nr; i++) {
		values[LIB_FRAMES] += atomic_load_explicit(&r->blk[i].given, memory_order_relaxed);
		values[LIB_FILTERED] += atomic_load_explicit(&r->blk[i].filtered,
							     memory_order_relaxed);
	}
	pthread_mutex_unlock(&w->lock);
}

int ring_release(struct weir *w, struct blk *b)
{
	int held = BLK_HELD;

	if (!atomic_compare_exchange_strong(&b->state, &held, BLK_BUSY))
		return -EINVAL;
	if (b->corrupt)
		atomic_fetch_add(&w->lib[LIB_CORRUPT], 1);
	filter_put(b->filter);
	b->filter = NULL;
	pthread_mutex_lock(&w->lock);
	add_up(w, b);
	give_back(b);
	if (w->tr->released)
		w->tr->released(w);
	pthread_cond_broadcast(&w->cond);
	pthread_mutex_unlock(&w->lock);
	return 0;
}
