/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sim_args.h - what follows "sim:": FILE[,key=value...]
 */
#ifndef WEIR_SIM_ARGS_H
#define WEIR_SIM_ARGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Its address where none is given, a locally administered one: "WEIR" between 02 and 00. */
#define SIM_MAC { 0x02, 'W', 'E', 'I', 'R', 0x00 }
#define SIM_IFINDEX 1u	/* what its frames, and filters for it, give for the interface */
#define SIM_FRAME_MIN 14u	/* bytes of the frames that its card takes, without FCS */
#define SIM_FRAME_MAX 9600u

struct sim_args {
	char *file;		/* "" when none is named */
	char *trace;		/* or NULL */
	bool line;		/* pace=line */
	bool strict;
	uint32_t loop;		/* passes, UINT32_MAX = for ever */
	uint64_t seed;
	uint32_t stall;		/* per mille */
	uint32_t error;		/* parts per million */
	uint8_t mac[6];
};

/* 0, -EINVAL with a line in err, -ENOMEM. Free it in either case. */
int sim_args_parse(struct sim_args *a, const char *text, char *err, size_t err_len);
void sim_args_free(struct sim_args *a);

#endif
