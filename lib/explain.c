// SPDX-License-Identifier: BSD-3-Clause
/*
 * explain.c - a filter translated as for a card, and what came of it
 */
#include <net/if_arp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "cbpf.h"
#include "explain_int.h"
#include "filter_card.h"
#include "filter_compile.h"
#include "opts.h"
#include "sim_args.h"
#include "weir_hw.h"
#include "weir_int.h"

WEIR_PRINTF(3, 4)
static int fail(const struct weir_explain_opts *o, int ret, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	if (o->err && o->err_len)
		vsnprintf(o->err, o->err_len, fmt, ap);
	va_end(ap);
	return ret;
}

/* With the simulated card's numbers for what is 0. */
static int load_opts(struct weir_explain_opts *dst, const struct weir_explain_opts *src)
{
	*dst = (struct weir_explain_opts){ .size = sizeof(*dst) };
	if (src) {
		if (src->size < offsetof(struct weir_explain_opts, budget))
			return -EINVAL;
		memcpy(dst, src, src->size < sizeof(*dst) ? src->size : sizeof(*dst));
		if (opts_tail(src, src->size, sizeof(*dst)))
			return -E2BIG;
	}
	dst->budget = dst->budget ? dst->budget : BPFL_BUDGET;
	/* No program can be given more. */
	dst->budget = dst->budget < WEIR_HW_TURNS_MAX ? dst->budget : WEIR_HW_TURNS_MAX;
	dst->window = dst->window ? dst->window : BPFL_WINDOW;
	dst->store = dst->store ? dst->store : BPFL_STORE;
	if (dst->store > BPFL_STORE)
		return fail(dst, -EINVAL, "a store of %u micro-operations is above %u", dst->store,
			    BPFL_STORE);
	return 0;
}

static void describe(struct weir_explain *e, const struct weir_explain_opts *o, int view)
{
	struct weir_filter_info f;

	filter_describe(&f, &e->res);
	e->info = (struct weir_explain_info){
		.size = sizeof(e->info),
		.mode = f.mode,
		.view = (uint32_t)view,
		.instructions = e->res.insns,
		.path = e->res.path_before,
		.uops = f.uops,
		.uop_path = f.uop_path,
		.reach = f.reach,
		.budget = o->budget,
		.window = o->window,
		.store = o->store,
	};
	snprintf(e->info.reason, sizeof(e->info.reason), "%s", f.reason);
}

static int translate(struct weir_explain *e, const struct weir_explain_opts *o, int view)
{
	const struct bpfl_target card = {
		.ifindex = SIM_IFINDEX,
		.hatype = ARPHRD_ETHER,
		.store = o->store,
		.budget = o->budget,
		.window = o->window,
		.longest = SIM_FRAME_MAX,
	};
	struct bpfl_work *w = malloc(sizeof(*w));
	char why[CBPF_WHY];
	uint32_t path;
	int ret;

	if (!w)
		return fail(o, -ENOMEM, "no memory to translate a filter");
	ret = filter_translate(e->prog, e->n, (enum weir_view)view, &card, e->uops, &e->res, w);
	free(w);
	if (ret)
		return fail(o, -EINVAL, "the filter program is not valid: instruction %u: %s",
			    e->res.error.insn, bpfl_reason_text(e->res.error.reason));
	ret = cbpf_check(e->prog, e->n, &path, why);
	if (ret)
		return fail(o, ret, "%s", why);
	describe(e, o, view);
	return 0;
}

static int explain(struct weir_explain **out, const void *insns, uint32_t n, int view,
		   const struct weir_explain_opts *o)
{
	struct weir_explain *e;
	int ret;

	if (view != WEIR_VIEW_LINUX && view != WEIR_VIEW_WIRE)
		return fail(o, -EINVAL, "unknown view %d", view);
	if (!n || n > BPF_MAXINSNS)
		return fail(o, -EINVAL, "a filter has 1 to %d instructions, not %u", BPF_MAXINSNS,
			    n);
	e = calloc(1, sizeof(*e) + n * sizeof(e->prog[0]));
	if (!e)
		return fail(o, -ENOMEM, "no memory for a filter");
	e->n = n;
	memcpy(e->prog, insns, n * sizeof(e->prog[0]));
	ret = translate(e, o, view);
	if (ret)
		free(e);
	else
		*out = e;
	return ret;
}

int weir_explain(struct weir_explain **out, const char *expr, int view,
		 const struct weir_explain_opts *opts)
{
	struct weir_explain_opts o;
	char err[160];
	void *insns;
	uint32_t n;
	int ret;

	*out = NULL;
	ret = load_opts(&o, opts);
	if (ret)
		return ret;
	ret = filter_compile(expr, &insns, &n, err, sizeof(err));
	if (ret)
		return fail(&o, ret, "filter \"%.60s\": %s", expr, err);
	ret = explain(out, insns, n, view, &o);
	free(insns);
	return ret;
}

int weir_explain_prog(struct weir_explain **out, const struct sock_fprog *prog, int view,
		      const struct weir_explain_opts *opts)
{
	struct weir_explain_opts o;
	int ret;

	*out = NULL;
	ret = load_opts(&o, opts);
	if (ret)
		return ret;
	if (!prog->filter)
		return fail(&o, -EINVAL, "the filter program is not there");
	return explain(out, prog->filter, prog->len, view, &o);
}

void weir_explain_free(struct weir_explain *e)
{
	free(e);
}

int weir_explain_info(const struct weir_explain *e, struct weir_explain_info *info)
{
	size_t size = info->size, have = size < sizeof(*info) ? size : sizeof(*info);

	if (size < offsetof(struct weir_explain_info, reason) || size > 65536)
		return -EINVAL;
	memset(info, 0, size);
	memcpy(info, &e->info, have);
	info->size = size;
	return 0;
}

const struct sock_filter *weir_explain_insns(const struct weir_explain *e, uint32_t *n)
{
	*n = e->n;
	return e->prog;
}

int weir_explain_line(const struct weir_explain *e, int what, size_t i, char *buf, size_t size)
{
	switch (what) {
	case WEIR_EXPLAIN_INSNS:
		if (i >= e->n)
			return 0;
		snprintf(buf, size, "%s", filter_image(&e->prog[i], (uint32_t)i));
		return 1;
	case WEIR_EXPLAIN_UOPS:
		if (i >= e->info.uops)
			return 0;
		bpfl_uop_text(buf, size, &e->uops[i]);
		return 1;
	}
	return -EINVAL;
}

size_t weir_explain_graph(const struct weir_explain *e, char *buf, size_t size)
{
	return bpfl_graph(buf, buf ? size : 0, e->uops, e->info.uops, 0);
}
