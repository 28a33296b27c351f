// SPDX-License-Identifier: BSD-3-Clause
/*
 * stats.c - the statistics of a capture, read and shown
 */
#include <errno.h>
#include <string.h>

#include "tool.h"

int stats_read(struct weir *w, struct stats *s)
{
	int ret;

	memset(s, 0, sizeof(*s));
	s->desc = weir_stats_desc(w, &s->n);
	if (s->n > STATS_MAX)
		s->n = STATS_MAX;
	ret = weir_stats(w, s->v, STATS_MAX);
	return ret < 0 ? ret : 0;
}

static const uint64_t *find(const struct stats *s, const char *name)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!strcmp(s->desc[i].name, name))
			return &s->v[i];
	return NULL;
}

uint64_t stats_get(const struct stats *s, const char *name)
{
	const uint64_t *v = find(s, name);

	return v ? *v : 0;
}

bool stats_has(const struct stats *s, const char *name)
{
	return find(s, name) != NULL;
}

uint64_t stats_dropped(const struct stats *s)
{
	uint64_t sum = stats_get(s, "port.overflow");
	size_t i;

	for (i = 0; i < s->n; i++)
		if (!strncmp(s->desc[i].name, "tap.drop_", 9))
			sum += s->v[i];
	return sum;
}

void stats_print(FILE *f, const struct stats *s)
{
	size_t i;

	for (i = 0; i < s->n; i++)
		fprintf(f, "%-22s %14llu  %s\n", s->desc[i].name, (unsigned long long)s->v[i],
			s->desc[i].text);
}

void stats_json(FILE *f, const struct stats *s)
{
	size_t i;

	fputs("\"stats\": {", f);
	for (i = 0; i < s->n; i++) {
		fputs(i ? ", " : "", f);
		json_string(f, s->desc[i].name);
		fprintf(f, ": %llu", (unsigned long long)s->v[i]);
	}
	fputc('}', f);
}

void remarks_print(FILE *f, struct weir *w)
{
	char text[256];
	size_t i;

	for (i = 0; weir_remark(w, i, text, sizeof(text)) == 1; i++)
		fprintf(f, "note: %s\n", text);
}

void remarks_json(FILE *f, struct weir *w)
{
	char text[256];
	size_t i;

	fputs("\"remarks\": [", f);
	for (i = 0; weir_remark(w, i, text, sizeof(text)) == 1; i++) {
		fputs(i ? ", " : "", f);
		json_string(f, text);
	}
	fputc(']', f);
}
