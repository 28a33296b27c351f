// SPDX-License-Identifier: BSD-3-Clause
/*
 * device.c - weir stat of a card's network interface: all that it counts, whoever captures from it
 */
#include <errno.h>
#include <inttypes.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tool.h"

static volatile sig_atomic_t over;

static void stop(int sig)
{
	(void)sig;
	over = 1;
}

static void show(const struct weir_device_stat *v, size_t n, const struct weir_device_stat *before)
{
	size_t i;

	for (i = 0; i < n; i++) {
		printf("%-22s %14" PRIu64, v[i].name, v[i].value);
		/* A gauge may fall. */
		if (before)
			printf("  %+" PRId64, (int64_t)(v[i].value - before[i].value));
		putchar('\n');
	}
}

static void show_json(const char *device, const struct weir_device_stat *v, size_t n)
{
	size_t i;

	fputs("{\"device\": ", stdout);
	json_string(stdout, device);
	fputs(", \"stats\": {", stdout);
	for (i = 0; i < n; i++) {
		fputs(i ? ", " : "", stdout);
		json_string(stdout, v[i].name);
		printf(": %" PRIu64, v[i].value);
	}
	puts("}}");
}

/* 0, or an exit status with the reason told. */
static int take(const char *device, struct weir_device_stat **v, size_t *n)
{
	int ret = weir_device_stats(device, v, n);

	if (!ret)
		return 0;
	if (ret == -ENODEV)
		return complain("there is no interface %s; see weir list", device);
	return complain("%s: statistics: %s", device, strerror(-ret));
}

/* The same counters as before? Another driver may have got the name. */
static bool alike(const struct weir_device_stat *a, size_t an, const struct weir_device_stat *b, size_t bn)
{
	size_t i;

	for (i = 0; i < an && an == bn; i++)
		if (strcmp(a[i].name, b[i].name))
			return false;
	return an == bn;
}

int device_stat(const char *device, bool json, unsigned int interval)
{
	const struct sigaction on_stop = { .sa_handler = stop };
	struct weir_device_stat *v, *before = NULL;
	size_t n, before_n = 0;
	int status;

	if (interval) {
		sigaction(SIGINT, &on_stop, NULL);
		sigaction(SIGTERM, &on_stop, NULL);
	}
	for (;;) {
		struct timespec wait = { .tv_sec = interval };

		status = take(device, &v, &n);
		if (status)
			break;
		if (json)
			show_json(device, v, n);
		else
			show(v, n, before && alike(v, n, before, before_n) ? before : NULL);
		fflush(stdout);
		weir_device_stats_free(before);
		before = v;
		before_n = n;
		if (!interval || over || ferror(stdout) || nanosleep(&wait, NULL) || over)
			break;
		if (!json)
			putchar('\n');
	}
	weir_device_stats_free(before);
	return status;
}
