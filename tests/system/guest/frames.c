// SPDX-License-Identifier: BSD-3-Clause
/*
 * frames.c - the frames of a savefile that a net device receives and those it does not, as it is set up
 *
 *   frames make FILE                      on the host: the savefile that the card is to play, with hold=each
 *   frames see NETDEV FILE WHAT KIND...   in the guest: one pass of it
 *
 * Of that pass these kinds come, in the savefile's order, and no others; each is stamped by hardware with the
 * time that FILE has for it.
 *
 * A kind is a number, see savefile.c; kind 7 comes always. What is seen is told by a TAP line with WHAT.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "phc.h"
#include "savefile.h"

static int see(const char *dev, const char *path, const char *what, int kind_nr, char **kind)
{
	struct hwtstamp_config cfg = { .rx_filter = HWTSTAMP_FILTER_ALL };
	unsigned int want = 1U << (FRAMES - 1) % KINDS, seen = 0, stamped = 0, due = 0;
	struct savefile file;
	int64_t stamp;
	int i, fd, n;

	for (i = 0; i < kind_nr; i++)
		want |= 1U << (unsigned int)strtoul(kind[i], NULL, 10) % KINDS;
	if (savefile_read(&file, path) || stamp_set(dev, &cfg))
		return 1;
	fd = frames_open(dev);
	if (fd < 0)
		return 1;
	play();
	for (i = 0; i < FRAMES; i++) {
		if (!(want >> (unsigned int)i % KINDS & 1))
			continue;
		due++;
		n = frames_next(fd, &stamp);
		if (n != i) {
			say(0, "%s: frame %d is due, %d came", what, i, n);
			return 1;
		}
		seen++;
		stamped += stamp == file.ns[i];
	}
	close(fd);
	say(seen == due && stamped == due, "%s: %u of %u frames came, %u with their time to the nanosecond",
	    what, seen, due, stamped);
	return !!bad;
}

int main(int argc, char **argv)
{
	setvbuf(stdout, NULL, _IOLBF, 0);
	if (argc == 3 && !strcmp(argv[1], "make"))
		return savefile_make(argv[2]) ? 1 : 0;
	if (argc >= 5 && !strcmp(argv[1], "see"))
		return see(argv[2], argv[3], argv[4], argc - 5, argv + 5);
	fprintf(stderr, "usage: frames make FILE | frames see NETDEV FILE WHAT KIND...\n");
	return 2;
}
