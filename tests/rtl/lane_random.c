// SPDX-License-Identifier: BSD-3-Clause
/*
 * lane_random.c - random program stores and frames for the bench of weir_lane
 *
 * A store is wild, all bits random, or tame: loads often succeed and programs go on for a while, so that
 * every operation is reached with every kind of operand.
 */
#include "lane_bench.h"

#include "rng.h"

static uint32_t pick(uint64_t *rng, uint32_t n)
{
	return (uint32_t)((uint64_t)weir_rng(rng) * n >> 32);
}

static uint32_t number(uint64_t *rng)
{
	switch (pick(rng, 8)) {
	case 0:
		return 0;
	case 1:
		return pick(rng, 40);
	case 2:
		return 1u << pick(rng, 32);
	case 3:
		return UINT32_MAX >> pick(rng, 32);
	case 4:
		return 0u - pick(rng, 70);
	case 5:
		return pick(rng, 0x20000);
	default:
		return weir_rng(rng);
	}
}

static int32_t near_offset(uint64_t *rng)
{
	switch (pick(rng, 8)) {
	case 0:
		return (int32_t)(117 + pick(rng, 13));
	case 1:
		return pick(rng, 2) ? -(int32_t)pick(rng, 20) : (int32_t)pick(rng, 2048);
	case 2:
	case 3:
	case 4:
		return (int32_t)(6 + pick(rng, 12));
	default:
		return (int32_t)pick(rng, 50);
	}
}

static uint32_t far_offset(uint64_t *rng)
{
	static const uint32_t from[] = { 0, 0xfff00000, 0xfff00000, 0xffe00000, 0xffe00000, 0xffd00000,
					 0x80000000, 0x7fff };
	uint32_t base = from[pick(rng, 8)];

	return base + (uint32_t)near_offset(rng);
}

static uint16_t target(uint64_t *rng, uint32_t here)
{
	if (pick(rng, 8))
		return (uint16_t)((here + 1 + pick(rng, 3)) % BPFL_STORE);
	if (pick(rng, 3))
		return (uint16_t)(WEIR_UOP_VERDICT | pick(rng, 7));
	return (uint16_t)pick(rng, 2048);
}

static void tame(uint64_t *rng, uint32_t here, struct bpfl_uop *u)
{
	struct bpfl_fields f = {
		.k = number(rng), .off = near_offset(rng), .offk = !pick(rng, 5),
		.src = (uint8_t)pick(rng, 8), .size = (uint8_t)pick(rng, 4), .hi = 31,
		.alu = (uint8_t)(pick(rng, 3) ? pick(rng, 12) : pick(rng, 16)),
		.opb = (uint8_t)pick(rng, 4), .dst = (uint8_t)pick(rng, 4),
		.idx = (uint8_t)(pick(rng, 2) ? pick(rng, 4) : pick(rng, 32)),
		.set = !pick(rng, 3), .cx = !pick(rng, 3),
	};

	if (pick(rng, 2)) {
		f.lo = (uint8_t)pick(rng, 32);
		f.hi = (uint8_t)(pick(rng, 4) ? f.lo + pick(rng, 32u - f.lo) : pick(rng, 32));
	}
	/* X small, or no load that adds it succeeds */
	if (f.dst == WEIR_UOP_DST_X && pick(rng, 6)) {
		f.lo = 0;
		f.hi = (uint8_t)pick(rng, 7);
		f.alu = pick(rng, 2) ? WEIR_UOP_ALU_PASS : WEIR_UOP_ALU_MSH;
	}
	if (f.src <= WEIR_UOP_SRC_IND && f.offk)
		f.k = far_offset(rng);
	if (f.src == WEIR_UOP_SRC_META)
		f.off = (int32_t)pick(rng, 4096);
	f.t_eq = target(rng, here);
	f.t_lt = target(rng, here);
	f.t_gt = target(rng, here);
	bpfl_pack(u, &f);
}

void lane_random_prog(uint64_t *rng, struct lane_prog *prog)
{
	*prog = (struct lane_prog){
		.start = (uint16_t)pick(rng, BPFL_STORE),
		.snap = (uint16_t)(pick(rng, 2) ? pick(rng, 24) : weir_rng(rng)),
		.slots = (uint8_t)(pick(rng, 2) ? pick(rng, 12) : pick(rng, 64)),
		.wire = pick(rng, 2),
	};
}

void lane_random_store(uint64_t *rng, bool wild, struct bpfl_uop *store, struct lane_prog *progs)
{
	for (uint32_t i = 0; i < BPFL_STORE; i++) {
		if (!wild) {
			tame(rng, i, &store[i]);
			continue;
		}
		for (uint32_t w = 0; w < WEIR_UOP_WORDS; w++)
			store[i].w[w] = weir_rng(rng);
		store[i].w[3] &= 0xfff; /* of 108 bits */
	}
	for (uint32_t p = 0; p < LANE_PROGS; p++)
		lane_random_prog(rng, &progs[p]);
}

void lane_random_job(uint64_t *rng, struct lane_job *job)
{
	struct bpfl_frame *f = &job->frame;

	for (uint32_t i = 0; i < BPFL_WINDOW; i++)
		job->window[i] = (uint8_t)(pick(rng, 4) ? weir_rng(rng) : 0);
	*f = (struct bpfl_frame){
		.window = job->window, .vlan = pick(rng, 2), .tci = (uint16_t)weir_rng(rng),
		.tpid = (uint16_t)weir_rng(rng), .proto = (uint16_t)weir_rng(rng),
		.ptype = (uint8_t)pick(rng, 8), .hash = weir_rng(rng),
	};
	switch (pick(rng, 6)) {
	case 0:
		f->len = pick(rng, 20);
		break;
	case 1:
		f->len = pick(rng, 0x4000);
		break;
	case 2:
		f->len = 116 + pick(rng, 24);
		break;
	default:
		f->len = 14 + pick(rng, 127);
	}
	switch (pick(rng, 4)) {
	case 0:
		job->progs = (uint16_t)weir_rng(rng);
		break;
	case 1:
		job->progs = (uint16_t)(weir_rng(rng) & weir_rng(rng) & weir_rng(rng));
		break;
	default:
		job->progs = (uint16_t)(1u << pick(rng, 16) | 1u << pick(rng, 16));
	}
}
