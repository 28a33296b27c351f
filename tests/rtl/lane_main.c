// SPDX-License-Identifier: BSD-3-Clause
/*
 * lane_main.c - random stores, programs and frames for a lane
 *
 * usage: t_lane [FRAMES [SEED]]. Exit 1 with cycle, expected and actual on the first mismatch, or when a case
 * of enum lane_seen was rare among 20,000 frames.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "lane_bench.h"
#include "rng.h"

#define ROUND 100u	/* frames */

static uint64_t load(uint64_t *rng, struct bpfl_uop *store, struct lane_prog *progs)
{
	lane_random_store(rng, weir_rng(rng) % 5 == 0, store, progs);
	return ROUND;
}

static int over(const uint64_t *seen, uint64_t frames)
{
	for (uint32_t i = 0; frames >= 20000 && i < SEEN_N; i++)
		if (seen[i] < 10) {
			printf("t_lane: case %" PRIu32 " of enum lane_seen came %" PRIu64 " times only\n", i,
			       seen[i]);
			return 1;
		}
	return 0;
}

int lane_main(uint32_t budget, int argc, char **argv)
{
	static const struct lane_source src = {
		.name = "t_lane", .load = load, .job = lane_random_job, .prog = lane_random_prog,
		.over = over,
	};

	return lane_bench_run(&src, budget, argc > 1 ? strtoull(argv[1], NULL, 0) : 20000,
			      argc > 2 ? strtoull(argv[2], NULL, 0) : 1);
}
