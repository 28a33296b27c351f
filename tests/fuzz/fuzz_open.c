// SPDX-License-Identifier: BSD-3-Clause
/*
 * fuzz_open.c - any device string, options, filter expression and filter program
 *
 * Nothing that could be opened: names of files and interfaces are kept from existing.
 */
#include <linux/filter.h>
#include <stdlib.h>

#include "blocks.h"
#include "sim_args.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void device(const char *text, const uint8_t *data, size_t size)
{
	struct weir_opts o = { 0 };
	char err[64], name[300] = "afpacket:?";
	struct sim_args a;
	struct weir *w;

	if (size > sizeof(o))
		size = sizeof(o);
	memcpy(&o, data, size);
	o.size = data[0] & 1 ? sizeof(o) : o.size % sizeof(o);
	o.err = err;
	o.err_len = sizeof(err);
	memset(err, 'x', sizeof(err));
	if (!sim_args_parse(&a, text, err, sizeof(err)) && (!a.file || !a.loop || a.stall > 900))
		abort();
	sim_args_free(&a);
	strncat(name, text, 200);
	if (!weir_open(&w, data[0] & 2 ? name : text + strspn(text, "sa"), &o) || w)
		abort();
	if (o.size >= offsetof(struct weir_opts, snaplen) && !memchr(err, 0, sizeof(err)))
		abort();
}

static void filter(const char *text, const uint8_t *data, size_t size)
{
	struct sock_fprog p = { (uint16_t)(size / sizeof(struct sock_filter)), NULL };
	struct sock_filter *prog = malloc(size + 1);
	struct weir_filter_info info = { .size = sizeof(info) };
	struct weir *w = test_open(1, 0);
	const struct weir_frame *f;

	memcpy(prog, data, size);
	p.filter = prog;
	test_begin(w, 0, 1);
	test_add(w, 0, data[0], 300);
	test_give(w, 0);
	if (data[0] & 1 ? weir_set_filter(w, text) : weir_set_filter_prog(w, &p, data[0] >> 1 & 1)) {
		if (!*weir_error(w) || strchr(weir_error(w), '\n'))
			abort();
	} else if (weir_filter_info(w, &info) || info.path > info.instructions) {
		abort();
	}
	if (weir_next(w, &f) < 0)
		abort();
	weir_close(w);
	free(prog);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char text[256];
	size_t n;

	if (size < 2)
		return 0;
	n = size - 1 < sizeof(text) - 1 ? size - 1 : sizeof(text) - 1;
	memcpy(text, data + 1, n);
	text[n] = '\0';
	if (data[0] & 128)
		device(text, data + 1, size - 1);
	else
		filter(text, data + 1, size - 1);
	return 0;
}
