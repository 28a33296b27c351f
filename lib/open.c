// SPDX-License-Identifier: BSD-3-Clause
/*
 * open.c - opens and closes a capture, whatever the device is
 */
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "weir_int.h"

/* Given by the Makefile from the file VERSION. */
#ifndef WEIR_VERSION
#define WEIR_VERSION "unknown"
#endif

static const struct {
	const char *prefix;
	const struct transport *tr;
} transports[] = {
	{ "sim:", &weir_sim },
	{ "afpacket:", &weir_afpacket },
};

int weir_fail(struct weir *w, int ret, const char *fmt, ...)
{
	va_list ap;
	char *p;

	va_start(ap, fmt);
	vsnprintf(w->err, sizeof(w->err), fmt, ap);
	va_end(ap);
	/* One line, whatever is quoted in it. */
	for (p = w->err; *p; p++)
		if (*p > 0 && *p < ' ')
			*p = ' ';
	return ret;
}

const char *weir_error(const struct weir *w)
{
	return w->err;
}

const char *weir_version(void)
{
	return WEIR_VERSION;
}

static int find_transport(struct weir *w, const char *device, const char **arg)
{
	size_t i;

	for (i = 0; i < ARRAY_SIZE(transports); i++) {
		size_t n = strlen(transports[i].prefix);

		if (!strncmp(device, transports[i].prefix, n)) {
			w->tr = transports[i].tr;
			*arg = device + n;
			return 0;
		}
	}
	if (weir_socket_takes(device)) {
		w->tr = &weir_socket;
		*arg = device;
		return 0;
	}
	return weir_fail(w, -EINVAL,
			 "unknown device \"%.60s\": it is sim:FILE, afpacket:IF or weir0", device);
}

static int make_desc(struct weir *w)
{
	static const struct weir_stat_desc lib[LIB_STATS] = {
		[LIB_FRAMES] = { "lib.frames", "Frames given to the application.", 0 },
		[LIB_FILTERED] = { "lib.filtered",
				   "Frames that the library's filter or the direction rejected.", 0 },
		[LIB_CORRUPT] = { "lib.corrupt",
				  "Blocks that contradicted themselves and were not read to the end.", 0 },
		[LIB_SEQ] = { "lib.seq", "Blocks whose sequence number was not the next one.", 0 },
	};
	size_t n = w->tr->stat_n;

	w->stat_desc = calloc(n + LIB_STATS, sizeof(*w->stat_desc));
	if (!w->stat_desc)
		return weir_fail(w, -ENOMEM, "no memory");
	memcpy(w->stat_desc, w->tr->stat_desc, n * sizeof(*w->stat_desc));
	memcpy(w->stat_desc + n, lib, sizeof(lib));
	return 0;
}

static int open_parts(struct weir *w, const char *device)
{
	const char *arg = "";
	int ret;

	if (snprintf(w->device, sizeof(w->device), "%s", device) >= (int)sizeof(w->device))
		return weir_fail(w, -EINVAL, "the device's name is longer than %zu bytes",
				 sizeof(w->device) - 1);
	ret = find_transport(w, device, &arg);
	if (!ret)
		ret = weir_opts_check(w);
	if (!ret)
		ret = make_desc(w);
	if (ret)
		return ret;
	w->brk_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	if (w->brk_fd < 0)
		return weir_fail(w, -errno, "no descriptor: %s", strerror(errno));
	w->ring.block_size = w->opts.block_size;
	w->ring.block_nr = w->opts.block_nr;
	w->ring.priv_size = w->opts.priv_size;
	ret = w->tr->open(w, arg);
	return ret ? ret : ring_init(w);
}

/* A failed open has no handle to ask; its words go to the caller's buffer. */
static void tell(const struct weir_opts *opts, const char *text)
{
	if (opts && opts->err && opts->err_len)
		snprintf(opts->err, opts->err_len, "%s", text);
}

int weir_open(struct weir **out, const char *device, const struct weir_opts *opts)
{
	struct weir *w;
	int ret;

	*out = NULL;
	w = calloc(1, sizeof(*w));
	if (!w)
		return -ENOMEM;
	w->brk_fd = -1;
	pthread_mutex_init(&w->lock, NULL);
	pthread_cond_init(&w->cond, NULL);
	ret = weir_opts_load(&w->opts, opts);
	if (ret == -EINVAL) {
		/* The rest of opts may not be there. */
		opts = NULL;
	} else if (ret) {
		weir_fail(w, ret, "the options are of a newer version of the library and not all of "
			  "them are known to this one (%s)", WEIR_VERSION);
	} else if (!device) {
		ret = weir_fail(w, -EINVAL, "no device named");
	} else {
		ret = open_parts(w, device);
	}
	tell(opts, w->err);
	if (ret) {
		weir_close(w);
		return ret;
	}
	*out = w;
	return 0;
}

int weir_start(struct weir *w)
{
	int ret;

	if (w->started)
		return 0;
	if (w->opts.flags & WEIR_LOOK)
		return weir_fail(w, -EPERM, "%.80s was opened to look at, not to capture", w->device);
	if (w->fault)
		return w->fault;
	ret = w->tr->snaplen(w, filter_snaplen(w));
	if (!ret)
		ret = w->tr->start(w);
	if (ret)
		w->fault = ret;
	else
		w->started = true;
	return ret;
}

void weir_close(struct weir *w)
{
	if (!w)
		return;
	if (w->tp)
		w->tr->close(w);
	ring_free(w);
	filter_put(w->filter);
	if (w->brk_fd >= 0)
		close(w->brk_fd);
	pthread_cond_destroy(&w->cond);
	pthread_mutex_destroy(&w->lock);
	free(w->stat_desc);
	free(w);
}
