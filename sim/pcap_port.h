/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * pcap_port.h - the frames of a savefile (pcap, pcapng) as what comes in at the card's port
 *
 * Every record of 14 to 9,600 captured bytes becomes a frame of these bytes. Shorter and longer ones
 * are skipped and counted. A record that the savefile has cut short is given as far as it goes, and
 * counted. A savefile is read through once before its first frame, so that a fault in it is known
 * before anything is simulated, and the share done can be told; a pipe ("-" or a FIFO) is not.
 *
 * The first frame begins when the card is idle, but 2,048 cycles later at the latest: a tap that was just
 * started has read its first block then, and misses none.
 *
 * Pace `line`: back to back at 10 Gb/s. The distance between the first beats of two frames is that of
 * weir_dev_line_eighths(), whole cycles, exact on average (an eighth of a cycle is carried over). The
 * card's clock is set at the first frame's first beat, to its time stamp, and runs on from there.
 *
 * Pace `recorded`: a frame begins in cycle floor(c + (t - t0) * 156.25 MHz), c and t0 being those of the
 * first frame: every forward step is exact to one cycle, and none adds up. When that is before
 * 10 Gb/s allow it, it begins as early as they do (`squeezed`), and the frames behind it fall back on
 * their own times as soon as there is room. While the card is idle the time is jumped. At each
 * frame's first beat the card's clock is set to t, so a time stamp comes back as recorded, to the
 * nanosecond, also for a frame that was squeezed. A record older than the one before it gets that
 * one's time (`backward`); so does one whose time is not 0 to 999,999,999 ns after one of the seconds
 * 0 to 2^32 - 1 (`bad_time`). With `line`, times but the first are not looked at.
 *
 * With `keep_clock` frames do not set the card's clock, and it goes on as software set it.
 *
 * A line is not always right: with `bad` each so manyth frame is flagged as a MAC flags one with a wrong
 * FCS, and with `any_length` records of 1 to WEIR_DEV_FRAME_MAX bytes are frames, which the card then
 * counts as too short or too long. With `no_gap` a frame that is due follows the one before it in the next
 * cycle, closer than any pace of Ethernet: those that the card cannot let in it counts as overflow.
 *
 * Each further pass of `loop` goes on behind the last: its times are moved by the length of the
 * recording and the last frame's time on the wire, in whole microseconds, rounded up.
 */
#ifndef WEIR_PCAP_PORT_H
#define WEIR_PCAP_PORT_H

#include "device.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WEIR_PCAP_FRAME_MIN	14
#define WEIR_PCAP_FRAME_MAX	9600
#define WEIR_PCAP_LOOP_FOREVER	0xffffffffU
#define WEIR_PCAP_NOTES		8

enum weir_pcap_pace {
	WEIR_PCAP_LINE,
	WEIR_PCAP_RECORDED,
};

enum weir_pcap_what {
	/* Skipped: fewer bytes captured than a frame has, or more. With any_length: none, or more than
	 * WEIR_DEV_FRAME_MAX. */
	WEIR_PCAP_SHORT,		/* less than WEIR_PCAP_FRAME_MIN */
	WEIR_PCAP_LONG,			/* more than WEIR_PCAP_FRAME_MAX */
	WEIR_PCAP_CUT,			/* given, but the savefile holds only its beginning */
	WEIR_PCAP_BACKWARD,		/* recorded only */
	WEIR_PCAP_BAD_TIME,		/* recorded only */
	WEIR_PCAP_WHATS
};

struct weir_pcap_port;

struct weir_pcap_port_opts {
	size_t size;			/* sizeof(struct weir_pcap_port_opts) */
	enum weir_pcap_pace pace;
	unsigned int loop;		/* passes; 0 counts as 1 */
	int strict;			/* any record of enum weir_pcap_what is an error */
	int keep_clock;			/* the card's clock is not set */
	unsigned int bad;		/* each so manyth frame given is flagged bad; 0: none */
	int any_length;			/* frames that no card may receive are given, too */
	int no_gap;			/* nothing is left free between frames */
};

/* Of one pass: what the savefile holds. Known from the start, of a pipe as far as it was read. */
struct weir_pcap_port_summary {
	uint64_t records;
	uint64_t frames;		/* records that are given to the card */
	uint64_t bytes;			/* of these frames */
	uint64_t begin_ns;		/* time of the first one since 1970; 0 = not known (a pipe) */
	uint64_t what[WEIR_PCAP_WHATS];
	unsigned int notes;		/* the first records of these kinds, by name */
	struct weir_pcap_note {
		uint64_t record;	/* 1 is the savefile's first, as in other tools */
		uint32_t caplen, len;
		enum weir_pcap_what what;
	} note[WEIR_PCAP_NOTES];
	/* Of all passes so far. */
	uint64_t given_frames, given_bytes, squeezed;
	uint64_t total_frames;		/* that will be given in all; 0 = not known */
};

/*
 * 0, or with one line in err that names the file and what is wrong with it: an error of open(2);
 * -ENODATA for an empty file; -EBADMSG for one that is no savefile, or damaged or cut short;
 * -EPROTOTYPE for one that does not hold Ethernet; -EINVAL for options or, with strict, for a record;
 * -ENOMEM. A savefile without records is none of these: it has no frames.
 */
int weir_pcap_port_open(struct weir_pcap_port **out, const char *file,
			const struct weir_pcap_port_opts *opts, char *err, size_t err_len);
void weir_pcap_port_close(struct weir_pcap_port *port);

/*
 * Feeds the card and clocks it for up to `cycles` cycles; returns the number done, early after a
 * cycle with an interrupt. 0: the savefile is done with and the port has taken it all in.
 * -errno as above, with the line in weir_pcap_port_error(), likewise when the port has taken in all
 * that was good: a pipe is not known to be damaged before. -EIO when the device has a fault, which
 * weir_dev_fault() tells.
 */
int64_t weir_pcap_port_run(struct weir_pcap_port *port, struct weir_dev *dev, uint32_t cycles);

void weir_pcap_port_summary(const struct weir_pcap_port *port,
			    struct weir_pcap_port_summary *out);
/* NULL: no error. */
const char *weir_pcap_port_error(const struct weir_pcap_port *port);
/* "shorter than 14 bytes", …: for a line that names records. */
const char *weir_pcap_port_what(enum weir_pcap_what what);

#ifdef __cplusplus
}
#endif
#endif
