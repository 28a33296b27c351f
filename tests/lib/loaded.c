// SPDX-License-Identifier: BSD-3-Clause
/*
 * loaded.c - see loaded.h; the linker puts these functions around the library's own
 *
 * What is checked when a tap is given a program is what the card was given: moved to its place,
 * with the allowance, SNAP and view of its entry.
 */
#include "tests/lib/loaded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "filter_card.h"
#include "tests/bpflite/cover.h"

#define RUNS 20000u
#define CARDS 8u

unsigned long loaded_programs, loaded_frames;
void (*loaded_spoil_uops)(struct bpfl_uop *uops, uint32_t n);
void (*loaded_spoil_program)(struct weir_hw_program *p);

/* What a card's lanes were given. */
static struct card {
	const struct weir_hw *hw;
	struct bpfl_uop store[BPFL_STORE];
	struct bpfl_run run[WEIR_HW_PROGRAMS];
} cards[CARDS];
static struct tb_prog last; /* translated last, and frames that send it every way */
static struct cover cover;

int __real_filter_translate(const struct sock_filter *prog, uint32_t n, enum weir_view view,
			    const struct bpfl_target *card, struct bpfl_uop *out,
			    struct bpfl_result *res, struct bpfl_work *w);
int __wrap_filter_translate(const struct sock_filter *prog, uint32_t n, enum weir_view view,
			    const struct bpfl_target *card, struct bpfl_uop *out,
			    struct bpfl_result *res, struct bpfl_work *w);
int __real_weir_hw_store(struct weir_hw *hw, u32 place, const u32 (*uop)[WEIR_HW_UOP_WORDS], u32 n);
int __wrap_weir_hw_store(struct weir_hw *hw, u32 place, const u32 (*uop)[WEIR_HW_UOP_WORDS], u32 n);
int __real_weir_hw_program(struct weir_hw *hw, u32 index, const struct weir_hw_program *p);
int __wrap_weir_hw_program(struct weir_hw *hw, u32 index, const struct weir_hw_program *p);
int __real_weir_hw_tap_filter(struct weir_hw *hw, u32 tap, u32 program, u32 generation);
int __wrap_weir_hw_tap_filter(struct weir_hw *hw, u32 tap, u32 program, u32 generation);

static void wrong(const char *what, unsigned int of, unsigned int n)
{
	tb_print(&last);
	printf("%s is wrong: of %u frames for %u\n", what, of, n);
	fflush(stdout);
	_Exit(LOADED_WRONG);
}

int __wrap_filter_translate(const struct sock_filter *prog, uint32_t n, enum weir_view view,
			    const struct bpfl_target *card, struct bpfl_uop *out,
			    struct bpfl_result *res, struct bpfl_work *w)
{
	struct tb_rand r = { 1 };
	int ret = __real_filter_translate(prog, n, view, card, out, res, w);

	last.n = 0;
	if (ret || res->mode == BPFL_SOFTWARE)
		return ret;
	if (loaded_spoil_uops)
		loaded_spoil_uops(out, res->uops);
	memcpy(last.insn, prog, n * sizeof(last.insn[0]));
	memcpy(last.store, out, res->uops * sizeof(last.store[0]));
	last.n = n;
	last.target = *card;
	last.target.wire = view == WEIR_VIEW_WIRE;
	last.res = *res;
	cover_search(&cover, &last, &r, RUNS);
	loaded_frames += cover.runs;
	if (cover.wrong)
		wrong("a translation", cover.runs, cover.wrong);
	return ret;
}

static struct card *card_of(const struct weir_hw *hw)
{
	static uint32_t next;
	uint32_t i;

	for (i = 0; i < CARDS; i++)
		if (cards[i].hw == hw)
			return &cards[i];
	i = next++ % CARDS;
	cards[i].hw = hw;
	return &cards[i];
}

int __wrap_weir_hw_store(struct weir_hw *hw, u32 place, const u32 (*uop)[WEIR_HW_UOP_WORDS], u32 n)
{
	int ret = __real_weir_hw_store(hw, place, uop, n);

	if (!ret)
		memcpy(&card_of(hw)->store[place], uop, n * sizeof(uop[0]));
	return ret;
}

int __wrap_weir_hw_program(struct weir_hw *hw, u32 index, const struct weir_hw_program *p)
{
	struct weir_hw_program q = *p;
	int ret;

	if (loaded_spoil_program)
		loaded_spoil_program(&q);
	ret = __real_weir_hw_program(hw, index, &q);
	if (!ret)
		card_of(hw)->run[index] = (struct bpfl_run){ q.start, q.slots, q.snap, q.wire };
	return ret;
}

/*
 * A prefilter keeps frames whole, and may be unsure of them; so may one that has less turns than
 * it may need.
 */
static bool right(const struct bpfl_run *run, const struct tb_frame *f,
		  const struct bpfl_verdict *v, uint32_t want)
{
	bool exact = last.res.mode == BPFL_EXACT && run->slots >= last.res.path;

	if (v->kind == BPFL_UNSURE)
		return !exact;
	if (v->kind == BPFL_DROP)
		return !want;
	return want && ((v->keep < f->lib.len ? v->keep : f->lib.len) == want ||
			(!exact && v->keep >= f->lib.len));
}

static void check(const struct card *c, u32 program)
{
	static struct tb_frame f;
	uint32_t i, bad = 0;

	f.lib.ifindex = (int32_t)last.target.ifindex;
	for (i = 0; i < cover.frames; i++) {
		const struct cover_frame *from = &cover.frame[i];
		struct bpfl_verdict v;

		memcpy(f.wire, from->wire, sizeof(from->wire));
		f.lib.pkttype = from->ptype;
		tb_frame_set(&f, from->len, from->vlan);
		v = bpfl_run(c->store, &c->run[program], &f.lane, NULL, NULL);
		bad += !right(&c->run[program], &f, &v, from->want);
	}
	loaded_programs++;
	loaded_frames += cover.frames;
	if (bad)
		wrong("what is loaded of a translation", cover.frames, bad);
}

int __wrap_weir_hw_tap_filter(struct weir_hw *hw, u32 tap, u32 program, u32 generation)
{
	if (program < WEIR_HW_PROGRAMS && last.n)
		check(card_of(hw), program);
	return __real_weir_hw_tap_filter(hw, tap, program, generation);
}
