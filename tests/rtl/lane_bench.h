/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * lane_bench.h - the bench of weir_lane: what drives its pins, and what checks them
 */
#ifndef LANE_BENCH_H
#define LANE_BENCH_H

#include <stdbool.h>
#include <stdint.h>

#include "fw/bpflite/uop.h"

#ifdef __cplusplus
extern "C" {
#endif

#define LANE_PROGS 16
#define LANE_THREADS 16u
#define LANE_SLOTS 128u

struct lane_prog {
	uint16_t start, snap;
	uint8_t slots;
	bool wire;
};

/* The pins of weir_lane; out: as they are after the clock edge. */
struct lane_pins {
	/* in */
	bool rst, st_we, pt_we, win_we, start_valid;
	uint32_t st_addr, pt_addr, win_slot, win_word, rnd;
	struct bpfl_uop st_data;
	struct lane_prog pt;
	uint64_t win_data;
	uint32_t slot, tag, progs;
	struct bpfl_frame frame;
	/* out */
	bool ready;
	bool ev_valid, ev_prog_valid, ev_done;
	uint32_t ev_tag, ev_prog, ev_kind, ev_keep;
	bool tr_valid;
	uint32_t tr_pc, tr_v, tr_r, tr_target;
};

/* One clock edge; in t_lane.cpp, the only file that knows the Verilated model. */
void lane_clock(struct lane_pins *pins);

/* A frame and the programs that it wants. */
struct lane_job {
	struct bpfl_frame frame;
	uint8_t window[BPFL_WINDOW];
	uint16_t progs;
};

/* What the micro-operations of a run did, to see that the random ones do everything. */
enum lane_seen {
	SEEN_LOADED, SEEN_FAILED, SEEN_OUTSIDE, SEEN_OVER_TAG, SEEN_BEHIND_TAG, SEEN_LAST_BYTE, SEEN_NEGATIVE,
	SEEN_WINDOW_END, SEEN_EXPIRED, SEEN_NO_TURN, SEEN_LATE_PROG,
	SEEN_SRC, SEEN_ALU = SEEN_SRC + 8, SEEN_OPB = SEEN_ALU + 12, SEEN_VERDICT = SEEN_OPB + 4,
	SEEN_META = SEEN_VERDICT + 6, SEEN_WAY = SEEN_META + 8, SEEN_VIEW = SEEN_WAY + 5,
	SEEN_N = SEEN_VIEW + 4
};

void lane_random_prog(uint64_t *rng, struct lane_prog *prog);
void lane_random_store(uint64_t *rng, bool wild, struct bpfl_uop *store, struct lane_prog *progs);
void lane_random_job(uint64_t *rng, struct lane_job *job);

/* What a lane makes of a frame, turn by turn. */
#define LANE_TURNS 64u
struct lane_step {
	uint32_t pc, v, r, target;
	bool values; /* v and r count: no load failed */
};
struct lane_event {
	uint32_t turn, prog, kind, keep;
};
struct lane_model {
	const struct lane_job *job;
	bool wire;
	uint32_t steps, events;
	struct lane_step step[LANE_TURNS];
	struct lane_event event[LANE_PROGS];
	uint64_t *seen; /* of SEEN_N */
};
void lane_model_run(struct lane_model *m, const struct bpfl_uop *store, const struct lane_prog *progs,
		    const struct lane_job *job, uint32_t budget, uint64_t *seen);

/* What the bench runs. */
struct lane_source {
	const char *name;
	/* Store and programs of a round: returns how many frames it has. */
	uint64_t (*load)(uint64_t *rng, struct bpfl_uop *store, struct lane_prog *progs);
	void (*job)(uint64_t *rng, struct lane_job *job);
	/* Another program, for one that no frame names; NULL: they stay. */
	void (*prog)(uint64_t *rng, struct lane_prog *prog);
	/* What the lane said of a frame, in their order; NULL, or 1 after it printed what is wrong. */
	int (*judged)(const struct lane_job *job, const struct lane_event *event, uint32_t events);
	/* At the end: 1 after it printed what did not come often enough. */
	int (*over)(const uint64_t *seen, uint64_t frames);
	/* What is counted until there is enough of it; NULL: frames. */
	const uint64_t *count;
	bool line; /* frames come at line rate or faster, never slower */
};

/* 0, or 1 after it printed the first mismatch. */
int lane_bench_run(const struct lane_source *src, uint32_t budget, uint64_t enough, uint64_t seed);
/* What t_lane.cpp calls when it has a lane. */
int lane_main(uint32_t budget, int argc, char **argv);

#ifdef __cplusplus
}
#endif
#endif
