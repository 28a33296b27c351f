/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * weir_stats.h - what a capture counted, and what its device is; part of weir.h
 */
#ifndef WEIR_STATS_H
#define WEIR_STATS_H

#include "weir.h"

#ifdef __cplusplus
extern "C" {
#endif

#define WEIR_STAT_GAUGE	(1u << 0)	/* falls as well as rises */

/* One statistic of a device. Names are "port.*" (all frames), "tap.*" (this capture), "lib.*" (this
 * library), "sim.*" (the savefile and the simulation). */
struct weir_stat_desc {
	const char *name;
	const char *text;	/* one sentence */
	uint32_t flags;		/* WEIR_STAT_GAUGE */
};

/**
 * weir_stats_desc - which statistics a capture has
 * @w: the handle
 * @n: how many
 *
 * Return: an array of @n, never NULL, valid until weir_close(). Any thread. Since 0.1.
 */
WEIR_API const struct weir_stat_desc *weir_stats_desc(const struct weir *w, size_t *n);

/**
 * weir_stats - the values, all of one instant
 * @w: the handle
 * @values: in the order of weir_stats_desc()
 * @n: values at @values; more than there are is allowed
 *
 * Values are 64 bits wide, count frames, bytes, blocks or cycles as their names and texts say,
 * since weir_open() unless the text says otherwise; reading clears nothing.
 *
 * Return: how many values there are; -EIO, -ENODEV or -ETIMEDOUT when the card does not answer or
 * the simulation has a fault; for afpacket: and weir0, -ENODEV when the interface has gone, -EPROTO or
 * -ENODATA when the kernel's answer is not understood. Any thread. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_stats(struct weir *w, uint64_t *values, size_t n);

/**
 * weir_stat - one statistic by its name
 * @w: the handle
 * @name: as in weir_stats_desc()
 * @value: the result, as weir_stats() gives it; not written after an error
 *
 * Return: 0, -ENOENT for a name that the device does not have, errors as weir_stats(). Any thread.
 * Since 0.1.
 */
WEIR_API WEIR_MUST int weir_stat(struct weir *w, const char *name, uint64_t *value);

struct weir_device_stat {
	char name[32];
	uint64_t value;
};

/**
 * weir_device_stats - what a network interface's driver counts, under ethtool's names
 * @interface: its name; of a WEIR card all of docs/counters.md, of port and net device
 * @out: the values, to be given back to weir_device_stats_free(); NULL if there are none or after an error
 * @n: how many
 *
 * Of the interface, whoever captures from it; needs no right and opens no capture.
 *
 * Return: 0; -EINVAL for what is no interface's name, -ENODEV for one that is not there, -EOPNOTSUPP for a
 * driver that counts nothing, -EAGAIN when it counted something else from one moment to the next,
 * -EOVERFLOW when it counts more than makes sense, -ENOMEM. Any thread. Since 0.1.
 */
WEIR_API WEIR_MUST int weir_device_stats(const char *interface, struct weir_device_stat **out, size_t *n);

/**
 * weir_device_stats_free - give back what weir_device_stats() gave
 * @stats: may be NULL
 *
 * Any thread. Since 0.1.
 */
WEIR_API void weir_device_stats_free(struct weir_device_stat *stats);

/* The device and this capture. Numbers that a device does not have are 0. */
struct weir_info {
	size_t size;			/* sizeof(struct weir_info), set by the caller */
	char device[256];		/* as opened */
	char transport[16];		/* "sim", "afpacket", "socket" */
	uint32_t abi_major, abi_minor;	/* of the registers */
	uint32_t version;		/* of the card: major << 24 | minor << 16 | patch */
	uint32_t caps;			/* ID.CAPS */
	uint32_t mac_bits, dma_bits;	/* widths of the buses to the MAC and to host memory */
	uint32_t taps;			/* captures that the card can feed at once */
	uint32_t ahead;			/* blocks of a tap that it reads ahead, at most */
	uint32_t slots;			/* blocks of a tap that it may write to at a time */
	uint32_t buffer_bytes;		/* frame buffer, shared by the taps */
	uint32_t queue_frames;		/* frames that may wait in it */
	uint32_t clk_hz;		/* the card's clock */
	uint32_t addresses;		/* entries of the address table */
	uint32_t lanes, threads;	/* filter engines, frames that each has in work; 0 = none */
	uint32_t budget;		/* micro-operations a frame */
	uint32_t window_bytes;		/* of a frame that a filter sees */
	uint32_t store_ops;		/* micro-operations that a lane holds */
	uint32_t min_frame, max_frame;	/* bytes without FCS */
	uint32_t block_size, block_nr;	/* of this capture: bytes, blocks */
	uint32_t mac_offset;		/* tp_mac of its frames: bytes from the packet's header */
	uint32_t snaplen;		/* bytes */
	uint32_t retire_us;		/* microseconds, or WEIR_RETIRE_NEVER */
};

/**
 * weir_info - the card as built, and the ring as set up
 * @w: the handle
 * @info: size is set by the caller, the rest is filled
 *
 * Return: 0, -EINVAL for a size that makes no sense. Any thread. Since 0.1.
 */
WEIR_API int weir_info(const struct weir *w, struct weir_info *info);

/**
 * weir_progress - how much of a savefile has been played
 * @w: the handle
 * @done: frames given to the card, all passes
 * @total: frames there will be in all; 0 = not known (a pipe, loop=forever)
 *
 * Return: 0, -EOPNOTSUPP for a device without an end. Any thread. Since 0.1.
 */
WEIR_API int weir_progress(struct weir *w, uint64_t *done, uint64_t *total);

/**
 * weir_remark - what should be known of the source, such as a savefile's records that were skipped
 * @w: the handle
 * @i: 0, 1, ...
 * @buf: where one line goes, ended by a NUL and cut to @size
 * @size: bytes at @buf, 1 or more; 256 hold any remark
 *
 * Return: 1, 0 when there are no more. Any thread. Since 0.1.
 */
WEIR_API int weir_remark(struct weir *w, size_t i, char *buf, size_t size);

#ifdef __cplusplus
}
#endif
#endif
