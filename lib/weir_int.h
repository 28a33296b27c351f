/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * weir_int.h - what the parts of libweir share
 */
#ifndef WEIR_INT_H
#define WEIR_INT_H

#include <errno.h>
#include <linux/filter.h>
#include <linux/if_packet.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <string.h>

#include "weir.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))
#define ALIGN_UP(x, a) (((x) + ((a) - 1)) & ~((__typeof__(x))(a) - 1))

#define WEIR_PAGE 4096u
#define WEIR_BLOCK_MAX (4u << 20)
#define WEIR_BLOCK_DEFAULT (1u << 20)
#define WEIR_BLOCK_NR_DEFAULT 16u
#define WEIR_RETIRE_DEFAULT 10000u
#define WEIR_RESERVE_MAX 4096u
#define WEIR_PRIV_MAX 65536u
#define WEIR_BLOCK_HDR 48u
#define WEIR_PKT_HDR 48u	/* struct tpacket3_hdr */
#define WEIR_MAC_MIN (WEIR_PKT_HDR + 20u)	/* and struct sockaddr_ll */
#define WEIR_TAG_AT 12u		/* where a VLAN tag sits: behind the addresses */
#define WEIR_TAG_LEN 4u

#if defined(__GNUC__)
#define WEIR_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define WEIR_PRINTF(f, a)
#endif

struct weir_filter;

/* The state of a block towards the application. */
enum blk_state {
	BLK_FREE = 0,	/* the card's, or filled and not yet taken */
	BLK_HELD = 1,	/* the application's */
	BLK_BUSY = 2,	/* being released */
};

/* A block of the ring; pub is what the application sees. */
struct blk {
	struct weir_block pub;
	struct weir *w;
	struct weir_filter *filter;	/* a reference, in force when the block was taken */
	struct weir_frame frame;
	atomic_int state;
	uint32_t index;
	uint32_t off;		/* of the next frame */
	uint32_t left;		/* frames not yet looked at */
	uint32_t snaplen;
	bool corrupt;
	/* Of the time it is held, added by who walks it; moved to the handle's sum at release. */
	atomic_ullong filtered, given;
	char why[96];		/* what contradicts itself, for weir_error() */
};

struct ring {
	uint8_t *base;		/* block_nr blocks of block_size */
	struct blk *blk;
	uint32_t block_size;
	uint32_t block_nr;
	uint32_t priv_size;
	uint32_t head;		/* the block filled next */
	uint64_t seq;		/* expected of it, 0 before the first */
};

/* Counters of the library itself; any thread adds. */
enum { LIB_FRAMES, LIB_FILTERED, LIB_CORRUPT, LIB_SEQ, LIB_STATS };

/*
 * A transport fills the ring of a capture. Functions return 0 or -errno and leave a line with
 * weir_fail(). All but released() run in the handle's thread or, where marked, under any thread.
 */
struct transport {
	const char *name;
	int (*open)(struct weir *w, const char *arg);
	void (*close)(struct weir *w);
	int (*start)(struct weir *w);
	/* Until the block at the ring's head is ready (1), ms are over (0; -1 = never), or breakloop
	 * (-EINTR); -ENODATA when nothing will come any more. */
	int (*wait)(struct weir *w, int ms);
	/* What the source shall keep of a frame. */
	int (*snaplen)(struct weir *w, uint32_t bytes);
	int (*fd)(struct weir *w);
	int timeout;		/* weir_timeout() */
	/* Any thread. Fills the values before the library's own. */
	int (*stats)(struct weir *w, uint64_t *values);
	const struct weir_stat_desc *stat_desc;
	size_t stat_n;
	void (*info)(const struct weir *w, struct weir_info *info);
	int (*progress)(struct weir *w, uint64_t *done, uint64_t *total);	/* or NULL */
	int (*remark)(struct weir *w, size_t i, char *buf, size_t size);	/* or NULL */
	/* Another filter for the source to run, or none (NULL): what it makes of it into info, which says
	 * that the library runs it. May be NULL. */
	int (*filter)(struct weir *w, const struct sock_filter *prog, uint32_t n, enum weir_view view,
		      struct weir_filter_info *info);
	/* The source judged the block of this number as the library's filter would. May be NULL. */
	bool (*judged)(struct weir *w, uint64_t seq);
	const char *filter_reason;
	/* Any thread, under the handle's lock; may be NULL. A block was given back. */
	void (*released)(struct weir *w);
};

struct weir {
	const struct transport *tr;
	void *tp;		/* the transport's own */
	struct weir_opts opts;	/* defaults filled in */
	struct ring ring;
	struct blk *cur;	/* weir_next()'s block */
	struct weir_filter *filter;
	struct weir_filter_info filter_info;
	uint32_t mac_offset;
	bool started;
	bool over;		/* -ENODATA was given */
	int fault;		/* sticky error of the device */
	int pending;		/* error that weir_dispatch() met behind frames it returned */
	atomic_int brk;
	int brk_fd;		/* eventfd that wakes poll() */
	pthread_mutex_t lock;	/* for cond, statistics of blocks and of a transport */
	pthread_cond_t cond;	/* a block was released */
	atomic_ullong lib[LIB_STATS];
	struct weir_stat_desc *stat_desc;
	char device[4608];	/* PATH_MAX and keys */
	char err[256];
};

/* open.c */
int weir_fail(struct weir *w, int ret, const char *fmt, ...) WEIR_PRINTF(3, 4);
/* opts.c */
int weir_opts_load(struct weir_opts *dst, const struct weir_opts *src);
int weir_opts_check(struct weir *w);
/* ring.c */
int ring_init(struct weir *w);
void ring_free(struct weir *w);
bool ring_ready(struct weir *w);
/* 1 and the block at the head taken, 0 = not ready, -EIO = it was corrupt and is skipped. */
int ring_take(struct weir *w, struct blk **out);
int ring_release(struct weir *w, struct blk *b);
/* The library's own counters, with what was given and rejected of blocks that are still held. */
void ring_stats(struct weir *w, uint64_t *values);
/* block.c */
int block_check(struct blk *b, const struct ring *r);
int block_next(struct blk *b);
/* filter.c */
struct weir_filter *filter_get(struct weir_filter *f);
void filter_put(struct weir_filter *f);
/* What the source shall keep of a frame: all, if the library's filter has yet to see it. */
uint32_t filter_snaplen(const struct weir *w);
/* Bytes to keep of the frame, 0 = drop. */
uint32_t filter_run(const struct weir_filter *f, const struct weir_frame *frame);

extern const struct transport weir_afpacket;
extern const struct transport weir_sim;
extern const struct transport weir_socket;
/* Whether a device without a prefix is, or would be, a network interface. */
bool weir_socket_takes(const char *device);
/* Whether the simulation can be loaded: 0 or -errno. */
int weir_sim_probe(void);

#endif
