// SPDX-License-Identifier: BSD-3-Clause
/*
 * sim_transport.c - the transport sim:FILE: a savefile through the simulated card
 *
 * Time passes only in the calls, while there is no block to give out. When the savefile has been
 * played and the card is idle, the tap is stopped, which brings its last block.
 */
#include <stdio.h>
#include <time.h>

#include "sim_transport.h"

/* Cycles between two looks at clock and lock: some milliseconds. */
#define CHUNK 8192u

static int start(struct weir *w)
{
	struct sim *s = w->tp;
	u32 error;
	int ret = weir_hw_tap_start(&s->hw, SIM_TAP, &error);

	if (ret && error)
		return weir_fail(w, ret, "the card refuses the tap: %s",
				 weir_hw_tap_error_text(error));
	if (!ret)
		ret = weir_hw_irq_unmask(&s->hw, 1u << SIM_TAP);
	if (!ret)
		ret = weir_hw_control(&s->hw, true, true);
	return ret ? sim_card_fail(w, ret, "the tap does not start") : 0;
}

static int sim_start(struct weir *w)
{
	struct sim *s = w->tp;
	int ret;

	pthread_mutex_lock(&s->lock);
	ret = start(w);
	pthread_mutex_unlock(&s->lock);
	return ret;
}

static int sim_snaplen(struct weir *w, uint32_t bytes)
{
	struct sim *s = w->tp;
	int ret;

	pthread_mutex_lock(&s->lock);
	if (bytes > SIM_SNAPLEN_MAX)
		bytes = SIM_SNAPLEN_MAX;
	ret = weir_hw_tap_snaplen(&s->hw, SIM_TAP, bytes);
	/* Refused by nothing but a card that fails. */
	if (ret)
		ret = w->fault = sim_card_fail(w, ret, "the snap length");
	pthread_mutex_unlock(&s->lock);
	return ret;
}

/* What the card's interrupts said: 0, or the tap's fault. */
static int look_at_irq(struct weir *w)
{
	struct sim *s = w->tp;
	struct weir_hw_cause cause;
	u32 state, error;
	int ret;

	s->irq = false;
	ret = weir_hw_irq_cause(&s->hw, &cause);
	if (ret)
		return sim_card_fail(w, ret, "interrupt");
	if (!(cause.error & 1u << SIM_TAP))
		return 0;
	ret = weir_hw_tap_state(&s->hw, SIM_TAP, &state, &error);
	if (ret)
		return sim_card_fail(w, ret, "the tap's state");
	return weir_fail(w, -EIO, "the card stopped the tap: %s", weir_hw_tap_error_text(error));
}

/* The last block came: the card's own account of blocks must agree with what is in memory. */
static int check_completion(struct weir *w)
{
	struct sim *s = w->tp;
	struct weir_hw_completion c;
	u64 counters[WEIR_TAP_COUNTER_NUM];
	int ret;

	ret = weir_hw_completion_read(s->compl, SIM_TAP, &s->cfg, &c);
	if (!ret)
		ret = weir_hw_snapshot(&s->hw);
	if (!ret)
		ret = weir_hw_tap_counters(&s->hw, SIM_TAP, counters);
	if (ret)
		return sim_card_fail(w, ret, "the card's account of blocks");
	if (c.blocks != (u32)counters[WEIR_HW_TAP_blocks])
		return weir_fail(w, -EIO, "the completion record says %u blocks, the counter %llu",
				 c.blocks, (unsigned long long)counters[WEIR_HW_TAP_blocks]);
	return 0;
}

/* A card that never comes to rest would be simulated for ever: what it says it still has. */
static int never_idle(struct weir *w)
{
	struct sim *s = w->tp;
	u64 port[WEIR_PORT_COUNTER_NUM], tap[WEIR_TAP_COUNTER_NUM];
	char has[80] = "its counters cannot be read";

	if (!weir_hw_snapshot(&s->hw) && !weir_hw_port_counters(&s->hw, port) &&
	    !weir_hw_tap_counters(&s->hw, SIM_TAP, tap))
		snprintf(has, sizeof(has), "%llu frames in flight, %llu pending in the tap",
			 (unsigned long long)port[WEIR_HW_PORT_in_flight],
			 (unsigned long long)tap[WEIR_HW_TAP_pending]);
	return weir_fail(w, -EIO, "simulation stopped: cycle %llu: idle expected within %u cycles, "
			 "actual busy: %s", (unsigned long long)s->api.weir_dev_cycle(s->dev),
			 SIM_DRAIN_CYCLES, has);
}

/* All is in the card: until it rests, then the tap is stopped. */
static int drain(struct weir *w)
{
	struct sim *s = w->tp;
	int ret;

	if (!s->api.weir_dev_idle(s->dev)) {
		if (s->api.weir_dev_cycle(s->dev) - s->drain_from > SIM_DRAIN_CYCLES)
			return never_idle(w);
		if (!s->api.weir_dev_step(s->dev, SIM_RELAX_CYCLES))
			return sim_card_fail(w, -EIO, "the simulation");
		return 0;
	}
	ret = weir_hw_tap_stop(&s->hw, SIM_TAP);
	if (ret)
		return sim_card_fail(w, ret, "the tap does not stop");
	s->phase = SIM_DONE;
	return check_completion(w);
}

/* Lets some time pass: 0, -ENODATA when the capture is over, or an error. */
static int advance(struct weir *w)
{
	struct sim *s = w->tp;
	int64_t n;
	int ret;

	if (atomic_exchange(&s->released, false) && s->phase != SIM_DONE)
		weir_hw_tap_doorbell(&s->hw, SIM_TAP);
	switch (s->phase) {
	case SIM_PLAY:
		n = s->api.weir_pcap_port_run(s->port, s->dev, CHUNK);
		if (n == -EIO)
			return sim_card_fail(w, -EIO, "the simulation");
		/* A pipe that ends in the middle of a record: what came whole is given out first. */
		if (n <= 0) {
			s->port_ret = (int)n;
			s->phase = SIM_DRAIN;
			s->drain_from = s->api.weir_dev_cycle(s->dev);
		}
		break;
	case SIM_DRAIN:
		ret = drain(w);
		if (ret || s->phase == SIM_DONE)
			return ret;
		break;
	case SIM_DONE:
		if (s->port_ret)
			return weir_fail(w, s->port_ret, "%s",
					 s->api.weir_pcap_port_error(s->port));
		return -ENODATA;
	}
	return s->irq ? look_at_irq(w) : 0;
}

static int64_t now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int sim_wait(struct weir *w, int ms)
{
	struct sim *s = w->tp;
	int64_t end = ms > 0 ? now_ms() + ms : ms;
	int ret;

	for (;;) {
		/* Given up between two chunks, so that another thread may read the statistics. */
		pthread_mutex_lock(&s->lock);
		ret = advance(w);
		pthread_mutex_unlock(&s->lock);
		if (ring_ready(w) || atomic_load(&w->brk)) {
			/* The error comes again with the next call, behind the blocks that are good. */
			if (ret < 0 && ret != -ENODATA)
				w->fault = ret;
			return 1;
		}
		if (ret)
			return ret;
		if (ms == 0 || (ms > 0 && now_ms() >= end))
			return 0;
	}
}

static int sim_fd(struct weir *w)
{
	return ((struct sim *)w->tp)->fd;
}

static void sim_released(struct weir *w)
{
	atomic_store(&((struct sim *)w->tp)->released, true);
}

const struct transport weir_sim = {
	.name = "sim",
	.open = sim_open,
	.close = sim_close,
	.start = sim_start,
	.wait = sim_wait,
	.snaplen = sim_snaplen,
	.fd = sim_fd,
	.timeout = 0,
	.stats = sim_stats,
	.stat_desc = sim_stat_desc,
	.stat_n = SIM_STATS,
	.info = sim_info,
	.progress = sim_progress,
	.remark = sim_remark,
	.filter = sim_filter,
	.judged = sim_judged,
	.filter_reason = "the card has no filter lanes: the library runs the filter",
	.released = sim_released,
};
