// SPDX-License-Identifier: BSD-3-Clause
/*
 * device.c - what a card's network interface counts, whoever captures from it
 */
#include <inttypes.h>
#include <string.h>
#include <time.h>

#include "tool.h"

/* Of a WEIR card's interface alone: another's have their own names, which say nothing of a capture. */
static size_t counters(struct weir *w, struct weir_device_stat **v, int *ret)
{
	struct weir_info i = { .size = sizeof(i) };
	size_t n = 0;

	*v = NULL;
	*ret = 0;
	weir_info(w, &i);
	if (!strcmp(i.transport, "socket"))
		*ret = weir_device_stats(i.device, v, &n);
	return n;
}

void device_print(struct weir *w)
{
	struct weir_device_stat *v;
	int ret;
	size_t i, n = counters(w, &v, &ret);

	if (ret)
		printf("note: the interface's counters: %s\n", strerror(-ret));
	for (i = 0; i < n; i++)
		printf("%s%-22s %14" PRIu64 "\n", i ? "" : "\nall of the interface:\n", v[i].name,
		       v[i].value);
	weir_device_stats_free(v);
}

void device_json(struct weir *w)
{
	struct weir_device_stat *v;
	int ret;
	size_t i, n = counters(w, &v, &ret);

	for (i = 0; i < n; i++) {
		fputs(i ? ", " : ", \"device_stats\": {", stdout);
		json_string(stdout, v[i].name);
		printf(": %" PRIu64, v[i].value);
	}
	if (n)
		putchar('}');
	weir_device_stats_free(v);
}

bool again(unsigned int seconds)
{
	struct timespec wait = { .tv_sec = seconds };

	if (fflush(stdout))
		return false;
	return !nanosleep(&wait, NULL);
}
