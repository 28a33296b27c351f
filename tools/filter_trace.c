// SPDX-License-Identifier: BSD-3-Clause
/*
 * filter_trace.c - weir filter --trace and --count: frames of a savefile through the card's program
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "filter.h"
#include "weir_savefile.h"

#define SEEN_MAX 1024	/* micro-operations that a store has */
#define WINDOW 128u	/* weir_explain_run()'s */

/* What is told of each micro-operation: by a trace at once, by a count at the end. */
struct seen {
	const struct explained *x;
	uint64_t runs[SEEN_MAX];
	bool any, ended;	/* a step was told; one that ends with a verdict */
};

struct counted {
	uint64_t frames, kept, rejected, unsure, library;	/* the last: of the unsure those it keeps */
	uint64_t not_taken;	/* of a length that no card takes: in none of the others */
	uint64_t most_frame;	/* the first with the most turns */
	uint32_t most;
};

static const char *const ends[] = { "", "load behind the frame's end", "load behind the window" };
static const char *const verdicts[] = { "drop", "keep", "unsure" };

static const char *uop_text(const struct explained *x, uint32_t place, char *line, size_t size)
{
	return weir_explain_line(x->e, WEIR_EXPLAIN_UOPS, place, line, size) == 1 ? line : "?";
}

static void print_step(void *ctx, const struct weir_explain_step *s)
{
	struct seen *seen = ctx;
	char line[256], target[12];

	printf("%5u %-56s ", s->place, uop_text(seen->x, s->place, line, sizeof(line)));
	if (s->end)
		printf("%s", ends[s->end < 3 ? s->end : 0]);
	else
		printf("V 0x%x, R 0x%x", s->value, s->result);
	snprintf(target, sizeof(target), "%u", s->next);
	printf(" -> %s\n", s->verdict ? s->verdict : target);
	seen->ended = s->verdict;
}

static void json_step(void *ctx, const struct weir_explain_step *s)
{
	static const char *const names[] = { "ran", "failed", "outside" };
	struct seen *seen = ctx;
	char line[256];

	printf("%s{\"place\": %u, \"uop\": ", seen->any ? ", " : "", s->place);
	json_string(stdout, uop_text(seen->x, s->place, line, sizeof(line)));
	printf(", \"end\": \"%s\", ", names[s->end < 3 ? s->end : 0]);
	if (s->end)
		printf("\"value\": null, \"result\": null, ");
	else
		printf("\"value\": %u, \"result\": %u, ", s->value, s->result);
	if (s->verdict)
		printf("\"next\": null, \"verdict\": \"%s\"}", s->verdict);
	else
		printf("\"next\": %u, \"verdict\": null}", s->next);
	seen->any = true;
}

static void count_step(void *ctx, const struct weir_explain_step *s)
{
	struct seen *seen = ctx;

	if (s->place < SEEN_MAX)
		seen->runs[s->place]++;
}

/* The next frame: 1, 0 behind the last, or -1 with the reason told. */
static int next(const struct explained *x, struct weir_reader *rd, const struct weir_frame **f)
{
	int ret = weir_reader_next(rd, f);

	if (ret >= 0)
		return ret;
	complain("%s: %s", x->o->file, *weir_reader_error(rd) ? weir_reader_error(rd) : strerror(-ret));
	return -1;
}

static int run(const struct explained *x, const struct weir_frame *f, struct weir_explain_verdict *v,
	       weir_explain_step_fn *step, struct seen *seen)
{
	int ret;

	*v = (struct weir_explain_verdict){ .size = sizeof(*v) };
	ret = weir_explain_run(x->e, f, v, step, seen);
	return !ret && v->verdict >= sizeof(verdicts) / sizeof(verdicts[0]) ? -EPROTO : ret;
}

static int cannot(int ret)
{
	return complain("the filter cannot be run: %s",
			ret == -EPROTO ? "a verdict not known here" :
			ret == -EMSGSIZE ? "no card takes a frame of its length" : strerror(-ret));
}

static void print_frame_head(const struct explained *x, const struct weir_frame *f)
{
	printf("frame   %" PRIu64 ", %u bytes", x->o->frame, weir_frame_wire_len(f));
	if (f->vlan)
		printf(", tag 0x%04x 0x%04x lifted", f->vlan_tpid, f->vlan_tci);
	printf(", %s view\n", view_name(x->i.view));
}

static void print_bytes(const char *head, uint32_t bytes)
{
	if (bytes == UINT32_MAX)
		printf("%skeep all\n", head);
	else if (bytes)
		printf("%skeep %u bytes\n", head, bytes);
	else
		printf("%sdrop\n", head);
}

static int trace_text(const struct explained *x, const struct weir_frame *f, struct seen *seen)
{
	struct weir_explain_verdict v;
	int ret;

	print_frame_head(x, f);
	ret = run(x, f, &v, print_step, seen);
	if (ret)
		return cannot(ret);
	if (v.verdict == WEIR_EXPLAIN_UNSURE)
		printf("verdict unsure%s\n", seen->ended ? "" : ", no turn was left");
	else
		print_bytes("verdict ", v.keep);
	printf("turns   %u of %u\n", v.turns, v.allowed);
	if (x->i.mode != WEIR_FILTER_EXACT)
		print_bytes("library ", v.library);
	return EXIT_OK;
}

static int trace_json(const struct explained *x, const struct weir_frame *f, struct seen *seen)
{
	struct weir_explain_verdict v;
	int ret;

	json_head(x);
	printf(", \"file\": ");
	json_string(stdout, x->o->file);
	printf(", \"frame\": %" PRIu64 ", \"bytes\": %u, \"tpid\": %u, \"tci\": %u, \"steps\": [",
	       x->o->frame, weir_frame_wire_len(f), f->vlan_tpid, f->vlan_tci);
	ret = run(x, f, &v, json_step, seen);
	if (ret)
		return cannot(ret);
	printf("], \"verdict\": \"%s\", \"keep\": ", verdicts[v.verdict]);
	printf(v.keep == UINT32_MAX ? "null" : "%u", v.keep);
	printf(", \"turns\": %u, \"allowed\": %u, \"library\": %u}\n", v.turns, v.allowed, v.library);
	return EXIT_OK;
}

static int trace(const struct explained *x, struct weir_reader *rd, struct seen *seen)
{
	const struct weir_frame *f;
	uint64_t n;
	int ret;

	for (n = 1; (ret = next(x, rd, &f)) == 1; n++)
		if (n == x->o->frame)
			return x->o->json ? trace_json(x, f, seen) : trace_text(x, f, seen);
	return ret ? EXIT_ERROR :
		     complain("%s: frame %" PRIu64 " is not there, the last one is %" PRIu64, x->o->file,
			      x->o->frame, n - 1);
}

static void add(struct counted *c, const struct weir_explain_verdict *v)
{
	c->frames++;
	c->kept += v->verdict == WEIR_EXPLAIN_KEEP;
	c->rejected += v->verdict == WEIR_EXPLAIN_DROP;
	c->unsure += v->verdict == WEIR_EXPLAIN_UNSURE;
	c->library += v->verdict == WEIR_EXPLAIN_UNSURE && v->library;
	if (v->turns > c->most) {
		c->most = v->turns;
		c->most_frame = c->frames;
	}
}

static void count_text(const struct explained *x, const struct counted *c, const struct seen *seen)
{
	char line[256];
	uint32_t i;

	puts("      runs");
	for (i = 0; i < x->i.uops && i < SEEN_MAX; i++)
		printf("%10" PRIu64 " %5u %s\n", seen->runs[i], i, uop_text(x, i, line, sizeof(line)));
	printf("\nmode    %s%s%s, %s view\n", mode_name(x->i.mode), *x->i.reason ? ": " : "", x->i.reason,
	       view_name(x->i.view));
	printf("frames  %" PRIu64 ": %" PRIu64 " kept, %" PRIu64 " rejected, %" PRIu64 " unsure\n", c->frames,
	       c->kept, c->rejected, c->unsure);
	if (c->not_taken)
		printf("left out %" PRIu64 ", of a length that no card takes\n", c->not_taken);
	if (x->i.mode != WEIR_FILTER_EXACT)
		printf("library keeps %" PRIu64 " of the unsure, %" PRIu64 " in all\n", c->library,
		       c->kept + c->library);
	if (c->frames)
		printf("turns   %u of %u at most, first for frame %" PRIu64 "\n", c->most,
		       x->i.uop_path < x->i.budget ? x->i.uop_path : x->i.budget, c->most_frame);
}

static void count_json(const struct explained *x, const struct counted *c, const struct seen *seen)
{
	uint32_t i;

	json_head(x);
	printf(", \"file\": ");
	json_string(stdout, x->o->file);
	printf(", \"frames\": %" PRIu64 ", \"kept\": %" PRIu64 ", \"rejected\": %" PRIu64, c->frames, c->kept,
	       c->rejected);
	printf(", \"unsure\": %" PRIu64 ", \"library\": %" PRIu64 ", \"not_taken\": %" PRIu64, c->unsure,
	       c->library, c->not_taken);
	printf(", \"turns\": %u, \"turns_frame\": ", c->most);
	printf(c->frames ? "%" PRIu64 : "null", c->most_frame);
	printf(", \"runs\": [");
	for (i = 0; i < x->i.uops && i < SEEN_MAX; i++)
		printf("%s%" PRIu64, i ? ", " : "", seen->runs[i]);
	fputs("], \"uops_text\": [", stdout);
	json_lines(x->e, WEIR_EXPLAIN_UOPS);
	fputs("]}\n", stdout);
}

static int count(const struct explained *x, struct weir_reader *rd, struct seen *seen)
{
	struct weir_explain_verdict v;
	const struct weir_frame *f;
	struct counted c = { 0 };
	int ret, gone;

	while ((ret = next(x, rd, &f)) == 1) {
		gone = run(x, f, &v, count_step, seen);
		if (gone && gone != -EMSGSIZE)
			return cannot(gone);
		if (gone)
			c.not_taken++;
		else
			add(&c, &v);
	}
	if (ret)
		return EXIT_ERROR;
	if (x->o->json)
		count_json(x, &c, seen);
	else
		count_text(x, &c, seen);
	return EXIT_OK;
}

int filter_frames(const struct explained *x)
{
	char err[320] = "";
	const struct weir_reader_opts ro = { .size = sizeof(ro), .err = err, .err_len = sizeof(err) };
	struct seen seen = { .x = x };
	struct weir_reader *rd;
	int status, ret;

	if (x->i.mode == WEIR_FILTER_SOFTWARE)
		return complain("the filter runs in software, not in the card: %s", x->i.reason);
	if (x->i.window != WINDOW)
		return complain("%s has a window of %u bytes: lanes can only be run with %u", x->o->device,
				x->i.window, WINDOW);
	ret = weir_reader_open(&rd, x->o->file, &ro);
	if (ret)
		return complain("%s", *err ? err : strerror(-ret));
	status = x->o->count ? count(x, rd, &seen) : trace(x, rd, &seen);
	weir_reader_close(rd);
	return status;
}
