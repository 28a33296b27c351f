/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * savefile.h - the savefile of the guest's own programs: how it is made, received, compared
 *
 * Of its frames, number n is of the kind n % KINDS, and its data says n. The last one is a broadcast: it
 * comes whatever a device was told to receive, and after it no other. Times are nanoseconds since 1970.
 */
#ifndef TEST_GUEST_SAVEFILE_H
#define TEST_GUEST_SAVEFILE_H

#include <stdint.h>

/* A line "ok - ..." or "not ok - ..."; the sum of what was not is in `bad`. */
void say(int good, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
extern int bad;
/* Asks for the next pass of the savefile. */
void play(void);

#define FRAMES	48
#define KINDS	10
#define STATION	{ 0x02, 0x57, 0x45, 0x49, 0x52, 0x01 }

struct kind {
	uint8_t to[6];
	uint32_t bytes;		/* in the savefile, with tags */
	uint16_t tpid, tci;	/* of the tag that the card lifts, tpid 0: there is none */
	uint16_t tpid2, tci2;	/* of one behind it */
};
extern const struct kind kinds[KINDS];

struct savefile {
	int64_t ns[FRAMES];
	uint64_t cycle[FRAMES];		/* of the card, in which it begins; the first one in 0 */
};
/* 0, or -1 with a line on stderr. */
int savefile_make(const char *path);
int savefile_read(struct savefile *file, const char *path);

/* A socket that sees what the device receives, each frame with its tag and its stamp; -1: with a line. */
int frames_open(const char *dev);
/* Takes the next frame: its number, with *stamp its time by hardware or 0. Length, address and tag have been
 * compared. -1 with a line: another frame, or none for some seconds. */
int frames_next(int fd, int64_t *stamp);

#endif
