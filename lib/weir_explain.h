/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * weir_explain.h - what a card makes of a filter, without a card
 *
 * As in weir.h: 0, a count or a negative errno value. An explanation does not change once it is made: any
 * thread may read it until it is freed.
 */
#ifndef WEIR_EXPLAIN_H
#define WEIR_EXPLAIN_H

#include "weir.h"

#ifdef __cplusplus
extern "C" {
#endif

struct weir_explain;	/* a filter explained */
struct sock_filter;	/* <linux/filter.h> */

/*
 * The card in question. Set size to sizeof(struct weir_explain_opts) and everything not wanted to 0: 0 is
 * what the simulated card has. weir_info() tells these numbers of a card that is there.
 */
struct weir_explain_opts {
	size_t size;		/* sizeof(struct weir_explain_opts) */
	char *err;		/* where one line says what was wrong, or NULL */
	size_t err_len;		/* bytes at err */
	uint32_t budget;	/* micro-operations that the card has for a frame; above 63 as 63 */
	uint32_t window;	/* bytes of a frame that a filter sees there */
	uint32_t store;		/* micro-operations there is space for, up to 1,024 */
};

/**
 * weir_explain - explain an expression
 * @out: the explanation, NULL after an error
 * @expr: pcap-filter(7), compiled as weir_set_filter() does; "" keeps all
 * @view: enum weir_view that the compiled program is taken in; WEIR_VIEW_WIRE is weir_set_filter()'s
 * @opts: the card, NULL for the simulated one
 *
 * Return: 0, -EINVAL for an expression that libpcap refuses or that takes more than 4,096 instructions, for
 * another view or for options that make no sense, -E2BIG for a longer and newer opts, -ENOMEM. opts->err
 * tells more, unless opts->size is too small or opts too new. Any thread. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_explain(struct weir_explain **out, const char *expr, int view,
				    const struct weir_explain_opts *opts);

/**
 * weir_explain_prog - explain a classic BPF program
 * @out: the explanation, NULL after an error
 * @prog: as for SO_ATTACH_FILTER
 * @view: enum weir_view
 * @opts: the card, NULL for the simulated one
 *
 * Return: 0, -EINVAL for a program that is not valid, another view or options that make no sense,
 * -EOPNOTSUPP for an ancillary load that weir_set_filter_prog() does not know, -E2BIG for a longer and newer
 * opts, -ENOMEM. opts->err tells more, unless opts->size is too small or opts too new. Any thread. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_explain_prog(struct weir_explain **out, const struct sock_fprog *prog,
					 int view, const struct weir_explain_opts *opts);

/**
 * weir_explain_free - free an explanation
 * @e: the explanation, or NULL
 *
 * No other thread may still use it. Since 0.1.
 */
WEIR_API void weir_explain_free(struct weir_explain *e);

struct weir_explain_info {
	size_t size;			/* sizeof(struct weir_explain_info), set by the caller */
	uint32_t mode;			/* enum weir_filter_mode for a capture with one filter */
	uint32_t view;			/* enum weir_view */
	uint32_t instructions;		/* of the cBPF program */
	uint32_t path;			/* its longest path in instructions */
	uint32_t uops;			/* micro-operations it became; 0 in software */
	uint32_t uop_path;		/* of the longest path; within budget if exact; 0 in software */
	uint32_t reach;			/* last byte they look at; UINT32_MAX: not bounded; 0 in software */
	uint32_t budget, window, store;	/* of the card, as in struct weir_explain_opts; budget up to 63 */
	char reason[160];		/* why not exact; "" if it is */
};

/**
 * weir_explain_info - where the filter would run, and why
 * @e: the explanation
 * @info: size is set by the caller, the rest is filled
 *
 * Return: 0, -EINVAL for a size that makes no sense. Any thread. Since 0.1.
 */
WEIR_API int weir_explain_info(const struct weir_explain *e, struct weir_explain_info *info);

/**
 * weir_explain_insns - the classic BPF program
 * @e: the explanation
 * @n: how many instructions
 *
 * Return: an array of @n, valid until weir_explain_free(). Any thread. Since 0.1.
 */
WEIR_API const struct sock_filter *weir_explain_insns(const struct weir_explain *e, uint32_t *n);

enum weir_explain_what {
	WEIR_EXPLAIN_INSNS = 0,	/* instructions of the program, as tcpdump -d prints them */
	WEIR_EXPLAIN_UOPS = 1,	/* micro-operations of the card; none in software */
};

/**
 * weir_explain_line - one instruction or micro-operation as text
 * @e: the explanation
 * @what: enum weir_explain_what
 * @i: 0, 1, ...
 * @buf: where one line goes, ended by a NUL and cut to @size
 * @size: bytes at @buf, 1 or more; 256 hold any line
 *
 * Lines of instructions are made by libpcap's bpf_image(), whose memory is shared: call neither from two
 * threads at a time.
 *
 * Return: 1, 0 when there are no more, -EINVAL for another @what. Since 0.1.
 */
WEIR_API int weir_explain_line(const struct weir_explain *e, int what, size_t i, char *buf, size_t size);

/**
 * weir_explain_graph - the micro-operations as a graph for Graphviz's dot
 * @e: the explanation
 * @buf: where the text goes, ended by a NUL and cut to @size, or NULL to ask for its length
 * @size: bytes at @buf
 *
 * Return: bytes of the whole text without the NUL. Any thread. Since 0.1.
 */
WEIR_API size_t weir_explain_graph(const struct weir_explain *e, char *buf, size_t size);

/*
 * One micro-operation as it ran; docs/filter.md says what V and R are. Members may be added at the end.
 */
struct weir_explain_step {
	uint32_t place;		/* its line, as weir_explain_line() counts them */
	uint32_t end;		/* enum weir_explain_end */
	uint32_t value;		/* V, if it ran to its end, else 0 */
	uint32_t result;	/* R, likewise */
	uint32_t next;		/* place of the next one; UINT32_MAX with a verdict */
	const char *verdict;	/* as lines write it: DROP, ALL, SNAP, R, K, UNSURE; or NULL */
};

enum weir_explain_end {
	WEIR_EXPLAIN_RAN = 0,
	WEIR_EXPLAIN_FAILED = 1,	/* it loads a byte that the frame does not have: DROP */
	WEIR_EXPLAIN_OUTSIDE = 2,	/* it loads a byte that the card does not see: UNSURE */
};

typedef void weir_explain_step_fn(void *ctx, const struct weir_explain_step *step);

enum weir_explain_kind {
	WEIR_EXPLAIN_DROP = 0,
	WEIR_EXPLAIN_KEEP = 1,
	WEIR_EXPLAIN_UNSURE = 2,	/* the card keeps it, the library decides */
};

struct weir_explain_verdict {
	size_t size;		/* sizeof(struct weir_explain_verdict), set by the caller */
	uint32_t verdict;	/* enum weir_explain_kind, of the card */
	uint32_t keep;		/* bytes, not counting a lifted tag, that the card keeps; UINT32_MAX: all */
	uint32_t turns;		/* micro-operations that ran */
	uint32_t allowed;	/* turns that a capture with one filter has; then it is UNSURE */
	uint32_t library;	/* what the cBPF program returns: bytes in its view, 0 = drop */
};

/**
 * weir_explain_run - run the filter on a frame as the card does
 * @e: the explanation
 * @frame: the frame, from any device, or from weir_reader_next()
 * @verdict: size is set by the caller, the rest is filled
 * @step: called for each micro-operation as it has run, or NULL
 * @ctx: for @step
 *
 * The card's lanes are known with their 128 bytes of window: no others can be run.
 *
 * Return: 0; -EOPNOTSUPP if there is nothing in the card to run, the mode being software, or for another
 * window; -ENODATA if the card saw more of the frame than was captured; -EMSGSIZE for a frame of less than
 * 14 or more than 9,600 bytes, which no card takes; -EINVAL for a size that makes no sense. Any thread.
 * Since 0.1.
 */
WEIR_API WEIR_MUST int weir_explain_run(const struct weir_explain *e, const struct weir_frame *frame,
					struct weir_explain_verdict *verdict, weir_explain_step_fn *step,
					void *ctx);

#ifdef __cplusplus
}
#endif
#endif
