/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sink.h - a file that ends with a whole record whatever happens
 */
#ifndef WEIR_SINK_H
#define WEIR_SINK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sink {
	int fd;
	bool own;		/* not standard output */
	bool regular;		/* can be cut */
	int err;		/* first error, sticky */
	uint64_t pos;		/* file offset of what is buffered */
	uint8_t *buf;
	size_t used;
	uint64_t records;	/* in the file */
	uint64_t buffered;	/* not yet */
};

/* -EBUSY: this process has the file open, and would empty what it reads. */
int sink_open(struct sink *s, const char *path);
/* Room for a record of n bytes; NULL after an error. */
uint8_t *sink_room(struct sink *s, size_t n);
/* The record was put there. frames: how many frames it is, 0 or 1. */
void sink_done(struct sink *s, size_t n, unsigned int frames);
int sink_flush(struct sink *s);
/* The first error of all, that of closing included. */
int sink_close(struct sink *s);

#endif
