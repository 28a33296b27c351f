/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * answer.c - a case's answers: one line of "name=value", and what differs from what is expected
 */
#define _GNU_SOURCE
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include "family.h"

static struct {
	char line[8192], notes[8192];
	size_t used, noted;
	const struct fam_case *on;
	bool bad;
} a;

static void append(char *to, size_t size, size_t *used, const char *format, va_list args)
{
	int n = vsnprintf(to + *used, size - *used, format, args);

	if (n < 0 || (size_t)n >= size - *used) {
		fprintf(stderr, "t_family: a case has too much to say\n");
		exit(2);
	}
	*used += (size_t)n;
}

static void __attribute__((format(printf, 2, 3))) field(const char *name, const char *format, ...)
{
	va_list args;
	char value[300];

	va_start(args, format);
	vsnprintf(value, sizeof(value), format, args);
	va_end(args);
	for (char *c = value; *c; c++)
		if (*c == ' ' || *c == '\n' || *c == '\t')
			*c = '_';
	a.used += (size_t)snprintf(a.line + a.used, sizeof(a.line) - a.used, " %s=%s", name, value);
	if (a.used >= sizeof(a.line)) {
		fprintf(stderr, "t_family: a case has too much to say\n");
		exit(2);
	}
}

void note(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	append(a.notes, sizeof(a.notes), &a.noted, format, args);
	va_end(args);
}

static void differs(const char *name, const char *want)
{
	a.bad = true;
	note("#   %s: expected %s\n", name, want);
}

long call(const char *name, long ret, int want)
{
	int err = ret < 0 ? errno : 0;
	const char *text = err ? strerrorname_np(err) : "ok";

	/* 524 has no name in the C library. */
	field(name, "%s", text ? text : "E?");
	if (!text)
		note("#   %s: errno %d\n", name, err);
	if (want != ANY_ERR && err != want)
		differs(name, want ? strerrorname_np(want) : "ok");
	return ret;
}

void num(const char *name, int64_t value, int64_t want)
{
	char text[32];

	field(name, "%lld", (long long)value);
	snprintf(text, sizeof(text), "%lld", (long long)want);
	if (want != ANY && value != want)
		differs(name, text);
}

void hex(const char *name, uint64_t value, int64_t want)
{
	char text[32];

	field(name, "%#llx", (unsigned long long)value);
	snprintf(text, sizeof(text), "%#llx", (unsigned long long)want);
	if (want != ANY && value != (uint64_t)want)
		differs(name, text);
}

void yes(const char *name, bool is)
{
	field(name, "%s", is ? "yes" : "no");
	if (!is)
		differs(name, "yes");
}

void word(const char *name, const char *value, const char *want)
{
	field(name, "%s", value);
	if (want && strcmp(value, want))
		differs(name, want);
}

static const char *part(int index, char text[12])
{
	if (index == fam.index)
		return "dev";
	if (index == fam.peer_index)
		return "peer";
	if (index == 1)
		return "lo";
	snprintf(text, 12, index > 0 ? "other" : "%d", index);
	return text;
}

void where(const char *name, int index, int want)
{
	char is[12], expected[12];

	field(name, "%s", part(index, is));
	if (index != want)
		differs(name, part(want, expected));
}

static const char *whose(const uint8_t *mac)
{
	static const uint8_t none[MAC_LEN];

	if (!memcmp(mac, fam.mac, MAC_LEN))
		return "dev";
	if (!memcmp(mac, fam.peer_mac, MAC_LEN))
		return "peer";
	return memcmp(mac, none, MAC_LEN) ? "other" : "0";
}

void station(const char *name, const uint8_t *mac, const uint8_t *want)
{
	field(name, "%s", whose(mac));
	if (memcmp(mac, want, MAC_LEN))
		differs(name, whose(want));
}

void skip(const char *why)
{
	field("skipped", "%s", why);
}

void stop(const char *what)
{
	const char *text = strerrorname_np(errno);

	field("stopped", "%s:%s", what, text ? text : "E?");
	differs("stopped", "to the end");
	answer_print(a.on);
	exit(1);
}

bool answer_print(const struct fam_case *c)
{
	a.on = c;
	if (!a.used && !a.bad) {
		/* Called at the beginning, to know the case should it stop. */
		return true;
	}
	printf("%s - %s.%s%s\n%s", a.bad ? "not ok" : "ok", c->number, c->name, a.line, a.notes);
	fflush(stdout);
	return !a.bad;
}
