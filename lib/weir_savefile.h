/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * weir_savefile.h - write captured frames to a pcap or pcapng file, and read such files
 *
 * As in weir.h: 0 or a negative errno value; one thread at a time for a writer or reader, different
 * ones are independent. Errors of the file are those of open(2), write(2), ftruncate(2) and close(2),
 * such as -ENOSPC, -EDQUOT, -EFBIG, -EIO, and -EPIPE for a reader that has gone, if the program
 * ignores SIGPIPE.
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
	uint32_t snaplen;	/* bytes, 1 to WEIR_SNAPLEN_MAX: frames are cut to it, tag included;
				 * 0 = max */
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
 * Its first bytes are written at once.
 *
 * Return: 0; -EINVAL for options that make no sense, -E2BIG for a longer and newer opts, -EBUSY for
 * a file that this process has open, such as the savefile that is being played, -ENOENT, -EACCES,
 * -EISDIR, -EROFS and other errors of the file, -EBADF when standard output is closed, -ENOMEM.
 * opts->err tells of every error but -EINVAL for too small an opts->size. Any thread. Since 0.1.
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
 * Return: 0, or an error of the file, which may be that of a frame before. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_write(struct weir_writer *wr, const struct weir_frame *frame);

/**
 * weir_writer_flush - pass what was written on to the file
 * @wr: the writer
 *
 * Return: 0, or an error of the file. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_writer_flush(struct weir_writer *wr);

/**
 * weir_writer_close - end the savefile and free the writer
 * @wr: the writer, or NULL; gone afterwards, also after an error
 * @received: frames the capture saw, for pcapng's statistics block
 * @dropped: frames the capture lost, likewise
 *
 * Return: 0 only if all of the file reached the kernel; else an error of the file. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_writer_close(struct weir_writer *wr, uint64_t received,
					 uint64_t dropped);

/**
 * weir_writer_frames - frames that are in the file for certain
 * @wr: the writer
 *
 * Return: how many reached the kernel whole. Since 0.1.
 */
WEIR_API uint64_t weir_writer_frames(const struct weir_writer *wr);

struct weir_reader;	/* a savefile being read */

struct weir_reader_opts {
	size_t size;		/* sizeof(struct weir_reader_opts) */
	char *err;		/* as in struct weir_opts */
	size_t err_len;
};

/**
 * weir_reader_open - read a savefile, without a card
 * @out: the reader, NULL after an error
 * @path: a pcap or pcapng file; "-" is standard input
 * @opts: NULL to be told of an error only by its number
 *
 * Return: 0; -ENOENT, -EACCES, -EISDIR and other errors of the file, -ENODATA when it is empty, -EBADMSG when
 * it is no savefile, -EPROTOTYPE when it does not hold Ethernet frames, -EINVAL for too small an opts->size,
 * -E2BIG for a longer and newer opts, -ENOMEM. Any thread. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_reader_open(struct weir_reader **out, const char *path,
					const struct weir_reader_opts *opts);

/**
 * weir_reader_next - the next record, as the simulated card would give it
 * @rd: the reader
 * @out: the frame, valid until the next call; NULL unless there is one
 *
 * The outer tag is lifted, the packet type is that of the address which sim: has, a record that the file has
 * cut is as long as what is left. Records that are no frames, being too short or too long, are given, too.
 * hash and status are 0.
 *
 * Return: 1, 0 behind the last; -EBADMSG when the file is damaged, -ENOMEM: weir_reader_error() tells more.
 * Since 0.1.
 */
WEIR_API WEIR_MUST int weir_reader_next(struct weir_reader *rd, const struct weir_frame **out);

/**
 * weir_reader_error - what went wrong last
 * @rd: the reader
 *
 * Return: one line of text, "" if nothing did. Since 0.1.
 */
WEIR_API const char *weir_reader_error(const struct weir_reader *rd);

/**
 * weir_reader_close - close the savefile
 * @rd: the reader, or NULL
 *
 * Since 0.1.
 */
WEIR_API void weir_reader_close(struct weir_reader *rd);

#ifdef __cplusplus
}
#endif
#endif
