// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_sock_filter.c - SO_ATTACH_FILTER and its like, noticed and followed before setsockopt() returns
 *
 * The core attaches filters by itself, under the socket's own lock, and tells nobody. But it gives that lock
 * back before setsockopt() returns, and then asks for release_cb. So each change is seen there: what is
 * attached is compared with what was. A filter that went and another that came at its address are two
 * changes, and there was a release_cb between them.
 *
 * Why no application gets a frame that its filter rejects: frames that are copied are judged by the core's
 * filter, whatever a card thinks of it, and weir_fed_filter() waits until none is on its way that was judged
 * by the one before. A tap is given a program only if that decides as the filter does, and the change
 * is over when the last block of frames judged by the one before is closed; else the tap is stopped. So
 * after setsockopt() nothing is put into ring or queue but by the new filter; what came before lies in blocks
 * before, as with AF_PACKET, and WEIR_INFO tells which block of a tap is the first behind the change.
 */
#include <linux/filter.h>
#include <linux/mm.h>

#include "weir_fed.h"

static void forget(struct weir_sock_filter *f)
{
	kvfree(f->prog);
	f->prog = NULL;
	f->n = 0;
	memset(&f->res, 0, sizeof(f->res));
}

/* A copy, since binding and rings look at it without the socket's own lock. */
static void take(struct weir_sock_filter *f, const struct sk_filter *now)
{
	const struct sock_fprog_kern *classic;

	BUILD_BUG_ON(sizeof(struct bpfl_insn) != sizeof(struct sock_filter));
	forget(f);
	f->generation++;
	f->kind = WEIR_PROG_NONE;
	if (!now)
		return;
	classic = now->prog->orig_prog;
	f->kind = WEIR_PROG_EBPF;
	if (!classic)
		return;
	f->kind = WEIR_PROG_LOST;
	f->prog = kvmalloc_array(classic->len, sizeof(*f->prog), GFP_KERNEL_ACCOUNT);
	if (!f->prog)
		return;
	memcpy(f->prog, classic->filter, classic->len * sizeof(*f->prog));
	f->n = classic->len;
	f->kind = WEIR_PROG_CLASSIC;
}

/*
 * May sleep: release_sock() holds the spinlock of the socket's lock here, but the socket is still its
 * caller's, who may give that up.
 */
void weir_sock_release_cb(struct sock *sk)
	__must_hold(&sk->sk_lock.slock)
{
	struct weir_sock *ws = weir_sk(sk);
	const struct sk_filter *now = rcu_access_pointer(sk->sk_filter);
	bool done;

	if (now == ws->filter.seen)
		return;
	spin_unlock_bh(&sk->sk_lock.slock);
	mutex_lock(&ws->mutex);
	take(&ws->filter, now);
	done = !ws->hooked || (ws->fed && !weir_fed_load(ws->fed));
	mutex_unlock(&ws->mutex);
	/* Somebody else fills the ring from now on, or may do so. */
	if (!done) {
		weir_sock_turn_begin(ws);
		mutex_lock(&ws->mutex);
		weir_fed_filter(ws);
		mutex_unlock(&ws->mutex);
		weir_sock_turn_end(ws);
	}
	spin_lock_bh(&sk->sk_lock.slock);
	ws->filter.seen = now;
}

void weir_sock_filter_drop(struct weir_sock *ws)
{
	forget(&ws->filter);
}

bool weir_sock_filter_look(struct weir_sock *ws, struct weir_card *card, const struct weir_hw_tap_cfg *cfg)
{
	struct weir_sock_filter *f = &ws->filter;

	if (f->kind != WEIR_PROG_CLASSIC)
		return f->kind == WEIR_PROG_NONE;
	mutex_lock(&card->lock);
	weir_prog_look(card->progs, cfg, f->prog, f->n, &f->res);
	mutex_unlock(&card->lock);
	return f->res.mode == BPFL_EXACT;
}

int weir_sock_filter_load(struct weir_sock *ws, struct weir_card *card, u32 tap,
			  const struct weir_hw_tap_cfg *cfg)
{
	struct weir_sock_filter *f = &ws->filter;
	int ret;

	if (f->kind == WEIR_PROG_NONE)
		return weir_prog_clear(card->progs, tap);
	if (f->kind != WEIR_PROG_CLASSIC)
		return -EBADMSG;
	ret = weir_prog_set(card->progs, tap, cfg, f->prog, f->n, &f->res);
	if (ret)
		return ret;
	return f->res.mode == BPFL_EXACT ? 0 : -EBADMSG;
}
