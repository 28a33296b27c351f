// SPDX-License-Identifier: BSD-3-Clause
/*
 * sim_args.c - what follows "sim:": FILE[,key=value...]
 */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "item.h"
#include "sim_args.h"

#define KEYS "pace, loop, strict, trace, seed, stall, error, mac"
/* More than that and the bus as good as stands still. */
#define STALL_MAX 900

/* The next item; *text is moved behind it, NULL: it was the last one. */
static char *item(const char **text)
{
	char *out = malloc(strlen(*text) + 1);

	if (out)
		*text = weir_item(*text, out);
	return out;
}

static int number(const char *key, const char *val, uint64_t min, uint64_t max, uint64_t *out,
		  char *err, size_t err_len)
{
	char *end;

	errno = 0;
	*out = strtoull(val, &end, 0);
	/* strtoull takes a sign and spaces. */
	if (*val >= '0' && *val <= '9' && !*end && !errno && *out >= min && *out <= max)
		return 0;
	snprintf(err, err_len, "%s=%.40s: not a number from %llu to %llu", key, val,
		 (unsigned long long)min, (unsigned long long)max);
	return -EINVAL;
}

static int set_mac(struct sim_args *a, const char *val, char *err, size_t err_len)
{
	static const char hex[] = "0123456789abcdefABCDEF";
	size_t i;

	for (i = 0; i < 6; i++, val += 3) {
		if (strspn(val, hex) != 2 || val[2] != (i < 5 ? ':' : '\0')) {
			snprintf(err, err_len, "mac: not an address like 02:00:00:00:00:01");
			return -EINVAL;
		}
		a->mac[i] = (uint8_t)strtoul(val, NULL, 16);
	}
	return 0;
}

static int set_words(struct sim_args *a, const char *key, const char *val, char *err,
		     size_t err_len)
{
	if (!strcmp(key, "pace")) {
		a->line = !strcmp(val, "line");
		if (a->line || !strcmp(val, "recorded"))
			return 0;
		snprintf(err, err_len, "pace=%.40s: it is line or recorded", val);
		return -EINVAL;
	}
	if (!strcmp(key, "trace")) {
		free(a->trace);
		a->trace = strdup(val);
		if (a->trace && *val)
			return 0;
		snprintf(err, err_len, "trace=FILE: no file named");
		return a->trace ? -EINVAL : -ENOMEM;
	}
	snprintf(err, err_len, "unknown key \"%.40s\"; there are " KEYS, key);
	return -EINVAL;
}

static int set(struct sim_args *a, const char *key, const char *val, char *err, size_t err_len)
{
	uint64_t n;
	int ret;

	if (!strcmp(key, "strict") && !val) {
		a->strict = true;
		return 0;
	}
	if (!val) {
		snprintf(err, err_len, "\"%.40s\" is no key=value (a comma of a file's name is written \\,); "
			 "keys are " KEYS, key);
		return -EINVAL;
	}
	if (!strcmp(key, "mac"))
		return set_mac(a, val, err, err_len);
	if (!strcmp(key, "seed"))
		return number(key, val, 0, UINT64_MAX, &a->seed, err, err_len);
	if (!strcmp(key, "loop") && !strcmp(val, "forever")) {
		a->loop = UINT32_MAX;
		return 0;
	}
	if (!strcmp(key, "loop")) {
		ret = number(key, val, 1, UINT32_MAX - 1, &n, err, err_len);
		a->loop = (uint32_t)n;
		return ret;
	}
	if (!strcmp(key, "stall")) {
		ret = number(key, val, 0, STALL_MAX, &n, err, err_len);
		a->stall = (uint32_t)n;
		return ret;
	}
	if (!strcmp(key, "error")) {
		ret = number(key, val, 0, 1000000, &n, err, err_len);
		a->error = (uint32_t)n;
		return ret;
	}
	return set_words(a, key, val, err, err_len);
}

int sim_args_parse(struct sim_args *a, const char *text, char *err, size_t err_len)
{
	int ret = 0;

	memset(a, 0, sizeof(*a));
	a->loop = 1;
	memcpy(a->mac, (const uint8_t[6])SIM_MAC, sizeof(a->mac));
	a->file = item(&text);
	if (!a->file)
		return -ENOMEM;
	while (text && !ret) {
		char *key = item(&text), *val;

		if (!key)
			return -ENOMEM;
		val = strchr(key, '=');
		if (val)
			*val++ = '\0';
		ret = set(a, key, val, err, err_len);
		free(key);
	}
	return ret;
}

void sim_args_free(struct sim_args *a)
{
	free(a->file);
	free(a->trace);
	memset(a, 0, sizeof(*a));
}
