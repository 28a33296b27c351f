/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * weir.h - capture frames from a WEIR card, from its simulation, or from AF_PACKET
 *
 * A capture is a ring of TPACKET_V3 blocks that the card (or the kernel) fills. A frame is a view
 * into a block: nothing is copied. Every function returns 0 or a count, or a negative errno value;
 * errno itself is not part of the interface. The library prints nothing, never exits and installs
 * no signal handler.
 *
 * Threads: one thread at a time calls the functions that take a handle, except where "any thread"
 * is said. Different handles are independent.
 *
 * Errors: each function lists those it makes itself; what a system call failed with is handed on as
 * well, such as -EMFILE, -ENFILE or -ENOBUFS. Where NULL is not named it is not allowed.
 */
#ifndef WEIR_H
#define WEIR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define WEIR_API __attribute__((visibility("default")))
#define WEIR_MUST __attribute__((warn_unused_result))
#else
#define WEIR_API
#define WEIR_MUST
#endif

struct weir;		/* a capture */
struct sock_fprog;	/* <linux/filter.h> */

/* ---- opening ---------------------------------------------------------------------------- */

#define WEIR_PROMISC	(1u << 0)	/* take frames to any address */
#define WEIR_HASH	(1u << 1)	/* fill weir_frame.hash; filters may read it as RXHASH */
#define WEIR_LOOK	(1u << 2)	/* open for weir_info() and weir_stats(), not to capture */
#define WEIR_HIDE_TAG	(1u << 3)	/* show no lifted tag, to a filter of either view neither: as the
					 * kernel to a socket of one protocol; of sim: only */

#define WEIR_SNAPLEN_MAX	262144u		/* also what snaplen 0 means */
#define WEIR_RETIRE_NEVER	0xffffffffu	/* hand blocks over only when they are full */
#define WEIR_WAIT_FOREVER	0		/* weir_opts.wait_ms */
#define WEIR_WAIT_NONE		(-1)

enum weir_direction {
	WEIR_INOUT = 0,
	WEIR_IN = 1,
	WEIR_OUT = 2,
};

/*
 * What a capture shall be. Set size to sizeof(struct weir_opts) and everything not wanted to 0: 0
 * is the default of every member. A library older than the caller refuses a longer structure whose
 * tail is not all 0 (-E2BIG); one newer than the caller takes the missing tail as 0.
 */
struct weir_opts {
	size_t size;		/* sizeof(struct weir_opts) */
	char *err;		/* where weir_open() says in one line what was wrong, or NULL */
	size_t err_len;		/* bytes at err */
	uint32_t snaplen;	/* bytes of a frame to keep, 1 to WEIR_SNAPLEN_MAX; 0 = all */
	uint32_t protocol;	/* ethertype in host order; 0 = all (ETH_P_ALL) */
	uint32_t block_size;	/* bytes, a multiple of 4096, up to 4 MiB; 0 = 1 MiB */
	uint32_t block_nr;	/* blocks, 1 to 65,535; 0 = 16 */
	uint32_t retire_us;	/* hand over a block that long after its first frame;
				 * 0 = 10,000; AF_PACKET rounds up to milliseconds */
	int32_t wait_ms;	/* how long weir_next() and its like wait: WEIR_WAIT_FOREVER,
				 * WEIR_WAIT_NONE, or milliseconds */
	uint32_t reserve;	/* bytes kept free before each frame's data, up to 4,096 */
	uint32_t priv_size;	/* bytes of the caller's own in each block, up to 65,536 */
	uint32_t flags;		/* WEIR_PROMISC and the like */
	uint32_t direction;	/* enum weir_direction */
};

/**
 * weir_open - open a capture
 * @out: the handle, NULL after an error
 * @device: "sim:FILE[,key=value...]", "afpacket:IF" or "weir0"
 * @opts: see struct weir_opts; NULL for all defaults
 *
 * sim: plays a savefile to the simulated card. Keys: pace=line|recorded (default recorded),
 * loop=N|forever (passes, default 1), strict (a record that cannot be played as it is fails),
 * trace=FILE (FST waves), seed=N, stall=PERMILLE (to 900), error=PPM, mac=xx:xx:xx:xx:xx:xx (the
 * station address). A comma or backslash in FILE is written with a backslash before it. "sim:-" is
 * standard input; a pipe is read as it is played, once, and a fault in it is found late. The
 * savefile may be left out with WEIR_LOOK. afpacket: is a kernel ring on a network interface; weir0, or
 * what else the interface of a WEIR card is called, a ring of PF_WEIR on that.
 *
 * Return: 0; -EINVAL for a device, key or option that makes no sense, -E2BIG for longer, newer opts, -ENOMEM.
 * For sim: -ENOENT, -EACCES, -EISDIR and what else open(2) and read(2) say of the savefile, -ENODATA when
 * it is empty, -EBADMSG when it is no savefile or damaged, -EPROTOTYPE when it does not hold Ethernet,
 * -EINVAL, with strict, for a record, -ELIBACC when the simulation cannot be loaded or is of another
 * version, -EPROTO for a card whose registers this library does not know or that refuses one, -EIO when
 * the simulation cannot be made or has a fault, -ENODEV or -ETIMEDOUT when the card does not answer.
 * For afpacket: -ENODEV for an interface that is not there, -EPROTONOSUPPORT for one that is not Ethernet,
 * -EPERM without CAP_NET_RAW, -EAFNOSUPPORT on a kernel without packet sockets, -EINVAL or -ENOMEM for a
 * ring that the kernel refuses.
 * For weir0 also -EAFNOSUPPORT without the driver or its socket family, -EACCES when a security policy
 * forbids that, -EPROTONOSUPPORT for an interface that is no WEIR card's.
 * opts->err tells more, unless opts->size is too small. Any thread. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_open(struct weir **out, const char *device, const struct weir_opts *opts);

/**
 * weir_start - begin to capture now; else the first call that wants a frame or weir_fd() does
 * @w: the handle
 *
 * Return: 0, also when it has begun already; -EPERM with WEIR_LOOK; -EINVAL when the card refuses the
 * tap, -EIO when it stopped it or the simulation has a fault, -ENODEV or -ETIMEDOUT when it does not
 * answer; -ENODEV or -ENETDOWN for an interface that has gone or is down. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_start(struct weir *w);

/**
 * weir_close - stop the capture and free everything, the blocks and frames included
 * @w: the handle, or NULL
 *
 * No other thread may still use the handle or a block. Since 0.1.
 */
WEIR_API void weir_close(struct weir *w);

/**
 * weir_error - in one line, what the call that just failed failed of
 * @w: the handle
 *
 * Like errno, to be asked after an error only: a call that succeeds leaves an older line standing.
 * weir_start(), weir_next(), weir_dispatch(), weir_next_block(), weir_fd() and both ways to set a
 * filter leave a line with each error but -EINTR, -ENODATA and -EINVAL for a negative count.
 *
 * Return: text valid until the next call with @w; "" when there never was one. Since 0.1.
 */
WEIR_API const char *weir_error(const struct weir *w);

struct weir_device {
	struct weir_device *next;
	char name[64];		/* for weir_open() */
	char text[128];		/* what it is */
	int usable;		/* 0, or the negative errno value that weir_open() would give */
};

/**
 * weir_list - the devices that could be opened here
 * @out: a list to be freed by weir_list_free(); NULL when there is none
 *
 * Return: how many, or -ENOMEM. Any thread. Since 0.1.
 */
WEIR_API int weir_list(struct weir_device **out);

/**
 * weir_list_free - free what weir_list() made
 * @list: all of the list, or NULL. Any thread. Since 0.1.
 */
WEIR_API void weir_list_free(struct weir_device *list);

/**
 * weir_version - the library's version
 * Return: "major.minor.patch", valid for ever. Any thread. Since 0.1.
 */
WEIR_API const char *weir_version(void);

/* ---- frames ----------------------------------------------------------------------------- */

enum weir_clock {
	WEIR_CLOCK_HOST = 0,	/* CLOCK_REALTIME, when the kernel saw the frame */
	WEIR_CLOCK_CARD = 1,	/* the card's clock, at the frame's first bytes */
};

/*
 * One frame. The outer VLAN tag, if the card lifted one, is not among the bytes at data;
 * weir_frame_wire() puts it back. Members may be added at the end.
 */
struct weir_frame {
	const uint8_t *data;	/* first byte of the destination address */
	uint32_t caplen;	/* bytes at data */
	uint32_t len;		/* bytes the frame had, without FCS and without the lifted tag; of a
				 * record that its savefile cut, those it left */
	uint32_t sec;		/* time, seconds since 1970 */
	uint32_t nsec;		/* 0 to 999,999,999 */
	uint32_t hash;		/* symmetric flow hash, 0 without WEIR_HASH */
	uint32_t status;	/* TP_STATUS_* as in the block */
	int32_t ifindex;
	uint16_t protocol;	/* ethertype behind the tag, host order */
	uint16_t vlan_tci;	/* of the lifted tag */
	uint16_t vlan_tpid;
	uint8_t vlan;		/* 1 when a tag was lifted */
	uint8_t pkttype;	/* PACKET_HOST 0, BROADCAST 1, MULTICAST 2, OTHERHOST 3, OUTGOING 4 */
	uint8_t clock;		/* enum weir_clock */
};

/**
 * weir_next - the next frame that passes the filter
 * @w: the handle
 * @out: the frame, valid until the next weir_next(), weir_dispatch() or weir_close()
 *
 * Return: 1; 0 when none came within wait_ms; -ENODATA when the capture is over (a savefile was
 * played to its end) and every frame was given out; -EINTR after weir_breakloop(); -EIO for a block
 * that contradicts itself: its remaining frames are lost, the next call goes on behind it.
 * Errors that end the capture, and come again from every later call: -EIO when the card stopped
 * the tap or the simulation has a fault; -ENODEV, -ETIMEDOUT or -EAGAIN when the card does not
 * answer or its account of blocks cannot be read; -EBADMSG for a damaged pipe, -EINVAL, with
 * strict, for a record in it; those of weir_open() for a savefile that changed before a later pass;
 * -ENETDOWN for an interface that went down. The first call may also give those of weir_start().
 * Since 0.1.
 */
WEIR_API WEIR_MUST int weir_next(struct weir *w, const struct weir_frame **out);

/* Called with each frame, valid during the call. Return non-zero to stop after it. */
typedef int (*weir_handler)(void *user, const struct weir_frame *frame);

/**
 * weir_dispatch - hand the frames at hand to a function
 * @w: the handle
 * @cnt: at most that many frames; 0 = all of the block at hand
 * @fn: called with each frame that passes the filter
 * @user: first argument of @fn
 *
 * Waits like weir_next() for the first frame, not for more.
 *
 * Return: frames handled, 1 or more; if none was, 0 or an error as weir_next(), or -EINVAL for a
 * negative @cnt. An error met behind frames that were handled is the next call's. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_dispatch(struct weir *w, int cnt, weir_handler fn, void *user);

/**
 * weir_breakloop - make the current or the next weir_next(), weir_dispatch() or weir_next_block()
 * return -EINTR, once
 * @w: the handle
 *
 * Any thread; may be called from a signal handler. Since 0.1.
 */
WEIR_API void weir_breakloop(struct weir *w);

/**
 * weir_fd - a descriptor for poll(), readable when weir_dispatch() has work
 * @w: the handle
 *
 * Do not read from it or close it. A simulated card only moves on in calls, so that its descriptor
 * is always readable. Open with WEIR_WAIT_NONE in an event loop.
 *
 * Return: the descriptor, or an error of weir_start(). Since 0.1.
 */
WEIR_API int weir_fd(struct weir *w);

/**
 * weir_timeout - how long poll() may wait for weir_fd() before weir_dispatch() is called anyway
 * @w: the handle
 *
 * Return: milliseconds; -1 = any time. Any thread. Since 0.1.
 */
WEIR_API int weir_timeout(const struct weir *w);

/**
 * weir_frame_wire - the frame as it was on the wire, its lifted tag put back
 * @frame: the frame
 * @buf: where to, or NULL to ask for the size alone
 * @size: bytes at @buf
 *
 * As libpcap does: the tag goes behind the addresses when those were captured, TPID 0x8100 unless
 * the card said another.
 *
 * Return: the bytes captured, as on the wire; no more than @size of them were written. Any thread.
 * Since 0.1.
 */
WEIR_API size_t weir_frame_wire(const struct weir_frame *frame, void *buf, size_t size);

/**
 * weir_frame_wire_len - the bytes that a frame had on the wire
 * @frame: the frame
 *
 * Return: bytes without FCS, the lifted tag included. Any thread. Since 0.1.
 */
WEIR_API uint32_t weir_frame_wire_len(const struct weir_frame *frame);

/* ---- whole blocks ----------------------------------------------------------------------- */

/* A block held by the application. Members may be added at the end. */
struct weir_block {
	const void *base;	/* struct tpacket_block_desc */
	uint32_t size;		/* bytes at base */
	uint32_t used;		/* of them, bytes that the card filled (blk_len) */
	uint32_t frames;	/* in the block, before filtering */
	uint32_t status;	/* TP_STATUS_* of the block */
	uint64_t seq;		/* 1, 2, ... */
	void *priv;		/* the caller's own area: priv_size bytes, kept while blocks cycle */
	uint32_t priv_size;
	uint32_t first_sec, first_nsec;	/* when the block was opened */
	uint32_t last_sec, last_nsec;	/* time of its last frame */
};

/**
 * weir_next_block - take the next block
 * @w: the handle
 * @out: the block, the caller's until weir_release_block() or weir_close()
 *
 * Blocks come in order. When the application holds the one that is next, the call waits for it to
 * be released; simulated time stands still meanwhile, so that a slow application loses nothing by
 * it. Do not mix with weir_next() and weir_dispatch() on one handle.
 *
 * Return: 1; 0 when none came, or the one that is next was not released, within wait_ms; errors as
 * weir_next(); a block that contradicts itself (-EIO) is passed over. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_next_block(struct weir *w, struct weir_block **out);

/**
 * weir_block_frame - the next frame of a block that passes the filter
 * @b: the block
 * @out: the frame, valid until the next call with @b, its data until the block is released
 *
 * The filter is the one that was set when the block was taken.
 *
 * Return: 1, 0 behind the last one, -EIO for a block that contradicts itself. Any thread, one at a
 * time for a block. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_block_frame(struct weir_block *b, const struct weir_frame **out);

/**
 * weir_release_block - give a block back, to be filled again
 * @w: the handle
 * @b: the block
 *
 * In any order; but the card fills blocks in order, so a block kept long makes it drop frames.
 *
 * Return: 0, -EINVAL for a block that is not held or not of @w. Any thread. Since 0.1.
 */
WEIR_API int weir_release_block(struct weir *w, struct weir_block *b);

/* ---- filter ----------------------------------------------------------------------------- */

enum weir_view {
	WEIR_VIEW_LINUX = 0,	/* offsets as live AF_PACKET has them: the outer tag is lifted */
	WEIR_VIEW_WIRE = 1,	/* offsets as a savefile has them: the tag is in place */
};

enum weir_filter_mode {
	WEIR_FILTER_NONE = 0,
	WEIR_FILTER_EXACT = 1,		/* the card decides */
	WEIR_FILTER_PREFILTER = 2,	/* the card keeps a superset, the library decides */
	WEIR_FILTER_SOFTWARE = 3,	/* the library decides, or the driver for weir0 */
};

struct weir_filter_info {
	size_t size;			/* sizeof(struct weir_filter_info), set by the caller */
	uint32_t mode;			/* enum weir_filter_mode */
	uint32_t view;			/* enum weir_view */
	uint32_t instructions;		/* of the cBPF program */
	uint32_t path;			/* its longest path in instructions */
	uint32_t budget;		/* micro-operations the card has for a frame; 0 = no lanes */
	char reason[160];		/* why not exact; "" if it is */
	uint32_t uops, uop_path;	/* micro-operations it became, those of the longest path; or 0 */
	uint32_t reach;			/* last byte they look at; UINT32_MAX: not bounded; 0 in software */
};

/**
 * weir_set_filter - keep only frames that match an expression
 * @w: the handle
 * @expr: pcap-filter(7); NULL or "" keeps all
 *
 * Compiled by libpcap; its offsets are those of the wire, so that "vlan" means what it means to tcpdump -r.
 * May be called at any time; blocks taken later are judged by it. It sees whole frames; of one that a block
 * cannot hold (tap.clamped) what fits, of one from before the call perhaps what snaplen and filter had left.
 *
 * Return: 0, -EINVAL for an expression that libpcap refuses (weir_error() has its words) or that takes more
 * than 4,096 instructions, -ENOMEM, a device's error. The filter before stays after one. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_set_filter(struct weir *w, const char *expr);

/**
 * weir_set_filter_prog - keep only frames that a classic BPF program accepts
 * @w: the handle
 * @prog: as for SO_ATTACH_FILTER; its value is the number of bytes to keep, 0 = drop; NULL keeps all
 * @view: enum weir_view
 *
 * Programs are checked as the kernel checks them. Of its ancillary loads MARK and QUEUE give 0, RANDOM is
 * thrown by who decides; CPU, NLATTR, NLATTR_NEST and PAY_OFFSET are not known here.
 *
 * Return: 0, -EINVAL for a program that is not valid or reads RXHASH without WEIR_HASH, or for another
 * view, -EOPNOTSUPP for one of these four loads, -ENOMEM, a device's error, as above. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_set_filter_prog(struct weir *w, const struct sock_fprog *prog,
					    int view);

/**
 * weir_filter_info - where the filter runs and why
 * @w: the handle
 * @info: size is set by the caller, the rest is filled
 *
 * Return: 0, -EINVAL for a size that makes no sense. Since 0.1.
 */
WEIR_API int weir_filter_info(const struct weir *w, struct weir_filter_info *info);

#ifdef __cplusplus
}
#endif
#include "weir_stats.h"

#endif
