// SPDX-License-Identifier: BSD-3-Clause
/*
 * captured.c - the frames that a capture gave, kept
 */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "captured.h"
#include "cbpf.h"

#define TAG_AT 12u
#define TAG_LEN 4u

struct weir *captured_open(const char *device, const struct weir_opts *how)
{
	char err[256] = "";
	struct weir_opts o = *how;
	struct weir *w;

	o.size = sizeof(o);
	o.err = err;
	o.err_len = sizeof(err);
	if (weir_open(&w, device, &o))
		fail_msg("%s", err);
	return w;
}

void captured_take(struct captured *c, struct weir *w, size_t n)
{
	const struct weir_frame *f;
	uint8_t *bytes;
	int ret = 0;

	while (c->n < n && (ret = weir_next(w, &f)) == 1) {
		if (!(c->n & (c->n - 1)))
			c->frame = realloc(c->frame, (c->n ? 2 * c->n : 1) * sizeof(*f));
		bytes = malloc(f->caplen + 1);
		assert_true(c->frame && bytes);
		memcpy(bytes, f->data, f->caplen);
		c->frame[c->n] = *f;
		c->frame[c->n++].data = bytes;
	}
	if (ret < 0 && ret != -ENODATA)
		fail_msg("%d: %s", ret, weir_error(w));
}

void captured_free(struct captured *c)
{
	while (c->n)
		free((void *)(uintptr_t)c->frame[--c->n].data);
	free(c->frame);
	c->frame = NULL;
}

/* docs/filter.md: the value counts the bytes of its view; in the wire's, the tag is four of them. */
uint32_t captured_keep(const struct weir_frame *f, const struct sock_fprog *p, int view)
{
	uint32_t keep = cbpf_run(p->filter, f, view);

	if (view == WEIR_VIEW_WIRE && f->vlan && keep > TAG_AT)
		keep = keep > TAG_AT + TAG_LEN ? keep - TAG_LEN : TAG_AT;
	return keep < f->caplen ? keep : f->caplen;
}

uint64_t captured_stat(struct weir *w, const char *name)
{
	uint64_t v = 0;

	if (weir_stat(w, name, &v))
		fail_msg("no statistic %s", name);
	return v;
}
