/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * rx_bench.h - the bench of weir_rx: what drives its pins, and what checks them
 */
#ifndef RX_BENCH_H
#define RX_BENCH_H

#include <stdint.h>

#include "rx_model.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The pins of weir_rx; out: as they are after the clock edge. */
struct rx_pins {
	/* in */
	int rst;
	int valid, last, user;
	uint64_t keep;
	uint8_t beat[64];
	int enable, lift;
	uint64_t mac;
	uint32_t sec, ns;
	int cfg_we;
	uint32_t cfg_tap, cfg_reg, cfg_data;
	int adr_we;
	uint32_t adr_index;
	uint64_t adr_data;
	uint16_t run;
	uint32_t rptr;
	int fr_full;
	uint32_t win_oldest;
	/* out */
	int ready, busy;
	int fb_we;
	uint32_t fb_addr;
	uint8_t fb_data[64]; /* when fb_we */
	int fr_valid;
	uint32_t fr[8]; /* when fr_valid */
	int fr_done;
	int win_we;
	uint32_t win_slot, win_word;
	uint64_t win_data;
	int end_valid;
	uint32_t end_bytes, end_err;
	int fate_valid;
	uint32_t fate;
	uint16_t matched, shed;
};

/* One clock edge; in t_rx.cpp, the only file that knows the Verilated model. */
void rx_clock(struct rx_pins *pins);

#define RX_OPEN 2048 /* frames between their end and their fate, at most */
#define RX_KEPT 1024 /* places in the frame queue behind, at most */
#define RX_WORDS 2048u /* of the frame buffer */
#define RX_WINDOWS 128u /* of the frames let in, for the lanes */
#define RX_WINDOW 128u /* bytes of a frame */
#define RX_WIN_FREE 24u /* fewer free ones may make the front wait */
#define RX_LANE_TIME 660u /* cycles of the card's lanes: there are windows enough for that */
#define RX_SLACK 8u /* words and cycles by which room and backlog may be late */

enum rx_pace { PACE_LINE, PACE_GAPS, PACE_TIGHT, PACE_STORM };

struct rx_open { /* a good frame between its end and its fate */
	struct rx_verdict v;
	uint64_t first; /* cycle of its first beat */
	uint32_t sec, ns;
	int legal;
	uint32_t len; /* on the wire */
	uint8_t head[RX_WINDOW]; /* its first bytes there */
};

struct rx_bench {
	struct rx_pins pins;
	unsigned int beat_bytes, word_bytes;
	uint64_t rng, seed, cycle;
	struct rx_cfg cfg;
	/* input */
	struct rx_frame frame;
	uint32_t sent;
	uint64_t begun, next_start; /* next_start in 1/16 cycles */
	int sending, mid, taken;
	enum rx_pace pace;
	unsigned int len_class;
	uint32_t sweep; /* next length of a sweep, 0: random lengths */
	uint64_t first;
	uint32_t first_sec, first_ns;
	/* expectations, rings; counts ever growing */
	struct {
		uint32_t len;
		enum rx_err err;
	} end[RX_OPEN];
	uint64_t end_in, end_out;
	struct rx_open open[RX_OPEN];
	uint64_t open_in, open_out;
	/* behind: words and frames kept */
	uint8_t ram[RX_WORDS * 64];
	struct {
		uint32_t words;
		uint64_t free_at;
	} kept[RX_KEPT];
	uint64_t kept_in, kept_out;
	uint32_t places; /* in the frame queue; fr_full leaves 4 */
	uint32_t base, rptr; /* words, ever growing */
	uint32_t rptr_past[RX_SLACK];
	uint64_t drain_from; /* nothing is released before */
	uint32_t hold; /* mean cycles that a frame is kept */
	uint64_t full_at, short_at; /* when the queue, the buffer, was nearly full last */
	/* windows: of frames whose fate is decided, of those that the lanes are through with; ever growing */
	uint64_t win_next, win_oldest;
	uint8_t win[RX_WINDOWS][RX_WINDOW];
	uint64_t win_free_at[RX_WINDOWS]; /* 0: the frame was not kept */
	uint32_t lane_time; /* cycles that a frame is in a lane */
	uint64_t held_at; /* when nearly all windows were in use last */
	/* counts */
	uint64_t n_err[4], n_fate[4];
	uint64_t n_bytes, n_kept, n_shed, n_all_shed, n_off, n_lifted, n_turned, n_no_room, n_legal,
		n_held;
};

void rx_fail(const struct rx_bench *b, const char *fmt, ...)
	__attribute__((noreturn, format(printf, 2, 3)));

/* rx_check.c: looks at the pins after a clock edge, exits on a mismatch. */
void rx_check(struct rx_bench *b);
/* rx_bench.c: runs the bench; frames at the least, then reports. 0 or 1. */
int rx_bench_run(unsigned int mac_w, unsigned int buf_w, uint64_t frames, uint64_t seed);

#ifdef __cplusplus
}
#endif
#endif
