// SPDX-License-Identifier: BSD-3-Clause
/*
 * explain_run.c - an explained filter run on a frame, as a lane of the card does it
 */
#include "cbpf.h"
#include "explain_int.h"
#include "sim_args.h"
#include "weir_int.h"

struct run {
	weir_explain_step_fn *step;
	void *ctx;
};

static const char *verdict_name(uint32_t target)
{
	static const char *const names[] = {
#define NAME(name, number) [number] = #name,
		WEIR_UOP_V_NAMES(NAME)
#undef NAME
	};
	uint32_t code = target & ~WEIR_UOP_VERDICT;

	return names[code < WEIR_UOP_V_UNSURE ? code : WEIR_UOP_V_UNSURE];
}

static void trace(void *ctx, const struct bpfl_step *s)
{
	static const uint32_t ends[] = { [BPFL_RAN] = WEIR_EXPLAIN_RAN,
					 [BPFL_FAILED] = WEIR_EXPLAIN_FAILED,
					 [BPFL_OUTSIDE] = WEIR_EXPLAIN_OUTSIDE };
	const struct run *r = ctx;
	bool last = s->target & WEIR_UOP_VERDICT;
	struct weir_explain_step out = {
		.place = s->pc,
		.end = ends[s->end],
		.value = s->v,
		.result = s->r,
		.next = last ? UINT32_MAX : s->target,
		.verdict = last ? verdict_name(s->target) : NULL,
	};

	r->step(r->ctx, &out);
}

/* What a lane has of a frame; false: more of it than was captured. */
static bool take(const struct weir_frame *f, uint8_t *window, struct bpfl_frame *out)
{
	size_t have = weir_frame_wire(f, window, BPFL_WINDOW);

	if ((f->caplen < f->len && have < BPFL_WINDOW) || (f->vlan && f->caplen < WEIR_TAG_AT))
		return false;
	*out = (struct bpfl_frame){
		.window = window,
		.len = f->len,
		.vlan = f->vlan,
		.tci = f->vlan_tci,
		.tpid = f->vlan_tpid,
		.proto = f->protocol,
		.ptype = f->pkttype,
		.hash = f->hash,
		.random = cbpf_random(),
	};
	return true;
}

static void tell(struct weir_explain_verdict *v, const struct weir_explain *e, const struct bpfl_verdict *d,
		 uint32_t turns, uint32_t library)
{
	static const uint32_t kinds[] = { [BPFL_DROP] = WEIR_EXPLAIN_DROP,
					  [BPFL_KEEP] = WEIR_EXPLAIN_KEEP,
					  [BPFL_UNSURE] = WEIR_EXPLAIN_UNSURE };
	struct weir_explain_verdict out = {
		.size = v->size,
		.verdict = kinds[d->kind],
		.keep = d->kind == BPFL_DROP ? 0 : UINT32_MAX,
		.turns = d->slots,
		.allowed = turns,
		.library = library,
	};

	/* What a prefilter keeps the library cuts. */
	if (d->kind == BPFL_KEEP && d->keep < BPFL_KEEP_MAX && e->info.mode == WEIR_FILTER_EXACT)
		out.keep = d->keep;
	memset(v, 0, out.size);
	memcpy(v, &out, out.size < sizeof(out) ? out.size : sizeof(out));
}

int weir_explain_run(const struct weir_explain *e, const struct weir_frame *frame,
		     struct weir_explain_verdict *verdict, weir_explain_step_fn *step, void *ctx)
{
	const struct bpfl_run run = {
		.slots = e->info.uop_path < e->info.budget ? e->info.uop_path : e->info.budget,
		.snap = e->res.snap,
		.wire = e->res.wire,
	};
	struct run r = { step, ctx };
	uint8_t window[BPFL_WINDOW] = { 0 };
	struct bpfl_frame f;
	struct bpfl_verdict d;

	if (verdict->size < offsetof(struct weir_explain_verdict, library) || verdict->size > 65536)
		return -EINVAL;
	if (e->info.mode == WEIR_FILTER_SOFTWARE || e->info.window != BPFL_WINDOW)
		return -EOPNOTSUPP;
	if (!take(frame, window, &f))
		return -ENODATA;
	/* The translation counts on it that there is none. */
	if (frame->len < SIM_FRAME_MIN || frame->len > SIM_FRAME_MAX - (frame->vlan ? WEIR_TAG_LEN : 0))
		return -EMSGSIZE;
	d = bpfl_run(e->uops, &run, &f, step ? trace : NULL, &r);
	tell(verdict, e, &d, run.slots, cbpf_run(e->prog, frame, (enum weir_view)e->info.view));
	return 0;
}
