/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * weir_savefile.h - write captured frames to a pcap or pcapng file
 *
 * As in weir.h: 0 or a negative errno value; one thread at a time for a writer, different writers
 * are independent.
 */
#ifndef WEIR_SAVEFILE_H
#define WEIR_SAVEFILE_H

#include "weir.h"

#ifdef __cplusplus
extern "C" {
#endif

struct weir_writer;	/* a savefile being written */

enum weir_format {
	WEIR_PCAP = 0,
	WEIR_PCAPNG = 1,
};

struct weir_writer_opts {
	size_t size;		/* sizeof(struct weir_writer_opts) */
	char *err;		/* as in struct weir_opts */
	size_t err_len;
	uint32_t format;	/* enum weir_format */
	uint32_t micro;		/* 1 = microseconds, 0 = nanoseconds */
	uint32_t snaplen;	/* as for weir_open(): frames are cut to it, tag included; 0 = max */
	uint32_t unbuffered;	/* 1 = write each frame at once */
	const char *interface;	/* pcapng: name of the interface, or NULL */
	const char *filter;	/* pcapng: filter expression, or NULL */
	const char *application;	/* pcapng: who writes, or NULL */
};

/**
 * weir_writer_open - begin a savefile
 * @out: the writer, NULL after an error
 * @path: the file, made or emptied; "-" is standard output
 * @opts: NULL for pcap with nanoseconds
 *
 * Return: 0 or a negative errno value; opts->err tells more. Any thread. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_writer_open(struct weir_writer **out, const char *path,
					const struct weir_writer_opts *opts);

/**
 * weir_write - append a frame, its lifted tag put back
 * @wr: the writer
 * @frame: the frame
 *
 * After an error of the file every later call gives that error again, and what the file holds ends
 * with a whole frame as far as the file can be cut.
 *
 * Return: 0 or a negative errno value. One thread at a time for a writer. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_write(struct weir_writer *wr, const struct weir_frame *frame);

/**
 * weir_writer_flush - pass what was written on to the file
 *
 * Return: 0 or a negative errno value. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_writer_flush(struct weir_writer *wr);

/**
 * weir_writer_close - end the savefile and free the writer
 * @wr: the writer
 * @received: frames the capture saw, for pcapng's statistics block
 * @dropped: frames the capture lost
 *
 * Return: 0 only if all of the file reached the kernel; else a negative errno value. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_writer_close(struct weir_writer *wr, uint64_t received,
					 uint64_t dropped);

/**
 * weir_writer_frames - frames that are in the file for certain. Since 0.1.
 */
WEIR_API uint64_t weir_writer_frames(const struct weir_writer *wr);

#ifdef __cplusplus
}
#endif
#endif
