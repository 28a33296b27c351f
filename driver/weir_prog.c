// SPDX-License-Identifier: GPL-2.0-only
/*
 * weir_prog.c - which filters a card's taps run: translated, placed, loaded, exchanged
 */
#include "weir_prog.h"

/* Of struct sock_filter: the frame's hash, which a card and a kernel make in ways of their own. */
#define LD_W_ABS	0x20u
#define AD_RXHASH	(0xfffff000u + 32u)

void weir_progs_init(struct weir_progs *p, struct weir_hw *hw)
{
	u32 tap;

	p->hw = hw;
	/* A card without filters has no place for one. */
	if (hw->p.caps & WEIR_ID_CAPS_FILTER_MASK)
		bpfl_place_init(&p->place, hw->p.store_ops, weir_hw_turns(hw));
	else
		bpfl_place_init(&p->place, 0, 0);
	for (tap = 0; tap < BPFL_TAPS; tap++)
		p->generation[tap] = 0;
}

/* Frames that are copied are judged by a kernel that knows no such hash: both ways must agree. */
static bool asks_for_hash(const struct bpfl_insn *prog, u32 n, u32 *at)
{
	for (*at = 0; *at < n; ++*at)
		if (prog[*at].code == LD_W_ABS && prog[*at].k == AD_RXHASH)
			return true;
	return false;
}

void weir_prog_look(struct weir_progs *p, const struct weir_hw_tap_cfg *cfg, const struct bpfl_insn *prog,
		    u32 n, struct bpfl_result *res)
{
	const struct weir_hw_params *card = &p->hw->p;
	const struct bpfl_target t = {
		.vlan = cfg->vlan_hide ? BPFL_VLAN_HIDDEN : BPFL_VLAN_UNKNOWN,
		.vlan_otherhost = cfg->vlan_otherhost,
		.ifindex = cfg->ifindex,
		.hatype = cfg->hatype,
		.store = p->place.store,
		.budget = p->place.budget,
		.window = card->window_bytes,
		.longest = card->max_frame,
	};
	u32 at;

	/* The kernel has taken it: what this translator calls wrong is for the kernel alone. */
	if (bpfl_translate(prog, n, &t, p->uops, res, &p->work) || !t.store)
		res->mode = BPFL_SOFTWARE;
	if (res->mode == BPFL_SOFTWARE || !asks_for_hash(prog, n, &at))
		return;
	res->mode = BPFL_SOFTWARE;
	res->error.insn = at;
	res->error.reason = BPFL_WHY_HOST;
}

/* The change before this one is over, whoever made it. Its place may be used again. */
static int settle(struct weir_progs *p, u32 tap)
{
	int ret = p->place.store ? weir_hw_tap_filter_wait(p->hw, tap) : 0;

	if (!ret)
		bpfl_place_over(&p->place, tap);
	return ret;
}

static int put(struct weir_progs *p, u32 number)
{
	const struct bpfl_program *q = &p->place.prog[number];
	const struct weir_hw_program hp = { q->start, q->slots, q->snap, q->wire };
	int ret;

	_Static_assert(sizeof(struct bpfl_uop) == sizeof(u32[WEIR_HW_UOP_WORDS]), "as the card takes them");
	ret = weir_hw_store(p->hw, q->start,
			    (const u32 (*)[WEIR_HW_UOP_WORDS])(const void *)&p->place.uop[q->start], q->uops);
	return ret ? ret : weir_hw_program(p->hw, number, &hp);
}

static int change(struct weir_progs *p, u32 tap, u32 number)
{
	int ret = weir_hw_tap_filter(p->hw, tap, number, p->generation[tap] + 1);

	if (ret)
		return ret;
	p->generation[tap]++;
	return settle(p, tap);
}

int weir_prog_set(struct weir_progs *p, u32 tap, const struct weir_hw_tap_cfg *cfg,
		  const struct bpfl_insn *prog, u32 n, struct bpfl_result *res)
{
	u32 number;
	bool load;
	int ret;

	weir_prog_look(p, cfg, prog, n, res);
	if (res->mode != BPFL_EXACT)
		return 0;
	ret = settle(p, tap);
	if (ret)
		return ret;
	number = bpfl_place_set(&p->place, tap, p->uops, res, &load);
	if (number == BPFL_NONE)
		return 0;
	if (res->mode != BPFL_EXACT) {
		bpfl_place_undo(&p->place, tap);
		return 0;
	}
	ret = load ? put(p, number) : 0;
	if (ret) {
		bpfl_place_undo(&p->place, tap);
		return ret;
	}
	return change(p, tap, number);
}

int weir_prog_clear(struct weir_progs *p, u32 tap)
{
	int ret = settle(p, tap);

	if (ret || p->place.now[tap] == BPFL_NONE)
		return ret;
	bpfl_place_clear(&p->place, tap);
	return change(p, tap, WEIR_HW_NO_PROGRAM);
}

int weir_prog_forget(struct weir_progs *p, u32 tap)
{
	int ret = settle(p, tap);

	if (ret)
		return ret;
	bpfl_place_clear(&p->place, tap);
	bpfl_place_over(&p->place, tap);
	p->generation[tap] = 0;
	return 0;
}
