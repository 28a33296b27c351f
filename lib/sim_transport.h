/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * sim_transport.h - a capture on the simulated card: what its two files share
 */
#ifndef WEIR_SIM_TRANSPORT_H
#define WEIR_SIM_TRANSPORT_H

#include "fw/bpflite/bpfl_place.h"
#include "sim_api.h"
#include "sim_args.h"
#include "weir_hw.h"
#include "weir_int.h"

#define SIM_TAP 0u	/* one handle, one card, one tap */

/* A wait for the card lets so many cycles pass a time. */
#define SIM_RELAX_CYCLES 64u
/* Within which a card that gets no more frames comes to rest. It takes some 10,000 from a full buffer on
 * the slowest bus that can be asked for. */
#define SIM_DRAIN_CYCLES 1000000u
/* What the card's register holds; frames end far below. */
#define SIM_SNAPLEN_MAX 262143u

enum sim_phase {
	SIM_PLAY,	/* the savefile is being played */
	SIM_DRAIN,	/* all of it is in the card */
	SIM_DONE,	/* the tap is stopped, its last block handed over */
};

/* The filters of a card, of which this handle has one tap. */
struct sim_filters {
	struct bpfl_place place;
	struct bpfl_work work;
	struct bpfl_uop uops[BPFL_STORE];
	uint32_t generation;	/* of the filter in force; 0: there was none yet */
	bool exact;		/* blocks of this generation need no other filter */
	bool known;		/* which blocks these are: */
	uint64_t from;		/* the first one's number */
};

struct sim {
	struct sim_api api;
	struct sim_args args;
	struct weir_hostmem *mem;
	struct weir_dev *dev;
	struct weir_pcap_port *port;	/* NULL with WEIR_LOOK and no file */
	struct weir_hw hw;
	struct weir_hw_tap_cfg cfg;
	uint8_t *desc;			/* descriptor table */
	size_t desc_len;
	uint8_t *compl;			/* completion table, a page */
	size_t map_len;			/* of the ring */
	pthread_mutex_t lock;		/* over dev, port and hw */
	enum sim_phase phase;
	uint64_t drain_from;		/* cycle in which SIM_DRAIN began */
	int port_ret;			/* what ended the savefile: 0 = it was whole */
	bool irq;			/* an interrupt came and was not looked at */
	struct sim_filters *filters;	/* sim_filter.c */
	atomic_bool released;		/* a block was given back: ring the doorbell */
	int fd;
};

/* The simulation's own statistics, besides the card's. X(name, text) */
#define SIM_OWN_STATS(X) \
	X(records, "Records of the savefile.") \
	X(skipped_short, "Records of less than 14 bytes, not played.") \
	X(skipped_long, "Records of more than 9,600 bytes, not played.") \
	X(frames, "Records that are played, once a pass.") \
	X(cut, "Records that the savefile has cut, played as far as they go.") \
	X(backward, "Records older than the one before, played at its time.") \
	X(bad_time, "Records without a possible time, played at the time of the one before.") \
	X(played_frames, "Frames given to the card, all passes.") \
	X(played_bytes, "Bytes of those frames.") \
	X(squeezed, "Frames recorded closer together than 10 Gb/s allow, played later.") \
	X(cycles, "Clock cycles simulated.") \
	X(jumped, "Clock cycles of idle time passed over.") \
	X(dma_write_bytes, "Bytes the card wrote to memory.") \
	X(dma_write_bursts, "Bursts that took.") \
	X(dma_write_beats, "Bus cycles that took.") \
	X(dma_reads, "Reads by the card.") \
	X(irqs, "Interrupts.")

#define SIM_OWN_FIRST (WEIR_PORT_COUNTER_NUM + WEIR_TAP_COUNTER_NUM)
enum {
#define X(name, text) SIM_##name,
	SIM_OWN_STATS(X)
#undef X
	SIM_OWN_NUM
};
#define SIM_STATS (SIM_OWN_FIRST + SIM_OWN_NUM)

/* sim_open.c */
int sim_open(struct weir *w, const char *arg);
void sim_close(struct weir *w);
/* weir_fail(), but a fault of the simulation says more than the error number. */
int sim_card_fail(struct weir *w, int ret, const char *what);

/* sim_filter.c; struct transport has what the last two do. */
int sim_filter_open(struct sim *s);
void sim_filter_close(struct sim *s);
int sim_filter(struct weir *w, const struct sock_filter *prog, uint32_t n, enum weir_view view,
	       struct weir_filter_info *info);
bool sim_judged(struct weir *w, uint64_t seq);

/* sim_stats.c; struct transport has what they do. */
extern const struct weir_stat_desc sim_stat_desc[SIM_STATS];
int sim_stats(struct weir *w, uint64_t *values);
void sim_info(const struct weir *w, struct weir_info *info);
int sim_progress(struct weir *w, uint64_t *done, uint64_t *total);
int sim_remark(struct weir *w, size_t i, char *buf, size_t size);

#endif
