// SPDX-License-Identifier: BSD-3-Clause
/*
 * filter.c - the filter of a capture: set, exchanged under blocks in use, described
 *
 * A block keeps a reference to the filter that was in force when it was taken, so that an exchange
 * needs no lock and a block is judged by one filter.
 */
#include <stdio.h>
#include <stdlib.h>

#include "cbpf.h"
#include "filter_compile.h"
#include "weir_int.h"

struct weir_filter {
	atomic_int refs;
	enum weir_view view;
	uint32_t n, path;
	struct sock_filter prog[];
};

struct weir_filter *filter_get(struct weir_filter *f)
{
	if (f)
		atomic_fetch_add(&f->refs, 1);
	return f;
}

void filter_put(struct weir_filter *f)
{
	if (f && atomic_fetch_sub(&f->refs, 1) == 1)
		free(f);
}

uint32_t filter_run(const struct weir_filter *f, const struct weir_frame *frame)
{
	uint32_t keep = cbpf_run(f->prog, frame, f->view);

	/* The value counts the bytes of its view; the tag is not among those of the frame. */
	if (f->view == WEIR_VIEW_WIRE && frame->vlan && keep > WEIR_TAG_AT)
		keep = keep > WEIR_TAG_AT + WEIR_TAG_LEN ? keep - WEIR_TAG_LEN : WEIR_TAG_AT;
	return keep;
}

uint32_t filter_snaplen(const struct weir *w)
{
	return w->filter && w->filter_info.mode != WEIR_FILTER_EXACT ? WEIR_SNAPLEN_MAX : w->opts.snaplen;
}

/* A source that runs: the library cuts in any case, so that it may keep more than it has to. */
static int keep(struct weir *w, uint32_t bytes)
{
	return w->started ? w->tr->snaplen(w, bytes) : 0;
}

/* An error leaves the filter before in force. */
static int exchange(struct weir *w, struct weir_filter *f)
{
	struct weir_filter_info info = { .size = sizeof(info) }, before = w->filter_info;
	struct weir_filter *old = w->filter;
	int ret = 0;

	if (f) {
		info.mode = WEIR_FILTER_SOFTWARE;
		info.view = f->view;
		info.instructions = f->n;
		info.path = f->path;
		snprintf(info.reason, sizeof(info.reason), "%s", w->tr->filter_reason);
		/* What a filter before has yet to let through the library judges by this one, too. */
		ret = keep(w, WEIR_SNAPLEN_MAX);
	}
	if (!ret && w->tr->filter)
		ret = w->tr->filter(w, f ? f->prog : NULL, f ? f->n : 0, f ? f->view : 0, &info);
	if (!ret) {
		w->filter = f;
		w->filter_info = info;
		ret = keep(w, filter_snaplen(w));
	}
	if (ret) {
		w->filter = old;
		w->filter_info = before;
		old = f;
	}
	filter_put(old);
	return ret;
}

/* What the ring does not have the library's filter cannot judge by, and it must agree with the card's. */
static int not_shown(struct weir *w, const struct weir_filter *f)
{
	uint32_t at;

	if (f->view != WEIR_VIEW_LINUX || w->opts.flags & WEIR_HASH ||
	    !cbpf_reads(f->prog, f->n, SKF_AD_RXHASH, &at))
		return 0;
	return weir_fail(w, -EINVAL,
			 "the filter reads the flow hash, SKF_AD_RXHASH, in instruction %u, and the "
			 "capture was opened without WEIR_HASH", at);
}

static int set(struct weir *w, const void *insns, uint32_t n, enum weir_view view)
{
	struct weir_filter *f;
	char why[CBPF_WHY];
	int ret;

	if (!n || n > BPF_MAXINSNS)
		return weir_fail(w, -EINVAL, "a filter has 1 to %d instructions, not %u",
				 BPF_MAXINSNS, n);
	f = malloc(sizeof(*f) + n * sizeof(f->prog[0]));
	if (!f)
		return weir_fail(w, -ENOMEM, "no memory for a filter");
	atomic_init(&f->refs, 1);
	f->view = view;
	f->n = n;
	memcpy(f->prog, insns, n * sizeof(f->prog[0]));
	ret = cbpf_check(f->prog, n, &f->path, why);
	ret = ret ? weir_fail(w, ret, "%s", why) : not_shown(w, f);
	if (!ret)
		return exchange(w, f);
	free(f);
	return ret;
}

int weir_set_filter(struct weir *w, const char *expr)
{
	char err[160];
	void *insns;
	uint32_t n;
	int ret;

	if (!expr || !*expr)
		return exchange(w, NULL);
	ret = filter_compile(expr, &insns, &n, err, sizeof(err));
	if (ret)
		return weir_fail(w, ret, "filter \"%.60s\": %s", expr, err);
	ret = set(w, insns, n, WEIR_VIEW_WIRE);
	free(insns);
	return ret;
}

int weir_set_filter_prog(struct weir *w, const struct sock_fprog *prog, int view)
{
	if (!prog)
		return exchange(w, NULL);
	if (view != WEIR_VIEW_LINUX && view != WEIR_VIEW_WIRE)
		return weir_fail(w, -EINVAL, "unknown view %d", view);
	if (!prog->filter)
		return weir_fail(w, -EINVAL, "the filter program is not there");
	return set(w, prog->filter, prog->len, view);
}

int weir_filter_info(const struct weir *w, struct weir_filter_info *info)
{
	struct weir_filter_info i = w->filter_info;

	if (info->size < offsetof(struct weir_filter_info, reason) || info->size > 65536)
		return -EINVAL;
	i.size = info->size;
	if (w->tr->told)
		w->tr->told(w, &i);
	memset((char *)info + sizeof(size_t), 0, info->size - sizeof(size_t));
	memcpy(info, &i, info->size < sizeof(i) ? info->size : sizeof(i));
	return 0;
}
