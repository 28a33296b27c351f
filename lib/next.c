// SPDX-License-Identifier: BSD-3-Clause
/*
 * next.c - frames and blocks to the application
 */
#include <stddef.h>
#include <time.h>
#include <unistd.h>

#include "weir_int.h"

/* A signal handler cannot signal a condition: how often breakloop is looked at meanwhile. */
#define COND_SLICE_MS 50

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* When a call that begins now shall have ended: -1 = never, 0 = at once. */
static int64_t deadline(const struct weir *w)
{
	if (w->opts.wait_ms == WEIR_WAIT_FOREVER)
		return -1;
	return w->opts.wait_ms == WEIR_WAIT_NONE ? 0 : now_ms() + w->opts.wait_ms;
}

static int ms_left(int64_t end)
{
	int64_t left;

	if (end <= 0)
		return (int)end;
	left = end - now_ms();
	return left < 0 ? 0 : (int)left;
}

static bool broken(struct weir *w)
{
	uint64_t n;

	if (!atomic_load_explicit(&w->brk, memory_order_relaxed))
		return false;
	if (!atomic_exchange(&w->brk, 0))
		return false;
	/* The descriptor is non-blocking; nothing in it is fine as well. */
	if (read(w->brk_fd, &n, sizeof(n)) < 0)
		errno = 0;
	return true;
}

/* The application holds the head: until it is given back. 1 = was, 0 = time is over. */
static int wait_released(struct weir *w, int ms)
{
	struct blk *b = &w->ring.blk[w->ring.head];
	int slice = ms < 0 || ms > COND_SLICE_MS ? COND_SLICE_MS : ms;
	struct timespec ts;

	clock_gettime(CLOCK_REALTIME, &ts);
	ts.tv_nsec += slice * 1000000L;
	if (ts.tv_nsec >= 1000000000L) {
		ts.tv_nsec -= 1000000000L;
		ts.tv_sec++;
	}
	pthread_mutex_lock(&w->lock);
	if (atomic_load(&b->state) != BLK_FREE)
		pthread_cond_timedwait(&w->cond, &w->lock, &ts);
	pthread_mutex_unlock(&w->lock);
	if (atomic_load(&b->state) == BLK_FREE)
		return 1;
	return ms == 0 || slice == ms ? 0 : 1;
}

static int take(struct weir *w, int64_t end, struct blk **out)
{
	int ret;

	if (!w->started) {
		ret = weir_start(w);
		if (ret)
			return ret;
	}
	for (;;) {
		if (broken(w))
			return -EINTR;
		ret = ring_take(w, out);
		if (ret)
			return ret;
		if (w->fault)
			return w->fault;
		if (w->over)
			return -ENODATA;
		if (atomic_load(&w->ring.blk[w->ring.head].state) != BLK_FREE)
			ret = wait_released(w, ms_left(end));
		else
			ret = w->tr->wait(w, ms_left(end));
		if (ret == -ENODATA)
			w->over = true;
		else if (ret < 0 && ret != -EINTR)
			w->fault = ret;
		else if (!ret)
			return 0;
	}
}

/* Only the thread that walks the block writes: others may read, no locked instruction is needed. */
static void count(atomic_ullong *n)
{
	atomic_store_explicit(n, atomic_load_explicit(n, memory_order_relaxed) + 1,
			      memory_order_relaxed);
}

/* The next frame of b that passes: 1, 0 behind the last, -EIO. */
static int pass(struct blk *b)
{
	struct weir_frame *f = &b->frame;
	uint32_t dir = b->w->opts.direction, keep;
	int ret;

	while ((ret = block_next(b)) == 1) {
		keep = b->snaplen;
		if (dir && (f->pkttype == PACKET_OUTGOING) != (dir == WEIR_OUT))
			keep = 0;
		else if (b->filter)
			keep = filter_run(b->filter, f);
		if (!keep) {
			count(&b->filtered);
			continue;
		}
		if (keep > b->snaplen)
			keep = b->snaplen;
		if (f->caplen > keep)
			f->caplen = keep;
		count(&b->given);
		return 1;
	}
	return ret;
}

static void drop_cur(struct weir *w)
{
	ring_release(w, w->cur);
	w->cur = NULL;
}

/* The next frame of the block at hand: 1, 0 when none is left and the block is given back, -EIO. */
static int from_cur(struct weir *w)
{
	int ret;

	if (!w->cur)
		return 0;
	ret = pass(w->cur);
	if (ret == 1)
		return 1;
	if (ret < 0)
		weir_fail(w, ret, "%s", w->cur->why);
	drop_cur(w);
	return ret;
}

static int next_frame(struct weir *w)
{
	int64_t end = deadline(w);
	int ret = w->pending;

	w->pending = 0;
	if (ret)
		return ret;
	for (;;) {
		if (broken(w))
			return -EINTR;
		ret = from_cur(w);
		if (ret)
			return ret;
		ret = take(w, end, &w->cur);
		if (ret != 1)
			return ret;
	}
}

int weir_next(struct weir *w, const struct weir_frame **out)
{
	int ret = next_frame(w);

	*out = ret == 1 ? &w->cur->frame : NULL;
	return ret;
}

/* The next frame that takes no waiting: 1, 0 when there is none, or an error. */
static int more(struct weir *w, int cnt)
{
	int ret = from_cur(w);

	if (ret || !cnt || !ring_ready(w))
		return ret;
	ret = take(w, 0, &w->cur);
	return ret == 1 ? from_cur(w) : ret;
}

int weir_dispatch(struct weir *w, int cnt, weir_handler fn, void *user)
{
	int n = 0, ret;

	if (cnt < 0)
		return -EINVAL;
	ret = next_frame(w);
	while (ret == 1) {
		int stop = fn(user, &w->cur->frame);

		n++;
		/* Given back as soon as possible, so that a poll() does not see it still. */
		if (!w->cur->left)
			drop_cur(w);
		if (stop || n == cnt || (!cnt && !w->cur) ||
		    atomic_load_explicit(&w->brk, memory_order_relaxed))
			break;
		ret = more(w, cnt);
	}
	if (n && ret < 0)
		w->pending = ret;
	return n ? n : ret;
}

void weir_breakloop(struct weir *w)
{
	static const uint64_t one = 1;
	int saved = errno;

	atomic_store(&w->brk, 1);
	if (write(w->brk_fd, &one, sizeof(one)) < 0)
		errno = 0;
	errno = saved;
}

int weir_fd(struct weir *w)
{
	int ret;

	if (!w->started) {
		ret = weir_start(w);
		if (ret)
			return ret;
	}
	return w->tr->fd(w);
}

int weir_timeout(const struct weir *w)
{
	return w->tr->timeout;
}

int weir_next_block(struct weir *w, struct weir_block **out)
{
	struct blk *b = NULL;
	int ret = take(w, deadline(w), &b);

	*out = ret == 1 ? &b->pub : NULL;
	return ret;
}

static struct blk *blk_of(struct weir_block *b)
{
	return (struct blk *)((char *)b - offsetof(struct blk, pub));
}

int weir_block_frame(struct weir_block *block, const struct weir_frame **out)
{
	struct blk *b = blk_of(block);
	int ret = pass(b);

	*out = ret == 1 ? &b->frame : NULL;
	return ret;
}

int weir_release_block(struct weir *w, struct weir_block *block)
{
	struct blk *b = blk_of(block);

	if (b->w != w)
		return -EINVAL;
	return ring_release(w, b);
}
