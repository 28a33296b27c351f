/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * card_time.h - the registers of the card that hold its time, moved from outside
 *
 * What weir_clock (seconds, nanoseconds, fraction), weir_tick (microseconds), weir_tap_timer (retire
 * deadlines) and weir_irq (intervals) hold, by pointers into the model; see sim/public.vlt.
 */
#ifndef WEIR_CARD_TIME_H
#define WEIR_CARD_TIME_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define WEIR_CARD_TAPS 16

struct weir_card_time {
	uint32_t *sec, *ns, *frac;	/* the settable clock; frac in 2^-32 ns */
	uint32_t *sec_up, *sec_down;	/* *sec + 1 and - 1 */
	const uint8_t *inc_ns;		/* what it gains in a cycle, */
	const uint32_t *inc_frac;	/* and 2^-32 ns more */
	uint32_t *us;			/* free-running */
	uint32_t *phase;		/* of the microsecond, see weir_card_time_forward() */
	const uint16_t *armed;		/* a bit a tap: its retire timer runs */
	const uint32_t *deadline;	/* of each tap, as *us */
	const uint16_t *pend, *mask;	/* a bit a tap: an interrupt waits, and may not come */
	const uint8_t *card_pend, *card_mask;	/* the card's own, which has no interval */
	uint16_t *cool;			/* a bit a tap: the interval since its interrupt runs, */
	const uint16_t *irq_at;		/* which began then, as *us, */
	const uint32_t *irq_cfg;	/* and is this long: TAP.IRQ */
	uint32_t clk_hz;
};

/* Finds the registers by the names that sim/public.vlt gives: find() answers with one of so many bytes in an
 * instance whose name ends so, or NULL. 0, or -ENOENT. */
int weir_card_time_find(struct weir_card_time *t,
			void *(*find)(void *ctx, const char *name, size_t size, const char *instance),
			void *ctx);
/* Sets the clock: what it says in the cycle that is clocked next. */
void weir_card_time_set(const struct weir_card_time *t, uint32_t sec, uint32_t ns);
/* Moves clock and microseconds on as `cycles` cycles would, and ends the intervals that end. */
void weir_card_time_forward(const struct weir_card_time *t, uint64_t cycles);
/* Cycles until a retire deadline or the end of an interval that an interrupt waits for, at most two
 * microseconds less, so that they can be jumped; UINT64_MAX: neither is to come. */
uint64_t weir_card_time_limit(const struct weir_card_time *t);
/* 1 when an interrupt waits for nothing but the card's next look at it. */
int weir_card_time_irq_due(const struct weir_card_time *t);

#ifdef __cplusplus
}
#endif
#endif
