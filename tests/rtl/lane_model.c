// SPDX-License-Identifier: BSD-3-Clause
/*
 * lane_model.c - a frame in a lane, by the simulator of bpflite: its programs one after the other
 */
#include "lane_bench.h"

#define TAG_AT 12u

/* Where a load that did not fail read. */
static void see_load(struct lane_model *m, const struct bpfl_fields *f)
{
	const struct bpfl_frame *frame = &m->job->frame;
	uint32_t size = f->size > 1 ? 4 : f->size + 1;
	uint32_t off = f->offk ? f->k : (uint32_t)f->off;
	bool skip = frame->vlan && !m->wire;

	m->seen[SEEN_LOADED]++;
	if (f->src != WEIR_UOP_SRC_ABS)
		return;
	m->seen[SEEN_NEGATIVE] += (int32_t)off < 0;
	m->seen[SEEN_OVER_TAG] += skip && off < TAG_AT && off + size > TAG_AT;
	m->seen[SEEN_BEHIND_TAG] += skip && off >= TAG_AT && (int32_t)off >= 0;
	m->seen[SEEN_LAST_BYTE] += off + size == frame->len + (frame->vlan && m->wire ? 4 : 0);
	m->seen[SEEN_WINDOW_END] += off + size + (skip ? 4 : 0) == BPFL_WINDOW;
}

static void see(struct lane_model *m, const struct bpfl_fields *f, const struct lane_step *s)
{
	bool loads = f->src == WEIR_UOP_SRC_ABS || f->src == WEIR_UOP_SRC_IND;

	if (!s->values) {
		m->seen[s->target & 1 ? SEEN_OUTSIDE : SEEN_FAILED]++;
		return;
	}
	if (loads)
		see_load(m, f);
	m->seen[SEEN_SRC + f->src]++;
	m->seen[SEEN_ALU + (f->alu < 12 ? f->alu : 0)]++;
	m->seen[SEEN_OPB + f->opb]++;
	m->seen[SEEN_VIEW + 2 * m->wire + m->job->frame.vlan]++;
	if (f->src == WEIR_UOP_SRC_META)
		m->seen[SEEN_META + ((uint32_t)f->off & 7)]++;
	m->seen[SEEN_WAY + (f->set ? 3 + (s->target == f->t_eq) :
			    s->target == f->t_eq ? 0 : s->target == f->t_lt ? 1 : 2)]++;
	if (s->target & WEIR_UOP_VERDICT) {
		uint32_t code = s->target & ~WEIR_UOP_VERDICT;

		m->seen[SEEN_VERDICT + (code < 5 ? code : 5)]++;
	}
}

static void trace(void *ctx, const struct bpfl_step *step)
{
	struct lane_model *m = ctx;
	struct lane_step *s = &m->step[m->steps++];

	*s = (struct lane_step){ .pc = step->pc, .v = step->v, .r = step->r, .target = step->target,
				 .values = step->end == BPFL_RAN };
	see(m, step->f, s);
}

static void event(struct lane_model *m, uint32_t turn, uint32_t prog, struct bpfl_verdict d)
{
	m->event[m->events++] = (struct lane_event){ turn, prog, d.kind, d.kind == BPFL_KEEP ? d.keep : 0 };
}

void lane_model_run(struct lane_model *m, const struct bpfl_uop *store, const struct lane_prog *progs,
		    const struct lane_job *job, uint32_t budget, uint64_t *seen)
{
	uint32_t turn = 0;

	*m = (struct lane_model){ .job = job, .seen = seen };
	for (uint32_t p = 0; p < LANE_PROGS; p++) {
		const struct lane_prog *prog = &progs[p];
		uint32_t left = budget - turn;
		struct bpfl_run run = { prog->start, prog->slots < left ? prog->slots : left, prog->snap,
					prog->wire };
		struct bpfl_verdict d;

		if (!(job->progs >> p & 1))
			continue;
		if (!left) {
			seen[SEEN_LATE_PROG]++;
			break;
		}
		m->wire = prog->wire;
		d = bpfl_run(store, &run, &job->frame, trace, m);
		if (!prog->slots) { /* a turn in which nothing runs */
			seen[SEEN_NO_TURN]++;
			d.slots = 1;
			m->step[m->steps++] = (struct lane_step){ .pc = UINT32_MAX };
		} else if (!(m->step[m->steps - 1].target & WEIR_UOP_VERDICT)) {
			seen[SEEN_EXPIRED]++;
			if (prog->slots > left)
				break;
		}
		event(m, turn + d.slots - 1, p, d);
		turn += d.slots;
	}
}
