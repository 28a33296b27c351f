// SPDX-License-Identifier: BSD-3-Clause
/*
 * capture.c - weir capture: frames from a device to lines or to a savefile
 */
#include <errno.h>
#include <inttypes.h>
#include <linux/filter.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "capture.h"
#include "weir_explain.h"

/* The loop comes back so often, to show progress. */
#define WAIT_MS 250
#define PROGRESS_NS 500000000
/* Frames between two looks at the clock. */
#define LOOK_FRAMES 64

struct run {
	struct capture_opts o;
	struct weir *w;
	struct weir_writer *wr;
	struct print print;
	uint64_t frames;
	bool over, interrupted, progress, shown, write_failed;
	struct timespec begin, last;
	char err[320];
};

static struct weir *volatile running;
static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
	if (running)
		weir_breakloop(running);
}

static void catch_signals(void)
{
	struct sigaction sa = { .sa_handler = on_signal };

	sigemptyset(&sa.sa_mask);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
}

static int64_t since(const struct timespec *then, struct timespec *now)
{
	clock_gettime(CLOCK_MONOTONIC, now);
	return (int64_t)(now->tv_sec - then->tv_sec) * 1000000000 + now->tv_nsec - then->tv_nsec;
}

static void show_progress(struct run *r, bool last)
{
	uint64_t done, total;
	struct timespec now;
	int64_t ns;

	if (!r->progress || (!last && since(&r->last, &now) < PROGRESS_NS))
		return;
	if (last) {
		if (r->shown)
			fputs("\r\033[K", stderr);
		return;
	}
	r->last = now;
	ns = since(&r->begin, &now);
	if (weir_progress(r->w, &done, &total))
		done = r->frames, total = 0;
	fprintf(stderr, "\r%" PRIu64 " frames", done);
	if (total)
		fprintf(stderr, " of %" PRIu64 ", %.1f %%", total, 100.0 * done / total);
	fprintf(stderr, ", %.1f k/s\033[K", ns ? done * 1e6 / ns : 0.0);
	fflush(stderr);
	r->shown = true;
}

/* An expression in the view that weir_set_filter() does not take it in. */
static int set_linux_view(struct run *r)
{
	struct weir_explain_opts eo = { .size = sizeof(eo), .err = r->err, .err_len = sizeof(r->err) };
	struct weir_explain *e;
	struct sock_fprog p;
	uint32_t n;
	int ret = weir_explain(&e, r->o.filter, WEIR_VIEW_LINUX, &eo);

	if (ret)
		return complain("%s", *r->err ? r->err : strerror(-ret));
	p.filter = (struct sock_filter *)weir_explain_insns(e, &n);
	p.len = (uint16_t)n;
	ret = weir_set_filter_prog(r->w, &p, WEIR_VIEW_LINUX);
	weir_explain_free(e);
	return ret ? complain("%s", weir_error(r->w)) : 0;
}

static int set_filter(struct run *r)
{
	const struct capture_opts *o = &r->o;
	const struct sock_fprog p = { (uint16_t)o->ddd.n, o->ddd.insn };

	if (o->ddd.file) {
		if (weir_set_filter_prog(r->w, &p, o->view))
			return complain("%s: %s", o->ddd.file, weir_error(r->w));
	} else if (o->filter && o->view == WEIR_VIEW_LINUX) {
		return set_linux_view(r);
	} else if (o->filter && weir_set_filter(r->w, o->filter)) {
		return complain("%s", weir_error(r->w));
	}
	return 0;
}

static int open_device(struct run *r)
{
	struct capture_opts *o = &r->o;
	int ret;

	o->weir.err = r->err;
	o->weir.err_len = sizeof(r->err);
	o->weir.wait_ms = WAIT_MS;
	ret = weir_open(&r->w, o->device, &o->weir);
	if (ret)
		return complain("%s", *r->err ? r->err : strerror(-ret));
	return set_filter(r);
}

static int open_output(struct run *r)
{
	const struct capture_opts *o = &r->o;
	struct weir_writer_opts wo = {
		.size = sizeof(wo), .err = r->err, .err_len = sizeof(r->err),
		.format = o->pcapng ? WEIR_PCAPNG : WEIR_PCAP, .micro = !o->nano,
		.snaplen = o->weir.snaplen, .unbuffered = o->packet_buffered,
		.interface = o->device, .filter = o->filter, .application = "weir capture",
	};

	r->print = (struct print){ stdout, o->ether, o->quick, o->nano };
	if (!o->file) {
		/* A line is a frame: -U and -l are the same here. */
		if (o->line_buffered || o->packet_buffered || isatty(STDOUT_FILENO))
			setvbuf(stdout, NULL, _IOLBF, 0);
		return 0;
	}
	if (!strcmp(o->file, "-") && isatty(STDOUT_FILENO))
		return complain("a savefile on a terminal: give -w a file, or a pipe");
	if (weir_writer_open(&r->wr, o->file, &wo))
		return complain("%s", r->err);
	return 0;
}

/* The frame's way out: 0, or an exit status with the reason told. */
static int put(struct run *r, const struct weir_frame *f)
{
	int ret;

	if (r->wr) {
		ret = weir_write(r->wr, f);
		if (!ret)
			return 0;
		r->write_failed = true;
		return complain("%s: %s; it holds %" PRIu64 " whole frames", r->o.file,
				strerror(-ret), weir_writer_frames(r->wr));
	}
	print_frame(&r->print, f);
	if (!ferror(stdout))
		return 0;
	r->write_failed = true;
	return complain("standard output: %s", strerror(errno));
}

static int loop(struct run *r)
{
	const struct weir_frame *f;
	int ret, status = 0;

	while (!stopped && (!r->o.count || r->frames < r->o.count)) {
		ret = weir_next(r->w, &f);
		if (ret == 1) {
			status = put(r, f);
			if (status)
				return status;
			if (++r->frames % LOOK_FRAMES == 0)
				show_progress(r, false);
		} else if (ret == 0) {
			show_progress(r, false);
			/* What was captured can be seen, although no more comes. */
			if (r->wr && weir_writer_flush(r->wr))
				return 0;
			fflush(stdout);
		} else if (ret == -ENODATA) {
			r->over = true;
			return 0;
		} else if (ret != -EINTR) {
			show_progress(r, true);
			complain("%s", *weir_error(r->w) ? weir_error(r->w) : strerror(-ret));
			return EXIT_ERROR;
		}
	}
	r->interrupted = stopped;
	return status;
}

/* Ends the savefile: 0 only if all of it is there. */
static int close_output(struct run *r, const struct stats *s)
{
	uint64_t frames;
	int ret, closed;

	if (r->write_failed) {
		/* Told already; what is said now is the same error again. */
		ret = weir_writer_close(r->wr, 0, 0);
		r->wr = NULL;
		return ret ? EXIT_ERROR : EXIT_OK;
	}
	if (!r->wr) {
		if (fflush(stdout) || ferror(stdout))
			return complain("standard output: %s", strerror(errno));
		return 0;
	}
	ret = weir_writer_flush(r->wr);
	frames = weir_writer_frames(r->wr);
	closed = weir_writer_close(r->wr, stats_get(s, "tap.matched"), stats_dropped(s));
	ret = ret ? ret : closed;
	r->wr = NULL;
	if (ret)
		return complain("%s: %s; it holds %" PRIu64 " whole frames", r->o.file,
				strerror(-ret), frames);
	return 0;
}

/* Where the filter ran, and why there. */
static void filter_json(const struct run *r)
{
	struct weir_filter_info i = { .size = sizeof(i) };

	if (weir_filter_info(r->w, &i) || !mode_name(i.mode))
		return;
	fprintf(stderr, ", \"filter\": {\"mode\": \"%s\", \"view\": ", mode_name(i.mode));
	if (i.mode == WEIR_FILTER_NONE)
		fputs("null", stderr);
	else
		json_string(stderr, view_name(i.view));
	fprintf(stderr, ", \"instructions\": %u, \"path\": %u, \"uops\": %u, \"uop_path\": %u, "
		"\"budget\": %u, \"reason\": ", i.instructions, i.path, i.uops, i.uop_path, i.budget);
	json_string(stderr, i.reason);
	fputc('}', stderr);
}

/* The same in a line, of a filter alone. */
static void filter_print(const struct run *r)
{
	struct weir_filter_info i = { .size = sizeof(i) };

	if (weir_filter_info(r->w, &i) || i.mode == WEIR_FILTER_NONE || !mode_name(i.mode))
		return;
	fprintf(stderr, "note: filter: %s%s%s\n", mode_name(i.mode), *i.reason ? ": " : "", i.reason);
}

static int report_json(struct run *r, const struct stats *s)
{
	bool ok;

	fputs("{\"device\": ", stderr);
	json_string(stderr, r->o.device);
	filter_json(r);
	fprintf(stderr, ", \"frames\": %" PRIu64 ", \"dropped\": %" PRIu64 ", \"complete\": %s, ",
		r->frames, stats_dropped(s), r->over ? "true" : "false");
	stats_json(stderr, s);
	fputs(", ", stderr);
	ok = account_json(stderr, s, r->over);
	fputs(", ", stderr);
	remarks_json(stderr, r->w);
	fputs("}\n", stderr);
	return ok ? 0 : EXIT_ERROR;
}

static int report(struct run *r, const struct stats *s)
{
	uint64_t rejected = stats_get(s, "tap.filtered") + stats_get(s, "lib.filtered");

	if (r->o.stats == STATS_JSON)
		return report_json(r, s);
	remarks_print(stderr, r->w);
	filter_print(r);
	fprintf(stderr, "%" PRIu64 " frames captured%s\n", r->frames,
		r->interrupted ? ", interrupted" : "");
	if (rejected)
		fprintf(stderr, "%" PRIu64 " frames rejected by the filter\n", rejected);
	fprintf(stderr, "%" PRIu64 " frames dropped\n", stats_dropped(s));
	if (r->o.stats == STATS_TABLE)
		stats_print(stderr, s);
	else if (account_ok(s, r->over))
		return 0;
	return account_print(stderr, s, r->over) ? 0 :
	       complain("the accounts do not add up: a fault of the card or of this program");
}

static int strict_check(const struct run *r, const struct stats *s)
{
	static const char *const unplayed[] = { "sim.skipped_short", "sim.skipped_long", "sim.cut",
						"sim.backward", "sim.bad_time" };
	uint64_t n = 0;
	size_t i;

	if (!r->o.strict)
		return 0;
	for (i = 0; i < sizeof(unplayed) / sizeof(unplayed[0]); i++)
		n += stats_get(s, unplayed[i]);
	if (n)
		return complain("strict: %" PRIu64 " %s not played as %s", n,
				n > 1 ? "records were" : "record was", n > 1 ? "they are" : "it is");
	if (stats_dropped(s))
		return complain("strict: %" PRIu64 " %s dropped", stats_dropped(s),
				stats_dropped(s) > 1 ? "frames were" : "frame was");
	return 0;
}

static int capture(struct run *r)
{
	struct stats s = { 0 };
	int status, ret;

	status = open_device(r);
	if (!status)
		status = open_output(r);
	if (status)
		return status;
	running = r->w;
	/* Not between lines on the same terminal, and not before JSON. */
	r->progress = (r->o.file || !isatty(STDOUT_FILENO)) && isatty(STDERR_FILENO) &&
		      r->o.stats != STATS_JSON;
	clock_gettime(CLOCK_MONOTONIC, &r->begin);
	r->last = r->begin;
	status = loop(r);
	running = NULL;
	show_progress(r, true);
	ret = stats_read(r->w, &s);
	if (ret && !status)
		status = complain("statistics: %s", strerror(-ret));
	ret = close_output(r, &s);
	status = status ? status : ret;
	ret = report(r, &s);
	status = status ? status : ret;
	return status ? status : strict_check(r, &s);
}

int cmd_capture(int argc, char **argv)
{
	struct run r = { 0 };
	int status = capture_parse(&r.o, argc, argv);

	if (!status) {
		catch_signals();
		status = capture(&r);
		weir_close(r.w);
	}
	capture_free(&r.o);
	return status < 0 ? EXIT_OK : status;
}
