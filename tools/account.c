// SPDX-License-Identifier: BSD-3-Clause
/*
 * account.c - every frame's fate: sums that must work out
 */
#include <string.h>

#include "tool.h"

/* A sum: total = the terms. Names that the device does not have count as 0 and are not shown. */
struct sum {
	const char *name;
	const char *total;
	const char *terms[14];
	bool at_end;	/* holds only when all has been played and read */
};

static const struct sum sums[] = {
	{ "savefile", "sim.records",
	  { "sim.skipped_short", "sim.skipped_long", "sim.frames" }, true },
	{ "wire", "sim.played_frames", { "port.rx_frames" }, true },
	{ "port", "port.rx_frames",
	  { "port.err_bad", "port.err_runt", "port.err_long", "port.overflow", "port.unmatched",
	    "port.matched", "port.in_flight" }, false },
	{ "tap", "tap.matched",
	  { "tap.delivered", "tap.filtered", "tap.drop_no_block", "tap.drop_backlog", "tap.drop_dma",
	    "tap.drop_reset", "tap.drop_stopped", "tap.pending" }, false },
	{ "library", "tap.delivered", { "lib.frames", "lib.filtered" }, true },
};

static const char *short_name(const char *name)
{
	const char *dot = strchr(name, '.');

	return dot ? dot + 1 : name;
}

/* Whether the sum applies to this device and moment. */
static bool applies(const struct sum *m, const struct stats *s, bool over)
{
	if (!stats_has(s, m->total) || (m->at_end && !over))
		return false;
	/* A kernel's own interface counters say nothing of this capture. */
	return strcmp(m->name, "port") || stats_has(s, "port.matched");
}

static uint64_t sum_up(const struct sum *m, const struct stats *s)
{
	uint64_t sum = 0;
	size_t i;

	for (i = 0; m->terms[i]; i++)
		sum += stats_get(s, m->terms[i]);
	return sum;
}

static bool adds_up(const struct sum *m, const struct stats *s)
{
	return stats_get(s, m->total) == sum_up(m, s);
}

bool account_ok(const struct stats *s, bool over)
{
	size_t i;

	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++)
		if (applies(&sums[i], s, over) && !adds_up(&sums[i], s))
			return false;
	return true;
}

bool account_print(FILE *f, const struct stats *s, bool over)
{
	size_t i, k;

	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		const struct sum *m = &sums[i];
		const char *sep = "=";

		if (!applies(m, s, over))
			continue;
		fprintf(f, "%-8s %s %llu", m->name, short_name(m->total),
			(unsigned long long)stats_get(s, m->total));
		for (k = 0; m->terms[k]; k++) {
			if (!stats_has(s, m->terms[k]))
				continue;
			fprintf(f, " %s %s %llu", sep, short_name(m->terms[k]),
				(unsigned long long)stats_get(s, m->terms[k]));
			sep = "+";
		}
		fprintf(f, "%s\n", adds_up(m, s) ? "" : "  <- DOES NOT ADD UP");
	}
	return account_ok(s, over);
}

bool account_json(FILE *f, const struct stats *s, bool over)
{
	bool first = true;
	size_t i;

	fputs("\"accounts\": [", f);
	for (i = 0; i < sizeof(sums) / sizeof(sums[0]); i++) {
		const struct sum *m = &sums[i];

		if (!applies(m, s, over))
			continue;
		fprintf(f, "%s{\"name\": \"%s\", \"total\": %llu, \"sum\": %llu, \"ok\": %s}",
			first ? "" : ", ", m->name, (unsigned long long)stats_get(s, m->total),
			(unsigned long long)sum_up(m, s), adds_up(m, s) ? "true" : "false");
		first = false;
	}
	fputc(']', f);
	return account_ok(s, over);
}
