// SPDX-License-Identifier: BSD-3-Clause
/*
 * sim_filter.c - the filter of a capture on the simulated card: translated, loaded, what it judged
 */
#include <stdlib.h>

#include "filter_card.h"
#include "sim_transport.h"

/* Within so many looks a block's completion record follows it. */
#define RECORD_LOOKS 1000

int sim_filter_open(struct sim *s)
{
	struct sim_filters *f = calloc(1, sizeof(*f));

	if (!f)
		return -ENOMEM;
	bpfl_place_init(&f->place, s->hw.p.store_ops, weir_hw_turns(&s->hw));
	s->filters = f;
	return 0;
}

void sim_filter_close(struct sim *s)
{
	free(s->filters);
	s->filters = NULL;
}

/* The change before this one is over, whoever made it; a reset is one, too. Its place may be used again. */
static int settle(struct sim *s)
{
	int ret = weir_hw_tap_filter_wait(&s->hw, SIM_TAP);

	if (!ret)
		bpfl_place_over(&s->filters->place, SIM_TAP);
	return ret;
}

static int put(struct sim *s, uint32_t number)
{
	const struct bpfl_program *q = &s->filters->place.prog[number];
	struct weir_hw_program p = { q->start, q->slots, q->snap, q->wire };
	int ret;

	_Static_assert(sizeof(struct bpfl_uop) == sizeof(u32[WEIR_HW_UOP_WORDS]), "as the card takes them");
	ret = weir_hw_store(&s->hw, q->start,
			    (const u32 (*)[WEIR_HW_UOP_WORDS])(const void *)&s->filters->place.uop[q->start],
			    q->uops);
	return ret ? ret : weir_hw_program(&s->hw, number, &p);
}

/* From the next frame on this program, or none. */
static int change(struct sim *s, uint32_t number)
{
	s->filters->known = false;
	return weir_hw_tap_filter(&s->hw, SIM_TAP, number, ++s->filters->generation);
}

static int translate(struct sim *s, const struct sock_filter *prog, uint32_t n, enum weir_view view,
		     struct bpfl_result *res)
{
	const struct bpfl_target card = {
		/* To the library's filter, too, the ring is all there is of a frame. */
		.vlan = s->cfg.vlan_hide ? BPFL_VLAN_HIDDEN : BPFL_VLAN_UNKNOWN,
		.vlan_otherhost = s->cfg.vlan_otherhost,
		.ifindex = s->cfg.ifindex,
		.hatype = s->cfg.hatype,
		.store = s->hw.p.store_ops,
		.budget = weir_hw_turns(&s->hw),
		.window = s->hw.p.window_bytes,
		.longest = s->hw.p.max_frame,
	};

	return filter_translate(prog, n, view, &card, s->filters->uops, res, &s->filters->work);
}

static int none(struct sim *s)
{
	struct sim_filters *f = s->filters;

	f->exact = false;
	if (f->place.now[SIM_TAP] == BPFL_NONE)
		return 0;
	bpfl_place_clear(&f->place, SIM_TAP);
	return change(s, WEIR_HW_NO_PROGRAM);
}

static int set(struct sim *s, const struct sock_filter *prog, uint32_t n, enum weir_view view,
	       struct weir_filter_info *info)
{
	struct sim_filters *f = s->filters;
	struct bpfl_result res;
	uint32_t number;
	bool load;
	int ret = settle(s);

	if (ret || !prog)
		return ret ? ret : none(s);
	/* The library has checked it: what it took for good and this does not runs in software. */
	if (translate(s, prog, n, view, &res))
		res.mode = BPFL_SOFTWARE;
	number = bpfl_place_set(&f->place, SIM_TAP, f->uops, &res, &load);
	info->budget = s->hw.p.budget;
	filter_describe(info, &res);
	if (number == BPFL_NONE)
		return none(s);
	if (load)
		ret = put(s, number);
	f->exact = res.mode == BPFL_EXACT;
	return ret ? ret : change(s, number);
}

int sim_filter(struct weir *w, const struct sock_filter *prog, uint32_t n, enum weir_view view,
	       struct weir_filter_info *info)
{
	struct sim *s = w->tp;
	int ret = 0;

	if (!(s->hw.p.caps & WEIR_ID_CAPS_FILTER_MASK))
		return 0;
	pthread_mutex_lock(&s->lock);
	ret = set(s, prog, n, view, info);
	/* No block of any other generation is to come. */
	if (!w->started) {
		s->filters->known = true;
		s->filters->from = s->cfg.first_seq;
	}
	/* Refused by nothing but a card that fails; what it filters by now is not known. */
	if (ret)
		ret = w->fault = sim_card_fail(w, ret, "the filter cannot be loaded");
	pthread_mutex_unlock(&s->lock);
	return ret;
}

/* The generation in force begins with the block that any completion record of it tells. */
static bool note(struct sim *s, uint64_t seq)
{
	struct sim_filters *f = s->filters;
	struct weir_hw_completion c = { 0 };

	if (weir_hw_completion_read(s->compl, SIM_TAP, &s->cfg, &c) || !c.blocks)
		return false;
	if (c.generation == f->generation) {
		f->known = true;
		f->from = c.seq - ((u32)c.seq - c.gen_seq);
	}
	return f->known || c.seq >= seq;
}

/*
 * By the completion record of the block, or of another one, which comes a little later than the block. A
 * record is lost by a DMA error only, and that stops the tap. If there was none of this filter before, the
 * library filters, and counts, what the card has judged and may have cut: frames at the end of a capture
 * that fails.
 */
bool sim_judged(struct weir *w, uint64_t seq)
{
	struct sim *s = w->tp;
	struct sim_filters *f = s->filters;
	bool yes;
	unsigned int n;

	if (!f || !f->exact)
		return false;
	pthread_mutex_lock(&s->lock);
	for (n = 0; !f->known && n < RECORD_LOOKS && !note(s, seq); n++)
		if (s->hw.ops->relax(s->hw.ctx) < 0)
			break;
	yes = f->known && seq >= f->from;
	pthread_mutex_unlock(&s->lock);
	return yes;
}
