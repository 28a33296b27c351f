// SPDX-License-Identifier: BSD-3-Clause
/*
 * lane_bench.c - drives weir_lane through rounds of frames, each with a store and a table of its own
 *
 * Every micro-operation (place, V, R, target), every event (frame, program, kind, bytes, cycle) and the order
 * and cycle of every done are compared with what bpflite's simulator says. Programs are swapped meanwhile.
 */
#include "lane_bench.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "rng.h"

#define TAGS 256u
#define RESET 33 /* cycles; weir_lane asks for 32. Thread 0 is at stage 0 then. */

struct open {
	struct lane_job job;
	uint64_t accepted; /* cycle */
	bool quick; /* a thread was free */
	uint64_t done; /* cycle */
	uint32_t events;
	struct lane_event event[LANE_PROGS];
	uint64_t at[LANE_PROGS];
};

struct bench {
	const struct lane_source *src;
	struct lane_pins pins;
	uint32_t budget;
	uint64_t rng, seed, cycle;
	struct bpfl_uop store[BPFL_STORE];
	struct lane_prog progs[LANE_PROGS];
	uint16_t used; /* programs that new frames may name */
	uint64_t named[LANE_PROGS]; /* frames, up to the last one that named the program */
	uint32_t rnd[LANE_THREADS];
	/* input */
	struct lane_job next, ready; /* the one written, the one that waits to be started */
	bool is_ready;
	uint32_t written; /* words of the next one's window */
	uint64_t made; /* frames, those two included */
	uint64_t rest; /* cycles to wait before the next one */
	bool gaps, even; /* even: a start each budget + 2 cycles */
	uint64_t start; /* the soonest */
	uint64_t in, out; /* frames */
	struct open open[TAGS];
	/* what ran, by thread */
	uint32_t steps[LANE_THREADS];
	struct lane_step step[LANE_THREADS][LANE_TURNS];
	uint64_t seen[SEEN_N];
	uint64_t total_steps, total_events, waited, swaps;
};

static uint32_t pick(struct bench *b, uint32_t n)
{
	return (uint32_t)((uint64_t)weir_rng(&b->rng) * n >> 32);
}

static int fail(const struct bench *b, const char *what, uint64_t expected, uint64_t actual)
{
	printf("%s: seed %" PRIu64 ", cycle %" PRIu64 ", frame %" PRIu64 ": %s: expected %#" PRIx64
	       ", actual %#" PRIx64 "\n", b->src->name, b->seed, b->cycle, b->out, what, expected, actual);
	return 1;
}

static void print_steps(const char *whose, const struct lane_step *s, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		printf("  %s turn %" PRIu32 ": pc %" PRIu32 " v %08" PRIx32 " r %08" PRIx32
		       " target %03" PRIx32 "\n", whose, i, s[i].pc, s[i].v, s[i].r, s[i].target);
}

static int check_steps(struct bench *b, const struct lane_model *m, uint32_t thread)
{
	uint32_t n = 0;
	int bad = 0;

	for (uint32_t i = 0; i < m->steps && !bad; i++) {
		const struct lane_step *want = &m->step[i], *got = &b->step[thread][n];

		if (want->pc == UINT32_MAX)
			continue;
		if (n++ >= b->steps[thread])
			bad = fail(b, "turns that ran", m->steps, b->steps[thread]);
		else if (got->pc != want->pc)
			bad = fail(b, "pc", want->pc, got->pc);
		else if (got->target != want->target)
			bad = fail(b, "target", want->target, got->target);
		else if (want->values && got->v != want->v)
			bad = fail(b, "v", want->v, got->v);
		else if (want->values && got->r != want->r)
			bad = fail(b, "r", want->r, got->r);
	}
	if (!bad && n != b->steps[thread])
		bad = fail(b, "turns that ran", n, b->steps[thread]);
	if (bad) {
		print_steps("expected", m->step, m->steps);
		print_steps("actual  ", b->step[thread], b->steps[thread]);
	}
	b->total_steps += n;
	b->steps[thread] = 0;
	return bad;
}

/* The done of a frame came in this cycle: everything that it should have brought. */
static int check_frame(struct bench *b, struct open *o)
{
	static struct lane_model m;
	uint64_t first = b->cycle - 16 * (uint64_t)(b->budget - 1); /* events of turn 0 */
	uint64_t oldest;

	/* The random number is taken at stage 4, the event is out 12 edges after it. */
	o->job.frame.random = b->rnd[(b->cycle - 12) % LANE_THREADS];
	lane_model_run(&m, b->store, b->progs, &o->job, b->budget, b->seen);
	if (check_steps(b, &m, (b->cycle - 2) % LANE_THREADS))
		return 1;
	if (o->events != m.events)
		return fail(b, "number of events", m.events, o->events);
	for (uint32_t i = 0; i < m.events; i++) {
		const struct lane_event *want = &m.event[i], *got = &o->event[i];

		if (got->prog != want->prog)
			return fail(b, "program", want->prog, got->prog);
		if (got->kind != want->kind)
			return fail(b, "kind", want->kind, got->kind);
		if (got->keep != want->keep)
			return fail(b, "keep", want->keep, got->keep);
		if (o->at[i] != first + 16 * (uint64_t)want->turn)
			return fail(b, "cycle of an event", first + 16 * (uint64_t)want->turn, o->at[i]);
	}
	b->total_events += m.events;
	/* Taken at stage 11, 21 edges before the event of its first turn, and waiting one edge before. */
	if (first < o->accepted + 22)
		return fail(b, "first turn, the soonest", o->accepted + 22, first);
	if (b->even && !o->quick)
		return fail(b, "a free thread for each frame", 1, 0);
	if (o->quick && first > o->accepted + 22 + 15)
		return fail(b, "first turn, the latest", o->accepted + 22 + 15, first);
	/* One that waited has the turn behind the last one of the oldest before it. */
	o->done = b->cycle;
	oldest = b->open[(b->out - LANE_THREADS) % TAGS].done;
	if (!o->quick && o->accepted + 8 < oldest && first != oldest + 16)
		return fail(b, "first turn of one that waited", oldest + 16, first);
	b->waited += !o->quick && o->accepted + 8 < oldest;
	return 0;
}

static int take_event(struct bench *b)
{
	const struct lane_pins *p = &b->pins;
	struct open *o = &b->open[p->ev_tag];

	if (b->in == b->out)
		return fail(b, "an event of no frame", 0, 1);
	if ((p->ev_tag - b->out) % TAGS >= b->in - b->out)
		return fail(b, "tag of an event, the least", b->out % TAGS, p->ev_tag);
	if (!p->ev_prog_valid && !p->ev_done)
		return fail(b, "an event of something", 1, 0);
	if (p->ev_prog_valid) {
		if (o->events == LANE_PROGS)
			return fail(b, "events of a frame, the most", LANE_PROGS, LANE_PROGS + 1);
		o->event[o->events] = (struct lane_event){ 0, p->ev_prog, p->ev_kind, p->ev_keep };
		o->at[o->events++] = b->cycle;
	}
	if (!p->ev_done)
		return 0;
	if (p->ev_tag != b->out % TAGS)
		return fail(b, "order of done", b->out % TAGS, p->ev_tag);
	if (check_frame(b, o))
		return 1;
	if (b->src->judged && b->src->judged(&o->job, o->event, o->events))
		return fail(b, "frames judged wrong", 0, 1);
	b->out++;
	return 0;
}

static int edge(struct bench *b)
{
	struct lane_pins *p = &b->pins;
	uint32_t thread;

	p->rnd = b->rnd[b->cycle % LANE_THREADS];
	lane_clock(p);
	thread = (uint32_t)(b->cycle % LANE_THREADS);
	if (p->tr_valid) {
		if (b->steps[thread] == LANE_TURNS)
			return fail(b, "turns of a frame, the most", LANE_TURNS, LANE_TURNS + 1);
		b->step[thread][b->steps[thread]++] =
			(struct lane_step){ p->tr_pc, p->tr_v, p->tr_r, p->tr_target, true };
	}
	if (p->ev_valid && take_event(b))
		return 1;
	b->cycle++;
	return 0;
}

/* Writes the next frame's window, or waits. */
static void write_window(struct bench *b, bool more)
{
	struct lane_pins *p = &b->pins;

	p->win_we = false;
	if (b->written == 16 && !b->is_ready) {
		b->ready = b->next;
		b->is_ready = true;
		b->written = 0;
	}
	if (!b->written && (!more || b->rest)) {
		b->rest -= !!b->rest;
		return;
	}
	if (b->written == 16)
		return;
	if (!b->written) {
		b->src->job(&b->rng, &b->next);
		b->next.progs &= b->used;
		b->made++;
		for (uint32_t i = 0; i < LANE_PROGS; i++)
			if (b->next.progs >> i & 1)
				b->named[i] = b->made;
		b->rest = b->gaps ? pick(b, pick(b, 4) ? 3 * b->budget : 40 * b->budget) : 0;
	}
	p->win_we = true;
	p->win_slot = (uint32_t)((b->made - 1) * 37 % LANE_SLOTS);
	p->win_word = b->written;
	memcpy(&p->win_data, &b->next.window[8 * b->written], 8);
	b->written++;
}

/* Now and then a program is named by no new frame, and once none is under way that names it, replaced. */
static void swap(struct bench *b)
{
	struct lane_pins *p = &b->pins;
	uint32_t prog = pick(b, LANE_PROGS);
	p->pt_we = !(b->used >> prog & 1) && b->named[prog] <= b->out;
	if (!p->pt_we) {
		if (!pick(b, 100))
			b->used &= (uint16_t)~(1u << prog);
		return;
	}
	b->src->prog(&b->rng, &b->progs[prog]);
	p->pt_addr = prog;
	p->pt = b->progs[prog];
	b->used |= (uint16_t)(1u << prog);
	b->swaps++;
}

static int frame_edge(struct bench *b, bool more)
{
	struct lane_pins *p = &b->pins;
	struct open *o = &b->open[b->in % TAGS];

	write_window(b, more);
	if (b->src->prog)
		swap(b);
	p->start_valid = b->is_ready && b->cycle >= b->start;
	p->frame = b->ready.frame;
	p->progs = b->ready.progs;
	p->slot = (uint32_t)(b->in * 37 % LANE_SLOTS);
	p->tag = (uint32_t)(b->in % TAGS);
	if (p->start_valid && p->ready) {
		o->job = b->ready;
		o->job.frame.window = o->job.window;
		o->events = 0;
		o->accepted = b->cycle;
		o->quick = b->in - b->out < LANE_THREADS;
		b->start = b->even ? b->cycle + b->budget + 2 : 0;
		b->in++;
		b->is_ready = false;
	}
	return edge(b);
}

static int load(struct bench *b, uint64_t *frames)
{
	struct lane_pins *p = &b->pins;

	*frames = b->src->load(&b->rng, b->store, b->progs);
	for (uint32_t i = 0; i < LANE_THREADS; i++)
		b->rnd[i] = weir_rng(&b->rng);
	for (uint32_t i = 0; i < BPFL_STORE; i++) {
		p->st_we = true;
		p->st_addr = i;
		p->st_data = b->store[i];
		p->pt_we = i < LANE_PROGS;
		p->pt_addr = i % LANE_PROGS;
		p->pt = b->progs[i % LANE_PROGS];
		if (edge(b))
			return 1;
	}
	p->st_we = false;
	p->pt_we = false;
	return 0;
}

/* A reset with frames in all threads: nothing of them comes out any more. load() looks for it. */
static void cut_short(struct bench *b)
{
	struct lane_pins *p = &b->pins;
	uint32_t cycles = 16 + pick(b, 32 * b->budget);

	p->start_valid = true;
	p->progs = 0xffff;
	while (cycles--) {
		p->tag = pick(b, TAGS);
		lane_clock(p);
	}
	p->start_valid = false;
	p->rst = true;
	for (int i = 0; i < RESET; i++)
		lane_clock(p);
	p->rst = false;
	b->cycle += -b->cycle % LANE_THREADS;
	memset(b->steps, 0, sizeof(b->steps));
}

static int round_of_frames(struct bench *b)
{
	uint64_t frames, end, began, limit;

	b->gaps = !b->src->line && pick(b, 3) == 0;
	b->even = !b->gaps && b->budget > 16 && pick(b, 3) == 0; /* a window takes 16 cycles */
	b->start = 0;
	if (pick(b, 2))
		cut_short(b);
	if (load(b, &frames))
		return 1;
	end = b->out + frames;
	began = b->cycle;
	limit = began + frames * 50 * b->budget + 100 * b->budget;
	while (b->out < end) {
		if (frame_edge(b, b->made < end))
			return 1;
		if (b->cycle > limit)
			return fail(b, "cycles of a round, the most", limit - began, b->cycle - began);
	}
	return 0;
}

int lane_bench_run(const struct lane_source *src, uint32_t budget, uint64_t enough, uint64_t seed)
{
	static struct bench b;
	const uint64_t *count = src->count ? src->count : &b.out;

	b.src = src;
	b.budget = budget;
	b.seed = seed;
	b.rng = seed * 0x9e3779b97f4a7c15u | 1;
	b.used = UINT16_MAX;
	b.pins.frame.window = b.next.window;
	b.pins.rst = true;
	for (int i = 0; i < RESET; i++)
		lane_clock(&b.pins);
	b.pins.rst = false;
	while (*count < enough)
		if (round_of_frames(&b))
			return 1;
	if (b.out >= 20000 && b.budget >= 40 && b.waited < b.out / 4)
		return fail(&b, "frames that waited, the least", b.out / 4, b.waited);
	if (src->over(b.seen, b.out))
		return 1;
	printf("%s: pass: %" PRIu64 " frames, %" PRIu64 " events, %" PRIu64 " micro-operations, %" PRIu64
	       " swaps, %" PRIu64 " cycles, budget %" PRIu32 ", seed %" PRIu64 "\n", src->name, b.out,
	       b.total_events, b.total_steps, b.swaps, b.cycle, budget, seed);
	return 0;
}
