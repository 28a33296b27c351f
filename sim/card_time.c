// SPDX-License-Identifier: BSD-3-Clause
/* card_time.c - the registers of the card that hold its time, moved from outside */
#include "card_time.h"

#include <errno.h>
#include <string.h>

#define NS_PER_S	UINT64_C(1000000000)
#define US_PER_S	UINT64_C(1000000)

#define REG(field, name, instance) { name, instance, offsetof(struct weir_card_time, field), \
				     sizeof(*((struct weir_card_time *)0)->field) }
static const struct {
	const char *name, *instance;
	size_t at, bytes;
} reg[] = {
	REG(sec, "sec_q", ""), REG(sec_up, "sec_up_q", ""), REG(sec_down, "sec_down_q", ""),
	REG(ns, "ns_q", ""), REG(frac, "frac_q", ""), REG(inc_ns, "inc_ns", ""),
	REG(inc_frac, "inc_frac", ""), REG(us, "us_q", ""), REG(phase, "phase_q", ""),
	REG(armed, "armed_q", ""), REG(deadline, "mem_q", ".u_deadline"),
	REG(pend, "pend_q", ""), REG(mask, "mask_q", ""), REG(card_pend, "card_pend_q", ""),
	REG(card_mask, "card_mask_q", ""), REG(cool, "cool_q", ""),
	REG(irq_at, "mem_q", ".u_irq.u_last"), REG(irq_cfg, "mem_q", ".u_irq.u_cfg.u_ram"),
};

int weir_card_time_find(struct weir_card_time *t,
			void *(*find)(void *ctx, const char *name, size_t size, const char *instance),
			void *ctx)
{
	size_t i;

	for (i = 0; i < sizeof(reg) / sizeof(reg[0]); i++) {
		void *p = find(ctx, reg[i].name, reg[i].bytes, reg[i].instance);

		if (!p)
			return -ENOENT;
		memcpy((char *)t + reg[i].at, &p, sizeof(p));
	}
	return 0;
}

static uint64_t inc(const struct weir_card_time *t)
{
	return (uint64_t)*t->inc_ns << 32 | *t->inc_frac;
}

static void set_sec(const struct weir_card_time *t, uint32_t sec)
{
	*t->sec = sec;
	*t->sec_up = sec + 1;
	*t->sec_down = sec - 1;
}

void weir_card_time_set(const struct weir_card_time *t, uint32_t sec, uint32_t ns)
{
	set_sec(t, sec);
	*t->ns = ns;
	*t->frac = 0;
}

/* Microseconds of the tap's interval; below 0 it is over. Within which one it began is lost: one more. */
static int32_t interval_left(const struct weir_card_time *t, unsigned int tap)
{
	int32_t interval = t->irq_cfg[tap] & 0xffff;

	return interval ? interval - (uint16_t)(*t->us - t->irq_at[tap]) : -1;
}

/* weir_irq keeps 16 bits of the microsecond and counts on looking often enough. */
static void end_intervals(const struct weir_card_time *t, uint64_t us)
{
	unsigned int tap;

	for (tap = 0; tap < WEIR_CARD_TAPS; tap++)
		if (interval_left(t, tap) - (int64_t)us < 0)
			*t->cool &= (uint16_t)~(1U << tap);
}

void weir_card_time_forward(const struct weir_card_time *t, uint64_t cycles)
{
	unsigned __int128 sum = (unsigned __int128)inc(t) * cycles +
				((uint64_t)*t->ns << 32 | *t->frac);
	unsigned __int128 phase = (unsigned __int128)US_PER_S * cycles + *t->phase;
	uint64_t ns = (uint64_t)(sum >> 32);

	*t->frac = (uint32_t)sum;
	*t->ns = (uint32_t)(ns % NS_PER_S);
	set_sec(t, *t->sec + (uint32_t)(ns / NS_PER_S));
	end_intervals(t, (uint64_t)(phase / t->clk_hz));
	*t->us += (uint32_t)(phase / t->clk_hz);
	*t->phase = (uint32_t)(phase % t->clk_hz);
}

/* A timer that is over is clocked: the card is about to see it. */
static uint64_t us_limit(const struct weir_card_time *t, int64_t us)
{
	return us <= 0 ? 0 : (uint64_t)us * t->clk_hz / US_PER_S;
}

static uint64_t least(uint64_t a, uint64_t b)
{
	return a < b ? a : b;
}

uint64_t weir_card_time_limit(const struct weir_card_time *t)
{
	unsigned int waiting = *t->pend & ~*t->mask & *t->cool, tap;
	uint64_t limit = UINT64_MAX;

	for (tap = 0; tap < WEIR_CARD_TAPS; tap++) {
		/* The last microsecond is clocked, so that the timer sees its own deadline. */
		if (*t->armed >> tap & 1)
			limit = least(limit, us_limit(t, (int64_t)(int32_t)(t->deadline[tap] - *t->us) - 1));
		if (waiting >> tap & 1)
			limit = least(limit, us_limit(t, interval_left(t, tap)));
	}
	return limit;
}

int weir_card_time_irq_due(const struct weir_card_time *t)
{
	return (*t->pend & ~*t->mask & ~*t->cool) || (*t->card_pend && !*t->card_mask);
}
