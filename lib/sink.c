// SPDX-License-Identifier: BSD-3-Clause
/*
 * sink.c - a file that ends with a whole record whatever happens
 *
 * Only whole records are handed to the kernel. When it takes less of them, as on a full disk, the
 * file is cut back to where it was before, so that what is there can be read.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sink.h"

#define SINK_BYTES (1u << 20)
/* Descriptors looked at: a process has few, and the savefile's is among the first. */
#define FDS_MAX 1024

static bool is_open_here(const struct stat *st, int self)
{
	struct stat other;
	int fd;

	for (fd = 0; fd < FDS_MAX; fd++)
		if (fd != self && !fstat(fd, &other) && other.st_dev == st->st_dev &&
		    other.st_ino == st->st_ino)
			return true;
	return false;
}

static int open_path(struct sink *s, const char *path)
{
	struct stat st;

	s->fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0666);
	if (s->fd < 0)
		return -errno;
	s->own = true;
	if (fstat(s->fd, &st))
		return -errno;
	s->regular = S_ISREG(st.st_mode);
	if (!s->regular)
		return 0;
	if (is_open_here(&st, s->fd))
		return -EBUSY;
	return ftruncate(s->fd, 0) ? -errno : 0;
}

static int open_stdout(struct sink *s)
{
	struct stat st;
	off_t at;

	s->fd = STDOUT_FILENO;
	if (fstat(s->fd, &st))
		return -errno;
	at = lseek(s->fd, 0, SEEK_CUR);
	s->regular = S_ISREG(st.st_mode) && at >= 0;
	s->pos = s->regular ? (uint64_t)at : 0;
	return 0;
}

int sink_open(struct sink *s, const char *path)
{
	int ret;

	memset(s, 0, sizeof(*s));
	s->fd = -1;
	ret = strcmp(path, "-") ? open_path(s, path) : open_stdout(s);
	if (!ret) {
		s->buf = malloc(SINK_BYTES);
		ret = s->buf ? 0 : -ENOMEM;
	}
	if (ret && s->own)
		close(s->fd);
	return ret;
}

uint8_t *sink_room(struct sink *s, size_t n)
{
	if (s->err)
		return NULL;
	if (n > SINK_BYTES - s->used && sink_flush(s))
		return NULL;
	return n <= SINK_BYTES - s->used ? s->buf + s->used : NULL;
}

void sink_done(struct sink *s, size_t n, unsigned int frames)
{
	s->used += n;
	s->buffered += frames;
}

int sink_flush(struct sink *s)
{
	size_t done = 0;
	ssize_t n;

	if (s->err)
		return s->err;
	while (done < s->used) {
		n = write(s->fd, s->buf + done, s->used - done);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0) {
			s->err = n ? -errno : -EIO;
			/* Nothing more can be done if even this fails. */
			if (s->regular && ftruncate(s->fd, (off_t)s->pos))
				s->regular = false;
			return s->err;
		}
		done += (size_t)n;
	}
	s->pos += s->used;
	s->used = 0;
	s->records += s->buffered;
	s->buffered = 0;
	return 0;
}

int sink_close(struct sink *s)
{
	int ret = sink_flush(s);

	if (s->own && close(s->fd) && !ret)
		ret = -errno;
	free(s->buf);
	memset(s, 0, sizeof(*s));
	return ret;
}
